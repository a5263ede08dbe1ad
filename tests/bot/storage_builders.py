"""Builders for tests of the register: who speaks, what they filed, and a desk to do it at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.storage import bookkeeping
from bot.storage.desk import SqlDesk, open_session
from domain.draft import Attachment, Draft, DraftKind
from domain.journal import Actor
from domain.notices import Code, Parcel
from domain.people import Person, Place, Speaker
from domain.ports import Staff
from domain.regulation import load
from domain.ticket import Ticket
from tests.conftest import Clock

REGULATION = load("barier")
ANSWERS = {
    "organization": "ООО «Ромашка»",
    "name": "Анна",
    "position": "инженер",
    "phone": "+74951234567",
    "email": "anna@example.org",
    "description": "Не печатает принтер",
    "steps": "",
}


@contextmanager
def at_desk(engine: sa.Engine, clock: Clock, *, reads: bool = False, staff_chat: str = "-100") -> Iterator[SqlDesk]:
    """A desk in a transaction of its own: committed at the end, undone if the block raises."""
    with open_session(engine) as session:
        desk = SqlDesk(
            session,
            now=clock.now,
            wall=clock.wall,
            regulation=REGULATION,
            staff=Staff("telegram", staff_chat),
            configured={"staff_chat": staff_chat},
            reads=reads,
        )
        if not reads:
            bookkeeping.open_register(desk, since=clock.now())
        yield desk
        if not reads:
            desk.transaction.flush()
            session.commit()


def speaker(number: int = 7, *, at: datetime, chat: int | None = None, name: str = "Анна") -> Speaker:
    place = Place("telegram", str(chat if chat is not None else number))
    return Speaker(place, str(number), name, at, private=chat is None)


def draft(person: Person, at: datetime, kind: DraftKind = DraftKind.INTAKE, **facts: Any) -> Draft:
    return Draft(kind, "telegram", facts.pop("chat", "7"), facts.pop("thread", 0), person.id, at, **facts)


def file(person: Person, at: datetime, remote: str = "file-1", **facts: Any) -> Attachment:
    return Attachment(person.id, "telegram", remote, "screen.png", 1000, at, **facts)


def parcel(key: str, *, due: float, address: str = "7", code: Code = Code.ANSWER, **facts: Any) -> Parcel:
    channel = facts.pop("channel", "telegram")
    return Parcel(key, channel, address, code, facts.pop("facts", {}), "ru", created=due, due=due, **facts)


def new_ticket(desk: SqlDesk, person: Person, **facts: Any) -> Ticket:
    """A ticket with the next number, registered now."""
    now = desk.now()
    ticket = Ticket(
        number=desk.tickets.next_number(desk.regulation),
        regulation_digest=desk.regulation.digest,
        requester_id=person.id,
        door="telegram",
        answers=ANSWERS | facts.pop("answers", {}),
        kind="failure",
        impact="down",
        priority=desk.regulation.priorities[0].key,
        received_at=now,
        registered_at=now,
        **facts,
    )
    desk.tickets.add(ticket)
    ticket.register(now, Actor(person.id, person.name, "telegram"), clause="4.4")
    return ticket


def file_ticket(desk: SqlDesk, by: Speaker) -> Ticket:
    """A use case: the speaker's ticket, registered at once."""
    return new_ticket(desk, desk.people.speaking(by))
