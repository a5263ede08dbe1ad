"""TNEF: what Outlook puts into `winmail.dat`: the letter's words and its files; each byte is looked at once."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.mail.reading import charsets
from bot.mail.reading.charset_names import known
from bot.mail.reading.html import text_of

SIGNATURE = b"\x78\x9f\x3e\x22"
# Attributes and properties that are read, files, and bytes that compressed words may become.
ATTRIBUTES, FILES, PLAIN = 20_000, 500, 4_000_000
_BODY, _PROPERTIES, _CODEPAGE, _ATTACH, _ATTACHMENT, _TITLE, _DATA = (
    0x800C,
    0x9003,
    0x9007,
    0x9002,
    0x9005,
    0x8010,
    0x800F,
)
_FIXED = {
    0x02: 4,
    0x03: 4,
    0x04: 4,
    0x05: 8,
    0x06: 8,
    0x07: 8,
    0x0A: 4,
    0x0B: 4,
    0x14: 8,
    0x40: 8,
    0x48: 16,
    0x00: 0,
    0x01: 0,
}
_P_BODY, _P_HTML, _P_RTF = 0x1000, 0x1013, 0x1009
_P_DATA, _P_LONG, _P_SHORT, _P_MIME, _P_SHOWN, _P_CPID = 0x3701, 0x3707, 0x3704, 0x370E, 0x3001, 0x3FDE
# What [MS-OXRTFCP] puts before the first byte.
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbol"
    b"ArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_RTF = re.compile(rb"\\'([0-9a-fA-F]{2})|\\([a-z]{1,32})(-?\d{1,10})? ?|\\([^a-z])|([{}])|\r?\n|([^\\{}\r\n]+)")
_RTF_UNSEEN = frozenset(
    b"fonttbl colortbl stylesheet info pict header footer themedata colorschememapping latentstyles datastore generator listtable "
    b"listoverridetable rsidtbl xmlnstbl fldinst object".split()
)


@dataclass
class File:
    """A file within."""

    name: str = ""
    type: str = ""
    content: bytes = field(default=b"", repr=False)


@dataclass
class Tnef:
    """The words and the files; `problem` says what was wrong with it."""

    text: str = ""
    files: list[File] = field(default_factory=list)
    problem: str = ""


def opened(data: bytes) -> Tnef:
    """What is in it. Never raises."""
    found = Tnef()
    if not data.startswith(SIGNATURE):
        return Tnef(problem="winmail.dat that is none")
    page, at, many = "cp1251", 6, 0
    plain = b""
    words: dict[int, list[bytes]] = {}
    view = memoryview(data)
    while at + 11 <= len(data) and many < ATTRIBUTES:
        many += 1
        level = data[at]
        (name, _kind, length) = struct.unpack_from("<HHI", data, at + 1)
        start, end = at + 9, at + 9 + length
        if level not in (1, 2) or end > len(data):
            found.problem = "winmail.dat that is cut off or damaged"
            if level not in (1, 2):
                break
            end = len(data)
        at = end + 2
        if name == _CODEPAGE and length >= 4:
            page = known(f"cp{struct.unpack_from('<I', data, start)[0]}") or page
        elif name == _BODY and level == 1:
            plain = bytes(view[start:end])
        elif name == _PROPERTIES and level == 1:
            words = _properties(view[start:end], {_P_BODY, _P_HTML, _P_RTF, _P_CPID})
        elif name == _ATTACH and len(found.files) < FILES:
            found.files.append(File())
        elif level == 2 and found.files:
            _into(found.files[-1], name, view[start:end], page)
    if at < len(data):
        found.problem = "winmail.dat that is cut off or damaged"
    if many >= ATTRIBUTES:
        found.problem = "winmail.dat with more in it than is read"
    found.text = _words(plain, words, page)
    found.files = [file for file in found.files if file.content or file.name]
    return found


def _into(file: File, name: int, value: memoryview, page: str) -> None:
    if name == _TITLE and not file.name:
        file.name = _string(bytes(value[:2000]), page)
    elif name == _DATA:
        file.content = bytes(value)
    elif name == _ATTACHMENT:
        said = _properties(value, {_P_LONG, _P_SHORT, _P_MIME, _P_SHOWN, _P_DATA})
        for key in (_P_SHOWN, _P_SHORT, _P_LONG):
            if key in said and (shown := _property(said[key], page)):
                file.name = shown
        if _P_MIME in said:
            file.type = _property(said[_P_MIME], page).lower()
        if _P_DATA in said and not file.content:
            file.content = said[_P_DATA][0][2:]


def _properties(data: memoryview, wanted: set[int]) -> dict[int, list[bytes]]:
    """The wanted properties of a MAPI list; each value begins with its type (two bytes). What is damaged ends the list."""
    try:
        return dict(_each(data, wanted))
    except (struct.error, ValueError):
        return {}


def _each(data: memoryview, wanted: set[int]) -> Iterator[tuple[int, list[bytes]]]:
    (many,) = struct.unpack_from("<I", data, 0)
    at = 4
    for _ in range(min(many, ATTRIBUTES)):
        if at + 4 > len(data):
            return
        kind, ident = struct.unpack_from("<HH", data, at)
        at += 4
        if ident >= 0x8000:
            at += 16
            (named,) = struct.unpack_from("<I", data, at)
            at += 4
            if named == 0:
                at += 4
            else:
                (length,) = struct.unpack_from("<I", data, at)
                at += 4 + length + (-length % 4)
        base, several = kind & 0x0FFF, bool(kind & 0x1000)
        count = 1
        if several or base in (0x1E, 0x1F, 0x0D, 0x102):
            (count,) = struct.unpack_from("<I", data, at)
            at += 4
        values = []
        for _value in range(min(count, 1000)):
            if base in (0x1E, 0x1F, 0x0D, 0x102):
                (length,) = struct.unpack_from("<I", data, at)
                at += 4
                if length > len(data) - at:
                    length = len(data) - at
                if ident in wanted:
                    begin = at + 16 if base == 0x0D else at
                    values.append(struct.pack("<H", base) + bytes(data[begin : at + length]))
                at += length + (-length % 4)
            elif base in _FIXED:
                if ident in wanted:
                    values.append(struct.pack("<H", base) + bytes(data[at : at + _FIXED[base]]))
                at += _FIXED[base]
            else:
                return
        if values and ident in wanted:
            yield ident, values


def _property(values: list[bytes], page: str) -> str:
    kind, value = struct.unpack_from("<H", values[0])[0], values[0][2:]
    if kind == 0x1F:
        return value.decode("utf-16-le", "ignore").split("\0")[0]
    return _string(value, page)


def _string(value: bytes, page: str) -> str:
    return charsets.decode(value.split(b"\0")[0], page).text


def _words(plain: bytes, said: dict[int, list[bytes]], page: str) -> str:
    if plain.strip(b"\0 \r\n"):
        return _string(plain, page)
    if _P_BODY in said and (text := _property(said[_P_BODY], page)).strip():
        return text
    if _P_CPID in said:
        page = known(f"cp{struct.unpack('<I', said[_P_CPID][0][2:6])[0]}") or page
    if _P_HTML in said:
        value = said[_P_HTML][0][2:]
        text = text_of(charsets.decode(value, page).text)
        if text.strip():
            return text
    if _P_RTF in said:
        return rtf_text(decompressed(said[_P_RTF][0][2:]))
    return ""


def decompressed(data: bytes) -> bytes:
    """Compressed RTF ([MS-OXRTFCP]) as it was, no more of it than is shown; what is damaged ends it."""
    if len(data) < 16:
        return b""
    if data[8:12] == b"MELA":
        return data[16 : 16 + PLAIN]
    if data[8:12] != b"LZFu":
        return b""
    buffer = bytearray(_DICTIONARY) + bytearray(4096 - len(_DICTIONARY))
    out, write, at = bytearray(), len(_DICTIONARY), 16
    while at < len(data) and len(out) < PLAIN:
        control = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data):
                return bytes(out)
            if not control >> bit & 1:
                buffer[write] = data[at]
                out.append(data[at])
                write = (write + 1) & 4095
                at += 1
                continue
            if at + 1 >= len(data):
                return bytes(out)
            pair = data[at] << 8 | data[at + 1]
            at += 2
            read = pair >> 4
            if read == write:
                return bytes(out)
            for _ in range((pair & 15) + 2):
                buffer[write] = buffer[read]
                out.append(buffer[read])
                write, read = (write + 1) & 4095, (read + 1) & 4095
    return bytes(out)


def rtf_text(data: bytes) -> str:
    """The words of an RTF text; of HTML that is wrapped in one, the HTML's."""
    page = re.search(rb"\\ansicpg(\d{1,5})", data[:2000])
    charset = (page and known("cp" + page[1].decode())) or "cp1251"
    wrapped = b"\\fromhtml" in data[:2000]
    out: list[str] = []
    run = bytearray()
    unseen: list[bool] = [False]
    skip = 0

    def flush() -> None:
        if run:
            out.append(charsets.decode(bytes(run), charset).text)
            run.clear()

    for match in _RTF.finditer(data[:PLAIN]):
        code, word, number, sign, brace, text = match.groups()
        if brace == b"{":
            unseen.append(unseen[-1])
        elif brace == b"}":
            if len(unseen) > 1:
                unseen.pop()
        elif word in _RTF_UNSEEN or sign == b"*":
            unseen[-1] = not (wrapped and data[match.end() : match.end() + 9] == b"\\htmltag") and (
                word is None or word in _RTF_UNSEEN
            )
        elif word == b"htmlrtf":
            unseen[-1] = number != b"0"
        elif unseen[-1]:
            continue
        elif code is not None:
            if skip:
                skip -= 1
            else:
                run.append(int(code, 16))
        elif word == b"u" and number is not None:
            flush()
            out.append(chr(int(number) & 0xFFFF))
            skip = 1
        elif word in (b"par", b"line", b"row", b"sect"):
            run.extend(b"\n")
        elif word in (b"tab", b"cell"):
            run.extend(b"\t")
        elif sign is not None:
            if sign in b"\\{}":
                run.extend(sign)
            elif sign == b"~":
                run.extend(b" ")
        elif text is not None:
            run.extend(text[skip:] if skip else text)
            skip = 0
    flush()
    shown = "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return text_of(shown) if wrapped else shown.strip()
