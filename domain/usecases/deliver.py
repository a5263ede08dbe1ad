"""Delivery: what became of a parcel. The courier reports here; the journal and the card then say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.journal import EntryKind
from domain.notices import BOTH_WAYS, BY_LETTER, LAST_WORDS, TO_OTHERS, Code, Fate, Notice, Parcel
from domain.ports import Delivery, Desk
from domain.usecases.dead_addresses import ASKED_FOR, why_dead
from domain.usecases.erase import could_not_erase
from domain.usecases.fate import fate_changed, mark_of
from domain.usecases.forget import could_not_wipe
from domain.usecases.now import card_gone
from domain.usecases.quality_control import lead_not_told
from domain.usecases.quality_month import month_not_told
from domain.usecases.resume import set_silence_timers
from domain.usecases.staff_mailbox import letter_failed
from domain.usecases.telling import MAIL, REST, SECOND, refresh_card, tell_in_chat, tell_staff
from domain.usecases.watch import not_told_in_private

STARTS_SILENCE = Code.COMPLETED
ASKS = frozenset({Code.QUESTION, Code.SECRET_ASKED})
CAME_BACK = "not written to, for a letter came back"
SHOWN_FROM = 2
"""After so many attempts staff see that a letter is being put off: the first refusal is often a greeting."""
REGISTRATION_LETTERS = (Code.REGISTERED, Code.RECORD)
"""The letter with the number, or with the whole record where an address was corrected to one that is proved."""
TO_REQUESTER = BOTH_WAYS | BY_LETTER
WRITTEN_DOWN = TO_REQUESTER | TO_OTHERS


def begin_sending(desk: Desk, *, parcel_id: int) -> Parcel | None:
    """Mark a parcel as being sent, so that a crash in the middle can be seen. None if there is nothing to send any more."""
    parcel = desk.outbox.get(parcel_id)
    if parcel is None or parcel.fate is not Fate.QUEUED:
        return None
    if parcel.channel == MAIL and parcel.code not in ASKED_FOR and (why := why_dead(desk, parcel.address)):
        undelivered(desk, parcel_id=parcel_id, error=f"{CAME_BACK}: {why}")
        return None
    parcel.fate = Fate.SENDING
    parcel.attempts += 1
    return parcel


def delivered(desk: Desk, *, parcel_id: int, remotes: Sequence[str] = ()) -> None:
    """The channel accepted it. `remotes` are the channel's ids of what arrived; timers that run from acceptance start."""
    parcel = desk.outbox.get(parcel_id)
    if parcel is None or parcel.fate is Fate.SENT:
        return
    if parcel.code in LAST_WORDS:
        desk.outbox.discard(parcel)
        return
    parcel.fate, parcel.error, parcel.due = Fate.SENT, "", desk.wall()
    parcel.remote = remotes[0] if remotes else ""
    for remote in remotes:
        if desk.deliveries.find(parcel.channel, parcel.address, remote) is None:
            desk.deliveries.add(
                Delivery(parcel.channel, parcel.address, remote, parcel.code, parcel.ticket, parcel.key)
            )
    if parcel.ticket is None or parcel.code not in WRITTEN_DOWN:
        return
    ticket = desk.tickets.get(parcel.ticket)
    now = desk.now()
    facts = {"code": parcel.code, "channel": parcel.channel, "entry": parcel.entry}
    if parcel.uncertain:
        facts["uncertain"] = True
    ticket.record(now, EntryKind.DELIVERED, facts)
    fate_changed(desk, parcel, mark_of(desk, parcel))
    if parcel.facts.get(SECOND):
        return  # only what reaches the requester lets a silence begin
    if parcel.code is STARTS_SILENCE and ticket.close_due is None and _nothing_was_said_since(desk, parcel):
        ticket.answer_accepted(now)
        set_silence_timers(desk, ticket)
    asks = parcel.code in ASKS
    asks = asks or (parcel.code is Code.REGISTERED and bool(parcel.facts.get("lacking")))
    if asks and ticket.question_accepted(now):
        set_silence_timers(desk, ticket)
    clause = ticket.regulation.clause("mirror")
    if clause and parcel.channel == MAIL and parcel.code in REGISTRATION_LETTERS and not _accepted_before(desk, parcel):
        # The letter with the number is what makes it official: the chat says so, where a clause does.
        facts = {"clause": clause, "address": parcel.address}
        tell_in_chat(desk, ticket, Notice(Code.LETTER_ACCEPTED, facts), n=parcel.entry)
    refresh_card(desk, ticket, rest=REST)


def _nothing_was_said_since(desk: Desk, parcel: Parcel) -> bool:
    """Whether the parcel tells of the last completion, and the requester has not written since: words stop the silence."""
    later = [e for e in desk.journal.of(parcel.ticket or "") if e.n >= (parcel.entry or 0)]
    said = any(e.kind is EntryKind.MESSAGE and not e.facts.get("aside") for e in later)
    return not said and [e.n for e in later if e.kind is EntryKind.COMPLETED] == [parcel.entry]


def put_off(
    desk: Desk, *, parcel_id: int, seconds: float, error: str, uncertain: bool = False, tried: bool = True
) -> None:
    """The channel could not take it now; try again in so many seconds of the wall clock.

    `uncertain`: its answer was lost, so it may have arrived; what is sent then says so. Not `tried`: it waited for us.
    """
    parcel = desk.outbox.get(parcel_id)
    if parcel is None or parcel.fate is not Fate.SENDING:
        return
    parcel.fate, parcel.due, parcel.error = Fate.QUEUED, desk.wall() + seconds, error
    parcel.uncertain = parcel.uncertain or uncertain
    if not tried:
        parcel.attempts -= 1
    elif parcel.ticket and parcel.channel == MAIL and parcel.attempts >= SHOWN_FROM and parcel.code in TO_REQUESTER:
        mark = f"put off:{parcel.id}:{parcel.attempts}"
        refresh_card(desk, desk.tickets.get(parcel.ticket), rest=REST, mark=mark)


def redo_interrupted(desk: Desk) -> int:
    """After a crash: what was being sent goes out once more. A chat message may then be there twice, and is marked so.

    Letters repeat with the same Message-ID, so a mailbox can tell them apart.
    """
    parcels = desk.outbox.interrupted()
    for parcel in parcels:
        parcel.fate = Fate.QUEUED
        parcel.uncertain = True
    return len(parcels)


def dropped(desk: Desk, *, parcel_id: int) -> None:
    """There was nothing to say any more."""
    parcel = desk.outbox.get(parcel_id)
    if parcel is not None and parcel.code in LAST_WORDS:
        desk.outbox.discard(parcel)
    elif parcel is not None:
        parcel.fate = Fate.DROPPED
        if parcel.code is Code.NOW:
            card_gone(desk, parcel)


def undelivered(desk: Desk, *, parcel_id: int, error: str, said: Mapping[str, Any] | None = None) -> None:
    """The channel refused it for good. Staff see it; the other channel goes on; the requester may correct a bad address.

    `said`: what else the journal holds of it.
    """
    parcel = desk.outbox.get(parcel_id)
    if parcel is None or parcel.fate is Fate.FAILED:
        return
    if parcel.code in LAST_WORDS:
        desk.outbox.discard(parcel)
        return
    parcel.fate, parcel.error, parcel.due = Fate.FAILED, error, desk.wall()
    if parcel.code is Code.NOW:
        card_gone(desk, parcel)
    if parcel.code is Code.QUALITY_MONTH:
        month_not_told(desk, parcel)
    if parcel.code is Code.WIPE:
        could_not_wipe(desk, parcel.facts)
    if parcel.code is Code.ERASE:
        could_not_erase(desk, parcel.facts)
    if parcel.code is Code.WATCHED:
        not_told_in_private(desk, parcel, error)
    if parcel.code is Code.STAFF_LETTER:
        letter_failed(desk, parcel, error)
    if parcel.code in (Code.COMPLAINED, Code.COMPLAINT_SOON, Code.COMPLAINT_LATE):
        lead_not_told(desk, parcel)
    if parcel.ticket is None or parcel.code not in WRITTEN_DOWN:
        return
    ticket = desk.tickets.get(parcel.ticket)
    entered = {"code": parcel.code, "channel": parcel.channel, "error": error} | dict(said or {})
    ticket.record(desk.now(), EntryKind.UNDELIVERED, entered)
    mark = mark_of(desk, parcel)
    fate_changed(desk, parcel, mark)
    facts = {"channel": parcel.channel, "error": error, "what": parcel.code}
    if mark is not None:
        facts |= {"author": mark.facts["author"], "message": mark.facts["message"], "chat": mark.address}
    if parcel.code in TO_OTHERS:
        facts["address"] = parcel.address
    tell_staff(desk, ticket, Notice(Code.NOT_DELIVERED, facts))
    own = parcel.code in TO_REQUESTER and parcel.channel == MAIL
    if own and parcel.address == ticket.email and not _asked_to_correct(desk, parcel):
        tell_in_chat(desk, ticket, Notice(Code.LETTER_FAILED, {"address": parcel.address, "error": error}))
    refresh_card(desk, ticket)


def _accepted_before(desk: Desk, parcel: Parcel) -> bool:
    """Whether a mail server has taken a registration letter of the ticket already."""
    letters = [p for p in desk.outbox.of(parcel.ticket or "") if p.channel == MAIL and p.code in REGISTRATION_LETTERS]
    return any(p.fate is Fate.SENT and p.key != parcel.key for p in letters)


def _asked_to_correct(desk: Desk, parcel: Parcel) -> bool:
    """Whether the requester knows already that letters do not reach this address: once is enough."""
    told = (p for p in desk.outbox.of(parcel.ticket or "") if p.code is Code.LETTER_FAILED)
    return any(p.facts.get("address") == parcel.address for p in told)
