"""Open lists: what an agent chooses from under a card stays while the card is drawn anew, for a minute at most.

The desk keeps the buttons as they were shown, and what moves were possible then: once other moves are, the list is over.
Nothing is decided by a list. What is pressed on it is checked as any press is.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from domain.notices import Code
from domain.people import Speaker
from domain.ports import Desk, TimerKind

LASTS = timedelta(minutes=1)


def open_list(desk: Desk, *, by: Speaker, number: str, list_: dict[str, Any]) -> None:
    """An agent looks at a list under a ticket's card. `list_`: its message (`remote`), `keys`, and the `moves` then possible."""
    shown = desk.deliveries.latest(by.place.channel, by.place.chat, number, Code.CARD)
    if shown is not None and shown.remote == list_["remote"]:
        desk.timers.set(number, TimerKind.OPEN_LIST, desk.now() + LASTS, list_)


def close_list(desk: Desk, *, by: Speaker, number: str) -> None:
    """It was chosen from it, or the usual buttons were asked for."""
    desk.timers.cancel(number, TimerKind.OPEN_LIST)


def listed(desk: Desk, *, number: str, remote: str) -> dict[str, Any] | None:
    """The list that is open under this message; None once it is over."""
    timer = desk.timers.find(number, TimerKind.OPEN_LIST)
    if timer is None or timer.facts["remote"] != remote or timer.at <= desk.now():
        return None
    return timer.facts
