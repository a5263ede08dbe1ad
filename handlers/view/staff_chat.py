"""Staff chat: a parcel of the outbox as Telegram messages for the staff group."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from aiogram.types import (
    ForceReply,
    InlineKeyboardMarkup,
)

from domain.draft import FileState
from domain.notices import Code, Fate, Parcel
from domain.ports import Desk
from domain.ticket import Ticket, rank
from domain.usecases.complain import COMPLAINT, SPEED_UP
from domain.usecases.complete import last_answers
from domain.usecases.telling import CHAT
from handlers.callbacks import TicketButton
from handlers.view.cards import card, card_keyboard, secret_button
from handlers.view.errors import error_words
from handlers.view.notices import due, status
from handlers.view.prompts import clause_words
from handlers.view.ready import NotReadyError
from handlers.view.say import Methods, bold, button, edit, message, quote, rows, shortened
from handlers.view.send_files import send_files
from handlers.view.times import moment
from handlers.view.words import _

MENTIONS = 20


def _card(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    text, keyboard = card(desk, ticket), card_keyboard(desk, ticket)
    shown = desk.deliveries.latest(parcel.channel, parcel.address, ticket.number, Code.CARD)
    if shown is not None:
        return [edit(parcel.address, int(shown.remote), text, keyboard)]
    first = next(p for p in desk.outbox.of(ticket.number) if p.code is Code.CARD)
    if first.key != parcel.key and first.fate in (Fate.QUEUED, Fate.SENDING):
        # The first card is just going out; drawn anew before that is written down, there would be two.
        raise NotReadyError
    return [message(parcel.address, text, keyboard, thread=parcel.thread)]


def _ping(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """A new request asks to be taken: with its place in the queue; the first priority calls everybody by name."""
    rules = ticket.regulation
    first = rules.priority(ticket.priority) if ticket.priority else None
    name = first.name.in_(desk.staff.language) if first else status(ticket)
    title = (
        _("Still nobody has taken {number}: {priority}")
        if parcel.facts.get("again")
        else _("New request {number}: {priority}")
    )
    lines = [title.format(number=bold(ticket.number), priority=escape(name))]
    if ticket.response_due:
        lines.append(_("To be taken by {at}.").format(at=moment(ticket.response_due, rules)))
    queue = sorted(desk.tickets.untaken(), key=rank)
    if ticket in queue and len(queue) > 1:
        lines.append(_("Place in the queue: {n} of {all}.").format(n=queue.index(ticket) + 1, all=len(queue)))
    agents = desk.people.agents(parcel.address)
    if first and first.ping_all and agents:
        names = ", ".join(_mention(desk, a.person_id, a.name) for a in agents[:MENTIONS])
        lines.append(_("Who takes it? {names}").format(names=names))
    return _under_card(desk, parcel, ticket, lines)


def _said(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    title = (
        _("{number} · The requester answers") if parcel.facts.get("answers") else _("{number} · The requester writes")
    )
    lines = [title.format(number=bold(ticket.number))]
    keyboard = None
    if parcel.facts.get("text"):
        lines.append(quote(parcel.facts["text"]))
    if parcel.facts.get("in_confidence"):
        lines.append(_("Sign-in data, in confidence: only the assignee can look at them, and once."))
        keyboard = rows([secret_button(ticket, parcel.facts["n"])])
    if parcel.facts.get("verdict_awaited"):
        lines.append(
            _("This is neither a confirmation nor an objection: silence does not count until you decide on the card.")
        )
    return _under_card(desk, parcel, ticket, lines, keyboard=keyboard, ping=True)


def _flagged(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """Leads are told of insults and obscene words where the regulation wants it (e-doc 16)."""
    words = ", ".join(f"«{word}»" for word in parcel.facts["words"])
    cited = clause_words(parcel.facts.get("clause"))
    lines = [
        _("{number} · It seems to hold obscene words or insults{clause}: {words}").format(
            number=bold(ticket.number), clause=cited, words=escape(shortened(words, 300))
        ),
        _("Please have a look: whether to go on is decided on the card."),
        *_leads(desk, parcel),
    ]
    return _under_card(desk, parcel, ticket, lines)


def _complained(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """Leads hear that there is a letter; what it says is in the letter alone."""
    said = {
        COMPLAINT: _(
            "{number} · The requester has complained to quality control{clause}. The letter is in its mailbox."
        ),
        SPEED_UP: _(
            "{number} · The requester asks quality control to speed it up{clause}. The letter is in its mailbox."
        ),
    }[parcel.facts["letter"]]
    cited = clause_words(parcel.facts.get("clause"))
    return _under_card(
        desk, parcel, ticket, [said.format(number=bold(ticket.number), clause=cited), *_leads(desk, parcel)]
    )


def _leads(desk: Desk, parcel: Parcel) -> list[str]:
    """The leads by name, on one line; none if none is known."""
    leads = [a for a in desk.people.agents(parcel.address) if a.lead]
    return [", ".join(_mention(desk, a.person_id, a.name) for a in leads[:MENTIONS])] if leads else []


def _disputed(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    lines = [
        _("{number} · Not solved, says the requester").format(number=bold(ticket.number)),
        *([quote(parcel.facts["text"])] if parcel.facts["text"] else []),
        escape(due(ticket)),
    ]
    return _under_card(desk, parcel, ticket, lines, ping=True)


def _rated(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    stars = int(parcel.facts["stars"] or 0)
    lines = [_("{number} · Rated {stars}").format(number=bold(ticket.number), stars="★" * stars + "☆" * (5 - stars))]
    if parcel.facts.get("text"):
        lines.append(quote(parcel.facts["text"]))
    return _under_card(desk, parcel, ticket, lines)


def _warning(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    at = moment(parcel.facts["due"], ticket.regulation) if parcel.facts.get("due") else ""
    if parcel.facts["target"] == "response":
        lines = [
            _("{number} · Three quarters of the response time are gone: take it by {at}.").format(
                number=bold(ticket.number), at=at
            )
        ]
        return _under_card(desk, parcel, ticket, lines, ping=True)
    cited = clause_words(parcel.facts.get("clause"))
    lines = [
        _("{number} · Three quarters of the time are gone, the solution is due {at}.").format(
            number=bold(ticket.number), at=at
        ),
        _("Not in time? Tell the requester why and by when{clause}.").format(clause=cited),
    ]
    keyboard = rows([button(_("Cause and new date"), TicketButton(number=ticket.number, verb="promise"))])
    return _under_card(desk, parcel, ticket, lines, keyboard=keyboard, ping=True)


def _breach(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    at = moment(parcel.facts["due"], ticket.regulation) if parcel.facts.get("due") else ""
    what = (
        _("{number} · The response is late: it was due {at}{clause}.")
        if parcel.facts["target"] == "response"
        else _("{number} · The solution is late: it was due {at}{clause}.")
    )
    cited = clause_words(parcel.facts.get("clause"))
    lines = [what.format(number=bold(ticket.number), at=at, clause=cited), *_leads(desk, parcel)]
    return _under_card(desk, parcel, ticket, lines)


def _not_delivered(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    channel = parcel.facts["channel"]
    if parcel.facts.get("what") == Code.COMPLAINT:
        text = _("{number} · The letter to quality control did not arrive: {error}")
    elif channel == CHAT and parcel.facts["error"] == "blocked":
        text = _("{number} · The requester has blocked the bot. Letters go on.")
    elif channel == CHAT:
        text = _("{number} · A chat message did not reach the requester: {error}")
    else:
        text = _("{number} · A letter did not reach the requester: {error}")
    lines = [text.format(number=bold(ticket.number), error=escape(error_words(parcel.facts["error"])))]
    return _under_card(desk, parcel, ticket, lines)


def _prompt(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    who = f'<a href="tg://user?id={escape(parcel.facts["address"])}">{escape(parcel.facts["agent"])}</a>'
    asks = {
        Code.PROMPT_ASK: _("{who}, reply to this message with your question on {number}."),
        Code.PROMPT_SECRET: _(
            "{who}, reply to this message with what exactly you need to get into {number}. "
            "The requester answers in confidence: you will see it once."
        ),
        Code.PROMPT_COMPLETE: _("{who}, reply to this message with the final answer on {number}."),
        Code.PROMPT_PROMISE: _(
            "{who}, reply to this message with the cause and the new date on {number}, for example: Waiting for a part. 25.11 15:00"
        ),
        Code.PROMPT_HOLD: _(
            "{who}, reply to this message with a word to the requester on why {number} is put off: {reason}. "
            "A date at the end is promised, for example: Waiting for a part. 25.11 15:00"
        ),
        Code.PROMPT_REFUSE: _(
            "{who}, reply to this message with a word to the requester on why {number} is refused: {reason}."
        ),
    }
    reason = parcel.facts.get("reason") if parcel.code in (Code.PROMPT_HOLD, Code.PROMPT_REFUSE) else None
    why = escape(ticket.regulation.reason(reason).text.in_(desk.staff.language).rstrip(".")) if reason else ""
    text = asks[parcel.code].format(who=who, number=bold(ticket.number), reason=why)
    shown = desk.deliveries.latest(parcel.channel, parcel.address, ticket.number, Code.CARD)
    method = message(parcel.address, text, thread=parcel.thread, reply_to=int(shown.remote) if shown else None)
    method.reply_markup = ForceReply(force_reply=True, selective=True)
    if parcel.code is Code.PROMPT_COMPLETE and last_answers(desk, ticket.number):
        last = TicketButton(number=ticket.number, verb="complete_last")
        method.reply_markup = rows([button(_("The last answer was final"), last)])
    return [method]


def _staff_files(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    named = parcel.facts.get("files")
    files = [f for f in desk.files.of_ticket(ticket.number) if f.state is FileState.KEPT and not f.by_staff]
    if named is not None:
        files = [f for f in files if f.id in named]
    shown = desk.deliveries.latest(parcel.channel, parcel.address, ticket.number, Code.CARD)
    return send_files(
        parcel.address,
        files,
        caption=ticket.number,
        thread=parcel.thread,
        reply_to=int(shown.remote) if shown else None,
    )


STAFF: dict[Code, Callable[[Desk, Parcel, Ticket], Methods]] = {
    Code.CARD: _card,
    Code.PING: _ping,
    Code.STAFF_FILES: _staff_files,
    Code.SAID: _said,
    Code.DISPUTED: _disputed,
    Code.RATED: _rated,
    Code.WARNING: _warning,
    Code.BREACH: _breach,
    Code.NOT_DELIVERED: _not_delivered,
    Code.FLAGGED: _flagged,
    Code.COMPLAINED: _complained,
    Code.PROMPT_ASK: _prompt,
    Code.PROMPT_SECRET: _prompt,
    Code.PROMPT_COMPLETE: _prompt,
    Code.PROMPT_PROMISE: _prompt,
    Code.PROMPT_HOLD: _prompt,
    Code.PROMPT_REFUSE: _prompt,
}


def _under_card(
    desk: Desk,
    parcel: Parcel,
    ticket: Ticket,
    lines: list[str],
    *,
    keyboard: InlineKeyboardMarkup | None = None,
    ping: bool = False,
) -> Methods:
    """A message in reply to the card; `ping` calls the assignee by name."""
    if ping and ticket.assignee_id:
        lines = [*lines, _mention(desk, ticket.assignee_id, ticket.assignee_name)]
    shown = desk.deliveries.latest(parcel.channel, parcel.address, ticket.number, Code.CARD)
    reply_to = int(shown.remote) if shown else None
    return [message(parcel.address, "\n".join(lines), keyboard, thread=parcel.thread, reply_to=reply_to)]


def _mention(desk: Desk, person_id: str, name: str) -> str:
    person = desk.people.get(person_id)
    if person.username:
        return f"@{escape(person.username)}"
    address = desk.people.address_of(person_id, CHAT)
    return f'<a href="tg://user?id={address}">{escape(name)}</a>' if address else escape(name)
