"""Hostile input at the doors: look-alike digits, direction marks and junk are read as what they are, or not at all."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from aiogram.filters.callback_data import CallbackData
from hypothesis import given
from hypothesis import strategies as st

from bot.tokens import SignedTokens
from domain.usecases.files import tidy
from domain.usecases.from_group import PURPOSE
from handlers.callbacks import BindButton, GroupButton, TicketButton

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
TOKENS = SignedTokens([b"a key"])
ISSUED = TOKENS.issue(PURPOSE, "0123456789ab", NOW + timedelta(days=30))
JOINERS = "\u200c\u200d"


@given(st.text(max_size=80))
def test_no_text_is_a_link_of_ours(text: str) -> None:
    """Only what was issued is read; whatever else stands behind /start says nothing."""
    assert TOKENS.read(PURPOSE, text, NOW) is None or text == ISSUED


@given(st.data())
def test_no_sign_of_a_link_may_be_another(data: st.DataObject) -> None:
    """Cut, lengthened or changed in one place, by a look-alike too."""
    place = data.draw(st.integers(0, len(ISSUED) - 1))
    other = data.draw(st.characters().filter(lambda sign: sign != ISSUED[place]))
    for forged in (ISSUED[:place], ISSUED + other, ISSUED[:place] + other + ISSUED[place + 1 :]):
        assert TOKENS.read(PURPOSE, forged, NOW) is None


@given(st.text(max_size=64), st.sampled_from([GroupButton, BindButton, TicketButton]))
def test_any_data_of_a_button_is_read_or_refused(text: str, button: type[CallbackData]) -> None:
    """What is read holds plain signs only, so that nothing else ever reaches the register."""
    for data in (text, f"{button.__prefix__}:{text}", f"{button.__prefix__}:{text}:{text}"):
        try:
            read = button.unpack(data)
        except (TypeError, ValueError):
            continue
        keys = [getattr(read, name) for name in ("draft", "chat", "customer", "number") if hasattr(read, name)]
        assert all(key.isascii() and "\0" not in key for key in keys)


@pytest.mark.parametrize(
    "number", ["BAR-０００００１", "BAR-٠٠٠٠٠١", "ВАR-000001", "BAR-000001\u202e", "BAR\u2010000001"]
)
def test_a_number_in_look_alike_signs_is_no_number(number: str) -> None:
    """Full-width and Arabic digits, Cyrillic letters, another hyphen, a direction mark."""
    with pytest.raises(ValueError, match="number"):
        TicketButton.unpack(f"t:{number}:confirm:")


@given(st.text(max_size=200), st.text(max_size=20))
def test_no_name_of_a_file_reads_backwards_or_leaves_its_folder(stem: str, extension: str) -> None:
    """«фото\u202egpj.exe» is shown as what it is: no direction marks, no control signs, no folders."""
    shown = tidy(f"../{stem}\u202e\u2066\u200b.{extension}")
    assert shown
    assert "/" not in shown
    assert "\\" not in shown
    assert not [sign for sign in shown if unicodedata.category(sign) in ("Cf", "Cc") and sign not in JOINERS]
