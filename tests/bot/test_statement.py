"""The statement of hours: its figures come from the register, and agree with a recomputation from the journal by other code."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from typer.testing import CliRunner

from bot.cli import app
from bot.storage.desk import SqlDesk
from domain.customers import Organization
from domain.extract import Period, month_of
from domain.journal import Actor
from domain.staff_refusals import WrongPeriod
from domain.ticket import Ticket
from domain.usecases.identify import belongs_to
from domain.usecases.statement import month, statement, worked_for
from handlers.view.statement import Paper, paper
from handlers.view.statement_pdf import statement_pdf
from handlers.view.statement_xlsx import statement_xlsx
from handlers.view.words import speaking
from tests.bot.storage_builders import REGULATION, at_desk, new_ticket, speaker
from tests.conftest import Clock

OCTOBER, NOVEMBER, SEPTEMBER = (month_of(date(2026, n, 1)) for n in (10, 11, 9))
BORIS, OLGA = Actor("boris", "Борис Иванов", "telegram"), Actor("olga", "Ольга Петрова", "telegram")
MOSCOW = timedelta(hours=3)


def filled(engine: sa.Engine, clock: Clock) -> Organization:
    """Two months of a customer, and a bit of another one's: answers, corrections in time and late ones, a customer found out late."""
    chance = random.Random(6)
    with at_desk(engine, clock) as desk:
        ours = Organization("ООО «Ромашка»", contract="12-34", since=date(2026, 1, 1), until=date(2026, 12, 31))
        ours.prepaid_minutes = 20 * 60
        theirs = Organization("=АО «Медведь»", contract="77")
        desk.customers.add(ours)
        desk.customers.add(theirs)
        desk.transaction.flush()
        clock.time = datetime(2026, 9, 28, 7, 0, tzinfo=UTC)
        person = desk.people.speaking(speaker(at=clock.now()))
        tickets = [_ticket(desk, person_id=person, to=ours) for _n in range(3)]
        other, unknown = _ticket(desk, person_id=person, to=theirs), _ticket(desk, person_id=person, to=None)
        while clock.time < datetime(2026, 11, 20, tzinfo=UTC):
            clock.forward(hours=chance.randint(5, 40), minutes=chance.randint(0, 59))
            ticket = chance.choice([*tickets, other, unknown])
            ticket.answer(clock.now(), chance.choice([BORIS, OLGA]), "Сделано", (), chance.choice([30, 45, 50, 120]))
            if chance.random() < 0.4:
                one = chance.choice(desk.efforts.of_ticket(chance.choice(tickets).number) or [None])
                if one is not None:
                    minutes = chance.choice([30, 60, 75])
                    _of(tickets, one.ticket).correct_effort(clock.now(), BORIS, one, minutes)
            if unknown.organization_id is None and clock.time > datetime(2026, 11, 3, tzinfo=UTC):
                belongs_to(desk, unknown, ours, OLGA)
        return ours


def _ticket(desk: SqlDesk, *, person_id: object, to: Organization | None) -> Ticket:
    ticket = new_ticket(desk, person_id)  # type: ignore[arg-type]
    ticket.organization_id = to.id if to else None
    return ticket


def _of(tickets: list[Ticket], number: str) -> Ticket:
    return next(one for one in tickets if one.number == number)


def recomputed(desk: SqlDesk, organization_id: str, first: datetime, after: datetime) -> int:
    """By the journal alone: minutes of the answers of that time, and what corrections changed in it, of the customer's tickets."""
    total = 0
    for number in desk.journal.numbers():
        chain = desk.journal.of(number)
        known = next((e.at for e in chain if e.kind == "identified"), None)
        if desk.tickets.get(number).organization_id != organization_id:
            continue
        for entry in chain:
            facts = entry.facts
            at = max(entry.at, known) if known else entry.at
            change = facts.get("minutes", 0) - (facts["before"] if entry.kind == "effort" else 0)
            if entry.kind in ("answer", "completed", "effort") and first <= at < after:
                total += change
    return total


def test_its_figures_are_those_of_the_journal(engine: sa.Engine, clock: Clock) -> None:
    """To the minute, in each month; what was corrected later leaves the earlier month as it was."""
    ours = filled(engine, clock)
    clock.time = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)
    with at_desk(engine, clock, reads=True) as desk:
        found = {
            period: statement(desk, desk.customers.get(ours.id), period) for period in (SEPTEMBER, OCTOBER, NOVEMBER)
        }
        for period, made in found.items():
            first, after = (
                datetime(one.year, one.month, one.day, tzinfo=UTC) - MOSCOW
                for one in (period.first, period.last + timedelta(days=1))
            )
            assert made.minutes == recomputed(desk, ours.id, first, after) > 0
            assert made.used == recomputed(desk, ours.id, datetime(2026, 1, 1, tzinfo=UTC), after)
            assert made.left == 1200 - made.used
        assert found[NOVEMBER].corrections != 0
        assert found[OCTOBER].used + found[NOVEMBER].minutes == found[NOVEMBER].used
        assert [one.name for one in worked_for(desk, OCTOBER)] == ["=АО «Медведь»", "ООО «Ромашка»"]
    clock.time = datetime(2026, 10, 31, 20, 59, tzinfo=UTC)
    with at_desk(engine, clock, reads=True) as desk:
        now = statement(desk, desk.customers.get(ours.id), OCTOBER)
        assert (now.runs, now.minutes) == (True, found[OCTOBER].minutes)
        assert month(desk, None) == SEPTEMBER
        for wrong in (NOVEMBER, Period(date(2026, 10, 1), date(2026, 10, 30))):
            with pytest.raises(WrongPeriod):
                month(desk, wrong)


def test_an_erased_request_keeps_its_minutes_and_no_words(engine: sa.Engine, clock: Clock) -> None:
    """Number, date and minutes are the contract's; the words are the person's."""
    ours = filled(engine, clock)
    with at_desk(engine, clock) as desk:
        before = statement(desk, desk.customers.get(ours.id), NOVEMBER)
        for ticket in (desk.tickets.get(line.ticket) for line in before.lines):
            ticket.answers = {}
            for entry in desk.journal.of(ticket.number):
                if not entry.tells_of_work_only:
                    entry.erase()
    with at_desk(engine, clock, reads=True) as desk:
        after = statement(desk, desk.customers.get(ours.id), NOVEMBER)
        sheet = _sheet(desk, after.customer, NOVEMBER)
    assert [(one.ticket, one.at, one.minutes) for one in after.lines] == [
        (one.ticket, one.at, one.minutes) for one in before.lines
    ]
    assert "принтер" in str(before.lines)
    assert "принтер" not in str(sheet)


def test_the_sheets_hold_numbers_and_text_and_no_formula(engine: sa.Engine, clock: Clock) -> None:
    """Printed and calculated with, they say the same; a month without work says so."""
    filled(engine, clock)
    with at_desk(engine, clock) as desk:
        bear = next(one for one in desk.customers.all() if "Медведь" in one.name)
        sheet = _sheet(desk, bear.name, OCTOBER)
        empty = _sheet(desk, bear.name, month_of(date(2026, 8, 1)))
    page = load_workbook(BytesIO(statement_xlsx(sheet))).active
    assert page is not None
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    assert "=АО «Медведь»" in [cell.value for cell in cells]
    total = next(row for row in page.iter_rows() if row[0].value == "Итого")
    assert total[5].value == sum(row.minutes for row in sheet.rows) > 0
    assert total[6].value == pytest.approx(total[5].value / 60, abs=0.005)
    assert sheet.balance == ()
    for one in (sheet, empty):
        assert statement_pdf(one).startswith(b"%PDF")
    assert not empty.rows
    assert empty.empty == "В этом месяце работ не было."


def _sheet(desk: SqlDesk, name: str, period: Period) -> Paper:
    customer = next(one for one in desk.customers.all() if one.name == name)
    with speaking("ru"):
        return paper(statement(desk, customer, period), REGULATION)


def test_the_command_writes_a_file_for_each_customer_with_work(
    sqlite_url: str, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says what stands in its way: a file that is there, a customer or a month that is not."""
    from bot.storage.engine import open_engine

    engine = open_engine(sqlite_url)
    filled(engine, clock)
    engine.dispose()
    monkeypatch.setenv("FRONTDESK_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("FRONTDESK_DATA_DIR", str(tmp_path / "data"))

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["statement", "--language", "ru", *words])
        return result.exit_code, result.output

    folder = tmp_path / "out"
    code, said = run("--month", "2026-10", "--output", str(folder))
    assert code == 0, said
    assert sorted(one.name for one in folder.iterdir()) == [
        "часы-2026-10-=АО «Медведь».pdf",
        "часы-2026-10-ООО «Ромашка».pdf",
    ]
    assert run("--month", "2026-10", "--output", str(folder))[0] == 1
    book = tmp_path / "one.xlsx"
    code, said = run("--month", "10.2026", "--organization", "12-34", "--format", "xlsx", "--output", str(book))
    assert code == 0, said
    assert load_workbook(book).active is not None
    for wrong in (["--organization", "нет такой"], ["--month", "2999-01"], ["--month", "вчера"]):
        assert run("--output", str(tmp_path / "no.pdf"), *wrong)[0] == 1
    assert not (tmp_path / "no.pdf").exists()
