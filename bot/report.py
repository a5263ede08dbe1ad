"""Reports on the command line: charts, the sheet behind them and, for one customer, the document to send, into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.at_desk import WRONG, at_desk
from bot.terminal import fail, not_blank, settings

if TYPE_CHECKING:
    from bot.storage.desk import SqlDesk
    from domain.regulation import Regulation
    from domain.usecases.report import Report
    from handlers.view.report_charts import Panel


def report(
    period: Annotated[
        list[str], typer.Argument(metavar="PERIOD", help="week, month, 2026-10 or FROM-TO: 1.11.2026-30.11.2026.")
    ],
    organization: Annotated[
        str | None, typer.Option(help="One customer: the name, or the contract number.", callback=not_blank)
    ] = None,
    output: Annotated[Path, typer.Option(help="The folder that the files are written to.")] = Path(),
) -> None:
    """Write a report on a period: charts (PNG), the figures and requests behind them (XLSX), for one customer a PDF."""
    import subprocess

    from rich.console import Console
    from rich.progress import Progress

    from bot.drawing import draw_now
    from handlers.view.report_charts import Album
    from handlers.view.report_pdf import document
    from handlers.view.report_sheet import file_name, workbook
    from handlers.view.words import speaking

    found = settings()
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"--output {output}: {error.strerror}", status=WRONG)
    with Progress(console=Console(stderr=True), transient=True) as progress, speaking(found.staff_language):
        doing = progress.add_task("Counting", total=4)
        made, rules, panels, said = at_desk(
            lambda desk: _gathered(desk, " ".join(period), organization or ""), found=found
        )
        name = file_name(made)
        progress.update(doing, advance=1, description="The sheet")
        files = {f"{name}.xlsx": workbook(made, rules)}
        progress.update(doing, advance=1, description="The document")
        if made.organization:
            files[f"{name}.pdf"] = document(rules, made)
        _write(output, files)  # before the charts: whatever becomes of those, the figures are there
        progress.update(doing, advance=1, description="The charts")
        pictures: dict[str, bytes] = {}
        failure = ""
        if panels:
            try:
                drawn = draw_now(Album(panels))
            except subprocess.SubprocessError as error:
                drawn, failure = (
                    [],
                    f"the charts could not be drawn: {type(error).__name__}; their figures are in the sheet",
                )
            pictures = {f"{name}-{n}-{panels[n - 1]['kind']}.png": png for n, png in enumerate(drawn, 1)}
            _write(output, pictures)
        progress.update(doing, advance=1)
    typer.echo("\n".join([*said, *(str(output / file) for file in (*files, *pictures))]))
    if failure:
        fail(failure, status=WRONG)


def _write(output: Path, files: dict[str, bytes]) -> None:
    for file, content in files.items():
        try:
            (output / file).write_bytes(content)
        except OSError as error:
            fail(f"{output / file} cannot be written: {error.strerror}", status=WRONG)


def _gathered(desk: SqlDesk, period: str, organization: str) -> tuple[Report, Regulation, list[Panel], list[str]]:
    from domain.usecases.report import asked, make_report
    from handlers.view.report_charts import charts
    from handlers.view.report_words import plainly

    made = make_report(desk, asked(desk, words=f"{period} {organization}".strip()))
    return made, desk.regulation, charts(desk, made), plainly(desk, made)
