"""The chain of one ticket's journal, checked as it is read: however long it is, one entry at a time is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.journal import Entry, first_broken


@dataclass
class Checked:
    """What was found. `wrong`: the first entry that does not follow from the one before it; `short`: the last ones are missing."""

    entries: int = 0
    erased: int = 0
    last: str = ""
    wrong: Entry | None = None
    short: bool = False

    @property
    def whole(self) -> bool:
        return self.wrong is None and not self.short


def check(entries: Iterable[Entry], *, count: int, head: str) -> Checked:
    """Check a ticket's entries, in order; it has written so many, and the last one's digest is `head`."""
    found = Checked()
    counted = _counted(entries, found)
    found.wrong = first_broken(counted)
    for _ in counted:
        pass  # behind a broken one there may be more, and all are counted
    found.short = found.wrong is None and (found.entries != count or found.last != head)
    return found


def _counted(entries: Iterable[Entry], found: Checked) -> Iterator[Entry]:
    for entry in entries:
        found.entries += 1
        found.erased += entry.payload is None
        found.last = entry.digest
        yield entry
