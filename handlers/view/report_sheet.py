"""Report sheet: the figures behind the charts, and a row for each request, as a workbook. Text is never a formula."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from domain.cases import WHICH, Outcome
from domain.figures import AGES, Figures, Line, order_of
from domain.regulation import Regulation
from domain.usecases.report import Report
from handlers.view import report_words as words
from handlers.view.pdf import Printed
from handlers.view.standing import erased_words
from handlers.view.times import zone_name
from handlers.view.words import _, language, speaking

TEXT_ONLY = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
Cell = str | int | float | date | datetime | None
Table = tuple[Sequence[str], Sequence[Sequence[Cell]]]


def report_sheet(report: Report, rules: Regulation) -> Printed:
    """The workbook, made while it goes out; in the language that is spoken now."""
    spoken = language()

    def make() -> bytes:
        with speaking(spoken):
            return workbook(report, rules)

    return Printed(f"{file_name(report)}.xlsx", make)


def file_name(report: Report) -> str:
    """«report-2026-11-16-2026-11-22», and the contract's or customer's sign where it is of one."""
    period = report.figures.period
    whose = report.organization
    sign = "".join(c if c.isalnum() else "-" for c in (whose.contract or whose.name)) if whose else ""
    return "-".join(filter(None, ["report", period.first.isoformat(), period.last.isoformat(), sign.strip("-")]))


def workbook(report: Report, rules: Regulation) -> bytes:
    """Two worksheets: figures, requests."""
    out = BytesIO()
    with Workbook(out, TEXT_ONLY) as book:
        book.set_properties({"title": words.heading(report), "author": rules.title.in_(language())})
        _Figures(book, report, rules).write()
        _Requests(book, report, rules).write()
    return out.getvalue()


class _Sheet:
    """A worksheet and its few formats. Instants are in the regulation's zone, without saying so in each cell."""

    def __init__(self, book: Workbook, name: str, rules: Regulation) -> None:
        self.rules, self.zone = rules, rules.zone
        self.sheet: Worksheet = book.add_worksheet(name)
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        usual = {"valign": "top", "border": 1, "border_color": "#BFBFBF"}
        self.plain: Format = book.add_format(usual | {"num_format": "@", "text_wrap": True})
        self.whole = book.add_format(usual | {"num_format": "#,##0"})
        self.part = book.add_format(usual | {"num_format": "0.0%"})
        self.mean = book.add_format(usual | {"num_format": "0.00"})
        self.instant = book.add_format(usual | {"num_format": "dd.mm.yyyy hh:mm", "align": "left"})
        self.day = book.add_format(usual | {"num_format": "dd.mm.yyyy", "align": "left"})
        self.header = book.add_format(usual | {"bold": True, "bg_color": "#E7EAEE", "text_wrap": True})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.section = book.add_format({"bold": True, "font_size": 12})
        self.grey = book.add_format({"font_color": "#595959"})
        self.row = 0

    def line(self, text: str, look: Format | None = None) -> None:
        """One text on a line of its own."""
        self.sheet.write_string(self.row, 0, text, look or self.grey)
        self.row += 1

    def cells(self, values: Sequence[Cell], looks: Sequence[Format | None] = ()) -> None:
        """A row: text as text, numbers as numbers, instants as instants."""
        for column, value in enumerate(values):
            look = looks[column] if column < len(looks) else None
            if value is None or value == "":
                self.sheet.write_blank(self.row, column, None, look or self.plain)
            elif isinstance(value, datetime):
                local = value.astimezone(self.zone).replace(tzinfo=None, microsecond=0)
                self.sheet.write_datetime(self.row, column, local, look or self.instant)
            elif isinstance(value, date):
                self.sheet.write_datetime(self.row, column, value, look or self.day)
            elif isinstance(value, int | float):
                self.sheet.write_number(self.row, column, value, look or self.whole)
            else:
                self.sheet.write_string(self.row, column, value, look or self.plain)
        self.row += 1

    def heads(self, names: Sequence[str]) -> None:
        for column, name in enumerate(names):
            self.sheet.write_string(self.row, column, name, self.header)
        self.row += 1


class _Figures(_Sheet):
    def __init__(self, book: Workbook, report: Report, rules: Regulation) -> None:
        super().__init__(book, _("Figures"), rules)
        self.report, self.made = report, report.figures

    def write(self) -> None:
        made = self.made
        self.sheet.set_column(0, 0, 34)
        self.sheet.set_column(1, 9, 15)
        self.line(words.heading(self.report), self.title)
        self.line(_("As of {at}, time of {zone}").format(at=self._at(made.at), zone=zone_name(self.rules)))
        if made.is_empty:
            for line in words.nothing(self.report)[:1]:
                self.line(line)
        self._section(_("Requests"), (_("Figure"), _("How many")), self._totals())
        days = [(day, came, went) for day, (came, went) in made.days.items()]
        self._section(_("By day"), (_("Day"), words.came_in(), words.closed()), days)
        self._promises()
        self._times()
        self._backlog()
        self._ratings()
        load = [(one.name or "?", one.closed, one.answers, one.minutes) for one in made.load]
        self._section(_("By agent"), (_("Agent"), words.closed(), words.answers(), _("minutes of work")), load)

    def _at(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%d.%m.%Y %H:%M}"

    def _section(
        self, title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], looks: Sequence[Format | None] = ()
    ) -> None:
        if not rows:
            return
        self.row += 1
        self.line(title, self.section)
        self.heads(heads)
        for row in rows:
            self.cells(row, looks)

    def _totals(self) -> list[Sequence[Cell]]:
        made = self.made
        return [
            (_("open before"), made.open_before),
            (words.came_in(), made.registered),
            (_("opened again"), made.reopened),
            (words.closed(), made.closed),
            (_("open after"), made.open_after),
            (_("of them solved and awaiting the requester's word"), made.awaiting),
            (_("solved, but returned to work"), made.returned),
        ]

    def _promises(self) -> None:
        rows: list[Sequence[Cell]] = []
        for which in WHICH:
            groups = order_of((key for of, key in self.made.kept_by if of == which), self.rules)
            all_of_them = [(_("all"), self.made.kept[which])]
            by_group = [(words.named(key, self.rules), self.made.kept_by[which, key]) for key in groups]
            for name, one in [*all_of_them, *by_group]:
                if one.decided or one.pending:
                    rows.append((words.what(which), name, one.met, one.missed, one.pending, one.share))
        heads = (_("Target"), self._grouping(), *words.states(), _("share in time"))
        self._section(_("Targets"), heads, rows, (None, None, None, None, None, self.part))

    def _times(self) -> None:
        rows = []
        order = order_of((one.group for one in self.made.timings), self.rules)
        for one in sorted(self.made.timings, key=lambda one: (WHICH.index(one.which), order.index(one.group))):
            promised = words.span_of(one, one.promised) if one.promised else None
            half, most = words.span_of(one), words.span_of(one, one.ninety)
            rows.append(
                (words.what(one.which), words.timed(one, self.rules, heading=True), one.n, half, most, promised)
            )
        heads = (_("Target"), self._grouping(), _("Requests"), _("half of them"), _("9 of 10"), _("target"))
        self._section(_("Time spent, as the targets count it"), heads, rows)
        if explained := words.too_late(self.made):
            self.line(f"{explained}.")

    def _grouping(self) -> str:
        return words.grouping((key for _which, key in self.made.kept_by), self.rules)

    def _backlog(self) -> None:
        groups = order_of((key for _age, key in self.made.backlog), self.rules)
        rows: list[Sequence[Cell]] = [
            (words.age(n), *(self.made.backlog[n, key] for key in groups), sum(self.made.backlog[n, k] for k in groups))
            for n in range(len(AGES) + 1)
        ]
        heads = (_("Age"), *(words.group(key, self.rules) for key in groups), _("all"))
        self._section(_("Still to be done, by age"), heads, rows if groups else [])

    def _ratings(self) -> None:
        made = self.made
        rows: list[Sequence[Cell]] = [
            (f"{stars} ★", made.ratings[stars]) for stars in sorted(made.ratings, reverse=True)
        ]
        self._section(_("Ratings"), (_("Rating"), _("How many")), rows)
        if made.mean_rating is not None:
            self.cells((_("average"), made.mean_rating), (None, self.mean))


class _Requests(_Sheet):
    """A row for each request that the period concerns: something happened to it, or it is open."""

    def __init__(self, book: Workbook, report: Report, rules: Regulation) -> None:
        super().__init__(book, _("Requests"), rules)
        self.made: Figures = report.figures

    def write(self) -> None:
        response, resolution = words.what("response").capitalize(), words.what("resolution").capitalize()
        heads = (
            *(_("Request no."), _("Received"), _("Priority"), _("Kind"), _("Customer organization"), _("Agent")),
            *(_("{what}: due").format(what=response), _("{what}: given").format(what=response), response),
            *(_("{what}: due").format(what=resolution), _("{what}: given").format(what=resolution), resolution),
            *(_("Closed"), _("Rating"), _("Minutes")),
        )
        widths = (14, 17, 18, 22, 26, 22, 17, 17, 12, 17, 17, 12, 17, 9, 10)
        for column, wide in enumerate(widths):
            self.sheet.set_column(column, column, wide)
        self.sheet.set_landscape()
        self.sheet.repeat_rows(0)
        self.heads(heads)
        self.sheet.freeze_panes(1, 1)
        for line in self.made.lines:
            self.cells(self._cells(line))
        self.sheet.autofilter(0, 0, max(self.row - 1, 0), len(heads) - 1)

    def _cells(self, line: Line) -> Sequence[Cell]:
        case = line.case
        return (
            *(case.number, case.received, words.named(line.priority, self.rules) if line.priority else ""),
            words.group(case.kind, self.rules) if case.kind else "",
            case.organization or erased_words(case.erased, self.rules),
            case.assignee,
            *self._promise(line.response),
            *self._promise(line.resolution),
            *(line.closed, line.rating, line.minutes or None),
        )

    def _promise(self, promise: Outcome) -> Sequence[Cell]:
        return promise.due, promise.met_at, words.state(promise)
