"""One ticket, one problem: how many separate problems a request holds, and the words that state each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from domain.parting.features import Reading, read
from domain.parting.model import Model, shipped
from domain.parting.units import Unit
from domain.parting.words import Language

LANGUAGES: tuple[Language, ...] = ("ru", "en", "kk")
_FIRST = 0.5
"""The first problem is stated by the first unit that is at least so sure, against the surest before the second."""


@dataclass(frozen=True)
class Judgement:
    """`issues` is the number of `parts`: exact substrings in text order, one for each problem; the whole text if there is one.

    `likelihood` is how sure it is, from 0 to 1, that there are several.
    """

    issues: int
    parts: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    likelihood: float


def judge(text: str, lang: Language | None = None) -> Judgement:
    """Whether one person could close this request with one answer or one fix; if not, what is to be told apart."""
    return judged(read(text, lang), shipped())


def verdict(text: str, parts: Sequence[str]) -> Judgement:
    """What somebody else says of a text: the words of each problem if there are several, none if there is one.

    Raises ValueError for words that the text does not have, or has not in this order.
    """
    spans, at = [], 0
    parts = [part.strip() for part in parts]
    for part in parts:
        start = text.find(part, at) if part else -1
        if start < 0:
            raise ValueError("a part is not in the text, or not in its order")
        at = start + len(part)
        spans.append((start, at))
    if len(spans) < 2:
        return Judgement(1, (text,), ((0, len(text)),), 0.0)
    return Judgement(len(spans), tuple(parts), tuple(spans), 1.0)


def judged(reading: Reading, model: Model) -> Judgement:
    """The same for a text already read, by a model of one's own."""
    text = reading.text
    stating = model.stating(reading)
    beginning = model.beginning(reading, stating)
    likelihood = 1 - prod(1 - chance for chance in beginning)
    if likelihood < model.several:
        return Judgement(1, (text,), ((0, len(text)),), likelihood)
    surest = max(beginning)
    starts = [at for at, chance in enumerate(beginning) if at and chance >= min(model.part, surest)]
    if not starts:
        return Judgement(1, (text,), ((0, len(text)),), likelihood)
    before = stating[: starts[0]]
    first = next(at for at, chance in enumerate(before) if chance >= _FIRST * max(before))
    every = [first, *starts]
    spans = tuple(span for span in (_span(reading, model, at, every) for at in every) if span[0] < span[1])
    if len(spans) < 2:
        return Judgement(1, (text,), ((0, len(text)),), likelihood)
    return Judgement(len(spans), tuple(text[a:b] for a, b in spans), spans, likelihood)


def _span(reading: Reading, model: Model, at: int, starts: Sequence[int]) -> tuple[int, int]:
    """From the head of a unit to where its statement ends: it may go on in the next clauses of its sentence."""
    unit = reading.units[at]
    last = at
    for after in range(at + 1, len(reading.units)):
        other = reading.units[after]
        if after in starts or other.sentence != unit.sentence or not model.going_on(reading.features[after]):
            break
        last = after
    return _trimmed(reading.text, unit, reading.units[last])


def _trimmed(text: str, unit: Unit, last: Unit) -> tuple[int, int]:
    start, end = unit.head, last.end
    said = text[start:end]
    for joint in (" и", " а", " and", " және", " плюс", " да"):
        said = said.rstrip(" \n\t,;:—–-(+/|")
        if said.endswith(joint):
            said = said.removesuffix(joint)
    said = said.rstrip(" \n\t,;:—–-(+/|")
    if said.endswith(".") and (unit.cut not in ("line", "item", "sent") or unit.joints):
        said = said.rstrip(".")  # the full stop closes a longer sentence than the part is
    words = said.strip()
    start += said.find(words)
    return start, start + len(words)
