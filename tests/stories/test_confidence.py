"""What is told in confidence stays so; card numbers are never kept; rude words are flagged and never dropped."""

from __future__ import annotations

import io
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.logs import set_up
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.storage.tables import metadata, quarantine
from domain.regulation import load
from tests.stories.conftest import Town, on_monday
from tests.stories.moves import ANSWERS, presses_more, registers
from tests.stories.pictures import picture

KEY = Fernet.generate_key().decode()
SECRET = "Портал: admin-7 / Жар-птица#42"
CARD = "4111 1111 1111 1111"


@pytest.fixture
async def city(request: pytest.FixtureRequest, sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    """A town that works by the regulation the test names (gravity if none), with a key or, on demand, without."""
    preset, _, keyless = getattr(request, "param", "gravity").partition(" ")
    changed = {"regulation": preset, "secret_key": None if keyless else SecretStr(KEY)}
    async with on_monday(sandbox, settings.model_copy(update=changed)) as town:
        yield town


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the desk logs when it is told to log everything."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = list(root.handlers), root.level
    set_up("DEBUG", stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


def dump(town: Town) -> str:
    """Each row of each table of the register, as text."""
    with town.app.engine.connect() as connection:
        rows = [str(row) for table in metadata.tables.values() for row in connection.execute(sa.select(table))]
    return "\n".join(rows)


def letters(town: Town) -> str:
    """Each letter that was ever sent."""
    return "\n".join(f"{one['subject']} {one['text']} {one['html']}" for one in town.mailbox.letters())


async def proves(town: Town) -> None:
    """From now on letters carry everything."""
    letter = await town.mailbox.gets("Код:")
    await town.anna.says(str(letter["text"]).split("Код: ")[1][:6])
    await town.anna.sees_new("подтверж")


async def asks_for_access(town: Town, number: str, what: str = "Логин и пароль администратора портала") -> None:
    await town.settled()  # a card drawn anew would fold what is opened now
    await presses_more(town.boris, "Запросить доступ")
    prompt = await town.boris.sees_new("какие именно данные для входа нужны", number)
    await town.boris.says(what, reply_to=prompt)
    await town.anna.sees(number, "Нужны данные для входа", what, "п. 4.3 Регламента", "180 знаков")
    await town.settled()


async def test_a_secret_is_seen_once_and_leaves_no_trace(city: Town, log: io.StringIO) -> None:
    """gravity 4.3: asked on the card, sealed, shown to the assignee alone and once; no table, letter or log holds it."""
    number = await registers(city, "gravity")
    await proves(city)
    await asks_for_access(city, number)
    await city.boris.sees(number, "часы стоят")

    said = await city.anna.says(SECRET)
    await city.anna.sees("Зашифровано", number, "Борис Иванов")
    await city.settled()
    assert said["message_id"] not in {m["message_id"] for m in city.anna.messages()}
    await city.boris.sees(number, "Данные для входа получены", "Ответственный: Борис Иванов", "Норма")
    await city.boris.sees("Данные для входа, секретно")
    await city.mailbox.gets("Вы ответили секретно", to="anna@romashka.example")

    refused = await city.olga.presses("Показать данные (один раз)")
    assert "Борис Иванов" in refused["text"]
    assert SECRET not in refused["text"]
    shown = await city.boris.presses("Показать данные (один раз)")
    assert shown["text"] == SECRET
    assert shown["show_alert"]
    await city.settled()
    assert SECRET not in (again := await city.boris.alone().stage.do("press", _again(city, number)))["text"]
    assert "только один раз" in again["text"]

    await city.settled()
    city.boris.does_not_see(number, "Данные для входа получены")
    for place in (
        dump(city),
        letters(city),
        log.getvalue(),
        repr(await city.app.clerk.read(_everything, number=number)),
    ):
        assert "Жар-птица" not in place
        assert "admin-7" not in place
    assert "Вы ответили секретно" in letters(city)


def _again(town: Town, number: str) -> dict[str, Any]:
    """A second press on the button under the message, by whoever held it."""
    under = next(
        m for m in reversed(town.boris.messages()) if "секретно" in m.get("text", "") and m.get("reply_markup")
    )
    data = under["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    return {"person": town.boris.id, "chat": town.boris.chat, "message_id": under["message_id"], "data": data}


def _everything(desk: Any, *, number: str) -> list[Any]:
    return [
        desk.vault,
        desk.tickets.get(number),
        *desk.secrets.of_ticket(number),
        *desk.journal.of(number),
        *desk.outbox.of(number),
    ]


async def test_the_record_says_that_something_was_told_and_shown(city: Town) -> None:
    """Everybody may know that there was a secret, and staff who looked at it."""
    number = await registers(city, "gravity")
    await asks_for_access(city, number)
    await city.anna.says(SECRET)
    await city.settled()
    await city.boris.presses("Показать данные")
    await city.settled()
    entries = await city.app.clerk.read(_journal, number=number)
    assert ("secret_given", "public", {"clause": "4.3"}) in entries
    assert any(kind == "secret_shown" and audience == "staff" for kind, audience, _ in entries)


def _journal(desk: Any, *, number: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [(str(e.kind), str(e.audience), e.facts) for e in desk.journal.of(number)]


async def test_what_was_not_looked_at_is_erased_at_closing(city: Town) -> None:
    """Nobody finds a password in a closed request."""
    number = await registers(city, "gravity")
    await asks_for_access(city, number)
    await city.anna.says(SECRET)
    await city.settled()
    await city.boris.presses("Завершить")
    await city.settled()
    await city.boris.presses("Ошибка пользователя")
    ask = await city.boris.sees_new("итоговым ответом")
    await city.boris.says("Уже не нужно", reply_to=ask)
    await city.anna.sees(number, "Заявка закрыта")
    await city.settled()
    assert "secret_erased" in [kind for kind, *_ in await city.app.clerk.read(_journal, number=number)]
    assert all(not s.sealed for s in await city.app.clerk.read(lambda desk: desk.secrets.of_ticket(number)))
    assert "только один раз" in (await city.boris.stage.do("press", _again(city, number)))["text"]


async def test_too_much_and_files_are_refused_before_anything_is_kept(city: Town) -> None:
    """180 characters are what can be shown; a file could not be shown at all."""
    number = await registers(city, "gravity")
    await asks_for_access(city, number)
    await city.anna.says("Жар-птица " * 20)
    await city.anna.sees_new("ничего не сохранил", "на 19 знаков")
    await city.anna.attaches(picture(), caption=SECRET)
    await city.anna.sees_new("Зашифровать можно только текст")
    await city.settled()
    assert "Жар-птица" not in dump(city)
    await city.anna.says("Жар-птица")
    await city.anna.sees_new("Зашифровано")
    await city.settled()
    assert (await city.boris.presses("Показать данные"))["text"] == "Жар-птица"


async def test_a_reply_to_the_question_is_told_in_confidence_whatever_else_is_asked(city: Town) -> None:
    """In the middle of another intake the question waits for its button; a reply to it is sealed all the same."""
    number = await registers(city, "gravity")
    await city.anna.says("/new")
    await city.anna.sees_new("http")
    await city.anna.presses("Не нашлось, дальше")
    await city.anna.sees_new("Ваши данные")
    await city.anna.presses("Всё верно")
    await city.anna.sees_new("1 из 4")
    await asks_for_access(city, number)
    asked = await city.anna.sees(number, "Нужны данные для входа")
    await city.anna.says(SECRET, reply_to=asked)
    await city.anna.sees_new("Зашифровано")
    await city.settled()

    assert "Жар-птица" not in dump(city)
    await city.anna.says("Отчёт не строится со вчерашнего дня")
    await city.anna.sees_new("2 из 4")
    await city.settled()


async def test_a_reply_to_a_reminder_is_told_in_confidence_too(
    sandbox: Sandbox, settings: Settings, tmp_path: Path
) -> None:
    """A regulation of one's own may remind: whoever replies to the reminder must not have their password mailed."""
    own = tmp_path / "own.toml"
    reminds = '[reminders]\nwhile_asking = "2 hours"\nassumed = true\n\n[warning]'
    own.write_text(load("gravity").source.replace("[warning]", reminds), "utf-8")
    changed = {"regulation": str(own), "secret_key": SecretStr(KEY)}
    async with on_monday(sandbox, settings.model_copy(update=changed)) as town:
        number = await registers(town, "gravity")
        await asks_for_access(town, number)
        await town.anna.presses("Ответить секретно")
        await town.anna.sees_new("Напишите данные для входа")
        await town.anna.presses("Не нужно")
        await town.settled()
        await town.forward(hours=3)
        reminded = await town.anna.sees(number, "Ждём вашего ответа", "180 знаков")
        await town.settled()
        await town.anna.says(SECRET, reply_to=reminded)
        await town.anna.sees_new("Зашифровано")
        await town.settled()
        assert "Жар-птица" not in dump(town) + letters(town)


async def test_after_the_end_nothing_is_kept_of_what_comes_too_late(city: Town) -> None:
    """The request was closed while the password was being looked for."""
    number = await registers(city, "gravity")
    await asks_for_access(city, number)
    await city.boris.presses("Завершить")
    await city.settled()
    await city.boris.presses("Ошибка пользователя")
    ask = await city.boris.sees_new("итоговым ответом")
    await city.boris.says("Разобрались", reply_to=ask)
    await city.anna.sees(number, "Заявка закрыта")
    await city.settled()
    await city.anna.says(SECRET)
    await city.anna.sees_new("данные для входа больше не нужны", "ничего не сохранил")
    await city.settled()
    assert "Жар-птица" not in dump(city)
    await city.anna.says("А вот новый вопрос про отчёт")
    await city.anna.sees_new("не зарегистрировано")


async def test_a_message_that_cannot_be_deleted_is_left_to_its_writer(city: Town) -> None:
    """Telegram may refuse deleteMessage; then the person must know."""
    number = await registers(city, "gravity")
    await asks_for_access(city, number)
    city.sandbox.world.faults.add("deleteMessage", status=400, description="Bad Request: message can't be deleted")
    await city.anna.says(SECRET)
    await city.anna.sees("Сотрите сообщение сами")
    await city.settled()


async def test_an_update_that_fails_is_set_aside_without_the_secret(city: Town) -> None:
    """The quarantine keeps bodies for 30 days: not this one's words. Elsewhere it keeps them, but never a card's number."""
    number = await registers(city, "gravity")
    await asks_for_access(city, number)
    await city.app.reception.take(_unreadable(city, 900_000_001, SECRET))
    assert "Жар-птица" not in dump(city)
    await city.anna.presses("Ответить секретно")
    await city.anna.sees_new("Напишите данные для входа")
    await city.anna.presses("Не нужно")
    await city.settled()
    await city.app.reception.take(_unreadable(city, 900_000_002, f"Просто слова, {CARD}"))
    with city.app.engine.connect() as connection:
        bodies = [row.body for row in connection.execute(sa.select(quarantine).order_by(quarantine.c.id))]
    assert "[in confidence]" in bodies[0]
    assert "Просто слова, •••• 1111" in bodies[1]
    assert CARD not in dump(city)


def _unreadable(town: Town, update_id: int, text: str) -> dict[str, Any]:
    chat = {"id": town.anna.id, "type": "private", "first_name": "Анна"}
    sender = {"id": town.anna.id, "is_bot": False, "first_name": "Анна"}
    message = {"message_id": 4_000, "date": "never", "chat": chat, "from": sender, "text": text}
    return {"update_id": update_id, "message": message}


@pytest.mark.parametrize("city", ["gravity keyless"], indirect=True)
async def test_without_a_key_the_button_says_what_is_missing(city: Town) -> None:
    """Nobody is asked for a password that could not be kept safe."""
    number = await registers(city, "gravity")
    refused = await presses_more(city.boris, "Запросить доступ")
    assert "FRONTDESK_SECRET_KEY" in refused["text"]
    await city.settled()
    city.anna.does_not_see(number, "Нужны данные для входа")


@pytest.mark.parametrize("city", ["barier"], indirect=True)
async def test_where_the_regulation_does_not_ask_for_access_there_is_no_button(city: Town) -> None:
    """barier knows no such question; its card numbers are nobody's business either."""
    number = await city.registers(city.anna)
    assert "Запросить доступ" not in city.boris.captions()
    card = await city.anna.sees(number)
    await city.anna.says(f"Платили картой {CARD}", reply_to=card)
    await city.boris.sees(f"Платили картой {CARD}")


async def test_a_card_number_is_masked_before_it_is_kept(city: Town) -> None:
    """gravity 3.5: in an answer of the intake, a caption and a message; the person hears why, and their message goes."""
    await city.anna.says("/start")
    await city.anna.sees_new("согл")
    await city.anna.presses("Даю согласие")
    await city.anna.sees_new("http")
    await city.anna.presses("Не нашлось, дальше")
    await city.anna.sees_new("1 из 5")
    said = await city.anna.says(f"Не проходит оплата картой {CARD} 12/27, списали дважды")
    await city.anna.sees("Данные банковских карт присылать не нужно", "п. 3.5 Регламента")
    await city.anna.sees_new("2 из 5")
    for skip in ("Пропустить", "Пропустить", "Не знаю", "Отвечайте здесь"):
        await city.anna.presses(skip)
        await city.settled()
    await city.anna.presses("Пожелание или вопрос")
    await city.anna.sees_new("Скриншоты")
    await city.anna.attaches(picture(), caption=f"карта {CARD.replace(' ', '')}")
    await city.anna.sees_new("1 файл")
    await city.settled()
    await city.anna.presses("Готово")
    await city.anna.sees_new("Проверьте", "•••• 1111 12/27")
    await city.anna.presses("Отправить заявку")
    told = await city.anna.sees_new("Заявка зарегистрирована")
    await city.settled()
    await city.anna.says(f"И вторая: {CARD}", reply_to=told)
    await city.boris.sees("И вторая: •••• 1111")
    await city.settled()

    assert said["message_id"] not in {m["message_id"] for m in city.anna.messages()}
    told_so = [m for m in city.anna.messages() if "Данные банковских карт" in m.get("text", "")]
    assert len(told_so) == 3
    for place in (dump(city), letters(city)):
        assert CARD not in place
        assert CARD.replace(" ", "") not in place


@pytest.mark.parametrize("city", ["e-doc"], indirect=True)
async def test_rude_words_are_recorded_flagged_and_refused_by_two_taps(city: Town) -> None:
    """e-doc 16: the words are registered all the same, the lead is told, staff refuse by the clause; the desk accuses nobody."""
    number = await registers(city, "e-doc")
    told = await city.anna.sees(number, "Заявка зарегистрирована")
    await city.anna.says("Вы там идиоты или п0шли вон?", reply_to=told)
    await city.boris.sees("Заявитель пишет", "Вы там идиоты")
    await city.boris.sees(number, "Похоже, есть брань или оскорбления (п. 16)", "«идиоты»", "@boris_ivanov")
    await city.boris.sees(number, "Похоже, здесь есть брань", "Решать вам")
    await city.settled()
    assert not [m for m in city.anna.messages() if "бран" in m.get("text", "") or "оскорб" in m.get("text", "")]

    await city.anna.says("Идиоты!", reply_to=told)
    await city.boris.sees("Идиоты!")
    await city.settled()
    assert len([m for m in city.boris.messages() if "«идиоты»" in m.get("text", "").lower()]) == 1

    await city.boris.presses("Отказать: В обращении есть оскорбления")
    await city.settled()
    city.anna.does_not_see(number, "Заявка закрыта")
    await city.boris.presses("Да, отказать (п. 16)")
    await city.anna.sees(number, "закрыта без решения", "в обращении есть оскорбления", "п. 16 Регламента")
    await city.settled()
    flagged = [facts for kind, _, facts in await city.app.clerk.read(_journal, number=number) if kind == "flagged"]
    assert flagged[0] == {"words": ["идиоты", "пошли вон"], "clause": "16"}


async def test_in_gravity_leads_are_not_called_for_words(city: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """gravity 4.2, 4.8-10 say nothing of leads: registered all the same, the card shows it, the second tap has a way back."""
    monkeypatch.setitem(ANSWERS, "description", "Какого х*я не работает личный кабинет?")
    number = await registers(city, "gravity")
    await city.boris.sees(number, "Похоже, здесь есть брань или оскорбления (п. 4.2)")
    await city.settled()
    city.boris.does_not_see("Похоже, есть брань", "@")
    await city.boris.presses("Отказать: В обращении есть нецензурные")
    await city.settled()
    assert "Да, отказать (п. 4.8-10)" in city.boris.captions()
    await city.boris.presses("« Назад")
    await city.settled()
    assert "Да, отказать (п. 4.8-10)" not in city.boris.captions()
    city.anna.does_not_see(number, "закрыта")
