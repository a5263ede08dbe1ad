"""Headers: fields as a person reads them: encoded words (RFC 2047), bytes of any charset, addresses with their names; in linear time."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from functools import lru_cache

from bot.mail.address import AddressError, mailbox
from bot.mail.reading import charsets
from bot.mail.reading.charset_names import known
from bot.mail.reading.model import Mailbox
from bot.mail.reading.texts import line

# Addresses of a letter that are read, identifiers of a field, signs of a subject or a name.
ADDRESSES, IDS, SUBJECT, NAME = 500, 200, 1000, 300
WORDS = 3000
_WORD = re.compile(rb"=\?([A-Za-z0-9_.:+'-]{0,60})(?:\*[A-Za-z0-9-]{0,20})?\?([bBqQ])\?((?:[^?]|\?(?!=)){0,3000})\?=")
_Q = re.compile(rb"=([0-9A-Fa-f]{2})")
_FOLD = re.compile(rb"\r?\n|\r")
_LOCAL = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")
_ID = re.compile(r"<([^<>\s]{1,990})>")


@dataclass(frozen=True)
class _Word:
    charset: str
    kind: str
    text: bytes


def unfolded(value: bytes) -> bytes:
    """The field on one line."""
    return _FOLD.sub(b"", value)


def shown(value: bytes, hint: str = "", most: int = SUBJECT) -> str:
    """A field's words decoded, clean and on one line. `hint`: the charset of the letter, for bytes without a word about theirs."""
    return line(decoded(value, hint), most)


def verbatim(value: bytes, most: int) -> str:
    """What a program is to read, on one line: no encoded word is undone, and what is not plain ASCII stays a sign of something else.

    A sender's local part may be one, and would become words that our own server never wrote.
    """
    text = unfolded(value[: 2 * most]).decode("ascii", "replace").replace("\t", " ")
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text).strip()[:most]


@lru_cache(512)
def decoded(value: bytes, hint: str = "") -> str:
    """A field's words decoded: neighbouring encoded words of one charset together, for signs are cut in two between them."""
    value = unfolded(value)
    if b"=?" not in value:
        return charsets.decode(value, "", hint).text
    parts: list[str] = []
    run: list[_Word] = []
    plain: list[bytes] = []
    at = 0
    for number, match in enumerate(_WORD.finditer(value)):
        between = value[at : match.start()]
        if number >= WORDS:
            break
        if between.strip() or (not run and between):
            parts.append(_joined(run))
            run = []
            parts.append("\0")  # where raw text goes
            plain.append(between)
        word = _Word(match[1].decode("ascii").lower(), match[2].decode("ascii").lower(), match[3])
        if run and (known(run[0].charset) or run[0].charset) != (known(word.charset) or word.charset):
            parts.append(_joined(run))
            run = []
        run.append(word)
        at = match.end()
    parts.append(_joined(run))
    parts.append("\0")
    plain.append(value[at:])
    raw = _raw(plain, hint)
    return "".join(raw.pop(0) if part == "\0" else part for part in parts)


def _raw(plain: list[bytes], hint: str) -> list[str]:
    """What stands between encoded words, in one charset."""
    if all(part.isascii() for part in plain):
        return [part.decode("ascii") for part in plain]
    return charsets.decode(b"\0\n\0".join(plain), "", hint).text.split("\0\n\0") + [""] * len(plain)


def _joined(run: list[_Word]) -> str:
    if not run:
        return ""
    charset = run[0].charset
    each = b"".join(_bytes(word) for word in run)
    if len(run) > 1 and all(word.kind == "b" for word in run) and any(len(_base64(word.text)) % 4 for word in run[:-1]):
        # One base64 text cut where it does not part into threes.
        whole = _from_base64(b"".join(word.text.rstrip(b"= ") for word in run))
        best = [charsets.decode(data, charset).text for data in (each, whole)]
        return max(
            best, key=lambda text: (charsets.reads(text) if not text.isascii() else 0.5) - 5 * text.count("\ufffd")
        )
    return charsets.decode(each, charset).text.replace("\0", "")


def _bytes(word: _Word) -> bytes:
    if word.kind == "b":
        return _from_base64(word.text)
    return _Q.sub(lambda match: bytes([int(match[1], 16)]), word.text.replace(b"_", b" "))


def _base64(text: bytes) -> bytes:
    return re.sub(rb"[^A-Za-z0-9+/]+", b"", text)


def _from_base64(text: bytes) -> bytes:
    """With or without padding, cut anywhere."""
    whole = b""
    for piece in re.split(rb"=+", text):
        signs = _base64(piece)
        signs = signs[: len(signs) - 1] if len(signs) % 4 == 1 else signs
        whole += binascii.a2b_base64(signs + b"=" * (-len(signs) % 4))
    return whole


def identifiers(value: bytes, *, last: bool = False) -> tuple[str, ...]:
    """Message-IDs of a field in their angle brackets; a single one without them counts as well. `last`: of too many those at
    the end, where the letter stands that is answered."""
    text = unfolded(value[-32_768:] if last else value[:32_768]).decode("utf-8", "replace")
    found = [f"<{line(one)}>" for one in _ID.findall(text)]
    found = found[-IDS:] if last else found[:IDS]
    if not found:
        words = [word.strip("<>,;\"'") for word in text.split()[:IDS]]
        found = [f"<{line(word)}>" for word in words if "@" in word and len(word) < 990]
    return tuple(dict.fromkeys(found))


def addresses(values: list[bytes], hint: str = "") -> tuple[Mailbox, ...]:
    """The mailboxes of the fields of one name, groups opened, in their order."""
    found: list[Mailbox] = []
    for value in values[:20]:
        for item in _items(unfolded(value)):
            one = _mailbox(item, hint)
            if one is not None:
                found.append(one)
            if len(found) >= ADDRESSES:
                return tuple(found)
    return tuple(found)


def sender(values: list[bytes], hint: str = "") -> Mailbox:
    """Who a letter says it is from: the first that is an address, else the first at all."""
    found = addresses(values, hint)
    return next((one for one in found if usable(one.address)), found[0] if found else Mailbox(""))


def usable(address: str) -> bool:
    """Whether a letter can be sent there."""
    try:
        return bool(mailbox(address))
    except AddressError:
        return False


@dataclass
class _Item:
    """One entry of an address list: the words outside of brackets, in them, in quotes and in comments."""

    words: bytearray
    angle: bytearray
    comment: bytearray
    has_angle: bool = False


def _items(value: bytes) -> list[_Item]:
    """Part an address list at its commas. Quotes, comments, brackets and encoded words hold theirs."""
    items: list[_Item] = []
    item = _Item(bytearray(), bytearray(), bytearray())
    at, depth, quoted, angle = 0, 0, False, False
    while at < len(value):
        sign = value[at : at + 1]
        into = item.comment if depth else item.angle if angle else item.words
        if sign == b"=" and not quoted and value[at + 1 : at + 2] == b"?" and (word := _WORD.match(value, at)):
            into += word[0]
            at = word.end()
            continue
        if sign == b"\\" and (quoted or depth):
            into += value[at + 1 : at + 2]
            at += 2
            continue
        if quoted:
            if sign == b'"':
                quoted = False
            else:
                into += sign
        elif sign == b'"' and not depth:
            quoted = b'"' in value[at + 1 : at + 2000]
        elif sign == b"(" and not angle:
            if not depth and b")" not in value[at + 1 : at + 2000]:
                into += sign
            else:
                depth += 1
        elif sign == b")" and depth:
            depth -= 1
        elif depth:
            into += sign
        elif sign == b"<":
            angle, item.has_angle = True, True
            item.angle.clear()
        elif sign == b">":
            angle = False
        elif sign in b",;" and not (angle and sign == b"," and b">" in value[at : at + 300]):
            items.append(item)
            item, angle = _Item(bytearray(), bytearray(), bytearray()), False
            if len(items) > ADDRESSES:
                return items
        elif sign == b":" and not angle and b"@" not in item.words and item.words.strip().lower() != b"mailto":
            item.words.clear()  # a group's name
        else:
            into += sign
        at += 1
    items.append(item)
    return items


def _mailbox(item: _Item, hint: str) -> Mailbox | None:
    words = line(decoded(bytes(item.words), hint), NAME)
    if item.has_angle:
        address = _address(bytes(item.angle))
        if "@" not in address and "@" in words and not address:
            address, words = _in_words(words)
        name = words or line(decoded(bytes(item.comment), hint), NAME)
    else:
        address, name = _in_words(words)
        name = name or line(decoded(bytes(item.comment), hint), NAME)
    name = name.strip().strip("\"'").strip()
    if not address and not name:
        return None
    return Mailbox(address[:320], "" if name == address else name)


def _in_words(words: str) -> tuple[str, str]:
    """An address without brackets, and the words beside it."""
    parts = words.split(" ")
    for number, part in enumerate(parts):
        if "@" in part.strip("@"):
            return _bare(part), " ".join(parts[:number] + parts[number + 1 :])
    return (words, "") if _LOCAL.match(words) else ("", words)


def _address(angle: bytes) -> str:
    text = line(decoded(angle), 1000)
    if text.startswith("@") and ":" in text:
        text = text.rpartition(":")[2]
    return _bare(text.replace(" ", ""))


def _bare(text: str) -> str:
    text = text.strip().strip("<>\"'")
    return text[7:] if text.lower().startswith("mailto:") else text
