"""Durations: amounts of time as a regulation states them, before any calendar says how long they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, cast

TimeKind = Literal["hours", "working hours", "working days", "civil working days"]
"""Clock hours; time inside the calendar; the same in days of `day_length`; calendar days of articles 191-194."""

_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,3})?) (civil working day|working day|working hour|hour)s?")


@dataclass(frozen=True)
class Duration:
    """An amount of one kind of time, as a regulation states it: "4 working hours".

    What a working day amounts to is the calendar's business (`Calendar.seconds`).
    """

    kind: TimeKind
    amount: int | Fraction

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"a duration cannot be negative: {self.amount} {self.kind}")
        if self.amount.denominator == 1:
            object.__setattr__(self, "amount", int(self.amount))
        elif self.kind == "civil working days":
            raise ValueError("civil working days are whole days")

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read "3 hours", "4 working hours", "5 working days" or "3 civil working days"; else ValueError."""
        found = _DURATION.fullmatch(text)
        if not found:
            raise ValueError(f'"{text}" is no duration: write it as "3 hours", "4 working hours" or "5 working days"')
        return cls(cast(TimeKind, found[2] + "s"), Fraction(found[1]))

    def __mul__(self, share: float) -> Duration:
        """The given share of it, exactly: `Duration.parse("3 working hours") * 0.75` is 8100 seconds of that kind."""
        return Duration(self.kind, Fraction(self.amount) * Fraction(str(share)))

    def __str__(self) -> str:
        return f"{self.amount} {self.kind[:-1] if self.amount == 1 else self.kind}"
