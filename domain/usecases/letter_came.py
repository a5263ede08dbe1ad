"""A letter came: what it is decides what it becomes, together with the mark that it did; handed in again it becomes nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.form import Names
from domain.incoming import Incoming
from domain.journal import Actor, EntryKind
from domain.letters import Letter, LetterState
from domain.notices import Code, Notice
from domain.ports import Delivery, Desk
from domain.reply_address import loop_mark
from domain.usecases.answered_letter import found
from domain.usecases.bounced import bounced
from domain.usecases.hold_letter import Held
from domain.usecases.join_letter import Joined
from domain.usecases.letter_again import LONGEST, REPEAT, Compared, as_repeat, namesakes
from domain.usecases.receive_letter import REGISTERED, Empty, facts_of, receive_letter
from domain.usecases.register_letter import Registered
from domain.usecases.staff_letter import BY_STAFF, ByStaff, is_to_staff, staff_letter
from domain.usecases.telling import MAIL, refresh_card, tell_staff, tell_staff_room

LOOP, BOUNCE, NOT_OURS, AUTO, AUTO_REPLY, COMPLAINT = "loop", "bounce", "not_ours", "auto", "auto_reply", "complaint"
JOINED, OUTSIDE, HELD, TURNED_AWAY, EMPTY, RELEASED = "joined", "outside", "held", "turned_away", "empty", "released"
"""What became of a letter. Values are stored; see also `keep_letter` and `read_letters`."""
AGAIN = "again"
"""What is said of a letter that must be compared with one more first; never stored."""
MOST_AUTO = 500
"""Characters of an automatic reply that staff are shown."""


def letter_came(
    desk: Desk,
    *,
    letter_id: str,
    said: Incoming,
    names: Names,
    compared: Compared | None = None,
    refusal: Mapping[str, str] | None = None,
) -> str:
    """Have a letter that was kept become what it is; returns what that was, empty if it does not wait any more.

    `compared`: with which letters of the same name. AGAIN, and nothing happens, if another has come meanwhile.
    Raises what an agent's move raises; then nothing has happened, and the letter is handed in again with the `refusal` in
    words, by language.
    """
    letter = desk.letters.get(letter_id)
    if letter is None or letter.state is not LetterState.WAITING:
        return ""
    compared = compared or Compared()
    if compared.repeats:
        if not as_repeat(desk, letter, compared.repeats):
            return AGAIN
    elif any(other.id not in compared.others for other in namesakes(desk, letter_id=letter_id, said=said)):
        return AGAIN
    letter.kind, letter.author = said.kind, said.by.address.lower()[:LONGEST]
    letter.subject, letter.message_id = said.subject[:LONGEST], said.message_id[:LONGEST]
    letter.problems = list(said.problems)
    letter.outcome = REPEAT if compared.repeats else _became(desk, letter, said, names, refusal)
    letter.state = LetterState.DONE
    return letter.outcome


def _became(desk: Desk, letter: Letter, said: Incoming, names: Names, refusal: Mapping[str, str] | None = None) -> str:
    if said.own and loop_mark(desk.tokens, said.own) in said.loops:
        return LOOP
    match said.kind:
        case "bounce":
            return _bounce(desk, letter, said)
        case "auto":
            return _automatic(desk, letter, said)
        case "complaint":
            return _complaint(desk, letter, said)
    return _of_staff(desk, letter, said, refusal) or _of_a_person(desk, letter, said, names)


def _of_staff(desk: Desk, letter: Letter, said: Incoming, refusal: Mapping[str, str] | None) -> str:
    """It answers a letter to staff; empty: it does not."""
    facts = facts_of(said, replace(said.by, said_at=min(letter.received_at, desk.now())), letter.id)
    done = staff_letter(desk, said=said, received_at=letter.received_at, letter=facts, refusal=refusal)
    if isinstance(done, ByStaff):
        letter.ticket, letter.entry = done.ticket.number, done.entry
        return BY_STAFF
    if isinstance(done, Held):
        letter.person_id = done.draft.person_id
        return HELD
    return ""


def _of_a_person(desk: Desk, letter: Letter, said: Incoming, names: Names) -> str:
    received = receive_letter(desk, said=said, received_at=letter.received_at, names=names, letter_id=letter.id)
    match received:
        case Joined(ticket, entry, outside):
            letter.ticket, letter.entry = ticket.number, entry
            letter.person_id = None if outside else ticket.requester_id
            return OUTSIDE if outside else JOINED
        case Registered(ticket, _):
            letter.ticket, letter.entry, letter.person_id = ticket.number, 1, ticket.requester_id
            return REGISTERED
        case Held(draft):
            letter.person_id = draft.person_id
            return HELD
        case Empty():
            return EMPTY
    return TURNED_AWAY


def _bounce(desk: Desk, letter: Letter, said: Incoming) -> str:
    """A server's word on a letter of ours; of one that we never sent, or to whom we did not, it is noted and no more."""
    told = said.bounce
    for one in said.about:
        if bounced(
            desk,
            message_id=one,
            recipient=told.recipient,
            status=told.status,
            reason=told.reason,
            delayed=told.delayed,
        ):
            letter.ticket = next((d.ticket for d in desk.deliveries.by_remote(MAIL, one) if d.ticket), None)
            return BOUNCE
    return NOT_OURS


def _automatic(desk: Desk, letter: Letter, said: Incoming) -> str:
    """Nobody wrote it: it answers nothing, and moves no clock; on a ticket staff see what it says, such as until when somebody is away."""
    about = _about(desk, said)
    if about is None or is_to_staff(desk, said):
        return AUTO
    ticket = desk.tickets.get(about.ticket or "")
    words = " ".join((said.text or said.subject).split())[:MOST_AUTO]
    actor = Actor(f"{MAIL}:{said.by.address}"[:64], said.by.name, MAIL)
    facts = {"text": words, "address": said.by.address, "received_at": letter.received_at.isoformat()}
    entry = ticket.record(desk.now(), EntryKind.AUTO_REPLY, facts, actor)
    letter.ticket, letter.entry = ticket.number, entry.n
    refresh_card(desk, ticket)
    return AUTO_REPLY


def _complaint(desk: Desk, letter: Letter, said: Incoming) -> str:
    """Somebody's provider passes on that they took a letter of ours for spam: staff are told, and decide."""
    about = _about(desk, said)
    if about is not None:
        # Whom the letter went to, we know better than the report.
        letter.ticket, facts = about.ticket, {"address": about.chat}
        tell_staff(desk, desk.tickets.get(about.ticket or ""), Notice(Code.MAIL_COMPLAINT, facts), mark=letter.id)
    else:
        facts = {"address": said.bounce.recipient or said.by.address, "subject": said.subject[:200]}
        tell_staff_room(desk, Notice(Code.MAIL_COMPLAINED, facts), key=f"{Code.MAIL_COMPLAINED}:{letter.id}")
    return COMPLAINT


def _about(desk: Desk, said: Incoming) -> Delivery | None:
    """The letter of ours, on a ticket, that it answers or is about. Whoever knows that letter's name may have written it."""
    named = (one for remote in (*said.about, *said.answers) for one in desk.deliveries.by_remote(MAIL, remote))
    return next((one for one in named if one.ticket and found(desk, one.ticket)), None)
