"""The command: plain words, no traceback, and quick where no bot is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

FRONTDESK = (sys.executable, "-P", "-m", "bot")


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("FRONTDESK_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def frontdesk(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_commands_without_a_bot_do_not_load_one() -> None:
    """aiogram takes seconds to import; printing a regulation must not."""
    code = (
        "import sys; from typer.testing import CliRunner; from bot.cli import app;"
        "r = CliRunner(); "
        "assert r.invoke(app, ['regulation', 'show', 'barier']).exit_code == 0;"
        "assert r.invoke(app, ['db', 'upgrade']).exit_code == 0;"
        "assert not {'aiogram', 'telegram', 'aiohttp'} & set(sys.modules), 'a bot was loaded'"
    )
    subprocess.run([sys.executable, "-P", "-c", code], check=True, timeout=60)


def test_a_regulation_is_shown_with_its_clauses() -> None:
    """Each value with the clause it comes from; what is ours is marked."""
    code, text = frontdesk("regulation", "show", "barier")

    assert code == 0
    for words in ("Mon-Fri 09:00-18:00", "3 working hours (6.3)", "after 24 hours, reminder 4 h before", "BAR-000001"):
        assert words in text
    assert "assumed" in text


def test_the_configured_regulation_is_shown_in_russian(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a name it is the one in force here."""
    monkeypatch.setenv("FRONTDESK_REGULATION", "barier")

    assert "Регламент" in frontdesk("regulation", "show", "--language", "ru")[1]


def test_presets_are_listed() -> None:
    """By the name they are asked for."""
    assert "barier: Barier technical support regulation" in frontdesk("regulation", "list")[1]


def test_a_broken_regulation_is_explained(tmp_path: Path) -> None:
    """Every problem on a line of its own; no traceback."""
    (tmp_path / "mine.toml").write_text('id = "mine"\nprefix = 5\n', encoding="utf-8")

    code, text = frontdesk("regulation", "show", "mine.toml")

    assert code == 2
    assert "mine.toml" in text
    assert "prefix" in text
    assert "Traceback" not in text


def test_an_unknown_regulation_is_explained() -> None:
    """With the names there are."""
    code, text = frontdesk("regulation", "show", "nonsense")

    assert code == 2
    assert "barier" in text


def test_the_sandbox_is_not_begun_with_a_broken_regulation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Said at once, before anything is started."""
    monkeypatch.setenv("FRONTDESK_REGULATION", "nonsense")

    code, text = frontdesk("sandbox")

    assert code == 2
    assert "barier" in text


def test_days_off_are_written_as_data() -> None:
    """Ready for domain/calendars/."""
    code, text = frontdesk("regulation", "days-off", "ru", "2026", "2026")

    assert code == 0
    assert 'country = "ru"' in text
    assert frontdesk("regulation", "days-off", "xx", "2026", "2026")[0] == 2
    assert frontdesk("regulation", "days-off", "ru", "2027", "2026")[0] == 2


def test_the_database_is_brought_to_the_newest_schema(tmp_path: Path) -> None:
    """From nothing, and again without harm."""
    assert frontdesk("db", "upgrade") == (0, "The database has the newest schema.\n")
    assert frontdesk("db", "upgrade")[0] == 0
    assert (tmp_path / ".frontdesk/sandbox/frontdesk.sqlite").exists()


def test_an_unreachable_database_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line that says which setting."""
    monkeypatch.setenv("FRONTDESK_DATABASE_URL", "postgresql://desk:geheim@127.0.0.1:1/desk")

    code, text = frontdesk("db", "upgrade")

    assert code == 2
    assert "FRONTDESK_DATABASE_URL" in text
    assert "geheim" not in text


def test_wrong_settings_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each fault on a line, before anything is opened."""
    monkeypatch.setenv("FRONTDESK_BOT_TOKEN", "123456789:AAE-five-and-thirty-signs-long-enough")
    monkeypatch.setenv("FRONTDESK_LISTEN", "here")

    code, text = frontdesk("run")

    assert code == 2
    assert "FRONTDESK_LISTEN: must be host:port" in text
    assert "AAE" not in text


def test_help_names_what_there_is() -> None:
    """What is for the sandbox's own use is not offered."""
    text = frontdesk("--help")[1]

    for command in ("run", "sandbox", "db", "regulation"):
        assert command in text
    assert "world" not in text
