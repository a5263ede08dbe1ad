"""The command `frontdesk faq`: a folder goes in, the same folder comes out; what is wrong is said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.settings import Settings, SettingsError

TEXT = "# Не печатает принтер\n\nВключите **его**.\n"

pytestmark = pytest.mark.usefixtures("own_register")


def faq(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["faq", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_a_folder_goes_in_and_comes_out_again(tmp_path: Path) -> None:
    """Loading twice changes nothing; a file that cannot be an article is named, the others come in."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "printer.ru.md").write_text(TEXT, encoding="utf-8")
    (folder / "printer.en.md").write_text("The printer does not print\nSwitch it on", encoding="utf-8-sig")
    assert faq("load", "in") == (0, "2 new, 0 changed, 2 in the folder\n")
    assert faq("load", "in") == (0, "0 new, 0 changed, 2 in the folder\n")
    (folder / "printer.en.md").write_text("# The printer does not print\n\nSwitch it off", encoding="utf-8")
    (folder / "Принтер.md").write_text(TEXT, encoding="utf-8")
    (folder / "empty.ru.md").write_text("", encoding="utf-8")
    (folder / "bytes.ru.md").write_bytes(b"# \xff\xfe")
    (folder / "plain.md").write_text(TEXT, encoding="utf-8")
    status, said = faq("load", "in")
    assert status == 1
    for words in ("0 new, 1 changed", "Принтер.md: the file", "empty.ru.md: the first line", "bytes.ru.md", "plain.md"):
        assert words in said
    listed = faq("list")[1]
    for words in ("printer.ru", "printer.en", "Не печатает принтер", "a file"):
        assert words in listed
    assert faq("export", "out/deep") == (0, "2 articles in out/deep\n")
    assert (tmp_path / "out/deep/printer.ru.md").read_text("utf-8") == TEXT
    assert sorted(path.name for path in (tmp_path / "out/deep").iterdir()) == ["printer.en.md", "printer.ru.md"]


def test_what_is_no_folder_is_said() -> None:
    """No traceback, and nothing is written."""
    assert faq("load", "nowhere") == (1, "nowhere: is no folder\n")
    Path("file").write_text("x")
    status, said = faq("export", "file")
    assert status == 1
    assert said.startswith("file: cannot be written")


def test_a_folder_that_is_not_there_is_named_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Better than a desk that lost its articles."""
    monkeypatch.setenv("FRONTDESK_ARTICLES_DIR", "nowhere")
    with pytest.raises(SettingsError, match="FRONTDESK_ARTICLES_DIR: must be a folder with articles"):
        Settings.load(env_file=None)
