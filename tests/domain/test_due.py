"""Due: the worked examples, what is an error, and all seven regulations against a clock that walks minute by minute."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.due import CaseError, answer, course_clocks, days, read_case
from domain.regulation import Regulation, load
from tests.domain.oracle import MINUTE, Pause, Wall, moscow_wall, resolution


@cache
def rules(name: str) -> Regulation:
    return load(name)


def ask(**case: object) -> dict[str, str | bool | None]:
    name, found = read_case(case)
    return answer(rules(name), found).as_json()


EXAMPLES = [
    (
        '{"regulation": "barier", "priority": "1", "received": "2026-05-08T17:30:00+03:00", "pauses": '
        '[["2026-05-12T10:00:00+03:00", "2026-05-12T11:30:00+03:00"]], "priority_changes": [["2026-05-12T12:00:00+03:00", "2"]]}',
        ("2026-05-12T13:00:00+03:00", "2026-05-12T18:00:00+03:00", None),
    ),
    (  # 21-25 March are off in Kazakhstan: Nauryz, and the days for its weekend
        '{"regulation": "e-doc", "client": "vip", "category": "error", "received": "2026-03-20T17:15:00+05:00"}',
        ("2026-03-26T09:15:00+05:00", "2026-03-26T12:15:00+05:00", None),
    ),
    (
        '{"regulation": "insales", "tier": "premium", "category": "layout", "received": "2026-01-01T03:00:00+03:00"}',
        ("2026-01-01T06:00:00+03:00", None, None),
    ),
]


@pytest.mark.parametrize(("line", "expected"), EXAMPLES)
def test_the_worked_examples(line: str, expected: tuple[str | None, ...]) -> None:
    """The three lines that the format is explained by."""
    name, case = read_case(json.loads(line))

    found = answer(rules(name), case).as_json()

    assert tuple(found.values()) == expected
    assert list(found) == ["response_due", "resolution_due", "close_due"]


def test_times_come_in_the_regulations_zone_whatever_zone_they_were_given_in() -> None:
    """17:15 in Astana is 12:15 in UTC; a fraction of a second is cut off."""
    found = ask(regulation="e-doc", client="vip", category="error", received="2026-03-20T12:15:00.999999Z")

    assert found["response_due"] == "2026-03-26T09:15:00+05:00"


@pytest.mark.parametrize(
    ("name", "facts", "closes"),
    [
        ("barier", {"priority": "1", "completed": "2026-05-08T17:00:00+03:00"}, "2026-05-09T17:00:00+03:00"),
        ("barier", {"priority": "1", "clarification": "2026-05-08T17:00:00+03:00"}, None),
        ("saveit", {"priority": "1", "completed": "2026-05-08T17:00:00+03:00"}, "2026-05-09T17:00:00+03:00"),
        ("intervale", {"priority": "low", "completed": "2026-05-08T23:30:00+03:00"}, "2026-05-15T00:00:00+03:00"),
        ("intervale", {"priority": "low", "completed": "2026-05-08T22:30:00Z"}, "2026-05-15T00:00:00+03:00"),
        ("intervale", {"priority": "low", "clarification": "2026-05-08T17:00:00+03:00"}, None),
        ("gravity", {"priority": "low", "completed": "2026-05-08T17:00:00+03:00"}, None),
        ("insales", {"tier": "premium", "completed": "2026-05-08T17:00:00+03:00"}, None),
        ("megafon", {"completed": "2026-05-08T17:00:00+03:00"}, None),
        ("e-doc", {"client": "vip", "category": "access", "completed": "2026-05-08T17:00:00+05:00"}, None),
        (
            "e-doc",
            {"client": "vip", "category": "access", "clarification": "2026-05-08T15:00:00+05:00"},
            "2026-05-12T14:00:00+05:00",  # Victory Day is on Saturday, Monday is off for it
        ),
    ],
)
def test_silence_closes_as_the_regulation_says_and_moves_no_target(
    name: str, facts: dict[str, str], closes: str | None
) -> None:
    """The instant that silence closes at; response and resolution are those of the same case without it."""
    found = ask(regulation=name, received="2026-05-06T10:00:00+03:00", **facts)
    without = {key: value for key, value in facts.items() if key not in ("completed", "clarification")}

    assert found["close_due"] == closes
    assert found == ask(regulation=name, received="2026-05-06T10:00:00+03:00", **without) | {"close_due": closes}


def test_pauses_do_not_move_what_silence_closes() -> None:
    """A pause shifts the targets alone."""
    case = {"regulation": "barier", "priority": "1", "received": "2026-05-06T10:00:00+03:00"}
    done = {"completed": "2026-05-06T12:00:00+03:00"}
    paused = {"pauses": [["2026-05-06T11:00:00+03:00", None]]}

    assert ask(**case, **done, **paused) == {
        "response_due": None,
        "resolution_due": None,
        "close_due": "2026-05-07T12:00:00+03:00",
    }


def test_a_year_without_a_decree_makes_the_answer_provisional() -> None:
    """2028 is not decided yet; clock hours do not care."""
    assert ask(regulation="barier", priority="4", received="2027-12-28T10:00:00+03:00")["provisional"] is True
    assert "provisional" not in ask(regulation="barier", priority="1", received="2027-12-28T10:00:00+03:00")
    assert "provisional" not in ask(regulation="gravity", priority="low", received="2031-12-28T10:00:00+03:00")


BARIER = {"regulation": "barier", "priority": "1", "received": "2026-05-06T10:00:00+03:00"}


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ([], "must be a JSON object"),
        ({"priority": "1", "received": "2026-05-06T10:00:00+03:00"}, "regulation is missing"),
        ({"regulation": "barier", "priority": "1"}, "received is missing"),
        (BARIER | {"received": "2026-05-06T10:00:00"}, "no UTC offset"),
        (BARIER | {"received": "6 May"}, "must be a time"),
        (BARIER | {"received": 1778050800}, "must be a time"),
        (BARIER | {"received": "9999-12-31T23:00:00+00:00"}, "year"),
        (BARIER | {"priority": None}, "priority is missing; barier has 1, 2, 3, 4"),
        (BARIER | {"priority": "high"}, "there are 1, 2, 3, 4"),
        (BARIER | {"priority": 1}, "must be a text"),
        (BARIER | {"recieved": "x"}, "no such key: recieved"),
        (BARIER | {"tier": "premium"}, "nothing by tier"),
        (BARIER | {"pauses": "x"}, "list of pairs"),
        (BARIER | {"pauses": [["2026-05-06T10:00:00+03:00"]]}, "list of pairs"),
        (BARIER | {"pauses": [[None, "2026-05-06T10:00:00+03:00"]]}, "must be a time"),
        (BARIER | {"pauses": [["2026-05-06T12:00:00+03:00", "2026-05-06T11:00:00+03:00"]]}, "before its start"),
        (BARIER | {"pauses": [["2026-05-06T12:00:00", None]]}, "no UTC offset"),
        (BARIER | {"priority_changes": [["2026-05-06T09:59:59+03:00", "2"]]}, "before the receipt"),
        (BARIER | {"priority_changes": [["2026-05-06T11:00:00+03:00", "5"]]}, "there are 1, 2, 3, 4"),
        (BARIER | {"priority_changes": [["2026-05-06T11:00:00+03:00", None]]}, "must be a text"),
        (BARIER | {"completed": "2026-05-06T09:59:59+03:00"}, "before the receipt"),
        (BARIER | {"clarification": "2026-05-06T09:59:59+03:00"}, "before the receipt"),
        (
            BARIER | {"completed": "2026-05-06T11:00:00+03:00", "clarification": "2026-05-06T12:00:00+03:00"},
            "both given",
        ),
        ({"regulation": "megafon", "received": "2026-05-06T10:00:00+03:00", "priority": "1"}, "nothing by priority"),
        ({"regulation": "megafon", "received": "2026-05-06T10:00:00+03:00", "client": "vip"}, "nothing by client"),
        ({"regulation": "insales", "received": "2026-05-06T10:00:00+03:00", "category": "layout"}, "tier is missing"),
        ({"regulation": "insales", "received": "2026-05-06T10:00:00+03:00", "tier": "standard"}, "category is missing"),
        ({"regulation": "insales", "received": "2026-05-06T10:00:00+03:00", "tier": "gold"}, "premium, standard"),
        ({"regulation": "e-doc", "received": "2026-05-06T10:00:00+03:00", "client": "vip"}, "category is missing"),
        (
            {"regulation": "e-doc", "received": "2026-05-06T10:00:00+03:00", "client": "vip", "category": "x"},
            "error, access, consultation, proposal",
        ),
    ],
)
def test_nonsense_is_an_error_that_says_what_would_be_right(case: object, words: str) -> None:
    """Never a wrong answer, never a traceback."""

    def asked() -> None:
        name, found = read_case(case)
        answer(rules(name), found)

    with pytest.raises(CaseError, match=words):
        asked()


def test_the_days_say_what_was_counted_and_why_not() -> None:
    """From Friday evening over Victory Day and the day off in its place to Tuesday."""
    name, case = read_case(json.loads(EXAMPLES[0][0]))
    response, resolved = course_clocks(rules(name), case.course)

    shown = [(d.date.day, d.counted // 60, d.paused // 60, d.why) for d in days(rules(name), response)]

    assert shown == [
        (8, 30, 0, ""),
        (9, 0, 0, "Victory Day"),
        (10, 0, 0, "not in the weekly hours"),
        (11, 0, 0, "day off in place of 2026-05-09"),
        (12, 150, 90, ""),
    ]
    assert sum(day.counted for day in days(rules(name), resolved)) == 8 * 3600


def test_days_are_told_for_an_open_pause_and_for_no_target_too() -> None:
    """Up to the pause; nothing where nothing is promised."""
    _, case = read_case(BARIER | {"pauses": [["2026-05-06T11:00:00+03:00", None]]})
    response, _ = course_clocks(rules("barier"), case.course)
    assert [day.counted for day in days(rules("barier"), response)] == [3600]

    _, case = read_case({"regulation": "insales", "tier": "premium", "received": "2026-05-06T10:00:00+03:00"})
    assert days(rules("insales"), course_clocks(rules("insales"), case.course)[1]) == []


# ---------------------------------------------------------------------------------------------- against the oracle


@cache
def almaty_wall() -> Wall:
    """Mon-Fri 9-18 in Almaty (UTC+6 until 1 March 2024, then UTC+5), without Kazakhstan's days off, 2023-2027."""
    official = holidays.country_holidays("KZ", years=range(2022, 2029))
    return Wall("Asia/Almaty", 2023, 2027, lambda day: [(540, 1080)] if official.is_working_day(day) else [])


def walls() -> Mapping[str | None, Wall]:
    return {"moscow": moscow_wall(), "almaty": almaty_wall()}


HOUR, DAY = 60, 9 * 60
"""Minutes; a working day has nine hours."""
PROMISES: dict[str, dict[str, tuple[tuple[str | None, int] | None, tuple[str | None, int] | None]]] = {
    "barier": {
        "1": (("moscow", 3 * HOUR), ("moscow", 4 * HOUR)),
        "2": (("moscow", 3 * HOUR), ("moscow", 8 * HOUR)),
        "3": (("moscow", 3 * HOUR), ("moscow", 5 * DAY)),
        "4": (("moscow", 3 * HOUR), ("moscow", 10 * DAY)),
    },
    "intervale": {
        "highest": ((None, 1 * HOUR), (None, 4 * HOUR)),
        "high": ((None, 2 * HOUR), (None, 8 * HOUR)),
        "medium": (("moscow", 4 * HOUR), ("moscow", 3 * DAY)),
        "low": (("moscow", 4 * HOUR), ("moscow", 5 * DAY)),
        "consultation": (("moscow", 4 * HOUR), ("moscow", 5 * DAY)),
    },
    "gravity": {
        "high": (None, (None, 24 * HOUR)),
        "medium": (None, (None, 48 * HOUR)),
        "low": (None, (None, 96 * HOUR)),
    },
    "insales": {
        "premium function": ((None, 3 * HOUR), None),
        "premium layout": ((None, 3 * HOUR), None),
        "premium other": ((None, 3 * HOUR), None),
        "standard function": ((None, 24 * HOUR), None),
        "standard layout": ((None, 36 * HOUR), None),
        "standard other": (None, None),
    },
    "megafon": {"": ((None, 24 * HOUR), None)},
    "e-doc": {
        "vip error": (("almaty", 1 * HOUR), ("almaty", 4 * HOUR)),
        "vip access": (("almaty", 1 * HOUR), ("almaty", 4 * HOUR)),
        "vip consultation": (("almaty", 2 * HOUR), ("almaty", 8 * HOUR)),
        "vip proposal": (("almaty", 1 * DAY), ("almaty", 10 * DAY)),
        "standard error": (("almaty", 2 * HOUR), ("almaty", 8 * HOUR)),
        "standard access": (("almaty", 2 * HOUR), ("almaty", 8 * HOUR)),
        "standard consultation": (("almaty", 4 * HOUR), ("almaty", 2 * DAY)),
        "standard proposal": (("almaty", 2 * DAY), ("almaty", 20 * DAY)),
        "guest error": (("almaty", 4 * HOUR), ("almaty", 3 * DAY)),
        "guest access": (("almaty", 4 * HOUR), ("almaty", 2 * DAY)),
        "guest consultation": (("almaty", 1 * DAY), ("almaty", 3 * DAY)),
        "guest proposal": (("almaty", 2 * DAY), ("almaty", 20 * DAY)),
    },
}
PROMISES["saveit"] = PROMISES["barier"]
BY_PRIORITY = ("barier", "saveit", "intervale", "gravity")


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, str, datetime, list[tuple[datetime, str]], list[Pause]]:
    """A regulation, what its promise depends on, receipt, changes of priority and pauses, all on whole minutes."""
    name = draw(st.sampled_from(sorted(PROMISES)))
    which = st.sampled_from(sorted(PROMISES[name]))
    received = datetime(2023, 1, 1, tzinfo=UTC) + draw(st.integers(0, 2_540_000)) * MINUTE
    changes = draw(st.lists(st.tuples(st.integers(0, 9_000), which), max_size=4)) if name in BY_PRIORITY else []
    pauses = draw(st.lists(st.tuples(st.integers(-500, 9_000), st.integers(0, 3_000) | st.none()), max_size=4))
    return (
        name,
        draw(which),
        received,
        [(received + n * MINUTE, key) for n, key in changes],
        [(received + b * MINUTE, None if n is None else received + (b + n) * MINUTE) for b, n in pauses],
    )


@settings(max_examples=400, deadline=None)
@given(cases())
def test_all_seven_agree_with_a_walking_clock_under_pauses_and_changes_2023_to_2027(
    case: tuple[str, str, datetime, list[tuple[datetime, str]], list[Pause]],
) -> None:
    """Asked as a machine would ask, through JSON."""
    name, which, received, changes, pauses = case
    names = {"insales": ("tier", "category"), "e-doc": ("client", "category"), "megafon": ()}.get(name, ("priority",))
    question = {
        "regulation": name,
        "received": received.astimezone(ZoneInfo("Asia/Tokyo")).isoformat(),
        "pauses": [[a.isoformat(), b and b.isoformat()] for a, b in pauses],
        "priority_changes": [[at.isoformat(), key] for at, key in changes],
        **dict(zip(names, which.split(), strict=True)),
    }

    found = ask(**json.loads(json.dumps(question)))

    promised = PROMISES[name]
    answered = min((at for at, _ in changes), default=None)
    before = [
        (a, b if answered is None else min(b or answered, answered)) for a, b in pauses if not answered or a < answered
    ]
    response = promised[which][0]
    expected = None if response is None else _walked(response, received, before)
    assert found["response_due"] == (expected and expected.astimezone(rules(name).zone).isoformat())
    targets = {key: target for key, (_, target) in promised.items() if target}
    if which not in targets:
        assert found["resolution_due"] is None
        return
    due = resolution(walls(), targets, priority=which, received=received, changes=changes, pauses=pauses)
    assert found["resolution_due"] == (due and due.astimezone(rules(name).zone).isoformat())


def _walked(target: tuple[str | None, int], received: datetime, pauses: list[Pause]) -> datetime | None:
    return resolution(walls(), {"x": target}, priority="x", received=received, changes=[], pauses=pauses)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2_600_000))
def test_three_civil_working_days_end_at_the_midnight_after_the_third(minutes: int) -> None:
    """Counted by dates alone: the event's day does not count, then three working days to 24:00."""
    moscow = ZoneInfo("Europe/Moscow")
    completed = datetime(2023, 1, 1, tzinfo=moscow) + timedelta(minutes=minutes)
    official = holidays.country_holidays("RU", years=range(2022, 2030))
    day, left = completed.date(), 3
    while left:
        day += timedelta(days=1)
        left -= official.is_working_day(day)
    if day > date(2027, 12, 31):
        return

    found = ask(regulation="intervale", priority="low", received=completed.isoformat(), completed=completed.isoformat())

    assert found["close_due"] == datetime.combine(day + timedelta(days=1), datetime.min.time(), moscow).isoformat()


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2_600_000))
def test_eight_working_hours_of_silence_agree_with_a_walking_clock(minutes: int) -> None:
    """In Almaty's zone, before its clocks changed in 2024 and after."""
    asked = datetime(2023, 1, 1, tzinfo=UTC) + minutes * MINUTE
    due = almaty_wall().add(asked, 8 * HOUR)
    assert due is not None

    found = ask(
        regulation="e-doc",
        client="guest",
        category="proposal",
        received=datetime(2022, 12, 1, tzinfo=UTC).isoformat(),
        clarification=asked.isoformat(),
    )

    assert found["close_due"] == due.astimezone(ZoneInfo("Asia/Almaty")).isoformat()
