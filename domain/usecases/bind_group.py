"""Bind a group: a lead says whose group chat it is; from then on `/ticket` works there. Nobody else's word counts."""

from __future__ import annotations

from dataclasses import dataclass

from domain.customers import Organization, likely
from domain.groups import Group
from domain.notices import Code, Notice
from domain.people import Agent, Person, Speaker
from domain.ports import Desk
from domain.refusals import NotBound, NothingToAnswer, NotStaff, WrongCustomer
from domain.usecases.customers import find_customer
from domain.usecases.meeting import meet
from domain.usecases.telling import CHAT, tell_chat, tell_person


@dataclass(frozen=True)
class Bound:
    """The group is this customer's."""

    group: Group
    organization: Organization


@dataclass(frozen=True)
class Asked:
    """Several customers may be meant: the lead is shown them in private. `reached` False: there is no such chat yet."""

    reached: bool


def bind(desk: Desk, *, by: Speaker, title: str, which: str) -> Bound | Asked:
    """Bind the group spoken in by the customer's name or contract. NotStaff, OnlyLead; WrongCustomer: nobody is like that.

    Names of other customers are shown to the lead alone, never in the group.
    """
    person = lead(desk, by)
    try:
        return Bound(_bound(desk, by.place.chat, title, person, found := find_customer(desk, which=which)), found)
    except WrongCustomer:
        alike = likely(desk.customers.all(), typed=which, address="")
        if not alike or not which.strip():
            raise
    group = _entered(desk, by.place.chat, title, person)
    if not person.chat:
        return Asked(reached=False)
    named = [[one.id, ", ".join(filter(None, [one.name, one.contract]))] for one in alike]
    facts = {"chat": group.chat, "title": group.title, "customers": named}
    tell_person(desk, person, Notice(Code.BIND_CHOICE, facts), key=_key(Code.BIND_CHOICE, group, desk))
    return Asked(reached=True)


def bind_to(desk: Desk, *, by: Speaker, chat: str, organization_id: str) -> Bound:
    """The lead chose one in private; the group hears it. NotStaff, OnlyLead; NothingToAnswer if either is gone."""
    person = lead(desk, by)
    group = desk.groups.get(CHAT, chat)
    if group is None:
        raise NothingToAnswer
    try:
        organization = desk.customers.get(organization_id)
    except KeyError:
        raise NothingToAnswer from None
    _bound(desk, chat, group.title, person, organization)
    facts = {"customer": organization.name}
    tell_chat(desk, group.chat, Notice(Code.GROUP_BOUND, facts), key=_key(Code.GROUP_BOUND, group, desk))
    return Bound(group, organization)


def unbind(desk: Desk, *, by: Speaker) -> None:
    """It is nobody's group any more. NotStaff, OnlyLead, NotBound."""
    lead(desk, by)
    desk.groups.remove(bound(desk, by.place.chat))


def set_posts(desk: Desk, *, by: Speaker, on: bool) -> Group:
    """Whether changes of state are told in the group. NotStaff, OnlyLead, NotBound."""
    lead(desk, by)
    group = bound(desk, by.place.chat)
    group.posts = on
    return group


def forget_group(desk: Desk, *, chat: str) -> None:
    """The desk was removed from the group."""
    if (group := desk.groups.get(CHAT, chat)) is not None:
        desk.groups.remove(group)


def bound(desk: Desk, chat: str) -> Group:
    """The group of a customer. NotBound for every other chat."""
    group = desk.groups.get(CHAT, chat)
    if group is None or group.organization_id is None:
        raise NotBound
    return group


def is_bound(desk: Desk, *, chat: str) -> bool:
    """Whether a chat is a customer's group."""
    group = desk.groups.get(CHAT, chat)
    return group is not None and group.organization_id is not None


def is_lead(desk: Desk, *, by: Speaker) -> bool:
    """Whether the speaker leads in the staff group."""
    agent = _agent(desk, by)
    return agent is not None and agent.active and agent.lead


def lead(desk: Desk, by: Speaker) -> Person:
    """Whoever leads in the staff group, wherever they speak; known by their account alone. NotStaff, OnlyLead."""
    agent = _agent(desk, by)
    if agent is None:
        raise NotStaff
    agent.must_lead()
    return meet(desk, by)


def _agent(desk: Desk, by: Speaker) -> Agent | None:
    person = desk.people.by_address(by.place.channel, by.address)
    return desk.people.staff_member(desk.staff.chat, person.id) if person else None


def _entered(desk: Desk, chat: str, title: str, person: Person) -> Group:
    """The row of a group that may yet be nobody's: which chat the lead was asked about."""
    group = desk.groups.get(CHAT, chat)
    if group is None:
        group = Group(CHAT, chat, title, None, person.id, desk.now())
        desk.groups.add(group)
    group.title = title
    return group


def _bound(desk: Desk, chat: str, title: str, person: Person, organization: Organization) -> Group:
    group = _entered(desk, chat, title, person)
    group.organization_id, group.bound_by, group.bound_at = organization.id, person.id, desk.now()
    return group


def _key(code: Code, group: Group, desk: Desk) -> str:
    return f"{code}:{group.chat}:{desk.now().isoformat()}:{CHAT}"
