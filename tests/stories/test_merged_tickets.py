"""After a merger: whatever is sent on the closed ticket follows, and what staff answer reaches whoever it answers, nobody else."""

from __future__ import annotations

from bot.sandbox.person import Person
from domain.ports import Desk
from tests.stories.conftest import ANNA, Town
from tests.stories.moves import answers
from tests.stories.pictures import picture
from tests.stories.quickly import registered
from tests.stories.seen import count, shown_pictures
from tests.stories.test_duplicates import AGAIN, join_organization, speaks_russian, tells
from tests.stories.test_intruders import set_aside
from tests.stories.test_staff_repeats import LAMP, duplicate, of_another, shared
from tests.stories.test_staff_tickets import journal

__all__ = ["shared"]  # a fixture


async def closed_repeat(town: Town) -> tuple[str, str, Person]:
    """Anna's ticket, and John's that a lead has closed as its repeat though they are strangers."""
    one, two, john = await of_another(town)
    await duplicate(town, two, one)
    await town.boris.presses("Всё равно закрыть", on=await town.boris.sees(two, "чужие"))
    await john.sees(two, "закрыта как повторная")
    await town.settled()
    return one, two, john


async def test_a_strangers_words_are_answered_to_the_stranger(town: Town) -> None:
    """John's words and pictures come under Anna's ticket; a reply to them, or on his, reaches John; on hers, Anna alone."""
    anna, boris = town.anna, town.boris
    one, two, john = await closed_repeat(town)
    told = await john.sees(two, "закрыта как повторная")
    await john.says("Теперь и цветной не печатает", reply_to=told)
    heard = await boris.sees(f"{one} · Пишет заявитель повторной {two}", "цветной", f"уйдёт ему, по {two}")
    await john.attaches(picture(), caption="Вот что на экране", reply_to=told)
    await john.sees_new(f"Добавлено к {two}")
    await boris.sees(f"{one} · Пишет заявитель повторной {two}", "Вот что на экране")
    await town.settled()
    (shown,) = shown_pictures(town)

    await boris.says("Цветной посмотрим отдельно", reply_to=heard)
    await boris.says("На снимке видим ошибку", reply_to=shown)
    await answers(boris, two, "Заявка закрыта, но мы помним")
    said = ("Цветной посмотрим отдельно", "На снимке видим ошибку", "Заявка закрыта, но мы помним")
    for words in said:
        await john.sees(two, "Отвечает Борис", words)
        await boris.sees("✅", f"Ответ по {two}", "в чат доставлено")
    await boris.attaches(picture(colour="red"), picture(colour="blue"), caption="Схема", reply_to=heard)
    await john.sees("Отвечает Борис", "Схема")
    await town.settled()
    await town.forward(seconds=3)
    assert sum("photo" in m and m["from"]["is_bot"] for m in john.messages()) == 2
    await boris.says("// на их этаже старый свитч", reply_to=heard)
    await boris.sees_new(f"Заметка к {one}")
    await answers(boris, one, "Мастер уже едет")
    await anna.sees(one, "Мастер уже едет")
    await town.settled()

    john.does_not_see("Мастер уже едет")
    for words in (*said, "Схема", "цветной", "свитч"):
        anna.does_not_see(words)
    assert not [m for m in anna.messages() if "photo" in m]
    assert not [one for one in town.mailbox.letters("anna@romashka.example") if two in one["text"]]
    john.does_not_see("свитч")
    public = [kind for kind, audience in await journal(town, two) if audience == "public"]
    assert public.count("message") == 2
    assert public.count("answer") == 5
    assert await set_aside(town) == 0


async def test_an_answer_to_ones_own_repeat_goes_on_with_the_other(town: Town) -> None:
    """Staff answer on the closed one: the requester reads it under the number that goes on, and it stands on that record."""
    one, two = await registered(town), await registered(town)
    await duplicate(town, two, one)
    await answers(town.boris, two, "Лампу меняем сегодня")
    await town.anna.sees(one, "Лампу меняем сегодня")
    await town.boris.sees("✅", f"Ответ по {one}")
    await town.boris.sees(f"{one} · ", "Ответственный: Борис Иванов")  # the card rests a little before it is drawn anew
    assert "answer" not in [kind for kind, _audience in await journal(town, two)]
    await answers(town.boris, one, "Уже поменяли")
    await town.anna.sees(one, "Уже поменяли")


async def test_what_was_begun_before_the_merger_follows(town: Town) -> None:
    """A file that is not taken waits for words; said after the merger, they go where the ticket went on."""
    one, two = await registered(town), await registered(town)
    told = await town.anna.sees(two, "зарегистрирована")
    await town.anna.attaches(("программа.exe", b"MZ"), as_="document", reply_to=told)
    await town.anna.sees_new("программа.exe")
    await town.settled()
    await duplicate(town, two, one)
    await town.anna.says(LAMP)
    await town.anna.sees_new(f"{two} повторяет {one}")
    await town.boris.sees(f"{one} · Заявитель пишет", LAMP)


async def test_a_colleagues_picture_joins_the_colleagues_ticket(shared: Town) -> None:
    """Where tickets are shared in an organization it is there for both, once."""
    one, two, john = await of_another(shared)

    def same_customer(desk: Desk) -> None:
        join_organization(desk, shared.anna.id, john.id)
        customer = next(iter(desk.customers.all()))
        for number in (one, two):
            desk.tickets.get(number).organization_id = customer.id

    await shared.app.clerk.do(same_customer)
    await duplicate(shared, two, one)
    told = await john.sees(two, "закрыта как повторная", one)
    await john.attaches(picture(), caption=LAMP, reply_to=told)
    await john.sees_new(f"Добавлено к {one}")
    await shared.anna.sees(one, "Дополнение от коллеги", LAMP)
    await shared.boris.sees(one, "коллег", LAMP)
    await shared.settled()
    assert len(shown_pictures(shared)) == 1
    assert count(john, f"Добавлено к {one}") == 1
    await answers(shared.boris, two, "Джон, смотрим")
    await john.sees(two, "Джон, смотрим")
    shared.anna.does_not_see("Джон, смотрим")


async def test_what_a_colleague_adds_goes_on_with_the_other(shared: Town) -> None:
    """The ticket that an intake shows is merged while its writer thinks: their words join the one that goes on."""
    john = await speaks_russian(shared)
    await shared.anna.says("/help")
    await shared.anna.sees_new("/new")
    await shared.app.clerk.do(join_organization, shared.anna.id, john.id)
    two, one = await registered(shared, description=ANNA["description"]), await registered(shared)
    await tells(shared, john, AGAIN, first=True)
    shown = await john.sees_new(two, "Ваш коллега уже сообщил о похожем")
    await duplicate(shared, two, one)
    await john.presses(f"Добавить к {two}", on=shown)
    await john.sees_new(f"Добавлено к {one}")
    await shared.anna.sees(one, "Дополнение от коллеги", AGAIN)
    await shared.boris.sees(one, "То же у коллеги заявителя", AGAIN)
