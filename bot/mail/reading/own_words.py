"""Known words: where the desk knows what its own letter said, those lines of a reply are quoted, marked or not.

Programs such as Outlook mark nothing, and people answer among the lines: by the reply alone nobody can tell what is new there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.mail.reading.boundaries import find
from bot.mail.reading.headers import is_rule
from bot.mail.reading.lines import Line, after_blanks, before_blanks, read
from bot.mail.reading.model import Split

LONG = 12
"""Letters and digits of a line that is recognized wherever it stands in our letter, wrapped as it may be."""
FEWEST = 3
"""Recognized lines that show that the letter is quoted, where no header of a quotation stands above them."""
MOST_LINES = 3000
CONTEXT = 3
"""Lines of ours that are shown above an answer which stands among them."""


def without_known(parted: Split, letters: Sequence[str]) -> Split:
    """The same with lines of our `letters` (plain text, as they were sent) taken out of what seemed new.

    What those letters quoted, somebody said before, and may say again: such lines stay. Nothing is taken out that is not
    ours word for word, but for the header above it.
    """
    lines = read(parted.new)
    if not letters or len(lines) > MOST_LINES:
        return parted
    ours = _Ours(letters)
    known = [bool(one.said) and ours.holds(one) for one in lines]
    if not any(known):
        return parted
    _join_short(lines, known, ours)
    headed = _head(lines, known)
    if not headed and sum(known) < FEWEST:
        return parted
    if all(is_ours or not one.said for is_ours, one in zip(known, lines, strict=True)):
        return parted
    shown = _context(lines, known, headed)
    new = [f"> {one.said}" if at in shown else one.raw for at, one in enumerate(lines) if at in shown or not known[at]]
    aside = [one.raw for at, one in enumerate(lines) if known[at] and at not in shown]
    quoted = "\n\n".join(filter(None, ["\n".join(aside).strip("\n"), parted.quoted]))
    return Split(_tidy(new), quoted)


class _Ours:
    """What our letters said, to look lines up in."""

    def __init__(self, letters: Sequence[str]) -> None:
        lines = [line for letter in letters for line in letter.splitlines() if not line.startswith(">")]
        said = [_squeezed(line) for line in lines]
        self._all = "".join(said)
        self._pairs = set(pairwise(filter(None, said)))
        # A program shows a link's words alone.
        self._pairs |= set(pairwise(filter(None, (_squeezed(line.partition(": http")[0]) for line in lines))))
        self._rules = {line.strip() for line, letters in zip(lines, said, strict=True) if not letters}

    def holds(self, line: Line) -> bool:
        """Whether we wrote that."""
        said = _squeezed(line.said)
        return len(said) >= LONG and said in self._all

    def is_rule(self, line: Line) -> bool:
        """Whether it is a line without a letter, as ours has one too."""
        return line.said in self._rules or is_rule(line)

    def follow(self, one: Line, other: Line) -> bool:
        """Whether these two are whole lines of ours, one after the other."""
        return (_squeezed(one.said), _squeezed(other.said)) in self._pairs


def _squeezed(text: str) -> str:
    """Its letters and digits: programs wrap lines anew and put marks of their own in front."""
    return "".join(filter(str.isalnum, text.casefold()))


def _join_short(lines: Sequence[Line], known: list[bool], ours: _Ours) -> None:
    """Short lines, such as a greeting, are ours if they stand before or behind one of ours as they do in our letter."""
    said = [at for at, one in enumerate(lines) if one.said]
    for order in (said, said[::-1]):
        last: Line | None = None
        for at in order:
            one = lines[at]
            if last and not known[at]:
                before, after = (last, one) if order is said else (one, last)
                known[at] = ours.follow(before, after) or (order is said and ours.is_rule(one))
            if not known[at]:
                last = None
            elif _squeezed(one.said):
                last = one


def _head(lines: Sequence[Line], known: list[bool]) -> set[int]:
    """Marks the headers that stand right above a line of ours («От: … Отправлено: …», «… пишет:») too, and says which they are."""
    headed: set[int] = set()
    for at, one in enumerate(lines):
        found = None if known[at] or one.blank or at in headed else find(lines, at)
        below = after_blanks(lines, found.end) if found else len(lines)
        if found and below < len(lines) and known[below]:
            above = before_blanks(lines, at)
            start = above - 1 if above and is_rule(lines[above - 1]) else at
            headed.update(range(start, found.end))
    for at in headed:
        known[at] = True
    return headed


def _context(lines: Sequence[Line], known: Sequence[bool], headed: set[int]) -> set[int]:
    """The lines of ours right above each answer, where answers stand among them: a question that «да» answers."""
    said = [at for at, one in enumerate(lines) if one.said]
    turns = [at for last, at in pairwise(said) if known[last] and not known[at]]
    last_known = max(at for at, one in enumerate(known) if one)
    if len(turns) < 2 and not any(at < last_known for at in turns):
        return set()
    shown: set[int] = set()
    for at in turns:
        above = before_blanks(lines, at) - 1
        while above >= 0 and known[above] and lines[above].said and above not in headed and at - above <= CONTEXT + 1:
            shown.add(above)
            above -= 1
    return shown


def _tidy(lines: Sequence[str]) -> str:
    """Joined, with no more than one blank line in a row and none around."""
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and kept[-1].strip()):
            kept.append(line)
    return "\n".join(kept).strip("\n")
