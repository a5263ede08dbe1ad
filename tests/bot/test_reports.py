"""Reports: the figures agree with the journal to the last ticket; the sheet is text and numbers; the document tells nothing internal."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest
import sqlalchemy as sa
from aiogram.methods import SendPhoto
from pypdf import PdfReader

from bot.drawing import NotDrawn, drawn
from bot.storage.engine import open_engine
from domain.cases import WHICH
from domain.periods import Period
from domain.usecases.report import Asked, Report, make_report
from handlers.view.report_charts import Album, Picture
from handlers.view.report_pdf import document
from handlers.view.report_sheet import workbook
from handlers.view.words import speaking
from tests.bot.recomputed import Told, rank, recompute
from tests.bot.reported import AGENTS, CUSTOMERS, fill
from tests.bot.storage_builders import REGULATION, at_desk
from tests.conftest import Clock

PERIODS = (
    Period(date(2026, 11, 9), date(2026, 11, 15)),
    Period(date(2026, 10, 1), date(2026, 10, 31)),
    Period(date(2026, 10, 20), date(2026, 11, 30)),
)


def compared(report: Report, told: Told) -> None:
    """Every figure, one by one."""
    made = report.figures
    assert {day: (came, went) for day, (came, went) in made.days.items() if came or went} == {
        day: (told.registered[day], told.closed[day]) for day in made.days if told.registered[day] or told.closed[day]
    }
    assert (made.registered, made.closed) == (sum(told.registered.values()), sum(told.closed.values()))
    assert (made.reopened, made.returned, made.awaiting) == (told.reopened, told.returned, told.awaiting)
    assert (made.open_before, made.open_after) == (told.open_before, told.open_after)
    ages = ("<1", "<3", "<7", "<30", "more")
    assert {(ages[age], group): n for (age, group), n in made.backlog.items()} == dict(told.backlog)
    assert made.ratings == told.ratings
    assert {one.agent_id: one.closed for one in made.load if one.closed} == dict(+told.ended)
    assert {one.agent_id: one.answers for one in made.load if one.answers} == dict(+told.answers)
    spent: Counter[str] = Counter()
    for (_ticket, agent), minutes in told.minutes.items():
        spent[agent] += minutes
    assert {one.agent_id: one.minutes for one in made.load if one.minutes} == dict(+spent)
    by_request: Counter[str] = Counter()
    for (ticket, _agent), minutes in told.minutes.items():
        by_request[ticket] += minutes
    assert {line.case.number: line.minutes for line in made.lines if line.minutes} == dict(+by_request)
    counted = Counter()
    for (which, group), kept in made.kept_by.items():
        counted += Counter({(which, group, state): getattr(kept, state) for state in ("met", "missed", "pending")})
    assert counted == told.promises
    for which in WHICH:
        for state in ("met", "missed", "pending"):
            assert getattr(made.kept[which], state) == sum(
                n for (of, _group, became), n in told.promises.items() if (of, became) == (which, state)
            )
    assert {(one.which, one.group, one.promised): (one.n, one.median, one.ninety) for one in made.timings} == {
        key: (len(values), rank(values, 0.5), rank(values, 0.9)) for key, values in told.spent.items()
    }


def test_figures_agree_with_the_journal(engine: sa.Engine, clock: Clock) -> None:
    """For a week, a month and six weeks with part of them ahead; for everybody and for one customer."""
    clock.time = datetime(2026, 12, 20, tzinfo=UTC)
    with at_desk(engine, clock) as desk:
        customers = fill(desk, tickets=160, days=35)
    with at_desk(engine, clock) as desk:
        journals = {number: desk.journal.of(number) for number in desk.journal.numbers()}
        ours = {n: j for n, j in journals.items() if desk.tickets.get(n).organization_id == customers[0].id}
        for period in PERIODS:
            told = recompute(list(journals.values()), REGULATION, period.first, period.last)
            compared(make_report(desk, Asked(period)), told)
        told = recompute(list(ours.values()), REGULATION, PERIODS[0].first, PERIODS[0].last)
        report = make_report(desk, Asked(PERIODS[0], customers[0]))
        compared(report, told)
        worked = desk.efforts.between(
            PERIODS[0].begins(REGULATION.zone), PERIODS[0].ends(REGULATION.zone), customers[0].id
        )
        assert report.figures.minutes == sum(one.minutes for one in worked)
        assert {line.case.number for line in report.figures.lines} <= ours.keys()


def test_the_sheet_says_what_the_figures_say(sqlite_url: str, clock: Clock) -> None:
    """A row for each request; numbers are numbers, text is text, whatever a customer is called."""
    clock.time = datetime(2026, 12, 20, tzinfo=UTC)
    report = _report(sqlite_url, clock, "=1+1")
    with speaking("ru"):
        book = openpyxl.load_workbook(BytesIO(workbook(report, REGULATION)))
    rows = list(book["Заявки"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [line.case.number for line in report.figures.lines]
    assert {row[4] for row in rows} == {"=1+1"}
    assert all(cell.data_type != "f" for sheet in book for line in sheet.iter_rows() for cell in line)
    assert sum(row[-1] or 0 for row in rows) == report.figures.minutes
    said = {row[0]: row[1] for row in book["Показатели"].iter_rows(values_only=True)}
    made = report.figures
    assert (said["поступило"], said["закрыто"], said["осталось открыто"]) == (
        made.registered,
        made.closed,
        made.open_after,
    )


def test_the_document_is_fit_for_the_customer(sqlite_url: str, clock: Clock) -> None:
    """Their requests with the regulation's clauses; nobody else's, no agent, no note."""
    clock.time = datetime(2026, 12, 20, tzinfo=UTC)
    report = _report(sqlite_url, clock, "ООО «Ромашка» & <b>Ко</b>")
    with speaking("ru"):
        pages = PdfReader(BytesIO(document(REGULATION, report))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    numbers = set(re.findall(r"BAR-\d{6}", text))
    assert numbers == {line.case.number for line in report.figures.lines}
    assert "ООО «Ромашка» & <b>Ко</b>" in text
    assert "8 рабочих часов (п. 6.3)" in text
    assert "Ждём деталь" in text
    assert not any(name.split()[1] in text for name in AGENTS)
    assert not any(other in text for other in CUSTOMERS[1:])


async def test_charts_that_cannot_be_drawn_are_given_up() -> None:
    """The process that draws ends with an error: the album is not sent, and nothing is tried for ever."""
    album = Album([{"kind": "no such", "title": "?"}])
    with pytest.raises(NotDrawn):
        await drawn(SendPhoto(chat_id=1, photo=Picture(album, 0)))


def _report(url: str, clock: Clock, name: str) -> Report:
    engine = open_engine(url)
    try:
        with at_desk(engine, clock) as desk:
            (first, *_others) = fill(desk, tickets=160, days=35)
            first.name = name
        with at_desk(engine, clock) as desk:
            period = Period(date(2026, 10, 19), date(2026, 11, 30))
            return make_report(desk, Asked(period, desk.customers.get(first.id)))
    finally:
        engine.dispose()
