"""Register a letter: it becomes a request with its own receipt; what the form lacks is asked back (barier 4.2, 7.3, 7.7)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain import apart
from domain.customers import Organization, proved_by
from domain.form import IMPACT, KIND, Filled, Names, read
from domain.form_quoted import written_in
from domain.incoming import CC, MOST_QUOTED, MOST_TEXT, QUOTED, SEVERAL
from domain.journal import EntryKind
from domain.one_issue import judge
from domain.people import Identity, Person, Speaker
from domain.ports import Desk
from domain.refusals import WrongAnswer
from domain.regulation import Regulation
from domain.replied import without_marks
from domain.ticket import NO_LEVEL, Ticket
from domain.usecases.ask import remind
from domain.usecases.identify import customer_of
from domain.usecases.known_failure import may_concern, offer_to_link
from domain.usecases.letter_files import enter_files, kept, refused
from domain.usecases.meeting import requester
from domain.usecases.register import new_ticket, proposed, tell_all
from domain.usecases.telling import MAIL

_LABEL = re.compile(r"\[[A-Z][A-Z0-9]{0,9}-[0-9]{3,9}\]")
"""How the subjects of our own letters begin."""


@dataclass(frozen=True)
class Registered:
    """It became a request; `lacking`: the lines of the form that were asked back."""

    ticket: Ticket
    lacking: tuple[str, ...]


def register_letter(desk: Desk, by: Speaker, letter: Mapping[str, Any], names: Names) -> Registered:
    """A ticket with the letter's receipt. What the form lacks is asked back in the confirmation, and the clock stands until then.

    `letter`: what `receive_letter.facts_of` notes of it.
    """
    rules, now = desk.regulation, desk.now()
    subject, received_at = letter["subject"], datetime.fromisoformat(letter["received_at"])
    text = _with_form(rules, names, letter)
    trusted = bool(letter["trusted"])
    person = sender_of(desk, by, trusted=trusted)
    identity = desk.people.identity(person.id, MAIL, by.address)
    proved = identity is not None and identity.proved_at is not None
    organization = customer_of_letter(desk, by, person, trusted=trusted)
    filled = read(rules, names, text)
    if not filled.labelled and all(one.key != "subject" for one in rules.fields):
        text = _with_subject(subject, text)  # in a plain letter half of the problem stands there
        filled = read(rules, names, text)
    filled = _with_letter(rules, filled, by, subject, text)
    filled = _with_record(rules, filled, person if proved else None, organization)
    lacking = tuple(wrong.field for wrong in filled.wrong)
    answers = {one.key: filled.answers.get(one.key, "") for one in rules.fields} | _beside(letter)
    priority = proposed(rules, filled.kind, filled.impact) or _middle(rules)
    ticket = new_ticket(
        desk,
        person,
        MAIL,
        answers,
        filled.kind,
        filled.impact,
        received_at=received_at,
        priority=priority,
        organization=organization,
    )
    ticket.level_known = proved or organization is not None
    if not ticket.level_known and rules.knows_customers:
        ticket.marks = [*ticket.marks, NO_LEVEL]
    if organization and organization.sole_product:
        ticket.product = organization.sole_product
    several = _several(rules, answers, subject)
    how = {"door": MAIL, "subject": subject, "received_at": received_at.isoformat(), "trusted": trusted}
    how |= {"unproved": not trusted, SEVERAL: several, "organization": organization.name if organization else ""}
    entry = ticket.register(now, requester(person, by), clause=rules.clause("receipt"), **how)
    files = enter_files(desk, by, person, ticket, letter.get("files", []), letter.get("id", ""))
    if files:
        facts = {"files": [file.id for file in kept(files)]} | ({"refused": refused(files)} if refused(files) else {})
        ticket.record(now, EntryKind.FILE, facts, requester(person, by))
    if lacking:
        ticket.await_details(now, lacking)
        remind(desk, ticket)
    said: dict[str, Any] = {"lacking": list(lacking), "refused": refused(files), SEVERAL: several} | may_concern(desk)
    said["unproved"] = not trusted
    tell_all(desk, ticket, entry, [file.id for file in kept(files)], **said)
    offer_to_link(desk, ticket)
    return Registered(ticket, lacking)


def sender_of(desk: Desk, by: Speaker, *, trusted: bool) -> Person:
    """Who proved the address, if the mail server vouches for the sender; else somebody new: a typed address is no passport."""
    if trusted:
        return desk.people.speaking(by)
    person = Person(by.name, language=by.language)
    desk.people.add(person)
    desk.people.add_identity(Identity(MAIL, by.address, person.id))
    return person


def customer_of_letter(desk: Desk, by: Speaker, person: Person | None, *, trusted: bool) -> Organization | None:
    """The customer of who wrote it: known of them, or shown by an address that our mail server vouches for."""
    if not trusted:
        return None
    known = customer_of(desk, person) if person else None
    return known or proved_by(desk.customers.all(), [by.address])


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


def _with_record(rules: Regulation, filled: Filled, person: Person | None, organization: Organization | None) -> Filled:
    """What is known of its writer, where they are known, and need not be asked: their customer's name, what they told before."""
    known = dict(person.profile) if person else {}
    if organization is not None:
        known["organization"] = organization.name
    answers = dict(filled.answers)
    lacking = {wrong.field for wrong in filled.wrong}
    for one in rules.fields:
        if one.key in lacking and known.get(one.key):
            try:
                answers[one.key] = one.accept(known[one.key])
            except WrongAnswer:
                continue
    wrong = tuple(one for one in filled.wrong if one.field not in answers)
    return replace(filled, answers=answers, wrong=wrong)


def _with_form(rules: Regulation, names: Names, letter: Mapping[str, Any]) -> str:
    """What it says; and the form that it quotes, where it answers a letter of ours with one and it was filled in there."""
    text: str = letter["text"]
    if not letter.get("form"):
        return text
    written = written_in(rules, names, letter.get("quoted", ""), [*(one.key for one in rules.fields), KIND, IMPACT])
    return "\n".join(filter(None, [text, written]))


def _with_subject(subject: str, text: str) -> str:
    """The letter with its subject as the first line, unless it says that anyway."""
    about = without_marks(subject)
    if text.strip() and _LABEL.match(about):
        return text
    return text if about.casefold() in text.casefold() else f"{about}\n{text}"


def _middle(rules: Regulation) -> str:
    """The priority of a letter that does not say how hard it hits, until staff confirm one; where no promise needs one: none."""
    ranked = sorted(rules.priorities, key=lambda one: one.rank)
    return ranked[len(ranked) // 2].key if rules.promises_by_priority else ""


def _beside(letter: Mapping[str, Any]) -> dict[str, str]:
    """What staff see of the letter beside its answers."""
    copies = "\n".join(" ".join(filter(None, pair)) for pair in letter.get("cc", []))
    found = {CC: copies, QUOTED: letter.get("quoted", "")[:MOST_QUOTED]}
    return {key: value for key, value in found.items() if value}


def _several(rules: Regulation, answers: Mapping[str, str], subject: str) -> list[str]:
    """The parts that seem to be problems of their own, where the regulation wants each by itself (barier 4.3).

    The subject is a heading: it names once more what the letter tells of.
    """
    text = answers.get("description", "") if apart.cuts(rules) else ""
    text = text.removeprefix(f"{without_marks(subject)}\n")
    found = judge(text[:MOST_TEXT]) if text else None
    return list(found.parts[: apart.MOST]) if found and found.issues > 1 else []
