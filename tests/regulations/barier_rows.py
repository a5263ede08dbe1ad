"""The rows that barier and saveit share: one text, two desks. What 003 prints without a number is cited so."""

from __future__ import annotations

from domain.effort import accounted
from domain.ports import Desk
from handlers.view.journal_form import Line, columns, lines
from handlers.view.words import speaking
from tests.regulations.rows import UNNUMBERED, Rows, due, may_be_attached, rules, zipped
from tests.stories import pictures
from tests.stories.conftest import ANNA, Town
from tests.stories.moves import asks, begins, completes

CONTACTS = ("organization", "name", "position", "phone", "email")


def rows_of(preset: str) -> Rows:
    """The rows of Barier's text under the contacts of that preset."""
    row = Rows(preset)
    mine = rules(preset)
    numbered = preset == "barier"

    def clause(number: str) -> str:
        return number if numbered else UNNUMBERED

    def cited(number: str) -> str:
        """What is said of a clause that 003 prints without a number."""
        return f"п. {number}" if numbered else "Регламент"

    @row("1 kinds")
    async def _(town: Town) -> None:
        """A request is about a failure, a change of settings, or information; a change is priority 3 (ours)."""
        assert (mine.kind("change").priority, mine.kind("change").assumed) == ("3", True)
        assert mine.clause("kinds") == "1"
        await town.answers_all(town.anna)
        await town.anna.sees_new("О чём заявка?")
        assert town.anna.captions()[:3] == ["Что-то не работает", "Изменить настройки", "Нужна информация"]
        await town.anna.presses("Изменить настройки")
        await town.anna.sees_new("Скриншоты")  # how bad it is, is not asked
        await town.anna.presses("Без файлов")
        await town.anna.sees_new("Проверьте")
        await town.anna.presses("Отправить заявку")
        await town.anna.sees("Заявка зарегистрирована", "Приоритет 3")

    @row("4.1")
    def _() -> None:
        """Portal (here the chat), e-mail and phone."""
        doors = {door.key: (door.clause, list(door.addresses)) for door in mine.doors}
        addresses = {
            "barier": (["support@barier.pro"], ["+7 (473) 202-24-64", "+7 (473) 202-24-87"]),
            "saveit": (["sup@saveit.pro", "support@saveit.pro"], ["7 (473) 202 24 87"]),
        }[preset]
        assert doors == {"chat": (None, []), "email": ("4.1", addresses[0]), "phone": ("4.1", addresses[1])}
        assert all(door.registers for door in mine.doors)

    @row("4.2")
    async def _(town: Town) -> None:
        """Organization, name, position, phone, e-mail and text, none skippable; steps as our own question."""
        needed = [(field.key, field.clause) for field in mine.fields if field.required]
        keys = ("organization", "name", "position", "phone", "email", "description")
        assert needed == [(key, clause("4.2")) for key in keys]
        assert [(f.key, f.assumed) for f in mine.fields if not f.required] == [("steps", True)]
        offered = mine.field("steps").skip
        assert offered is not None
        skip = offered.in_("ru")
        await begins(town)
        for n, key in enumerate(keys, start=1):
            await town.anna.sees_new(f"{n} из 7", mine.field(key).label.in_("ru"))
            await town.anna.says("...")
            await town.anna.sees_new(cited("4.2"))
            assert skip not in town.anna.captions()
            await town.anna.says(ANNA[key])
        await town.anna.sees_new("7 из 7", "Как повторить")
        await town.anna.presses(skip)
        await town.anna.sees_new("О чём заявка?")

    @row("4.3")
    def _() -> None:
        """One ticket, one problem: the clause that is cited."""
        assert mine.clause("one_issue") == "4.3"

    @row("4.4")
    async def _(town: Town) -> None:
        """A unique number, which everything that follows bears: messages, cards and subjects."""
        assert mine.clause("number") == "4.4"
        number = await town.registers(town.anna)
        assert number == {"barier": "BAR-000001", "saveit": "SAV-000001"}[preset]
        await town.boris.presses("Взять")
        await town.anna.sees(number, "Взяли в работу")
        await town.settled()
        assert {letter["subject"][: len(number) + 2] for letter in town.mailbox.letters()} == {f"[{number}]"}
        await town.mailbox.gets(number, "п. 4.4")
        assert await town.registers(town.anna, first=False) == number.replace("1", "2")

    @row("4.5")
    async def _(town: Town) -> None:
        """By priority, then by receipt."""
        assert mine.queue.clause == "4.5"
        await town.registers(town.anna, impact="частично")
        await town.forward(minutes=5)
        second = await town.registers(town.anna, impact="частично", first=False)
        await town.boris.sees(f"Новая заявка {second}", "Место в очереди: 2 из 2")
        urgent = await town.registers(town.anna, impact="Ничего не работает", first=False)
        await town.boris.sees(f"Новая заявка {urgent}", "Место в очереди: 1 из 3")

    @row("4.6")
    async def _(town: Town) -> None:
        """Asked for more: reminders, no closing by silence, then 7.9-7."""
        assert mine.silence_after_asking is None
        assert mine.ask_reminder_then is not None
        number = await town.registers(town.anna)
        await asks(town, "Какая модель принтера?")
        await town.anna.sees(number, "У нас вопрос", "Какая модель принтера?")
        await town.forward(hours=26)
        await town.anna.sees(number, "Ждём вашего ответа", "4.6", "Какая модель принтера?")
        await town.forward(hours=24 * 14)
        await town.boris.sees(number, "Ждём вашего ответа")
        assert mine.reason(mine.ask_reminder_then).clause == "7.9-7"
        await town.boris.presses("Отказать")
        await town.settled()
        assert any(caption.startswith("7.9-7") for caption in town.boris.captions())

    @row("4.8")
    async def _(town: Town) -> None:
        """Completed until confirmed; an objection needs an argument."""
        number = await town.registers(town.anna)
        await completes(town, "Заменили картридж")
        await town.anna.sees(number, "Заявка завершена", "Заменили картридж")
        await town.boris.sees(number, "Завершена")
        await town.anna.presses("Не решено")
        await town.anna.sees_new("Что именно не решено")
        await town.anna.says("...")
        await town.anna.sees_new("п. 4.8")
        await town.boris.sees(number, "Завершена")
        await town.anna.says("Лампа мигает по-прежнему, печати нет")
        await town.anna.sees(number, "Снова в работе", "п. 4.8")

    @row("4.9")
    async def _(town: Town) -> None:
        """Confirmed is closed; 24 hours of silence close too, over weekends and holidays; the clause is named."""
        closed = due(preset, "2026-05-08 10:00", priority="1", completed="2026-05-08 16:30:15")[2]
        assert closed == "09.05.2026 16:30:15"
        confirmed = await town.registers(town.anna)
        await completes(town, "Заменили картридж")
        await town.anna.sees(confirmed, "Заявка завершена")
        await town.anna.presses("Подтверждаю")
        await town.anna.sees(confirmed, "Заявка закрыта", "п. 4.9")
        silent = await town.registers(town.anna, first=False)
        await completes(town, "Заменили и этот")
        await town.anna.sees(silent, "Заявка завершена", "24 часа", "п. 4.9")
        await town.forward(hours=24)
        await town.anna.sees(silent, "Ответа не было 24 часа", "п. 4.9")
        await town.boris.sees(silent, "Закрыта")

    @row("5.1")
    async def _(town: Town) -> None:
        """Mon-Fri 9-18 Moscow, Russian days off; working time only; outside hours it is said when work begins."""
        assert due(preset, "2026-05-08 17:00", priority="1")[0] == "12.05.2026 11:00"
        assert due(preset, "2026-05-15 20:00", priority="3")[1] == "22.05.2026 18:00"
        assert due(preset, "2025-11-01 08:00", priority="1")[1] == "01.11.2025 13:00"  # a worked Saturday
        assert due(preset, "2025-12-30 17:00", priority="1")[1] == "12.01.2026 12:00"
        await town.set_clock("2026-11-27T19:00:00+03:00")
        await town.registers(town.anna)
        await town.anna.sees("Сейчас мы не работаем, начнём 30 ноября, 09:00 (Москва) (п. 5.1")

    @row("5.2")
    async def _(town: Town) -> None:
        """At least 30 minutes are accounted per answer."""
        assert [accounted(mine, minutes) for minutes in (None, 5, 30, 45)] == [30, 30, 30, 45]
        assert mine.clause("effort") == "5.2"
        number = await town.registers(town.anna)
        for words in ("Смотрим", "Заменили картридж\n// 45 мин"):
            card = await town.boris.sees(number, "Заявителю")
            await town.boris.says(words, reply_to=card)
            await town.anna.sees(number, "Отвечает Борис Иванов", words.split("\n")[0])
            await town.settled()
        minutes = await town.app.clerk.read(
            lambda desk: [entry.facts["minutes"] for entry in desk.journal.of(number) if "minutes" in entry.facts]
        )
        assert minutes == [30, 45]

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
        await town.anna.sees(number, "Приоритет изменён", "Приоритет 3, был: Приоритет 2", "п. 6.1", "30 ноября, 10:30")
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

    @row("7.2")
    async def _(town: Town) -> None:
        """An empty or meaningless text is refused; the question has its hint and its example."""
        assert mine.clause("precise") == "7.2"
        await begins(town)
        for n, key in enumerate(CONTACTS, start=1):
            await town.anna.sees_new(f"{n} из 7")
            await town.anna.says(ANNA[key])
        await town.anna.sees_new("Описание", "Как можно точнее", "Например:")
        await town.anna.says("Не")
        await town.anna.sees_new("Чуть подробнее")
        for nothing in ("...", "тест"):
            await town.anna.says(nothing)
            await town.anna.sees_new(cited("4.2"))
        await town.anna.says(ANNA["description"])
        await town.anna.sees_new("7 из 7")

    @row("7.5")
    async def _(town: Town) -> None:
        """Other channels are not official: words without a request are not registered, and one button makes them one."""
        await town.anna.says("Добрый день, у нас опять не печатает принтер")
        await town.anna.sees_new("не зарегистрировано", "п. 7.5")
        await town.anna.presses("Оформить заявку")
        await town.anna.sees_new("персональных данных")
        await town.anna.presses("Даю согласие")
        for n, key in enumerate(CONTACTS, start=1):
            await town.anna.sees_new(f"{n} из 7")
            await town.anna.says(ANNA[key])
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

    @row("7.8")
    def _() -> None:
        """Standard answers are links."""
        assert mine.contacts["faq"] == f"http://support.{preset}.pro/"
        assert mine.clause("faq") == "7.8"

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
        await town.anna.sees(number, "Работа отложена", "Не хватает сведений", "п. 7.9-2", "журнал печати")
        await town.settled()
        await town.boris.presses("Отказать")
        await town.settled()
        await town.boris.presses("7.9-5")
        ask = await town.boris.sees_new("отказ", number)
        await town.boris.says("Копия программы без лицензии", reply_to=ask)
        await town.anna.sees(number, "нелицензионная", "п. 7.9-5", "Копия программы без лицензии")

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

    return row
