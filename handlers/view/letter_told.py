"""Letter told: what whoever wrote to the desk is told of their letter, in the answer and where they open its link."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape, unescape
from typing import Any

from aiogram.types import InlineKeyboardMarkup

from domain.notices import Code, Parcel
from domain.ports import Desk
from domain.regulation import Regulation
from domain.ticket import Ticket
from domain.usecases.by_letter import Offered, way_to_chat
from handlers.callbacks import MailButton
from handlers.view.apart import part_words
from handlers.view.clauses import clause
from handlers.view.files import refused_words
from handlers.view.form import form
from handlers.view.letter_page import Letter, Paragraph, as_reply, lines_page
from handlers.view.say import bold, button, rows
from handlers.view.standing import due
from handlers.view.told import Told
from handlers.view.words import _, language, speaking

PART = 160
"""Characters of a part of a letter, in a list of them."""
_OFFERS_THE_CHAT = (Code.REGISTERED, Code.ASK_REMINDER, Code.QUESTION)


def refused_lines(problems: Sequence[dict[str, Any]], rules: Regulation) -> list[str]:
    """The files that were not taken, in plain text."""
    words = refused_words(list(problems), rules.attachments)
    return [unescape(line.replace("<b>", "").replace("</b>", "")) for line in words]


def several_lines(parts: Sequence[str], rules: Regulation, *, repeated: bool = True) -> list[str]:
    """That a letter seems to hold several problems, which, and how they become requests of their own (barier 4.3).

    Not `repeated`: nobody vouches for its sender, and the desk must not carry strangers' words to the address that they name.
    """
    if len(parts) < 2:
        return []
    listed = "\n".join(f"{n}. {part_words(part, PART)}" for n, part in enumerate(parts, start=1))
    ask = _("Your letter seems to tell of several problems{clause}:").format(clause=clause(rules.clause("one_issue")))
    how = _(
        "Reply with «separately», and each gets a number and a deadline of its own; with «together» if it is one problem. "
        "Until then it is one request."
    )
    return [f"{ask}\n{listed}" if repeated else ask.rstrip(":") + ".", how]


def lacking_lines(lines: Sequence[str], rules: Regulation) -> list[str]:
    """What a letter did not say, asked back: lines to fill in and send as the answer (barier 4.2, 7.7)."""
    if not lines:
        return []
    ask = _("To begin we need a little more{clause}. Please fill in these lines and send them as your answer:")
    return [ask.format(clause=clause(rules.clause("fields"))), form(rules, lines)]


def files_refused(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    """Of a letter that was added to a request."""
    return Told(_("Not all files were taken"), refused_lines(facts["refused"], ticket.regulation))


def details_taken(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    """The lines that were asked back have come; what could not be read of them is asked for once more, and nothing waits for it."""
    left, lines = facts["left"], [due(ticket)]
    if not left:
        return Told(_("Thank you, that is all we needed"), lines, facts=lines)
    ask = _("These lines are still missing. The work does not wait for them; please send them when you can:")
    after = [ask, form(ticket.regulation, left)]
    return Told(_("Thank you, taken down"), lines, after=after, facts=lines)


def came_late(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    """A letter on a request that is closed: staff read it, and it is none yet."""
    lines = [
        _(
            "Our staff will read it. If there is something to do, they make a new request of it, and you get its number."
        ),
        _(
            "If you would rather not wait, write us a new letter, not an answer to this one: it becomes a request at once."
        ),
    ]
    return Told(_("We have your letter, but this request is closed"), lines, facts=lines)


def copied_told(facts: dict[str, Any]) -> Told:
    """Whom the requester has put in copy takes part, or does so no more; they named them, so they hear who."""
    who = f"{facts['name']} ({facts['address']})" if facts["name"] else facts["address"]
    if facts.get("removed"):
        line = _(
            "{name}, whom you put in copy, takes part no more: nothing goes there, and letters from there are not added."
        )
        return Told(_("Somebody takes part no more"), [line.format(name=who)])
    line = _(
        "{name}, whom you put in copy, takes part now: letters from there reach us. They get only what we write to them."
    )
    return Told(_("Somebody takes part"), [line.format(name=who)])


def mail_proved(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    """Also for the mailbox: whoever reads it must hear of it."""
    lines = [
        _("The link from our letter was opened in Telegram: from now on the request goes on in that chat too."),
        _("If that was not you, please tell us at once."),
    ]
    return Told(_("The request is in Telegram now"), lines, facts=lines)


def chat_paragraphs(desk: Desk, ticket: Ticket, parcel: Parcel) -> list[Paragraph]:
    """In a letter to who wrote one: the way on into the chat."""
    if parcel.code not in _OFFERS_THE_CHAT or parcel.address.casefold() != ticket.email.casefold():
        return []
    link = way_to_chat(desk, ticket)
    if not link:
        return []
    words = _("Or go on in Telegram. The link is for you alone and good for two weeks.")
    return [Paragraph(words, links=((_("Go on in Telegram"), link),))]


def empty_letter(desk: Desk, parcel: Parcel) -> Letter:
    """To whoever sent a letter without a word in it."""
    with speaking(parcel.language):
        title = _("Your letter came without words")
        lines = [
            _("We found neither a text nor a file in it, so nothing is registered."),
            _(
                "Please write what happened; what we need to know stands in the form below, and you may fill it in at once:"
            ),
            form(desk.regulation),
        ]
        text, html = lines_page(title, lines)
        return as_reply(parcel, Letter(parcel.address, title, text, html, ident=f"empty.{parcel.id}"))


def offered_in_chat(found: Offered) -> tuple[str, InlineKeyboardMarkup]:
    """Whether the request shall go on in this chat."""
    text = _("{number} was registered by a letter from {address}. Shall it go on in this chat?").format(
        number=bold(found.ticket.number), address=escape(found.ticket.email)
    )
    take = _("Yes, here")
    if found.consent:
        text += "\n\n" + escape(found.consent.in_(language()))
        take = _("I agree, here")
    return text, rows([button(take, MailButton(token=found.token), "success")])
