"""Edits: second thoughts correct what was said, before it is sent and after, and never change a closed record."""

from __future__ import annotations

from bot.sandbox.person import said
from tests.stories.conftest import ANNA, Town
from tests.stories.moves import BURST, at_description, to_summary
from tests.stories.seen import count, in_order
from tests.stories.test_dialogue import MORNING, taken


async def test_an_answer_of_the_intake_is_corrected_by_an_edit(town: Town) -> None:
    """Edited in the chat, it is corrected in the summary; what is no answer is refused, and the old one stays."""
    await at_description(town)
    mine = await town.anna.says("Не печатает принтир")
    await to_summary(town)
    await town.anna.edits(mine, "Не печатает принтер, совсем")
    await town.anna.sees_new("Исправлен")
    await town.anna.sees_new("Проверьте", "Не печатает принтер, совсем")
    await town.settled()
    await town.anna.edits(mine, "...")
    await town.anna.sees_new("Прежний ответ остаётся")
    phone = next(m for m in town.anna.messages() if said(m) == ANNA["phone"])
    await town.anna.edits(phone, "8 (916) 765-43-21")
    await town.anna.sees_new("Проверьте", "+79167654321", "Не печатает принтер, совсем")
    await town.settled()
    await town.anna.presses("Отправить заявку")
    await town.boris.sees("Не печатает принтер, совсем", "+79167654321")


async def test_one_message_of_a_burst_is_corrected_in_its_place(town: Town) -> None:
    await at_description(town)
    sent = [await town.anna.says(words) for words in BURST]
    await town.settled()
    await town.anna.edits(sent[2], "на третьем этаже")
    await town.anna.sees_new("Исправлен")
    await town.settled()
    assert in_order(await to_summary(town), *BURST[:2], "на третьем этаже", *BURST[3:])


async def test_loose_words_are_corrected_before_they_are_sent(town: Town) -> None:
    """The card with the buttons shows the new words, and the description takes them."""
    mine = await town.anna.says("Не открываеться отчёт")
    await town.anna.sees_new("Пока не зарегистрировано")
    await town.anna.edits(mine, "Не открывается отчёт")
    await town.anna.sees_new("«Не открывается отчёт»", "Пока не зарегистрировано")


async def test_staff_see_an_edit_once_and_the_record_keeps_both(town: Town) -> None:
    """Two quick edits of one message make one message to staff, with the latest words; the record has every version."""
    await taken(town)
    shown = await town.anna.sees("Взяли в работу")
    mine = await town.anna.says("Версия 5.1", reply_to=shown)
    await town.boris.sees("Версия 5.1")
    await town.settled()
    await town.anna.edits(mine, "Версия 5.2")
    await town.anna.sees_new("Исправление добавлено к BAR-000001")
    await town.anna.edits(mine, "Версия 5.3")
    await town.boris.sees("исправил сообщение", "Версия 5.1", "Версия 5.3")
    await town.settled()
    assert count(town.boris, "исправил сообщение") == 1
    assert count(town.anna, "Исправление добавлено") == 1
    kept = await town.app.clerk.read(lambda desk: desk.journal.of("BAR-000001"))
    said_so = [entry.facts["text"] for entry in kept if entry.facts.get("text", "").startswith("Версия")]
    assert said_so == ["Версия 5.1", "Версия 5.2", "Версия 5.3"]
    await town.anna.edits(mine, "Версия 5.3 ")
    await town.settled()
    assert count(town.boris, "исправил сообщение") == 1


async def test_an_edit_of_what_was_registered_changes_no_answer_but_is_told(town: Town) -> None:
    """The description as it was registered stays on the card; staff read the correction beside it."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    mine = next(m for m in town.anna.messages() if said(m) == ANNA["description"])
    await town.anna.edits(mine, "Не печатает принтер на третьем этаже")
    await town.boris.sees("исправил сообщение", ANNA["description"], "на третьем этаже")
    await town.settled()
    await town.boris.sees("BAR-000001", "ООО «Ромашка»", ANNA["description"])


async def test_a_closed_record_does_not_change(town: Town) -> None:
    """The edit of an old message is answered with where to write instead; nobody else hears of it."""
    await taken(town)
    shown = await town.anna.sees("Взяли в работу")
    mine = await town.anna.says("Версия 5.1", reply_to=shown)
    await town.boris.sees("Версия 5.1")
    await town.settled()
    await town.boris.presses("Завершить")
    ask = await town.boris.sees_new("итоговым ответом")
    await town.boris.says("Готово", reply_to=ask)
    await town.anna.sees("Заявка завершена")
    await town.anna.presses("Подтверждаю")
    await town.anna.sees("Как мы справились?")
    before = await town.app.clerk.read(lambda desk: len(desk.journal.of("BAR-000001")))
    await town.settled()
    await town.anna.edits(mine, "Версия 6")
    await town.anna.sees_new("закрыта, поэтому запись остаётся прежней")
    await town.settled()
    town.boris.does_not_see("Версия 6")
    kept = await town.app.clerk.read(lambda desk: desk.journal.of("BAR-000001"))
    assert not any("Версия 6" in str(entry.facts) for entry in kept[before:])


async def test_an_edit_of_a_message_that_was_a_code_says_nothing(town: Town) -> None:
    """Digits from a letter are no words: whatever they are edited to goes nowhere."""
    await town.registers(town.anna)
    code = str((await town.mailbox.gets("Код:"))["text"]).split("Код: ")[1][:6]
    mine = await town.anna.says(code)
    await town.anna.sees_new("подтверждён")
    await town.settled()
    before = len(town.anna.messages())
    await town.anna.edits(mine, "000000")
    await town.settled()
    assert len(town.anna.messages()) == before
