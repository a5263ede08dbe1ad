"""Thesaurus: what a word speaks of (a printer, an invoice, a lock), so that words never learnt from still tell something."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from domain.parting.words import CYRILLIC, Language

NO_TOPICS = frozenset({"act", "person", "time", "place", "set"})
"""Fields whose words tell what is done, by whom and when, and not what it is about."""
_SHORTEST = 2


@lru_cache(20_000)
def things(word: str, language: Language) -> frozenset[str]:
    """The rows of thesaurus.txt, «field.thing», whose longest beginning this word has."""
    word = word.lower().replace("ё", "е")
    beginnings = _rows()["en" if language == "en" or not CYRILLIC.search(word) else language]
    found = _longest(word, beginnings)
    return found or (_longest(word, _rows()["ru"]) if language == "kk" else found)


def topics_among(found: Iterable[str]) -> frozenset[str]:
    """Those that tell what it is about."""
    return frozenset(thing for thing in found if thing.partition(".")[0] not in NO_TOPICS)


def likeness(some: frozenset[str], others: frozenset[str]) -> float:
    """1 if they share a thing, less if only a field, 0 if neither."""
    if some & others:
        return 1.0
    fields = {thing.partition(".")[0] for thing in some}
    return 0.5 if fields & {thing.partition(".")[0] for thing in others} else 0.0


def _longest(word: str, beginnings: dict[str, frozenset[str]]) -> frozenset[str]:
    if word + "$" in beginnings:
        return beginnings[word + "$"]
    for length in range(len(word), _SHORTEST - 1, -1):
        if word[:length] in beginnings:
            return beginnings[word[:length]]
    return frozenset()


@cache
def _rows() -> dict[str, dict[str, frozenset[str]]]:
    read: dict[str, dict[str, frozenset[str]]] = {"ru": {}, "en": {}, "kk": {}}
    for line in files("domain.parting").joinpath("thesaurus.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        thing, *columns = (part.strip() for part in line.split("|"))
        for language, column in zip(read, columns, strict=True):
            for beginning in column.replace("ё", "е").split():
                read[language][beginning] = read[language].get(beginning, frozenset()) | {thing}
    return read
