"""Charsets: bytes become text in the charset they are in, whatever they are said to be in; found by how Russian or Kazakh they read."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from bot.mail.reading.charset_names import ASIAN, CYRILLIC, LATIN, WIDE, known
from bot.mail.reading.encoded_twice import undo
from bot.mail.reading.one_byte import HIGH, SAMPLE, best_of, loose, same, sample_of
from bot.mail.reading.pairs import SIGNS, weigh

_SHIFTED = re.compile(rb"\+[A-Za-z0-9+/]{3,2000}-?")
# Lines that are looked at one by one where UTF-8 is damaged.
PATIENCE = 5000


@dataclass(frozen=True)
class Decoded:
    """Text, the charset it was in, and what was wrong with the declared one."""

    text: str
    charset: str
    problem: str = ""


def decode(data: bytes, declared: str = "", hint: str = "") -> Decoded:
    """The text of some bytes. `declared` may be missing, unknown or wrong; `hint` is a charset named elsewhere in the letter."""
    charset = known(declared)
    found = _decode(data, charset, known(hint))
    if declared.strip() and not charset and not data.isascii():
        return Decoded(found.text, found.charset, f"unknown charset {_shown(declared)}, read as {found.charset}")
    if charset and found.charset not in (charset, "ascii") and not same(found.charset, charset, found.text):
        return Decoded(found.text, found.charset, f"said to be {charset}, read as {found.charset}")
    return found


def _shown(label: str) -> str:
    return "".join(sign for sign in label[:40] if sign.isprintable()).strip()


def reads(text: str) -> float:
    """How Russian or Kazakh a text reads, a letter: about 2 if it is, below 0 if it is not."""
    score, many = weigh(text[: SAMPLE * 2])
    return score / many if many else 0.0


def _decode(data: bytes, charset: str, hint: str) -> Decoded:
    if data.startswith(codecs.BOM_UTF8):
        data, charset = data[3:], "utf-8"
    wide = _wide(data, charset)
    if wide is not None:
        return wide
    if data.isascii():
        return _ascii(data, charset)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _bytewise(data, charset, hint)
    return _utf8(data, text, charset, hint)


def _ascii(data: bytes, charset: str) -> Decoded:
    """7 bit: plain, a shifted Asian charset, or UTF-7, declared or not."""
    if charset in ASIAN:
        try:
            return Decoded(data.decode(charset), charset)
        except UnicodeDecodeError:
            pass
    if b"+" in data and (charset == "utf-7" or _looks_utf7(data)):
        try:
            text = data.decode("utf-7")
        except UnicodeDecodeError:
            pass
        else:
            if charset == "utf-7" or (_cyrillic_only(text) and reads(text) > 0):
                return Decoded(text, "utf-7")
    return Decoded(data.decode("ascii"), charset if charset == "utf-7" else "ascii")


def _looks_utf7(data: bytes) -> bool:
    shifted = _SHIFTED.search(data)
    return shifted is not None and any(run.startswith(b"+B") for run in _SHIFTED.findall(data[:20_000]))


def _cyrillic_only(text: str) -> bool:
    return all("\u0400" <= sign <= "\u052f" or sign in SIGNS for sign in text if sign > "\x7f")


def _wide(data: bytes, charset: str) -> Decoded | None:
    """UTF-16 and UTF-32, by their mark, or by how high bytes lie."""
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ):
        if (
            data.startswith(mark)
            and len(data) >= len(mark) + 2
            and (mark in _MARKS_32 or charset in WIDE or _half(data[2:2000]))
        ):
            return Decoded(data[len(mark) :].decode(name, "ignore"), charset or name)
    if charset.startswith("utf-32") and len(data) >= 4:
        order = charset if charset != "utf-32" else ("utf-32-be" if data[0] == 0 else "utf-32-le")
        try:
            return Decoded(data.decode(order), charset)
        except UnicodeDecodeError:
            return None
    order = _half(data[:2000])
    if not order or (charset not in WIDE and len(data) < 6):
        return None
    return Decoded(data.decode(order, "ignore"), charset if charset in WIDE else order)


_MARKS_32 = {codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE}


def _half(data: bytes) -> str:
    """Which byte of each two says only «ASCII», «Cyrillic» or «punctuation»: then these are 16 bit signs."""
    odd, even = data[1::2], data[::2][: len(data) // 2]
    if not odd:
        return ""
    upper = [sum(half.count(byte) for byte in (b"\x00", b"\x04", b"\x20")) / len(half) for half in (even, odd)]
    control = [sum(half.count(byte) for byte in (b"\x00", b"\x04")) for half in (even, odd)]
    if max(upper) < 0.9 or not max(control):
        return ""
    if upper[0] >= 0.9 and upper[1] >= 0.9:
        return "utf-16-be" if control[0] >= control[1] else "utf-16-le"
    return "utf-16-be" if upper[0] > upper[1] else "utf-16-le"


def _utf8(data: bytes, text: str, charset: str, hint: str) -> Decoded:
    """Valid UTF-8 is UTF-8, but for a few letters of another charset by chance; what was encoded twice is undone."""
    odd = sum(not _usual(sign) for sign in text[: SAMPLE * 2] if sign > "\x7f")
    if odd and len(HIGH.findall(data[:200])) < 12 and (charset not in LATIN or not charset):
        other = _bytewise(data, charset, hint)
        if reads(other.text) > 1 and other.charset in CYRILLIC:
            return other
    for _ in range(2):
        undone = undo(text)
        if undone is None:
            break
        text = undone
    return Decoded(text, "utf-8")


def _usual(sign: str) -> bool:
    return sign <= "\u052f" or "\u2000" <= sign <= "\u2bff" or sign >= "\U0001f000" or "\u1e00" <= sign <= "\u1eff"


def _bytewise(data: bytes, charset: str, hint: str) -> Decoded:
    """8 bit that is not UTF-8: damaged UTF-8, an Asian or Latin charset, or one of the Cyrillic ones."""
    if _mostly_utf8(data):
        return Decoded(_damaged(data, charset, hint), "utf-8", "not all of it is UTF-8")
    sample = sample_of(data)
    if charset and charset not in LATIN and charset not in CYRILLIC and not charset.startswith("utf"):
        try:
            text = data.decode(charset)
        except UnicodeDecodeError:
            pass
        else:
            best = best_of(sample, "", hint)
            score, many = weigh(loose(sample, best))
            if best not in CYRILLIC or many < 6 or score < 1.2 * many:
                return Decoded(text, charset)
            return Decoded(loose(data, best), best)
    best = best_of(sample, charset, hint)
    return Decoded(loose(data, best), best)


def _mostly_utf8(data: bytes) -> bool:
    """At least two sequences that are right for one byte that is not."""
    part = data[:50_000]
    if any(
        _is_utf8(line) and len(line) - len(line.decode("utf-8")) > 2 for line in part.split(b"\n") if not line.isascii()
    ):
        return True
    rest = part.decode("utf-8", "ignore")
    right = sum(sign > "\x7f" for sign in rest)
    kept = len(rest.encode("utf-8"))
    return right > 2 * (len(part) - kept) and right >= 2


def _damaged(data: bytes, charset: str, hint: str) -> str:
    """UTF-8 where it is, line by line; the other lines in the charset that they read in; single bytes as what they were."""
    lines = data.split(b"\n")
    bad = [line for line in lines[:PATIENCE] if not _is_utf8(line)]
    other = best_of(sample_of(b"\n".join(bad)), "" if charset == "utf-8" else charset, hint)
    read, patience = [], PATIENCE
    for line in lines:
        try:
            read.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            patience -= 1
            lossy = patience < 0 or _mostly_utf8(line)
            read.append(line.decode("utf-8", "replace") if lossy else loose(line, other))
    return "\n".join(read)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
