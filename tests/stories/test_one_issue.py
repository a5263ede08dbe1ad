"""One problem per request: several are shown and told apart at the intake, and what comes up later gets a request of its own."""

from __future__ import annotations

import pytest

from bot.sandbox.person import Json, Person
from bot.wiring import build
from domain.journal import first_broken
from domain.ports import Desk
from tests.stories.conftest import Town
from tests.stories.moves import asks, begins, hears_of, registers
from tests.stories.pictures import picture
from tests.stories.test_intruders import forge, set_aside

PRINTER = "Не печатает принтер на втором этаже."
STORE = "не открывается склад в программе"
SEVERAL = f"{PRINTER} А ещё {STORE}."
THREE = (
    "1. Не проводится реализация, ошибка блокировки.\n2. Касса не печатает чеки.\n3. Как добавить нового пользователя?"
)
ANOTHER = "Подскажите ещё, как настроить обмен с банком?"


async def comes_to_the_parts(town: Town, description: str = SEVERAL, **changed: str) -> Json:
    """Anna answers everything up to the question of the parts."""
    await town.answers_all(town.anna, description=description, **changed)
    return await town.anna.sees_new("несколько проблем", "Одна заявка — одна проблема (п. 4.3)")


async def says_what_each_is(anna: Person, *impacts: str) -> None:
    """The kind and the impact, of one request after the other."""
    for n, impact in enumerate(impacts, start=1):
        await anna.sees_new(f"Заявка {n} из {len(impacts)}", "О чём заявка?")
        await anna.presses("Что-то не работает")
        await anna.sees_new(f"Заявка {n} из {len(impacts)}", "Насколько")
        await anna.presses(impact)
    await anna.sees_new("Скриншоты")


async def card_of(town: Town, number: str) -> str:
    """What staff read on a card now."""
    await town.settled()
    return str((await town.boris.sees(f"{number} · ", "Заявителю:"))["text"])


async def page_of(town: Town, number: str) -> str:
    """What Anna reads of a request under /my."""
    await town.anna.says("/my")
    await town.anna.sees_new("Ваши заявки")
    await town.anna.presses(number)
    return str((await town.anna.sees_new(number, "Вид заявки"))["text"])


async def record_of(town: Town, number: str) -> str:
    """The public record, as Anna reads it."""
    await page_of(town, number)
    await town.anna.presses("Переписка")
    return str((await town.anna.sees_new(f"{number} · Переписка"))["text"])


async def numbers(town: Town) -> list[str]:
    await town.settled()
    return await town.app.clerk.read(lambda desk: [ticket.number for ticket in desk.tickets.open_all()])


def _of_both(desk: Desk) -> list[tuple[str, str, bool]]:
    """Of each request: when it was received, what the description says, and whether its journal holds."""
    return [
        (t.received_at.isoformat(), t.answers["description"], first_broken(desk.journal.of(t.number)) is None)
        for t in desk.tickets.open_all()
    ]


# -- at the intake


async def test_two_problems_become_two_requests_that_know_each_other(town: Town) -> None:
    """barier 4.3: two numbers, letters and cards, of one instant; nothing typed is lost, and each names the other."""
    anna, boris = town.anna, town.boris
    await comes_to_the_parts(town)
    await anna.presses("Зарегистрировать отдельно (2)")
    await says_what_each_is(anna, "частично", "Ничего не работает")
    await anna.presses("Без файлов")
    await anna.sees_new("Получатся 2 заявки", f"1. «{PRINTER}»", f"2. «{STORE}»", "частично", "Ничего не работает")
    await anna.presses("Отправить заявки (2)")

    await anna.sees_new("BAR-000001 · Заявка зарегистрирована", "Приоритет 2", "п. 4.3 Регламента): BAR-000002")
    other = await anna.sees_new("BAR-000002 · Заявка зарегистрирована", "Приоритет 1", "п. 4.3 Регламента): BAR-000001")
    assert " код" not in str(other["text"]).lower()
    await town.mailbox.gets("BAR-000001. Заявка зарегистрирована", "BAR-000002", "Код", to="anna@romashka.example")
    await town.mailbox.gets("BAR-000002. Заявка зарегистрирована", "BAR-000001", to="anna@romashka.example")
    first, second = await card_of(town, "BAR-000001"), await card_of(town, "BAR-000002")
    assert f"\n{PRINTER}\nИз общего обращения:\n{SEVERAL}\n" in first
    assert f"\n{STORE}\nИз общего обращения:\n{SEVERAL}\n" in second
    assert "из того же обращения: BAR-000002" in first
    assert "из того же обращения: BAR-000001" in second
    await hears_of(boris, "BAR-000002")
    (one, words, holds), (two, other_words, other_holds) = await town.app.clerk.read(_of_both)
    assert (one, words, other_words, holds, other_holds) == (two, PRINTER, STORE, True, True)

    assert "из того же обращения: BAR-000002" in await page_of(town, "BAR-000001")
    said = await record_of(town, "BAR-000002")
    assert "Связь с другими заявками" in said
    assert "(п. 4.3 Регламента): BAR-000001" in said
    assert SEVERAL in said


async def test_what_is_unticked_stays_with_the_first(town: Town) -> None:
    """Each tap changes the card in place; with fewer than two ticks nothing can be told apart."""
    anna = town.anna
    shown = await comes_to_the_parts(town, THREE)
    before = len(anna.messages())
    await anna.presses("✅ 2.")
    await anna.sees_new("несколько проблем", "⬜ останется в первой")
    assert "Зарегистрировать отдельно (2)" in anna.captions()
    await anna.presses("✅ 3.")
    await anna.sees_new("отметьте хотя бы две")
    assert not [caption for caption in anna.captions() if "отдельно" in caption]
    await anna.presses("⬜ 3.")
    await town.settled()
    assert len(anna.messages()) == before
    await anna.presses("Зарегистрировать отдельно (2)", on=shown)
    await says_what_each_is(anna, "частично", "Нужна консультация")
    await anna.presses("Без файлов")
    await anna.sees_new("Проверьте")
    await anna.presses("Отправить заявки (2)")
    await anna.sees_new("BAR-000002", "зарегистрирована")
    assert await numbers(town) == ["BAR-000001", "BAR-000002"]
    assert [words for _at, words, _holds in await town.app.clerk.read(_of_both)] == [
        "Не проводится реализация, ошибка блокировки.\nКасса не печатает чеки.",
        "Как добавить нового пользователя?",
    ]


async def test_whoever_says_it_is_one_problem_is_believed_and_not_asked_twice(town: Town) -> None:
    """The card and the journal say so, with the clause; another text is another question."""
    anna = town.anna
    await comes_to_the_parts(town)
    await anna.presses("Это одна проблема")
    await anna.sees_new("О чём заявка?")
    await anna.presses("Что-то не работает")
    await anna.sees_new("Насколько")
    await anna.presses("частично")
    await anna.sees_new("Скриншоты")
    await anna.presses("Без файлов")
    for words, asked in ((f"{SEVERAL} И касса не печатает чеки.", True), (SEVERAL, False)):
        await anna.sees_new("Проверьте")
        await anna.presses("Исправить")
        await town.settled()
        await anna.presses("Описание")
        await anna.sees_new("6 из 7", "Сейчас:")
        await anna.says(words)
        if asked:
            await anna.sees_new("несколько проблем")
            await anna.presses("Исправить")
            await anna.sees_new("6 из 7", "Сейчас:", "И касса")
            await anna.says(SEVERAL)
    await anna.sees_new("Проверьте")
    await anna.presses("Отправить заявку")
    await anna.sees_new("BAR-000001", "зарегистрирована")
    assert "Заявитель говорит, что это одна проблема (п. 4.3 Регламента)" in await card_of(town, "BAR-000001")
    assert "Заявитель говорит, что это одна проблема (п. 4.3 Регламента)" in await record_of(town, "BAR-000001")
    assert await numbers(town) == ["BAR-000001"]


async def test_the_description_can_be_put_otherwise(town: Town) -> None:
    """«Исправить» shows the old words; what is told of one problem then goes on without a question."""
    anna = town.anna
    await comes_to_the_parts(town)
    await anna.presses("Исправить")
    await anna.sees_new("6 из 7 · Описание", "Сейчас:", SEVERAL)
    await anna.presses("Оставить как есть")
    await anna.sees_new("несколько проблем")
    await anna.says("ну это всё вместе")
    await anna.sees_new("слова здесь не записываются")
    await anna.sees_new("несколько проблем")
    await anna.presses("Исправить")
    await anna.sees_new("6 из 7")
    await anna.says(PRINTER)
    asked = await anna.sees_new("О чём заявка?")
    assert "Заявка 1" not in asked["text"]


async def test_files_go_where_their_sender_says(town: Town) -> None:
    """One to the first, one to the second, one to both; a file sent from the summary is asked about too."""
    anna, boris = town.anna, town.boris
    await comes_to_the_parts(town)
    await anna.presses("Зарегистрировать отдельно (2)")
    await says_what_each_is(anna, "частично", "частично")
    for name, colour in (("printer.png", "red"), ("store.png", "blue"), ("both.png", "gold")):
        await anna.attaches((name, picture(colour=colour)), as_="document")
        await anna.sees_new("Скриншоты", name)
    await anna.presses("Готово")
    await anna.sees_new("К какой заявке относятся файлы?", f"1. «{PRINTER}»", f"2. «{STORE}»")
    await anna.presses("store.png → 1")
    await town.settled()
    await anna.presses("both.png → 1")
    await town.settled()
    await anna.presses("both.png → 2")
    await town.settled()
    assert {"printer.png → 1", "store.png → 2", "both.png → ко всем"} <= set(anna.captions())
    await anna.presses("Готово")
    summary = str((await anna.sees_new("Проверьте"))["text"])
    assert "Файлы: printer.png, both.png\n2." in summary
    assert "Файлы: store.png, both.png\n" in summary

    await anna.attaches(("late.png", picture(colour="gray")), as_="document")
    await anna.sees_new("К какой заявке относятся файлы?")
    assert {"store.png → 2", "late.png → 1"} <= set(anna.captions())
    await anna.presses("late.png → 1")
    await town.settled()
    await anna.presses("Готово")
    await anna.sees_new("Проверьте", "late.png")
    await anna.presses("Отправить заявки (2)")
    await anna.sees_new("BAR-000002", "зарегистрирована")
    assert "Вложения: 2" in await card_of(town, "BAR-000001")
    assert "Вложения: 3" in await card_of(town, "BAR-000002")
    shown = [m["document"]["file_name"] for m in boris.messages() if "document" in m]
    assert sorted(shown) == ["both.png", "both.png", "late.png", "printer.png", "store.png"]


async def test_a_double_tap_registers_once_and_a_restart_loses_nothing(town: Town) -> None:
    """The draft is a row: ticks, kinds and all survive; two taps on «Отправить» make two requests, not four."""
    anna = town.anna
    await comes_to_the_parts(town, THREE)
    await anna.presses("✅ 3.")
    await town.settled()
    await town.app.stop()
    async with build(town.settings, limits=False) as town.app:
        assert "⬜ 3. Как добавить нового пользователя?" in anna.captions()
        await anna.presses("Зарегистрировать отдельно (2)")
        await says_what_each_is(anna, "частично", "частично")
        await town.settled()
        await town.app.stop()
        async with build(town.settings, limits=False) as town.app:
            await anna.presses("Без файлов")
            summary = await anna.sees_new("Получатся 2 заявки")
            data = summary["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
            await anna.presses("Отправить заявки (2)")
            await anna.sees("BAR-000002", "зарегистрирована")
            await forge(town, anna, anna.chat, summary["message_id"], data)
            assert await numbers(town) == ["BAR-000001", "BAR-000002"]


async def test_forged_and_stale_buttons_tell_nothing_apart(town: Town) -> None:
    """A tick of another text, a part that is not there, somebody else's intake."""
    anna = town.anna
    shown = await comes_to_the_parts(town)
    press = str(shown["reply_markup"]["inline_keyboard"][2][0]["callback_data"])
    assert ":apart:" in press
    tick = press.replace(":apart:", ":tick:")
    for data in (f"{tick}.7", f"{tick}.-1", f"{tick}.¹", tick, press[:-1] + "x", press.replace(":apart:", ":sorted:")):
        assert await forge(town, anna, anna.chat, shown["message_id"], data)
    john = Person(anna.stage, "John")
    await john.says("/start")
    hello = await john.sees_new("personal data")
    assert await forge(town, john, john.chat, hello["message_id"], press)
    assert await set_aside(town) == 0
    await anna.presses("Исправить")
    await anna.sees_new("6 из 7")
    await anna.says(f"{SEVERAL} И касса не печатает чеки.")
    await anna.sees_new("несколько проблем")
    assert await forge(town, anna, anna.chat, shown["message_id"], press)
    assert "Зарегистрировать отдельно (3)" in anna.captions()


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_where_only_people_are_cut_no_clause_is_cited(city: Town) -> None:
    """gravity 2.4 is about one user: telling problems apart is offered all the same, and cites nothing."""
    anna = city.anna
    await begins(city)
    await anna.sees_new("http")
    await anna.presses("Не нашлось, дальше")
    await anna.sees_new("1 из 5")
    await anna.says(SEVERAL)
    await anna.sees_new("2 из 5")
    await anna.says("Всегда")
    shown = await anna.sees_new("несколько проблем", "свой номер")
    assert "(п. " not in str(shown["text"])
    await anna.presses("Зарегистрировать отдельно (2)")
    await anna.sees_new("3 из 5")


@pytest.mark.parametrize("city", ["e-doc"], indirect=True)
async def test_where_the_regulation_wants_no_cut_nobody_is_asked(city: Town) -> None:
    """e-doc has no such rule."""
    assert await registers(city, "e-doc", description=SEVERAL) == "EDOC-000001"
    city.anna.does_not_see("несколько проблем")


# -- in a ticket


async def test_what_comes_up_in_a_ticket_is_registered_by_itself(town: Town) -> None:
    """The words stay where they were said; the new request has them too, and both sides and staff know."""
    anna, boris = town.anna, town.boris
    number = await town.registers(anna)
    said = await anna.sees(number, "зарегистрирована")
    await anna.says(ANOTHER, reply_to=said)
    await anna.sees_new(f"Добавлено к {number}")
    offer = await anna.sees_new("Похоже, это отдельная проблема (п. 4.3)", "обмен с банком")
    await boris.sees(f"{number} · Заявитель пишет", ANOTHER)
    press = str(offer["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
    await anna.presses("Зарегистрировать отдельно")
    await anna.sees_new("Ваши данные")
    await forge(town, anna, anna.chat, offer["message_id"], press)
    await anna.presses("Всё верно")
    await anna.sees_new("2 из 2")
    await anna.says("Шагов нет, это вопрос")
    await anna.sees_new("О чём заявка?")
    await anna.presses("Нужна информация")
    await anna.sees_new("Насколько")
    await anna.presses("Нужна консультация")
    await anna.sees_new("Скриншоты")
    await anna.presses("Без файлов")
    await anna.sees_new("Проверьте", ANOTHER)
    await anna.presses("Отправить заявку")
    await anna.sees_new("BAR-000002", "зарегистрирована", "Выделена из BAR-000001")
    assert await numbers(town) == ["BAR-000001", "BAR-000002"]
    await boris.sees("BAR-000001 · Другая проблема отсюда зарегистрирована отдельно (п. 4.3 Регламента): BAR-000002")
    assert "зарегистрирована отдельно: BAR-000002" in await card_of(town, "BAR-000001")
    new = await card_of(town, "BAR-000002")
    assert "Выделена из BAR-000001" in new
    assert new.count(ANOTHER) == 1
    record = await record_of(town, "BAR-000001")
    assert ANOTHER in record
    assert "(п. 4.3 Регламента): BAR-000002" in record
    assert await forge(town, anna, anna.chat, offer["message_id"], press)
    anna.does_not_see("Описание", f"{ANOTHER}\n{ANOTHER}")


async def test_whoever_says_it_is_the_same_problem_is_believed(town: Town) -> None:
    """«Нет, это про BAR-000001»: the journal says so; nothing else happens, and the button works once."""
    anna = town.anna
    number = await town.registers(anna)
    await anna.says(ANOTHER, reply_to=await anna.sees(number, "зарегистрирована"))
    offer = await anna.sees_new("отдельная проблема")
    toast = await anna.presses(f"Нет, это про {number}")
    assert toast["text"] == f"Хорошо, это про {number}."
    assert "одна проблема (п. 4.3 Регламента)" in await card_of(town, number)
    assert "одна проблема (п. 4.3 Регламента)" in await record_of(town, number)
    again = str(offer["reply_markup"]["inline_keyboard"][1][0]["callback_data"])
    assert await forge(town, anna, anna.chat, offer["message_id"], again)
    assert await set_aside(town) == 0
    assert await numbers(town) == [number]


@pytest.mark.parametrize(
    "words",
    [
        "ещё скриншот",
        "Перезагрузили, не помогло",
        "У коллеги то же самое",
        "Добрый день! Есть новости по заявке?",
        "И ещё: это происходит у всех пользователей филиала",
        "Спасибо, посмотрю",
    ],
)
async def test_more_of_the_same_is_just_added(town: Town, words: str) -> None:
    number = await town.registers(town.anna)
    await town.anna.says(words, reply_to=await town.anna.sees(number, "зарегистрирована"))
    await town.anna.sees_new(f"Добавлено к {number}")
    await town.settled()
    town.anna.does_not_see("отдельная проблема")


async def test_an_answer_to_our_question_is_an_answer(town: Town) -> None:
    """Whoever was asked is not interrupted, unless it is plain."""
    number = await town.registers(town.anna)
    await town.boris.presses("Взять")
    await town.anna.sees_new(number, "Взяли в работу")
    await asks(town, "Кабель подключён? Какая модель?")
    await town.anna.says("Кабель подключён, модель HP 1020, и ещё у соседей не печатает")
    await town.anna.sees_new(f"Добавлено к {number}")
    await town.settled()
    town.anna.does_not_see("отдельная проблема")


async def test_nobody_parts_a_strangers_words(town: Town) -> None:
    """A forged button on somebody else's entry opens nothing."""
    number = await town.registers(town.anna)
    await town.anna.says(ANOTHER, reply_to=await town.anna.sees(number, "зарегистрирована"))
    offer = await town.anna.sees_new("отдельная проблема")
    separate, same = (row[0]["callback_data"] for row in offer["reply_markup"]["inline_keyboard"])
    john = Person(town.anna.stage, "John")
    await john.says("/my")
    seen = await john.sees_new("no requests")
    for data in (separate, same, f"t:{number}:separate:x", f"t:{number}:same:1"):
        assert await forge(town, john, john.chat, seen["message_id"], data)
    assert await forge(town, town.anna, town.anna.chat, offer["message_id"], f"t:{number}:separate:1")
    john.does_not_see("обмен с банком")
    assert await set_aside(town) == 0
