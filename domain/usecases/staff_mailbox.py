"""Staff mailbox: an agent says in private where their letters go, proves it with a code, and wants them no more with a word."""

from __future__ import annotations

from dataclasses import dataclass

from domain.notices import Code, Notice, Parcel
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import CodeLater
from domain.staff_address import is_mailbox, mailbox_mark
from domain.staff_refusals import NoStaffMail
from domain.usecases.code_letters import Limit, code_for
from domain.usecases.dead_addresses import revive, why_dead
from domain.usecases.staff_mail import ADDRESS, mailbox_of, setting
from domain.usecases.staff_place import anywhere, staff_chats
from domain.usecases.telling import MAIL, tell_address, tell_person

OFF = frozenset({"off", "нет", "выкл", "отключить", "стоп", "stop", "жоқ", "өшіру"})


@dataclass(frozen=True)
class Mailbox:
    """Where an agent's letters go; `waits`: where they will, once the code is typed. `dead`: a letter came back from there.
    `wanted`: they have asked for letters, whether any go out or not."""

    person: Person
    address: str = ""
    waits: str = ""
    dead: bool = False
    wanted: bool = False


def own_mailbox(desk: Desk, *, by: Speaker) -> Mailbox:
    """/mail: how it stands. NotStaff; NoStaffMail where staff do not work by letter."""
    return _mailbox(desk, _agent(desk, by))


def mailboxes(desk: Desk, *, by: Speaker) -> list[tuple[str, Mailbox]]:
    """/mail of a lead: how it stands with everybody of their group, by name; of each that they lead where they ask in private;
    nobody for who leads none. NotStaff; NoStaffMail."""
    person = _agent(desk, by)
    here = staff_chats(desk) if by.private else [by.place.chat]
    led = [chat for chat in here if (me := desk.people.staff_member(chat, person.id)) and me.active and me.lead]
    names = {agent.person_id: agent.name for chat in led for agent in desk.people.agents(chat)}
    return [(name, _mailbox(desk, desk.people.get(one))) for one, name in names.items()]


def _mailbox(desk: Desk, person: Person) -> Mailbox:
    address = mailbox_of(desk, person.id)
    proof, mark = desk.people.proof(person.id), desk.settings.get(setting(person.id))
    theirs = mark and proof and is_mailbox(desk.tokens, person.id, proof.address, mark)
    waits = proof.address if proof and theirs and not address else ""
    return Mailbox(person, address, waits, dead=bool(address and why_dead(desk, address)), wanted=bool(mark))


def set_mailbox(desk: Desk, *, by: Speaker, said: str) -> Mailbox:
    """/mail with an address: letters go there, at once if it is proved, else with the code that is mailed to it; with a word
    such as «нет» no letters any more. NotStaff, NoStaffMail, WrongAnswer, CodeLater."""
    person = _agent(desk, by)
    if said.strip().casefold() in OFF:
        desk.settings.put(setting(person.id), "")
        return Mailbox(person)
    address = ADDRESS.accept(said)
    identity = desk.people.identity(person.id, MAIL, address)
    proved = identity is not None and identity.proved_at is not None
    shared = proved and any(one.id != person.id for one in desk.people.provers(MAIL, address))
    if shared and desk.people.by_address(MAIL, address) is not person:
        proved = False
    desk.settings.put(setting(person.id), mailbox_mark(desk.tokens, person.id, address))
    if proved:
        revive(desk, address)
        return Mailbox(person, address)
    code = code_for(desk, person, address)
    if not isinstance(code, Limit):
        key = f"{Code.PROOF}:{person.id}:{desk.now().isoformat()}"
        tell_address(desk, person, address, Notice(Code.PROOF, {"code": code}), key=key)
    elif not code.good:
        raise CodeLater(address, code.why, code.until.astimezone(desk.regulation.zone), code.good)
    return Mailbox(person, waits=address)


def letter_failed(desk: Desk, parcel: Parcel, error: str) -> None:
    """A letter to an agent did not arrive: they are told in the chat, once a day."""
    person = desk.people.get(parcel.facts["agent"])
    day = desk.now().astimezone(desk.regulation.zone).date()
    if person.chat:
        facts = {"why": "failed", "number": parcel.ticket, "address": parcel.address, "error": error}
        key = f"{Code.STAFF_MAIL}:failed:{person.id}:{day.isoformat()}"
        tell_person(desk, person, Notice(Code.STAFF_MAIL, facts), key=key)


def _agent(desk: Desk, by: Speaker) -> Person:
    """Who speaks, if staff work by letter here."""
    agent = anywhere(desk, by)
    if not desk.staff.mail:
        raise NoStaffMail
    return desk.people.get(agent.person_id)
