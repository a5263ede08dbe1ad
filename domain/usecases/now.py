"""Now: one card in a chat says how the desk stands at this moment; it is drawn anew when that has changed, for a working day.

The card goes through the outbox like all else, in a queue of its own that leaves room for whatever must be seen; its timer
looks every five minutes. So a restart loses nothing, and a card that somebody deleted stays deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from domain import versions
from domain.durations import Duration
from domain.notices import Code, Fate, Parcel
from domain.people import Speaker
from domain.ports import Desk, Timer, TimerKind
from domain.ports.of_sums import Heap, Traffic
from domain.tickets.states import Status
from domain.usecases.colleagues import on_duty
from domain.usecases.mail_comes import Way, ways_in
from domain.usecases.meeting import meet
from domain.usecases.roles import agent_anywhere
from domain.usecases.staff_place import is_staff_chat, name_of, staff_chats

EVERY = timedelta(minutes=5)
LASTS = Duration.parse("1 working day")
"""So long after it was asked for a card is kept up to date."""
NOWS = "now"
"""The queue of cards drawn anew; also the beginning of the setting that says which card of a chat is the latest."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEWER, ENDED = "newer", "ended"
OF, OVER = "of", "over"


@dataclass(frozen=True)
class Standing:
    """How many tickets of a group, or of all, are in which state. `priorities`: edition, key and how many, first things first."""

    name: str
    open: int
    priorities: tuple[tuple[str, str, int], ...]
    late: int
    near: int
    untaken: int
    oldest: datetime | None
    asked: int
    held: int
    completed: int


@dataclass(frozen=True)
class Overview:
    """How the desk stands. `opens`: it is shut until then; None: it is open, until it `closes`, if it ever does."""

    at: datetime
    total: Standing
    lines: tuple[Standing, ...]
    duty: tuple[str, ...]
    closes: datetime | None
    opens: datetime | None
    traffic: Traffic
    mail: tuple[Way, ...]

    @property
    def fingerprint(self) -> str:
        """The same while nothing of it has changed but the time."""
        return sha256(repr(replace(self, at=_EPOCH)).encode()).hexdigest()[:16]


def overview(desk: Desk, groups: Sequence[str]) -> Overview:
    """How the desk stands in these groups; only looks."""
    now, hours = desk.now(), desk.regulation.hours_for()
    known = set(staff_chats(desk))
    heaps: dict[str, list[Heap]] = {chat: [] for chat in groups}
    near = dict.fromkeys(groups, 0)
    for heap in desk.sums.heaps(now):
        if (chat := _chat(desk, heap.line, known)) in heaps:
            heaps[chat].append(heap)
    for line, count in desk.sums.near(now).items():
        if (chat := _chat(desk, line, known)) in near:
            near[chat] += count
    every = [heap for some in heaps.values() for heap in some]
    lines = [_standing(desk, name_of(desk, chat), heaps[chat], near[chat]) for chat in groups]
    duty = [agent.name for chat in groups for agent in on_duty(desk, chat)]
    return Overview(
        at=now,
        total=_standing(desk, "", every, sum(near.values())),
        lines=tuple(lines) if len(lines) > 1 else (),
        duty=tuple(dict.fromkeys(duty)),
        closes=hours.closing(now) if hours.is_open(now) else None,
        opens=None if hours.is_open(now) else hours.next_opening(now),
        traffic=desk.sums.traffic(now=now, wall=desk.wall()),
        mail=ways_in(desk),
    )


def _chat(desk: Desk, line: str, known: set[str]) -> str:
    return line if line in known else desk.staff.chat


def _standing(desk: Desk, name: str, heaps: Sequence[Heap], near: int) -> Standing:
    def count(*statuses: Status) -> int:
        return sum(heap.count for heap in heaps if heap.status in statuses)

    untaken = [heap for heap in heaps if heap.untaken and heap.status is not Status.COMPLETED]
    late = sum(heap.late for heap in heaps)
    return Standing(
        name=name,
        open=sum(heap.count for heap in heaps),
        priorities=_priorities(desk, heaps),
        late=late,
        near=max(near - late, 0),
        untaken=sum(heap.count for heap in untaken),
        oldest=min((heap.oldest for heap in untaken), default=None),
        asked=count(Status.CLARIFICATION),
        held=count(Status.ON_HOLD),
        completed=count(Status.COMPLETED),
    )


def _priorities(desk: Desk, heaps: Sequence[Heap]) -> tuple[tuple[str, str, int], ...]:
    """By the words of the version in force, as far as it has them; no priority comes last."""
    current = {priority.key for priority in desk.regulation.priorities}
    found: dict[tuple[str, str], int] = {}
    for heap in heaps:
        edition = desk.regulation.digest if heap.priority in current else heap.digest
        found[edition, heap.priority] = found.get((edition, heap.priority), 0) + heap.count

    def rank(key: tuple[str, str]) -> tuple[bool, int, str, str]:
        edition, priority = key
        place = versions.version(edition).priority(priority).rank if priority else 0
        return (not priority, place, edition, priority)

    return tuple((*key, found[key]) for key in sorted(found, key=rank))


def groups_at(desk: Desk, chat: str) -> list[str]:
    """Whose tickets a card in this chat tells of: in the first group and in private to its people of all, else of their own."""
    every = staff_chats(desk)
    if is_staff_chat(desk, chat):
        return every if chat == desk.staff.chat else [chat]
    theirs = [one for one in every if any(_is_at(desk, a.person_id, chat) for a in desk.people.agents(one))]
    return every if desk.staff.chat in theirs else theirs


def _is_at(desk: Desk, person_id: str, chat: str) -> bool:
    return bool(desk.people.get(person_id).chat == chat)


def show_now(desk: Desk, *, by: Speaker, key: str) -> None:
    """`/now`: a new card, and the one before it in this chat says that it is old. NotStaff, OnlyLead."""
    lead = agent_anywhere(desk, by).must_lead()
    if by.private:
        meet(desk, by)
    place, wall, now = by.place, desk.wall(), desk.now()
    _put_away(desk, place.chat)
    name = f"{Code.NOW}:{place.chat}:{key}"
    until = desk.regulation.hours_for().add(now, LASTS)
    facts = {"until": until.isoformat(), "by": lead.person_id}
    desk.outbox.post(Parcel(name, place.channel, place.chat, Code.NOW, facts, "", wall, wall, thread=place.thread))
    desk.settings.put(_latest(place.chat), name)
    seen = overview(desk, groups_at(desk, place.chat)).fingerprint
    desk.timers.set(name, TimerKind.NOW, now + EVERY, {"seen": seen})


def is_latest(desk: Desk, key: str, chat: str) -> bool:
    """Whether this is the card of the chat that is kept up to date."""
    return desk.settings.get(_latest(chat)) == key


def look_again(desk: Desk, timer: Timer) -> None:
    """Five minutes are over: the card is drawn anew if something has changed; its day over, it says that it stands still."""
    key = timer.subject
    shown = desk.outbox.by_key(key)
    if shown is None or not is_latest(desk, key, shown.address) or shown.fate in (Fate.FAILED, Fate.DROPPED):
        return
    if shown.fate is not Fate.SENT:
        desk.timers.set(key, TimerKind.NOW, desk.now() + EVERY, timer.facts)
        return
    until = datetime.fromisoformat(shown.facts["until"])
    if desk.now() >= until or not _leads_still(desk, shown):
        _edit(desk, shown, {OVER: ENDED})
        return
    seen = overview(desk, groups_at(desk, shown.address)).fingerprint
    waits = desk.outbox.gathering(shown.channel, shown.address, Code.NOW)
    if seen != timer.facts.get("seen") and waits is None:
        _edit(desk, shown, {})
    desk.timers.set(key, TimerKind.NOW, min(desk.now() + EVERY, until), {"seen": seen})


def card_gone(desk: Desk, parcel: Parcel) -> None:
    """Somebody deleted the card, or it could not be shown: nobody looks for it any more."""
    desk.timers.cancel(str(parcel.facts.get(OF) or parcel.key), TimerKind.NOW)


def _put_away(desk: Desk, chat: str) -> None:
    key = desk.settings.get(_latest(chat))
    shown = desk.outbox.by_key(key) if key else None
    if shown is None or key is None:
        return
    desk.timers.cancel(key, TimerKind.NOW)
    if shown.remote:
        _edit(desk, shown, {OVER: NEWER})


def _edit(desk: Desk, shown: Parcel, facts: dict[str, Any]) -> None:
    wall = desk.wall()
    name = f"{shown.key}:{facts.get(OVER) or desk.now().isoformat()}"
    told = facts | {OF: shown.key}
    desk.outbox.post(Parcel(name, shown.channel, shown.address, Code.NOW, told, "", wall, wall, queue=NOWS))


def _leads_still(desk: Desk, shown: Parcel) -> bool:
    """Whether who asked for it in private may see it still; a group's card is the group's."""
    if is_staff_chat(desk, shown.address):
        return True
    members = (desk.people.staff_member(chat, shown.facts["by"]) for chat in staff_chats(desk))
    return any(agent is not None and agent.active and agent.lead for agent in members)


def _latest(chat: str) -> str:
    return f"{NOWS}:{chat}"
