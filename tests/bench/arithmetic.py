"""Arithmetic: what it costs to say when something is due, four working hours or two years ahead."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from domain.durations import Duration
from domain.regulation import load

STARTS = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=7, minutes=13) * n for n in range(400)]
# Two years have 494 working days.
SPANS = {"4 working hours": Duration("working hours", 4), "2 years": Duration("working days", 494)}


def microseconds(repeats: int = 25) -> dict[str, float]:
    """Per `calendar.add`, by span; the median of several runs over starts all through a winter and a spring."""
    calendar = load("barier").calendars["working"]
    return {
        name: statistics.median(_once(partial(calendar.add, duration=duration)) for _ in range(repeats))
        for name, duration in SPANS.items()
    }


def _once(add: Callable[[datetime], datetime]) -> float:
    began = time.perf_counter()
    for start in STARTS:
        add(start)
    return (time.perf_counter() - began) / len(STARTS) * 1e6
