"""Gravity's regulation (source 002), sections 1 to 3: who is supported, when, and with what."""

from __future__ import annotations

from bot.sandbox.person import Person
from tests.regulations.life import answers, card, numbers, presses, reads, replies, tells_apart, told, writes
from tests.regulations.rows import Rows, due, rules
from tests.stories.conftest import Town
from tests.stories.moves import answers_all, asks, begins, registers

row = Rows("gravity")
mine = rules("gravity")

INSTALLATION = "3.1-5"


async def refuses(town: Town, item: str, *words: str, first: bool = True) -> str:
    """Boris refuses a new request as out of scope, by that item; Anna reads it. Returns what she reads."""
    number = await registers(town, "gravity", first=first)
    await presses(town, "Отказать", "4.8-8", item)
    await replies(town, f"почему по {number} отказ", *words)
    return await told(town, number, "закрыта", f"п. {item} Регламента")


@row("1.2")
async def _(town: Town) -> None:
    """The manual, then questions and answers, come before the request; the answer may be found there."""
    await begins(town)
    await town.anna.sees_new(
        "инструкцию", "«Вопросы и ответы»", "(п. 1.2 Регламента)", "https://bell-api-management.ru"
    )
    await town.anna.presses("Нашлось, спасибо")
    await town.anna.sees_new("Рады, что нашлось")
    await begins(town, first=False)
    await town.anna.sees_new("п. 1.2")
    await town.anna.presses("Не нашлось, дальше")
    await town.anna.sees_new("1 из 5")


@row("1.3")
async def _(town: Town) -> None:
    """Out of scope is handed on: nothing is closed before it is said to whom, or that it is to nobody."""
    said = await refuses(town, INSTALLATION, "Установку ведёт партнёр", "Ведёт партнёр\n→ партнёру Альфа")
    await town.boris.sees("не хватает", "кому передано")
    town.anna.does_not_see("Установку ведёт партнёр")
    assert "Заявка передана дальше" in said
    assert "Передано: партнёру Альфа (п. 1.3 Регламента)." in said
    await town.mailbox.gets("GRA-000001. Заявка передана дальше")
    said = await refuses(town, INSTALLATION, "Сами\n-> никому", first=False)
    assert "закрыта без решения" in said
    assert "Вопрос никому не передан (п. 1.3 Регламента)." in said


@row("1.4")
async def _(town: Town) -> None:
    """High, medium, low as the answer on impact has it; low may be refused by one tap, for it may stay unsolved."""
    await town.anna.says("/rules")
    for words in ("Высокий: Из-за дефекта", "Средний: Из отдельной", "Низкий: Пожелания", "остаться без решения"):
        await town.anna.sees_new(words)
    assert {(p.clause, i.clause) for p in mine.priorities for i in mine.impacts} == {("1.4", "1.4")}
    for n, name in enumerate(("Высокий", "Средний", "Низкий")):
        number = await registers(town, "gravity", impact=n, first=n == 0)
        assert f"Приоритет: {name.lower()} — предварительно" in await told(town, number, "Заявка зарегистрирована")
    await presses(town, "Подтвердить", "Отказать", "Низкий приоритет — п. 5.2")
    await town.anna.sees(number, "закрыта без решения", "п. 5.2 Регламента", "остаться без решения")


@row("2.1")
async def _(town: Town) -> None:
    """Daily 10-22 Moscow, holidays too; in order of arrival, high first, and staff may put another one first."""
    first = await registers(town, "gravity")
    second = await registers(town, "gravity", first=False)
    high = await registers(town, "gravity", impact=0, first=False)
    for number, place in ((high, 1), (first, 2), (second, 3)):
        await town.boris.sees(number, f"Место в очереди: {place}", "Заявителю:")
    shown = await town.boris.sees(second, "Место в очереди: 3", "Заявителю:")
    await town.settled()
    await town.boris.presses("Ещё…", on=shown)
    await town.settled()
    await town.boris.presses("Вне очереди", on=shown)
    await town.boris.sees(second, "Место в очереди: 1 · Вне очереди (п. 2.1)")
    for now, words in (
        ("2027-01-01T21:59", "Сейчас работаем, до 1 января, 22:00"),
        ("2027-01-01T22:00", "Сейчас закрыто"),
    ):
        await town.set_clock(f"{now}:00+03:00")
        await town.anna.says("/hours")
        await town.anna.sees_new("п. 2.1", words, "пн–вс 10:00–22:00")
    await registers(town, "gravity", first=False)
    await town.anna.sees("Сейчас мы не работаем, начнём 2 января, 10:00 (Москва) (п. 2.1")


@row("2.2")
async def _(town: Town) -> None:
    """What needs development waits for a release, whose version or date is told; that alone is no refusal."""
    number = await registers(town, "gravity")
    await presses(town, "Отложить", "4.8-5")
    await replies(town, "версию или будущую дату", "Передали в разработку", "Передали в разработку, войдёт в 2.5")
    await town.boris.sees("не хватает", "версию")
    await town.anna.sees(number, "Работа отложена", "п. 4.8-5", "Запланировано в версии 2.5 (п. 2.2)")
    await town.mailbox.gets(f"{number}. Работа отложена")
    assert "Отложена" in (shown := await card(town, number))
    assert "Запланировано в версии 2.5 (п. 2.2)" in shown


@row("2.3")
async def _(town: Town) -> None:
    """Neither reaction nor solving is promised: 5.2 is told as a norm, and that nothing is guaranteed is said."""
    assert due("gravity", "2026-05-13 10:00", priority="high")[0] is None
    number = await registers(town, "gravity", impact=0)
    said = await told(town, number, "Заявка зарегистрирована", "не гарантируется", "(п. 2.3 Регламента)")
    assert "Норма решения: до 24 ноября, 10:30 (Москва) (п. 5.2)" in said
    assert "Срок" not in said
    assert "Что дальше" not in said
    await town.mailbox.gets(f"[{number}]", "Норма решения", "не гарантируется", "п. 2.3")
    assert "Взять до" not in await card(town, number)
    await asks(town, "Какая версия?")
    await town.mailbox.gets(f"{number}. У нас вопрос", "Норма решения: часы стоят")
    assert not [letter for letter in town.mailbox.letters() if "Срок" in letter["text"]]


@row("2.4")
async def _(town: Town) -> None:
    """One request, one user: nobody's words ever join another's; what cuts a request by problems cites no clause."""
    assert (mine.clause("one_person"), mine.clause("one_issue")) == ("2.4", None)
    number = await registers(town, "gravity")
    words = await told(town, number, "Заявка зарегистрирована")
    john = Person(town.anna.stage, "John")
    forwarded = await john.says(words.splitlines()[0])
    await john.sees_new("not registered yet")
    await john.says("And mine does not print either", reply_to=forwarded)
    asked = await john.sees_new("And mine")
    assert number not in str(asked["reply_markup"])
    await writes(town, f"Re: [{number}]", "И у меня не печатает", number=number)
    assert await numbers(town) == [number, "GRA-000002"]
    town.boris.does_not_see(f"{number} · ", "И у меня")
    town.anna.does_not_see("И у меня")
    assert len(await tells_apart(town, "gravity", "свой номер")) == 2
    town.anna.does_not_see("несколько проблем", "(п. ")


@row("3.1")
async def _(town: Town) -> None:
    """Installing and setting up: four things are solved, three are not, and are refused by their own number."""
    assert _numbered(await reads(town, "Что решаем и что нет"), "3.1") == ([1, 2, 3, 4], [5, 6, 7])
    said = await refuses(town, INSTALLATION, "Установку ведёт партнёр\n→ партнёру Альфа")
    assert "Установка программного продукта (п. 3.1-5 Регламента)." in said
    await refuses(town, "3.1-7", "Спросите провайдера\n-> никому", first=False)


@row("3.2")
async def _(town: Town) -> None:
    """Advice on performance is given; nothing is set up on users' devices."""
    assert _numbered(await reads(town, "Что решаем и что нет"), "3.2") == ([1], [2])
    assert "устройствах пользователей (п. 3.2-2 Регламента)." in await refuses(town, "3.2-2", "Только совет\n-> никому")


@row("3.3")
async def _(town: Town) -> None:
    """Errors in use and of the product are solved; refusing an error of installing carries a link."""
    assert _numbered(await reads(town, "Что решаем и что нет"), "3.3") == ([1, 2], [3, 4])
    bare, linked = "Ставьте заново\n-> никому", "Решение: https://bell-api-management.ru/faq/7\n-> никому"
    said = await refuses(town, "3.3-3", bare, linked)
    await town.boris.sees("не хватает", "ссылку на статью")
    assert "https://bell-api-management.ru/faq/7" in said
    town.anna.does_not_see("Ставьте заново")


@row("3.4")
async def _(town: Town) -> None:
    """Four questions of theory are solved, and none can be refused."""
    assert _numbered(await reads(town, "Что решаем и что нет"), "3.4") == ([1, 2, 3, 4], [])
    number = await registers(town, "gravity")
    await presses(town, "Отказать", "4.8-8")
    await town.settled()
    offered = [caption for caption in town.boris.captions() if caption.startswith("3.")]
    assert len(offered) == 8
    assert not [caption for caption in offered if caption.startswith("3.4")]
    await presses(town, "« Назад", "« Назад")
    await answers(town, number, "Печать настраивается в профиле")


@row("3.5")
async def _(town: Town) -> None:
    """Paying: three are solved, two are not; no field asks for a card, and its number is masked at once."""
    assert _numbered(await reads(town, "Что решаем и что нет"), "3.5") == ([1, 2, 3], [4, 5])
    assert not [field for field in mine.fields if "карт" in field.ask.in_("ru").lower()]
    pan = "4111 1111 1111 1111"
    await answers_all(town, "gravity", description=f"Не проходит оплата картой {pan}, списали дважды")
    await town.anna.sees("Данные банковских карт присылать не нужно", "Номер карты мы скрыли (п. 3.5 Регламента).")
    await town.anna.sees_new("Проверьте", "•••• 1111")
    await town.anna.presses("Отправить заявку")
    await town.boris.sees("GRA-000001", "картой •••• 1111", "Заявителю:")
    for person in (town.anna, town.boris):
        assert not [one for one in person.messages() if pan in str(one.get("text"))]
    assert not [letter for letter in town.mailbox.letters() if pan in letter["text"]]


def _numbered(read: str, clause: str) -> tuple[list[int], list[int]]:
    """The numbers under a clause among what is solved and what is not, each with that clause beside it."""
    solved, not_solved = read.split("Не решаем", 1)
    return _under(solved, clause), _under(not_solved, clause)


def _under(part: str, clause: str) -> list[int]:
    found = [line for line in part.splitlines() if line.startswith(f"• {clause}-")]
    assert all(line.endswith(f"(п. {clause}).") for line in found)
    return [int(line.removeprefix(f"• {clause}-").split(".")[0]) for line in found]
