"""Bad days: blocked bots, moved groups, limits, letters that come back, updates that make no sense."""

from __future__ import annotations

import pytest

from bot.wiring import build
from tests.stories.conftest import Town


async def test_who_blocked_the_bot_still_gets_letters_and_staff_know(town: Town) -> None:
    """403: staff are told once per message, mail goes on, and the card says so."""
    await town.registers(town.anna)
    await town.anna.blocks_the_bot()

    await town.boris.presses("Взять")
    await town.boris.sees("Заявитель заблокировал бота", "Письма идут дальше")
    await town.mailbox.gets("Взяли в работу", to="anna@romashka.example")
    await town.settled()
    await town.boris.sees("BAR-000001", "чат — не доставлено (бот заблокирован)", "почта — доставлено")


async def test_a_letter_that_is_refused_is_told_and_the_address_corrected(town: Town) -> None:
    """A mailbox that does not exist: the chat says so, one button corrects it, and the number arrives there (п. 7.10)."""
    await town.anna.stage.do("mailbox/refuse", {"address": "ana@romashka.example", "code": 550, "text": "no such user"})
    await town.registers(town.anna, email="ana@romashka.example")

    await town.anna.sees("Письмо на ana@romashka.example не дошло: такого почтового ящика нет")
    await town.boris.sees("Письмо не дошло до заявителя", "такого почтового ящика нет (5.1.1)")
    await town.anna.presses("Исправить адрес")
    await town.anna.sees_new("На какой адрес")
    await town.anna.says("не знаю")
    await town.anna.sees_new("ivanov@company.ru")
    await town.anna.says("anna@romashka.example")
    await town.anna.sees_new("Теперь письма по BAR-000001 идут на anna@romashka.example")
    letter = await town.mailbox.gets("[BAR-000001]", "Код:", to="anna@romashka.example")
    await town.anna.says(str(letter["text"]).split("Код: ")[1][:6])
    await town.anna.sees_new("подтверждён")


@pytest.mark.parametrize("forum", [False])
async def test_a_group_that_became_a_supergroup_goes_on_where_it_was(town: Town) -> None:
    """Telegram gives the group a new id: the next cards and presses work there, also after a restart."""
    await town.registers(town.anna)
    await town.anna.stage.do("migrate", {})
    await town.settled()

    second = await town.registers(town.anna, first=False, organization="ООО «Лютик»")
    await town.boris.sees(second, "ООО «Лютик»")
    await town.boris.presses("Взять")
    await town.anna.sees_new(second, "Взяли в работу")
    await town.settled()

    await town.app.stop()
    async with build(town.settings, limits=False) as town.app:
        await town.boris.presses("Подтвердить")
        await town.anna.sees(second, "Приоритет подтверждён")
        await town.settled()
        await town.boris.sees(second, "Ответственный: Борис Иванов")


async def test_a_limit_of_telegram_delays_and_loses_nothing(town: Town) -> None:
    """429 with retry_after: the message comes later, once."""
    town.sandbox.world.fail_next("sendMessage", status=429, description="Too Many Requests", retry_after=1, times=2)
    await town.anna.says("/start")
    await town.anna.sees("Здравствуйте")
    await town.anna.sees("персональных данных")
    assert sum("Здравствуйте" in str(m.get("text")) for m in town.anna.messages()) == 1


async def test_a_lost_answer_of_telegram_is_repeated_and_marked(town: Town) -> None:
    """The connection breaks after Telegram took the message: it is sent again and says that it may be there twice."""
    await town.registers(town.anna)
    town.sandbox.world.fail_next("sendMessage", status=0, after_accepting=True)
    await town.boris.presses("Взять")
    await town.anna.sees("Взяли в работу", "дважды")
    await town.settled()
    assert sum("Взяли в работу" in str(m.get("text")) for m in town.anna.messages()) == 2
    await town.boris.sees("BAR-000001", "возможно дважды")


@pytest.mark.parametrize("junk", [{"message": {"no": "chat"}}, {"something_new": {"x": 1}}, {}], ids=str)
async def test_an_update_that_makes_no_sense_stops_nobody(town: Town, junk: dict[str, object]) -> None:
    """One update nobody understands goes into quarantine; the next person is served."""
    updates = town.sandbox.world.updates
    number = updates._next
    updates.pending[number] = {"lane": 0, "update": {"update_id": number, **junk}}
    updates._next += 1

    await town.anna.says("/start")
    await town.anna.sees("Здравствуйте")
    await town.settled()
    assert not updates.pending


async def test_a_restart_continues_where_the_person_was(town: Town) -> None:
    """The desk goes away in the middle of an intake; what was typed meanwhile is answered when it is back."""
    await town.anna.says("/start")
    await town.anna.sees_new("персональных данных")
    await town.anna.presses("Даю согласие")
    await town.anna.sees_new("1 из 7")
    await town.settled()
    await town.app.stop()

    await town.anna.says("ООО «Ромашка»")
    async with build(town.settings, limits=False) as town.app:
        await town.anna.sees_new("2 из 7")
        await town.settled()


async def test_english_speakers_are_served_in_english_and_may_change_it(town: Town) -> None:
    """A requester's language is their Telegram's; /language changes it, for letters too."""
    john = type(town.anna)(town.anna.stage, "John")
    await john.says("/start")
    await john.sees("Hello!")
    await john.sees_new("personal data")
    await john.presses("I agree")
    await john.sees_new("1 of 7", "Organization")
    await john.says("/language")
    await john.sees_new("Which language")
    await john.presses("Русский")
    await john.sees_new("1 из 7", "Организация")
    await town.settled()
