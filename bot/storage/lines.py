"""Lines: the staff groups beside the first one, by their address."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import agents, lines, tickets
from bot.storage.transaction import Transaction
from domain.lines import Line
from domain.people import Agent
from domain.ticket import Ticket

_ALL = sa.select(Line).order_by(lines.c.name, lines.c.chat)
_TICKETS = sa.select(Ticket).where(tickets.c.line == sa.bindparam("chat"))
_MEMBERS = sa.select(Agent).where(agents.c.chat == sa.bindparam("chat"))


class SqlLines:
    """`domain.ports.Lines` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def get(self, channel: str, chat: str) -> Line | None:
        """By address; None if there is none."""
        self._transaction.settle(Line)
        return self._session.get(Line, (channel, chat))

    def all(self) -> list[Line]:
        """Every one of them, by name."""
        self._transaction.settle(Line)
        return self._transaction.all(_ALL)

    def add(self, line: Line) -> None:
        """Enter one."""
        self._session.add(line)

    def remove(self, line: Line) -> None:
        """Nothing comes to it any more."""
        self._session.delete(line)

    def move(self, channel: str, old: str, new: str) -> None:
        """The chat has a new address: the line and its tickets go along; its members are entered there too."""
        line = self.get(channel, old)
        if line is None:
            return
        if self.get(channel, new) is None:
            self._transaction.flush()
            at = sa.and_(lines.c.channel == channel, lines.c.chat == old)
            self._session.expunge(line)
            self._transaction.run(sa.update(lines).where(at).values(chat=new))
        self._transaction.settle(Ticket)
        for ticket in self._transaction.all(_TICKETS, {"chat": old}):
            ticket.line = new
        self._transaction.settle(Agent)
        for one in self._transaction.all(_MEMBERS, {"chat": old}):
            if self._session.get(Agent, (new, one.person_id)) is None:
                self._session.add(Agent(new, one.person_id, one.name, one.username, one.lead, one.active, None))
