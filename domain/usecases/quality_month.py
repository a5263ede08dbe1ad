"""Quality of a month: complaints and low ratings with what became of them, marks and disputes; told on the first working morning after.

Figures are of the register, and counted when it is told, so that one which was asked for later says what was done since.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from domain.complaint import Complaint
from domain.notices import Code, Parcel
from domain.people import Speaker
from domain.ports import Desk, Timer, TimerKind
from domain.ports.of_sums import Ended
from domain.regulation import Regulation
from domain.usecases.colleagues import in_charge
from domain.usecases.complain import quality_of
from domain.usecases.keep_house import DESK
from domain.usecases.lists_over import LASTS
from domain.usecases.meeting import meet
from domain.usecases.roles import agent_anywhere
from domain.usecases.telling import CHAT, MAIL

STANDS = timedelta(days=31)
"""So long what was told of a month stays in a chat; then it says how to ask anew."""
MORNING = time(9)
"""Of a desk that never closes."""
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class Month:
    """A month of the regulation's calendar."""

    year: int
    month: int

    @classmethod
    def of(cls, said: str) -> Month:
        """Read "2026-10"; ValueError."""
        found = _MONTH.fullmatch(said.strip())
        if found is None:
            raise ValueError(f"{said!r} is no month: write it as 2026-10")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"

    def next(self) -> Month:
        """The month after it."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def begins(self, rules: Regulation) -> datetime:
        """Its first instant."""
        return datetime(self.year, self.month, 1, tzinfo=rules.zone)


@dataclass(frozen=True)
class QualityMonth:
    """What quality control sees of a month; `erased`: tickets whose words are gone. `at`: as of when."""

    month: Month
    at: datetime
    complaints: tuple[Complaint, ...]
    ratings: tuple[Complaint, ...]
    erased: frozenset[str]
    ended: Ended
    disputes: int
    reopened: int


def running(desk: Desk) -> Month:
    """The month that it is now."""
    today = desk.now().astimezone(desk.regulation.zone)
    return Month(today.year, today.month)


def quality_month(desk: Desk, month: Month) -> QualityMonth:
    """Look it up."""
    since, until = month.begins(desk.regulation), month.next().begins(desk.regulation)
    found = desk.sums.complaints(since, until)
    disputes, reopened = desk.sums.disputes(since, until)
    numbers = {one.ticket for one in found}
    return QualityMonth(
        month=month,
        at=desk.now(),
        complaints=tuple(one for one in found if one.stars is None),
        ratings=tuple(one for one in found if one.stars is not None),
        erased=frozenset(number for number in numbers if desk.tickets.get(number).erased_at),
        ended=desk.sums.ended(since, until),
        disputes=disputes,
        reopened=reopened,
    )


def begin_months(desk: Desk) -> None:
    """The desk opens: the month that runs will be told once it is over."""
    if not desk.timers.is_set(DESK, TimerKind.QUALITY):
        _set(desk, running(desk))


def tell_month(desk: Desk, timer: Timer) -> None:
    """It is over: quality control gets a letter; leads hear it in private, or in their group. Each month is told once, in order."""
    month = Month.of(timer.facts["month"])
    quality = quality_of(desk, desk.regulation)
    if address := (quality.email or desk.quality_email) if quality else "":
        _post(desk, month, MAIL, address, f"{Code.QUALITY_MONTH}:{month}:{MAIL}", desk.staff.language)
    leads = [agent for agent in in_charge(desk, desk.staff.chat) if agent.lead]
    chats = [chat for agent in leads if (chat := desk.people.get(agent.person_id).chat)]
    for chat in dict.fromkeys(chats or [desk.staff.chat]):
        _tell_chat(desk, month, chat, str(month), STANDS)
    _set(desk, month.next())


def post_month(desk: Desk, *, by: Speaker, said: str, key: str) -> bool:
    """`/quality 2026-10`: have it sent to where it was asked for; False for what is no month, or has not begun. NotStaff, OnlyLead."""
    agent_anywhere(desk, by).must_lead()
    if by.private:
        meet(desk, by)
    try:
        month = Month.of(said) if said else running(desk)
    except ValueError:
        return False
    if month > running(desk):
        return False
    _tell_chat(desk, month, by.place.chat, key, LASTS, thread=by.place.thread)
    return True


def month_not_told(desk: Desk, parcel: Parcel) -> None:
    """A lead has closed their chat with the desk: the group is told, once."""
    if parcel.channel == CHAT and not parcel.address.startswith("-"):
        month = Month.of(parcel.facts["month"])
        _tell_chat(desk, month, desk.staff.chat, str(month), STANDS)


def _set(desk: Desk, month: Month) -> None:
    """At the first opening of the month after it."""
    rules = desk.regulation
    hours, first = rules.hours_for(), month.next().begins(rules)
    at = datetime.combine(first, MORNING, rules.zone) if hours.is_open(first) else hours.next_opening(first)
    desk.timers.set(DESK, TimerKind.QUALITY, at, {"month": str(month)})


def _tell_chat(desk: Desk, month: Month, chat: str, key: str, lasts: timedelta, *, thread: int = 0) -> None:
    """It holds words of requesters, so it is put away like a list, and at once where something is erased."""
    name = f"{Code.QUALITY_MONTH}:{chat}:{key}"
    _post(desk, month, CHAT, chat, name, "", thread=thread or (desk.staff.thread if chat == desk.staff.chat else 0))
    desk.timers.set(name, TimerKind.LIST, desk.now() + lasts)


def _post(desk: Desk, month: Month, channel: str, address: str, key: str, language: str, *, thread: int = 0) -> None:
    wall = desk.wall()
    facts = {"month": str(month), "view": f"quality {month}"}
    desk.outbox.post(Parcel(key, channel, address, Code.QUALITY_MONTH, facts, language, wall, wall, thread=thread))
