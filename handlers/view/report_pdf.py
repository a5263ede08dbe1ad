"""Report PDF: how one customer was served in a period, against what the regulation promises; fit to be sent to them.

Nothing internal is in it: no notes, no agents, no other customer's request. What was erased is not there either.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from io import BytesIO
from typing import Any, TypeVar

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, SimpleDocTemplate, Table, TableStyle
from reportlab.platypus import Paragraph as Flowing

from domain.cases import WHICH, Outcome, Which, group_of
from domain.customers import Organization
from domain.figures import Figures, Line, order_of
from domain.ports import Desk
from domain.regulation import Regulation
from domain.sla import Target
from domain.usecases.report import Report
from handlers.view import report_words as words
from handlers.view.amounts import decimal, number, percent
from handlers.view.clauses import clause_words
from handlers.view.fonts import BOLD, PLAIN, load_fonts
from handlers.view.opening import opening
from handlers.view.pdf import MARGIN, Printed
from handlers.view.privacy import operator
from handlers.view.report_sheet import file_name
from handlers.view.say import shortened
from handlers.view.standing import erased_words, level_words
from handlers.view.times import clock, day, moment, span, zone_name
from handlers.view.words import _, language, ngettext, speaking

INK, SOFT, GRID, HEAD, LATE = map(HexColor, ("#1d2733", "#5b6673", "#bfc6ce", "#eceff2", "#f7e3d8"))
WIDE = A4[0] - 2 * MARGIN
T = TypeVar("T")
SUBJECT = 98
PADDING = 6
"""Points, of ReportLab's frame."""


def report_pdf(desk: Desk, report: Report) -> Printed:
    """The document, made while it goes out; in the language that is spoken now."""
    load_fonts()
    spoken, rules = language(), desk.regulation

    def make() -> bytes:
        with speaking(spoken):
            return document(rules, report)

    return Printed(f"{file_name(report)}.pdf", make)


def document(rules: Regulation, report: Report) -> bytes:
    """A4, as many pages as the list of requests takes."""
    load_fonts()
    out = BytesIO()
    title = _("Report on support")
    whose = report.organization.name if report.organization else ""
    pages = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=f"{title}: {whose}",
        subject=words.heading(report),
        author=operator(rules) or rules.title.in_(language()),
    )
    foot = _foot(f"{title} · {shortened(whose, 60)}")
    pages.build(_story(rules, report, title), onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def _story(rules: Regulation, report: Report, title: str) -> list[Flowable]:
    made = report.figures
    story: list[Flowable] = [_said(title, _TITLE), _said(words.heading(report).split(" · ")[0], _SUB)]
    story += [_about(rules, report.organization, made)]
    if made.is_empty:
        none = _("There were no requests in this period: none was registered, closed or open, and none was rated.")
        return story + _section(_("In short"), _said(none))
    story += _section(_("In short"), *_short(made, rules))
    story += _section(_("What the regulation promises, and what was kept"), *_targets(rules, made))
    story += _broken(rules, made)
    story += _ratings(made)  # above the long list: nobody looks for two lines on a page of their own
    return story + _section(_("Requests of the period"), _requests(rules, made))


def _about(rules: Regulation, organization: Organization | None, made: Figures) -> Table:
    rows = []
    if organization:
        rows.append((_("Customer organization"), organization.name))
        term = _term(organization)
        if organization.contract or term:
            rows.append((_("Contract"), ", ".join(filter(None, [organization.contract, term]))))
        if level := level_words(rules, organization.tier, organization.client):
            rows.append((_("Level of support"), level))
    edition = _("{title}, edition {version}").format(title=rules.title.in_(language()), version=rules.version)
    rows += [(_("Regulation"), edition), (_("Served by"), operator(rules))]
    at = f"{moment(made.at, rules)} ({zone_name(rules)})"
    rows.append((_("As of"), at))
    cells = [[_said(name, _SOFT_CELL), _said(value, _CELL)] for name, value in rows if value]
    table = Table(cells, colWidths=[38 * mm, WIDE - 38 * mm], hAlign="LEFT")
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0), *_TIGHT]))
    return table


def _term(organization: Organization) -> str:
    since, until = organization.since, organization.until
    if since and until:
        return _("from {since} to {until}").format(since=day(since), until=day(until))
    if since:
        return _("from {since}").format(since=day(since))
    return _("to {until}").format(until=day(until)) if until else ""


def _short(made: Figures, rules: Regulation) -> list[Flowable]:
    lines = [f"{words.flow(made)}. {words.balance(made)}.", f"{words.kept(made)}.", f"{words.rated(made)}."]
    if made.returned:
        n = made.returned
        again = ngettext("{n} solution was returned to work.", "{n} solutions were returned to work.", n)
        lines.insert(2, again.format(n=number(n)))
    return [_said(line) for line in lines]


def _targets(rules: Regulation, made: Figures) -> list[Flowable]:
    """A row for each group and target: what is promised by which clause, and how it was kept."""
    rows: list[Sequence[Flowable]] = []
    groups = order_of({key for _of, key in made.kept_by} | set(_of_priorities(rules)), rules)
    for group in groups:
        for which in WHICH:
            kept = made.kept_by.get((which, group))
            target = _target(rules, made, group, which)
            if target is None and (kept is None or not (kept.decided or kept.pending)):
                continue
            met, missed, pending = (kept.met, kept.missed, kept.pending) if kept else (0, 0, 0)
            share = percent(kept.share) if kept and kept.share is not None else "—"
            rows.append(
                [
                    _said(words.named(group, rules), _CELL),
                    _said(words.what(which), _CELL),
                    _said(_promised(target), _CELL),
                    *(_said(cell, _RIGHT) for cell in (number(met), number(missed), number(pending), share)),
                ]
            )
    if not rows:
        return [_said(_("The regulation promises no time for these requests."))]
    heads = (
        words.grouping(groups, rules),
        _("Target"),
        _("Promised"),
        _("In time"),
        _("Late"),
        _("Running"),
        _("Share"),
    )
    return [_table(heads, rows, (29, 20, 50, 20.7, 24.3, 16, 14), right=4), _said(_how_counted(made), _SMALL)]


def _of_priorities(rules: Regulation) -> list[str]:
    return [one.key for one in rules.priorities] if rules.promises_by_priority else []


def _target(rules: Regulation, made: Figures, group: str, which: Which) -> Target | None:
    """As the requests of the period had it, but for an earlier priority's; else as the priority has it."""
    for line in made.lines:
        promise = line.promise(which)
        if group_of(line.case, made.at) == group and promise.target and not promise.under:
            return promise.target
    known = next((one for one in rules.priorities if one.key == group), None)
    return (known.response if which == "response" else known.resolution) if known else None


def _promised(target: Target | None) -> str:
    """«4 рабочих часа (п. 6.3)»."""
    if target is None:
        return "—"
    stated = span(str(target.duration)) + clause_words(target.clause)
    return _("usually {time}").format(time=stated) if target.norm else stated


def _broken(rules: Regulation, made: Figures) -> list[Flowable]:
    """Each promise that was not kept in these days, with the cause and the date that were named."""
    begin = made.period.begins(rules.zone)
    late = [
        (line, which, line.promise(which))
        for line in made.lines
        for which in WHICH
        if line.promise(which).state == "missed" and begin <= (line.promise(which).due or begin) < made.at
    ]
    if not late:
        return _section(_("Late"), _said(_("Nothing was late in this period.")))
    heads = (_("Request no."), _("Target"), _("Was due"), _("Done"), _("Cause and promised date"))
    rows = [
        [
            _said(line.case.number, _CELL),
            _said(words.what(which), _CELL),
            _said(clock(promise.due, rules) if promise.due else "", _CELL),
            _said(clock(promise.met_at, rules) if promise.met_at else _("not yet"), _CELL),
            _said(_cause(line, which, rules), _CELL),
        ]
        for line, which, promise in late
    ]
    return _section(_("Late"), _table(heads, rows, (27, 20, 28, 28, 71)))


def _cause(line: Line, which: str, rules: Regulation) -> str:
    """What the requester was told; of the solution only."""
    case = line.case
    if which != "resolution" or not (case.cause or case.promised):
        return "—"
    cause = shortened(" ".join(case.cause.split()), 200)
    if case.promised is None:
        return cause
    by = _("Promised by {at}.").format(at=moment(case.promised, rules))
    return f"{cause.rstrip('.')}. {by}" if cause else by


def _requests(rules: Regulation, made: Figures) -> Table:
    """Two rows for each: its instants, and below them, over the whole width, what it is about. What is owed to none of them
    has no column."""
    groups = {line.case.number: group_of(line.case, made.at) for line in made.lines}
    there = (
        *(True, True, any(groups.values())),
        *(any(_is_owed(line.promise(which)) for line in made.lines) for which in WHICH),
        *(True, True),
    )
    heads = _only(
        there,
        (
            *(_("Request no."), _("Received"), words.grouping(groups.values(), rules)),
            *(_("Response"), _("Solution"), _("Closed"), "★"),
        ),
    )
    widths = _only(there, (27.0, 27.0, 28.0, 28.0, 28.0, 27.0, 9.0))
    rows: list[list[Flowable]] = []
    for line in made.lines:
        group = groups[line.case.number]
        cells: list[Flowable] = [
            Flowing(f"<b>{escape(line.case.number)}</b>", _CELL),
            _said(clock(line.case.received, rules), _CELL),
            _said(words.named(group, rules) if group else "—", _CELL),
            _outcome(line.response, rules),
            _outcome(line.resolution, rules),
            _said(clock(line.closed, rules) if line.closed else "—", _CELL),
            _said(str(line.rating or ""), _RIGHT),
        ]
        rows.append(_only(there, cells))
        subject = erased_words(line.case.erased, rules) or opening(line.case.subject, SUBJECT)
        rows.append([_said(subject, _SOFT_CELL), *[_said("") for _n in heads[1:]]])
    late = [n for n, line in enumerate(made.lines) if "missed" in (line.response.state, line.resolution.state)]
    tinted = [row for n in late for row in (2 * n + 1, 2 * n + 2)]
    more = (sum((27, 27, 28, 28, 28, 27, 9)) - sum(widths)) / (len(widths) - 1)
    table = _table(heads, rows, [wide + more for wide in widths[:-1]] + widths[-1:], right=1, tinted=tinted)
    pairs: list[Any] = []
    for n in range(1, len(rows), 2):
        pairs += [
            ("SPAN", (0, n + 1), (-1, n + 1)),
            ("NOSPLIT", (0, n), (-1, n + 1)),
            ("LINEBELOW", (0, n), (-1, n), 0, HEAD),
        ]
        pairs += [("BOTTOMPADDING", (0, n), (-1, n), 0), ("TOPPADDING", (0, n + 1), (-1, n + 1), 0)]
    table.setStyle(TableStyle(pairs))
    return table


def _only(there: Sequence[bool], cells: Sequence[T]) -> list[T]:
    return [cell for cell, is_there in zip(cells, there, strict=True) if is_there]


def _is_owed(promise: Outcome) -> bool:
    return promise.met_at is not None or promise.state in ("met", "missed", "pending")


def _outcome(promise: Outcome, rules: Regulation) -> Flowing:
    """«вовремя» and below it «21.11.26 16:39»."""
    at = clock(promise.met_at, rules) if promise.met_at else ""
    return Flowing("<br/>".join(filter(None, [escape(words.state(promise)), at])), _CELL)


def _ratings(made: Figures) -> list[Flowable]:
    if not made.rated:
        return []
    line = _("{mean} on average of {n}: {each}.").format(
        mean=decimal(made.mean_rating or 0),
        n=number(made.rated),
        each=", ".join(f"{stars} ★ — {number(made.ratings[stars])}" for stars in sorted(made.ratings, reverse=True)),
    )
    return _section(_("Ratings"), _said(line))


def _how_counted(made: Figures) -> str:
    text = _(
        "A target counts in the period in which it was kept or fell due. Time is counted by the regulation: in working "
        "time where it says so, without the time in which an answer of the customer was awaited."
    )
    if made.norms:
        text += " " + _("A usual time is no promise; it is counted here all the same.")
    if explained := words.too_late(made):
        text += f" {explained}."
    return text


# -- how it looks


def _section(title: str, *parts: Flowable) -> list[Flowable]:
    """The heading stays with what begins below it."""
    return [CondPageBreak(32 * mm), _said(title, _HEADING), *parts]


def _table(
    heads: Sequence[str],
    rows: Sequence[Sequence[Flowable]],
    widths: Sequence[float],
    *,
    right: int = 0,
    tinted: Sequence[int] = (),
) -> Table:
    """With the head on each page; the last `right` columns are numbers."""
    left = len(heads) - right
    head = [_said(name, _HEAD if n < left else _HEAD_RIGHT) for n, name in enumerate(heads)]
    table = Table([head, *map(list, rows)], colWidths=[wide * mm for wide in widths], repeatRows=1, hAlign="LEFT")
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BACKGROUND", (0, 0), (-1, 0), HEAD),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, GRID),
        *(("BACKGROUND", (0, n), (-1, n), LATE) for n in tinted),
        *_TIGHT,
    ]
    table.setStyle(TableStyle(style))
    return table


def _said(text: str, style: ParagraphStyle | None = None) -> Flowing:
    return Flowing(escape(text), style or _PLAIN)


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:
    usual: dict[str, Any] = {
        "fontName": PLAIN,
        "fontSize": size,
        "leading": size * 1.35,
        "textColor": INK,
        "splitLongWords": 1,
    }
    return ParagraphStyle(name, **(usual | more))


_TIGHT = (
    ("TOPPADDING", (0, 0), (-1, -1), 2.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ("LEFTPADDING", (0, 0), (-1, -1), 4),
)
_TITLE = _style("title", 18, fontName=BOLD, spaceAfter=1)
_SUB = _style("sub", 12, textColor=SOFT, spaceAfter=8)
_HEADING = _style("heading", 11.5, fontName=BOLD, spaceBefore=12, spaceAfter=4)
_PLAIN = _style("plain", 9.5, spaceAfter=2)
_SMALL = _style("small", 7.5, textColor=SOFT, spaceBefore=10)
_CELL = _style("cell", 7.5)
_SOFT_CELL = _style("soft", 7.5, textColor=SOFT)
_RIGHT = _style("right", 7.5, alignment=TA_RIGHT)
_HEAD = _style("head", 7.5, fontName=BOLD)
_HEAD_RIGHT = _style("head right", 7.5, fontName=BOLD, alignment=TA_RIGHT)


def _foot(text: str) -> Any:
    words_of_page = _("page {n}")

    def draw(canvas: Any, document: Any) -> None:
        canvas.setFont(PLAIN, 8)
        canvas.setFillColor(SOFT)
        canvas.drawString(MARGIN + PADDING, MARGIN / 2, text)
        canvas.drawRightString(A4[0] - MARGIN - PADDING, MARGIN / 2, words_of_page.format(n=document.page))

    return draw
