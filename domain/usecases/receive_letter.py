"""Receive a letter: it joins its request, becomes a new one, is held back for staff, or is told why it is none (barier 4.1, 7.3, 7.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain.courtesy import Courtesy, courtesy
from domain.draft import Draft, DraftKind
from domain.form import Filled, Names, read
from domain.notices import Code, Notice, Parcel
from domain.people import Identity, Person, Place, Speaker
from domain.ports import Desk
from domain.refusals import DoorClosed, NothingToAnswer, NotYours
from domain.regulation import Regulation
from domain.ticket import NO_LEVEL, Ticket
from domain.usecases.arise import ask_in_chat
from domain.usecases.ask import remind
from domain.usecases.block import is_blocked
from domain.usecases.dispute import ARGUMENT, dispute
from domain.usecases.follow import follow
from domain.usecases.known_failure import may_concern, offer_to_link
from domain.usecases.meeting import awaiting, requester
from domain.usecases.register import new_ticket, proposed, tell_all
from domain.usecases.say import say_all
from domain.usecases.telling import MAIL, tell_address, tell_by_letter
from domain.usecases.thank import overhear

_REPLIES = re.compile(r"^(?:\s*(?:re|fwd?|отв?|на|жауап)\s*:)+", re.IGNORECASE)
SHOWN = 1000
"""Characters of a letter that staff see of one that is held back."""
PART = 1750
"""Characters of a letter that one message on a ticket holds."""


@dataclass(frozen=True)
class Joined:
    """It was added to its request."""

    ticket: Ticket


@dataclass(frozen=True)
class Registered:
    """It became a request; `lacking`: the lines of the form that were asked back."""

    ticket: Ticket
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """Staff see it, and may make a request of it."""

    draft: Draft


@dataclass(frozen=True)
class TurnedAway:
    """It is not registered, and its sender is told so, at most once a day."""


Received = Joined | Registered | Held | TurnedAway


def receive_letter(
    desk: Desk,
    *,
    by: Speaker,
    subject: str,
    text: str,
    received_at: datetime,
    reply_number: str | None,
    trusted: bool,
    names: Names,
    suspicious: bool = False,
) -> Received:
    """Take a letter in; `text` is what its sender wrote, without what they quoted.

    `by` speaks on the channel "email" from the sender's address. `received_at` (UTC) is when our mail server accepted it;
    it is the receipt. `reply_number`: the ticket it replies to, if it names one. `trusted`: the mail server vouches that
    the sender is who it says. `suspicious`: a filter took it for spam; it is listed to staff and never dropped.
    """
    received_at = min(received_at, desk.now())
    letter = {"subject": subject, "text": text, "received_at": received_at.isoformat(), "trusted": trusted}
    ticket = _replied_to(desk, by, reply_number)
    if ticket is not None and _joins(desk, by, ticket, text, received_at, trusted, names):
        return Joined(ticket)
    if suspicious or (ticket is not None and _is_door(desk)):
        return _hold(desk, by, letter, closed=ticket.number if ticket else "")
    if not _is_door(desk):
        _turn_away(desk, by, subject if trusted else "", received_at)
        return TurnedAway()
    if trusted and _is_blocked(desk, by):
        return TurnedAway()
    return _register(desk, by, letter, names)


def release_letter(desk: Desk, *, by: Speaker, draft_id: str, names: Names) -> Registered:
    """«Это заявка»: a letter that was held back is a request, with its original receipt (barier 7.10).

    NotStaff; NothingToAnswer if a colleague was first; DoorClosed where letters become no requests.
    """
    desk.people.agent(by)
    if not _is_door(desk):
        raise DoorClosed(MAIL, _no_door(desk.regulation), False, ())
    draft = desk.drafts.get(draft_id)
    if draft is None or draft.kind is not DraftKind.LETTER:
        raise NothingToAnswer
    said = datetime.fromisoformat(draft.answers["received_at"])
    place = Place(draft.channel, draft.chat)
    sender = Speaker(place, draft.chat, draft.answers["name"], said, language=draft.answers["language"])
    desk.drafts.discard(draft)
    return _register(desk, sender, draft.answers, names)


def _is_blocked(desk: Desk, by: Speaker) -> bool:
    """Whether its sender is blocked; then they are told so once more, and nothing is registered."""
    person = desk.people.by_address(MAIL, by.address)
    if person is None or not is_blocked(desk, person) or person.blocked_until is None:
        return False
    facts = {"until": person.blocked_until.isoformat(), "text": person.blocked_for}
    key = f"{Code.BLOCKED}:{person.id}:{desk.now().isoformat()}"
    tell_address(desk, person, by.address, Notice(Code.BLOCKED, facts), key=key)
    return True


def _is_door(desk: Desk) -> bool:
    """Whether letters become requests."""
    door = desk.regulation.door(MAIL)
    return door is not None and door.registers


def _no_door(rules: Regulation) -> str | None:
    """The clause by which letters are none."""
    return rules.clause("unofficial") or rules.clause("doors")


def _replied_to(desk: Desk, by: Speaker, number: str | None) -> Ticket | None:
    """The ticket a letter belongs to: only its requester's own letters do, and nobody learns whether there is another one."""
    if number is None:
        return None
    try:
        ticket = desk.tickets.get(number)
    except NotYours:
        return None
    identity = desk.people.identity(ticket.requester_id, MAIL, by.address)
    proved = identity is not None and identity.proved_at is not None
    return ticket if proved or by.address.casefold() == ticket.email.casefold() else None


def _joins(
    desk: Desk, by: Speaker, ticket: Ticket, text: str, received_at: datetime, trusted: bool, names: Names
) -> bool:
    """Add a letter to its ticket; an objection that came in time counts though silence has closed it since. False: it is closed."""
    person = desk.people.get(ticket.requester_id)
    if ticket.merged_into and _follows(desk, by, person, ticket, text, trusted):
        return True
    if not ticket.is_open:
        in_time = ticket.may_be_disputed(received_at) and ticket.erased_at is None
        if not in_time or not ARGUMENT.takes(text) or courtesy(text):
            return False
        draft = awaiting(desk, by, person, ticket.number, DraftKind.ARGUMENT)
        dispute(desk, by=replace(by, said_at=received_at), person=person, draft=draft, argument=text)
        return True
    identity = desk.people.identity(person.id, MAIL, by.address)
    proved = trusted and identity is not None and identity.proved_at is not None
    if proved and courtesy(text) is Courtesy.THANKS:
        overhear(desk, by, person, ticket, text, quiet=True)
        return True
    _fill_in(desk, by, person, ticket, text, names)
    before = ticket.entries
    say_all(desk, by, person, ticket, _parts(text), (), unproved=not proved)
    ask_in_chat(desk, ticket, after=before)
    return True


def _follows(desk: Desk, by: Speaker, person: Person, ticket: Ticket, text: str, trusted: bool) -> bool:
    """Whether it went to the ticket that goes on for a merged one; its writer is told so, by letter too."""
    identity = desk.people.identity(person.id, MAIL, by.address)
    proved = trusted and identity is not None and identity.proved_at is not None
    gone_on = follow(desk, by, person, ticket, _parts(text), unproved=not proved)
    if gone_on is None:
        return False
    shown = gone_on.ticket.number if gone_on.ticket is not ticket else ""
    tell_by_letter(desk, ticket, Notice(Code.FOLLOWED, {"main": shown}))
    return True


def _fill_in(desk: Desk, by: Speaker, person: Person, ticket: Ticket, text: str, names: Names) -> None:
    """The lines that were asked back at registration, if they are there: the ticket gets them, and a priority by them."""
    rules = ticket.regulation
    known = {key: answer for key, answer in ticket.answers.items() if answer}
    before = Filled(known, ticket.kind, ticket.impact)
    lacking = [wrong.field for wrong in read(rules, names, "", before).wrong]
    if not lacking:
        return
    filled = read(rules, names, text, before, awaited=lacking)
    given = {key: answer for key, answer in filled.answers.items() if key in lacking}
    if not given and (filled.kind, filled.impact) == (ticket.kind, ticket.impact):
        return
    priority = proposed(rules, filled.kind, filled.impact)
    ticket.fill_in(desk.now(), requester(person, by), given, filled.kind, filled.impact, priority)


def _register(desk: Desk, by: Speaker, letter: dict[str, Any], names: Names) -> Registered:
    """A ticket with the letter's receipt. What the form lacks is asked back in the confirmation, and the clock stands until then."""
    rules, now = desk.regulation, desk.now()
    subject, text, received_at = letter["subject"], letter["text"], datetime.fromisoformat(letter["received_at"])
    person = _sender(desk, by, trusted=letter["trusted"])
    identity = desk.people.identity(person.id, MAIL, by.address)
    proved = identity is not None and identity.proved_at is not None
    filled = read(rules, names, text)
    if not filled.labelled and all(one.key != "subject" for one in rules.fields):
        text = _with_subject(subject, text)  # in a plain letter half of the problem stands there
        filled = read(rules, names, text)
    filled = _with_letter(rules, filled, by, subject, text)
    lacking = tuple(wrong.field for wrong in filled.wrong)
    answers = {one.key: filled.answers.get(one.key, "") for one in rules.fields}
    priority = proposed(rules, filled.kind, filled.impact) or _middle(rules)
    ticket = new_ticket(
        desk, person, MAIL, answers, filled.kind, filled.impact, received_at=received_at, priority=priority
    )
    ticket.level_known = proved
    if not proved and rules.knows_customers:
        ticket.marks = [*ticket.marks, NO_LEVEL]
    how = {"door": MAIL, "subject": subject, "received_at": received_at.isoformat(), "trusted": letter["trusted"]}
    entry = ticket.register(now, requester(person, by), clause=rules.clause("receipt"), **how)
    if lacking:
        ticket.await_details(now, lacking)
        remind(desk, ticket)
    tell_all(desk, ticket, entry, lacking=list(lacking), **may_concern(desk))
    offer_to_link(desk, ticket)
    return Registered(ticket, lacking)


def _sender(desk: Desk, by: Speaker, *, trusted: bool) -> Person:
    """Who proved the address, if the mail server vouches for the sender; else somebody new: a typed address is no passport."""
    if trusted:
        return desk.people.speaking(by)
    person = Person(by.name, language=by.language)
    desk.people.add(person)
    desk.people.add_identity(Identity(MAIL, by.address, person.id))
    return person


def _with_letter(rules: Regulation, filled: Filled, by: Speaker, subject: str, text: str) -> Filled:
    """What the letter itself says goes into the form: its sender's address, its subject, and its words as the description.

    Words that are too many or too few for the chat's question are taken as they are: they were said, and staff may ask.
    """
    keys = {one.key for one in rules.fields}
    answers = dict(filled.answers)
    if "email" in keys and not answers.get("email"):
        answers["email"] = by.address
    if "subject" in keys and not answers.get("subject"):
        answers["subject"] = subject
    if "description" in keys and not answers.get("description") and (said := text.strip() or subject):
        answers["description"] = said
    wrong = tuple(one for one in filled.wrong if one.field not in answers)
    return replace(filled, answers=answers, wrong=wrong)


def _with_subject(subject: str, text: str) -> str:
    """The letter with its subject as the first line, unless it says that anyway."""
    about = _REPLIES.sub("", subject).strip()
    return text if about.casefold() in text.casefold() else f"{about}\n{text}"


def _middle(rules: Regulation) -> str:
    """The priority of a letter that does not say how hard it hits, until staff confirm one; where no promise needs one: none."""
    ranked = sorted(rules.priorities, key=lambda one: one.rank)
    return ranked[len(ranked) // 2].key if rules.promises_by_priority else ""


def _hold(desk: Desk, by: Speaker, letter: dict[str, Any], *, closed: str) -> Held:
    """Keep a letter aside and list it to staff: nothing is dropped silently (barier 7.10)."""
    person = _sender(desk, by, trusted=False)
    kept = {**letter, "name": by.name, "language": by.language}
    draft = Draft(DraftKind.LETTER, MAIL, by.address, 0, person.id, desk.now(), answers=kept)
    desk.drafts.open(draft)
    facts = {
        "draft": draft.id,
        "address": by.address,
        "name": by.name,
        "subject": letter["subject"],
        "text": letter["text"][:SHOWN],
        "received_at": letter["received_at"],
        "closed": closed,
        "door": _is_door(desk),
    }
    staff, wall = desk.staff, desk.wall()
    key = f"{Code.LETTER_HELD}:{draft.id}"
    desk.outbox.post(
        Parcel(key, staff.channel, staff.chat, Code.LETTER_HELD, facts, "", wall, wall, thread=staff.thread)
    )
    return Held(draft)


def _turn_away(desk: Desk, by: Speaker, subject: str, received_at: datetime) -> None:
    """Say that it is not registered and how a request is made; one such answer per address and day of the regulation's zone."""
    rules, wall = desk.regulation, desk.wall()
    day = received_at.astimezone(rules.zone).date().isoformat()
    key = f"{Code.NOT_REGISTERED}:{by.address.casefold()}:{day}"
    facts = {"subject": subject, "clause": _no_door(rules)}
    desk.outbox.post(Parcel(key, MAIL, by.address, Code.NOT_REGISTERED, facts, by.language, wall, wall))


def _parts(text: str) -> list[str]:
    """A letter in parts that fit a message each, cut at a line's end where there is one."""
    parts, rest = [], text.strip()
    while len(rest) > PART:
        cut = rest.rfind("\n", 1, PART)
        cut = cut if cut > 0 else PART
        parts.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*parts, rest]
