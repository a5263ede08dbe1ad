"""Merge people: a lead thinks that two are one human; nothing is merged on that word, only once both sides are proved.

Who has a chat with the desk is asked there, and learns neither the other's name nor address. If they say yes, six digits
go to the other side (its proved address, or else its chat), and typed into this chat they prove both, as with `/account`.
"""

from __future__ import annotations

import secrets
from uuid import uuid4

from domain.draft import Conversation, Draft, DraftKind
from domain.journal import EntryKind
from domain.notices import Code, Notice
from domain.people import EmailProof, Person, Speaker
from domain.ports import Desk
from domain.refusals import NoSuchPerson, NothingToAnswer
from domain.ticket import Ticket
from domain.usecases.account import OTHER, PROPOSED
from domain.usecases.block import may_be_blocked
from domain.usecases.code_letters import Limit, code_for
from domain.usecases.find_person import find_person
from domain.usecases.meeting import colleague, conversation, meet
from domain.usecases.telling import MAIL, refresh_card, tell_address, tell_person, tell_staff


def ask_for_other(desk: Desk, *, by: Speaker, number: str, key: str) -> None:
    """«Тот же человек…»: who else they are is asked for by a message to reply to. NotStaff, OnlyLead, NotYours, NothingToAnswer."""
    agent = desk.people.agent(by).must_lead()
    ticket = desk.tickets.get(number)
    person = desk.people.get(ticket.requester_id)
    if not may_be_blocked(desk, person):
        raise NothingToAnswer
    facts = {"agent": agent.name, "username": agent.username, "address": by.address, "name": person.name}
    tell_staff(desk, ticket, Notice(Code.PROMPT_SAME_PERSON, facts), mark=key)


def propose(desk: Desk, *, by: Speaker, number: str, text: str) -> Ticket:
    """The other one, by a request, a proved address or a Telegram id. Who can be asked in a chat is asked.

    NotStaff, OnlyLead, NotYours; NoSuchPerson if there is none, it is the same, or neither can be asked and proved.
    """
    agent = desk.people.agent(by).must_lead()
    ticket = desk.tickets.get(number)
    first, second = desk.people.get(ticket.requester_id), find_person(desk, which=text)
    pairs = [(one, other) for one, other in ((first, second), (second, first)) if one.chat and _provable(desk, other)]
    if first.id == second.id:
        raise NoSuchPerson(text.strip(), "same")
    if not pairs or not all(may_be_blocked(desk, one) for one in (first, second)):
        raise NoSuchPerson(text.strip(), "unproved")
    asked, other = pairs[0]
    token = uuid4().hex[:12]
    facts = {"token": token, "person": asked.id, "other": other.id, "ticket": number}
    tell_person(desk, asked, Notice(Code.SAME_PERSON, facts), key=f"{Code.SAME_PERSON}:{token}")
    ticket.record(desk.now(), EntryKind.MERGE_PROPOSED, {}, colleague(agent, by))
    refresh_card(desk, ticket)
    return ticket


def say_yes(desk: Desk, *, by: Speaker, token: str) -> Conversation:
    """They say that both are theirs: the digits go to the other side. NothingToAnswer if nobody asked them, or it is over."""
    person = meet(desk, by)
    asked = desk.outbox.by_key(f"{Code.SAME_PERSON}:{token}")
    if asked is None or asked.facts.get("person") != person.id:
        raise NothingToAnswer
    other = desk.people.get(asked.facts["other"])
    if other.merged_into or other.erased_at is not None or other.id == person.id:
        raise NothingToAnswer
    drafts = [one for one in desk.drafts.of(by, person) if one.kind is DraftKind.ACCOUNT]
    draft = next((one for one in drafts if one.answers.get(OTHER) == other.id), None)
    if draft is None:
        for old in drafts:
            desk.drafts.discard(old)
        place = by.place
        draft = Draft(DraftKind.ACCOUNT, place.channel, place.chat, place.thread, person.id, desk.now())
        draft.answers = {OTHER: other.id, "email": "-", "tries": 0, "sent": _send(desk, person, other)}
        draft.answers[PROPOSED] = asked.facts.get("ticket", "")
        desk.drafts.open(draft)
    return conversation(desk, person, draft)


def _provable(desk: Desk, person: Person) -> bool:
    return bool(person.chat or desk.people.proved_addresses(person.id, MAIL))


def _send(desk: Desk, person: Person, other: Person) -> str:
    """When the code was made; empty if none may go today."""
    addresses = desk.people.proved_addresses(other.id, MAIL)
    if addresses:
        code = code_for(desk, person, addresses[0])
        if isinstance(code, Limit):
            return ""
    else:
        code = f"{secrets.randbelow(10**6):06d}"
        desk.people.set_proof(EmailProof(person.id, f"chat:{other.id}", code, desk.now()))
    proof = desk.people.proof(person.id)
    assert proof is not None
    key = f"{Code.ACCOUNT_CODE}:{person.id}:{proof.sent_at.isoformat()}"
    if addresses:
        tell_address(desk, other, addresses[0], Notice(Code.ACCOUNT_CODE, {"code": code}), key=key)
    else:
        tell_person(desk, other, Notice(Code.SAME_PERSON_CODE, {"code": code}), key=key)
    return proof.sent_at.isoformat()
