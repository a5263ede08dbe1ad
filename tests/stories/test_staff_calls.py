"""Calls to staff: by night nothing rings, in the morning once; who cannot be told in private is told in the group; a long
outage rings each thing once and in order."""

from __future__ import annotations

from bot.sandbox.person import said
from bot.wiring import build
from tests.stories.conftest import Town
from tests.stories.moves import asks
from tests.stories.quickly import registered
from tests.stories.test_staff_assignment import BORIS, OLGA, card, times, works
from tests.stories.test_staff_tickets import more

NIGHT = "2026-11-23T22:40:00+03:00"
OPENING = "2026-11-24T09:00:05+03:00"


async def test_words_at_night_are_shown_without_a_sound_and_call_once_in_the_morning(town: Town) -> None:
    """п. 5.1: no mention and no sound until nine; then one message names whoever works on each. Who has seen to it is not called."""
    await works(town)
    first, second, third = [await registered(town) for _ in range(3)]
    for number, who in ((first, town.olga), (second, town.boris), (third, town.boris)):
        await who.presses("Взять", on=await card(town, number))
        await town.settled()
    await town.set_clock(NIGHT)
    for number in (first, first, second, third):
        words = f"Ещё одно по {number}"
        await town.anna.says(words, reply_to=await town.anna.sees(number, "Взяли в работу"))
        shown = await town.boris.sees(number, "Заявитель пишет", words)
        assert "@" not in shown["text"]
        assert shown["silent"]
    await town.boris.says("Смотрю", reply_to=await card(town, third))
    await town.settled()
    town.boris.does_not_see("Рабочий день начался")
    await town.app.stop()
    async with build(town.settings, limits=False) as town.app:
        await town.set_clock(OPENING)
        call = await town.boris.sees("Рабочий день начался", first, second)
        assert not call.get("silent")
        by_number = {line.split(" · ")[0].strip("• "): line for line in call["text"].splitlines() if "BAR-" in line}
        assert OLGA in by_number[first]
        assert BORIS in by_number[second]
        assert third not in by_number
        await town.forward(hours=1)
        assert times(town.boris, "Рабочий день начался") == 1
        await town.anna.says("И днём", reply_to=await town.anna.sees(first, "Взяли в работу"))
        assert OLGA in (await town.boris.sees(first, "И днём"))["text"]


async def test_the_first_priority_calls_at_night_too(town: Town) -> None:
    """Its words call whoever works on it, at any hour."""
    await works(town)
    number = await registered(town, impact=0)
    await town.olga.presses("Взять", on=await card(town, number))
    await town.settled()
    await town.set_clock(NIGHT)
    await town.anna.says("Всё ещё стоит", reply_to=await town.anna.sees(number, "Взяли в работу"))
    shown = await town.boris.sees(number, "Всё ещё стоит")
    assert OLGA in shown["text"]
    assert not shown.get("silent")


async def test_a_watcher_who_cannot_be_told_in_private_is_called_in_the_group(town: Town) -> None:
    """She has blocked the desk: its group says so once, and calls her there each time; once she is back, it is private again."""
    await works(town)
    private = town.olga.alone()
    await private.says("/start")
    await town.settled()
    number = await registered(town)
    await more(town, number, "Следить", town.olga)
    await private.blocks_the_bot()
    await town.boris.presses("Взять", on=await card(town, number))
    told = await town.boris.sees(f"👁 {number}", "Взята в работу", "в личку сообщение не дошло", "бот заблокирован")
    assert OLGA in told["text"]
    await town.settled()
    await asks(town, "Какой принтер?")
    again = await town.boris.sees(f"👁 {number}", "Вопрос", OLGA)
    assert "в личку" not in again["text"]
    assert times(town.boris, "в личку сообщение не дошло") == 1
    await private.blocks_the_bot(blocked=False)
    await town.anna.says("Пантум", reply_to=await town.anna.sees("Какой принтер?"))
    await private.sees(number, "Сообщение заявителя")
    await town.settled()
    assert times(town.boris, f"👁 {number}") == 2


async def test_all_that_an_outage_hid_rings_once_and_in_order(town: Town) -> None:
    """Warning, breach of both deadlines fall into one outage; then reminder and closing of another request do. After the
    start, and after one more, each has rung once, the earlier first."""
    await works(town)
    late, done = await registered(town, impact=1), await registered(town)
    await town.boris.presses("Взять", on=await card(town, late))
    await town.settled()
    await town.boris.presses("Завершить", on=await card(town, done))
    prompt = await town.boris.sees_new(f"итоговым ответом по {done}")
    await town.boris.says("Заменили картридж", reply_to=prompt)
    await town.anna.sees("Заменили картридж", "Проблема решена?")
    await town.settled()
    await town.app.stop()
    await town.anna.stage.do("clock", {"to": "2026-12-08T10:00:00+03:00"})
    for _start in range(2):
        async with build(town.settings, limits=False) as town.app:
            await town.boris.sees(late, "Решение просрочено")
            await town.anna.sees(done, "закрыта")
            await town.settled()
    texts = [said(m) for m in town.boris.messages()]
    once = [f"{late} · Прошло три четверти времени, решить", f"{late} · Решение просрочено"]
    assert [sum(text.startswith(words) for text in texts) for words in once] == [1, 1]
    at = [next(n for n, text in enumerate(texts) if text.startswith(words)) for words in once]
    assert at == sorted(at)
    heard = [said(m).split("\n")[0] for m in town.anna.messages() if done in said(m)]
    assert heard[-2:] == [f"{done} · Всё решилось?", f"{done} · Заявка закрыта"]
    assert len(heard) == len(set(heard))
