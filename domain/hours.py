"""Hours: effort that was paid for in advance; how much of it is used, and from when on people are warned."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.customers import Organization

WARNS = (100, 80)
"""Per cent of what was paid for at which it is told, the highest first; no regulation names them."""
_EVER = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


def term(organization: Organization, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The contract's term, from its first instant to the first one after it (UTC); where a day is not named, all there was or will be."""
    since, until = organization.since, organization.until
    begins = datetime.combine(since, time(), zone).astimezone(UTC) if since else _EVER[0]
    ends = datetime.combine(until + timedelta(days=1), time(), zone).astimezone(UTC) if until else _EVER[1]
    return begins, ends


def reached(used: int, prepaid: int) -> int:
    """The highest per cent of `WARNS` that is used; 0 below all of them."""
    return next((mark for mark in WARNS if used * 100 >= prepaid * mark), 0)


def still_told(organization: Organization, used: int) -> int:
    """What counts as told once the hours or the term were changed: no more than is reached now, so that it is told anew."""
    prepaid = organization.prepaid_minutes
    return min(organization.hours_told, reached(used, prepaid)) if prepaid else 0
