"""What a request may hold: the Bot API's own tables, and a reader that names whatever does not fit them.

`schema.json` holds the methods the desk uses and the types these reach: {name: {field: [type, required]}}.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from bot.sandbox.errors import BadRequest, UnknownMethod

Json = dict[str, Any]
Fields = dict[str, tuple[str, bool]]

# A client may send more than one file under a name of its own and point to it: "attach://name".
ATTACHED = "attach://"
VARIANTS = ("ReactionType", "BotCommandScope", "MenuButton", "InlineQueryResult")
"""Types that are told apart by their own "type"."""


class Upload:
    """A file that came in with the request."""

    def __init__(self, name: str, body: bytes, mime: str | None) -> None:
        self.name, self.body, self.mime = name, body, mime


@cache
def _tables() -> Json:
    tables: Json = orjson.loads((Path(__file__).parent / "schema.json").read_bytes())
    return tables


@cache
def methods() -> dict[str, str]:
    """The methods this server knows, by their lower-case name: Telegram does not mind the case."""
    return {name.lower(): name for name in _tables()["methods"]}


def read(method: str, given: Json, files: dict[str, Upload]) -> Json:
    """The request's fields with their real types; files stand where the request points to them.

    Raises UnknownMethod, or BadRequest naming the field that is unknown, missing or of a wrong type.
    """
    name = methods().get(method.lower())
    if name is None:
        raise UnknownMethod(f"Not Found: the sandbox does not know the method {method!r}")
    fields: Fields = _tables()["methods"][name]
    unknown = sorted(set(given) - set(fields))
    if unknown:
        raise BadRequest(f"unknown parameter {unknown[0]!r} in {name}")
    straight = {k: v for k, v in files.items() if k in fields}  # the others are reached by attach:// only
    return _object(name, fields, {**given, **straight}, files)


def _object(name: str, fields: Fields, given: Json, files: dict[str, Upload]) -> Json:
    out: Json = {}
    for field, (kind, required) in fields.items():
        value = given.get(field)
        if value is None or (value == "" and not required):
            if required:
                raise BadRequest(f"parameter {field!r} of {name} is required")
            continue
        out[field] = _value(f"{name}.{field}", kind, value, files)
    return out


def _value(where: str, kind: str, value: Any, files: dict[str, Upload]) -> Any:
    if kind.startswith("Array of "):
        value = _loaded(where, value, list)
        return [_value(f"{where}[{i}]", kind.removeprefix("Array of "), item, files) for i, item in enumerate(value)]
    options = re.split(r" or |, | and ", kind)
    if len(options) > 1:
        return _one_of(where, options, value, files)
    if kind in _PLAIN:
        return _plain(where, kind, value, files)
    return _typed(where, kind, value, files)


def _one_of(where: str, options: list[str], value: Any, files: dict[str, Upload]) -> Any:
    """The first of several types that takes the value; a structure is told by its keys, media by their "type"."""
    if all(option in _PLAIN for option in options):
        for option in options:
            try:
                return _plain(where, option, value, files)
            except BadRequest:
                continue
        raise BadRequest(f"{where} must be {' or '.join(options)}")
    loaded = _loaded(where, value, dict)
    if "type" in loaded:
        wanted = f"InputMedia{str(loaded['type']).title()}"
        if wanted in options:
            return _typed(where, wanted, loaded, files)
        raise BadRequest(f"{where}: type {loaded['type']!r} is not one of {', '.join(options)}")
    complaints = []
    for option in options:
        known: Fields = _tables()["types"][option]
        if any(required and field not in loaded for field, (_, required) in known.items()):
            complaints.append(option)
            continue
        return _typed(where, option, loaded, files)
    raise BadRequest(f"{where} must be {' or '.join(complaints)}")


def _typed(where: str, kind: str, value: Any, files: dict[str, Upload]) -> Any:
    loaded = _loaded(where, value, dict)
    name = kind
    if kind in VARIANTS:
        words = re.split(r"_", str(loaded.get("type", "")))
        name = kind + "".join(word.title() for word in words)
    fields: Fields | None = _tables()["types"].get(name)
    if fields is None:
        raise BadRequest(f"{where}: the sandbox does not know {name}")
    unknown = sorted(set(loaded) - set(fields))
    if unknown:
        raise BadRequest(f"unknown field {unknown[0]!r} in {where} ({name})")
    return _object(where, fields, loaded, files)


def _loaded(where: str, value: Any, wanted: type) -> Any:
    """Structures come as JSON in a text, or as they are when the whole request is JSON."""
    if isinstance(value, str):
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError:
            raise BadRequest(f"can't parse {where}: it must be a JSON {_JSON_NAMES[wanted]}") from None
    if not isinstance(value, wanted):
        raise BadRequest(f"{where} must be a JSON {_JSON_NAMES[wanted]}")
    return value


_PLAIN = {"Integer", "Float", "String", "Boolean", "True", "InputFile"}
_JSON_NAMES: dict[type, str] = {dict: "object", list: "array"}
_WORDS = {"true": True, "false": False, "1": True, "0": False}


def _plain(where: str, kind: str, value: Any, files: dict[str, Upload]) -> Any:
    if kind == "Integer":
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and re.fullmatch(r"-?\d{1,16}", value.strip()):
            return int(value)
        raise BadRequest(f"{where} must be an Integer")
    if kind == "Float":
        try:
            return float(value)
        except (TypeError, ValueError):
            raise BadRequest(f"{where} must be a Float") from None
    if kind in {"Boolean", "True"}:
        if isinstance(value, bool):
            return value
        if str(value).lower() in _WORDS:
            return _WORDS[str(value).lower()]
        raise BadRequest(f"{where} must be a Boolean")
    if kind == "InputFile":
        if isinstance(value, Upload):
            return value
        if isinstance(value, str) and value.startswith(ATTACHED):
            return _attached(where, value, files)
        raise BadRequest(f"{where} must be a file")
    if isinstance(value, str):
        return _attached(where, value, files) if value.startswith(ATTACHED) else value
    raise BadRequest(f"{where} must be a String")


def _attached(where: str, value: str, files: dict[str, Upload]) -> Upload:
    found = files.get(value.removeprefix(ATTACHED))
    if found is None:
        raise BadRequest(f"{where} points to {value}, but no such part was sent")
    return found
