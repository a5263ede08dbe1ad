"""Own: a requester's tickets as they see them: the list, a card each, and the record page by page (insales: history)."""

from __future__ import annotations

from html import escape

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.ports import Desk
from domain.ticket import Status, Ticket
from domain.usecases.look_up import Mine
from handlers.callbacks import LookButton, StartButton, TicketButton
from handlers.view.chat import rating_keyboard
from handlers.view.letters import Paragraph, record
from handlers.view.linked import linked_lines
from handlers.view.pages import paged, pieces, place, turning
from handlers.view.say import bold, button, quote, rows, shortened
from handlers.view.standing import due, priority, status
from handlers.view.summary import chosen
from handlers.view.times import moment, when
from handlers.view.words import _, language

SHORT = 120
DESCRIPTION = 600
ROOM = 3800
"""UTF-16 units of the record on a page; the rest of Telegram's 4096 is for the heading."""


def list_page(mine: Mine) -> tuple[str, InlineKeyboardMarkup]:
    """Number, state, what it is about and when it is due or how it ended; a button each."""
    if not mine.tickets:
        return _("You have no requests yet."), rows([button(_("New request"), StartButton())])
    lines = [bold(_("Your requests"))]
    for ticket in mine.tickets:
        lines += [
            "",
            f"{bold(ticket.number)} · {escape(status(ticket))}",
            escape(about(ticket)),
            escape(ending(ticket)),
        ]
    buttons = [[button(t.number, LookButton(view="card", number=t.number, page=mine.page))] for t in mine.tickets]
    return "\n".join(lines) + place(mine.page, mine.pages), rows(
        *buttons, turning(mine.page, mine.pages, lambda n: LookButton(view="list", page=n))
    )


def about(ticket: Ticket) -> str:
    """What it is about, in a line."""
    words = ticket.answers.get("subject") or ticket.answers.get("description") or ""
    return shortened(" ".join(words.split()), SHORT)


def ending(ticket: Ticket) -> str:
    """When it is due, or how and when it ended."""
    if ticket.status is Status.COMPLETED:
        return _("Answered, awaits your word.")
    if ticket.is_open:
        return due(ticket)
    name = ticket.regulation.resolutions.get(ticket.resolution or "")
    at = moment(ticket.closed_at, ticket.regulation) if ticket.closed_at else ""
    return _("{resolution}, {at}").format(resolution=name.in_(language()) if name else status(ticket), at=at)


def own_card(desk: Desk, ticket: Ticket, page: int = 0) -> tuple[str, InlineKeyboardMarkup]:
    """Where one ticket stands, with what its requester may do now; `page` of the list is where Back leads."""
    rules = ticket.regulation
    lines = [
        f"{bold(ticket.number)} · {escape(status(ticket))}",
        quote(shortened(ticket.answers.get("description", ""), DESCRIPTION)),
        *chosen(rules, ticket.kind, ticket.impact),
    ]
    if ticket.priority:
        label, name = _("Priority"), priority(ticket)
        # «Приоритет 2» says what it is by itself, «Высокий» does not.
        lines.append(escape(name) if label.casefold() in name.casefold() else f"{bold(label)}: {escape(name)}")
    lines.append(escape(ending(ticket)))
    if ticket.promised_at and ticket.is_open:
        lines.append(_("We promised it by {at}.").format(at=when(ticket.promised_at, rules)))
    if ticket.close_due and ticket.is_open:
        lines.append(_("Without a word from you it is closed {at}.").format(at=when(ticket.close_due, rules)))
    if ticket.assignee_name:
        lines.append(_("In charge: {name}").format(name=bold(ticket.assignee_name)))
    elif ticket.is_open:
        lines.append(_("Nobody has taken it yet"))
    lines += linked_lines(desk, ticket, own=True)
    if ticket.rating:
        lines.append(_("Your rating: {stars}").format(stars="★" * ticket.rating + "☆" * (5 - ticket.rating)))
    return "\n".join(lines), rows(
        *_moves(ticket),
        [button(_("The conversation"), LookButton(view="record", number=ticket.number))],
        [button(_("« My requests"), LookButton(view="list", page=page))],
    )


def _moves(ticket: Ticket) -> list[list[InlineKeyboardButton]]:
    """What the requester may do now: the same buttons as under the notices."""

    def move(verb: str, words: str, style: str | None = None) -> InlineKeyboardButton:
        return button(words, TicketButton(number=ticket.number, verb=verb), style)

    if ticket.status is Status.COMPLETED:
        return [[move("confirm", _("Yes, solved"), "success"), move("dispute", _("No, not solved"))]]
    if ticket.status is Status.CLARIFICATION:
        return [[move("answer", _("Answer"), "primary")]]
    if ticket.is_open:
        return [[move("answer", _("Add something"))]]
    lines = [] if ticket.rating else rating_keyboard(ticket).inline_keyboard
    return [*lines, [move("reopen", _("Open it again"))]] if ticket.regulation.reopen else lines


def record_page(desk: Desk, ticket: Ticket, page: int) -> tuple[str, InlineKeyboardMarkup]:
    """A page of the public record, the same as in letters; the last page for a number beyond it."""
    pages = paged(_blocks(record(desk, ticket)), ROOM)
    page = min(page, len(pages) - 1)
    title = f"{bold(ticket.number)} · {bold(_('The conversation'))}"
    return f"{title}\n{pages[page]}{place(page, len(pages))}", rows(
        turning(page, len(pages), lambda n: LookButton(view="record", number=ticket.number, page=n)),
        [button(_("« Back"), LookButton(view="card", number=ticket.number))],
    )


def _blocks(paragraphs: list[Paragraph]) -> list[str]:
    """Paragraphs as HTML; a heading stays with the words below it, and words longer than a page go on on the next."""
    blocks: list[str] = []
    heading = ""
    for paragraph in paragraphs:
        if paragraph.heading:
            blocks += [heading] if heading else []
            heading = "\n" + bold(paragraph.text)
            continue
        for piece in pieces(paragraph.text, ROOM - 400):
            words = quote(piece) if paragraph.quoted else escape(piece)
            blocks.append(f"{heading}\n{words}" if heading else words)
            heading = ""
    return [*blocks, heading] if heading else blocks
