"""No topics: the desk may not open them in a forum of staff; the group is told once a day, and what is for it waits."""

from __future__ import annotations

from domain.notices import Code, Parcel
from domain.ports import Desk


def no_topics(desk: Desk, *, chat: str) -> None:
    """Ask in the General topic for the right to manage topics (Bot API: can_manage_topics)."""
    # A queue of its own: what waits for the right is in the usual one.
    wall, key = desk.wall(), f"{Code.NO_TOPICS}:{chat}:{desk.now().date().isoformat()}"
    desk.outbox.post(Parcel(key, desk.staff.channel, chat, Code.NO_TOPICS, {}, "", wall, wall, queue="asks"))
