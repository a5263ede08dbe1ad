"""Cards: a ticket as staff see it in their group, with the moves that are possible now and no others."""

from __future__ import annotations

from datetime import datetime
from html import escape

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.draft import FileState
from domain.notices import BOTH_WAYS, Fate
from domain.ports import Desk, TimerKind
from domain.terms import Conduct
from domain.ticket import ABUSE, Status, Ticket
from domain.usecases.confide import unseen
from domain.usecases.telling import CHAT, MAIL
from handlers.callbacks import TicketButton
from handlers.view.errors import error_words
from handlers.view.notices import priority, status
from handlers.view.prompts import chosen, clause_words
from handlers.view.say import bold, button, quote, rows, shortened
from handlers.view.times import moment
from handlers.view.words import _, language

DESCRIPTION = 1400
STEPS = 700
HEAD = frozenset({"organization", "name", "position", "phone", "email", "description"})
"""The answers that have their own place on the card; all others follow with their labels."""


def card(desk: Desk, ticket: Ticket) -> str:
    """The whole ticket on one card."""
    rules = ticket.regulation
    answers = {key: escape(shortened(value, 200)) for key, value in ticket.answers.items()}
    lines = [
        f"{bold(ticket.number)} · {escape(status(ticket))}",
        _priority_line(ticket),
        *deadlines(ticket, desk.now()),
        _assignee(ticket),
        "",
        bold(ticket.answers["organization"]) if ticket.answers.get("organization") else None,
        ", ".join(filter(None, [answers.get("name"), answers.get("position")])),
        " · ".join(filter(None, [answers.get("phone"), _email(desk, ticket)])),
        *chosen(rules, ticket.kind, ticket.impact),
        quote(shortened(ticket.answers.get("description", ""), DESCRIPTION)),
    ]
    for field in rules.fields:
        if field.key not in HEAD and ticket.answers.get(field.key):
            answer = shortened(ticket.answers[field.key], STEPS)
            label = bold(field.label.in_(language()))
            lines.append(f"{label}:\n{quote(answer)}" if field.kind == "long" else f"{label}: {escape(answer)}")
    kept = [f for f in desk.files.of_ticket(ticket.number) if f.state is FileState.KEPT and not f.by_staff]
    if kept:
        lines.append(_("Attachments: {n}").format(n=len(kept)))
    lines += _warnings(desk, ticket)
    if ticket.rating:
        lines.append(_("Rating: {stars}").format(stars="★" * ticket.rating + "☆" * (5 - ticket.rating)))
    lines.append(fates(desk, ticket))
    if ticket.is_open:
        lines.append(_("Reply to this message: the requester gets it. Begin with // and it stays among us."))
    return "\n".join(line for line in lines if line is not None)


def _warnings(desk: Desk, ticket: Ticket) -> list[str]:
    """What must be seen at a glance, beyond the state."""
    lines = []
    conduct = ticket.regulation.conduct
    if conduct and ABUSE in ticket.marks:
        cited = clause_words(conduct.clause)
        lines.append(_("It seems to hold obscene words or insults{clause}. You decide.").format(clause=cited))
    if unseen(desk, ticket):
        lines.append(_("Sign-in data were received; {name} can look at them once.").format(name=_holder(ticket)))
    return lines


def _holder(ticket: Ticket) -> str:
    return escape(ticket.assignee_name) or _("the assignee")


def _priority_line(ticket: Ticket) -> str | None:
    if not ticket.priority:
        return None
    name = escape(priority(ticket))
    return name if ticket.priority_confirmed else _("{priority}, proposed").format(priority=name)


def deadlines(ticket: Ticket, now: datetime) -> list[str]:
    """Both targets: when they fall due, met, missed, or standing still."""
    rules = ticket.regulation
    response = ticket.response_due
    lines = []
    if ticket.responded_at:
        lines.append(_("Response: given {at}").format(at=moment(ticket.responded_at, rules)))
    elif response:
        late = _(", late") if response < now else ""
        lines.append(_("Response by {at}{late}").format(at=moment(response, rules), late=late))
    due = ticket.resolution_due
    if ticket.completed_at:
        lines.append(_("Completed {at}").format(at=moment(ticket.completed_at, rules)))
    elif ticket.status is Status.ON_HOLD and due is None:
        lines.append(_("Solution: put off, the clock stands"))
    elif ticket.status is Status.CLARIFICATION:
        lines.append(_("Solution: the clock stands"))
    elif due and ticket.is_open:
        late = _(", late") if due < now else ""
        lines.append(_("Solution by {at}{late}").format(at=moment(due, rules), late=late))
    if ticket.promised_at and ticket.is_open:
        lines.append(_("Promised by {at}").format(at=moment(ticket.promised_at, rules)))
    if ticket.status is Status.COMPLETED:
        if ticket.close_due:
            lines.append(_("Silence closes it {at}").format(at=moment(ticket.close_due, rules)))
        else:
            lines.append(_("Silence does not count now"))
    return lines


def _assignee(ticket: Ticket) -> str:
    if ticket.assignee_name:
        return _("Assignee: {name}").format(name=bold(ticket.assignee_name))
    return _("Nobody has taken it yet")


def _email(desk: Desk, ticket: Ticket) -> str:
    if not ticket.email:
        return ""
    identity = desk.people.identity(ticket.requester_id, MAIL, ticket.email)
    proved = identity is not None and identity.proved_at is not None
    mark = _("proved") if proved else _("not proved")
    return f"{escape(ticket.email)} ({mark})"


def fates(desk: Desk, ticket: Ticket) -> str:
    """What became of what we told the requester: per channel the latest word, and what failed."""
    parts = []
    parcels = [p for p in desk.outbox.of(ticket.number) if p.code in BOTH_WAYS]
    for channel, name in ((CHAT, _("chat")), (MAIL, _("mail"))):
        mine = [p for p in parcels if p.channel == channel and p.fate is not Fate.DROPPED]
        if not mine:
            continue
        failed = [p for p in mine if p.fate is Fate.FAILED]
        doubtful = [p for p in mine if p.uncertain and p.fate is Fate.SENT]
        if failed and failed[-1] is mine[-1]:
            parts.append(
                _("{channel}: not delivered ({error})").format(
                    channel=name, error=escape(error_words(failed[-1].error)[:160])
                )
            )
        elif any(p.fate in (Fate.QUEUED, Fate.SENDING) for p in mine):
            parts.append(_("{channel}: on its way").format(channel=name))
        elif doubtful and doubtful[-1] is mine[-1]:
            parts.append(_("{channel}: delivered, possibly twice").format(channel=name))
        else:
            parts.append(_("{channel}: delivered").format(channel=name))
    return _("Told the requester: {fates}").format(fates="; ".join(parts)) if parts else ""


def card_keyboard(desk: Desk, ticket: Ticket) -> InlineKeyboardMarkup | None:
    """The moves that are possible now."""
    lines: list[list[InlineKeyboardButton]] = []
    if ticket.allows("take"):
        lines.append([staff_button(ticket, "take", _("Take it"), "primary")])
    if ticket.allows("priority"):
        if ticket.priority_confirmed or not ticket.priority:
            lines.append([staff_button(ticket, "priorities", _("Change the priority"))])
        else:
            confirm = TicketButton(number=ticket.number, verb="priority", value=ticket.priority)
            words = _("Confirm: {priority}").format(priority=priority(ticket))
            lines.append([button(words, confirm, "success"), staff_button(ticket, "priorities", _("Another priority"))])
    if ticket.allows("complete"):
        ask = [staff_button(ticket, "ask", _("Ask"))] if ticket.allows("ask") else []
        lines.append([*ask, staff_button(ticket, "complete", _("Complete"))])
    lines += [[secret_button(ticket, one.n)] for one in unseen(desk, ticket)[:1]]
    if ticket.allows("ask") and ticket.regulation.demand("secrets"):
        lines.append([staff_button(ticket, "secret", _("Ask for access"))])
    if ticket.allows("resume"):
        lines.append([staff_button(ticket, "resume", _("Resume"), "primary")])
    if ticket.allows("refuse"):
        put_off = [staff_button(ticket, "hold", _("Put off"))] if ticket.allows("hold") else []
        lines.append([*put_off, staff_button(ticket, "refuse", _("Refuse"))])
    if ticket.allows("refuse") and ticket.regulation.conduct and ABUSE in ticket.marks:
        reason = ticket.regulation.reason(ticket.regulation.conduct.reason)
        words = _("Refuse: {reason}").format(reason=shortened(reason.text.in_(language()), 50))
        lines.append([staff_button(ticket, "conduct", words)])
    if ticket.allows("promise") and set(ticket.rung) & {TimerKind.WARN_RESOLUTION, TimerKind.BREACH_RESOLUTION}:
        lines.append([staff_button(ticket, "promise", _("Cause and new date"))])
    if ticket.status is Status.COMPLETED and ticket.close_due is None:
        lines.append(
            [
                staff_button(ticket, "back", _("Back to work")),
                staff_button(ticket, "count", _("Let silence count")),
            ]
        )
    return rows(*lines) if lines else None


def priorities_keyboard(ticket: Ticket) -> InlineKeyboardMarkup:
    """All priorities, to choose one."""
    lines = [
        [button(p.name.in_(language()), TicketButton(number=ticket.number, verb="priority", value=p.key))]
        for p in ticket.regulation.priorities
    ]
    return rows(*lines, [staff_button(ticket, "card", _("« Back"))])


def reasons_keyboard(ticket: Ticket, move: str) -> InlineKeyboardMarkup:
    """The regulation's reasons, to put off or refuse by one."""
    lines = [
        [
            button(
                f"{reason.clause or ''} {shortened(reason.text.in_(language()), 60)}".strip(),
                TicketButton(number=ticket.number, verb=move, value=reason.key),
            )
        ]
        for reason in ticket.regulation.reasons
    ]
    return rows(*lines, [staff_button(ticket, "card", _("« Back"))])


def conduct_keyboard(ticket: Ticket, conduct: Conduct) -> InlineKeyboardMarkup:
    """The second tap: nobody is refused by a slip of the thumb."""
    sure = TicketButton(number=ticket.number, verb="conduct", value="sure")
    words = _("Yes, refuse{clause}").format(clause=clause_words(ticket.regulation.reason(conduct.reason).clause))
    return rows([button(words, sure, "danger")], [staff_button(ticket, "card", _("« Back"))])


def secret_button(ticket: Ticket, n: int) -> InlineKeyboardButton:
    """What was told in confidence, to be shown to the assignee."""
    return button(_("Show the data (once)"), TicketButton(number=ticket.number, verb="show_secret", value=str(n)))


def resolutions_keyboard(ticket: Ticket) -> InlineKeyboardMarkup:
    """How it ended, where completing closes the ticket at once (gravity 5.1)."""
    rules = ticket.regulation
    lines = [
        [button(rules.resolutions[key].in_(language()), TicketButton(number=ticket.number, verb="complete", value=key))]
        for key in rules.completion.resolutions
    ]
    return rows(*lines, [staff_button(ticket, "card", _("« Back"))])


def staff_button(ticket: Ticket, verb: str, words: str, style: str | None = None) -> InlineKeyboardButton:
    """A button for staff on a ticket."""
    return button(words, TicketButton(number=ticket.number, verb=verb), style)
