"""At once: two of staff make a move on one request at the same moment. One wins, and the other is told who was first."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.sandbox.person import Json, Person
from tests.stories.conftest import Town
from tests.stories.quickly import registered
from tests.stories.test_staff_assignment import card, works

BORIS, OLGA = "Борис Иванов", "Ольга Петрова"
Move = Callable[[Person], Awaitable[str]]


async def one_wins(town: Town, number: str, kind: str, move: Move, why: str = "раньше вас") -> str:
    """Both make the move together: one entry of that kind is written, the winner is not refused, and the other reads who was
    first. Returns what they read."""
    first, second = await asyncio.gather(move(town.boris), move(town.olga))
    await town.settled()
    written = await town.app.clerk.read(
        lambda desk: [e.actor_name for e in desk.journal.of(number) if e.kind == kind and e.actor != "desk"]
    )
    assert len(written) == 1, written
    fast, slow = (first, second) if written == [BORIS] else (second, first)
    assert why not in fast
    assert why in slow
    assert written[0] in slow, slow
    return slow


def pressing(town: Town, on: Json, data: str) -> Move:
    """Both press a button of a message that they see, whatever the other's press makes of its buttons meanwhile."""

    async def move(who: Person) -> str:
        press = {"person": who.id, "chat": who.chat, "message_id": on["message_id"], "data": data, "forged": True}
        return str((await town.anna.stage.do("press", press))["text"])

    return move


async def replying(town: Town, on: Json, data: str, words: str) -> Move:
    """Both have pressed and are asked for words, and reply at once."""
    asked = {}
    for who in (town.boris, town.olga):
        before = {m["message_id"] for m in who.messages()}
        await pressing(town, on, data)(who)
        await town.settled()
        asked[who.id] = next(
            m for m in reversed(who.messages()) if m["message_id"] not in before and "ответьте" in m["text"]
        )

    async def move(who: Person) -> str:
        return await answered(town, who, await who.says(words, reply_to=asked[who.id]))

    return move


async def answered(town: Town, who: Person, said: Json) -> str:
    """What the desk says to that."""
    await town.settled()
    return " ".join(
        str(m["text"]) for m in who.messages() if m.get("reply_to_message", {}).get("message_id") == said["message_id"]
    )


async def test_one_takes_it_and_one_gives_it_away(town: Town) -> None:
    """Given to two different colleagues at once, it goes to one; whoever wants it otherwise says so once more, and may."""
    await works(town)
    number, other = await registered(town), await registered(town)
    await one_wins(town, number, "taken", pressing(town, await card(town, number), f"t:{number}:take:"), "уже ведёт")

    async def gives(who: Person) -> str:
        return await answered(
            town, who, await who.says(f"/assign {other} {'@olga' if who is town.boris else '@boris'}")
        )

    told = await one_wins(town, other, "assigned", gives)
    assert "Ничего не изменено" in told
    held = await town.app.clerk.read(lambda desk: desk.tickets.get(other).offered_to)
    await town.forward(seconds=5)
    await gives(town.olga if (await who_gave(town, other)) == BORIS else town.boris)
    assert await town.app.clerk.read(lambda desk: desk.tickets.get(other).offered_to) != held


async def who_gave(town: Town, number: str) -> str:
    return await town.app.clerk.read(
        lambda desk: next(e.actor_name for e in desk.journal.of(number) if e.kind == "assigned")
    )


async def test_one_answer_ends_it(town: Town) -> None:
    """Completed, refused, put off: both have their words ready; one's go out."""
    await works(town)
    for data, kind, words in (
        ("complete:", "completed", "Заменили картридж"),
        ("refuse:not_reproducible", "closed", "У нас не повторяется"),
        ("hold:too_little_information", "held", "Ждём деталь"),
    ):
        number = await registered(town)
        shown = await card(town, number)
        await pressing(town, shown, f"t:{number}:take:")(town.boris)
        await town.settled()
        move = await replying(town, shown, f"t:{number}:{data}", words)
        await one_wins(town, number, kind, move)
        heard = [m for m in town.anna.messages() if number in m["text"] and words in m["text"]]
        assert len(heard) == 1


async def test_one_ties_it_to_another(town: Town) -> None:
    """Linked, merged, attached to a failure."""
    await works(town)
    number, other, third = [await registered(town) for _ in range(3)]
    shown = await card(town, number)
    move = await replying(town, shown, f"t:{number}:relate:", other)
    await one_wins(town, number, "linked", move)
    await town.boris.says("/incident С 10:30 не уходят письма, чиним")
    await town.boris.sees_new("Сбой открыт")
    failure = await town.app.clerk.read(lambda desk: desk.incidents.open()[0].id)
    await one_wins(town, number, "incident", pressing(town, shown, f"t:{number}:incident:{failure}"))
    move = await replying(town, await card(town, third), f"t:{third}:duplicate:", other)
    await one_wins(town, third, "closed", move)
