"""Time left, as people say it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.view.left import left, usual_left
from handlers.view.words import speaking

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(hours=2), "через 2 ч"),
        (timedelta(minutes=135), "через 2 ч 15 мин"),
        (timedelta(days=1, hours=3, minutes=20), "через 1 день 3 ч"),
        (timedelta(days=2), "через 2 дня"),
        (timedelta(days=21), "через 21 день"),
        (timedelta(seconds=20), "через меньше минуты"),
        (timedelta(hours=-1), "опоздание 1 ч"),
        (timedelta(days=-5, minutes=-30), "опоздание 5 дней"),
    ],
)
def test_how_long_is_left(span: timedelta, words: str) -> None:
    with speaking("ru"):
        assert left(NOW + span, NOW) == words


def test_a_usual_time_is_never_called_late() -> None:
    with speaking("ru"):
        assert usual_left(NOW - timedelta(hours=3), NOW) == "обычный срок прошёл 3 ч назад"
        assert usual_left(NOW + timedelta(hours=3), NOW) == "до обычного срока 3 ч"
