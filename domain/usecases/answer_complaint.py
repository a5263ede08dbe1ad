"""Answer a complaint, or a low rating: a lead writes to the requester, and quality control gets a copy."""

from __future__ import annotations

from dataclasses import dataclass

from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Delivery, Desk
from domain.refusals import NothingToAnswer
from domain.ticket import Ticket
from domain.usecases.complain import quality_address, quality_of
from domain.usecases.limits import must_fit
from domain.usecases.low_rating import contacted
from domain.usecases.meeting import colleague
from domain.usecases.quality_control import lead_of, settle, unanswered
from domain.usecases.telling import tell_quality, tell_requester

PROMPTS = (Code.PROMPT_COMPLAINT, Code.PROMPT_CONTACTED)


@dataclass(frozen=True)
class Settled:
    """It is answered; `told`: the requester too, and not only quality control."""

    complaint: str
    told: bool


def answer_complaint(desk: Desk, *, by: Speaker, number: str, complaint: str, text: str) -> Ticket:
    """The requester is answered by chat and letter, quality control gets a copy. NotStaff, OnlyLead, TooLong, NothingToAnswer."""
    ticket = desk.tickets.get(number)
    agent = lead_of(desk, by, ticket)
    must_fit(text)
    written = unanswered(desk, ticket, complaint)
    settle(desk, written, text)
    quality = quality_of(desk, ticket.regulation)
    rated = written.stars is not None
    clause = quality.clause if quality and not rated else None
    entry = ticket.answer_complaint(desk.now(), colleague(agent, by), complaint, text, clause)
    facts = {"complaint": complaint, "text": text, "by": agent.name, "clause": clause, "rated": rated}
    tell_requester(desk, ticket, Notice(Code.COMPLAINT_ANSWERED, facts), entry)
    if address := quality_address(desk, ticket):
        copy = facts | {"letter": written.letter, "answers": True}
        tell_quality(desk, ticket, Notice(Code.COMPLAINT, copy), entry, address)
    return ticket


def is_prompt(desk: Desk, *, by: Speaker, remote: str) -> bool:
    """Whether this message of ours asks a lead for words on a complaint or a rating."""
    return _prompt_at(desk, by, remote) is not None


def answer_in_private(desk: Desk, *, by: Speaker, remote: str, text: str) -> Settled:
    """A lead replied in private to what asked for the words. NotStaff, OnlyLead, TooLong, NothingToAnswer."""
    asked = _prompt_at(desk, by, remote)
    parcel = desk.outbox.by_key(asked.key) if asked else None
    if asked is None or parcel is None or asked.ticket is None:
        raise NothingToAnswer
    told, complaint = asked.code is Code.PROMPT_COMPLAINT, str(parcel.facts["complaint"])
    if told:
        answer_complaint(desk, by=by, number=asked.ticket, complaint=complaint, text=text)
    else:
        contacted(desk, by=by, number=asked.ticket, complaint=complaint, text=text)
    return Settled(complaint, told)


def _prompt_at(desk: Desk, by: Speaker, remote: str) -> Delivery | None:
    found = desk.deliveries.find(by.place.channel, by.place.chat, remote)
    return found if found is not None and found.code in PROMPTS else None
