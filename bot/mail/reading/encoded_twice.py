"""Encoded twice: bytes were taken for another charset and encoded again; found by how the words read, and undone."""

from __future__ import annotations

from collections.abc import Callable

from bot.mail.reading.charset_names import CYRILLIC
from bot.mail.reading.one_byte import HIGH, SAMPLE, best_of, loose
from bot.mail.reading.pairs import weigh

# What double encoding went through: UTF-8 was taken for one of these.
_TAKEN_FOR = ("cp1251", "cp1252", "iso8859-1", "koi8-r", "cp866", "mac-cyrillic")


def undo(text: str) -> str | None:
    """What a text was before its bytes were taken for another charset and encoded again; None if that did not happen."""
    sample = " ".join(_high_words(text))
    if not sample:
        return None
    now, many = weigh(sample)
    if now > many:  # it reads
        return None
    for charset in _TAKEN_FOR:
        back = _back(sample, charset)
        if back is None:
            continue
        try:
            before = back.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if len(before) < len(sample) and weigh(before)[0] > now + 1:
            return _by_line(text, charset, lambda data: data.decode("utf-8"))
    if any("\xc0" <= sign <= "\xff" for sign in sample):
        back = _back(sample, "cp1252") or _back(sample, "iso8859-1")
        best = best_of(back, "", "") if back is not None else ""
        if back is not None and best in CYRILLIC and (letters := len(HIGH.findall(back))) >= 4:
            score, _ = weigh(loose(back, best))
            if score > letters and score > now:
                return _by_line(text, "cp1252", lambda data: loose(data, best))
    return None


def _by_line(text: str, charset: str, turn: Callable[[bytes], str]) -> str:
    lines = []
    for line in text.split("\n"):
        back = None if line.isascii() else _back(line, charset)
        try:
            lines.append(line if back is None else turn(back))
        except UnicodeDecodeError:
            lines.append(line)
    return "\n".join(lines)


def _back(text: str, charset: str) -> bytes | None:
    """Bytes of a text in a charset; what the charset has no sign for goes back as the byte it came from."""
    try:
        return text.encode(charset)
    except UnicodeEncodeError:
        pass
    try:
        return b"".join(sign.encode("latin-1") if "\x80" <= sign <= "\x9f" else sign.encode(charset) for sign in text)
    except UnicodeEncodeError:
        return None


def _high_words(text: str) -> list[str]:
    found, size = [], 0
    for word in text[:20_000].split():
        if not word.isascii():
            found.append(word[:100])
            size += len(word)
            if size > SAMPLE:
                break
    return found
