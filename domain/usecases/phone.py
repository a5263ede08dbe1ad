"""Phone: staff take a request down for a caller, or note the advice they gave (barier 7.1, intervale 5.2, insales)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.consultation import Consultation
from domain.draft import Draft, DraftKind
from domain.form import CALL, Filled, Names, call_time, read
from domain.journal import Actor
from domain.notices import Code, Parcel
from domain.people import Agent, Identity, Person, Place, Speaker
from domain.ports import Delivery, Desk
from domain.refusals import CallUnclear, DoorClosed, FormIsDone, WrongAnswer
from domain.terms import Door
from domain.ticket import Ticket
from domain.usecases.known_failure import may_concern, offer_to_link
from domain.usecases.limits import must_fit
from domain.usecases.register import new_ticket, tell_all
from domain.usecases.roles import agent_anywhere, works_here
from domain.usecases.telling import MAIL

PHONE = "phone"
_BETWEEN = re.compile(r"\s+[—–-]\s+|:\s+")
"""What parts the caller from the advice, where both stand in one line."""


@dataclass(frozen=True)
class TakenDown:
    """The call is a request now. `known`: the failures that are going on, for the caller to hear of."""

    ticket: Ticket
    known: tuple[str, ...] = ()


@dataclass(frozen=True)
class Advised:
    """The call is written down, with no number. `registers`: a call may become a request here."""

    consultation: Consultation
    clause: str | None
    registers: bool


def open_form(desk: Desk, *, by: Speaker, key: str) -> None:
    """/new in the staff group, or «Со слов клиента» in private: the form comes as a message to reply to.

    NotStaff; DoorClosed where calls become no requests.
    """
    agent = agent_anywhere(desk, by)
    _door(desk, registers=True)
    # In the agent's private chat it would stand in the way of their own requests: it lies with the staff group.
    place = Place(by.place.channel, desk.staff.chat) if by.private else by.place
    draft = Draft(DraftKind.CALL, place.channel, place.chat, place.thread, agent.person_id, desk.now())
    desk.drafts.open(draft)
    _prompt(desk, by, agent, Code.PROMPT_NEW, key, {"draft": draft.id})


def open_note(desk: Desk, *, by: Speaker, key: str) -> None:
    """/call in the staff group: who called and what was advised is asked for. NotStaff; DoorClosed where no phone is official."""
    agent = desk.people.agent(by)
    _door(desk)
    _prompt(desk, by, agent, Code.PROMPT_CALL, key, {})


def answer_prompt(
    desk: Desk, *, by: Speaker, delivery: Delivery, text: str, names: Names
) -> TakenDown | Advised | None:
    """The words asked for by one of the two. None: something lacks still, and is asked for. FormIsDone, CallUnclear."""
    if delivery.code is Code.PROMPT_CALL:
        return note_call(desk, by=by, text=text)
    parcel = desk.outbox.by_key(delivery.key)
    draft = desk.drafts.get(str(parcel.facts.get("draft"))) if parcel else None
    if draft is None:
        raise FormIsDone
    return _take_down(desk, by, draft, text, names)


def _take_down(desk: Desk, by: Speaker, draft: Draft, text: str, names: Names) -> TakenDown | None:
    """What is right is kept; what lacks is asked for by one more message to reply to, until the request is whole."""
    agent = agent_anywhere(desk, by)
    _door(desk, registers=True)
    rules = desk.regulation
    known: Mapping[str, Any] = draft.answers.get("filled", {})
    filled = read(rules, names, text, Filled(**known), awaited=draft.answers.get("lacking", []))
    wrong, called_at = list(filled.wrong), desk.now()
    try:
        called_at = call_time(filled.call, desk.now(), rules)
    except WrongAnswer as refusal:
        wrong.append(refusal)
    lacking = [refusal.field for refusal in wrong]
    if lacking:
        kept = {
            "answers": filled.answers,
            "kind": filled.kind,
            "impact": filled.impact,
            "call": "" if CALL in lacking else filled.call,
        }
        draft.answers = {"filled": kept, "lacking": lacking}
        draft.turn += 1
        facts = {"draft": draft.id, "wrong": [_facts(refusal) for refusal in wrong]}
        _prompt(desk, by, agent, Code.PROMPT_NEW, f"{draft.id}:{draft.turn}", facts)
        return None
    desk.drafts.discard(draft)
    failures = tuple(one.text for one in desk.incidents.open())
    return TakenDown(_register(desk, agent, filled, called_at), failures)


def _register(desk: Desk, agent: Agent, filled: Filled, called_at: datetime) -> Ticket:
    """The caller is somebody new to the desk: an address that was only spoken of makes nobody the owner of another's requests."""
    rules, answers = desk.regulation, filled.answers
    caller = Person(name=answers.get("name") or answers.get("email", ""), language=desk.staff.language)
    desk.people.add(caller)
    if answers.get("email"):
        desk.people.add_identity(Identity(MAIL, answers["email"], caller.id))
    ticket = new_ticket(desk, caller, PHONE, answers, filled.kind, filled.impact, received_at=called_at)
    entry = ticket.register(
        desk.now(),
        Actor(agent.person_id, agent.name, PHONE),
        clause=rules.clause("phone") or rules.clause("receipt"),
        door=PHONE,
        called_at=called_at.isoformat(),
        consent_asked_by=agent.name,
    )
    tell_all(desk, ticket, entry, **may_concern(desk))
    offer_to_link(desk, ticket, to=agent.person_id)
    return ticket


def is_form(desk: Desk, *, by: Speaker, remote: str) -> bool:
    """Whether this message of ours is a form that waits to be filled in, and the speaker works here."""
    delivery = desk.deliveries.find(by.place.channel, by.place.chat, remote)
    return delivery is not None and delivery.code is Code.PROMPT_NEW and works_here(desk, by=by)


def fill_in_form(desk: Desk, *, by: Speaker, remote: str, text: str, names: Names) -> TakenDown | None:
    """The form, filled in where it was sent in private. NotStaff, FormIsDone, DoorClosed; None: something lacks still."""
    agent_anywhere(desk, by)
    delivery = desk.deliveries.find(by.place.channel, by.place.chat, remote)
    if delivery is None or delivery.code is not Code.PROMPT_NEW:
        raise FormIsDone
    done = answer_prompt(desk, by=by, delivery=delivery, text=text, names=names)
    return done if isinstance(done, TakenDown) else None


def note_call(desk: Desk, *, by: Speaker, text: str) -> Advised:
    """Write down who called and what was advised: «Иванов, Ромашка — как сбросить пароль», or the caller on a line of its own.

    NotStaff, DoorClosed, TooLong; CallUnclear where one of the two is missing.
    """
    agent = desk.people.agent(by)
    door = _door(desk)
    caller, _, said = must_fit(text).strip().partition("\n")
    if not said.strip():
        caller, *parts = _BETWEEN.split(caller, maxsplit=1)
        said = "".join(parts)
    if not caller.strip() or not said.strip():
        raise CallUnclear
    consultation = Consultation(desk.now(), agent.name, caller.strip(" :—–-"), said.strip())
    desk.consultations.add(consultation)
    advice = desk.regulation.demand("phone_advice")
    clause = advice.clause if advice else desk.regulation.clause("phone")
    return Advised(consultation, clause, door.registers)


def _door(desk: Desk, *, registers: bool = False) -> Door:
    """The door by phone, or DoorClosed with the clause and what is open instead."""
    rules = desk.regulation
    door = rules.door(PHONE)
    if door and (door.registers or not registers):
        return door
    mail = rules.door(MAIL)
    clause = rules.clause("phone") if door else rules.clause("unofficial") or rules.clause("doors")
    raise DoorClosed(PHONE, clause, door is not None, tuple(mail.addresses) if mail else ())


def _prompt(desk: Desk, by: Speaker, agent: Agent, code: Code, key: str, facts: dict[str, Any]) -> None:
    """Ask for words by a message in the group that is replied to."""
    desk.outbox.post(
        Parcel(
            key=f"{code}:{by.place.chat}:{key}",
            channel=by.place.channel,
            address=by.place.chat,
            thread=by.place.thread,
            code=code,
            facts={"agent": agent.name, "address": by.address, **facts},
            language="",
            created=desk.wall(),
            due=desk.wall(),
        )
    )


def _facts(refusal: WrongAnswer) -> dict[str, Any]:
    return {"field": refusal.field, "problem": refusal.problem, "over": refusal.over, "clause": refusal.clause}
