"""What the desk says of itself: when it works, and which ways to it are official."""

from __future__ import annotations

import pytest

from tests.stories.conftest import Town


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is told here does not depend on the database."""
    return sqlite_url


@pytest.mark.parametrize(
    ("city", "words"),
    [
        ("barier", ("п. 5.1", "Сейчас работаем, до 23 ноября, 18:00", "пн–пт 9:00–18:00", "сб–вс закрыто", "Москва")),
        ("gravity", ("п. 2.1", "пн–вс 10:00–22:00", "info@bellintegrator.ru", "п. 7")),
        ("insales", ("по Регламенту", "круглосуточно")),
        ("intervale", ("Высший", "круглосуточно", "пн–пт 9:00–18:00", "п. 4.1")),
        ("e-doc", ("п. 5", "Нерабочие дни: 16 декабря", "Астана")),
    ],
    indirect=["city"],
    ids=str,
)
async def test_hours_tells_when_and_by_which_clause(city: Town, words: tuple[str, ...]) -> None:
    """/hours: open or not, the week, days off, the zone, each with the regulation's own clause."""
    await city.anna.says("/hours")
    told = await city.anna.sees_new("Время:")
    for one in words:
        assert one.lower() in told["text"].lower(), one


async def test_hours_at_night_tells_when_it_opens(town: Town) -> None:
    """And what differs from the usual week ahead."""
    await town.set_clock("2026-12-30T20:00:00+03:00")
    await town.anna.says("/hours")
    await town.anna.sees_new("Сейчас закрыто", "11 января, 09:00", "31 декабря", "1 января – 8 января")


@pytest.mark.parametrize(
    ("city", "words", "never"),
    [
        (
            "barier",
            ("портал поддержки", "support@barier.pro (п. 4.1", "202-24-87 (п. 7.1", "п. 7.5", "t.me/"),
            "здесь они не",
        ),
        ("gravity", ("CRM", "apim-support@bellintegrator.com (п. 4.1", "п. 4.5"), "По телефону"),
        ("insales", ("бэк-офис", "По телефону", "по письменной заявке"), "По почте"),
        ("intervale", ("Helpdesk", "helpdesk@intervale.ru", "мобильном приложении"), "здесь они не"),
        ("megafon", ("форма обратной связи", "здесь они не регистрируются", "8 800 5500 500", "0500"), "По почте"),
        ("e-doc", ("в этом чате", "support@mitwork.kz", "п. 8"), "По телефону"),
    ],
    indirect=["city"],
    ids=str,
)
async def test_contacts_names_the_doors_and_what_is_none(city: Town, words: tuple[str, ...], never: str) -> None:
    """/contacts: the official ways with their clauses; others are marked as such."""
    await city.settled()
    await city.anna.says("/contacts")
    told = await city.anna.sees_new("Официальные способы обратиться")
    for one in words:
        assert one in told["text"], one
    assert never not in told["text"]


async def test_help_knows_them(town: Town) -> None:
    """Nobody has to guess the commands."""
    await town.anna.says("/help")
    await town.anna.sees_new("/hours", "/contacts")
