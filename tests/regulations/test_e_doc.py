"""E-DOC's regulation (source 004), row by row."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.silence import reminder_at
from tests.regulations.conftest import Hold
from tests.regulations.rows import Check, Rows, due, rules
from tests.stories.conftest import Town
from tests.stories.moves import asks, begins, presses_more, registers
from tests.stories.test_customers import anna_does, entered, proves
from tests.stories.test_decisions import presses
from tests.stories.test_letters_in import writes

row = Rows("e-doc")
mine = rules("e-doc")

ARTICLE = "https://help.example.org/podpis"


@row("2")
async def _(town: Town) -> None:
    """For everybody who needs the Portal: a guest, of whom no account is asked, registers too."""
    assert mine.demand("guests") is not None
    number = await registers(town, "e-doc")
    await town.boris.sees(number, "Уровень: Гость Портала")


@row("3")
async def _(town: Town) -> None:
    """Twelve pairs of targets by client and category, all ours."""
    found = {
        client.key: [due("e-doc", "2026-06-01 09:00", client=client.key, category=kind.key)[:2] for kind in mine.kinds]
        for client in mine.clients
    }
    assert found == {
        "vip": [
            ("01.06.2026 10:00", "01.06.2026 13:00"),
            ("01.06.2026 10:00", "01.06.2026 13:00"),
            ("01.06.2026 11:00", "01.06.2026 17:00"),
            ("01.06.2026 18:00", "12.06.2026 18:00"),
        ],
        "standard": [
            ("01.06.2026 11:00", "01.06.2026 17:00"),
            ("01.06.2026 11:00", "01.06.2026 17:00"),
            ("01.06.2026 13:00", "02.06.2026 18:00"),
            ("02.06.2026 18:00", "26.06.2026 18:00"),
        ],
        "guest": [
            ("01.06.2026 13:00", "03.06.2026 18:00"),
            ("01.06.2026 13:00", "02.06.2026 18:00"),
            ("01.06.2026 18:00", "03.06.2026 18:00"),
            ("02.06.2026 18:00", "26.06.2026 18:00"),
        ],
    }
    targets = [target for row in mine.target_rows for target in (row.targets.response, row.targets.resolution)]
    assert all(target and target.assumed for target in targets)
    await entered(town, client="vip")
    number = await registers(town, "e-doc")
    await town.boris.sees(number, "Уровень: Гость Портала", "Взять до 23 ноября, 16:3", "Решить до 26 ноября, 12:3")
    await proves(town)
    await town.anna.sees(number, "Уровень: VIP", "Мы ответим до 23 ноября, 13:3", "Срок: 23 ноября, 16:3")


@row("4")
async def _(town: Town) -> None:
    """Categories come first: error is named by 13, the others are ours."""
    named = [("error", "13"), ("access", None), ("consultation", None), ("proposal", None)]
    assert [(kind.key, kind.clause) for kind in mine.kinds] == named
    await anna_does(town, "/start", "[Даю согласие]", "[Не нашлось, дальше]")
    await town.anna.sees("О чём заявка?")
    assert town.anna.captions()[:4] == ["Ошибка, недоработка", "Доступ", "Консультация", "Предложение"]


@row("5")
async def _(town: Town) -> None:
    """Working days 9-18 by the capital's time, Kazakhstan's days off; UTC+6 until 1 March 2024, UTC+5 since."""
    assert mine.zone == ZoneInfo("Asia/Almaty")
    vip = {"client": "vip", "category": "error"}
    assert due("e-doc", "2026-03-20 17:15", **vip)[:2] == ("26.03.2026 09:15", "26.03.2026 12:15")
    assert due("e-doc", "2024-02-29 17:00", **vip)[1] == "01.03.2024 12:00"
    opens = [mine.calendar().next_opening(datetime(2024, *day, tzinfo=UTC)) for day in ((2, 26), (3, 4))]
    assert [at.hour for at in opens] == [3, 4]
    assert mine.clause("hours") == "5"
    assert "calendars.working.days_off" in mine.assumed
    await town.anna.says("/hours")
    await town.anna.sees_new("(п. 5 Регламента)", "пн–пт 9:00–18:00", "Астана", "16 декабря")
    await town.set_clock("2026-11-23T19:00:00+05:00")
    number = await registers(town, "e-doc")
    await town.anna.sees(number, "Сейчас мы не работаем, начнём 24 ноября, 09:00 (Астана) (п. 5 Регламента)")


@row("6 / 12")
async def _(town: Town) -> None:
    """What is solved is listed; name, e-mail, organization if any, description, link are asked: ours, but the link of 10."""
    assert [(f.key, f.clause) for f in mine.fields if not f.assumed] == [("link", "10")]
    await town.anna.says("/rules")
    await town.anna.sees_new("действует с")
    await town.anna.presses("Что решаем и что нет")
    await town.anna.sees_new("Решаем", "Консультации о том, как работает Портал (п. 2)", "Не решаем", "других систем")
    await anna_does(town, "/start", "[Даю согласие]", "[Не нашлось, дальше]", "[Доступ]", "Анна Соколова")
    await anna_does(town, "anna@romashka.example", "[Я сам по себе]", "Не могу войти на Портал с утра")
    await anna_does(town, "[Без файлов]", "[Отправить заявку]")
    await town.boris.sees("EDOC-000001", "Анна Соколова", "anna@romashka.example", "Не могу войти на Портал с утра")


@row("7")
async def _(town: Town) -> None:
    """A user or a guest: guest until the address is proved to be a user's."""
    assert [(c.key, c.default) for c in mine.clients] == [("vip", False), ("standard", False), ("guest", True)]
    await entered(town, client="standard")
    number = await registers(town, "e-doc")
    await town.boris.sees(number, "Уровень: Гость Портала")
    await proves(town)
    await town.anna.sees(number, "Уровень: Пользователь Портала")
    await town.boris.sees(number, "Уровень: Пользователь Портала")


@row("8")
async def _(town: Town) -> None:
    """Chat and e-mail, ours; there is no phone."""
    assert [(door.key, door.assumed) for door in mine.doors] == [("chat", True), ("email", True)]
    await town.anna.says("/contacts")
    shown = await town.anna.sees_new("Официальные способы обратиться (п. 8 Регламента)", "чате", "По почте")
    assert "По телефону" not in shown["text"]
    await writes(town, "Документ", "Имя: Пётр Ромашкин\nВид заявки: 1\nОписание: Не открывается документ на портале")
    await town.mailbox.gets("EDOC-000001. Заявка зарегистрирована", to="petr@vasilek.example")
    assert await registers(town, "e-doc") == "EDOC-000002"


@row("9")
async def _(town: Town) -> None:
    """Solving may be postponed: reasons as Barier's seven, told with their words and cited by no clause."""
    seven = [reason.key for reason in rules("barier").reasons][:7]
    assert [(reason.key, reason.assumed) for reason in mine.reasons][:7] == [(key, True) for key in seven]
    number = await registers(town, "e-doc")
    await presses(town, "Отложить", "Не хватает сведений")
    ask = await town.boris.sees_new(f"почему {number} откладывается")
    await town.boris.says("Пришлите, пожалуйста, номер документа", reply_to=ask)
    told = await town.anna.sees(number, "Работа отложена", "не хватает сведений", "номер документа")
    assert "п. " not in told["text"]


@row("10")
async def _(town: Town) -> None:
    """Help and FAQ first; the article that did not help goes with the request and is not asked for again."""
    await begins(town)
    await town.anna.sees_new("Справочный центр и FAQ", "п. 10 Регламента")
    await anna_does(town, ARTICLE, "[Ошибка, недоработка]", "Анна Соколова", "anna@romashka.example", "ООО «Ромашка»")
    await anna_does(town, "Не подписывается договор о поставке", "[Без файлов]")
    summary = await town.anna.sees("Проверьте", ARTICLE)
    assert summary["text"].count(ARTICLE) == 1
    await anna_does(town, "[Отправить заявку]")
    await town.boris.sees("EDOC-000001", "Не подписывается договор", ARTICLE)


@row("11")
async def _(town: Town) -> None:
    """Identifying data are asked for, and support may be refused without them."""
    await anna_does(town, "/start", "[Даю согласие]", "[Не нашлось, дальше]", "[Доступ]")
    await town.anna.sees("4 коротких вопроса")
    await town.anna.sees("1 из 4 · Имя", "без них поддержка вправе отказать (п. 11)")
    assert not {"Пропустить", "Без имени"} & set(town.anna.captions())
    await writes(town, "Доступ", "Не могу войти на Портал")
    await town.boris.sees("EDOC-000001", "Не могу войти на Портал")
    await presses(town, "Отказать", "Не указаны данные")
    ask = await town.boris.sees_new("почему по EDOC-000001 отказ")
    await town.boris.says("Вы не назвали себя", reply_to=ask)
    words = ("не указаны данные, по которым можно понять, кто обращается", "п. 11 Регламента")
    await town.mailbox.gets("EDOC-000001. Заявка закрыта без решения", *words, to="petr@vasilek.example")


@row("13")
async def _(town: Town) -> None:
    """Staff set a priority for errors alone, for the queue alone: it moves no deadline; every ticket has a number."""
    number = await registers(town, "e-doc")
    await town.anna.sees("EDOC-000001", "Заявка зарегистрирована", "Срок: 26 ноября, 12:3")
    other = await registers(town, "e-doc", kind=2, first=False, description="Как выгрузить реестр договоров?")
    assert other == "EDOC-000002"
    shown = await town.boris.sees(other, "Заявителю")
    assert "приоритет" not in str(shown["reply_markup"])
    await town.boris.presses("Назначить приоритет")
    await town.settled()
    await town.boris.presses("Высокий")
    await town.anna.sees(number, "Приоритет назначен", "Приоритет: высокий (п. 13 Регламента)", "Срок: 26 ноября, 12:3")
    await town.mailbox.gets(f"{number}. Приоритет назначен")


@row("14")
async def _(town: Town) -> None:
    """Standard answers are links."""
    number = await registers(town, "e-doc")
    await presses_more(town.boris, "Статья")
    ask = await town.boris.sees_new("ссылкой на статью", number)
    await town.boris.says(f"Всё описано здесь: {ARTICLE}", reply_to=ask)
    await town.anna.sees(number, "Стандартный ответ (п. 14 Регламента).", ARTICLE)


@row("15")
async def _(town: Town) -> None:
    """Eight working hours without the information asked for: «ответ от клиента не получен», with what was done."""
    case = {"client": "guest", "category": "error"}
    assert due("e-doc", "2026-05-06 09:00", clarification="2026-05-06 09:00", **case)[2] == "06.05.2026 17:00"
    assert due("e-doc", "2026-05-06 09:00", clarification="2026-05-08 15:00", **case)[2] == "12.05.2026 14:00"
    assert due("e-doc", "2026-05-06 09:00", completed="2026-05-06 09:00", **case)[2] is None
    silence = mine.silence_after_asking
    asked, closes = datetime(2026, 5, 13, 7, tzinfo=UTC), datetime(2026, 5, 14, 6, tzinfo=UTC)  # 12:00, then 11:00
    reminder = reminder_at(mine, completed=asked, due=closes, silence=silence)
    assert reminder == datetime(2026, 5, 13, 13, tzinfo=UTC)  # four hours before it is shut: at 18:00 the day before
    number = await registers(town, "e-doc")
    await asks(town, "Какой документ?")
    await town.anna.sees(number, "У нас вопрос", "Какой документ?")
    await town.forward(hours=8)
    await town.anna.sees(number, "Ждём вашего ответа", "п. 15")
    await town.forward(hours=17)
    closed = ("Заявка закрыта", "8 рабочих часов", "п. 15", "Ответ от клиента не получен")
    await town.anna.sees(number, *closed, "Что сделано: Зарегистрирована, Взята в работу, Вопрос")
    await town.mailbox.gets(f"{number}. Заявка закрыта", "п. 15")


@row("16 staff")
async def _(town: Town) -> None:
    """Insults: the lead is told, staff stop support by two taps, and the requester is told by which clause."""
    number = await registers(town, "e-doc")
    await town.anna.says("Вы там идиоты?", reply_to=await town.anna.sees(number, "Заявка зарегистрирована"))
    await town.boris.sees(number, "Похоже, есть брань или оскорбления (п. 16)", "«идиоты»", "@boris_ivanov")
    await presses(town, "Отказать: В обращении есть оскорбления", "Да, отказать (п. 16)")
    await town.anna.sees(number, "закрыта без решения", "в обращении есть оскорбления", "п. 16 Регламента")


@row("16 user")
async def _(town: Town) -> None:
    """The user may write to quality control, past the assignee: it gets a letter."""
    number = await registers(town, "e-doc")
    await town.boris.says("Проверяем", reply_to=await town.boris.sees(number, "Заявителю"))
    await town.anna.sees(number, "Проверяем")
    await town.anna.presses("Пожаловаться")
    await town.anna.sees_new("Что не так с", number)
    await town.anna.says("Ответили не о том")
    await town.anna.sees(number, "Передаём вашу жалобу", "п. 16 Регламента")
    await town.mailbox.gets(number, "Ответили не о том", "anna@romashka.example", to="support@mitwork.kz")
    await town.settled()
    town.boris.does_not_see("Ответили не о том")


@row("17")
async def _(town: Town) -> None:
    """Third parties may be involved: by e-mail, with what is sent to them alone; the requester is told."""
    number = await registers(town, "e-doc", description="Не подписывается договор о поставке")
    await presses_more(town.boris, "Привлечь")
    ask = await town.boris.sees_new("в первой строке почта и имя")
    await town.boris.says("pavel@vendor.example Павел\nСервис подписи отвечает 500.", reply_to=ask)
    letter = await town.mailbox.gets(f"[{number}]", "Сервис подписи отвечает 500.", to="pavel@vendor.example")
    assert not [secret for secret in ("договор", "romashka", "Анна") if secret in letter["text"] + letter["html"]]
    await town.anna.sees(number, "специалист со стороны", "п. 17 Регламента")


@pytest.mark.parametrize("check", row.params())
async def test_row(check: Check, hold: Hold) -> None:
    """A person gets what the row demands."""
    await hold("e-doc", check)
