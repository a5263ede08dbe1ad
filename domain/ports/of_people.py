"""Ports to whom the desk knows: people, customers, groups, consents; and what is forgotten of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Protocol

from domain.consents import Consented
from domain.consultation import Consultation
from domain.customers import Organization
from domain.draft import Draft
from domain.groups import Group
from domain.letters import Letter
from domain.lines import Line
from domain.participants import Participant
from domain.people import Agent, CodeLetter, EmailProof, Identity, Person, Speaker
from domain.shifts import Shift


class People(Protocol):
    def speaking(self, speaker: Speaker) -> Person:
        """The person behind an identity; met for the first time, they are entered."""

    def get(self, person_id: str) -> Person:
        """By id; KeyError if there is none."""

    def agent(self, speaker: Speaker) -> Agent:
        """The speaker as a member of the staff group they speak in; raises NotStaff."""

    def agents(self, chat: str) -> Sequence[Agent]:
        """The active members of a staff group, leads first."""

    def once_agents(self, chat: str) -> Sequence[Agent]:
        """Those who were members of a staff group and are not now."""

    def enlist(self, agent: Agent) -> None:
        """Enter or renew a member of a staff group."""

    def staff_member(self, chat: str, person_id: str) -> Agent | None:
        """A member of a staff group, active or not."""

    def by_address(self, channel: str, address: str) -> Person | None:
        """Who holds an address."""

    def address_of(self, person_id: str, channel: str) -> str:
        """A person's address on a channel; empty if there is none."""

    def proved_addresses(self, person_id: str, channel: str) -> list[str]:
        """All addresses on a channel that a person has proved, the latest first."""

    def of_organization(self, organization_id: str) -> list[Person]:
        """Everybody who is known to belong to a customer."""

    def identity(self, person_id: str, channel: str, address: str) -> Identity | None:
        """One identity of a person, proved or not."""

    def add(self, person: Person) -> None: ...

    def add_identity(self, identity: Identity) -> None: ...

    def has_more(self, person_id: str) -> bool:
        """Whether drafts, another address or a place in a staff group speak of this person."""

    def forget(self, person: Person) -> None:
        """Somebody who was only spoken of: the row goes, and their address with it."""

    def drop_identity(self, identity: Identity) -> None: ...

    def provers(self, channel: str, address: str) -> list[Person]:
        """Everybody who has proved an address: a mailbox may be shared."""

    def pass_on(self, old: str, new: str) -> None:
        """One person's complaints and messages are another's from now on."""

    def proof(self, person_id: str) -> EmailProof | None:
        """The code that is out for this person, if any."""

    def set_proof(self, proof: EmailProof) -> None:
        """A new code replaces the one that was out."""

    def drop_proof(self, proof: EmailProof) -> None: ...

    def code_letters(self, person_id: str, address: str, since: datetime) -> list[CodeLetter]:
        """Letters with a code from then on, oldest first: a person's, and all that went to this address."""

    def note_code_letter(self, letter: CodeLetter) -> None: ...


class Customers(Protocol):
    def get(self, organization_id: str) -> Organization:
        """By id; KeyError if there is none."""

    def add(self, organization: Organization) -> None:
        """Enter a new one."""

    def all(self) -> list[Organization]:
        """Every customer, by name."""

    def named(self) -> list[tuple[str, str, str]]:
        """Id, name and contract of every customer: enough to find one among very many."""


class Consultations(Protocol):
    def add(self, consultation: Consultation) -> None:
        """Enter a call that became no request."""

    def since(self, at: datetime) -> list[Consultation]:
        """Those from that instant on, oldest first."""


class Participants(Protocol):
    def add(self, participant: Participant) -> None: ...

    def remove(self, participant: Participant) -> None: ...

    def find(self, number: str, address: str) -> Participant | None:
        """Somebody from outside who takes part in a ticket, by their address."""

    def of(self, number: str) -> list[Participant]:
        """Everybody from outside who takes part in a ticket, in the order they were brought in."""


class Groups(Protocol):
    def get(self, channel: str, chat: str) -> Group | None:
        """A customer's group chat by its address; None if no lead has ever named it."""

    def add(self, group: Group) -> None: ...

    def remove(self, group: Group) -> None: ...

    def move(self, channel: str, old: str, new: str) -> None:
        """The chat has a new address: the group and the tickets that began there go along."""


class Lines(Protocol):
    def get(self, channel: str, chat: str) -> Line | None:
        """A staff group beside the first one, by its address; None if there is none."""

    def all(self) -> list[Line]:
        """Every one of them, by name."""

    def add(self, line: Line) -> None: ...

    def remove(self, line: Line) -> None: ...

    def move(self, channel: str, old: str, new: str) -> None:
        """The chat has a new address: the line, its members and its tickets go along."""


class Shifts(Protocol):
    def at(self, at: datetime) -> list[Shift]:
        """Those that hold at this instant (UTC)."""

    def from_then_on(self, at: datetime) -> list[Shift]:
        """Those that hold then or begin later, by their beginning."""

    def add(self, shift: Shift) -> None: ...

    def remove(self, shift: Shift) -> None: ...


class Consents(Protocol):
    def add(self, consented: Consented) -> None:
        """Enter a consent."""

    def of(self, person_id: str) -> list[Consented]:
        """All that a person has given, oldest first, those that were withdrawn too."""


class Erasure(Protocol):
    """Rows that hold personal data beside the person, the ticket, its journal and its files."""

    def shown(self, number: str, chat: str) -> list[str]:
        """Messages in this staff group about a ticket, but for its card; the channel's ids."""

    def said_lately(self, number: str, chat: str, *, since: datetime, wall: float) -> list[str]:
        """Messages in a private chat about a ticket, theirs since then and ours since that Unix time; the channel's ids."""

    def shown_letter(self, draft: Draft, chat: str) -> list[str]:
        """Messages in this staff group that show a letter that was held back."""

    def shown_unread(self, letter: Letter, chat: str) -> list[str]:
        """Messages in this staff group that show a letter that could not be taken in; what was to be shown is not."""

    def shown_joining(self, person: Person, chat: str) -> list[str]:
        """Messages in this staff group that say whose people somebody is; what was to be shown is not."""

    def forget_ticket(self, number: str) -> None:
        """What was told, said, confided and complained about on it, and who took part from outside."""

    def forget_person(self, person: Person, contacts: Collection[str]) -> None:
        """Their addresses, codes and messages, and all that was sent to them on no ticket. `contacts`: mail addresses and
        phones of theirs, by which calls are found that became no ticket."""

    def forget_letter(self, letter: Letter) -> None:
        """What a letter says, and who wrote it."""

    def forget_addresses(self, person_id: str, wanted: Collection[str]) -> None:
        """A person's mail addresses but those that are wanted still, and the codes that were sent to them."""

    def forget_old(self, *, before: datetime, wall: float) -> None:
        """What was said and told on no ticket: before that instant, or that Unix time."""

    def forget_calls(self, *, before: datetime) -> None:
        """Calls before then that became no ticket."""

    def identities(self, person_id: str) -> list[Identity]:
        """All of a person's identities."""

    def complaints(self, person_id: str) -> list[dict[str, Any]]:
        """A person's letters to quality control, as they are kept."""

    def people_at(self, address: str) -> list[str]:
        """Who has this mail address, or named it on a ticket; their ids."""
