"""Codes: how a request ended, by the house's own list, beside the resolutions of the regulation; each with its names."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from domain.answers import Text
from domain.canned import short
from domain.cleaning import clean_text
from domain.staff_refusals import WrongCode

MOST, LONGEST = 20, 40
"""Codes of a house, so that they can be chosen from by buttons; characters of a name."""
LANGUAGES = ("ru", "en")
BETWEEN = "|"


@dataclass(frozen=True)
class HouseCode:
    """`key` is what a button carries; the names are by language."""

    key: str
    name: Text


def read_code(text: str) -> HouseCode:
    """«Замена оборудования | Hardware replaced»: in Russian, and in English if it is given. WrongCode."""
    names = [" ".join(clean_text(part).split()) for part in text.split(BETWEEN)]
    if not names[0] or len(names) > len(LANGUAGES):
        raise WrongCode("empty")
    if any(len(name) > LONGEST for name in names):
        raise WrongCode("long", LONGEST)
    return HouseCode(
        short(names[0].casefold()), Text({of: name for of, name in zip(LANGUAGES, names, strict=False) if name})
    )


def kept(codes: Iterable[HouseCode]) -> str:
    """The list as a setting."""
    return json.dumps([dict(code.name.words) for code in codes], ensure_ascii=False)


def read_kept(setting: str | None) -> list[HouseCode]:
    """The list that a setting holds."""
    found = json.loads(setting or "[]")
    return [HouseCode(short(words["ru"].casefold()), Text(words)) for words in found]
