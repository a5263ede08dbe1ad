"""Charsets: bytes become text in the charset they are in, whatever they are said to be in; found by how Russian or Kazakh they read."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from bot.mail.reading.pairs import WEIGHT

CYRILLIC = ("cp1251", "koi8-r", "cp866", "mac-cyrillic", "iso8859-5", "kz1048", "ptcp154", "koi8-u")
# Against readings that are right seldom: of two that read alike, the usual one is meant.
_RARE = {"iso8859-5": 0.5, "mac-cyrillic": 1.0, "kz1048": 2.5, "ptcp154": 3.5, "koi8-u": 1.0}
# Python's own names of the charsets a letter may name; its other codecs (rot13, zlib, idna, unicode_escape) are none.
_KNOWN = frozenset(
    """ascii utf-8 utf-7 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5
    iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15 iso8859-16 cp1250 cp1251 cp1252
    cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp437 cp737 cp775 cp850 cp852 cp855 cp857 cp858 cp862 cp864 cp866 cp869 cp874 cp1125
    koi8-r koi8-u koi8_t kz1048 ptcp154 mac-cyrillic mac-roman mac-latin2 mac-greek mac-turkish tis-620 gb2312 gbk gb18030 hz big5
    big5hkscs cp950 shift_jis cp932 euc_jp iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_3 iso2022_jp_ext euc_kr cp949 johab
    iso2022_kr hp-roman8""".split()
)
_ALIASES = {
    "x-mac-cyrillic": "mac-cyrillic",
    "macintosh": "mac-roman",
    "ansi_x3.110-1983": "iso8859-1",
    "x-cp1251": "cp1251",
    "win-1251": "cp1251",
    "win1251": "cp1251",
    "win": "cp1251",
    "cp-1251": "cp1251",
    "windows1251": "cp1251",
    "windows-cp1251": "cp1251",
    "ansi": "",
    "koi8": "koi8-r",
    "koi": "koi8-r",
    "koi-8": "koi8-r",
    "koi-8-r": "koi8-r",
    "dos": "cp866",
    "alt": "cp866",
    "dos-866": "cp866",
    "x-cp866": "cp866",
    "strk1048-2002": "kz1048",
    "cp154": "ptcp154",
    "cyrillic-asian": "ptcp154",
    "utf": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7",
    "csunicode11utf7": "utf-7",
    "unicode": "utf-16",
    "iso-10646-ucs-2": "utf-16",
    "ucs-2": "utf-16",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "iso-8859-8-i": "iso8859-8",
    "x-sjis": "cp932",
}
_LABEL = re.compile(r"[a-z0-9][a-z0-9_.:+-]{0,39}\Z")
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_HIGH = re.compile(rb"[\x80-\xff]")
_SHIFTED = re.compile(rb"\+[A-Za-z0-9+/]{3,2000}-?")
# A letter's charset is found by so many of its bytes.
SAMPLE = 1500
# Lines that are looked at one by one where UTF-8 is damaged.
PATIENCE = 5000
NEVER = -4.5
_LATIN, _ASIAN = {"ascii", "iso8859-1", "cp1252", "iso8859-15"}, {"iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_3", "iso2022_jp_ext", "iso2022_kr", "hz"}
_UTF16 = {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"}
_SIGNS = frozenset("\xa0«»„“”‘’–—…№•·°§±€™©®−×")
# After these, and before the next letter, no word is cut in two.
_CLOSING = frozenset("\xa0»”“’—–…")
# What double encoding went through: UTF-8 was taken for one of these.
_TAKEN_FOR = ("cp1251", "cp1252", "iso8859-1", "koi8-r", "cp866", "mac-cyrillic")


@dataclass(frozen=True)
class Decoded:
    """Text, the charset it was in, and what was wrong with the declared one."""

    text: str
    charset: str
    problem: str = ""


@lru_cache(256)
def known(label: str) -> str:
    """The charset's name as Python knows it, "" for what is none."""
    name = label.strip().strip("\"'").lower()[:60]
    name = _ALIASES.get(name, name)
    if not _LABEL.match(name):
        return ""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return found if found in _KNOWN else ""


def decode(data: bytes, declared: str = "", hint: str = "") -> Decoded:
    """The text of some bytes. `declared` may be missing, unknown or wrong; `hint` is a charset named elsewhere in the letter."""
    charset = known(declared)
    found = _decode(data, charset, known(hint))
    if declared.strip() and not charset and not data.isascii():
        return Decoded(found.text, found.charset, f"unknown charset {_shown(declared)}, read as {found.charset}")
    if charset and found.charset not in (charset, "ascii") and not _same(found.charset, charset, found.text):
        return Decoded(found.text, found.charset, f"said to be {charset}, read as {found.charset}")
    return found


def _shown(label: str) -> str:
    return "".join(sign for sign in label[:40] if sign.isprintable()).strip()


def reads(text: str) -> float:
    """How Russian or Kazakh a text reads, a letter: about 2 if it is, below 0 if it is not."""
    score, many = _score(text[: SAMPLE * 2])
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
    if charset in _ASIAN:
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
    return all("\u0400" <= sign <= "\u052f" or sign in _SIGNS for sign in text if sign > "\x7f")


def _wide(data: bytes, charset: str) -> Decoded | None:
    """UTF-16 and UTF-32, by their mark, or by how high bytes lie."""
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ):
        if data.startswith(mark) and len(data) >= len(mark) + 2 and (mark in _MARKS_32 or charset in _UTF16 or _half(data[2:2000])):
            return Decoded(data[len(mark) :].decode(name, "ignore"), charset or name)
    if charset.startswith("utf-32") and len(data) >= 4:
        order = charset if charset != "utf-32" else ("utf-32-be" if data[0] == 0 else "utf-32-le")
        try:
            return Decoded(data.decode(order), charset)
        except UnicodeDecodeError:
            return None
    order = _half(data[:2000])
    if not order or (charset not in _UTF16 and len(data) < 6):
        return None
    return Decoded(data.decode(order, "ignore"), charset if charset in _UTF16 else order)


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
    if odd and len(_HIGH.findall(data[:200])) < 12 and (charset not in _LATIN or not charset):
        other = _bytewise(data, charset, hint)
        if reads(other.text) > 1 and other.charset in CYRILLIC:
            return other
    for _ in range(2):
        undone = _undone(text)
        if undone is None:
            break
        text = undone
    return Decoded(text, "utf-8")


def _usual(sign: str) -> bool:
    return sign <= "\u052f" or "\u2000" <= sign <= "\u2bff" or sign >= "\U0001f000" or "\u1e00" <= sign <= "\u1eff"


def _undone(text: str) -> str | None:
    """What a text was before its bytes were taken for another charset and encoded again; None if that did not happen."""
    sample = " ".join(_high_words(text))
    if not sample:
        return None
    now, many = _score(sample)
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
        if len(before) < len(sample) and _score(before)[0] > now + 1:
            return _by_line(text, charset, lambda data: data.decode("utf-8"))
    if any("\xc0" <= sign <= "\xff" for sign in sample):
        back = _back(sample, "cp1252") or _back(sample, "iso8859-1")
        best = _best(back, "", "") if back is not None else ""
        if back is not None and best in CYRILLIC and (letters := len(_HIGH.findall(back))) >= 4:
            score, _ = _score(_loose(back, best))
            if score > letters and score > now:
                return _by_line(text, "cp1252", lambda data: _loose(data, best))
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


def _bytewise(data: bytes, charset: str, hint: str) -> Decoded:
    """8 bit that is not UTF-8: damaged UTF-8, an Asian or Latin charset, or one of the Cyrillic ones."""
    if _mostly_utf8(data):
        return Decoded(_damaged(data, charset, hint), "utf-8", "not all of it is UTF-8")
    sample = _sample(data)
    if charset and charset not in _LATIN and charset not in CYRILLIC and not charset.startswith("utf"):
        try:
            text = data.decode(charset)
        except UnicodeDecodeError:
            pass
        else:
            best = _best(sample, "", hint)
            score, many = _score(_loose(sample, best))
            if best not in CYRILLIC or many < 6 or score < 1.2 * many:
                return Decoded(text, charset)
            return Decoded(_loose(data, best), best)
    best = _best(sample, charset, hint)
    return Decoded(_loose(data, best), best)


def _mostly_utf8(data: bytes) -> bool:
    """At least two sequences that are right for one byte that is not."""
    part = data[:50_000]
    if any(_is_utf8(line) and len(line) - len(line.decode("utf-8")) > 2 for line in part.split(b"\n") if not line.isascii()):
        return True
    rest = part.decode("utf-8", "ignore")
    right = sum(sign > "\x7f" for sign in rest)
    kept = len(rest.encode("utf-8"))
    return right > 2 * (len(part) - kept) and right >= 2


def _damaged(data: bytes, charset: str, hint: str) -> str:
    """UTF-8 where it is, line by line; the other lines in the charset that they read in; single bytes as what they were."""
    lines = data.split(b"\n")
    bad = [line for line in lines[:PATIENCE] if not _is_utf8(line)]
    other = _best(_sample(b"\n".join(bad)), "" if charset == "utf-8" else charset, hint)
    read, patience = [], PATIENCE
    for line in lines:
        try:
            read.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            patience -= 1
            lossy = patience < 0 or _mostly_utf8(line)
            read.append(line.decode("utf-8", "replace") if lossy else _loose(line, other))
    return "\n".join(read)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _sample(data: bytes) -> bytes:
    """Words with 8 bit letters, enough to tell."""
    first = _HIGH.search(data)
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


def _best(sample: bytes, charset: str, hint: str) -> str:
    """The charset in which the sample reads best; the declared and the hinted one are believed if in doubt."""
    best, most, least = "cp1252", -1e9, 0.0
    many = len(_HIGH.findall(sample))
    for name in CYRILLIC:
        text = _loose(sample, name)
        score = _score(text)[0] - _RARE.get(name, 0.0)
        least = max(least, score)
        score += 3.0 * (_same(name, charset, text) if charset else 0) + 2.0 * (name == hint)
        if score > most:
            best, most = name, score
    latin = charset if charset in _LATIN and charset != "ascii" else "cp1252"
    if latin == charset and (many < 3 or least < 0.6 * many):
        return latin
    return latin if _score(_loose(sample, latin))[0] + 1.5 * (charset in _LATIN) > most else best


def _same(one: str, other: str, text: str) -> bool:
    """Whether two charsets show these signs alike."""
    if one == other or {one, other} <= {"utf-16", "utf-16-le", "utf-16-be"} or {one, other} <= {"iso8859-1", "cp1252", "ascii"}:
        return one == other or "ascii" not in (one, other)
    try:
        return text[:SAMPLE].encode(one) == text[:SAMPLE].encode(other)
    except (UnicodeEncodeError, LookupError):
        return False


def _loose(data: bytes, charset: str) -> str:
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


def _score(text: str) -> tuple[float, int]:
    """What speaks for a reading, and how many letters and signs it has beyond ASCII."""
    score, many = 0.0, 0
    # The letter before in lower case, and what it was: c Cyrillic, l Latin, a accented Latin, s a sign after a Cyrillic letter.
    before, kind, small = " ", " ", False
    for sign in text:
        low = sign.lower()
        if sign <= "\x7f":
            if kind == "c":
                score += -4 if low.isalpha() else WEIGHT.get(before + " ", NEVER)
            before, kind, small = " ", "l" if low.isalpha() else " ", False
            continue
        many += 1
        if "\u0400" <= sign <= "\u052f":
            weight = WEIGHT.get(before + low)
            if weight is None:
                weight = 0.0 if low in "іїєґў" else NEVER
            score += -4 if kind == "l" else weight - (8 if kind == "s" else 0)
            if kind == "c" and sign != low:
                score -= 4 if small else 0.4
            before, kind, small = low, "c", sign == low
            continue
        if kind == "c":
            score += WEIGHT.get(before + " ", NEVER)
        after = kind == "c" and sign not in _CLOSING
        score -= 3 if kind == "l" and sign not in _CLOSING and not "\xc0" <= sign <= "\u024f" else 0
        if sign in _SIGNS:
            score += 0.2 if sign in _CLOSING or not after else -1
            kind = "s" if after or sign in "‘’—…" else " "
        elif "\xc0" <= sign <= "\u024f":
            score -= 4.0 if after else 1.0 if kind == "l" else 3.0 if kind == "a" else 1.5
            kind = "a"
        else:
            score -= 8.0 if sign <= "\x9f" else 4.0 if sign <= "\xbf" or "\u2500" <= sign <= "\u259f" else 3.0
            kind = "s" if after or "\u2000" <= sign <= "\u206f" else " "
        before, small = " ", False
    if kind == "c":
        score += WEIGHT.get(before + " ", NEVER)
    return score, many
