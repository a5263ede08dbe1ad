"""Settings: a wrong one is named at start, with what would be right, and no secret is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError

TOKEN = "123456789:AAE-five-and-thirty-signs-long-enough"

pytestmark = pytest.mark.usefixtures("no_settings")


def faults(**given: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.load(**given)
    return caught.value.lines


def test_nothing_has_to_be_set() -> None:
    """Without a token the desk plays in the sandbox, in a folder of its own."""
    settings = Settings.load()

    assert settings.bot_token is None
    assert settings.home == Path(".frontdesk/sandbox")
    assert settings.database.endswith("/.frontdesk/sandbox/frontdesk.sqlite")


def test_the_real_register_is_not_the_sandbox_s() -> None:
    """Tickets from play never turn up in the register of the real bot."""
    real = Settings.load(bot_token=TOKEN, staff_chat_id=-100)

    assert real.database.endswith("/.frontdesk/frontdesk.sqlite")


def test_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment says counts more than `.env`; empty variables count as not set."""
    Path(".env").write_text("FRONTDESK_SANDBOX_PORT=8081\nFRONTDESK_REGULATION=other\nFRONTDESK_BOT_TOKEN=\n")
    monkeypatch.setenv("FRONTDESK_SANDBOX_PORT", "8082")
    monkeypatch.setenv("FRONTDESK_STAFF_LANGUAGE", "")

    settings = Settings.load()

    assert (settings.sandbox_port, settings.regulation, settings.staff_language) == (8082, "other", "ru")
    assert settings.bot_token is None


def test_a_misspelt_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A typing mistake must not pass for a setting that is set."""
    monkeypatch.setenv("FRONTDESK_WEBHOOK_SECERT", "hush")
    Path(".env").write_text("FRONTDESK_BOT_TOKN=x\n")

    assert faults() == [
        "FRONTDESK_BOT_TOKN: no such setting; did you mean FRONTDESK_BOT_TOKEN?",
        "FRONTDESK_WEBHOOK_SECERT: no such setting; did you mean FRONTDESK_WEBHOOK_SECRET?",
    ]


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("BOT_TOKEN", "not a token", "@BotFather"),
        ("STAFF_CHAT_ID", "@group", "a negative number"),
        ("SANDBOX_PORT", "80800", "less than or equal to 65535"),
        ("SMTP_URL", "mail.example.org", "smtps://user:password@host:465"),
        ("SMTP_URL", "smtps://", "smtps://user:password@host:465"),
        ("MAIL_FROM", "a@example.org, b@example.org", "Support <desk@example.org>"),
        ("WEBHOOK_URL", "http://desk.example.org/telegram", "https://"),
        ("WEBHOOK_SECRET", "не латиница", "A-Z a-z 0-9 _ -"),
        ("TELEGRAM_PROXY", "socks5://host", "socks5://user:password@host:1080"),
        ("DATABASE_URL", "mysql://host/name", "postgresql://"),
        ("LISTEN", "8443", "127.0.0.1:8443"),
        ("STAFF_LANGUAGE", "de", "kk"),
        ("CLOCK_URL", "ftp://clock", "https://"),
    ],
)
def test_a_wrong_value_is_named_with_what_would_be_right(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, right: str
) -> None:
    """One line per fault: which variable, and how it ought to look; the value itself stays private."""
    monkeypatch.setenv(f"FRONTDESK_{name}", value)

    line = next(line for line in faults() if line.startswith(f"FRONTDESK_{name}: "))

    assert right in line
    assert "\n" not in line
    assert value not in line.removeprefix(f"FRONTDESK_{name}: ").replace("smtps://user", "") or value == "8443"


def test_what_belongs_together_is_asked_for_together() -> None:
    """A token without a group, a webhook without a secret, a mail server without a sender: each is said."""
    assert faults(bot_token=TOKEN) == [
        "FRONTDESK_STAFF_CHAT_ID: missing; with a bot token, name the group where staff work"
    ]
    assert faults(staff_chat_id="-1") == [
        "FRONTDESK_BOT_TOKEN: missing; a staff chat needs the token of the bot that is in it"
    ]
    lines = "\n".join(faults(webhook_url="https://desk.example.org/telegram", smtp_url="smtps://u:geheim@h"))
    assert "FRONTDESK_WEBHOOK_SECRET: missing" in lines
    assert "FRONTDESK_MAIL_FROM: missing" in lines
    assert "geheim" not in lines


def test_secrets_are_not_shown() -> None:
    """Whoever prints the settings prints no password."""
    text = repr(
        Settings.load(
            bot_token=TOKEN,
            staff_chat_id=-1,
            smtp_url="smtps://desk:geheim@mail.example.org",
            mail_from="desk@example.org",
            database_url="postgresql://desk:geheim@db/desk",
            telegram_proxy="socks5://user:geheim@proxy:1080",
        )
    )

    assert "geheim" not in text
    assert TOKEN not in text


def test_every_setting_is_documented() -> None:
    """Nobody has to read code to learn what a variable does."""
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_ways_for_letters_are_checked() -> None:
    """A mailbox needs its user and password, a letter slot its place, and both an answer's way out; no password is shown."""
    (imap,) = faults(imap_url="imaps://mail.example.org/INBOX", smtp_url="smtps://h", mail_from="a@b.example")
    assert "FRONTDESK_IMAP_URL: must hold the user and the password" in imap
    (slot,) = faults(lmtp_listen="somewhere", smtp_url="smtps://h", mail_from="a@b.example")
    assert "FRONTDESK_LMTP_LISTEN: must be host:port or unix:/path" in slot
    assert faults(imap_url="imaps://u:hush@h") == [
        "FRONTDESK_SMTP_URL: missing; whoever writes a letter is answered by letter"
    ]
    given = {"smtp_url": "smtps://h", "mail_from": "a@b.example"}
    for place in ("127.0.0.1:24", "unix:/run/desk", "smtp:127.0.0.1:25", "[::1]:24"):
        assert Settings.load(lmtp_listen=place, **given).lmtp_listen == place
    assert "hush" not in str(Settings.load(imap_url="imap://u:hush@h", **given))


def test_staff_act_by_mail_only_where_their_letters_can_be_believed() -> None:
    """Nothing of it by default; switched on, it says what it lacks: letters that come in, and a server that vouches."""
    assert Settings.load().staff_mail is False
    lines = faults(bot_token=TOKEN, staff_chat_id="-100", staff_mail="yes", mail_plus="no")
    assert [line.partition(":")[0] for line in "\n".join(lines).splitlines()] == [
        "FRONTDESK_STAFF_MAIL",
        "FRONTDESK_MAIL_AUTHSERV",
        "FRONTDESK_MAIL_PLUS",
    ]
