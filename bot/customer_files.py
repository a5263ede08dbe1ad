"""Customers by files, on the command line: a sheet of them taken in, piece by piece beside a desk that is open; or written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.at_desk import WRONG, at_desk, carrying_out
from bot.terminal import console, fail

if TYPE_CHECKING:
    from bot.storage.desk import SqlDesk
    from domain.usecases.import_customers import Outcome
    from handlers.view.customer_sheet import Table


def add_to(app: typer.Typer) -> None:
    """These commands are customers' too."""
    app.command("import")(import_file)
    app.command("export")(export)


def import_file(
    file: Annotated[Path, typer.Argument(help="XLSX or CSV; columns in any order, with Russian or English headings.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would become of it, and change nothing.")
    ] = False,
    refused: Annotated[
        Path | None, typer.Option(help="Where refused lines go, .xlsx or .csv; beside the file if left out.")
    ] = None,
) -> None:
    """Enter or change customers by contract number, else by name. Refused lines are written out with reasons; exit status 1 then."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from bot.customer_import import read_sheet
    from bot.sheets import SheetError
    from domain.usecases.import_customers import PIECE, groups_of, import_lines
    from handlers.view import customer_sheet as view
    from handlers.view.words import speaking

    target = refused or file.with_name(f"{file.stem}-refused{'.csv' if file.suffix.lower() == '.csv' else '.xlsx'}")
    _must_end_well(target, "--refused")
    groups, language = at_desk(lambda desk: (groups_of(desk), desk.staff.language))
    try:
        sheet = read_sheet(file, groups)
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}", status=WRONG)
    except SheetError as error:
        with speaking("en"):
            fail(f"{file}: {view.unreadable_words(error.problem)}", status=WRONG)
    outcomes: list[Outcome] = []
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console()
    )
    with carrying_out() as carry_out, bar:
        task = bar.add_task("Customers", total=len(sheet.lines))
        for at in range(0, len(sheet.lines), PIECE):
            piece = sheet.lines[at : at + PIECE]
            outcomes += carry_out(partial(import_lines, lines=piece, only_look=dry_run))
            bar.advance(task, len(piece))
    with speaking("en"):
        typer.echo("\n".join(view.outcome_lines(outcomes, sheet.columns)))
        if dry_run:
            typer.echo("Nothing was changed.")
    with speaking(language):
        table = view.refused(sheet.columns, outcomes)
    if table.lines:
        _write(target, table)
        typer.echo(f"Refused lines: {target}", err=True)
        raise typer.Exit(WRONG)


def export(
    output: Annotated[Path, typer.Option(help="Where to write it.")],
    form: Annotated[
        Literal["xlsx", "csv"] | None, typer.Option("--format", help="By the file's name if left out.")
    ] = None,
) -> None:
    """Write all customers as a sheet that `import` reads again."""
    from handlers.view import customer_sheet as view
    from handlers.view.words import speaking

    if form is None:
        _must_end_well(output, "--output")

    def look(desk: SqlDesk) -> Table:
        with speaking(desk.staff.language):
            return view.everybody(desk)

    table = at_desk(look)
    _write(output, table, form)
    typer.echo(f"{output}: {len(table.lines)} customers")


def _must_end_well(path: Path, option: str) -> None:
    if path.suffix.lower() not in (".xlsx", ".csv"):
        fail(f"{option} {path}: must end in .xlsx or .csv", status=WRONG)


def _write(path: Path, table: Table, form: Literal["xlsx", "csv"] | None = None) -> None:
    from handlers.view.customer_sheet import as_file

    if form is None:
        form = "csv" if path.suffix.lower() == ".csv" else "xlsx"
    try:
        path.write_bytes(as_file(table, form))
    except OSError as error:
        fail(f"{path} cannot be written: {error.strerror}", status=WRONG)
