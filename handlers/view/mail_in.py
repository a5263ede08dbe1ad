"""Mail in: how letters come in, for the card of leads; and what staff are told when they do not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from domain.notices import Parcel
from domain.ports import Desk
from domain.ports.of_sums import Traffic
from domain.usecases.mail_comes import Fault, Way
from handlers.view.say import Methods, bold, message
from handlers.view.times import when
from handlers.view.words import _


def mail_in_lines(ways: Sequence[Way], traffic: Traffic, at: Callable[[datetime], str]) -> list[str]:
    """Whether letters come in, and how many wait for whom. Nothing where the desk takes in no mail. `at`: an instant in words."""
    if not ways:
        return []
    broken = [way for way in ways if way.works is False]
    works = _("Incoming mail works") if all(way.works for way in ways) else _("Incoming mail: connecting")
    lines = [
        bold(
            _("Letters do not come in since {at}: {why}").format(
                at=at(datetime.fromisoformat(one.since)), why=why(one.why)
            )
        )
        for one in broken
    ]
    words = _("Letters: {n} to be read, {m} unreadable within a day, {k} held for you")
    counted = words.format(n=traffic.unread, m=traffic.unreadable, k=traffic.held)
    return [*(lines or [works]), bold(counted) if traffic.unreadable else counted]


def why(fault: str) -> str:
    """Why letters do not come in."""
    return {
        Fault.LOGIN: _("the mail server refuses the user name or the password"),
        Fault.TRUST: _("the connection to the mail server cannot be trusted: its certificate or TLS"),
        Fault.AWAY: _("the mail server cannot be reached"),
        Fault.MAILBOX: _("the mail server does not open the mailbox"),
    }.get(fault) or _("a mistake of mine, the log says more")  # type: ignore[call-overload]


def mail_away(desk: Desk, parcel: Parcel) -> Methods:
    """Letters have not come in for a while."""
    facts = parcel.facts
    words = _(
        "Letters do not come in since {at}: {why}. What is written to us waits on the mail server and is not lost; I keep trying."
    )
    return _softly(parcel, words.format(at=when(facts["since"], desk.regulation), why=why(facts["why"])))


def mail_back(desk: Desk, parcel: Parcel) -> Methods:
    """They do again."""
    rules, facts = desk.regulation, parcel.facts
    words = _("Letters come in again. They did not from {since} to {until}; what has come meanwhile is being read.")
    return _softly(parcel, words.format(since=when(facts["since"], rules), until=when(facts["until"], rules)))


def _softly(parcel: Parcel, words: str) -> Methods:
    """Without a sound while the desk is shut."""
    method = message(parcel.address, words, thread=parcel.thread)
    method.disable_notification = parcel.facts.get("quiet") or None
    return [method]
