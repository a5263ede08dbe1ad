"""Customer sheet in words: the sheet of all customers, and the report of the lines that were refused, to be put right and sent again.

Built without a bot: the command line makes the same sheets. A text cell is never a formula.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from typing import Literal

from domain.customer_sheet import MOST_CELL, Columns, guarded, listed, unguarded
from domain.customers import Organization
from domain.ports import Desk
from domain.regulation import Regulation
from domain.terms import Group
from domain.usecases.import_customers import Outcome
from handlers.view.refusals import refusal_words
from handlers.view.words import _, language, ngettext

Form = Literal["xlsx", "csv"]
Cell = str | date | float | None
WIDEST = 60


@dataclass(frozen=True)
class Table:
    """Headings and lines, for a file."""

    headings: tuple[str, ...]
    lines: list[tuple[Cell, ...]]


def headings() -> tuple[str, ...]:
    """Of the export; those that `domain.customer_sheet` reads come first."""
    return (
        *(_("Customer name"), _("Contract number"), _("Contract since"), _("Contract until")),
        *(_("Support tier"), _("Client category"), _("Products"), _("Mail domains"), _("Contact people")),
        *(_("Owner e-mail"), _("Prepaid hours"), _("State"), _("People")),
    )


def everybody(desk: Desk) -> Table:
    """All customers as they are now."""
    rules = desk.regulation
    today = desk.now().astimezone(rules.zone).date()
    return Table(headings(), [_line(desk, rules, one, today) for one in desk.customers.all()])


def refused(found: Columns, outcomes: Iterable[Outcome]) -> Table:
    """The lines that were refused, as they were sent, with number and reason."""
    width = len(found.headings)
    lines: list[tuple[Cell, ...]] = []
    for outcome in outcomes:
        if outcome.refusal is not None:
            cells = (*map(unguarded, outcome.line.cells), *[""] * width)[:width]  # the file guards them anew
            lines.append((*cells, float(outcome.line.n), refusal_words(outcome.refusal)))
    return Table((*found.headings, _("Line"), _("Reason")), lines)


def as_file(table: Table, form: Form) -> bytes:
    """The file itself; takes a while for many lines, so it is made outside of any transaction."""
    return _xlsx(table) if form == "xlsx" else _csv(table)


def state_words(organization: Organization, today: date) -> str:
    """Whether support is given now."""
    if organization.suspended_at:
        return _("suspended: {reason}").format(reason=organization.suspended_for)
    if organization.is_entitled(today):
        return _("contract holds")
    begins = organization.since and today < organization.since
    return _("contract has not begun") if begins else _("contract is over")


def hours_words(minutes: int) -> str:
    """«10,5» hours, exact to the minute."""
    text = f"{minutes / 60:.4f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language() != "en" else text


def outcome_lines(outcomes: Sequence[Outcome], found: Columns) -> list[str]:
    """What became of a sheet, in a few lines of text."""
    counts = {what: sum(one.what == what for one in outcomes) for what in ("added", "changed", "same", "refused")}
    lines = [
        _("New: {n}").format(n=counts["added"]),
        _("Changed: {n}").format(n=counts["changed"]),
        _("As they were: {n}").format(n=counts["same"]),
        _("Refused: {n}").format(n=counts["refused"]),
    ]
    if found.unknown:
        named = ", ".join(one[:40] for one in found.unknown[:10])
        lines.append(_("Columns that I do not know were left out: {columns}").format(columns=named))
    if found.again:
        named = ", ".join(one[:40] for one in found.again[:10])
        lines.append(_("Columns that come twice were read once, the first of them: {columns}").format(columns=named))
    return lines


def unreadable_words(problem: str) -> str:
    """Why nothing of a file was read."""
    return {
        "too_large": _("The file is too large: up to 20 MB and 50,000 lines. Please send it in parts."),
        "broken": _("The file is damaged. Please save it anew as XLSX or CSV."),
        "encrypted": _("This is an old XLS, or has a password. Please save it as XLSX without one, or as CSV."),
        "opendocument": _("This is an ODS of LibreOffice. Please save it as XLSX or CSV."),
        "numbers": _("This is a sheet of Apple Numbers. Please export it as Excel (XLSX) or CSV."),
        "not_a_sheet": _("This is no sheet: XLSX or CSV, please."),
        "empty": _("The file is empty."),
        "no_columns": _(
            "No line of headings was found: at least «Customer name» or «Contract number» is needed. "
            "The sheet of /customers export shows all of them."
        ),
    }.get(problem, _("This is no sheet: XLSX or CSV, please."))


def bar(done: int, every: int) -> str:
    """«▰▰▰▱▱▱▱▱▱▱ 30 %»: how far it is, in a chat. Full only at the end."""
    share = done * 100 // every if every else 100
    return f"{'▰' * (share // 10)}{'▱' * (10 - share // 10)} {share}\u00a0%"


def lines_words(n: int) -> str:
    """«120 строк»."""
    return ngettext("{n} line", "{n} lines", n).format(n=n)


def _line(desk: Desk, rules: Regulation, one: Organization, today: date) -> tuple[Cell, ...]:
    people = [person.name for person in desk.people.of_organization(one.id)]
    return (
        *(one.name, one.contract, one.since, one.until),
        *(_label(rules.tiers, one.tier), _label(rules.clients, one.client)),
        *(listed(one.products), listed(one.domains), listed(one.contacts), one.owner_email),
        None if one.prepaid_minutes is None else round(one.prepaid_minutes / 60, 4),
        *(state_words(one, today), "; ".join(filter(None, people))),
    )


def _label(groups: Sequence[Group], key: str) -> str:
    return next((group.label.in_(language()) for group in groups if group.key == key), key)


def _xlsx(table: Table) -> bytes:
    import xlsxwriter

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "dd.mm.yyyy"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for at, heading in enumerate(table.headings):
            sheet.write_string(0, at, guarded(heading), bold)
        widths = [len(heading) for heading in table.headings]
        for n, line in enumerate(table.lines, start=1):
            for at, cell in enumerate(line):
                if isinstance(cell, float):
                    sheet.write_number(n, at, cell)
                elif isinstance(cell, date) and cell.year > 1900:  # Excel knows no day before
                    sheet.write_datetime(n, at, cell, day)
                elif isinstance(cell, date):
                    sheet.write_string(n, at, cell.isoformat(), plain)
                elif cell:
                    sheet.write_string(n, at, _fitting(guarded(cell)), plain)
                longest = max((len(part) for part in str(cell or "").split("\n")), default=0)
                widths[at] = min(WIDEST, max(widths[at], longest))
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width + 2)
        sheet.freeze_panes(1, 0)
        if table.lines:
            sheet.autofilter(0, 0, len(table.lines), len(table.headings) - 1)
    return out.getvalue()


def _fitting(text: str) -> str:
    """As for a customer with a thousand people: Excel takes 32 767 units of UTF-16, and shows nothing of more."""
    return text if len(text) <= MOST_CELL else f"{text[:MOST_CELL]}…"


def _csv(table: Table) -> bytes:
    """With semicolons and a mark of UTF-8: so it opens by a double click where most of our readers are."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([guarded(heading) for heading in table.headings])
    writer.writerows([[_typed(cell) for cell in line] for line in table.lines])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _typed(cell: Cell) -> str:
    if isinstance(cell, float):
        text = f"{cell:.4f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if language() != "en" else text
    return cell.isoformat() if isinstance(cell, date) else guarded(cell or "")
