"""Parameters of a header field (RFC 2045), in the forms that are sent and not only those that are allowed; in linear time."""

from __future__ import annotations

import re
from functools import lru_cache

# Bytes of a field that are looked at, and parameters of it.
LENGTH, MANY = 32_768, 300
_TOKEN = re.compile(r"[^;=\s\"]{1,200}")
_BLANK = re.compile(r"[\s;]*")


@lru_cache(64)
def parameters(value: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The field's own word in lower case, and its parameters: name in lower case, value with its bytes as Latin-1 signs."""
    text = value[:LENGTH].decode("latin-1").replace("\r", "").replace("\n", "")
    head, _, rest = text.partition(";")
    word = _without_comment(head).strip().strip("\"'").lower()
    word, _, more = word.partition(" ") if "=" not in word else ("", "", "")
    if "=" in more or ("=" in head and not word):
        rest = f"{head if not word else head.strip()[len(word):]};{rest}"
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(rest) and len(found) < MANY:
        blank = _BLANK.match(rest, at)
        at = blank.end() if blank else at
        name = _TOKEN.match(rest, at)
        if name is None:
            at += 1
            continue
        at = name.end()
        while at < len(rest) and rest[at] in " \t":
            at += 1
        if at >= len(rest) or rest[at] != "=":
            continue
        at += 1
        while at < len(rest) and rest[at] in " \t":
            at += 1
        shown, at = _quoted(rest, at) if rest[at : at + 1] == '"' else _bare(rest, at)
        found.append((name[0].lower(), shown))
    return word, tuple(found)


def _quoted(text: str, at: int) -> tuple[str, int]:
    """A quoted value; a quote that is not closed ends where the field does, one within (`"a"b".doc"`) before `;`."""
    signs, at = [], at + 1
    while at < len(text):
        sign = text[at]
        if sign == "\\" and at + 1 < len(text) and text[at + 1] in '"\\':
            signs.append(text[at + 1])
            at += 2
        elif sign == '"':
            rest = text[at + 1 : at + 50].lstrip()
            if not rest or rest[0] in ";(" or '"' not in text[at + 1 : at + 300] or text[at + 1 : at + 2] in " \t":
                return "".join(signs), at + 1
            signs.append(sign)
            at += 1
        else:
            signs.append(sign)
            at += 1
    return "".join(signs), at


def _bare(text: str, at: int) -> tuple[str, int]:
    """A value without quotes up to `;`, as some send even names with blanks."""
    end = text.find(";", at)
    end = len(text) if end < 0 else end
    return text[at:end].strip(), end


def _without_comment(text: str) -> str:
    return text.partition("(")[0]


def value_of(value: bytes, name: str, *, strip: bool = True) -> str:
    """A plain parameter's value, "" if there is none. The bytes are Latin-1 signs."""
    found = next((shown for key, shown in parameters(value)[1] if key == name), "")
    return found.strip().strip("'") if strip else found
