"""Leave chat: what was said of an erased ticket in private goes too, as far as the channel lets it be deleted (152-ФЗ, article 21).

A topic goes with everything in it (Bot API 9.3: deleteForumTopic). Else only messages of the last 48 hours can be deleted (Bot
API: deleteMessages), and the rest is for its reader to delete, who is told so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from domain.notices import Code, Parcel
from domain.ports import Desk
from domain.ticket import Ticket
from domain.topics import Topic
from domain.usecases.topics import CHAT, TOPICS

DELETABLE = timedelta(hours=48)
"""So young a message may be deleted by a bot."""
MARGIN = timedelta(minutes=5)
"""One that is just about to be too old would hold up the others of its call."""


@dataclass(frozen=True)
class Left:
    """Where a ticket was talked about in private: in a topic, or (`thread` 0) beside others; messages that can be deleted."""

    number: str
    chat: str
    thread: int
    messages: tuple[str, ...]


def left_of(desk: Desk, ticket: Ticket) -> list[Left]:
    """To be asked before the rows go."""
    threads = {topic.chat: topic.thread for topic in desk.topics.of_ticket(ticket.number) if is_private(topic)}
    own = desk.people.get(ticket.requester_id).chat
    young = DELETABLE - MARGIN
    found = []
    for chat in dict.fromkeys([*([own] if own else []), *threads]):
        since, wall = desk.now() - young, desk.wall() - young.total_seconds()
        messages = desk.erasure.said_lately(ticket.number, chat, since=since, wall=wall)
        if messages or chat in threads:
            found.append(Left(ticket.number, chat, threads.get(chat, 0), tuple(messages)))
    return found


def leave(desk: Desk, places: Sequence[Left], language: str) -> None:
    """Have it deleted. To be said once the rows are gone: nothing of it is remembered."""
    wall = desk.wall()
    for one in places:
        key = f"{Code.CHAT_LEFT}:{one.chat}:{one.number}:{uuid4().hex}"
        facts = {"number": one.number, "thread": one.thread, "messages": list(one.messages)}
        desk.outbox.post(Parcel(key, CHAT, one.chat, Code.CHAT_LEFT, facts, language, wall, wall, queue=TOPICS))


def is_private(topic: Topic) -> bool:
    """Whether it is a requester's; groups have negative numbers."""
    return topic.channel == CHAT and not topic.chat.startswith("-")
