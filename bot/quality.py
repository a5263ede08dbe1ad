"""Quality control on the command line: one month of it."""

from __future__ import annotations

import typer

from bot.at_desk import at_desk
from bot.storage.desk import SqlDesk
from bot.terminal import fail, settings
from domain.usecases.quality_month import Month, running
from handlers.view.quality_month import Report, told
from handlers.view.words import speaking


def show(month: str | None) -> None:
    """Print it in the language of staff; a month that is none, or has not begun, is said to be so."""
    found = settings()

    def look(desk: SqlDesk) -> Report | None:
        now = running(desk)
        try:
            wanted = Month.of(month) if month else now
        except ValueError:
            return None
        return told(desk, wanted) if wanted <= now else None

    with speaking(found.staff_language):
        report = at_desk(look, found=found)
    if report is None:
        fail(f"--month {month}: a month that has begun, such as 2026-10")
    typer.echo(report.title)
    for heading, lines in report.sections:
        typer.echo("\n".join(["", heading, *(f"  {line}" for line in lines)]))
