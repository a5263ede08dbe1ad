"""The rows that barier and saveit share, sections 6 and 7 and Annex 1: priorities, and how support is given."""

from __future__ import annotations

from collections.abc import Callable

from domain.ports import Desk
from handlers.view.journal_form import Line, columns, lines
from handlers.view.words import speaking
from tests.regulations.rows import Rows, due, may_be_attached, rules, zipped
from tests.stories import pictures
from tests.stories.conftest import ANNA, Town
from tests.stories.moves import begins, completes, presses_more
from tests.stories.test_customers import entered, proves
from tests.stories.test_doors import caller, numbers
from tests.stories.test_letters_in import writes


async def tells_contacts(town: Town) -> None:
    """The first five answers: whose the request is, and how to reach them."""
    for n, key in enumerate(("organization", "name", "position", "phone", "email"), start=1):
        await town.anna.sees_new(f"{n} из 7")
        await town.anna.says(ANNA[key])


def join(row: Rows, cited: Callable[[str], str], clause: Callable[[str], str]) -> None:
    """Add them; `cited` and `clause` give a number as 003 has it."""
    mine, preset = rules(row.preset), row.preset

    @row("6.1")
    async def _(town: Town) -> None:
        """The priority is proposed from the impact and confirmed by staff; each change is told with the new deadline."""
        change = [["2026-05-13 12:00", "1"]]
        assert due(preset, "2026-05-13 10:00", priority="2", priority_changes=change)[1] == "13.05.2026 14:00"
        number = await town.registers(town.anna, impact="частично")
        await town.anna.sees(number, "Приоритет 2 — предварительно")
        await town.boris.presses("Другой приоритет")
        await town.settled()
        await town.boris.presses("Приоритет 3")
        await town.anna.sees(number, "Приоритет изменён", "Приоритет 3, был: приоритет 2", "п. 6.1", "30 ноября, 10:30")
        await town.mailbox.gets(number, "Приоритет изменён", "30 ноября, 10:30")

    @row("6.2")
    async def _(town: Town) -> None:
        """Down, partly or slowly, consultation, extension: the definitions and the question."""
        asked = {impact.key: (impact.priority, impact.clause) for impact in mine.impacts}
        wanted = {"down": "1", "partly": "2", "consultation": "3", "extension": "4"}
        assert asked == {key: (priority, clause("6.2")) for key, priority in wanted.items()}
        await town.answers_all(town.anna)
        await town.anna.sees_new("О чём заявка?")
        await town.anna.presses("Что-то не работает")
        await town.anna.sees_new("Насколько это мешает работе?")
        assert [c for c in town.anna.captions() if c in {i.label.in_("ru") for i in mine.impacts}] == [
            impact.label.in_("ru") for impact in mine.impacts
        ]
        await town.anna.says("/rules")
        for words in (
            "не запускается или зависает",
            "частично или медленно",
            "консультация",
            "расширить или доработать",
        ):
            await town.anna.sees_new(words)

    @row("6.3 letter")
    async def _(town: Town) -> None:
        """Processed within 3 hours of working time: number, priority and deadline are sent, when staff confirm it."""
        assert {due(preset, "2026-05-13 16:00", priority=p)[0] for p in "1234"} == {"14.05.2026 10:00"}
        number = await town.registers(town.anna)
        await town.anna.sees(number, "до 23 ноября, 13:30 (Москва)", cited("6.3"))
        await town.boris.presses("Подтвердить")
        await town.mailbox.gets(f"[{number}]", "Приоритет подтверждён", "Приоритет 2", "24 ноября, 09:30 (Москва)")

    @row("6.3 P1")
    async def _(town: Town) -> None:
        """4 working hours, first in line, all staff called, again and again until somebody takes it."""
        assert due(preset, "2026-05-13 09:00", priority="1")[1] == "13.05.2026 13:00"
        await town.olga.says("Доброе утро!")
        number = await town.registers(town.anna, impact="Ничего не работает")
        await town.anna.sees(number, "23 ноября, 14:30 (Москва)")
        await town.boris.sees(f"Новая заявка {number}", "Кто возьмёт?", "@boris", "@olga")
        await town.forward(hours=1)
        await town.boris.sees(f"{number} всё ещё никто не взял", "@boris", "@olga")

    @row("6.3 P2")
    async def _(town: Town) -> None:
        """8 working hours."""
        assert due(preset, "2026-05-13 12:00", priority="2")[1] == "14.05.2026 11:00"
        number = await town.registers(town.anna, impact=mine.impacts[1].label.in_("ru"))
        await town.anna.sees(number, "Приоритет 2", "Срок: 24 ноября, 09:30 (Москва)")
        assert mine.priority("2").resolution.clause == clause("6.3")

    @row("6.3 P3")
    async def _(town: Town) -> None:
        """5 working days."""
        assert due(preset, "2026-05-13 12:00", priority="3")[1] == "20.05.2026 12:00"
        number = await town.registers(town.anna, impact=mine.impacts[2].label.in_("ru"))
        await town.anna.sees(number, "Приоритет 3", "Срок: 30 ноября, 10:30 (Москва)")
        assert mine.priority("3").resolution.clause == clause("6.3")

    @row("6.3 P4")
    async def _(town: Town) -> None:
        """10 working days."""
        assert due(preset, "2026-05-13 12:00", priority="4")[1] == "27.05.2026 12:00"
        number = await town.registers(town.anna, impact=mine.impacts[3].label.in_("ru"))
        await town.anna.sees(number, "Приоритет 4", "Срок: 7 декабря, 10:30 (Москва)")
        assert mine.priority("4").resolution.clause == clause("6.3")

    @row("6.3 late")
    async def _(town: Town) -> None:
        """Not in time: the assignee is asked, the customer gets description and term beside the deadline; the lead is told."""
        number = await town.registers(town.anna, impact="консультация")
        await town.boris.presses("Взять")
        await town.settled()
        await town.forward(hours=24 * 4)
        await town.boris.sees(number, "три четверти", "полное описание проблемы", cited("6.3"))
        await town.boris.presses("Причина и новый срок")
        ask = await town.boris.sees_new("причина и новый срок", "полное описание проблемы")
        await town.boris.says("Отчёт строится по старой схеме. 10.12", reply_to=ask)
        words = ("Полное описание проблемы:", "старой схеме", "10 декабря, 18:00", "Срок: 30 ноября", cited("6.3"))
        await town.anna.sees(number, "Нужно больше времени", *words)
        await town.mailbox.gets(f"{number}. Нужно больше времени", "10 декабря, 18:00")
        await town.boris.sees(number, "Обещано к 10 декабря, 18:00", "Решить до 30 ноября")
        await town.forward(hours=24 * 5)
        await town.boris.sees(number, "Решение просрочено", cited("6.3"), "@boris_ivanov")

    @row("7.1")
    async def _(town: Town) -> None:
        """Work is done on a request: by phone staff help to write one, or advise, and then nothing is registered."""
        await town.boris.says("/call Иванов, ООО «Василёк» — подсказал, как сбросить пароль")
        await town.boris.sees_new("Консультация по телефону (п. 7.1", "Иванов, ООО «Василёк»")
        assert await numbers(town) == []
        await town.boris.says("/new")
        form = await town.boris.sees_new("заявка по телефону (п. 7.1", "Организация:", "Звонок")
        await town.boris.says(caller(call="10:05"), reply_to=form)
        made = await town.boris.sees_new("зарегистрирована, поступила 23 ноября, 10:05", "на почту")
        number = str(made["text"]).split()[0]
        await town.mailbox.gets(f"[{number}]", "24 ноября, 09:05", to="petr@vasilek.example")

    @row("7.2")
    async def _(town: Town) -> None:
        """An empty or meaningless text is refused; the question has its hint and its example."""
        assert mine.clause("precise") == "7.2"
        await begins(town)
        await tells_contacts(town)
        await town.anna.sees_new("Описание", "Как можно точнее", "Например:")
        await town.anna.says("Не")
        await town.anna.sees_new("Чуть подробнее")
        for nothing in ("...", "тест"):
            await town.anna.says(nothing)
            await town.anna.sees_new(cited("4.2"))
        await town.anna.says(ANNA["description"])
        await town.anna.sees_new("7 из 7")

    @row("7.3")
    async def _(town: Town) -> None:
        """Each accepted letter is confirmed by an automatic letter, at once."""
        assert mine.clause("receipt") == "7.3"
        await writes(town, "Склад", "Не открывается склад, помогите")
        [number] = await numbers(town)
        await town.mailbox.gets(f"{number}. Заявка зарегистрирована", "Срок:", to="petr@vasilek.example")
        assert await town.app.clerk.read(lambda desk: desk.journal.of(number)[0].facts["clause"]) == "7.3"
        assert await town.registers(town.anna) == number.replace("1", "2")
        await town.mailbox.gets("Заявка зарегистрирована", number.replace("1", "2"), to=ANNA["email"])

    @row("7.4")
    async def _(town: Town) -> None:
        """Notice when processing starts; letters keep the identifier in the subject, and a reply joins by it."""
        number = await town.registers(town.anna)
        await town.boris.presses("Взять")
        await town.anna.sees(number, "Взяли в работу", "п. 7.4")
        registered = await town.mailbox.gets(f"{number}. Заявка зарегистрирована")
        started = await town.mailbox.gets(f"{number}. Взяли в работу")
        assert registered["message_id"] in started["references"]
        await writes(town, f"Re: {started['subject']}", "Лампа погасла", sender=ANNA["email"], reply_number=number)
        await town.boris.sees(number, "Заявитель пишет письмом", "Лампа погасла")
        await town.anna.sees(number, "Вы написали письмо", "Лампа погасла")
        assert await numbers(town) == [number]

    @row("7.5")
    async def _(town: Town) -> None:
        """Other channels are not official: words without a request are not registered, and one button makes them one."""
        await town.anna.says("Добрый день, у нас опять не печатает принтер")
        await town.anna.sees_new("не зарегистрировано", "п. 7.5")
        await town.anna.presses("Оформить заявку")
        await town.anna.sees_new("персональных данных")
        await town.anna.presses("Даю согласие")
        await tells_contacts(town)
        await town.anna.sees_new("7 из 7")  # the description is there already

    @row("7.6")
    async def _(town: Town) -> None:
        """JPG, GIF, PNG; BMP inside RAR or ZIP only; documents by our own list; a refusal says what to do, loses nothing."""
        assert all(may_be_attached(preset, kind) for kind in ("jpeg", "gif", "png", "pdf", "txt", "docx", "xlsx"))
        assert not may_be_attached(preset, "bmp")
        assert zipped(preset, "bmp")
        assert not zipped(preset, "pdf")
        assert mine.attachments.assumed == {"pdf", "txt", "docx", "xlsx"}
        await town.answers_all(town.anna)
        await town.anna.sees_new("О чём заявка?")
        await town.anna.presses("Изменить настройки")
        await town.anna.sees_new("Скриншоты", "JPG, GIF, PNG (п. 7.6)", "BMP — только в архиве")
        await town.anna.attaches(("screen.png", pictures.picture("PNG")), as_="document")
        await town.anna.sees("screen.png")
        await town.anna.attaches(("screen.bmp", pictures.picture("BMP")), as_="document")
        await town.anna.sees("screen.bmp", "7.6", "архив")
        await town.anna.presses("Готово")
        await town.anna.sees_new("Проверьте", "1 файл: screen.png")

    @row("7.7")
    async def _(town: Town) -> None:
        """A proved address has its customer and level at once; a plain letter is marked until staff confirm the level."""
        await entered(town)
        number = await town.registers(town.anna)
        await proves(town)
        await town.anna.sees(number, "Заявка учтена за клиентом ООО «Ромашка» (п. 7.7")
        await town.boris.sees(number, "Клиент: ООО «Ромашка»")
        await writes(town, "Склад", caller().split("\n", 1)[1])
        plain = number.replace("1", "2")
        await town.boris.sees(plain, "Без уровня обслуживания", "п. 7.7")
        await town.boris.presses("Подтвердить уровень")
        await town.boris.sees(plain, "Пришла письмом 23 ноября, 10:30\n")  # and no word of the level after it

    @row("7.8")
    async def _(town: Town) -> None:
        """Standard answers are links: the FAQ at the intake, and an article as the answer."""
        await begins(town)
        await town.anna.sees_new("1 из 7", f"http://support.{preset}.pro/", "п. 7.8")
        await town.anna.says("/cancel")
        await town.settled()
        number = await town.registers(town.anna, first=False)
        await presses_more(town.boris, "Статья")
        ask = await town.boris.sees_new("ссылкой на статью", number)
        await town.boris.says(f"http://support.{preset}.pro/faq/7", reply_to=ask)
        await town.anna.sees(number, "Стандартный ответ (п. 7.8 Регламента).", f"http://support.{preset}.pro/faq/7")

    @row("7.9")
    async def _(town: Town) -> None:
        """Seven reasons, and another one in words; the requester is told which, and by which clause."""
        assert [reason.clause for reason in mine.reasons] == [*(f"7.9-{n}" for n in range(1, 8)), None]
        assert mine.reason("other").demands == ("explanation",)
        assert mine.reason("needs_development").date_on == ("4",)
        number = await town.registers(town.anna)
        await town.boris.presses("Взять")
        await town.settled()
        await town.boris.presses("Отложить")
        await town.settled()
        await town.boris.presses("7.9-2")
        ask = await town.boris.sees_new("почему", number)
        await town.boris.says("Пришлите, пожалуйста, журнал печати", reply_to=ask)
        await town.anna.sees(number, "Работа отложена", "не хватает сведений", "п. 7.9-2", "журнал печати")
        await town.settled()
        await town.boris.presses("Отказать")
        await town.settled()
        await town.boris.presses("7.9-5")
        ask = await town.boris.sees_new("отказ", number)
        await town.boris.says("Копия программы без лицензии", reply_to=ask)
        await town.anna.sees(number, "нелицензионная", "п. 7.9-5", "Копия программы без лицензии")

    @row("7.10")
    async def _(town: Town) -> None:
        """Accepted only when the registration letter has come: the chat tells its fate; an address that bounced is corrected."""
        number = await town.registers(town.anna)
        await town.anna.sees(number, "Заявка зарегистрирована", "принято почтовым сервером", "п. 7.10")
        refused = {"address": "wrong@romashka.example", "code": 550, "text": "no such user"}
        await town.anna.stage.do("mailbox/refuse", refused)
        second = await town.registers(town.anna, first=False, email=refused["address"])
        await town.anna.sees(second, "не дошло", refused["address"])
        await town.settled()
        await town.anna.presses("Исправить адрес")
        await town.anna.sees_new("На какой адрес")
        await town.anna.says("anna.sokolova@romashka.example")
        await town.mailbox.gets(f"[{second}]", to="anna.sokolova@romashka.example")
        await town.anna.sees(second, "принято почтовым сервером", "п. 7.10")

    @row("7.10 in")
    async def _(town: Town) -> None:
        """Nothing is dropped silently: a letter that looks like spam is listed, and released with its receipt."""
        await writes(town, "Выиграйте склад", "Не открывается склад", doubt="spam")
        await town.boris.sees("похожее на спам", "Выиграйте склад", "23 ноября, 10:30")
        assert await numbers(town) == []
        await town.forward(hours=2)
        await town.boris.presses("Это заявка")
        await town.settled()
        [number] = await numbers(town)
        await town.boris.sees(number, "Пришла письмом 23 ноября, 10:30")
        await town.mailbox.gets(f"[{number}]", to="petr@vasilek.example")

    @row("Annex 1")
    async def _(town: Town) -> None:
        """The journal's form: priority, organization, text, status, contacts, date and progress; a line for each step."""
        number = await town.registers(town.anna)
        await town.boris.presses("Взять")
        await town.settled()
        await completes(town, "Заменили картридж")
        await town.anna.sees(number, "Заявка завершена")
        await town.anna.presses("Подтверждаю")
        await town.settled()

        def form(desk: Desk) -> list[Line]:
            with speaking("ru"):
                return [columns(), *lines(desk, desk.tickets.get(number))]

        names, first, taken, *_rest, last = await town.app.clerk.read(form)
        wanted = ("Приоритет", "Организация", "Текст обращения", "Статус заявки", "Контакты", "Дата\\Ход решения")
        assert tuple(names) == wanted
        assert first[:2] == ("Приоритет 2", "ООО «Ромашка»")
        assert "Не печатает принтер" in first.text
        assert first.contacts.startswith("1. Соколова Анна Сергеевна\n2. Главный бухгалтер\n3. +79161234567\n4. anna@")
        assert first.progress == "23.11.26 10:30 \\ Зарегистрирована. Передано в ТП."
        assert taken[:5] == ("", "", "", "Открыта", "")
        assert taken.progress == "23.11.26 10:30 \\ Взята в работу. Назначен ответственный: Борис Иванов."
        assert (last.status, "Решена" in last.progress) == ("Закрыта", True)
