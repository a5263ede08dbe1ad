"""Drafts: what is awaited from whom. Which question comes next is computed from the answers, never remembered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from domain import apart
from domain.answers import Field
from domain.article import Article
from domain.claims import MATCH
from domain.incidents import Incident
from domain.links import find_link
from domain.people import Person
from domain.regulation import Regulation
from domain.ticket import Ticket


class DraftKind(StrEnum):
    INTAKE = "intake"
    """A request being put together; not an official request until it is registered."""
    LOOSE = "loose"
    """Words that belong to no ticket yet (barier 7.5); kept until their writer says what they are."""
    ANSWER = "answer"
    """The desk asked, the requester answers."""
    ARGUMENT = "argument"
    """Why a completed ticket is not solved (barier 4.8)."""
    COMMENT = "comment"
    """A few words to go with a rating."""
    EMAIL = "email"
    """A corrected e-mail address (barier 7.10)."""
    CALL = "call"
    """The form of a request that staff take down by phone; awaited from the agent (barier 7.1)."""
    LETTER = "letter"
    """A letter held back, until staff say that it is a request (barier 7.10)."""
    SECRET = "secret"
    """Something told in confidence (gravity 4.3); the words themselves never come into a draft."""
    FROM_GROUP = "from_group"
    """A message of a customer's group, kept at the group's place until its author takes it up in private."""
    HELPED = "helped"
    """An intake that an article made needless: kept like any draft, and awaited no more unless its writer takes it up."""
    COMPLAINT = "complaint"
    """Words to quality control (gravity 6, e-doc 16); `answers["letter"]`: complaint or speed_up."""
    PROFILE = "profile"
    """One answer about oneself, corrected outside an intake; `answers["field"]`: which."""
    ACCOUNT = "account"
    """The address, and then the code, by which requests move to another account; `answers["email"]` once it was given."""
    OBJECTION = "objection"
    """Why a changed priority is not right; `answers["n"]`: the entry of the change."""
    DETAILS = "details"
    """What a letter did not say, asked for line by line in the chat; `answers["_lines"]`: which lines."""
    SPLIT = "split"
    """What of a ticket becomes one of its own; staff choose by buttons, and it awaits no words."""


PRODUCTS = "_products"
"""Among an intake's answers: the products of the customer's contract, where there are several to choose from."""
KNOWN = "_known"
"""Among an intake's answers: the fields that were answered another time, and are only confirmed, on the card «profile»."""
ALIKE, ARTICLES, EARLY = "_alike", "_articles", "_early"
"""Among an intake's answers: the open ticket that tells of the same, the slugs of the articles that may answer it, and
whether the problem was told before anything else was asked."""
INCIDENTS = "_incidents"
"""Among an intake's answers: the failures that were known when the problem was told, by id; the step is «incident»."""
NOT_PROTECTED = "none"
"""The answer that it is nothing that only the owner may ask for."""


DESCRIBED = "described"
"""The reason by which a thing is no attachment (a voice message, a place): only its description is shown."""


class FileState(StrEnum):
    WAITING = "waiting"
    KEPT = "kept"
    REFUSED = "refused"
    ERASED = "erased"
    """Its content is gone for good, with the personal data of who sent it."""


@dataclass(eq=False)
class Attachment:
    """A file somebody sent. It belongs to a draft until the draft is sent, then to a ticket.

    `remote` is where the channel keeps it, `sha256` where we do; `group` holds an album together; `problem` says why it was refused.
    """

    person_id: str
    channel: str
    remote: str
    name: str
    size: int
    received_at: datetime
    form: str = "document"
    caption: str = ""
    group: str = ""
    position: int = 0
    draft_id: str | None = None
    ticket: str | None = None
    by_staff: bool = False
    state: FileState = FileState.WAITING
    sha256: str = ""
    type: str = ""
    problem: dict[str, Any] | None = None
    attempts: int = 0
    told: bool = False
    id: str = field(default_factory=lambda: uuid4().hex)

    def erase(self) -> None:
        """Forget all that tells whose it was. The digest goes once the content is gone (`Files.erased`)."""
        self.state, self.problem = FileState.ERASED, None
        self.remote = self.name = self.caption = self.group = ""


@dataclass(eq=False)
class Draft:
    """What is awaited from a person at a place. The one opened last takes what they write; the others wait.

    `at` points at a question asked again (Back, or a correction from the summary: then `correcting`).
    """

    kind: DraftKind
    channel: str
    chat: str
    thread: int
    person_id: str
    opened_at: datetime
    ticket: str | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    at: str | None = None
    correcting: bool = False
    turn: int = 0
    id: str = field(default_factory=lambda: uuid4().hex[:12])
    version: int = 1

    def put(self, key: str, value: Any) -> None:
        """Record an answer and go on to the next question."""
        self.answers = {**self.answers, key: value}
        self.at, self.correcting = None, False
        self.turn += 1

    def awaits(self, regulation: Regulation, person: Person) -> str:
        """The question that is open now: a gate, faq (articles are offered), profile (what is known of the person), a field's key,
        incident (a failure is known), alike (a ticket tells of the same), articles (of ours, that may answer it),
        parts (there are several problems), product, kind, protected, impact, files, whose (they are) or summary."""
        if closed := gates(regulation, person):
            return closed[0]
        if self.at:
            return self.at
        return next((step for step in steps(regulation, self.answers) if step not in self.answers), "summary")

    def back(self, regulation: Regulation, person: Person) -> None:
        """Ask the question before the present one again; the answer given stays as an offer. A gate has none before it."""
        if gates(regulation, person):
            return
        order = steps(regulation, self.answers)
        now = self.awaits(regulation, person)
        index = order.index(now) if now in order else len(order)
        # An answer that is corrected on the card, or from the summary, has no place in the order: back to where it was chosen.
        self.at = None if now in self.answers.get(KNOWN, ()) else order[max(0, index - 1)]
        self.correcting = False
        self.turn += 1

    def correct(self, step: str) -> None:
        """From the summary, ask one question again; then return to the summary."""
        self.at, self.correcting = step, True
        self.turn += 1


def gates(regulation: Regulation, person: Person) -> list[str]:
    """What must be agreed to before the first question, in order: consent (152-ФЗ), acceptance of this version (intervale 2.4)."""
    wanted = {"consent": person.consent_version != regulation.consent.version}
    if regulation.demand("acceptance"):
        wanted["acceptance"] = person.accepted != regulation.edition
    return [gate for gate, closed in wanted.items() if closed]


def steps(regulation: Regulation, answers: dict[str, Any]) -> list[str]:
    """The questions of an intake in order: articles first (where demanded), the card with what is known of the person, the
    text fields that are not known, product (where there are several), kind, whether it is something that only the owner
    may ask for, impact (where the kind does not settle it), what brings it to the head of the queue (where that is
    asked), files. What may spare the request comes as soon as the problem is told; where several are told: `domain.apart`.
    """
    known = answers.get(KNOWN, ())
    order = [f.key for f in regulation.fields if f.key not in known]
    if answers.get(MATCH):
        order.insert(order.index("organization") + 1 if "organization" in order else 0, "claim")
    if answers.get(PRODUCTS):
        order.append("product")
    about = [name for name, asked in (("kind", regulation.kinds), ("protected", regulation.protected)) if asked]
    at = 0 if regulation.kind_first else len(order)
    order[at:at] = about
    settled = any(k.key == answers.get("kind") and k.priority for k in regulation.kinds)
    if regulation.impacts and not settled:
        order.append("impact")
    if regulation.queue.head:
        order.append("head")
    if known:
        order.insert(order.index("claim") + 1 if order[:1] == ["claim"] else 0, "profile")
    if regulation.demand("faq_first"):
        order.insert(0, "faq")
    spares = [
        step
        for step, found in (("incident", INCIDENTS), ("alike", ALIKE), ("articles", ARTICLES))
        if answers.get(found)
    ]
    at = order[:1].count("faq") if answers.get(EARLY) else order.index("description") + 1
    order[at:at] = spares
    order = apart.ordered(order, regulation, answers)
    files = ["files", "whose"] if answers.get(apart.SORT) else ["files"]
    return [*order, *files] if regulation.attachments.max_count else order


def article_field(regulation: Regulation) -> Field | None:
    """The field for the article that did not help, where the step that offers articles asks for it already (e-doc 10)."""
    if regulation.demand("faq_first") is None:
        return None
    return next((f for f in regulation.fields if f.key == "link" and not f.required), None)


def article_of(regulation: Regulation, answers: dict[str, Any]) -> str:
    """The article that did not help, as it was given in the intake; empty if none was."""
    field = article_field(regulation)
    given: str = (answers.get(field.key) if field else "") or answers.get("_article", "")
    return find_link(given) or given


@dataclass
class Conversation:
    """Where the conversation with a person stands: what is asked of them now, and what they gave so far.

    `unheard`: they wrote where only a button serves, so their words were not taken down. `subjects`: what each open ticket
    is about, by number. `alike`: an open ticket of theirs, or of a colleague, that seems to tell of the same (insales).
    `articles`: those of ours that may answer it; where the regulation's own are offered, any there are. `proved`: their mail
    addresses that are. `joined`: the customer they have just become a member of. `again`: the button was pressed twice at
    once, and the first press has asked already. `judged`: the text in which the desk has just looked for several problems,
    while its writer has not said what they are. `whole`: nothing that is said next can go on with what was just answered,
    so it does not matter what had been seen then.
    `incidents`: failures that are known, and may be what they tell of.
    """

    person: Person
    regulation: Regulation
    draft: Draft | None = None
    files: list[Attachment] = field(default_factory=list)
    open_tickets: list[str] = field(default_factory=list)
    subjects: dict[str, str] = field(default_factory=dict)
    unheard: bool = False
    alike: Ticket | None = None
    proved: tuple[str, ...] = ()
    joined: str = ""
    judged: str = ""
    articles: list[Article] = field(default_factory=list)
    again: bool = False
    whole: bool = False
    incidents: list[Incident] = field(default_factory=list)

    @property
    def step(self) -> str:
        """The open question of an intake; empty where none is open."""
        if self.draft is None or self.draft.kind is not DraftKind.INTAKE:
            return ""
        return self.draft.awaits(self.regulation, self.person)
