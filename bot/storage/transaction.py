"""A transaction: the session, what is at hand in it already, and what is still to be written.

Rows that need no object (outbox, timers, counters) are collected by their ports and written in one go; a port that is
about to read says `settle` first, so that everybody sees what was done a moment ago, and nobody pays for it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.storage.tables import drafts, identities, people
from domain.draft import Draft
from domain.people import Person, Speaker

T = TypeVar("T")
MAIL = "email"


class PerDialect:
    """A statement in the words of each database, built once: `INSERT ... ON CONFLICT` has no common form."""

    def __init__(self, build: Callable[[Any], sa.Executable]) -> None:
        self._statements = {"sqlite": build(sqlite), "postgresql": build(postgresql)}

    def __getitem__(self, dialect: str) -> sa.Executable:
        return self._statements[dialect]


def _listed(dialect: Any, column: sa.Column[str], name: str) -> sa.ColumnElement[bool]:
    """`column` is one of a list given as a single parameter: the statement stays the same however long the list is."""
    if dialect is postgresql:
        return column == sa.any_(sa.bindparam(name, type_=postgresql.ARRAY(sa.Text)))
    return column.in_(sa.select(sa.func.json_each(sa.bindparam(name, type_=sa.JSON)).table_valued("value").c.value))


def held() -> sa.ColumnElement[bool]:
    """The identity is its person's: anybody may claim a mail address, so that one counts only once it is proved."""
    return sa.or_(identities.c.channel != MAIL, identities.c.proved_at.is_not(None))


_MEET = PerDialect(
    lambda dialect: (
        sa.select(identities.c.address, Person, Draft)
        .join_from(identities, people, people.c.id == identities.c.person_id)
        .outerjoin(drafts, drafts.c.person_id == people.c.id)
        .where(
            identities.c.channel == sa.bindparam("channel"),
            _listed(dialect, identities.c.address, "addresses"),
            held(),
        )
        # A shared mailbox is held by who proved it last: their row comes last.
        .order_by(identities.c.proved_at.nulls_first(), drafts.c.opened_at, drafts.c.sequence)
    )
)


class Transaction:
    """What one transaction has at hand. `topics`: what others may want to know was touched, once it is committed."""

    def __init__(self, session: Session, *, reads: bool = False) -> None:
        self.session = session
        self.dialect = session.get_bind().dialect.name
        self.reads = reads
        self.topics: set[str] = set()
        self.learnt: dict[str, str] = {}
        self.people: dict[tuple[str, str], Person] = {}
        """By channel and address."""
        self.asked: set[tuple[str, str]] = set()
        """Addresses that were looked up; who is not among `people` was not known then."""
        self.new_people: dict[str, Person] = {}
        self.drafts: dict[str, list[Draft]] = {}
        """By person, the one opened last at the end; only of people whose drafts were read."""
        self.new_tickets: set[str] = set()
        """Numbers under which nothing is stored yet."""
        self.writers: list[Callable[[], None]] = []
        """Ports that collect rows; called after the session's own rows are written."""

    def meet(self, speakers: Iterable[Speaker]) -> None:
        """Fetch those who speak, with what is awaited from them: one query per channel."""
        channels: dict[str, set[str]] = {}
        for speaker in speakers:
            channels.setdefault(speaker.place.channel, set()).add(speaker.address)
            self.asked.add((speaker.place.channel, speaker.address))
        for channel, addresses in channels.items():
            at_hand = set(self.drafts)
            values = {"channel": channel, "addresses": sorted(addresses)}
            for address, person, draft in self.session.execute(_MEET[self.dialect], values):
                self.people[channel, address] = person
                mine = self.drafts.setdefault(person.id, [])
                if draft is not None and person.id not in at_hand:
                    mine.append(draft)

    def settle(self, *kinds: type[object]) -> None:
        """Write what is pending if objects of these kinds are, so that a query sees them."""
        session = self.session
        if any(isinstance(thing, kinds) for thing in chain(session.new, session.dirty, session.deleted)):
            self.flush()

    def flush(self) -> None:
        """Write everything that is pending. A transaction that only reads writes nothing."""
        if self.reads:
            return
        self.session.flush()
        for write in self.writers:
            write()
        self.new_tickets.clear()

    def run(self, statement: sa.Executable, values: Any = None) -> sa.CursorResult[*tuple[Any, ...]]:
        """Carry out a statement on tables, beside the session's objects."""
        return self.session.connection().execute(statement, values)

    def all(self, statement: sa.Select[T], values: dict[str, Any] | None = None) -> list[T]:
        """The objects that a query finds."""
        return list(self.session.scalars(statement, values))
