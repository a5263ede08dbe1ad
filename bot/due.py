"""Due: when a ticket's deadlines fall, for one case with the reasons, or for many as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from domain.due import Case, CaseError, CountedDay, answer, course_clocks, days, read_case
from domain.regulation import Regulation, RegulationError, load
from domain.sla import Clock

FOLDED = 45
"""A longer table has days of one sort, one after the other, in one row."""


def batch(lines: Iterable[bytes]) -> Iterator[tuple[str, bool]]:
    """For each line with a case its answer as a line of JSON, in order, and whether it is one and no error.

    Empty lines at the end are no cases.
    """
    empty = 0
    for line in lines:
        if not line.strip():
            empty += 1
            continue
        for _ in range(empty):
            yield _error("an empty line is no case"), False
        empty = 0
        try:
            name, case = read_case(_parsed(line))
            yield json.dumps(answer(_regulation(name), case).as_json()), True
        except (CaseError, RegulationError) as error:
            yield _error("; ".join(str(error).splitlines())), False


def explain(regulation: Regulation, case: Case, console: Console) -> None:
    """Print the days counted, days off and why, pauses, and the result. CaseError as `answer`."""
    found = answer(regulation, case)
    zone = regulation.zone
    console.print(f"[bold]{escape(regulation.title.in_('en'))}[/], times in {zone.key}")
    console.print(f"Received {_shown(case.course.received.astimezone(zone))}")
    for at, key in sorted(case.course.changes, key=lambda change: change[0]):
        console.print(f"From {_shown(at.astimezone(zone))} priority {escape(key)}")
    for start, end in sorted(case.course.pauses, key=lambda pause: pause[0]):
        until = _shown(end.astimezone(zone)) if end else "open"
        console.print(f"Paused {_shown(start.astimezone(zone))} - {until}")
    for name, clock, due in zip(
        ("Response", "Resolution"),
        course_clocks(regulation, case.course),
        (found.response_due, found.resolution_due),
        strict=True,
    ):
        console.print()
        _target(regulation, name, clock, due, console)
    since = case.completed or case.clarification
    if since is not None:
        console.print()
        _silence(regulation, case, since, found.close_due, console)
    if found.provisional:
        console.print("[yellow]Provisional[/]: the days off of a year that was counted are not decided yet.")


def _target(regulation: Regulation, name: str, clock: Clock, due: datetime | None, console: Console) -> None:
    if clock.target is None:
        console.print(f"[bold]{name}[/]: the regulation promises no time")
        return
    source = "assumed" if clock.target.assumed else f"clause {clock.target.clause}"
    norm = ", the usual time and no promise" if clock.target.norm else ""
    console.print(f"[bold]{name}[/]: {clock.target.duration} ({escape(source)}{norm})")
    table = Table("Day", "Open", "Counted", "Paused", "Why", header_style="dim")
    for rows in _folded(days(regulation, clock)):
        first, last = rows[0], rows[-1]
        name_of_days = f"{first.date:%a %d %b %Y}" + (f" - {last.date:%a %d %b %Y}" if len(rows) > 1 else "")
        counted, paused = (sum(getattr(row, part) for row in rows) for part in ("counted", "paused"))
        open_hours = " ".join(f"{_clock(a)}-{_clock(b)}" for a, b in first.day.hours) or "closed"
        if clock.target.duration.kind == "hours":
            open_hours = "clock time"
        why = first.why if clock.target.duration.kind != "hours" else ""
        table.add_row(name_of_days, open_hours, _span(counted), _span(paused) if paused else "", escape(why))
    console.print(table)
    result = _shown(due) if due else "nobody can say while a pause is open"
    console.print(f"{name} due: [bold]{result}[/]")


def _silence(regulation: Regulation, case: Case, since: datetime, due: datetime | None, console: Console) -> None:
    asked = case.clarification is not None
    silence = regulation.silence_after_asking if asked else regulation.silence_after_completed
    state = "waiting for information" if asked else "completed"
    shown = _shown(since.astimezone(regulation.zone))
    if silence is None or due is None:
        console.print(f"[bold]Closing[/]: {state} since {shown}; silence never closes the ticket")
        return
    source = "assumed" if silence.assumed else f"clause {silence.clause}"
    console.print(f"[bold]Closing[/]: {state} since {shown}, {silence.after} of silence ({escape(source)})")
    console.print(f"Closed by silence: [bold]{_shown(due)}[/]")


def _folded(rows: Sequence[CountedDay]) -> Iterable[list[CountedDay]]:
    if len(rows) <= FOLDED:
        return [[row] for row in rows]
    return [list(group) for _, group in groupby(rows, key=lambda row: (row.day, row.why, row.counted, row.paused))]


def _shown(at: datetime) -> str:
    return f"{at:%a %d %b %Y %H:%M:%S %z}"


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"


def _span(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}" + (f":{rest % 60:02d}" if rest % 60 else "")


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise CaseError("is no UTF-8") from None
    except (ValueError, RecursionError):
        raise CaseError("is no JSON") from None


@cache
def _regulation(name: str) -> Regulation:
    return load(name)


def _error(words: str) -> str:
    return json.dumps({"error": words})
