"""Own: a requester's tickets as they see them: the list, a card each, and the record page by page (insales: history)."""

from __future__ import annotations

from datetime import datetime
from html import escape

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.draft import Attachment, FileState
from domain.journal import EntryKind
from domain.people import Person
from domain.ports import Desk
from domain.ticket import WORKABLE, Status, Ticket
from domain.usecases.look_up import Found, Mine
from domain.usecases.pass_on import Link, Offered
from domain.usecases.rate import may_be_rated
from handlers.callbacks import LookButton, StartButton, TakeButton, TicketButton
from handlers.view.chat import rating_keyboard
from handlers.view.letter_page import Paragraph
from handlers.view.linked import linked_lines
from handlers.view.pages import paged, pieces, place, turning
from handlers.view.phone import find_by_phone_button
from handlers.view.quality import quality_row
from handlers.view.record import record
from handlers.view.say import bold, button, quote, rows, shortened
from handlers.view.standing import due, erased, priority, status
from handlers.view.summary import chosen
from handlers.view.times import moment, when
from handlers.view.words import _, language

SHORT = 120
DESCRIPTION = 600
ROOM = 3800
"""UTF-16 units of the record on a page; the rest of Telegram's 4096 is for the heading."""


def list_page(mine: Mine, *, by_phone: bool = False) -> tuple[str, InlineKeyboardMarkup]:
    """Number, state, what it is about and when it is due or how it ended; a button each. A contact person may see all."""
    everything = []
    if by_phone:
        everything = [find_by_phone_button()]
    if mine.of:
        name = shortened(mine.of.name, 40)
        everything.append([button(_("All requests: {name}").format(name=name), LookButton(view="all"))])
    if mine.customer:
        view, title = "all", _("All requests: {name}").format(name=mine.customer.name)
        everything = [[button(_("« My requests"), LookButton(view="list"))]]
    elif mine.tickets:
        view, title = "list", _("Your requests")
    else:
        return _("You have no requests yet."), rows([button(_("New request"), StartButton())], *everything)
    lines = [bold(title), *_rows(mine.tickets)]
    if mine.pages > 1:
        lines += ["", _("To find one: /my 17 or /my printer")]
    return "\n".join(lines) + place(mine.page, mine.pages), rows(
        *_buttons(mine.tickets, mine.page),
        turning(mine.page, mine.pages, lambda n: LookButton(view=view, page=n)),
        *everything,
    )


def found_page(found: Found) -> tuple[str, InlineKeyboardMarkup]:
    """What /my with a number or words has found."""
    sought = escape(shortened(found.sought, SHORT))
    back = [button(_("« My requests"), LookButton(view="list"))]
    if not found.tickets:
        return _("Nothing found for «{words}».").format(words=sought), rows(back)
    title = _("Found for «{words}»").format(words=sought)
    return "\n".join([f"<b>{title}</b>", *_rows(found.tickets)]), rows(*_buttons(found.tickets, 0), back)


def _rows(tickets: list[Ticket]) -> list[str]:
    lines: list[str] = []
    for ticket in tickets:
        lines += [
            "",
            f"{bold(ticket.number)} · {escape(status(ticket))}",
            escape(about(ticket)),
            escape(ending(ticket)),
        ]
    return lines


def _buttons(tickets: list[Ticket], page: int) -> list[list[InlineKeyboardButton]]:
    return [[button(t.number, LookButton(view="card", number=t.number, page=page))] for t in tickets]


def about(ticket: Ticket) -> str:
    """What it is about, in a line."""
    words = erased(ticket) or ticket.answers.get("subject") or ticket.answers.get("description") or ""
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


def own_card(
    desk: Desk, ticket: Ticket, person: Person, page: int = 0, *, stars: bool = False
) -> tuple[str, InlineKeyboardMarkup]:
    """Where one ticket stands, with what its requester may do now; whoever only looks has nothing to decide.

    `page` of the list is where Back leads. `stars`: they wish to change their rating.
    """
    rules, own = ticket.regulation, ticket.requester_id == person.id
    lines = [
        f"{bold(ticket.number)} · {escape(status(ticket))}",
        erased(ticket) or quote(shortened(ticket.answers.get("description", ""), DESCRIPTION)),
        *chosen(rules, ticket.kind, ticket.impact),
    ]
    if not own:
        name = ticket.answers.get("name") or desk.people.get(ticket.requester_id).name
        lines.insert(1, _("Requester: {name}").format(name=escape(name)))
    if ticket.priority:
        label, named = _("Priority"), priority(ticket)
        # «Приоритет 2» says what it is by itself, «Высокий» does not.
        lines.append(escape(named) if label.casefold() in named.casefold() else f"{bold(label)}: {escape(named)}")
    lines.append(escape(ending(ticket)))
    lines += _awaited(desk, ticket)
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
        *(_moves(ticket, desk.now(), stars=stars) if own else []),
        [_look("record", ticket, _("The conversation")), *_files(desk, ticket), _look("pdf", ticket, _("PDF"))],
        *(_rare_moves(desk, ticket) if own else []),
        [button(_("« My requests"), LookButton(view="list", page=page))],
    )


def _awaited(desk: Desk, ticket: Ticket) -> list[str]:
    """Our question, as long as it is not answered."""
    if ticket.status is not Status.CLARIFICATION:
        return []
    asked = [e for e in desk.journal.of(ticket.number) if e.kind is EntryKind.QUESTION and e.facts.get("text")]
    return [_("We asked:") + "\n" + quote(shortened(asked[-1].facts["text"], DESCRIPTION))] if asked else []


def _look(view: str, ticket: Ticket, words: str) -> InlineKeyboardButton:
    return button(words, LookButton(view=view, number=ticket.number))


def _files(desk: Desk, ticket: Ticket) -> list[InlineKeyboardButton]:
    count = len(shown_files(desk, ticket))
    return [_look("files", ticket, _("Files ({n})").format(n=count))] if count else []


def shown_files(desk: Desk, ticket: Ticket) -> list[Attachment]:
    """What was sent by either side and is kept; what stayed among staff is not theirs to see."""
    return [f for f in desk.files.of_ticket(ticket.number) if f.state is FileState.KEPT]


def _rare_moves(desk: Desk, ticket: Ticket) -> list[list[InlineKeyboardButton]]:
    """To withdraw, to hand over, and quality control."""
    mine = []
    if ticket.status in WORKABLE:
        mine.append(_look("withdraw", ticket, _("Withdraw")))
    if ticket.is_open:
        mine.append(_look("hand", ticket, _("Hand over")))
    return [mine, quality_row(desk, ticket)]


def withdrawal(ticket: Ticket) -> tuple[str, InlineKeyboardMarkup]:
    """Nothing is withdrawn by one tap."""
    text = _("Withdraw {number}? The work on it ends, and the request is closed.").format(number=bold(ticket.number))
    return text, rows(
        [button(_("Yes, withdraw"), TicketButton(number=ticket.number, verb="withdraw"), "danger")],
        [_look("card", ticket, _("« Back"))],
    )


def handing_over(link: Link) -> tuple[str, InlineKeyboardMarkup]:
    """The link that a colleague opens."""
    at = when(link.until, link.ticket.regulation)
    text = _(
        "Forward this link to your colleague. Whoever opens it and accepts takes {number} over: they see the whole "
        "conversation, and from then on everything goes to them. It holds until {at}, or until somebody accepts."
    ).format(number=bold(link.ticket.number), at=escape(at))
    return f"{text}\n\n{escape(link.url)}", rows([_look("card", link.ticket, _("« Back"))])


def offered(found: Offered) -> tuple[str, InlineKeyboardMarkup]:
    """A colleague hands a request over: what it is, and what accepting means."""
    ticket = found.ticket
    lines = [
        _("{name} hands the request {number} over to you.").format(name=bold(found.giver), number=bold(ticket.number)),
        quote(shortened(ticket.answers.get("description", ""), DESCRIPTION)),
        escape(ending(ticket)),
    ]
    if found.consent:
        lines += ["", escape(found.consent.in_(language()))]
    accept = _("I agree and accept") if found.consent else _("Accept")
    return "\n".join(lines), rows(
        [button(accept, TakeButton(token=found.token), "success")],
        [button(_("« My requests"), LookButton(view="list"))],
    )


def _moves(ticket: Ticket, now: datetime, *, stars: bool) -> list[list[InlineKeyboardButton]]:
    """What the requester may do now: the same buttons as under the notices."""

    def move(verb: str, words: str, style: str | None = None) -> InlineKeyboardButton:
        return button(words, TicketButton(number=ticket.number, verb=verb), style)

    if ticket.status is Status.COMPLETED:
        return [[move("confirm", _("Yes, solved"), "success"), move("dispute", _("No, not solved"))]]
    if ticket.status is Status.CLARIFICATION:
        return [[move("answer", _("Answer"), "primary")]]
    if ticket.is_open:
        return [[move("answer", _("Add something"))]]
    if ticket.erased_at is not None:
        return []
    lines = _rating(ticket, now, stars=stars)
    return [*lines, [move("reopen", _("Open it again"))]] if ticket.regulation.reopen else lines


def _rating(ticket: Ticket, now: datetime, *, stars: bool) -> list[list[InlineKeyboardButton]]:
    """The stars; once there are some a button to change them, for a day."""
    if not may_be_rated(ticket, now):
        return []
    if ticket.rated_at is None or stars:
        return rating_keyboard(ticket).inline_keyboard
    return [[button(_("Change the rating"), LookButton(view="stars", number=ticket.number))]]


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
