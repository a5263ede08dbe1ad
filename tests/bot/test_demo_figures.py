"""A demo month's report, statements and journal agree to the last ticket and minute: recomputed from the entries by other code."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from bot.demo.month import month
from bot.storage.desk import SqlDesk, open_session
from bot.storage.engine import open_engine
from domain.extract import Period as Month
from domain.journal import EntryKind
from domain.periods import Period
from domain.ports import Staff
from domain.regulation import load
from domain.statement import Statement
from domain.usecases.report import Asked, make_report
from domain.usecases.statement import statement, worked_for
from tests.bot.recomputed import Told, recompute
from tests.bot.test_reports import compared

STAFF = Staff("telegram", "-4000000001")
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
WEEK = Period(date(2026, 10, 12), date(2026, 10, 18))


@pytest.mark.parametrize(("preset", "seed"), [("barier", 1), ("e-doc", 5), ("gravity", 6)])
def test_everything_agrees(preset: str, seed: int, sqlite_url: str) -> None:
    """For the month, a week in it, and each customer; the ratings and corrections that a month has are among it."""
    rules, engine = load(preset), open_engine(sqlite_url)
    month(engine, rules=rules, staff=STAFF, first=OCTOBER.first, seed=seed, tickets=24)
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
        tickets = [desk.tickets.get(number) for number in journals]
        levels = {ticket.number: (ticket.tier, ticket.client) for ticket in tickets}
        kinds = Counter(entry.kind for journal in journals.values() for entry in journal)
        assert min(kinds[kind] for kind in (EntryKind.EFFORT, EntryKind.RATED, EntryKind.CONTACTED)) > 0

        def told(period: Period, whose: str | None = None) -> Told:
            mine = [journals[one.number] for one in tickets if whose is None or one.organization_id == whose]
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
    engine.dispose()
