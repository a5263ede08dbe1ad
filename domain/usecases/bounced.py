"""Bounced: a mail server says that a letter of ours did not arrive."""

from __future__ import annotations

from domain.ports import Desk
from domain.usecases.deliver import undelivered
from domain.usecases.telling import MAIL


def bounced(desk: Desk, *, message_id: str, recipient: str, status: str, reason: str, delayed: bool) -> bool:
    """Whether it is about a letter of ours to that recipient; then it counts as not delivered, unless it is only delayed."""
    found = desk.deliveries.by_remote(MAIL, message_id) if message_id else []
    ours = [one for one in found if not recipient or one.chat.casefold() == recipient.casefold()]
    for one in [] if delayed else ours:
        parcel = desk.outbox.by_key(one.key)
        if parcel is not None and parcel.id is not None:
            undelivered(desk, parcel_id=parcel.id, error=" ".join(filter(None, [status, reason])))
    return bool(ours)
