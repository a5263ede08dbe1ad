"""Hold a letter: it is kept aside and listed to staff, who may make a request of it; nothing is dropped silently (barier 7.10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.draft import Draft, DraftKind
from domain.form import Names
from domain.incoming import Doubt
from domain.journal import EntryKind
from domain.linked import LinkKind
from domain.notices import Code, Parcel
from domain.people import Place, Speaker
from domain.ports import Desk
from domain.refusals import DoorClosed, NothingToAnswer
from domain.regulation import Regulation
from domain.ticket import Ticket
from domain.usecases.answered_letter import found
from domain.usecases.hush import shut
from domain.usecases.link import link
from domain.usecases.register_letter import Registered, register_letter, sender_of
from domain.usecases.telling import MAIL, refresh_card
from domain.usecases.unread_letters import gathered

BY_AGENTS = frozenset({Doubt.STAFF_UNSURE, Doubt.STAFF_CLOSED, Doubt.STAFF_UNCLEAR, Doubt.STAFF_TWICE})
"""Why what an agent wrote was not carried out: that is no request of theirs."""
SINGLY = 10
"""So many in an hour of the wall clock are told of one by one: a robot's hundreds must not keep a card from the group."""
SHOWN = 1000
"""Characters of a letter that staff see of one that is held back."""


@dataclass(frozen=True)
class Held:
    """Staff see it, and may make a request of it."""

    draft: Draft


def hold(desk: Desk, by: Speaker, letter: Mapping[str, Any], why: Doubt, *, closed: str = "", number: str = "") -> Held:
    """Keep a letter aside. `closed`: the number of the ticket that it is on, which is closed; `number`: of one that is not, or
    that staff were to act on by it."""
    person = sender_of(desk, by, trusted=False)
    kept = {**letter, "name": by.name, "language": by.language, "why": str(why), "number": closed or number}
    draft = Draft(DraftKind.LETTER, MAIL, by.address, 0, person.id, desk.now(), answers=kept)
    desk.drafts.open(draft)
    if gathered(desk, Code.LETTER_HELD, Code.LETTERS_HELD, draft.id, SINGLY):
        return Held(draft)
    facts = {
        "draft": draft.id,
        "letter": letter.get("id", ""),
        "address": by.address,
        "name": by.name,
        "subject": letter["subject"],
        "text": letter["text"][:SHOWN],
        "received_at": letter["received_at"],
        "closed": closed,
        "number": number,
        "why": str(why),
        "door": is_door(desk) and why not in BY_AGENTS,
        "quiet": shut(desk),
    }
    staff, wall = desk.staff, desk.wall()
    key = f"{Code.LETTER_HELD}:{draft.id}"
    desk.outbox.post(
        Parcel(key, staff.channel, staff.chat, Code.LETTER_HELD, facts, "", wall, wall, thread=staff.thread)
    )
    return Held(draft)


def release_letter(desk: Desk, *, by: Speaker, draft_id: str, names: Names) -> Registered:
    """«Это заявка»: a letter that was held back is a request, with its original receipt (barier 7.10).

    NotStaff; NothingToAnswer if a colleague was first; DoorClosed where letters become no requests.
    """
    desk.people.agent(by)
    if not is_door(desk):
        raise DoorClosed(MAIL, no_door(desk.regulation), False, ())
    draft = desk.drafts.get(draft_id)
    if draft is None or draft.kind is not DraftKind.LETTER:
        raise NothingToAnswer
    said = datetime.fromisoformat(draft.answers["received_at"])
    place = Place(draft.channel, draft.chat)
    sender = Speaker(place, draft.chat, draft.answers["name"], said, language=draft.answers["language"])
    desk.drafts.discard(draft)
    registered = register_letter(desk, sender, draft.answers, names)
    before = found(desk, str(draft.answers.get("number") or ""))
    if before is not None and draft.answers.get("why") == Doubt.CLOSED:
        relate(desk, registered.ticket, before)
    kept = desk.letters.get(draft.answers.get("id", ""))
    if kept is not None:
        kept.outcome, kept.ticket, kept.person_id = "released", registered.ticket.number, registered.ticket.requester_id
    return registered


def is_door(desk: Desk) -> bool:
    """Whether letters become requests."""
    door = desk.regulation.door(MAIL)
    return door is not None and door.registers


def no_door(rules: Regulation) -> str | None:
    """The clause by which letters are none."""
    return rules.clause("unofficial") or rules.clause("doors")


def relate(desk: Desk, ticket: Ticket, other: Ticket) -> None:
    """Staff see that it may be about the same; neither requester does."""
    link(desk, ticket, other, LinkKind.RELATED)
    for one, its in ((ticket, other), (other, ticket)):
        one.record(desk.now(), EntryKind.LINKED, {"others": [its.number], "how": str(LinkKind.RELATED), "guess": True})
        refresh_card(desk, one)
