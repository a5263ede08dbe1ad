"""Letters: each one that came in, as it came. The raw letter is kept before the mail server is told anything; what it became is noted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import uuid4


class LetterState(StrEnum):
    """How far a letter has got. Values are stored."""

    WAITING = "waiting"
    """Kept, not read yet."""
    DONE = "done"
    """It became what `outcome` says."""
    ERASED = "erased"
    """Its words are gone; `sha256` stays until its bytes are gone from the store too."""
    FAILED = "failed"
    """It could not be taken in, and is listed to staff; nothing of it is lost."""


@dataclass(eq=False)
class Letter:
    """A letter that came in. `key`: where it lay, and its digest; unique. `received_at` (UTC): when our mail server took it.

    `sha256` names its bytes in the store; empty once they are gone. `outcome`: a word for what became of it (`joined`,
    `registered`, `held`, `bounce`, …); `author`: the address in From, which proves nothing. `ticket`, `entry`: where it went.
    """

    key: str
    sha256: str
    size: int
    mailbox: str
    received_at: datetime
    taken_at: datetime
    envelope_from: str = ""
    envelope_to: str = ""
    state: LetterState = LetterState.WAITING
    attempts: int = 0
    kind: str = ""
    outcome: str = ""
    author: str = ""
    subject: str = ""
    message_id: str = ""
    problems: list[str] = field(default_factory=list)
    person_id: str | None = None
    ticket: str | None = None
    entry: int | None = None
    id: str = field(default_factory=lambda: uuid4().hex)
