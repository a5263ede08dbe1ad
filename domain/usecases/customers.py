"""Customers: enter one, or change what is known of one, checked against the regulation in force."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from email_validator import EmailNotValidError, validate_email

from domain.answers import clean
from domain.customers import PUBLIC_MAIL, Organization, bare_name
from domain.ports import Desk
from domain.refusals import WrongCustomer
from domain.terms import Group
from domain.usecases.hours import hours_changed

LONGEST = 200
LOST = "\ufffd"
"""What stands for signs that could not be read."""


def add_customer(desk: Desk, **facts: Any) -> Organization:
    """Enter a customer; `facts` are the fields of an Organization. WrongCustomer says what cannot be right."""
    organization = Organization("")
    _fill(desk, organization, facts)
    desk.customers.add(organization)
    return organization


def change_customer(desk: Desk, *, which: str, **facts: Any) -> Organization:
    """Change the named fields; tickets that are registered keep what they were given. WrongCustomer."""
    organization = find_customer(desk, which=which)
    _fill(desk, organization, facts)
    return organization


def find_customer(desk: Desk, *, which: str) -> Organization:
    """By name, by contract number, or by the name without its legal form. WrongCustomer if there is none, or more than one."""
    everybody, wanted = desk.customers.all(), _tidy(which).casefold()
    found = [o for o in everybody if o.name.casefold() == wanted]
    found = found or [o for o in everybody if wanted and o.contract.casefold() == wanted]
    found = found or [o for o in everybody if bare_name(which) and bare_name(o.name) == bare_name(which)]
    if len(found) != 1:
        raise WrongCustomer("name", "several" if found else "no_such", which)
    return found[0]


def _fill(desk: Desk, organization: Organization, facts: dict[str, Any]) -> None:
    """Everything is checked before anything is changed."""
    others = [o for o in desk.customers.all() if o is not organization]
    taken = {name: {getattr(o, name).casefold() for o in others} for name in ("name", "contract")}
    put(desk, organization, checked(desk, organization, facts, taken))


def checked(
    desk: Desk, organization: Organization, facts: Mapping[str, Any], taken: Mapping[str, Container[str]]
) -> dict[str, Any]:
    """What would be written of these facts. `taken`: the names and contracts of others, in lower case. WrongCustomer."""
    new = {name: _read(name, value) for name, value in facts.items()}
    after = {name: new.get(name, getattr(organization, name)) for name in ("name", "contract", "since", "until")}
    if not after["name"]:
        raise WrongCustomer("name", "missing")
    for name in ("name", "contract"):
        if after[name] and after[name].casefold() in taken[name]:
            raise WrongCustomer(name, "taken", after[name])
    if after["since"] and after["until"] and after["until"] < after["since"]:
        raise WrongCustomer("until", "backwards", after["until"].isoformat())
    # A key that another regulation had may stay: it is not what is being changed.
    if new.get("tier") != organization.tier:
        _must_be_known("tier", new.get("tier"), desk.regulation.tiers)
    if new.get("client") != organization.client:
        _must_be_known("client", new.get("client"), desk.regulation.clients)
    return {name: value for name, value in new.items() if value != getattr(organization, name)}


def put(desk: Desk, organization: Organization, new: Mapping[str, Any]) -> None:
    """Write it. Other hours, or another term, are told of anew, once so many of them are used."""
    for name, value in new.items():
        setattr(organization, name, value)
    if new.keys() & {"prepaid_minutes", "since", "until"}:
        hours_changed(desk, organization)


def _read(name: str, value: Any) -> Any:
    match name:
        case "products":
            return list(dict.fromkeys(filter(None, (_told(name, one) for one in value))))
        case "domains":
            return list(dict.fromkeys(_domains(value)))
        case "contacts":
            return list(dict.fromkeys(filter(None, (_address(one) for one in value))))
        case "owner_email":
            return _address(value)
        case "since" | "until" | "prepaid_minutes":
            return value
        case "name" | "contract" | "tier" | "client":
            return _told(name, value)
    raise TypeError(f"a customer has no {name}")


def _told(name: str, value: str) -> str:
    if LOST in value:
        raise WrongCustomer(name, "encoding", value[:40])
    return _tidy(value)


def _tidy(value: str) -> str:
    return clean(value, lines=False)[:LONGEST].rstrip()


def _domains(values: Iterable[str]) -> Iterable[str]:
    """As they stand in addresses: lower case, in ASCII. A public provider's shows nobody."""
    for value in values:
        name = value.strip().lower().rpartition("@")[2]
        if not name:
            continue
        try:
            domain = validate_email(f"x@{name}", check_deliverability=False).ascii_domain.lower()
        except EmailNotValidError:
            raise WrongCustomer("domain", "malformed", value, "romashka.ru") from None
        if domain in PUBLIC_MAIL:
            raise WrongCustomer("domain", "public", value)
        yield domain


def _address(value: str) -> str:
    if not value.strip():
        return ""
    try:
        found = validate_email(value.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise WrongCustomer("owner-email", "malformed", value, "anna@romashka.ru") from None
    return found.ascii_email or found.normalized


def _must_be_known(field: str, key: str | None, groups: tuple[Group, ...]) -> None:
    if key and key not in {group.key for group in groups}:
        raise WrongCustomer(field, "unknown", key, ", ".join(group.key for group in groups))
