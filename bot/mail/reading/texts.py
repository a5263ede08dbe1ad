"""Texts: cleaned so that nothing in them breaks a line, a page or a database."""

from __future__ import annotations

import re
import unicodedata

# What ends a line for somebody: CR, VT, FF, NEL, U+2028, U+2029.
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Other control signs, lone surrogates, noncharacters, and marks that turn the direction of what follows.
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\ufeff\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"[ \t\n\xa0]+")
STEP = 200


def clean(text: str) -> str:
    """The text with plain line ends, without control signs and lone surrogates, composed (NFC)."""
    return nfc(_DROPPED.sub("", _BREAKS.sub("\n", text)))


def line(text: str, most: int = 2000) -> str:
    """The same on one line, spaces made single."""
    return _SPACES.sub(" ", clean(text[: most * 4])).strip()[:most]


def nfc(text: str) -> str:
    """NFC in steps: composing a long run of combining marks takes quadratic time."""
    if text.isascii():
        return text
    if len(text) <= STEP:
        return unicodedata.normalize("NFC", text)
    parts, start = [], 0
    while start < len(text):
        end = min(start + STEP, len(text))
        while end < len(text) and end < start + 2 * STEP and ord(text[end]) > 0x7F:
            end += 1
        parts.append(unicodedata.normalize("NFC", text[start:end]))
        start = end
    return "".join(parts)
