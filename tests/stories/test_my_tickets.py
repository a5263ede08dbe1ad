"""My requests: found, withdrawn, handed over, on paper; and what a contact person of the customer sees."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.person import Person
from domain.customers import Organization
from domain.ports import Desk
from domain.usecases.customers import add_customer
from tests.stories.conftest import Town
from tests.stories.pictures import picture
from tests.stories.test_confidence import proves
from tests.stories.test_dialogue import taken
from tests.stories.test_intruders import forge


async def forges(town: Town, who: Person, data: str) -> str:
    """Press a button that their last message does not have; what the press was answered."""
    return await forge(town, who, who.chat, who.messages()[-1]["message_id"], data)


async def john_comes(town: Town) -> Person:
    """A colleague whose Telegram speaks English."""
    john = type(town.anna)(town.anna.stage, "John")
    await john.says("/start")
    await john.sees_new("Hello!")
    return john


def _public(desk: Desk, *, number: str) -> list[tuple[str, dict[str, Any]]]:
    return [(str(e.kind), e.facts) for e in desk.journal.of(number)]


async def enters_romashka(town: Town, **facts: Any) -> Organization:
    """The customer, as the command line enters it."""
    named = {"name": "ООО «Ромашка»", "contract": "17-A", "domains": ["romashka.example"]} | facts
    return await town.app.clerk.do(add_customer, **named)


async def test_one_is_found_by_number_or_by_words(town: Town) -> None:
    """/my 1, /my BAR-000001, /my ПРИНТЕР: its page at once; what nobody has is said to be nowhere."""
    await town.registers(town.anna)
    for sought in ("1", "#1", "bar-000001", "ПРИНТЕР лампа"):
        await town.anna.says(f"/my {sought}")
        await town.anna.sees_new("BAR-000001", "Не печатает принтер", "Срок:")
    await town.anna.says("/my <b>картридж")
    await town.anna.sees_new("По запросу «<b>картридж» ничего не нашлось")


async def test_a_stranger_finds_and_opens_nothing(town: Town) -> None:
    """John knows the number, and every button of Anna's: he sees nothing of it, and moves nothing."""
    await town.registers(town.anna)
    john = await john_comes(town)
    await john.says("/my 1")
    await john.sees_new("Nothing found")
    for view in ("card", "record", "files", "pdf", "withdraw", "hand"):
        assert "no such request" in await forges(town, john, f"m:{view}:BAR-000001:0")
    assert "no such request" in await forges(town, john, "t:BAR-000001:withdraw:")
    assert "no such request" in await forges(town, john, "m:all::0")
    await town.anna.says("/my 1")
    await town.anna.sees_new("Срок:")


async def test_withdrawn_is_closed_at_once(town: Town) -> None:
    """Two taps; staff hear of it, the letter says so, a second press is refused kindly."""
    await taken(town)
    await town.anna.says("/my 1")
    await town.anna.sees_new("BAR-000001 · В работе")
    await town.anna.presses("Отозвать")
    await town.anna.sees_new("Отозвать BAR-000001?")
    sure = await town.anna.presses("Да, отозвать")
    await town.anna.sees("Заявка закрыта", "Вы отозвали заявку")
    await town.boris.sees("BAR-000001", "Заявитель отозвал заявку")
    await town.mailbox.gets("BAR-000001. Заявка закрыта", "Вы отозвали заявку")
    await town.settled()
    assert sure["text"] == ""
    assert "закрыта" in await forges(town, town.anna, "t:BAR-000001:withdraw:")
    kinds = [kind for kind, _facts in await town.app.clerk.read(_public, number="BAR-000001")]
    assert kinds.count("closed") == 1


async def test_its_files_and_its_record_can_be_had(town: Town) -> None:
    """The picture once more, and the whole conversation as a PDF that holds the words."""
    await town.registers(town.anna)
    await town.anna.attaches(("лампа.png", picture()), as_="document", reply_to=await town.anna.sees("BAR-000001"))
    await town.anna.sees("Добавлено к BAR-000001")
    await town.settled()
    await town.anna.says("/my 1")
    await town.anna.sees_new("BAR-000001")
    await town.anna.presses("Файлы (1)")
    sent = (await town.anna.sees_new("BAR-000001"))["document"]
    assert sent["file_name"] == "лампа.png"
    await town.anna.says("/my 1")
    await town.anna.sees_new("BAR-000001")
    town.sandbox.world.events.clear()
    await town.anna.presses("PDF")
    await town.settled()
    assert seen_at_work(town, town.anna) == "upload_document"
    document = town.anna.messages()[-1]["document"]
    assert document["file_name"] == "BAR-000001.pdf"
    path = town.sandbox.world.files.get_file(document["file_id"])["file_path"]
    assert (town.sandbox.world.files.body(path) or b"").startswith(b"%PDF-")


async def test_a_colleague_takes_it_over(town: Town) -> None:
    """The link works once; the new one gets everything from then on, the old one no more; both are in the record."""
    await taken(town)
    await town.anna.says("/my 1")
    await town.anna.sees_new("BAR-000001")
    await town.anna.presses("Передать коллеге")
    shown = await town.anna.sees_new("Перешлите эту ссылку", "Ссылка действует до 26 ноября")
    payload = re.search(r"start=(\S+)", shown["text"])
    assert payload
    john = await john_comes(town)
    await john.says(f"/start {payload[1]}")
    await john.sees_new("Анна Соколова", "BAR-000001", "Не печатает принтер", "personal data")
    await john.presses("I agree and accept")
    await john.sees("BAR-000001", "The request is yours now", "There is no e-mail address")
    await town.anna.sees("BAR-000001", "Заявку теперь ведёт John Smith")
    await town.boris.sees("BAR-000001", "Анна Соколова → John Smith")
    await town.settled()

    await town.boris.says("Заменили картридж", reply_to=await town.boris.sees("BAR-000001 · "))
    await john.sees("BAR-000001", "Заменили картридж")
    await town.settled()
    town.anna.does_not_see("Заменили картридж")
    await town.anna.says("/my 1")
    await town.anna.sees_new("ничего не нашлось")
    await john.says(f"/start {payload[1]}")
    await john.sees_new("This link holds no more")

    await john.presses("Name an address")
    await john.sees_new("Which e-mail address")
    await john.says("john@romashka.example")
    await john.sees_new("john@romashka.example")
    await town.mailbox.gets("[BAR-000001]", to="john@romashka.example")


async def test_a_forged_or_old_link_opens_nothing(town: Town) -> None:
    """A sign changed, three days gone, the requester's own: each is told so, and nothing is shown."""
    await town.registers(town.anna)
    await town.anna.says("/my 1")
    await town.anna.sees_new("BAR-000001")
    await town.anna.presses("Передать коллеге")
    shown = await town.anna.sees_new("Перешлите эту ссылку")
    payload = re.search(r"start=(\S+)", shown["text"])
    assert payload
    john = await john_comes(town)
    for wrong in (payload[1][:-1] + ("A" if payload[1][-1] != "A" else "B"), "h-", "h-" + "A" * 62):
        await john.says(f"/start {wrong}")
        await john.sees_new("This link holds no more")
    await town.anna.says(f"/start {payload[1]}")
    await town.anna.sees_new("Ссылка больше не действует")
    await town.forward(hours=73)
    await john.says(f"/start {payload[1]}")
    await john.sees_new("This link holds no more")
    john.does_not_see("Не печатает")


async def test_a_contact_person_sees_all_of_the_customer(town: Town) -> None:
    """Named by address and proved: Anna reads what her colleague filed, and decides nothing about it."""
    await enters_romashka(town, contacts=["anna@romashka.example"])
    await town.registers(town.anna)
    await proves(town)
    await town.settled()
    await town.anna.says("/my")
    await town.anna.sees_new("Ваши заявки")
    await town.anna.presses("Все заявки: ООО «Ромашка»")
    await town.anna.sees_new("Все заявки: ООО «Ромашка»", "BAR-000001")

    await town.app.clerk.do(_give_to_a_colleague, number="BAR-000001")
    await town.anna.says("/my принтер")
    card = await town.anna.sees_new("BAR-000001", "Заявитель: Соколова Анна Сергеевна", "Не печатает принтер")
    words = str(card["reply_markup"])
    assert "Переписка" in words
    for verb in ("Отозвать", "Передать", "Дополнить", "Пожаловаться"):
        assert verb not in words
    assert "нет такой заявки" in await forges(town, town.anna, "t:BAR-000001:withdraw:")
    await town.anna.presses("Переписка")
    await town.anna.sees_new("Переписка", "Не печатает принтер")


def _give_to_a_colleague(desk: Desk, *, number: str) -> None:
    """A use case: it was somebody else of the same customer who filed it."""
    ticket = desk.tickets.get(number)
    other = type(desk.people.get(ticket.requester_id))("Пётр")
    desk.people.add(other)
    ticket.requester_id = other.id


async def test_who_is_no_contact_sees_only_their_own(town: Town) -> None:
    """The same customer, the same domain, not named: nothing of a colleague's."""
    await enters_romashka(town)
    await town.registers(town.anna)
    await proves(town)
    await town.settled()
    await town.app.clerk.do(_give_to_a_colleague, number="BAR-000001")
    await town.anna.says("/my принтер")
    await town.anna.sees_new("ничего не нашлось")
    assert "нет такой заявки" in await forges(town, town.anna, "m:card:BAR-000001:0")


def seen_at_work(town: Town, who: Person) -> str:
    """What somebody was shown as being done for them, before the document came."""
    for event in town.sandbox.world.events:
        if event["kind"] == "action" and event["chat"] == who.id:
            return str(event["action"])
        if event["kind"] == "message" and "document" in event["message"]:
            break
    return ""
