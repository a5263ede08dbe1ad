"""Talk: how people really write: in bursts, too long, with second thoughts. Nothing lost, nothing twice, in the right order."""

from __future__ import annotations

from bot.sandbox.keyboards import buttons
from tests.stories.conftest import ANNA, Town
from tests.stories.moves import asks, at_description, to_summary
from tests.stories.seen import count, style
from tests.stories.test_dialogue import MORNING, completed, taken

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


async def test_deceptive_signs_do_no_harm(town: Town) -> None:
    """Overrides of the direction, invisible signs and look-alike letters: answers are stored without what cannot be seen."""
    await at_description(town)
    await town.anna.says("\u202eНе печ\u200bатает\u2066 принтер\u0000 <b>на</b> 2\u00a0этаже")
    text = await to_summary(town)
    assert "Не печатает принтер <b>на</b> 2\u00a0этаже" in text
    assert not any(sign in text for sign in "\u202e\u2066\u200b")
