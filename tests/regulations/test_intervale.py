"""intervale's regulation (source 000), row by row."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.silence import reminder_at
from tests.regulations.conftest import Hold
from tests.regulations.rows import Check, Rows, due, may_be_attached, rules, zipped

row = Rows("intervale")
mine = rules("intervale")


@row("2.1")
def _() -> None:
    """Phone, e-mail, and the Helpdesk, which the chat stands for."""
    doors = {door.key: (door.clause, door.assumed) for door in mine.doors}
    assert doors == {"chat": (None, True), "email": ("2.1", False), "phone": ("2.1", False)}
    assert mine.door("email").addresses == {"helpdesk@intervale.ru": "2.1"}  # type: ignore[union-attr]


@row("2.2")
def _() -> None:
    """Questions on the Service; others are refused by the clause."""
    assert [(item.key, item.clause) for item in mine.scope_of("solved")] == [("2.2", "2.2")]
    assert mine.reason("out_of_scope").clause == "2.2"


@row("2.3")
def _() -> None:
    """Regulation and levels are a binding part of the agreement: said at acceptance."""
    acceptance = mine.demand("acceptance")
    assert acceptance is not None
    assert "обязательная часть соглашения (п. 2.3)" in acceptance.text.in_("ru")


@row("2.4")
def _() -> None:
    """The version in force is accepted."""
    acceptance = mine.demand("acceptance")
    assert acceptance is not None
    assert acceptance.clause == "2.4"
    assert mine.version


@row("2.5")
def _() -> None:
    """In force from publication: date and link."""
    assert (mine.valid_from, mine.link) == (date(2026, 1, 1), "https://helpdesk.intervale.ru")
    assert "valid_from" in mine.assumed
    assert mine.clause("changes") == "2.5"


@row("2.6")
def _() -> None:
    """Support may be suspended; registered work goes on."""
    suspension = mine.demand("suspension")
    assert suspension is not None
    assert suspension.clause == mine.reason("suspended").clause == "2.6"
    assert "по зарегистрированным продолжается" in suspension.text.in_("ru")


@row("3.2")
def _() -> None:
    """The user keeps confidential what they learn."""
    notice = mine.demand("confidentiality")
    assert notice is not None
    assert notice.clause == "3.2"


@row("4.1")
def _() -> None:
    """Highest and high are solved round the clock, holidays and nights too, the rest in working hours."""
    assert due("intervale", "2026-01-01 03:00", priority="highest")[:2] == ("01.01.2026 04:00", "01.01.2026 07:00")
    assert due("intervale", "2026-01-01 03:00", priority="high")[:2] == ("01.01.2026 05:00", "01.01.2026 11:00")
    assert due("intervale", "2026-01-01 03:00", priority="medium")[:2] == ("12.01.2026 13:00", "14.01.2026 18:00")
    new_year = datetime(2026, 1, 1, tzinfo=UTC)
    assert [mine.hours_for(p.key).is_open(new_year) for p in mine.priorities] == [True, True, False, False, False]
    assert mine.hours_for("highest").clause == "4.1"
    assert mine.calendar().assumed


@row("4.2")
def _() -> None:
    """Five levels; their times are ours and cite nothing."""
    starts = "2026-05-13 09:00"
    found = {p.key: due("intervale", starts, priority=p.key)[:2] for p in mine.priorities}
    assert found == {
        "highest": ("13.05.2026 10:00", "13.05.2026 13:00"),
        "high": ("13.05.2026 11:00", "13.05.2026 17:00"),
        "medium": ("13.05.2026 13:00", "15.05.2026 18:00"),
        "low": ("13.05.2026 13:00", "19.05.2026 18:00"),
        "consultation": ("13.05.2026 13:00", "19.05.2026 18:00"),
    }
    targets = [target for p in mine.priorities for target in (p.response, p.resolution)]
    assert all(target and target.assumed and target.clause is None for target in targets)
    assert (mine.clause("response"), mine.clause("resolution")) == (None, None)
    up = [["2026-05-13 10:00", "highest"]]
    assert due("intervale", starts, priority="low", priority_changes=up)[1] == "13.05.2026 13:00"


@row("5.1")
def _() -> None:
    """A unique number."""
    assert mine.number(7) == "INT-000007"
    assert mine.clause("number") == "5.1"


@row("5.2")
def _() -> None:
    """A call becomes a ticket."""
    door = mine.door("phone")
    assert door is not None
    assert door.registers
    assert mine.clause("phone") == "5.2"


@row("5.3")
def _() -> None:
    """Contact with e-mail, description, steps, and more: four items, none skippable; «нет» will do for the last."""
    assert [(f.key, f.required, f.clause) for f in mine.fields] == [
        (key, True, "5.3") for key in ("name", "email", "description", "steps", "details")
    ]
    assert mine.field("details").accept("нет") == "нет"
    assert "fields[5].accepts" in mine.assumed


@row("5.4")
def _() -> None:
    """Screenshots, graphics and log files are recommended; the list is ours and cites nothing."""
    assert all(may_be_attached("intervale", kind) for kind in ("jpeg", "gif", "png", "pdf", "txt"))
    assert not may_be_attached("intervale", "bmp")
    assert zipped("intervale", "bmp", "txt")
    assert mine.attachments.clause is None
    assert mine.attachments.assumed == set(mine.attachments.kinds)
    assert "LOG" in {extension.upper() for extension in mine.attachments.extensions()}
    assert mine.clause("attachments") == "5.4"


@row("5.5")
def _() -> None:
    """One question per request, under its own number."""
    assert mine.clause("one_issue") == "5.5"


@row("5.6")
def _() -> None:
    """A responsible person: the clause; the response time after which it escalates."""
    assert mine.clause("assignee") == "5.6"
    assert all(priority.response for priority in mine.priorities)


@row("5.8")
def _() -> None:
    """Reminders while waiting; silence closes nothing then."""
    assert str(mine.ask_reminder) == "8 working hours"
    assert due("intervale", "2026-05-13 10:00", priority="low", clarification="2026-05-13 11:00")[2] is None


@row("5.9")
def _() -> None:
    """Answered in the Helpdesk and by e-mail."""
    assert mine.clause("mirror") == "5.9"
    assert mine.field("email").required


@row("5.10")
def _() -> None:
    """Provisionally closed; any question brings it back; three working days to 24:00, then closed."""
    assert mine.statuses["completed"].in_("ru") == "Предварительно закрыт"
    assert mine.completion.returned_by == "anything"
    assert not mine.dispute_needs_argument
    closes = [
        due("intervale", "2026-05-06 10:00", priority="low", completed=at)[2]
        for at in ("2026-05-13 00:00", "2026-05-13 23:59:59", "2026-05-15 12:00", "2026-05-08 10:00")
    ]
    assert closes == ["19.05.2026 00:00", "19.05.2026 00:00", "21.05.2026 00:00", "15.05.2026 00:00"]
    completed, due_at = datetime(2026, 5, 13, 9, tzinfo=UTC), datetime(2026, 5, 18, 21, tzinfo=UTC)
    reminder = reminder_at(mine, completed=completed, due=due_at)
    assert reminder == due_at - timedelta(hours=6)  # four hours before is 20:00, so the closing at 18:00
    assert mine.clause("silence") == "5.10"


@pytest.mark.parametrize("check", row.params())
async def test_row(check: Check, hold: Hold) -> None:
    """A person gets what the row demands."""
    await hold("intervale", check)
