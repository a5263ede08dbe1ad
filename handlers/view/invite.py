"""Invitations in words: the link and its QR code for who hands it out, and what is said to who followed it."""

from __future__ import annotations

import io
from html import escape

import segno
from aiogram.methods import SendPhoto
from aiogram.types import BufferedInputFile

from domain.regulation import Regulation
from domain.usecases.invite import Invitation
from handlers.view.say import HTML, Methods, bold, chat_number, message
from handlers.view.times import when
from handlers.view.words import _


def invitation(made: Invitation, chat: str, rules: Regulation, *, thread: int = 0) -> Methods:
    """The link with its QR code, and how long it serves."""
    caption = "\n".join(
        [
            _("An invitation to {customer}").format(customer=bold(made.organization.name)),
            escape(made.link),
            _("Whoever follows it counts as one of theirs. It serves until {at}; hand it to nobody else.").format(
                at=when(made.until, rules)
            ),
        ]
    )
    picture = BufferedInputFile(qr_png(made.link), "invitation.png")
    return [
        SendPhoto(
            chat_id=chat_number(chat),
            photo=picture,
            caption=caption,
            parse_mode=HTML,
            message_thread_id=thread or None,
        )
    ]


def qr_png(link: str) -> bytes:
    """A QR code that a phone reads from a screen and from paper (ISO 18004, error correction M)."""
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="png", scale=8, border=4)
    return out.getvalue()


def welcome(outcome: str, name: str, chat: str) -> Methods:
    """What following a link did. Nothing is said of whose a link was that does not serve."""
    match outcome:
        case "joined":
            text = _("You are connected: your requests count as those of {customer}.").format(customer=bold(name))
        case "member":
            text = _("You are connected to {customer} already.").format(customer=bold(name))
        case "other":
            text = _(
                "You are connected to another organization, so this link changes nothing. "
                "If you have moved, write that in a request: staff will put it right."
            )
        case "over":
            text = _(
                "This link does not serve any more. Ask whoever gave it to you for a new one; "
                "a request can be registered without it too."
            )
        case _:
            return []
    return [message(chat, text)]
