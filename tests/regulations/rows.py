"""Rows: the demands of a regulation, each checked by what a person would get, under the id `<preset>:<row>`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from domain.attachments import Facts, Member, judge
from domain.due import answer, read_case
from domain.regulation import Regulation, load
from domain.rules import UNNUMBERED

__all__ = ["UNNUMBERED", "Rows", "due", "may_be_attached", "rules", "zipped"]

Check = Callable[..., Awaitable[None] | None]
"""Of data: no argument. Of what people live through: async, with a town that works by the regulation."""


class Rows:
    """The rows of one preset. Each check's docstring is the demand in short."""

    def __init__(self, preset: str) -> None:
        self.preset = preset
        self.checks: dict[str, Check] = {}

    def __call__(self, row: str) -> Callable[[Check], Check]:
        """Register a check under the row's name; a row may stand once."""

        def register(check: Check) -> Check:
            assert row not in self.checks, row
            assert check.__doc__, f"{row}: say what is demanded"
            self.checks[row] = check
            return check

        return register

    def params(self) -> list[object]:
        """The checks for `pytest.mark.parametrize`, with their ids."""
        return [pytest.param(check, id=f"{self.preset}:{row}") for row, check in self.checks.items()]


@cache
def rules(name: str) -> Regulation:
    return load(name)


def due(preset: str, received: str, **case: object) -> tuple[str | None, str | None, str | None]:
    """Response, resolution and closing as a person reads them in the regulation's zone: "13.05.2026 09:00"; seconds only
    if there are any. Times are given as "2026-05-13 09:00" in that zone."""
    zone = rules(preset).zone
    facts = {key: _times(value, zone) for key, value in case.items()}
    name, found = read_case({"regulation": preset, "received": _iso(received, zone), **facts})
    times = answer(rules(name), found)
    return tuple(at and _shown(at) for at in (times.response_due, times.resolution_due, times.close_due))  # type: ignore[return-value]


def _times(value: object, zone: ZoneInfo) -> object:
    if isinstance(value, list | tuple):
        return [_times(item, zone) for item in value]
    return _iso(value, zone) if isinstance(value, str) and value[:2] == "20" else value


def _iso(text: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(text).replace(tzinfo=zone).isoformat()


def _shown(at: datetime) -> str:
    return f"{at:%d.%m.%Y %H:%M}" + (f"{at::%S}" if at.second else "")


def may_be_attached(preset: str, kind: str) -> bool:
    return judge(Facts("a", kind, 1000), rules(preset).attachments) is None


def zipped(preset: str, *kinds: str) -> bool:
    """Whether a ZIP with such members may be attached."""
    members = tuple(Member(f"inside.{kind}", kind, 10) for kind in kinds)
    return judge(Facts("a", "zip", 1000, members), rules(preset).attachments) is None
