"""Repeats: a letter that came before in other bytes, such as to a second address of ours or by another way.

Its Message-ID alone proves nothing, anybody can write one: a repeat has the same author, the same words and the same files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from bot.mail.raw import RawLetters
from bot.mail.reader import Reader, Unreadable
from bot.mail.reading.model import Kind, Read
from domain.incoming import Incoming
from domain.letters import Letter
from domain.ports import Clerk
from domain.usecases.letter_again import Compared, namesakes


def words_of(read: Read) -> str:
    """What is new in a letter; of one that is no answer, all of it where nothing could be told apart."""
    return read.new_text if Kind.REPLY in (read.kind, read.verdict.within) else read.new_text or read.text


def content_of(read: Read) -> str:
    """A digest of what a letter says, whatever the servers on its way have made of its bytes."""
    files = sorted(hashlib.sha256(one.content).hexdigest() for one in read.attachments)
    said = [" ".join(read.subject.split()), " ".join(words_of(read).split()), files]
    return hashlib.sha256(json.dumps(said).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Repeats:
    """Compares letters by what they say; the earlier one is read again from the store."""

    clerk: Clerk
    raws: RawLetters
    reader: Reader

    async def compared(self, letter: Letter, said: Incoming, read: Read, trusts: Callable[[Read], bool]) -> Compared:
        """What came of the comparison with those of the same name that are in the register now.

        One whose sender our server vouches for repeats none whose it did not: a forgery that came first suppresses nothing.
        """
        content, seen = "", []
        for other in await self.clerk.read(namesakes, letter_id=letter.id, said=said):
            content = content or content_of(read)
            seen.append(other.id)
            earlier = await self._read(other)
            if earlier is None or content_of(earlier) != content:
                continue
            if trusts(earlier) or not said.trusted:
                return Compared(frozenset(seen), other.id)
        return Compared(frozenset(seen))

    async def _read(self, letter: Letter) -> Read | None:
        try:
            read = await self.reader.read(await self.raws.read(letter.sha256))
        except FileNotFoundError:
            return None
        return None if isinstance(read, Unreadable) else read
