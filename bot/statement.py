"""`frontdesk statement`: what customers' answers took in a month, as PDF or XLSX to hang on the act of services."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.progress import track

from bot.at_desk import WRONG
from bot.looking import looking
from bot.terminal import fail, not_blank, settings

if TYPE_CHECKING:
    from bot.storage.desk import SqlDesk
    from domain.extract import Period
    from handlers.view.statement import Paper


def statement(
    output: Annotated[Path, typer.Option(help="The file to write, or the folder: a file for each customer.")],
    organization: Annotated[
        str | None,
        typer.Option(help="One customer, by name or contract number; all with work if left out.", callback=not_blank),
    ] = None,
    month: Annotated[str, typer.Option(help="Such as 2026-10; the month before this one if left out.")] = "",
    form: Annotated[Literal["pdf", "xlsx"], typer.Option("--format", help="To print, or to calculate with.")] = "pdf",
    language: Annotated[
        Literal["ru", "en", "kk"] | None, typer.Option(help="The language of the sheet; that of staff if left out.")
    ] = None,
) -> None:
    """Write a month's statement of support hours: each answer, the sum, and what is left of prepaid hours."""
    from bot.files import safe_name
    from handlers.view.statement_pdf import statement_pdf
    from handlers.view.statement_xlsx import statement_xlsx

    found = settings()
    draw = statement_pdf if form == "pdf" else statement_xlsx
    spoken = language or found.staff_language
    folder = organization is None or output.is_dir()
    with looking(found) as read:
        period, names = read(lambda desk: _whose(desk, month, organization))
        if not names:
            typer.echo(f"{period.first:%Y-%m}: there was no work for any customer")
            return
        console = Console(stderr=True)
        for name in track(names, "writing", console=console, transient=True, disable=not console.is_terminal):
            sheet: Paper = read(partial(_paper, name=name, period=period, spoken=spoken))
            file = output / safe_name(f"{sheet.name}.{form}") if folder else output
            try:
                if folder:
                    output.mkdir(parents=True, exist_ok=True)
                with file.open("xb") as out:
                    out.write(draw(sheet))
            except FileExistsError:
                fail(f"{file} is there already; name another file or folder", status=WRONG)
            except OSError as error:
                fail(f"{file} cannot be written: {error.strerror}", status=WRONG)
            typer.echo(str(file))


def _whose(desk: SqlDesk, month: str, organization: str | None) -> tuple[Period, list[str]]:
    from domain.usecases.customers import find_customer
    from domain.usecases.statement import chosen_month, worked_for

    period = chosen_month(desk, month)
    if organization is not None:
        return period, [find_customer(desk, which=organization).name]
    return period, [one.name for one in worked_for(desk, period)]


def _paper(desk: SqlDesk, *, name: str, period: Period, spoken: str) -> Paper:
    from domain.usecases.customers import find_customer
    from domain.usecases.statement import statement as of_customer
    from handlers.view.statement import paper
    from handlers.view.words import speaking

    with speaking(spoken):
        return paper(of_customer(desk, find_customer(desk, which=name), period), desk.regulation)
