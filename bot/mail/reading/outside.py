"""The outside of a letter: its headers and parts, read so that nothing in them can raise, recurse or take long."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

HEADER_MAX = 2_000
"""Signs of a header that are looked at."""
HEADERS_MAX = 2_000
"""Headers of a letter that are looked at."""
PARTS_MAX = 100
"""Parts of a letter that are looked at."""
CONTENT_MAX = 200_000
"""Signs of one part that are looked at."""
LINE_MAX = 200
"""Signs of a line that is shown."""
OPENING = 3_000
"""Signs of a text that count as its beginning."""

# RFC 5322, 3.6.4, with what servers make of it; nothing is repeated twice, so it is linear.
_ID = re.compile(r"<([^<>\s@]{1,400}@[^<>\s@]{1,250})>")
_ANGLE = re.compile(r"<([^<>]{0,400})>")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'«»@]{1,64}@[^\s<>()\[\],;:\"'«»@]{1,253}")
_ANSWERS = re.compile(
    r"(?:\[[^\]]{0,60}\]\s*)?(?:re|fwd?|fw|отв|ответ|на|пересл|жауап|қайта|aw)\s?(?:\[\d{1,3}\])?\s?:"
)
_REPORT_TYPE = re.compile(r"report-type\s{0,5}=\s{0,5}\"?([\w.-]{1,60})", re.IGNORECASE)

Headers = dict[str, list[str]]


@dataclass(frozen=True)
class Outside:
    """A letter as its rules see it; made by `look`. Texts for comparison are in lower case with single spaces."""

    message: Message
    text: str
    headers: Headers
    subject: str
    sender: str
    """The address in From, in lower case, "" if there is none."""
    sender_name: str
    type: str
    report: str
    """What a multipart/report reports (RFC 6522), «?» if it does not say; "" for all other letters."""
    opening: str
    parts: tuple[Message, ...] = field(repr=False)
    """The leaves and the returned letters, in order; letters inside are not opened."""

    def get(self, name: str) -> str:
        """The first header of that name, as it came, in one line; "" if there is none."""
        return self.headers.get(name, [""])[0]

    @property
    def local(self) -> str:
        """What stands before the @ of the sender."""
        return self.sender.partition("@")[0].strip("\\\"'")

    @property
    def null_path(self) -> bool:
        """A server wrote it and wants no answer (RFC 5321, 4.5.5), or it is a server's own address."""
        path = self.get("return-path").strip().lower()
        return path.startswith(("<>", "<mailer-daemon")) or path == "mailer-daemon"

    @property
    def submitted(self) -> str:
        """Auto-Submitted without its parameters (RFC 3834, 5), "" for «no»."""
        value = one_line(self.get("auto-submitted").lower(), 60)
        return "" if re.split(r"[\s;(]", value, maxsplit=1)[0] in {"", "no"} else value

    @property
    def answers(self) -> bool:
        """Its subject is an answer's or a forward's, as persons' are; a server puts its own words first."""
        return bool(_ANSWERS.match(self.subject))

    @property
    def thread(self) -> bool:
        """It names another letter."""
        return bool(self.get("in-reply-to").strip() or self.get("references").strip())


def look(message: Message, text: str) -> Outside:
    """See a letter from outside."""
    headers = headers_of(message)
    from_ = headers.get("from", [""])[0]
    kind = type_of(message)
    report = ""
    if kind == "multipart/report":
        found = _REPORT_TYPE.search(headers.get("content-type", [""])[0])
        report = one_line(found[1].lower(), 60) if found else "?"
    parts = tuple(leaves(message))
    if not text.strip():
        # A broken boundary leaves a report in one piece: better read that than nothing.
        text = next((content(part) for part in parts if type_of(part).startswith(("text/", "multipart/"))), "")
    return Outside(
        message=message,
        text=text,
        headers=headers,
        subject=plain(decoded(headers.get("subject", [""])[0])),
        sender=address_in(from_),
        sender_name=plain(decoded(_name_in(from_))).strip(" \"'"),
        type=kind,
        report=report,
        opening=plain(text[: 2 * OPENING])[:OPENING],
        parts=parts,
    )


def headers_of(message: Message) -> Headers:
    """All headers by their names in lower case, unfolded and cut; raw 8-bit ones as UTF-8, else as the most usual Cyrillic."""
    found: Headers = {}
    for number, (name, value) in enumerate(message.raw_items()):
        if number == HEADERS_MAX:
            break
        found.setdefault(str(name).lower(), []).append(_readable(str(value)[:HEADER_MAX]))
    return found


def _readable(value: str) -> str:
    """One line of Unicode without surrogates."""
    if not value.isascii():
        value = _guessed(_bytes(value))
    return " ".join(value.split())


def _bytes(text: str) -> bytes:
    """The bytes that a text stands for: the parser keeps raw 8-bit ones as surrogates."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def decoded(value: str) -> str:
    """A header with its encoded words read (RFC 2047); what cannot be read stays as it is."""
    if "=?" not in value:
        return value
    # Servers split words between encoded words, and even signs: the standard function joins those of one charset.
    try:
        chunks = decode_header(value[:HEADER_MAX])
    except (HeaderParseError, ValueError):
        return value
    return "".join(chunk if isinstance(chunk, str) else _in(chunk, charset) for chunk, charset in chunks)


def _in(raw: bytes, charset: str | None) -> str:
    try:
        return raw.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return raw.decode("utf-8", "replace")


def plain(text: str) -> str:
    """For comparison: lower case, single spaces, no surrogates or stars around headings."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").replace("*", " ").replace("’", "'").lower().split())


def type_of(part: Message) -> str:
    """The content type as it is named, text/plain if it is not."""
    for number, (name, value) in enumerate(part.raw_items()):
        if str(name).lower() == "content-type":
            named = str(value)[:HEADER_MAX].partition(";")[0].strip().lower()
            return named if named.count("/") == 1 else "text/plain"
        if number == HEADERS_MAX:
            break
    return "text/plain"


def leaves(message: Message) -> Iterator[Message]:
    """The parts that are no multipart, in order, returned letters unopened; never more than PARTS_MAX, and no recursion."""
    waiting = [message]
    seen = 0
    while waiting and seen < PARTS_MAX:
        part = waiting.pop()
        seen += 1
        inner = part.get_payload()
        if isinstance(inner, list) and type_of(part).startswith("multipart/"):
            waiting.extend(child for child in reversed(inner[:PARTS_MAX]) if isinstance(child, Message))
        else:
            yield part


def address_in(value: str) -> str:
    """The address of a From header, in lower case; "" if there is none."""
    angles: list[str] = _ANGLE.findall(value)
    if angles:
        return angles[-1].strip().lower()
    found = _ADDRESS.search(value)
    if found:
        return found[0].lower()
    # Mail systems within one machine write their name alone.
    bare = value.strip()
    return bare.lower() if bare.isascii() and bare.isprintable() and " " not in bare else ""


def _name_in(value: str) -> str:
    """The name beside an address, before it or, as old servers write it, behind it in brackets."""
    before, angle, _ = value.partition("<")
    return before if angle else value.partition("(")[2].rpartition(")")[0]


def addresses_in(text: str) -> list[str]:
    """Whatever looks like an address, in order, as it is written."""
    return [found.strip(".") for found in _ADDRESS.findall(text)]


def one_line(text: str, length: int = LINE_MAX) -> str:
    """What may be stored and shown: one line without control signs, not too long."""
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in text[: 10 * length]).split())
    return shown if len(shown) <= length else shown[: length - 1].rstrip() + "…"


def ident_in(value: str) -> str:
    """The first Message-ID in a text, with its angle brackets; "" if nothing there is one."""
    found = _ID.search(value[:HEADER_MAX])
    return f"<{found[1]}>" if found and found[1].isprintable() else ""


def content(part: Message) -> str:
    """The text of a part, decoded if it says how, cut; of a part made of header blocks, these blocks."""
    inner = part.get_payload()
    if not isinstance(inner, list):
        return _body(part)
    text = "\n".join(block_text(block) for block in inner[:PARTS_MAX] if isinstance(block, Message))
    # Some servers encode even their reports, which RFC 3464 forbids; the parser then takes them for one nameless block.
    if headers_of(part).get("content-transfer-encoding", [""])[0].strip().lower() == "base64":
        signs = re.sub(r"[^A-Za-z0-9+/]", "", text[:CONTENT_MAX])
        return _guessed(binascii.a2b_base64(signs[: len(signs) // 4 * 4]))
    return text[:CONTENT_MAX]


def _body(part: Message) -> str:
    """The text of a part that holds no others."""
    try:
        raw = part.get_payload(decode=True)
    except (ValueError, LookupError):
        return ""
    return _guessed(raw[:CONTENT_MAX]) if isinstance(raw, bytes) else ""


def _guessed(raw: bytes) -> str:
    """Bytes as UTF-8, else as the most usual Cyrillic; a sign cut in two at the end is no reason to doubt."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return raw[: error.start].decode("utf-8") if error.start > len(raw) - 4 else raw.decode("cp1251", "replace")


def block_text(block: Message) -> str:
    """Headers as text again, and what stands below them."""
    lines = [f"{name}: {value}" for name, values in headers_of(block).items() for value in values]
    return "\n".join([*lines, "", "" if isinstance(block.get_payload(), list) else _body(block)])
