"""Sought: what a ticket is found by, and what somebody who searches means: dictionary forms, names as written, phones by digits.

A ticket keeps it as one string of words between spaces; each sign that is searched for stands between two of them, so that
nothing in it can be taken for anything but itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.journal import EntryKind
from domain.lemmas import Word, words
from domain.parting.words import WORD

LONGEST = 6000
"""Characters of it that a ticket keeps: what was said first stays."""
_READ = 4096
"""Characters of a message that are read for it: no chat message is longer."""
_TOKEN = 40
MOST = 12
"""Words of a search that count."""
_BEGINNING, _DIGITS = 3, 5
"""So many letters find a word that begins with them, so many digits a phone or a number that holds them."""
_PHONE = re.compile(r"\+?\d(?:[\s().–-]{0,3}\d){4,14}")
_RUN = re.compile(rf"[0-9]{{{_DIGITS},}}")
_PARTS = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[#№]?\s*(?:(?P<prefix>[^\W\d_]{1,10})[-\s]?)?(?P<n>[0-9]{1,9})")

TELLING = frozenset(
    {
        *(
            EntryKind.REGISTERED,
            EntryKind.FILLED_IN,
            EntryKind.IDENTIFIED,
            EntryKind.PASSED_ON,
            EntryKind.EMAIL_CHANGED,
        ),
        *(EntryKind.MESSAGE, EntryKind.EDITED, EntryKind.QUESTION, EntryKind.ANSWER, EntryKind.COMPLETED),
        EntryKind.DISPUTED,
    }
)
"""The entries that say what a ticket is about and whose it is."""
_FACTS = ("answers", "contact", "organization", "contract", "email", "text")


@dataclass(frozen=True)
class Sought:
    """What must be there: of each term one of its forms. `loosely`: the same by the words' roots, for a second try."""

    terms: tuple[tuple[str, ...], ...]
    loosely: tuple[tuple[str, ...], ...]


def with_entry(known: str, kind: EntryKind, facts: Mapping[str, Any]) -> str:
    """What a ticket is found by once this entry is in its journal."""
    if kind not in TELLING or len(known) >= LONGEST:
        return known
    return added(known, _texts(facts))


def added(known: str, texts: Iterable[str]) -> str:
    """The same with the words of these texts that are not among it yet, as far as there is room."""
    found = dict.fromkeys(known.split())
    room = LONGEST - len(known)
    for text in texts:
        for word in _forms_of(text[:_READ]):
            if word not in found and len(word) < room:
                found[word] = None
                room -= len(word) + 1
    return f" {' '.join(found)} " if found else ""


def sought(typed: str) -> Sought:
    """What somebody searches for; no terms where they typed nothing that could be found."""
    rest = typed[:_READ].casefold()
    terms: list[tuple[str, ...]] = [
        (national(phone),) for phone in _PHONE.findall(rest) if len(national(phone)) >= _DIGITS
    ]
    loosely = list(terms)
    for token in WORD.findall(_PHONE.sub(" ", rest)):
        form, meant = _plain(token), _meant(token)
        if not meant and not form.isdecimal():
            continue
        beginning = f" {form}" if len(form) >= _BEGINNING else f" {form} "
        exact = tuple(dict.fromkeys([*(f" {word.lemma} " for word in meant), beginning]))
        terms.append(exact)
        loosely.append((*exact, *(f" {word.root}" for word in meant if len(word.root) > _BEGINNING)))
    return Sought(tuple(dict.fromkeys(terms))[:MOST], tuple(dict.fromkeys(loosely))[:MOST])


def numbered(typed: str) -> tuple[str, int] | None:
    """The number that was typed, as its prefix (perhaps empty) and its count: "17", "№17", "bar-000017"; None if it is none."""
    found = _NUMBER.fullmatch(typed.strip()[:_TOKEN])
    return ((found["prefix"] or "").upper(), int(found["n"])) if found else None


def national(phone: str) -> str:
    """A phone's digits without the country, where that is written in two ways: +7 916…, 8 916…."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return digits[1:] if len(digits) == 11 and digits[0] in "78" else digits


def keys(known: str) -> set[str]:
    """Each word of what a ticket is found by, and the ends of its phones and numbers behind "#": whatever part of one is
    searched for, an end begins with it."""
    ends = {f"#{run[at:]}" for run in _RUN.findall(known) for at in range(len(run) - _DIGITS + 1)}
    return {*known.split(), *ends}


def _texts(facts: Mapping[str, Any]) -> Iterator[str]:
    for name in _FACTS:
        fact = facts.get(name)
        if isinstance(fact, str):
            yield fact
        elif isinstance(fact, Mapping):
            yield from (value for value in fact.values() if isinstance(value, str))


def _forms_of(text: str) -> Iterator[str]:
    """Dictionary forms, and the words as they were written; phones as digits; the parts of what is written with signs in it."""
    folded = text.casefold()
    yield from (national(phone) for phone in _PHONE.findall(folded))
    for token in WORD.findall(_PHONE.sub(" ", folded)):
        for part in dict.fromkeys([token[:_TOKEN], *_PARTS.findall(token[:_TOKEN])]):
            meant = _meant(part)
            yield from (word.lemma for word in meant)
            if meant or part.isdecimal():
                yield _plain(part)


def _meant(token: str) -> list[Word]:
    """What the word is by the dictionary; nothing for a small word, and for mere digits."""
    return [] if token.isdecimal() else words(token[:_TOKEN])


def _plain(token: str) -> str:
    return token[:_TOKEN].replace("ё", "е")
