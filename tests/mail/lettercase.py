"""Letters in a compact form, made into the bytes that a server hands over.

A letter begins with `@@@ name | kind key=value ...` and is what follows, up to the next one. Its headers are encoded
words where they are not ASCII; its body is in koi8-r if it says so anywhere, else in UTF-8.
"""

from __future__ import annotations

import html
import re
import shlex
from base64 import b64encode
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from pathlib import Path

KINDS = Path(__file__).parent / "kinds"


@dataclass(frozen=True)
class Case:
    """A letter and what is expected of it; a key that is not there is not looked at."""

    name: str
    raw: bytes
    kind: str
    expected: dict[str, str]

    def __str__(self) -> str:
        return self.name

    @property
    def message(self) -> Message:
        return BytesParser(policy=compat32).parsebytes(self.raw)


def cases(file: str) -> list[Case]:
    """All letters of a file."""
    found = []
    for chunk in (KINDS / file).read_text("utf-8").split("\n@@@ ")[1:]:
        title, _, letter = chunk.partition("\n")
        name, _, facts = title.partition(" | ")
        kind, *words = shlex.split(facts)
        expected = {key: value for key, _, value in (word.partition("=") for word in words)}
        found.append(Case(name, raw(letter), kind, expected))
    return found


def raw(letter: str) -> bytes:
    """The bytes of a letter."""
    head, _, body = letter.partition("\n\n")
    charset = "koi8-r" if "koi8-r" in letter else "utf-8"
    lines = [header(line) for line in head.split("\n") if line]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii") + body.replace("\n", "\r\n").encode(charset)


def header(line: str) -> str:
    """A header in ASCII: words that are not, in encoded words of their own, as servers write them."""
    if line.isascii():
        return line
    name, colon, value = line.partition(": ")
    words = [
        word if word.isascii() else f"=?utf-8?b?{b64encode(word.encode()).decode()}?=" for word in value.split(" ")
    ]
    return f"{name}{colon}" + re.sub(r"\?= (?==\?)", "?= =?utf-8?q?_?= ", " ".join(words))


def text_of(message: Message) -> str:
    """The first text that can be read, as the reader of bodies would give it."""
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting[:0] = [child for child in part.get_payload() if isinstance(child, Message)]
        elif part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            text = payload.decode(part.get_content_charset() or "utf-8", "replace").replace("\r\n", "\n")
            return html.unescape(re.sub(r"<[^>]{0,200}>", "\n", text)) if part.get_content_subtype() == "html" else text
    return ""
