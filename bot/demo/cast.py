"""The cast of a demo month: customers, their people and staff, all made up, the same for the same seed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from domain.regulation import Regulation

TEXTS = Path(__file__).with_name("texts.toml")
FIRST_ID = 4_503_000_000_000_000
"""Ids that Telegram gives to nobody (they have 52 bits at most), so that no stranger is ever written to."""
CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
LATIN = "a,b,v,g,d,e,e,zh,z,i,y,k,l,m,n,o,p,r,s,t,u,f,kh,ts,ch,sh,sch,,y,,e,yu,ya"
_LETTERS = dict(zip(CYRILLIC, LATIN.split(","), strict=True))


@cache
def texts() -> dict[str, Any]:
    """The words of the month."""
    return tomllib.loads(TEXTS.read_text(encoding="utf-8"))


@dataclass
class Customer:
    """An organization; `id` once it is entered."""

    name: str
    contract: str
    domain: str
    since: date
    until: date
    products: list[str]
    tier: str = ""
    client: str = ""
    prepaid_minutes: int | None = None
    suspends: bool = False
    id: str = ""


@dataclass
class Requester:
    """Somebody who asks. `belongs`: how the desk learns whose they are: invited, proved, told (by staff) or never."""

    address: str
    name: str
    username: str
    position: str
    phone: str
    email: str
    belongs: str
    customer: Customer | None
    patience: float
    """From 0 to 1: how mildly they judge."""
    mailbox: bool = True
    """Whether the address they give exists."""
    met: bool = False


@dataclass
class Worker:
    """One of staff. `pace`: how quickly they work, 1 is usual; `share`: how many of the tickets are theirs."""

    address: str
    name: str
    username: str
    lead: bool
    pace: float
    share: float


@dataclass
class Cast:
    customers: list[Customer]
    requesters: list[Requester]
    staff: list[Worker]
    weights: list[float] = field(default_factory=list)
    """How often each requester writes."""

    @property
    def lead(self) -> Worker:
        return next(worker for worker in self.staff if worker.lead)


def make_cast(rules: Regulation, month: date, random: Random, tickets: int) -> Cast:
    """Everybody of a month with about so many tickets."""
    customers = [_customer(rules, month, n, one, random) for n, one in enumerate(texts()["organizations"])]
    people = [_requester(rules, n, customers, random) for n in range(max(26, tickets // 20))]
    staff = [
        Worker(str(FIRST_ID + 900 + n), one["name"], one["username"], one.get("lead", False), pace, share)
        for n, (one, pace, share) in enumerate(
            zip(texts()["staff"], (0.9, 1.0, 0.8, 1.5, 1.1), (0.4, 1.4, 1.2, 0.8, 1.0), strict=True)
        )
    ]
    return Cast(customers, people, staff, [random.choice((1.0, 1.0, 2.0, 4.0)) for _ in people])


def _customer(rules: Regulation, month: date, n: int, one: dict[str, Any], random: Random) -> Customer:
    name = one["name"].replace("ООО", "ТОО") if "Almaty" in rules.zone.key else one["name"]
    began = date(month.year - 1, random.randint(1, 12), 1)
    until = month - timedelta(days=11) if one.get("expired") else date(month.year + 1, random.randint(1, 12), 28)
    level = {what: random.choice([group.key for group in groups]) if groups else ""
             for what, groups in (("tier", rules.tiers), ("client", rules.clients))}  # fmt: skip
    hours = one.get("prepaid_hours")
    return Customer(
        name=name,
        contract=f"{rules.prefix}-{began.year % 100}/{101 + 7 * n}",
        domain=one["domain"],
        since=began,
        until=until,
        products=[["Учёт"], ["Учёт", "Склад"], ["Документы"]][n % 3],
        prepaid_minutes=hours * 60 if hours else None,
        suspends=one.get("suspended", False),
        **level,
    )


def _requester(rules: Regulation, n: int, customers: list[Customer], random: Random) -> Requester:
    words, woman = texts()["people"], random.random() < 0.55
    first = random.choice(words["women" if woman else "men"])
    patronymic = random.choice(words["womens_patronymics" if woman else "mens_patronymics"])
    last = random.choice(words["last"]) + ("а" if woman else "")
    strange = n % 13 == 12
    customer = None if strange else customers[n % len(customers)]
    latin = _latin(f"{first[0]}.{last}")
    domain = customer.domain if customer else "pochta.example"
    return Requester(
        address=str(FIRST_ID + 1001 + n),
        name=f"{last} {first} {patronymic}",
        username=f"demo_{_latin(last)}_{n + 1}",
        position=random.choice(words["positions"]),
        phone=f"+7 495 {random.randint(200, 799)}-{random.randint(10, 99)}-{n % 100:02}",
        email=f"{latin}.{n + 1}@{domain}",
        belongs="never" if strange else random.choices(("invited", "proved", "told"), (6, 3, 1))[0],
        customer=customer,
        patience=random.random(),
        mailbox=n % 26 != 17,
    )


def _latin(words: str) -> str:
    return "".join(_LETTERS.get(sign, sign) for sign in words.casefold())
