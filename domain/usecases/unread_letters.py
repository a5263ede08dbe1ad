"""Unread letters: staff get the first that cannot be taken in as they are; of a flood one message an hour says how many there are.

All of them are listed by /letters, and can be had from there.
"""

from __future__ import annotations

from domain.letters import Letter
from domain.notices import Code, Notice, Parcel
from domain.ports import Desk
from domain.usecases.hush import shut
from domain.usecases.newcomers import GATHERS, LISTS
from domain.usecases.telling import CARDS, tell_staff_room

SINGLY, HOUR = 3, 3600.0
"""So many in an hour of the wall clock are told of one by one."""


def tell_unread(desk: Desk, letter: Letter) -> None:
    """The letter itself, without a sound while the desk is shut; or one more on the message that counts."""
    staff, wall = desk.staff, desk.wall()
    quiet = shut(desk)
    if desk.outbox.count(staff.channel, staff.chat, Code.LETTER_UNREAD, since=wall - HOUR, but=CARDS) < SINGLY:
        notice = Notice(Code.LETTER_UNREAD, {"letter": letter.id, "quiet": quiet})
        tell_staff_room(desk, notice, key=f"{Code.LETTER_UNREAD}:{letter.id}")
        return
    waits = desk.outbox.gathering(staff.channel, staff.chat, Code.LETTERS_UNREAD)
    if waits is not None:
        waits.facts = waits.facts | {"count": waits.facts["count"] + 1, "quiet": quiet and waits.facts["quiet"]}
        return
    lately = desk.outbox.count(staff.channel, staff.chat, Code.LETTERS_UNREAD, since=wall - HOUR, but=CARDS)
    facts = {"count": 1, "since": desk.now().isoformat(), "quiet": quiet}
    parcel = Parcel(
        key=f"{Code.LETTERS_UNREAD}:{letter.id}",
        channel=staff.channel,
        address=staff.chat,
        code=Code.LETTERS_UNREAD,
        facts=facts,
        language="",
        created=wall,
        due=wall + (HOUR if lately else GATHERS),
        thread=staff.thread,
        queue=LISTS,
    )
    desk.outbox.post(parcel)
