"""Duty and absence as staff write them: one line, one span in the regulation's zone, or a reason why not."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.rota import NoSuchSpell, lines, read

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 23, 10, 30, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("line", "who", "starts", "ends"),
    [
        ("@olga 25.11 18:00 - 26.11 09:00", "@olga", "25.11.2026 18:00", "26.11.2026 09:00"),
        ("Ольга Петрова 25.11 18:00–09:00", "Ольга Петрова", "25.11.2026 18:00", "26.11.2026 09:00"),
        ("@olga 25.11 10:00 - 12:00", "@olga", "25.11.2026 10:00", "25.11.2026 12:00"),
        ("01.12-14.12", "", "01.12.2026 00:00", "15.12.2026 00:00"),
        ("05.12", "", "05.12.2026 00:00", "06.12.2026 00:00"),
        ("до 14.12", "", "23.11.2026 10:30", "15.12.2026 00:00"),
        ("@b до 23.11 18:00", "@b", "23.11.2026 10:30", "23.11.2026 18:00"),
        ("31.12 18:00 - 01.01 09:00", "", "31.12.2026 18:00", "01.01.2027 09:00"),
        ("10.01 - 12.01", "", "10.01.2027 00:00", "13.01.2027 00:00"),
        ("20.11 - 30.11.26", "", "20.11.2026 00:00", "01.12.2026 00:00"),
    ],
)
def test_a_line_is_one_span(line: str, who: str, starts: str, ends: str) -> None:
    spell = read(1, line, NOW.astimezone(UTC), MOSCOW)
    assert spell.starts_at is not None
    assert spell.ends_at is not None
    found = [at.astimezone(MOSCOW).strftime("%d.%m.%Y %H:%M") for at in (spell.starts_at, spell.ends_at)]
    assert (spell.who, *found) == (who, starts, ends)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("@olga 31.11 - 02.12", "day"),
        ("@olga 25.11 25:00 - 26.11", "day"),
        ("@olga 20.11 - 21.11", "past"),
        ("@olga 26.11.2026 - 25.11.2026", "backwards"),
        ("@olga 25.11 18:00", "unreadable"),
        ("@olga 25/11", "unreadable"),
        ("@olga 29.02.2027 - 01.03.2027", "day"),
    ],
)
def test_a_line_that_is_none_says_why(line: str, why: str) -> None:
    with pytest.raises(NoSuchSpell, match=why):
        read(1, line, NOW.astimezone(UTC), MOSCOW)


def test_lines_keep_the_number_that_is_seen() -> None:
    assert list(lines("@olga  25.11\n\n @boris 26.11 ")) == [(1, "@olga 25.11"), (3, "@boris 26.11")]
    assert read(1, "@olga", NOW, MOSCOW).starts_at is None
