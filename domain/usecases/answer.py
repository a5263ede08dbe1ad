"""Answer: a member of staff replied to one of the desk's messages; which one tells what the words are for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.draft import FileState
from domain.form import Names
from domain.internal import NOBODY, Called, Why, why_internal, without_mark
from domain.journal import EntryKind
from domain.notices import Code
from domain.people import Agent, Speaker
from domain.ports import Delivery, Desk, TimerKind
from domain.refusals import WordsOnly
from domain.ticket import Ticket
from domain.usecases.among_staff import colleagues
from domain.usecases.answer_complaint import answer_complaint
from domain.usecases.answer_merged import answer_aside, is_aside, meant
from domain.usecases.answer_work import MOVES as WORK
from domain.usecases.answer_work import answer_work
from domain.usecases.articles import Written, write_article
from domain.usecases.ask import ask
from domain.usecases.canned import Kept, write_canned
from domain.usecases.complete import complete
from domain.usecases.confide import ask_in_confidence
from domain.usecases.fate import mark_sent, posted
from domain.usecases.files import ALBUM_QUIET, IncomingFile
from domain.usecases.hold import hold
from domain.usecases.incidents import Done, take_words
from domain.usecases.involve import involve
from domain.usecases.low_rating import contacted
from domain.usecases.offer import offer
from domain.usecases.phone import Advised, TakenDown, answer_prompt
from domain.usecases.promise import promise
from domain.usecases.refuse import hand_on, refuse
from domain.usecases.remark import remark
from domain.usecases.reply import answer_by_phone, note, reply
from domain.usecases.send_article import send_article
from domain.usecases.staff_place import must_be_here
from domain.usecases.suspend import restore, suspend
from domain.usecases.topics import topic_at
from domain.usecases.uttered import utter

PLAINLY = frozenset(
    {
        "suspend",
        "restore",
        "priority",
        "objection",
        "relate",
        "merge",
        "known",
        "tag",
        "block",
        "same_person",
        "address",
    }
)
"""Moves that speak to others than the ticket's requester: what becomes of that is not on the ticket."""


@dataclass(frozen=True)
class Answered:
    """The words are on their way to the requester; `move` says as what: reply, ask, secret, complete, promise, hold, refuse,
    call, article, offer, hand_on, complaint, priority, objection, merge, known; involve: to somebody from outside; suspend and
    restore: to those concerned; relate and tag: among staff."""

    ticket: Ticket
    move: str


@dataclass(frozen=True)
class Joined:
    """One more picture of an album whose first part was the move: it goes where that went."""

    ticket: Ticket


@dataclass(frozen=True)
class Internal:
    """The words stay among staff; `why`."""

    ticket: Ticket
    why: Why = Why.BEGINS


@dataclass(frozen=True)
class Unknown:
    """The message replied to belongs to no ticket: nothing was sent."""


def answer(
    desk: Desk,
    *,
    by: Speaker,
    reply_to: str,
    text: str,
    names: Names,
    file: IncomingFile | None = None,
    markdown: str = "",
    called: Called = NOBODY,
) -> Answered | Joined | Internal | TakenDown | Advised | Written | Kept | Done | Unknown | None:
    """Send it on, ask, complete or promise, as the message replied to says, unless it is internal (`domain.internal`).

    A form for a caller becomes a request; None: it asks for what is lacking. `markdown`: the text as an article
    keeps it; `called`: whom it names.
    NotStaff, NotYours, WrongState, TooLong, WrongDate, NotGiven, NoLink, WordsOnly, WrongArticle, IncidentIsOver, what
    `phone.answer_prompt` raises; WrongAnswer for an address that is none.
    """
    agent = desk.people.agent(by)
    delivery: Delivery | None = desk.deliveries.find(by.place.channel, by.place.chat, reply_to)
    if delivery is None:
        delivery = _of_topic(desk, by)
    if delivery is None:
        return Unknown()
    if delivery.ticket is None:
        if delivery.code not in (
            Code.PROMPT_NEW,
            Code.PROMPT_CALL,
            Code.PROMPT_FAQ,
            Code.PROMPT_TEMPLATE,
            Code.PROMPT_INCIDENT,
        ):
            return Unknown()
        if file:
            raise WordsOnly
        if delivery.code is Code.PROMPT_FAQ:
            return write_article(desk, by=by, delivery=delivery, text=markdown or text)
        if delivery.code is Code.PROMPT_TEMPLATE:
            return write_canned(desk, by=by, delivery=delivery, text=text)
        if delivery.code is Code.PROMPT_INCIDENT:
            return take_words(desk, by=by, delivery=delivery, text=text)
        return answer_prompt(desk, by=by, delivery=delivery, text=text, names=names)
    number, whose = delivery.ticket, meant(desk, delivery)
    must_be_here(desk, by=by, number=number)
    if file and _follows(desk, by, agent.person_id, whose, file):
        utter(desk, by, desk.people.get(agent.person_id), ticket=whose)
        return Joined(desk.tickets.get(whose))
    if delivery.code in (Code.PROMPT_REMARK, Code.PROMPT_CONTACTED):
        if file:
            raise WordsOnly
        said = without_mark(text)
        if delivery.code is Code.PROMPT_CONTACTED:
            about = _fact(desk, delivery, "complaint")
            remarked = contacted(desk, by=by, number=number, complaint=about, text=said)
        else:
            remarked = remark(desk, by=by, number=number, text=said)
        utter(desk, by, desk.people.get(agent.person_id), ticket=number, entry=remarked.entries)
        return Internal(remarked)
    if why := why_internal(text, called, colleagues(desk, agent)):
        if file:
            _withhold(desk, by, agent.person_id, whose, file)
        noted = note(desk, by=by, number=number, text=without_mark(text))
        utter(desk, by, desk.people.get(agent.person_id), ticket=number, entry=noted.entries)
        return Internal(noted, why)
    before, since = posted(desk, whose), desk.tickets.get(whose).entries
    done = _carry_out(desk, by, agent, replace(delivery, ticket=whose), text, file, names)
    _remember(desk, by, agent, done.ticket, since)
    if done.move not in PLAINLY:
        mark_sent(desk, by, agent, done.ticket, done.move, before)
    return done


def _remember(desk: Desk, by: Speaker, agent: Agent, ticket: Ticket, since: int) -> None:
    """Where the words went: an edit finds them there, and a reply to them is a note on that ticket."""
    new = (e for e in desk.journal.of(ticket.number) if e.n > since and e.kind is not EntryKind.TAKEN)
    entry = next((e for e in new if e.facts.get("text")), None)
    utter(desk, by, desk.people.get(agent.person_id), ticket=ticket.number, entry=entry.n if entry else None)


def _carry_out(
    desk: Desk, by: Speaker, agent: Agent, delivery: Delivery, text: str, file: IncomingFile | None, names: Names
) -> Answered:
    """The move that the message replied to asks for."""
    number = delivery.ticket or ""
    files = [_keep(desk, by, agent.person_id, number, file)] if file else []
    match delivery.code:
        case Code.PROMPT_ASK:
            move, ticket = "ask", ask(desk, by=by, number=number, question=text, files=files)
        case Code.PROMPT_SECRET:
            move, ticket = "secret", ask_in_confidence(desk, by=by, number=number, question=text, files=files)
        case Code.PROMPT_COMPLETE:
            how = _reason(desk, delivery)
            move, ticket = "complete", complete(desk, by=by, number=number, text=text, files=files, resolution=how)
        case Code.PROMPT_PROMISE:
            move, ticket = "promise", promise(desk, by=by, number=number, text=text)
        case Code.WARNING | Code.BREACH if _fact(desk, delivery, "target") == "resolution":
            if file:
                raise WordsOnly
            move, ticket = "promise", promise(desk, by=by, number=number, text=text)
        case Code.PROMPT_HOLD:
            move, ticket = "hold", hold(desk, by=by, number=number, reason=_reason(desk, delivery), text=text)
        case Code.PROMPT_PHONE:
            if file:
                raise WordsOnly
            means = _reason(desk, delivery) or "phone"
            move = "call"
            ticket = answer_by_phone(desk, by=by, number=number, text=text, means=means, names=names)
        case Code.PROMPT_REFUSE:
            why, item = _reason(desk, delivery), _item(desk, delivery)
            move, ticket = "refuse", refuse(desk, by=by, number=number, reason=why, text=text, item=item)
        case Code.PROMPT_OFFER:
            move, ticket = "offer", offer(desk, by=by, number=number, item=_item(desk, delivery), text=text)
        case Code.PROMPT_HAND_ON:
            move, ticket = "hand_on", hand_on(desk, by=by, number=number, item=_item(desk, delivery), text=text)
        case Code.PROMPT_ARTICLE:
            move, ticket = "article", send_article(desk, by=by, number=number, text=text, files=files)
        case Code.PROMPT_INVOLVE:
            if file:
                raise WordsOnly
            move, ticket = "involve", involve(desk, by=by, number=number, text=text)
        case Code.PROMPT_COMPLAINT:
            if file:
                raise WordsOnly
            whose = _fact(desk, delivery, "complaint")
            move, ticket = "complaint", answer_complaint(desk, by=by, number=number, complaint=whose, text=text)
        case Code.PROMPT_SUSPEND:
            move, ticket = "suspend", suspend(desk, by=by, number=number, whom=_reason(desk, delivery), text=text)
        case Code.PROMPT_RESTORE:
            move, ticket = "restore", restore(desk, by=by, number=number, whom=_reason(desk, delivery), text=text)
        case code if code in WORK:
            if file:
                raise WordsOnly
            why = _reason(desk, delivery)
            move, ticket = answer_work(desk, by=by, number=number, code=code, reason=why, text=text)
        case _ if is_aside(desk, desk.tickets.get(number)):
            move, ticket = "reply", answer_aside(desk, by=by, agent=agent, number=number, text=text, files=files)
        case _:
            move, ticket = "reply", reply(desk, by=by, number=number, text=text, files=files)
    return Answered(ticket, move)


def is_ticket_topic(desk: Desk, *, by: Speaker) -> bool:
    """Whether somebody of staff stands in the topic of a ticket: what is written there is for its requester."""
    return _of_topic(desk, by) is not None


def _of_topic(desk: Desk, by: Speaker) -> Delivery | None:
    """What is written in a ticket's topic is a reply to its card, whatever it replies to that is not known."""
    topic = topic_at(desk, by.place)
    return Delivery(by.place.channel, by.place.chat, "", Code.CARD, topic.ticket, "") if topic else None


def is_known(desk: Desk, *, channel: str, chat: str, remote: str) -> bool:
    """Whether it is settled what this message of ours is: recorded, or not going to be, as nothing is on its way there."""
    return desk.deliveries.find(channel, chat, remote) is not None or not desk.outbox.is_sending(channel, chat)


def _reason(desk: Desk, delivery: Delivery) -> str:
    """The reason or resolution that was chosen before the words were asked for; empty if none was."""
    return _fact(desk, delivery, "reason")


def _item(desk: Desk, delivery: Delivery) -> str:
    """The item of the scope that was chosen before the words were asked for; empty if none was."""
    return _fact(desk, delivery, "item")


def _fact(desk: Desk, delivery: Delivery, name: str) -> str:
    parcel = desk.outbox.by_key(delivery.key)
    return str(parcel.facts.get(name, "")) if parcel else ""


def _follows(desk: Desk, by: Speaker, person_id: str, number: str, file: IncomingFile) -> bool:
    """Whether an earlier part of its album has made the move already: then this one goes where that went, later or never."""
    if not file.album:
        return False
    earlier = [f for f in desk.files.of_group(file.group(by)) if f.person_id == person_id and f.ticket == number]
    if not earlier:
        return False
    if (earlier[0].problem or {}).get("reason") == "internal":
        _withhold(desk, by, person_id, number, file)
        return True
    attachment = file.noted(by, person_id, file.group(by))
    attachment.ticket, attachment.by_staff = number, True
    if desk.files.add(attachment):
        desk.timers.set(attachment.group, TimerKind.ALBUM, desk.now() + ALBUM_QUIET)
    return True


def _withhold(desk: Desk, by: Speaker, person_id: str, number: str, file: IncomingFile) -> None:
    """Remember that this part of an album was internal: the parts after it, which say nothing, must not go out either."""
    attachment = file.noted(by, person_id, file.group(by))
    attachment.ticket, attachment.by_staff, attachment.told = number, True, True
    attachment.state, attachment.problem = FileState.REFUSED, {"reason": "internal", "name": attachment.name}
    desk.files.add(attachment)


def _keep(desk: Desk, by: Speaker, person_id: str, number: str, file: IncomingFile) -> str:
    """Note a file of ours: the chat can send it on at once; the letter waits until it was fetched."""
    attachment = file.noted(by, person_id, file.group(by))
    attachment.ticket, attachment.by_staff, attachment.told = number, True, True
    desk.files.add(attachment)
    return attachment.id
