"""Tokens: signed, for one purpose, for a time; and small enough for a deep link."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.settings import Settings
from bot.tokens import LONGEST, SignedTokens, tokens_of

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
LATER = NOW + timedelta(days=14)
OLD, NEW = b"an old key", b"a new key"


@pytest.mark.parametrize(
    "subject",
    ["5bdaf4b48b1343adacbde2a656e3fd97", "BAR-000017", "-1001234567890", "Ромашка", "", "abc", "BAR-000017:12:x"],
)
def test_what_was_issued_is_read_until_its_time(subject: str) -> None:
    tokens = SignedTokens([NEW])
    token = tokens.issue("invite", subject, LATER)
    assert re.fullmatch(rf"[A-Za-z0-9_-]{{1,{LONGEST}}}", token)
    assert tokens.read("invite", token, NOW) == subject
    assert tokens.read("invite", token, LATER - timedelta(seconds=1)) == subject
    assert tokens.read("invite", token, LATER) is None


def test_a_token_serves_one_purpose_and_one_key() -> None:
    token = SignedTokens([OLD]).issue("invite", "BAR-000017", LATER)
    assert SignedTokens([OLD]).read("hand_over", token, NOW) is None
    assert SignedTokens([NEW]).read("invite", token, NOW) is None
    assert SignedTokens([NEW, OLD]).read("invite", token, NOW) == "BAR-000017"
    assert SignedTokens([NEW, OLD]).issue("invite", "BAR-000017", LATER) != token


def test_no_sign_of_it_may_be_changed() -> None:
    tokens = SignedTokens([NEW])
    token = tokens.issue("invite", UUID(int=7).hex, LATER)
    for place, sign in enumerate(token):
        other = "A" if sign != "A" else "B"
        forged = token[:place] + other + token[place + 1 :]
        assert tokens.read("invite", forged, NOW) is None


@pytest.mark.parametrize(
    "hostile", ["", "A", "AAAA", "i-abc", "../..", "A" * 5000, "токен", "A" * 40 + "\n", "==", "\0"]
)
def test_anything_else_says_nothing(hostile: str) -> None:
    assert SignedTokens([NEW]).read("invite", hostile, NOW) is None


def test_what_does_not_fit_is_refused_at_once() -> None:
    tokens = SignedTokens([NEW])
    assert len(tokens.issue("invite", "x" * 25, LATER)) <= LONGEST
    with pytest.raises(ValueError, match="25 bytes"):
        tokens.issue("invite", "x" * 26, LATER)


def test_the_key_is_the_settings_or_the_desks_own(tmp_path: Path) -> None:
    """Two processes of one desk, the bot and the command line, read each other's links."""
    plain = Settings.load(env_file=None, data_dir=tmp_path)
    plain.home.mkdir(parents=True)
    token = tokens_of(plain).issue("invite", "BAR-000017", LATER)
    assert tokens_of(plain).read("invite", token, NOW) == "BAR-000017"
    keyed = plain.model_copy(update={"secret_key": SecretStr(Fernet.generate_key().decode())})
    assert tokens_of(keyed).read("invite", token, NOW) is None
    assert tokens_of(keyed).read("invite", tokens_of(keyed).issue("invite", "x", LATER), NOW) == "x"


def test_a_sign_is_known_again_in_any_case_and_for_its_purpose_only() -> None:
    """What stands in a mail address may come back in capitals; nobody can make one for another ticket or another use."""
    tokens, other = SignedTokens([b"one"]), SignedTokens([b"two", b"one"])
    sign = tokens.mark("reply", "BAR-000001:ivan@example.org")
    assert tokens.marked("reply", "BAR-000001:ivan@example.org", sign.upper())
    assert other.marked("reply", "BAR-000001:ivan@example.org", sign), "a key that was changed is still believed"
    assert not tokens.marked("reply", "BAR-000002:ivan@example.org", sign)
    assert not tokens.marked("rate", "BAR-000001:ivan@example.org", sign)
    assert not tokens.marked("reply", "BAR-000001:ivan@example.org", sign[:-1] + "é")
