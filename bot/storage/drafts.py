"""Drafts: what is awaited from whom. A person has few; whoever speaks has theirs at hand already."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.storage.tables import drafts, tickets
from bot.storage.transaction import Transaction
from domain.draft import Draft, DraftKind
from domain.people import Person, Place, Speaker
from domain.ticket import Status, Ticket

_MINE = (
    sa.select(Draft)
    .where(drafts.c.person_id == sa.bindparam("person_id"))
    .order_by(drafts.c.opened_at, drafts.c.sequence)
)
_OLDER = (
    sa.select(Draft)
    .outerjoin(tickets, tickets.c.number == drafts.c.ticket)
    .where(
        drafts.c.opened_at < sa.bindparam("than", type_=drafts.c.opened_at.type),
        sa.or_(drafts.c.ticket.is_(None), tickets.c.status == Status.CLOSED),
    )
    .order_by(drafts.c.opened_at, drafts.c.sequence)
    .limit(100)
)
_WAITING_IN = (
    sa.select(sa.func.count())
    .select_from(drafts)
    .where(drafts.c.channel == sa.bindparam("of_channel"), drafts.c.chat == sa.bindparam("of_chat"))
)


class SqlDrafts:
    """`domain.ports.Drafts` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def of(self, speaker: Speaker, person: Person) -> list[Draft]:
        """The person's drafts at the place they speak from, the one opened last first."""
        return self.at(speaker.place, person.id)

    def at(self, place: Place, person_id: str) -> list[Draft]:
        """What is awaited from a person at a place, the draft opened last first."""
        here = (place.channel, place.chat, place.thread)
        awaited = (d for d in self._latest_first(person_id) if d.kind is not DraftKind.HELPED)
        return [d for d in awaited if (d.channel, d.chat, d.thread) == here]

    def get(self, draft_id: str) -> Draft | None:
        """By id."""
        for mine in self._transaction.drafts.values():
            for draft in mine:
                if draft.id == draft_id:
                    return draft
        # Not among those at hand: then it is stored, or gone.
        self._transaction.settle(Draft)
        return self._session.get(Draft, draft_id)

    def for_ticket(self, person_id: str, ticket: str) -> list[Draft]:
        """A person's drafts about a ticket, the one opened last first."""
        return [d for d in self._latest_first(person_id) if d.ticket == ticket]

    def of_person(self, person_id: str) -> list[Draft]:
        """All of a person's drafts, wherever they are, the one opened last first."""
        return self._latest_first(person_id)

    def older(self, than: datetime) -> list[Draft]:
        """Drafts that nobody has touched since then and no open ticket awaits, oldest first, a hundred at most."""
        self._transaction.settle(Draft, Ticket)
        return self._transaction.all(_OLDER, {"than": than})

    def waiting_in(self, channel: str, chat: str) -> int:
        """How many drafts stand at a chat, whosever they are."""
        self._transaction.settle(Draft)
        values = {"of_channel": channel, "of_chat": chat}
        counted: int = self._transaction.run(_WAITING_IN, values).scalar_one()
        return counted

    def open(self, draft: Draft) -> None:
        """From now on it is awaited."""
        mine = self._mine(draft.person_id)
        self._session.add(draft)
        mine.append(draft)

    def discard(self, draft: Draft) -> None:
        """It is awaited no more."""
        mine = self._mine(draft.person_id)
        if draft in mine:
            mine.remove(draft)
        if draft in self._session.new:
            self._session.expunge(draft)
        else:
            self._session.delete(draft)

    def _mine(self, person_id: str) -> list[Draft]:
        """Read once: after that, what is opened and discarded is kept in step."""
        mine = self._transaction.drafts.get(person_id)
        if mine is None:
            mine = self._transaction.drafts[person_id] = self._transaction.all(_MINE, {"person_id": person_id})
        return mine

    def _latest_first(self, person_id: str) -> list[Draft]:
        # Sorted at each asking, for a draft may be taken up again; the sort keeps the order of equal instants.
        return sorted(self._mine(person_id), key=lambda draft: draft.opened_at)[::-1]
