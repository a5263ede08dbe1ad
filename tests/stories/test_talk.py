"""Talk: how people really write: in bursts, too long, with second thoughts. Nothing lost, nothing twice, in the right order."""

from __future__ import annotations

from typing import Any

from bot.sandbox.keyboards import buttons
from bot.sandbox.person import Person, said
from bot.wiring import build
from tests.stories.conftest import ANNA, Town
from tests.stories.moves import asks
from tests.stories.pictures import picture
from tests.stories.test_dialogue import MORNING, completed, taken
from tests.stories.test_files import at_files

BURST = ("Здравствуйте!", "Не печатает принтер", "на втором этаже", "мигает лампа 🙈", "Помогите, пожалуйста")


async def at_description(town: Town) -> None:
    """An intake up to the question for the description."""
    await town.anna.says("/start")
    await town.anna.sees_new("персональных данных")
    await town.anna.presses("Даю согласие")
    for n, words in enumerate(list(ANNA.values())[:5], start=1):
        await town.anna.sees_new(f"{n} из 7")
        await town.anna.says(words)
    await town.anna.sees_new("6 из 7")


async def to_summary(town: Town) -> str:
    """From the question for the steps to the summary; what it says."""
    anna = town.anna
    await anna.sees("7 из 7")
    await town.settled()
    await anna.says(ANNA["steps"])
    for caption in ("Что-то не работает", "частично", "Без файлов"):
        await town.settled()
        await anna.presses(caption)
    return str((await anna.sees_new("Проверьте"))["text"])


def told(who: Person, *words: str) -> list[str]:
    """What somebody was told with all these words, oldest first."""
    found = [said(m) for m in who.messages() if m["from"]["is_bot"]]
    return [text for text in found if all(word in text for word in words)]


def count(who: Person, *words: str) -> int:
    return len(told(who, *words))


def in_order(text: str, *parts: str) -> bool:
    """Whether each part is there once, in this order."""
    return all(text.count(part) == 1 for part in parts) and sorted(parts, key=text.index) == list(parts)


def style(message: dict[str, Any], caption: str) -> str | None:
    return next(b.get("style") for b in buttons(message["reply_markup"]) if caption in b["text"])


# -- bursts, and texts that Telegram cut


async def test_five_quick_messages_are_one_description(town: Town) -> None:
    """All five were said before the next question was put: none answers that, and the summary has them in order."""
    await at_description(town)
    for words in BURST:
        await town.anna.says(words)
    await town.settled()
    assert count(town.anna, "7 из 7") == 1
    assert in_order(await to_summary(town), *BURST, ANNA["steps"])


async def test_a_greeting_too_short_to_be_the_answer_begins_it(town: Town) -> None:
    """«Привет» alone is no description; with what follows at once it is the first line of one."""
    await at_description(town)
    await town.anna.says("Привет")
    await town.anna.says("не печатает принтер")
    await town.settled()
    assert in_order(await to_summary(town), "Привет\nне печатает принтер", ANNA["steps"])


async def test_an_answer_in_five_messages_reaches_staff_whole(town: Town) -> None:
    """The first one answers; the others go where that went, and nobody asks what they belong to."""
    await taken(town)
    await asks(town, "Какой принтер?")
    await town.anna.sees("У нас вопрос")
    for words in BURST:
        await town.anna.says(words)
    await town.settled()
    assert [text.split("\n")[1] for text in told(town.boris, "Заявитель")] == list(BURST)
    assert not town.anna.captions() or "Добавить к BAR-000001" not in town.anna.captions()
    assert count(town.anna, "Добавлено") == 1


async def test_of_several_offers_only_the_latest_stays(town: Town) -> None:
    """Three messages written one after the other leave one card below them, with all the words."""
    for words in BURST[1:4]:
        await town.anna.says(words)
        await town.anna.sees_new("Пока не зарегистрировано", words)
        await town.settled()
    assert count(town.anna, "Пока не зарегистрировано") == 1
    assert in_order(told(town.anna, "Пока не зарегистрировано")[0], *BURST[1:4])


async def test_loose_words_in_a_burst_are_kept_together(town: Town) -> None:
    """Before any request: five messages, one draft, one description."""
    for words in BURST:
        await town.anna.says(words)
    await town.settled()
    await town.anna.presses("Оформить заявку")
    await town.settled()
    await town.anna.presses("Даю согласие")
    await town.settled()
    for words in list(ANNA.values())[:5]:
        await town.anna.says(words)
        await town.settled()
    assert in_order(await to_summary(town), *BURST, ANNA["steps"])


async def test_a_text_that_telegram_cut_stays_one_answer(town: Town) -> None:
    """Too long for the field: both parts are refused together, by how much; the second is never taken for the whole."""
    await at_description(town)
    await town.anna.says("слово " * 680)
    await town.anna.sees_new("на 2079 знаков")
    await town.anna.says("и хвост, который прошёл бы сам по себе")
    await town.anna.sees_new("на 2118 знаков")
    await town.settled()
    assert count(town.anna, "7 из 7") == 0
    await town.forward(seconds=20)
    await town.anna.says("Не печатает принтер")
    text = await to_summary(town)
    assert "слово" not in text
    assert "хвост" not in text


async def test_both_parts_of_a_long_message_reach_staff_and_each_fits(town: Town) -> None:
    """4090 characters with their frame do not fit one message: two go out; the rest of the text follows them unasked."""
    await taken(town)
    shown = await town.anna.sees("Взяли в работу")
    first, rest = "раз-два " * 511, "конец длинного рассказа"
    await town.anna.says(first.strip(), reply_to=shown)
    await town.anna.says(rest)
    await town.boris.sees(rest)
    await town.settled()
    whole = " ".join(told(town.boris, "раз-два"))
    assert whole.count("раз-два") == 511
    assert count(town.boris, "раз-два") == 2
    assert count(town.anna, "К чему это отнести?") == 0


async def test_a_long_answer_arrives_whole_and_a_reply_to_any_part_finds_the_ticket(town: Town) -> None:
    """4090 characters and our title do not fit one message: nothing is refused, cut off or sent twice."""
    await taken(town)
    card = await town.boris.sees("BAR-000001", "ООО «Ромашка»")
    await town.boris.says("ответ ❤ " * 511, reply_to=card)
    await town.anna.sees("Отвечает Борис", "ответ ❤")
    await town.settled()
    parts = [m for m in town.anna.messages() if m["from"]["is_bot"] and "ответ ❤" in said(m)]
    assert len(parts) == 2
    assert [sum(said(part).count(sign) for part in parts) for sign in ("ответ", "❤")] == [511, 511]
    await town.anna.says("Помогло, но не всё", reply_to=parts[1])
    await town.boris.sees("BAR-000001 · Заявитель пишет", "Помогло, но не всё")


# -- words without a place


async def test_with_one_open_request_that_one_is_offered_first(town: Town) -> None:
    """Bare words most likely belong to what is open; they go nowhere before their writer has said so."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    await town.anna.says("И ещё скрипит")
    asked = await town.anna.sees_new("К чему это отнести?", "BAR-000001 — Не печатает принтер на втором этаже")
    captions = [b["text"] for b in buttons(asked["reply_markup"])]
    assert captions[0] == "Добавить к BAR-000001"
    assert style(asked, "Добавить") == "primary"
    assert style(asked, "новая проблема") is None
    town.boris.does_not_see("скрипит")
    await town.anna.presses("Добавить к BAR-000001")
    await town.boris.sees("Заявитель пишет", "И ещё скрипит")


async def test_a_reply_to_ones_own_words_or_to_their_receipt_finds_the_ticket(town: Town) -> None:
    """«Добавлено к BAR-000001»: whoever replies to that, or to what they added, means the same ticket."""
    await taken(town)
    shown = await town.anna.sees("Взяли в работу")
    mine = await town.anna.says("Скрипит", reply_to=shown)
    receipt = await town.anna.sees_new("Добавлено к BAR-000001")
    await town.settled()
    await town.forward(seconds=20)
    await town.anna.says("Очень громко", reply_to=mine)
    await town.boris.sees("BAR-000001 · Заявитель пишет", "Очень громко")
    await town.settled()
    await town.anna.says("И греется", reply_to=receipt)
    await town.boris.sees("BAR-000001 · Заявитель пишет", "И греется")


# -- thanks


async def test_thanks_out_of_the_blue_makes_nothing(town: Town) -> None:
    """No draft, no question, no «не зарегистрировано»."""
    await town.anna.says("Спасибо!")
    await town.anna.sees_new("Пожалуйста!")
    await town.settled()
    assert town.anna.captions() == []
    await town.anna.says("/my")
    await town.settled()
    town.anna.does_not_see("не зарегистрировано")


async def test_thanks_for_the_answer_is_no_verdict_and_stops_no_clock(town: Town) -> None:
    """It is on record and staff see it without a sound; the button is offered again; silence still closes."""
    await completed(town)
    answer = await town.anna.sees("Заявка завершена")
    await town.anna.says("Спасибо большое! 🙏", reply_to=answer)
    warm = await town.anna.sees_new("Пожалуйста!", "BAR-000001")
    assert [b["text"] for b in buttons(warm["reply_markup"])][:1] == ["Подтверждаю"]
    await town.boris.sees("Заявитель пишет", "Спасибо большое! 🙏")
    await town.settled()
    town.boris.does_not_see("Отсчёт остановлен")
    await town.anna.says("ок")
    await town.anna.sees_new("Хорошо!", "BAR-000001")
    await town.settled()
    await town.forward(hours=25)
    await town.anna.sees("Заявка закрыта")
    await town.anna.says("спс", reply_to=answer)
    assert (await town.anna.sees_new("Пожалуйста!"))["text"] == "Пожалуйста!"
    await town.settled()
    town.anna.does_not_see("Снова в работе")


async def test_thanks_is_no_answer_to_our_question_but_all_right_is(town: Town) -> None:
    """«Спасибо» leaves the clock standing and the question open; «хорошо» may be what we asked for."""
    await taken(town)
    await asks(town, "Можно перезагрузить сервер в 18:00?")
    await town.anna.sees("У нас вопрос")
    await town.anna.says("Благодарю")
    await town.anna.sees_new("Пожалуйста!")
    await town.anna.sees_new("Напишите ответ по BAR-000001")
    await town.settled()
    town.boris.does_not_see("Заявитель отвечает")
    await town.anna.says("Хорошо, спасибо")
    await town.boris.sees("Заявитель отвечает", "Хорошо, спасибо")


async def test_thanks_is_no_objection(town: Town) -> None:
    """«Не решено», then «спасибо»: the argument is still asked for, and nothing goes back to work."""
    await completed(town)
    await town.anna.presses("Не решено")
    await town.anna.sees_new("Что именно не решено")
    await town.anna.says("спасибо")
    await town.anna.sees_new("Пожалуйста!")
    await town.anna.sees_new("Что именно не решено")
    await town.settled()
    town.anna.does_not_see("Снова в работе")


# -- edits


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


# -- neither words nor files


async def test_a_voice_message_in_an_intake_answers_nothing_and_is_not_lost(town: Town) -> None:
    """It is described, the question stays open, the sender hears what is taken (п. 7.6); staff see it with the ticket."""
    await at_description(town)
    await town.anna.sends("voice", duration=12)
    await town.anna.sees_new("Голосовое сообщение, 0:12", "словами", "JPG", "п. 7.6")
    await town.anna.sees_new("6 из 7")
    await town.anna.sends("location", latitude=55.75, longitude=37.61)
    await town.anna.sees_new("Координаты: 55.75, 37.61")
    await town.settled()
    await town.anna.says(ANNA["description"])
    await to_summary(town)
    await town.anna.sees_new("Проверьте", "Ещё прислано: Голосовое сообщение, 0:12, Координаты: 55.75, 37.61")
    await town.anna.presses("Отправить заявку")
    await town.boris.sees("Заявитель пишет", "Голосовое сообщение, 0:12", "Координаты: 55.75, 37.61")
    await town.settled()
    assert count(town.boris, "Голосовое") == 1
    kept = await town.app.clerk.read(lambda desk: desk.files.of_ticket("BAR-000001"))
    assert [(f.form, f.state, bool(f.remote)) for f in kept] == [
        ("voice", "refused", True),
        ("location", "refused", True),
    ]


async def test_a_video_in_answer_to_a_question_is_shown_but_words_are_still_awaited(town: Town) -> None:
    """Staff see that it came; the clock stands until there are words. With words under it, it is the answer."""
    await taken(town)
    await asks(town, "Что на экране?")
    await town.anna.sees("У нас вопрос")
    await town.anna.sends("video", duration=34)
    await town.anna.sees_new("Видео, 0:34", "BAR-000001", "словами")
    await town.anna.sees_new("Напишите ответ по BAR-000001")
    await town.boris.sees("Заявитель пишет", "Видео, 0:34")
    await town.settled()
    town.boris.does_not_see("Заявитель отвечает")
    await town.anna.sends("video", duration=35, caption="Синий экран с кодом 0x7B")
    await town.boris.sees("Заявитель отвечает", "Видео, 0:35", "Синий экран с кодом 0x7B")


async def test_a_poll_before_any_request_waits_for_its_place(town: Town) -> None:
    """Belongs to nothing yet: offered like loose words, and comes to staff with the ticket that is chosen."""
    await taken(town)
    await town.anna.sends("poll", question="Включать?", options=["Да", "Нет"])
    await town.anna.sees_new("Опрос: Включать? (Да; Нет)", "словами")
    await town.anna.sees_new("Ещё прислано: Опрос: Включать?", "К чему это отнести?")
    await town.settled()
    await town.anna.presses("Добавить к BAR-000001")
    await town.boris.sees("Заявитель пишет", "Опрос: Включать? (Да; Нет)")


async def test_a_kind_that_nobody_knows_yet_is_not_dropped(town: Town) -> None:
    """Telegram grows: what comes with a field of an unknown name is described by that name."""
    await taken(town)
    shown = await town.anna.sees("Взяли в работу")
    await town.anna.sends("hologram", reply_to=shown)
    await town.anna.sees_new("Сообщение вида «hologram»")
    await town.boris.sees("Заявитель пишет", "Сообщение вида «hologram»")


async def test_a_sticker_that_thanks_is_thanks_and_a_note_of_telegrams_is_nothing(town: Town) -> None:
    await town.anna.sends("sticker", emoji="🙏")
    assert (await town.anna.sees_new("Пожалуйста!"))["text"] == "Пожалуйста!"
    await town.settled()
    before = len(town.anna.messages())
    await town.anna.sends("message_auto_delete_timer_changed", message_auto_delete_time=60)
    await town.settled()
    assert len(town.anna.messages()) == before + 1


async def test_somebody_elses_contact_is_no_phone_number_of_ones_own(town: Town) -> None:
    """At the question for the phone: a colleague's contact is kept as such; the own one, by the button, is the answer."""
    await town.anna.says("/start")
    await town.anna.sees_new("персональных данных")
    await town.anna.presses("Даю согласие")
    for n, words in enumerate(list(ANNA.values())[:3], start=1):
        await town.anna.sees_new(f"{n} из 7")
        await town.anna.says(words)
    await town.anna.sees_new("4 из 7")
    await town.anna.sends("contact", first_name="Пётр", phone_number="+79990001122")
    await town.anna.sees_new("Контакт: Пётр, +79990001122")
    await town.anna.sees_new("4 из 7")
    await town.anna.shares_contact()
    await town.anna.sees_new("5 из 7")


# -- albums and many files


async def test_an_album_in_pieces_is_one_answer_and_its_caption_is_read_once(town: Town) -> None:
    """Parts come seconds apart: staff get the words once, and each picture once."""
    await taken(town)
    await asks(town, "Пришлите снимки")
    await town.anna.sees("У нас вопрос")
    await town.anna.attaches(picture(colour="red"), album="42", caption="Вот так мигает")
    await town.anna.attaches(picture(colour="blue"), album="42")
    await town.boris.sees("Заявитель отвечает", "Вот так мигает")
    await town.settled()
    await town.forward(seconds=5)
    await town.anna.attaches(picture(colour="green"), album="42")
    while len([m for m in town.boris.messages() if "photo" in m]) < 3:
        assert await town.anna.stage.changed(10)
        await town.settled()
    await town.settled()
    assert count(town.boris, "Вот так мигает") == 1
    shown = [m for m in town.boris.messages() if "photo" in m]
    assert len(shown) == 3
    assert shown[0]["media_group_id"] == shown[1]["media_group_id"]
    assert count(town.anna, "К чему это отнести?") == 0


async def test_a_picture_before_start_is_kept_and_goes_with_the_request(town: Town) -> None:
    """Photo first, without a word: it is offered, and stands in the summary of the intake that follows."""
    await town.anna.attaches(picture())
    await town.anna.sees("Ещё прислано: photo-", "Пока не зарегистрировано")
    await town.settled()
    await town.anna.says("/start")
    await town.settled()
    await town.anna.presses("Даю согласие")
    for words in ANNA.values():
        await town.settled()
        await town.anna.says(words)
    for caption in ("Что-то не работает", "частично"):
        await town.settled()
        await town.anna.presses(caption)
    await town.anna.sees_new("1 файл: photo-")


async def test_a_hundred_files_at_once_do_no_harm(town: Town) -> None:
    """Ten albums of ten: ten files stay, the others are refused by name, and the intake goes on."""
    await at_files(town)
    for album in range(10):
        await town.anna.attaches(*[picture(size=(9 + n, 9 + album)) for n in range(10)])
    await town.anna.sees("Не принято", timeout=60)
    await town.settled()
    await town.forward(seconds=5)
    await town.settled()
    await town.anna.presses("Готово")
    await town.anna.sees_new("Проверьте", "10 файлов", timeout=60)
    await town.anna.presses("Отправить заявку")
    await town.boris.sees("BAR-000001", "Вложения: 10", timeout=60)


async def test_deceptive_signs_do_no_harm(town: Town) -> None:
    """Overrides of the direction, invisible signs and look-alike letters: answers are stored without what cannot be seen."""
    await at_description(town)
    await town.anna.says("\u202eНе печ\u200bатает\u2066 принтер\u0000 <b>на</b> 2\u00a0этаже")
    text = await to_summary(town)
    assert "Не печатает принтер <b>на</b> 2\u00a0этаже" in text
    assert not any(sign in text for sign in "\u202e\u2066\u200b")


# -- a desk that was away


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
