"""The outbox: what is still to be told, in order for each address."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.storage.tables import UNDERWAY, outbox
from bot.storage.transaction import PerDialect, Transaction
from domain.notices import Code, Fate, Parcel

LATELY = 1000
"""Among so many of the newest parcels those of the last minute are looked for: the outbox is long."""
_COLUMNS = [column.name for column in outbox.c if column.name != "id"]

_POST = PerDialect(lambda dialect: dialect.insert(outbox).on_conflict_do_nothing(index_elements=[outbox.c.key]))
_OF = sa.select(Parcel).where(outbox.c.ticket == sa.bindparam("number")).order_by(outbox.c.id)
_BY_KEY = sa.select(Parcel).where(outbox.c.key == sa.bindparam("its_key"))
_QUEUED = sa.select(Parcel).where(
    outbox.c.ticket == sa.bindparam("number"),
    outbox.c.code == sa.bindparam("code"),
    outbox.c.fate == Fate.QUEUED,
)
_GATHERING = sa.select(Parcel).where(
    UNDERWAY,
    outbox.c.channel == sa.bindparam("to_channel"),
    outbox.c.address == sa.bindparam("to_address"),
    outbox.c.code == sa.bindparam("of_code"),
    outbox.c.ticket.is_(None),
    outbox.c.fate == Fate.QUEUED,
)
_COUNT = sa.select(sa.func.count()).where(
    outbox.c.channel == sa.bindparam("to_channel"),
    outbox.c.address == sa.bindparam("to_address"),
    outbox.c.code == sa.bindparam("of_code"),
    outbox.c.id > sa.select(sa.func.max(outbox.c.id) - LATELY).scalar_subquery(),
    outbox.c.created >= sa.bindparam("since"),
    outbox.c.queue != sa.bindparam("but"),
)
_IS_SENDING = sa.select(
    sa.exists().where(
        UNDERWAY,
        outbox.c.channel == sa.bindparam("to_channel"),
        outbox.c.address == sa.bindparam("to_address"),
        outbox.c.fate == Fate.SENDING,
    )
)
_HEADS = (
    sa.select(Parcel)
    .where(
        outbox.c.id.in_(
            sa.select(sa.func.min(outbox.c.id))
            .where(UNDERWAY)
            .group_by(outbox.c.channel, outbox.c.address, outbox.c.queue)
        ),
        outbox.c.fate == Fate.QUEUED,
    )
    .order_by(outbox.c.id)
)
_INTERRUPTED = sa.select(Parcel).where(UNDERWAY, outbox.c.fate == Fate.SENDING).order_by(outbox.c.id)
_MOVE = (
    sa.update(outbox)
    .where(outbox.c.channel == sa.bindparam("of_channel"), outbox.c.address == sa.bindparam("old"), UNDERWAY)
    .values(address=sa.bindparam("new"))
)


class SqlOutbox:
    """`domain.ports.Outbox` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session
        self._posted: dict[str, Parcel] = {}
        transaction.writers.append(self._write)

    def post(self, parcel: Parcel) -> None:
        """Queue a parcel. A key that is already there is left as it is."""
        self._posted.setdefault(parcel.key, parcel)
        self._transaction.topics.add("outbox")

    def get(self, parcel_id: int) -> Parcel | None:
        """By id."""
        return self._session.get(Parcel, parcel_id)

    def by_key(self, key: str) -> Parcel | None:
        """By its unique key."""
        self._settle()
        return next(iter(self._transaction.all(_BY_KEY, {"its_key": key})), None)

    def of(self, number: str) -> list[Parcel]:
        """A ticket's parcels in order."""
        self._settle()
        return self._transaction.all(_OF, {"number": number})

    def queued(self, number: str, code: Code) -> Parcel | None:
        """A parcel of this code that waits to be sent for the ticket, if any; it will say how things are then."""
        for parcel in self._posted.values():
            if parcel.ticket == number and parcel.code is code and parcel.fate is Fate.QUEUED:
                return parcel
        if number in self._transaction.new_tickets:
            return None
        self._transaction.settle(Parcel)
        return next(iter(self._transaction.all(_QUEUED, {"number": number, "code": code})), None)

    def gathering(self, channel: str, address: str, code: Code) -> Parcel | None:
        """A parcel of this code on no ticket that waits to be sent to an address, if any: more may join it."""
        for parcel in self._posted.values():
            if (parcel.channel, parcel.address, parcel.code, parcel.ticket) == (channel, address, code, None):
                return parcel
        self._transaction.settle(Parcel)
        values = {"to_channel": channel, "to_address": address, "of_code": code}
        return next(iter(self._transaction.all(_GATHERING, values)), None)

    def count(self, channel: str, address: str, code: Code, *, since: float, but: str) -> int:
        """How many of this code were posted to an address from then on (Unix time), those of the queue `but` left out."""
        at = (channel, address, code)
        posted = [p for p in self._posted.values() if (p.channel, p.address, p.code) == at and p.queue != but]
        self._transaction.settle(Parcel)
        values = {"to_channel": channel, "to_address": address, "of_code": code, "since": since, "but": but}
        return len(posted) + int(self._transaction.run(_COUNT, values).scalar_one())

    def hasten(self, parcel: Parcel, due: float) -> None:
        """Send a queued parcel earlier, at this Unix time."""
        parcel.due = due
        self._transaction.topics.add("outbox")

    def is_sending(self, channel: str, address: str) -> bool:
        """Whether a parcel is on its way to this address just now."""
        self._settle()
        return bool(self._transaction.run(_IS_SENDING, {"to_channel": channel, "to_address": address}).scalar_one())

    def waiting(self, now: float) -> tuple[list[Parcel], float | None]:
        """The head of each lane that is due (Unix time), and when the next one will be; heads being sent are left out."""
        self._settle()
        heads = self._transaction.all(_HEADS)
        later = [parcel.due for parcel in heads if parcel.due > now]
        return [parcel for parcel in heads if parcel.due <= now], min(later, default=None)

    def interrupted(self) -> list[Parcel]:
        """Parcels whose sending was cut off by a crash."""
        self._settle()
        return self._transaction.all(_INTERRUPTED)

    def discard(self, parcel: Parcel) -> None:
        """Forget that it was ever sent."""
        self._session.delete(parcel)
        self._transaction.topics.add("erased")

    def readdress(self, channel: str, old: str, new: str) -> None:
        """A chat moved (Telegram's migrate_to_chat_id): what is queued for it, or being sent, goes to the new one."""
        self._settle()
        self._transaction.run(_MOVE, {"of_channel": channel, "old": old, "new": new})
        for thing in list(self._session.identity_map.values()):
            if isinstance(thing, Parcel):
                self._session.refresh(thing)
        self._transaction.topics.add("outbox")

    def _settle(self) -> None:
        if self._posted:
            self._transaction.flush()
        else:
            self._transaction.settle(Parcel)

    def _write(self) -> None:
        if self._posted:
            rows: list[dict[str, Any]] = [{name: getattr(p, name) for name in _COLUMNS} for p in self._posted.values()]
            self._posted.clear()
            self._transaction.run(_POST[self._transaction.dialect], rows)
