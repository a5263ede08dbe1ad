"""Staff chat: a parcel of the outbox as Telegram messages for the staff group."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from aiogram.methods import SendDocument, SendMediaGroup, SendMessage, SendPhoto
from aiogram.types import (
    InlineKeyboardMarkup,
)

from domain.draft import FileState
from domain.linked import LinkKind
from domain.notices import Code, Fate, Parcel
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.colleagues import in_charge
from domain.usecases.queue import place
from domain.usecases.revise import same_words
from domain.usecases.staff_place import chat_of
from domain.usecases.telling import CHAT, MAIL
from handlers.callbacks import TicketButton
from handlers.view.assigned import assigned, called_again, given_back, hand_on_row, offered, take_row, to_all
from handlers.view.canned import STAFF_CANNED
from handlers.view.card_keys import card_keyboard, secret_button
from handlers.view.cards import card
from handlers.view.clauses import clause_words
from handlers.view.effort import hours_run
from handlers.view.errors import error_words
from handlers.view.fate import fate_told
from handlers.view.incidents import may_concern
from handlers.view.letter_staff import address_row, mail_complaint, outside_wrote, raw_letter, raw_row, rest_lines
from handlers.view.linked import linked_words
from handlers.view.open_lists import keys_now
from handlers.view.phone import now_in_chat, phone_shared
from handlers.view.ready import NotReadyError
from handlers.view.say import Methods, bold, button, edit, message, quote, rows
from handlers.view.send_files import send_files
from handlers.view.staff_lines import card_left, no_words, other_line
from handlers.view.staff_mail import staff_wrote
from handlers.view.staff_prompts import STAFF_PROMPTS
from handlers.view.staff_quality import complained, complaint_due, flagged, rated
from handlers.view.staff_work import WORK
from handlers.view.standing import due, late_words, priority_words, staff_status, target
from handlers.view.times import moment
from handlers.view.under_card import MENTIONS, hangs_on, mention, under_card
from handlers.view.words import _


def _card(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    if chat_of(desk, ticket) != parcel.address:
        return []
    text = card(desk, ticket)
    shown = desk.deliveries.latest(parcel.channel, parcel.address, ticket.number, Code.CARD)
    if shown is not None:
        return [edit(parcel.address, int(shown.remote), text, keys_now(desk, ticket, shown.remote))]
    first = next(p for p in desk.outbox.of(ticket.number) if p.code is Code.CARD and p.address == parcel.address)
    if first.key != parcel.key and first.fate in (Fate.QUEUED, Fate.SENDING):
        # The first card is just going out; drawn anew before that is written down, there would be two.
        raise NotReadyError
    method = message(parcel.address, text, card_keyboard(desk, ticket), thread=parcel.thread)
    method.disable_notification = parcel.facts.get("quiet") or None
    return [method]


def _ping(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """A new request asks to be taken: with its place in the queue; the first priority calls everybody by name.

    While the desk is shut nobody is called to what can wait. Where it was assigned by itself, that one is named.
    """
    rules = ticket.regulation
    first = rules.priority(ticket.priority) if ticket.priority else None
    about = rules.kind(ticket.kind).label.in_(desk.staff.language) if ticket.kind else staff_status(ticket)
    name = priority_words(first.name.in_(desk.staff.language)) if first else about
    title = (
        _("Still nobody has taken {number}: {priority}")
        if parcel.facts.get("again")
        else _("New request {number}: {priority}")
    )
    if parcel.facts.get("from"):
        title = _("Handed to us by {name}: {number}, {priority}").replace("{name}", escape(parcel.facts["by"]))
        if not parcel.facts["by"]:
            title = _("It is our customer's: {number}, {priority}")
    lines = [title.format(number=bold(ticket.number), priority=escape(name))]
    if ticket.response_due:
        by = _("To be taken by {at}.") if rules.response_ends == "taking" else _("To be answered by {at}.")
        lines.append(by.format(at=moment(ticket.response_due, rules)))
    if ticket.at_head:
        lines.append(_("Out of turn{clause}.").format(clause=clause_words((rules.queue.head or rules.queue).clause)))
    at = place(desk, ticket)
    if at and at[1] > 1:
        lines.append(_("Place in the queue: {n} of {all}.").format(n=at[0], all=at[1]))
    still = bool(parcel.facts.get("quiet"))
    if still:
        opens = moment(rules.hours_for(ticket.priority).next_opening(desk.now()), rules)
        lines.append(_("We are shut now; work begins {at}.").format(at=opens))
    lines += offered(desk, ticket, still=still)
    if ticket.assignee_id is None and not still:
        lines += called_again(desk, parcel, ticket)
    again = [hand_on_row(ticket)] if parcel.facts.get("again") else []
    keyboard = rows(take_row(ticket), *again) if again or ticket.offered_to else None
    return under_card(desk, parcel, ticket, lines, keyboard=keyboard, silent=still)


def _said(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    title = (
        _("{number} · The requester answers") if parcel.facts.get("answers") else _("{number} · The requester writes")
    )
    if parcel.facts.get("by_letter"):
        title = _("{number} · The requester writes a letter")
    if parcel.facts.get("colleague"):
        title = _("{number} · A colleague of the requester has the same: {name}")
    if parcel.facts.get("merged"):
        title = _("{number} · The requester of {merged}, which repeats it, writes: {name}")
    name, merged = escape(parcel.facts.get("colleague", "")), bold(parcel.facts.get("merged", ""))
    lines = [title.format(number=bold(ticket.number), name=name, merged=merged)]
    keyboard = None
    if parcel.facts.get("text"):
        lines.append(quote(parcel.facts["text"]))
    if parcel.facts.get("merged"):
        lines.append(
            _(
                "Reply to this message, and it goes to them on {merged}; the requester of {number} sees nothing of it."
            ).format(merged=merged, number=ticket.number)
        )
    if parcel.facts.get("nothing_new"):
        lines.append(_("Nothing new stands in it: it answers nothing, and no clock minds it."))
    lines += rest_lines(parcel.facts)
    if parcel.facts.get("by_letter") and (whole := raw_row(desk, ticket)):
        keyboard = rows(whole)
    if parcel.facts.get("unproved"):
        lines.append(_("The sender's address is not proved: somebody else may have written this."))
    if parcel.facts.get("in_confidence"):
        lines.append(_("Sign-in data, in confidence: only the assignee can look at them, and once."))
        keyboard = rows([secret_button(ticket, parcel.facts["n"])])
    if parcel.facts.get("verdict_awaited"):
        lines.append(
            _("This is neither a confirmation nor an objection: silence does not count until you decide on the card.")
        )
    aside = bool(parcel.facts.get("aside"))
    return under_card(desk, parcel, ticket, lines, keyboard=keyboard, ping=not aside, silent=aside)


def _edited(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """What the requester corrected: both versions. Nothing where it was put back as it was meanwhile."""
    before, text = parcel.facts.get("before", ""), parcel.facts["text"]
    if same_words(before, text):
        return []
    lines = [_("{number} · The requester corrected a message").format(number=bold(ticket.number))]
    if before:
        lines += [_("Before:"), quote(before)]
    return under_card(desk, parcel, ticket, [*lines, _("Now:"), quote(text)], ping=True)


def _many_tickets(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """Somebody registers one request after the other; each further one they have to confirm."""
    name = desk.people.get(ticket.requester_id).name
    text = _("{number} · Many requests from {name}: no. {n} within a day.").format(
        number=bold(ticket.number), name=escape(name), n=parcel.facts["count"]
    )
    return under_card(desk, parcel, ticket, [text])


def _came_up(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """The requester registered by itself what they had added to this one."""
    words = linked_words(LinkKind.OFFSHOOT, parcel.facts["others"], ticket.regulation.clause("one_issue"))
    return under_card(desk, parcel, ticket, [f"{bold(ticket.number)} · {escape(words)}"], ping=True)


def _disputed(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    lines = [
        _("{number} · Not solved, says the requester").format(number=bold(ticket.number)),
        *([quote(parcel.facts["text"])] if parcel.facts["text"] else []),
        *([escape(due(ticket))] if due(ticket) else []),
    ]
    return under_card(desk, parcel, ticket, lines, ping=True)


def _withdrawn(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    line = _("{number} · The requester has withdrawn it.").format(number=bold(ticket.number))
    return under_card(desk, parcel, ticket, [line], ping=True)


def _new_requester(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    line = _("{number} · {giver} has handed it over to {to}, a colleague.")
    giver, to = bold(parcel.facts["from"]), bold(parcel.facts["to"])
    return under_card(desk, parcel, ticket, [line.format(number=bold(ticket.number), giver=giver, to=to)])


def _people_merged(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """To the lead who thought so."""
    line = _("{number} · A code has proved both sides: it is one person now.").format(number=bold(ticket.number))
    moved = ", ".join(map(bold, parcel.facts["numbers"]))
    named = _("Their requests from the other side: {numbers}").format(numbers=moved) if moved else ""
    return under_card(desk, parcel, ticket, [line, *filter(None, [named])])


def _warning(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    at = moment(parcel.facts["due"], ticket.regulation) if parcel.facts.get("due") else ""
    if parcel.facts["target"] == "response":
        by = (
            _("{number} · Three quarters of the response time are gone: take it by {at}.")
            if ticket.regulation.response_ends == "taking"
            else _("{number} · Three quarters of the response time are gone: answer by {at}.")
        )
        lines = [by.format(number=bold(ticket.number), at=at), *to_all(desk, parcel, ticket)]
        return under_card(desk, parcel, ticket, lines, keyboard=rows(take_row(ticket)), ping=True)
    cited = clause_words(parcel.facts.get("clause"))
    aim = target(ticket)
    gone = (
        _("{number} · Three quarters of the usual time are gone, it ends {at}.")
        if aim and aim.norm
        else _("{number} · Three quarters of the time are gone, the solution is due {at}.")
    )
    lines = [gone.format(number=bold(ticket.number), at=at), _not_in_time(ticket, cited)]
    lines.append(_("Reply to this message with the cause and the date: Waiting for a part. 25.11 15:00"))
    lines += to_all(desk, parcel, ticket)
    return under_card(desk, parcel, ticket, lines, keyboard=_new_date(ticket), ping=True)


def _not_in_time(ticket: Ticket, cited: str) -> str:
    """What the requester is to be sent: what the regulation says for the priority (barier 6.3), else the cause."""
    wanted = late_words(ticket)
    if wanted:
        return _("Not in time? Send the requester {wanted} and the expected date{clause}.").format(
            wanted=escape(wanted), clause=cited
        )
    return _("Not in time? Tell the requester why and by when{clause}.").format(clause=cited)


def _new_date(ticket: Ticket) -> InlineKeyboardMarkup:
    row = [button(_("Cause and new date"), TicketButton(number=ticket.number, verb="promise"))]
    return rows(take_row(ticket), row)


def _breach(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    at = moment(parcel.facts["due"], ticket.regulation) if parcel.facts.get("due") else ""
    aim = target(ticket)
    what = {
        "taking": _(
            "{number} · Nobody is responsible for it yet, and the response was due {at}{clause}. Who takes it?"
        ),
        "response": _("{number} · The response is late: it was due {at}{clause}."),
        "resolution": _("{number} · The solution is late: it was due {at}{clause}."),
    }[parcel.facts["target"]]
    if parcel.facts["target"] == "response" and ticket.regulation.response_ends == "answer":
        what = _("{number} · The answer is late: it was due {at}{clause}.")
    if parcel.facts["target"] == "resolution" and aim and aim.norm:
        what = _("{number} · The usual time is over: it was {at}{clause}.")
    leads = in_charge(desk, parcel.address)
    cited = clause_words(parcel.facts.get("clause"))
    lines = [what.format(number=bold(ticket.number), at=at, clause=cited)]
    ahead = ticket.promised_at is not None and ticket.promised_at > desk.now()
    silent = parcel.facts["target"] == "resolution" and not ahead and ticket.allows("promise")
    if ticket.assignee_name:
        lines.append(_("Assignee: {name}").format(name=bold(ticket.assignee_name)))
    if silent:
        lines.append(_not_in_time(ticket, cited))
    if leads:
        lines.append(", ".join(mention(desk, a.person_id, a.name) for a in leads[:MENTIONS]))
    keyboard = _new_date(ticket) if silent else rows(take_row(ticket), hand_on_row(ticket)) if ticket.is_open else None
    return under_card(desk, parcel, ticket, lines, keyboard=keyboard)


def _paid_decided(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    words = (
        _("{number} · The requester agrees to the paid work")
        if parcel.facts["agreed"]
        else _("{number} · The requester declines the paid work. Without consent you may refuse it.")
    )
    return under_card(desk, parcel, ticket, [words.format(number=bold(ticket.number))], ping=True)


def _not_delivered(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    channel = parcel.facts["channel"]
    if parcel.facts.get("what") == Code.COMPLAINT:
        text = _("{number} · The letter to quality control did not arrive: {error}")
    elif channel == CHAT and parcel.facts["error"] == "blocked":
        text = _("{number} · The requester has blocked the bot. Letters go on.")
    elif parcel.facts.get("address"):
        text = _("{number} · A letter to {address} did not arrive: {error}")
    elif channel == CHAT:
        text = _("{number} · A chat message did not reach the requester: {error}")
    else:
        text = _("{number} · A letter did not reach the requester: {error}")
    address = escape(parcel.facts.get("address", ""))
    error = escape(error_words(parcel.facts["error"]))
    lines = [text.format(number=bold(ticket.number), error=error, address=address)]
    author = parcel.facts.get("author")
    mend = address_row(desk, ticket) if channel == MAIL else []
    keyboard = rows(mend) if mend else None
    if author is None:
        return under_card(desk, parcel, ticket, lines, keyboard=keyboard)
    lines.append(mention(desk, author, desk.people.get(author).name))
    methods = under_card(desk, parcel, ticket, lines, keyboard=keyboard)
    if parcel.facts["message"].isdecimal() and parcel.facts["chat"] == parcel.address:
        hangs_on(methods, int(parcel.facts["message"]))
    return methods


def _staff_files(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    named = parcel.facts.get("files")
    whose = parcel.facts.get("merged") or ticket.number
    files = [f for f in desk.files.of_ticket(whose) if f.state is FileState.KEPT and not f.by_staff]
    if named is not None:
        files = [f for f in files if f.id in named]
    shown = desk.deliveries.latest(parcel.channel, parcel.address, ticket.number, Code.CARD)
    methods = send_files(
        parcel.address,
        files,
        caption=whose,
        said=parcel.facts.get("said", ()),
        thread=parcel.thread,
        reply_to=int(shown.remote) if shown else None,
    )
    for method in methods:
        if parcel.facts.get("quiet") and isinstance(method, SendMessage | SendPhoto | SendDocument | SendMediaGroup):
            method.disable_notification = True
    return methods


STAFF: dict[Code, Callable[[Desk, Parcel, Ticket], Methods]] = {
    Code.CARD: _card,
    Code.CARD_LEFT: card_left,
    Code.MAY_CONCERN: may_concern,
    Code.OTHER_LINE: other_line,
    Code.STAFF_TOPIC: no_words,
    Code.PING: _ping,
    Code.STAFF_FILES: _staff_files,
    Code.SAID: _said,
    Code.EDITED: _edited,
    Code.DISPUTED: _disputed,
    Code.RATED: rated,
    Code.WITHDRAWN: _withdrawn,
    Code.NEW_REQUESTER: _new_requester,
    Code.PEOPLE_MERGED: _people_merged,
    Code.WARNING: _warning,
    Code.BREACH: _breach,
    Code.NOT_DELIVERED: _not_delivered,
    Code.FLAGGED: flagged,
    Code.COMPLAINED: complained,
    Code.COMPLAINT_SOON: complaint_due,
    Code.COMPLAINT_LATE: complaint_due,
    Code.CAME_UP: _came_up,
    Code.MANY_TICKETS: _many_tickets,
    Code.ASSIGNED: assigned,
    Code.GIVEN_BACK: given_back,
    **STAFF_PROMPTS,
    Code.PAID_DECIDED: _paid_decided,
    **WORK,
    Code.FATE: fate_told,
    **STAFF_CANNED,
    Code.HOURS_RUN: hours_run,
    Code.NOW_IN_CHAT: now_in_chat,
    Code.OUTSIDE_WROTE: outside_wrote,
    Code.STAFF_WROTE: staff_wrote,
    Code.MAIL_COMPLAINT: mail_complaint,
    Code.RAW_LETTER: raw_letter,
    Code.PHONE_SHARED: phone_shared,
}
