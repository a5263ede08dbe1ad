"""What a sheet of the journal is made of, whichever form it has: a heading, and rows."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Protocol

from babel.dates import format_time

from domain.extract import Extract, Part, Period
from domain.ports import Desk
from handlers.view.journal_form import Line, columns, head, told_lines
from handlers.view.times import day, zone_name
from handlers.view.words import _, language, ngettext, speaking


class Heading(NamedTuple):
    """What stands above the table: what it is, of which regulation, period and time zone, and when it was made."""

    title: str
    facts: tuple[str, ...]
    columns: Line
    language: str
    empty: str
    """What is said where there is nothing to show."""
    page: str
    """«Page {n} of {all}»."""


class Row(NamedTuple):
    """One line of the form. `again`: what holds for the whole request, for where a row must be understood by itself."""

    line: Line
    again: Line
    begins: bool
    number: str

    @property
    def by_itself(self) -> Line:
        """The line, with the priority, the organization and the number of its request."""
        return self.line if self.begins else self.again._replace(status=self.line.status, progress=self.line.progress)


class Sheet(Protocol):
    """A sheet that is being written."""

    def add(self, rows: list[Row]) -> None:
        """Write these next."""

    def close(self) -> None:
        """There are no more."""


def heading(desk: Desk, wanted: Extract, spoken: str, tickets: int, entries: int, now: datetime) -> Heading:
    """What stands above an extract."""
    with speaking(spoken):
        rules = desk.regulation
        whose = desk.customers.get(wanted.organization_id).name if wanted.organization_id else wanted.number
        local = now.astimezone(rules.zone)
        facts = [
            _("Regulation: {title}, version {version}").format(
                title=rules.title.in_(language()), version=rules.version
            ),
            _("Entries dated: {period}").format(period=period_words(wanted.period)),
            _("Time zone: {zone}").format(zone=f"{zone_name(rules)}, {rules.zone.key}"),
            amount(tickets, entries),
            _("Made: {day}, {at}").format(day=day(local.date()), at=format_time(local, "HH:mm", locale=language())),
        ]
        title = _("Journal of requests")
        return Heading(
            f"{title}: {whose}" if whose else title,
            tuple(facts),
            columns(),
            language(),
            _("Nothing was entered in this time."),
            _("Page {n} of {all}"),
        )


def rows_of(desk: Desk, wanted: Extract, part: Part, spoken: str) -> list[Row]:
    """One part of an extract, as rows."""
    with speaking(spoken):
        found = []
        for told in desk.journal.part(wanted, part):
            priority, organization, _text, _contacts = head(told)
            number = told.ticket.number
            again = Line(priority, organization, number, "", "", "")
            for n, line in enumerate(told_lines(told)):
                found.append(Row(line, again, told.begins and n == 0, number))
        return found


def period_words(period: Period | None) -> str:
    """«1 октября 2026 — 31 октября 2026»."""
    if period is None:
        return _("all of them")
    if period.first == period.last:
        return day(period.first)
    return f"{day(period.first)} — {day(period.last)}"


def amount(tickets: int, entries: int) -> str:
    """«45 заявок, 312 записей»."""
    parts = [
        ngettext("{n} request", "{n} requests", tickets).format(n=tickets),
        ngettext("{n} entry", "{n} entries", entries).format(n=entries),
    ]
    return ", ".join(parts)
