"""Ports to what comes and goes: outbox, timers, deliveries, messages, topics; settings, counters, seals and tokens."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Protocol

from domain.letters import Letter
from domain.notices import Code, Parcel
from domain.ports.kept import Delivery, Timer, Utterance
from domain.topics import Topic


class Outbox(Protocol):
    def post(self, parcel: Parcel) -> None:
        """Queue a parcel. A key that is already there is left as it is."""

    def get(self, parcel_id: int) -> Parcel | None: ...

    def by_key(self, key: str) -> Parcel | None:
        """By its unique key."""

    def of(self, number: str) -> list[Parcel]:
        """A ticket's parcels in order."""

    def queued(self, number: str, code: Code) -> Parcel | None:
        """A parcel of this code that waits to be sent for the ticket, if any; it will say how things are then."""

    def gathering(self, channel: str, address: str, code: Code) -> Parcel | None:
        """A parcel of this code on no ticket that waits to be sent to an address, if any: more may join it."""

    def count(self, channel: str, address: str, code: Code, *, since: float, but: str) -> int:
        """How many of this code were posted to an address from then on (Unix time), those of the queue `but` left out."""

    def hasten(self, parcel: Parcel, due: float) -> None:
        """Send a queued parcel earlier, at this Unix time."""

    def is_sending(self, channel: str, address: str) -> bool:
        """Whether a parcel is on its way to this address just now: what it became there is not recorded yet."""

    def waiting(self, now: float) -> tuple[list[Parcel], float | None]:
        """The head of each lane that is due (Unix time), and when the next one will be; heads being sent are left out."""

    def interrupted(self) -> list[Parcel]:
        """Parcels whose sending was cut off by a crash."""

    def discard(self, parcel: Parcel) -> None:
        """Forget that it was ever sent."""

    def readdress(self, channel: str, old: str, new: str) -> None:
        """A chat moved (Telegram's migrate_to_chat_id): what is queued for it goes to the new one."""


class Timers(Protocol):
    def set(self, subject: str, kind: str, at: datetime, facts: dict[str, Any] | None = None) -> None:
        """Ring once at an instant; the same subject and kind are set anew."""

    def cancel(self, subject: str, *kinds: str) -> None: ...

    def due(self, now: datetime, limit: int = 50) -> list[Timer]:
        """What should have rung by now, in order of time."""

    def next_at(self) -> datetime | None:
        """When the next timer rings."""

    def rang(self, timer: Timer) -> None:
        """Done: it never rings again."""

    def is_set(self, subject: str, kind: str) -> bool: ...

    def subjects(self, kind: str) -> list[str]:
        """Whatever has a timer of this kind."""


class Deliveries(Protocol):
    def add(self, delivery: Delivery) -> None: ...

    def find(self, channel: str, chat: str, remote: str) -> Delivery | None: ...

    def by_remote(self, channel: str, remote: str) -> list[Delivery]:
        """What has this id there, whomever it went to: a letter's Message-ID."""

    def latest(self, channel: str, chat: str, ticket: str, code: Code) -> Delivery | None: ...

    def lose(self, channel: str, chat: str, ticket: str, code: Code) -> None:
        """What of this kind arrived there about a ticket is there no more."""


class Letters(Protocol):
    def add(self, letter: Letter) -> None:
        """Keep one that is new."""

    def get(self, letter_id: str) -> Letter | None: ...

    def by_key(self, key: str) -> Letter | None:
        """What was kept under this key."""

    def same(self, sha256: str) -> list[Letter]:
        """Every letter with these very bytes, the first one first."""

    def seen(self, mailbox: str, sha256: str) -> Letter | None:
        """The first letter in a mailbox with these very bytes, though they may have been erased since."""

    def waiting(self, limit: int = 20) -> list[Letter]:
        """What was not read yet, in the order it came."""

    def of(self, number: str) -> list[Letter]:
        """Those that went to a ticket, in the order of their receipt."""

    def by_message_id(self, message_id: str) -> list[Letter]:
        """Those that call themselves so; nothing is proved by it."""

    def last(self, *, limit: int, offset: int = 0) -> list[Letter]:
        """The latest ones, by their receipt; of those that came twice the first alone."""

    def count(self) -> int:
        """How many `last` can name."""

    def became(self, author: str, outcome: str, since: datetime) -> int:
        """How many from this address became that, received since then."""

    def loose(self, *, before: datetime, limit: int = 100) -> list[Letter]:
        """Those that were taken in before then, went to no ticket, and are read."""

    def unread_of(self, addresses: Collection[str]) -> list[Letter]:
        """Those from these senders that could not be taken in."""

    def erased(self) -> list[str]:
        """Digests of the bytes that are to be deleted from the store: no letter that is kept has them."""

    def content_gone(self, sha256: str) -> None:
        """They are deleted."""


class Messages(Protocol):
    def add(self, utterance: Utterance) -> None: ...

    def find(self, channel: str, chat: str, remote: str) -> Utterance | None:
        """Where the words of a message went; None if that is not known."""

    def latest(self, channel: str, chat: str) -> Utterance | None:
        """What was said last in a chat."""

    def of_draft(self, draft_id: str) -> list[Utterance]:
        """What a draft was put together from, in the order it was said."""

    def discard(self, utterance: Utterance) -> None:
        """Forget where its words went."""


class Topics(Protocol):
    def of(self, channel: str, chat: str, ticket: str) -> Topic | None:
        """A ticket's topic in a chat."""

    def at(self, channel: str, chat: str, thread: int) -> Topic | None:
        """Whose topic a thread is; None for the chat's main place, and for threads that are no ticket's."""

    def of_ticket(self, ticket: str) -> list[Topic]:
        """A ticket's topics, in whichever chats."""

    def add(self, topic: Topic) -> None:
        """Enter one; the one that the ticket had in this chat before is forgotten."""

    def remove(self, topic: Topic) -> None: ...


class Settings(Protocol):
    def get(self, name: str) -> str | None:
        """A fact the desk learnt and must keep, e.g. the staff group's new id after a migration."""

    def put(self, name: str, value: str) -> None: ...


class Counters(Protocol):
    def add(self, name: str) -> None:
        """One more."""

    def next(self, name: str) -> int:
        """One more, and how many that makes: no two transactions get the same."""

    def get(self, name: str) -> int:
        """How many so far."""


class Vault(Protocol):
    """Seals what is told in confidence, so that nobody reads it in the register."""

    def seal(self, words: str) -> str: ...

    def open(self, sealed: str) -> str | None:
        """The words; None if no key that we have opens them."""


class Tokens(Protocol):
    """Links that only the desk can have made: signed, for one purpose, for a time. Nothing is stored of them.

    A token is 62 signs of A-Z a-z 0-9 _ - at most, so that a deep link has room for two more that name the door.
    """

    def issue(self, purpose: str, subject: str, until: datetime) -> str:
        """A token that says `subject` (25 bytes at most; an id of hexadecimal signs counts half) until that instant. ValueError."""

    def mark(self, purpose: str, subject: str) -> str:
        """A short sign that the desk can know again, for ever: 16 of a-z 2-7, so that it survives a mail address in any case."""

    def marked(self, purpose: str, subject: str, sign: str) -> bool:
        """Whether this is the sign of that subject for this purpose. Whatever is given is hostile."""

    def read(self, purpose: str, token: str, now: datetime) -> str | None:
        """What it says; None if it was not issued for this purpose, or is over. Whatever is given is hostile."""
