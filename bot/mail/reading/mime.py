"""MIME: a letter's tree of parts, in time that grows as its size does, whatever its size, nesting or number of parts.

The standard library's parser reads a parameter list in quadratic time and nests without end; what is made of the tree for those
who want its `Message` is small.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from bot.mail.reading.params import parameters, value_of

# Fields of a part, bytes of a field, lines of all fields; parts of a letter and how deep they may lie.
FIELDS, FIELD, FIELD_LINES = 1000, 65_536, 50_000
PARTS, DEPTH = 1000, 25
# Bytes of letters within the letter that are decoded to be looked into.
DECODED = 40_000_000
# Of a part's words for those who classify.
EXCERPT = 300_000
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_MBOX = re.compile(rb">?From [^\r\n]*\r?\n")
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+\Z")
_BASE64 = re.compile(rb"[A-Za-z0-9+/\s]+(?:=[=\s]*)?")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]|[^\s][ \t]+[^\s]")
_SOFT = re.compile(rb"=[ \t]+(?=\r?\n)")
_LOST_BOUNDARY = re.compile(rb"(?:\A|\n)--([^\s][^\r\n]{0,200}?)[ \t]*\r?\n(?=[!-9;-~]{1,80}:|\r?\n)")
# A top that names none of these is no header but the beginning of a text.
_TOP = frozenset(
    b"""from to cc bcc subject date received return-path delivered-to message-id in-reply-to references reply-to sender mime-version
    content-type content-transfer-encoding content-disposition x-mailer user-agent auto-submitted list-id precedence x-original-to
    dkim-signature authentication-results envelope-to resent-from resent-to status x-uidl newsgroups organization""".split()
)
_SHORT_TYPES = {"text": "text/plain", "html": "text/html", "plain": "text/plain", "multipart": "multipart/mixed"}


@dataclass
class Part:
    """A part: its header fields as they came, and where its body lies in the bytes that hold it."""

    data: bytes = field(repr=False)
    start: int
    end: int
    fields: list[tuple[str, bytes]] = field(default_factory=list)
    type: str = "text/plain"
    children: list[Part] = field(default_factory=list)
    depth: int = 0
    problems: list[str] = field(default_factory=list)

    def all(self, name: str) -> list[bytes]:
        """The values of the fields of a name (in lower case)."""
        return [value for key, value in self.fields if key.lower() == name]

    def first(self, name: str) -> bytes:
        """The first of them that says something, b"" if none does."""
        return next((value for value in self.all(name) if value.strip()), b"")

    @property
    def main(self) -> str:
        return self.type.partition("/")[0]

    @property
    def encoding(self) -> str:
        word = self.first("content-transfer-encoding").split(b";")[0].strip().strip(b"\"'").lower()[:40]
        return word.decode("ascii", "replace")

    def param(self, name: str, header: str = "content-type") -> str:
        """A parameter in plain ASCII, "" if there is none."""
        return value_of(self.first(header), name)

    @property
    def disposition(self) -> str:
        return parameters(self.first("content-disposition"))[0]

    @property
    def body(self) -> bytes:
        """The body as it came."""
        return self.data[self.start : self.end]

    def content(self) -> bytes:
        """The body decoded; what cannot be is left as it came, and the part's problems say so."""
        encoding = self.encoding
        if encoding == "base64":
            return self._base64()
        if encoding == "quoted-printable":
            return binascii.a2b_qp(_SOFT.sub(b"=", self.body))
        if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
            found = uudecoded(self.body)
            return found[0][1] if found else self.body
        if encoding not in {"", "7bit", "8bit", "binary"}:
            self._say(f"unknown encoding {encoding}")
        return self.body

    def _base64(self) -> bytes:
        head = self.data[self.start : min(self.end, self.start + 4000)]
        first = head.strip().partition(b"\n")[0].strip()
        whole = not _NOT_BASE64.search(first) and (len(first) % 4 == 0 or len(first) >= 60)
        wrong = len(_NOT_BASE64.findall(head))
        if not whole and (wrong * 20 > len(head) or (wrong > 1 and b" " in first)):
            self._say("said to be base64, but is not")
            return self.body
        cut = self.data.find(b"=", self.start, self.end)
        if cut < 0 or not self.data[cut : min(self.end, cut + 200)].strip(b"=\r\n \t"):
            return self._unpadded(memoryview(self.data)[self.start : self.end])
        pieces = []
        for number, match in enumerate(_BASE64.finditer(self.data, self.start, self.end)):
            if number and (len(b"".join(match[0].split())) % 4 or _NOT_BASE64.search(match[0][:4000])):
                self._say("text after the end of base64")
                break
            pieces.append(self._unpadded(memoryview(match[0])))
            if number > 10_000:
                break
        return b"".join(pieces)

    def _unpadded(self, text: memoryview) -> bytes:
        try:
            return binascii.a2b_base64(text)
        except binascii.Error:
            pass
        self._say("base64 that is cut off or damaged")
        signs = re.sub(rb"[^A-Za-z0-9+/]+", b"", bytes(text))
        return binascii.a2b_base64(signs[: len(signs) - len(signs) % 4] + _tail(signs))

    def _say(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    def walk(self) -> Iterator[Part]:
        """This part and all below it, in their order."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))


def _tail(signs: bytes) -> bytes:
    rest = signs[len(signs) - len(signs) % 4 :]
    return b"" if len(rest) < 2 else rest + b"=" * (4 - len(rest))


def parse(raw: bytes) -> Part:
    """The tree of a letter. Never raises; what is wrong stands in `problems` of the parts."""
    start = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    blank = re.compile(rb"[\r\n]{0,1000}").match(raw, start)
    first = blank.end() if blank else start
    mbox = _MBOX.match(raw[first : first + 2000])
    if mbox is not None:
        first += mbox.end()
    top = Part(raw, first, len(raw))
    _fields(top)
    if top.fields and not any(name.lower().encode() in _TOP or name.lower().startswith("x-") for name, _ in top.fields):
        top.fields, top.start = [], first
    if not top.fields:
        top.start = first
        if raw.strip():
            top.problems.append("no header")
    _grow(top)
    return top


def _grow(top: Part) -> None:
    """Find the parts of a part, and theirs, without recursion."""
    many, decoded, waiting = 1, 0, [top]
    while waiting:
        part = waiting.pop()
        part.type = _type(part)
        if part.main not in {"multipart", "message"} or part.type == "message/delivery-status":
            continue
        if part.depth >= DEPTH:
            top._say("nested too deep: what lies deeper is kept whole")
            part.type = "application/octet-stream"
            continue
        if part.main == "message" and part.encoding in {"base64", "quoted-printable"}:
            decoded += part.end - part.start
            if decoded > DECODED:
                top._say("a letter within that is too large to be opened is kept whole")
                continue
        found = _nested(part) if part.main == "message" else _split(part, PARTS - many)
        many += len(found)
        if many >= PARTS:
            top._say(f"more than {PARTS} parts: the rest is kept only with the letter")
        for child in found:
            child.depth = part.depth + 1
            _fields(child)
            if part.type == "multipart/digest" and not child.first("content-type"):
                child.fields.append(("Content-Type", b"message/rfc822"))
        part.children = found
        waiting.extend(reversed(found))


def _nested(part: Part) -> list[Part]:
    if part.encoding in {"base64", "quoted-printable"}:
        data = part.content()
        return [Part(data, 0, len(data))]
    mbox = _MBOX.match(part.data[part.start : part.start + 2000])
    return [Part(part.data, part.start + (mbox.end() if mbox else 0), part.end)]


def _split(part: Part, most: int) -> list[Part]:
    """The parts between the boundaries; a boundary that is not named, or not there, is the first line that looks like one."""
    boundary = value_of(part.first("content-type"), "boundary", strip=False).encode("latin-1")[:20_000]
    spans = _spans(part, boundary, most) if boundary.strip() else []
    if not spans and boundary.strip() not in (b"", boundary):
        spans = _spans(part, boundary.strip(), most)
    if not spans:
        lost = _LOST_BOUNDARY.search(part.data, max(0, part.start - 1), min(part.end, part.start + 100_000))
        if lost is not None:
            part._say("the boundary is not the one that is named" if boundary else "no boundary is named")
            spans = _spans(part, lost[1], most)
    if not spans:
        part._say("no parts where some should be")
        part.type = "text/plain"
        return []
    return [Part(part.data, start, end) for start, end in spans]


def _spans(part: Part, boundary: bytes, most: int) -> list[tuple[int, int]]:
    # The line end before a boundary belongs to it; a body begins after one.
    line = re.compile(rb"\n--" + re.escape(boundary) + rb"(--)?(?:[ \t][^\r\n]*)?(?=\r?\n|\Z)")
    spans: list[tuple[int, int]] = []
    start = -1
    at = part.start - 1 if part.start and part.data[part.start - 1 : part.start] == b"\n" else part.start
    first = re.compile(line.pattern[1:]).match(part.data, part.start, part.end) if at == part.start else None
    while len(spans) < most:
        found = first or line.search(part.data, at, part.end)
        first = None
        if found is None:
            break
        if start >= 0:
            end = found.start()
            spans.append((start, max(start, end - 1 if part.data[end - 1 : end] == b"\r" else end)))
        at = found.end()
        if found[1]:
            start = -1
            break
        following = part.data.find(b"\n", at, part.end)
        start = part.end if following < 0 else following + 1
        at = max(at, start - 1)
    if start >= 0 and len(spans) < most:
        part._say("the last boundary is missing")
        spans.append((start, part.end))
    return spans


def _type(part: Part) -> str:
    for value in part.all("content-type"):
        word = parameters(value)[0]
        word = _SHORT_TYPES.get(word, word)
        if _TYPE.match(word):
            return word[:120]
    return "text/plain"


def _fields(part: Part) -> None:
    """Read the header fields; a line that is none ends them, unless more of them follow it."""
    data, at, lines = part.data, part.start, 0
    begun = -1
    name = ""

    def keep(end: int) -> None:
        if begun >= 0 and len(part.fields) < FIELDS:
            part.fields.append((name, data[begun : min(end, begun + FIELD)].rstrip(b"\r\n")))
            if end - begun > FIELD:
                part._say("a header field was too long, and is cut")

    while at < part.end:
        newline = data.find(b"\n", at, part.end)
        after = part.end if newline < 0 else newline + 1
        lines += 1
        if data[at : at + 1] in (b" ", b"\t") and (begun >= 0 or not part.fields) and lines > 1:
            if not data[at : min(after, at + 2000)].strip() and data[after : after + 1] in (b"\r", b"\n"):
                break  # a blank line with blanks
            at = after
            continue
        match = _FIELD.match(data, at, min(after, at + 300))
        if match is None:
            keep(at)
            begun = -1
            if after - at <= 2 and not data[at:after].strip(b"\r\n"):
                part.start = after
                return
            if not _more_fields(data, after, part.end) or not part.fields:
                if part.fields:
                    part._say("nothing parts header and body")
                part.start = at
                return
            part._say("a line among the header fields is none")
            at = after
            continue
        keep(at)
        begun, name = match.end(), match[1].decode("ascii")
        at = after
        if lines > FIELD_LINES:
            part._say("too many header lines: the rest is read as text")
            break
    keep(at)
    if len(part.fields) >= FIELDS:
        part._say(f"more than {FIELDS} header fields: the rest is kept only with the letter")
    part.start = min(at, part.end)


def _more_fields(data: bytes, at: int, end: int) -> bool:
    """Whether a known field stands in the next line or two."""
    for _ in range(2):
        match = _FIELD.match(data, at, min(end, at + 300))
        if match is not None:
            return match[1].lower() in _TOP or match[1].lower().startswith((b"x-", b"content-"))
        following = data.find(b"\n", at, end)
        if following < 0:
            return False
        at = following + 1
    return False


def uudecoded(text: bytes) -> list[tuple[bytes, bytes, int, int]]:
    """The files written into a text by uuencode: name, content, and where they stand."""
    found, at = [], 0
    begin = re.compile(rb"(?:\A|(?<=\n))begin [0-7]{3,4} ([^\r\n]{0,300})\r?\n")
    while len(found) < 50 and (match := begin.search(text, at)) is not None:
        content, at, ended = [], match.end(), False
        while at < len(text):
            newline = text.find(b"\n", at)
            after = len(text) if newline < 0 else newline + 1
            line = text[at : min(after, at + 200)].rstrip(b"\r\n")
            at = after
            if line.strip() in (b"end", b""):
                if line.strip() == b"end":
                    ended = True
                    break
                continue
            if line in (b"`", b" "):
                continue
            decoded = _uu_line(line)
            if decoded is None:
                break
            content.append(decoded)
        if ended:
            found.append((match[1].strip(), b"".join(content), match.start(), at))
    return found


def _uu_line(line: bytes) -> bytes | None:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        pass
    try:  # some encoders pad more, some strip blanks
        return binascii.a2b_uu(line[: 1 + (((line[0] - 32) & 63) * 4 + 5) // 3])
    except binascii.Error:
        return None


def as_message(part: Part) -> Message:
    """The tree as the standard library has it, its words shortened and other content left out: for those who look for what kind it is."""
    message = Message()
    for name, value in part.fields:
        message.set_raw(name, value.decode("ascii", "surrogateescape"))
    if part.type == "message/delivery-status":
        message.set_payload(_blocks(part.content()[:EXCERPT]))
    elif part.children:
        message.set_payload([as_message(child) for child in part.children])
    elif part.main in {"text", "message", "multipart"}:
        message.set_payload(part.data[part.start : min(part.end, part.start + EXCERPT)].decode("ascii", "surrogateescape"))
    else:
        message.set_payload("")
    return message


def _blocks(content: bytes) -> list[Message]:
    blocks = []
    for block in re.split(rb"\r?\n[ \t]*\r?\n", content.strip())[:200]:
        part = Part(block, 0, len(block))
        _fields(part)
        blocks.append(as_message(Part(b"", 0, 0, part.fields)))
    return blocks
