"""Double taps: an impatient finger presses each button twice before anything is answered, and each has one effect."""

from __future__ import annotations

import asyncio
from collections import Counter

from bot.sandbox.person import Person, said
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from domain.draft import Draft
from domain.people import Place
from domain.ports import Desk
from tests.stories.bookshelf import counted
from tests.stories.conftest import CARD, Town, on_monday
from tests.stories.moves import begins, hears_of, registers
from tests.stories.seen import announced, count, letters, twice
from tests.stories.test_confidence import proves
from tests.stories.test_dialogue import completed, taken
from tests.stories.test_intruders import set_aside
from tests.stories.test_one_issue import ANOTHER, comes_to_the_parts, says_what_each_is
from tests.stories.test_quality import QUALITY, WORDS


async def taps_twice(town: Town, who: Person, caption: str) -> None:
    """Both presses are with the desk before it answers either; both are answered, and neither is set aside."""
    answers = await asyncio.gather(who.presses(caption), who.presses(caption))
    assert all(answer["answered"] for answer in answers)
    assert await set_aside(town) == 0


async def kinds(town: Town, number: str) -> Counter[str]:
    """How often something of each kind stands in a ticket's journal."""

    def look(desk: Desk) -> Counter[str]:
        return Counter(str(entry.kind) for entry in desk.journal.of(number))

    await town.settled()
    return await town.app.clerk.read(look)


async def drafts(town: Town) -> list[Draft]:
    """What Anna has begun."""

    def look(desk: Desk) -> list[Draft]:
        person = desk.people.by_address("telegram", str(town.anna.id))
        assert person is not None
        return desk.drafts.at(Place("telegram", str(town.anna.id)), person.id)

    await town.settled()
    return await town.app.clerk.read(look)


async def open_numbers(town: Town) -> list[str]:
    await town.settled()
    return await town.app.clerk.read(lambda desk: [ticket.number for ticket in desk.tickets.open_all()])


async def test_registering_gives_one_number(town: Town) -> None:
    """One number to Anna, one call and one card to staff, one letter."""
    await town.answers_all(town.anna)
    for caption in ("Что-то не работает", "частично", "Без файлов"):
        await town.settled()
        await taps_twice(town, town.anna, caption)
    await town.anna.sees("Проверьте")
    await taps_twice(town, town.anna, "Отправить заявку")
    assert await open_numbers(town) == ["BAR-000001"]
    assert count(town.anna, "Заявка зарегистрирована") == 1
    await hears_of(town.boris, "BAR-000001")
    assert len(announced(town.boris, "BAR-000001")) == 1
    assert count(town.boris, "BAR-000001 · ", "ООО «Ромашка»") == 1
    assert letters(town, "Заявка зарегистрирована") == 1
    assert (await kinds(town, "BAR-000001"))["registered"] == 1


async def test_several_problems_become_as_many_requests(town: Town) -> None:
    """«Зарегистрировать отдельно (2)» twice, then «Отправить заявки (2)» twice: two requests, in the order they were told."""
    anna = town.anna
    await comes_to_the_parts(town)
    await taps_twice(town, anna, "Зарегистрировать отдельно (2)")
    await anna.sees("Заявка 1 из 2", "О чём заявка?")
    assert count(anna, "Заявка 1 из 2", "О чём заявка?") == 1
    await says_what_each_is(anna, "частично", "частично")
    await anna.presses("Без файлов")
    await anna.sees_new("Получатся 2 заявки")
    await taps_twice(town, anna, "Отправить заявки (2)")
    assert await open_numbers(town) == ["BAR-000001", "BAR-000002"]
    for number in ("BAR-000001", "BAR-000002"):
        assert count(anna, f"{number} · Заявка зарегистрирована") == 1
        await hears_of(town.boris, number)
        assert len(announced(town.boris, number)) == 1
        assert letters(town, f"{number}. Заявка зарегистрирована") == 1
        assert (await kinds(town, number))["registered"] == 1


async def test_another_problem_begins_one_intake(town: Town) -> None:
    """«Зарегистрировать отдельно» under what came up in a ticket: its words stand in the new request once."""
    number = await town.registers(town.anna)
    await town.anna.says(ANOTHER, reply_to=await town.anna.sees(number, "зарегистрирована"))
    await town.anna.sees_new("отдельная проблема")
    await taps_twice(town, town.anna, "Зарегистрировать отдельно")
    assert count(town.anna, CARD) == 1
    [draft] = await drafts(town)
    assert str(draft.answers).count(ANOTHER) <= 1 + str(draft.answers.get("_said", "")).count(ANOTHER)
    await town.anna.presses("Всё верно")
    shown = await town.anna.sees_new("2 из 2")
    assert str(shown["text"]).count(ANOTHER) <= 1


async def test_loose_words_begin_one_intake(town: Town) -> None:
    """«Оформить заявку»: one draft that has the words once."""
    await town.anna.says("Не открывается отчёт за октябрь")
    await town.anna.sees_new("Пока не зарегистрировано")
    await taps_twice(town, town.anna, "Оформить заявку")
    assert len(await drafts(town)) == 1
    assert count(town.anna, "персональных данных") == 1


async def test_loose_words_are_added_once(town: Town) -> None:
    """«Добавить к …»: staff, the mailbox and the journal have them once."""
    number = await town.registers(town.anna)
    await proves(town)
    await town.anna.says("И ещё скрипит")
    await town.anna.sees_new("К чему это отнести?")
    await taps_twice(town, town.anna, f"Добавить к {number}")
    assert count(town.boris, "Заявитель пишет", "И ещё скрипит") == 1
    assert letters(town, "И ещё скрипит") == 1
    assert (await kinds(town, number))["message"] == 1
    assert await drafts(town) == []


async def test_a_verdict_a_rating_and_a_comment_count_once(town: Town) -> None:
    """«Подтверждаю», then the stars: one closing, one rating, one message and one letter of each."""
    await completed(town)
    await taps_twice(town, town.anna, "Подтверждаю")
    assert count(town.anna, "Заявка закрыта") == 1
    assert letters(town, "Заявка закрыта") == 1
    await taps_twice(town, town.anna, "4 ★")
    assert count(town.boris, "Оценка ★★★★☆") == 1
    await town.anna.says("Долго, но вежливо")
    await town.boris.sees("Оценка ★★★★☆", "Долго, но вежливо")
    there = await kinds(town, "BAR-000001")
    assert (there["closed"], there["rated"]) == (1, 2)
    assert twice(town.boris) == []


async def test_a_dispute_asks_for_its_argument_once(town: Town) -> None:
    """«Не решено» twice: one question, and one way back to work."""
    await completed(town)
    await taps_twice(town, town.anna, "Не решено")
    assert count(town.anna, "Что именно не решено") == 1
    await town.anna.says("Печатает только первую страницу")
    await town.boris.sees("Заявитель: не решено", "Печатает только первую страницу")
    assert (await kinds(town, "BAR-000001"))["disputed"] == 1
    assert count(town.anna, "Снова в работе") == 1
    assert twice(town.boris) == []


async def test_a_withdrawal_closes_once(town: Town) -> None:
    """«Отозвать», «Да, отозвать»: one closing, told once to each."""
    await taken(town)
    await town.anna.says("/my 1")
    await town.anna.sees_new("BAR-000001 · В работе")
    await taps_twice(town, town.anna, "Отозвать")
    await taps_twice(town, town.anna, "Да, отозвать")
    assert count(town.anna, "Вы отозвали заявку") == 1
    assert count(town.boris, "Заявитель отозвал заявку") == 1
    assert letters(town, "Вы отозвали заявку") == 1
    assert (await kinds(town, "BAR-000001"))["closed"] == 1


async def test_an_article_helps_once(library: Town) -> None:
    """«Помогло» is counted once, and ends the draft once."""
    await begins(library)
    for n, words in enumerate(("ООО «Ромашка»", "Соколова Анна", "Бухгалтер", "+7 916 123-45-67"), start=1):
        await library.anna.sees_new(f"{n} из 7")
        await library.anna.says(words)
    await library.anna.sees_new("5 из 7")
    await library.anna.says("anna@romashka.example")
    await library.anna.sees_new("6 из 7")
    await library.anna.says("Не печатает принтер на втором этаже")
    await library.anna.sees_new("Похоже, ответ уже есть")
    await taps_twice(library, library.anna, "Не печатает принтер")
    await taps_twice(library, library.anna, "Помогло")
    await library.anna.sees("Рады")
    assert await counted(library) == (1, 1)
    await taps_twice(library, library.anna, "Всё-таки зарегистрировать")
    await library.anna.sees("7 из 7")
    assert len(await drafts(library)) == 1


async def test_a_complaint_is_sent_once(sandbox: Sandbox, settings: Settings) -> None:
    """«Пожаловаться» asks once; «Ускорить», «Отправить без слов» sends one letter; neither calls the leads twice."""
    known = settings.model_copy(update={"regulation": "gravity", "quality_email": QUALITY})
    async with on_monday(sandbox, known) as town:
        await complains(town)


async def complains(town: Town) -> None:
    anna = town.anna
    number = await registers(town, "gravity")
    await town.boris.says("Проверяем", reply_to=await town.boris.sees(number))
    await anna.sees(number, "Проверяем")
    await town.settled()
    await taps_twice(town, anna, "Пожаловаться")
    assert count(anna, "Что не так с") == 1
    await anna.says(WORDS)
    await anna.sees(number, "Передаём вашу жалобу")
    await town.settled()
    await taps_twice(town, anna, "Ускорить")
    assert count(anna, "Почему с") == 1
    await taps_twice(town, anna, "Отправить без слов")
    assert len(town.mailbox.letters(QUALITY)) == 2
    assert (await kinds(town, number))["complained"] == 2
    assert count(town.boris, "пожаловался в контроль качества") == 1
    assert count(town.boris, "просит контроль качества ускорить") == 1


async def test_staff_take_and_complete_once(town: Town) -> None:
    """«Взять» and «Завершить» by two taps, and an answer to each of the two questions: told once, completed once."""
    await town.registers(town.anna)
    await taps_twice(town, town.boris, "Взять")
    assert count(town.anna, "Взяли в работу") == 1
    await taps_twice(town, town.boris, "Завершить")
    asked = [m for m in town.boris.messages() if "итоговым ответом" in said(m)]
    for ask in asked:
        await town.boris.says("Готово", reply_to=ask)
    await town.anna.sees("Заявка завершена", "Готово")
    there = await kinds(town, "BAR-000001")
    assert (there["taken"], there["completed"]) == (1, 1)
    assert letters(town, "Заявка завершена") == 1


async def test_a_likely_duplicate_is_joined_once(town: Town) -> None:
    """«Добавить к …» under the request there is already: its words join once, and the intake is over."""
    number = await town.registers(town.anna)
    again = "Принтер на втором этаже опять не печатает"
    await town.anna.says("/new")
    await town.anna.sees_new(CARD)
    await town.anna.presses("Всё верно")
    await town.anna.sees_new("1 из 2")
    await town.anna.says(again)
    await town.anna.sees_new(number, "Похожая ваша заявка")
    await taps_twice(town, town.anna, f"Добавить к {number}")
    assert count(town.boris, "Заявитель пишет", again) == 1
    assert (await kinds(town, number))["message"] == 1
    assert await drafts(town) == []
    assert await open_numbers(town) == [number]


async def test_an_article_that_was_searched_for_helps_once(library: Town) -> None:
    """«Помогло» under what /faq found is counted once."""
    await library.anna.says("/faq не печатает")
    await library.anna.sees_new("Возможно, это оно")
    await library.anna.presses("Не печатает принтер")
    await library.anna.sees_new("горит зелёная лампа")
    await taps_twice(library, library.anna, "Помогло")
    assert await counted(library) == (1, 1)
