"""Cards: a ticket as staff see it in their group, with the moves that are possible now and no others."""

from __future__ import annotations

from datetime import datetime
from html import escape

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.draft import FileState
from domain.journal import EntryKind
from domain.notices import BOTH_WAYS, Fate
from domain.ports import Desk, TimerKind
from domain.rules import UNNUMBERED
from domain.terms import Decision
from domain.ticket import Status, Ticket
from domain.usecases.offer import last_word
from domain.usecases.queue import SHOWN, place
from domain.usecases.telling import CHAT, MAIL
from handlers.callbacks import TicketButton
from handlers.view.errors import error_words
from handlers.view.notices import handed_on, planned, priority, short_clause, status, target
from handlers.view.prompts import back_words, chosen
from handlers.view.say import bold, button, quote, rows, shortened
from handlers.view.times import moment
from handlers.view.words import _, language

DESCRIPTION = 1400
STEPS = 700
PAGE = 8
HEAD = frozenset({"organization", "name", "position", "phone", "email", "description"})
"""The answers that have their own place on the card; all others follow with their labels."""


def card(desk: Desk, ticket: Ticket) -> str:
    """The whole ticket on one card."""
    rules = ticket.regulation
    answers = {key: escape(shortened(value, 200)) for key, value in ticket.answers.items()}
    lines = [
        f"{bold(ticket.number)} · {escape(' · '.join(filter(None, [status(ticket), _ending(ticket)])))}",
        _priority_line(ticket),
        *deadlines(ticket, desk.now()),
        *_decided(desk, ticket),
        _assignee(ticket),
        _turn(desk, ticket),
        "",
        bold(ticket.answers["organization"]) if ticket.answers.get("organization") else None,
        ", ".join(filter(None, [answers.get("name"), answers.get("position")])) or None,
        " · ".join(filter(None, [answers.get("phone"), _email(desk, ticket)])) or None,
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
    if ticket.rating:
        lines.append(_("Rating: {stars}").format(stars="★" * ticket.rating + "☆" * (5 - ticket.rating)))
    lines.append(fates(desk, ticket))
    if ticket.is_open:
        lines.append(_("Reply to this message: the requester gets it. Begin with // and it stays among us."))
    return "\n".join(line for line in lines if line is not None)


def _ending(ticket: Ticket) -> str:
    """How it ended, by the regulation's word for it."""
    if ticket.is_open or not ticket.resolution:
        return ""
    return ticket.regulation.resolutions[ticket.resolution].in_(language())


def _turn(desk: Desk, ticket: Ticket) -> str | None:
    """Its place among those that nobody has taken, while it is one of the first; and that it goes first."""
    at = place(desk, ticket)
    words = [_("Place in the queue: {n}").format(n=at[0])] if at and at[0] <= SHOWN else []
    if ticket.at_head and ticket.is_open:
        queue = ticket.regulation.queue
        words.append(_("Out of turn{clause}").format(clause=short_clause((queue.head or queue).clause)))
    return " · ".join(words) or None


def _decided(desk: Desk, ticket: Ticket) -> list[str]:
    """Why it was put off and what for; what became of an offer to do it for money."""
    lines: list[str] = []
    rules = ticket.regulation
    if ticket.status is Status.ON_HOLD:
        held = next((e for e in reversed(desk.journal.of(ticket.number)) if e.kind is EntryKind.HELD), None)
        if held is not None and held.facts.get("reason"):
            reason = rules.reason(held.facts["reason"])
            words = f"{reason.text.in_(language()).rstrip('.')}{short_clause(reason.clause)}"
            lines = [words, planned(ticket, held.facts), *handed_on(ticket, held.facts)]
    if rules.scope_of("paid") and ticket.is_open:
        last = last_word(desk, ticket)
        if last is not None and last.kind is EntryKind.PAID_OFFERED:
            lines.append(_("Paid work is offered; no answer yet"))
        elif last is not None:
            lines.append(_("Paid work: agreed") if last.facts.get("agreed") else _("Paid work: declined"))
    return [escape(line) for line in lines if line]


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
        by = _("Response by {at}{late}") if rules.response_ends == "taking" else _("Answer by {at}{late}")
        lines.append(by.format(at=moment(response, rules), late=late))
    due, aim = ticket.resolution_due, target(ticket)
    if ticket.completed_at:
        lines.append(_("Completed {at}").format(at=moment(ticket.completed_at, rules)))
    elif aim is None:
        pass
    elif ticket.status is Status.ON_HOLD and due is None:
        lines.append(_("Solution: put off, the clock stands"))
    elif ticket.status is Status.CLARIFICATION:
        lines.append(_("Solution: the clock stands"))
    elif due and ticket.is_open and aim and aim.norm:
        late = _(", over") if due < now else ""
        usual = _("Usual time: by {at}{late}{clause}")
        lines.append(usual.format(at=moment(due, rules), late=late, clause=short_clause(aim.clause)))
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
        if not ticket.priority:
            lines.append([staff_button(ticket, "priorities", _("Set the priority"))])
        elif ticket.priority_confirmed:
            lines.append([staff_button(ticket, "priorities", _("Change the priority"))])
        else:
            confirm = TicketButton(number=ticket.number, verb="priority", value=ticket.priority)
            words = _("Confirm: {priority}").format(priority=priority(ticket))
            lines.append([button(words, confirm, "success"), staff_button(ticket, "priorities", _("Another priority"))])
    if ticket.allows("complete"):
        ask = [staff_button(ticket, "ask", _("Ask"))] if ticket.allows("ask") else []
        lines.append([*ask, staff_button(ticket, "complete", _("Complete"))])
    if ticket.allows("resume"):
        lines.append([staff_button(ticket, "resume", _("Resume"), "primary")])
    if ticket.allows("refuse"):
        put_off = [staff_button(ticket, "hold", _("Put off"))] if ticket.allows("hold") else []
        more = [staff_button(ticket, "more", _("More…"))] if rare_moves(ticket) else []
        lines.append([*put_off, staff_button(ticket, "refuse", _("Refuse")), *more])
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


def rare_moves(ticket: Ticket) -> list[list[InlineKeyboardButton]]:
    """What is seldom wanted, behind «More…»: each a row."""
    lines: list[list[InlineKeyboardButton]] = []
    if scope_buttons(ticket):
        lines.append([staff_button(ticket, "frames", _("Scope"))])
    if ticket.allows("first"):
        words = _("Back to its own turn") if ticket.at_head else _("Out of turn")
        lines.append([staff_button(ticket, "last" if ticket.at_head else "first", words)])
    return lines


def more_keyboard(ticket: Ticket) -> InlineKeyboardMarkup:
    """The moves behind «More…»."""
    return rows(*rare_moves(ticket), [staff_button(ticket, "card", back_words())])


def scope_buttons(ticket: Ticket) -> list[list[InlineKeyboardButton]]:
    """What is done in a limited way, for money, or by others, as far as it can be said of the ticket now."""
    rules = ticket.regulation
    verbs: tuple[tuple[Decision, str], ...] = (("limited", "limit"), ("paid", "offer"), ("handed_over", "hand_on"))
    lines = []
    for decision, verb in verbs:
        if ticket.allows(verb) and (decision != "handed_over" or rules.scope_reason):
            for item in rules.scope_of(decision):
                data = TicketButton(number=ticket.number, verb=verb, value=item.key)
                lines.append([button(shortened(item.text.in_(language()), 60), data)])
    return lines


def scope_keyboard(ticket: Ticket) -> InlineKeyboardMarkup:
    """The items of the scope that staff may tell the requester of."""
    return rows(*scope_buttons(ticket), [staff_button(ticket, "more", back_words())])


def unsolved_keyboard(ticket: Ticket, page: int = 0) -> InlineKeyboardMarkup:
    """What the scope does not solve, to refuse by one item, a page of eight at a time; or by none of them."""
    items = ticket.regulation.scope_of("not_solved")
    number, pages = ticket.number, -(-len(items) // PAGE)
    page = min(max(page, 0), pages - 1)
    lines = []
    for item in items[page * PAGE : (page + 1) * PAGE]:
        cited = item.cited if item.cited != UNNUMBERED else None
        words = shortened(" ".join(filter(None, [cited, item.text.in_(language())])), 60)
        lines.append([button(words, TicketButton(number=number, verb="unsolved", value=item.key))])
    turn = [
        button(words, TicketButton(number=number, verb="items", value=str(to)))
        for words, to in (("‹", page - 1), ("›", page + 1))
        if 0 <= to < pages
    ]
    none = button(_("None of these"), TicketButton(number=number, verb="unsolved", value="-"))
    return rows(*lines, turn, [none], [staff_button(ticket, "refuse", back_words())])


def reasons_keyboard(ticket: Ticket, move: str) -> InlineKeyboardMarkup:
    """The regulation's reasons, to put off or refuse by one; first its priority, if that alone is a reason (gravity 5.2).

    What waits for a release is put off, not refused (gravity 2.2).
    """
    low = []
    if move == "refuse" and ticket.refusable:
        words = _("{priority} priority, clause {clause}").format(priority=priority(ticket), clause=ticket.refusable)
        low = [[staff_button(ticket, "refuse_low", words)]]
    lines = [
        [
            button(
                f"{'' if reason.clause == UNNUMBERED else reason.clause or ''} {shortened(reason.text.in_(language()), 60)}".strip(),
                TicketButton(number=ticket.number, verb=move, value=reason.key),
            )
        ]
        for reason in ticket.regulation.reasons
        if move == "hold" or "release" not in reason.demands
    ]
    return rows(*low, *lines, [staff_button(ticket, "card", _("« Back"))])


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
