"""Among staff: who works here, as a message can name them; and what is said to one of them about a ticket, which is a note."""

from __future__ import annotations

from domain.internal import Called, Why, without_mark
from domain.people import Agent, Place, Speaker
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.reply import note
from domain.usecases.telling import CHAT
from domain.usecases.topics import topic_at
from domain.usecases.uttered import utter


def colleagues(desk: Desk, me: Agent) -> Called:
    """Everybody who works in a staff group now, but for oneself: who gives their own name may want to be found by it."""
    chats = {desk.staff.chat, me.chat, *(line.chat for line in desk.lines.all())}
    others = [one for chat in chats for one in desk.people.agents(chat) if one.person_id != me.person_id]
    addresses = (desk.people.address_of(one.person_id, CHAT) for one in others)
    return Called(frozenset(one.username.lower() for one in others if one.username), frozenset(filter(None, addresses)))


def talked_of(desk: Desk, *, at: Place, remote: str) -> str | None:
    """The ticket that a colleague's message went to, or in whose topic it stands; None where it was just talk."""
    utterance = desk.messages.find(at.channel, at.chat, remote)
    if utterance is not None and utterance.ticket:
        return utterance.ticket
    topic = topic_at(desk, at)
    return topic.ticket if topic else None


def note_to_colleague(desk: Desk, *, by: Speaker, reply_to: str, text: str) -> tuple[Ticket, Why] | None:
    """A reply to a colleague's answer or note on a ticket is a note on it, and so is one to whatever somebody wrote in the
    ticket's topic; None: it is talk, and is not kept. NotStaff; TooLong."""
    agent = desk.people.agent(by)
    number = talked_of(desk, at=by.place, remote=reply_to)
    if number is None:
        return None
    ticket = note(desk, by=by, number=number, text=without_mark(text))
    utter(desk, by, desk.people.get(agent.person_id), ticket=number, entry=ticket.entries)
    return ticket, Why.REPLIES
