"""The statement of hours in words: what stands on the sheet, whether it is printed or calculated with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from domain.answers import Text
from domain.effort import least
from domain.regulation import Regulation
from domain.statement import FIRST_WORDS, Done, Statement
from handlers.view.clauses import clause
from handlers.view.effort import spent
from handlers.view.opening import opening
from handlers.view.standing import erased_words
from handlers.view.times import day, when
from handlers.view.words import _, language

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
"""Of files: what stands before a stroke would be taken for a folder, and lost."""


@dataclass(frozen=True)
class Row:
    """One line of the table; `minutes` may be below nothing in a correction."""

    on: date
    ticket: str
    subject: str
    agent: str
    minutes: int


@dataclass(frozen=True)
class Sums:
    """An amount with its name."""

    name: str
    minutes: int


@dataclass(frozen=True)
class Paper:
    """The whole sheet, in one language: everything but how it is drawn."""

    annex: str
    title: str
    tab: str
    """What the worksheet is called: Excel takes 31 characters."""
    month: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[Sums, ...]
    balance: tuple[Sums, ...]
    empty: str
    notes: tuple[str, ...]
    signs: tuple[str, ...]
    signed: tuple[str, ...]
    foot: str
    sheet: str
    language: str
    name: str
    """Of the file, without its ending."""


def paper(found: Statement, rules: Regulation) -> Paper:
    """The statement as a sheet, in the language that is spoken just now."""
    zone = rules.zone
    operator = rules.contacts.get("operator", "")
    contractor = (operator.in_(language()) if isinstance(operator, Text) else operator) or rules.title.in_(language())
    named = format_date(found.period.first, _("LLLL y"), locale=language())
    rows = tuple(_row(line, rules) for line in found.lines)
    totals = [Sums(_("Altogether"), found.minutes)]
    if found.corrections:
        totals.insert(0, Sums(_("of it corrections of earlier months"), found.corrections))
    upto = found.until.astimezone(zone)
    called = _("statement")
    last = upto.date() if found.runs else found.period.last
    return Paper(
        annex=_("Annex to the act of services no. __________ of “____” ________________ 20____"),
        title=_("Statement of support hours"),
        tab=_("Hours"),
        month=_("for {month}").format(month=named),
        facts=(
            (_("Contractor"), contractor),
            (_("The customer"), found.customer),
            (_("Contract"), _contract(found)),
            (_("Period"), _period(found, rules)),
        ),
        columns=(_("No."), _("Date"), _("Number"), _("What about"), _("Who worked"), _("Minutes"), _("Hours")),
        rows=rows,
        totals=tuple(totals) if rows else (),
        balance=_balance(found, last),
        empty=_("There was no work in this month."),
        notes=_notes(
            rules,
            corrected=any(line.corrects for line in found.lines),
            late=any(row.on < found.period.first for row in rows),
        ),
        signs=(_("Contractor"), _("The customer")),
        signed=(_("signature"), _("surname, initials"), _("seal")),
        foot=f"{found.customer} · {named}",
        sheet=_("sheet {n} of {all}"),
        language=language(),
        name=f"{called}-{found.period.first:%Y-%m}-{_NOT_IN_NAMES.sub('_', found.customer)[:100]}",
    )


def _row(line: Done, rules: Regulation) -> Row:
    subject = opening(line.subject, FIRST_WORDS) or erased_words(line.erased, rules) or "—"
    if line.corrects:
        given = day(line.corrects.astimezone(rules.zone).date())
        subject = _("Correction of the answer of {day}: {subject}").format(day=given, subject=subject)
    return Row(line.at.astimezone(rules.zone).date(), line.ticket, subject, line.agent, line.minutes)


def _contract(found: Statement) -> str:
    since, until = found.term
    parts = [_("no. {number}").format(number=found.contract) if found.contract else ""]
    parts.append(_("from {day}").format(day=day(since)) if since else "")
    parts.append(_("until {day}").format(day=day(until)) if until else "")
    number, *term = parts
    return ", ".join(filter(None, [number, " ".join(filter(None, term))])) or "—"


def _period(found: Statement, rules: Regulation) -> str:
    first, last = found.period.first, found.period.last
    days = f"{first.day}–{day(last)}" if language() == "ru" else f"{day(first)} – {day(last)}"
    if not found.runs:
        return days
    return _("{days}; the month still runs, counted up to {at}").format(days=days, at=when(found.until, rules))


def _balance(found: Statement, last: date) -> tuple[Sums, ...]:
    if found.prepaid is None or found.left is None:
        return ()
    over = found.left < 0
    return (
        Sums(_("Paid for in advance"), found.prepaid),
        Sums(_("Used up to {day}, the whole term").format(day=day(last)), found.used),
        Sums(_("More than was paid for") if over else _("Left"), abs(found.left)),
    )


def _notes(rules: Regulation, *, corrected: bool, late: bool) -> tuple[str, ...]:
    fewest = least(rules)
    lines = [_("Hours are minutes divided by 60, to the hundredth.")]
    if fewest:
        cited = clause(rules.clause("effort"))
        lines.append(
            _("Each answer counts with at least {minutes}{clause}.").format(minutes=spent(fewest), clause=cited)
        )
    if corrected:
        lines.append(_("A correction stands in the month in which it was made; earlier statements stay as they are."))
    if late:
        lines.append(_("Answers of an earlier month stand here because it became known only now whose request it was."))
    return tuple(lines)
