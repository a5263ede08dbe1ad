"""Customers: what shows whose a request is, what only hints at it, and which level follows."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.customers import CONTRACT_OVER, NO_CUSTOMER, Organization, level, likely, mail_domain, proved_by, usual
from domain.draft import PRODUCTS, Draft, DraftKind, gates, steps
from domain.people import Person
from domain.regulation import load

NOW = datetime(2026, 12, 31, 20, 59, tzinfo=UTC)
"""23:59 in Moscow on the last day of the year."""
ROMASHKA = Organization("ООО «Ромашка»", contract="12-34", domains=["romashka.ru"], until=date(2026, 12, 31))
BEAR = Organization("АО «Северный медведь»", contract="77/2026", domains=["bear.ru"], owner_email="Boss@gmail.com")
TWIN = Organization("Медведь Трейд", domains=["bear.ru"])


@pytest.mark.parametrize(
    ("address", "domain"),
    [("anna@Romashka.RU", "romashka.ru"), ("anna@mail.ru", ""), ("anna@GMAIL.com", ""), ("nonsense", "nonsense")],
)
def test_a_public_providers_domain_says_nothing(address: str, domain: str) -> None:
    """Anybody may have a mailbox there."""
    assert mail_domain(address) == domain


@pytest.mark.parametrize(
    ("addresses", "found"),
    [
        (["anna@romashka.ru"], ROMASHKA),
        (["x@sub.romashka.ru"], None),
        (["anna@mail.ru", "anna@romashka.ru"], ROMASHKA),
        (["boss@GMAIL.com"], BEAR),  # the owner's own mailbox may be anywhere
        (["someone@gmail.com"], None),
        (["ivan@bear.ru"], None),  # two customers have this domain: staff must say which
        ([], None),
    ],
)
def test_a_proved_address_shows_one_customer_or_none(addresses: list[str], found: Organization | None) -> None:
    """barier 7.7: never a guess between two."""
    assert proved_by([ROMASHKA, BEAR, TWIN], addresses) is found


@pytest.mark.parametrize(
    ("typed", "address", "first"),
    [
        ("ромашка", "", ROMASHKA),
        ("ООО Рамашка", "", ROMASHKA),
        ("«Ромашка» ЖШС", "", ROMASHKA),
        ("договор 77/2026", "", BEAR),
        ("ЗАО Совсем другое", "ivan@romashka.ru", ROMASHKA),
        ("Филиал АО Северный Медведь, Тверь", "", BEAR),
    ],
)
def test_staff_are_offered_the_likeliest_first(typed: str, address: str, first: Organization) -> None:
    """By the domain, a contract number, or a name that resembles."""
    others = [Organization(f"Завод номер {n}") for n in range(20)]
    assert likely([*others, BEAR, TWIN, ROMASHKA], typed=typed, address=address)[0] is first


def test_a_contract_number_inside_another_one_is_no_hint() -> None:
    """«12-345» is not 12-34."""
    many = [Organization(f"Завод номер {n}") for n in range(20)]
    assert likely([*many, ROMASHKA], typed="12-345", address="") == []


def test_never_more_are_offered_than_can_be_looked_through() -> None:
    """Eight at most; where nothing speaks for any, all of a few and none of many."""
    twins = [Organization(f"Ромашка {n}") for n in range(12)]
    assert len(likely(twins, typed="Ромашка", address="")) == 8
    assert likely([ROMASHKA, BEAR], typed="", address="") == [ROMASHKA, BEAR]
    assert likely(twins, typed="", address="") == []


def test_the_last_day_of_a_contract_counts_in_the_regulations_zone() -> None:
    """barier 3.1: 23:59 in Moscow is still that day; a minute later it is over."""
    rules = load("barier")
    assert level(rules, ROMASHKA, NOW).marks == ()
    assert level(rules, ROMASHKA, NOW.replace(hour=21, minute=0)).marks == (CONTRACT_OVER,)


def test_somebody_unknown_is_marked_only_where_a_contract_is_needed() -> None:
    """barier 1 ties the right to a contract; e-doc 2 advises everybody."""
    assert level(load("barier"), None, NOW).marks == (NO_CUSTOMER,)
    guest = level(load("e-doc"), None, NOW)
    assert (guest.client, guest.known, guest.marks) == ("guest", False, ())


def test_a_level_that_the_regulation_does_not_know_is_the_usual_one() -> None:
    """Levels are entered under one regulation and may be asked under another."""
    vip = Organization("X", client="vip", tier="premium")
    assert level(load("e-doc"), vip, NOW).client == "vip"
    assert level(load("e-doc"), vip, NOW).tier == ""
    assert level(load("insales"), vip, NOW).tier == "premium"
    assert (
        level(load("insales"), Organization("Y", tier="gold"), NOW).tier == usual(load("insales").tiers) == "standard"
    )


def test_the_gates_stand_in_order() -> None:
    """Consent first (152-ФЗ), then the regulation (intervale 2.4); elsewhere consent alone."""
    rules, anna = load("intervale"), Person("Анна")
    assert gates(rules, anna) == ["consent", "acceptance"]
    anna.agrees(rules.consent.version, NOW)
    anna.accepts("intervale 0", NOW)
    assert gates(rules, anna) == ["acceptance"]
    anna.accepts(rules.edition, NOW)
    assert gates(rules, anna) == []
    assert gates(load("barier"), Person("Анна")) == ["consent"]


def test_back_does_not_lead_past_a_gate() -> None:
    """Otherwise the first question after it would be the last one."""
    rules, anna = load("intervale"), Person("Анна")
    intake = Draft(DraftKind.INTAKE, "telegram", "1", 0, "anna", NOW)
    intake.back(rules, anna)
    anna.agrees(rules.consent.version, NOW)
    anna.accepts(rules.edition, NOW)
    assert intake.awaits(rules, anna) == "name"


def test_what_only_the_owner_may_ask_for_comes_after_the_kind() -> None:
    """insales begins with the kind; the product is asked after the fields, where the contract has several."""
    assert steps(load("insales"), {})[:4] == ["faq", "kind", "protected", "subject"]
    order = steps(load("barier"), {PRODUCTS: ["Барьер 5", "Барьер Облако"]})
    assert order[order.index("product") + 1] == "kind"
    assert "product" not in steps(load("barier"), {PRODUCTS: []})
