"""Logs: nothing that opens something, and nobody's data, gets into a line."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot import logs


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    stream = io.StringIO()
    logs.set_up("INFO", stream)
    yield stream
    for handler in list(root.handlers):
        root.removeHandler(handler)
    for handler in before:
        root.addHandler(handler)
    root.setLevel(level)


def test_secrets_and_personal_data_are_blotted_out(lines: io.StringIO) -> None:
    """Tokens, passwords, addresses and phone numbers are gone; Telegram's plain ids stay readable."""
    logging.getLogger("any").info(
        "GET https://api.telegram.org/bot123456:AAEabcdefghijklmnopqrstuvwx/getMe for anna@example.org, "
        "+7 916 123-45-67, postgresql://desk:geheim@db/x, update 500000001 of chat -1001234567890"
    )

    line = lines.getvalue()

    for secret in ("AAE", "anna@", "916", "geheim"):
        assert secret not in line
    assert "update 500000001 of chat -1001234567890" in line


def test_tracebacks_show_the_way_but_not_the_words(lines: io.StringIO) -> None:
    """An exception's text often quotes what it failed on."""
    try:
        raise ValueError("Анна Петрова is not a number")
    except ValueError:
        logging.getLogger("any").exception("failed")

    assert "test_logs.py" in lines.getvalue()
    assert "ValueError" in lines.getvalue()
    assert "Петрова is" not in lines.getvalue().replace('raise ValueError("Анна Петрова is not a number")', "")


def test_no_line_per_update(lines: io.StringIO) -> None:
    """aiogram's line for each update says nothing that helps."""
    logging.getLogger("aiogram.event").info("Update id=1 is handled.")

    assert lines.getvalue() == ""
