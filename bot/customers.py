"""Customers on the command line: who has the right to support, by which contract and at which level."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.at_desk import WRONG, at_desk
from bot.terminal import console, fail

if TYPE_CHECKING:
    from rich.table import Table

    from bot.storage.desk import SqlDesk
    from domain.customers import Organization
    from domain.regulation import Regulation

app = typer.Typer(help="Who has the right to support, and at which level.", no_args_is_help=True)

Which = Annotated[str, typer.Argument(metavar="CUSTOMER", help="The name, or the contract number.")]
Name = Annotated[str | None, typer.Option(help="The organization's full name.")]
Contract = Annotated[str | None, typer.Option(help="The contract number.")]
Since = Annotated[str | None, typer.Option(help="The contract's first day: 2026-01-31.")]
Until = Annotated[str | None, typer.Option(help="The contract's last day: 2026-12-31.")]
Tier = Annotated[str | None, typer.Option(help="A tier of the regulation, such as premium.")]
Client = Annotated[str | None, typer.Option(help="A category of clients of the regulation, such as vip.")]
Products = Annotated[list[str] | None, typer.Option("--product", help="A product of the contract. Repeatable.")]
Domains = Annotated[list[str] | None, typer.Option("--domain", help="A mail domain of its people. Repeatable.")]
Owner = Annotated[str | None, typer.Option(help="The address of who may ask for what only the owner may.")]
Hours = Annotated[
    str | None, typer.Option(help="Hours of effort paid for in advance: 10.5, 10:30; empty: not counted.")
]
Contacts = Annotated[
    list[str] | None, typer.Option("--contact", help="The address of a person who sees all its requests. Repeatable.")
]
Reason = Annotated[str, typer.Option(help="Why; its people read it.")]


@app.command("list")
def list_customers() -> None:
    """Print all customers."""
    with_rules = at_desk(lambda desk: (desk.customers.all(), desk.regulation, desk.now()))
    console().print(_table(*with_rules))


@app.command("add")
def add(
    name: Name = None,
    contract: Contract = None,
    since: Since = None,
    until: Until = None,
    tier: Tier = None,
    client: Client = None,
    product: Products = None,
    domain: Domains = None,
    owner_email: Owner = None,
    contact: Contacts = None,
    hours: Hours = None,
) -> None:
    """Enter a customer."""
    from domain.usecases.customers import add_customer

    facts = _facts(name, contract, since, until, tier, client, product, domain, owner_email, contact, hours)
    entered = at_desk(lambda desk: add_customer(desk, **facts))
    typer.echo(f"{entered.name}: entered")


@app.command("change")
def change(
    which: Which,
    name: Name = None,
    contract: Contract = None,
    since: Since = None,
    until: Until = None,
    tier: Tier = None,
    client: Client = None,
    product: Products = None,
    domain: Domains = None,
    owner_email: Owner = None,
    contact: Contacts = None,
    hours: Hours = None,
) -> None:
    """Change what is named; an empty text takes a thing away. Tickets keep what they were registered with."""
    from domain.usecases.customers import change_customer

    facts = _facts(name, contract, since, until, tier, client, product, domain, owner_email, contact, hours)
    if not facts:
        fail("nothing to change was named; see frontdesk customers change --help", status=WRONG)
    changed = at_desk(lambda desk: change_customer(desk, which=which, **facts))
    typer.echo(f"{changed.name}: changed")


@app.command("suspend")
def suspend(which: Which, reason: Reason = "") -> None:
    """Suspend support: nothing new is registered, what is registered goes on; its people are told."""
    _turn(which, reason, suspends=True)
    typer.echo(f"{which}: support is suspended")


@app.command("restore")
def restore(which: Which, reason: Reason = "") -> None:
    """Restore support; its people are told."""
    _turn(which, reason, suspends=False)
    typer.echo(f"{which}: support is restored")


@app.command("invite")
def invite(
    which: Which,
    days: Annotated[int, typer.Option(min=1, max=365, help="How long the link serves.")] = 14,
    qr: Annotated[Path | None, typer.Option(help="Write a QR code there too: FILE.png or FILE.svg.")] = None,
) -> None:
    """Print a link for the customer's people: whoever follows it counts as one of theirs."""
    from domain.usecases.invite import make_invitation

    if qr is not None and qr.suffix.lower() not in (".png", ".svg"):
        fail(f"--qr {qr}: must end in .png or .svg", status=WRONG)
    made = at_desk(lambda desk: make_invitation(desk, which=which, days=days))
    if qr is not None:
        import segno

        try:
            segno.make(made.link, error="m", micro=False).save(str(qr), scale=8, border=4)
        except OSError as error:
            fail(f"--qr {qr}: {error.strerror}", status=WRONG)
    typer.echo(made.link)
    typer.echo(f"for {made.organization.name}, until {made.until:%Y-%m-%d %H:%M} UTC", err=True)


@app.command("block")
def block(
    person: Annotated[str, typer.Argument(help="A request of theirs, their proved e-mail address, or Telegram id.")],
    until: Annotated[str, typer.Option(help="Until when: 2026-12-01, or 2026-12-01 15:00; by the regulation's clock.")],
    reason: Reason = "",
) -> None:
    """Take no new requests of an abusive person until then; what is registered goes on, and they are told."""
    from domain.blocking import read_until
    from domain.usecases.block import set_blocked
    from domain.usecases.find_person import find_person

    if not reason.strip():
        fail("--reason is missing: they read it", status=WRONG)

    def carried_out(desk: SqlDesk) -> str:
        found = find_person(desk, which=person)
        at, rest = read_until(until, desk.now(), desk.regulation.zone)
        if rest:
            fail(f"--until {until}: must be a day such as 2026-12-01, or with a time, 2026-12-01 15:00", status=WRONG)
        set_blocked(desk, found, at, reason)
        return f"{at.astimezone(desk.regulation.zone):%Y-%m-%d %H:%M}"

    typer.echo(f"{person}: blocked until {at_desk(carried_out)}")


@app.command("unblock")
def unblock(
    person: Annotated[str, typer.Argument(help="A request of theirs, their proved e-mail address, or Telegram id.")],
) -> None:
    """The block ends now, and they are told."""
    from domain.usecases.block import lift
    from domain.usecases.find_person import find_person

    at_desk(lambda desk: lift(desk, find_person(desk, which=person)))
    typer.echo(f"{person}: not blocked any more")


def _turn(which: str, reason: str, *, suspends: bool) -> None:
    from domain.usecases.customers import find_customer
    from domain.usecases.suspend import set_suspended

    if not reason.strip():
        fail("--reason is missing: its people read it", status=WRONG)

    def turn(desk: SqlDesk) -> None:
        set_suspended(desk, find_customer(desk, which=which), reason, suspends=suspends)

    at_desk(turn)


def _facts(
    name: str | None,
    contract: str | None,
    since: str | None,
    until: str | None,
    tier: str | None,
    client: str | None,
    products: list[str] | None,
    domains: list[str] | None,
    owner_email: str | None,
    contacts: list[str] | None,
    hours: str | None,
) -> dict[str, Any]:
    """What was named, and nothing else."""
    given: dict[str, Any] = {
        "name": name,
        "contract": contract,
        "tier": tier,
        "client": client,
        "products": products or None,
        "domains": domains or None,
        "owner_email": owner_email,
        "contacts": contacts or None,
    }
    facts = {key: value for key, value in given.items() if value is not None}
    for key, text in (("since", since), ("until", until)):
        if text is not None:
            facts[key] = _day(key, text)
    if hours is not None:
        facts["prepaid_minutes"] = _minutes(hours)
    return facts


def _day(key: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        fail(f"--{key} {text}: must be a day such as 2026-12-31", status=WRONG)


def _hours(one: Organization) -> str:
    return "" if one.prepaid_minutes is None else f"{one.prepaid_minutes / 60:g}"


def _minutes(text: str) -> int | None:
    from domain.customer_sheet import read_hours
    from domain.refusals import WrongCustomer

    try:
        return read_hours(text)
    except WrongCustomer:
        fail(f"--hours {text}: must be hours such as 10.5 or 10:30", status=WRONG)


def _table(customers: list[Organization], rules: Regulation, now: datetime) -> Table:
    from rich.markup import escape
    from rich.table import Table

    today = now.astimezone(rules.zone).date()
    columns = ("Customer", "Contract", "Term", "Level", "Products", "Mail domains", "Owner", "Hours", "Support")
    table = Table(*columns, title="Customers", title_justify="left", title_style="bold", header_style="dim")
    for one in customers:
        term = f"{one.since or '…'} - {one.until or '…'}" if one.since or one.until else "open"
        support = "yes" if one.is_entitled(today) else "[yellow]no contract today[/]"
        if one.suspended_at:
            support = f"[red]suspended: {escape(one.suspended_for)}[/]"
        level = ", ".join(filter(None, [one.tier, one.client])) or "usual"
        texts = (
            one.name,
            one.contract,
            term,
            level,
            "\n".join(one.products),
            "\n".join(one.domains),
            one.owner_email,
            _hours(one),
        )
        table.add_row(*(escape(text) or "-" for text in texts), support)
    return table
