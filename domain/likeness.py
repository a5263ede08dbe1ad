"""Likeness: whether two descriptions tell of the same problem, so that a request is not sent twice (insales)."""

from __future__ import annotations

from difflib import SequenceMatcher

from rapidfuzz.distance import OSA

from domain.lemmas import Word, words

ALIKE = 0.7
"""From here on two descriptions are held alike. It is only ever a question: the writer decides."""
_FEW = 3
"""Fewer words are too few to tell by."""
_LONG = 6
"""Only in words so long one wrong letter is held for a slip of the finger."""


def likeness(one: str, other: str) -> float:
    """From 0 to 1: how much of what the shorter one says the other one says too, whatever the order and the endings.

    Small words are not compared at all. Two words are too few to tell by: then the whole texts are compared.
    """
    these, those = set(words(one)), set(words(other))
    if not these or not those:
        return float(one.split() == other.split())
    if min(len(these), len(those)) < _FEW:
        this, that = (" ".join(sorted(word.lemma for word in said)) for said in (these, those))
        return SequenceMatcher(None, this, that).ratio()
    fewer, more = sorted((these, those), key=len)
    return sum(any(_same(word, there) for there in more) for word in fewer) / len(fewer)


def _same(one: Word, other: Word) -> bool:
    """Whether two words are kin, or the same but for a slip of the finger."""
    if one.root == other.root:
        return True
    a, b = one.lemma, other.lemma
    return a[:2] == b[:2] and min(len(a), len(b)) >= _LONG and OSA.distance(a, b, score_cutoff=1) <= 1
