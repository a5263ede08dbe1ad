"""Chat: a parcel of the outbox as Telegram messages; those for staff are in `staff_chat.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from aiogram.methods import DeleteMessage, SendMessage
from aiogram.types import (
    InlineKeyboardMarkup,
)

from domain import versions
from domain.draft import Attachment, Conversation, DraftKind
from domain.notices import BOTH_WAYS, LAST_WORDS, Code, Parcel
from domain.people import Place
from domain.ports import Desk
from domain.ticket import Status, Ticket
from domain.usecases.meeting import conversation, with_open_tickets
from domain.usecases.objection import may_object
from domain.usecases.telling import CHAT, MAIL
from domain.usecases.topics import thread_of
from handlers.callbacks import TicketButton
from handlers.view.account import moved_away, same_person
from handlers.view.apart import arisen_by_the_way
from handlers.view.blocked import blocked_in_chat
from handlers.view.clauses import clause, clause_words, demanded
from handlers.view.corrected import in_place
from handlers.view.effort import hours_in_chat
from handlers.view.errors import error_words
from handlers.view.files import refused_words
from handlers.view.groups import bind_choice, from_group, group_bound, group_state
from handlers.view.journal import journal_file
from handlers.view.marked import marked
from handlers.view.menus import menu_of_staff
from handlers.view.my_data import my_data
from handlers.view.notices import told
from handlers.view.parts import whole
from handlers.view.privacy import forgotten
from handlers.view.prompts import prompt, verdict_row
from handlers.view.proof import code_on_its_way, no_code
from handlers.view.quality import quality_row
from handlers.view.say import Methods, bold, button, chat_number, edit, in_thread, message, quote, rows
from handlers.view.send_files import send_files
from handlers.view.staff_chat import STAFF
from handlers.view.staff_desk import ON_NO_TICKET
from handlers.view.staff_mail import mail_told
from handlers.view.suspended import suspension_in_chat
from handlers.view.words import _, ngettext, speaking

"""Telegram takes 1024 under a picture; the rest is for the number."""


def compose(desk: Desk, parcel: Parcel) -> Methods:
    """What to call on the Bot API for a parcel, in order; nothing if there is nothing to say any more."""
    with speaking(parcel.language or desk.staff.language):
        mark = _doubt(to_requester=bool(parcel.language)) if parcel.uncertain else ""
        return in_thread(whole(_composed(desk, parcel), mark=mark), thread_of(desk, parcel))


def _composed(desk: Desk, parcel: Parcel) -> Methods:
    if parcel.code in LAST_WORDS:
        return [message(parcel.address, forgotten())]
    if parcel.ticket is None:
        return (ON_NO_TICKET.get(parcel.code) or _TICKETLESS[parcel.code])(desk, parcel)
    ticket = desk.tickets.get(parcel.ticket)
    if parcel.code is Code.CORRECTED:
        first = desk.outbox.by_key(parcel.facts["corrects"])
        return in_place(desk, parcel, ticket, _to_requester(desk, first, ticket)) if first else []
    if parcel.code in BOTH_WAYS or parcel.code is Code.YOU_WROTE:
        return _to_requester(desk, parcel, ticket)
    if parcel.code is Code.GROUP_STATE:
        return group_state(desk, parcel, ticket)
    if parcel.code is Code.LETTER_FAILED:
        return _letter_failed(parcel, ticket)
    if parcel.code is Code.LETTER_ACCEPTED:
        return _letter_accepted(desk, parcel, ticket)
    if parcel.code is Code.ARISEN:
        return arisen_by_the_way(desk, parcel, ticket)
    return STAFF[parcel.code](desk, parcel, ticket)


def _doubt(*, to_requester: bool) -> str:
    """What may be there twice says so, in its first message and all parts of it; a message that is edited is there once."""
    if to_requester:
        return _("(You may have received this twice: the connection broke while it was being sent.)")
    return _("(Possibly sent twice.)")


# -- to the requester


def _to_requester(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    words = told(desk, ticket, parcel)
    lines = [f"{bold(ticket.number)} · {bold(words.title)}", *map(escape, words.before)]
    # The requester's own argument is right above in the chat; only the letter repeats it.
    if parcel.facts.get("markdown"):
        lines += ["", marked(parcel.facts["markdown"])]
    elif words.words and parcel.code not in (Code.RESUMED, Code.COMPLAINT_SENT):
        lines.append(quote(words.words))
    if parcel.code is Code.REGISTERED:
        lines += _about_letters(desk, ticket, parcel)
    lines += map(escape, words.after)
    if parcel.code is Code.CLOSED:
        lines.append(_("How did we do{clause}?").format(clause=clause_words(ticket.regulation.rating_clause)))
    if parcel.code is Code.MAIL_PROVED and (asked := _asked(desk, ticket)):
        cited = clause_words(ticket.regulation.clause("fields"))
        lines.append(_("To begin we need a little more{clause}. I ask line by line.").format(clause=cited))
        return [message(parcel.address, "\n".join(lines)), *prompt(asked, parcel.address)]
    methods: Methods = [message(parcel.address, "\n".join(lines), _requester_keyboard(desk, parcel, ticket))]
    return methods + send_files(parcel.address, _named(desk, ticket, parcel), caption=ticket.number)


def _asked(desk: Desk, ticket: Ticket) -> Conversation | None:
    """What a letter did not say, while nothing else is asked of them since."""
    person = desk.people.get(ticket.requester_id)
    drafts = desk.drafts.for_ticket(person.id, ticket.number)
    draft = next((d for d in drafts if d.kind is DraftKind.DETAILS), None)
    return conversation(desk, person, draft) if draft else None


def _about_letters(desk: Desk, ticket: Ticket, parcel: Parcel) -> list[str]:
    if not ticket.email:
        return []
    identity = desk.people.identity(ticket.requester_id, MAIL, ticket.email)
    if identity is not None and identity.proved_at:
        return [_("A confirmation goes to {address} too.").format(address=escape(ticket.email))]
    if parcel.facts.get("no_code") or parcel.facts.get("code_in_first"):
        short = _("A short confirmation goes to {address} too.").format(address=escape(ticket.email))
        why = [no_code(ticket.email, parcel.facts, ticket.regulation)] if parcel.facts.get("no_code") else []
        return [short, *why]
    return [code_on_its_way(ticket.email)]


def _requester_keyboard(desk: Desk, parcel: Parcel, ticket: Ticket) -> InlineKeyboardMarkup | None:
    number = ticket.number
    if parcel.code in (Code.COMPLETED, Code.SILENCE_REMINDER) and ticket.status is Status.COMPLETED:
        return rows(verdict_row(number), quality_row(desk, ticket) if parcel.code is Code.COMPLETED else [])
    offered = str(parcel.facts.get("offer", ""))
    if parcel.code in (Code.PAID_OFFERED, Code.ASK_REMINDER) and offered and ticket.is_open:
        return rows(
            [
                button(_("I agree to it"), TicketButton(number=number, verb="accept", value=offered), "success"),
                button(_("I do not agree"), TicketButton(number=number, verb="decline", value=offered)),
            ]
        )
    in_confidence = parcel.code is Code.SECRET_ASKED or parcel.facts.get("in_confidence")
    if in_confidence and ticket.status is Status.CLARIFICATION:
        return rows([button(_("Answer in confidence"), TicketButton(number=number, verb="confide"), "primary")])
    if parcel.code in (Code.QUESTION, Code.ASK_REMINDER) and ticket.status is Status.CLARIFICATION:
        return rows([button(_("Answer"), TicketButton(number=number, verb="answer"), "primary")])
    if parcel.code is Code.CLOSED:
        stars = rating_keyboard(ticket).inline_keyboard
        again = [button(_("Open it again"), TicketButton(number=number, verb="reopen"))] if _reopens(ticket) else []
        return rows(*stars, again, quality_row(desk, ticket))
    if parcel.code is Code.PRIORITY and may_object(desk, ticket, parcel.facts.get("n", 0)):
        return rows([button(_("Object"), TicketButton(number=number, verb="object", value=str(parcel.facts["n"])))])
    if parcel.code is Code.TAKEN_OVER and not ticket.email:
        return rows([button(_("Name an address"), TicketButton(number=number, verb="email"))])
    if parcel.code is Code.ANSWER and (row := quality_row(desk, ticket)):
        return rows(row)
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
    failed = _("{number} · The letter to {address} did not arrive: {error}").format(
        number=bold(ticket.number),
        address=escape(parcel.facts["address"]),
        error=escape(error_words(parcel.facts["error"], code=False)),
    )
    cited = ticket.regulation.clause("mirror")
    what = _("The request is registered all the same; here in the chat you miss nothing. Is the address right?")
    if cited:
        what = _(
            "The number stands and the work goes on; officially a request counts as accepted once the letter with its "
            "number has come{clause}. Is the address right?"
        ).format(clause=clause(cited))
    text = f"{failed}\n{what}"
    keyboard = rows([button(_("Correct the address"), TicketButton(number=ticket.number, verb="email"))])
    return [message(parcel.address, text, keyboard)]


def _letter_accepted(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """The letter with the number got through (barier 7.10): a line more in the message that told of the registration.

    That rings nowhere. Where much has happened since, or an address was corrected, it is a message of its own, without a sound.
    `returned`: the letter has come back since, and the line goes again.
    """
    line = _("The letter with the number was taken by the mail server: officially accepted{clause}.").format(
        clause=clause(parcel.facts.get("clause"))
    )
    letters = [p for p in desk.outbox.of(ticket.number) if p.code is Code.REGISTERED]
    first = next((p for p in letters if p.channel == CHAT and p.address == parcel.address), None)
    shown = desk.deliveries.latest(parcel.channel, parcel.address, ticket.number, Code.REGISTERED)
    fresh = ticket.status is Status.REGISTERED and not ticket.priority_confirmed
    again = len([p for p in letters if p.channel == MAIL]) > 1
    if first is not None and shown is not None and fresh and not again:
        methods = _to_requester(desk, first, ticket)
        if first.uncertain:
            methods = whole(methods, mark=_doubt(to_requester=True))
        told_then = next(m for m in methods if isinstance(m, SendMessage))
        returned = parcel.facts.get("returned")
        text = told_then.text if returned else f"{told_then.text}\n✓ {escape(line)}"
        return [edit(parcel.address, int(shown.remote), text)]
    if parcel.facts.get("returned"):
        return []
    method = message(parcel.address, f"{bold(ticket.number)} · {escape(line)}")
    method.disable_notification = True
    return [method]


def _card_masked(desk: Desk, parcel: Parcel) -> Methods:
    """Said in the words of the regulation that the message was held to (gravity 3.5)."""
    demand = versions.version(parcel.facts["regulation"]).demand("cards")
    return [message(parcel.address, escape(demanded(demand.text, demand.clause)))] if demand else []


def _erase(desk: Desk, parcel: Parcel) -> Methods:
    return [DeleteMessage(chat_id=chat_number(parcel.address), message_id=int(parcel.facts["message"]))]


def _erase_failed(desk: Desk, parcel: Parcel) -> Methods:
    text = _("I could not delete this message of yours. Please delete it yourself, for both of us.")
    return [message(parcel.address, text, reply_to=int(parcel.facts["message"]))]


def _files_answer(desk: Desk, parcel: Parcel) -> Methods:
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
    if facts.get("words"):
        lines.append(_("Your words are with the specialists of {number}.").format(number=bold(facts["words"])))
    methods: Methods = [message(parcel.address, "\n".join(lines))]
    draft = desk.drafts.get(facts["draft"]) if facts.get("draft") else None
    if draft is None:
        return methods
    person = desk.people.get(draft.person_id)
    newest = desk.drafts.at(Place(draft.channel, draft.chat, draft.thread), person.id)
    if not newest or newest[0].id != draft.id or draft.kind is DraftKind.COMMENT:
        return methods
    talk = with_open_tickets(desk, conversation(desk, person, draft))
    return methods + prompt(talk, parcel.address)


def _passed_on(desk: Desk, parcel: Parcel) -> Methods:
    """To whoever was the requester until now."""
    text = _("{number} · {name} has taken the request over. You hear no more of it.")
    return [message(parcel.address, text.format(number=bold(parcel.facts["number"]), name=bold(parcel.facts["to"])))]


def _named(desk: Desk, ticket: Ticket, parcel: Parcel) -> list[Attachment]:
    named: Iterable[str] = parcel.facts.get("files", []) if parcel.code is not Code.RESUMED else []
    return [f for f in desk.files.of_ticket(ticket.number) if f.id in set(named)]


_TICKETLESS: dict[Code, Callable[[Desk, Parcel], Methods]] = {
    Code.FILES: _files_answer,
    Code.HOURS_USED: hours_in_chat,
    Code.SUSPENDED: suspension_in_chat,
    Code.RESTORED: suspension_in_chat,
    Code.SAME_PERSON: same_person,
    Code.SAME_PERSON_CODE: same_person,
    Code.BLOCKED: blocked_in_chat,
    Code.UNBLOCKED: blocked_in_chat,
    Code.CARD_MASKED: _card_masked,
    Code.ACCOUNT_MOVED: moved_away,
    Code.ERASE: _erase,
    Code.ERASE_FAILED: _erase_failed,
    Code.PASSED_ON: _passed_on,
    Code.MY_DATA: my_data,
    Code.JOURNAL: journal_file,
    Code.FROM_GROUP: from_group,
    Code.BIND_CHOICE: bind_choice,
    Code.GROUP_BOUND: group_bound,
    Code.STAFF_MENU: menu_of_staff,
    Code.STAFF_MAIL: mail_told,
}
