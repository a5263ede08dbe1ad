"""Silence: when it closes a ticket, and when a reminder goes out before."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.regulation import Regulation
from domain.terms import Silence


def close_due(regulation: Regulation, silence: Silence | None, since: datetime) -> datetime | None:
    """When silence since that instant closes the ticket (UTC); None: it never does.

    Pauses do not move it. ValueError: a time without an offset.
    """
    if silence is None:
        return None
    return regulation.calendar_of(silence).add(since, silence.after).astimezone(UTC)


def reminder_at(
    regulation: Regulation, *, completed: datetime, due: datetime, silence: Silence | None = None
) -> datetime | None:
    """When to remind (UTC): so long before `due` as the regulation says, moved to the last closing before if the desk is shut then.

    None if that would be before the completion, so that nobody is reminded of what they have not been told. Give
    `silence` for another than that after completion: `completed` is then the instant from which it counts.
    """
    silence = silence or regulation.silence_after_completed
    if silence is None:
        return None
    at = due - silence.remind_before
    calendar = regulation.calendar()
    if not calendar.is_open(at):
        at = calendar.last_closing_before(at)
    return at if at > completed else None
