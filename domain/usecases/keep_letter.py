"""Keep a letter: once, whatever it is handed in again by, and before the mail server is told anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.letters import Letter, LetterState
from domain.ports import Desk
from domain.usecases.unread_letters import tell_unread

SEEN = "seen"
"""What became of a letter that was kept under another key before: nothing more."""
TOO_LARGE, UNFETCHED = "too_large", "unfetched"
"""Why a letter was not loaded: it lies in its mailbox still."""


@dataclass(frozen=True)
class Came:
    """A letter that came: see `Letter`. `received_at` None: just now. `failed`: why only this much of it is known."""

    key: str
    sha256: str
    size: int
    mailbox: str
    received_at: datetime | None = None
    envelope_from: str = ""
    envelope_to: str = ""
    failed: str = ""


@dataclass(frozen=True)
class Bookmark:
    """How far a mailbox was read, as whoever reads it writes it down."""

    name: str
    value: str


def keep_letter(desk: Desk, came: Came) -> bool:
    """Enter a letter whose bytes are in the store already. False: it was kept before, under this key or with these bytes."""
    if desk.letters.by_key(came.key) is not None:
        return False
    now = desk.now()
    letter = Letter(
        key=came.key,
        sha256=came.sha256,
        size=came.size,
        mailbox=came.mailbox,
        received_at=came.received_at or now,
        taken_at=now,
        envelope_from=came.envelope_from,
        envelope_to=came.envelope_to,
    )
    first = desk.letters.seen(came.mailbox, came.sha256) if came.sha256 else None
    if first is not None:
        _as_seen(letter, first)
    desk.letters.add(letter)
    if came.failed:
        fail(desk, letter, came.failed)
    return first is None


def keep_letters(desk: Desk, letters: Sequence[Came], bookmark: Bookmark) -> int:
    """Enter what was fetched from a mailbox, together with how far it is read now. Returns how many are new."""
    new = sum(keep_letter(desk, came) for came in letters)
    desk.settings.put(bookmark.name, bookmark.value)
    return new


def fail(desk: Desk, letter: Letter, why: str) -> None:
    """It cannot be taken in: it stays as it came, and staff are told."""
    letter.state, letter.outcome = LetterState.FAILED, why
    letter.author = letter.author or letter.envelope_from
    tell_unread(desk, letter)


def _as_seen(letter: Letter, first: Letter) -> None:
    """It is entered, so that its key is known; the bytes and whatever is personal are with the first one, to be erased there.

    If that was erased, the bytes that came again are to go too. A second recipient of the same letter is noted with it: a
    reply's token may stand in either.
    """
    letter.envelope_from = ""
    if first.state is LetterState.ERASED:
        letter.state, letter.envelope_to = LetterState.ERASED, ""
        return
    letter.state, letter.outcome, letter.sha256 = LetterState.DONE, SEEN, ""
    recipients = first.envelope_to.split(", ")
    if first.state is LetterState.WAITING and letter.envelope_to and letter.envelope_to not in recipients:
        first.envelope_to = f"{first.envelope_to}, {letter.envelope_to}"
