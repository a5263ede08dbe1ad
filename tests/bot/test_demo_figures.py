"""A demo month's report, statements and journal agree to the last ticket and minute: recomputed from the entries by other code."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.demo.month import month
from bot.storage.desk import SqlDesk, open_session
from bot.storage.engine import open_engine
from domain.cases import WHICH
from domain.customers import Organization
from domain.extract import Period as Month
from domain.extract import extract, parts
from domain.journal import EntryKind
from domain.periods import Period
from domain.ports import Staff
from domain.regulation import load
from domain.statement import Statement
from domain.usecases.report import Asked, make_report
from domain.usecases.statement import statement, worked_for
from handlers.view.journal_rows import rows_of
from handlers.view.report_charts import TOGETHER, charts
from handlers.view.report_pdf import document
from handlers.view.words import speaking
from tests.bot.recomputed import Told, recompute
from tests.bot.test_reports import compared

STAFF = Staff("telegram", "-4000000001")
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
WEEK = Period(date(2026, 10, 12), date(2026, 10, 18))


LONG, SHORT = 24, 12
"""So many requests: enough that somebody got in touch about a low rating, too; the fewest that are corrected and rated."""


@pytest.mark.parametrize(
    ("preset", "seed", "tickets"),
    [
        *[("barier", 1, LONG), ("e-doc", 5, LONG), ("gravity", 6, LONG)],
        *[("insales", 2, SHORT), ("intervale", 6, SHORT), ("megafon", 5, SHORT), ("saveit", 6, SHORT)],
    ],
)
def test_everything_agrees(preset: str, seed: int, tickets: int, sqlite_url: str) -> None:
    """For the month, a week in it, and each customer; the ratings and corrections that a month has are among it."""
    rules, engine = load(preset), open_engine(sqlite_url)
    month(engine, rules=rules, staff=STAFF, first=OCTOBER.first, seed=seed, tickets=tickets)
    with open_session(engine) as session:
        desk = SqlDesk(
            session,
            now=lambda: datetime(2026, 12, 1, tzinfo=UTC),
            wall=lambda: 0,
            regulation=rules,
            staff=STAFF,
            configured={},
        )
        journals = {number: desk.journal.of(number) for number in desk.journal.numbers()}
        every = [desk.tickets.get(number) for number in journals]
        levels = {ticket.number: (ticket.tier, ticket.client) for ticket in every}
        kinds = Counter(entry.kind for journal in journals.values() for entry in journal)
        there = (EntryKind.EFFORT, EntryKind.RATED, *([EntryKind.CONTACTED] if tickets == LONG else []))
        assert min(kinds[kind] for kind in there) > 0

        def told(period: Period, whose: str | None = None) -> Told:
            mine = [journals[one.number] for one in every if whose is None or one.organization_id == whose]
            return recompute(mine, rules, period.first, period.last, levels)

        for period in (OCTOBER, WEEK):
            compared(make_report(desk, Asked(period)), told(period))
        whole = Month(OCTOBER.first, OCTOBER.last)
        hours: dict[str, Statement] = {one.id: statement(desk, one, whole) for one in worked_for(desk, whole)}
        for customer in desk.customers.all():
            made, again = make_report(desk, Asked(OCTOBER, customer)), told(OCTOBER, customer.id)
            compared(made, again)
            spent = hours[customer.id].minutes if customer.id in hours else 0
            assert spent == made.figures.minutes == sum(again.minutes.values())
        _reads_well(desk, whole, max(desk.customers.all(), key=lambda one: len(told(OCTOBER, one.id).registered)))
    engine.dispose()


def _reads_well(desk: SqlDesk, whole: Month, customer: Organization) -> None:
    """The journal has no doubled stops and no numbers without words; the customer's report promises nothing that is not owed;
    no chart has more rows than a phone shows."""
    wanted = extract(desk.regulation.zone, whole)
    for part in parts(desk.journal.counts(wanted)):
        for row in rows_of(desk, wanted, part, "ru"):
            assert not re.search(r"[?!…]\.|\.\.", row.line.progress), row.line.progress
            assert not re.search(r"^\d\. *$", row.line.contacts, re.MULTILINE), row.line.contacts
            assert not row.line.progress.endswith("\\ Вопрос."), "a question says what is asked"
    with speaking("ru"):
        report = make_report(desk, Asked(OCTOBER, customer))
        paper = " ".join(page.extract_text() for page in PdfReader(BytesIO(document(desk.regulation, report))).pages)
        panels = charts(desk, make_report(desk, Asked(OCTOBER)))
    promised = {which for line in report.figures.lines for which in WHICH if line.promise(which).target}
    assert ("реакция" in paper, "решение" in paper) == ("response" in promised, "resolution" in promised)
    assert ("Решение" in paper) == ("resolution" in promised)
    assert all(len(panel["rows"]) <= TOGETHER for panel in panels if panel["kind"] == "times")
