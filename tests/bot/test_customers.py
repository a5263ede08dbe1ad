"""The command `frontdesk customers`: what is entered is kept; what cannot be right is said in one line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.at_desk import at_desk
from bot.cli import app
from domain.ports import Desk
from domain.usecases.staff import introduced

ADD = ("add", "--name", "ООО «Ромашка»", "--contract", "12-34")

pytestmark = pytest.mark.usefixtures("own_register")


def customers(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["customers", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_what_is_entered_is_listed_and_can_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """By its name or its contract number; what is not named stays."""
    monkeypatch.setenv("FRONTDESK_REGULATION", "insales")
    more = ("--since", "2026-01-01", "--until", "2099-12-31", "--tier", "premium", "--product", "Барьер 5")
    domains = ("--domain", "Romashka.RU", "--domain", "ромашка.рф", "--owner-email", "boss@mail.ru")
    assert customers(*ADD, *more, *domains) == (0, "ООО «Ромашка»: entered\n")
    listed = customers("list")[1]
    for words in ("ООО «Ромашка»", "12-34", "2026-01-01", "premium", "Барьер 5", "romashka.ru", "xn--", "boss@mail.ru"):
        assert words in listed

    assert customers("change", "Ромашка", "--until", "", "--product", "Облако", "--tier", "standard")[0] == 0
    listed = customers("list")[1]
    assert "2099" not in listed
    assert "Барьер 5" not in listed
    for words in ("Облако", "standard", "romashka.ru"):
        assert words in listed


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("add",), "name is missing"),
        (("add", "--name", "ооо «ромашка»"), "another customer has it"),
        (("add", "--name", "X", "--contract", "12-34"), "another customer has it"),
        (("add", "--name", "X", "--client", "gold"), "client gold: the regulation has no such; there are vip"),
        (("add", "--name", "X", "--tier", "gold"), "tier gold: the regulation has none of these at all"),
        (("add", "--name", "X", "--since", "2026-02-01", "--until", "2026-01-01"), "before the contract begins"),
        (("add", "--name", "X", "--until", "31.12.2026"), "--until 31.12.2026: must be a day such as"),
        (("add", "--name", "X", "--domain", "mail.ru"), "anybody may have a mailbox there"),
        (("add", "--name", "X", "--domain", "no domain"), "cannot be read"),
        (("add", "--name", "X", "--owner-email", "boss"), "cannot be read"),
        (("change", "12-34"), "nothing to change"),
        (("change", "nobody", "--name", "X"), "no customer has this name"),
        (("suspend", "12-34"), "--reason is missing"),
        (("suspend", "12-34", "--reason", "x"), "regulation does not know a suspension"),
    ],
)
def test_what_cannot_be_right_is_one_line(
    arguments: tuple[str, ...], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status 1, nothing written, no traceback."""
    monkeypatch.setenv("FRONTDESK_REGULATION", "e-doc")
    customers(*ADD)
    before = customers("list")
    code, text = customers(*arguments)
    assert code == 1
    assert says in text
    assert len(text.splitlines()) == 1
    assert customers("list") == before


def test_support_is_suspended_and_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    """intervale 2.6: with a reason that the list shows."""
    monkeypatch.setenv("FRONTDESK_REGULATION", "intervale")
    customers(*ADD)
    assert customers("suspend", "12-34", "--reason", "Нет оплаты") == (0, "12-34: support is suspended\n")
    assert "suspended: Нет оплаты" in " ".join(customers("list")[1].split())
    assert customers("suspend", "12-34", "--reason", "Ещё раз")[0] == 1
    assert customers("restore", "12-34", "--reason", "Оплатили")[0] == 0
    assert "suspended" not in customers("list")[1]


def test_no_bot_is_loaded() -> None:
    """aiogram takes seconds to import."""
    import subprocess
    import sys

    code = (
        "import sys; from typer.testing import CliRunner; from bot.cli import app;"
        "r = CliRunner().invoke(app, ['customers', 'list']); assert r.exit_code == 0, r.output;"
        "assert not {'aiogram', 'telegram'} & set(sys.modules), 'a bot was loaded'"
    )
    subprocess.run([sys.executable, "-P", "-c", code], check=True, timeout=60)


def test_an_invitation_needs_the_bots_name_and_comes_with_a_qr_code(tmp_path: Path) -> None:
    """The desk learns what the bot is called when it is opened; from then on the command line makes links of its own."""
    assert customers(*ADD)[0] == 0
    status, said = customers("invite", "12-34")
    assert status == 1
    assert "start the desk once" in said

    def opened(desk: Desk) -> None:
        introduced(desk, username="barier_bot")

    at_desk(opened)
    for name, begins in (("qr.png", b"\x89PNG"), ("qr.svg", b"<?xml")):
        status, said = customers("invite", "12-34", "--days", "3", "--qr", str(tmp_path / name))
        assert status == 0, said
        assert re.search(r"^https://t\.me/barier_bot\?start=i-[A-Za-z0-9_-]{1,62}$", said, re.MULTILINE)
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert customers("invite", "Лютик")[0] == 1
    assert ".png or .svg" in customers("invite", "12-34", "--qr", "qr.exe")[1]
