"""Finding: which articles answer what somebody wrote. Rare words count for more, those of a title for most (after BM25)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import NamedTuple

from domain.lemmas import Word, words

MOST = 3
"""Articles that are offered at a time."""


class Source(NamedTuple):
    """What is searched of an article; one has a source in each language."""

    slug: str
    title: str
    body: str


@dataclass(frozen=True)
class Found:
    """An article that fits; `score` only says which of several fits better."""

    slug: str
    score: float


def find(sources: Sequence[Source], text: str, *, most: int = MOST, loosely: bool = False) -> list[Found]:
    """The articles that fit a text, the best first; none rather than a poor one.

    `loosely`: somebody searches, and would rather see too much than nothing.
    """
    return _index(tuple(sources)).find(text, most, loosely)


@lru_cache(8)
def _index(sources: tuple[Source, ...]) -> _Index:
    return _Index(sources)


_WEAK = frozenset(
    (
        "работать",
        "ошибка",
        "проблема",
        "вопрос",
        "делать",
        "сделать",
        "хотеть",
        "получаться",
        "новый",
        "en_error",
        "en_work",
    )
)
"""Words that say little of which problem it is."""
_BACKGROUND = 12
"""As if so many articles on other matters stood beside ours: with two or three of them, no word would be rare."""
_RAREST = 3.2
"""More than that no word counts: however many articles there are, what is in none of them must not outweigh what is."""
_TITLE, _BODY, _KIN = 1.0, 0.5, 0.75
"""What a word counts for that stands in the title, or in the body only; and of that, one that is only akin."""
_ENOUGH_TITLE, _ENOUGH_SAID = 0.55, 0.22
"""How much of a title must have been said, and how much of what was said must be in the article."""
_NEAR = 0.55
"""How good, beside the best, another one must be to be offered with it."""
_LONGEST = 60
"""Words of a description that are looked at: a problem is told at its beginning."""


class _Index:
    def __init__(self, sources: Sequence[Source]) -> None:
        self.articles = [(source.slug, _Terms(source.title), _Terms(source.body)) for source in sources]
        together: dict[str, set[str]] = {}
        for slug, title, body in self.articles:
            together.setdefault(slug, set()).update(title.lemmas, title.roots, body.lemmas, body.roots)
        self.spread = Counter(term for terms in together.values() for term in terms)
        self.size = len(together) + _BACKGROUND

    def find(self, text: str, most: int, loosely: bool) -> list[Found]:
        said = list(dict.fromkeys(words(text)))[:_LONGEST]
        best: dict[str, float] = {}
        for slug, title, body in self.articles:
            score = self._score(said, title, body, loosely)
            if score > best.get(slug, 0.0):
                best[slug] = score
        ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
        least = 0.0 if loosely or not ranked else ranked[0][1] * _NEAR
        return [Found(slug, score) for slug, score in ranked[:most] if score >= least]

    def _score(self, said: Sequence[Word], title: _Terms, body: _Terms, loosely: bool) -> float:
        """0 for an article that does not fit."""
        total = sum(map(self._weight, said))
        worth = [self._weight(word) * max(_TITLE * title.has(word), _BODY * body.has(word)) for word in said]
        wanted = sum(map(self._weight, title.words))
        told = _Terms.of(said)
        named = sum(self._weight(word) * told.has(word) for word in title.words)
        if not total or not wanted or not sum(worth):
            return 0.0
        share, found = named / wanted, sum(worth) / total
        if not loosely and (share < _ENOUGH_TITLE or found < _ENOUGH_SAID):
            return 0.0
        return share * sum(worth)

    def _weight(self, word: Word) -> float:
        if word.lemma in _WEAK:
            return 0.5
        spread = max(self.spread[word.lemma], self.spread[word.root] * _KIN)
        return min(_RAREST, log(1 + (self.size - spread + 0.5) / (spread + 0.5)))


class _Terms:
    """The words of a title or a body, as they are looked up."""

    def __init__(self, text: str) -> None:
        self._fill(words(text))

    @classmethod
    def of(cls, said: Sequence[Word]) -> _Terms:
        terms = cls("")
        terms._fill(said)
        return terms

    def _fill(self, said: Sequence[Word]) -> None:
        self.words = list(dict.fromkeys(said))
        self.lemmas = frozenset(word.lemma for word in said)
        self.roots = frozenset(word.root for word in said)

    def has(self, word: Word) -> float:
        """1 for the word, less for its kin, 0 for neither."""
        return 1.0 if word.lemma in self.lemmas else _KIN if word.root in self.roots else 0.0
