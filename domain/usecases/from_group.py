"""From a group: a message in a customer's group becomes a draft of its author's, and waits until they take it up in private."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from domain.cards import mask
from domain.draft import Conversation, Draft, DraftKind
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import IntakeOpen, NothingToAnswer, NotTheAuthor, TooManyWait
from domain.ticket import Ticket
from domain.usecases.bind_group import bound
from domain.usecases.files import IncomingFile, settle
from domain.usecases.hand_over import throw_away
from domain.usecases.meeting import conversation, meet
from domain.usecases.staff import chat_link
from domain.usecases.start import start_with_draft
from domain.usecases.telling import CHAT, tell_person

WAITS = timedelta(days=30)
"""How long an author has to take the draft up; then it is gone, and with it whoever never came."""
MOST_OF_ONE, MOST_OF_GROUP = 10, 100
"""How many drafts may wait for one author, and how many of one group."""
GROUP = "_group"
"""Among an intake's answers: the group chat that it comes from."""
PURPOSE = "group"
DOOR = "g-"
"""What the payload of a deep link to such a draft begins with (Bot API, deep linking)."""


@dataclass(frozen=True)
class Offered:
    """The draft waits. `link` opens it in private; empty while the desk does not know its own name. `told`: in private too."""

    link: str
    told: bool


def draft_from_group(
    desk: Desk, *, author: Speaker, message: str, text: str, file: IncomingFile | None = None
) -> Offered:
    """Keep one message of a customer's group for its author; the same message again is the same draft.

    Who speaks at `author.place` is the author, whoever asked for it. NotBound; TooManyWait.
    """
    group = bound(desk, author.place.chat)
    person = meet(desk, author)
    waiting = _waiting(desk, author, person)
    draft = next((d for d in waiting if d.answers.get("message") == message), None)
    if draft is None:
        if len(waiting) >= MOST_OF_ONE or desk.drafts.waiting_in(CHAT, group.chat) >= MOST_OF_GROUP:
            raise TooManyWait
        draft = _kept(desk, author, person, message, text, file)
    if person.chat:
        facts = {"draft": draft.id, "title": group.title}  # the words stand in the draft alone, and go with it
        key = f"{Code.FROM_GROUP}:{draft.id}:{CHAT}"
        tell_person(desk, person, Notice(Code.FROM_GROUP, facts), key=key)
    chat = chat_link(desk)
    token = desk.tokens.issue(PURPOSE, draft.id, desk.now() + WAITS)
    return Offered(f"{chat}?start={DOOR}{token}" if chat else "", bool(person.chat))


def draft_of_link(desk: Desk, *, token: str) -> str | None:
    """The draft that a deep link names; None for a link that was not made here, or is over. Whatever is given is hostile."""
    return desk.tokens.read(PURPOSE, token, desk.now())


def take_from_group(desk: Desk, *, by: Speaker, draft_id: str) -> Conversation:
    """The author takes their message up: it becomes the description of an intake, and the rest is asked in private.

    NothingToAnswer once it was taken up, or its time was over; NotTheAuthor; Suspended; IntakeOpen: another problem is being
    written down already, and the two must not become one.
    """
    person = meet(desk, by)
    draft = desk.drafts.get(draft_id)
    if draft is None or draft.kind is not DraftKind.FROM_GROUP:
        raise NothingToAnswer
    if draft.person_id != person.id:
        raise NotTheAuthor
    if any(d.kind is DraftKind.INTAKE and d.answers.get("description") for d in desk.drafts.of(by, person)):
        raise IntakeOpen
    files = desk.files.of_draft(draft.id)
    intake = start_with_draft(desk, by, person, draft)
    intake.answers = {**intake.answers, GROUP: draft.chat}
    desk.timers.cancel(draft.id, TimerKind.FROM_GROUP)
    for file in files:
        settle(desk, file.group)
    return conversation(desk, person, intake)


def lapse(desk: Desk, draft_id: str) -> Person | None:
    """Nobody took it up: the words and files go, and with them a person who never came to the desk.

    Returns who is left; None if nobody is, or there is no such draft.
    """
    draft = desk.drafts.get(draft_id)
    if draft is None or draft.kind is not DraftKind.FROM_GROUP:
        return None
    person = desk.people.get(draft.person_id)
    throw_away(desk, draft)
    desk.timers.cancel(draft_id, TimerKind.FROM_GROUP)
    stranger = not person.chat and not desk.tickets.count_of(person.id)
    if stranger and not desk.people.has_more(person.id):
        desk.people.forget(person)
        return None
    return person


def began_in(desk: Desk, ticket: Ticket, intake: Draft) -> dict[str, str]:
    """Note on a ticket which group it began in; returns what its journal says of that: a claim, and no proof."""
    ticket.group_chat = intake.answers.get(GROUP, "")
    group = desk.groups.get(CHAT, ticket.group_chat) if ticket.group_chat else None
    if group is None or group.organization_id is None:
        return {}
    return {"group": group.title, "claimed": desk.customers.get(group.organization_id).name}


def _waiting(desk: Desk, author: Speaker, person: Person) -> list[Draft]:
    return [d for d in desk.drafts.of(author, person) if d.kind is DraftKind.FROM_GROUP]


def _kept(desk: Desk, author: Speaker, person: Person, message: str, text: str, file: IncomingFile | None) -> Draft:
    """It stands at the group's place: in private nothing is awaited by it, until its author takes it up."""
    if desk.regulation.demand("cards") is not None:
        text = mask(text)
    place = author.place
    answers = {"texts": [text] if text else [], "message": message}
    draft = Draft(DraftKind.FROM_GROUP, place.channel, place.chat, place.thread, person.id, desk.now(), answers=answers)
    desk.drafts.open(draft)
    desk.timers.set(draft.id, TimerKind.FROM_GROUP, desk.now() + WAITS)
    if file is not None:
        noted = file.noted(author, person.id, file.group(author))
        noted.draft_id, noted.caption = draft.id, ""
        desk.files.add(noted)
    return draft
