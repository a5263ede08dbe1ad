"""Canned answers: staff write, list and drop them in the chat, look at one with a ticket's own facts in it, and send it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from domain.canned import Canned, expand, in_language, read_language, read_name, read_text, short
from domain.notices import Code, Notice, Parcel
from domain.people import Agent, Speaker
from domain.ports import Delivery, Desk
from domain.refusals import NothingToAnswer, WrongState
from domain.regulation import Regulation
from domain.staff_refusals import ChosenByAnother, WrongCanned
from domain.ticket import Ticket
from domain.usecases.fate import mark_sent, posted
from domain.usecases.reply import reply
from domain.usecases.telling import tell_staff

PAGE = 10
When = Callable[[datetime, Regulation, str], str]
"""Says an instant in a language; the words are the view's."""


@dataclass(frozen=True)
class Shelf:
    """A page of all of them; pages count from 0."""

    answers: list[Canned]
    page: int
    pages: int


@dataclass(frozen=True)
class Kept:
    """It is there; `new`: it was not before."""

    answer: Canned
    new: bool


def all_canned(desk: Desk, *, by: Speaker, page: int = 0) -> Shelf:
    """/canned. NotStaff."""
    desk.people.agent(by)
    answers = desk.canned.all()
    pages = max(1, -(-len(answers) // PAGE))
    page = min(max(page, 0), pages - 1)
    return Shelf(answers[page * PAGE : (page + 1) * PAGE], page, pages)


def show_canned(desk: Desk, *, by: Speaker, name: str) -> list[Canned]:
    """/canned show: the answer in each of its languages. NotStaff, WrongCanned."""
    desk.people.agent(by)
    return _named(desk, name)


def ask_for_canned(desk: Desk, *, by: Speaker, name: str, language: str, key: str) -> None:
    """/canned add: the text is asked for by a message to reply to; what it says now is shown there. NotStaff, WrongCanned."""
    agent = desk.people.agent(by)
    name, language = read_name(name), read_language(language or desk.staff.language)
    known = desk.canned.get(name, language)
    facts = {"agent": agent.name, "address": by.address, "name": name, "language": language}
    desk.outbox.post(
        Parcel(
            key=f"{Code.PROMPT_TEMPLATE}:{by.place.chat}:{key}",
            channel=by.place.channel,
            address=by.place.chat,
            thread=by.place.thread,
            code=Code.PROMPT_TEMPLATE,
            facts=facts | {"text": known.text if known else ""},
            language="",
            created=desk.wall(),
            due=desk.wall(),
        )
    )


def write_canned(desk: Desk, *, by: Speaker, delivery: Delivery, text: str) -> Kept:
    """The reply to that. A second reply writes it anew. NotStaff, WrongCanned."""
    agent = desk.people.agent(by)
    parcel = desk.outbox.by_key(delivery.key)
    if parcel is None:
        raise NothingToAnswer
    name, language, words = parcel.facts["name"], parcel.facts["language"], read_text(text)
    known = desk.canned.get(name, language)
    if known is None:
        known = Canned(name, language, words, agent.name, desk.now())
        desk.canned.put(known)
        return Kept(known, new=True)
    known.text, known.author, known.updated_at = words, agent.name, desk.now()
    return Kept(known, new=False)


def drop_canned(desk: Desk, *, by: Speaker, name: str, language: str = "") -> list[Canned]:
    """/canned drop: in one language, or in all. OnlyLead, NotStaff, WrongCanned."""
    desk.people.agent(by).must_lead()
    wanted = read_language(language) if language else ""
    gone = [one for one in _named(desk, name) if wanted in ("", one.language)]
    if not gone:
        raise WrongCanned("missing", f"{name} {language}".strip())
    for one in gone:
        desk.canned.drop(one)
    return gone


def choices(desk: Desk, *, by: Speaker, number: str) -> list[str]:
    """The names to choose from for a ticket, what is sent most first. NotStaff, NotYours, WrongState."""
    desk.people.agent(by)
    _open(desk.tickets.get(number))
    used: dict[str, int] = {}
    for one in desk.canned.all():
        used[one.name] = used.get(one.name, 0) + one.used
    return sorted(used, key=lambda name: (-used[name], name))


def look_at(desk: Desk, *, by: Speaker, number: str, chosen: str, key: str, when: When) -> None:
    """Show it as it would go out: in the requester's language where it is written in it, with this ticket's facts.

    `chosen`: what the button carried. NotStaff, NotYours, WrongState; NothingToAnswer if it was dropped.
    """
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    _open(ticket)
    everything = desk.canned.all()
    name = next((one.name for one in everything if short(one.name) == chosen), "")
    answer = in_language(everything, name, desk.people.get(ticket.requester_id).language)
    if answer is None:
        raise NothingToAnswer
    text, lacking = expand(answer.text, _values(desk, ticket, agent, answer.language, when))
    facts = {"text": text, "lacking": lacking, "canned": answer.name, "of": answer.language}
    facts |= {"agent": agent.name, "address": by.address, "person": agent.person_id}
    tell_staff(desk, ticket, Notice(Code.CANNED, facts), mark=key)


def send_canned(desk: Desk, *, by: Speaker, number: str, remote: str) -> Ticket:
    """Send what was looked at in the message `remote`, word for word, once.

    NotStaff, NotYours, WrongState; ChosenByAnother; WrongCanned while a value is lacking; NothingToAnswer.
    """
    agent, parcel = _looked_at(desk, by, number, remote)
    if parcel.facts["lacking"]:
        raise WrongCanned("lacking", parcel.facts["lacking"][0])
    before = posted(desk, number)
    ticket = reply(desk, by=by, number=number, text=parcel.facts["text"])
    parcel.facts = {**parcel.facts, "done": True}
    if (answer := desk.canned.get(parcel.facts["canned"], parcel.facts["of"])) is not None:
        answer.used += 1
    mark_sent(desk, replace(by, message=remote), agent, ticket, "reply", before)
    return ticket


def fix_canned(desk: Desk, *, by: Speaker, number: str, remote: str, key: str) -> None:
    """Ask for the words as they should go, with these to be copied. As `send_canned`, but for a value that is lacking."""
    agent, parcel = _looked_at(desk, by, number, remote)
    ticket = desk.tickets.get(number)
    _open(ticket)
    facts = {"agent": agent.name, "username": agent.username, "address": by.address, "text": parcel.facts["text"]}
    tell_staff(desk, ticket, Notice(Code.PROMPT_CANNED, facts), mark=key)


def _looked_at(desk: Desk, by: Speaker, number: str, remote: str) -> tuple[Agent, Parcel]:
    agent = desk.people.agent(by)
    delivery = desk.deliveries.find(by.place.channel, by.place.chat, remote)
    parcel = desk.outbox.by_key(delivery.key) if delivery and delivery.code is Code.CANNED else None
    if parcel is None or parcel.ticket != number or parcel.facts.get("done"):
        raise NothingToAnswer
    if parcel.facts["person"] != agent.person_id:
        raise ChosenByAnother(by=parcel.facts["agent"])
    return agent, parcel


def _values(desk: Desk, ticket: Ticket, agent: Agent, language: str, when: When) -> dict[str, str]:
    """This ticket's own facts, and nobody else's."""
    due = ticket.promised_at or ticket.resolution_due
    return {
        "name": ticket.answers.get("name") or desk.people.get(ticket.requester_id).name,
        "number": ticket.number,
        "deadline": when(due, ticket.regulation, language) if due else "",
        "agent": agent.name,
        "organization": ticket.answers.get("organization", ""),
    }


def _open(ticket: Ticket) -> None:
    if not ticket.is_open:
        raise WrongState(status=ticket.status, move="answer")


def _named(desk: Desk, name: str) -> list[Canned]:
    known = read_name(name)
    found = [one for one in desk.canned.all() if one.name == known]
    if not found:
        raise WrongCanned("missing", name)
    return found
