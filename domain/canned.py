"""Canned answers: words that staff send often, with variables, one text for each language."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.answers import utf16_length
from domain.cleaning import clean_text
from domain.staff_refusals import WrongCanned


@dataclass(eq=False)
class Canned:
    """One answer in one language, called by its name; `updated_at` is UTC, `used` counts how often it was sent."""

    name: str
    language: str
    text: str
    author: str
    updated_at: datetime
    used: int = 0


VARIABLES = ("name", "number", "deadline", "agent", "organization")
"""What a text may leave to the ticket: {name} of the requester, {deadline} promised or due, {agent} who sends it."""
LANGUAGES = ("ru", "en", "kk")
LONGEST = 3500
"""UTF-16 units: it is read, and copied, in one message."""
_NAME = re.compile(r"[^\W_](?:[\w-]{0,30}[^\W_])?")
_VARIABLE = re.compile(r"\{([^{}\n]*)\}")


def read_name(name: str) -> str:
    """The name as it is kept: one word of letters, digits and hyphens, 32 signs at most, in lower case. WrongCanned."""
    known = name.strip().casefold()
    if _NAME.fullmatch(known) is None:
        raise WrongCanned("name", name)
    return known


def read_language(language: str) -> str:
    """One of ours. WrongCanned."""
    if language.strip().lower() not in LANGUAGES:
        raise WrongCanned("language", language)
    return language.strip().lower()


def read_text(text: str) -> str:
    """The text as it is kept. WrongCanned: empty, long, or with a variable that there is none of."""
    words = clean_text(text).strip()
    if not words:
        raise WrongCanned("empty")
    if over := max(0, utf16_length(words) - LONGEST):
        raise WrongCanned("long", over=over)
    unknown = next((one for one in _VARIABLE.findall(words) if one not in VARIABLES), None)
    if unknown is not None:
        raise WrongCanned("variable", unknown)
    return words


def expand(text: str, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """The text with the values in it, and the variables that have none here. Once only: what stands in a value stays as it is."""
    lacking = [one for one in dict.fromkeys(_VARIABLE.findall(text)) if not values.get(one)]
    return _VARIABLE.sub(lambda found: values.get(found[1]) or found[0], text), lacking


def short(name: str) -> str:
    """What a button carries for a name: ten signs, whatever alphabet it is in (Bot API: 64 bytes of callback_data)."""
    return hashlib.sha256(name.encode()).hexdigest()[:10]


def in_language(answers: Sequence[Canned], name: str, language: str) -> Canned | None:
    """The answer in that language, else in the first there is of ours; None if there is none."""
    order = (language, *LANGUAGES)
    return min((one for one in answers if one.name == name), key=lambda one: order.index(one.language), default=None)
