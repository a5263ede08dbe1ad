"""Fate: what became of the words of staff, in words; «sent» is never said of what was not."""

from __future__ import annotations

from html import escape

from domain.notices import BOTH_WAYS, Code, Fate, Parcel
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.telling import CHAT, MAIL, SECOND
from handlers.view.effort import under_fate
from handlers.view.errors import error_words
from handlers.view.letters import carries_words
from handlers.view.ready import NotReadyError
from handlers.view.say import Methods, bold, edit, message
from handlers.view.words import _

UNDERWAY = (Fate.QUEUED, Fate.SENDING)


def fate_told(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """Under the words themselves, and later in place."""
    first = parcel
    if parcel.facts.get("of"):
        found = desk.outbox.by_key(parcel.facts["of"])
        if found is None:
            return []
        if found.fate in UNDERWAY:
            raise NotReadyError
        first = found
    text, keyboard = fate_words(desk, first, ticket), under_fate(desk, first, ticket)
    if first is not parcel and first.remote:
        return [edit(parcel.address, int(first.remote), text, keyboard)]
    reply_to = first.facts["message"]
    if not reply_to:
        shown = desk.deliveries.latest(parcel.channel, parcel.address, ticket.number, Code.CARD)
        reply_to = shown.remote if shown else ""
    method = message(
        parcel.address, text, keyboard, thread=first.thread, reply_to=int(reply_to) if reply_to.isdecimal() else None
    )
    method.disable_notification = True
    return [method]


def fate_words(desk: Desk, mark: Parcel, ticket: Ticket) -> str:
    """What it was, and where it is: by each channel."""
    title = _title(mark.facts["move"]).format(number=bold(ticket.number))
    sent = [p for key in mark.facts["parcels"] if (p := desk.outbox.by_key(key)) and p.fate is not Fate.DROPPED]
    if mark.facts.get("late"):
        return f"✏️ {title}: " + _("it had not gone out yet, and goes out corrected") + "."
    if not sent:
        return f"⚠️ {title}: " + _("there is neither a chat nor an address to send it to") + "."
    own = [p for p in sent if not p.facts.get(SECOND)] or sent
    parts = [_channel(desk, ticket, channel, [p for p in own if p.channel == channel]) for channel in (CHAT, MAIL)]
    failed = any(p.fate is Fate.FAILED for p in own)
    sign = "⚠️" if failed else "⏳" if any(p.fate in UNDERWAY for p in own) else "✅"
    return f"{sign} {title}: {', '.join(filter(None, parts))}."


def _channel(desk: Desk, ticket: Ticket, channel: str, parcels: list[Parcel]) -> str:
    """The worst of what became of them on one channel."""
    if not parcels:
        return ""
    chat = channel == CHAT
    failed = next((p for p in parcels if p.fate is Fate.FAILED), None)
    if failed is not None:
        words = _("not delivered in the chat ({error})") if chat else _("the letter is not delivered ({error})")
        return words.format(error=escape(error_words(failed.error, code=False)[:160]))
    if any(p.fate in UNDERWAY for p in parcels):
        return _("on its way to the chat") if chat else _("the letter is on its way")
    if not chat and any(p.code in BOTH_WAYS and not carries_words(desk, ticket, p.address) for p in parcels):
        return _("the letter is accepted, but without the words: the address is not proved")
    if any(p.uncertain for p in parcels):
        return _("delivered in the chat, possibly twice") if chat else _("the letter is accepted, possibly twice")
    return _("delivered in the chat") if chat else _("the letter is accepted by the mail server")


def _title(move: str) -> str:
    return {
        "ask": _("Question on {number}"),
        "secret": _("Question on {number}, to be answered in confidence"),
        "complete": _("{number} is completed"),
        "promise": _("New date on {number}"),
        "hold": _("{number} is put off"),
        "refuse": _("{number} is refused"),
        "article": _("Article on {number}"),
        "involve": _("Letter to an outsider on {number}"),
        "call": _("Spoken answer on {number}, in writing"),
        "offer": _("Offer on {number}"),
        "hand_on": _("{number} is handed on"),
        "complaint": _("Answer to the complaint on {number}"),
        "correct": _("Correction on {number}"),
    }.get(move, _("Answer on {number}"))
