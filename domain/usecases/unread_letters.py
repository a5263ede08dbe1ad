"""Letters in a crowd: staff get the first that cannot be taken in as they are, or are held back, one by one; of a flood one
message an hour says how many there are.

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
    if not gathered(desk, Code.LETTER_UNREAD, Code.LETTERS_UNREAD, letter.id, SINGLY):
        notice = Notice(Code.LETTER_UNREAD, {"letter": letter.id, "quiet": shut(desk)})
        tell_staff_room(desk, notice, key=f"{Code.LETTER_UNREAD}:{letter.id}")


def gathered(desk: Desk, one: Code, many: Code, mark: str, singly: int) -> bool:
    """Whether that many were told of by `one` within the hour, so that this one only counts on the message `many`."""
    staff, wall, quiet = desk.staff, desk.wall(), shut(desk)
    if desk.outbox.count(staff.channel, staff.chat, one, since=wall - HOUR, but=CARDS) < singly:
        return False
    waits = desk.outbox.gathering(staff.channel, staff.chat, many)
    if waits is not None:
        waits.facts = waits.facts | {"count": waits.facts["count"] + 1, "quiet": quiet and waits.facts["quiet"]}
        return True
    lately = desk.outbox.count(staff.channel, staff.chat, many, since=wall - HOUR, but=CARDS)
    parcel = Parcel(
        key=f"{many}:{mark}",
        channel=staff.channel,
        address=staff.chat,
        code=many,
        facts={"count": 1, "since": desk.now().isoformat(), "quiet": quiet},
        language="",
        created=wall,
        due=wall + (HOUR if lately else GATHERS),
        thread=staff.thread,
        queue=LISTS,
    )
    desk.outbox.post(parcel)
    return True
