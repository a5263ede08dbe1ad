"""Topics: where private chats have them, each ticket is one; what is told of it stands there, and what is written there is its."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from domain.draft import Draft, DraftKind
from domain.notices import BOTH_WAYS, Code, Notice, Parcel
from domain.people import Person, Place
from domain.ports import Delivery, Desk
from domain.ticket import Status, Ticket
from domain.topics import Topic

CHAT = "telegram"
TOPICS = "topics"
"""The setting, learnt from the channel at each start, that private chats have topics; and the queue of new names."""
IN_TOPIC = BOTH_WAYS | {Code.YOU_WROTE, Code.LETTER_FAILED, Code.LETTER_ACCEPTED}
"""What is told to the requester of one ticket, and so stands in its topic."""


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
    if parcel.ticket is None or parcel.channel != CHAT or parcel.code not in IN_TOPIC or not has_topics(desk):
        return False
    return desk.topics.of(parcel.channel, parcel.address, parcel.ticket) is None


def thread_of(desk: Desk, parcel: Parcel) -> int:
    """In which thread a parcel is told: where it was addressed to, else where its draft or ticket stands; 0: in none."""
    if parcel.code is Code.FILES and parcel.facts.get("draft") and (draft := desk.drafts.get(parcel.facts["draft"])):
        return draft.thread
    number = parcel.ticket if parcel.code in IN_TOPIC else parcel.facts.get("ticket")
    if parcel.thread or not number or not parcel.language or parcel.channel != CHAT:
        return parcel.thread
    topic = desk.topics.of(parcel.channel, parcel.address, number) if has_topics(desk) else None
    return topic.thread if topic else 0


def topic_opened(desk: Desk, *, channel: str, chat: str, ticket: str, thread: int, name: str, icon: str = "") -> None:
    """The channel opened it."""
    desk.topics.add(Topic(channel, chat, ticket, thread, name, icon))


def topic_renamed(desk: Desk, *, channel: str, chat: str, ticket: str, name: str, icon: str = "") -> None:
    """The channel calls it by another name now, or shows another icon; without one the icon stays."""
    if (topic := desk.topics.of(channel, chat, ticket)) is not None:
        topic.name, topic.icon = name, icon or topic.icon


def topic_lost(desk: Desk, *, channel: str, chat: str, thread: int) -> None:
    """Somebody deleted it: it is opened anew when there is something to tell."""
    if (topic := desk.topics.at(channel, chat, thread)) is not None:
        desk.topics.remove(topic)


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
