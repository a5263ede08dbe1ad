"""The stage: a real desk on a real register, with a clock that is moved from deed to deed. Nothing leaves it.

Whatever the desk posts is reported as accepted by its channel, two seconds later, as the courier would report it; timers
ring at their own instants in between. Many deeds share one commit.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine

from bot.storage.bookkeeping import open_register
from bot.storage.desk import SqlDesk, open_session
from domain.people import Place, Speaker
from domain.ports import Staff
from domain.regulation import Regulation
from domain.usecases.deliver import begin_sending, delivered, undelivered
from domain.usecases.ring_timers import next_ring, ring_timers
from domain.usecases.telling import CHAT, MAIL

DEEDS_A_COMMIT = 40
ACCEPTING = timedelta(seconds=2)
"""So long a channel takes to accept what it is handed."""
PATIENCE = 3600.0
"""What may rest for a while (a card, a topic's name) is not waited for: seconds."""
NOBODY_THERE = "550 5.1.1 no such mailbox"


class Stage:
    """Holds the desk of the transaction at hand. `bad`: mailboxes that refuse every letter."""

    def __init__(
        self, engine: Engine, *, rules: Regulation, staff: Staff, begins: datetime, quality_email: str = ""
    ) -> None:
        self.rules, self.staff, self.time = rules, staff, begins
        self.bad: set[str] = set()
        self._engine, self._quality_email = engine, quality_email
        self._remote = self._deeds = 0
        self.desk = self._open()
        open_register(self.desk, since=begins)

    def now(self) -> datetime:
        """The instant of the present deed, UTC."""
        return self.time

    def move(self, to: datetime) -> None:
        """Let time pass: what is due until then rings at its own instant, and is delivered."""
        while (at := next_ring(self.desk)) is not None and at <= to:
            self.time = max(self.time, at)
            if not ring_timers(self.desk):
                break
            self.deliver()
        self.time = max(self.time, to)

    def deliver(self) -> None:
        """Every channel accepts what was posted, in the order of each lane; a mailbox that is not there refuses it."""
        outbox = self.desk.outbox
        heads, _ = outbox.waiting(self.desk.wall() + PATIENCE)
        if heads:
            self.time += ACCEPTING
        while heads:
            for parcel in heads:
                assert parcel.id is not None
                begin_sending(self.desk, parcel_id=parcel.id)
                self._remote += 1
                if parcel.channel == MAIL and parcel.address in self.bad:
                    undelivered(self.desk, parcel_id=parcel.id, error=NOBODY_THERE)
                else:
                    delivered(self.desk, parcel_id=parcel.id, remotes=[str(self._remote)])
            heads, _ = outbox.waiting(self.desk.wall() + PATIENCE)

    def done(self) -> None:
        """A deed is done: it is delivered, and now and then everything is committed."""
        self.deliver()
        self._deeds += 1
        if self._deeds % DEEDS_A_COMMIT == 0:
            self.keep()
            self.desk = self._open()

    def keep(self) -> None:
        """Commit."""
        self.desk.transaction.flush()
        session = self.desk.transaction.session
        session.commit()
        session.close()

    def drop(self) -> None:
        """Undo what was not committed yet."""
        self.desk.transaction.session.close()

    def requester(self, address: str, name: str, username: str = "") -> Speaker:
        """Somebody in their private chat, now."""
        return Speaker(Place(CHAT, address), address, name, self.time, username=username)

    def agent(self, address: str, name: str, username: str) -> Speaker:
        """One of staff, in their group, now."""
        place = Place(CHAT, self.staff.chat)
        return Speaker(place, address, name, self.time, username=username, private=False)

    def _open(self) -> SqlDesk:
        return SqlDesk(
            open_session(self._engine),
            now=self.now,
            wall=lambda: self.time.timestamp(),
            regulation=self.rules,
            staff=self.staff,
            configured={"staff_chat": self.staff.chat},
            quality_email=self._quality_email,
        )
