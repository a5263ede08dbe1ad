"""Names: of attached files, by RFC 2231, RFC 2047 or in raw bytes; fit to show, without folders and signs that deceive."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from bot.mail.reading import charsets, fields
from bot.mail.reading.charset_names import known
from bot.mail.reading.mime import Part
from bot.mail.reading.params import parameters
from bot.mail.reading.texts import line

LONGEST = 200
_SEGMENT = re.compile(r"(filename|name)(?:\*(\d{1,3}))?(\*)?\Z")
_EXTENDED = re.compile(rb"([A-Za-z0-9_.:-]{0,40})'([A-Za-z0-9-]{0,40})'(.*)\Z", re.DOTALL)
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2}){2,}")
# Marks without a shape, with which «exe.fdp» is made to look like something else.
_DECEIVING = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def name_of(part: Part, hint: str = "") -> str:
    """The name of the file that a part is, "" if it has none."""
    found = [
        fit(_named(parameters(part.first(field))[1], key, hint))
        for field, key in (
            ("content-disposition", "filename"),
            ("content-type", "name"),
            ("content-disposition", "name"),
            ("content-type", "filename"),
        )
    ]
    good = [name for name in found if name]
    return next((name for name in good if not _lossy(name)), good[0] if good else "")


def fit(name: str) -> str:
    """A name fit to show: its last part, without control signs and marks of direction, not longer than file systems take."""
    name = line(_DECEIVING.sub("", name), 1000).replace("\\", "/").rstrip("/ ")
    name = name.rpartition("/")[2].strip().strip("\"'").strip()
    if name.strip(". ") == "":
        return ""
    if len(name) > LONGEST:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: LONGEST - 12]}{dot}{ending}" if dot and len(ending) <= 10 else name[:LONGEST]
    return name


def _lossy(name: str) -> bool:
    return "\ufffd" in name or "???" in name


def _named(pairs: tuple[tuple[str, str], ...], key: str, hint: str) -> str:
    plain = ""
    pieces: dict[int, tuple[bool, bytes]] = {}
    whole: bytes | None = None
    for name, value in pairs:
        match = _SEGMENT.match(name)
        if match is None or match[1] != key:
            continue
        if match[2] is None and not match[3]:
            plain = plain or value
        elif match[2] is None:
            whole = whole or value.encode("latin-1")
        else:
            pieces.setdefault(int(match[2]), (bool(match[3]), value.encode("latin-1")))
    if whole is not None:
        return _extended([(True, whole)], hint)
    if pieces:
        return _extended([pieces[number] for number in sorted(pieces)], hint)
    return _plain(plain, hint)


def _extended(pieces: list[tuple[bool, bytes]], hint: str) -> str:
    """RFC 2231: charset'language'percent, in pieces of which some are not encoded."""
    charset = ""
    encoded, first = pieces[0]
    match = _EXTENDED.match(first) if encoded or b"''" in first[:50] else None
    if match is not None:
        charset, first = match[1].decode("ascii"), match[3]
        encoded = True
    data, run = b"", b""
    for star, piece in [(encoded, first), *pieces[1:]]:
        if star or (encoded and _all_percent(piece)):
            run += piece  # a sign may be cut in two, even its percent code
        else:
            data += unquote_to_bytes(run) + piece
            run = b""
    data += unquote_to_bytes(run)
    if not charset and data.isascii() and b"=?" in data:
        return fields.decoded(data, hint)
    return charsets.decode(data, charset, hint).text


def _all_percent(piece: bytes) -> bool:
    return bool(re.fullmatch(rb"(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9._-]){1,2000}", piece)) and piece.count(b"%") >= 2


def _plain(value: str, hint: str) -> str:
    data = value.encode("latin-1")
    if (
        b"''" in data[:50]
        and (match := _EXTENDED.match(data)) is not None
        and b"%" in match[3]
        and known(match[1].decode())
    ):
        return _extended([(True, data)], hint)
    text = fields.decoded(data, hint)
    if text.isascii() and _PERCENT.search(text):
        try:
            unquoted = unquote_to_bytes(text).decode("utf-8")
        except UnicodeDecodeError:
            return text
        return text if unquoted.isascii() else unquoted
    return text
