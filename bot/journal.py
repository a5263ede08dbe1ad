"""The journal on the command line: whether its chains are whole, and the sheet of Annex 1."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.at_desk import WRONG
from bot.looking import looking
from bot.terminal import fail, not_blank, settings

if TYPE_CHECKING:
    from bot.storage.desk import SqlDesk
    from domain.extract import Extract

app = typer.Typer(help="The journal of requests.", no_args_is_help=True)

MOST_NAMED = 20
"""Broken chains that are named one by one."""


@app.command("verify")
def verify(number: Annotated[str | None, typer.Argument(help="One request; all if left out.")] = None) -> None:
    """Check that nothing in the journal was changed, moved or left out; what was erased keeps its place in the chain."""

    def check(desk: SqlDesk) -> tuple[int, int, int, list[str]]:
        requests = total = erased = 0
        broken = []
        if number:
            desk.tickets.get(number)
        for one, chain in desk.journal.chains(number or ""):
            requests, total, erased = requests + 1, total + chain.entries, erased + chain.erased
            if (wrong := chain.wrong) is not None:
                what = f"entry {wrong.n} ({wrong.kind}, {wrong.at:%Y-%m-%d %H:%M:%S} UTC)"
                broken.append(f"{one}: {what} does not follow from the one before it")
            elif chain.short:
                broken.append(f"{one}: the last entries are missing")
            bar.update(task, completed=total)
        return requests, total, erased, broken

    found = settings()
    with ExitStack() as block:
        read = block.enter_context(looking(found))
        bar = block.enter_context(_progress())
        task = bar.add_task("verifying", total=read(_how_many))
        requests, total, erased, broken = read(check)
    if broken:
        more = [f"and {len(broken) - MOST_NAMED} more requests"] if len(broken) > MOST_NAMED else []
        fail(*broken[:MOST_NAMED], *more, status=WRONG)
    typer.echo(f"{requests} requests, {total} entries, {erased} of them erased: every chain is whole")


@app.command("export")
def export(
    output: Annotated[Path, typer.Option(help="The file to write; it must not be there yet.")],
    form: Annotated[
        Literal["xlsx", "csv", "pdf", "zip"] | None,
        typer.Option(
            "--format",
            help="By the name of the file if left out; zip: one request as PDF and XLSX, with its attachments.",
        ),
    ] = None,
    since: Annotated[str | None, typer.Option("--from", help="The first day: 2026-10-01 or 01.10.2026.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="The last day, which is in it.")] = None,
    organization: Annotated[
        str | None, typer.Option(help="One customer, by name or contract number.", callback=not_blank)
    ] = None,
    ticket: Annotated[str | None, typer.Option(help="One request, by number.", callback=not_blank)] = None,
    language: Annotated[
        Literal["ru", "en", "kk"] | None, typer.Option(help="The language of the sheet; that of staff if left out.")
    ] = None,
) -> None:
    """Write the journal in the form of Annex 1: a line for each public entry of the period, in order of registration."""
    from bot.files import Store
    from bot.journal_files import write_journal

    wanted_form = form or output.suffix.lstrip(".").lower()
    if wanted_form not in ("xlsx", "csv", "pdf", "zip"):
        fail(f"{output}: --format is missing: xlsx, csv, pdf or zip", status=WRONG)
    if wanted_form == "zip" and not ticket:
        fail("--format zip is for one request: name it with --ticket", status=WRONG)
    found = settings()
    with ExitStack() as block:
        read = block.enter_context(looking(found))
        wanted = read(lambda desk: _wanted(desk, since, until, organization, ticket))
        try:
            output.open("xb").close()
        except FileExistsError:
            fail(f"{output} is there already; name another file", status=WRONG)
        except OSError as error:
            fail(f"{output} cannot be written: {error.strerror}", status=WRONG)
        bar = block.enter_context(_progress())
        task = bar.add_task("writing", total=None)
        try:
            entries = write_journal(
                read,
                wanted,
                wanted_form,
                output,
                language or found.staff_language,
                opens=Store(found.home / "files").open,
                tell=lambda done, of: bar.update(task, completed=done, total=of),
            )
        except BaseException as error:
            output.unlink(missing_ok=True)  # half a sheet looks like a whole one
            if isinstance(error, OSError):
                fail(f"{output} cannot be written: {error.strerror}", status=WRONG)
            raise
    typer.echo(f"{output}: {entries} entries")


def _wanted(
    desk: SqlDesk, since: str | None, until: str | None, organization: str | None, ticket: str | None
) -> Extract:
    """What the options ask for: from the first entry if no first day is named, up to now if no last one is."""
    from domain.usecases.extracts import chosen

    return chosen(desk, since=since or "", until=until or "", organization=organization or "", number=ticket or "")


def _how_many(desk: SqlDesk) -> int:
    return desk.journal.total()


def _progress() -> Progress:
    """On the terminal only, and gone when it is done."""
    columns: tuple[Any, ...] = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
