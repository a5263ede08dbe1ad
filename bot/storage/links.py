"""Links: which tickets have to do with each other. Each side of a link is a row."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import links
from bot.storage.transaction import Transaction
from domain.linked import Link

_OF = sa.select(Link).where(links.c.ticket == sa.bindparam("number")).order_by(links.c.other, links.c.kind)


class SqlLinks:
    """`domain.ports.Links` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def add(self, link: Link) -> None:
        """Enter one side of a link; one that is there already is left as it is."""
        self._transaction.settle(Link)
        if self._session.get(Link, (link.ticket, link.other, link.kind)) is None:
            self._session.add(link)

    def remove(self, link: Link) -> None:
        """One side of a link is no more."""
        self._transaction.settle(Link)
        self._session.delete(link)

    def of(self, number: str) -> list[Link]:
        """What other tickets are to this one, in the order of their numbers."""
        self._transaction.settle(Link)
        return self._transaction.all(_OF, {"number": number})
