"""Quality control: a requester complains or asks for speed, past the assignee."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.sandbox.person import Json, Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from tests.stories.conftest import Town, on_monday
from tests.stories.moves import registers
from tests.stories.test_confidence import proves

QUALITY = "quality@bellintegrator.example"
PORTAL = "support@mitwork.kz"
WORDS = "Ответили через сутки и не о том"


@pytest.fixture
async def city(request: pytest.FixtureRequest, sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    """A town that works by the regulation the test names; the settings name an address of quality control, or do not."""
    preset, _, unknown = getattr(request, "param", "gravity").partition(" ")
    changed = {"regulation": preset, "quality_email": None if unknown else QUALITY}
    async with on_monday(sandbox, settings.model_copy(update=changed)) as town:
        yield town


async def closes(town: Town, number: str) -> None:
    """gravity 5.1: completing closes it."""
    await town.boris.presses("Завершить")
    await town.settled()
    await town.boris.presses("Ошибка пользователя")
    ask = await town.boris.sees_new("итоговым ответом")
    await town.boris.says("Сделали", reply_to=ask)
    await town.anna.sees(number, "Заявка закрыта")
    await town.settled()


def seen_by_staff(town: Town) -> str:
    return "\n".join(m.get("text", "") for m in town.boris.messages())


async def test_a_complaint_goes_past_the_assignee(city: Town) -> None:
    """gravity 6: the letter has number, contacts, words and record; leads are called without the words; Anna gets both."""
    number = await registers(city, "gravity")
    await proves(city)
    await city.boris.presses("Взять")
    await city.settled()
    await closes(city, number)

    await city.anna.presses("Пожаловаться")
    await city.anna.sees_new("Что не так с", number, "минуя того")
    await city.anna.says(WORDS)
    await city.anna.sees(number, "Передаём вашу жалобу", "п. 6 Регламента")
    letter = await city.mailbox.gets(WORDS, to=QUALITY)
    for fact in (
        number,
        "Жалоба на поддержку",
        "Анна Соколова",
        "anna@romashka.example",
        "п. 6",
        "Взята в работу",
        "Сделали",
    ):
        assert fact in letter["subject"] + letter["text"], fact
    mirror = await city.mailbox.gets("Передаём вашу жалобу", to="anna@romashka.example")
    assert WORDS in mirror["text"]

    await city.boris.sees(number, "Заявитель пожаловался в контроль качества", "п. 6", "@boris_ivanov")
    await city.settled()
    assert WORDS not in seen_by_staff(city)
    entries = await city.app.clerk.read(_complaints, number=number)
    [(audience, facts)] = entries
    assert facts.pop("due").startswith("2026-11-26T07:3")
    assert (audience, facts) == ("public", {"letter": "complaint", "complaint": "GRA-Q00001", "clause": "6"})


def _complaints(desk: Any, *, number: str) -> list[tuple[str, dict[str, Any]]]:
    return [(str(e.audience), e.facts) for e in desk.journal.of(number) if e.kind == "complained"]


async def test_one_letter_of_a_kind_a_day(city: Town) -> None:
    """The second complaint of the day is refused kindly, a wish for speed is not; tomorrow there is another."""
    number = await registers(city, "gravity")
    card = await city.boris.sees(number)
    await city.boris.says("Проверяем", reply_to=card)
    await city.anna.sees(number, "Проверяем")
    await city.settled()
    await city.anna.presses("Пожаловаться")
    await city.anna.sees_new("Что не так с")
    await city.anna.says(WORDS)
    await city.anna.sees(number, "Передаём вашу жалобу")
    await city.settled()
    refused = await city.anna.presses("Пожаловаться")
    assert "Завтра можно" in refused["text"]

    await city.anna.presses("Ускорить")
    await city.anna.sees_new("Почему с", number, "спешить")
    await city.anna.presses("Отправить без слов")
    await city.anna.sees(number, "Передаём просьбу ускорить", "п. 6 Регламента")
    await city.mailbox.gets("Просьба ускорить", "Без слов.", number, to=QUALITY)
    await city.boris.sees(number, "просит контроль качества ускорить")
    await city.settled()
    assert "уже просили ускорить" in (await city.anna.presses("Ускорить"))["text"]

    await city.forward(hours=14)
    await city.anna.presses("Пожаловаться")
    await city.anna.sees_new("Что не так с")
    assert len(city.mailbox.letters(QUALITY)) == 2


async def test_what_is_done_is_not_hurried(city: Town) -> None:
    """gravity 6: under a closed request one row, and only the complaint in it; an old button is refused."""
    number = await registers(city, "gravity")
    card = await city.boris.sees(number)
    await city.boris.says("Проверяем", reply_to=card)
    await city.anna.sees(number, "Проверяем")
    await city.settled()
    await closes(city, number)
    closed = await city.anna.sees(number, "Заявка закрыта")
    rows = closed["reply_markup"]["inline_keyboard"]
    assert [b["text"] for b in rows[-1]] == ["Пожаловаться"]
    assert len(rows) == 3
    refused = await city.anna.presses("Ускорить")
    assert "закрыта" in refused["text"]


async def test_the_command_lists_what_is_open_or_closed_lately(city: Town) -> None:
    """/complain: own requests of the last 30 days, to choose from."""
    await city.anna.says("/complain")
    await city.anna.sees_new("нет открытых заявок")
    number = await registers(city, "gravity")
    await city.anna.says("/complain")
    await city.anna.sees_new("О какой заявке речь")
    assert f"Ускорить: {number}" in city.anna.captions()
    await city.anna.presses(f"Пожаловаться: {number}")
    await city.anna.sees_new("Что не так с", number)
    await city.anna.presses("Не нужно")
    await closes(city, number)
    await city.forward(hours=24 * 31)
    await city.anna.says("/complain")
    await city.anna.sees_new("нет открытых заявок")


async def test_an_answer_is_no_complaint(city: Town) -> None:
    """Words to quality control were begun, then staff asked: what is written next answers them, and goes nowhere else."""
    number = await registers(city, "gravity")
    await city.anna.says("/complain")
    await city.anna.sees_new("О какой заявке речь")
    await city.anna.presses("Пожаловаться")
    await city.anna.sees_new("Что не так с")
    await city.boris.presses("Спросить")
    ask = await city.boris.sees_new("вопросом по")
    await city.boris.says("Какая версия?", reply_to=ask)
    await city.anna.sees(number, "Какая версия?")
    await city.settled()
    await city.anna.says("2.4.1")
    await city.boris.sees("Заявитель отвечает", "2.4.1")
    await city.settled()
    assert city.mailbox.letters(QUALITY) == []


@pytest.mark.parametrize("city", ["e-doc"], indirect=True)
async def test_the_regulations_own_address_comes_first(city: Town) -> None:
    """e-doc 16: quality control has an address in the text; there is no letter for speed."""
    number = await registers(city, "e-doc")
    card = await city.boris.sees(number)
    await city.boris.says("Проверяем", reply_to=card)
    answered = await city.anna.sees(number, "Проверяем")
    await city.settled()
    assert [b["text"] for row in answered["reply_markup"]["inline_keyboard"] for b in row] == ["Пожаловаться"]
    await city.anna.presses("Пожаловаться")
    await city.anna.sees_new("Что не так с")
    await city.anna.says(WORDS)
    await city.anna.sees(number, "Передаём вашу жалобу", "п. 16 Регламента")
    await city.mailbox.gets(WORDS, "ООО «Ромашка»", to=PORTAL)
    assert city.mailbox.letters(QUALITY) == []


async def test_staff_hear_that_the_letter_did_not_arrive(city: Town) -> None:
    """A complaint that is lost in silence is a second one."""
    number = await registers(city, "gravity")
    city.sandbox.world.mailbox.refuse(QUALITY, 550, "no such mailbox")
    await city.anna.says("/complain")
    await city.anna.sees_new("О какой заявке речь")
    await city.anna.presses("Ускорить")
    await city.anna.sees_new("спешить")
    await city.anna.says("Завтра отчёт")
    await city.boris.sees(number, "Письмо в контроль качества не дошло")


async def test_nobody_complains_about_somebody_elses_request(city: Town) -> None:
    """A forged button names a stranger's number."""
    number = await registers(city, "gravity")
    john = type(city.anna)(city.anna.stage, "John")
    await john.says("/start")
    hello = (await john.sees("Hello"))["message_id"]
    for verb in ("complaint", "speed_up", "confide"):
        data = f"t:{number}:{verb}:send"
        asked = {"person": john.id, "chat": john.chat, "message_id": hello, "data": data, "forged": True}
        assert "no such request" in (await city.anna.stage.do("press", asked))["text"]
    assert city.mailbox.letters(QUALITY) == []


@pytest.mark.parametrize("city", ["gravity unknown", "barier unknown"], indirect=True)
async def test_without_an_address_nothing_is_offered(city: Town, request: pytest.FixtureRequest) -> None:
    """A button that leads nowhere would be worse than none."""
    preset = request.node.callspec.params["city"].split()[0]
    number = await (registers(city, preset) if preset == "gravity" else city.registers(city.anna))
    card = await city.boris.sees(number)
    await city.boris.says("Проверяем", reply_to=card)
    await city.anna.sees(number, "Проверяем")
    await city.settled()
    assert "Пожаловаться" not in city.anna.captions()
    await city.anna.says("/complain")
    await city.anna.sees_new("Контроля качества", "нет")
    answered = await city.anna.sees(number, "Проверяем")
    data = f"t:{number}:complaint:"
    asked = {"person": city.anna.id, "chat": city.anna.chat, "message_id": answered["message_id"], "data": data}
    assert "устарела" in (await city.anna.stage.do("press", asked | {"forged": True}))["text"]


@pytest.mark.parametrize(
    ("preset", "address", "said"), [("gravity", None, 1), ("gravity", QUALITY, 0), ("e-doc", None, 0)]
)
async def test_the_log_says_once_that_the_address_is_missing(
    preset: str, address: str | None, said: int, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever runs the desk learns why nobody can complain."""
    caplog.set_level(logging.WARNING)
    app = build(settings.model_copy(update={"regulation": preset, "quality_email": address}))
    await app.stop()
    lines = [record for record in caplog.records if "FRONTDESK_QUALITY_EMAIL" in record.getMessage()]
    assert len(lines) == said


async def complains(town: Town, number: str) -> None:
    """Anna writes to quality control about her request."""
    await town.anna.says("/complain")
    await town.anna.sees_new("О какой заявке речь")
    await town.anna.presses("Пожаловаться")
    await town.anna.sees_new("Что не так с", number)
    await town.anna.says(WORDS)


async def test_a_complaint_is_answered_by_a_lead(city: Town) -> None:
    """It has a number and a deadline of its own; the lead's answer goes to chat, mailbox and quality control, once."""
    number = await registers(city, "gravity")
    await proves(city)
    await complains(city, number)
    await city.anna.sees("Передаём вашу жалобу", "GRA-Q00001", "Ответим до")
    await city.boris.sees("GRA-Q00001", "ответить до")
    await city.settled()

    await city.boris.presses("Ответить на жалобу")
    ask = await city.boris.sees_new("текстом ответа на жалобу GRA-Q00001")
    await city.boris.says("Разобрались: ответим сегодня", reply_to=ask)
    await city.anna.sees("Ответ на вашу жалобу GRA-Q00001", "Борис", "ответим сегодня")
    await city.mailbox.gets("Ответ на вашу жалобу GRA-Q00001", "ответим сегодня", to="anna@romashka.example")
    await city.mailbox.gets("На жалобу GRA-Q00001 ответили", "ответим сегодня", to=QUALITY)
    await city.settled()

    assert "устарела" in (await city.boris.presses("Ответить на жалобу"))["text"]
    await city.forward(hours=24 * 10)
    assert "надо было ответить" not in seen_by_staff(city)


async def test_a_complaint_that_nobody_answers_calls_the_leads(city: Town) -> None:
    """Three working days are gone: leads are called by name, once."""
    number = await registers(city, "gravity")
    await complains(city, number)
    await city.boris.sees("GRA-Q00001", "ответить до")
    await city.settled()
    await city.forward(hours=24 * 3)
    await city.boris.sees(number, "На жалобу GRA-Q00001 надо было ответить", "@boris_ivanov")
    await city.forward(hours=24 * 7)
    assert seen_by_staff(city).count("надо было ответить") == 1


@pytest.mark.parametrize("city", ["barier"], indirect=True)
async def test_where_the_regulation_is_silent_quality_control_is_reached_all_the_same(city: Town) -> None:
    """barier says nothing of it: a complaint goes out, and cites nothing."""
    number = await city.registers(city.anna)
    await city.anna.says("/complain")
    await city.anna.sees_new("О какой заявке речь")
    assert not any("Ускорить" in caption for caption in city.anna.captions())
    await city.anna.presses("Пожаловаться")
    await city.anna.sees_new("Что не так с", number)
    await city.anna.says(WORDS)
    told = await city.anna.sees("Передаём вашу жалобу", "BAR-Q00001")
    assert "Регламент" not in told["text"]
    assert "Ответим до 26 ноября" in told["text"]
    await city.mailbox.gets(WORDS, to=QUALITY)


async def test_only_a_lead_answers_a_complaint(city: Town) -> None:
    """Olga works here and leads nobody: the press is refused to her alone."""
    number = await registers(city, "gravity")
    await complains(city, number)
    await city.boris.sees("GRA-Q00001", "ответить до")
    await city.settled()
    refused = await city.olga.presses("Ответить на жалобу")
    assert "руководител" in refused["text"]


async def forges(town: Town, who: Person, data: str, *, on: Json) -> str:
    """Press what nobody offered; returns what the presser alone is told."""
    asked = {"person": who.id, "chat": who.chat, "message_id": on["message_id"], "data": data, "forged": True}
    return str((await town.anna.stage.do("press", asked)).get("text") or "")


async def test_a_lead_with_a_chat_reads_and_answers_in_private(city: Town) -> None:
    """Boris leads and has a chat with the desk: the group hears nothing, he reads the words, and answers there; once."""
    number = await registers(city, "gravity")
    boris = city.boris.alone()
    await boris.says("/start")
    await city.settled()
    await complains(city, number)
    await boris.sees(number, "пожаловался", WORDS, "GRA-Q00001")
    await city.settled()
    assert "пожаловался" not in seen_by_staff(city)

    await city.forward(hours=24 * 7)
    await boris.sees("На жалобу GRA-Q00001 ещё не ответили")
    late = await boris.sees("На жалобу GRA-Q00001 надо было ответить")
    await boris.presses("Ответить на жалобу", on=late)
    ask = await boris.sees_new("текстом ответа на жалобу")
    await boris.says("Разобрались", reply_to=ask)
    await boris.sees_new("ответ ушёл заявителю")
    await city.anna.sees("Ответ на вашу жалобу GRA-Q00001", "Разобрались")
    await city.settled()
    assert "GRA-Q00001" not in seen_by_staff(city)
    assert "устарела" in (await boris.presses("Ответить на жалобу", on=late))["text"]


async def test_only_a_lead_answers_in_private(city: Town) -> None:
    """Olga leads nobody, Anna works nowhere: a forged press asks neither of them for words."""
    number = await registers(city, "gravity")
    await complains(city, number)
    olga = city.olga.alone()
    await olga.says("/start")
    await city.settled()
    for who, refused in ((olga, "руководител"), (city.anna, "устарела")):
        for verb in ("answer_complaint", "contacted"):
            press = f"t:{number}:{verb}:GRA-Q00001"
            assert refused in await forges(city, who, press, on=who.messages()[-1])
        await city.settled()
        who.does_not_see("ответом на жалобу")


async def test_a_lead_who_blocked_the_desk_hears_in_the_group(city: Town) -> None:
    """Nothing is lost in a chat that is closed; and the group reads no words."""
    number = await registers(city, "gravity")
    boris = city.boris.alone()
    await boris.says("/start")
    await city.settled()
    await boris.stage.do("block", {"person": boris.id, "blocked": True})
    await complains(city, number)
    await city.boris.sees(number, "пожаловался", "@boris_ivanov")
    await city.settled()
    assert WORDS not in seen_by_staff(city)
