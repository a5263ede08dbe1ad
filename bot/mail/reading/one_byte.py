"""One byte: in which of the charsets with a byte for each sign some bytes read best, and what they say in it."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.mail.reading.charset_names import CYRILLIC, LATIN
from bot.mail.reading.pairs import weigh

# Against readings that are right seldom: of two that read alike, the usual one is meant.
_RARE = {"iso8859-5": 0.5, "mac-cyrillic": 1.0, "kz1048": 2.5, "ptcp154": 3.5, "koi8-u": 1.0}
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
HIGH = re.compile(rb"[\x80-\xff]")
# A letter's charset is found by so many of its bytes.
SAMPLE = 1500


def sample_of(data: bytes) -> bytes:
    """Words with 8 bit letters, enough to tell."""
    first = HIGH.search(data)
    if first is None:
        return b""
    start = max(0, first.start() - 40)
    words, size = [], 0
    for match in _WORD.finditer(data, start, start + 200_000):
        word = match[0][:200]
        if not word.isascii():
            words.append(word)
            size += len(word)
            if size > SAMPLE:
                break
    return b" ".join(words)


def best_of(sample: bytes, charset: str, hint: str) -> str:
    """The charset in which the sample reads best; the declared and the hinted one are believed if in doubt."""
    best, most, least = "cp1252", -1e9, 0.0
    many = len(HIGH.findall(sample))
    for name in CYRILLIC:
        text = loose(sample, name)
        score = weigh(text)[0] - _RARE.get(name, 0.0)
        least = max(least, score)
        score += 3.0 * (same(name, charset, text) if charset else 0) + 2.0 * (name == hint)
        if score > most:
            best, most = name, score
    latin = charset if charset in LATIN and charset != "ascii" else "cp1252"
    if latin == charset and (many < 3 or least < 0.6 * many):
        return latin
    return latin if weigh(loose(sample, latin))[0] + 1.5 * (charset in LATIN) > most else best


def same(one: str, other: str, text: str) -> bool:
    """Whether two charsets show these signs alike."""
    if (
        one == other
        or {one, other} <= {"utf-16", "utf-16-le", "utf-16-be"}
        or {one, other} <= {"iso8859-1", "cp1252", "ascii"}
    ):
        return one == other or "ascii" not in (one, other)
    try:
        return text[:SAMPLE].encode(one) == text[:SAMPLE].encode(other)
    except (UnicodeEncodeError, LookupError):
        return False


def loose(data: bytes, charset: str) -> str:
    """In a one byte charset; a byte it has no sign for stays that control sign, so that nothing else is lost."""
    try:
        return data.decode(charset)
    except UnicodeDecodeError:
        return "".join(_signs(charset)[byte] for byte in data)


@lru_cache(32)
def _signs(charset: str) -> tuple[str, ...]:
    signs = []
    for byte in range(256):
        try:
            signs.append(bytes([byte]).decode(charset))
        except UnicodeDecodeError:
            signs.append(chr(byte))
    return tuple(signs)
