"""Preset: a regulation as a person reads it in a terminal, each value with its clause or marked as assumed."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from domain.regulation import Calendar, Regulation, Target

ASSUMED = "[yellow]assumed[/]"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def show(regulation: Regulation, console: Console, language: str = "en") -> None:
    """Print the whole preset."""
    _head(regulation, console, language)
    for table in (
        _calendars(regulation),
        _fields(regulation, language),
        _kinds(regulation, language),
        _priorities(regulation, language),
        _targets(regulation, language),
        _silence(regulation),
        _endings(regulation, language),
        _rules(regulation, language),
        _scope(regulation, language),
        _attachments(regulation),
        _retention(regulation),
        _reasons(regulation, language),
        _other_ways(regulation, language),
    ):
        if table.row_count:
            console.print()
            console.print(table)
    console.print()
    console.print(f"{ASSUMED} (not in the source, ours): {', '.join(map(escape, regulation.assumed)) or 'nothing'}")


def _head(regulation: Regulation, console: Console, language: str) -> None:
    console.print(f"[bold]{escape(regulation.title.in_(language))}[/]")
    console.print(
        f"{regulation.id}, version {regulation.version}, valid from {regulation.valid_from}, {regulation.link}"
    )
    console.print(f"Numbers {regulation.number(1)}, time in {regulation.zone}, SHA-256 {regulation.digest[:12]}…")
    doors = (
        f"{door.key}{'' if door.registers else ', advice only'} ({source(door.clause, door.assumed)})"
        for door in regulation.doors
    )
    console.print(f"Doors: {', '.join(doors)}")


def _calendars(regulation: Regulation) -> Table:
    table = _table("Calendars", "Name", "Open", "Days off", "A working day", "Clause")
    for name, calendar in regulation.calendars.items():
        off = calendar.days_off
        known = f"{off.country.upper()} {min(off.official)}-{max(off.official)}" if off and off.official else "none"
        length = f"{calendar.day_length / 3600:g} h" if calendar.day_length else "-"
        table.add_row(name, _week(calendar), known, length, source(calendar.clause, calendar.assumed))
    return table


def _fields(regulation: Regulation, language: str) -> Table:
    table = _table("What the intake asks", "Field", "Label", "Kind", "Length", "Needed", "Clause")
    for field in regulation.fields:
        table.add_row(
            field.key,
            escape(field.label.in_(language)),
            field.kind,
            f"{field.min_length}-{field.max_length}",
            "yes" if field.required else "no",
            source(field.clause, field.assumed),
        )
    return table


def _kinds(regulation: Regulation, language: str) -> Table:
    table = _table("What it is about, and the priority proposed", "Question", "Answer", "Priority", "Clause")
    for question, answers in (("kind", regulation.kinds), ("impact", regulation.impacts)):
        for answer in answers:
            proposed = answer.priority or ("by impact" if regulation.impacts else "-")
            table.add_row(question, escape(answer.label.in_(language)), proposed, source(answer.clause, answer.assumed))
    return table


def _priorities(regulation: Regulation, language: str) -> Table:
    table = _table("Priorities", "Priority", "Name", "Response", "Resolution", "Clause")
    for priority in regulation.priorities:
        table.add_row(
            priority.key,
            escape(priority.name.in_(language)),
            _target(priority.response),
            _target(priority.resolution),
            source(priority.clause, priority.assumed),
        )
    return table


def _targets(regulation: Regulation, language: str) -> Table:
    table = _table("Targets by tier, client and category", "Tier", "Client", "Category", "Response", "Resolution")
    for row in regulation.target_rows:
        named = (row.tier or "any", row.client or "any", row.category or "any")
        blank = ("any" if things else "-" for things in (regulation.tiers, regulation.clients, regulation.kinds))
        shown = (name if name != "any" else none for name, none in zip(named, blank, strict=True))
        table.add_row(*shown, _target(row.targets.response), _target(row.targets.resolution))
    return table


def _endings(regulation: Regulation, language: str) -> Table:
    table = _table("States and endings", "What", "Words", "Mark")
    for key, words in regulation.statuses.items():
        mark = ASSUMED if {"statuses", f"statuses.{key}"} & set(regulation.assumed) else "-"
        table.add_row(f"state {key}", escape(words.in_(language)), mark)
    for key, words in regulation.resolutions.items():
        mark = ASSUMED if {"resolutions", f"resolutions.{key}"} & set(regulation.assumed) else "-"
        table.add_row(f"ending {key}", escape(words.in_(language)), mark)
    return table


def _rules(regulation: Regulation, language: str) -> Table:
    """What the desk does beyond hours and targets."""
    table = _table("Further rules", "Rule", "What", "Clause")
    done = regulation.completion
    what = ("closes at once; " if done.closes else "") + f"brought back by {done.returned_by}"
    what += "; may be opened again" if done.reopen else ""
    table.add_row("completing", what, source(done.clause, done.assumed))
    ends = "taking, or setting the priority" if regulation.response_ends == "taking" else "the first answer alone"
    table.add_row("response ends by", ends, source(regulation.clause("response"), assumed=False))
    queue = regulation.queue
    order = "priority, then receipt" if queue.by == "priority" else "receipt"
    order += f"; first {', '.join(queue.first)}" if queue.first else ""
    order += f"; first of all: {escape(queue.head.ask.in_(language))}" if queue.head else ""
    table.add_row("queue", order, source(queue.clause, queue.assumed))
    low, high = regulation.rating
    rating = source(regulation.rating_clause, not regulation.rating_clause)
    table.add_row("rating", f"{low}-{high}", rating + (f", scale {ASSUMED}" if regulation.rating_clause else ""))
    if regulation.effort_at_least:
        least = f"at least {regulation.effort_at_least.total_seconds() / 60:g} minutes per answer"
        table.add_row("effort", least, source(regulation.clause("effort"), assumed=False))
    if quality := regulation.quality:
        where = quality.email or "address from the settings"
        table.add_row(
            "quality control", f"{', '.join(quality.letters)}: {where}", source(quality.clause, quality.assumed)
        )
    if conduct := regulation.conduct:
        lead = ", the lead is told" if conduct.tell_lead else ""
        table.add_row("conduct", f"refused as {conduct.reason}{lead}", source(conduct.clause, conduct.assumed))
    for demand in regulation.demands.values():
        table.add_row(demand.key, escape(demand.text.in_(language)), source(demand.clause, demand.assumed))
    for item in regulation.protected:
        table.add_row("owner only", escape(item.label.in_(language)), source(item.clause, item.assumed))
    for group, things in (("tier", regulation.tiers), ("client", regulation.clients)):
        for thing in things:
            name = f"{thing.key}: {escape(thing.label.in_(language))}" + (
                ", unless known otherwise" if thing.default else ""
            )
            table.add_row(group, name, source(thing.clause, thing.assumed))
    return table


def _scope(regulation: Regulation, language: str) -> Table:
    table = _table("What is solved", "Key", "Decision", "What", "Clause")
    for item in regulation.scope:
        words = escape(item.text.in_(language)) + (" (with an article)" if item.article else "")
        words += f" (to whom: {escape(item.addressee.in_(language))})" if item.addressee else ""
        table.add_row(item.key, item.decision.replace("_", " "), words, source(item.clause, item.assumed))
    return table


def _other_ways(regulation: Regulation, language: str) -> Table:
    table = _table("Other ways, shown with the contacts", "Way", "Address", "Clause")
    for way in regulation.other_ways:
        table.add_row(escape(way.label.in_(language)), way.address or "-", source(way.clause, way.assumed))
    return table


def _silence(regulation: Regulation) -> Table:
    table = _table("When nobody answers, and when time runs out", "What", "When", "Clause")
    for name, silence in (
        ("closed after completion", regulation.silence_after_completed),
        ("closed after a question", regulation.silence_after_asking),
    ):
        if silence is not None:
            reminder = silence.remind_before.total_seconds() / 3600
            when = f"after {silence.after}, reminder {reminder:g} h before"
            table.add_row(name, when, source(silence.clause, silence.assumed))
        else:
            table.add_row(name, "never", "-")
    asking = f"every {regulation.ask_reminder}" if regulation.ask_reminder else "never"
    table.add_row("reminder of a question", asking, ASSUMED if "reminders" in regulation.assumed else "-")
    warning = f"at {regulation.warn_share:.0%} of the time"
    table.add_row("warning to staff", warning, ASSUMED if "warning" in regulation.assumed else "-")
    if regulation.escalate_every:
        call = f"every {regulation.escalate_every} until taken"
        table.add_row("first priority called again", call, ASSUMED if "escalation" in regulation.assumed else "-")
    return table


def _attachments(regulation: Regulation) -> Table:
    rules = regulation.attachments
    table = _table("Attachments", "What", "Value", "Clause")
    for kind, extensions in rules.kinds.items():
        table.add_row(
            kind,
            ", ".join(extensions),
            source(rules.clause, kind in rules.assumed or "attachments" in regulation.assumed),
        )
    table.add_row(
        "only inside an archive",
        ", ".join(rules.only_inside_archive) or "-",
        source(rules.clause, assumed=not rules.clause),
    )
    for name, value in (
        ("size", f"{rules.max_size_bytes / 1e6:g} MB each"),
        ("number", f"{rules.max_count} per ticket"),
    ):
        key = {"size": "attachments.max_size_bytes", "number": "attachments.max_count"}[name]
        table.add_row(name, f"at most {value}", source(rules.clause, key in regulation.assumed or not rules.clause))
    return table


def _retention(regulation: Regulation) -> Table:
    table = _table("What is kept of people, then deleted", "What", "How long", "Clause")
    kept = regulation.retention
    for name, term in (
        ("personal data of a request", f"{kept.personal_data} after it is closed"),
        ("what was begun and not sent", str(kept.drafts)),
        ("notes on messages", str(kept.messages)),
        ("updates that failed", str(kept.quarantine)),
    ):
        table.add_row(name, term, source(kept.clause, kept.assumed))
    return table


def _reasons(regulation: Regulation, language: str) -> Table:
    table = _table("Reasons for postponing or refusing", "Reason", "Words", "Clause")
    for reason in regulation.reasons:
        table.add_row(reason.key, escape(reason.text.in_(language)), source(reason.clause, not reason.clause))
    return table


def source(clause: str | None, assumed: bool) -> str:
    """The clause, or the mark that there is none."""
    return ASSUMED if assumed else clause or "-"


def _table(title: str, *columns: str) -> Table:
    table = Table(*columns, title=title, title_justify="left", title_style="bold", header_style="dim")
    table.columns[-1].no_wrap = True
    return table


def _target(target: Target | None) -> str:
    if target is None:
        return "-"
    norm = ", no promise" if target.norm else ""
    return f"{target.duration} ({source(target.clause, target.assumed)}{norm})"


def _week(calendar: Calendar) -> str:
    """Mon-Fri 09:00-18:00; days with the same hours together."""
    runs: list[tuple[list[str], str]] = []
    for day, hours in zip(DAYS, calendar.weekly, strict=True):
        text = _hours(hours)
        if runs and runs[-1][1] == text:
            runs[-1][0].append(day)
        else:
            runs.append(([day], text))
    named = ((days[0] if len(days) == 1 else f"{days[0]}-{days[-1]}", text) for days, text in runs if text)
    return ", ".join(f"{days} {text}" for days, text in named)


def _hours(intervals: Iterable[tuple[int, int]]) -> str:
    def point(seconds: int) -> str:
        return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"

    return " ".join(f"{point(begin)}-{point(end)}" for begin, end in intervals)
