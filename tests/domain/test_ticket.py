"""A ticket's moves: which are legal, and what each does to the state, the clock and the journal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from domain import versions
from domain.customers import usual
from domain.journal import Actor, Audience, Entry, first_broken
from domain.people import Agent
from domain.refusals import AlreadyTaken, Refusal, WrongState
from domain.regulation import load
from domain.ticket import Status, Ticket, rank

RULES = versions.remember(load("barier"))
NINE = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""Monday, 9:00 in Moscow."""
BORIS = Agent("-100", "boris", "Борис")
OLGA = Agent("-100", "olga", "Ольга")
ACTOR = Actor("boris", "Борис", "telegram")
ANNA = Actor("anna", "Анна", "telegram")


def written(made: Ticket) -> list[Entry]:
    """What the ticket wrote, whether or not the storage has taken the journal over in this process."""
    journal: Any = made.journal
    if not isinstance(journal, set):
        journal = sa.inspect(made).attrs["journal"].history.added
    return sorted(journal, key=lambda entry: entry.n)


def ticket(priority: str = "2", at: datetime = NINE) -> Ticket:
    made = Ticket(
        number="BAR-000001",
        regulation_digest=RULES.digest,
        requester_id="anna",
        door="telegram",
        answers={"email": "anna@romashka.example"},
        kind="failure",
        impact="partly",
        priority=priority,
        received_at=at,
        registered_at=at,
    )
    made.register(at, ANNA, clause="7.3")
    return made


def at(hours: float) -> datetime:
    return NINE + timedelta(hours=hours)


def test_taking_ends_the_response_and_names_the_assignee() -> None:
    """The response clock stops at the taking, and the slower agent learns who was first."""
    made = ticket()
    made.take(at(1), BORIS, ACTOR)

    assert made.status is Status.IN_PROGRESS
    assert made.responded_at == at(1)
    with pytest.raises(AlreadyTaken) as refused:
        made.take(at(2), OLGA, ACTOR)
    assert refused.value.by == "Борис"


def test_a_question_stops_the_clock_and_an_answer_starts_it() -> None:
    """Two hours of waiting move the deadline by two working hours (barier 4.6)."""
    made = ticket()
    made.take(at(0), BORIS, ACTOR)
    assert made.resolution_due == at(8)

    made.ask(at(1), ACTOR, "Какая версия?")
    assert made.resolution_due is None
    made.hear(at(3), ANNA, "Третья")
    assert made.resolution_due == at(25)  # two working hours after Monday, 17:00: Tuesday, 10:00


def test_a_dispute_goes_on_with_what_was_left() -> None:
    """The time between completion and objection is not ours (barier 4.8)."""
    made = ticket()
    made.take(at(0), BORIS, ACTOR)
    made.complete(at(4), ACTOR, "Готово")
    assert made.status is Status.COMPLETED
    made.dispute(at(5), at(5), ANNA, "Не печатает вторую страницу")

    assert made.status is Status.IN_PROGRESS
    assert made.resolution_due == at(9)


def test_silence_counts_from_acceptance_and_closes_at_its_very_end() -> None:
    """24 hours from when a channel took the answer; the closing carries that instant and the clause (barier 4.9)."""
    made = ticket()
    made.take(at(0), BORIS, ACTOR)
    made.complete(at(1), ACTOR, "Готово")
    assert made.close_due is None

    assert made.answer_accepted(at(2)) == at(26)
    assert made.answer_accepted(at(5)) is None
    entry = made.close_by_silence()
    assert made.closed_at == entry.at == at(26)
    assert entry.facts["clause"] == "4.9"


def test_an_objection_made_in_time_counts_even_when_read_late() -> None:
    """The letter lay in the queue while silence closed the ticket; its writer was in time."""
    made = ticket()
    made.take(at(0), BORIS, ACTOR)
    made.complete(at(1), ACTOR, "Готово")
    made.answer_accepted(at(2))
    made.close_by_silence()

    made.dispute(at(26), at(40), ANNA, "Не работает, как и раньше")
    assert made.status is Status.IN_PROGRESS


def test_an_objection_made_too_late_is_refused() -> None:
    """After closing a new ticket is due, not the old one."""
    made = ticket()
    made.take(at(0), BORIS, ACTOR)
    made.complete(at(1), ACTOR, "Готово")
    made.answer_accepted(at(2))
    made.close_by_silence()
    with pytest.raises(WrongState):
        made.dispute(at(26) + timedelta(seconds=1), at(40), ANNA, "Не работает, как и раньше")


def test_a_question_asked_after_putting_off_waits_its_full_time() -> None:
    """What was left of an earlier question's silence does not close a later one (e-doc 15)."""
    rules = versions.remember(load("e-doc"))
    made = ticket()
    made.regulation_digest, made.kind, made.client, made.priority = rules.digest, "error", "vip", ""
    made.take(at(0), BORIS, ACTOR)
    made.ask(at(1), ACTOR, "Какой документ?")
    first = made.question_accepted(at(1))
    made.hold(at(2), ACTOR, rules.reasons[0], "Ждём", None, clock_stands=True)
    made.resume(at(30), ACTOR)
    made.ask(at(31), ACTOR, "А теперь?")

    later = made.question_accepted(at(31))
    assert first is not None
    assert later is not None
    assert later > first


def test_a_change_of_priority_counts_from_the_receipt() -> None:
    """P2 after one hour becomes P1: three of its four hours are left (barier 6.1)."""
    made = ticket("2")
    made.set_priority(at(1), ACTOR, "1")
    assert made.resolution_due == at(4)
    assert made.priority_confirmed
    assert made.responded_at == at(1)


def test_the_queue_goes_by_priority_then_receipt() -> None:
    """First in line is what stands still at the customer's (barier 4.5, 6.3)."""
    early, late, first = ticket("3"), ticket("3", at(1)), ticket("1", at(2))
    assert sorted([late, early, first], key=rank) == [first, early, late]


MOVES = {
    "take": lambda t, when: t.take(when, BORIS, ACTOR),
    "priority": lambda t, when: t.set_priority(when, ACTOR, "1"),
    "ask": lambda t, when: t.ask(when, ACTOR, "?"),
    "hear": lambda t, when: t.hear(when, ANNA, "!"),
    "answer": lambda t, when: t.answer(when, ACTOR, "."),
    "complete": lambda t, when: t.complete(when, ACTOR, "Готово"),
    "accepted": lambda t, when: t.answer_accepted(when),
    "dispute": lambda t, when: t.dispute(when, when, ANNA, "нет"),
    "confirm": lambda t, when: t.confirm(when, ANNA),
    "rate": lambda t, when: t.rate(when, ANNA, 4),
    "silence": lambda t, when: t.close_by_silence() if t.close_due and t.close_due <= when else None,
}


@given(st.lists(st.tuples(st.sampled_from(sorted(MOVES)), st.integers(0, 40)), max_size=25))
def test_no_order_of_moves_breaks_the_ticket(steps: list[tuple[str, int]]) -> None:
    """Whatever is tried in whatever order: refused moves change nothing, the chain holds, the clock stands when it should."""
    made, now = ticket(), NINE
    for move, hours in steps:
        now += timedelta(hours=hours)
        before = (made.status, made.entries, made.head, made.resolution_due)
        try:
            MOVES[move](made, now)
        except Refusal:
            assert (made.status, made.entries, made.head, made.resolution_due) == before
        assert (made.status is Status.CLARIFICATION) <= (made.pauses[-1][1] is None if made.pauses else False)
        if made.status is Status.IN_PROGRESS:
            assert all(end for _start, end in made.pauses)
            assert made.resolution_due is not None
        assert (made.status is Status.CLOSED) == (made.closed_at is not None)
    assert first_broken(written(made)) is None
    assert [e.n for e in written(made)] == list(range(1, made.entries + 1))


def of(preset: str, kind: str = "", impact: str = "", priority: str = "") -> Ticket:
    """A ticket of another regulation, registered at nine."""
    rules = versions.remember(load(preset))
    groups = {"tier": usual(rules.tiers), "client": usual(rules.clients)}
    made = Ticket("X-1", rules.digest, "anna", "telegram", {}, kind, impact, priority, NINE, NINE, **groups)
    made.register(NINE, ANNA, clause=None)
    return made


def test_a_low_priority_is_refused_for_itself_once_confirmed() -> None:
    """gravity 5.2: without a reason, but with the clause; no other priority is."""
    low, high = of("gravity", priority="low"), of("gravity", priority="high")
    for made in (low, high):
        with pytest.raises(WrongState):
            made.refuse(at(1), ACTOR, None)
        made.set_priority(at(1), ACTOR, made.priority)
    with pytest.raises(WrongState):
        high.refuse(at(2), ACTOR, None)
    entry = low.refuse(at(2), ACTOR, None)
    assert (low.status, low.resolution) == (Status.CLOSED, "refused")
    assert (entry.facts["clause"], entry.facts["priority"], "reason" in entry.facts) == ("5.2", "low", False)


def test_an_offer_stops_the_clock_until_it_is_answered() -> None:
    """insales: as a question does; the answer starts it again, and on another state changes nothing but the journal."""
    made = of("insales", kind="layout")
    made.take(at(1), BORIS, ACTOR)
    item = made.regulation.scope_item("large_rework")
    offer = made.offer(at(2), ACTOR, item, "12 000 ₽, 5 дней")
    assert (made.status, made.pauses[-1][1]) == (Status.CLARIFICATION, None)
    answer = made.answer_offer(at(3), ANNA, offer, agreed=True)
    assert (made.status, made.pauses[-1][1]) == (Status.IN_PROGRESS, at(3).isoformat())
    assert answer.facts == {"agreed": True, "offer": offer.n, "item": "large_rework", "clause": "без номера"}
    made.hold(at(4), ACTOR, made.regulation.reason("needs_development"), "", None, clock_stands=True)
    made.answer_offer(at(5), ANNA, offer, agreed=False)
    assert made.status is Status.ON_HOLD
    assert first_broken(written(made)) is None


def test_a_priority_may_come_later_than_the_receipt() -> None:
    """Where nothing is proposed, nothing is promised by priority until it is set; then the time since receipt counts."""
    made = of("gravity")
    assert (made.priority, made.resolution_due, made.refusable) == ("", None, None)
    made.set_priority(at(3), ACTOR, "high")
    assert made.resolution_due == at(24)
    assert made.regulation.hours_for("") is made.regulation.calendar()


def test_a_kind_without_priority_is_given_none() -> None:
    """e-doc 13: errors only; and their deadlines stay."""
    other, error = of("e-doc", kind="consultation"), of("e-doc", kind="error")
    with pytest.raises(WrongState):
        other.set_priority(at(1), ACTOR, "high")
    due = error.resolution_due
    error.set_priority(at(1), ACTOR, "high")
    assert (error.resolution_due, error.priority) == (due, "high")
    assert rank(error) < rank(other)


def test_who_goes_first_comes_before_every_priority() -> None:
    """gravity 2.1: at the head, and back."""
    low, high = of("gravity", priority="low"), of("gravity", priority="high")
    assert rank(high) < rank(low)
    low.go_first(at(1), ACTOR, first=True, clause="2.1", audience=Audience.STAFF)
    assert rank(low) < rank(high)
    low.go_first(at(2), ACTOR, first=False, clause="2.1", audience=Audience.STAFF)
    assert rank(high) < rank(low)
    assert [e.audience for e in written(low)] == ["public", "staff", "staff"]


@pytest.mark.parametrize(
    ("preset", "before"),
    [("barier", {"1", "2", "3"}), ("gravity", {"high"}), ("insales", set()), ("e-doc", {"high", "medium", ""})],
)
def test_only_some_priorities_overtake(preset: str, before: set[str]) -> None:
    """The last priority, and those that count by receipt, never change another ticket's place."""
    rules = load(preset)
    assert {key for key in [*(p.key for p in rules.priorities), ""] if rules.goes_before(key)} == before
