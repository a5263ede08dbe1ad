"""Edits: second thoughts correct what was said, before it is sent and after, and never change a closed record."""

from __future__ import annotations

from bot.sandbox.person import said
from bot.wiring import build
from tests.stories.conftest import ANNA, Town
from tests.stories.moves import BURST, at_description, to_summary
from tests.stories.seen import count, in_order, letters, told, twice
from tests.stories.test_confidence import proves
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


async def test_a_message_and_its_edit_that_waited_together_are_told_in_order(town: Town) -> None:
    """Corrected before anybody read it: the journal has both, staff read the right words last, and the letter has them."""
    await taken(town)
    await proves(town)
    shown = await town.anna.sees("Взяли в работу")
    await town.app.stop()
    mine = await town.anna.says("Версия 5.1", reply_to=shown)
    await town.anna.edits(mine, "Версия 5.2")
    async with build(town.settings, limits=False) as town.app:
        await town.boris.sees("Версия 5.2")
        await town.settled()
        assert await versions(town) in (["Версия 5.1", "Версия 5.2"], ["Версия 5.2"])
        assert count(town.boris, "исправил сообщение") <= 1
        assert letters(town, "Версия 5.2") == 1
        assert twice(town.boris) == []


async def test_two_quick_edits_of_an_answer_leave_the_latest(town: Town) -> None:
    """Before it is sent: the summary has the last words, the register never had the others."""
    await at_description(town)
    mine = await town.anna.says("Не печатает принтир")
    await to_summary(town)
    await town.anna.edits(mine, "Не печатает принтер в углу")
    await town.anna.edits(mine, "Не печатает принтер у окна")
    summary = await town.anna.sees_new("Проверьте", "Не печатает принтер у окна")
    await town.settled()
    assert "в углу" not in summary["text"]
    await town.anna.presses("Отправить заявку")
    await town.anna.sees_new("Заявка зарегистрирована")
    card = await town.boris.sees("BAR-000001", "у окна")
    assert "принтир" not in card["text"] + summary["text"]
    assert count(town.boris, "исправил сообщение") == 0


async def test_a_part_of_a_text_that_telegram_cut_is_corrected_by_itself(town: Town) -> None:
    """Each part is a message of its own there: the other stays as it was, and staff are told of the change once."""
    await taken(town)
    shown = await town.anna.sees("Взяли в работу")
    await town.anna.says("раз-два " * 511, reply_to=shown)
    rest = await town.anna.says("конец рассказа про принтер")
    await town.boris.sees("конец рассказа про принтер")
    await town.settled()
    await town.anna.edits(rest, "конец рассказа про сканер")
    await town.boris.sees("исправил сообщение", "про принтер", "про сканер")
    await town.settled()
    assert count(town.boris, "исправил сообщение") == 1
    assert sum(text.count("раз-два") for text in told(town.boris)) == 511
    kept = await versions(town)
    assert [text[:7] for text in kept] == ["раз-два", "конец р", "конец р"]
    assert kept[0].count("раз-два") == 511


async def test_a_part_of_loose_words_is_corrected_before_they_go_anywhere(town: Town) -> None:
    """The first of two parts, edited while both still wait: staff read the corrected whole, in order, once."""
    number = await taken(town)
    first = await town.anna.says("раз-два " * 510 + "начало")
    await town.anna.says("и конец рассказа")
    await town.anna.sees_new("К чему это отнести?")
    await town.settled()
    await town.anna.edits(first, "раз-два " * 510 + "середина")
    await town.settled()
    await town.anna.presses(f"Добавить к {number}")
    await town.boris.sees("и конец рассказа")
    await town.settled()
    whole = "\n".join(told(town.boris, "Заявитель пишет") + told(town.boris, "раз-два") + told(town.boris, "конец"))
    assert "начало" not in whole
    kept = "\n".join(await versions(town))
    assert kept.count("раз-два") == 510
    assert in_order(kept, "середина", "и конец рассказа")


async def versions(town: Town) -> list[str]:
    """What Anna said on her ticket, and how she corrected it, as the journal has it."""
    kept = await town.app.clerk.read(lambda desk: desk.journal.of("BAR-000001"))
    return [str(entry.facts["text"]) for entry in kept if entry.kind in ("message", "edited")]
