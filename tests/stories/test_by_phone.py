"""Calls taken down in an agent's private chat; and who proves the caller's number in Telegram goes on there."""

from __future__ import annotations

from bot.sandbox.person import Person
from tests.stories.conftest import Town, captions
from tests.stories.test_doors import caller
from tests.stories.test_intruders import forge, set_aside

ANNAS = "+79161234567"


async def takes_down(town: Town, words: str) -> None:
    """Boris takes a request down in the group."""
    await town.boris.says("/new")
    await town.boris.says(words, reply_to=await town.boris.sees_new("заявка по телефону"))
    await town.boris.sees_new("зарегистрирована")
    await town.settled()


async def test_an_agent_takes_a_call_down_in_private(town: Town) -> None:
    """/new asks an agent whose request it is; the form, what lacks in it and the number stay there, the card is in the group."""
    olga = town.olga.alone()
    await olga.says("/new")
    asked = await olga.sees_new("Чья это заявка?")
    assert captions(asked) == ["Моя заявка", "Со слов клиента"]
    await olga.presses("Со слов клиента")
    form = await olga.sees_new("заявка по телефону")
    await olga.says(caller(phone="12345"), reply_to=form)
    lacking = await olga.sees_new("остальное записано")
    await olga.says("Телефон: 8 916 765-43-21", reply_to=lacking)
    await olga.sees_new("BAR-000001", "зарегистрирована")
    await town.mailbox.gets("BAR-000001", "Срок", to="petr@vasilek.example")
    await town.boris.sees("BAR-000001", "Василёк")
    # What she writes for herself is no form, and her own request is one tap away.
    await olga.says("/new")
    await olga.sees_new("Чья это заявка?")
    await olga.presses("Моя заявка")
    await olga.sees_new("персональных данных")
    # Whoever has left is a requester like any other.
    await town.anna.stage.do("staff", {"remove": town.olga.id})
    await town.settled()
    await forge(town, olga, olga.chat, asked["message_id"], "n:call")
    await olga.says("/new")
    await olga.sees_new("персональных данных")
    await olga.says("Ещё слова", reply_to=form)
    await town.settled()
    assert await set_aside(town) == 0
    assert await town.app.clerk.read(lambda desk: desk.journal.numbers()) == ["BAR-000001"]


async def test_the_callers_own_number_brings_the_request_into_the_chat(town: Town) -> None:
    """«Найти мои заявки по телефону»: offered, bound by a tap with consent; staff, journal and mailbox learn of it."""
    await takes_down(town, caller(phone="8 916 123-45-67"))
    await town.anna.says("/my")
    await town.anna.sees_new("пока нет заявок")
    await town.anna.presses("Найти мои заявки по телефону")
    await town.anna.sees_new("Нажмите кнопку ниже")
    await town.anna.shares_contact(ANNAS)
    offer = await town.anna.sees_new("приняли по телефону заявку BAR-000001", "персональных данных")
    taken = str(next(b["callback_data"] for line in offer["reply_markup"]["inline_keyboard"] for b in line))
    john = Person(town.anna.stage, "John")
    await john.says("/start")
    hello = await john.sees("Hello")
    await forge(town, john, john.chat, hello["message_id"], taken)
    await town.settled()
    town.boris.does_not_see("подтвердил номер")
    await town.anna.presses("Даю согласие, сюда")
    await town.anna.sees_new("BAR-000001", "теперь и в Telegram", "Если это были не вы")
    await town.mailbox.gets("теперь и в Telegram", "Если это были не вы", to="petr@vasilek.example")
    await town.boris.sees("BAR-000001", "подтвердил номер в Telegram")
    kinds = await town.app.clerk.read(lambda desk: [e.kind for e in desk.journal.of("BAR-000001")])
    assert "phone_proved" in kinds
    await town.anna.says("/my 1")
    await town.anna.sees_new("BAR-000001", "Не открывается склад")


async def test_a_number_that_several_people_gave_binds_nothing_until_staff_say_so(town: Town) -> None:
    """Two callers, one number: no request is shown, staff are asked once, and bind by a button."""
    await takes_down(town, caller(phone="8 916 123-45-67"))
    await takes_down(town, caller(phone="8 916 123-45-67").replace("Ромашкин Пётр Ильич", "Иван Кузнецов"))
    await town.anna.says("/start")
    await town.anna.sees_new("персональных данных")
    await town.anna.shares_contact(ANNAS)
    refused = await town.anna.sees_new("его называли несколько человек")
    assert "BAR-" not in refused["text"]
    await town.anna.shares_contact(ANNAS)
    await town.settled()
    asked = [m for m in town.boris.messages() if "подтверждает в Telegram телефон" in m.get("text", "")]
    assert len(asked) == 2  # one for each request, however often the number is shared
    await town.boris.presses("Да, это он", on=asked[0])
    await town.anna.sees("BAR-000001", "теперь и в Telegram")
    await town.settled()
    owners = await town.app.clerk.read(
        lambda desk: [desk.people.get(desk.tickets.get(f"BAR-00000{n}").requester_id).chat for n in (1, 2)]
    )
    assert owners == [str(town.anna.id), ""]
