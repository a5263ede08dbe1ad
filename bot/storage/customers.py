"""Customers: the organizations that have the right to support."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import organizations
from bot.storage.transaction import Transaction
from domain.customers import Organization

_ALL = sa.select(Organization).order_by(organizations.c.name, organizations.c.id)

_NAMED = sa.select(organizations.c.id, organizations.c.name, organizations.c.contract)


class SqlCustomers:
    """`domain.ports.Customers` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def get(self, organization_id: str) -> Organization:
        """By id; KeyError if there is none."""
        self._transaction.settle(Organization)
        organization = self._session.get(Organization, organization_id)
        if organization is None:
            raise KeyError(organization_id)
        return organization

    def add(self, organization: Organization) -> None:
        """Enter a new one."""
        self._session.add(organization)

    def named(self) -> list[tuple[str, str, str]]:
        """Id, name and contract of every customer: enough to find one among very many."""
        self._transaction.settle(Organization)
        return [(row.id, row.name, row.contract) for row in self._transaction.run(_NAMED)]

    def all(self) -> list[Organization]:
        """Every customer, by name."""
        self._transaction.settle(Organization)
        return self._transaction.all(_ALL)
