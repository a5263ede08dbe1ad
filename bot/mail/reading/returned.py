"""What a report gives back of our letter: the fields of its machine's part, and the Message-ID of the letter."""

from __future__ import annotations

import re
from email.message import Message

from bot.mail.reading.outside import Outside, addresses_in, block_text, content, headers_of, ident_in, type_of
from bot.mail.reading.servers import RETURNED, RETURNED_ALONE

Fields = dict[str, str]

LINES_MAX = 5_000
"""Lines of a report or a text that are looked at."""
LINE_MAX = 1_000
HOLDING = (
    "message/rfc822",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global",
    "message/global-headers",
)
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60})[ \t]{0,5}:[ \t]{0,50}(.*)")
_QUOTE = " \t>|"


def lines_of(text: str) -> list[str]:
    """The first lines of a text, each cut: what is looked at never grows with the letter."""
    return [line[:LINE_MAX] for line in text[: LINES_MAX * 100].splitlines()[:LINES_MAX]]


def fields(text: str) -> list[Fields]:
    """Blocks of fields as reports hold them (RFC 3464, 2.1); names in lower case, the first of a name counts."""
    blocks: list[Fields] = [{}]
    last = ""
    for line in lines_of(text):
        if not line.strip():
            if blocks[-1]:
                blocks.append({})
            last = ""
        elif line[0] in " \t" and last:
            blocks[-1][last] = f"{blocks[-1][last]} {line.strip()}"[:LINE_MAX]
        elif found := _FIELD.match(line):
            last = found[1].lower()
            if last in blocks[-1]:
                last = ""
            else:
                blocks[-1][last] = found[2].strip()
    return [block for block in blocks if block]


def ident_of(part: Message) -> str:
    """The Message-ID of the letter, or of its headers, that a part holds; "" if it holds none."""
    if type_of(part) not in HOLDING:
        return ""
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        return ident_in(headers_of(inner[0]).get("message-id", [""])[0]) or _ident_in_lines(content(inner[0]))
    return _ident_in_lines(content(part))


def about(letter: Outside) -> str:
    """The Message-ID of the letter that came back: from its part, else from the text below the line that announces it."""
    for part in letter.parts:
        if ident := ident_of(part):
            return ident
    lines = lines_of(letter.text)
    start = cut(lines)
    if start < len(lines) and (ident := _ident_in_lines("\n".join(lines[start:]))):
        return ident
    return _ident_beside(letter)


def _ident_beside(letter: Outside) -> str:
    """Gmail and Exchange name it in the report or above it; one answer is about one letter."""
    for part in letter.parts:
        if "delivery-status" in type_of(part):
            for block in fields(content(part)):
                if ident := ident_in(block.get("x-original-message-id", "") or block.get("original-message-id", "")):
                    return ident
    return ident_in(letter.get("in-reply-to")) or ident_in(letter.get("references"))


def cut(lines: list[str]) -> int:
    """The number of the line from which the returned letter follows; how many there are if none announces it."""
    for number, line in enumerate(lines):
        low = line.strip(" -=*_#:.").lower()
        if low in RETURNED_ALONE or (len(low) < 120 and any(mark in low for mark in RETURNED)):
            return number
    return len(lines)


def only_recipient(letter: Outside) -> str:
    """The address in To of the letter that came back, if it is the only one; "" if it is not, or nothing came back."""
    for part in letter.parts:
        if type_of(part) in HOLDING:
            inner = part.get_payload()
            held = inner[0] if isinstance(inner, list) and inner else None
            text = block_text(held) if isinstance(held, Message) else content(part)
            return _only(fields(text)[:1])
    lines = lines_of(letter.text)
    return _only(fields("\n".join(line.lstrip(_QUOTE) for line in lines[cut(lines) + 1 :]))[:1])


def _only(blocks: list[Fields]) -> str:
    found = addresses_in(blocks[0].get("to", "")) if blocks else []
    return found[0] if len(found) == 1 and found[0].isprintable() else ""


def _ident_in_lines(text: str) -> str:
    """The Message-ID among headers in a text, quoted or not."""
    lines = lines_of(text)
    for number, line in enumerate(lines):
        bare = line.lstrip(_QUOTE)
        if bare[:11].lower() == "message-id:":
            below = lines[number + 1] if number + 1 < len(lines) else ""
            return ident_in(bare[11:]) or (ident_in(below) if below[:1] in (" ", "\t") else "")
    return ""
