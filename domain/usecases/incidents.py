"""Incidents: a lead opens a failure that hits many, staff link requests to it; it is told of once, and ended for all together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import uuid4

from domain.effort import split
from domain.given import read
from domain.incidents import Incident
from domain.journal import Actor
from domain.notices import Code, Notice, Parcel
from domain.people import Agent, Speaker
from domain.ports import Delivery, Desk
from domain.refusals import IncidentIsOver, NotGiven, NothingToAnswer, NotYours, WrongAnswer, WrongState
from domain.ticket import Resolution, Ticket
from domain.usecases.complete import complete
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague
from domain.usecases.telling import refresh_card, tell_requester

Does = Literal["open", "write", "link", "end"]
FOR_LEADS: frozenset[Does] = frozenset({"open", "write", "end"})
"""What only a lead may do; whose requests tell of it, each of staff can see."""
MOST_NUMBERS = 100
"""So many requests are linked by one message."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_NUMBER = re.compile(r"(?:[^\W\d_]+-)?\d{1,9}(?!\d)")


@dataclass(frozen=True)
class Shown:
    """A failure as staff see it: `open_now` of the requests that tell of it, and how many there are in all."""

    incident: Incident
    open_now: int
    all: int


@dataclass(frozen=True)
class Opened:
    """It is known from now on."""

    shown: Shown


@dataclass(frozen=True)
class ToldAll:
    """So many requesters hear of it."""

    incident: Incident
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class LinkedTo:
    """What became of each number that was named. `before`: it was linked already; `closed`; `unknown`: there is none such."""

    incident: Incident
    linked: tuple[str, ...]
    before: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ended:
    """It is over. `left`: requests that could not be completed by it now; their requesters hear that it is over."""

    incident: Incident
    completed: tuple[str, ...]
    left: tuple[str, ...]


Done = Opened | ToldAll | LinkedTo | Ended


def open_now(desk: Desk, *, by: Speaker) -> list[Shown]:
    """The failures that are not over yet, the latest first. NotStaff."""
    desk.people.agent(by)
    return [shown(desk, incident) for incident in desk.incidents.open()]


def look_at(desk: Desk, *, by: Speaker, incident_id: str) -> Shown:
    """One of them. NotStaff, IncidentIsOver."""
    desk.people.agent(by)
    return shown(desk, going_on(desk, incident_id))


def shown(desk: Desk, incident: Incident) -> Shown:
    """One with what is linked to it."""
    tickets = desk.incidents.tickets(incident.id)
    return Shown(incident, sum(ticket.is_open for ticket in tickets), len(tickets))


def open_incident(desk: Desk, *, by: Speaker, text: str) -> Opened:
    """A lead says what has failed, in the words those concerned will read. NotStaff, OnlyLead, TooLong; WrongAnswer without words:
    a number alone tells nobody what has failed."""
    agent = desk.people.agent(by).must_lead()
    if len(_WORD.findall(text)) < 2:
        raise WrongAnswer("incident", "empty")
    incident = Incident(uuid4().hex[:12], _words(text), agent.person_id, agent.name, desk.now())
    desk.incidents.add(incident)
    return Opened(Shown(incident, 0, 0))


def ask_for_words(desk: Desk, *, by: Speaker, does: Does, incident_id: str, key: str) -> None:
    """A button that needs words: they are asked for by a message to reply to. NotStaff, OnlyLead, IncidentIsOver."""
    agent = _may(desk, by, does)
    about = going_on(desk, incident_id).text if does != "open" else ""
    facts = {"agent": agent.name, "address": by.address, "does": does, "incident": incident_id, "about": about}
    parcel = Parcel(
        key=f"{Code.PROMPT_INCIDENT}:{by.place.chat}:{key}",
        channel=by.place.channel,
        address=by.place.chat,
        thread=by.place.thread,
        code=Code.PROMPT_INCIDENT,
        facts=facts,
        language="",
        created=desk.wall(),
        due=desk.wall(),
    )
    desk.outbox.post(parcel)


def take_words(desk: Desk, *, by: Speaker, delivery: Delivery, text: str) -> Done:
    """The words that were asked for. NothingToAnswer if it is not known any more for what; else as the moves themselves."""
    parcel = desk.outbox.by_key(delivery.key)
    facts = parcel.facts if parcel else {}
    incident_id = str(facts.get("incident", ""))
    match facts.get("does"):
        case "open":
            return open_incident(desk, by=by, text=text)
        case "write":
            return write_to_all(desk, by=by, incident_id=incident_id, text=text)
        case "link":
            return link_numbers(desk, by=by, incident_id=incident_id, text=text)
        case "end":
            return end(desk, by=by, incident_id=incident_id, text=text)
    raise NothingToAnswer


def write_to_all(desk: Desk, *, by: Speaker, incident_id: str, text: str) -> ToldAll:
    """One text to the requesters of all open requests that tell of it, each by chat and letter and on their own request.

    NotStaff, OnlyLead, IncidentIsOver, TooLong; WrongAnswer without words.
    """
    agent, incident = _may(desk, by, "write"), going_on(desk, incident_id)
    text = _words(text)
    told = [ticket for ticket in desk.incidents.tickets(incident.id) if ticket.is_open]
    for ticket in told:
        _tell(desk, colleague(agent, by), ticket, "news", text)
    return ToldAll(incident, _numbers(told))


def link(desk: Desk, *, by: Speaker, number: str, incident_id: str) -> Ticket:
    """A request tells of this failure, and of no other. NotStaff, NotYours, IncidentIsOver; WrongState once closed."""
    agent, incident = _may(desk, by, "link"), going_on(desk, incident_id)
    ticket = desk.tickets.get(number)
    if ticket.incident_id == incident.id:
        raise NothingToAnswer
    concern(desk, colleague(agent, by), ticket, incident)
    return ticket


def unlink(desk: Desk, *, by: Speaker, number: str) -> Ticket:
    """It tells of something else. NotStaff, NotYours; NothingToAnswer if it was linked to none; WrongState once closed."""
    agent, ticket = _may(desk, by, "link"), desk.tickets.get(number)
    incident = desk.incidents.get(ticket.incident_id) if ticket.incident_id else None
    if incident is None:
        raise NothingToAnswer
    _tell(desk, colleague(agent, by), ticket, "unlinked", incident.text)
    ticket.incident_id = None
    return ticket


def choices(desk: Desk, *, by: Speaker, number: str) -> tuple[Ticket, list[Incident]]:
    """A request, and the failures it may tell of. NotStaff, NotYours."""
    desk.people.agent(by)
    return desk.tickets.get(number), desk.incidents.open()


def link_numbers(desk: Desk, *, by: Speaker, incident_id: str, text: str) -> LinkedTo:
    """The requests whose numbers stand in the text: «17, 18» or «BAR-000017». NotStaff, IncidentIsOver; WrongAnswer without any."""
    agent, incident = _may(desk, by, "link"), going_on(desk, incident_id)
    named = list(dict.fromkeys(_full(desk, one) for one in _NUMBER.findall(text)))[:MOST_NUMBERS]
    if not named:
        raise WrongAnswer("numbers", "empty")
    became: dict[str, list[str]] = {"linked": [], "before": [], "closed": [], "unknown": []}
    for number in named:
        became[_link_one(desk, colleague(agent, by), number, incident)].append(number)
    return LinkedTo(incident, **{what: tuple(numbers) for what, numbers in became.items()})


def end(desk: Desk, *, by: Speaker, incident_id: str, text: str) -> Ended:
    """It is over: all requests that tell of it are completed with this answer, each by the rules of its regulation.

    NotStaff, OnlyLead, IncidentIsOver, TooLong; WrongAnswer without words.
    """
    agent, incident = _may(desk, by, "end"), going_on(desk, incident_id)
    text = _words(text)
    tickets = [ticket for ticket in desk.incidents.tickets(incident.id) if ticket.is_open]
    done = [ticket for ticket in tickets if _can_be_completed(desk, ticket, text)]
    left = [ticket for ticket in tickets if ticket not in done]
    for ticket in done:
        complete(desk, by=by, number=ticket.number, text=text)
    for ticket in left:
        _tell(desk, colleague(agent, by), ticket, "over", text)
    incident.closed_at, incident.answer = desk.now(), text
    return Ended(incident, _numbers(done), _numbers(left))


def concern(desk: Desk, actor: Actor, ticket: Ticket, incident: Incident, *, tells: bool = True) -> None:
    """Link a request to a failure. `tells`: its requester hears of it by a notice of its own. WrongState once closed."""
    if tells:
        _tell(desk, actor, ticket, "linked", incident.text)
    else:
        ticket.concern(desk.now(), actor, "linked", incident.text)
    ticket.incident_id = incident.id


def going_on(desk: Desk, incident_id: str) -> Incident:
    """A failure that is not over. IncidentIsOver for every other."""
    incident = desk.incidents.get(incident_id)
    if incident is None or incident.closed_at is not None:
        raise IncidentIsOver
    return incident


def _tell(desk: Desk, actor: Actor, ticket: Ticket, how: str, text: str) -> None:
    entry = ticket.concern(desk.now(), actor, how, text)
    tell_requester(desk, ticket, Notice(Code.INCIDENT, {"how": how, "text": text}), entry)
    refresh_card(desk, ticket)


def _may(desk: Desk, by: Speaker, does: Does) -> Agent:
    agent = desk.people.agent(by)
    return agent.must_lead() if does in FOR_LEADS else agent


def _words(text: str) -> str:
    text = must_fit(text.strip())
    if not any(sign.isalnum() for sign in text):
        raise WrongAnswer("incident", "empty")
    return text


def _full(desk: Desk, named: str) -> str:
    """The whole number of a request that may have been named by its last digits only."""
    return desk.regulation.number(int(named)) if named.isdecimal() else named.upper()


def _link_one(desk: Desk, actor: Actor, number: str, incident: Incident) -> str:
    try:
        ticket = desk.tickets.get(number)
        if ticket.incident_id == incident.id:
            return "before"
        concern(desk, actor, ticket, incident)
    except NotYours:
        return "unknown"
    except WrongState:
        return "closed"
    return "linked"


def _can_be_completed(desk: Desk, ticket: Ticket, text: str) -> bool:
    """Whether this answer completes it now: in its state, and with what its regulation wants to be explained."""
    if not ticket.allows("complete"):
        return False
    rules = ticket.regulation
    if Resolution.SOLVED in rules.completion.explained:
        try:
            read(split(text)[0], ("explanation",), desk.now(), rules)
        except NotGiven:
            return False
    return True


def _numbers(tickets: Iterable[Ticket]) -> tuple[str, ...]:
    return tuple(ticket.number for ticket in tickets)
