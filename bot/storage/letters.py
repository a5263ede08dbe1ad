"""Letters that came in: kept under unique keys, and read in the order they came."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from bot.storage.tables import UNREAD, letters
from bot.storage.transaction import Transaction
from domain.letters import Letter, LetterState

_BY_KEY = sa.select(Letter).where(letters.c.key == sa.bindparam("key"))
_BY_SHA = sa.select(Letter).where(letters.c.sha256 == sa.bindparam("sha256")).order_by(letters.c.taken_at, letters.c.id)
_HERE = _BY_SHA.where(letters.c.mailbox == sa.bindparam("mailbox"))
_ERASED_HERE = (
    sa.select(Letter)
    .where(
        letters.c.mailbox == sa.bindparam("mailbox"),
        letters.c.state == LetterState.ERASED,
        letters.c.key.like(sa.bindparam("mark")),
    )
    .order_by(letters.c.taken_at, letters.c.id)
)
_WAITING = sa.select(Letter).where(UNREAD).order_by(letters.c.taken_at, letters.c.id).limit(sa.bindparam("limit"))
_OF = sa.select(Letter).where(letters.c.ticket == sa.bindparam("number")).order_by(letters.c.received_at, letters.c.id)
_NAMED = sa.select(Letter).where(letters.c.message_id == sa.bindparam("message_id")).order_by(letters.c.received_at)
_SHOWN = sa.and_(letters.c.state != LetterState.ERASED, letters.c.outcome != "seen")
_LAST = (
    sa.select(Letter)
    .where(_SHOWN)
    .order_by(letters.c.received_at.desc(), letters.c.id)
    .limit(sa.bindparam("limit"))
    .offset(sa.bindparam("offset"))
)
_COUNT = sa.select(sa.func.count()).select_from(letters).where(_SHOWN)
_BECAME = (
    sa.select(sa.func.count())
    .select_from(letters)
    .where(
        letters.c.author == sa.bindparam("author"),
        letters.c.outcome == sa.bindparam("outcome"),
        letters.c.received_at >= sa.bindparam("since"),
    )
)

_LOOSE = (
    sa.select(Letter)
    .where(
        letters.c.taken_at < sa.bindparam("before"),
        letters.c.ticket.is_(None),
        letters.c.state.in_([LetterState.DONE, LetterState.FAILED]),
    )
    .limit(sa.bindparam("limit"))
)
_KEPT = sa.select(letters.c.sha256).where(letters.c.state != LetterState.ERASED)
_ERASED = (
    sa.select(letters.c.sha256)
    .where(letters.c.state == LetterState.ERASED, letters.c.sha256 != "", letters.c.sha256.not_in(_KEPT))
    .distinct()
)
_GONE = (
    sa.update(Letter)
    .where(letters.c.sha256 == sa.bindparam("digest"), letters.c.state == LetterState.ERASED)
    .values(sha256="")
)


class SqlLetters:
    """`domain.ports.Letters` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def add(self, letter: Letter) -> None:
        """Keep one that is new."""
        self._session.add(letter)
        self._transaction.topics.add("letters")

    def get(self, letter_id: str) -> Letter | None:
        """By its id."""
        self._transaction.settle(Letter)
        return self._session.get(Letter, letter_id)

    def by_key(self, key: str) -> Letter | None:
        """What was kept under this key."""
        self._transaction.settle(Letter)
        return self._session.scalars(_BY_KEY, {"key": key}).first()

    def same(self, sha256: str) -> list[Letter]:
        """Every letter with these very bytes, the first one first."""
        self._transaction.settle(Letter)
        return self._transaction.all(_BY_SHA, {"sha256": sha256})

    def seen(self, mailbox: str, sha256: str) -> Letter | None:
        """The first letter in a mailbox with these very bytes, though they may have been erased since: the key names them."""
        self._transaction.settle(Letter)
        here = {"mailbox": mailbox, "sha256": sha256}
        found = self._session.scalars(_HERE, here).first()
        return found or self._session.scalars(_ERASED_HERE, here | {"mark": f"%:{sha256[:16]}%"}).first()

    def waiting(self, limit: int = 20) -> list[Letter]:
        """What was not read yet, in the order it came."""
        self._transaction.settle(Letter)
        return self._transaction.all(_WAITING, {"limit": limit})

    def of(self, number: str) -> list[Letter]:
        """Those that went to a ticket, in the order of their receipt."""
        self._transaction.settle(Letter)
        return self._transaction.all(_OF, {"number": number})

    def by_message_id(self, message_id: str) -> list[Letter]:
        """Those that call themselves so."""
        self._transaction.settle(Letter)
        return self._transaction.all(_NAMED, {"message_id": message_id}) if message_id else []

    def last(self, *, limit: int, offset: int = 0) -> list[Letter]:
        """The latest ones, by their receipt."""
        self._transaction.settle(Letter)
        return self._transaction.all(_LAST, {"limit": limit, "offset": offset})

    def count(self) -> int:
        """How many there are to be shown."""
        self._transaction.settle(Letter)
        return int(self._transaction.run(_COUNT).scalar_one())

    def became(self, author: str, outcome: str, since: datetime) -> int:
        """How many from this address became that."""
        self._transaction.settle(Letter)
        values = {"author": author, "outcome": outcome, "since": since}
        return int(self._transaction.run(_BECAME, values).scalar_one())

    def loose(self, *, before: datetime, limit: int = 100) -> list[Letter]:
        """Those that were taken in before then, went to no ticket, and are read."""
        self._transaction.settle(Letter)
        return self._transaction.all(_LOOSE, {"before": before, "limit": limit})

    def unread_of(self, addresses: Collection[str]) -> list[Letter]:
        """Those from these senders that could not be taken in."""
        self._transaction.settle(Letter)
        theirs = (letters.c.author.in_(sorted(addresses)), letters.c.state == LetterState.FAILED)
        return list(self._session.scalars(sa.select(Letter).where(*theirs)))

    def erased(self) -> list[str]:
        """Digests of the bytes that are to be deleted from the store: no letter that is kept has them."""
        self._transaction.settle(Letter)
        return list(self._transaction.run(_ERASED).scalars())

    def content_gone(self, sha256: str) -> None:
        """They are deleted."""
        self._transaction.flush()
        self._session.execute(_GONE, {"digest": sha256}, execution_options={"synchronize_session": "fetch"})
