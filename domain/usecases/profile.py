"""Profile: what people have told of themselves is asked once; another time it is only confirmed, and corrected one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.answers import Field
from domain.customers import Organization
from domain.draft import KNOWN, Conversation, Draft, DraftKind, gates
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.regulation import Regulation
from domain.usecases.meeting import conversation, meet
from domain.usecases.telling import MAIL


@dataclass(frozen=True)
class Profile:
    """What is known of a person, in the order in which it is asked for. `proved`: their mail addresses that are.

    `open`: it may be corrected now; not while their consent is still to be given.
    """

    person: Person
    regulation: Regulation
    answers: dict[str, str] = field(default_factory=dict)
    proved: tuple[str, ...] = ()
    open: bool = True


def prefill(desk: Desk, person: Person, intake: Draft, organization: Organization | None) -> None:
    """Put into a new intake what is known of the person and still answers the regulation; whose people they are, too."""
    profile = dict(person.profile)
    if organization is not None:
        profile.setdefault("organization", organization.name)
    about = [f for f in _about_person(desk.regulation) if f.key in profile]
    known = {f.key: profile[f.key] for f in about if f.still_takes(profile[f.key])}
    if known:
        intake.answers = {**intake.answers, **known, KNOWN: list(known)}


def remember(person: Person, rules: Regulation, answers: Mapping[str, str]) -> None:
    """Keep the answers of a registered request that tell of the person."""
    told = {f.key: answers[f.key] for f in _about_person(rules) if f.key in answers}
    if told.items() - person.profile.items():
        person.profile = {**person.profile, **told}


def own_profile(desk: Desk, *, by: Speaker) -> Profile:
    """`/profile`: what is known of the speaker."""
    return _profile(desk, meet(desk, by))


def open_correction(desk: Desk, *, by: Speaker, field: str) -> Conversation:
    """«Исправить»: ask that one question. NothingToAnswer if there is no such answer, or consent is still to be given."""
    person = meet(desk, by)
    known = _profile(desk, person)
    if field not in known.answers or not known.open:
        raise NothingToAnswer
    draft = next((d for d in desk.drafts.of(by, person) if d.kind is DraftKind.PROFILE), None)
    if draft is None:
        place = by.place
        draft = Draft(DraftKind.PROFILE, place.channel, place.chat, place.thread, person.id, desk.now())
        desk.drafts.open(draft)
    draft.opened_at, draft.answers = desk.now(), {"field": field, field: known.answers[field]}
    return conversation(desk, person, draft)


def correct_profile(desk: Desk, *, by: Speaker, person: Person, draft: Draft, text: str) -> Profile:
    """The right answer; an open intake has it too. WrongAnswer."""
    asked = next((f for f in _about_person(desk.regulation) if f.key == draft.answers["field"]), None)
    desk.drafts.discard(draft)
    if asked is not None:
        answer = asked.accept_or_skip(text)
        person.profile = {**person.profile, asked.key: answer}
        for intake in desk.drafts.of(by, person):
            if intake.kind is DraftKind.INTAKE and asked.key in intake.answers.get(KNOWN, ()):
                intake.answers = {**intake.answers, asked.key: answer}
    return _profile(desk, person)


def leave_profile(desk: Desk, *, person: Person, draft: Draft) -> Profile:
    """«Оставить как есть»."""
    desk.drafts.discard(draft)
    return _profile(desk, person)


def _profile(desk: Desk, person: Person) -> Profile:
    rules = desk.regulation
    known = {f.key: person.profile[f.key] for f in _about_person(rules) if f.key in person.profile}
    proved = tuple(desk.people.proved_addresses(person.id, MAIL))
    return Profile(person, rules, known, proved, open="consent" not in gates(rules, person))


def _about_person(rules: Regulation) -> list[Field]:
    return [f for f in rules.fields if f.about_person]
