"""Mishaps: what careless people, slow networks and bad timing do to a conversation. Nothing is lost, nothing goes astray."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.person import said
from bot.wiring import build
from domain.notices import Code
from tests.stories.conftest import CARD, Town
from tests.stories.moves import asks_about
from tests.stories.seen import announced, is_forum
from tests.stories.test_dialogue import MORNING, completed, taken
from tests.stories.test_files import at_files


async def proves(town: Town) -> None:
    """Anna types the code from her letter."""
    letter = await town.mailbox.gets("Код:")
    await town.anna.says(str(letter["text"]).split("Код: ")[1][:6])
    await town.anna.sees_new("подтверждён")
    await town.settled()


# -- where words go


async def test_a_new_problem_after_a_rating_is_not_swallowed_as_its_comment(town: Town) -> None:
    """Whoever writes of something new instead of a comment makes a request of it with one tap."""
    await completed(town)
    await town.anna.presses("Подтверждаю")
    await town.anna.sees_new("Как мы справились?")
    await town.anna.presses("5 ★")
    await town.anna.sees_new("Спасибо за оценку")
    await town.anna.says("Теперь не открывается отчёт за октябрь")
    await town.anna.sees_new("Передам команде")
    await town.anna.presses("Это новая проблема")
    await town.anna.sees_new(CARD)
    await town.anna.presses("Всё верно")
    await town.anna.sees_new("2 из 2")
    await town.anna.presses("Это вопрос, шагов нет")
    await town.anna.sees_new("О чём заявка?")
    await town.anna.presses("Изменить настройки")
    await town.anna.sees_new("Скриншоты")
    await town.anna.presses("Без файлов")
    await town.anna.sees_new("Проверьте", "Теперь не открывается отчёт за октябрь")


async def test_words_long_after_a_rating_are_no_comment_any_more(town: Town) -> None:
    """A comment is awaited for a day; what is written later belongs to no ticket, and is offered as a new one."""
    await completed(town)
    await town.anna.presses("Подтверждаю")
    await town.anna.sees_new("Как мы справились?")
    await town.anna.presses("5 ★")
    await town.anna.sees_new("Спасибо за оценку")
    await town.settled()
    await town.forward(hours=25)
    await town.anna.says("Не открывается отчёт за октябрь")
    await town.anna.sees_new("Не открывается отчёт", "Пока не зарегистрировано")


async def test_an_argument_after_the_ticket_closed_becomes_a_new_request(town: Town) -> None:
    """«Не решено», then silence closes it, then the argument: it is not refused for ever, it is offered as a new request."""
    await completed(town)
    await town.anna.presses("Не решено")
    await town.anna.sees_new("Что именно не решено")
    await town.forward(hours=25)
    await town.anna.sees("Заявка закрыта")
    await town.anna.says("Печатает только первую страницу")
    await town.anna.sees_new("BAR-000001", "закрыта", "Печатает только первую страницу")
    await town.anna.presses("Оформить заявку")
    await town.anna.sees_new(CARD)


async def test_an_argument_sent_in_time_counts_though_it_is_read_late(town: Town) -> None:
    """The desk was away when the argument came, and silence closed the ticket before it was read: back to work (п. 4.8)."""
    await completed(town)
    await town.anna.presses("Не решено")
    await town.anna.sees_new("Что именно не решено")
    await town.settled()
    await town.forward(hours=23)
    await town.app.stop()
    await town.anna.says("Печатает только первую страницу")
    await town.anna.stage.do("clock", {"forward": 2 * 3600})
    async with build(town.settings, limits=False) as town.app:
        await town.boris.sees("Заявитель: не решено", "Печатает только первую страницу")
        await town.settled()
        await town.boris.sees("BAR-000001 · В работе")


async def test_an_argument_for_what_is_in_work_again_reaches_staff(town: Town) -> None:
    """Staff were faster and took it up again; the words of the requester are a message then, not an error."""
    await completed(town)
    answer = await town.anna.sees("Заявка завершена")
    await town.anna.says("Спасибо, проверю", reply_to=answer)
    await town.boris.sees("Отсчёт остановлен")
    await town.anna.presses("Не решено", on=answer)
    await town.anna.sees_new("Что именно не решено")
    await town.settled()
    await town.boris.presses("В работу")
    await town.anna.sees("Снова в работе")
    await town.anna.says("Печатает только первую страницу")
    await town.boris.sees("Заявитель пишет", "Печатает только первую страницу")


async def test_bare_words_after_two_questions_ask_which_one_they_answer(town: Town) -> None:
    """Two tickets ask: what is written without a reply goes to neither before its writer has said which."""
    await town.set_clock(MORNING)
    one = await town.registers(town.anna)
    two = await town.registers(town.anna, first=False, organization="ООО «Лютик»")
    await asks_about(town, one, "Какой принтер?")
    await asks_about(town, two, "Какая версия?")

    await town.anna.says("Версия 5.2")
    await town.anna.sees_new("К чему это отнести?")
    await town.settled()
    town.boris.does_not_see("Версия 5.2")
    await town.anna.presses(f"Добавить к {two}")
    await town.boris.sees(f"{two} · Заявитель отвечает", "Версия 5.2")


async def test_a_question_in_the_middle_of_an_intake_is_answered_and_the_intake_goes_on(town: Town) -> None:
    """«Ответить», the answer, and the open question of the intake is asked again, its keyboard there."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    await town.anna.says("/new")
    await town.anna.sees_new(CARD)
    await town.anna.presses("✎ Организация")
    await town.anna.sees_new("Из какой вы организации?")
    await asks_about(town, "BAR-000001", "Какой принтер?")
    await town.anna.presses("Ответить")
    await town.anna.sees_new("Напишите ответ по BAR-000001")
    await town.anna.says("Пантум")
    await town.boris.sees("Заявитель отвечает", "Пантум")
    await town.anna.sees_new("Из какой вы организации?")
    await town.anna.says("ООО «Лютик»")
    await town.anna.sees_new(CARD, "ООО «Лютик»")
    await town.anna.presses("Всё верно")
    await town.anna.sees_new("1 из 2")
    assert "« Назад" in town.anna.captions()


async def test_words_where_a_tap_is_asked_for_are_not_said_to_be_noted(town: Town) -> None:
    """At the files, the choices and the summary words are not taken; nobody is told that they are."""
    await at_files(town)
    await town.anna.says("И ещё мигает зелёная лампа")
    await town.anna.sees_new("Нажмите", "не записываются")
    await town.settled()
    town.anna.does_not_see("Записал.")


async def test_words_before_new_are_offered_when_the_description_is_asked(town: Town) -> None:
    """Written first, then /new instead of the button: the words are not lost, and do not linger for the next time."""
    await town.anna.says("Не открывается отчёт за октябрь")
    await town.anna.sees_new("Пока не зарегистрировано")
    await town.anna.says("/new")
    await town.anna.sees_new("персональных данных")
    await town.anna.presses("Даю согласие")
    for words in ("ООО «Ромашка»", "Соколова Анна", "Бухгалтер", "+7 916 123-45-67", "anna@romashka.example"):
        await town.anna.says(words)
    await town.anna.sees_new("6 из 7", "Вы написали", "Не открывается отчёт за октябрь")
    await town.anna.presses("Оставить как есть")
    await town.anna.sees_new("7 из 7")


async def test_what_was_chosen_last_is_what_words_go_to(town: Town) -> None:
    """A correction by button brings the intake back on top of the answer that was begun."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    await town.answers_all(town.anna, first=False)
    await town.anna.sees_new("О чём заявка?")
    await town.anna.presses("Изменить настройки")
    await town.anna.sees_new("Скриншоты")
    await town.anna.presses("Без файлов")
    await town.anna.sees_new("Проверьте")
    await asks_about(town, "BAR-000001", "Какой принтер?")
    await town.anna.presses("Ответить")
    await town.anna.sees_new("Напишите ответ по BAR-000001")

    await town.anna.presses("Исправить")
    await town.settled()
    await town.anna.presses("Должность")
    await town.anna.sees_new("Кем вы работаете?")
    await town.anna.says("Финансовый директор")
    await town.anna.sees_new("Проверьте", "Финансовый директор")
    town.boris.does_not_see("Финансовый директор")


# -- the code from the letter


async def test_the_code_counts_also_as_a_reply_to_the_message_that_asks_for_it(town: Town) -> None:
    """«Пришлите код сюда», and they reply to exactly that message: staff need not read it."""
    await town.registers(town.anna)
    code = str((await town.mailbox.gets("Код:"))["text"]).split("Код: ")[1][:6]
    told = await town.anna.sees("Заявка зарегистрирована")
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    await town.anna.says(wrong, reply_to=told)
    await town.anna.sees_new("Код не тот", "4 попытки")
    await town.anna.says(code, reply_to=told)
    await town.anna.sees_new("подтверждён")
    await town.settled()
    town.boris.does_not_see(code)


async def test_a_code_cannot_be_guessed_through_an_intake(town: Town) -> None:
    """Digits that answer a question are tries too: after five the code is worth nothing."""
    await town.registers(town.anna)
    code = str((await town.mailbox.gets("Код:"))["text"]).split("Код: ")[1][:6]
    await town.anna.says("/new")
    await town.anna.sees_new(CARD)
    await town.anna.presses("Всё верно")
    await town.anna.sees_new("1 из 2")
    for n in range(1, 6):
        await town.anna.says(f"{(int(code) + n) % 10**6:06d}")
        await town.settled()
    await town.anna.says(code)
    await town.settled()
    town.anna.does_not_see("подтверждён")


# -- silence and clocks


async def test_a_letter_that_arrives_late_does_not_start_the_silence_again(town: Town) -> None:
    """The chat had the answer, the requester wrote «проверю», then the mail server took the letter: the count stays stopped."""
    town.sandbox.world.mailbox.refuse("anna@romashka.example", 451, "greylisted")
    await completed(town)
    answer = await town.anna.sees("Заявка завершена")
    await town.anna.says("Спасибо, завтра проверю", reply_to=answer)
    await town.boris.sees("Отсчёт остановлен")
    await town.settled()
    town.sandbox.world.mailbox.refuse("anna@romashka.example", 0)
    await town.app.clerk.do(_letters_are_due)
    await town.mailbox.gets("Заявка завершена")
    await town.settled()
    await town.forward(hours=30)
    town.anna.does_not_see("Заявка закрыта")


def _letters_are_due(desk: Any) -> None:
    for parcel in desk.outbox.of("BAR-000001"):
        if parcel.channel == "email" and parcel.fate == "queued":
            desk.outbox.hasten(parcel, desk.wall())


async def test_a_priority_changed_while_we_wait_is_warned_of_anew(town: Town) -> None:
    """Warned as priority 2, made priority 3 while the requester is asked: the new deadline has its own warning."""
    await taken(town)
    await town.forward(hours=6, minutes=5)
    await town.boris.sees("Прошло три четверти времени")
    await asks_about(town, "BAR-000001", "Какой принтер?")
    await town.boris.presses("Подтвердить")
    await town.settled()
    await town.boris.presses("Изменить приоритет")
    await town.settled()
    await town.boris.presses("Приоритет 3")
    prompt = await town.boris.sees_new("почему у BAR-000001 будет")
    await town.boris.says("Печатать можно на соседнем принтере", reply_to=prompt)
    await town.anna.sees("Приоритет изменён")
    await town.anna.says("Пантум", reply_to=await town.anna.sees("Какой принтер?"))
    await town.boris.sees("Заявитель отвечает")
    await town.settled()
    await town.forward(hours=24 * 14)
    assert sum("Прошло три четверти времени, решить" in said(m) for m in town.boris.messages()) == 2


# -- letters and groups


async def test_an_unproved_address_learns_no_name(town: Town) -> None:
    """Number, state and deadline only: not even who answers."""
    await taken(town)
    shown = await town.boris.sees("BAR-000001", "ООО «Ромашка»")
    await town.boris.says("Выезжаем", reply_to=shown)
    await town.anna.sees("Отвечает Борис Иванов")
    await town.settled()
    for letter in town.mailbox.letters("anna@romashka.example"):
        whole = f"{letter['subject']}\n{letter['text']}\n{letter['html']}"
        for words in ("Борис", "Выезжаем", "Соколова", "Ромашка", "принтер"):
            assert words not in whole


async def test_an_address_that_refuses_letters_is_told_of_once(town: Town) -> None:
    """Every letter comes back; the requester is asked to correct the address once, not at each step."""
    await town.anna.stage.do("mailbox/refuse", {"address": "ana@romashka.example", "code": 550, "text": "no such user"})
    await town.registers(town.anna, email="ana@romashka.example")
    await town.boris.presses("Взять")
    await town.anna.sees("Взяли в работу")
    await town.settled()
    assert sum("не дошло" in said(m) for m in town.anna.messages()) == 1


async def test_what_the_group_missed_arrives_when_the_bot_is_back(town: Town) -> None:
    """Removed from the group by mistake: the cards wait, and come when it is let in again."""
    await town.anna.stage.do("staff", {"remove": "bot"})
    await town.registers(town.anna)
    await town.settled()
    await town.anna.stage.do("staff", {"add": "bot"})
    if is_forum(town.boris):
        await town.anna.stage.do("staff", {"promote": "bot"})
    await town.app.clerk.do(_cards_are_due)
    await town.boris.sees("BAR-000001", "ООО «Ромашка»")
    await town.settled()
    assert announced(town.boris, "BAR-000001")


def _cards_are_due(desk: Any) -> None:
    listed = desk.outbox.gathering(desk.staff.channel, desk.staff.chat, Code.NEW_ONES)
    for parcel in [*desk.outbox.of("BAR-000001"), listed]:
        if parcel is not None and parcel.fate == "queued":
            desk.outbox.hasten(parcel, desk.wall())


@pytest.mark.parametrize("forum", [False])
async def test_a_moved_group_gets_its_cards_anew_and_no_reply_goes_astray(town: Town) -> None:
    """A supergroup counts its messages from 1: what the old group called 5 is another message there."""
    await town.registers(town.anna)
    old = town.sandbox.staff_chat_id
    before = [m["message_id"] for m in town.boris.messages()]
    await town.anna.stage.do("migrate", {})
    await town.settled()
    new = town.sandbox.staff_chat_id
    assert new != old
    anew = await town.boris.sees("BAR-000001", "ООО «Ромашка»")
    found = [await town.app.clerk.read(_delivered_at, new, str(remote)) for remote in before]
    assert [one for one, remote in zip(found, before, strict=True) if remote > anew["message_id"] + 1] == [
        None for remote in before if remote > anew["message_id"] + 1
    ]
    await town.boris.presses("Взять", on=anew)
    await town.anna.sees("Взяли в работу")


def _delivered_at(desk: Any, chat: int, remote: str) -> str | None:
    found = desk.deliveries.find("telegram", str(chat), remote)
    return found.ticket if found else None
