"""Forget: personal data leave rows, files and the staff group; the register and the chain of the journal stay (152-ФЗ, article 21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from domain.draft import Draft
from domain.letters import Letter, LetterState
from domain.notices import Code, Parcel
from domain.people import Person
from domain.ports import Desk, TimerKind
from domain.ticket import Ticket
from domain.topics import Topic
from domain.usecases.hand_over import throw_away
from domain.usecases.leave_chat import is_private, leave, left_of
from domain.usecases.lists_over import close_lists
from domain.usecases.staff_mail import setting
from domain.usecases.staff_place import employed, staff_chats
from domain.usecases.telling import CHAT, MAIL, refresh_card
from domain.usecases.topics import empty_topics

TIMERS = tuple(kind for name, kind in vars(TimerKind).items() if name.isupper())
AT_ONCE = 100
"""Telegram deletes up to so many messages by one call (Bot API: deleteMessages)."""


def forget_ticket(desk: Desk, ticket: Ticket, why: str) -> None:
    """Erase the personal data of a closed ticket; the card in the staff group shows what is left, other messages go.

    `why`: see `Ticket.forget`. WrongState while it is open.
    """
    shown = {chat: desk.erasure.shown(ticket.number, chat) for chat in [*staff_chats(desk), *_of_leads(desk, ticket)]}
    topics, left = _topics_of(desk, ticket), left_of(desk, ticket)
    language = desk.people.get(ticket.requester_id).language
    for draft in desk.drafts.for_ticket(ticket.requester_id, ticket.number):
        throw_away(desk, draft)
    for file in desk.files.of_ticket(ticket.number):
        file.erase()
    for entry in desk.journal.of(ticket.number):
        if not entry.tells_of_work_only:
            entry.erase()
        elif entry.actor == ticket.requester_id:
            entry.actor_name = ""
    ticket.forget(desk.now(), why)
    close_lists(desk)
    desk.timers.cancel(ticket.number, *TIMERS)
    desk.erasure.forget_ticket(ticket.number)
    empty_topics(desk, topics, language)
    leave(desk, left, language)
    for chat, messages in shown.items():
        _wipe(desk, messages, ticket.number, chat)
    refresh_card(desk, ticket, mark="erased")


def forget_letter(desk: Desk, draft: Draft) -> None:
    """A letter that was held back and never became a request: what staff were shown of it goes."""
    _wipe(desk, desk.erasure.shown_letter(draft, desk.staff.chat), draft.id, desk.staff.chat)


def forget_loose_letter(desk: Desk, letter: Letter) -> None:
    """A letter that came and went to no ticket: it goes, and what staff were shown of one that could not be taken in."""
    chat = desk.staff.chat
    if letter.state is LetterState.FAILED:
        _wipe(desk, desk.erasure.shown_unread(letter, chat), letter.id[:12], chat)
    desk.erasure.forget_letter(letter)


def forget_person(desk: Desk, person: Person, why: str, *, by_chat: bool = False) -> None:
    """Erase all that is known of somebody without an open ticket; who writes again is somebody new.

    They are told by letter, to each address they proved; `by_chat`: and in the chat, where no answer to a press does it.
    WrongState if something of theirs is open.
    """
    tickets = all_of(desk, person)
    addresses, chat = desk.people.proved_addresses(person.id, MAIL), person.chat
    contacts = {*addresses, *contacts_of(person, tickets)}
    left = [place for ticket in tickets for place in left_of(desk, ticket)]
    for ticket in tickets:
        if ticket.erased_at is None:
            forget_ticket(desk, ticket, why)
    for draft in desk.drafts.of_person(person.id):
        throw_away(desk, draft)
    for file in desk.files.of_person(person.id):
        file.erase()
    _out_of_group(desk, person)
    for letter in desk.letters.unread_of(contacts):
        forget_loose_letter(desk, letter)
    if desk.settings.get(setting(person.id)):
        desk.settings.put(setting(person.id), "")
    desk.erasure.forget_person(person, contacts)
    person.forget(desk.now())
    leave(desk, left, person.language)  # what was said of that until now went with their address
    for address in addresses:
        last_words(desk, person, Code.FORGOTTEN, MAIL, address)
    if by_chat and chat:
        last_words(desk, person, Code.FORGOTTEN, CHAT, chat)


def forget_stranger(desk: Desk, person: Person) -> None:
    """Forget somebody of whom nothing is left but a name: no request with data, no draft, no work in the staff group, and
    no customer whose contract holds."""
    if person.erased_at is not None or desk.drafts.of_person(person.id) or employed(desk, person):
        return
    today = desk.now().astimezone(desk.regulation.zone).date()
    if person.organization_id and desk.customers.get(person.organization_id).is_entitled(today):
        return
    tickets = all_of(desk, person)
    if all(ticket.erased_at is not None for ticket in tickets):
        _out_of_group(desk, person)
        desk.erasure.forget_person(person, contacts_of(person, tickets))
        person.forget(desk.now())


def all_of(desk: Desk, person: Person) -> list[Ticket]:
    """All of a person's tickets."""
    return desk.tickets.of(person.id, limit=max(1, desk.tickets.count_of(person.id)))


def contacts_of(person: Person, tickets: Sequence[Ticket]) -> set[str]:
    """Mail addresses and phones by which somebody was reached."""
    found = {person.profile.get(key, "") for key in ("email", "phone")}
    for ticket in tickets:
        keys = [field.key for field in ticket.regulation.fields if field.kind in ("email", "phone")]
        found |= {ticket.answers.get(key, "") for key in keys}
    return found - {""}


def last_words(desk: Desk, person: Person, code: Code, channel: str, address: str) -> None:
    """Tell somebody at an address that nothing will remember once it is told (`notices.LAST_WORDS`)."""
    wall = desk.wall()
    key = f"{code}:{person.id}:{uuid4().hex}"
    desk.outbox.post(Parcel(key, channel, address, code, {}, person.language, wall, wall))


def _out_of_group(desk: Desk, person: Person) -> None:
    """What the staff group was told of them on no ticket goes."""
    chat = desk.staff.chat
    _wipe(desk, desk.erasure.shown_joining(person, chat), person.id[:12], chat)


def _wipe(desk: Desk, messages: Sequence[str], of: str, chat: str) -> None:
    """Have messages deleted from a staff group; if that fails staff are asked to do it."""
    channel, wall = desk.staff.channel, desk.wall()
    for n in range(0, len(messages), AT_ONCE):
        facts = {"messages": list(messages[n : n + AT_ONCE]), "of": of, "chat": chat}
        key = f"{Code.WIPE}:{of}:{chat}:{n}"
        desk.outbox.post(Parcel(key, channel, chat, Code.WIPE, facts, "", wall, wall))


def _of_leads(desk: Desk, ticket: Ticket) -> list[str]:
    """Private chats of those who lead or led: they are shown complaints there."""
    agents = (a for group in staff_chats(desk) for a in [*desk.people.agents(group), *desk.people.once_agents(group)])
    chats = {desk.people.get(agent.person_id).chat for agent in agents}
    return sorted(chats - {"", desk.people.get(ticket.requester_id).chat})


def _topics_of(desk: Desk, ticket: Ticket) -> list[Topic]:
    """Those in staff groups; copies, for the rows are emptied."""
    theirs = (topic for topic in desk.topics.of_ticket(ticket.number) if topic.channel == CHAT)
    return [replace(topic) for topic in theirs if not is_private(topic)]


def could_not_wipe(desk: Desk, facts: dict[str, str]) -> None:
    """The channel did not delete them: staff are asked to, once."""
    staff, wall = desk.staff, desk.wall()
    chat, told = facts.get("chat", staff.chat), {"of": facts["of"]}
    key = f"{Code.WIPE_FAILED}:{facts['of']}:{chat}"
    desk.outbox.post(Parcel(key, staff.channel, chat, Code.WIPE_FAILED, told, "", wall, wall))
