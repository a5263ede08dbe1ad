"""Megafon's feedback form (source 003), row by row."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.sla import deadlines
from tests.regulations.conftest import Hold
from tests.regulations.rows import Check, Rows, due, rules

row = Rows("megafon")
mine = rules("megafon")


@row("form")
def _() -> None:
    """Surname, phone, description, contact details: four fields, no more."""
    labels = [(field.label.in_("ru"), field.required) for field in mine.fields]
    assert labels == [(label, True) for label in ("Фамилия", "Телефон", "Описание проблемы", "Контактные сведения")]
    assert (mine.kinds, mine.impacts, mine.priorities) == ((), (), ())
    assert mine.attachments.max_count == 0


@row("answer")
def _() -> None:
    """An answer within a day, of the clock; taking or setting a priority does not end it."""
    assert due("megafon", "2026-05-08 21:00:05") == ("09.05.2026 21:00:05", None, None)
    pause = [["2026-05-09 01:00", "2026-05-09 03:00"]]
    assert due("megafon", "2026-05-08 21:00", pauses=pause)[0] == "09.05.2026 23:00"
    assert mine.response_ends == "answer"
    received, touched = datetime(2026, 5, 13, 9, tzinfo=UTC), datetime(2026, 5, 13, 10, tzinfo=UTC)
    open_pause = [(datetime(2026, 5, 13, 11, tzinfo=UTC), None)]
    assert deadlines(mine, received=received, changes=[(touched, "")], pauses=open_pause).response_due is None
    answered = deadlines(mine, received=received, responded=touched, pauses=open_pause)
    assert answered.response_due == datetime(2026, 5, 14, 9, tzinfo=UTC)


@row("roaming")
def _() -> None:
    """A question; those abroad go to the head; no target of their own."""
    assert mine.queue.head is not None
    assert mine.queue.head.ask.in_("ru") == "Вы сейчас за границей?"
    nine, ten = datetime(2026, 5, 13, 9, tzinfo=UTC), datetime(2026, 5, 13, 10, tzinfo=UTC)
    assert mine.turn(priority="", received=ten, head=True) < mine.turn(priority="", received=nine)
    assert len(mine.target_rows) == 1


@row("doors")
def _() -> None:
    """Phone, text message, social networks, chat and office are shown; only the form is a door."""
    assert [door.key for door in mine.doors] == ["chat"]
    shown = {way.key: way.address for way in mine.other_ways}
    assert set(shown) == {"phone", "short_number", "roaming", "sms", "social", "site_chat", "office"}
    assert (shown["phone"], shown["sms"]) == ("8 800 5500 500", "0500")


@row("self-help")
def _() -> None:
    """The portal first."""
    assert mine.demand("faq_first") is not None


@pytest.mark.parametrize("check", row.params())
async def test_row(check: Check, hold: Hold) -> None:
    """A person gets what the row demands."""
    await hold("megafon", check)
