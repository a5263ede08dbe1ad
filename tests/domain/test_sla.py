"""Promised time: the worked examples of the regulation, the freeze rules, and a clock that walks minute by minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.regulation import Regulation, load, loads
from domain.sla import Deadlines, deadlines, state
from tests.domain.oracle import MINUTE, Pause, Wall, moscow_wall, resolution

MOSCOW = ZoneInfo("Europe/Moscow")
BARIER = load("barier")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=MOSCOW)


def promised(received: str, priority: str = "1", **facts: object) -> Deadlines:
    return deadlines(BARIER, priority=priority, received=at(received), **facts)  # type: ignore[arg-type]


def test_the_regulations_own_example() -> None:
    """Received on Friday evening, paused on Tuesday morning, from priority 1 to 2 at noon; Monday is a day off."""
    found = promised(
        "05-08 17:30",
        pauses=[(at("05-12 10:00"), at("05-12 11:30"))],
        changes=[(at("05-12 12:00"), "2")],
    )

    assert found.response_due == at("05-12 13:00")
    assert found.resolution_due == at("05-12 18:00")
    assert found.response_due.tzinfo is UTC


@pytest.mark.parametrize(
    ("priority", "resolution_due"),
    [("1", "05-13 13:00"), ("2", "05-13 17:00"), ("3", "05-19 18:00"), ("4", "05-26 18:00")],
)
def test_each_priority_has_its_target(priority: str, resolution_due: str) -> None:
    assert promised("05-13 09:00", priority).resolution_due == at(resolution_due)


def test_response_is_three_working_hours_for_all_of_them() -> None:
    for priority in ("1", "2", "3", "4"):
        assert promised("05-13 16:00", priority).response_due == at("05-14 10:00")


def test_warnings_come_at_three_quarters_of_the_target_under_the_same_pauses() -> None:
    found = promised("05-13 10:00", pauses=[(at("05-13 11:00"), at("05-13 12:00"))])

    assert found.response_warn == at("05-13 13:15")
    assert found.resolution_warn == at("05-13 14:00")


def test_the_response_target_stays_that_of_the_priority_at_receipt() -> None:
    assert promised("05-13 10:00", "4", changes=[(at("05-13 10:30"), "1")]).response_due == at("05-13 13:00")


def test_a_change_keeps_the_time_that_was_used() -> None:
    """Two hours of eight are used; of four, two are left."""
    assert promised("05-13 10:00", "2", changes=[(at("05-13 12:00"), "1")]).resolution_due == at("05-13 14:00")


def test_a_change_to_less_than_was_used_falls_due_at_the_change() -> None:
    found = promised("05-13 10:00", "2", changes=[(at("05-13 15:00"), "1")])

    assert found.resolution_due == at("05-13 15:00")
    assert found.resolution_warn == at("05-13 15:00")


def test_many_changes_count_from_receipt_each_time() -> None:
    changes = [(at("05-13 11:00"), "3"), (at("05-13 10:30"), "2"), (at("05-13 12:00"), "1")]

    assert promised("05-13 10:00", "1", changes=changes).resolution_due == at("05-13 14:00")


def test_of_two_changes_at_one_instant_the_later_in_the_list_wins() -> None:
    noon = at("05-13 12:00")

    assert promised("05-13 10:00", "2", changes=[(noon, "1"), (noon, "4")]) == promised(
        "05-13 10:00", "2", changes=[(noon, "4")]
    )


def test_a_deadline_that_has_come_is_not_moved_by_a_later_change() -> None:
    for late in ("05-13 14:00", "05-13 15:00", "05-14 10:00"):
        assert promised("05-13 10:00", "1", changes=[(at(late), "4")]).resolution_due == at("05-13 14:00")


def test_a_deadline_that_has_come_is_not_moved_by_a_later_pause() -> None:
    assert promised("05-13 10:00", pauses=[(at("05-13 14:00"), None)]).resolution_due == at("05-13 14:00")


def test_a_response_that_was_given_is_not_moved_by_a_later_pause() -> None:
    """Taken at 11; what stands still after noon moves the resolution only."""
    pauses = [(at("05-13 12:00"), at("05-13 12:30"))]

    found = promised("05-13 10:00", responded=at("05-13 11:00"), pauses=pauses)

    assert found.response_due == at("05-13 13:00")
    assert found.resolution_due == at("05-13 14:30")


def test_a_change_of_priority_is_a_response() -> None:
    changes, pauses = [(at("05-13 11:00"), "2")], [(at("05-13 12:00"), None)]

    found = promised("05-13 10:00", changes=changes, pauses=pauses)

    assert found.response_due == at("05-13 13:00")
    assert found.resolution_due is None


def test_a_resolution_that_was_met_is_not_moved_by_anything_later() -> None:
    """Completed while it stood still: the pause counts up to the completion."""
    found = promised(
        "05-13 10:00",
        completed=at("05-13 12:00"),
        pauses=[(at("05-13 11:00"), None)],
        changes=[(at("05-13 12:30"), "4")],
    )

    assert found.resolution_due == at("05-13 15:00")


def test_a_change_in_the_second_of_completion_comes_too_late() -> None:
    noon = at("05-13 12:00")

    assert promised("05-13 10:00", completed=noon, changes=[(noon, "4")]).resolution_due == at("05-13 14:00")


def test_an_open_pause_leaves_no_deadline_for_what_is_still_running() -> None:
    found = promised("05-13 10:00", pauses=[(at("05-13 13:30"), None)])

    assert found.response_due == at("05-13 13:00")
    assert found.resolution_due is None
    assert found.resolution_warn == at("05-13 13:00")


def test_what_of_a_pause_lies_before_receipt_is_ignored() -> None:
    assert promised("05-13 10:00", pauses=[(at("05-12 10:00"), at("05-13 10:30"))]).response_due == at("05-13 13:30")
    assert promised("05-13 10:00", pauses=[(at("05-12 10:00"), at("05-13 09:00"))]).response_due == at("05-13 13:00")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"pauses": [(at("05-13 12:00"), at("05-13 11:00"))]}, "before its start"),
        ({"changes": [(at("05-13 09:59"), "2")]}, "before the receipt"),
        ({"completed": at("05-13 09:59")}, "before the receipt"),
        ({"responded": at("05-13 09:59")}, "before the receipt"),
        ({"pauses": [(datetime(2026, 5, 13, 12), None)]}, "no UTC offset"),  # noqa: DTZ001 - that is the point
    ],
)
def test_nonsense_is_an_error(facts: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        promised("05-13 10:00", **facts)


def test_an_unknown_priority_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match="1, 2, 3, 4"):
        promised("05-13 10:00", "high")


def test_an_event_at_the_due_instant_is_on_time() -> None:
    due = at("05-13 13:00")

    assert state(due, due, due) == "met"
    assert state(due, due.replace(microsecond=900_000), due) == "met"
    assert state(due, due + timedelta(seconds=1), due) == "missed"
    assert state(due, None, due) == "pending"
    assert state(due, None, due + timedelta(seconds=1)) == "missed"
    assert state(None, None, due) == "pending"
    assert state(None, due, due) == "met"


# ---------------------------------------------------------------------------------------------- against the oracle


@cache
def mixed() -> Regulation:
    """Barier with clock hours for priority 1 and a calendar of its own, with lunch, for priority 3."""
    source = BARIER.source.replace(
        'resolution = { time = "4 working hours", calendar = "working", clause = "6.3" }',
        'resolution = { time = "30 hours", clause = "6.3" }',
    ).replace('"5 working days", calendar = "working"', '"3 working days", calendar = "lunch"')
    days = "\n".join(f'{day} = ["08:00-12:00", "12:45-20:00"]' for day in ("mon", "tue", "wed", "thu", "fri", "sat"))
    return loads(f'{source}\n[calendars.lunch]\nzone = "Asia/Almaty"\n{days}\n', file="mixed.toml")


@cache
def lunch_wall() -> Wall:
    return Wall("Asia/Almaty", 2023, 2027, lambda day: [(480, 720), (765, 1200)] if day.weekday() < 6 else [])


TARGETS: dict[str, tuple[str | None, int]] = {
    "1": (None, 30 * 60),
    "2": ("working", 8 * 60),
    "3": ("lunch", 3 * (4 * 60 + 7 * 60 + 15)),
    "4": ("working", 10 * 9 * 60),
}


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, datetime, list[tuple[datetime, str]], list[Pause]]:
    received = datetime(2023, 1, 1, tzinfo=UTC) + draw(st.integers(0, 2_560_000)) * MINUTE
    priority = st.sampled_from(["1", "2", "3", "4"])
    changes = draw(st.lists(st.tuples(st.integers(0, 6_000), priority), max_size=4))
    pauses = draw(st.lists(st.tuples(st.integers(-500, 6_000), st.integers(0, 2_000) | st.none()), max_size=4))
    return (
        draw(priority),
        received,
        [(received + n * MINUTE, key) for n, key in changes],
        [(received + b * MINUTE, None if n is None else received + (b + n) * MINUTE) for b, n in pauses],
    )


@settings(max_examples=250, deadline=None)
@given(cases())
def test_resolution_agrees_with_a_walking_clock_under_pauses_and_changes_2023_to_2027(
    case: tuple[str, datetime, list[tuple[datetime, str]], list[Pause]],
) -> None:
    priority, received, changes, pauses = case
    walls = {"working": moscow_wall(), "lunch": lunch_wall()}

    found = deadlines(mixed(), priority=priority, received=received, changes=changes, pauses=pauses)
    expected = resolution(walls, TARGETS, priority=priority, received=received, changes=changes, pauses=pauses)

    assert found.resolution_due == expected


@settings(max_examples=120, deadline=None)
@given(cases(), st.integers(0, 6_000) | st.none())
def test_response_agrees_with_a_walking_clock_that_stops_pausing_once_answered(
    case: tuple[str, datetime, list[tuple[datetime, str]], list[Pause]], answered: int | None
) -> None:
    priority, received, changes, pauses = case
    responded = None if answered is None else received + answered * MINUTE
    met = min([when for when, _ in changes] + ([responded] if responded else []), default=None)
    before = [(a, b if met is None else min(b or met, met)) for a, b in pauses if met is None or a < met]

    found = deadlines(BARIER, priority=priority, received=received, changes=changes, pauses=pauses, responded=responded)

    assert found.response_due == moscow_wall().add(received, 180, before)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_a_warning_never_comes_after_its_deadline(
    case: tuple[str, datetime, list[tuple[datetime, str]], list[Pause]],
) -> None:
    priority, received, changes, pauses = case

    found = deadlines(mixed(), priority=priority, received=received, changes=changes, pauses=pauses)

    for warn, due in ((found.response_warn, found.response_due), (found.resolution_warn, found.resolution_due)):
        assert due is None or (warn is not None and received <= warn <= due)
