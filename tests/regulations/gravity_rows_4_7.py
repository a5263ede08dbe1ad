"""Gravity's regulation (source 002), sections 4 to 7: how a request is made and worked on, and what comes after."""

from __future__ import annotations

from bot.wiring import build
from domain.regulation import FOLDER
from tests.regulations.gravity_rows_1_3 import mine, row
from tests.regulations.life import (
    QUALITY,
    answers,
    card,
    closes,
    numbers,
    presses,
    proves,
    record,
    replies,
    told,
    writes,
)
from tests.regulations.rows import due
from tests.stories.conftest import ANNA, Town
from tests.stories.moves import answers_all, asks, begins, presses_more, registers
from tests.stories.pictures import archive, picture

__all__ = ["row"]

SECRET = "Портал: admin-7 / Жар-птица#42"


@row("4.1")
async def _(town: Town) -> None:
    """E-mail is the only door, for which the chat stands; both lead into one register, and no call is taken down."""
    assert [(door.key, door.clause) for door in mine.doors] == [("chat", None), ("email", "4.1")]
    await town.anna.says("/contacts")
    said = (await town.anna.sees_new("CRM", "apim-support@bellintegrator.com (п. 4.1"))["text"]
    assert "телефон" not in said.lower()
    assert await registers(town, "gravity") == "GRA-000001"
    await writes(town, "API", "Не открывается список API: страница с ошибкой 502")
    await town.boris.sees("GRA-000002", "Пришла письмом 23 ноября, 10:3", "ошибкой 502")
    await town.mailbox.gets("[GRA-000002]", "зарегистрирована", to="petr@vasilek.example")


@row("4.2")
async def _(town: Town) -> None:
    """Description, steps, site and version: only the first cannot be skipped; insults are flagged, and refused by a tap."""
    skips = {"steps": "Пропустить", "site": "Пропустить", "version": "Не знаю", "email": "Отвечайте здесь"}
    assert [field.key for field in mine.fields if field.clause == "4.2"] == ["description", "steps", "site", "version"]
    await begins(town)
    await town.anna.sees_new("1.2")
    await town.anna.presses("Не нашлось, дальше")
    await town.anna.sees_new("1 из 5", "Описание")
    assert "Пропустить" not in town.anna.captions()
    await town.anna.says("...")
    await town.anna.sees_new("п. 4.2")
    await town.anna.says("Какого х*я не работает личный кабинет?")
    for n, (key, skip) in enumerate(skips.items(), start=2):
        await town.anna.sees_new(f"{n} из 5", mine.field(key).label.in_("ru"))
        await town.anna.presses(skip)
    await town.anna.sees_new("Насколько")
    await town.anna.presses("Пожелание или вопрос")
    await town.anna.sees_new("Скриншоты")
    await town.anna.presses("Без файлов")
    await town.anna.sees_new("Проверьте")
    await town.anna.presses("Отправить заявку")
    number = (await told(town, "Заявка зарегистрирована")).split(" · ")[0]
    await town.boris.sees(number, "Похоже, здесь есть брань или оскорбления (п. 4.2)", "Решать вам")
    await presses(town, "Отказать: В обращении есть нецензурные", "Да, отказать (п. 4.8-10)")
    await town.anna.sees(number, "закрыта без решения", "п. 4.8-10 Регламента")


@row("4.3")
async def _(town: Town) -> None:
    """Asked for credentials, the requester answers in confidence: seen by the assignee, once, and in no letter."""
    number = await registers(town, "gravity")
    await proves(town)
    await presses_more(town.boris, "Запросить доступ")
    await replies(town, "какие именно данные для входа нужны", "Логин и пароль администратора")
    await town.anna.sees(number, "Нужны данные для входа", "п. 4.3 Регламента")
    await town.anna.says(SECRET)
    await town.anna.sees("Зашифровано", number, "Борис Иванов")
    await town.boris.sees(number, "Данные для входа получены")
    await town.settled()
    assert SECRET not in (await town.olga.presses("Показать данные (один раз)"))["text"]
    assert (await town.boris.presses("Показать данные (один раз)"))["text"] == SECRET
    await town.settled()
    assert "только один раз" in (await town.boris.presses("Показать данные (один раз)"))["text"]
    assert not [one for one in (*town.anna.messages(), *town.boris.messages()) if "admin-7" in str(one.get("text"))]
    await town.mailbox.gets("Вы ответили секретно")
    assert not [letter for letter in town.mailbox.letters() if "admin-7" in letter["text"]]
    assert not [line for line in await record(town, number) if "admin-7" in line]


@row("4.4")
async def _(town: Town) -> None:
    """A number in each subject; the start is told; a reply joins; the whole correspondence is in the mailbox."""
    number = await registers(town, "gravity")
    assert number == "GRA-000001"
    await proves(town)
    await town.mailbox.gets(f"[{number}]", "Вся переписка", ANNA["description"])
    await presses(town, "Взять")
    await town.anna.sees(number, "Взяли в работу", "Борис Иванов", "п. 4.4")
    await answers(town, number, "Какой у вас браузер?")
    letter = await town.mailbox.gets(f"[{number}]", "Какой у вас браузер?", to="anna@romashka.example")
    await writes(town, f"Re: {letter['subject']}", "Браузер Спутник", sender="anna@romashka.example", number=number)
    await town.boris.sees(f"{number} · Заявитель пишет письмом", "Браузер Спутник")
    await town.anna.sees("Вы написали письмо", "Браузер Спутник")
    assert await numbers(town) == [number]
    assert {one["subject"][: len(number) + 2] for one in town.mailbox.letters()} == {f"[{number}]"}


@row("4.5")
async def _(town: Town) -> None:
    """Other ways, the phone by name, are not official: no call is taken down, and a mere message is not registered."""
    for command in ("/new", "/call Иванов: где менять валюту"):
        await town.boris.says(command)
        await town.boris.sees_new("не официальный способ", "п. 4.5")
    await town.anna.says("Не открывается список API, ошибка 502")
    await town.anna.sees_new("Пока не зарегистрировано", "п. 4.5")
    assert await numbers(town) == []
    await town.anna.presses("Оформить заявку")
    await town.anna.sees_new("согл")
    await town.anna.says("/contacts")
    await town.anna.sees_new("Официальные способы", "п. 4.5")


@row("4.6")
async def _(town: Town) -> None:
    """JPG, GIF, PNG; BMP not even in an archive; what is refused loses nothing else."""
    await answers_all(town, "gravity", attach=picture("PNG"))
    await town.anna.sees_new("Проверьте", "1 файл")
    await town.anna.presses("Исправить")
    await town.settled()
    await town.anna.presses("Файлы")
    await town.anna.sees_new("JPG, GIF, PNG (п. 4.6)")
    refused = {"screen.bmp": picture("BMP"), "screen.zip": archive(screen_bmp=picture("BMP")), "notes.txt": b"a b c"}
    for name, content in refused.items():
        await town.anna.attaches((name, content), as_="document")
        await town.anna.sees_new(name, "п. 4.6")
    for form in ("JPEG", "GIF"):
        await town.anna.attaches((f"screen.{form.lower()}", picture(form)), as_="document")
        await town.anna.sees_new(f"screen.{form.lower()}")
    await town.anna.presses("Готово")
    await town.anna.sees_new("Проверьте", "3 файла")


@row("4.7")
async def _(town: Town) -> None:
    """A standard answer is a link to the questions and answers."""
    number = await registers(town, "gravity")
    await presses_more(town.boris, "Статья")
    link = "https://bell-api-management.ru/faq/7"
    await replies(town, f"ссылкой на статью по {number}", "Посмотрите в инструкции", f"Вот: {link}")
    await town.boris.sees("Здесь нет ссылки")
    await town.anna.sees("Стандартный ответ (п. 4.7 Регламента).", link)
    town.anna.does_not_see("Посмотрите в инструкции")


@row("4.8")
async def _(town: Town) -> None:
    """Ten reasons to put off or to refuse, each by its number; the requester reads which."""
    assert [reason.clause for reason in mine.reasons] == [f"4.8-{n}" for n in range(1, 11)]
    number = await registers(town, "gravity")
    await presses(town, "Отложить")
    await town.settled()
    offered = [caption for caption in town.boris.captions() if caption.startswith("4.8-")]
    assert [caption.split(maxsplit=1)[0].rstrip(".") for caption in offered] == [f"4.8-{n}" for n in range(1, 11)]
    await presses(town, "4.8-4")
    await replies(town, f"почему {number} откладывается", "Пришлите, пожалуйста, версию")
    await town.anna.sees(number, "Работа отложена", "не хватает сведений", "п. 4.8-4 Регламента", "версию")
    await presses(town, "Отказать", "4.8-7")
    await replies(town, f"почему по {number} отказ", "Сборка не наша")
    await town.anna.sees(number, "закрыта без решения", "неофициальная версия", "п. 4.8-7 Регламента")


@row("4.9")
async def _(town: Town) -> None:
    """The receipt is confirmed with number and time, then comes the work, then the end; each is told, in that order."""
    number = await registers(town, "gravity")
    await town.mailbox.gets(f"{number}. Заявка зарегистрирована")
    await presses(town, "Взять")
    await town.anna.sees(number, "Взяли в работу")
    await closes(town, "Решена", "Сделали")
    await town.anna.sees(number, "Заявка закрыта")
    await town.mailbox.gets(f"{number}. Заявка закрыта")
    done = [line.split(".")[0] for line in await record(town, number)]
    assert done == ["Зарегистрирована", "Взята в работу", "Завершена", "Закрыта"]
    assert mine.clause("receipt") == "4.9"


@row("5.1")
async def _(town: Town) -> None:
    """Создана, В работе, Уточнение, Выполнено; completing closes at once by one of five, one of them explained."""
    assert due("gravity", "2026-05-13 10:00", priority="high", completed="2026-05-13 12:00")[2] is None
    assert {"statuses.on_hold", "resolutions.refused"} <= set(mine.assumed)
    number = await registers(town, "gravity")
    assert "Создана" in await card(town, number)
    await presses(town, "Взять")
    assert "В работе" in await card(town, number)
    await asks(town, "Какая версия?")
    assert "Уточнение" in await card(town, number)
    await presses(town, "Завершить")
    await town.settled()
    endings = ["Решена", "Не воспроизводится", "Ошибка пользователя", "Инфраструктура", "Жалоба"]
    assert [caption for caption in town.boris.captions() if caption in endings] == endings
    await presses(town, "Не воспроизводится")
    await replies(town, "объяснение", "нет", "На версии 2.4 список открывается")
    await town.boris.sees("не хватает", "объяснение")
    await town.anna.sees(number, "Заявка закрыта", "Не воспроизводится", "п. 5.1", "список открывается")
    assert "Выполнено · Не воспроизводится" in await card(town, number)


@row("5.2")
async def _(town: Town) -> None:
    """24, 48 and 96 hours of the clock, nights and holidays too, pauses left out; low may be refused."""
    found = [due("gravity", "2026-05-08 21:00:30", priority=p)[1] for p in ("high", "medium", "low")]
    assert found == ["09.05.2026 21:00:30", "10.05.2026 21:00:30", "12.05.2026 21:00:30"]
    pause = [["2026-05-09 00:00", "2026-05-09 06:00"]]
    assert due("gravity", "2026-05-08 21:00", priority="high", pauses=pause)[1] == "10.05.2026 03:00"
    for n, day in enumerate((24, 25, 27)):
        number = await registers(town, "gravity", impact=n, first=n == 0)
        await town.anna.sees(number, f"Норма решения: до {day} ноября, 10:30 (Москва) (п. 5.2)")
    await presses(town, "Отказать")
    await town.settled()
    assert "Низкий приоритет — п. 5.2" not in str(town.boris.captions())  # it is not confirmed yet
    await presses(town, "« Назад", "Подтвердить", "Отказать", "Низкий приоритет — п. 5.2")
    await town.anna.sees(number, "закрыта без решения", "вправе не решать (п. 5.2 Регламента)")


@row("6 rating")
async def _(town: Town) -> None:
    """A vote after solving, and a comment; the scale is ours."""
    assert {"rating.lowest", "rating.highest"} <= set(mine.assumed)
    number = await registers(town, "gravity")
    await closes(town, "Решена", "Сделали")
    await town.anna.sees(number, "Заявка закрыта", "п. 6")
    assert [caption for caption in town.anna.captions() if "★" in caption] == [f"{n} ★" for n in range(1, 6)]
    await town.anna.presses("4 ★")
    await town.anna.sees_new("Спасибо за оценку")
    await town.anna.says("Быстро и вежливо")
    await town.boris.sees("Оценка ★★★★☆", "Быстро и вежливо")


@row("6 reopen")
async def _(town: Town) -> None:
    """Closed too early: opened again under its number, at any time; the clock goes on with what was left."""
    number = await registers(town, "gravity", impact=0)
    await town.anna.sees(number, "до 24 ноября, 10:30")
    await town.forward(hours=4)
    await closes(town, "Инфраструктура", "Сеть провайдера")
    await town.anna.sees(number, "Заявка закрыта")
    await town.forward(hours=24 * 60)
    await town.anna.presses("Открыть повторно")
    await town.anna.sees(number, "Снова в работе", "п. 6", "до 23 января, 10:30")
    await town.mailbox.gets(f"{number}. Снова в работе", "п. 6 Регламента")
    assert "В работе" in await card(town, number)


@row("6 quality")
async def _(town: Town) -> None:
    """A letter to quality control asks for a comment or for speed, past whoever works on it."""
    number = await registers(town, "gravity")
    await answers(town, number, "Проверяем")
    await town.anna.presses("Пожаловаться")
    await town.anna.sees_new("Что не так с", number)
    await town.anna.says("Отвечают через сутки и не о том")
    await town.anna.sees(number, "Передаём вашу жалобу", "п. 6 Регламента")
    await town.mailbox.gets(number, "Жалоба", "не о том", to=QUALITY)
    await town.boris.sees(number, "Заявитель пожаловался в контроль качества", "п. 6")
    await town.settled()
    town.boris.does_not_see("не о том")
    await town.anna.presses("Ускорить")
    await town.anna.sees_new("спешить")
    await town.anna.says("Завтра отчёт")
    await town.anna.sees(number, "Передаём просьбу ускорить", "п. 6 Регламента")
    await town.mailbox.gets(number, "Просьба ускорить", "Завтра отчёт", to=QUALITY)


@row("7")
async def _(town: Town) -> None:
    """Hours are told, and where changes and breaks are answered for; a day announced to differ is told as such."""
    await town.anna.says("/hours")
    await town.anna.sees_new("пн–вс 10:00–22:00", "info@bellintegrator.ru (п. 7 Регламента)")
    await town.app.stop()
    announced = town.settings.data_dir / "announced.toml"
    text = (FOLDER / "gravity.toml").read_text(encoding="utf-8").replace('version = "1"', 'version = "2"', 1)
    announced.write_text(f'{text}\n[calendars.working.exceptions]\n2026-11-26 = ["12:00-16:00"]\n', "utf-8")
    changed = town.settings.model_copy(update={"regulation": str(announced)})
    async with build(changed, limits=False) as town.app:
        await town.anna.says("/hours")
        await town.anna.sees_new("п. 7 Регламента", "26 ноября: 12:00–16:00")
        await town.settled()
