"""Consent is kept word by word and can be taken back; everybody sees, gets and erases what is kept of them."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
import sqlalchemy as sa

from bot.sandbox.person import Person
from bot.storage.tables import consents, people
from domain.regulation import load
from tests.stories.conftest import Town
from tests.stories.moves import completes, registers
from tests.stories.pictures import picture
from tests.stories.quickly import registered
from tests.stories.test_confidence import proves
from tests.stories.test_my_tickets import seen_at_work


def rows(town: Town, table: sa.Table) -> list[dict[str, Any]]:
    with town.app.engine.connect() as connection:
        return [dict(row) for row in connection.execute(sa.select(table)).mappings()]


def journal(desk: Any, *, number: str) -> list[tuple[str, dict[str, Any]]]:
    return [(str(e.kind), e.facts) for e in desk.journal.of(number)]


async def closes(town: Town, number: str) -> None:
    """Boris completes the newest ticket, Anna says that it is solved."""
    await town.boris.presses("Взять")
    await town.settled()
    await completes(town, "Сделали, проверьте")
    await town.anna.presses("Подтверждаю")
    await town.anna.sees(number, "Заявка закрыта")
    await town.settled()


async def front(town: Town, who: Person | None = None) -> str:
    who = who or town.anna
    await who.says("/privacy")
    return str((await who.sees_new("Ваши данные у нас"))["text"])


def unpacked(town: Town, message: dict[str, Any]) -> zipfile.ZipFile:
    world = town.sandbox.world
    body = world.files.body(world.files.get_file(message["document"]["file_id"])["file_path"])
    assert body is not None
    return zipfile.ZipFile(io.BytesIO(body))


async def test_the_very_words_agreed_to_are_kept(town: Town) -> None:
    """152-ФЗ, article 9: which text, in which language, when; the registered entry names version and time."""
    number = await town.registers(town.anna)
    [given] = rows(town, consents)
    assert given["text"] == load("barier").consent.text.in_("ru")
    assert (given["version"], given["channel"], given["withdrawn_at"]) == ("2026-12", "telegram", None)
    [facts] = [facts for kind, facts in await town.app.clerk.read(journal, number=number) if kind == "registered"]
    assert facts["consent"] == "2026-12"
    assert facts["consent_at"].startswith(str(given["at"].date()))
    text = await front(town)
    assert "support@" in text or "@" in text.splitlines()[2]
    for words in ("открытые заявки: BAR-000001", "заявки: 3 года после закрытия", "не отправленное: 30 дней"):
        assert words in text
    assert "Ваше согласие: редакция 2026-12, дано" in text


async def test_a_button_under_other_words_is_no_consent(town: Town) -> None:
    """The text was changed between showing and pressing: nobody agrees to what they have not seen."""
    await town.anna.says("/start")
    asked = await town.anna.sees_new("персональных данных", "Даю согласие")
    data = asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    for other in (data[:-3] + "000", data.rsplit(":", 1)[0] + ":"):
        press = {"person": town.anna.id, "chat": town.anna.chat, "message_id": asked["message_id"], "data": other}
        await town.anna.stage.do("press", press | {"forged": True})
        await town.settled()
        assert rows(town, consents) == []
    await town.anna.presses("Даю согласие")
    await town.anna.sees_new("1 из 7")
    await town.settled()
    assert len(rows(town, consents)) == 1


async def test_a_consent_taken_back_erases_what_is_closed_and_spares_what_is_open(town: Town) -> None:
    """Open requests go on under the contract and are erased a day after their end; the next one asks for consent again."""
    closed = await town.registers(town.anna)
    await proves(town)
    await closes(town, closed)
    opened = await town.registers(town.anna, first=False, description="Не открывается база на складе с утра")
    await town.anna.says("/new")
    await town.anna.sees_new("Ваши данные")
    await town.anna.presses("Всё верно")
    await town.anna.sees_new("1 из 2")
    await town.anna.says("Чернила текут на пол")
    await town.anna.sees_new("2 из 2")

    await front(town)
    await town.anna.presses("Отозвать согласие")
    told = await town.anna.sees_new("Отозвать согласие?", f"{opened} доведём до конца", "сначала выгрузите")
    assert closed not in told["text"]
    await town.anna.presses("« Назад")
    await town.anna.sees_new("Ваши данные у нас", "1 черновик")
    assert rows(town, consents)[0]["withdrawn_at"] is None

    await town.anna.presses("Отозвать согласие")
    await town.anna.sees_new("Отозвать согласие?")
    await town.anna.presses("Да, отозвать")
    await town.anna.sees_new("Согласие отозвано", opened, "через сутки после закрытия")
    await town.mailbox.gets("Вы отозвали согласие", to="anna@romashka.example")
    await town.settled()
    assert rows(town, consents)[0]["withdrawn_at"] is not None
    assert "Согласия сейчас нет" in await front(town)
    assert "Отозвать согласие" not in [b["text"] for b in _buttons(town)]

    kinds = dict(await town.app.clerk.read(journal, number=opened))
    assert kinds["consent_withdrawn"] == {"version": "2026-12"}
    assert dict(await town.app.clerk.read(journal, number=closed))["erased"] == {"why": "withdrawn"}
    await town.boris.sees(closed, "Персональные данные удалены")
    await town.boris.sees(opened, "ООО «Ромашка»", "Не открывается база")
    await town.anna.says("/my")
    await town.anna.sees_new(closed, "Персональные данные удалены", opened, "Не открывается база")
    await town.anna.says("/new")
    await town.anna.sees_new("Даю согласие")
    assert "ООО «Черновик»" not in str(rows(town, people))

    await closes(town, opened)
    await town.forward(hours=23)
    await town.boris.sees(opened, "Закрыта", "ООО «Ромашка»")
    await town.forward(hours=2)
    await town.boris.sees(opened, "Закрыта", "Персональные данные удалены")


def _buttons(town: Town) -> list[dict[str, Any]]:
    latest = next(m for m in reversed(town.anna.messages()) if "Ваши данные у нас" in m.get("text", ""))
    return [button for row in latest["reply_markup"]["inline_keyboard"] for button in row]


async def test_open_requests_come_first_and_then_one_is_forgotten(town: Town) -> None:
    """With something open nothing is erased by a press: it is named, and the erasure may be left for its end."""
    closed = await town.registers(town.anna)
    await proves(town)
    await closes(town, closed)
    opened = await town.registers(town.anna, first=False, description="Не открывается база на складе с утра")
    await front(town)
    await town.anna.presses("Удалить мои данные")
    await town.anna.sees_new("Сначала открытые заявки", opened)
    assert "Да, удалить всё" not in town.anna.captions()
    await town.anna.presses("Удалить после закрытия")
    await town.anna.sees_new("через сутки после закрытия", opened)
    await town.settled()
    await town.boris.sees(closed, "Персональные данные удалены")
    assert "Больше ничего не удалять" in str(_last(town))

    await town.anna.presses("Больше ничего")
    await town.anna.sees_new("Ваши данные у нас")
    await town.forward(hours=30)
    await town.anna.presses("Удалить мои данные")
    await town.anna.sees_new("Сначала")
    await town.anna.presses("Удалить после закрытия")
    await town.anna.sees_new("через сутки")
    await town.forward(hours=30)
    await town.boris.sees(opened, "ООО «Ромашка»")
    await closes(town, opened)
    await town.mailbox.gets(f"[{opened}]", "Заявка закрыта", to="anna@romashka.example")
    await town.forward(hours=20)
    town.anna.does_not_see("Ваши данные удалены")
    await town.forward(hours=5)
    await town.anna.sees("Ваши данные удалены", "/start")
    await town.mailbox.gets("Ваши данные удалены", to="anna@romashka.example")
    await town.settled()
    await town.boris.sees(opened, "Персональные данные удалены")
    assert {(row["name"], row["chat"]) for row in rows(town, people) if row["erased_at"]} == {("", "")}


def _last(town: Town) -> dict[str, Any]:
    return [m for m in town.anna.messages() if m["from"]["is_bot"]][-1]


async def test_what_is_young_is_deleted_from_the_chat_too(town: Town) -> None:
    """Both sides of the talk about the request; and it is said what Telegram lets nobody but its reader delete."""
    number = await registered(town)
    await town.anna.says("Мигает Тюбетейкин", reply_to=await town.anna.sees(number, "зарегистрирована"))
    await town.boris.sees("Мигает Тюбетейкин")
    await closes(town, number)
    await front(town)
    await town.anna.presses("Удалить мои данные")
    page = await town.anna.sees_new("Удалить всё о вас?", "моложе 48 часов", "очистить его можете только вы")
    assert "Темы" not in page["text"]
    await town.anna.presses("Да, удалить всё")
    await town.anna.sees_new("Ваши данные удалены", "«Очистить историю»")
    await town.settled()
    town.anna.does_not_see("Мигает Тюбетейкин")
    town.anna.does_not_see("Заявка зарегистрирована")


async def test_a_second_tap_finds_nobody(town: Town) -> None:
    """A double tap must not enter the person anew, nor say that something went wrong."""
    number = await town.registers(town.anna)
    await closes(town, number)
    await front(town)
    await town.anna.presses("Удалить мои данные")
    page = await town.anna.sees_new("Удалить всё о вас?")
    data = next(b for row in page["reply_markup"]["inline_keyboard"] for b in row if "Да" in b["text"])["callback_data"]
    press = {"person": town.anna.id, "chat": town.anna.chat, "message_id": page["message_id"], "data": data}
    await town.anna.stage.do("press", press)
    await town.anna.sees_new("Ваши данные удалены")
    again = await town.anna.stage.do("press", press | {"forged": True})
    assert "нет ничего о вас" in again["text"]
    await town.settled()
    assert "Анна Соколова" not in [row["name"] for row in rows(town, people)]


async def test_a_member_of_staff_is_needed_here(town: Town) -> None:
    """Their name stands under answers to others; once they have left the group they may go."""
    boris = town.boris.alone()
    await town.registers(town.anna)
    await town.boris.presses("Взять")
    await town.settled()
    await boris.says("/privacy")
    await boris.sees_new("Ваши данные у нас")
    await boris.presses("Удалить мои данные")
    await boris.sees_new("Удалить всё")
    refused = await boris.presses("Да, удалить всё")
    assert "работаете в группе поддержки" in refused["text"]


async def test_everything_kept_comes_as_a_file(town: Town) -> None:
    """152-ФЗ, article 14: a page to read, the same for machines, and the files; no note of staff, nothing of others; once an hour."""
    await town.answers_all(town.anna)
    await town.anna.sees_new("О чём заявка?")
    await town.anna.presses("Что-то не работает")
    await town.anna.sees_new("Насколько")
    await town.anna.presses("частично")
    await town.anna.sees_new("Скриншоты")
    shot = picture()
    await town.anna.attaches(("../эк:ран.png", shot), as_="document")
    await town.anna.sees_new("1 файл")
    await town.anna.presses("Готово")
    await town.anna.sees_new("Проверьте")
    await town.anna.presses("Отправить заявку")
    number = str((await town.anna.sees_new("Заявка зарегистрирована"))["text"]).split(" · ")[0]
    await town.settled()
    card = await town.boris.sees(number)
    await town.boris.says("// внутренняя заметка, не для заявителя", reply_to=card)
    await town.boris.says("Смотрим на лампу", reply_to=card)
    await town.anna.sees("Смотрим на лампу")
    await town.settled()

    town.sandbox.world.events.clear()
    await town.anna.says("/mydata")
    await town.anna.sees_new("Собираю всё")
    sent = await town.anna.sees_new("my-data-2026-11-", "index.html")
    assert seen_at_work(town, town.anna) == "upload_document"
    with unpacked(town, sent) as archive:
        names, page = archive.namelist(), archive.read("index.html").decode()
        data = json.loads(archive.read("data.json"))
        assert archive.read(f"files/{number}/01 эк_ран.png") == shot
    assert sorted(names) == ["data.json", f"files/{number}/01 эк_ран.png", "index.html"]
    for words in (
        "Соколова Анна Сергеевна",
        "мигает красная лампа",
        "Смотрим на лампу",
        "Согласие, редакция 2026-12",
        "3 года",
    ):
        assert words in page
    assert "внутренняя заметка" not in page + json.dumps(data, ensure_ascii=False)
    assert data["person"]["name"] == "Анна Соколова"
    assert data["consents"][0]["text"] == load("barier").consent.text.in_("ru")
    assert data["tickets"][0]["answers"]["phone"] == "+79161234567"
    assert [entry["kind"] for entry in data["tickets"][0]["journal"]][:2] == ["registered", "taken"]
    assert data["files"][0]["in_archive"] == f"files/{number}/01 эк_ран.png"

    await town.anna.says("/mydata")
    await town.anna.sees_new("не чаще раза в час")
    await town.forward(hours=1)
    await town.anna.says("/mydata")
    await town.anna.sees_new("my-data-")


async def test_staff_are_asked_to_delete_what_the_desk_may_not(town: Town) -> None:
    """Telegram may refuse: then a person must do it, and knows for which request."""
    number = await town.registers(town.anna)
    await closes(town, number)
    fault = "Bad Request: message can't be deleted"
    town.sandbox.world.faults.add("deleteMessages", status=400, description=fault, times=2)
    await front(town)
    await town.anna.presses("Удалить мои данные")
    await town.anna.sees_new("Удалить всё")
    await town.anna.presses("Да, удалить всё")
    await town.boris.sees(number, "удалить сообщения с ними", "права администратора")


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_what_was_erased_takes_nothing_more(city: Town) -> None:
    """No rating, no reopening, no complaint: old buttons say so, and nothing new is written into an erased request."""
    number = await registers(city, "gravity")
    await city.boris.presses("Взять")
    await city.settled()
    await city.boris.presses("Завершить")
    await city.settled()
    await city.boris.presses("Ошибка пользователя")
    ask = await city.boris.sees_new("итоговым ответом")
    await city.boris.says("Сделали", reply_to=ask)
    closing = await city.anna.sees(number, "Заявка закрыта")
    await city.settled()
    await front(city)
    await city.anna.presses("Отозвать согласие")
    await city.anna.sees_new("Отозвать согласие?")
    await city.anna.presses("Да, отозвать")
    here = await city.anna.sees_new("Согласие отозвано")
    await city.settled()
    for row in closing["reply_markup"]["inline_keyboard"]:
        data = row[0]["callback_data"]  # of a message that is gone from the chat; an older one would have it still
        press = {"person": city.anna.id, "chat": city.anna.chat, "message_id": here["message_id"], "data": data}
        answered = await city.anna.stage.do("press", press | {"forged": True})
        assert answered["text"], row
        await city.settled()
    entries = await city.app.clerk.read(journal, number=number)
    assert [kind for kind, _ in entries][-1] == "erased"
    card = await city.boris.sees(number, "Персональные данные удалены")
    refused = await city.boris.says("// ещё заметка", reply_to=card)
    await city.boris.sees_new("удалены, продолжить её нельзя")
    assert refused
