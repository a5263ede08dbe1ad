"""Chat: a parcel of the outbox as Telegram messages, for the requester or for the staff group."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from aiogram.methods import SendDocument, SendMediaGroup, SendMessage, SendPhoto
from aiogram.types import (
    ForceReply,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    ReplyParameters,
)

from domain.draft import Attachment, Conversation, DraftKind, FileState
from domain.notices import BOTH_WAYS, Code, Fate, Parcel
from domain.people import Place
from domain.ports import Desk
from domain.ticket import Status, Ticket, rank
from domain.usecases.complete import last_answers
from domain.usecases.meeting import conversation
from domain.usecases.telling import CHAT, MAIL
from handlers.callbacks import TicketButton
from handlers.view.cards import card, card_keyboard
from handlers.view.errors import error_words
from handlers.view.files import refused_words
from handlers.view.notices import due, status, told
from handlers.view.prompts import clause_words, prompt
from handlers.view.ready import NotReadyError
from handlers.view.say import Methods, bold, button, chat_number, edit, message, quote, rows, shortened
from handlers.view.times import moment
from handlers.view.words import _, ngettext, speaking

ALBUM = 10
MENTIONS = 20
CAPTION = 1000
"""Telegram takes 1024 under a picture; the rest is for the number."""


def compose(desk: Desk, parcel: Parcel) -> Methods:
    """What to call on the Bot API for a parcel, in order; nothing if there is nothing to say any more."""
    with speaking(parcel.language or desk.staff.language):
        methods = _composed(desk, parcel)
        if parcel.uncertain:
            _mark_doubtful(methods, to_requester=bool(parcel.language))
        return methods


def _composed(desk: Desk, parcel: Parcel) -> Methods:
    if parcel.ticket is None:
        return _files_answer(desk, parcel, None)
    ticket = desk.tickets.get(parcel.ticket)
    if parcel.code in BOTH_WAYS:
        return _to_requester(desk, parcel, ticket)
    if parcel.code is Code.LETTER_FAILED:
        return _letter_failed(parcel, ticket)
    return _STAFF[parcel.code](desk, parcel, ticket)


def _mark_doubtful(methods: Methods, *, to_requester: bool) -> None:
    """What may be there twice says so, in its first message; a message that is edited is there once."""
    words = (
        _("(You may have received this twice: the connection broke while it was being sent.)")
        if to_requester
        else _("(Possibly sent twice.)")
    )
    for method in methods:
        if isinstance(method, SendMessage):
            method.text = f"{method.text}\n{words}"
            return


# -- to the requester


def _to_requester(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    words = told(desk, ticket, parcel)
    lines = [f"{bold(ticket.number)} · {bold(words.title)}", *map(escape, words.before)]
    # The requester's own argument is right above in the chat; only the letter repeats it.
    if words.words and parcel.code is not Code.RESUMED:
        lines.append(quote(words.words))
    if parcel.code is Code.REGISTERED:
        lines += _about_letters(desk, ticket)
    lines += map(escape, words.after)
    if parcel.code is Code.CLOSED:
        lines.append(_("How did we do?"))
    methods: Methods = [message(parcel.address, "\n".join(lines), _requester_keyboard(parcel, ticket))]
    return methods + _send_files(parcel.address, _named(desk, ticket, parcel), caption=ticket.number)


def _about_letters(desk: Desk, ticket: Ticket) -> list[str]:
    if not ticket.email:
        return []
    identity = desk.people.identity(ticket.requester_id, MAIL, ticket.email)
    address = escape(ticket.email)
    if identity is not None and identity.proved_at:
        return [_("A confirmation goes to {address} too.").format(address=address)]
    return [
        _(
            "A letter with a six-digit code goes to {address}. Send me the code, and the whole conversation will come there too."
        ).format(address=address)
    ]


def _requester_keyboard(parcel: Parcel, ticket: Ticket) -> InlineKeyboardMarkup | None:
    number = ticket.number
    if parcel.code in (Code.COMPLETED, Code.SILENCE_REMINDER) and ticket.status is Status.COMPLETED:
        return rows(
            [
                button(_("Yes, solved"), TicketButton(number=number, verb="confirm"), "success"),
                button(_("No, not solved"), TicketButton(number=number, verb="dispute")),
            ]
        )
    if parcel.code in (Code.QUESTION, Code.ASK_REMINDER) and ticket.status is Status.CLARIFICATION:
        return rows([button(_("Answer"), TicketButton(number=number, verb="answer"), "primary")])
    if parcel.code is Code.CLOSED:
        stars = rating_keyboard(ticket).inline_keyboard
        again = [button(_("Open it again"), TicketButton(number=number, verb="reopen"))] if _reopens(ticket) else []
        return rows(*stars, again)
    return None


def _reopens(ticket: Ticket) -> bool:
    return ticket.regulation.reopen and ticket.status is Status.CLOSED


def rating_keyboard(ticket: Ticket) -> InlineKeyboardMarkup:
    """1 to 5."""
    least, most = ticket.regulation.rating
    return rows(
        [
            button(f"{n} ★", TicketButton(number=ticket.number, verb="rate", value=str(n)))
            for n in range(least, most + 1)
        ]
    )


def _letter_failed(parcel: Parcel, ticket: Ticket) -> Methods:
    text = _(
        "{number} · The letter to {address} did not arrive: {error}\n"
        "The request is registered all the same; here in the chat you miss nothing. Is the address right?"
    ).format(
        number=bold(ticket.number),
        address=escape(parcel.facts["address"]),
        error=escape(error_words(parcel.facts["error"])),
    )
    keyboard = rows([button(_("Correct the address"), TicketButton(number=ticket.number, verb="email"))])
    return [message(parcel.address, text, keyboard)]


def _files_answer(desk: Desk, parcel: Parcel, ticket: Ticket | None) -> Methods:
    """What became of the files somebody sent, and what is asked of them now."""
    facts = parcel.facts
    kept, refused = facts["kept"], facts["refused"]
    lines = []
    if kept:
        names = ", ".join(escape(name) for name in kept)
        lines.append(ngettext("Got it: {names}", "Got all {n}: {names}", len(kept)).format(n=len(kept), names=names))
    if facts.get("ticket"):
        lines.append(_("Added to {number}. The specialists see it.").format(number=bold(facts["ticket"])))
    lines += refused_words(refused, desk.regulation.attachments)
    methods: Methods = [message(parcel.address, "\n".join(lines))]
    draft = desk.drafts.get(facts["draft"]) if facts.get("draft") else None
    if draft is None:
        return methods
    person = desk.people.get(draft.person_id)
    newest = desk.drafts.at(Place(draft.channel, draft.chat, draft.thread), person.id)
    if not newest or newest[0].id != draft.id or draft.kind is DraftKind.COMMENT:
        return methods
    talk: Conversation = conversation(desk, person, draft)
    talk.open_tickets = [t.number for t in desk.tickets.open_of(person.id)]
    return methods + prompt(talk, parcel.address)


# -- to staff


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
    if parcel.facts.get("text"):
        lines.append(quote(parcel.facts["text"]))
    if parcel.facts.get("verdict_awaited"):
        lines.append(
            _("This is neither a confirmation nor an objection: silence does not count until you decide on the card.")
        )
    return _under_card(desk, parcel, ticket, lines, ping=True)


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
    leads = [a for a in desk.people.agents(parcel.address) if a.lead]
    cited = clause_words(parcel.facts.get("clause"))
    lines = [what.format(number=bold(ticket.number), at=at, clause=cited)]
    if leads:
        lines.append(", ".join(_mention(desk, a.person_id, a.name) for a in leads[:MENTIONS]))
    return _under_card(desk, parcel, ticket, lines)


def _not_delivered(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    channel = parcel.facts["channel"]
    if channel == CHAT and parcel.facts["error"] == "blocked":
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
    return _send_files(
        parcel.address,
        files,
        caption=ticket.number,
        thread=parcel.thread,
        reply_to=int(shown.remote) if shown else None,
    )


_STAFF: dict[Code, Callable[[Desk, Parcel, Ticket], Methods]] = {
    Code.CARD: _card,
    Code.PING: _ping,
    Code.STAFF_FILES: _staff_files,
    Code.SAID: _said,
    Code.DISPUTED: _disputed,
    Code.RATED: _rated,
    Code.WARNING: _warning,
    Code.BREACH: _breach,
    Code.NOT_DELIVERED: _not_delivered,
    Code.PROMPT_ASK: _prompt,
    Code.PROMPT_COMPLETE: _prompt,
    Code.PROMPT_PROMISE: _prompt,
    Code.PROMPT_HOLD: _prompt,
    Code.PROMPT_REFUSE: _prompt,
}


# -- parts


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


def _named(desk: Desk, ticket: Ticket, parcel: Parcel) -> list[Attachment]:
    named: Iterable[str] = parcel.facts.get("files", []) if parcel.code is not Code.RESUMED else []
    return [f for f in desk.files.of_ticket(ticket.number) if f.id in set(named)]


def _send_files(
    chat: str, files: list[Attachment], *, caption: str, thread: int = 0, reply_to: int | None = None
) -> Methods:
    """Files that Telegram has already, by their ids: pictures and documents apart, ten to an album.

    What a requester wrote under one comes along; what we wrote is the message's text already.
    """

    def under(file: Attachment, first: bool) -> str | None:
        own = "" if file.by_staff else shortened(file.caption, CAPTION - len(caption))
        return "\n".join(filter(None, [caption if first else "", own])) or None

    reply = ReplyParameters(message_id=reply_to, allow_sending_without_reply=True) if reply_to else None
    common: dict[str, Any] = {
        "chat_id": chat_number(chat),
        "message_thread_id": thread or None,
        "reply_parameters": reply,
    }
    methods: Methods = []
    for form in ("photo", "document"):
        alike = [f for f in files if (f.form == "photo") == (form == "photo")]
        for part in (alike[i : i + ALBUM] for i in range(0, len(alike), ALBUM)):
            if len(part) == 1 and form == "photo":
                methods.append(SendPhoto(photo=part[0].remote, caption=under(part[0], True), **common))
            elif len(part) == 1:
                methods.append(SendDocument(document=part[0].remote, caption=under(part[0], True), **common))
            else:
                kind = InputMediaPhoto if form == "photo" else InputMediaDocument
                media: list[Any] = [kind(media=f.remote, caption=under(f, n == 0)) for n, f in enumerate(part)]
                methods.append(SendMediaGroup(media=media, **common))
    return methods
