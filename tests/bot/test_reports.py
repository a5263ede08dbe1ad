"""Reports: the figures agree with the journal to the last ticket; the sheet is text and numbers; the document tells nothing internal."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import sqlalchemy as sa

from domain.figures import WHICH
from domain.periods import Period
from domain.usecases.report import Asked, Report, make_report
from tests.bot.recomputed import Told, rank, recompute
from tests.bot.reported import fill
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
    counted = Counter()
    for (which, group), kept in made.kept_by.items():
        counted += Counter({(which, group, state): getattr(kept, state) for state in ("met", "missed", "pending")})
    assert counted == told.promises
    for which in WHICH:
        for state in ("met", "missed", "pending"):
            assert getattr(made.kept[which], state) == sum(
                n for (of, _group, became), n in told.promises.items() if (of, became) == (which, state)
            )
    by_group = Counter({(one.which, one.group): 0 for one in made.timings})
    for one in made.timings:
        by_group[one.which, one.group] += one.n
    assert by_group == {key: len(values) for key, values in told.spent.items()}
    for one in made.timings:
        if by_group[one.which, one.group] == one.n:
            values = told.spent[one.which, one.group]
            assert (one.median, one.ninety) == (rank(values, 0.5), rank(values, 0.9))


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
