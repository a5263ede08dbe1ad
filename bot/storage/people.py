"""People: persons, their identities, members of staff groups, and codes that are out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.storage.tables import agents, code_letters, complaints, drafts, identities, messages, people
from bot.storage.transaction import MAIL, Transaction, held
from domain.draft import Draft
from domain.people import Agent, CodeLetter, EmailProof, Identity, Person, Speaker
from domain.refusals import NotStaff

_HOLDERS = (
    sa.select(Person)
    .join_from(identities, people, people.c.id == identities.c.person_id)
    .where(identities.c.channel == sa.bindparam("channel"), held())
    .order_by(identities.c.proved_at.desc().nulls_last())
    .limit(1)
)
_HOLDER = _HOLDERS.where(identities.c.address == sa.bindparam("address"))
# Programs write an address in other letters than its holder typed; no server in use tells them apart.
_IN_OTHER_CASE = sa.func.lower(identities.c.address) == sa.func.lower(sa.bindparam("address"))
_HOLDER_IN_OTHER_CASE = _HOLDERS.where(_IN_OTHER_CASE)
_IDENTITY_IN_OTHER_CASE = (
    sa.select(Identity)
    .where(
        identities.c.person_id == sa.bindparam("person_id"),
        identities.c.channel == sa.bindparam("channel"),
        _IN_OTHER_CASE,
    )
    .order_by(identities.c.proved_at.desc().nulls_last())
    .limit(1)
)
_ADDRESS = (
    sa.select(identities.c.address)
    .where(identities.c.person_id == sa.bindparam("person_id"), identities.c.channel == sa.bindparam("channel"), held())
    .order_by(identities.c.proved_at.desc().nulls_last(), identities.c.address)
    .limit(1)
)
_PROVED = (
    sa.select(identities.c.address)
    .where(
        identities.c.person_id == sa.bindparam("person_id"),
        identities.c.channel == sa.bindparam("channel"),
        identities.c.proved_at.is_not(None),
    )
    .order_by(identities.c.proved_at.desc(), identities.c.address)
)
_PROVERS = (
    sa.select(Person)
    .join_from(identities, people, people.c.id == identities.c.person_id)
    .where(
        identities.c.channel == sa.bindparam("channel"),
        identities.c.address == sa.bindparam("address"),
        identities.c.proved_at.is_not(None),
    )
    .order_by(people.c.id)
)
_OF_ORGANIZATION = (
    sa.select(Person)
    .where(people.c.organization_id == sa.bindparam("organization_id"))
    .order_by(people.c.name, people.c.id)
)
_AGENTS = (
    sa.select(Agent)
    .where(agents.c.chat == sa.bindparam("chat"), agents.c.active)
    .order_by(agents.c.lead.desc(), agents.c.name, agents.c.person_id)
)
_ONCE_AGENTS = sa.select(Agent).where(agents.c.chat == sa.bindparam("chat"), ~agents.c.active)
_IDENTITIES = sa.select(Identity).where(identities.c.person_id == sa.bindparam("whose"))
_MORE = sa.select(
    sa.or_(
        sa.exists().where(drafts.c.person_id == sa.bindparam("whose")),
        sa.exists().where(agents.c.person_id == sa.bindparam("whose")),
        sa.exists().where(identities.c.person_id == sa.bindparam("whose"), identities.c.channel == MAIL),
    )
)
_CODE_LETTERS = (
    sa.select(CodeLetter)
    .where(
        sa.or_(
            code_letters.c.person_id == sa.bindparam("person_id"), code_letters.c.address == sa.bindparam("address")
        ),
        code_letters.c.at > sa.bindparam("since"),
    )
    .order_by(code_letters.c.at, code_letters.c.id)
)


class SqlPeople:
    """`domain.ports.People` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def speaking(self, speaker: Speaker) -> Person:
        """The person behind an identity; met for the first time, they are entered, with nothing yet awaited from them."""
        person = self._known(speaker)
        if person is None:
            person = Person(speaker.name, speaker.username, speaker.language)
            self.add(person)
            # Nobody speaks from another's account, so the channel has proved it; a letter's sender can be anybody.
            proved_at = None if speaker.place.channel == MAIL else speaker.said_at
            self.add_identity(Identity(speaker.place.channel, speaker.address, person.id, proved_at))
            self._transaction.drafts[person.id] = []
        return person

    def get(self, person_id: str) -> Person:
        """By id; KeyError if there is none."""
        person = self._transaction.new_people.get(person_id) or self._session.get(Person, person_id)
        if person is None:
            raise KeyError(person_id)
        return person

    def add(self, person: Person) -> None:
        """Enter somebody new."""
        self._transaction.new_people[person.id] = person
        if not self._transaction.reads:
            self._session.add(person)

    def agent(self, speaker: Speaker) -> Agent:
        """The speaker as a member of the staff group they speak in; raises NotStaff."""
        person = self._known(speaker)
        agent = self.staff_member(speaker.place.chat, person.id) if person else None
        if agent is None:
            raise NotStaff
        return agent.must_work_here()

    def agents(self, chat: str) -> Sequence[Agent]:
        """The active members of a staff group, leads first."""
        self._transaction.settle(Agent)
        return self._transaction.all(_AGENTS, {"chat": chat})

    def once_agents(self, chat: str) -> Sequence[Agent]:
        """Those who were members of a staff group and are not now."""
        self._transaction.settle(Agent)
        return self._transaction.all(_ONCE_AGENTS, {"chat": chat})

    def enlist(self, agent: Agent) -> None:
        """Enter or renew a member of a staff group."""
        self._transaction.settle(Agent)
        if self._session.get(Agent, (agent.chat, agent.person_id)) is None:
            self._session.add(agent)
        else:
            self._session.merge(agent)

    def staff_member(self, chat: str, person_id: str) -> Agent | None:
        """A member of a staff group, active or not."""
        self._transaction.settle(Agent)
        return self._session.get(Agent, (chat, person_id))

    def by_address(self, channel: str, address: str) -> Person | None:
        """Who holds an address; a mail address must be proved, and is held by who proved it last."""
        known = self._transaction.people.get((channel, address))
        if known is not None:
            return known
        self._transaction.settle(Person, Identity)
        at = {"channel": channel, "address": address}
        exact = self._session.scalars(_HOLDER, at).first()
        if exact is not None or channel != MAIL:
            return exact
        return self._session.scalars(_HOLDER_IN_OTHER_CASE, at).first()

    def address_of(self, person_id: str, channel: str) -> str:
        """A person's address on a channel, the one proved last; empty if there is none."""
        self._transaction.settle(Identity)
        address: str | None = self._transaction.run(_ADDRESS, {"person_id": person_id, "channel": channel}).scalar()
        return address or ""

    def proved_addresses(self, person_id: str, channel: str) -> list[str]:
        """All addresses on a channel that a person has proved, the latest first."""
        self._transaction.settle(Identity)
        return list(self._transaction.run(_PROVED, {"person_id": person_id, "channel": channel}).scalars())

    def of_organization(self, organization_id: str) -> list[Person]:
        """Everybody who is known to belong to a customer."""
        self._transaction.settle(Person)
        return self._transaction.all(_OF_ORGANIZATION, {"organization_id": organization_id})

    def identity(self, person_id: str, channel: str, address: str) -> Identity | None:
        """One identity of a person, proved or not."""
        self._transaction.settle(Identity)
        exact = self._session.get(Identity, (channel, address, person_id))
        if exact is not None or channel != MAIL:
            return exact
        at = {"channel": channel, "address": address, "person_id": person_id}
        return self._session.scalars(_IDENTITY_IN_OTHER_CASE, at).first()

    def add_identity(self, identity: Identity) -> None:
        """Note an address of a person."""
        person = self._transaction.new_people.get(identity.person_id)
        if person is not None and identity.channel != MAIL:
            self._transaction.people[identity.channel, identity.address] = person
        if not self._transaction.reads:
            self._session.add(identity)

    def has_more(self, person_id: str) -> bool:
        """Whether drafts, another address or a place in a staff group speak of this person."""
        self._transaction.settle(Draft, Agent, Identity)
        return bool(self._transaction.run(_MORE, {"whose": person_id}).scalar_one())

    def forget(self, person: Person) -> None:
        """Somebody who was only spoken of: the row goes, and their address with it."""
        self._transaction.flush()
        for identity in self._transaction.all(_IDENTITIES, {"whose": person.id}):
            self._transaction.people.pop((identity.channel, identity.address), None)
            self._session.delete(identity)
        self._session.delete(person)

    def drop_identity(self, identity: Identity) -> None:
        """It is theirs no more."""
        self._transaction.settle(Identity)
        self._session.delete(identity)

    def provers(self, channel: str, address: str) -> list[Person]:
        """Everybody who has proved an address: a mailbox may be shared."""
        self._transaction.settle(Person, Identity)
        return self._transaction.all(_PROVERS, {"channel": channel, "address": address})

    def pass_on(self, old: str, new: str) -> None:
        """One person's complaints and messages are another's from now on."""
        self._transaction.flush()
        for table in (complaints, messages):
            self._transaction.run(sa.update(table).where(table.c.person_id == old).values(person_id=new))

    def proof(self, person_id: str) -> EmailProof | None:
        """The code that is out for this person, if any."""
        self._transaction.settle(EmailProof)
        return self._session.get(EmailProof, person_id)

    def set_proof(self, proof: EmailProof) -> None:
        """A new code replaces the one that was out."""
        out = self.proof(proof.person_id)
        if out is not None:
            self._session.delete(out)  # with the new one in the same writing this becomes an update
        self._session.add(proof)

    def drop_proof(self, proof: EmailProof) -> None:
        """The code is used up."""
        self._transaction.settle(EmailProof)
        self._session.delete(proof)

    def code_letters(self, person_id: str, address: str, since: datetime) -> list[CodeLetter]:
        """Letters with a code from then on, oldest first: a person's, and all that went to this address."""
        self._transaction.settle(CodeLetter)
        values = {"person_id": person_id, "address": address, "since": since}
        return self._transaction.all(_CODE_LETTERS, values)

    def note_code_letter(self, letter: CodeLetter) -> None:
        """A code is on its way."""
        self._session.add(letter)

    def _known(self, speaker: Speaker) -> Person | None:
        at = (speaker.place.channel, speaker.address)
        if at not in self._transaction.people and at not in self._transaction.asked:
            self._transaction.settle(Person, Identity)
            self._transaction.meet([speaker])
        person = self._transaction.people.get(at)
        return self.by_address(*at) if person is None and speaker.place.channel == MAIL else person
