"""Ports: what the rules need of the building. `Desk` is the register inside one transaction; `Clerk` is the way to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from domain.article import Article
from domain.complaint import Complaint
from domain.consents import Consented
from domain.consultation import Consultation
from domain.customers import Organization
from domain.draft import Attachment, Draft
from domain.groups import Group
from domain.journal import Entry
from domain.linked import Link
from domain.notices import Code, Parcel
from domain.participants import Participant
from domain.people import Agent, CodeLetter, EmailProof, Identity, Person, Place, Speaker
from domain.regulation import Regulation
from domain.ticket import Ticket
from domain.topics import Topic

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Staff:
    """The staff group: an address, and the language spoken there."""

    channel: str
    chat: str
    thread: int = 0
    language: str = "ru"


class TimerKind:
    """Why a timer rings. Values are stored."""

    CLOSE = "close"
    CLOSE_REMINDER = "close_reminder"
    ASK_REMINDER = "ask_reminder"
    WARN_RESPONSE = "warn_response"
    WARN_RESOLUTION = "warn_resolution"
    BREACH_RESPONSE = "breach_response"
    BREACH_RESOLUTION = "breach_resolution"
    ESCALATE = "escalate"
    ALBUM = "album"
    COMPLAINT = "complaint"
    """The answer to a complaint falls due; the subject is the complaint's number."""
    RETENTION = "retention"
    """A closed ticket's personal data have been kept long enough."""
    FAREWELL = "farewell"
    """Somebody wants to be forgotten once nothing of theirs is open; `subject`: their id."""
    EXPORT = "export"
    """Somebody may ask for all their data again."""
    HOUSEKEEPING = "housekeeping"
    """Once a day: what is old and belongs to no ticket."""
    FROM_GROUP = "from_group"


@dataclass(eq=False)
class Timer:
    """Ring at this instant (UTC, the regulation's time) for this reason, once. `subject`: a ticket's number, or an album's key."""

    subject: str
    kind: str
    at: datetime
    facts: dict[str, Any]
    id: int | None = None


@dataclass(eq=False)
class Delivery:
    """Where a notice ended up: how a reply finds its ticket. Never read out of a text."""

    channel: str
    chat: str
    remote: str
    code: Code
    ticket: str | None
    key: str


@dataclass(eq=False)
class Utterance:
    """A message somebody wrote, by the channel's id, and where its words went: so that an edit finds what it corrects.

    In a draft `step` is the answer it is a part of and `said` the words; on a ticket `entry` holds them, and `said` is empty.
    """

    channel: str
    chat: str
    remote: str
    person_id: str
    at: datetime
    step: str = ""
    said: str = ""
    draft_id: str | None = None
    ticket: str | None = None
    entry: int | None = None


@dataclass(eq=False)
class Secret:
    """Something told in confidence, encrypted; `n` is its entry in the journal. `sealed` is empty once shown or erased."""

    ticket: str
    n: int
    sealed: str = field(repr=False)
    given_at: datetime
    shown_at: datetime | None = None


class People(Protocol):
    def speaking(self, speaker: Speaker) -> Person:
        """The person behind an identity; met for the first time, they are entered."""

    def get(self, person_id: str) -> Person:
        """By id; KeyError if there is none."""

    def agent(self, speaker: Speaker) -> Agent:
        """The speaker as a member of the staff group they speak in; raises NotStaff."""

    def agents(self, chat: str) -> Sequence[Agent]:
        """The active members of a staff group, leads first."""

    def enlist(self, agent: Agent) -> None:
        """Enter or renew a member of a staff group."""

    def staff_member(self, chat: str, person_id: str) -> Agent | None:
        """A member of a staff group, active or not."""

    def by_address(self, channel: str, address: str) -> Person | None:
        """Who holds an address."""

    def address_of(self, person_id: str, channel: str) -> str:
        """A person's address on a channel; empty if there is none."""

    def proved_addresses(self, person_id: str, channel: str) -> list[str]:
        """All addresses on a channel that a person has proved, the latest first."""

    def of_organization(self, organization_id: str) -> list[Person]:
        """Everybody who is known to belong to a customer."""

    def identity(self, person_id: str, channel: str, address: str) -> Identity | None:
        """One identity of a person, proved or not."""

    def add(self, person: Person) -> None: ...

    def add_identity(self, identity: Identity) -> None: ...

    def has_more(self, person_id: str) -> bool:
        """Whether drafts, another address or a place in a staff group speak of this person."""

    def forget(self, person: Person) -> None:
        """Somebody who was only spoken of: the row goes, and their address with it."""

    def drop_identity(self, identity: Identity) -> None: ...

    def provers(self, channel: str, address: str) -> list[Person]:
        """Everybody who has proved an address: a mailbox may be shared."""

    def pass_on(self, old: str, new: str) -> None:
        """One person's complaints and messages are another's from now on."""

    def proof(self, person_id: str) -> EmailProof | None:
        """The code that is out for this person, if any."""

    def set_proof(self, proof: EmailProof) -> None:
        """A new code replaces the one that was out."""

    def drop_proof(self, proof: EmailProof) -> None: ...

    def code_letters(self, person_id: str, address: str, since: datetime) -> list[CodeLetter]:
        """Letters with a code from then on, oldest first: a person's, and all that went to this address."""

    def note_code_letter(self, letter: CodeLetter) -> None: ...


class Customers(Protocol):
    def get(self, organization_id: str) -> Organization:
        """By id; KeyError if there is none."""

    def add(self, organization: Organization) -> None:
        """Enter a new one."""

    def all(self) -> list[Organization]:
        """Every customer, by name."""


class Consultations(Protocol):
    def add(self, consultation: Consultation) -> None:
        """Enter a call that became no request."""

    def since(self, at: datetime) -> list[Consultation]:
        """Those from that instant on, oldest first."""


class Drafts(Protocol):
    def of(self, speaker: Speaker, person: Person) -> list[Draft]:
        """The person's drafts at the place they speak from, the one opened last first."""

    def at(self, place: Place, person_id: str) -> list[Draft]:
        """A person's drafts at a place, the one opened last first."""

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

    def add(self, ticket: Ticket) -> None: ...

    def next_number(self, regulation: Regulation) -> str:
        """The next number, gapless: the counter moves in the transaction that registers."""

    def open_all(self) -> list[Ticket]:
        """All tickets that are not closed, oldest first."""

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

    def without_term(self) -> list[Ticket]:
        """Closed tickets whose data are neither erased nor to be erased at a set time, a hundred at most."""

    def open_of_organization(self, organization_id: str) -> list[Ticket]:
        """A customer's tickets that are not closed, oldest first."""


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


class Participants(Protocol):
    def add(self, participant: Participant) -> None: ...

    def find(self, number: str, address: str) -> Participant | None:
        """Somebody from outside who takes part in a ticket, by their address."""

    def of(self, number: str) -> list[Participant]:
        """Everybody from outside who takes part in a ticket, in the order they were brought in."""


class Links(Protocol):
    def add(self, link: Link) -> None:
        """Enter one side of a link; one that is there already is left as it is."""

    def of(self, number: str) -> list[Link]:
        """What other tickets are to this one, in the order of their numbers."""


class Journal(Protocol):
    def of(self, number: str) -> list[Entry]:
        """A ticket's entries in order."""

    def numbers(self) -> list[str]:
        """Every ticket there is, by number."""


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


class Secrets(Protocol):
    def keep(self, secret: Secret) -> None:
        """Enter a sealed one."""

    def of_ticket(self, number: str) -> list[Secret]:
        """In the order they were told, shown and erased ones too."""


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

    def read(self, purpose: str, token: str, now: datetime) -> str | None:
        """What it says; None if it was not issued for this purpose, or is over. Whatever is given is hostile."""


class Deliveries(Protocol):
    def add(self, delivery: Delivery) -> None: ...

    def find(self, channel: str, chat: str, remote: str) -> Delivery | None: ...

    def latest(self, channel: str, chat: str, ticket: str, code: Code) -> Delivery | None: ...


class Consents(Protocol):
    def add(self, consented: Consented) -> None:
        """Enter a consent."""

    def of(self, person_id: str) -> list[Consented]:
        """All that a person has given, oldest first, those that were withdrawn too."""


class Erasure(Protocol):
    """Rows that hold personal data beside the person, the ticket, its journal and its files."""

    def shown(self, number: str, chat: str) -> list[str]:
        """Messages in this staff group about a ticket, but for its card; the channel's ids."""

    def shown_letter(self, draft: Draft, chat: str) -> list[str]:
        """Messages in this staff group that show a letter that was held back."""

    def forget_ticket(self, number: str) -> None:
        """What was told, said, confided and complained about on it, and who took part from outside."""

    def forget_person(self, person: Person, contacts: Collection[str]) -> None:
        """Their addresses, codes and messages, and all that was sent to them on no ticket. `contacts`: mail addresses and
        phones of theirs, by which calls are found that became no ticket."""

    def forget_addresses(self, person_id: str, wanted: Collection[str]) -> None:
        """A person's mail addresses but those that are wanted still, and the codes that were sent to them."""

    def forget_old(self, *, before: datetime, wall: float) -> None:
        """What was said and told on no ticket: before that instant, or that Unix time."""

    def forget_calls(self, *, before: datetime) -> None:
        """Calls before then that became no ticket."""

    def identities(self, person_id: str) -> list[Identity]:
        """All of a person's identities."""

    def complaints(self, person_id: str) -> list[dict[str, Any]]:
        """A person's letters to quality control, as they are kept."""

    def people_at(self, address: str) -> list[str]:
        """Who has this mail address, or named it on a ticket; their ids."""


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


class Groups(Protocol):
    def get(self, channel: str, chat: str) -> Group | None:
        """A customer's group chat by its address; None if no lead has ever named it."""

    def add(self, group: Group) -> None: ...

    def remove(self, group: Group) -> None: ...

    def move(self, channel: str, old: str, new: str) -> None:
        """The chat has a new address: the group and the tickets that began there go along."""


class Topics(Protocol):
    def of(self, channel: str, chat: str, ticket: str) -> Topic | None:
        """A ticket's topic in a chat."""

    def at(self, channel: str, chat: str, thread: int) -> Topic | None:
        """Whose topic a thread is; None for the chat's main place, and for threads that are no ticket's."""

    def add(self, topic: Topic) -> None:
        """Enter one; the one that the ticket had in this chat before is forgotten."""

    def remove(self, topic: Topic) -> None: ...


class Settings(Protocol):
    def get(self, name: str) -> str | None:
        """A fact the desk learnt and must keep, e.g. the staff group's new id after a migration."""

    def put(self, name: str, value: str) -> None: ...


class Complaints(Protocol):
    def add(self, complaint: Complaint) -> None:
        """Enter a new one."""

    def get(self, number: str) -> Complaint:
        """By number; NothingToAnswer when there is none."""

    def of_ticket(self, number: str) -> list[Complaint]:
        """Those on a ticket, oldest first."""


class Counters(Protocol):
    def add(self, name: str) -> None:
        """One more."""

    def next(self, name: str) -> int:
        """One more, and how many that makes: no two transactions get the same."""

    def get(self, name: str) -> int:
        """How many so far."""


class Desk(Protocol):
    """The register, inside one transaction. Whatever is done through it is done together or not at all."""

    people: People
    customers: Customers
    complaints: Complaints
    consultations: Consultations
    drafts: Drafts
    tickets: Tickets
    journal: Journal
    outbox: Outbox
    timers: Timers
    files: Files
    deliveries: Deliveries
    messages: Messages
    secrets: Secrets
    vault: Vault | None
    """None: the desk was given no key, and cannot take anything in confidence."""
    settings: Settings
    tokens: Tokens
    participants: Participants
    links: Links
    groups: Groups
    topics: Topics
    articles: Articles
    counters: Counters
    consents: Consents
    erasure: Erasure
    quality_email: str
    """Where complaints go if the regulation names no address itself; empty: nowhere."""
    regulation: Regulation
    """The version in force now: for intakes. A ticket has its own."""
    staff: Staff
    """Where staff work."""

    def now(self) -> datetime:
        """The regulation's time, UTC; never goes back within a transaction."""

    def wall(self) -> float:
        """The wall clock, Unix time in seconds: for retries only."""


class Clerk(Protocol):
    """Writes the register: hand over one use case and wait until it is committed."""

    async def do(self, usecase: Callable[Concatenate[Desk, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run it in a transaction and return its result after the commit. Raises its Refusal; `Seen` for a repeated update."""

    async def aside(self, usecase: Callable[Concatenate[Desk, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Like `do`, for what is learnt on the way: the update that is being handled is not thereby marked as carried out."""

    async def read(self, query: Callable[Concatenate[Desk, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run something that only looks, outside the writer's queue."""


class Seen(Exception):
    """This update was carried out before; say where things stand instead of doing it again."""
