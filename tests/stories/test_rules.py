"""The regulation itself: shown on request, and told once when it changes."""

from __future__ import annotations

from pathlib import Path

from bot.wiring import build
from domain.regulation import FOLDER
from tests.stories.conftest import Town


async def test_rules_shows_what_is_in_force(town: Town) -> None:
    """/rules gives title, version, date and what the priorities mean."""
    await town.anna.says("/rules")
    told = await town.anna.sees_new("Регламент", "действует с")
    for words in ("Приоритет 1", "Приоритет 4", "п. 6.3", "barier.pro"):
        assert words in told["text"]


async def test_a_changed_regulation_is_told_once_and_open_tickets_keep_theirs(town: Town, tmp_path: Path) -> None:
    """Who has something open hears of the new version once, by chat and letter; their ticket stays under the old one."""
    await town.set_clock("2026-11-23T09:30:00+03:00")
    await town.registers(town.anna)
    await town.boris.presses("Подтвердить")
    await town.settled()
    await town.app.stop()
    text = (FOLDER / "barier.toml").read_text(encoding="utf-8")
    changed = tmp_path / "next.toml"
    changed.write_text(
        text.replace('version = "1"', 'version = "2"', 1).replace("8 working hours", "2 working hours"), "utf-8"
    )

    for _ in range(2):
        async with build(town.settings.model_copy(update={"regulation": str(changed)}), limits=False) as town.app:
            await town.anna.sees("Регламент поддержки изменился", "Версия 2", "п. 2")
            await town.mailbox.gets("BAR-000001. Регламент поддержки изменился", to="anna@romashka.example")
            await town.settled()
            card = await town.boris.sees("BAR-000001", "ООО «Ромашка»")
            assert "Решить до 23 ноября, 17:30" in card["text"]

    assert sum("Регламент поддержки изменился" in str(m.get("text")) for m in town.anna.messages()) == 1


async def test_each_answer_counts_at_least_thirty_minutes(town: Town) -> None:
    """Effort is at least the regulation's per answer; more is said in a last line that the requester never sees (п. 5.2)."""
    await town.set_clock("2026-11-23T09:30:00+03:00")
    await town.registers(town.anna)
    card = await town.boris.sees("BAR-000001", "ООО «Ромашка»")
    await town.boris.says("Посмотрим", reply_to=card)
    await town.anna.sees("Посмотрим")
    await town.boris.says("Переустановили драйвер\n// 45 мин", reply_to=card)
    await town.anna.sees("Переустановили драйвер")
    await town.settled()

    town.anna.does_not_see("45 мин")
    entries = await town.app.clerk.read(lambda desk: desk.journal.of("BAR-000001"))
    assert [e.facts["minutes"] for e in entries if e.kind == "answer"] == [30, 45]
