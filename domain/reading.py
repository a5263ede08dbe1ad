"""Reading: a table of a TOML file asked for its keys one by one, and every problem noted, none thrown at once.

A getter that finds a problem notes it and returns a harmless stand-in, so that one reading finds all problems; who
reads asks `problems` at the end. Keys that nobody asked for are problems too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from domain.answers import Text
from domain.retention import Term
from domain.worktime import DAY, Duration, Hours

_T = TypeVar("_T")
_INTERVAL = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_PLAIN = re.compile(r"(\d{1,4}) (hour|minute)s?")


class RegulationError(ValueError):
    """A regulation that cannot be used: one line per problem with file, key, and what would be right."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class Table:
    """One table of the file; `path` is its key from the top, `languages` those that texts must have, `known` may have."""

    def __init__(
        self,
        values: Mapping[str, Any],
        *,
        file: str,
        problems: list[str],
        path: str = "",
        languages: Sequence[str] = (),
        known: Sequence[str] = (),
        assumed: list[str] | None = None,
    ) -> None:
        self.values, self.file, self.problems, self.path = values, file, problems, path
        self.languages, self.known = languages, known or languages
        self.assumptions = assumed if assumed is not None else []
        self._asked: set[str] = set()

    def problem(self, key: str, what: str) -> None:
        """Note a problem with a key of this table."""
        self.problems.append(f"{self.file}: {self._at(key)}: {what}")

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def done(self) -> None:
        """Note the keys that nobody asked for."""
        for key in self.values:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                self.problem(key, f"no such key; known here are {known}")

    def free_keys(self) -> list[str]:
        """All keys, for a table whose keys are free."""
        return list(self.values)

    def text(self, key: str, *, pattern: str = r"(?s).*\S.*", right: str = "a text") -> str:
        """A string that matches the pattern; `right` says what would."""
        value: str = self._take(key, str, right, "")
        if value and not re.fullmatch(pattern, value):
            self.problem(key, f'"{value}" must be {right}')
        return value

    def optional(self, key: str, *, pattern: str = r"(?s).*\S.*", right: str = "a text") -> str | None:
        """A string, or None if the key is absent."""
        return self.text(key, pattern=pattern, right=right) if self._has(key) else None

    def one_of(self, key: str, choices: Sequence[str]) -> str:
        """One of the given words."""
        value: str = self._take(key, str, f"one of {', '.join(choices)}", choices[0] if choices else "")
        if value not in choices:
            self.problem(key, f'"{value}" must be one of {", ".join(choices)}')
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """true or false."""
        value: bool = self._take(key, bool, "true or false", default) if self._has(key) else default
        return value

    def is_assumed(self) -> bool:
        """The table's own mark `assumed = true`: the source does not say it."""
        assumed = self.flag("assumed")
        if assumed:
            self.assumptions.append(self.path)
            if self._has("clause"):
                self.problem("assumed", "a value is assumed or has a clause, not both")
        return assumed

    def clause(self) -> str | None:
        """The clause beside the value, if there is one."""
        return self.optional("clause", right='a clause such as "4.9"')

    def cited(self) -> tuple[str | None, bool]:
        """The clause, or the mark `assumed = true`: one of the two must be there."""
        clause, assumed = self.clause(), self.is_assumed()
        if not clause and not assumed:
            self.problem("clause", 'is missing; give the clause such as "4.9", or write assumed = true')
        return clause, assumed

    def whole(self, key: str, *, low: int, high: int, default: int | None = None) -> int:
        """A whole number from `low` to `high`."""
        right = f"a whole number from {low} to {high}"
        if default is not None and not self._has(key):
            return default
        value: int = self._take(key, int, right, low)
        if not low <= value <= high:
            self.problem(key, f"{value} must be {right}")
            return low
        return value

    def share(self, key: str) -> float:
        """A number between 0 and 1."""
        value: float = self._take(key, float, "a number between 0 and 1, such as 0.75", 0.5)
        if not 0 < value < 1:
            self.problem(key, f"{value} must be a number between 0 and 1, such as 0.75")
        return value

    def day(self, key: str) -> date:
        """A date, written without quotes."""
        value: date = self._take(key, date, "a date such as 2026-01-31, without quotes", date(2000, 1, 1))
        if isinstance(value, datetime):
            self.problem(key, "must be a date without a time, such as 2026-01-31")
        return value

    def words(self, key: str, *, allowed: Sequence[str] = ()) -> tuple[str, ...]:
        """A list of strings, none twice; of the allowed ones if any are given."""
        right = f"a list of {', '.join(allowed)}" if allowed else 'a list of texts such as ["a", "b"]'
        values = self._take(key, list, right, [])
        if any(not isinstance(v, str) or (allowed and v not in allowed) for v in values):
            self.problem(key, f"must be {right}")
            return ()
        if len(set(values)) < len(values):
            self.problem(key, "has something twice; each may stand there once")
        return tuple(values)

    def phrase(self, key: str) -> Text:
        """The same words in each of the languages."""
        right = " and ".join(f'{language} = "..."' for language in self.languages)
        value = self._take(key, dict, f"a table {{ {right.replace(' and ', ', ')} }}", None)
        if value is None:
            return Text({"ru": ""})
        words = {language: word for language, word in value.items() if isinstance(word, str) and word.strip()}
        for language in self.languages:
            if language not in words:
                self.problem(f"{key}.{language}", f"the text in this language is missing; needed are {right}")
        for language in value:
            if language not in self.known:
                self.problem(f"{key}.{language}", f"no such language here; known are {', '.join(self.known)}")
        return Text(words or {"ru": ""})

    def duration(self, key: str, *, civil: bool = False) -> Duration:
        """A duration of some kind of time, not zero; civil days only where they may stand."""
        right = '"3 hours", "4 working hours" or "5 working days"'
        text = self._take(key, str, right, "1 hours")
        try:
            found = Duration.parse(text)
        except ValueError as error:
            self.problem(key, str(error))
            return Duration("hours", 1)
        if not found.amount:
            self.problem(key, f'"{text}" is no time at all; write {right}')
        if found.kind == "civil working days" and not civil:
            self.problem(key, f"civil working days cannot be paused, so they are no target; write {right}")
        return found

    def span(self, key: str) -> timedelta:
        """A plain amount of clock time, such as "4 hours" or "30 minutes"."""
        right = 'clock time such as "4 hours" or "30 minutes"'
        text = self._take(key, str, right, "1 hour")
        found = _PLAIN.fullmatch(text)
        if not found:
            self.problem(key, f'"{text}" must be {right}')
            return timedelta(hours=1)
        return timedelta(hours=int(found[1])) if found[2] == "hour" else timedelta(minutes=int(found[1]))

    def term(self, key: str) -> Term:
        """An amount of calendar time, such as "3 years" or "30 days"."""
        text = self._take(key, str, '"30 days", "6 months" or "3 years"', "3 years")
        try:
            return Term.parse(text)
        except ValueError as error:
            self.problem(key, str(error))
            return Term(3, "years")

    def zone(self, key: str, *, default: ZoneInfo | None = None) -> ZoneInfo:
        """A time zone by its IANA name."""
        if default is not None and not self._has(key):
            return default
        name = self._take(key, str, 'a time zone such as "Europe/Moscow"', "UTC")
        try:
            found = ZoneInfo(name)
        except (ValueError, OSError, LookupError):
            self.problem(key, f'"{name}" is no time zone; write an IANA name such as "Europe/Moscow"')
            return ZoneInfo("UTC")
        if datetime(2024, 6, 1, tzinfo=ZoneInfo("Asia/Almaty")).utcoffset() != timedelta(hours=5):
            self.problem(key, "this machine's time zone data are older than 2024a; install a newer tzdata")
        return found

    def hours(self, key: str) -> Hours:
        """One day's hours: a list of "09:00-18:00", in order, not overlapping, 24:00 only as an end."""
        right = 'a list such as ["09:00-13:00", "14:00-18:00"], or [] for a closed day'
        hours: list[tuple[int, int]] = []
        for text in self._take(key, list, right, []):
            found = _INTERVAL.fullmatch(text) if isinstance(text, str) else None
            if not found:
                self.problem(key, f"{text!r} must be hours such as 09:00-18:00; the key is {right}")
                continue
            a, b, c, d = map(int, found.groups())
            opens, closes = a * 3600 + b * 60, c * 3600 + d * 60
            if b > 59 or d > 59 or closes > DAY or opens >= DAY:
                self.problem(key, f'"{text}" are impossible hours; a day goes from 00:00 to 24:00')
            elif opens >= closes:
                self.problem(key, f'"{text}" must end after it begins; split at midnight what goes over it')
            elif hours and opens < hours[-1][1]:
                self.problem(key, f'"{text}" overlaps or precedes the interval before it; write them in order')
            else:
                hours.append((opens, closes))
        return tuple(hours)

    def table(self, key: str) -> Table:
        """The table under the key (an empty one, and a problem, if there is none)."""
        return self._child(self._take(key, dict, f"a table [{self._at(key)}]", {}), self._at(key))

    def optional_table(self, key: str) -> Table | None:
        """The table under the key, or None."""
        return self.table(key) if self._has(key) else None

    def tables(self, key: str) -> list[Table]:
        """The tables of a list [[key]], counted from 1 in problems."""
        rows = self._take(key, list, f"tables [[{self._at(key)}]]", [])
        if any(not isinstance(row, dict) for row in rows):
            self.problem(key, f"must be tables [[{self._at(key)}]]")
            return []
        return [self._child(row, f"{self._at(key)}[{i}]") for i, row in enumerate(rows, 1)]

    def keyed(
        self, key: str, build: Callable[[Table, str], _T], *, optional: bool = False, pattern: str = r"[a-z0-9_]+"
    ) -> tuple[_T, ...]:
        """Each table of a list [[key]], with its own `key`, none twice; none at all where it may be left out."""
        if optional and not self._has(key):
            return ()
        built: dict[str, _T] = {}
        for row in self.tables(key):
            name = row.text("key", pattern=pattern, right="a short name of a-z, 0-9 and _")
            if name in built:
                row.problem("key", f'"{name}" is there already; each key may stand once')
            built[name] = build(row, name)
            row.done()
        if not built and key in self:
            self.problem(key, "needs at least one entry")
        return tuple(built.values())

    def free(self, build: Callable[[Table], _T]) -> dict[str, _T]:
        """Each table of a table whose keys are free names."""
        built: dict[str, _T] = {}
        for name in self.free_keys():
            if not re.fullmatch(r"[a-z0-9_]+", name):
                self.problem(name, "must be a short name of a-z, 0-9 and _")
            row = self.table(name)
            built[name] = build(row)
            row.done()
        return built

    def alone(self, read: Callable[[Table], _T]) -> _T:
        """The one value of a table that has nothing else but its clause or its mark."""
        value = read(self)
        self.clause()
        self.is_assumed()
        self.done()
        return value

    def maybe(self, key: str, read: Callable[[str], _T]) -> _T | None:
        """What `read` makes of the key, or None if it is absent; the key is known here either way."""
        return read(key) if self._has(key) else None

    def closed(self, key: str) -> Hours:
        """No hours: the key is known, and absent."""
        self._has(key)
        return ()

    def assume(self, key: str) -> None:
        """Mark the key's value as one that the source does not give."""
        self.assumptions.append(self._at(key))

    def has_path(self, path: str) -> bool:
        """Whether there is something under a path from this table, such as "fields[2].example"."""
        value: Any = self.values
        for key, number in re.findall(r"([^.\[\]]+)(?:\[(\d+)\])?", path):
            if not isinstance(value, dict) or key not in value:
                return False
            value = value[key]
            if number:
                if not isinstance(value, list) or not 1 <= int(number) <= len(value):
                    return False
                value = value[int(number) - 1]
        return bool(path)

    def is_table(self, key: str) -> bool:
        """Whether the key's value is a table."""
        return isinstance(self.values.get(key), dict)

    def _child(self, values: Mapping[str, Any], path: str) -> Table:
        return Table(
            values,
            file=self.file,
            problems=self.problems,
            path=path,
            languages=self.languages,
            known=self.known,
            assumed=self.assumptions,
        )

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _has(self, key: str) -> bool:
        self._asked.add(key)
        return key in self.values

    def _take(self, key: str, kind: type, right: str, instead: Any) -> Any:
        if not self._has(key):
            self.problem(key, f"is missing; it must be {right}")
            return instead
        value = self.values[key]
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            self.problem(key, f"{value!r} must be {right}")
            return instead
        return value
