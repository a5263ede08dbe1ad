"""Working time by example, and against a clock that walks minute by minute."""

from __future__ import annotations

import timeit
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.daysoff import days_off
from domain.worktime import Calendar, DaysOff, Duration, Span
from tests.domain.oracle import MINUTE, Wall, moscow_wall, paused

MOSCOW = ZoneInfo("Europe/Moscow")
NINE_TO_SIX = ((9 * 3600, 18 * 3600),)
BARIER = Calendar(MOSCOW, [NINE_TO_SIX] * 5 + [()] * 2, days_off("ru"))


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


def due(start: str, duration: str, calendar: Calendar = BARIER) -> str:
    found = calendar.add(moscow(start), Duration.parse(duration))
    assert found.tzinfo is UTC
    return found.astimezone(MOSCOW).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2026-05-15 20:00", "5 working days", "2026-05-22 18:00"),  # from the next opening, ending at a closing
        ("2026-05-08 17:30", "3 working hours", "2026-05-12 11:30"),  # 9-11 May are off
        ("2026-05-13 10:00", "4 working hours", "2026-05-13 14:00"),
        ("2026-05-13 14:00", "4 working hours", "2026-05-13 18:00"),  # the closing instant, not the next opening
        ("2026-05-13 14:01", "4 working hours", "2026-05-14 09:01"),
        ("2026-05-13 05:00", "1 working hour", "2026-05-13 10:00"),
        ("2026-05-13 22:00", "24 hours", "2026-05-14 22:00"),  # clock hours know no calendar
        ("2024-04-26 17:00", "2 working hours", "2024-04-27 10:00"),  # a worked Saturday has Monday's hours
        ("2024-04-27 17:00", "2 working hours", "2024-05-02 10:00"),  # 29, 30 April are off in its place, 1 May too
        ("2025-12-30 17:00", "2 working hours", "2026-01-12 10:00"),  # New Year
        ("2026-05-13 10:00", "3 civil working days", "2026-05-19 00:00"),  # to 24:00 of Monday, the 18th
        ("2026-05-15 23:59", "3 civil working days", "2026-05-21 00:00"),  # Friday's event: Mon, Tue, Wed
        ("2026-05-08 10:00", "1 civil working day", "2026-05-13 00:00"),
    ],
)
def test_a_duration_ends_at(start: str, duration: str, end: str) -> None:
    assert due(start, duration) == end


def test_no_time_at_all_ends_where_it_starts() -> None:
    for kind in ("hours", "working hours", "working days", "civil working days"):
        assert due("2026-05-16 11:22", f"0 {kind}") == "2026-05-16 11:22"


def test_civil_days_begin_the_day_after_the_event_in_the_calendars_zone() -> None:
    """23:30 in Moscow is still that day there, whatever the day is elsewhere."""
    tokyo = datetime(2026, 5, 14, 5, 30, tzinfo=ZoneInfo("Asia/Tokyo"))  # 13 May 23:30 in Moscow

    assert BARIER.add(tokyo, Duration.parse("1 civil working day")) == moscow("2026-05-15 00:00")


def test_a_lunch_break_is_not_working_time() -> None:
    lunch = Calendar(MOSCOW, [((9 * 3600, 13 * 3600), (14 * 3600, 18 * 3600))] * 5 + [()] * 2)

    assert due("2026-05-13 12:00", "2 working hours", lunch) == "2026-05-13 15:00"
    assert due("2026-05-13 09:00", "1 working day", lunch) == "2026-05-13 18:00"
    assert not lunch.is_open(moscow("2026-05-13 13:00"))
    assert lunch.next_opening(moscow("2026-05-13 13:30")) == moscow("2026-05-13 14:00")


def test_an_exception_beats_a_moved_day_which_beats_a_holiday_which_beats_weekly_hours() -> None:
    moved_day, holiday, exception = date(2026, 5, 15), date(2026, 5, 16), date(2026, 5, 18)
    off = DaysOff(
        "xx",
        official=frozenset([2026]),
        holidays=frozenset([moved_day, holiday, exception]),
        moved={date(2026, 5, 19): date(2026, 5, 17), exception: moved_day},
        working=frozenset([moved_day, date(2026, 5, 17), exception]),
    )
    calendar = Calendar(MOSCOW, [NINE_TO_SIX] * 7, off, {exception: ((0, 3600),)})

    assert [calendar.day(date(2026, 5, day)).because for day in (14, 15, 16, 18, 19)] == [
        "weekly",
        "moved_working",
        "holiday",
        "exception",
        "moved_off",
    ]
    assert calendar.day(exception).hours == ((0, 3600),)
    assert calendar.is_working_day(moved_day)
    assert not calendar.is_working_day(holiday)
    assert not calendar.is_working_day(date(2026, 5, 19))


def test_years_without_a_decree_have_the_statutory_holidays_and_are_provisional() -> None:
    assert not BARIER.provisional(date(2027, 12, 31))
    assert BARIER.provisional(date(2028, 1, 1))
    assert BARIER.provisional(datetime(2027, 12, 31, 22, tzinfo=UTC))  # already 2028 in Moscow
    assert due("2029-06-11 17:00", "2 working hours") == "2029-06-13 10:00"  # 12 June is a holiday every year
    assert not Calendar(MOSCOW, [NINE_TO_SIX] * 7).provisional(date(2040, 1, 1))


def test_the_day_before_a_holiday_is_shorter_only_where_the_regulation_says_so() -> None:
    """30 April 2025 and 3 November 2026 are eves; the worked 1 November 2025 stands for one, and inherits it."""
    shorter = Calendar(MOSCOW, [NINE_TO_SIX] * 5 + [()] * 2, days_off("ru"), shorter=3600)

    assert [shorter.day(day).hours[0][1] // 3600 for day in (date(2025, 4, 30), date(2026, 11, 3))] == [17, 17]
    assert shorter.day(date(2025, 11, 1)).hours == ((9 * 3600, 17 * 3600),)
    assert shorter.day(date(2026, 11, 5)).hours == NINE_TO_SIX
    assert BARIER.day(date(2026, 11, 3)).hours == NINE_TO_SIX
    assert due("2026-11-03 16:00", "2 working hours", shorter) == "2026-11-05 10:00"
    assert due("2026-11-03 16:00", "2 working hours") == "2026-11-03 18:00"


def test_openings_and_closings() -> None:
    assert BARIER.is_open(moscow("2026-05-13 09:00:00"))
    assert BARIER.is_open(moscow("2026-05-13 17:59:59"))
    assert not BARIER.is_open(moscow("2026-05-13 18:00:00"))
    assert BARIER.next_opening(moscow("2026-05-13 12:00")) == moscow("2026-05-13 12:00")
    assert BARIER.next_opening(moscow("2026-05-13 18:00")) == moscow("2026-05-14 09:00")
    assert BARIER.next_opening(moscow("2025-12-30 20:00")) == moscow("2026-01-12 09:00")
    assert BARIER.last_closing_before(moscow("2026-01-11 20:00")) == moscow("2025-12-30 18:00")
    assert BARIER.last_closing_before(moscow("2026-05-13 18:00")) == moscow("2026-05-13 18:00")
    assert BARIER.last_closing_before(moscow("2026-05-13 17:00")) == moscow("2026-05-12 18:00")


def test_pauses_are_breaks_whatever_their_order_and_overlap() -> None:
    pauses = [
        Span(moscow("2026-05-13 15:00"), moscow("2026-05-13 16:00")),
        Span(moscow("2026-05-13 11:00"), moscow("2026-05-13 12:00")),
        Span(moscow("2026-05-13 11:30"), moscow("2026-05-13 13:00")),
        Span(moscow("2026-05-13 12:10"), moscow("2026-05-13 12:10")),
        Span(moscow("2026-05-13 18:00"), moscow("2026-05-14 09:00")),
    ]
    calendar = BARIER.without(pauses)

    assert calendar.add(moscow("2026-05-13 10:00"), Duration.parse("4 working hours")) == moscow("2026-05-13 17:00")
    assert calendar.add(moscow("2026-05-13 10:00"), Duration.parse("4 hours")) == moscow("2026-05-13 17:00")
    assert calendar.between(moscow("2026-05-13 10:00"), moscow("2026-05-14 10:00"), "working hours") == 6 * 3600
    assert calendar.between(moscow("2026-05-13 10:00"), moscow("2026-05-14 10:00"), "hours") == 6 * 3600
    assert not calendar.is_open(moscow("2026-05-13 12:30"))
    assert calendar.next_opening(moscow("2026-05-13 11:15")) == moscow("2026-05-13 13:00")


def test_an_open_pause_stops_the_clock_unless_the_time_was_up_before() -> None:
    calendar = BARIER.without([Span(moscow("2026-05-13 12:00"), None)])

    assert calendar.add(moscow("2026-05-13 10:00"), Duration.parse("2 working hours")) == moscow("2026-05-13 12:00")
    assert calendar.add(moscow("2026-05-13 10:00"), Duration.parse("3 working hours")) is None
    assert calendar.add(moscow("2026-05-13 10:00"), Duration.parse("3 hours")) is None
    assert calendar.next_opening(moscow("2026-05-13 13:00")) is None
    assert calendar.between(moscow("2026-05-13 10:00"), moscow("2026-05-20 10:00")) == 2 * 3600


def test_time_is_exact_to_the_second_and_a_fraction_is_cut_off() -> None:
    start = moscow("2026-05-13 10:00:07").replace(microsecond=999_999)

    assert BARIER.add(start, Duration.parse("1 working hour")) == moscow("2026-05-13 11:00:07")
    assert BARIER.add(start, Duration.parse("3 working hours") * 0.75) == moscow("2026-05-13 12:15:07")
    assert BARIER.between(start, moscow("2026-05-13 10:00:09")) == 2


def test_a_time_without_offset_is_an_error() -> None:
    naive = datetime(2026, 5, 13, 10)  # noqa: DTZ001 - that is the point
    for ask in (
        lambda: BARIER.add(naive, Duration.parse("1 hour")),
        lambda: BARIER.between(naive, moscow("2026-05-13")),
        lambda: BARIER.is_open(naive),
        lambda: BARIER.next_opening(naive),
        lambda: BARIER.last_closing_before(naive),
        lambda: Span(naive, None),
    ):
        with pytest.raises(ValueError, match="has no UTC offset"):
            ask()


def test_a_span_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before its start"):
        Span(moscow("2026-05-13 10:00"), moscow("2026-05-13 09:59"))


@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        ("3 hours", "hours", 3),
        ("1 hour", "hours", 1),
        ("4 working hours", "working hours", 4),
        ("5 working days", "working days", 5),
        ("3 civil working days", "civil working days", 3),
    ],
)
def test_a_duration_is_read_as_it_is_said(text: str, kind: str, amount: int) -> None:
    assert Duration.parse(text) == Duration(kind, amount)  # type: ignore[arg-type]
    assert str(Duration.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "3", "hours", "3 days", "-3 hours", "3  hours", "3 weeks", "1.5 civil working days"]
)
def test_a_duration_that_means_nothing_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):
        Duration.parse(text)


@pytest.mark.parametrize(
    "weekly",
    [
        [()] * 7,
        [((9, 8),), *[()] * 6],
        [((9, 12), (11, 14)), *[()] * 6],
        [((9, 9),), *[()] * 6],
        [((0, 86_401),), *[()] * 6],
        [((9, 12),)] * 6,
    ],
)
def test_impossible_hours_are_an_error(weekly: list[tuple[tuple[int, int], ...]]) -> None:
    with pytest.raises(ValueError):
        Calendar(MOSCOW, weekly)


def test_working_days_need_a_length_when_the_weekdays_differ() -> None:
    short_friday = [NINE_TO_SIX] * 4 + [((9 * 3600, 16 * 3600),), (), ()]

    with pytest.raises(ValueError, match="day_length"):
        Calendar(MOSCOW, short_friday).add(moscow("2026-05-13 10:00"), Duration.parse("1 working day"))
    assert due("2026-05-13 09:00", "1 working day", Calendar(MOSCOW, short_friday, day_length=8 * 3600)).endswith(
        "17:00"
    )


def test_adding_two_years_costs_what_four_hours_cost() -> None:
    """Both are one look-up: a few microseconds, here with a generous margin for a busy machine."""
    start, four_hours, two_years = (
        moscow("2026-05-15 20:00"),
        Duration.parse("4 working hours"),
        Duration.parse("494 working days"),
    )
    BARIER.add(start, two_years)

    costs = [
        min(timeit.repeat(lambda d=d: BARIER.add(start, d), number=500, repeat=5)) for d in (four_hours, two_years)
    ]

    assert costs[1] < 3 * costs[0]
    assert costs[1] / 500 < 100e-6


# ---------------------------------------------------------------------------------------------- against the oracle

MADRID_HOURS = ((0, 2 * 60 + 30), (9 * 60, 13 * 60 + 15), (14 * 60, 24 * 60))


@cache
def night_wall(zone: str) -> Wall:
    return Wall(
        zone, 2025, 2026, lambda day: MADRID_HOURS if day.weekday() != 6 or day.month in (3, 4, 9, 10, 11) else []
    )


@cache
def night_calendar(zone: str) -> Calendar:
    """Open over midnight and at night, Sundays in the months when clocks change."""
    hours = tuple((a * 60, b * 60) for a, b in MADRID_HOURS)
    day, open_sundays = date(2024, 12, 1), {}
    while day.year < 2028:
        if day.weekday() == 6 and day.month in (3, 4, 9, 10, 11):
            open_sundays[day] = hours
        day += timedelta(days=1)
    return Calendar(ZoneInfo(zone), [hours] * 6 + [()], exceptions=open_sundays)


def minutes_from(first: datetime, span: int) -> st.SearchStrategy[datetime]:
    return st.integers(0, span).map(lambda minutes: first + minutes * MINUTE)


def pauses_after(start: datetime) -> st.SearchStrategy[list[tuple[datetime, datetime | None]]]:
    begin = st.integers(-3_000, 20_000)
    length = st.integers(0, 3_000) | st.none()
    return st.lists(st.tuples(begin, length), max_size=4).map(
        lambda drawn: [(start + b * MINUTE, None if n is None else start + (b + n) * MINUTE) for b, n in drawn]
    )


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_working_hours_agree_with_a_walking_clock_2023_to_2027(data: st.DataObject) -> None:
    start = data.draw(minutes_from(datetime(2023, 1, 1, tzinfo=UTC), 2_560_000))
    minutes = data.draw(st.integers(0, 5_400))
    pauses = data.draw(pauses_after(start))
    found = BARIER.without([Span(*pause) for pause in pauses]).after(start, minutes * 60, "working hours")

    assert found == moscow_wall().add(start, minutes, pauses)


@settings(max_examples=120, deadline=None)
@given(a=minutes_from(datetime(2023, 1, 1, tzinfo=UTC), 2_600_000), span=st.integers(0, 600_000))
def test_elapsed_working_time_agrees_with_a_walking_clock(a: datetime, span: int) -> None:
    b = min(a + span * MINUTE, datetime(2027, 12, 31, tzinfo=UTC))

    assert BARIER.between(a, b) == 60 * moscow_wall().between(a, max(a, b))


@pytest.mark.parametrize(
    "zone", ["Europe/Madrid", "America/Santiago", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Almaty"]
)
def test_clock_changes_neither_lose_nor_invent_time(zone: str) -> None:
    """Hours that the wall clock skips do not exist, hours that it shows twice count twice; zones of all kinds."""
    wall, calendar = night_wall(zone), night_calendar(zone)
    start = datetime(2025, 1, 2, tzinfo=UTC)

    @settings(max_examples=40, deadline=None)
    @given(a=minutes_from(start, 900_000), minutes=st.integers(1, 6_000))
    def agrees(a: datetime, minutes: int) -> None:
        assert calendar.after(a, minutes * 60, "working hours") == wall.add(a, minutes)
        assert calendar.is_open(a) == bool(wall.open[wall.index(a)])

    agrees()
    for hour in range(0, 365 * 24, 7):
        a = start + timedelta(hours=hour)
        assert calendar.between(a, a + timedelta(hours=7)) == 60 * wall.between(a, a + timedelta(hours=7))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_clock_hours_pass_outside_pauses_only(data: st.DataObject) -> None:
    start = data.draw(minutes_from(datetime(2026, 1, 1, tzinfo=UTC), 400_000))
    minutes, pauses = data.draw(st.integers(0, 6_000)), data.draw(pauses_after(start))
    at, left = start, minutes
    while left and (pause := paused(at, pauses), pause is None or pause[1] is not None)[1]:
        left -= not paused(at, pauses)
        at += MINUTE

    found = BARIER.without([Span(*pause) for pause in pauses]).after(start, minutes * 60, "hours")

    assert found == (None if left else at)


@settings(max_examples=100, deadline=None)
@given(st.integers(-10_000, 900_000_000), st.integers(1, 4_000_000))
def test_adding_and_measuring_are_inverse_to_the_second(offset: int, seconds: int) -> None:
    start = datetime(2001, 1, 1, 3, 4, 5, tzinfo=timezone(timedelta(hours=7))) + timedelta(seconds=offset)
    end = BARIER.after(start, seconds, "working hours")

    assert end is not None
    assert BARIER.between(start, end) == seconds
    assert BARIER.between(start, end - timedelta(seconds=1)) == seconds - 1
