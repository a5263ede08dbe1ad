"""Card keys: the buttons under a card, with the moves that are possible now and no others."""

from __future__ import annotations

from aiogram.types import CopyTextButton, DisabledButton, InlineKeyboardButton, InlineKeyboardMarkup

from domain.ports import Desk, TimerKind
from domain.rules import UNNUMBERED
from domain.terms import Conduct, Decision
from domain.ticket import ABUSE, NO_LEVEL, Status, Ticket
from domain.usecases.confide import unseen
from domain.usecases.staff import MEANS
from handlers.callbacks import TicketButton
from handlers.view.blocked import block_row
from handlers.view.clauses import clause_words
from handlers.view.customers import customer_rows, suspension_row
from handlers.view.letter_staff import address_row, copy_rows, raw_row
from handlers.view.outside import outside_row
from handlers.view.say import button, rows, shortened
from handlers.view.standing import priority
from handlers.view.summary import back_words
from handlers.view.words import _, language
from handlers.view.work_keys import work_rows

PAGE = 8
"""Items of a choice shown at a time."""


def card_keyboard(desk: Desk, ticket: Ticket) -> InlineKeyboardMarkup | None:
    """The moves that are possible now; the seldom ones behind «More…»."""
    lines: list[list[InlineKeyboardButton]] = []
    if ticket.allows("take"):
        lines.append([staff_button(ticket, "take", _("Take it"), "primary")])
    elif ticket.assignee_name and ticket.is_open:
        lines.append([taken_button(ticket)])
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
    if NO_LEVEL in ticket.marks and ticket.is_open:
        lines.append([staff_button(ticket, "level", _("Confirm the level"))])
    lines += [[secret_button(ticket, one.n)] for one in unseen(desk, ticket)[:1]]
    if ticket.allows("resume"):
        lines.append([staff_button(ticket, "resume", _("Resume"), "primary")])
    last = [staff_button(ticket, "hold", _("Put off"))] if ticket.allows("hold") else []
    last += [staff_button(ticket, "refuse", _("Refuse"))] if ticket.allows("refuse") else []
    last += [staff_button(ticket, "more", _("More…"))] if rare_moves(desk, ticket) else []
    last += [number_button(ticket)] if last else []
    lines.append(last)
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
    lines += customer_rows(desk, ticket)
    lines = [line for line in lines if line]
    return rows(*lines) if lines else None


def priorities_keyboard(ticket: Ticket) -> InlineKeyboardMarkup:
    """All priorities, to choose one."""
    lines = [
        [button(p.name.in_(language()), TicketButton(number=ticket.number, verb="priority", value=p.key))]
        for p in ticket.regulation.priorities
    ]
    return rows(*lines, [staff_button(ticket, "card", _("« Back"))])


def rare_moves(desk: Desk, ticket: Ticket) -> list[list[InlineKeyboardButton]]:
    """What is seldom wanted, behind «More…»."""
    answers = [staff_button(ticket, "article", _("Article"))] if ticket.allows("article") else []
    answers += [staff_button(ticket, "call", _("Answered by phone"))] if ticket.allows("call") else []
    answers += [staff_button(ticket, "canned", _("Canned answer"))] if ticket.is_open and desk.canned.all() else []
    lines = [answers, address_row(desk, ticket), raw_row(desk, ticket), *copy_rows(desk, ticket)]
    if ticket.allows("ask") and ticket.regulation.demand("secrets"):
        lines.append([staff_button(ticket, "secret", _("Ask for access"))])
    lines.append(outside_row(desk, ticket))
    if scope_buttons(ticket):
        lines.append([staff_button(ticket, "frames", _("Scope"))])
    if ticket.allows("first"):
        words = _("Back to its own turn") if ticket.at_head else _("Out of turn")
        lines.append([staff_button(ticket, "last" if ticket.at_head else "first", words)])
    assign = [staff_button(ticket, "assign", _("Assign"))] if ticket.allows("assign") else []
    assign += [staff_button(ticket, "give_back", _("Give back"))] if ticket.offered_to else []
    lines.append(assign)
    if ticket.is_open and desk.lines.all():
        lines.append([staff_button(ticket, "lines", _("To another line"))])
    lines += work_rows(desk, ticket)
    if ticket.is_open and (ticket.incident_id or desk.incidents.open()):
        lines.append([staff_button(ticket, "incident", _("A failure that hits many"))])
    # What is done to a person, and not to the ticket, comes last.
    lines += [suspension_row(desk, ticket), block_row(desk, ticket)]
    return [line for line in lines if line]


def more_keyboard(desk: Desk, ticket: Ticket) -> InlineKeyboardMarkup:
    """The moves behind «More…»."""
    return rows(*rare_moves(desk, ticket), [staff_button(ticket, "card", back_words())])


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


def means_keyboard(ticket: Ticket) -> InlineKeyboardMarkup:
    """How the answer was given, if not in writing (barier 4.7)."""
    words = {"phone": _("By phone"), "remote": _("By remote access")}
    lines = [[button(words[means], TicketButton(number=ticket.number, verb="call", value=means))] for means in MEANS]
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


def taken_button(ticket: Ticket) -> InlineKeyboardButton:
    """Who holds it, to be seen and not to be pressed (Bot API 10.2: `disabled`)."""
    words = _("Taken by {name}").format(name=shortened(ticket.assignee_name, 40))
    return InlineKeyboardButton(text=words, style="success", disabled=DisabledButton())


def number_button(ticket: Ticket) -> InlineKeyboardButton:
    """The number, to be copied by a touch."""
    return InlineKeyboardButton(text=ticket.number, copy_text=CopyTextButton(text=ticket.number))


def staff_button(ticket: Ticket, verb: str, words: str, style: str | None = None) -> InlineKeyboardButton:
    """A button for staff on a ticket."""
    return button(words, TicketButton(number=ticket.number, verb=verb), style)
