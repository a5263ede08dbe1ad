"""Fate: the message by which staff see what became of their words. It is posted with them, and told anew as channels report."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from domain.notices import BOTH_WAYS, TO_OTHERS, Code, Fate, Parcel
from domain.people import Agent, Speaker
from domain.ports import Desk
from domain.ticket import Ticket

MARKS = "marks"
"""The queue of such messages: they wait for nothing else, and nothing waits for them."""
RESTS = 1.0
"""Seconds that one waits: mostly both channels have reported by then, and one message says it all (a group takes 20 a minute)."""
TOLD = (BOTH_WAYS | TO_OTHERS) - {Code.STARTED}
"""What words of staff may become; that somebody took the ticket thereby is told on the way, and is not their words."""


def posted(desk: Desk, number: str) -> set[str]:
    """The keys of all that was told on a ticket up to now."""
    return {parcel.key for parcel in desk.outbox.of(number)}


def mark_sent(
    desk: Desk, by: Speaker, agent: Agent, ticket: Ticket, move: str, before: Collection[str], *, late: bool = False
) -> None:
    """Say what goes out with what was posted since `before`, in reply to the words themselves; of a press, under the card.

    `late`: the words had not gone out yet, and go out corrected.
    """
    new = [p for p in desk.outbox.of(ticket.number) if p.key not in before and p.code in TOLD]
    if move == "involve":
        new = [p for p in new if p.code is Code.TO_PARTICIPANT]
    facts: dict[str, Any] = {"move": move, "message": by.message, "author": agent.person_id}
    facts |= {"parcels": [p.key for p in new]} | ({"late": True} if late else {})
    _post(desk, ticket, f"{ticket.number}:{ticket.entries}:{Code.FATE}:{by.message or move}", by.place.chat, facts, by)


def mark_of(desk: Desk, parcel: Parcel) -> Parcel | None:
    """The first telling of the fate of these words; None for what the desk said by itself."""
    if parcel.ticket is None or parcel.code not in TOLD:
        return None
    marks = (one for one in desk.outbox.of(parcel.ticket) if one.code is Code.FATE and "parcels" in one.facts)
    return next((one for one in marks if parcel.key in one.facts["parcels"]), None)


def marks_at(desk: Desk, number: str, chat: str, remote: str) -> list[Parcel]:
    """The first telling that stands in this message; none if it is another message."""
    told = (one for one in desk.outbox.of(number) if one.code is Code.FATE and "parcels" in one.facts)
    return [one for one in told if one.address == chat and one.remote == remote]


def fate_changed(desk: Desk, parcel: Parcel, mark: Parcel | None) -> None:
    """A channel has reported: the message about it is to say so. One that waits will anyway."""
    if mark is None or parcel.ticket is None or mark.fate is Fate.QUEUED:
        return
    told = [one for one in desk.outbox.of(parcel.ticket) if one.facts.get("of") == mark.key]
    if not any(one.fate is Fate.QUEUED for one in told):
        _post(desk, desk.tickets.get(parcel.ticket), f"{mark.key}:{len(told) + 1}", mark.address, {"of": mark.key})


def _post(desk: Desk, ticket: Ticket, key: str, chat: str, facts: dict[str, Any], by: Speaker | None = None) -> None:
    wall = desk.wall()
    desk.outbox.post(
        Parcel(
            key=key,
            channel=desk.staff.channel,
            address=chat,
            thread=by.place.thread if by else 0,
            code=Code.FATE,
            facts=facts,
            language="",
            created=wall,
            due=wall + RESTS,
            queue=MARKS,
            ticket=ticket.number,
            entry=ticket.entries,
        )
    )
