"""Invite: a link that makes whoever follows it a member of a customer. A lead makes it; it is signed, and ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.customers import Organization
from domain.draft import KNOWN, Conversation, Draft, gates
from domain.journal import Actor
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NoLinkYet
from domain.usecases.customers import find_customer
from domain.usecases.hush import shut
from domain.usecases.identify import belongs_to, offer_products
from domain.usecases.meeting import conversation, meet
from domain.usecases.profile import prefill
from domain.usecases.staff import chat_link
from domain.usecases.start import intake_of
from domain.usecases.telling import tell_staff_room

PURPOSE, DOOR = "invite", "i-"
"""What the token is for, and what a deep link with one begins with."""
DAYS = 14
INVITED = "_invited"
"""Among an intake's answers: what the link said that was followed, until its follower has given consent."""
_ID, _BY = 32, 18
"""A link says whose it is by an id, and who made it by as many signs of theirs as a token has room for."""


@dataclass(frozen=True)
class Invitation:
    """A link to hand out. `chat`: the lead's private chat; empty if there is none."""

    organization: Organization
    link: str
    until: datetime
    chat: str = ""


@dataclass(frozen=True)
class Welcome:
    """Somebody followed such a link. outcome: joined, member (they were one), other (they belong to another customer),
    over (it has ended, or was never made here), later (once they have given consent)."""

    talk: Conversation
    outcome: str
    name: str = ""


def invite(desk: Desk, *, by: Speaker, which: str) -> Invitation:
    """`/invite NAME` of a lead. NotStaff, OnlyLead; WrongCustomer if there is none or several; NoLinkYet."""
    lead = desk.people.agent(by).must_lead()
    made = make_invitation(desk, which=which, lead=lead.person_id)
    chat = desk.people.get(lead.person_id).chat
    return Invitation(made.organization, made.link, made.until, chat)


def make_invitation(desk: Desk, *, which: str, days: int = DAYS, lead: str = "") -> Invitation:
    """For a customer by name or contract; `lead`: whose deed it is, where that is known.

    WrongCustomer; NoLinkYet while the desk does not know what the bot is called.
    """
    organization, bot = find_customer(desk, which=which), chat_link(desk)
    if not bot:
        raise NoLinkYet
    until = desk.now() + timedelta(days=days)
    token = desk.tokens.issue(PURPOSE, organization.id + lead[:_BY], until)
    return Invitation(organization, f"{bot}?start={DOOR}{token}", until)


def follow(desk: Desk, *, by: Speaker, token: str) -> Welcome:
    """The link was followed: membership, once they have consented; and the intake begins as usual. Suspended."""
    person = meet(desk, by)
    said = desk.tokens.read(PURPOSE, token, desk.now()) or ""
    organization = _meant(desk, said)
    outcome = _standing(person, organization)
    if organization is not None and outcome == "joined" and "consent" not in gates(desk.regulation, person):
        _join(desk, person, organization, said)
    intake = intake_of(desk, by, person)
    if organization is not None and outcome == "joined":
        if person.organization_id is None:
            intake.answers, outcome = {**intake.answers, INVITED: said}, "later"
        else:
            _at_hand(desk, person, intake, organization)
    shown = organization is not None and outcome in ("joined", "member")
    return Welcome(conversation(desk, person, intake), outcome, organization.name if organization and shown else "")


def welcomed(desk: Desk, person: Person, intake: Draft) -> str:
    """Consent was given: whoever followed a link before is a member now. The customer's name; empty if there was none."""
    said = intake.answers.get(INVITED, "")
    intake.answers = {key: answer for key, answer in intake.answers.items() if key != INVITED}
    organization = _meant(desk, said)
    if organization is None or _standing(person, organization) != "joined":
        return ""
    _join(desk, person, organization, said)
    _at_hand(desk, person, intake, organization)
    return organization.name


def _meant(desk: Desk, said: str) -> Organization | None:
    """Whose link it is; None for one that has ended, was forged, or whose customer is gone."""
    return next((o for o in desk.customers.all() if o.id == said[:_ID]), None) if said else None


def _inviter(desk: Desk, said: str) -> str:
    """The name of who made the link; empty where that is not known, or they do not work here any more."""
    staff = desk.people.agents(desk.staff.chat)
    return next((one.name for one in staff if said[_ID:] and one.person_id.startswith(said[_ID:])), "")


def _standing(person: Person, organization: Organization | None) -> str:
    if organization is None:
        return "over"
    if person.organization_id == organization.id:
        return "member"
    return "other" if person.organization_id else "joined"


def _join(desk: Desk, person: Person, organization: Organization, said: str) -> None:
    """They belong to it from now on, and staff hear of it; their open tickets without a customer count as its own."""
    person.organization_id = organization.id
    facts = {"person": person.id, "organization": organization.id, "by": _inviter(desk, said), "quiet": shut(desk)}
    tell_staff_room(desk, Notice(Code.JOINED, facts), key=f"{Code.JOINED}:{person.id}:{organization.id}")
    for ticket in desk.tickets.open_of(person.id):
        if ticket.organization_id is None:
            belongs_to(desk, ticket, organization, Actor.the_desk())


def _at_hand(desk: Desk, person: Person, intake: Draft, organization: Organization) -> None:
    """The intake knows whose they are, unless they have said it already."""
    offer_products(intake, organization)
    if "organization" not in intake.answers and KNOWN not in intake.answers:
        prefill(desk, person, intake, organization)
