"""Short letters: those on no ticket, such as a code, or that a letter was no request."""

from __future__ import annotations

from domain.notices import Code, Parcel
from domain.ports import Desk
from domain.usecases.staff import chat_link
from handlers.view.blocked import block_told
from handlers.view.clauses import clause
from handlers.view.effort import hours_told
from handlers.view.letter_page import Letter, as_reply, lines_page
from handlers.view.privacy import last_words as forgotten_words
from handlers.view.suspended import suspension_told
from handlers.view.words import _, language, speaking


def not_registered(desk: Desk, parcel: Parcel) -> Letter:
    """To whoever wrote where no letter becomes a request: that it is none, by which clause, and how one is made."""
    rules = desk.regulation
    with speaking(parcel.language):
        title = _("Your letter is not registered")
        door = rules.door("chat")
        name = door.stands_for.in_(language()) if door and door.stands_for else _("the chat")
        paragraphs = [
            _("Here a letter is no official request, so no work begins by it{clause}.").format(
                clause=clause(parcel.facts.get("clause"))
            ),
            _("A request is registered in the Telegram chat with the bot ({name}). Please write there: {link}").format(
                name=name, link=chat_link(desk) or rules.link
            ),
            _("You wrote: {subject}").format(subject=parcel.facts["subject"]) if parcel.facts.get("subject") else "",
        ]
        text, html = lines_page(title, paragraphs)
        return as_reply(parcel, Letter(parcel.address, title, text, html, ident=f"not-registered.{parcel.id}"))


def proof(parcel: Parcel) -> Letter:
    """A letter with nothing but a code: to prove an address by, or to move requests to another account."""
    with speaking(parcel.language):
        title = _("Prove your address")
        what = _("Send this code to the bot in Telegram: that proves the address.")
        if parcel.code is Code.ACCOUNT_CODE:
            title = _("Move your requests to another account")
            what = _(
                "Somebody asked to move your requests to another Telegram account. If that is you, type this code there. "
                "Whoever has the code gets your requests: tell it to nobody."
            )
        if number := parcel.facts.get("number"):
            title = _("The code for {number}").format(number=number)
            what = _(
                "Somebody opened the link of our letter on {number} in Telegram, to go on there. If that is you, send this "
                "code to the bot. Whoever has the code gets the request: tell it to nobody."
            ).format(number=number)
        ignore = _("If you did not ask for that, just ignore this letter.")
        lines = [_("Code: {code}").format(code=parcel.facts["code"]), what, ignore]
        text, html = lines_page(title, lines)
    return Letter(parcel.address, title, text, html, ident=f"proof.{parcel.id}")


def of_block(desk: Desk, parcel: Parcel) -> Letter:
    """Nothing new of theirs is registered, or it is again."""
    with speaking(parcel.language):
        title, lines = block_told(desk, parcel)
        text, html = lines_page(title, lines)
    return as_reply(parcel, Letter(parcel.address, title, text, html, ident=f"block.{parcel.id}"))


def of_suspension(desk: Desk, parcel: Parcel) -> Letter:
    """Support for them is suspended, or goes on."""
    with speaking(parcel.language):
        title, lines = suspension_told(desk, parcel)
        text, html = lines_page(title, lines)
    return Letter(parcel.address, title, text, html, ident=f"suspension.{parcel.id}")


def last_words(parcel: Parcel) -> Letter:
    """That the consent is withdrawn, or that nothing is kept any more: to an address that is forgotten with it."""
    with speaking(parcel.language):
        title, lines = forgotten_words(parcel.code)
        text, html = lines_page(title, lines)
    return Letter(parcel.address, title, text, html, ident=f"last-words.{parcel.id}")


def hours(parcel: Parcel) -> Letter:
    """To a customer's people: how much of the prepaid hours is used; of no request."""
    with speaking(parcel.language):
        title, lines = hours_told(parcel.facts)
        text, html = lines_page(title, lines)
    return Letter(parcel.address, title, text, html, ident=f"hours.{parcel.id}")
