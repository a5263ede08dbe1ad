"""What comes up in a ticket, however it was said: under a picture, by letter, before it was decided; and second thoughts on it."""

from __future__ import annotations

import pytest

from bot.sandbox.person import Json, Person
from domain.people import Place, Speaker
from domain.ports import Desk
from domain.usecases.arise import added, ask_in_chat, same_problem
from tests.stories.conftest import Town
from tests.stories.moves import registers
from tests.stories.pictures import picture
from tests.stories.test_intruders import forge, set_aside
from tests.stories.test_letters_in import writes
from tests.stories.test_one_issue import ANOTHER, card_of, numbers

OFFER = "Похоже, это отдельная проблема (п. 4.3)"
SEPARATELY = "Зарегистрировать отдельно"


def offers(who: Person) -> list[Json]:
    """How often she was asked."""
    return [message for message in who.messages() if OFFER in message.get("text", "")]


def presses_of(offer: Json) -> tuple[str, str]:
    """What the two buttons of an offer carry."""
    separate, same = (row[0]["callback_data"] for row in offer["reply_markup"]["inline_keyboard"])
    return separate, same


async def is_offered(town: Town, number: str) -> Json:
    """She has said something else on her ticket by typing."""
    await town.anna.says(ANOTHER, reply_to=await town.anna.sees(number, "зарегистрирована"))
    return await town.anna.sees_new(OFFER, "обмен с банком")


async def begins_apart(town: Town) -> None:
    """She presses «Зарегистрировать отдельно» and the intake begins."""
    await town.anna.presses(SEPARATELY)
    await town.anna.sees_new("Ваши данные")
    await town.settled()


async def finishes_apart(town: Town) -> None:
    """From the card with her data to the number."""
    anna = town.anna
    await anna.presses("Всё верно")
    await anna.sees_new("2 из 2")
    await anna.says("Шагов нет, это вопрос")
    for seen, caption in (("О чём заявка?", "Нужна информация"), ("Насколько", "Нужна консультация")):
        await anna.sees_new(seen)
        await anna.presses(caption)
    await anna.sees_new("Скриншоты")
    await anna.presses("Без файлов")
    await anna.sees_new("Проверьте", ANOTHER)
    await anna.presses("Отправить заявку")
    await anna.sees_new("BAR-000002", "зарегистрирована")
    await town.settled()


# -- however it was said


async def test_under_an_album_it_is_asked_once(town: Town) -> None:
    """The caption joins the ticket with the last picture; the offer comes after the pictures were acknowledged."""
    anna, boris = town.anna, town.boris
    number = await town.registers(anna)
    said = await anna.sees(number, "зарегистрирована")
    await anna.attaches(picture(), picture(colour="red"), caption=ANOTHER, reply_to=said)
    offer = await anna.sees_new(OFFER, "обмен с банком")
    await boris.sees(f"{number} · Заявитель пишет", ANOTHER)
    await town.settled()
    assert len(offers(anna)) == 1
    assert (await anna.sees("Получил"))["message_id"] < offer["message_id"]
    await begins_apart(town)
    await finishes_apart(town)
    assert f"Выделена из {number}" in await card_of(town, "BAR-000002")


async def test_a_caption_of_the_same_asks_nothing(town: Town) -> None:
    number = await town.registers(town.anna)
    said = await town.anna.sees(number, "зарегистрирована")
    await town.anna.attaches(picture(), caption="Вот так мигает лампа на принтере", reply_to=said)
    await town.boris.sees("Вот так мигает лампа")
    await town.settled()
    assert not offers(town.anna)


async def test_loose_words_are_judged_once_they_are_added(town: Town) -> None:
    """«Добавить к»: of several messages only the one that tells of something else is asked about."""
    anna = town.anna
    number = await town.registers(anna)
    await anna.says("Добрый день, это снова Анна из бухгалтерии")
    await anna.sees_new("К чему это отнести?")
    await anna.says(ANOTHER)
    await anna.sees_new("обмен с банком")
    await town.settled()
    assert not offers(anna)
    await anna.presses(f"Добавить к {number}")
    await anna.sees_new(f"Добавлено к {number}")
    await anna.sees_new(OFFER, "обмен с банком")
    await town.settled()
    assert len(offers(anna)) == 1
    await begins_apart(town)
    await finishes_apart(town)
    assert f"Выделена из {number}" in await card_of(town, "BAR-000002")


async def test_a_letter_is_asked_about_in_the_chat_and_not_by_mail(town: Town) -> None:
    """The words are said on the ticket by letter; the buttons are in the chat of who wrote it."""
    number = await town.registers(town.anna)
    await writes(town, f"Re: [{number}]", ANOTHER, sender="anna@romashka.example", reply_number=number)
    await town.anna.sees(OFFER, "обмен с банком")
    await town.settled()
    assert len(offers(town.anna)) == 1
    assert not [one for one in town.mailbox.letters() if "отдельная проблема" in one["text"] + one["html"]]
    await begins_apart(town)
    await finishes_apart(town)
    assert f"Выделена из {number}" in await card_of(town, "BAR-000002")


async def test_who_has_no_chat_is_asked_nothing(town: Town) -> None:
    """A request by letter, and more of it by letter."""
    await writes(town, "Принтер", "Не печатает принтер на втором этаже, мигает лампа")
    await writes(town, "Re: [BAR-000001]", ANOTHER, reply_number="BAR-000001")
    await town.boris.sees("BAR-000001", "Заявитель пишет письмом", ANOTHER)
    assert not [one for one in town.mailbox.letters() if "отдельная проблема" in one["text"] + one["html"]]
    assert await set_aside(town) == 0


async def test_an_offer_that_was_decided_before_it_went_out_is_not_made(town: Town) -> None:
    """She answers in the register before the courier comes round: nothing is asked any more."""
    number = await town.registers(town.anna)
    await is_offered(town, number)
    by = Speaker(Place("telegram", str(town.anna.chat)), str(town.anna.id), "Анна", town.app.clock.now(), private=True)

    def both(desk: Desk, *, by: Speaker) -> None:
        [said] = added(desk, desk.tickets.get(number))
        ask_in_chat(desk, desk.tickets.get(number), after=said.entry - 1)
        same_problem(desk, by=by, number=number, n=said.entry)

    await town.app.clerk.do(both, by=by)
    await town.settled()
    assert len(offers(town.anna)) == 1


# -- second thoughts


async def test_who_cancels_may_begin_again(town: Town) -> None:
    """The offer keeps its buttons until the words have a number; then it loses them at the next press."""
    anna = town.anna
    number = await town.registers(anna)
    offer = await is_offered(town, number)
    separate, same = presses_of(offer)
    await begins_apart(town)
    await anna.says("/cancel")
    await anna.sees_new("Удалить")
    await anna.presses("Удалить")
    await town.settled()
    assert SEPARATELY in anna.captions()

    await begins_apart(town)
    assert await forge(town, anna, anna.chat, offer["message_id"], separate) == ""  # a second tap: the same intake
    await town.settled()
    await finishes_apart(town)
    assert await numbers(town) == [number, "BAR-000002"]
    assert (await card_of(town, "BAR-000002")).count(ANOTHER) == 1

    for data in (separate, same):
        assert await forge(town, anna, anna.chat, offer["message_id"], data)
    await town.settled()
    assert SEPARATELY not in anna.captions()
    assert await numbers(town) == [number, "BAR-000002"]
    assert "одна проблема" not in await card_of(town, number)
    assert await set_aside(town) == 0


async def test_who_says_after_all_that_it_is_one_is_asked_what_becomes_of_the_intake(town: Town) -> None:
    """Nothing is thrown away by one tap; what is registered all the same is not linked."""
    anna = town.anna
    number = await town.registers(anna)
    offer = await is_offered(town, number)
    separate, _same = presses_of(offer)
    await begins_apart(town)
    toast = await anna.presses(f"Нет, это про {number}")
    assert toast["text"] == f"Хорошо, это про {number}."
    await anna.sees_new("Удалить")
    await town.settled()
    assert SEPARATELY not in anna.captions()
    assert await forge(town, anna, anna.chat, offer["message_id"], separate)
    await anna.presses("Продолжить")
    await anna.sees_new("Ваши данные")
    await finishes_apart(town)
    assert "Выделена из" not in await card_of(town, "BAR-000002")
    first = await card_of(town, number)
    assert "Заявитель говорит, что это одна проблема" in first
    assert "зарегистрирована отдельно" not in first


@pytest.mark.parametrize("city", ["e-doc"], indirect=True)
async def test_where_the_regulation_wants_no_cut_a_letter_asks_nothing(city: Town) -> None:
    number = await registers(city, "e-doc")
    await writes(city, f"Re: [{number}]", ANOTHER, sender="anna@romashka.example", reply_number=number)
    await city.boris.sees(number, ANOTHER)
    assert not [one for one in city.anna.messages() if "отдельная проблема" in one.get("text", "")]
