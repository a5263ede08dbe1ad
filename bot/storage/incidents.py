"""Incidents, and the tickets that tell of each."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import incidents, tickets
from bot.storage.transaction import Transaction
from domain.incidents import Incident
from domain.ticket import Ticket

_OPEN = (
    sa.select(Incident)
    .where(incidents.c.closed_at.is_(None))
    .order_by(incidents.c.opened_at.desc(), incidents.c.id.desc())
)
_TICKETS = sa.select(Ticket).where(tickets.c.incident_id == sa.bindparam("incident")).order_by(tickets.c.number)


class SqlIncidents:
    """`domain.ports.Incidents` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def get(self, incident_id: str) -> Incident | None:
        """By id; None if there is none."""
        self._transaction.settle(Incident)
        return self._session.get(Incident, incident_id)

    def open(self) -> list[Incident]:
        """Those that are not over yet, the latest first."""
        self._transaction.settle(Incident)
        return self._transaction.all(_OPEN)

    def tickets(self, incident_id: str) -> list[Ticket]:
        """The tickets that tell of it, by number."""
        self._transaction.settle(Ticket)
        return self._transaction.all(_TICKETS, {"incident": incident_id})

    def add(self, incident: Incident) -> None:
        """Enter one."""
        self._session.add(incident)
