"""Bounced: a letter of ours came back, or a server on the way says that it is late (barier 7.10, RFC 3464)."""

from __future__ import annotations

import contextlib
from typing import Any

from domain.notices import Code, Fate, Notice, Parcel
from domain.ports import Delivery, Desk, TimerKind
from domain.ticket import Ticket
from domain.usecases.dead_addresses import is_gone, note_dead
from domain.usecases.deliver import ASKS, REGISTRATION_LETTERS, STARTS_SILENCE, undelivered
from domain.usecases.telling import MAIL, refresh_card, tell_in_chat

LONGEST = 160


def bounced(desk: Desk, *, message_id: str, recipient: str, status: str, reason: str, delayed: bool) -> bool:
    """What a mail server reports of a letter: it failed for good, or (`delayed`) is still being tried.

    False, and nothing changes, if the letter is none of ours or the recipient is not whom it was for: whoever did not get
    the letter cannot know its name. A report without a recipient is believed by the name alone.
    """
    delivery = _delivery(desk, message_id, recipient)
    parcel = desk.outbox.by_key(delivery.key) if delivery else None
    if parcel is None or parcel.channel != MAIL:
        return False
    if parcel.fate is not Fate.SENT:
        return True  # it is known already
    error = _one_line(status, reason)
    if delayed:
        parcel.error = error
        if parcel.ticket:
            refresh_card(desk, desk.tickets.get(parcel.ticket), mark=f"delayed:{parcel.id}:{error}")
        return True
    if is_gone(status, reason):
        note_dead(desk, parcel.address, error)
    assert parcel.id is not None
    ticket = desk.tickets.get(parcel.ticket) if parcel.ticket else None
    official = ticket is not None and parcel.code in REGISTRATION_LETTERS
    clause = ticket.regulation.clause("mirror") if ticket is not None and official else None
    said: dict[str, Any] = {"bounced": True} | ({"clause": clause} if clause else {})
    undelivered(desk, parcel_id=parcel.id, error=error, said=said)
    if ticket is not None:
        if clause:
            tell_in_chat(desk, ticket, Notice(Code.LETTER_ACCEPTED, {"clause": clause, "returned": True}))
        _stop_silence(desk, ticket, parcel)
    return True


def _delivery(desk: Desk, message_id: str, recipient: str) -> Delivery | None:
    found = desk.deliveries.by_remote(MAIL, message_id) if message_id else []
    if not recipient:
        return found[0] if len(found) == 1 else None
    return next((one for one in found if _address(one.chat) == _address(recipient)), None)


def _stop_silence(desk: Desk, ticket: Ticket, parcel: Parcel) -> None:
    """Silence began to count when the answer or question was accepted; it reached nobody, so it does not count (barier 4.9)."""
    if parcel.code is not STARTS_SILENCE and parcel.code not in ASKS:
        return
    told = [p for p in desk.outbox.of(ticket.number) if p.entry == parcel.entry and p.code is parcel.code]
    if any(p.fate is Fate.SENT for p in told) or not ticket.answer_unheard(desk.now()):
        return
    desk.timers.cancel(ticket.number, TimerKind.CLOSE, TimerKind.CLOSE_REMINDER)
    refresh_card(desk, ticket)


def _one_line(status: str, reason: str) -> str:
    """`5.1.1 no such user`: what stands on cards and in the journal."""
    words = "".join(sign if sign.isprintable() else " " for sign in reason[:1000])
    whole = words if not status or status in words else f"{status} {words}"
    return " ".join(whole.split())[:LONGEST]


def _address(text: str) -> str:
    local, _, domain = text.strip().strip("<>")[:320].rpartition("@")
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}@{domain}".casefold()
