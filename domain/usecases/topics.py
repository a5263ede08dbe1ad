"""Topics: where a chat has them, each ticket is one; what is told of it stands there, and what is written there is its."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from domain.draft import Draft, DraftKind
from domain.notices import BOTH_WAYS, TO_STAFF, Code, Notice, Parcel
from domain.people import Person, Place
from domain.ports import Delivery, Desk
from domain.ticket import Status, Ticket
from domain.topics import Topic
from domain.usecases.staff_place import chat_of, is_forum

CHAT = "telegram"
TOPICS = "topics"
"""The setting, learnt from the channel at each start, that private chats have topics; and the queue of new names."""
IN_TOPIC = BOTH_WAYS | {Code.YOU_WROTE, Code.LETTER_FAILED, Code.LETTER_ACCEPTED}
"""What is told to the requester of one ticket, and so stands in its topic."""
NEED_NONE = frozenset({Code.STAFF_TOPIC, Code.CARD_LEFT, Code.WIPE, Code.WIPE_FAILED})
"""What concerns a topic that is there, or messages that stand somewhere already."""


def has_topics(desk: Desk) -> bool:
    """Whether private chats with the desk have topics (Bot API: User.has_topics_enabled)."""
    return desk.settings.get(TOPICS) == "yes"


def topics_learnt(desk: Desk, *, on: bool) -> None:
    """What the channel says of its private chats; kept until it says otherwise."""
    if has_topics(desk) is not on:
        desk.settings.put(TOPICS, "yes" if on else "no")


def topic_at(desk: Desk, place: Place) -> Topic | None:
    """The ticket's topic that somebody writes in; None anywhere else."""
    return desk.topics.at(place.channel, place.chat, place.thread)


def main_place(desk: Desk, place: Place) -> Place:
    """Where something new begins: never in the topic of a ticket that is there already."""
    return replace(place, thread=0) if topic_at(desk, place) else place


def place_of(desk: Desk, person: Person, number: str) -> Place:
    """Where a ticket is talked about with its requester in private."""
    topic = desk.topics.of(CHAT, person.chat, number) if has_topics(desk) else None
    return Place(CHAT, person.chat, topic.thread if topic else 0)


def as_reply(desk: Desk, place: Place, draft: Draft | None) -> Delivery | None:
    """What is written in a ticket's topic goes to the ticket as a reply would, unless something else is awaited there.

    Digits count as the code from the letter only while nobody can have asked for others.
    """
    topic = topic_at(desk, place)
    if topic is None or (draft is not None and draft.kind is not DraftKind.LOOSE):
        return None
    fresh = desk.tickets.get(topic.ticket).status is Status.REGISTERED
    return Delivery(place.channel, place.chat, "", Code.REGISTERED if fresh else Code.ANSWER, topic.ticket, "")


def lacks_topic(desk: Desk, parcel: Parcel) -> bool:
    """Whether a topic has to be opened before this can be told: at the registration, or when the old one was deleted."""
    if parcel.ticket is None or parcel.channel != CHAT:
        return False
    if parcel.code in TO_STAFF:
        return _lacks_staff_topic(desk, parcel)
    if parcel.code not in IN_TOPIC or not has_topics(desk):
        return False
    return desk.topics.of(parcel.channel, parcel.address, parcel.ticket) is None


def _lacks_staff_topic(desk: Desk, parcel: Parcel) -> bool:
    """The same for a forum of staff, where the card comes first. None is opened for the card alone once the ticket is closed."""
    if parcel.code in NEED_NONE or parcel.thread or not is_forum(desk, parcel.address):
        return False
    number, at = parcel.ticket or "", (parcel.channel, parcel.address)
    if desk.topics.of(*at, number) is not None:
        return desk.deliveries.latest(*at, number, Code.CARD) is None
    ticket = desk.tickets.get(number)
    return parcel.code is not Code.CARD or (ticket.is_open and chat_of(desk, ticket) == parcel.address)


def has_no_place(desk: Desk, parcel: Parcel) -> bool:
    """Whether it is told of a ticket in a forum of staff and the ticket has no topic: in General nothing of it may be sent."""
    if parcel.code not in TO_STAFF or parcel.ticket is None or parcel.thread or parcel.channel != CHAT:
        return False
    return is_forum(desk, parcel.address) and desk.topics.of(CHAT, parcel.address, parcel.ticket) is None


def thread_of(desk: Desk, parcel: Parcel) -> int:
    """In which thread a parcel is told: where it was addressed to, else where its draft or ticket stands; 0: in none."""
    if parcel.code is Code.FILES and parcel.facts.get("draft") and (draft := desk.drafts.get(parcel.facts["draft"])):
        return draft.thread
    if parcel.code in TO_STAFF and parcel.ticket and not parcel.thread and is_forum(desk, parcel.address):
        held = desk.topics.of(parcel.channel, parcel.address, parcel.ticket)
        return held.thread if held else 0
    number = parcel.ticket if parcel.code in IN_TOPIC else parcel.facts.get("ticket")
    if parcel.thread or not number or not parcel.language or parcel.channel != CHAT:
        return parcel.thread
    topic = desk.topics.of(parcel.channel, parcel.address, number) if has_topics(desk) else None
    return topic.thread if topic else 0


def topic_opened(
    desk: Desk, *, channel: str, chat: str, ticket: str, thread: int, name: str, icon: str = ""
) -> str | None:
    """The channel opened it. Returns the card that stood outside of any topic until now, if there was one: another follows."""
    desk.topics.add(Topic(channel, chat, ticket, thread, name, icon))
    before = desk.deliveries.latest(channel, chat, ticket, Code.CARD)
    desk.deliveries.lose(channel, chat, ticket, Code.CARD)
    return before.remote if before else None


def card_stands(desk: Desk, *, channel: str, chat: str, ticket: str, remote: str) -> None:
    """The ticket's card is the first message of its topic."""
    desk.deliveries.add(Delivery(channel, chat, remote, Code.CARD, ticket, f"{ticket}:card:{chat}:{remote}"))


def topic_changed(
    desk: Desk, *, channel: str, chat: str, ticket: str, name: str, icon: str = "", closed: bool = False
) -> None:
    """The channel calls it by another name now, shows another icon, has closed it or opened it again."""
    if (topic := desk.topics.of(channel, chat, ticket)) is not None:
        topic.name, topic.icon, topic.closed = name, icon or topic.icon, closed


def topic_reopened(desk: Desk, *, channel: str, chat: str, ticket: str) -> None:
    """A closed topic was opened for a late word; it is closed again once that is said."""
    topic = desk.topics.of(channel, chat, ticket)
    if topic is None:
        return
    topic.closed = False
    wall, key = desk.wall(), f"{ticket}:{Code.STAFF_TOPIC}:{chat}:{desk.wall()}"
    desk.outbox.post(
        Parcel(key, channel, chat, Code.STAFF_TOPIC, {}, "", wall, wall + 5.0, ticket=ticket, queue=TOPICS)
    )


def topic_lost(desk: Desk, *, channel: str, chat: str, thread: int) -> None:
    """Somebody deleted it, and the card with it: it is opened anew when there is something to tell."""
    if (topic := desk.topics.at(channel, chat, thread)) is not None:
        desk.deliveries.lose(channel, chat, topic.ticket, Code.CARD)
        desk.topics.remove(topic)


def staff_topic_asked(desk: Desk, ticket: Ticket, chat: str) -> bool:
    """Whether the topic's name, icon or state in this staff group may have to be changed, and nothing waits to do it."""
    if desk.topics.of(CHAT, chat, ticket.number) is None or not is_forum(desk, chat):
        return False
    waits = desk.outbox.queued(ticket.number, Code.STAFF_TOPIC)
    return waits is None or waits.address != chat


def topic_asked(desk: Desk, ticket: Ticket) -> Notice | None:
    """That the topic's name may have to be changed; None where no name is waited for."""
    if not has_topics(desk) or desk.outbox.queued(ticket.number, Code.TOPIC) is not None:
        return None
    person = desk.people.get(ticket.requester_id)
    if not person.chat or desk.topics.of(CHAT, person.chat, ticket.number) is None:
        return None
    return Notice(Code.TOPIC)


def empty_topics(desk: Desk, topics: Sequence[Topic], language: str) -> None:
    """Erased tickets' topics have nothing of anybody in their names any more. To be said once the rows are gone."""
    wall = desk.wall()
    for topic in topics:
        key = f"{Code.TOPIC_EMPTIED}:{topic.chat}:{topic.thread}:{uuid4().hex}"
        facts = {"number": topic.ticket, "thread": topic.thread}
        desk.outbox.post(
            Parcel(key, topic.channel, topic.chat, Code.TOPIC_EMPTIED, facts, language, wall, wall, queue=TOPICS)
        )
