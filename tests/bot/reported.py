"""Reported: weeks of a busy desk, seeded, straight into a register: everything that a figure may count, and then some."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from bot.storage.desk import SqlDesk
from domain.customers import Organization
from domain.journal import Actor
from domain.people import Agent, Person
from domain.ticket import Status, Ticket
from tests.bot.storage_builders import ANSWERS

BEGINS = datetime(2026, 10, 19, 6, tzinfo=UTC)
AGENTS = ("Борис Ветров", "Мария Лебедева", "Тимур Ахметов", "Ольга Светлова")
CUSTOMERS = ("ООО «Ромашка»", "АО «Вектор»", "ИП Кузнецов")
HOURS = "working hours"


def fill(desk: SqlDesk, *, tickets: int, days: int, seed: int = 6) -> list[Organization]:
    """So many tickets, registered within so many days from BEGINS on; each goes its own way, some of them beyond."""
    dice = random.Random(seed)
    agents = [Person(name) for name in AGENTS]
    customers = [Organization(name, contract=f"{n}/26") for n, name in enumerate(CUSTOMERS, start=17)]
    people = [Person(f"Заявитель {n}") for n in range(5)]
    for person in (*agents, *people):
        desk.people.add(person)
    for organization in customers:
        desk.customers.add(organization)
    for agent in agents:
        desk.people.enlist(Agent("-100", agent.id, agent.name))
    desk.transaction.flush()
    starts = sorted(BEGINS + timedelta(minutes=dice.randrange(days * 24 * 60)) for _n in range(tickets))
    for at in starts:
        _live(desk, dice, at, dice.choice(people), agents, dice.choice([*customers, None]))
    desk.transaction.flush()
    return customers


def _live(
    desk: SqlDesk, dice: random.Random, at: datetime, who: Person, agents: list[Person], whose: Organization | None
) -> None:
    rules = desk.regulation
    calendar = rules.hours_for()
    priority = dice.choices([p.key for p in rules.priorities], weights=[2, 5, 9, 4])[0]
    ticket = Ticket(
        number=desk.tickets.next_number(rules),
        regulation_digest=rules.digest,
        requester_id=who.id,
        door="telegram",
        answers=ANSWERS
        | {"description": dice.choice(("=СУММ(A1:A9) не считает", "Не печатает принтер", "+7 не звонит"))},
        kind="failure",
        impact="down",
        priority=priority,
        received_at=at.replace(microsecond=0),
        registered_at=at,
        organization_id=whose.id if whose else None,
    )
    desk.tickets.add(ticket)
    said = Actor(who.id, who.name, "telegram")
    ticket.register(at, said, clause="4.4")
    if dice.random() < 0.06:
        ticket.withdraw(at + timedelta(hours=dice.random() * 20), said)
        return
    agent = dice.choices(agents, weights=[5, 4, 3, 1])[0]
    by = Actor(agent.id, agent.name, "telegram")

    def later(hours: float, since: datetime) -> datetime:
        passed = calendar.after(since, max(60, int(hours * 3600)), HOURS)
        assert passed is not None
        return passed + timedelta(microseconds=dice.randrange(10**6))

    at = later(dice.expovariate(1 / 1.3), at)
    if dice.random() < 0.05:
        return  # nobody takes it
    ticket.take(at, Agent("-100", agent.id, agent.name), by)
    if dice.random() < 0.3:
        ticket.set_priority(at, by, dice.choice(rules.priorities).key)
    if dice.random() < 0.3:
        at = later(dice.random(), at)
        ticket.ask(at, by, "Какая версия?")
        at += timedelta(hours=dice.expovariate(1 / 15))
        if dice.random() < 0.1:
            return
        ticket.hear(at, said, "Вторая")
    for _n in range(dice.choice((0, 0, 1, 2))):
        at = later(dice.random() * 2, at)
        _effort(desk, ticket, ticket.answer(at, by, "Смотрим", minutes=30).n, at, by, dice)
    if dice.random() < 0.08:
        ticket.refuse(later(1, at), by, rules.reasons[0], "Вне рамок")
        return
    while ticket.status is Status.IN_PROGRESS and dice.random() < 0.9:
        at = later(dice.expovariate(1 / {"p1": 3, "p2": 5, "p3": 14, "p4": 30}.get(priority, 9)), at)
        late = ticket.resolution_due is not None and at > ticket.resolution_due
        if dice.random() < (0.8 if late else 0.05):
            ticket.promise(at, by, "Ждём деталь", at + timedelta(days=2))
        entry = ticket.complete(at, by, "Готово", minutes=30)
        _effort(desk, ticket, entry.n, at, by, dice)
        at = later(dice.expovariate(1 / 3), at)
        if dice.random() < 0.12:
            ticket.dispute(at, at, said, "Нет, не работает")
    if ticket.status is not Status.COMPLETED or dice.random() < 0.08:
        return
    if dice.random() < 0.5:
        ticket.close_due = at
        ticket.close_by_silence()
    else:
        ticket.confirm(at, said)
    for _n in range(dice.choice((0, 1, 1, 2))):
        at += timedelta(hours=dice.random() * 30)
        ticket.rate(at, said, dice.choices((1, 2, 3, 4, 5), weights=(1, 1, 2, 6, 12))[0])
        if dice.random() < 0.3:
            ticket.comment_rating(at, said, "Спасибо")


def _effort(desk: SqlDesk, ticket: Ticket, n: int, at: datetime, by: Actor, dice: random.Random) -> None:
    """Some find out later how long an answer took; now and then in the next week, or month."""
    minutes = dice.choice((30, 30, 45, 90))
    if minutes != 30:
        effort = desk.efforts.get(ticket.number, n)
        assert effort is not None
        ticket.correct_effort(at + timedelta(hours=dice.expovariate(1 / 60)), by, effort, minutes)
