"""intervale's regulation (source 000), row by row."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.wiring import build
from domain.regulation import FOLDER
from domain.silence import reminder_at
from tests.regulations.conftest import Hold
from tests.regulations.life import (
    answers,
    card,
    numbers,
    presses,
    proves,
    reads,
    record,
    replies,
    tells_apart,
    told,
    writes,
)
from tests.regulations.rows import Check, Rows, due, may_be_attached, rules, zipped
from tests.stories.conftest import ANNA, Town
from tests.stories.moves import answers_all, asks, begins, completes, presses_more, registers
from tests.stories.pictures import archive, picture

row = Rows("intervale")
mine = rules("intervale")

CALL = """Контактное лицо: Пётр Ромашкин
Почта: petr@vasilek.example
Описание: Платёж не проходит
Как повторить: Оплатить любой счёт
Дополнительно: нет
Влияние: 1"""


@row("2.1")
async def _(town: Town) -> None:
    """Phone, e-mail, and the Helpdesk, for which the chat stands: three doors into one register."""
    assert mine.door("chat").assumed  # type: ignore[union-attr]
    await town.anna.says("/contacts")
    await town.anna.sees_new("Helpdesk", "helpdesk@intervale.ru (п. 2.1", "в мобильном приложении (п. 2.1")
    await registers(town, "intervale")
    await writes(town, "Переводы", "Перевод по номеру телефона не проходит")
    await town.boris.says("/new")
    await replies(town, "заявка по телефону", CALL)
    assert await numbers(town) == ["INT-000001", "INT-000002", "INT-000003"]


@row("2.2")
async def _(town: Town) -> None:
    """Questions on the Service are solved; others are refused by the clause."""
    assert "Вопросы о работе Сервиса" in await reads(town, "Что решаем и что нет")
    number = await registers(town, "intervale")
    await presses(town, "Отказать", "2.2")
    await replies(town, f"почему по {number} отказ", "Ремонтом телефонов мы не занимаемся")
    await town.anna.sees(number, "закрыта без решения", "не относится к работе Сервиса (п. 2.2 Регламента)", "Ремонтом")
    await town.mailbox.gets(f"{number}. Заявка закрыта без решения")


@row("2.3")
async def _(town: Town) -> None:
    """Regulation and levels are a binding part of the agreement: said at acceptance."""
    await begins(town)
    await town.anna.sees_new("обязательная часть соглашения (п. 2.3)", "Классификация уровней инцидентов")
    assert "Принимаю" in town.anna.captions()


@row("2.4")
async def _(town: Town) -> None:
    """The version in force is accepted before the first request, and again once it has changed; the record knows which."""
    await begins(town)
    shown = await town.anna.sees_new("Версия 1", "п. 2.4 Регламента", "https://helpdesk.intervale.ru")
    await town.anna.says("Анна Петрова")
    await town.anna.sees_new("Нажмите", "кнопок")
    await town.anna.presses("Принимаю", on=shown)
    await town.anna.sees_new("1 из 5")
    assert await registers(town, "intervale", first=False) == "INT-000001"  # it is not asked again
    await _publishes(town)
    async with build(town.settings, limits=False) as town.app:
        await town.anna.says("/new")
        await town.anna.sees_new("Версия 2", "п. 2.4 Регламента")
        await town.anna.presses("Принимаю")
        assert await registers(town, "intervale", first=False) == "INT-000002"
        facts = await town.app.clerk.read(
            lambda desk: [desk.journal.of(f"INT-00000{n}")[0].facts["accepted"] for n in (1, 2)]
        )
        assert facts == ["intervale 1", "intervale 2"]


@row("2.5")
async def _(town: Town) -> None:
    """In force from publication: date and link; whoever has something open hears of a change once."""
    assert (mine.valid_from, "valid_from" in mine.assumed) == (date(2026, 1, 1), True)
    await town.anna.says("/rules")
    said = (await town.anna.sees_new("Версия 1, действует с 1 января 2026.", "https://helpdesk.intervale.ru"))["text"]
    assert ".." not in said
    await registers(town, "intervale")
    await _publishes(town)
    async with build(town.settings, limits=False) as town.app:
        await town.anna.sees("Регламент поддержки изменился", "Версия 2 действует с 1 января 2026 (п. 2.5 Регламента)")
        await town.mailbox.gets("INT-000001. Регламент поддержки изменился")
        await town.settled()


@row("2.6")
async def _(town: Town) -> None:
    """Support may be suspended: nothing new is taken, what is typed stays, and registered work goes on."""
    number = await registers(town, "intervale")
    await town.settled()  # a card that is drawn anew closes the list on it
    await presses_more(town.boris, "Приостановить поддержку")
    await presses(town, "Анна")
    await replies(town, "ответьте на это сообщение", "Спам в запросах")
    await town.anna.sees("Поддержка приостановлена", "по зарегистрированным продолжается (п. 2.6 Регламента)")
    await town.anna.says("/new")
    await town.anna.sees_new("Поддержка приостановлена", "п. 2.6", "Спам в запросах")
    await answers(town, number, "По вашему запросу всё готово")
    await town.anna.says("/my")
    await town.anna.sees_new("Ваши заявки", number)


@row("3.2")
async def _(town: Town) -> None:
    """What is learnt is confidential: said at acceptance and under answers."""
    await begins(town)
    await town.anna.sees_new("сохранять в тайне (п. 3.2 Регламента)")
    await town.anna.presses("Принимаю")
    number = await registers(town, "intervale", first=False)
    await answers(town, number, "Перезагрузите телефон")
    await town.anna.sees("Перезагрузите телефон", "сохранять в тайне (п. 3.2 Регламента)")
    await completes(town, "Готово")
    await town.anna.sees("Готово", "сохранять в тайне (п. 3.2 Регламента)")


@row("4.1")
async def _(town: Town) -> None:
    """Registered round the clock; highest and high are solved so too, the rest in working hours."""
    assert due("intervale", "2026-01-01 03:00", priority="highest")[:2] == ("01.01.2026 04:00", "01.01.2026 07:00")
    assert due("intervale", "2026-01-01 03:00", priority="high")[:2] == ("01.01.2026 05:00", "01.01.2026 11:00")
    assert due("intervale", "2026-01-01 03:00", priority="medium")[:2] == ("12.01.2026 13:00", "14.01.2026 18:00")
    assert mine.calendar().assumed
    await town.set_clock("2027-01-01T03:00:00+03:00")
    for n, deadline in enumerate(("1 января, 07:00", "1 января, 11:00", "13 января, 18:00")):
        number = await registers(town, "intervale", impact=n, first=n == 0)
        said = await told(town, number, "Заявка зарегистрирована", f"Срок: {deadline} (Москва)")
        assert ("Сейчас мы не работаем, начнём 11 января, 09:00 (Москва) (п. 4.1" in said) == (n == 2)
    await town.anna.says("/hours")
    await town.anna.sees_new("Наивысший уровень, Высокий уровень (п. 4.1 Регламента)", "круглосуточно")


@row("4.2")
async def _(town: Town) -> None:
    """Five levels; their times are ours and cite nothing."""
    starts = "2026-05-13 09:00"
    found = {p.key: due("intervale", starts, priority=p.key)[:2] for p in mine.priorities}
    assert found == {
        "highest": ("13.05.2026 10:00", "13.05.2026 13:00"),
        "high": ("13.05.2026 11:00", "13.05.2026 17:00"),
        "medium": ("13.05.2026 13:00", "15.05.2026 18:00"),
        "low": ("13.05.2026 13:00", "19.05.2026 18:00"),
        "consultation": ("13.05.2026 13:00", "19.05.2026 18:00"),
    }
    up = [["2026-05-13 10:00", "highest"]]
    assert due("intervale", starts, priority="low", priority_changes=up)[1] == "13.05.2026 13:00"
    targets = [target for p in mine.priorities for target in (p.response, p.resolution)]
    assert all(target and target.assumed and target.clause is None for target in targets)
    names = ("Наивысший уровень", "Высокий уровень", "Средний уровень", "Низкий уровень", "Уровень «Консультация»")
    for n, name in enumerate(names):
        number = await registers(town, "intervale", impact=n, first=n == 0)
        said = await told(town, number, "Заявка зарегистрирована", f"{name} — предварительно", "Срок:")
        assert "п. " not in said


@row("5.1")
async def _(town: Town) -> None:
    """A unique number, in every subject; a letter becomes a request by itself."""
    number = await registers(town, "intervale")
    assert number == "INT-000001"
    await town.mailbox.gets(f"{number}. Заявка зарегистрирована", "п. 5.1")
    await writes(town, "Переводы", "Перевод по номеру телефона не проходит")
    await town.boris.sees("INT-000002", "Пришла письмом 23 ноября, 10:3", "не проходит")
    await town.mailbox.gets("[INT-000002]", "Контактное лицо:", "п. 5.3", to="petr@vasilek.example")


@row("5.2")
async def _(town: Town) -> None:
    """Whoever calls gets a request made by staff, and its number by letter."""
    await town.boris.says("/new")
    await replies(town, "заявка по телефону (п. 5.2", CALL)
    await town.boris.sees("INT-000001", "зарегистрирована, поступила 23 ноября, 10:3")
    await town.boris.sees("INT-000001", "Принята по телефону", "Пётр Ромашкин")
    await town.mailbox.gets("INT-000001. Заявка зарегистрирована", to="petr@vasilek.example")


@row("5.3")
async def _(town: Town) -> None:
    """Contact with e-mail, description, steps, and more: none skippable; «нет» will do for the last."""
    asked = ["name", "email", "description", "steps", "details"]
    assert [field.key for field in mine.fields if field.clause == "5.3"] == asked
    assert "fields[5].accepts" in mine.assumed
    await begins(town)
    await town.anna.sees_new("действует с")
    await town.anna.presses("Принимаю")
    given = {"name": "Анна Петрова", "email": ANNA["email"], "description": ANNA["description"], "steps": ANNA["steps"]}
    for n, (key, words) in enumerate((given | {"details": "нет"}).items(), start=1):
        await town.anna.sees_new(f"{n} из 5", mine.field(key).label.in_("ru"))
        await town.anna.says("...")
        await town.anna.sees_new("п. 5.3")
        assert "Пропустить" not in town.anna.captions()
        await town.anna.says(words)
    await town.anna.sees_new("Насколько")


@row("5.4")
async def _(town: Town) -> None:
    """Screenshots, graphics and log files are recommended; which, is ours and cites nothing."""
    assert all(may_be_attached("intervale", kind) for kind in ("jpeg", "gif", "png", "pdf", "txt"))
    assert not may_be_attached("intervale", "bmp")
    assert zipped("intervale", "bmp", "txt")
    assert mine.attachments.assumed == set(mine.attachments.kinds)
    await answers_all(town, "intervale", attach=picture())
    await town.anna.sees_new("Проверьте", "1 файл")
    await presses_files(town)
    assert "п. " not in (await town.anna.sees_new("JPG, GIF, PNG, PDF, TXT", "BMP — только в архиве"))["text"]
    bmp = picture("BMP")
    for name, content in {"app.log": b"12:00 declined\n" * 9, "screens.zip": archive(screen_bmp=bmp)}.items():
        await town.anna.attaches((name, content), as_="document")
        await town.anna.sees_new(name)
    await town.anna.attaches(("screen.bmp", bmp), as_="document")
    await town.anna.sees_new("screen.bmp", "архив")
    await town.anna.presses("Готово")
    await town.anna.sees_new("Проверьте", "3 файла")


async def presses_files(town: Town) -> None:
    """From the summary back to the files."""
    await town.anna.presses("Исправить")
    await town.settled()
    await town.anna.presses("Файлы")


@row("5.5")
async def _(town: Town) -> None:
    """One question per request: said where it is asked; of several each becomes a request, and so does a later question."""
    assert mine.clause("one_issue") == "5.5"
    number = await registers(town, "intervale")
    assert [m for m in town.anna.messages() if "Один запрос — один вопрос" in str(m.get("text"))]
    await proves(town)
    await town.anna.says("И ещё не приходят уведомления о платежах")
    await town.anna.sees_new("К чему это отнести?")
    await town.anna.presses("Это новая проблема")
    await town.settled()
    assert "уведомления" not in await card(town, number)
    await town.anna.says("/cancel")
    await town.anna.sees_new("Удалить черновик?")
    await town.anna.presses("Удалить")
    await town.settled()
    assert len(await tells_apart(town, "intervale", "Одна заявка — одна проблема (п. 5.5)")) == 2


@row("5.6")
async def _(town: Town) -> None:
    """A responsible person is named; past the response target without one the lead is called."""
    number = await registers(town, "intervale")
    await town.boris.sees(f"Новая заявка {number}", "до 23 ноября, 14:30")
    await town.forward(hours=4, minutes=1)
    await town.boris.sees(number, "Ответственного всё ещё нет", "п. 5.6", "@boris_ivanov")
    await presses(town, "Взять")
    await town.anna.sees(number, "Взяли в работу", "Борис Иванов")
    assert "Ответственный: Борис Иванов" in await card(town, number)


@row("5.7")
async def _(town: Town) -> None:
    """What both sides did is written down: in the journal's form, and for the user to look up."""
    number = await registers(town, "intervale")
    await presses(town, "Взять")
    await asks(town, "Какой телефон?")
    await town.anna.says("Обычный, кнопочный")
    await town.boris.sees("Заявитель отвечает")
    await answers(town, number, "Нужен телефон с приложением")
    done = "\n".join(await record(town, number))
    for words in ("Зарегистрирована", "Взята в работу", "Какой телефон?", "Обычный, кнопочный", "Нужен телефон"):
        assert words in done
    await town.anna.says("/my")
    await town.anna.sees_new("Ваши заявки", number)
    await town.anna.presses(number)
    await town.anna.sees_new(number, "Ответственный")
    await town.anna.presses("Переписка")
    await town.anna.sees_new("Переписка", "Какой телефон?", "Сообщение заявителя", "кнопочный", "Ответ поддержки")


@row("5.8")
async def _(town: Town) -> None:
    """Asked for more, the user is reminded after 8 working hours; silence closes nothing then."""
    assert due("intervale", "2026-05-13 10:00", priority="low", clarification="2026-05-13 11:00")[2] is None
    number = await registers(town, "intervale")
    await asks(town, "Какая версия приложения?")
    await town.anna.sees(number, "У нас вопрос", "Какая версия приложения?")
    await town.forward(hours=24)
    await town.anna.sees(number, "Ждём вашего ответа", "п. 5.8 Регламента", "Какая версия приложения?")
    await town.forward(hours=24 * 30)
    assert "Ждём ответа заявителя" in await card(town, number)


@row("5.9")
async def _(town: Town) -> None:
    """Answered in the Helpdesk and by e-mail."""
    assert mine.field("email").required
    number = await registers(town, "intervale")
    await proves(town)
    await answers(town, number, "Обновите приложение до 4.2.1")
    await town.mailbox.gets(f"[{number}]", "Обновите приложение до 4.2.1", to="anna@romashka.example")
    await completes(town, "Перевод проходит")
    await town.anna.sees(number, "Перевод проходит")
    await town.mailbox.gets(f"{number}. Заявка завершена", "Перевод проходит", to="anna@romashka.example")
    town.anna.does_not_see("официально принята")  # that is Barier's rule: here the number alone says so (5.1)


@row("5.10")
async def _(town: Town) -> None:
    """Provisionally closed by the answer; any question brings it back; three working days to 24:00, then closed."""
    closes = [
        due("intervale", "2026-05-06 10:00", priority="low", completed=at)[2]
        for at in ("2026-05-13 00:00", "2026-05-13 23:59:59", "2026-05-15 12:00", "2026-05-08 10:00")
    ]
    assert closes == ["19.05.2026 00:00", "19.05.2026 00:00", "21.05.2026 00:00", "15.05.2026 00:00"]
    completed, due_at = datetime(2026, 5, 13, 9, tzinfo=UTC), datetime(2026, 5, 18, 21, tzinfo=UTC)
    reminder = reminder_at(mine, completed=completed, due=due_at)
    assert reminder == due_at - timedelta(hours=6)  # four hours before is 20:00, so the closing at 18:00
    number = await registers(town, "intervale")
    await completes(town, "Перевод проходит")
    answer = await town.anna.sees(number, "Заявка завершена", "3 рабочих дня", "п. 5.10 Регламента")
    assert "Предварительно закрыт" in await card(town, number)
    await town.anna.says("А за границу?", reply_to=answer)
    await town.anna.sees(number, "Снова в работе", "п. 5.10 Регламента")
    assert "В работе" in await card(town, number)
    await completes(town, "И за границу")
    await town.set_clock("2026-11-26T18:00:00+03:00")
    await town.anna.sees(number, "Если до 27 ноября, 00:00 (Москва) ответа не будет", "п. 5.10 Регламента")
    await town.set_clock("2026-11-27T00:00:00+03:00")
    await town.anna.sees(number, "Ответа не было 3 рабочих дня", "п. 5.10 Регламента")
    assert "Закрыт" in await card(town, number)


async def _publishes(town: Town) -> None:
    """The desk stops, and a second version is in force when it starts again."""
    await town.settled()
    await town.app.stop()
    second = town.settings.data_dir / "second.toml"
    text = (FOLDER / "intervale.toml").read_text(encoding="utf-8")
    second.write_text(text.replace('version = "1"', 'version = "2"', 1), encoding="utf-8")
    town.settings = town.settings.model_copy(update={"regulation": str(second)})


@pytest.mark.parametrize("check", row.params())
async def test_row(check: Check, hold: Hold) -> None:
    """A person gets what the row demands."""
    await hold("intervale", check)
