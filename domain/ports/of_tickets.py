"""Ports to what is asked and answered: drafts, tickets, their journal, files and links, complaints, articles."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Protocol

from domain.article import Article
from domain.canned import Canned
from domain.cases import Case
from domain.chain import Checked
from domain.complaint import Complaint
from domain.draft import Attachment, Draft
from domain.effort import Effort
from domain.extract import Extract, Part, Told
from domain.incidents import Incident
from domain.journal import Entry
from domain.linked import Link
from domain.people import Person, Place, Speaker
from domain.ports.kept import Secret
from domain.regulation import Regulation
from domain.sought import Sought
from domain.ticket import Ticket
from domain.waiting import Waiting


class Drafts(Protocol):
    def of(self, speaker: Speaker, person: Person) -> list[Draft]:
        """The person's drafts at the place they speak from, the one opened last first."""

    def at(self, place: Place, person_id: str) -> list[Draft]:
        """What is awaited from a person at a place, the draft opened last first; what was put by is not."""

    def get(self, draft_id: str) -> Draft | None: ...

    def for_ticket(self, person_id: str, ticket: str) -> list[Draft]: ...

    def of_person(self, person_id: str) -> list[Draft]:
        """All of a person's drafts, wherever they are."""

    def older(self, than: datetime) -> list[Draft]:
        """Drafts that nobody has touched since then and no open ticket awaits, oldest first, a hundred at most."""

    def open(self, draft: Draft) -> None: ...

    def discard(self, draft: Draft) -> None: ...

    def waiting_in(self, channel: str, chat: str) -> int:
        """How many drafts stand at a chat, whosever they are."""


class Tickets(Protocol):
    def get(self, number: str) -> Ticket:
        """By number; raises NotYours when there is none."""

    def some(self, numbers: Collection[str]) -> list[Ticket]:
        """Those of these numbers that there are, by few queries."""

    def add(self, ticket: Ticket) -> None: ...

    def next_number(self, regulation: Regulation) -> str:
        """The next number, gapless: the counter moves in the transaction that registers."""

    def open_all(self) -> list[Ticket]:
        """All tickets that are not closed, oldest first."""

    def waiting(self, assignee: str | None = None) -> list[Waiting]:
        """All tickets that are not closed, in brief and in no order; only those that somebody holds, by id."""

    def first(self, *, now: datetime, lines: Collection[str] | None = None, limit: int) -> tuple[int, list[Waiting]]:
        """How many are open, and at least so many of them that come first in the order of work (`domain.usecases.lists.in_order`);
        of these lines, where some are named."""

    def late(self, *, now: datetime, lines: Collection[str] | None, limit: int) -> tuple[int, list[Waiting]]:
        """How many open ones have missed a deadline, and at least so many of them that missed one longest."""

    def soon_due(self, *, now: datetime, soon: datetime, lines: Collection[str] | None) -> list[Ticket]:
        """Open tickets in time, of which no timer that lies behind `soon` will warn."""

    def untaken(self) -> list[Ticket]:
        """Open tickets that nobody has taken yet, in no order: see `domain.ticket.rank`."""

    def open_of(self, person_id: str) -> list[Ticket]:
        """A person's tickets that are not closed, oldest first."""

    def of(self, person_id: str, *, limit: int, offset: int = 0) -> list[Ticket]:
        """A person's tickets, a page of them: open ones first, then the closed; the newest first."""

    def of_customer(self, organization_id: str, *, limit: int, offset: int = 0) -> list[Ticket]:
        """A customer's tickets, a page of them: open ones first, then the closed; the newest first."""

    def count_of_customer(self, organization_id: str) -> int: ...

    def count_of(self, person_id: str, since: datetime | None = None) -> int:
        """How many tickets a person has; only those registered since then."""

    def recent_of(self, person_id: str, since: datetime) -> list[Ticket]:
        """A person's tickets that are open, or were closed since then, newest first."""

    def with_answer(self, key: str, answer: str) -> list[Ticket]:
        """Those in whose form this was answered, by number; none whose data are erased."""

    def without_term(self) -> list[Ticket]:
        """Closed tickets whose data are neither erased nor to be erased at a set time, a hundred at most."""

    def having(self, sought: Sought, *, limit: int) -> list[str]:
        """The numbers of tickets that hold what is sought, or where there are none, what is like it: open ones first, then
        the closed; the newest first."""

    def without_words(self, after: str, limit: int) -> list[Ticket]:
        """Tickets that are not erased and cannot be found by words yet, with numbers behind this one, in order."""

    def open_of_organization(self, organization_id: str) -> list[Ticket]:
        """A customer's tickets that are not closed, oldest first."""


class Links(Protocol):
    def add(self, link: Link) -> None:
        """Enter one side of a link; one that is there already is left as it is."""

    def remove(self, link: Link) -> None:
        """One side of a link is no more."""

    def of(self, number: str) -> list[Link]:
        """What other tickets are to this one, in the order of their numbers."""


class Journal(Protocol):
    def of(self, number: str) -> list[Entry]:
        """A ticket's entries in order."""

    def numbers(self) -> list[str]:
        """Every ticket there is, by number."""

    def latest(self) -> datetime | None:
        """When the latest entry was written."""

    def total(self) -> int:
        """How many entries there are."""

    def chains(self, number: str = "") -> Iterator[tuple[str, Checked]]:
        """Each ticket's chain, checked while it is read; or one ticket's only. It is never held in memory as a whole."""

    def counts(self, wanted: Extract) -> list[tuple[str, int]]:
        """How many entries of an extract each ticket has that has any, in the order of registration."""

    def part(self, wanted: Extract, part: Part) -> list[Told]:
        """One part of an extract, in the order of its tickets; by a handful of queries, however many they are."""


class Files(Protocol):
    def add(self, attachment: Attachment) -> bool:
        """Enter a file; False if this one (same remote and draft or ticket) is already there."""

    def get(self, attachment_id: str) -> Attachment | None: ...

    def of_draft(self, draft_id: str) -> list[Attachment]:
        """In the order they were sent."""

    def of_ticket(self, number: str) -> list[Attachment]: ...

    def of_group(self, group: str) -> list[Attachment]:
        """The parts of an album so far, in order."""

    def waiting(self, limit: int = 20) -> list[Attachment]:
        """Files that were not fetched and judged yet."""

    def discard(self, attachment: Attachment) -> None:
        """Forget that it was ever sent."""

    def digests(self) -> set[str]:
        """Of all content that some file still stands for."""

    def of_person(self, person_id: str) -> list[Attachment]:
        """All that a person sent, in order."""

    def erased(self) -> set[str]:
        """Digests of content that was erased and is still in the store."""

    def content_gone(self, digest: str) -> None:
        """The store does not hold it any more, as far as erased files go."""


class Efforts(Protocol):
    def add(self, effort: Effort) -> None:
        """Enter one; there is one for an entry at most."""

    def get(self, number: str, n: int) -> Effort | None:
        """Of an entry of a ticket's journal."""

    def of_ticket(self, number: str) -> list[Effort]:
        """In the order of its journal."""

    def between(self, since: datetime, until: datetime, organization_id: str | None = None) -> Iterator[Effort]:
        """Those of answers given from `since` on and before `until` (UTC), in that order; of one customer, or of everybody.
        Read piece by piece, as they are asked for."""

    def history(self, organization_id: str | None = None, since: datetime | None = None) -> list[Entry]:
        """What befell the efforts of a customer, or of everybody: entries of corrections and of customers found out, in order."""

    def minutes_of(self, organization_id: str, since: datetime, until: datetime) -> int:
        """How many minutes a customer's answers took in that time, altogether."""


class Cases(Protocol):
    def between(self, since: datetime, until: datetime, organization_id: str | None = None) -> Iterator[Case]:
        """Requests received before `until` that were open at any time from `since` on, or rated then (UTC); of one
        customer, or of everybody; by number, one after the other. Their entries are those before `until`."""


class Secrets(Protocol):
    def keep(self, secret: Secret) -> None:
        """Enter a sealed one."""

    def of_ticket(self, number: str) -> list[Secret]:
        """In the order they were told, shown and erased ones too."""


class Complaints(Protocol):
    def add(self, complaint: Complaint) -> None:
        """Enter a new one."""

    def get(self, number: str) -> Complaint:
        """By number; NothingToAnswer when there is none."""

    def of_ticket(self, number: str) -> list[Complaint]:
        """Those on a ticket, oldest first."""


class Articles(Protocol):
    def all(self) -> list[Article]:
        """Every article, by slug and language."""

    def get(self, slug: str, language: str) -> Article | None: ...

    def put(self, article: Article) -> None:
        """Enter a new one."""

    def drop(self, article: Article) -> None: ...

    def offered(self, article: Article) -> None:
        """It was offered once more."""

    def helped(self, article: Article) -> None:
        """It helped once more."""


class Incidents(Protocol):
    def get(self, incident_id: str) -> Incident | None: ...

    def open(self) -> list[Incident]:
        """Those that are not over yet, the latest first."""

    def tickets(self, incident_id: str) -> list[Ticket]:
        """The tickets that tell of it, by number."""

    def add(self, incident: Incident) -> None: ...


class CannedAnswers(Protocol):
    def all(self) -> list[Canned]:
        """Every one, by name and language."""

    def get(self, name: str, language: str) -> Canned | None: ...

    def put(self, canned: Canned) -> None:
        """Enter a new one."""

    def drop(self, canned: Canned) -> None: ...
