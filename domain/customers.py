"""Customers: the organizations that have the right to support, by which contract, for how long, and at which level (barier 1, 3.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from domain.rulebook import Regulation
    from domain.terms import Group

NO_CUSTOMER = "no_customer"
CONTRACT_OVER = "contract_over"
"""Marks of a ticket: nobody knows whose it is; the contract did not hold on the day of receipt. Staff decide."""
MOST_LIKELY = 8
ALIKE = 0.6
_PROVIDERS = """
mail.ru bk.ru inbox.ru list.ru internet.ru xmail.ru yandex.ru ya.ru yandex.com yandex.by yandex.kz yandex.ua narod.ru
rambler.ru lenta.ru autorambler.ru myrambler.ru ro.ru vk.com gmail.com googlemail.com outlook.com hotmail.com
live.com live.ru msn.com yahoo.com ymail.com aol.com icloud.com me.com mac.com proton.me protonmail.com pm.me gmx.com
gmx.de gmx.net web.de mail.com zoho.com tutanota.com tuta.io fastmail.com ukr.net i.ua tut.by mail.kz qq.com 163.com
"""
PUBLIC_MAIL = frozenset(_PROVIDERS.split())
"""Providers where anybody may have a mailbox: such a domain says nothing of whom one works for."""
_LEGAL_FORM = re.compile(
    r"\b(общество с ограниченной ответственностью|товарищество с ограниченной ответственностью"
    r"|((открытое|закрытое|публичное|непубличное) )?акционерное общество|индивидуальный предприниматель)\b|"
    r"\b(ооо|оао|зао|пао|ао|нао|ип|тоо|гуп|муп|фгуп|жшс|ақ|жк|рмк|llc|ltd|inc|jsc|gmbh|corp|co)\b"
)


@dataclass(eq=False)
class Organization:
    """One customer. `since` and `until` are the first and last day of the contract in the regulation's zone; None: open.

    `products` are those the contract names (barier 1), `domains` the mail domains of its people, in lower case.
    `contacts` are the addresses of the people who see all its tickets.
    `owner_email` is the address of who may ask for what only the owner may (insales). Empty `tier` and `client`: as usual.
    `prepaid_minutes` of effort were paid for in advance for the contract's term; None: effort is not counted against
    anything. `hours_told`: how many per cent of them were used when its people were last told, 0 before that.
    """

    name: str
    contract: str = ""
    since: date | None = None
    until: date | None = None
    tier: str = ""
    client: str = ""
    products: list[str] = field(default_factory=list)
    domains: list[str] = field(default_factory=list)
    owner_email: str = ""
    suspended_at: datetime | None = None
    suspended_for: str = ""
    contacts: list[str] = field(default_factory=list)
    prepaid_minutes: int | None = None
    hours_told: int = 0
    id: str = field(default_factory=lambda: uuid4().hex)
    version: int = 1

    def is_entitled(self, day: date) -> bool:
        """Whether its contract holds on that day (in the regulation's zone)."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def sole_product(self) -> str:
        """The product, where the contract names one only; else empty."""
        return self.products[0] if len(self.products) == 1 else ""


@dataclass(frozen=True)
class Level:
    """The rights a ticket has: its tier and category of client, whether a customer stands behind them, and what staff should see."""

    tier: str
    client: str
    known: bool
    marks: tuple[str, ...] = ()


def level(rules: Regulation, organization: Organization | None, received: datetime) -> Level:
    """The level of a request received at that instant; without a customer the usual one (barier 3.1, 7.7; e-doc 3, 7).

    Somebody unknown is marked only where the regulation ties the right to support to a contract.
    """
    tier, client = usual(rules.tiers), usual(rules.clients)
    if organization is None:
        return Level(tier, client, known=False, marks=(NO_CUSTOMER,) if rules.clause("contract") else ())
    day = received.astimezone(rules.zone).date()
    return Level(
        tier=organization.tier if any(g.key == organization.tier for g in rules.tiers) else tier,
        client=organization.client if any(g.key == organization.client for g in rules.clients) else client,
        known=True,
        marks=() if organization.is_entitled(day) else (CONTRACT_OVER,),
    )


def usual(groups: Sequence[Group]) -> str:
    """The tier or category of people of whom nothing else is known; the last one where the regulation marks none."""
    marked = [group.key for group in groups if group.default]
    return (marked or [group.key for group in groups[-1:]] or [""])[0]


def mail_domain(address: str) -> str:
    """The domain of an address, in lower case; empty for a public provider's, which says nothing."""
    domain = address.rpartition("@")[2].lower()
    return "" if domain in PUBLIC_MAIL else domain


def same_address(one: str, other: str) -> bool:
    """Whether two mail addresses are one; no server in use tells them apart by case."""
    return bool(one) and one.casefold() == other.casefold()


def proved_by(organizations: Sequence[Organization], addresses: Sequence[str]) -> Organization | None:
    """The customer that proved addresses show: its owner's own, or one of its domain. None where none or several fit."""
    for address in addresses:
        owned = [o for o in organizations if same_address(o.owner_email, address)]
        domain = mail_domain(address)
        fitting = owned or [o for o in organizations if domain and domain in o.domains]
        if len(fitting) == 1:
            return fitting[0]
    return None


def likely(organizations: Sequence[Organization], *, typed: str, address: str) -> list[Organization]:
    """Whose it may be, the likeliest first: by the domain, a contract number, or a similar name. For staff to choose.

    Where nothing speaks for any, all of them if they are few.
    """
    domain = mail_domain(address)
    rated = [(_likeness(organization, typed, domain), organization) for organization in organizations]
    found = [pair for pair in rated if pair[0] >= ALIKE]
    if not found:
        return list(organizations) if len(organizations) <= MOST_LIKELY else []
    return [organization for _, organization in sorted(found, key=lambda pair: -pair[0])][:MOST_LIKELY]


def _likeness(organization: Organization, typed: str, domain: str) -> float:
    if domain and domain in organization.domains:
        return 3.0
    contract = organization.contract.casefold()
    if contract and re.search(rf"(?<![\w/-]){re.escape(contract)}(?![\w/-])", typed.casefold()):
        return 2.0
    name, said = bare_name(organization.name), bare_name(typed)
    if not name or not said:
        return 0.0
    return 1.0 if f" {name} " in f" {said} " else SequenceMatcher(None, name, said).ratio()


def bare_name(name: str) -> str:
    """«ООО «Ромашка»» -> "ромашка"."""
    words = re.sub(r"[^\w]+", " ", name.casefold().replace("ё", "е"))
    return " ".join(_LEGAL_FORM.sub(" ", words).split())
