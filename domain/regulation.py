"""Regulation: loads a preset and checks it; refuses nonsense by naming the file, the key, and what would be right.

A preset is data (`regulations/*.toml`), each value with its clause beside it. A broken one is never half applied:
all its problems are told at once, and there is no regulation.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, cast, get_args
from zoneinfo import ZoneInfo

from domain.answers import Field, FieldKind, Text
from domain.daysoff import countries, days_off
from domain.reading import RegulationError, Table
from domain.sla import Target
from domain.terms import (
    RESOLUTIONS,
    RULES,
    STATUSES,
    AttachmentRules,
    Consent,
    Door,
    Impact,
    Kind,
    Priority,
    Reason,
    Regulation,
    Silence,
)
from domain.worktime import Calendar

__all__ = [
    "AttachmentRules",
    "Calendar",
    "Consent",
    "Door",
    "Field",
    "Impact",
    "Kind",
    "Priority",
    "Reason",
    "Regulation",
    "RegulationError",
    "Silence",
    "Target",
    "Text",
    "load",
    "loads",
    "shipped",
]

FOLDER = Path(__file__).parent / "regulations"
LANGUAGES = ("ru", "en")
"""Languages that every text of a regulation must have."""
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_TICKET = 3_600
"""All answers together, in UTF-16 units: with their labels they fit one Telegram message of 4096."""
FILE_KINDS = ("png", "jpeg", "gif", "bmp", "pdf", "txt", "docx", "xlsx", "zip", "rar")
"""The kinds of content that can be told from others (`bot/files.py`) and may be accepted."""

_T = TypeVar("_T")
_NAME = r"[a-z0-9_]+"


def shipped() -> list[str]:
    """The names of the presets that come with the desk."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load(name_or_path: str | Path) -> Regulation:
    """The preset of that name, or the one in that file; RegulationError if there is none or it has problems."""
    path = FOLDER / f"{name_or_path}.toml" if name_or_path in shipped() else Path(name_or_path)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise RegulationError([f"{path}: must be a text in UTF-8"]) from None
    except (OSError, ValueError):
        known = ", ".join(shipped())
        raise RegulationError([f"{path}: cannot be read; write a file's path, or a preset's name: {known}"]) from None
    return loads(text, file=path.name if path.parent == FOLDER else str(path))


def loads(text: str, *, file: str) -> Regulation:
    """The regulation in a TOML text; `file` is what problems call it. RegulationError names all problems at once."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RegulationError([f"{file}: is no TOML: {error}"]) from None
    problems: list[str] = []
    top = Table(values, file=file, problems=problems, languages=LANGUAGES)
    regulation = _regulation(top, text)
    top.done()
    if problems:
        raise RegulationError(problems)
    return regulation


def _regulation(top: Table, source: str) -> Regulation:
    zone = top.zone("zone")
    calendars = _free(top.table("calendars"), lambda row: _calendar(row, zone))
    if not calendars:
        top.problem("calendars", "needs at least one calendar, such as [calendars.working]")
    priorities = _priorities(top, calendars)
    completion = top.table("completion")
    rating = top.table("rating")
    rating.is_assumed()
    effort = top.table("effort")
    effort.clause()
    consent, contacts = top.table("consent"), _contacts(top.table("contacts"))
    silence = top.optional_table("silence")
    regulation = Regulation(
        id=top.text("id", pattern=r"[a-z0-9-]+", right="a short name of a-z, 0-9 and -"),
        version=top.text("version"),
        title=top.phrase("title"),
        valid_from=top.day("valid_from"),
        link=top.text("link", pattern=r"https?://\S+", right="an address that begins with http:// or https://"),
        prefix=top.text("prefix", pattern=r"[A-Z]{2,8}", right="two to eight capital letters A-Z, such as BAR"),
        zone=zone,
        languages=LANGUAGES,
        calendars=MappingProxyType(calendars),
        fields=_fields(top),
        kinds=top.keyed("kinds", lambda row, key: _kind(row, key, priorities)),
        impacts=top.keyed("impacts", lambda row, key: _impact(row, key, priorities)),
        priorities=priorities,
        statuses=_names(top.table("statuses"), STATUSES),
        resolutions=_names(top.table("resolutions"), RESOLUTIONS),
        reasons=top.keyed("reasons", lambda row, key: Reason(key, row.clause(), row.phrase("text"))),
        doors=top.keyed("doors", _door),
        silence_after_completed=_silence(silence, "completed", calendars) if silence else None,
        silence_after_asking=_silence(silence, "clarification", calendars) if silence else None,
        ask_reminder=_assumed(top, "reminders", lambda row: row.duration("while_asking")),
        warn_share=_assumed(top, "warning", lambda row: row.share("share")) or 0.75,
        escalate_every=_assumed(top, "escalation", lambda row: row.duration("every")),
        attachments=_attachments(top.table("attachments")),
        consent=_consent(consent, contacts),
        contacts=contacts,
        dispute_needs_argument=completion.flag("dispute_needs_argument"),
        reopen=completion.flag("reopen"),
        rating=(rating.whole("lowest", low=0, high=1), rating.whole("highest", low=2, high=10)),
        effort_at_least=effort.span("at_least"),
        clauses=_clauses(top.table("clauses")),
        assumed=tuple(sorted({*top.assumptions, *_ours(top)})),
        source=source,
        digest=hashlib.sha256(source.encode()).hexdigest(),
    )
    for table in (completion, rating, effort, consent, *([silence] if silence else [])):
        table.done()
    return regulation


def _calendar(row: Table, zone: ZoneInfo) -> Calendar:
    weekly = [row.hours(day) if day in row else row.closed(day) for day in WEEK]
    own_zone = row.zone("zone", default=zone)
    country = row.one_of("days_off", countries()) if "days_off" in row else None
    exceptions = row.optional_table("exceptions")
    length = row.span("day_length") if "day_length" in row else timedelta()
    clause, assumed = row.clause(), row.is_assumed()
    by_date = {_date(exceptions, key): exceptions.hours(key) for key in exceptions.free_keys()} if exceptions else {}
    if not any(weekly):
        row.problem(WEEK[0], 'the calendar never opens; give at least one day hours such as ["09:00-18:00"]')
        return Calendar.always(zone)
    calendar = Calendar(
        own_zone,
        weekly,
        days_off(country) if country in countries() and country else None,
        by_date,
        int(length.total_seconds()),
        clause,
        assumed,
    )
    if not calendar.day_length:
        row.problem(
            "day_length", 'is missing; weekdays have different hours, so write how long a working day is: "8 hours"'
        )
    elif calendar.day_length > 86_400:
        row.problem("day_length", "a working day has at most 24 hours")
    return calendar


def _date(table: Table, key: str) -> date:
    try:
        return date.fromisoformat(key)
    except ValueError:
        table.problem(key, "must be a date such as 2026-12-30")
        return date(2000, 1, 1)


def _fields(top: Table) -> tuple[Field, ...]:
    fields = top.keyed("fields", _field)
    total = sum(field.max_length for field in fields)
    if total > LONGEST_TICKET:
        top.problem("fields", f"all max_length together are {total}; at most {LONGEST_TICKET} fit one message")
    if not any(field.required for field in fields):
        top.problem("fields", "at least one field must be required")
    return fields


def _field(row: Table, key: str) -> Field:
    field = Field(
        key=key,
        kind=cast(FieldKind, row.one_of("kind", get_args(FieldKind))),
        required=row.flag("required", default=True),
        clause=row.clause(),
        assumed=row.is_assumed(),
        min_length=row.whole("min_length", low=1, high=1000, default=1),
        max_length=row.whole("max_length", low=1, high=LONGEST_TICKET),
        label=row.phrase("label"),
        ask=row.phrase("ask"),
        hint=row.phrase("hint"),
        example=row.phrase("example"),
        skip=row.phrase("skip") if "skip" in row else None,
    )
    if field.required and field.skip:
        row.problem("skip", "a required field cannot be skipped; leave the key out, or write required = false")
    if not field.required and not field.skip:
        row.problem("skip", "is missing; a field that is not required needs the label of its button")
    if field.min_length > field.max_length:
        row.problem("min_length", f"must be at most max_length ({field.max_length})")
    return field


def _kind(row: Table, key: str, priorities: tuple[Priority, ...]) -> Kind:
    priority = _known(row, "priority", priorities) if "priority" in row else None
    return Kind(key, row.phrase("label"), priority, row.clause(), row.is_assumed())


def _impact(row: Table, key: str, priorities: tuple[Priority, ...]) -> Impact:
    return Impact(key, row.phrase("label"), _known(row, "priority", priorities), row.clause(), row.is_assumed())


def _known(row: Table, key: str, priorities: tuple[Priority, ...]) -> str:
    return row.one_of(key, [priority.key for priority in priorities])


def _priorities(top: Table, calendars: Mapping[str, Calendar]) -> tuple[Priority, ...]:
    before = len(top.problems)
    priorities = top.keyed("priorities", lambda row, key: _priority(row, key, calendars))
    ranks = [priority.rank for priority in priorities]
    if len(set(ranks)) < len(ranks) and len(top.problems) == before:
        top.problem("priorities", "two have the same rank; each needs its own, 1 comes first")
    return priorities


def _priority(row: Table, key: str, calendars: Mapping[str, Calendar]) -> Priority:
    return Priority(
        key=key,
        rank=row.whole("rank", low=1, high=99),
        name=row.phrase("name"),
        definition=row.phrase("definition"),
        response=_target(row, "response", calendars),
        resolution=_target(row, "resolution", calendars),
        ping_all=row.flag("ping_all"),
        clause=row.clause(),
        assumed=row.is_assumed(),
    )


def _target(row: Table, key: str, calendars: Mapping[str, Calendar]) -> Target | None:
    table = row.optional_table(key)
    if table is None:
        return None
    duration = table.duration("time")
    target = Target(duration, _calendar_name(table, duration.kind, calendars), table.clause(), table.is_assumed())
    if not target.clause and not target.assumed:
        table.problem("clause", 'is missing; give the clause such as "6.3", or write assumed = true')
    table.done()
    return target


def _calendar_name(table: Table, kind: str, calendars: Mapping[str, Calendar]) -> str | None:
    if kind == "hours" and "calendar" not in table:
        return None
    if "calendar" not in table:
        known = ", ".join(f'"{name}"' for name in calendars)
        table.problem("calendar", f"is missing; {kind} need one of {known}")
        return None
    return table.one_of("calendar", list(calendars))


def _silence(silence: Table, key: str, calendars: Mapping[str, Calendar]) -> Silence | None:
    table = silence.optional_table(key)
    if table is None:
        return None
    after = table.duration("after", civil=True)
    name = _calendar_name(table, after.kind, calendars)
    found = Silence(after, table.clause(), table.span("remind_before"), name, table.is_assumed())
    table.assume("remind_before")
    if not found.clause and not found.assumed:
        table.problem("clause", 'is missing; give the clause such as "4.9", or write assumed = true')
    table.done()
    return found


def _attachments(row: Table) -> AttachmentRules:
    kinds = row.table("kinds")
    names = {kind: kinds.words(kind) for kind in kinds.free_keys()}
    for kind in names:
        if kind not in FILE_KINDS:
            kinds.problem(kind, f"no such kind of content; known are {', '.join(FILE_KINDS)}")
    ours = frozenset(row.words("assumed_kinds", allowed=list(names)))
    for kind in ours:
        kinds.assume(kind)
    rules = AttachmentRules(
        clause=row.clause(),
        kinds=MappingProxyType(names),
        assumed=ours,
        only_inside_archive=row.words("only_inside_archive", allowed=FILE_KINDS),
        archives=row.words("archives", allowed=("zip", "rar")),
        archive_members=row.words("archive_members", allowed=FILE_KINDS),
        max_size_bytes=row.whole("max_size_bytes", low=1, high=52_428_800),
        max_count=row.whole("max_count", low=0, high=100),
    )
    row.done()
    return rules


def _door(row: Table, key: str) -> Door:
    if key not in ("chat", "email", "phone"):
        row.problem("key", f'"{key}" must be one of chat, email, phone')
    return Door(key, row.clause(), row.is_assumed())


def _names(table: Table, demanded: tuple[str, ...]) -> Mapping[str, Text]:
    names = MappingProxyType({key: table.phrase(key) for key in demanded})
    table.done()
    return names


def _contacts(table: Table) -> Mapping[str, str | Text]:
    return {key: table.phrase(key) if table.is_table(key) else table.text(key) for key in table.free_keys()}


def _consent(row: Table, contacts: Mapping[str, str | Text]) -> Consent:
    """The consent with {operator} and {email} filled in from the contacts."""
    filled = {}
    for language, words in row.phrase("text").words.items():
        for key in re.findall(r"\{(\w*)\}", words):
            if key not in contacts:
                row.problem(f"text.{language}", f"{{{key}}} must be one of the contacts: {', '.join(contacts)}")
            contact = contacts.get(key, "")
            words = words.replace(f"{{{key}}}", contact if isinstance(contact, str) else contact.in_(language))
        filled[language] = words.strip()
    return Consent(row.text("version"), Text(filled))


def _ours(top: Table) -> tuple[str, ...]:
    """The file's own list of further values that the source does not give, by their paths."""
    paths = top.words("assumed") if "assumed" in top else ()
    for path in paths:
        if not top.has_path(path):
            top.problem("assumed", f'"{path}" is no key of this file')
    return paths


def _clauses(table: Table) -> Mapping[str, str]:
    for rule in table.free_keys():
        if rule not in RULES:
            table.problem(rule, f"no rule is called so; there are {', '.join(sorted(RULES))}")
    return {rule: table.text(rule, right='a clause such as "4.9"') for rule in table.free_keys()}


def _free(table: Table, build: Callable[[Table], _T]) -> dict[str, _T]:
    built: dict[str, _T] = {}
    for name in table.free_keys():
        if not re.fullmatch(_NAME, name):
            table.problem(name, "must be a short name of a-z, 0-9 and _")
        row = table.table(name)
        built[name] = build(row)
        row.done()
    return built


def _assumed(top: Table, key: str, read: Callable[[Table], _T]) -> _T | None:
    table = top.optional_table(key)
    if table is None:
        return None
    value = read(table)
    table.clause()
    table.is_assumed()
    table.done()
    return value
