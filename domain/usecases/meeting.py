"""Meeting: who is speaking, and where the conversation with them stands."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from domain import apart
from domain.draft import Conversation, Draft, DraftKind, FileState, gates
from domain.journal import Actor
from domain.one_issue import judge
from domain.people import Agent, Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingKept, NothingToAnswer, NotYours
from domain.ticket import Ticket
from domain.usecases.already import alike_found, articles_found, incidents_found, look
from domain.usecases.menus import menu_follows
from domain.usecases.telling import MAIL

DOUBLE_TAP = timedelta(seconds=3)
"""An impatient finger: so soon after a press of a button the same press asks for nothing new."""


def meet(desk: Desk, by: Speaker) -> Person:
    """The person who speaks, entered if new; what the channel says of them is kept up to date."""
    person = desk.people.speaking(by)
    if by.private and person.chat != by.place.chat:
        person.chat = by.place.chat
        menu_follows(desk, person)
    if person.name != by.name or person.username != by.username:
        person.name, person.username = by.name, by.username
    if not person.language_chosen and person.language != by.language:
        person.language = by.language
    return person


def known(desk: Desk, by: Speaker) -> Person:
    """Who speaks, without entering anybody new: whoever was forgotten a moment ago is not known again by a second tap. NothingKept."""
    person = desk.people.by_address(by.place.channel, by.address)
    if person is None:
        raise NothingKept
    return person


def conversation(desk: Desk, person: Person, draft: Draft | None) -> Conversation:
    """Where things stand with a person whose open draft is known; what an intake tells of is judged here, once it is told."""
    judged = ""
    if draft and draft.kind is DraftKind.INTAKE and not gates(desk.regulation, person):
        once, before = (
            cache(judge),
            draft.answers.get(apart.JUDGED),
        )  # one text, one judgement; forgotten with this step
        draft.answers = apart.weigh(desk.regulation, draft.answers, judge=once)
        if draft.answers.get(apart.JUDGED) != before and "parts" not in draft.answers:
            judged = apart.text_of(desk.regulation, draft.answers)
        look(desk, person, draft, once)
    files = desk.files.of_draft(draft.id) if draft and _shows_files(desk, draft, person) else []
    if draft and draft.kind is DraftKind.INTAKE:
        draft.answers = apart.sort_out(draft.answers, (f for f in files if f.state is not FileState.REFUSED))
    talk = Conversation(person, desk.regulation, draft, files, judged=judged)
    if draft and talk.step == "incident":
        talk.incidents = incidents_found(desk, draft)
    if draft and talk.step == "alike":
        talk.alike = alike_found(desk, draft)
    if draft and talk.step == "articles":
        talk.articles = articles_found(desk, person, draft)
    if talk.step == "faq":
        talk.articles = desk.articles.all()
    if talk.step == "profile":
        talk.proved = tuple(desk.people.proved_addresses(person.id, MAIL))
    return talk


def standing(desk: Desk, *, by: Speaker) -> Conversation:
    """Where the conversation stands now, for somebody who has to be told again."""
    person = meet(desk, by)
    drafts = desk.drafts.of(by, person)
    talk = conversation(desk, person, drafts[0] if drafts else None)
    return with_open_tickets(desk, talk)


def with_open_tickets(desk: Desk, talk: Conversation) -> Conversation:
    """The same, with the tickets that the person may mean."""
    theirs = desk.tickets.open_of(talk.person.id)
    talk.open_tickets = [ticket.number for ticket in theirs]
    talk.subjects = {t.number: t.answers.get("subject") or t.answers.get("description", "") for t in theirs}
    return talk


def language_of(desk: Desk, *, by: Speaker) -> str:
    """The language somebody chose; else what the channel says."""
    person = desk.people.by_address(by.place.channel, by.address)
    return person.language if person and person.language_chosen else by.language


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
    draft.chat, draft.thread = by.place.chat, by.place.thread
    draft.opened_at = desk.now()
    return draft


def ask_once(desk: Desk, by: Speaker, person: Person, number: str, kind: DraftKind) -> Conversation:
    """Ask for the words that are awaited in such a draft; of two presses at once the second asks nothing more."""
    drafts = desk.drafts.for_ticket(person.id, number)
    again = any(d.kind is kind and is_double_tap(desk, d) for d in drafts)
    talk = conversation(desk, person, awaiting(desk, by, person, number, kind))
    talk.again = again
    return talk


def is_double_tap(desk: Desk, draft: Draft) -> bool:
    """Whether what opened the draft was pressed a moment ago."""
    return desk.now() - draft.opened_at < DOUBLE_TAP


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
    return draft.awaits(desk.regulation, person) in ("files", "whose", "summary")
