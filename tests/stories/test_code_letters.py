"""Codes by letter: one per address and three addresses per person a day, five tries; whoever gets none is told why and until when."""

from __future__ import annotations

from tests.stories.conftest import MORNING, Town
from tests.stories.test_customers import anna_does


def code_in(letter: dict[str, object]) -> str:
    return str(letter["text"]).split("Код: ")[1][:6]


def wrong(code: str, n: int = 1) -> str:
    return f"{(int(code) + n) % 10**6:06d}"


async def test_one_address_gets_one_code_a_day(town: Town) -> None:
    """The second letter of the day goes without one, and the chat says so; the code from the first still counts."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    code = code_in(await town.mailbox.gets("Код:"))
    second = await town.registers(town.anna, first=False)
    told = await town.anna.sees(second, "Короткое подтверждение уйдёт и на anna@romashka.example", "ещё действует")
    assert "24 ноября, 10:3" in told["text"]
    letter = await town.mailbox.gets(second)
    assert "Код:" not in letter["text"]

    await town.anna.says(code)
    await town.anna.sees_new("подтверждён")


async def test_after_a_day_the_next_code_may_go(town: Town) -> None:
    """Five wrong tries use a code up; the button for a new one says when, and a day later it works."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    first = await town.mailbox.gets("Код:")
    code = code_in(first)
    for n in range(1, 5):
        await town.anna.says(wrong(code, n))
        await town.anna.sees_new("Код не тот", f"{5 - n} попыт")
    await town.anna.says(wrong(code, 5))
    await town.anna.sees_new("попытки кончились")
    await town.anna.says(code)
    await town.anna.sees_new("попытки кончились")
    said = await town.anna.presses("Прислать новый код")
    assert "Новый можно запросить с 24 ноября" in str(said["text"])
    await town.forward(hours=23)
    assert "Новый можно запросить" in str((await town.anna.presses("Прислать новый код"))["text"])
    assert len([one for one in town.mailbox.letters() if "Код:" in one["text"]]) == 1

    await town.forward(hours=1, minutes=1)
    await town.anna.presses("Прислать новый код")
    await town.anna.sees_new("На anna@romashka.example уйдёт письмо")
    fresh = code_in(await town.mailbox.gets("Код:", after=first))
    assert fresh != code
    await town.anna.says(fresh)
    await town.anna.sees_new("подтверждён")


async def test_three_addresses_a_day_and_each_starts_anew(town: Town) -> None:
    """A corrected address has its own code and its own five tries; the fourth gets a letter and no code."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    await town.anna.says(wrong(code_in(await town.mailbox.gets("Код:"))))
    await town.anna.sees_new("4 попытки")
    for n in (2, 3):
        address = f"anna{n}@romashka.example"
        await town.registers(town.anna, first=False, email=address)
        code = code_in(await town.mailbox.gets("Код:", to=address))
        await town.anna.says(wrong(code))
        await town.anna.sees_new("4 попытки")
    fourth = await town.registers(town.anna, first=False, email="anna4@romashka.example")
    await town.anna.sees(fourth, "коды ушли на 3 ваших адреса", "24 ноября, 10:3")
    letter = await town.mailbox.gets(fourth, to="anna4@romashka.example")
    assert "Код:" not in letter["text"]


async def test_an_address_is_not_written_to_again_for_somebody_else(town: Town) -> None:
    """Nobody can have a stranger's mailbox filled from several accounts."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    await town.mailbox.gets("Код:")
    number = await town.registers(town.olga.alone())
    await town.olga.alone().sees(number, "за последние сутки уже запрашивали")
    assert len([one for one in town.mailbox.letters() if "Код:" in one["text"]]) == 1


async def test_a_corrected_address_of_a_request_says_whether_a_code_goes_there(town: Town) -> None:
    """After a letter that did not arrive the new address gets one at once, with its own code."""
    await town.set_clock(MORNING)
    await town.anna.stage.do(
        "mailbox/refuse", {"address": "anna@romashka.example", "code": 550, "text": "no such user"}
    )
    await town.registers(town.anna)
    await town.anna.sees("не дошло")
    await anna_does(town, "[Исправить адрес]")
    await town.anna.says("anna.s@romashka.example")
    await town.anna.sees_new("anna.s@romashka.example", "Пришлите код сюда")
    assert code_in(await town.mailbox.gets("Код:", to="anna.s@romashka.example"))
