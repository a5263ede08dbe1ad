"""Question and answer, dispute, timers and the clock that can be moved."""

from __future__ import annotations

from datetime import timedelta

from domain.journal import first_broken
from tests.stories.conftest import Town

MORNING = "2026-11-23T09:30:00+03:00"
"""Monday; half an hour of the day is spent, so that a slow intake moves no deadline over the closing hour."""


async def taken(town: Town) -> str:
    """A ticket registered on Monday morning and taken by Борис."""
    await town.set_clock(MORNING)
    number = await town.registers(town.anna)
    await town.boris.presses("Взять")
    await town.settled()
    return number


async def completed(town: Town, words: str = "Готово, проверьте") -> str:
    """The same, with the final answer given."""
    number = await taken(town)
    await complete(town, words)
    return number


async def complete(town: Town, words: str) -> None:
    await town.boris.presses("Завершить")
    ask = await town.boris.sees_new("итоговым ответом")
    await town.boris.says(words, reply_to=ask)
    await town.anna.sees("Заявка завершена", words)
    await town.settled()


async def card(town: Town) -> str:
    """What staff read on the card now."""
    await town.settled()
    return str((await town.boris.sees("BAR-000001", "ООО «Ромашка»"))["text"])


async def test_waiting_for_the_requester_does_not_eat_the_deadline(town: Town) -> None:
    """Hours spent waiting for the requester are not ours."""
    await taken(town)
    assert "Решить до 23 ноября, 17:30" in await card(town)

    await town.boris.presses("Спросить")
    ask = await town.boris.sees_new("вопросом по BAR-000001")
    await town.boris.says("Серийный номер?", reply_to=ask)
    await town.anna.sees("У нас вопрос", "Серийный номер?")
    assert "часы стоят" in await card(town)
    await town.forward(hours=3)
    await town.anna.says("SN 4411")
    await town.boris.sees("Заявитель отвечает", "SN 4411")

    assert "Решить до 24 ноября, 11:30" in await card(town)


async def test_a_reply_to_the_card_is_the_answer_and_nothing_else_is(town: Town) -> None:
    """What colleagues say to each other never reaches the requester."""
    await taken(town)
    shown = await town.boris.sees("BAR-000001", "ООО «Ромашка»")

    await town.olga.says("Это опять их принтер?")
    said = await town.boris.says("Да, третий раз")
    await town.olga.says("Заменим?", reply_to=said)
    await town.boris.says("// не забыть про гарантию", reply_to=shown)
    await town.boris.sees_new("Заметка к BAR-000001")
    await town.boris.says("Выезжаем к вам", reply_to=shown)
    await town.anna.sees("Отвечает Борис Иванов", "Выезжаем к вам")
    await town.settled()

    for words in ("опять", "третий раз", "Заменим", "гарантию"):
        town.anna.does_not_see(words)


async def test_a_dispute_needs_an_argument_and_brings_the_work_back(town: Town) -> None:
    """Не решено -> why -> back in work, and staff read the reason (п. 4.8)."""
    await completed(town)

    await town.anna.presses("Не решено")
    await town.anna.sees_new("Что именно не решено")
    await town.anna.says("....")
    await town.anna.sees_new("словами")
    await town.anna.says("Печатает только первую страницу")
    await town.anna.sees_new("Снова в работе", "п. 4.8")
    await town.boris.sees("Заявитель: не решено", "Печатает только первую страницу")
    assert "В работе" in await card(town)

    await complete(town, "Теперь точно готово")
    await town.anna.presses("Подтверждаю")
    await town.anna.sees_new("Заявка закрыта", "Вы подтвердили решение")


async def test_silence_closes_the_ticket_after_a_reminder(town: Town) -> None:
    """24 hours without an answer close it, by clause 4.9, at the very second, with a reminder before."""
    number = await completed(town)

    await town.forward(hours=9)
    await town.anna.sees("Всё решилось?", "п. 4.9")
    await town.forward(hours=17)
    told = await town.anna.sees("Заявка закрыта", "по п. 4.9 Регламента")

    def closing(desk):  # type: ignore[no-untyped-def]
        ticket = desk.tickets.get(number)
        return ticket.closed_at, desk.journal.of(number)

    closed_at, entries = await town.app.clerk.read(closing)
    accepted = next(e.at for e in entries if e.kind == "delivered" and e.facts["code"] == "completed")
    assert closed_at == accepted.replace(microsecond=0) + timedelta(hours=24)
    assert first_broken(entries) is None
    assert [e.facts.get("clause") for e in entries if e.kind == "closed"] == ["4.9"]
    await town.mailbox.gets("BAR-000001. Заявка закрыта", "4.9")
    assert "Как мы справились?" in told["text"]


async def test_thanks_is_no_verdict_and_stops_the_silence(town: Town) -> None:
    """«Спасибо, проверю» neither confirms nor disputes: the count stands until staff decide."""
    await completed(town)
    answer = await town.anna.sees("Заявка завершена")

    await town.anna.says("Спасибо, завтра проверю", reply_to=answer)
    await town.boris.sees("Спасибо, завтра проверю", "Отсчёт остановлен")
    await town.forward(hours=30)
    town.anna.does_not_see("Заявка закрыта")
    assert "Отсчёт тишины остановлен" in await card(town)

    await town.boris.presses("Продолжить отсчёт")
    await town.settled()
    await town.forward(hours=25)
    await town.anna.sees("Заявка закрыта", "п. 4.9")


async def test_warnings_and_breaches_ring_once_even_after_an_outage(town: Town) -> None:
    """At 75 % the assignee is asked for cause and date, at the breach the lead is told; each once (п. 6.3)."""
    await taken(town)

    await town.forward(hours=6, minutes=5)
    await town.boris.sees("Прошло три четверти времени", "п. 6.3")
    await town.boris.presses("Причина и новый срок")
    ask = await town.boris.sees_new("причина и новый срок")
    await town.boris.says("Ждём деталь", reply_to=ask)
    await town.boris.sees_new("будущей датой")
    await town.boris.says("Ждём деталь со склада. 25.11 15:00", reply_to=ask)
    await town.anna.sees("Нужно больше времени", "Ждём деталь со склада", "25 ноября, 15:00")
    assert "Обещано к 25 ноября, 15:00" in await card(town)

    await town.forward(hours=48)
    await town.boris.sees("Решение просрочено", "@boris_ivanov")
    await town.forward(hours=48)
    for words in ("Прошло три четверти времени, решить", "Решение просрочено"):
        assert sum(words in str(m.get("text")) for m in town.boris.messages()) == 1


async def test_an_unanswered_question_is_asked_again_but_never_closes(town: Town) -> None:
    """While we wait the requester is reminded, by clause 4.6; silence does not close the ticket."""
    await taken(town)
    await town.boris.presses("Спросить")
    ask = await town.boris.sees_new("вопросом по BAR-000001")
    await town.boris.says("Какая версия?", reply_to=ask)
    await town.anna.sees("У нас вопрос")
    await town.settled()

    await town.forward(hours=30)
    await town.anna.sees("Ждём вашего ответа", "Какая версия?", "п. 4.6")
    await town.forward(hours=24 * 20)
    town.anna.does_not_see("Заявка закрыта")


async def test_a_double_tap_makes_one_ticket(town: Town) -> None:
    """Two quick presses on «Отправить» register once; the second hears that the button is out of date."""
    await town.answers_all(town.anna)
    await town.anna.sees_new("О чём заявка?")
    await town.anna.presses("Нужна информация")
    await town.anna.sees_new("Насколько")
    await town.anna.presses("Нужна консультация")
    await town.anna.sees_new("Скриншоты")
    await town.anna.presses("Без файлов")
    summary = await town.anna.sees_new("Проверьте")
    button = summary["reply_markup"]["inline_keyboard"][0][0]["callback_data"]

    for _ in range(2):
        await town.anna.stage.do(
            "press",
            {
                "person": town.anna.id,
                "chat": town.anna.chat,
                "message_id": summary["message_id"],
                "data": button,
                "forged": True,
            },
        )
    await town.settled()

    assert sum("Заявка зарегистрирована" in str(m.get("text")) for m in town.anna.messages()) == 1
    assert len([one for one in town.mailbox.letters() if "Заявка зарегистрирована" in one["text"]]) == 1


async def test_words_without_a_ticket_are_not_registered_but_not_lost(town: Town) -> None:
    """Outside an intake a text is no official request (п. 7.5); one button makes it the description of one."""
    await town.anna.says("Не открывается отчёт за октябрь, пишет «нет доступа»")
    await town.anna.sees("Пока не зарегистрировано", "п. 7.5")
    await town.anna.presses("Оформить заявку")
    await town.anna.sees_new("персональных данных")
    await town.anna.presses("Даю согласие")
    for label, words in (
        ("Организация", "ООО «Ромашка»"),
        ("ФИО", "Соколова Анна"),
        ("Должность", "Бухгалтер"),
        ("Телефон", "+7 916 123-45-67"),
        ("Почта", "anna@romashka.example"),
    ):
        await town.anna.sees_new(label)
        await town.anna.says(words)

    await town.anna.sees_new("Как повторить")
    await town.anna.presses("Это вопрос, шагов нет")
    await town.anna.sees_new("О чём заявка?")


async def test_wrong_answers_are_refused_with_what_to_write_instead(town: Town) -> None:
    """A phone that is none, an address that is none: the question stays, and says how it should look."""
    await town.anna.says("/start")
    await town.anna.sees_new("персональных данных")
    await town.anna.presses("Даю согласие")
    for label, words in (("Организация", "ООО «Ромашка»"), ("ФИО", "Соколова Анна"), ("Должность", "Бухгалтер")):
        await town.anna.sees_new(label)
        await town.anna.says(words)

    await town.anna.sees_new("4 из 7")
    await town.anna.says("позвоните мне")
    await town.anna.sees_new("+7 473 202-24-64", "п. 4.2")
    await town.anna.presses("Отправить мой номер")
    await town.anna.sees_new("5 из 7", "Почта")
    await town.anna.says("anna at romashka")
    await town.anna.sees_new("ivanov@company.ru")
    await town.anna.presses("« Назад")
    await town.anna.sees_new("4 из 7", "Сейчас:", "+79161234567")
    await town.anna.presses("Оставить как есть")
    await town.anna.sees_new("5 из 7")
    await town.anna.says("x" * 300 + "@y.ru")
    await town.anna.sees_new("на", "знак")


async def test_each_answer_can_be_corrected_before_sending(town: Town) -> None:
    """The summary shows everything, and one tap brings a question back; the rest stays."""
    await town.answers_all(town.anna)
    await town.anna.sees_new("О чём заявка?")
    await town.anna.presses("Изменить настройки")
    await town.anna.sees_new("Скриншоты")
    await town.anna.presses("Без файлов")
    await town.anna.sees_new("Проверьте", "Главный бухгалтер")

    await town.anna.presses("Исправить")
    await town.settled()
    await town.anna.presses("Должность")
    await town.anna.sees_new("3 из 7", "Сейчас:", "Главный бухгалтер")
    await town.anna.says("Финансовый директор")
    await town.anna.sees_new("Проверьте", "Финансовый директор", "Соколова Анна Сергеевна")
    await town.anna.presses("Отправить заявку")
    await town.anna.sees_new("Заявка зарегистрирована", "Приоритет 3")


async def test_nobody_acts_on_what_is_not_theirs(town: Town) -> None:
    """A forged press, a stranger in the group, another requester: refused to them alone, and nothing changes."""
    number = await completed(town)
    john = type(town.anna)(town.anna.stage, "John")
    await john.says("/start")
    await john.sees("Hello")
    mine = await town.anna.sees("Заявка завершена")
    confirm = mine["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    hello = (await john.sees("Hello"))["message_id"]
    assert confirm == f"t:{number}:confirm:"

    forged = {"person": john.id, "chat": john.chat, "message_id": hello, "data": confirm}
    answer = await _forge(town, forged)
    assert "no such request" in answer

    staff_move = {"person": john.id, "chat": john.chat, "message_id": hello, "data": f"t:{number}:take:"}
    assert "out of date" in await _forge(town, staff_move)
    await town.settled()
    assert "Завершена" in await card(town)


async def _forge(town: Town, press: dict[str, object]) -> str:
    """Press a button that the message does not have, as a hostile client can."""
    given = await town.anna.stage.do("press", press | {"forged": True})
    return str(given.get("text") or "")


async def test_someone_who_left_the_group_can_do_nothing_any_more(town: Town) -> None:
    """Departed staff lose their rights at once, though the bot does not administer the group."""
    await taken(town)
    shown = await town.boris.sees("BAR-000001", "ООО «Ромашка»")
    await town.olga.says("// проверю завтра", reply_to=shown)
    await town.olga.sees_new("Заметка к BAR-000001")
    await town.anna.stage.do("staff", {"remove": town.olga.id})
    await town.settled()

    def still_active(desk):  # type: ignore[no-untyped-def]
        person = desk.people.by_address("telegram", str(town.olga.id))
        return desk.people.staff_member(desk.staff.chat, person.id).active

    assert not await town.app.clerk.read(still_active)


async def test_the_slower_of_two_hears_who_was_first(town: Town) -> None:
    """Two take the same ticket: one holds it, the other is told by whom."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    shown = await town.boris.sees("BAR-000001", "ООО «Ромашка»")
    button = shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]

    await town.boris.presses("Взять", on=shown)
    late = await town.anna.stage.do(
        "press",
        {
            "person": town.olga.id,
            "chat": town.olga.chat,
            "message_id": shown["message_id"],
            "data": button,
            "forged": True,
        },
    )
    assert "Борис Иванов" in late["text"]
    assert "Ответственный: Борис Иванов" in await card(town)


async def test_the_dates_on_the_first_message_are_those_of_the_regulation(town: Town) -> None:
    """Registered on Friday evening: work begins on Monday, and the deadline counts from there."""
    await town.set_clock("2026-11-27T20:00:00+03:00")
    await town.registers(town.anna, impact="Ничего не работает")

    told = await town.anna.sees("Заявка зарегистрирована")
    assert "начнём 30 ноября, 09:00 (Москва)" in told["text"]
    assert "до 30 ноября, 12:00" in told["text"]
    assert "Срок: 30 ноября, 13:00 (Москва) — предварительно" in told["text"]


async def test_the_first_priority_calls_everybody_until_somebody_takes_it(town: Town) -> None:
    """P1 stands first in the queue, calls staff by name, and calls again every working hour (п. 6.3)."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    await town.registers(town.anna, first=False, impact="Ничего не работает", organization="ООО «Лютик»")

    ping = await town.boris.sees("Новая заявка BAR-000002")
    assert "Место в очереди: 1 из 2" in ping["text"]
    assert "@boris_ivanov" in ping["text"]
    await town.settled()
    await town.forward(hours=1, minutes=1)
    await town.boris.sees("BAR-000002 всё ещё никто не взял")
    await town.boris.presses("Взять", on=await town.boris.sees("BAR-000002", "ООО «Лютик»"))
    await town.settled()
    await town.forward(hours=2)
    assert sum("всё ещё никто не взял" in str(m.get("text")) for m in town.boris.messages()) == 1


async def test_work_is_put_off_for_a_reason_of_the_regulation_and_goes_on(town: Town) -> None:
    """The requester hears the reason, its clause and the promised date; the clock stands until the work goes on (п. 7.9)."""
    await taken(town)
    await town.boris.presses("Отложить")
    await town.boris.presses("7.9-1")
    ask = await town.boris.sees_new("почему BAR-000001 откладывается")
    await town.boris.says("Ждём доступ к стенду. 25.11 15:00", reply_to=ask)
    await town.anna.sees("Работа отложена", "п. 7.9-1", "Ждём доступ к стенду", "25 ноября, 15:00", "часы стоят")
    assert "отложено, часы стоят" in await card(town)

    await town.forward(hours=3)
    await town.boris.presses("Возобновить")
    await town.anna.sees("Продолжаем работу", "24 ноября, 11:30")
    assert "Решить до 24 ноября, 11:30" in await card(town)


async def test_a_refusal_names_its_reason_and_clause(town: Town) -> None:
    """Refused need not be taken; the requester hears why, by which clause, and may still rate it."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    await town.boris.presses("Отказать")
    await town.boris.presses("7.9-6")
    ask = await town.boris.sees_new("почему по BAR-000001 отказ")
    await town.boris.says("Ремонт мебели мы не делаем", reply_to=ask)
    await town.anna.sees("закрыта без решения", "п. 7.9-6", "Ремонт мебели мы не делаем")
    await town.mailbox.gets("BAR-000001. Заявка закрыта без решения")
    shown = await card(town)
    assert "Закрыта" in shown
    assert "Пока никто не взял" in shown
