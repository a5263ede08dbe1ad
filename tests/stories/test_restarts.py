"""Restarts: the desk was away in the middle of something; what was begun goes on, and what came meanwhile is taken in order."""

from __future__ import annotations

import asyncio

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from tests.stories.conftest import Town, on_monday
from tests.stories.moves import BURST, asks, at_description, registers, to_summary
from tests.stories.pictures import picture
from tests.stories.seen import count, in_order, letters, shown_pictures, told
from tests.stories.test_confidence import proves
from tests.stories.test_dialogue import completed, taken
from tests.stories.test_quality import QUALITY


async def test_a_burst_that_waited_for_the_desk_loses_its_order_nowhere(town: Town) -> None:
    """Five messages and an edit while the desk was down: after the start all are one description, the edit in its place."""
    await at_description(town)
    await town.settled()
    await town.app.stop()
    sent = [await town.anna.says(words) for words in BURST]
    await town.anna.edits(sent[0], "Добрый день!")
    async with build(town.settings, limits=False) as town.app:
        await town.anna.sees("7 из 7")
        await town.settled()
        assert in_order(await to_summary(town), "Добрый день!", *BURST[1:])


async def test_undecided_words_outlive_a_restart(town: Town) -> None:
    """Two texts and a picture wait for a decision; the desk is away; what comes meanwhile joins them, and one press sends all, in order."""
    number = await taken(town)
    await proves(town)
    await town.anna.says("Лампа теперь зелёная")
    await town.anna.sees_new("К чему это отнести?")
    await town.anna.attaches(picture())
    await town.anna.sees_new("К чему это отнести?", "photo-")
    await town.settled()
    await town.app.stop()
    await town.anna.says("И бумага кончилась")
    async with build(town.settings, limits=False) as town.app:
        await town.anna.sees_new("К чему это отнести?", "Лампа теперь зелёная", "И бумага кончилась")
        await town.settled()
        town.boris.does_not_see("Лампа теперь зелёная")
        await town.anna.presses(f"Добавить к {number}")
        await town.boris.sees("Заявитель пишет", "И бумага кончилась")
        await town.settled()
        assert in_order("\n".join(told(town.boris, "Заявитель")), "Лампа теперь зелёная", "И бумага кончилась")
        assert len(shown_pictures(town)) == 1
        for words in ("Лампа теперь зелёная", "И бумага кончилась"):
            assert letters(town, words) == 1


async def test_a_comment_that_is_awaited_is_taken_after_a_restart(town: Town) -> None:
    """The stars before, the words while nobody was there: one comment, in two messages, to staff once each."""
    await completed(town)
    await town.anna.presses("Подтверждаю")
    await town.anna.sees_new("Как мы справились?")
    await town.anna.presses("4 ★")
    await town.anna.sees_new("Хотите добавить пару слов")
    await town.settled()
    await town.app.stop()
    await town.anna.says("Долго, но вежливо")
    async with build(town.settings, limits=False) as town.app:
        await town.boris.sees("Оценка ★★★★☆", "Долго, но вежливо")
        await town.settled()
        assert count(town.boris, "Долго, но вежливо") == 1
        town.anna.does_not_see("не зарегистрировано")


async def test_a_complaint_that_is_awaited_is_taken_after_a_restart(sandbox: Sandbox, settings: Settings) -> None:
    """«Пожаловаться», then the desk was away: the words still go past the assignee, once, and nowhere else."""
    settings = settings.model_copy(update={"regulation": "gravity", "quality_email": QUALITY})
    async with on_monday(sandbox, settings) as town:
        number = await registers(town, "gravity")
        await town.boris.says("Проверяем", reply_to=await town.boris.sees(number))
        await town.anna.sees(number, "Проверяем")
        await town.settled()
        await town.anna.presses("Пожаловаться")
        await town.anna.sees_new("Что не так с")
        await town.settled()
    await town.anna.says("Ответили через сутки")
    async with build(settings, limits=False) as town.app:
        await town.anna.sees(number, "Передаём вашу жалобу")
        await town.settled()
        assert len(town.mailbox.letters(QUALITY)) == 1
        town.boris.does_not_see("Ответили через сутки")
        assert count(town.boris, "пожаловался в контроль качества") == 1


async def test_what_was_done_while_nobody_was_there_is_done_in_its_order(town: Town) -> None:
    """A verdict, the stars, a comment, and something new: each goes to its place though all were waiting at once."""
    await completed(town)
    asked = await town.anna.sees("Заявка завершена")
    await town.app.stop()
    pressed = asyncio.create_task(town.anna.presses("Подтверждаю", on=asked))
    await asyncio.sleep(0)
    await town.anna.says("А теперь не открывается отчёт за октябрь")
    await town.anna.attaches(picture())
    async with build(town.settings, limits=False) as town.app:
        await pressed
        await town.anna.sees("Заявка закрыта")
        await town.anna.sees("Пока не зарегистрировано", "не открывается отчёт за октябрь", "photo-")
        await town.settled()
        assert count(town.anna, "Заявка закрыта") == 1
        town.anna.does_not_see("Снова в работе")
        town.boris.does_not_see("отчёт за октябрь")


async def test_an_album_across_a_restart_is_one_message(town: Town) -> None:
    """One part before the desk went, two while it was away: the words once, each file once, in order."""
    await taken(town)
    await asks(town, "Пришлите снимки")
    await town.anna.sees("У нас вопрос")
    parts = [(f"{n}.png", picture(size=(20 + n, 20))) for n in (1, 2, 3)]
    await town.anna.attaches(parts[0], as_="document", album="42", caption="Слева направо")
    await town.sandbox.world.updates.confirmed()
    await town.app.stop()
    await town.anna.attaches(*parts[1:], as_="document", album="42")
    async with build(town.settings, limits=False) as town.app:
        await town.boris.sees("Заявитель отвечает", "Слева направо")
        documents: list[str] = []
        while len(documents) < 3:
            await town.settled()
            documents = [m["document"]["file_name"] for m in town.boris.messages() if "document" in m]
            assert len(documents) == 3 or await town.anna.stage.changed(10), documents
        await town.settled()
        assert [m["document"]["file_name"] for m in town.boris.messages() if "document" in m] == [n for n, _ in parts]
        assert count(town.boris, "Слева направо") == 1
        assert count(town.anna, "К чему это отнести?") == 0


async def test_a_long_answer_that_stopped_between_its_parts_arrives_whole(town: Town) -> None:
    """The first of two messages is out when the desk goes: then the whole is there, in order, and marked if it came twice."""
    await taken(town)
    card = await town.boris.sees("BAR-000001", "ООО «Ромашка»")
    await town.boris.says("ответ ❤ " * 511 + "конец", reply_to=card)
    await town.anna.sees("ответ ❤")
    await town.app.stop()
    async with build(town.settings, limits=False) as town.app:
        await town.anna.sees("конец")
        await town.settled()
        parts = [text for text in told(town.anna, "❤") if "BAR-000001 · Отвечает" in text or "конец" in text]
        before, whole = parts[:-2], parts[-2:]
        assert [sum(text.count(sign) for text in whole) for sign in ("ответ", "❤", "конец")] == [511, 511, 1]
        assert len(before) <= 2
        assert not before or all("дважды" in text for text in whole)
