"""The vault and discretion: what is told in confidence is sealed, and leaves no trace where an update fails."""

from __future__ import annotations

import base64
import stat
from pathlib import Path
from typing import Any

import pytest

from bot.discretion import HIDDEN, hidden, must_hide, without_cards
from bot.settings import Settings, SettingsError
from bot.vault import FernetVault, own_key
from domain.ports import Secret
from domain.regulation import load
from domain.usecases.confide import Shown
from tests.conftest import Clock

WORDS = "Жар-птица#42"
OLD, NEW = (base64.urlsafe_b64encode(letter * 32).decode() for letter in (b"o", b"n"))


def test_a_key_is_changed_without_losing_what_the_old_one_sealed() -> None:
    """The new key first, the old one after it: both open, the first one seals."""
    sealed = FernetVault(OLD).seal(WORDS)
    both = FernetVault(f"{NEW}, {OLD}")
    assert both.open(sealed) == WORDS
    assert FernetVault(NEW).open(both.seal(WORDS)) == WORDS
    assert FernetVault(OLD).open(both.seal(WORDS)) is None
    assert WORDS not in sealed


def test_nothing_shows_it_by_mistake(clock: Clock) -> None:
    """An object that finds its way into a log line says neither words nor key."""
    vault = FernetVault(OLD)
    secret = Secret("GRA-000001", 3, vault.seal(WORDS), clock.now())
    for thing in (vault, secret, Shown(WORDS)):
        assert WORDS not in repr(thing)
        assert OLD not in repr(thing)
    assert secret.sealed not in repr(secret)


def test_the_sandbox_keeps_its_own_key(tmp_path: Path) -> None:
    """Made once, for nobody else's eyes; an empty file, left by a crash, is no key."""
    file = tmp_path / "secret.key"
    file.touch()
    key = own_key(file)
    assert own_key(file) == key
    (fresh := tmp_path / "other.key").unlink(missing_ok=True)
    assert own_key(fresh) != key
    assert stat.S_IMODE(fresh.stat().st_mode) == 0o600
    FernetVault(key)


@pytest.mark.parametrize("given", ["short", f"{OLD},nonsense", ",", "ключ"])
def test_a_wrong_key_is_named_at_start_and_not_shown(given: str) -> None:
    """A desk that cannot seal must not find out when a password comes in."""
    with pytest.raises(SettingsError) as refused:
        Settings.load(env_file=None, secret_key=given)
    assert "FRONTDESK_SECRET_KEY" in str(refused.value)
    assert given == "," or given not in str(refused.value)


def test_a_wrong_address_of_quality_control_is_named_at_start() -> None:
    """One address, and no list."""
    with pytest.raises(SettingsError, match="FRONTDESK_QUALITY_EMAIL"):
        Settings.load(env_file=None, quality_email="a@example.org, b@example.org")


def test_of_a_hidden_update_only_the_skeleton_stays() -> None:
    """Who and where may be kept; what they said, quoted or attached may not."""
    quoted = {"message_id": 4, "from": {"id": 1, "first_name": "Анна"}, "text": WORDS}
    raw = {
        "update_id": 7,
        "message": {
            "message_id": 5,
            "chat": {"id": 1, "type": "private"},
            "from": {"id": 1, "first_name": "Анна"},
            "text": WORDS,
            "caption": WORDS,
            "entities": [{"type": "text_link", "offset": 0, "length": 3, "url": f"https://x/{WORDS}"}],
            "document": {"file_id": "F", "file_name": f"{WORDS}.txt"},
            "reply_to_message": quoted,
        },
    }
    kept = hidden(raw)
    assert WORDS not in str(kept)
    assert kept["message"]["chat"] == raw["message"]["chat"]  # type: ignore[index]
    assert kept["message"]["document"]["file_id"] == "F"
    assert kept["message"]["text"] == HIDDEN


class NoRegister:
    """A register that cannot be read just now."""

    async def read(self, *_: Any, **__: Any) -> Any:
        raise OSError


@pytest.mark.parametrize(
    ("raw", "hides"),
    [
        ({"update_id": 1, "message": {"chat": {"id": 1}, "from": {"id": 1}, "text": "x"}}, True),
        ({"update_id": 1, "message": {"text": "x"}}, True),
        ({"update_id": 1, "message": "x"}, True),
        ({"update_id": 1, "edited_message": {"chat": {"id": 1}, "from": {"id": 1}, "text": "x"}}, True),
        ({"update_id": 1, "callback_query": {"data": "x"}}, False),
    ],
)
async def test_in_doubt_words_are_hidden(raw: dict[str, Any], hides: bool) -> None:
    """Rather nothing to read than a password."""
    assert await must_hide(raw, NoRegister()) is hides  # type: ignore[arg-type]


def test_cards_are_masked_only_where_the_regulation_wants_it() -> None:
    """gravity 3.5; elsewhere an update stays as it came."""
    raw = {"update_id": 1, "message": {"text": "4111 1111 1111 1111", "entities": [{"url": "4111111111111111"}]}}
    assert without_cards(raw, load("barier")) == raw
    assert "4111" not in str(without_cards(raw, load("gravity")))
