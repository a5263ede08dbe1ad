"""A failure that hits many: a lead says it once, those concerned attach themselves or are linked, and it ends for all together."""

from __future__ import annotations

from bot.sandbox.person import Person
from domain.regulation import load
from tests.stories.conftest import ANNA, MORNING, Town, captions
from tests.stories.moves import completes, presses_more
from tests.stories.quickly import registered
from tests.stories.test_doors import caller
from tests.stories.test_letters_in import writes

FAILED = "С 10:30 не уходят письма, чиним"


async def tells(town: Town, who: Person, description: str) -> None:
    """An intake up to its problem."""
    answers = ANNA | {"description": description}
    await who.says("/start")
    await who.sees_new("персональных данных")
    await who.presses("Даю согласие")
    asked = await town.confirms(who, load("barier"), answers)
    await town.answers(who, asked, answers, until="description")


async def test_who_tells_of_a_known_failure_attaches_and_hears_of_its_end(town: Town) -> None:
    """«Мы уже знаем» comes right after the description; the request is registered with few questions, and ends with the failure."""
    john = Person(town.anna.stage, "John")
    other = await registered(town, john, organization="ООО «Василёк»", email="john@vasilek.example")
    await town.boris.says(f"/incident {FAILED}")
    await town.boris.sees_new("Сбой открыт", FAILED)

    await tells(town, town.anna, "Не уходят письма клиентам, висят в исходящих")
    known = await town.anna.sees_new("Мы уже знаем об этом сбое", FAILED, "номер")
    assert captions(known)[:2] == ["Это моя проблема", "Другая проблема"]
    await town.anna.presses("Это моя проблема")
    await town.anna.sees_new("О чём заявка?")
    await town.anna.presses("Что-то не работает")
    await town.anna.sees_new("Насколько")
    await town.anna.presses("частично")
    await town.anna.sees_new("Проверьте")
    await town.anna.presses("Отправить заявку")
    await town.anna.sees_new("BAR-000002", "Это сбой, о котором мы уже знаем", FAILED.rstrip("."))
    await town.mailbox.gets("Это сбой, о котором мы уже знаем", to="anna@romashka.example")

    # The other one is linked by its number; of those that are named in vain staff hear.
    await town.boris.says("/incident")
    await town.boris.sees_new("Общий сбой", "1 открытая заявка")
    await town.boris.presses("Привязать заявку")
    prompt = await town.boris.sees_new("номерами заявок")
    await town.boris.says("1, 2 и BAR-000077", reply_to=prompt)
    await town.boris.sees_new(f"предупреждены: {other}", "раньше: BAR-000002", "нет: BAR-000077")
    await john.sees("Это сбой, о котором мы уже знаем", FAILED)

    await town.boris.presses("Написать всем")
    prompt = await town.boris.sees_new("прочтут все пострадавшие")
    await town.boris.says("Починим к 12:00", reply_to=prompt)
    await town.boris.sees_new("Написано 2 заявителям")
    await town.anna.sees_new("Новости о сбое", "Починим к 12:00")
    await john.sees("Новости о сбое", "Починим к 12:00")
    await town.mailbox.gets("Новости о сбое", to="anna@romashka.example")

    await town.boris.presses("Завершить", on=await town.boris.sees("Общий сбой", "1 открытая"))
    prompt = await town.boris.sees_new("итоговым ответом")
    await town.boris.says("Почта снова ходит, причина — сертификат", reply_to=prompt)
    await town.boris.sees_new("Сбой завершён", f"вашим ответом: {other}, BAR-000002")
    await town.anna.sees_new("Почта снова ходит", "Проблема решена?")
    await john.sees("Почта снова ходит")
    for text in (town.anna.transcript(99), *(one["text"] for one in town.mailbox.letters("anna@romashka.example"))):
        assert not [word for word in ("Василёк", other, "John") if word in text]
    kinds = await town.app.clerk.read(
        lambda desk: [e.facts.get("how") for e in desk.journal.of(other) if e.kind == "incident"]
    )
    assert kinds == ["linked", "news"]

    # It is over: nobody is told of it any more, and its old buttons say so.
    await town.boris.says("Ещё раз", reply_to=prompt)
    await town.boris.sees_new("уже завершён")
    await town.olga.says("/incident")
    await town.olga.sees_new("Открытых сбоев нет")


async def test_another_problem_goes_on_as_usual_and_only_leads_speak_for_all(town: Town) -> None:
    """«Другая проблема»: all the questions, no link. An agent links and unlinks from the card; opening and ending are a lead's."""
    await town.olga.says(f"/incident {FAILED}")
    await town.olga.sees_new("только руководитель")
    await town.boris.says("/incident")
    await town.boris.sees_new("Открытых сбоев нет", "/incident")
    await town.boris.presses("Новый сбой")
    prompt = await town.boris.sees_new("что сломалось")
    await town.boris.says(FAILED, reply_to=prompt)
    await town.boris.sees_new("Сбой открыт")

    await tells(town, town.anna, ANNA["description"])
    await town.anna.sees_new("Мы уже знаем")
    await town.anna.presses("Другая проблема")
    await town.anna.sees_new("7 из 7")
    await town.anna.says("/cancel")
    await town.anna.sees_new("Удалить черновик?")
    await town.anna.presses("Удалить")
    await town.anna.sees_new("Удалено")
    number = await registered(town)

    await presses_more(town.olga, "Общий сбой")
    await town.olga.presses(FAILED)
    await town.anna.sees_new("Это сбой, о котором мы уже знаем", FAILED)
    await town.settled()
    await presses_more(town.olga, "Общий сбой")
    await town.olga.presses("Не от этого сбоя")
    await town.anna.sees_new("не тот сбой")
    await town.settled()
    await presses_more(town.olga, "Общий сбой")
    await town.olga.presses(FAILED)
    await town.settled()

    await town.boris.presses("Взять")
    await town.settled()
    await completes(town, "Заменили картридж")
    await town.olga.says("/incident")
    card = await town.olga.sees_new("Общий сбой", "1 открытая заявка")
    assert "руководитель" in str((await town.olga.presses("Завершить", on=card))["text"])
    await town.boris.presses("Завершить", on=card)
    prompt = await town.boris.sees_new("все привязанные заявки")
    await town.boris.says("Почта снова ходит", reply_to=prompt)
    await town.boris.sees_new("Не завершены, посмотрите их сами", number)
    await town.anna.sees_new("Сбой устранён", "Почта снова ходит")


async def test_letters_and_calls_hear_of_a_known_failure_too(town: Town) -> None:
    """Nobody can be asked there: the confirmation tells of it, staff link by one press, and the answer comes to them as to all."""
    await town.set_clock(MORNING)
    await town.boris.says(f"/incident {FAILED}")
    await town.boris.sees_new("Сбой открыт")
    await writes(town, "Письма", caller().split("\n", 1)[1])
    letter = await town.mailbox.gets("Мы уже знаем о сбое", FAILED.rstrip("."), "делать ничего не нужно")
    number = letter["subject"].split("]")[0].removeprefix("[")
    asked = await town.boris.sees(f"{number} · Есть известный сбой. Заявка о нём?", FAILED)
    assert captions(asked) == ["Привязать к сбою"]
    await town.olga.presses("Привязать к сбою", on=asked)
    await town.mailbox.gets(f"[{number}]", "Это сбой, о котором мы уже знаем")
    await town.settled()
    assert captions(await town.boris.sees(f"{number} · Есть известный сбой")) == []

    await town.olga.says("/new")
    call = caller().replace("petr@", "ivan@")
    await town.olga.says(call, reply_to=await town.olga.sees_new("заявка по телефону"))
    told = await town.olga.sees_new("зарегистрирована", "Если звонят о нём, скажите, что мы уже знаем", FAILED)
    called = told["text"].split()[0]
    await town.mailbox.gets(f"[{called}]", "Мы уже знаем о сбое", to="ivan@vasilek.example")
    asked = await town.olga.sees(f"{called} · Есть известный сбой", "@olga_petrova")
    await town.olga.presses("Привязать к сбою", on=asked)
    await town.settled()
    linked = await town.app.clerk.read(lambda desk: [desk.tickets.get(one).incident_id for one in (number, called)])
    assert None not in linked

    await town.boris.says("/incident")
    await town.boris.presses("Завершить", on=await town.boris.sees_new("2 открытые заявки"))
    await town.boris.says("Почта снова ходит", reply_to=await town.boris.sees_new("итоговым ответом"))
    await town.mailbox.gets(f"[{number}]", "Почта снова ходит")
    await writes(town, "Склад", "Не открывается склад, помогите", sender="oleg@vasilek.example")
    last = await town.mailbox.gets("зарегистрирована", to="oleg@vasilek.example")
    assert "сбо" not in last["text"]
