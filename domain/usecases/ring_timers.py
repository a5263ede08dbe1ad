"""Ring timers: what is due happens once, in order, after an outage too (barier 4.6, 4.9, 6.3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain.journal import Audience, EntryKind
from domain.notices import Code, Notice
from domain.ports import Desk, Timer, TimerKind
from domain.ticket import Status, Ticket
from domain.usecases.ask import remind
from domain.usecases.block import block_is_over
from domain.usecases.close import after_closing
from domain.usecases.deadlines import call_again, calls_all, unassigned
from domain.usecases.departed import away_rings
from domain.usecases.files import settle
from domain.usecases.fill_words import fill_words
from domain.usecases.from_group import lapse
from domain.usecases.keep_house import keep_house
from domain.usecases.lists_over import close_list
from domain.usecases.mail_comes import mail_is_away
from domain.usecases.now import look_again
from domain.usecases.privacy import say_farewell
from domain.usecases.quality_control import complaint_rings
from domain.usecases.quality_month import tell_month
from domain.usecases.report import report_is_due
from domain.usecases.retention import kept_long_enough
from domain.usecases.summon import opening, waits_for_opening, wrote_meanwhile
from domain.usecases.telling import refresh_card, tell_requester, tell_staff

WARNINGS = {
    TimerKind.WARN_RESPONSE: "response",
    TimerKind.WARN_RESOLUTION: "resolution",
}
BREACHES = {
    TimerKind.BREACH_RESPONSE: "response",
    TimerKind.BREACH_RESOLUTION: "resolution",
}


def ring_timers(desk: Desk) -> int:
    """Ring what is due, oldest first; returns how many rang, 0 when nothing is due any more."""
    due = desk.timers.due(desk.now())
    for timer in due:
        desk.timers.rang(timer)
        _ring(desk, timer)
    return len(due)


def next_ring(desk: Desk) -> datetime | None:
    """When the next timer rings (UTC)."""
    return desk.timers.next_at()


def _ring(desk: Desk, timer: Timer) -> None:
    if timer.kind == TimerKind.ALBUM:
        settle(desk, timer.subject)
        return
    if timer.kind == TimerKind.FROM_GROUP:
        lapse(desk, timer.subject)
        return
    if timer.kind in (TimerKind.COMPLAINT, TimerKind.COMPLAINT_WARN):
        complaint_rings(desk, timer.subject, warns=timer.kind == TimerKind.COMPLAINT_WARN)
        return
    if timer.kind == TimerKind.BLOCK_OVER:
        block_is_over(desk, timer.subject)
        return
    if timer.kind == TimerKind.HOUSEKEEPING:
        keep_house(desk)
        return
    if timer.kind == TimerKind.FAREWELL:
        say_farewell(desk, timer.subject)
        return
    if timer.kind in (TimerKind.EXPORT, TimerKind.OPEN_LIST) or timer.kind.startswith(f"{TimerKind.HELPED}:"):
        return
    if timer.kind == TimerKind.LIST:
        close_list(desk, timer.subject)
        return
    if timer.kind == TimerKind.QUALITY:
        tell_month(desk, timer)
        return
    if timer.kind == TimerKind.MAIL_AWAY:
        mail_is_away(desk, timer)
        return
    if timer.kind == TimerKind.NOW:
        look_again(desk, timer)
        return
    if timer.kind == TimerKind.WORDS:
        fill_words(desk, str(timer.facts.get("after", "")))
        return
    if timer.kind == TimerKind.REPORT:
        report_is_due(desk, timer)
        return
    if timer.kind == TimerKind.OPENING:
        opening(desk, timer)
        return
    if timer.kind == TimerKind.AWAY:
        away_rings(desk, timer.subject)
        return
    ticket = desk.tickets.get(timer.subject)
    if timer.kind == TimerKind.CLOSE:
        _close(desk, ticket)
    elif timer.kind == TimerKind.CLOSE_REMINDER:
        _remind_of_closing(desk, ticket)
    elif timer.kind == TimerKind.ASK_REMINDER:
        _remind_of_question(desk, ticket)
    elif timer.kind == TimerKind.RETENTION:
        kept_long_enough(desk, ticket, timer.facts.get("why", "kept"))
    elif timer.kind == TimerKind.ESCALATE:
        _escalate(desk, ticket, timer)
    elif timer.kind == TimerKind.MORNING:
        wrote_meanwhile(desk, timer)
    elif timer.kind in WARNINGS or timer.kind in BREACHES:
        _deadline(desk, ticket, timer)


def _close(desk: Desk, ticket: Ticket) -> None:
    """Silence closes it, stamped with the instant the regulation names (barier 4.9)."""
    if ticket.close_due is None or ticket.close_due > desk.now():
        return
    if ticket.status is Status.COMPLETED:
        after_closing(desk, ticket, ticket.close_by_silence())
    elif ticket.status is Status.CLARIFICATION:
        done = [e.kind for e in desk.journal.of(ticket.number) if e.audience is Audience.PUBLIC]
        after_closing(desk, ticket, ticket.close_by_silence(), done=done)


def _remind_of_closing(desk: Desk, ticket: Ticket) -> None:
    asked = ticket.status is Status.CLARIFICATION
    silence = ticket.regulation.silence_after_asking if asked else ticket.regulation.silence_after_completed
    if ticket.status not in (Status.COMPLETED, Status.CLARIFICATION) or ticket.close_due is None or silence is None:
        return
    facts = {"closes": ticket.close_due.isoformat(), "clause": silence.clause, "asked": asked}
    entry = ticket.record(desk.now(), EntryKind.REMINDED, facts)
    tell_requester(desk, ticket, Notice(Code.SILENCE_REMINDER, facts), entry)


def _remind_of_question(desk: Desk, ticket: Ticket) -> None:
    if ticket.status is not Status.CLARIFICATION:
        return
    asked = (EntryKind.QUESTION, EntryKind.PAID_OFFERED)
    question = [e for e in desk.journal.of(ticket.number) if e.kind in asked][-1]
    cited = question.facts.get("clause") if question.facts.get("in_confidence") else ticket.regulation.clause("ask")
    facts: dict[str, Any] = {"clause": cited, "text": question.facts.get("text", "")}
    if question.facts.get("lines"):
        facts["lines"] = question.facts["lines"]
    if question.kind is EntryKind.PAID_OFFERED:
        facts["offer"] = question.n
    if question.facts.get("in_confidence"):
        facts["in_confidence"] = True
    entry = ticket.record(desk.now(), EntryKind.REMINDED, {"clause": facts["clause"]})
    tell_requester(desk, ticket, Notice(Code.ASK_REMINDER, facts), entry)
    remind(desk, ticket)


def _escalate(desk: Desk, ticket: Ticket, timer: Timer) -> None:
    """All staff are called again until somebody takes it, and the leads to name somebody (barier 6.3, priority 1); or else
    the leads alone (intervale 5.6). Each call is on record with its number."""
    if ticket.assignee_id is None and ticket.is_open and not waits_for_opening(desk, ticket, timer):
        step = int(timer.facts.get("step", 1))
        all_of_them = calls_all(ticket)
        clause = ticket.regulation.clause("response" if all_of_them else "assignee")
        due = ticket.response_due
        facts = {"target": "taking", "due": due.isoformat() if due else None, "clause": clause}
        ticket.record(desk.now(), EntryKind.WARNED, facts | {"step": step})
        notice = Notice(Code.PING, {"again": True, "step": step}) if all_of_them else Notice(Code.BREACH, facts)
        tell_staff(desk, ticket, notice)
        call_again(desk, ticket, step=step + 1)


def _deadline(desk: Desk, ticket: Ticket, timer: Timer) -> None:
    """Three quarters of the time are gone: the assignee is asked for cause and expected time. Or all of it: the lead is told.

    A response that is late while nobody holds the ticket calls the leads to name somebody (intervale 5.6). Nobody is
    called while the desk is shut: it rings when it opens.
    """
    if waits_for_opening(desk, ticket, timer):
        return
    kind = timer.kind
    ticket.rung = [*ticket.rung, kind]
    warns = kind in WARNINGS
    target = WARNINGS[kind] if warns else BREACHES[kind]
    due = ticket.response_due if target == "response" else ticket.resolution_due
    unheld = kind == TimerKind.BREACH_RESPONSE and unassigned(ticket)
    clause = ticket.regulation.clause("assignee" if unheld else "late")
    facts = {"target": "taking" if unheld else target, "due": due.isoformat() if due else None, "clause": clause}
    ticket.record(desk.now(), EntryKind.WARNED if warns else EntryKind.BREACHED, facts)
    tell_staff(desk, ticket, Notice(Code.WARNING if warns else Code.BREACH, facts))
    if unheld and not desk.timers.is_set(ticket.number, TimerKind.ESCALATE):
        call_again(desk, ticket)
    refresh_card(desk, ticket)
