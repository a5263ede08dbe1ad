"""The town of the rights matrix: a request in each state it can be in, and everybody who might press something about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.storage.tables import outbox
from domain.customers import Organization
from domain.lines import Line
from domain.notices import Fate
from domain.people import Agent, Identity, Place, Speaker
from domain.ports import Desk
from domain.rights import OF_STAFF, Where, Who
from domain.ticket import Status, Ticket
from domain.usecases.ask import ask
from domain.usecases.complete import complete
from domain.usecases.confirm import confirm
from domain.usecases.forget import forget_ticket
from domain.usecases.hold import hold
from domain.usecases.meeting import meet
from domain.usecases.merge import merge
from domain.usecases.staff_place import note_lines
from domain.usecases.take import take
from domain.usecases.withdraw import withdraw
from tests.stories.conftest import Town
from tests.stories.moves import ANSWERS
from tests.stories.quickly import _register

STATES = {
    "untaken": Status.REGISTERED,
    "in work": Status.IN_PROGRESS,
    "asked": Status.CLARIFICATION,
    "on hold": Status.ON_HOLD,
    "completed": Status.COMPLETED,
    "closed": Status.CLOSED,
    "withdrawn": Status.CLOSED,
    "merged": Status.CLOSED,
    "erased": Status.CLOSED,
    "of another line": Status.REGISTERED,
}
"""Each of one requester; what is taken is Ольга's. What there is not has no state."""
MISSING = "missing"
LINE = -100777
PROBLEMS = (
    "Не печатает принтер на втором этаже",
    "Не подписывается договор с поставщиком",
    "Отчёт по складу за октябрь пустой",
    "Зависает окно оплаты на кассе",
    "Пропали фотографии товаров в каталоге",
    "Не открывается почта у бухгалтера",
    "Сканер не читает штрихкоды",
    "Телефония не соединяет с филиалом",
    "Сайт показывает старые цены",
    "Терминал не принимает карты",
)


@dataclass(frozen=True)
class Role:
    """Somebody who presses, where, and what they are to the requests; `hides`: Telegram does not say who it is."""

    name: str
    user: int
    where: Where
    chat: int
    ranks: frozenset[Who] = frozenset()
    line: bool = False
    hides: bool = False

    @property
    def works(self) -> bool:
        return Who.AGENT in self.ranks


@dataclass
class Cast:
    """Who there is, and the numbers of the requests by their state."""

    roles: list[Role]
    numbers: dict[str, str] = field(default_factory=dict)


async def cast(town: Town) -> Cast:
    """Everybody enters, and the requests are brought to where they are to be."""
    people = {}
    for name, last in (
        ("Глеб", "Уваров"),
        ("Дина", "Ким"),
        ("Кира", "Лис"),
        ("Лев", "Мох"),
        ("Витя", "Нор"),
        ("Ося", "Пак"),
    ):
        given = {"first_name": name, "last_name": last, "language_code": "ru"}
        people[name] = int((await town.anna.stage.do("people", given))["id"])
    made = Cast(_roles(town, people))
    await town.settled()
    made.numbers = await town.app.clerk.do(
        _history, anna=town.anna.id, staff=(town.olga.id, town.boris.id), people=people
    )
    await town.settled()
    return made


async def suspended(town: Town, made: Cast) -> Role:
    """The same requester, from now on without support."""

    def suspend(desk: Desk) -> None:
        person = desk.people.by_address("telegram", str(town.anna.id))
        assert person is not None
        person.suspended_at, person.suspended_for = desk.now(), "Долг"

    await town.app.clerk.do(suspend)
    return Role("suspended requester", town.anna.id, Where.PRIVATE, town.anna.id, made.roles[0].ranks)


def _roles(town: Town, people: dict[str, int]) -> list[Role]:
    group, private, staff = town.boris.chat, Where.PRIVATE, Where.STAFF
    agent = frozenset({Who.AGENT})

    def alone(name: str, who: str, *ranks: Who) -> Role:
        return Role(name, people[who], private, people[who], frozenset(ranks))

    return [
        Role("requester", town.anna.id, private, town.anna.id, frozenset({Who.REQUESTER, Who.CONTACT})),
        alone("contact person", "Лев", Who.CONTACT),
        alone("colleague", "Кира"),
        alone("stranger", "Дина"),
        Role("agent in private", town.olga.id, private, town.olga.id, agent),
        Role("lead in private", town.boris.id, private, town.boris.id, frozenset({Who.AGENT, Who.LEAD})),
        Role("departed agent in private", people["Глеб"], private, people["Глеб"]),
        Role("assignee", town.olga.id, staff, group, agent | {Who.ASSIGNEE}),
        Role("agent", people["Ося"], staff, group, agent),
        Role("lead", town.boris.id, staff, group, OF_STAFF - {Who.ASSIGNEE}),
        Role("departed agent", people["Глеб"], staff, group),
        Role("stranger in the group", people["Дина"], staff, group),
        Role("anonymous administrator", 1087968824, staff, group, hides=True),
        Role("agent of another line", people["Витя"], staff, LINE, agent, line=True),
    ]


def _history(desk: Any, *, anna: int, staff: tuple[int, int], people: dict[str, int]) -> dict[str, str]:
    """All that happened before the first press."""
    romashka = Organization("ООО «Ромашка»", "12-34", domains=["romashka.example"], contacts=["lev@romashka.example"])
    desk.customers.add(romashka)
    mail = {
        anna: "anna@romashka.example",
        people["Лев"]: "lev@romashka.example",
        people["Кира"]: "kira@romashka.example",
    }
    for user in (anna, *people.values(), *staff):
        person = meet(desk, _speaker(desk, user))
        if user in mail:
            desk.people.add_identity(Identity("email", mail[user], person.id, desk.now()))
            person.organization_id = romashka.id
    chat = desk.staff.chat
    for user, active, where in (
        (staff[0], True, chat),
        (people["Ося"], True, chat),
        (people["Глеб"], False, chat),
        (people["Витя"], True, str(LINE)),
    ):
        person = desk.people.speaking(_speaker(desk, user))
        desk.people.enlist(Agent(where, person.id, person.name, "", False, active, desk.now()))
    lead = desk.people.speaking(_speaker(desk, staff[1]))
    desk.people.enlist(Agent(chat, lead.id, lead.name, "", True, True, desk.now()))
    desk.lines.add(Line("telegram", str(LINE), "Платежи", False, lead.id, desk.now()))
    note_lines(desk)
    numbers = _tickets(desk, _speaker(desk, anna), _speaker(desk, staff[0], chat), romashka.id)
    desk.transaction.flush()
    desk.transaction.run(sa.update(outbox).values(fate=Fate.DROPPED))  # nobody reads it
    return numbers


def _tickets(desk: Desk, anna: Speaker, olga: Speaker, organization: str) -> dict[str, str]:
    numbers: dict[str, str] = {}
    for state, problem in zip(STATES, PROBLEMS, strict=True):
        answers = ANSWERS | {"description": problem, "steps": f"{problem}: как обычно"}
        numbers[state] = _register(desk, anna, answers, 0, -1)
        ticket: Ticket = desk.tickets.get(numbers[state])
        assert ticket.organization_id == organization
        if state not in ("untaken", "withdrawn", "of another line"):
            take(desk, by=olga, number=ticket.number)
        _bring(desk, ticket, state, anna, olga, numbers)
        assert ticket.status is STATES[state], state
    return numbers


def _bring(desk: Desk, ticket: Ticket, state: str, anna: Speaker, olga: Speaker, numbers: dict[str, str]) -> None:
    number = ticket.number
    match state:
        case "asked":
            ask(desk, by=olga, number=number, question="Какая модель?")
        case "on hold":
            reason = desk.regulation.reasons[0].key
            hold(desk, by=olga, number=number, reason=reason, text="Ждём деталь. 30.12 15:00")
        case "completed":
            complete(desk, by=olga, number=number, text="Заменили картридж")
        case "closed" | "erased":
            complete(desk, by=olga, number=number, text="Заменили картридж")
            confirm(desk, by=anna, number=number)
            if state == "erased":
                forget_ticket(desk, ticket, "asked")
        case "withdrawn":
            withdraw(desk, by=anna, number=number)
        case "merged":
            merge(desk, by=olga, number=number, text=numbers["untaken"])
        case "of another line":
            ticket.line = str(LINE)


def _speaker(desk: Desk, user: int, chat: str = "") -> Speaker:
    place = Place("telegram", chat or str(user))
    return Speaker(place, str(user), f"Имя {user % 1000}", desk.now(), private=not chat)
