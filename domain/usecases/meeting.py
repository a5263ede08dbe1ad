"""Meeting: who is speaking, and where the conversation with them stands."""

from __future__ import annotations

from domain.draft import Conversation, Draft, DraftKind
from domain.journal import Actor
from domain.people import Agent, Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, NotYours
from domain.ticket import Ticket
from domain.usecases.already import alike_found, articles_found, look


def meet(desk: Desk, by: Speaker) -> Person:
    """The person who speaks, entered if new; what the channel says of them is kept up to date."""
    person = desk.people.speaking(by)
    if by.private and person.chat != by.place.chat:
        person.chat = by.place.chat
    if person.name != by.name or person.username != by.username:
        person.name, person.username = by.name, by.username
    if not person.language_chosen and person.language != by.language:
        person.language = by.language
    return person


def conversation(desk: Desk, person: Person, draft: Draft | None) -> Conversation:
    """Where things stand with a person whose open draft is known."""
    if draft and draft.kind is DraftKind.INTAKE:
        look(desk, person, draft)
    files = desk.files.of_draft(draft.id) if draft and _shows_files(desk, draft, person) else []
    talk = Conversation(person, desk.regulation, draft, files)
    if draft and talk.step == "alike":
        talk.alike = alike_found(desk, draft)
    if draft and talk.step == "articles":
        talk.articles = articles_found(desk, person, draft)
    if talk.step == "faq":
        talk.articles = desk.articles.all()
    return talk


def standing(desk: Desk, *, by: Speaker) -> Conversation:
    """Where the conversation stands now, for somebody who has to be told again."""
    person = meet(desk, by)
    drafts = desk.drafts.of(by, person)
    talk = conversation(desk, person, drafts[0] if drafts else None)
    talk.open_tickets = [t.number for t in desk.tickets.open_of(person.id)]
    return talk


def open_draft(desk: Desk, by: Speaker, draft_id: str, *kinds: DraftKind) -> tuple[Person, Draft]:
    """The speaker's own draft that a button belongs to; it takes what they write next. NothingToAnswer if it is gone, or not theirs."""
    person = meet(desk, by)
    drafts = desk.drafts.of(by, person)
    draft = next((d for d in drafts if d.id == draft_id), None)
    if draft is None or draft.kind not in kinds:
        raise NothingToAnswer
    if draft is not drafts[0]:
        draft.opened_at = desk.now()
    return person, draft


def turn_to(desk: Desk, *, by: Speaker, draft_id: str) -> Conversation:
    """A button of this draft was pressed: the conversation goes on with it, or where it stands if the draft is gone."""
    try:
        person, draft = open_draft(desk, by, draft_id, *DraftKind)
    except NothingToAnswer:
        return standing(desk, by=by)
    return conversation(desk, person, draft)


def awaiting(desk: Desk, by: Speaker, person: Person, number: str, kind: DraftKind) -> Draft:
    """The draft in which the person's next words on a ticket are awaited, opened here if there is none yet."""
    draft = next((d for d in desk.drafts.for_ticket(person.id, number) if d.kind is kind), None)
    if draft is None:
        place = by.place
        draft = Draft(kind, place.channel, place.chat, place.thread, person.id, desk.now(), ticket=number)
        desk.drafts.open(draft)
    draft.opened_at = desk.now()
    return draft


def own_ticket(desk: Desk, person: Person, number: str) -> Ticket:
    """One of the person's own tickets. NotYours for anybody else's, and for none."""
    ticket = desk.tickets.get(number)
    if ticket.requester_id != person.id:
        raise NotYours
    return ticket


def requester(person: Person, by: Speaker) -> Actor:
    """The requester as the journal names them."""
    return Actor(person.id, person.name, by.place.channel)


def colleague(agent: Agent, by: Speaker) -> Actor:
    """A member of staff as the journal names them."""
    return Actor(agent.person_id, agent.name, by.place.channel)


def _shows_files(desk: Desk, draft: Draft, person: Person) -> bool:
    if draft.kind is not DraftKind.INTAKE:
        return draft.kind in (DraftKind.LOOSE, DraftKind.ARGUMENT)
    return draft.awaits(desk.regulation, person) in ("files", "summary")
