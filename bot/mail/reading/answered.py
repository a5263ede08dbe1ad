"""The answered letter: a block of headers that is that of the very letter this one replies to shows nothing else to anybody.

A reply bears the subject of what it answers and goes to who wrote that. What somebody wants to show, such as a letter that came
back or a fraud, is another letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.mail.reading.headers import label
from bot.mail.reading.lines import Line, plain

_REPLY = re.compile(r"\s*(?:re|aw|sv|vs|ref|ответ|отв|на|жауап)\s?(?:\[\d{1,3}\])?\s?[:：]\s*", re.IGNORECASE)
_PLUS = re.compile(r"\+[^@\s<>]{1,200}(?=@)")
SHORTEST = 5
"""Characters of a subject, or of a name, that tells letters apart."""


@dataclass(frozen=True)
class Answered:
    """What a reply's own headers say of the letter it answers: its subject, and who wrote it, by address or name, in lower case."""

    subject: str
    writers: frozenset[str]

    @classmethod
    def of(cls, subject: str, writers: Iterable[str]) -> Answered | None:
        """None: it replies to nothing that could be told from others."""
        bare = _REPLY.sub("", subject, count=1)
        names = frozenset(known for one in writers if len(known := _known(one)) >= SHORTEST)
        if bare == subject or len(bare) < SHORTEST or not names:
            return None
        return cls(_known(_without_replies(bare)), names)

    def heads(self, lines: Sequence[Line], start: int, end: int) -> bool:
        """Whether these headers are those of that letter."""
        said = dict(reversed([label(one) for one in lines[start:end]]))
        subject = _known(_without_replies(said.get("subject", "")))
        writer = _known(said.get("from", ""))
        return subject == self.subject and any(one in writer for one in self.writers)


def _without_replies(subject: str) -> str:
    for _ in range(5):
        subject, found = _REPLY.subn("", subject, count=1)
        if not found:
            break
    return subject


def _known(text: str) -> str:
    return _PLUS.sub("", plain(text)).casefold()
