"""Blocking: until when and for what somebody is blocked, read out of a lead's words: «до 01.12 за оскорбления»."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.refusals import WrongBlock

_CLOCK = r"(?:[ ,T]+(?:в\s+)?(\d{1,2}):(\d{2}))?"
_DOTTED = re.compile(
    rf"\s*(?:(?:до|until|till)\s+)?(\d{{1,2}})\.(\d{{1,2}})(?:\.(\d{{4}}|\d{{2}}))?{_CLOCK}(?!\d)[\s,.;:—-]*", re.I
)
_ISO = re.compile(rf"\s*(?:(?:до|until|till)\s+)?(\d{{4}})-(\d{{2}})-(\d{{2}}){_CLOCK}(?!\d)[\s,.;:—-]*", re.I)


def read_block(text: str, now: datetime, zone: ZoneInfo) -> tuple[datetime, str]:
    """The instant (UTC) and the reason. A day without a time is its first minute: until the 1st means all of the 30th.

    WrongBlock without a reason or a date, or for one that is past.
    """
    until, reason = read_until(text, now, zone)
    if not any(sign.isalnum() for sign in reason):
        raise WrongBlock("reason", until.astimezone(zone))
    return until, reason


def read_until(text: str, now: datetime, zone: ZoneInfo) -> tuple[datetime, str]:
    """The instant (UTC) that the text begins with, and the rest. Without a year it is the next such day. WrongBlock."""
    local = now.astimezone(zone)
    refusal = WrongBlock("date", local + timedelta(days=7))
    if found := _ISO.match(text):
        year, month, day, *clock = found.groups()
    elif found := _DOTTED.match(text):
        day, month, year, *clock = found.groups()
    else:
        raise refusal
    try:
        on = date(_year(year) if year else local.year, int(month), int(day))
        if not year and on < local.date():
            on = on.replace(year=on.year + 1)
        hour, minute = (int(part or 0) for part in clock)
        until = datetime(on.year, on.month, on.day, hour, minute, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise refusal from None
    if until <= now:
        raise refusal
    return until, text[found.end() :].strip()


def _year(written: str) -> int:
    return int(written) + 2000 if len(written) == 2 else int(written)
