"""Forgetting is complete: after an erasure no table, file, log or message of the bot to staff holds a word of the person."""

from __future__ import annotations

import hashlib
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
from bot.sandbox.person import said
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.storage.tables import metadata
from domain.journal import first_broken
from domain.regulation import load
from handlers.view.cards import card
from handlers.view.journal_form import lines
from handlers.view.own import own_card
from handlers.view.record import record
from handlers.view.words import speaking
from tests.stories.conftest import Town, on_monday
from tests.stories.moves import asks, completes
from tests.stories.pictures import picture
from tests.stories.test_confidence import proves

ZINAIDA = {
    "organization": "ИП Кракозяброва",
    "name": "Кракозяброва Зинаида Фёкловна",
    "position": "Укротитель шмякозавров",
    "phone": "+7 999 777-31-13",
    "email": "zinaida@hrumburger.example",
    "description": "Фырнулькоплюй не печатает на втором этаже, мигает красная лампа",
    "steps": "Нажать на Бумбарашкин, ничего не происходит",
}
SECRETS = [
    *("Кракозябр", "Зинаид", "Фёкловн", "шмякозавр", "hrumburger", "Фырнулькоплюй", "Бумбарашкин", "Тюбетейкин"),
    *("9997773113", "777-31-13", "Клюквогрыз", "Ляпсус", "Жар-птица", "Чебурахнуло", "Дрындулет", "Мымзик", "Пуфендуй"),
    *("Анна Соколова", "anna_sokolova", "6100000001", "romashka"),
]
PICTURE = picture(colour="rebeccapurple", size=(123, 77))


@pytest.fixture
async def desk_town(sandbox: Sandbox, settings: Settings, tmp_path: Path) -> AsyncIterator[Town]:
    """barier with a quality control, and what is told in confidence: all that can happen to a ticket can happen here."""
    own = tmp_path / "own.toml"
    more = """
[quality]
letters = ["complaint", "speed_up"]
assumed = true

[demands.secrets]
text = { ru = "Данные для входа видит только ответственный.", en = "Only the assignee sees sign-in data." }
assumed = true

[demands.third_parties]
text = { ru = "К работе подключён партнёр.", en = "A partner takes part." }
assumed = true
"""
    own.write_text(load("barier").source + more, "utf-8")
    changed = {
        "regulation": str(own),
        "quality_email": "quality@barier.example",
        "secret_key": SecretStr(Fernet.generate_key().decode()),
        "data_dir": tmp_path / "data",
    }
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
        return "\n".join(
            f"{name}: {dict(row)}"
            for name, table in metadata.tables.items()
            for row in connection.execute(sa.select(table)).mappings()
        )


def raw_pages(town: Town) -> str:
    """The database's own files, where it is one that keeps them here."""
    database = town.app.engine.url.database or ""
    if town.app.engine.dialect.name != "sqlite":
        return ""
    found = [path.read_bytes() for path in Path(database).parent.glob(f"{Path(database).name}*")]
    assert found
    return b"".join(found).decode("utf-8", "replace")


def told_to_staff(town: Town) -> str:
    """What the bot has written into the staff group, and is still there."""
    return "\n".join(said(m) for m in town.boris.messages() if m["from"]["is_bot"])


def clean(text: str, where: str) -> None:
    for secret in SECRETS:
        at = text.find(secret)
        assert at < 0, f"{where}: {secret!r} in …{text[max(0, at - 300) : at + 100]}…"


async def lives_a_whole_life(town: Town) -> str:
    """A request with everything that people may say or send about it; closed in the end."""
    anna, boris = town.anna, town.boris
    await anna.says("Чебурахнуло, и не знаю что")  # words before any request
    await anna.sees_new("не зарегистрировано")
    await anna.presses("Не нужно")
    await town.answers_all(anna, **ZINAIDA)
    await anna.sees_new("О чём заявка?")
    await anna.presses("Что-то не работает")
    await anna.sees_new("Насколько")
    await anna.presses("частично")
    await anna.sees_new("Скриншоты")
    await anna.attaches(("шмякозавр.png", PICTURE), caption="Вот он, Клюквогрыз", as_="document")
    await anna.sees_new("1 файл")
    await anna.presses("Готово")
    await anna.sees_new("Проверьте")
    await anna.presses("Отправить заявку")
    number = str((await anna.sees_new("Заявка зарегистрирована"))["text"]).split(" · ")[0]
    await town.settled()
    await proves(town)
    await boris.presses("Взять")
    await town.settled()
    await boris.presses("Подтвердить")
    await town.settled()
    await boris.says("// Кракозяброва опять", reply_to=await boris.sees(number, "Ответственный"))
    await asks(town, "Зинаида Фёкловна, что мигает?")
    await anna.says("Мигает Тюбетейкин", reply_to=await anna.sees(number, "У нас вопрос"))
    await town.settled()
    card_now = await boris.sees(number, "Кракозяброва Зинаида")
    await boris.says("Зинаида Фёкловна, Ляпсус найден", reply_to=card_now)
    await town.settled()
    await anna.presses("Пожаловаться")
    await anna.sees_new("Что не так")
    await anna.says("Ваш Дрындулет меня не слышит")
    await town.settled()
    await completes(town, "Готово, Кракозяброва")
    await anna.presses("Не решено")
    await anna.sees_new("не решено в")
    await anna.says("Мымзик всё ещё мигает, как и вчера")
    await town.settled()
    await completes(town, "Теперь точно, Зинаида")
    await anna.presses("Подтверждаю")
    await anna.sees(number, "Заявка закрыта")
    await town.settled()
    await anna.presses("2 ★")
    await anna.sees_new("пару слов")
    await anna.says("Пуфендуй и только")
    await town.settled()
    await anna.says("/new")
    await anna.sees_new("Ваши данные")
    await anna.presses("Всё верно")
    await anna.sees_new("1 из 2")
    await anna.says("Ещё один Клюквогрыз пропал")
    await anna.sees_new("2 из 2")
    await town.app.reception.take(_unreadable(town))
    await anna.says("/mydata")
    await anna.sees_new("my-data-")
    await town.settled()
    return number


def _unreadable(town: Town) -> dict[str, Any]:
    user = {"id": town.anna.id, "is_bot": False, "first_name": "Анна", "last_name": "Соколова"}
    chat = {"id": town.anna.id, "type": "private", "first_name": "Анна"}
    return {
        "update_id": 900_000_001,
        "message": {"message_id": 4000, "date": "never", "chat": chat, "from": user, "text": "Клюквогрыз в карантине"},
    }


async def test_after_an_erasure_nothing_is_left_but_the_register(desk_town: Town, log: io.StringIO) -> None:
    """152-ФЗ, article 21: every table, the file store, the raw database and the log; numbers and dates remain, the chain verifies."""
    town = desk_town
    number = await lives_a_whole_life(town)
    before = dump(town)
    for secret in ("Кракозябр", "Клюквогрыз", "Дрындулет", "Пуфендуй", "Клюквогрыз в карантине", "шмякозавр"):
        assert secret in before, secret  # else the search below would prove nothing
    content = hashlib.sha256(PICTURE).hexdigest()
    store = town.app.settings.home / "files"
    assert [path.name for path in store.glob("??/*")] == [content]

    await town.anna.says("/privacy")
    await town.anna.sees_new("Ваши данные у нас", "1 закрытая заявка", "1 ваш файл", "3 года", "редакция 2026-12")
    await town.anna.presses("Удалить мои данные")
    await town.anna.sees_new("Удалить всё о вас?", "номер, даты")
    await town.anna.presses("Да, удалить всё")
    await town.anna.sees_new("Ваши данные удалены", "/start")
    await town.mailbox.gets("Ваши данные удалены", to="zinaida@hrumburger.example")
    await town.settled()

    clean(dump(town), "the register")
    clean(raw_pages(town), "the database's file")
    clean(log.getvalue(), "the log")
    clean(told_to_staff(town), "the staff group")
    assert not list(store.glob("??/*"))
    assert content not in dump(town)

    card_now = await town.boris.sees(number, "Закрыта", "Персональные данные удалены 23 ноября 2026")
    assert "2" not in str(card_now.get("reply_markup", ""))
    kept = await town.app.clerk.read(_left, number=number)
    assert kept["verifies"]
    assert kept["ticket"] == ("BAR-000001", "failure", "2", 2, "closed", "solved")
    assert kept["kinds"].count("answer") == 1
    assert kept["kinds"][-1] == "erased"
    assert "Персональные данные удалены" in kept["views"]
    clean(kept["views"], "views")

    await town.anna.says("/start")
    await town.anna.sees_new("персональных данных")  # a stranger again
    await town.anna.says("/my")
    await town.anna.sees_new("нет заявок")


def _left(desk: Any, *, number: str) -> dict[str, Any]:
    ticket = desk.tickets.get(number)
    entries = desk.journal.of(number)
    with speaking("ru"):
        views = [
            card(desk, ticket),
            str(own_card(desk, ticket, desk.people.get(ticket.requester_id))),
            str(lines(desk, ticket)),
            str(record(desk, ticket)),
        ]
    return {
        "verifies": first_broken(entries) is None and entries[-1].digest == ticket.head,
        "ticket": (ticket.number, ticket.kind, ticket.priority, ticket.rating, ticket.status, ticket.resolution),
        "kinds": [str(e.kind) for e in entries],
        "views": "\n".join(views),
    }
