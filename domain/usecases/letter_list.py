"""Letter list: the latest letters with what became of each, those that nobody wrote among them; what was held is released there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.draft import Draft, DraftKind
from domain.form import Names
from domain.letters import Letter
from domain.notices import Code, Parcel
from domain.people import Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import NothingToAnswer
from domain.usecases.hold_letter import BY_AGENTS, is_door, release_letter
from domain.usecases.lists_over import LASTS, is_live

VIEW = "letters"
"""The list's own command, as `lists_over` names it."""
PAGE = 8


@dataclass(frozen=True)
class Shown:
    """A page of it; pages count from 0. `waiting`: the drafts of letters that wait for staff, by the letter's id; `held`: those
    that may become requests."""

    letters: Sequence[Letter]
    held: dict[str, Draft]
    waiting: dict[str, Draft]
    page: int
    pages: int
    count: int


def post_letter_list(desk: Desk, *, by: Speaker, key: str) -> int:
    """/letters: have the list sent to the group; returns how many there are. An empty one is not sent. NotStaff."""
    desk.people.agent(by)
    count = desk.letters.count()
    if count:
        place, wall, name = by.place, desk.wall(), f"{Code.STAFF_LIST}:{by.place.chat}:{key}"
        facts = {"view": VIEW, "reply_to": by.message}
        parcel = Parcel(name, place.channel, place.chat, Code.STAFF_LIST, facts, "", wall, wall, thread=place.thread)
        desk.outbox.post(parcel)
        desk.timers.set(name, TimerKind.LIST, desk.now() + LASTS)
    return count


def letters_shown(desk: Desk, page: int = 0) -> Shown:
    """A page of the list as it is now; the last one for a number beyond it."""
    count = desk.letters.count()
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 0), pages - 1)
    letters = desk.letters.last(limit=PAGE, offset=page * PAGE)
    waiting = {one.id: draft for one in letters if (draft := _held(desk, one))}
    held = {key: one for key, one in waiting.items() if is_door(desk) and one.answers.get("why") not in BY_AGENTS}
    return Shown(letters, held, waiting, page, pages, count)


def turn_letters(desk: Desk, *, by: Speaker, remote: str, page: int) -> Shown:
    """Another page of the list in this message. NotStaff; NothingToAnswer if it is none, or an old one."""
    _must_be_list(desk, by, remote)
    return letters_shown(desk, page)


def release_in_list(
    desk: Desk, *, by: Speaker, remote: str, draft_id: str, page: int, names: Names
) -> tuple[str, Shown]:
    """«Это заявка» in the list; the new number, and the page as it is then. What `turn_letters` and `release_letter` raise."""
    _must_be_list(desk, by, remote)
    registered = release_letter(desk, by=by, draft_id=draft_id, names=names)
    return registered.ticket.number, letters_shown(desk, page)


def _held(desk: Desk, letter: Letter) -> Draft | None:
    if letter.outcome != "held" or letter.person_id is None:
        return None
    drafts = (one for one in desk.drafts.of_person(letter.person_id) if one.kind is DraftKind.LETTER)
    return next((one for one in drafts if one.answers.get("id") == letter.id), None)


def _must_be_list(desk: Desk, by: Speaker, remote: str) -> None:
    desk.people.agent(by)
    shown = desk.deliveries.find(by.place.channel, by.place.chat, remote)
    parcel = desk.outbox.by_key(shown.key) if shown and shown.code is Code.STAFF_LIST else None
    if parcel is None or parcel.facts.get("view") != VIEW or not is_live(desk, parcel.key):
        raise NothingToAnswer
