"""Customers at hand: what staff look up of customers in a chat, and what a lead changes there by one line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.customer_sheet import read_day, read_field
from domain.customers import Organization
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, WrongCustomer
from domain.usecases.customers import add_customer, change_customer, find_customer
from domain.usecases.hours import used_minutes
from domain.usecases.import_customers import groups_of
from domain.usecases.meeting import colleague
from domain.usecases.roles import agent_anywhere
from domain.usecases.suspend import set_suspended

PAGE = 8
WAITING = "imports"
"""The setting: sheets that wait to be taken in, as JSON."""
MOST_WAITING = 5
FIELDS = {
    "name": "name название",
    "contract": "contract договор",
    "term": "term срок",
    "tier": "tier уровень тариф",
    "client": "client категория",
    "products": "products продукты",
    "domains": "domains домены",
    "contacts": "contacts контакты",
    "owner_email": "owner владелец",
    "prepaid_minutes": "hours часы",
    "suspend": "suspend приостановить",
    "restore": "restore возобновить",
}
"""What a line may change, by the words that may stand for it."""
NOTHING = frozenset({"-", "—", "нет", "none"})
_BY_WORD = {word: key for key, words in FIELDS.items() for word in words.split()}
_TERM = re.compile(
    r"\s*(?P<since>[\d.-]*?)\s*(?:\.\.+|…| - | — | – |–|—)\s*(?P<until>[\d.-]*)\s*"
    r"|(?:(?:с|from|since)\s+(?P<from>[\d.-]+))?\s*(?:(?:до|по|to|until|till)\s+(?P<to>[\d.-]+))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Shelf:
    """A page of the customers, by name; pages count from 0."""

    customers: list[Organization]
    page: int
    pages: int
    count: int
    today: date


@dataclass(frozen=True)
class Shown:
    """One customer with those who belong to it. `lead`: who looks may change it; `suspends`: the regulation knows that;
    `used`: minutes of its prepaid hours, in the contract's term."""

    customer: Organization
    people: list[Person]
    open_tickets: int
    today: date
    lead: bool
    suspends: bool
    used: int


@dataclass(frozen=True)
class Waiting:
    """A sheet that a lead has sent: where the channel keeps it, who sent it where, and in which language."""

    key: str
    remote: str
    name: str
    size: int
    chat: str
    thread: int
    message: str
    address: str
    channel: str


def all_customers(desk: Desk, *, by: Speaker, page: int = 0) -> Shelf:
    """A page of them; the last one for a number beyond it. NotStaff."""
    agent_anywhere(desk, by)
    everybody = desk.customers.all()
    pages = max(1, -(-len(everybody) // PAGE))
    page = min(max(page, 0), pages - 1)
    return Shelf(everybody[page * PAGE : (page + 1) * PAGE], page, pages, len(everybody), _today(desk))


def look_at(desk: Desk, *, by: Speaker, which: str = "", customer_id: str = "") -> Shown:
    """One, by name or contract, or as a button names it. NotStaff, WrongCustomer; NothingToAnswer for a button of old."""
    agent = agent_anywhere(desk, by)
    try:
        customer = desk.customers.get(customer_id) if customer_id else find_customer(desk, which=which)
    except KeyError:
        raise NothingToAnswer from None
    people = desk.people.of_organization(customer.id)
    open_now = len(desk.tickets.open_of_organization(customer.id))
    suspends = desk.regulation.demand("suspension") is not None
    return Shown(customer, people, open_now, _today(desk), agent.lead, suspends, used_minutes(desk, customer))


def add_by_lines(desk: Desk, *, by: Speaker, text: str) -> Shown:
    """The name in the first line, below it a field a line: «срок 2026-01-01..2026-12-31». NotStaff, OnlyLead, WrongCustomer."""
    agent_anywhere(desk, by).must_lead()
    name, *lines = [line.strip() for line in text.strip().splitlines() if line.strip()] or [""]
    facts: dict[str, Any] = {"name": name}
    for line in lines:
        word, _, value = line.partition(" ")
        key = _BY_WORD.get(word.casefold().rstrip(":"))
        if key is None or key in ("suspend", "restore"):
            raise WrongCustomer("line", "no_field", line[:60])
        facts |= _facts(desk, key, value)
    return look_at(desk, by=by, customer_id=add_customer(desk, **facts).id)


def change_by_line(desk: Desk, *, by: Speaker, text: str) -> Shown:
    """«12-34 срок 2026-01-01..2026-12-31»; without a field it is only looked at.

    NotStaff, OnlyLead, WrongCustomer; what `set_suspended` raises.
    """
    agent = agent_anywhere(desk, by)
    words = text.split()
    for at in range(1, len(words)):
        key = _BY_WORD.get(words[at].casefold().rstrip(":"))
        which = " ".join(words[:at])
        if key is None or not _exists(desk, which):
            continue
        agent.must_lead()
        value = text.split(None, at + 1)[at + 1] if len(words) > at + 1 else ""
        customer = find_customer(desk, which=which)
        if key in ("suspend", "restore"):
            set_suspended(desk, customer, value, suspends=key == "suspend", actor=colleague(agent, by))
        else:
            change_customer(desk, which=which, **_facts(desk, key, value))
        return look_at(desk, by=by, customer_id=customer.id)
    named = next((at for at in range(len(words) - 1, 0, -1) if _exists(desk, " ".join(words[:at]))), None)
    if named and agent.lead and not _exists(desk, text):
        raise WrongCustomer("line", "no_field", " ".join(words[named:])[:60])
    return look_at(desk, by=by, which=text)


def wait_for_import(desk: Desk, *, by: Speaker, remote: str, name: str, size: int) -> bool:
    """A lead sent a sheet: it waits to be taken in. False: too many wait already. NotStaff, OnlyLead."""
    agent_anywhere(desk, by).must_lead()
    place, waiting = by.place, waiting_imports(desk)
    if len(waiting) >= MOST_WAITING:
        return False
    key = f"{place.chat}:{by.message}"
    one = Waiting(key, remote, name, size, place.chat, place.thread, by.message, by.address, place.channel)
    _keep(desk, [*(other for other in waiting if other.key != key), one])
    return True


def waiting_imports(desk: Desk) -> list[Waiting]:
    """In the order they came."""
    return [Waiting(**one) for one in json.loads(desk.settings.get(WAITING) or "[]")]


def import_is_done(desk: Desk, *, key: str) -> None:
    """It waits no more."""
    _keep(desk, [one for one in waiting_imports(desk) if one.key != key])


def _keep(desk: Desk, waiting: list[Waiting]) -> None:
    desk.settings.put(WAITING, json.dumps([vars(one) for one in waiting], ensure_ascii=False))


def _exists(desk: Desk, which: str) -> bool:
    try:
        find_customer(desk, which=which)
    except WrongCustomer as refusal:
        return refusal.problem == "several"
    return True


def _facts(desk: Desk, key: str, value: str) -> dict[str, Any]:
    value = "" if value.strip().casefold() in NOTHING else value.strip()
    if key != "term":
        return {key: read_field(key, value, groups_of(desk))}
    if not value:
        return {"since": None, "until": None}
    found = _TERM.fullmatch(value)
    if found is None:
        return {"until": read_day("until", value)}
    since, until = found["since"] or found["from"] or "", found["until"] or found["to"] or ""
    return {"since": read_day("since", since), "until": read_day("until", until)}


def _today(desk: Desk) -> date:
    return desk.now().astimezone(desk.regulation.zone).date()
