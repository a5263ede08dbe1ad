"""Regulation: loads a preset and checks it; refuses nonsense by naming the file, the key, and what would be right.

A preset is data (`regulations/*.toml`), each value with its clause beside it. A broken one is never half applied:
all its problems are told at once, and there is no regulation.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

from domain.answers import Field, Text
from domain.durations import Duration
from domain.read_desk import (
    read_clauses,
    read_completion,
    read_conduct,
    read_demands,
    read_door,
    read_names,
    read_other_way,
    read_protected,
    read_quality,
    read_queue,
    read_reasons,
    read_retention,
    read_scope_item,
)
from domain.read_intake import (
    read_attachments,
    read_consent,
    read_contacts,
    read_fields,
    read_group,
    read_impact,
    read_kind,
)
from domain.read_time import read_calendars, read_priorities, read_silence, read_target_rows
from domain.reading import RegulationError, Table
from domain.rulebook import Regulation
from domain.sla import Target
from domain.terms import RESOLUTIONS, STATUSES, AttachmentRules, Consent, Impact, Kind, Priority, Reason, Silence
from domain.worktime import Calendar

__all__ = [
    "AttachmentRules",
    "Calendar",
    "Consent",
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
NEEDED = ("ru", "en")
"""Languages that every text of every regulation must have."""
LANGUAGES = (*NEEDED, "kk")
"""Languages that a text may have; texts that come with the desk have them all, others fall back to Russian."""


def shipped() -> list[str]:
    """The names of the presets that come with the desk."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load(name_or_path: str | Path) -> Regulation:
    """The preset of that name, or the one in that file; RegulationError if there is none or it has problems."""
    return _preset(str(name_or_path)) if name_or_path in shipped() else _read(Path(name_or_path))


@cache
def _preset(name: str) -> Regulation:
    """What comes with the desk does not change while it runs."""
    return _read(FOLDER / f"{name}.toml")


def _read(path: Path) -> Regulation:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise RegulationError([f"{path}: must be a text in UTF-8"]) from None
    except (OSError, ValueError):
        known = ", ".join(shipped())
        raise RegulationError([f"{path}: cannot be read; write a file's path, or a preset's name: {known}"]) from None
    if path.parent == FOLDER:
        return loads(text, file=path.name, languages=LANGUAGES)
    return loads(text, file=str(path))


def loads(text: str, *, file: str, languages: Sequence[str] = NEEDED) -> Regulation:
    """The regulation in a TOML text; `file` is what problems call it. RegulationError names all problems at once.

    Each text must be there in each of the `languages`; in others that are known it may.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RegulationError([f"{file}: is no TOML: {error}"]) from None
    except RecursionError:
        raise RegulationError([f"{file}: is no TOML: it is nested too deep"]) from None
    problems: list[str] = []
    top = Table(values, file=file, problems=problems, languages=languages, known=LANGUAGES)
    regulation = _regulation(top, text)
    top.done()
    if problems:
        raise RegulationError(problems)
    return regulation


def _regulation(top: Table, source: str) -> Regulation:
    zone = top.zone("zone")
    calendars = read_calendars(top, zone)
    priorities = read_priorities(top, calendars)
    kinds = top.keyed("kinds", lambda row, key: read_kind(row, key, priorities), optional=True)
    tiers = top.keyed("tiers", read_group, optional=True)
    clients = top.keyed("clients", read_group, optional=True)
    fields = read_fields(top)
    reasons = read_reasons(top, priorities)
    completion, resolution_names = read_completion(top)
    intake, response, rating = (top.optional_table(key) for key in ("intake", "response", "rating"))
    reminders = top.optional_table("reminders")
    silence = top.optional_table("silence")
    effort = top.optional_table("effort")
    contacts = read_contacts(top.table("contacts"))
    regulation = Regulation(
        id=top.text("id", pattern=r"[a-z0-9-]+", right="a short name of a-z, 0-9 and -"),
        version=top.text("version"),
        title=top.phrase("title"),
        valid_from=top.day("valid_from"),
        link=top.text("link", pattern=r"https?://\S+", right="an address that begins with http:// or https://"),
        prefix=top.text("prefix", pattern=r"[A-Z]{2,8}", right="two to eight capital letters A-Z, such as BAR"),
        zone=zone,
        languages=tuple(top.languages),
        calendars=MappingProxyType(calendars),
        fields=fields,
        kinds=kinds,
        kind_first=intake.flag("kind_first") if intake else False,
        impacts=top.keyed("impacts", lambda row, key: read_impact(row, key, priorities), optional=True),
        priorities=priorities,
        priority_kinds=_some(intake, "priority_kinds", [kind.key for kind in kinds]),
        tiers=tiers,
        clients=clients,
        target_rows=read_target_rows(
            top,
            calendars,
            priorities=priorities,
            groups={"tier": tiers, "client": clients, "category": kinds},
        ),
        response_ends="answer" if response and response.one_of("ends", ["taking", "answer"]) == "answer" else "taking",
        statuses=read_names(top.table("statuses"), STATUSES),
        resolutions=read_names(top.table("resolutions"), (*RESOLUTIONS, *resolution_names)),
        completion=completion,
        reasons=reasons,
        scope=top.keyed("scope", read_scope_item, optional=True, pattern=r"[a-z0-9_.-]+"),
        protected=top.keyed("protected", read_protected, optional=True),
        doors=top.keyed("doors", read_door),
        other_ways=top.keyed("other_ways", read_other_way, optional=True),
        silence_after_completed=read_silence(silence, "completed", calendars, zone),
        silence_after_asking=read_silence(silence, "clarification", calendars, zone),
        ask_reminder=reminders.duration("while_asking") if reminders else None,
        ask_reminder_then=_one(reminders, "then", [reason.key for reason in reasons]),
        warn_share=_share(top),
        escalate_every=_every(top),
        attachments=read_attachments(top.table("attachments")),
        queue=read_queue(top, priorities),
        quality=read_quality(top),
        conduct=read_conduct(top, reasons),
        demands=read_demands(top),
        consent=read_consent(top.table("consent"), contacts),
        retention=read_retention(top),
        contacts=contacts,
        rating=_rating(rating),
        low_rating=_low(rating),
        rating_clause=rating.clause() if rating else None,
        effort_at_least=effort.span("at_least") if effort else timedelta(),
        clauses=read_clauses(top.table("clauses")),
        assumed=(),
        source=source,
        digest=hashlib.sha256(source.encode()).hexdigest(),
    )
    for table in (response, rating, reminders, effort):
        if table:
            table.clause()
            table.is_assumed()
    for table in (intake, response, rating, reminders, silence, effort):
        if table:
            table.done()
    return replace(regulation, assumed=tuple(sorted({*top.assumptions, *_ours(top)})))


def _some(table: Table | None, key: str, allowed: Sequence[str]) -> tuple[str, ...]:
    return (table.maybe(key, lambda name: table.words(name, allowed=allowed)) if table else None) or ()


def _one(table: Table | None, key: str, allowed: Sequence[str]) -> str | None:
    return table.maybe(key, lambda name: table.one_of(name, allowed)) if table else None


def _rating(table: Table | None) -> tuple[int, int]:
    """The scale; one to five where the file says nothing."""
    if table is None:
        return 1, 5
    return table.whole("lowest", low=0, high=1), table.whole("highest", low=2, high=10)


def _low(table: Table | None) -> int | None:
    """The highest vote that leads are told of; None: of no vote in particular."""
    return table.maybe("low", lambda key: table.whole(key, low=0, high=10)) if table else None


def _share(top: Table) -> float:
    table = top.optional_table("warning")
    return table.alone(lambda row: row.share("share")) if table else 0.75


def _every(top: Table) -> Duration | None:
    table = top.optional_table("escalation")
    return table.alone(lambda row: row.duration("every")) if table else None


def _ours(top: Table) -> tuple[str, ...]:
    """The file's own list of further values that the source does not give, by their paths."""
    paths = top.words("assumed") if "assumed" in top else ()
    for path in paths:
        if not top.has_path(path):
            top.problem("assumed", f'"{path}" is no key of this file')
    return paths
