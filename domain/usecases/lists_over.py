"""Lists over: what a list in a staff chat shows of people is not there for ever; nor is what of it was erased from the register."""

from __future__ import annotations

from datetime import timedelta

from domain.notices import Code, Fate, Parcel
from domain.ports import Desk, TimerKind

LASTS = timedelta(hours=24)
"""So long a list may be turned over; then it says that it is old."""
SOON = timedelta(minutes=1)
OVER = "over"


def is_live(desk: Desk, key: str) -> bool:
    """Whether the list still shows what it shows."""
    return desk.timers.is_set(key, TimerKind.LIST)


def close_lists(desk: Desk) -> None:
    """All that are live, now: one of them may show what was erased just now."""
    for key in desk.timers.subjects(TimerKind.LIST):
        desk.timers.set(key, TimerKind.LIST, desk.now())


def close_list(desk: Desk, key: str) -> None:
    """In its place stands how to ask for a new one. One that is on its way still is closed once it is there."""
    shown = desk.outbox.by_key(key)
    if shown is None:
        return
    if shown.fate in (Fate.QUEUED, Fate.SENDING):
        desk.timers.set(key, TimerKind.LIST, desk.now() + SOON)
    elif shown.remote:
        desk.outbox.post(
            Parcel(
                key=f"{key}:{OVER}",
                channel=shown.channel,
                address=shown.address,
                code=Code.STAFF_LIST,
                facts={"view": shown.facts["view"], OVER: shown.remote},
                language="",
                created=desk.wall(),
                due=desk.wall(),
                queue="lists",
            )
        )
