"""Telling: who hears of a thing, by which channels, under which key."""

from __future__ import annotations

from typing import Any

from domain.journal import Entry
from domain.notices import Code, Notice, Parcel
from domain.people import Person
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.hush import hushed, quiet
from domain.usecases.staff_mail import DEED, addressee, concerned, hears_of
from domain.usecases.staff_place import chat_of
from domain.usecases.topics import TOPICS, staff_topic_asked, topic_asked
from domain.watching import news

CHAT = "telegram"
MAIL = "email"
SECOND = "second"
"""To whom a letter goes besides the requester; also the fact that marks it."""
CARDS = "cards"
"""The queue of cards drawn anew: nothing that must be seen waits behind one."""
NEW = "new"
"""The queue of the cards of a burst of new tickets: they come when there is room."""
ERASES = "erases"
"""The queue of messages to be erased from a chat: none waits, and nothing waits behind one."""
NAME_RESTS = 3.0
"""Seconds that a topic keeps its name after a change, for the next one may follow at once."""
SHOWN_IN_GROUPS = frozenset({Code.REGISTERED, Code.STARTED, Code.COMPLETED, Code.RESUMED, Code.CLOSED, Code.MERGED})
"""What a customer's group hears of the tickets that began there: by the state alone."""
REST = 2.0
"""Seconds that the card waits before it says what became of a delivery."""


def tell_requester(desk: Desk, ticket: Ticket, notice: Notice, entry: Entry | None = None) -> None:
    """Tell the requester by chat and by letter; how much the letter says depends on whether the address is proved. Of a deed of
    staff, its `entry`, whoever holds the ticket hears too."""
    tell_in_chat(desk, ticket, notice)
    tell_by_letter(desk, ticket, notice, entry)
    if entry is not None:
        tell_holder(desk, ticket, entry)


def tell_in_chat(desk: Desk, ticket: Ticket, notice: Notice, *, n: int | None = None) -> None:
    """Tell the requester by chat only. `n`: the entry it is about, where that is not the latest one."""
    if ticket.group_chat and notice.code in SHOWN_IN_GROUPS:
        _tell_group(desk, ticket)
    person = desk.people.get(ticket.requester_id)
    if person.chat:
        _post(desk, ticket, notice, ticket.entries if n is None else n, "requester", CHAT, person.chat, person.language)


def tell_by_letter(
    desk: Desk,
    ticket: Ticket,
    notice: Notice,
    entry: Entry | None = None,
    *,
    again: bool = False,
    rest: float = 0.0,
    queue: str = "",
) -> None:
    """Tell the requester by letter only: the mirror of what they said in the chat themselves, or what the chat must not show.

    A second address gets a letter of its own (insales), and never the code that proves the first one. `again`: what was
    told before, so that it need not hear it twice. `rest` and `queue`: it may wait a little, in a queue of its own.
    """
    person = desk.people.get(ticket.requester_id)
    n = entry.n if entry else ticket.entries
    if ticket.email:
        _post(desk, ticket, notice, n, "requester", MAIL, ticket.email, person.language, rest=rest, queue=queue)
    if ticket.second_email and not again:
        facts = {key: fact for key, fact in notice.facts.items() if key != "code"} | {SECOND: True}
        second = Notice(notice.code, facts)
        _post(desk, ticket, second, n, SECOND, MAIL, ticket.second_email, person.language, rest=rest, queue=queue)


def tell_by_letter_to(desk: Desk, ticket: Ticket, address: str, notice: Notice, entry: Entry) -> None:
    """Tell somebody from outside, by letter, in the language of the desk."""
    to = f"outside:{address}"
    _post(desk, ticket, notice, entry.n, to, MAIL, address, desk.staff.language)


def tell_staff(
    desk: Desk, ticket: Ticket, notice: Notice, *, mark: str = "", rest: float = 0.0, queue: str = ""
) -> None:
    """Tell the staff group that works on the ticket. `mark` keeps apart two notices of one kind about one entry; `rest`,
    `queue`: as for a letter. Whom it concerns gets it by letter too, if they want that."""
    tell_group(desk, ticket, chat_of(desk, ticket), notice, mark=mark, rest=rest, queue=queue)
    if desk.staff.mail and (whom := concerned(desk, ticket, notice)):
        tell_agent(desk, ticket, whom, str(notice.code), notice.facts, mark=mark)


def tell_holder(desk: Desk, ticket: Ticket, entry: Entry) -> None:
    """Write to whoever holds the ticket, and works by letter, what a colleague has done on it."""
    if desk.staff.mail and (whom := hears_of(ticket, entry)):
        tell_agent(desk, ticket, whom, DEED, {"n": entry.n}, mark=str(entry.n))


def tell_agent(
    desk: Desk, ticket: Ticket, person_id: str, what: str, facts: dict[str, Any] | None = None, *, mark: str = ""
) -> None:
    """Write to an agent about a ticket, in the thread that they have on it; nothing to who wants no letters. `what`: the
    code of what the group is told, or see `staff_mail`."""
    to = addressee(desk, ticket, person_id)
    if to is not None:
        told = {"what": what, "of": facts or {}, "agent": person_id}
        whom, notice = f"agent:{person_id}:{what}:{mark}", Notice(Code.STAFF_LETTER, told)
        _post(desk, ticket, notice, ticket.entries, whom, MAIL, to.address, to.person.language)


def tell_group(
    desk: Desk, ticket: Ticket, chat: str, notice: Notice, *, mark: str = "", rest: float = 0.0, queue: str = ""
) -> None:
    """Tell this staff group of the ticket, whoever works on it now."""
    to, staff = f"staff:{mark}" if mark else "staff", desk.staff
    notice = hushed(desk, ticket, notice)
    _post(desk, ticket, notice, ticket.entries, to, staff.channel, chat, "", rest=rest, queue=queue)


def tell_staff_room(desk: Desk, notice: Notice, *, key: str) -> None:
    """Tell the staff group something that belongs to no ticket."""
    staff, wall = desk.staff, desk.wall()
    desk.outbox.post(
        Parcel(key, staff.channel, staff.chat, notice.code, notice.facts, "", wall, wall, thread=staff.thread)
    )


def tell_quality(desk: Desk, ticket: Ticket, notice: Notice, entry: Entry, address: str) -> None:
    """Tell quality control, by letter and past those who work on the ticket."""
    _post(desk, ticket, notice, entry.n, "quality", MAIL, address, desk.staff.language)


def tell_lead(desk: Desk, ticket: Ticket, chat: str, notice: Notice, *, mark: str) -> None:
    """Tell a lead of the ticket, in their private chat; without a sound while the desk is shut."""
    notice = hushed(desk, ticket, notice)
    _post(desk, ticket, notice, ticket.entries, f"lead:{chat}:{mark}", CHAT, chat, "")


def _rename_topic(desk: Desk, ticket: Ticket) -> None:
    """Have the names of the ticket's topics follow its state; several changes make one new name."""
    if staff_topic_asked(desk, ticket, chat := chat_of(desk, ticket)):
        tell_group(desk, ticket, chat, Notice(Code.STAFF_TOPIC), rest=NAME_RESTS, queue=TOPICS)
    notice = topic_asked(desk, ticket)
    if notice is not None:
        person = desk.people.get(ticket.requester_id)
        to = "requester"
        _post(
            desk, ticket, notice, ticket.entries, to, CHAT, person.chat, person.language, rest=NAME_RESTS, queue=TOPICS
        )


def _tell_group(desk: Desk, ticket: Ticket) -> None:
    """The state, and nothing else, for the customer's group in which the ticket began."""
    group = desk.groups.get(CHAT, ticket.group_chat)
    if group is not None and group.organization_id and group.posts:
        notice = Notice(Code.GROUP_STATE, {"status": str(ticket.status)})
        _post(desk, ticket, notice, ticket.entries, "group", CHAT, group.chat, desk.staff.language)


def tell_chat(desk: Desk, chat: str, notice: Notice, *, key: str, queue: str = "") -> None:
    """Tell a chat something that belongs to no ticket: a customer's group, or a lead in private; in the desk's language."""
    wall = desk.wall()
    parcel = Parcel(
        key=key,
        channel=CHAT,
        address=chat,
        code=notice.code,
        facts=notice.facts,
        language=desk.staff.language,
        created=wall,
        due=wall,
        queue=queue,
    )
    desk.outbox.post(parcel)


def tell_person(desk: Desk, person: Person, notice: Notice, *, key: str, queue: str = "") -> None:
    """Tell somebody something that belongs to no ticket yet, in their private chat."""
    _post_to(desk, person, CHAT, person.chat, notice, key, queue)


def tell_address(desk: Desk, person: Person, address: str, notice: Notice, *, key: str) -> None:
    """The same by letter, to an address of theirs."""
    _post_to(desk, person, MAIL, address, notice, key, "")


def tell_everywhere(desk: Desk, person: Person, notice: Notice) -> None:
    """What is about the person and no ticket: in their chat, and by letter to an address they proved."""
    key = f"{notice.code}:{person.id}:{desk.now().isoformat()}"
    if person.chat:
        tell_person(desk, person, notice, key=key)
    for address in desk.people.proved_addresses(person.id, MAIL)[:1]:
        tell_address(desk, person, address, notice, key=f"{key}:{MAIL}")


def tell_mailbox(desk: Desk, address: str, notice: Notice, *, key: str) -> None:
    """A letter to an address that is nobody's yet, in the language of the desk."""
    wall = desk.wall()
    desk.outbox.post(Parcel(key, MAIL, address, notice.code, notice.facts, desk.staff.language, wall, wall))


def _post_to(desk: Desk, person: Person, channel: str, address: str, notice: Notice, key: str, queue: str) -> None:
    parcel = Parcel(
        key=key,
        channel=channel,
        address=address,
        code=notice.code,
        facts=notice.facts,
        language=person.language,
        created=desk.wall(),
        due=desk.wall(),
        queue=queue,
    )
    desk.outbox.post(parcel)


def refresh_card(desk: Desk, ticket: Ticket, *, rest: float = 0.0, mark: str = "") -> None:
    """Have the staff card drawn anew. One that waits to be sent will show the present state anyway.

    `rest`: it may wait so many seconds of the wall clock, so that several small changes make one drawing: Telegram lets a
    bot say 20 things a minute in a group, and drawing a card anew is one. `mark`: what else has changed than the ticket.
    """
    _rename_topic(desk, ticket)
    _tell_watchers(desk, ticket)
    due = desk.wall() + rest
    waits = desk.outbox.queued(ticket.number, Code.CARD)
    if waits is None:
        tell_staff(desk, ticket, Notice(Code.CARD), mark=mark, rest=rest, queue=CARDS)
    elif waits.due > due:
        desk.outbox.hasten(waits, due)


def _tell_watchers(desk: Desk, ticket: Ticket) -> None:
    """What is new, for those of staff who watch it: in private if they have a chat with the desk, else by name in the group.

    Neither a requester's words nor their name are in it, so that nothing has to be erased there. Each entry is told once: its key says so.
    """
    if not ticket.watchers:
        return
    entries = desk.journal.of(ticket.number)
    for watcher in ticket.watchers:
        group = chat_of(desk, ticket)
        agent = desk.people.staff_member(group, watcher)
        entry = news(entries, watcher)
        if entry is None or agent is None or not agent.active:
            continue
        chat = desk.people.get(watcher).chat
        colleague = desk.people.staff_member(group, entry.actor)
        facts = {
            "kind": str(entry.kind),
            "by": colleague.name if colleague else "",
            "watcher": watcher,
            "private": bool(chat),
            "quiet": quiet(desk, ticket),
        }
        _post(desk, ticket, Notice(Code.WATCHED, facts), entry.n, f"watcher:{watcher}", CHAT, chat or group, "")


def tell_watcher_in_group(desk: Desk, ticket: Ticket, n: int, facts: dict[str, Any]) -> None:
    """What a watcher could not be told in private, where their group works on the ticket. `n`: the entry it is about."""
    to = f"watcher:{facts['watcher']}:group"
    _post(desk, ticket, Notice(Code.WATCHED, facts), n, to, CHAT, chat_of(desk, ticket), "")


def _post(
    desk: Desk,
    ticket: Ticket,
    notice: Notice,
    n: int,
    to: str,
    channel: str,
    address: str,
    language: str,
    *,
    rest: float = 0.0,
    queue: str = "",
) -> None:
    wall = desk.wall()
    parcel = Parcel(
        # BAR-000123:3:started:requester:email
        key=f"{ticket.number}:{n}:{notice.code}:{to}:{channel}",
        channel=channel,
        address=address,
        code=notice.code,
        facts=notice.facts,
        language=language,
        created=wall,
        due=wall + rest,
        queue=queue,
        ticket=ticket.number,
        entry=n,
    )
    desk.outbox.post(parcel)
