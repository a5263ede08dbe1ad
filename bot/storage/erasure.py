"""Erasure: every place outside tickets, journal and files where something of a person stands, and how it goes from there.

A table that is added later must be told of here: `tests/bot/test_storage_erasure.py` fills every column of every table and
looks for what is left.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.tables import (
    agents,
    code_letters,
    complaints,
    consultations,
    deliveries,
    email_proofs,
    entries,
    identities,
    letters,
    messages,
    outbox,
    participants,
    quarantine,
    secrets,
    tickets,
    timers,
    topics,
)
from bot.storage.transaction import MAIL, Transaction
from domain.consultation import Consultation
from domain.customers import Organization
from domain.draft import Draft
from domain.journal import Entry
from domain.letters import Letter, LetterState
from domain.notices import Code, Fate, Parcel
from domain.participants import Participant
from domain.people import EmailProof, Identity, Person
from domain.ports import Delivery, Secret

CARD = Code.CARD
_DONE = (Fate.SENT, Fate.FAILED, Fate.DROPPED)

_BARE: dict[str, Any] = {"state": LetterState.ERASED, "problems": [], "person_id": None} | dict.fromkeys(
    ("envelope_from", "envelope_to", "author", "subject", "message_id"), ""
)
"""What is left of a letter: when it came and what became of it."""


class SqlErasure:
    """`domain.ports.Erasure` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def shown(self, number: str, chat: str) -> list[str]:
        """Messages in this staff group about a ticket, but for its card; the channel's ids. Another group counts its own."""
        self._transaction.settle(Delivery)
        here = (deliveries.c.ticket == number, deliveries.c.chat == chat, deliveries.c.code != CARD)
        found = sa.select(deliveries.c.remote).where(*here)
        return list(self._run(found.order_by(deliveries.c.sequence)).scalars())

    def said_lately(self, number: str, chat: str, *, since: datetime, wall: float) -> list[str]:
        """Messages in a private chat about a ticket, theirs since then and ours since that Unix time; the channel's ids."""
        self._transaction.flush()
        here = (deliveries.c.ticket == number, deliveries.c.chat == chat, deliveries.c.sequence >= int(wall * 1e9))
        theirs = (messages.c.ticket == number, messages.c.chat == chat, messages.c.at >= since)
        both = sa.select(deliveries.c.remote).where(*here).union(sa.select(messages.c.remote).where(*theirs))
        return sorted((one for one in self._run(both).scalars() if one.isdecimal()), key=int)

    def shown_letter(self, draft: Draft, chat: str) -> list[str]:
        """Messages in this staff group that show a letter that was held back; what was to be shown is not."""
        return self._taken_back(f"{Code.LETTER_HELD}:{draft.id}", chat)

    def shown_unread(self, letter: Letter, chat: str) -> list[str]:
        """Messages in this staff group that show a letter that could not be taken in; what was to be shown is not."""
        return self._taken_back(f"{Code.LETTER_UNREAD}:{letter.id}", chat)

    def shown_joining(self, person: Person, chat: str) -> list[str]:
        """Messages in this staff group that say whose people somebody is; what was to be shown is not."""
        return self._taken_back(f"{Code.JOINED}:{person.id}:", chat)

    def _taken_back(self, key: str, chat: str) -> list[str]:
        """Forget the parcels with keys that begin so; returns their messages in a chat."""
        self._transaction.flush()
        theirs = deliveries.c.key.startswith(key, autoescape=True)
        found = list(self._run(sa.select(deliveries.c.remote).where(theirs, deliveries.c.chat == chat)).scalars())
        self._do(sa.delete(Parcel).where(outbox.c.key.startswith(key, autoescape=True)))
        self._do(sa.delete(Delivery).where(theirs))
        return found

    def forget_ticket(self, number: str) -> None:
        """What was told, said, confided and complained about on it, and who took part from outside."""
        self._transaction.flush()
        self._do(sa.delete(Participant).where(participants.c.ticket == number))
        self._do(sa.update(Secret).where(secrets.c.ticket == number).values(sealed=""))
        self._do(sa.delete(Parcel).where(outbox.c.ticket == number, outbox.c.code != CARD))
        self._do(sa.update(Parcel).where(outbox.c.ticket == number).values(facts={}, error=""))
        self._do(sa.delete(Delivery).where(deliveries.c.ticket == number, deliveries.c.code != CARD))
        self._run(sa.delete(messages).where(messages.c.ticket == number))
        # A topic of a staff group stays, under a name that says nothing of anybody; groups have negative numbers.
        self._run(sa.delete(topics).where(topics.c.ticket == number, topics.c.chat.not_like("-%")))
        self._run(sa.update(topics).where(topics.c.ticket == number).values(name=""))
        self._run(sa.update(complaints).where(complaints.c.ticket == number).values(text="", answer=""))
        self._do(sa.update(Letter).where(letters.c.ticket == number).values(_BARE))
        self._touched()

    def forget_person(self, person: Person, contacts: Collection[str]) -> None:
        """Their addresses, codes and messages, and all that was sent to them on no ticket."""
        self._transaction.flush()
        known = self.identities(person.id)
        mail = {one.address for one in known if one.channel == MAIL} | {c for c in contacts if "@" in c}
        proof = self._session.get(EmailProof, person.id)
        mail |= {proof.address} if proof else set()
        mail |= set(self._run(sa.select(code_letters.c.address).where(code_letters.c.person_id == person.id)).scalars())
        chats = {one.address for one in known if one.channel != MAIL} | ({person.chat} if person.chat else set())
        places = sorted(chats | mail)
        self._do(sa.delete(Parcel).where(outbox.c.address.in_(places), outbox.c.ticket.is_(None)))
        self._do(sa.delete(Parcel).where(outbox.c.address.in_(places), outbox.c.fate.in_(_DONE)))
        self._do(sa.delete(Delivery).where(deliveries.c.chat.in_(places)))
        self._do(sa.delete(EmailProof).where(email_proofs.c.person_id == person.id))
        self._do(sa.delete(Identity).where(identities.c.person_id == person.id))
        self._forget_words(person)
        for table in (code_letters, messages):
            self._run(sa.delete(table).where(table.c.person_id == person.id))
        self._run(sa.update(complaints).where(complaints.c.person_id == person.id).values(text="", answer=""))
        theirs = sa.or_(letters.c.person_id == person.id, letters.c.author.in_(sorted(mail)))
        self._do(sa.update(Letter).where(theirs).values(_BARE))
        self._run(sa.delete(topics).where(topics.c.chat.in_(places)))
        self._run(sa.delete(timers).where(timers.c.subject == person.id))
        for chat in sorted(chats):
            self._run(sa.delete(timers).where(timers.c.subject.startswith(f"{chat}:", autoescape=True)))
            self._empty_quarantine(chat)
        self._forget_calls_of({*contacts, *mail})
        self._forget_contact(person, mail)
        for at in [at for at, one in self._transaction.people.items() if one is person]:
            del self._transaction.people[at]
        self._touched()

    def forget_letter(self, letter: Letter) -> None:
        """What a letter says, and who wrote it."""
        self._transaction.flush()
        self._do(sa.update(Letter).where(letters.c.id == letter.id).values(_BARE))
        self._touched()

    def forget_addresses(self, person_id: str, wanted: Collection[str]) -> None:
        """A person's mail addresses but those that are wanted still, and the codes that were sent to them."""
        self._transaction.flush()
        kept = sorted(wanted)
        mine = (identities.c.person_id == person_id, identities.c.channel == MAIL, identities.c.address.not_in(kept))
        self._do(sa.delete(Identity).where(*mine))
        self._do(
            sa.delete(EmailProof).where(email_proofs.c.person_id == person_id, email_proofs.c.address.not_in(kept))
        )
        theirs = (code_letters.c.person_id == person_id, code_letters.c.address.not_in(kept))
        self._run(sa.delete(code_letters).where(*theirs))
        self._touched()

    def forget_old(self, *, before: datetime, wall: float) -> None:
        """What was said and told on no ticket: before that instant, or that Unix time."""
        self._transaction.flush()
        self._run(sa.delete(messages).where(messages.c.at < before))
        loose = (outbox.c.ticket.is_(None), outbox.c.created < wall, outbox.c.fate.in_(_DONE))
        self._do(sa.delete(Parcel).where(*loose))
        # By the key of a joining its message is found when the person is to be forgotten, however late that is.
        mine = sa.and_(deliveries.c.ticket.is_(None), deliveries.c.code != Code.JOINED)
        old = (mine, deliveries.c.sequence < int(wall * 1e9))
        self._do(sa.delete(Delivery).where(*old))

    def forget_calls(self, *, before: datetime) -> None:
        """Calls before then that became no ticket."""
        self._transaction.flush()
        self._do(sa.delete(Consultation).where(consultations.c.at < before))

    def identities(self, person_id: str) -> list[Identity]:
        """All of a person's identities."""
        self._transaction.settle(Identity)
        mine = sa.select(Identity).where(identities.c.person_id == person_id)
        return self._transaction.all(mine.order_by(identities.c.channel, identities.c.address))

    def complaints(self, person_id: str) -> list[dict[str, Any]]:
        """A person's letters to quality control, as they are kept."""
        mine = sa.select(complaints).where(complaints.c.person_id == person_id).order_by(complaints.c.at)
        return [{name: fact for name, fact in row.items() if name != "person_id"} for row in self._run(mine).mappings()]

    def people_at(self, address: str) -> list[str]:
        """Who has this mail address, or named it on a ticket; their ids."""
        self._transaction.flush()
        wanted = address.strip().lower()
        held = sa.select(identities.c.person_id).where(
            identities.c.channel == MAIL, sa.func.lower(identities.c.address) == wanted
        )
        named = sa.select(tickets.c.requester_id).where(sa.func.lower(tickets.c.answers["email"].as_string()) == wanted)
        return sorted(set(self._run(held.union(named)).scalars()))

    def _forget_words(self, person: Person) -> None:
        """What they said on tickets of others; their name too. What somebody did as staff is the desk's own record."""
        if self._run(sa.select(sa.exists().where(agents.c.person_id == person.id))).scalar_one():
            return
        own = sa.select(tickets.c.number).where(tickets.c.requester_id == person.id)
        theirs = (entries.c.actor == person.id, entries.c.ticket.not_in(own))
        self._do(sa.update(Entry).where(*theirs).values(payload=None, salt=None, actor_name=""))

    def _empty_quarantine(self, account: str) -> None:
        """The bodies of updates that name the account as their sender or chat; their numbers stay."""
        if account.lstrip("-").isdecimal():
            named = [quarantine.c.body.contains(f'"id":{account}{end}', autoescape=True) for end in (",", "}")]
            self._run(sa.update(quarantine).where(sa.or_(*named)).values(body="", error=""))

    def _forget_calls_of(self, contacts: Collection[str]) -> None:
        for words in sorted(contacts):
            named = (
                column.contains(words, autoescape=True) for column in (consultations.c.caller, consultations.c.text)
            )
            self._do(sa.delete(Consultation).where(sa.or_(*named)))

    def _forget_contact(self, person: Person, mail: Collection[str]) -> None:
        """A customer's contact person who is forgotten is none any more."""
        if person.organization_id:
            customer = self._session.get(Organization, person.organization_id)
            if customer is not None and set(customer.contacts) & set(mail):
                customer.contacts = [one for one in customer.contacts if one not in mail]

    def _touched(self) -> None:
        """The store may have content to delete, and the database's file pages to clean."""
        self._transaction.topics |= {"files", "erased"}

    def _do(self, statement: sa.Delete | sa.Update) -> None:
        """Rows that the session may hold as objects: it learns of it."""
        self._session.execute(statement, execution_options={"synchronize_session": "fetch"})

    def _run(self, statement: sa.Executable) -> sa.CursorResult[Any]:
        return self._transaction.run(statement)
