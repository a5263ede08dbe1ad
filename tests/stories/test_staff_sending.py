"""Sending to the customer is an explicit act: what goes out, what stays among staff, and what became of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from domain.regulation import FOLDER
from tests.stories.conftest import ANNA, Town
from tests.stories.moves import completes, presses_more
from tests.stories.quickly import registered


async def taken(town: Town) -> tuple[str, dict[str, object]]:
    """A ticket of Anna's that Борис holds, and its card."""
    number = await registered(town)
    await town.boris.presses("Взять")
    await town.settled()
    return number, await town.boris.sees(number, "Заявителю:")


async def proves(town: Town) -> None:
    """Anna types the code from her letter."""
    await town.anna.says(str((await town.mailbox.gets("Код:"))["text"]).split("Код: ")[1][:6])
    await town.anna.sees_new("подтверждён")


async def facts_of(town: Town, number: str, kind: str) -> list[dict[str, object]]:
    """What the entries of that kind say."""
    entries = await town.app.clerk.read(lambda desk: desk.journal.of(number))
    return [dict(entry.facts) for entry in entries if entry.kind == kind]


async def test_what_calls_a_colleague_or_replies_to_one_stays_among_us(town: Town) -> None:
    """A note by each of its signs; «//» in the middle is none, and talk about nothing is not kept."""
    number, card = await taken(town)
    await town.olga.says("// в прошлый раз помогла перезагрузка", reply_to=card)
    await town.olga.sees_new("Заметка", "только для своих")
    await town.boris.says("@Olga_Petrova, глянь, у них опять то же", reply_to=card)
    await town.boris.sees_new("упомянут коллега", "ничего не ушло")
    said = await town.boris.says("Путь такой: https://romashka.example // и проверьте кабель", reply_to=card)
    await town.anna.sees("Отвечает Борис", "// и проверьте кабель")
    note = await town.olga.says("Зря ты так, она обидится", reply_to=said)
    await town.olga.sees_new("это ответ коллеге", "ничего не ушло")
    await town.boris.says("Ладно, позвоню ей", reply_to=note)
    await town.boris.sees_new("это ответ коллеге")
    talk = await town.olga.says("Кто идёт обедать?")
    await town.boris.says("Я", reply_to=talk)
    await town.settled()

    for words in ("перезагрузка", "глянь", "обидится", "позвоню"):
        town.anna.does_not_see(words)
    notes = [fact["text"] for fact in await facts_of(town, number, "note")]
    assert notes == [
        "в прошлый раз помогла перезагрузка",
        "@Olga_Petrova, глянь, у них опять то же",
        "Зря ты так, она обидится",
        "Ладно, позвоню ей",
    ]
    assert not [one for one in town.mailbox.letters() if "обидится" in one["text"]]


async def test_the_mark_says_what_became_of_the_answer(town: Town) -> None:
    """Delivered and accepted, in one message in place; or not delivered, with the reason, and its writer is called."""
    number, card = await taken(town)
    await town.boris.says("Принято", reply_to=card)
    await town.boris.sees("✅", f"Ответ по {number}", "в чат доставлено", "письмо принято, но без текста")
    await proves(town)
    said = await town.boris.says("Мастер выезжает", reply_to=card)
    mark = await town.boris.sees_new("✅", f"Ответ по {number}", "в чат доставлено", "письмо принято почтовым сервером")
    assert mark["reply_to_message"]["message_id"] == said["message_id"]

    await town.anna.blocks_the_bot()
    said = await town.boris.says("Мастер задержится", reply_to=card)
    mark = await town.boris.sees("⚠️", "в чат не доставлено (бот заблокирован)", "письмо принято")
    told = await town.boris.sees("Заявитель заблокировал бота", "@boris_ivanov")
    assert told["reply_to_message"]["message_id"] == said["message_id"] == mark["reply_to_message"]["message_id"]


async def test_an_edited_answer_is_corrected_where_it_stands(town: Town) -> None:
    """In the chat in place; one letter tells of several corrections; the journal keeps every version."""
    number, card = await taken(town)
    await proves(town)
    said = await town.boris.says("Мастер будет в 10", reply_to=card)
    first = await town.anna.sees("Отвечает Борис", "Мастер будет в 10")
    await town.boris.sees("✅", f"Ответ по {number}")
    await town.boris.edits(said, "Мастер будет в 11")
    told = await town.anna.sees("Мастер будет в 11", "исправлено")
    assert told["message_id"] == first["message_id"]
    await town.boris.sees(f"Исправление по {number}", "в чат доставлено", "письмо отправляется")
    await town.boris.edits(said, "Мастер будет в 12")
    await town.anna.sees("Мастер будет в 12", "исправлено")

    letters = await town.app.clerk.read(lambda desk: [p for p in desk.outbox.of(number) if p.code == "corrected"])
    (letter,) = [dict(p.facts) for p in letters if p.channel == "email"]
    assert (letter["before"], letter["text"]) == ("Мастер будет в 10", "Мастер будет в 12")
    assert [fact["text"] for fact in await facts_of(town, number, "answer")] == ["Мастер будет в 10"]
    assert [fact["text"] for fact in await facts_of(town, number, "edited")] == [
        "Мастер будет в 11",
        "Мастер будет в 12",
    ]

    await town.boris.edits(said, "// это было не для неё")
    await town.boris.sees_new("уже отправлено", "не отозвать")
    note = await town.boris.says("// ключ у охраны", reply_to=card)
    await town.boris.sees_new("только для своих")
    await town.boris.edits(note, "Ключ у охраны")
    await town.boris.sees_new("заметка, ею и осталась")
    await town.settled()
    for words in ("не для неё", "охраны"):
        town.anna.does_not_see(words)


async def test_a_closed_record_is_not_changed_by_an_edit(town: Town) -> None:
    """What was said there stays, and who edits hears that."""
    number, card = await taken(town)
    said = await town.boris.says("Заменили картридж", reply_to=card)
    await town.anna.sees("Заменили картридж")
    await completes(town, "Печатает")
    await town.anna.presses("Подтверждаю")
    await town.anna.sees_new("Заявка закрыта")
    await town.boris.edits(said, "Заменили принтер")
    await town.boris.sees_new(number, "закрыта", "ничего не ушло")
    assert await facts_of(town, number, "edited") == []
    town.anna.does_not_see("Заменили принтер")


async def test_a_canned_answer_is_kept_looked_at_and_sent(town: Town) -> None:
    """Written in the chat, filled with this ticket's own facts, seen before it goes; nothing in it is markup or expanded twice."""
    number = await registered(town, organization="ООО «{agent} <b>Ромашка»")
    boris, olga = town.boris, town.olga
    await olga.says("/canned add Привет")
    await olga.says("Здравствуйте, {имя}!", reply_to=await olga.sees_new("текстом шаблона", "привет ru"))
    await olga.sees_new("Переменной {имя} нет", "{name}, {number}")
    text = "Здравствуйте, {name} из {organization}! <i>{number}</i> ведёт {agent}."
    await olga.says(text, reply_to=await olga.sees("текстом шаблона"))
    await olga.sees_new("Шаблон привет ru записан", text)
    await olga.says("/canned add срок")
    await olga.says("Срок: {deadline}, {agent}", reply_to=await olga.sees_new("текстом шаблона", "срок ru"))
    await olga.sees_new("записан")
    await olga.says("/canned drop срок")
    await olga.sees_new("только руководитель")
    await olga.says("/canned")
    await olga.sees_new("привет ru", "срок ru", "/canned add привет en")

    await boris.says("/canned что-нибудь")
    await boris.sees_new("/canned show")
    await boris.sees(number, "Заявителю: чат — доставлено; почта — доставлено")
    await presses_more(boris, "Шаблон")
    await boris.presses("срок")
    to_fix = await boris.sees_new("Шаблон срок", "Срок: ")
    await boris.presses("привет")
    words = f"Здравствуйте, {ANNA['name']} из ООО «{{agent}} <b>Ромашка»! <i>{number}</i> ведёт Борис Иванов."
    look = await boris.sees_new("таким его прочтёт заявитель", words)
    town.anna.does_not_see("Здравствуйте, Соколова")
    assert "выбрал" in (await olga.presses("Отправить", on=look))["text"]
    await boris.presses("Отправить", on=look)
    await town.anna.sees("Отвечает Борис Иванов", words)
    await boris.sees("✅", f"Ответ по {number}")

    await boris.presses("Исправить", on=to_fix)
    ask = await boris.sees_new("Скопируйте и поправьте", "Срок: ")
    await boris.says("Срок: завтра утром, Борис", reply_to=ask)
    await town.anna.sees("Отвечает Борис Иванов", "Срок: завтра утром, Борис")
    await boris.says("/canned drop срок")
    await boris.sees_new("убран", "Срок: {deadline}")


@pytest.fixture
def several(settings: Settings, tmp_path: Path) -> Settings:
    """barier, but with a choice of how a request ended."""
    text = (FOLDER / "barier.toml").read_text(encoding="utf-8")
    text = text.replace("[completion]\n", '[completion]\nresolutions = ["solved", "workaround"]\n', 1)
    name = 'workaround = { ru = "Обходной путь", en = "Workaround", kk = "Айналма жол" }'
    text = text.replace("[resolutions]\n", f"[resolutions]\n{name}\n", 1)
    (tmp_path / "several.toml").write_text(text, encoding="utf-8")
    return settings.model_copy(update={"regulation": str(tmp_path / "several.toml")})


async def test_completed_with_a_resolution_and_a_remark(sandbox: Sandbox, several: Settings) -> None:
    """How it ended stands in the answer, on the card and in the journal; the remark is for staff alone."""
    async with build(several, limits=False) as app:
        town = Town(sandbox, app, several)
        number, _card = await taken(town)
        await town.boris.sees(number, "Заявителю: чат — доставлено; почта — доставлено")
        await town.boris.presses("Завершить")
        await town.boris.presses("Обходной путь")
        ask = await town.boris.sees_new("итоговым ответом")
        await town.boris.says("Печатайте через второй лоток", reply_to=ask)
        await town.anna.sees("Заявка завершена", "Обходной путь", "через второй лоток")
        mark = await town.boris.sees("✅", f"{number} завершена", "в чат доставлено", "письмо принято")
        await town.boris.presses("Примечание", on=mark)
        ask = await town.boris.sees_new("примечанием")
        await town.boris.says("Заказать ролик, 2400 ₽", reply_to=ask)
        await town.boris.sees_new("только для своих")
        await town.boris.sees(number, "Обходной путь", "Примечание: Заказать ролик, 2400 ₽", "Заявителю:")
        assert (await facts_of(town, number, "completed"))[0]["resolution"] == "workaround"
        assert (await facts_of(town, number, "note"))[0]["remark"] is True
        town.anna.does_not_see("ролик")


async def test_the_card_shows_deadlines_in_everybodys_own_time(town: Town) -> None:
    """With the time left, who holds it as a button that does nothing, the number to be copied; an old Bot API gets it plainer."""
    number, card = await taken(town)
    dates = {
        one["unix_time"]: one.get("date_time_format", "") for one in card["entities"] if one["type"] == "date_time"
    }
    due = await town.app.clerk.read(lambda desk: desk.tickets.get(number).resolution_due)
    assert due is not None
    assert int(due.timestamp()) in dates
    assert "r" in dates.values()
    assert "оставалось" in card["text"]
    keys = {one["text"]: one for row in card["reply_markup"]["inline_keyboard"] for one in row}
    assert keys["В работе: Борис Иванов"]["disabled"] == {}
    assert keys[number]["copy_text"] == {"text": number}
    pressed = await town.olga.presses("Подтвердить")
    assert pressed["answered"]

    await town.boris.sees(number, "Заявителю: чат — доставлено; почта — доставлено")
    unknown = 'Bad Request: can\'t parse entities: Unsupported start tag "tg-time" at byte offset 70'
    town.sandbox.world.faults.add("editMessageText", status=400, description=unknown)
    await town.boris.says("// проверить", reply_to=card)
    await town.forward(hours=1)
    await town.olga.presses("Отложить")
    await town.settled()
    card = await town.boris.sees(number, "Заявителю:")
    assert "оставалось" in card["text"]
    assert not [one for one in card["entities"] if one["type"] == "date_time"]


async def test_the_slower_of_two_hears_who_was_first(town: Town) -> None:
    """Both press «Взять» on the card they see; who is no member of the group hears that alone, too."""
    number = await registered(town)
    card = await town.boris.sees(number, "Заявителю:")
    take = next(b for row in card["reply_markup"]["inline_keyboard"] for b in row if b["text"] == "Взять")
    await town.boris.presses("Взять", on=card)
    facts = {"person": town.olga.id, "chat": town.olga.chat, "message_id": card["message_id"], "forged": True}
    told = await town.olga.stage.do("press", facts | {"data": take["callback_data"]})
    assert (told["text"], told["show_alert"]) == ("Заявку уже ведёт Борис Иванов.", True)
