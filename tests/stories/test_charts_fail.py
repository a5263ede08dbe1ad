"""Charts that cannot be drawn: the process that draws dies or hangs, and the lead still gets the figures, and a word about it."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from bot import drawing
from bot.sandbox.person import Json
from bot.wiring import build
from tests.stories.conftest import MORNING, Town
from tests.stories.quickly import registered
from tests.stories.test_reports import body, pictures

DIES, HANGS = "import os; os.kill(os.getpid(), 9)\n", "import time; time.sleep(600)\n"


def broken(monkeypatch: pytest.MonkeyPatch, folder: Path, what: str) -> None:
    """Whoever starts from now on finds this in place of Matplotlib."""
    (folder / "matplotlib.py").write_text(what)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", str(Path.cwd()))]))


def sheet(town: Town) -> tuple[Json, list[str]]:
    """The document that came last, and its worksheets."""
    message = [one for one in town.boris.messages() if "document" in one][-1]
    return message, openpyxl.load_workbook(BytesIO(body(town, message["document"]))).sheetnames


@pytest.mark.parametrize("what", [DIES, HANGS], ids=["dies", "hangs"])
async def test_a_report_without_charts(town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str) -> None:
    """The words have come before; in place of the pictures the sheet comes, once, and other messages go on."""
    broken(monkeypatch, tmp_path, what)
    monkeypatch.setattr(drawing, "TIME", 60.0 if what is DIES else 0.5)
    await town.set_clock(MORNING)
    await registered(town)
    await town.boris.says("/report week")
    await town.boris.sees("Отчёт за", "Поступило 1, закрыто 0")
    await town.settled()
    message, sheets = sheet(town)
    assert message["caption"] == "Нарисовать диаграммы в этот раз не получилось. Все их цифры — в этой таблице."
    assert sheets == ["Показатели", "Заявки"]
    assert pictures(town.boris) == []
    assert len([one for one in town.boris.messages() if "document" in one]) == 1
    await town.boris.says("/now")
    await town.boris.sees("Сводка")


async def test_a_report_that_comes_by_itself_without_charts(
    town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """On the morning after the week the group gets the words and the sheet."""
    broken(monkeypatch, tmp_path, DIES)
    await town.set_clock(MORNING)
    await town.boris.says("/report weekly on")
    await registered(town)
    await town.app.stop()
    await town.anna.stage.do("clock", {"to": "2026-11-30T11:00:00+03:00"})
    async with build(town.settings, limits=False) as app:
        await app.settled()
    assert any(one.get("text", "").startswith("Отчёт за 23–29\u00a0ноября") for one in town.boris.messages())
    assert sheet(town)[1] == ["Показатели", "Заявки"]
