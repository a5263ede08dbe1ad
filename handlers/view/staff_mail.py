"""Staff mail: what is said in the chat of staff who work by letter, and of what they wrote."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from domain.incoming import Doubt
from domain.notices import Parcel
from domain.ports import Desk
from domain.staff_words import Move
from domain.ticket import Ticket
from domain.usecases.staff_mailbox import Mailbox
from handlers.view.errors import error_words
from handlers.view.say import Methods, bold, message, quote, shortened
from handlers.view.under_card import under_card
from handlers.view.words import _

SHOWN = 3000
LISTED = 40
"""Of so many of staff a list tells: it must fit into one message."""


def staff_wrote(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """What a colleague has written by letter: their words stand nowhere else in the group."""
    facts = parcel.facts
    title = {
        Move.NOTE: _("{number} · {name} writes by letter, for us alone"),
        Move.ASK: _("{number} · {name} asks the requester by letter"),
        Move.PROMISE: _("{number} · {name} tells the requester a new date by letter"),
        Move.COMPLETE: _("{number} · {name} completes it by letter"),
    }.get(facts["move"], _("{number} · {name} answers the requester by letter"))
    lines = [title.format(number=bold(ticket.number), name=escape(facts["by"]))]
    lines += [quote(shortened(facts["text"], SHOWN))] if facts["text"] else []
    if facts["files"]:
        lines.append(_("Attachments: {n}").format(n=escape(", ".join(facts["files"]))))
    if left := facts.get("left"):
        words = _(
            "Attached to the letter: {names}. The requester was not sent it; the letter itself is under «More…» on the card."
        )
        lines.append(words.format(names=escape(", ".join(left))))
    return under_card(desk, parcel, ticket, lines, silent=True)


def staff_doubts(number: str) -> dict[str, str]:
    """Why a letter to an agent's signed address was not carried out, as staff see it."""
    words: dict[str, str] = {
        Doubt.STAFF_OFF: _("A letter to an address of staff, who do not work by mail here{about}"),
        Doubt.STAFF_SIGN: _("A letter to an address of staff that was not made for its sender{about}"),
        Doubt.STAFF_UNSURE: _("A letter in a colleague's name, which our mail server does not confirm{about}"),
        Doubt.STAFF_LEFT: _("A letter from somebody who does not work on it any more{about}"),
        Doubt.STAFF_CLOSED: _("A colleague's letter on a request that is closed{about}"),
        Doubt.STAFF_TWICE: _("A colleague's letter that came once more; it was carried out before{about}"),
        Doubt.STAFF_UNCLEAR: _("A colleague's letter that could not be carried out{about}"),
    }
    about = f" ({number})" if number else ""
    return {why: text.format(about=about) for why, text in words.items()}


def mail_told(desk: Desk, parcel: Parcel) -> Methods:
    """To an agent in private: a letter of theirs did nothing, or one to them did not arrive."""
    facts = parcel.facts
    if facts["why"] == "failed":
        words = _(
            "A letter to you on {number} did not arrive at {address}: {error}. What concerns you stands in the group. "
            "Another address: /mail name@company.com; no letters any more: /mail off"
        )
        error, address = escape(error_words(facts["error"])), escape(facts["address"])
        return [message(parcel.address, words.format(number=bold(facts["number"]), address=address, error=error))]
    why = {
        Doubt.STAFF_SIGN: _("it did not come to the address in my letter to you; reply to that letter itself"),
        Doubt.STAFF_UNSURE: _("our mail server does not confirm that it is from you. If it is not, tell your lead"),
        Doubt.STAFF_CLOSED: _("the request is closed"),
        Doubt.STAFF_TWICE: _("it was carried out before"),
        Doubt.STAFF_UNCLEAR: _("it was not understood, as the one before, on which I wrote to you"),
        Doubt.AUTHORS: _("it names several authors"),
        Doubt.SEALED: _("it is encrypted, and I cannot read it"),
    }.get(facts["why"], _("staff do not work by mail here now"))
    words = _("{number}: a letter in your name was not carried out: {why}. The group sees it: /letters")
    return [message(parcel.address, words.format(number=bold(facts["number"]), why=escape(why)))]


def mailbox_on(address: str) -> str:
    """Letters go there from now on. In HTML."""
    words = _(
        "{address} is proved. What concerns you as staff comes there by letter too, and your replies are carried out. "
        "Enough of it: /mail off"
    )
    return words.format(address=bold(address))


def mailbox_words(shown: Mailbox) -> str:
    """How it stands with an agent's letters. In HTML."""
    if shown.waits:
        words = _("A letter with a six-digit code goes to {address}. Send me the code here: that proves the address.")
        return words.format(address=bold(shown.waits))
    if not shown.address:
        return _(
            "You get no letters. To have what concerns you come by letter too, and to answer by letter: "
            "/mail name@company.com"
        )
    lines = [_("What concerns you as staff comes to {address} by letter too.").format(address=bold(shown.address))]
    if shown.dead:
        lines.append(_("But a letter came back from there, so I write there no more. Once it works: /mail {address}"))
        lines[-1] = lines[-1].format(address=escape(shown.address))
    lines.append(_("Reply to such a letter, and it is carried out. No letters any more: /mail off"))
    return "\n".join(lines)


def mailboxes_words(every: Sequence[tuple[str, Mailbox]]) -> str:
    """To a lead: who gets letters, and with whom that fails. In HTML."""
    told = {
        True: _("• {name} — {address}: a letter came back, so I write there no more"),
        False: _("• {name} — {address}"),
    }
    unproved = _("• {name} — {address}: not proved, so I do not write there yet")
    lines = []
    for name, one in every:
        if one.wanted:
            where = _hint(one.address or one.waits) or _("an address")
            line = told[one.dead] if one.address else unproved
            lines.append(line.format(name=bold(name), address=escape(where)))
    title = _("Who gets letters:") if lines else _("Nobody gets letters.")
    more = [_("and {n} more").format(n=len(lines) - LISTED)] if len(lines) > LISTED else []
    without = ", ".join([bold(name) for name, one in every if lines and not one.wanted][:LISTED])
    rest = [_("No letters: {names}").format(names=without)] if without else []
    each = _("Each asks for them in private with me: /mail name@company.com")
    return "\n".join([bold(title), *lines[:LISTED], *more, *rest, each])


def _hint(address: str) -> str:
    """As much of an address as tells it from others: «b•••@company.com»."""
    local, _at, domain = address.rpartition("@")
    return f"{local[:1]}•••@{domain}" if address else ""


def where_mail_is() -> str:
    """To who asked in the group, where everybody would read the address."""
    return _("Please write /mail to me in private: an address is nobody else's business.")
