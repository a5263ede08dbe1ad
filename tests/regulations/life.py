"""Walks that many rows take: what staff do on a card, and what a person reads of the regulation and of the record."""

from __future__ import annotations

from bot.sandbox.person import Person
from domain.ports import Desk
from handlers.view.journal_form import lines
from handlers.view.words import speaking
from tests.stories.conftest import Town
from tests.stories.moves import registers
from tests.stories.test_letters_in import writes as comes

QUALITY = "quality@desk.example"
"""Where letters to quality control go in a town whose regulation prints no address."""


async def presses(town: Town, *captions: str) -> None:
    """Boris presses one button of the card after another."""
    for caption in captions:
        await town.settled()
        await town.boris.presses(caption)


async def replies(town: Town, asked: str, *words: str) -> None:
    """Boris answers what the desk has just asked him for; with the last words, if the first ones do not suffice."""
    ask = await town.boris.sees_new(asked)
    for said in words:
        await town.boris.says(said, reply_to=ask)
        await town.settled()


async def answers(town: Town, number: str, words: str) -> None:
    """Boris replies to the card, which is an answer; Anna reads it."""
    await town.boris.says(words, reply_to=await town.boris.sees(number, "Заявителю:"))
    await town.anna.sees(number, words)
    await town.settled()


async def closes(town: Town, resolution: str, answer: str) -> None:
    """Boris completes the newest ticket where that closes it, with one of the regulation's resolutions."""
    await presses(town, "Завершить", resolution)
    await replies(town, "итоговым ответом", answer)


async def card(town: Town, number: str) -> str:
    """What staff read on the card now."""
    await town.settled()
    return str((await town.boris.sees(number, "Заявителю:"))["text"])


async def told(town: Town, *words: str) -> str:
    """The whole of the message that Anna sees with these words."""
    return str((await town.anna.sees(*words))["text"])


async def reads(town: Town, section: str) -> str:
    """All pages of a section of /rules, as Anna turns them over."""
    await town.anna.says("/rules")
    shown = await town.anna.sees_new("действует с")
    await town.anna.presses(section)
    read = str((await town.anna.sees_new(section))["text"])
    while "›" in (b["text"] for row in _now(town.anna, shown)["reply_markup"]["inline_keyboard"] for b in row):
        await town.anna.presses("›", on=shown)
        read += "\n" + str((await town.anna.sees_new(section))["text"])
    return read


def _now(who: Person, message: dict[str, object]) -> dict[str, object]:
    return next(one for one in who.messages() if one["message_id"] == message["message_id"])


async def writes(
    town: Town, subject: str, text: str, *, sender: str = "petr@vasilek.example", number: str = ""
) -> None:
    """Somebody's letter comes in, perhaps as a reply to the letters of that number."""
    await comes(town, subject, text, sender=sender, reply_number=number)


async def proves(town: Town) -> None:
    """Anna sends the code from the letter: from now on letters carry everything."""
    letter = await town.mailbox.gets("Код:")
    await town.anna.says(str(letter["text"]).split("Код: ")[1][:6])
    await town.anna.sees_new("подтверж")
    await town.settled()


async def record(town: Town, number: str) -> list[str]:
    """What the journal's form says was done, line by line."""

    def read(desk: Desk) -> list[str]:
        with speaking("ru"):
            return [line.progress.split(" \\ ")[1] for line in lines(desk, desk.tickets.get(number))]

    return await town.app.clerk.read(read)


SEVERAL = "Не печатает принтер на втором этаже. А ещё не открывается склад в программе."
"""Two problems in one text."""


async def tells_apart(town: Town, preset: str, cited: str) -> list[str]:
    """Anna writes of two problems, the desk shows them by that rule, and they become two requests; their numbers, open ones all."""
    before = await numbers(town)
    await registers(town, preset, first=not before, parts=2, description=SEVERAL)
    asked = next(m for m in reversed(town.anna.messages()) if "несколько проблем" in str(m.get("text")))
    assert cited in asked["text"]
    first, second = new = [number for number in await numbers(town) if number not in before]
    assert "не открывается" not in (await card(town, f"{first} · ")).split("Из общего обращения")[0]
    assert "Не печатает" not in (await card(town, f"{second} · ")).split("Из общего обращения")[0]
    await town.anna.sees(f"{first} · Заявка зарегистрирована", second)
    await town.mailbox.gets(f"[{second}]", first)
    await town.boris.sees(f"{second} · ", f"из того же обращения: {first}")
    return new


async def numbers(town: Town) -> list[str]:
    """The open requests."""
    return await town.app.clerk.read(lambda desk: [ticket.number for ticket in desk.tickets.open_all()])
