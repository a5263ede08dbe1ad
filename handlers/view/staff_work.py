"""Staff work: what staff read of objections, repeats and watched tickets, and how they are asked for words."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from aiogram.methods import SendMessage
from aiogram.types import ForceReply

from domain.journal import EntryKind
from domain.notices import Code, Parcel
from domain.ports import Desk
from domain.ticket import Ticket
from handlers.callbacks import TicketButton
from handlers.view.clauses import clause_words
from handlers.view.errors import error_words
from handlers.view.events import event
from handlers.view.say import Methods, bold, button, message, quote, rows, shortened
from handlers.view.splitting import split_page
from handlers.view.standing import priority, priority_words
from handlers.view.under_card import leads, mention, under_card
from handlers.view.words import _, language

SHOWN = 700


def work_words() -> dict[str, str]:
    """What is answered to words that made a move, by the move."""
    return {
        "priority": _("The priority of {number} is changed; the new deadline and the reason are on their way."),
        "objection": _("The answer to the objection on {number} is on its way to the requester."),
        "relate": _("{number} is linked. The requesters do not see it."),
        "merge": _("{number} is closed as a duplicate; the requester is told where it goes on."),
        "known": _("{number} stays open: its requester is another, and is told only that the problem is known."),
        "tag": _("{number} is tagged."),
        "address": _("{number}: the address is corrected, the letter with the number is on its way there."),
        "same_person": _("{number}: they are asked. Nothing is merged until both sides are proved."),
        "block": _("{number}: the requester is blocked until then, and is told. What is registered goes on."),
    }


def _objected(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    n, before = str(parcel.facts["n"]), parcel.facts["before"]
    was = priority_words(priority(ticket, before))
    cited = clause_words(ticket.regulation.clause("priority"))
    lines = [
        _("{number} · The requester objects to the new priority{clause}").format(
            number=bold(ticket.number), clause=cited
        ),
        quote(parcel.facts["text"]),
        _("Change it back, or answer why it stays. They can object once."),
        *leads(desk, parcel),
    ]
    back = _("Back to: {priority}").format(priority=priority(ticket, before) if was else before)
    keyboard = rows(
        [button(back, TicketButton(number=ticket.number, verb="give_in", value=n), "success")],
        [button(_("Answer why it stays"), TicketButton(number=ticket.number, verb="stays", value=n))],
    )
    return under_card(desk, parcel, ticket, lines, keyboard=keyboard, ping=True)


def _merged_in(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    text = _("{number} · {other} repeats it and is closed. What its requester adds comes here.")
    lines = [text.format(number=bold(ticket.number), other=bold(parcel.facts["other"]))]
    if parcel.facts.get("text"):
        lines.append(quote(shortened(parcel.facts["text"], SHOWN)))
    return under_card(desk, parcel, ticket, lines, ping=True)


def _strangers(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    main = parcel.facts["main"]
    text = _(
        "{number} · It repeats {main}, but the requesters are strangers to each other: it stays open, and nothing of {main} "
        "is shown. When {main} is completed you can send the same answer here. Only a lead can close it all the same."
    )
    data = TicketButton(number=ticket.number, verb="merge_sure", value=main)
    keyboard = rows([button(_("Close it all the same (lead)"), data)])
    return under_card(
        desk, parcel, ticket, [text.format(number=bold(ticket.number), main=bold(main))], keyboard=keyboard
    )


def _same_answer(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    main = parcel.facts["main"]
    text = _(
        "{number} · {main}, which it repeats, is completed. Does the same answer go here? Check that it names nobody."
    )
    data = TicketButton(number=ticket.number, verb="same_answer", value=main)
    keyboard = rows([button(_("Send the same answer"), data, "success")])
    lines = [text.format(number=bold(ticket.number), main=bold(main))]
    done = next((e for e in reversed(desk.journal.of(main)) if e.kind is EntryKind.COMPLETED), None)
    if done is not None and done.facts.get("text"):
        lines.append(quote(shortened(done.facts["text"], SHOWN)))
    return under_card(desk, parcel, ticket, lines, keyboard=keyboard, ping=True)


def _watched(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """To one who watches it: in private, or by name in the group."""
    what = event(EntryKind(parcel.facts["kind"]))
    by = parcel.facts.get("by") or ""
    line = f"{bold(ticket.number)} · " + escape(f"{what} · {by}" if by else what)
    status = escape(ticket.regulation.statuses[ticket.status].in_(language()))
    if parcel.facts.get("private"):
        why = _("You watch this request. State: {status}. Answers are written in the support group.")
        method = message(parcel.address, f"{line}\n{why.format(status=status)}")
        method.disable_notification = parcel.facts.get("quiet") or None
        return [method]
    watcher = parcel.facts["watcher"]
    who = mention(desk, watcher, desk.people.get(watcher).name)
    lines = [f"👁 {line}", _("State: {status}. {who}").format(status=status, who=who)]
    if error := parcel.facts.get("missed"):
        why = _("I could not tell {who} in private: {error}. Until I can, I call them here.")
        lines[-1] = _("State: {status}.").format(status=status)
        lines.append(why.format(who=who, error=escape(error_words(error))))
    return under_card(desk, parcel, ticket, lines)


def _split_choice(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    draft = desk.drafts.get(parcel.facts["draft"])
    if draft is None:
        return []
    text, keyboard = split_page(desk, ticket, draft)
    return under_card(desk, parcel, ticket, [text], keyboard=keyboard)


def _prompt(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    asks = {
        Code.PROMPT_PRIORITY: _(
            "{who}, reply to this message with the reason why {number} becomes {chosen}{clause}. The requester reads it."
        ),
        Code.PROMPT_OBJECTION: _(
            "{who}, reply to this message with why the priority of {number} stays. The requester reads it."
        ),
        Code.PROMPT_RELATE: _(
            "{who}, reply to this message with the number of the request {number} has to do with, for example: 17"
        ),
        Code.PROMPT_DUPLICATE: _(
            "{who}, reply to this message with the number of the request that goes on for {number}, and why if you like, "
            "for example: 17 the same outage"
        ),
        Code.PROMPT_TAG: _("{who}, reply to this message with the tags for {number}, for example: till, urgent"),
        Code.PROMPT_ADDRESS: _(
            "{who}, reply to this message with the right e-mail address of the requester of {number}. The letter with the "
            "number goes there at once."
        ),
    }
    who = f'<a href="tg://user?id={escape(parcel.facts["address"])}">{escape(parcel.facts["agent"])}</a>'
    chosen = ""
    if parcel.code is Code.PROMPT_PRIORITY:
        chosen = escape(priority_words(priority(ticket, parcel.facts["reason"])))
    cited = clause_words(ticket.regulation.clause("priority"))
    text = asks[parcel.code].format(who=who, number=bold(ticket.number), chosen=f"«{chosen}»", clause=cited)
    methods = under_card(desk, parcel, ticket, [text])
    for method in methods:
        if isinstance(method, SendMessage):
            method.reply_markup = ForceReply(force_reply=True, selective=True)
    return methods


WORK: dict[Code, Callable[[Desk, Parcel, Ticket], Methods]] = {
    Code.OBJECTED: _objected,
    Code.MERGED_IN: _merged_in,
    Code.STRANGERS: _strangers,
    Code.SAME_ANSWER: _same_answer,
    Code.WATCHED: _watched,
    Code.SPLIT_CHOICE: _split_choice,
    Code.PROMPT_PRIORITY: _prompt,
    Code.PROMPT_OBJECTION: _prompt,
    Code.PROMPT_RELATE: _prompt,
    Code.PROMPT_DUPLICATE: _prompt,
    Code.PROMPT_TAG: _prompt,
    Code.PROMPT_ADDRESS: _prompt,
}
