"""The format is documented: all seven presets fit its JSON Schema, and it speaks of exactly the keys the loader knows."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from domain.regulation import FOLDER, LANGUAGES, RegulationError, loads, shipped
from domain.schema import json_schema, starting_file

SCHEMA = json_schema()
KINDS = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float)}


def faults(value: Any, schema: dict[str, Any], path: str = "") -> Iterator[str]:
    """What of the value does not fit, for the words of JSON Schema that the format uses; another word is a fault."""
    schema = resolved(schema)
    unknown = set(schema) - {
        *("$schema", "$defs", "title", "description", "type", "properties", "required", "additionalProperties"),
        *("items", "minItems", "uniqueItems", "enum", "pattern", "format", "anyOf"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    }
    if unknown:
        yield f"{path}: this test does not know {unknown}"
    if "anyOf" in schema and all(list(faults(value, one, path)) for one in schema["anyOf"]):
        yield f"{path}: fits none"
    kind = schema.get("type")
    if kind and (not isinstance(value, KINDS[kind]) or (isinstance(value, bool) and kind != "boolean")):
        yield f"{path}: is no {kind}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is none of {schema['enum']}"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{path}: {value!r} does not match"
    if schema.get("format") == "date":
        date.fromisoformat(value)
    if value_below(value, schema) or value_above(value, schema):
        yield f"{path}: {value} is out of bounds"
    if kind == "array":
        if len(value) < schema.get("minItems", 0):
            yield f"{path}: is too short"
        for i, item in enumerate(value):
            yield from faults(item, schema.get("items", {}), f"{path}[{i + 1}]")
    if kind == "object":
        yield from (f"{path}.{key}: is missing" for key in schema.get("required", ()) if key not in value)
        for key, item in value.items():
            inside = schema.get("properties", {}).get(key, schema.get("additionalProperties", True))
            if inside is False:
                yield f"{path}.{key}: no such key"
            elif isinstance(inside, dict):
                yield from faults(item, inside, f"{path}.{key}")


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found = SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    return found | {key: value for key, value in schema.items() if key != "$ref"}


def value_below(value: Any, schema: dict[str, Any]) -> bool:
    return ("minimum" in schema and value < schema["minimum"]) or (
        "exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"]
    )


def value_above(value: Any, schema: dict[str, Any]) -> bool:
    return ("maximum" in schema and value > schema["maximum"]) or (
        "exclusiveMaximum" in schema and value >= schema["exclusiveMaximum"]
    )


def as_json(text: str) -> Any:
    """A TOML text with its dates as texts, as JSON has them."""
    return json.loads(json.dumps(tomllib.loads(text), default=str))


@pytest.mark.parametrize("name", shipped())
def test_each_preset_fits_the_schema(name: str) -> None:
    """All seven, whole."""
    assert list(faults(as_json((FOLDER / f"{name}.toml").read_text(encoding="utf-8")), SCHEMA)) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('prefix = "BAR"', 'prefix = "бар"'), ".prefix"),
        (('prefix = "BAR"', 'prefix = "BAR"\ncolour = "red"'), ".colour: no such key"),
        (("rank = 2", "rank = 0"), ".priorities[2].rank"),
        (('"4 working hours"', '"4 weeks"'), ".priorities[1].resolution.time"),
        (('returned_by = "argument"', 'returned_by = "shouting"'), ".completion.returned_by"),
        ((', en = "On hold", kk', ", kk"), ".statuses.on_hold.en: is missing"),
        (('silence = "4.9"', 'silense = "4.9"'), ".clauses.silense: no such key"),
    ],
)
def test_what_the_loader_refuses_the_schema_refuses_too(change: tuple[str, str], fault: str) -> None:
    """Where a schema can say it; the loader knows more."""
    source = (FOLDER / "barier.toml").read_text(encoding="utf-8")
    assert change[0] in source
    changed = source.replace(*change, 1)

    assert any(found.startswith(fault) for found in faults(as_json(changed), SCHEMA))
    with pytest.raises(RegulationError):
        loads(changed, file="changed.toml")


# ----------------------------------------------------------------------------- exactly the keys that the loader knows

TABLE = re.compile(r"(?m)^\[\[?([a-z0-9_.]+)\]\]?.*$")
KNOWN = re.compile(r"x\.toml: (.*?)\.?nonsense_key: no such key; known here are (.*)")


def keys_the_loader_asks_for() -> dict[str, set[str]]:
    """Path without numbers -> the keys known there, as the loader names them when it meets one that it does not know.

    Gathered over all presets; inline tables are reached by writing them out.
    """
    found: dict[str, set[str]] = {}
    for name in shipped():
        source = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
        spoilt = "nonsense_key = 1\n" + TABLE.sub(lambda m: f"{m[0]}\nnonsense_key = 1", source)
        spoilt = re.sub(r"(?m)^(response|resolution) = \{ ", r"\1 = { nonsense_key = 1, ", spoilt)
        with pytest.raises(RegulationError) as caught:
            loads(spoilt, file="x.toml")
        for problem in caught.value.problems:
            if match := KNOWN.match(problem):
                found.setdefault(re.sub(r"\[\d+\]", "", match[1]), set()).update(match[2].split(", "))
    return found


def described(path: str) -> set[str]:
    """The keys that the schema has under the path."""
    schema = SCHEMA
    for part in path.split(".") if path else ():
        schema = resolved(schema)
        inside = schema["properties"].get(part) if "properties" in schema else schema["additionalProperties"]
        schema = resolved(inside)
        schema = resolved(schema["items"]) if schema.get("type") == "array" else schema
    return set(schema["properties"]) if "properties" in schema else set()


def test_the_schema_speaks_of_exactly_the_keys_that_the_loader_knows() -> None:
    """A key of one without the other would be undocumented, or refused although documented."""
    known = keys_the_loader_asks_for()

    assert len(known) >= 30
    del known["resolutions"]  # free names beside the five usual ones
    for path, keys in known.items():
        assert described(path) == keys, path


def test_each_key_says_what_it_means() -> None:
    """No key without a description."""

    def undescribed(schema: dict[str, Any], path: str) -> Iterator[str]:
        for key, inside in schema.get("properties", {}).items():
            if not resolved(inside).get("description"):
                yield f"{path}.{key}"
            yield from undescribed(inside, f"{path}.{key}")
        for inside in (schema.get("items"), schema.get("additionalProperties")):
            if isinstance(inside, dict):
                yield from undescribed(inside, path)

    assert list(undescribed(SCHEMA, "")) == []


def test_the_starting_file_loads_and_speaks_of_every_part_of_the_format() -> None:
    """Whoever begins with it finds everything there is, in use or as a comment."""
    text = starting_file()

    assert loads(text, file="new.toml", languages=LANGUAGES).id == "mine"
    assert list(faults(as_json(text), SCHEMA)) == []
    for key in SCHEMA["properties"]:
        assert re.search(rf"(?m)^(# )?(\[\[?{key}\b|{key} = )", text), key
