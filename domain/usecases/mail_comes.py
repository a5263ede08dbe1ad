"""Mail comes: whether letters reach the desk, as each way in reports; staff hear once that they do not, and once that they do again.

A mail server that is away for some minutes is nobody's concern: what is written to us waits there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.notices import Code, Notice
from domain.ports import Desk, Timer, TimerKind
from domain.usecases.hush import shut
from domain.usecases.telling import tell_staff_room

WAYS = "mail_in"
"""The setting that holds the ways in, as they stand."""
PATIENCE = timedelta(minutes=15)
"""So long staff are not told; ours, no regulation sets it."""
FIRST_TRY = timedelta(minutes=1)
"""So long a desk that was just opened may take to reach the mail server."""


class WayIn(StrEnum):
    """By which way letters come in. Values are stored."""

    IMAP = "imap"
    """A mailbox that is read."""
    LMTP = "lmtp"
    """The desk's own door for a mail server."""


class Fault(StrEnum):
    """Why letters do not come in. Values are stored; a server's own words, which may name the account, are not."""

    LOGIN = "login"
    TRUST = "trust"
    """Its certificate is not trusted, or it speaks no TLS."""
    AWAY = "away"
    MAILBOX = "mailbox"
    """It refuses what it is asked: there is no such mailbox."""
    OURS = "ours"
    """A mistake of the desk's."""


@dataclass(frozen=True)
class Way:
    """A way in. `works`: None while nobody knows yet. `since`: since when it does not (ISO 8601); `told`: staff know."""

    name: str
    works: bool | None = None
    since: str = ""
    why: str = ""
    told: bool = False


def ways_in(desk: Desk) -> tuple[Way, ...]:
    """The ways by which letters come in, as they stand; none: the desk takes in no mail."""
    return tuple(Way(**one) for one in json.loads(desk.settings.get(WAYS) or "[]"))


def mail_state(desk: Desk) -> dict[str, Any] | None:
    """How letters come in, in plain values: each way, and how many letters wait for whom; None: none come in."""
    ways = ways_in(desk)
    if not ways:
        return None
    traffic = desk.sums.traffic(now=desk.now(), wall=desk.wall())
    told = [{"way": way.name, "works": way.works, "since": way.since, "why": way.why} for way in ways]
    return {"ways": told, "waiting": traffic.unread, "unreadable": traffic.unreadable, "held": traffic.held}


def open_ways(desk: Desk, names: Sequence[str]) -> None:
    """The desk opens with these ways in. What failed before is not known to work yet; what is no way any more is forgotten."""
    known = {way.name: way for way in ways_in(desk)}
    for gone in known.keys() - set(names):
        desk.timers.cancel(gone, TimerKind.MAIL_AWAY)
    ways = [known[name] if name in known and known[name].works is False else Way(name) for name in names]
    for way in ways:
        if way.works is False and not way.told:
            due = max(datetime.fromisoformat(way.since) + PATIENCE, desk.now() + FIRST_TRY)
            desk.timers.set(way.name, TimerKind.MAIL_AWAY, due)
    _put(desk, ways)


def way_works(desk: Desk, name: str) -> None:
    """Letters come in this way; staff hear it if they were told that they do not."""
    way = _way(desk, name)
    if way is None or way.works:
        return
    desk.timers.cancel(name, TimerKind.MAIL_AWAY)
    if way.told:
        facts = {"since": way.since, "until": desk.now().isoformat()}
        _tell(desk, Code.MAIL_BACK, way, facts)
    _change(desk, Way(name, works=True))


def way_fails(desk: Desk, name: str, why: str) -> None:
    """Letters do not come in this way; staff hear it if that lasts."""
    way = _way(desk, name)
    if way is None:
        return
    if way.works is False:
        _change(desk, replace(way, why=why))
        return
    desk.timers.set(name, TimerKind.MAIL_AWAY, desk.now() + PATIENCE)
    _change(desk, Way(name, works=False, since=desk.now().isoformat(), why=why))


def mail_is_away(desk: Desk, timer: Timer) -> None:
    """It has lasted."""
    way = _way(desk, timer.subject)
    if way is None or way.works is not False or way.told:
        return
    _tell(desk, Code.MAIL_AWAY, way, {"since": way.since, "why": way.why})
    _change(desk, replace(way, told=True))


def _tell(desk: Desk, code: Code, way: Way, facts: dict[str, Any]) -> None:
    notice = Notice(code, facts | {"way": way.name, "quiet": shut(desk)})
    tell_staff_room(desk, notice, key=f"{code}:{way.name}:{way.since}")


def _way(desk: Desk, name: str) -> Way | None:
    return next((way for way in ways_in(desk) if way.name == name), None)


def _change(desk: Desk, changed: Way) -> None:
    _put(desk, [changed if way.name == changed.name else way for way in ways_in(desk)])


def _put(desk: Desk, ways: Sequence[Way]) -> None:
    desk.settings.put(WAYS, json.dumps([asdict(way) for way in ways]))
