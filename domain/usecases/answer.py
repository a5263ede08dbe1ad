"""Answer: a member of staff replied to one of the desk's messages; which one tells what the words are for."""

from __future__ import annotations

from dataclasses import dataclass

from domain.notices import Code
from domain.people import Speaker
from domain.ports import Delivery, Desk
from domain.ticket import Ticket
from domain.usecases.ask import ask
from domain.usecases.complete import complete
from domain.usecases.files import IncomingFile
from domain.usecases.hold import hold
from domain.usecases.promise import promise
from domain.usecases.refuse import refuse
from domain.usecases.reply import note, reply

INTERNAL = "//"


@dataclass(frozen=True)
class Answered:
    """The words are on their way to the requester; `move` says as what: reply, ask, complete, promise, hold, refuse."""

    ticket: Ticket
    move: str
    requester: str


@dataclass(frozen=True)
class Internal:
    """The words stay among staff."""

    ticket: Ticket


@dataclass(frozen=True)
class Unknown:
    """The message replied to belongs to no ticket: nothing was sent."""


def answer(
    desk: Desk, *, by: Speaker, reply_to: str, text: str, file: IncomingFile | None = None
) -> Answered | Internal | Unknown:
    """Send it on, ask, complete or promise, as the message replied to says; «// …» stays internal.

    NotStaff, NotYours, WrongState, TooLong, WrongDate.
    """
    agent = desk.people.agent(by)
    delivery: Delivery | None = desk.deliveries.find(by.place.channel, by.place.chat, reply_to)
    if delivery is None or delivery.ticket is None:
        return Unknown()
    number = delivery.ticket
    if text.lstrip().startswith(INTERNAL):
        return Internal(note(desk, by=by, number=number, text=text.lstrip().removeprefix(INTERNAL).strip()))
    files = [_keep(desk, by, agent.person_id, number, file)] if file else []
    match delivery.code:
        case Code.PROMPT_ASK:
            move, ticket = "ask", ask(desk, by=by, number=number, question=text, files=files)
        case Code.PROMPT_COMPLETE:
            move, ticket = "complete", complete(desk, by=by, number=number, text=text, files=files)
        case Code.PROMPT_PROMISE:
            move, ticket = "promise", promise(desk, by=by, number=number, text=text)
        case Code.PROMPT_HOLD:
            move, ticket = "hold", hold(desk, by=by, number=number, reason=_reason(desk, delivery), text=text)
        case Code.PROMPT_REFUSE:
            move, ticket = "refuse", refuse(desk, by=by, number=number, reason=_reason(desk, delivery), text=text)
        case _:
            move, ticket = "reply", reply(desk, by=by, number=number, text=text, files=files)
    return Answered(ticket, move, desk.people.get(ticket.requester_id).name)


def is_known(desk: Desk, *, channel: str, chat: str, remote: str) -> bool:
    """Whether it is settled what this message of ours is: recorded, or not going to be, as nothing is on its way there."""
    return desk.deliveries.find(channel, chat, remote) is not None or not desk.outbox.is_sending(channel, chat)


def _reason(desk: Desk, delivery: Delivery) -> str:
    """The reason that was chosen before the words were asked for."""
    parcel = desk.outbox.by_key(delivery.key)
    return str(parcel.facts["reason"]) if parcel else "other"


def _keep(desk: Desk, by: Speaker, person_id: str, number: str, file: IncomingFile) -> str:
    """Note a file of ours: the chat can send it on at once; the letter waits until it was fetched."""
    attachment = file.noted(by, person_id, f"{by.place.chat}:{file.position}")
    attachment.ticket, attachment.by_staff = number, True
    desk.files.add(attachment)
    return attachment.id
