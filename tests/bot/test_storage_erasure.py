"""Erasure knows every table: each column of each one is filled with something of a person, and what is left is looked at."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.columns import UtcDateTime
from bot.storage.tables import metadata
from domain.journal import Actor, first_broken
from domain.people import EmailProof, Identity, Person
from domain.usecases.forget import forget_person
from tests.bot.storage_builders import at_desk, new_ticket
from tests.conftest import Clock

MARK, CHAT, MAIL, PHONE = "Кракозябра", "777000777", "krakozyabra@example.org", "+79997773113"

OURS = {
    "agents": "who works here; a lead removes them from the group",
    "articles": "our own words",
    "canned": "our own words",
    "counters": "numbers",
    "efforts": "how long our answers took, and who gave them",
    "groups": "chats of customers",
    "incidents": "our own words",
    "lines": "groups of staff",
    "organizations": "what a customer's contract says",
    "regulations": "published",
    "shifts": "when staff work",
    "settings": "what the desk learnt of itself",
    "updates_seen": "numbers of updates",
}
"""Tables that hold nothing of a requester, and why."""
REAL = ("people", "tickets", "entries", "identities", "email_proofs")
"""Filled by the desk itself, below."""
PROOF = {("consents", "text"), ("consents", "version"), ("consents", "channel")}
"""That and when a consent was given; the words are ours (152-ФЗ, article 9, part 3)."""
WORDS_OF_OURS = ("channel", "form", "type", "letter", "id", "number", "draft_id")
"""Columns whose values the code makes."""
SPECIAL = {
    ("timers", "subject"): f"{CHAT}:1",
    ("quarantine", "body"): f'{{"message":{{"from":{{"id":{CHAT},"first_name":"{MARK}"}}}}}}',
    ("consultations", "caller"): f"{MARK}, {PHONE}",
    ("consultations", "text"): f"{MARK}: {MAIL}",
    ("attachments", "sha256"): "ab" * 32,
    ("links", "kind"): "part",
    ("letters", "author"): MAIL,
    ("letters", "outcome"): "joined",
    ("letters", "kind"): "letter",
    ("letters", "mailbox"): "INBOX",
    ("letters", "sha256"): "cd" * 32,
}


def value(table: sa.Table, column: sa.Column[Any], *, person: str, ticket: str, n: int) -> Any:
    """Something of the person for this column."""
    key = (table.name, column.name)
    targets = {key.column.table.name for key in column.foreign_keys}
    if targets:
        return {"people": person, "tickets": ticket}.get(targets.pop())
    if key == ("letters", "key"):
        return f"ours-{n}"
    if key in SPECIAL:
        return SPECIAL[key]
    if column.name in WORDS_OF_OURS and not isinstance(column.type, sa.Integer | sa.BigInteger):
        return f"ours-{n}"
    if column.name in ("chat", "address"):
        return CHAT
    if isinstance(column.type, sa.Enum):
        return next(iter(column.type.enum_class or []))
    if isinstance(column.type, sa.JSON):
        return {"words": MARK}
    if isinstance(column.type, sa.Boolean):
        return False
    if isinstance(column.type, sa.Integer | sa.BigInteger | sa.Double | sa.Float):
        return n
    if isinstance(column.type, UtcDateTime):
        return datetime(2026, 1, 1, tzinfo=UTC)
    return f"{MARK}{n}"


def test_every_table_is_known_to_the_erasure(engine: sa.Engine, clock: Clock) -> None:
    """A new table must be told of in bot/storage/erasure.py, or its reason to stay in `OURS` above."""
    with at_desk(engine, clock) as desk:
        person = Person(MARK, username=MARK, chat=CHAT, profile={"name": MARK}, suspended_for=MARK)
        desk.people.add(person)
        desk.people.add_identity(Identity("telegram", CHAT, person.id, clock.now()))
        desk.people.add_identity(Identity("email", MAIL, person.id, clock.now()))
        desk.people.set_proof(EmailProof(person.id, MAIL, "123456", clock.now()))
        answers = {"description": MARK, "name": MARK, "email": MAIL, "phone": PHONE}
        ticket = new_ticket(desk, person, answers=answers)
        me = Actor(person.id, MARK, "telegram")
        ticket.hear(clock.now(), me, MARK)
        ticket.note(clock.now(), Actor("boris", "Борис", "telegram"), MARK)
        ticket.refuse(clock.now(), Actor("boris", "Борис", "telegram"), ticket.regulation.reasons[0], MARK)
        ticket.rate(clock.now(), me, 2)
        ticket.comment_rating(clock.now(), me, MARK)
        number, person_id = ticket.number, person.id
        assert ticket.requester_id == person_id
    with engine.begin() as connection:
        for n, (table, bare) in enumerate(
            ((table, bare) for table in metadata.sorted_tables for bare in (False, True)), start=1000
        ):
            if table.name in OURS or table.name in REAL:
                continue
            row = {c.name: value(table, c, person=person_id, ticket=number, n=n) for c in table.columns}
            keys = {c.name for c in table.columns if c.foreign_keys and c.nullable}
            if bare and not keys:
                continue
            connection.execute(table.insert().values(row | (dict.fromkeys(keys) if bare else {})))
    assert MARK in str(left(engine))
    assert CHAT in str(left(engine))

    with at_desk(engine, clock) as desk:
        forget_person(desk, desk.people.get(person_id), "asked")
        parcels, _ = desk.outbox.waiting(clock.wall())
        goodbye = [p for p in parcels if p.code == "forgotten"]
        assert [p.address for p in goodbye] == [MAIL]
        for parcel in goodbye:
            desk.outbox.discard(parcel)
    found = {where for where, words in left(engine) if any(one in words for one in (MARK, CHAT, MAIL, PHONE))}
    assert sorted(found - PROOF) == []

    with at_desk(engine, clock) as desk:
        entries, ticket = desk.journal.of(number), desk.tickets.get(number)
        assert first_broken(entries) is None
        assert entries[-1].digest == ticket.head
        assert {e.actor_name for e in entries} <= {"", "Борис"}
        assert (ticket.rating, ticket.status, ticket.kind) == (2, "closed", "failure")
        assert desk.people.by_address("telegram", CHAT) is None
        assert desk.files.erased() == {"ab" * 32}
        desk.files.content_gone("ab" * 32)
        assert desk.files.erased() == set()
        assert desk.letters.erased() == ["cd" * 32]
        desk.letters.content_gone("cd" * 32)
        assert desk.letters.erased() == []


def left(engine: sa.Engine) -> list[tuple[tuple[str, str], str]]:
    """What stands where."""
    with engine.connect() as connection:
        return [
            ((table.name, name), str(cell))
            for table in metadata.sorted_tables
            for row in connection.execute(sa.select(table)).mappings()
            for name, cell in row.items()
        ]
