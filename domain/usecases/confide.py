"""Confide: staff ask for credentials, the requester tells them in confidence, the assignee sees them once (gravity 4.3).

The words are sealed before they are stored, and stand in no draft, journal, notice or letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.answers import utf16_length
from domain.cleaning import clean_text
from domain.draft import Conversation, Draft, DraftKind
from domain.journal import EntryKind
from domain.notices import Code, Notice
from domain.people import Person, Place, Speaker
from domain.ports import Delivery, Desk, Secret, TimerKind, Vault
from domain.refusals import (
    NoChat,
    NoSecretKey,
    NothingToAnswer,
    OnlyAssignee,
    ShownAlready,
    TooLongToHide,
    WrongState,
)
from domain.terms import Demand
from domain.ticket import WORKABLE, Status, Ticket
from domain.usecases.ask import no_longer_clear, remind
from domain.usecases.deadlines import set_deadline_timers
from domain.usecases.erase import erase_message
from domain.usecases.limits import must_fit
from domain.usecases.meeting import awaiting, colleague, conversation, meet, own_ticket, requester
from domain.usecases.staff import prompt
from domain.usecases.take import for_work
from domain.usecases.telling import CHAT, refresh_card, tell_by_letter, tell_requester, tell_staff
from domain.usecases.topics import place_of, topic_at

SETTING = "FRONTDESK_SECRET_KEY"
LONGEST = 180
"""UTF-16 units: Telegram shows 200 characters in the answer to a press (Bot API: answerCallbackQuery)."""


@dataclass(frozen=True)
class Shown:
    """What was told in confidence, for the eyes of whoever pressed."""

    words: str = field(repr=False)


def prompt_for_secret(desk: Desk, *, by: Speaker, number: str, key: str) -> None:
    """«Запросить доступ» was pressed: ask the agent what exactly they need.

    NotStaff, NotYours, WrongState; NoSecretKey, NoChat; NothingToAnswer where the regulation has no such demand.
    """
    desk.people.agent(by)
    _demand(desk, desk.tickets.get(number))
    prompt(desk, by=by, number=number, code=Code.PROMPT_SECRET, key=key)


def ask_in_confidence(desk: Desk, *, by: Speaker, number: str, question: str, files: Sequence[str] = ()) -> Ticket:
    """Put the question to the requester, to be answered in confidence; the clock stands as for any question.

    NotStaff, NotYours, WrongState, TooLong, NoSecretKey, NoChat, NothingToAnswer.
    """
    must_fit(question)
    desk.people.agent(by)
    demand = _demand(desk, desk.tickets.get(number))
    agent, ticket = for_work(desk, by, number)
    entry = ticket.ask(desk.now(), colleague(agent, by), question, files, demand)
    set_deadline_timers(desk, ticket)
    remind(desk, ticket)
    _await_secret(desk, ticket)
    facts = {"text": question, "by": agent.name, "files": list(files), "clause": demand.clause}
    tell_requester(desk, ticket, Notice(Code.SECRET_ASKED, facts), entry)
    refresh_card(desk, ticket)
    return ticket


def open_confidence(desk: Desk, *, by: Speaker, number: str) -> Conversation:
    """«Ответить секретно» was pressed: what the requester writes next is sealed.

    NotYours; NothingToAnswer if nothing was asked in confidence; WrongState once completed; NoSecretKey.
    """
    person = meet(desk, by)
    ticket = own_ticket(desk, person, number)
    if not was_asked(desk, ticket):
        raise NothingToAnswer
    if ticket.status not in WORKABLE:
        raise WrongState(status=ticket.status, move="confide")
    _vault(desk)
    return conversation(desk, person, awaiting(desk, by, person, number, DraftKind.SECRET))


def confide(desk: Desk, *, by: Speaker, person: Person, ticket: Ticket, text: str, message: str) -> Ticket:
    """Seal the words; the record says only that something was told. The message is deleted from the chat.

    TooLongToHide, NoSecretKey; WrongState once completed.
    """
    words = clean_text(text).strip()
    over = utf16_length(words) - LONGEST
    if over > 0:
        raise TooLongToHide(over=over, limit=LONGEST)
    demand, vault = ticket.regulation.demand("secrets"), _vault(desk)
    answers_us = ticket.status is Status.CLARIFICATION
    entry = ticket.confide(desk.now(), requester(person, by), demand.clause if demand else None)
    desk.secrets.keep(Secret(ticket.number, entry.n, vault.seal(words), desk.now()))
    for draft in desk.drafts.for_ticket(person.id, ticket.number):
        if draft.kind is DraftKind.SECRET or _is_empty_answer(desk, draft):
            desk.drafts.discard(draft)
    if answers_us:
        desk.timers.cancel(ticket.number, TimerKind.ASK_REMINDER, TimerKind.CLOSE, TimerKind.CLOSE_REMINDER)
        set_deadline_timers(desk, ticket)
    facts = {"text": "", "in_confidence": True, "answers": answers_us}
    tell_staff(desk, ticket, Notice(Code.SAID, facts | {"n": entry.n}))
    tell_by_letter(desk, ticket, Notice(Code.YOU_WROTE, facts), entry)
    erase_message(desk, person, message)
    refresh_card(desk, ticket)
    return ticket


def show_secret(desk: Desk, *, by: Speaker, number: str, n: int) -> Shown:
    """Show it to the assignee, once: with the commit it is gone from the register. Whoever dies before seeing it asks again.

    NotStaff, NotYours, OnlyAssignee, ShownAlready, NoSecretKey; NothingToAnswer: there is no such thing.
    """
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    if ticket.assignee_id != agent.person_id:
        raise OnlyAssignee(by=ticket.assignee_name)
    secret = next((one for one in desk.secrets.of_ticket(number) if one.n == n), None)
    if secret is None:
        raise NothingToAnswer
    if not secret.sealed:
        raise ShownAlready
    words = _vault(desk).open(secret.sealed)
    if words is None:
        raise NoSecretKey(setting=SETTING)
    secret.sealed, secret.shown_at = "", desk.now()
    ticket.record(desk.now(), EntryKind.SECRET_SHOWN, {"of": n}, colleague(agent, by))
    refresh_card(desk, ticket)
    return Shown(words)


def unseen(desk: Desk, ticket: Ticket) -> list[Secret]:
    """What was told in confidence and waits to be shown."""
    if ticket.regulation.demand("secrets") is None:
        return []
    return [secret for secret in desk.secrets.of_ticket(ticket.number) if secret.sealed]


def was_asked(desk: Desk, ticket: Ticket) -> bool:
    """Whether staff asked for something in confidence."""
    return any(e.kind is EntryKind.QUESTION and e.facts.get("in_confidence") for e in desk.journal.of(ticket.number))


def asks_in_confidence(desk: Desk, delivery: Delivery) -> bool:
    """Whether a message of ours is a question to be answered in confidence, or a reminder of one."""
    if delivery.code is Code.ASK_REMINDER:
        parcel = desk.outbox.by_key(delivery.key)
        return bool(parcel and parcel.facts.get("in_confidence"))
    return delivery.code is Code.SECRET_ASKED


def is_confidential(desk: Desk, *, place: Place, address: str, reply_to: str | None) -> bool:
    """Whether what somebody writes at this place may be meant in confidence, so that no trace of it may be kept."""
    delivery = desk.deliveries.find(place.channel, place.chat, reply_to) if reply_to else None
    if delivery is not None and asks_in_confidence(desk, delivery):
        return True
    person = desk.people.by_address(place.channel, address)
    if person is None:
        return False
    topic = topic_at(desk, place)
    drafts = [*desk.drafts.at(place, person.id), *desk.drafts.at(replace(place, thread=0), person.id)]
    drafts += desk.drafts.for_ticket(person.id, topic.ticket) if topic else []
    return any(d.kind is DraftKind.SECRET for d in drafts)


def _demand(desk: Desk, ticket: Ticket) -> Demand:
    demand = ticket.regulation.demand("secrets")
    if demand is None:
        raise NothingToAnswer
    _vault(desk)
    if not desk.people.get(ticket.requester_id).chat:
        raise NoChat
    return demand


def _vault(desk: Desk) -> Vault:
    if desk.vault is None:
        raise NoSecretKey(setting=SETTING)
    return desk.vault


def _await_secret(desk: Desk, ticket: Ticket) -> None:
    """What the requester writes next is sealed, unless something else is being asked of them: then they press the button.

    Where two answers are awaited bare words count as the secret one: the other way round a password would be mailed.
    """
    person = desk.people.get(ticket.requester_id)
    place = place_of(desk, person, ticket.number)
    no_longer_clear(desk, ticket)
    for draft in desk.drafts.for_ticket(person.id, ticket.number):
        if _is_empty_answer(desk, draft):
            desk.drafts.discard(draft)
    busy = {DraftKind.INTAKE, DraftKind.ARGUMENT, DraftKind.EMAIL, DraftKind.SECRET}
    if not any(d.kind in busy for d in desk.drafts.at(place, person.id)):
        secret = Draft(DraftKind.SECRET, CHAT, place.chat, place.thread, person.id, desk.now(), ticket=ticket.number)
        desk.drafts.open(secret)


def _is_empty_answer(desk: Desk, draft: Draft) -> bool:
    return draft.kind is DraftKind.ANSWER and not desk.files.of_draft(draft.id)
