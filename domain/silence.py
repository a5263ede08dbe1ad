"""Silence: when a reminder goes out before silence closes a ticket."""

from __future__ import annotations

from datetime import datetime

from domain.regulation import Regulation


def reminder_at(regulation: Regulation, *, completed: datetime, due: datetime) -> datetime | None:
    """When to remind (UTC): so long before `due` as the regulation says, moved to the last closing before if the desk is shut then.

    None if that would be before the completion, so that nobody is reminded of what they have not been told.
    """
    silence = regulation.silence_after_completed
    if silence is None:
        return None
    at = due - silence.remind_before
    calendar = next(iter(regulation.calendars.values()))
    if not calendar.is_open(at):
        at = calendar.last_closing_before(at)
    return at if at > completed else None
