"""Books: what is written down and what people have, and how the books of a story with a death differ from those of one without.

Messages are known by what the deliveries say of them. A message that none tells of is an answer to somebody, or something
that was accepted and not marked before the desk died; which of the two, its words tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.sandbox.cast import BOT_ID
from bot.sandbox.person import Person, said
from bot.sandbox.server import Sandbox
from bot.storage import tables
from domain.journal import Entry, EntryKind, first_broken
from domain.notices import BOTH_WAYS, BY_LETTER, Code, Fate

Json = dict[str, Any]
MARKS = ("(Возможно, это сообщение пришло дважды: связь прервалась при отправке.)", "(Возможно, отправлено дважды.)")
FATES = "Заявителю:"
"""How the card's line begins that says what was delivered, and whether possibly twice."""
ACCEPTED = "✓ Письмо с номером"
"""How the line begins that is added to the news of the registration once the letter with the number got through."""
FOOT = "Ответ на это сообщение уйдёт заявителю"
"""What only a card says."""
SIGNS = ("✅", "⏳", "⚠️")
"""How what became of the words of staff begins."""
STANDING = (
    *("Записал.", "Сообщение записано.", "Скриншоты, если есть", "Хотите добавить пару слов"),
    *("Похоже, здесь несколько проблем", "BAR-0 · Зарегистрирована"),
)
"""How an answer begins that only says where things stand, to somebody whose update came again."""
MOST_AGAIN = 2
"""Of so many messages such an answer consists."""
MARKED = BOTH_WAYS | {Code.PING, Code.SAID, Code.DISPUTED, Code.RATED}
"""Notices whose words say in the chat that they may be there twice; of the others the outbox and the card know."""
LEFT = re.compile(r" \([^()]*оставалось[^()]*\)")
"""The time left when a card was drawn: words, which differ by the hour («час», «часа»)."""
LOT = re.compile(r"^(files:-?\d+):.*?:(\w+)$")
"""The key of an answer to files holds ids of theirs, which differ from story to story."""


@dataclass(frozen=True)
class Row:
    """A row of the outbox."""

    key: str
    code: Code
    channel: str
    fate: Fate
    uncertain: bool


@dataclass(frozen=True)
class Shown:
    """A message of the desk as somebody has it; `key` is that of its outbox row, if it was marked as delivered."""

    chat: int
    words: str
    marked: bool
    key: str | None


@dataclass
class Books:
    """All there is."""

    tickets: list[tuple[str, ...]]
    counters: dict[str, int]
    kinds: Counter[str]
    delivered: Counter[tuple[str, ...]]
    broken: list[str]
    rows: dict[str, Row]
    shown: list[Shown]
    letters: Counter[str]
    rest: dict[str, Any] = field(default_factory=dict)
    """What must be the very same: timers, drafts, people, files, quarantine."""

    def told(self) -> dict[str, set[str]]:
        """The words of every delivered message -> the keys they belong to; the card, which changes, is left out."""
        found: dict[str, set[str]] = {}
        for one in self.shown:
            if one.key is not None and not is_redrawn(one.key):
                found.setdefault(one.words, set()).add(one.key)
        return found

    def answers(self) -> set[str]:
        """The words of what was said to speakers."""
        return {one.words for one in self.shown if one.key is None}

    def cards(self) -> list[str]:
        """The words of the cards that the desk knows of."""
        return [one.words for one in self.shown if one.key is not None and is_card(one.key)]


def is_card(key: str) -> bool:
    """Cards are drawn, and topics named, anew whenever there is something new, so how often depends on who is faster."""
    return f":{Code.CARD}:" in key or f":{Code.TOPIC}:" in key


def is_redrawn(key: str) -> bool:
    """So is what tells staff what became of their words."""
    return is_card(key) or f":{Code.FATE}:" in key


def plain(key: str) -> str:
    """A key without what is drawn by lot: `files:700:17:<id>:telegram` -> `files:700:telegram`."""
    return LOT.sub(r"\1:\2", key)


def words(message: Json) -> str:
    """What a message says, without its figures, its mark, and the lines on deliveries that are added to it."""
    lines = [
        line for line in said(message).splitlines() if line not in MARKS and not line.startswith((FATES, ACCEPTED))
    ]
    return re.sub(r"\d+", "0", LEFT.sub("", "\n".join(lines))).strip()


def read(engine: sa.Engine, sandbox: Sandbox, people: Iterable[Person]) -> Books:
    """The books as they are now."""
    with Session(engine) as session:
        tickets = session.execute(sa.select(tables.tickets).order_by(tables.tickets.c.number)).all()
        entries = {
            t.number: list(
                session.scalars(
                    sa.select(Entry).where(tables.entries.c.ticket == t.number).order_by(tables.entries.c.n)
                )
            )
            for t in tickets
        }
        everything = [entry for one in entries.values() for entry in one]
        rows = session.execute(sa.select(tables.outbox)).all()
        keys = {
            (row.chat, row.remote): plain(row.key)
            for row in session.execute(sa.select(tables.deliveries))
            if row.channel == "telegram"
        }
        counters = {row.name: row.value for row in session.execute(sa.select(tables.counters))}
        rest = {
            "timers": sorted((r.subject, r.kind) for r in session.execute(sa.select(tables.timers))),
            "drafts": sorted(r.kind for r in session.execute(sa.select(tables.drafts))),
            "files": sorted((r.state, r.ticket) for r in session.execute(sa.select(tables.attachments))),
            "people": _count(session, tables.people),
            "identities": _count(session, tables.identities),
            "quarantine": _count(session, tables.quarantine),
            "topics": sorted((r.ticket, r.name) for r in session.execute(sa.select(tables.topics))),
        }
    shown = [
        Shown(
            who.chat,
            words(message),
            any(mark in said(message) for mark in MARKS),
            keys.get((str(who.chat), str(message["message_id"]))),
        )
        for who in people
        for message in who.messages()
        if message["from"]["id"] == BOT_ID
    ]
    return Books(
        tickets=[(t.number, t.status, t.resolution, str(t.rating), str(t.assignee_name)) for t in tickets],
        counters=counters,
        kinds=Counter(str(e.kind) for e in everything if e.kind is not EntryKind.DELIVERED),
        delivered=Counter(
            tuple(str(e.facts[fact]) for fact in ("entry", "code", "channel"))
            for e in everything
            if e.kind is EntryKind.DELIVERED
        ),
        broken=[f"{n}: entry {bad.n}" for n, chain in entries.items() if (bad := first_broken(chain))],
        rows={plain(r.key): Row(plain(r.key), r.code, r.channel, r.fate, r.uncertain) for r in rows},
        shown=shown,
        letters=Counter(str(letter["message_id"]) for letter in sandbox.world.mailbox.faces()),
        rest=rest | {"doubled rows": len(rows) - len({plain(r.key) for r in rows})},
    )


def _count(session: Session, table: sa.Table) -> int:
    return int(session.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


# When a desk has died


def interrupted(engine: sa.Engine) -> set[str]:
    """Keys of what was being sent."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("outbox"):
            return set()
        sending = sa.select(tables.outbox.c.key).where(tables.outbox.c.fate == Fate.SENDING)
        return {plain(key) for key in connection.scalars(sending)}


def early(engine: sa.Engine, *, updates: set[int], messages: list[Json], since: int, clean: Books | None) -> list[str]:
    """What people were told although it is not written down: notices without a row, answers to what was not carried out."""
    if clean is None:
        return []
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("outbox"):
            posted, numbers, seen = set[str](), set[str](), set[int]()
        else:
            posted = {plain(key) for key in connection.scalars(sa.select(tables.outbox.c.key))}
            numbers = set(connection.scalars(sa.select(tables.tickets.c.number)))
            seen = set(connection.scalars(sa.select(tables.updates_seen.c.update_id)))
    told, answers = clean.told(), clean.answers()
    found = []
    for message in messages:
        if message["from"]["id"] != BOT_ID:
            continue
        text = words(message)
        unknown = set(re.findall(r"BAR-\d{6}", said(message))) - numbers
        found += [f"{number} was told and is not registered: {text}" for number in unknown]
        if text in told and not told[text] & posted:
            found.append(f"told and not in the outbox: {text}")
        if text in answers and message["seq"] > since and "edit_date" not in message and not updates <= seen:
            found.append(f"answered and not carried out: {text}")
    return found


# When a story has ended


@dataclass
class Faults:
    """What is wrong with a story: what somebody did not get, what is there twice, what is otherwise amiss."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    repeated: int = 0
    """Messages and letters that are there twice and say so, as they may."""

    def __bool__(self) -> bool:
        return bool(self.lost or self.doubled or self.wrong)

    def __add__(self, other: Faults) -> Faults:
        return Faults(
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.wrong + other.wrong,
            self.repeated + other.repeated,
        )

    def lines(self) -> list[str]:
        return [
            f"{name}: {what}"
            for name, those in (("lost", self.lost), ("doubled", self.doubled), ("wrong", self.wrong))
            for what in those
        ]


def faults(books: Books, clean: Books, interrupted: set[str], deaths: int, *, told: bool = True) -> Faults:
    """Compare; `interrupted` are the keys of what was being sent when a desk died, of which there were so many.

    `told`: the outbox, the chats and the mailbox are compared too.
    """
    found = Faults()
    _register(books, clean, found)
    if not told:
        return found
    _outbox(books, clean, interrupted, found)
    _chats(books, clean, deaths, found)
    _letters(books, clean, found)
    return found


def _register(books: Books, clean: Books, found: Faults) -> None:
    if len(books.tickets) > len(clean.tickets):
        found.doubled.append(f"tickets {books.tickets}")
    elif books.tickets != clean.tickets:
        found.lost.append(f"the tickets are {books.tickets}, not {clean.tickets}")
    if books.counters != clean.counters:
        found.wrong.append(f"numbers have gaps: {books.counters}")
    if books.broken:
        found.wrong.append(f"the journal's chain is broken: {books.broken}")
    for kind, more in (books.kinds - clean.kinds).items():
        found.doubled.append(f"entry {kind} {more} times too often")
    for kind, less in (clean.kinds - books.kinds).items():
        found.lost.append(f"entry {kind} {less} times too seldom")
    for fact in clean.rest:
        if books.rest[fact] != clean.rest[fact]:
            found.wrong.append(f"{fact}: {books.rest[fact]}, not {clean.rest[fact]}")


def _outbox(books: Books, clean: Books, interrupted: set[str], found: Faults) -> None:
    mine = {key for key in books.rows if not is_redrawn(key)}
    theirs = {key for key in clean.rows if not is_redrawn(key)}
    found.doubled += [f"outbox row {key}" for key in sorted(mine - theirs)]
    found.lost += [f"outbox row {key}" for key in sorted(theirs - mine)]
    for key in sorted(mine & theirs):
        if books.rows[key].fate is not clean.rows[key].fate:
            found.lost.append(f"outbox row {key} is {books.rows[key].fate}, not {clean.rows[key].fate}")
    uncertain = {key for key, row in books.rows.items() if row.uncertain}
    if uncertain != interrupted:
        found.wrong.append(f"possibly twice are {sorted(interrupted)}, marked so {sorted(uncertain)}")
    told: Counter[tuple[str, ...]] = Counter(
        (key.split(":")[1], str(row.code), row.channel)
        for key, row in books.rows.items()
        if row.code in BOTH_WAYS | BY_LETTER and row.fate is Fate.SENT
    )
    found.doubled += [f"entry delivered {fact} {n} times too often" for fact, n in (books.delivered - told).items()]
    found.lost += [f"entry delivered {fact}" for fact in told - books.delivered]


def _chats(books: Books, clean: Books, deaths: int, found: Faults) -> None:
    should = Counter((one.chat, one.key) for one in clean.shown if one.key and not is_redrawn(one.key))
    there = Counter((one.chat, one.key) for one in books.shown if one.key and not is_redrawn(one.key))
    found.lost += [f"message {key} to {chat}" for chat, key in should - there]
    found.doubled += [f"message {key} to {chat}" for chat, key in there - should]
    if set(clean.cards()) != set(books.cards()) or len(books.cards()) > 2:
        found.lost.append(f"the card's present state: {books.cards()}")
    for one in books.shown:
        row = books.rows[one.key] if one.key else None
        if row and row.uncertain and row.code in MARKED and not one.marked:
            found.wrong.append(f"{row.key} may be there twice and does not say so")
        if row and one.marked and not row.uncertain:
            found.wrong.append(f"{row.key} says it may be there twice, and the outbox does not know")
    _strays(books, clean, deaths, found)


def _strays(books: Books, clean: Books, deaths: int, found: Faults) -> None:
    """Messages that no delivery tells of: there once more than marked, and only what may be; or answers to a speaker."""
    # A text in several parts is parted elsewhere once it says that it may be there twice.
    told, answers = clean.told() | books.told(), clean.answers()
    twice: Counter[tuple[str, ...]] = Counter()
    said_to: Counter[str] = Counter()
    for one in books.shown:
        if one.key is not None:
            continue
        if one.words in answers or one.words.startswith(STANDING):
            said_to[one.words] += 1
            continue
        drawn = Code.CARD if FOOT in one.words else Code.FATE if one.words.startswith(SIGNS) else None
        keys = told.get(one.words) or {k for k, row in books.rows.items() if row.code is drawn}
        uncertain = sorted(key for key in keys if books.rows[key].uncertain)
        if not keys:
            found.wrong.append(f"nobody knows why {one.chat} was told: {one.words}")
        elif not uncertain:
            found.doubled.append(f"message {sorted(keys)} to {one.chat}: {one.words}")
        else:
            twice[tuple(uncertain)] += 1
    found.repeated += twice.total()
    # Two notices may have the same words, and one may be several messages; each may be there once more than it should.
    parts = Counter(one.key for one in clean.shown if one.key)
    found.doubled += [
        f"{n} times too often: {keys}" for keys, n in twice.items() if n > sum(max(1, parts[key]) for key in keys)
    ]
    again = said_to - Counter(one.words for one in clean.shown if one.key is None)
    if again.total() > MOST_AGAIN * deaths:
        found.doubled.append(f"answers {again}")


def _letters(books: Books, clean: Books, found: Faults) -> None:
    found.lost += [f"letter {ident}" for ident in clean.letters.keys() - books.letters.keys()]
    found.doubled += [
        f"letter {ident} under another Message-ID" for ident in books.letters.keys() - clean.letters.keys()
    ]
    uncertain = sum(row.uncertain for row in books.rows.values() if row.channel == "email")
    twice = (books.letters - clean.letters).total()
    if twice > uncertain:
        found.doubled.append(f"letters {books.letters - clean.letters}")
    found.repeated += twice
