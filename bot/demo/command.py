"""`frontdesk demo`: a month of a support desk in the database of the settings, to look at and to measure with."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from bot.at_desk import WRONG
from bot.terminal import fail, plainly, settings

if TYPE_CHECKING:
    from bot.settings import Settings
    from domain.regulation import Regulation

DEFAULT = "2026-10"


def demo(
    which: Annotated[str, typer.Argument(metavar="[YYYY-MM]", show_default=False, help=f"Which month; {DEFAULT} if left out.")] = DEFAULT,
    month: Annotated[bool, typer.Option("--month", help="A whole month: the one demo there is, so it goes without saying.")] = True,
    preset: Annotated[str | None, typer.Option(help="A preset's name or a TOML file; the configured regulation if left out.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All presets, each in a database of its own beside the configured one.")] = False,
    seed: Annotated[int, typer.Option(help="Another number, another month; the same number, the same month.")] = 1,
    tickets: Annotated[int, typer.Option(min=1, max=100_000, help="How many requests are registered.")] = 150,
) -> None:  # fmt: skip
    """Fill the database of the settings with a believable month of a support desk. Nothing is sent to anybody.

    Everything is made by what the desk itself does, on a clock that moves through the month: journal, deadlines, efforts
    and outbox are as in life; people, customers and words are made up. Only an empty database is filled. One that holds
    such a demo, and nothing since, is emptied first; any other is refused and left as it is.
    """
    if every and preset:
        fail("--all and --preset: name one of the two", status=WRONG)
    first = _first(which)
    found = settings()
    with plainly():
        from bot.demo.register import NoPlaceForDemo
        from domain.regulation import load, shipped

        names = shipped() if every else [preset or found.regulation]
        every_rules = [load(name) for name in names]
        try:
            with _bar() as bar:
                for name, rules in zip(names, every_rules, strict=True):
                    _play(found, rules, name if every else "", first, seed, tickets, bar)
        except NoPlaceForDemo as refusal:
            fail(str(refusal), status=WRONG)


def _play(
    found: Settings, rules: Regulation, beside_for: str, first: date, seed: int, tickets: int, bar: Progress
) -> None:
    from bot.demo.month import month
    from bot.demo.register import beside, create, make_room
    from bot.sandbox.cast import STAFF_CHAT_ID
    from bot.storage.engine import open_engine
    from bot.storage.schema import upgrade
    from domain.ports import Staff

    staff = Staff("telegram", str(found.staff_chat_id or STAFF_CHAT_ID), language=found.staff_language)
    found.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    url = beside(found.database, beside_for) if beside_for else found.database
    if beside_for:
        configured = open_engine(found.database)
        try:
            create(configured, url)
        finally:
            configured.dispose()
    engine = open_engine(url)
    try:
        upgrade(engine)
        make_room(engine)
        began = time.monotonic()
        task = bar.add_task(f"{rules.id} {first:%Y-%m}", total=tickets)
        made = month(
            engine,
            rules=rules,
            staff=staff,
            first=first,
            seed=seed,
            tickets=tickets,
            progress=lambda done: bar.update(task, completed=done),
        )
        place = engine.url.render_as_string(hide_password=True)
    finally:
        engine.dispose()
    bar.console.print(
        f"{rules.id}, {first:%Y-%m}, seed {seed}: {made.tickets} requests of {made.people} people and {made.customers} "
        f"customers, {made.entries} entries, in {time.monotonic() - began:.0f} s: {place}",
        highlight=False,
        soft_wrap=True,
    )
    if beside_for or rules.id != found.regulation:
        bar.console.print(
            f"  look at it with FRONTDESK_REGULATION={rules.id} FRONTDESK_DATABASE_URL={place}",
            highlight=False,
            soft_wrap=True,
        )


def _first(which: str) -> date:
    try:
        return datetime.strptime(which, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        fail(f"{which}: must be a month such as {DEFAULT}", status=WRONG)


def _bar() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(stderr=True))
