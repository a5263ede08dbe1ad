"""The rows that barier and saveit share, sections 1 to 5: one text, two desks. What 003 prints without a number is cited so."""

from __future__ import annotations

from datetime import date

from domain.effort import accounted
from tests.regulations import barier_rows_7
from tests.regulations.life import tells_apart
from tests.regulations.rows import UNNUMBERED, Rows, due, rules
from tests.stories.conftest import ANNA, Town
from tests.stories.moves import asks, begins, completes, presses_more
from tests.stories.test_customers import anna_does, entered, proves
from tests.stories.test_doors import caller
from tests.stories.test_letters_in import writes


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

    @row("1")
    async def _(town: Town) -> None:
        """A customer is an organization with a contract, its term and its products; of several products one is asked for."""
        await entered(town, until=date(2027, 12, 31), products=["Барьер 5", "Барьер Облако"])
        number = await town.registers(town.anna)
        await town.boris.sees(number, "Клиент не опознан")
        await proves(town)
        await town.boris.sees(number, "Клиент: ООО «Ромашка», договор 12-34, до 31 декабря 2027")
        await town.answers_all(town.anna, first=False)
        await town.anna.sees_new("О каком продукте речь?")
        await town.anna.presses("Барьер Облако")
        await town.anna.sees_new("О чём заявка?")
        await town.anna.presses("Изменить настройки")
        await town.anna.sees_new("Скриншоты")
        await town.anna.presses("Без файлов")
        await town.anna.sees_new("Проверьте", "Продукт: Барьер Облако")

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
    async def _(town: Town) -> None:
        """Portal (here the chat), e-mail and phone: three doors to one register, each recorded and each with its address."""
        chat = await town.registers(town.anna)
        await writes(town, "Склад", "Не открывается склад, помогите")
        await town.boris.says("/new")
        form = await town.boris.sees_new("заявка по телефону")
        await town.boris.says(caller(call="10:05"), reply_to=form)
        letter, call = chat.replace("1", "2"), chat.replace("1", "3")
        await town.boris.sees(letter, "Пришла письмом")
        await town.boris.sees(call, "Принята по телефону 23 ноября, 10:05")
        doors = await town.app.clerk.read(lambda desk: [desk.tickets.get(n).door for n in (chat, letter, call)])
        assert doors == ["telegram", "email", "phone"]
        await town.settled()
        await town.anna.says("/contacts")
        addresses = {
            "barier": ("support@barier.pro (п. 4.1", "202-24-64 (п. 4.1", "202-24-87 (п. 7.1"),
            "saveit": ("sup@saveit.pro (п. 4.1", "support@saveit.pro (п. 7.1", "7 (473) 202 24 87 (п. 4.1"),
        }[preset]
        await town.anna.sees_new("Официальные способы обратиться (п. 4.1", "портал поддержки", *addresses)

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
    async def _(town: Town) -> None:
        """One ticket, one problem, and the intake says so; of several each becomes a ticket, and so does a later question."""
        assert mine.clause("one_issue") == "4.3"
        number = await town.registers(town.anna)
        await town.anna.sees("6 из 7", "Одна заявка — одна проблема")
        await town.anna.says("А ещё не открывается склад")
        await town.anna.sees_new("К чему это отнести?")
        assert town.anna.captions()[:2] == [f"Добавить к {number}", "Это новая проблема"]
        await town.anna.presses("Это новая проблема")
        await town.confirms(town.anna, mine, ANNA)
        await town.anna.sees_new("2 из 2", "Как повторить")
        await anna_does(town, ANNA["steps"], "[Изменить настройки]", "[Без файлов]", "[Отправить заявку]")
        await town.anna.sees(number.replace("1", "2"), "Заявка зарегистрирована")
        await town.boris.sees(number.replace("1", "2"), "А ещё не открывается склад")
        assert len(await tells_apart(town, preset, "Одна заявка — одна проблема (п. 4.3)")) == 2
        await town.anna.says("Подскажите ещё, как настроить обмен с банком?", reply_to=await town.anna.sees(number))
        await town.anna.sees_new("отдельная проблема (п. 4.3)")

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
        await town.boris.sees(number, "Ждём ответа заявителя")
        assert mine.reason(mine.ask_reminder_then).clause == "7.9-7"
        await town.boris.presses("Отказать")
        await town.settled()
        assert any(caption.startswith("7.9-7") for caption in town.boris.captions())

    @row("4.7")
    async def _(town: Town) -> None:
        """The answer comes by chat and e-mail; one by phone or remote access is recorded, and told there too."""
        number = await town.registers(town.anna)
        await proves(town)
        await town.boris.says("Проверьте картридж", reply_to=await town.boris.sees(number, "Заявителю"))
        await town.anna.sees(number, "Проверьте картридж")
        await town.mailbox.gets(f"[{number}]", "Проверьте картридж", to=ANNA["email"])
        for means, shown in (("По телефону", "по телефону"), ("Через удалённый доступ", "через удалённый доступ")):
            await town.settled()
            await presses_more(town.boris, "Ответ по телефону")
            await town.boris.presses(means)
            ask = await town.boris.sees_new("ответьте на это сообщение", number)
            await town.boris.says("Звонок: 10:20\nПерезагрузили принтер вместе", reply_to=ask)
            await town.anna.sees(number, f"{shown} 23 ноября, 10:20", "Перезагрузили принтер вместе", "п. 4.7")
            await town.mailbox.gets(f"[{number}]", shown, "Перезагрузили принтер вместе", to=ANNA["email"])

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

    barier_rows_7.join(row, cited, clause)
    return row
