"""Likeness: whether two descriptions tell of the same problem, so that a request is not sent twice (insales)."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

ALIKE = 0.7
"""From here on two descriptions are held alike. It is only ever a question: the writer decides."""
_WORD = re.compile(r"[^\W_]+")
_STEM = 5
"""Letters that are compared of a word: Russian words differ mostly in their ends."""
_RUSSIAN = (
    "а без бы в во вот все всё где да для до его если есть еще ещё же за и из или их к как ко когда ли мне меня мой моя мы на "
    "над нас наш не нет ни но о об он она они от по под при с со так также там то тоже только у уже что чтобы это"
)
_ENGLISH = (
    "a an and are as at be but by for from i in is it my no not of on or our so that the then this to was we with"
)
_KAZAKH = (
    "мен сен сіз ол біз бұл сол осы да де та те және бірақ егер үшін деп бар жоқ емес ғана ма ме ба бе па пе бір менің біздің "
    "кейін дейін туралы бойынша арқылы тағы болып"
)
_SMALL = frozenset(_RUSSIAN.split() + _ENGLISH.split() + _KAZAKH.split())
"""Words that stand in any description."""


def likeness(one: str, other: str) -> float:
    """From 0 to 1: how much of what the shorter one says the other one says too, whatever the order of words.

    Words are compared by their beginnings, small ones not at all. Two words are too few to tell by: then the whole
    texts are compared.
    """
    these, those = _stems(one), _stems(other)
    if min(len(these), len(those)) < 3:
        return SequenceMatcher(None, " ".join(sorted(these)), " ".join(sorted(those))).ratio()
    fewer, more = sorted((these, those), key=len)
    return sum(any(_same(word, there) for there in more) for word in fewer) / len(fewer)


def _stems(text: str) -> set[str]:
    words = (word.replace("ё", "е") for word in _WORD.findall(text.casefold()) if word not in _SMALL)
    return {word[:_STEM] for word in words}


def _same(one: str, other: str) -> bool:
    """Whether two stems are the same but for an ending or a slip of the finger."""
    fewer, more = sorted((one, other), key=len)
    if len(fewer) < 4:
        return fewer == more
    return more.startswith(fewer) or (len(fewer) == _STEM and SequenceMatcher(None, one, other).ratio() >= 0.8)
