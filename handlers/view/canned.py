"""Canned answers in words: the list, a look at one before it goes, and what is wrong with one."""

from __future__ import annotations

from datetime import datetime
from html import escape

from aiogram.types import ForceReply, InlineKeyboardMarkup

from domain.canned import VARIABLES, Canned, short
from domain.notices import Code, Parcel
from domain.ports import Desk
from domain.regulation import Regulation
from domain.ticket import Ticket
from domain.usecases.canned import Kept, Shelf
from handlers.callbacks import CannedButton, TicketButton
from handlers.view.form import copied
from handlers.view.pages import place, turning
from handlers.view.say import Methods, bold, button, message, quote, rows, shortened
from handlers.view.summary import back_words
from handlers.view.times import when
from handlers.view.under_card import under_card
from handlers.view.words import _, speaking

ON_CARD = 8
"""Names under a card at a time."""


def when_in(at: datetime, rules: Regulation, language: str) -> str:
    """An instant in a language other than the one being spoken."""
    with speaking(language):
        return when(at, rules)


def shelf(kept: Shelf) -> tuple[str, InlineKeyboardMarkup | None]:
    """Names, languages, how often each was sent, and how they begin."""
    if not kept.answers:
        return _("There are no canned answers yet.") + "\n" + usage(), None
    lines = [bold(_("Canned answers"))]
    for one in kept.answers:
        sent = _("sent: {n}").format(n=one.used)
        begins = escape(shortened(" ".join(one.text.split()), 60))
        lines.append(f"<code>{escape(one.name)}</code> {one.language} · {sent} · {begins}")
    text = "\n".join([*lines, "", usage()]) + place(kept.page, kept.pages)
    return text, rows(turning(kept.page, kept.pages, lambda n: CannedButton(page=n)))


def usage() -> str:
    """How staff keep them."""
    lines = [
        _("/canned show hello: read it"),
        _("/canned add hello: write it, or write it anew; /canned add hello en is the same in English"),
        _("/canned drop hello: take it out (leads only)"),
        _("In the text: {variables}. To send one: More… → Canned answer on the card.").format(variables=variables()),
    ]
    return "\n".join(lines)


def variables() -> str:
    """All of them, as they are written."""
    return ", ".join(f"<code>{{{one}}}</code>" for one in VARIABLES)


def shown(answers: list[Canned]) -> str:
    """One in each of its languages, with who wrote it last."""
    blocks = (f"<code>{escape(a.name)}</code> {a.language} · {escape(a.author)}\n{quote(a.text)}" for a in answers)
    return "\n\n".join(blocks)


def kept_words(done: Kept) -> str:
    """It is kept, and this is how it reads."""
    words = _("The canned answer {name} is kept.") if done.new else _("The canned answer {name} is changed.")
    name = f"<code>{escape(done.answer.name)}</code> {done.answer.language}"
    return words.format(name=name) + f"\n{quote(done.answer.text)}"


def dropped(gone: list[Canned]) -> str:
    """Gone; its text is shown once more, so that nothing is lost by a slip."""
    title = _("The canned answer {name} is dropped. It said:").format(name=f"<code>{escape(gone[0].name)}</code>")
    return "\n".join([title, *(copied(one.text) for one in gone)])


def choice(number: str, names: list[str], page: int) -> InlineKeyboardMarkup:
    """Under a card: which one to look at; what is sent most comes first."""
    pages = max(1, -(-len(names) // ON_CARD))
    page = min(max(page, 0), pages - 1)
    here = names[page * ON_CARD : (page + 1) * ON_CARD]
    lines = [[button(one, TicketButton(number=number, verb="canned", value=short(one)))] for one in here]
    turn = turning(page, pages, lambda n: TicketButton(number=number, verb="canned_page", value=str(n)))
    return rows(*lines, turn, [button(back_words(), TicketButton(number=number, verb="card"))])


def looked_at(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """As it would go out, and whether to send it so. Without a value it cannot go as it is."""
    facts = parcel.facts
    title = _("{number} · The canned answer {name}, as the requester will read it:").format(
        number=bold(ticket.number), name=bold(facts["canned"])
    )
    lines = [title, quote(facts["text"])]
    send = [button(_("Send"), TicketButton(number=ticket.number, verb="canned_send"), "primary")]
    if facts["lacking"]:
        names = ", ".join(f"<code>{{{one}}}</code>" for one in facts["lacking"])
        lines.append(_("This request has no {names}: please put it right before it goes.").format(names=names))
        send = []
    fix = button(_("Change it"), TicketButton(number=ticket.number, verb="canned_fix"))
    return under_card(desk, parcel, ticket, lines, keyboard=rows([*send, fix]), silent=True)


def fix_prompt(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """The words to be copied, and replied with as they should go."""
    text = _("{who}, reply to this message with the answer on {number} as it should go. To copy:")
    text = text.format(who=_who(parcel), number=bold(ticket.number))
    methods = under_card(desk, parcel, ticket, [text, copied(parcel.facts["text"])])
    return [one.model_copy(update={"reply_markup": ForceReply(force_reply=True, selective=True)}) for one in methods]


def text_prompt(desk: Desk, parcel: Parcel) -> Methods:
    """The text of a canned answer; of one that is there, what it says now, to be copied."""
    facts = parcel.facts
    name = f"<code>{escape(facts['name'])}</code> {facts['language']}"
    words = _("{who}, reply to this message with the text of the canned answer {name}. It may hold {variables}.")
    lines = [words.format(who=_who(parcel), name=name, variables=variables())]
    if facts["text"]:
        lines += [_("What it says now:"), copied(facts["text"])]
    method = message(parcel.address, "\n".join(lines), thread=parcel.thread)
    method.reply_markup = ForceReply(force_reply=True, selective=True)
    return [method]


def _who(parcel: Parcel) -> str:
    return f'<a href="tg://user?id={escape(parcel.facts["address"])}">{escape(parcel.facts["agent"])}</a>'


STAFF_CANNED = {Code.CANNED: looked_at, Code.PROMPT_CANNED: fix_prompt}
