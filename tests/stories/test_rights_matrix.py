"""The rights matrix: every button of the bot, pressed with forged data by everybody, on one's own, a foreign, a missing and a
closed request. What the table of rights forbids changes nothing and is answered; what it allows is not refused for want of rights.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.sandbox.person import Person
from bot.storage.tables import entries, tickets
from domain.people import Place, Speaker
from domain.ports import Desk
from domain.refusals import NotStaff, NotYours, OnlyLead
from domain.rights import OF_STAFF, TABLE, Right, Where, Who
from domain.ticket import Status
from domain.usecases.complete import complete
from domain.usecases.confirm import confirm
from domain.usecases.take import take
from handlers.view.refusals import refusal_words
from handlers.view.words import speaking
from tests.stories.conftest import Town
from tests.stories.quickly import registered

VALUES = {
    "priority": "1",
    "rate": "5",
    "customer": "0" * 32,
    "suspend": "person",
    "restore": "person",
    "caller": "0" * 32,
}
"""Values that would do something; all other verbs need none, or ask for words first."""
ON_TICKETS = ("t", "m")
PLAIN = {
    "c": "c:0",
    "ln": "ln:show::0",
    "pd": "pd:see",
    "l": "l:ru",
    "r": "r::0",
    "e": "e:nobody",
    "g": "g:0a",
    "b": "b:-1:0a",
    "f": "f:list::0",
    "j": "j:csv:20261101:20261130:",
}
STATES = {"own": Status.IN_PROGRESS, "foreign": Status.IN_PROGRESS, "missing": None, "closed": Status.CLOSED}


@dataclass(frozen=True)
class Role:
    """Somebody who presses, where, and which requests are theirs: as its requester, or as who holds it."""

    name: str
    person: Person
    where: Where
    chat: int
    numbers: dict[str, str]
    ranks: frozenset[Who]


@dataclass(frozen=True)
class Cell:
    """One press."""

    role: Role
    right: Right
    on: str

    @property
    def data(self) -> str:
        prefix, _, verb = self.right.name.partition(":")
        number = self.role.numbers.get(self.on, "")
        match prefix:
            case "t":
                return f"t:{number}:{verb}:{VALUES.get(verb, '')}"
            case "m":
                return f"m:{verb}:{number}:0"
            case "i":
                return f"i:nobody:{verb}:x"
            case "x":
                return f"x:{verb}:0a"
            case "f" if verb:
                return f"f:{verb}:none:0"
            case "p":
                return f"p:{verb}:name"
            case "s":
                return f"s:0a:{verb or 'pick'}:0"
            case "q":
                return f"q:{verb}:{number}:0"
            case "n":
                return f"n:{verb or 'new'}"
            case "o" | "ph":
                return f"{prefix}:AAAA"
        return PLAIN[prefix]

    @property
    def allowed(self) -> bool:
        """What the table says."""
        right, role = self.right, self.role
        if (right.name, role.where) not in {(one.name, one.where) for one in TABLE if one is right}:
            return False
        if right.who is Who.ANYONE:
            return True
        if right.states and STATES[self.on] not in right.states:
            return False
        if right.who in (Who.REQUESTER, Who.CONTACT, Who.ASSIGNEE) and self.on in ("foreign", "missing"):
            return False
        return right.who in role.ranks


async def test_no_cell_of_the_matrix_is_wrong(town: Town) -> None:
    """Every button x everybody x every kind of request."""
    roles = await _people(town)
    buttons = [right for right in TABLE if not right.name.startswith("/")]
    cells = [
        Cell(role, right, on)
        for role in roles
        for right in buttons
        for on in (STATES if right.name.partition(":")[0] in ON_TICKETS else ("own",))
    ]
    await town.settled()
    wrong = await _forbidden(town, [cell for cell in cells if not cell.allowed])
    wrong += await _allowed(town, [cell for cell in cells if cell.allowed])
    assert not wrong, f"{len(wrong)} of {len(cells)} cells are wrong:\n" + "\n".join(wrong)
    assert len(cells) > 1000


async def _forbidden(town: Town, cells: list[Cell]) -> list[str]:
    """Each is answered, and nothing is changed by any of one person's on one request."""
    wrong: list[str] = []
    for batch in _batches(cells):
        before = await town.app.clerk.read(_standing)
        answers = await asyncio.gather(*(_press(town, cell) for cell in batch))
        wrong += [f"not answered: {_words(cell)}" for cell, said in zip(batch, answers, strict=True) if said is None]
        after = await town.app.clerk.read(_standing)
        if after != before:
            written = sorted(after[0] - before[0])
            wrong.append(f"changed {written} by one of: " + "; ".join(map(_words, batch)))
    return wrong


async def _allowed(town: Town, cells: list[Cell]) -> list[str]:
    """None is refused for want of rights; what else stands in its way is its own affair."""
    wrong: list[str] = []
    for batch in _batches(cells):
        for cell, said in zip(batch, await asyncio.gather(*(_press(town, cell) for cell in batch)), strict=True):
            refusals = [NotStaff(), OnlyLead()] + ([] if cell.right.who is Who.ANYONE else [NotYours()])
            if said is None or said in {_refusal(one) for one in refusals}:
                wrong.append(f"refused: {_words(cell)}: {said}")
    return wrong


def _batches(cells: list[Cell]) -> Iterable[list[Cell]]:
    groups: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        groups.setdefault((cell.role.name, cell.on), []).append(cell)
    return groups.values()


def _words(cell: Cell) -> str:
    return f"{cell.role.name} presses {cell.data} ({cell.on}; {cell.right.who} in {cell.right.where})"


def _refusal(refusal: Any) -> str:
    with speaking("ru"):
        return refusal_words(refusal)


async def _press(town: Town, cell: Cell) -> str | None:
    """As Telegram delivers a press, also of somebody who has left by then; None if it is not answered."""
    world, role = town.sandbox.world, cell.role
    shown = next(m for m in town.anna.stage.messages(role.chat) if m["from"]["is_bot"])
    query_id = str(world.count("callback", 4_000_000_000_000_000_001))
    waiting = world.answers[query_id] = asyncio.Event()
    asked = {"person": role.person.id, "chat": role.chat, "message_id": shown["message_id"]}
    world.callbacks[query_id] = {**asked, "answer": None}
    user = {**world.person(role.person.id)["user"], "language_code": "ru"}
    query = {"id": query_id, "from": user, "message": shown, "chat_instance": "1", "data": cell.data[:64]}
    world.updates.push("callback_query", query, role.chat)
    try:
        async with asyncio.timeout(15):
            await waiting.wait()
    except TimeoutError:
        return None
    finally:
        world.answers.pop(query_id, None)
    answer = world.callbacks[query_id]["answer"]
    return None if answer is None else str(answer.get("text") or "")


def _standing(desk: Any) -> tuple[frozenset[tuple[str, int, str]], str]:
    """All entries of all journals, and the rows of all tickets."""
    run = desk.transaction.run
    written = run(sa.select(entries.c.ticket, entries.c.n, entries.c.kind)).all()
    rows = run(sa.select(tickets).order_by(tickets.c.number)).all()
    kinds = frozenset((ticket, n, str(kind)) for ticket, n, kind in written)
    return kinds, hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()


async def _people(town: Town) -> list[Role]:
    """Анна and John with a request in work each, one of hers closed; Ольга holds hers, Борис John's; somebody who has left."""
    john = Person(town.anna.stage, "John")
    mine = await registered(town)
    done = await registered(town)
    theirs = await registered(town, john, organization="ООО «Василёк»", email="john@vasilek.example")
    added = await town.anna.stage.do("people", {"first_name": "Глеб", "last_name": "Уваров", "language_code": "ru"})
    await town.anna.stage.do("staff", {"add": added["id"]})
    gone = Person(town.anna.stage, "Глеб")
    stranger = await town.anna.stage.do("people", {"first_name": "Дина", "last_name": "Ким", "language_code": "ru"})
    dina = Person(town.anna.stage, stranger["id"])
    await dina.says("/help")
    for one in (town.olga, town.boris, gone):
        await one.says("/incident")
        await one.sees_new("Открытых сбоев нет")
    await town.anna.stage.do("staff", {"remove": added["id"]})
    await town.settled()

    def begun(desk: Desk) -> None:
        now, group = desk.now(), Place("telegram", desk.staff.chat)
        olga, boris = (Speaker(group, str(one.id), one.name, now, private=False) for one in (town.olga, town.boris))
        take(desk, by=olga, number=mine)
        take(desk, by=boris, number=theirs)
        complete(desk, by=olga, number=done, text="Заменили картридж")
        anna = Speaker(Place("telegram", str(town.anna.id)), str(town.anna.id), town.anna.name, now)
        confirm(desk, by=anna, number=done)

    await town.app.clerk.do(begun)
    await town.settled()
    of_anna = {"own": mine, "foreign": theirs, "missing": "BAR-000099", "closed": done}
    of_boris = of_anna | {"own": theirs, "foreign": mine}
    group, agent = town.boris.chat, frozenset({Who.AGENT, Who.ASSIGNEE})
    return [
        Role("requester", town.anna, Where.PRIVATE, town.anna.id, of_anna, frozenset({Who.REQUESTER, Who.CONTACT})),
        Role("stranger", dina, Where.PRIVATE, dina.id, of_anna, frozenset()),
        Role("agent", town.olga, Where.STAFF, group, of_anna, agent),
        Role("lead", town.boris, Where.STAFF, group, of_boris, OF_STAFF),
        Role("departed agent", gone, Where.STAFF, group, of_anna, frozenset()),
    ]
