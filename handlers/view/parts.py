"""Parts: a message longer than Telegram takes goes out as several; each tag that a cut divides is closed and opened again."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from aiogram.methods import SendMessage

from domain.answers import utf16_length
from handlers.view.say import HTML, LONGEST, Methods

_SENTENCE = re.compile(r"[.!?…][»\")]*\s")
_JOINERS = "\u200d\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff\u20e3"
"""What belongs to the sign before it: a joiner, a skin tone, the frame of a keycap."""


@dataclass
class _Span:
    """What a tag covers, as places in the visible text."""

    tag: str
    opening: str
    start: int
    end: int = -1


class _Reader(HTMLParser):
    """Telegram's HTML taken apart: what is seen, and what the tags cover, in the order they are opened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.spans: list[_Span] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.spans.append(_Span(tag, self.get_starttag_text() or f"<{tag}>", len(self.text)))

    def handle_endtag(self, tag: str) -> None:
        still_open = [span for span in self.spans if span.tag == tag and span.end < 0]
        if still_open:
            still_open[-1].end = len(self.text)

    def handle_data(self, data: str) -> None:
        self.text += data


def in_parts(html: str, room: int = LONGEST) -> list[str]:
    """The same in parts of at most `room` UTF-16 units each, tags not counted (Bot API: «after entities parsing»).

    Cut between lines where it can be, else sentences, else words; never inside a sign that is seen as one.
    """
    if utf16_length(html) <= room:
        return [html]
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = reader.text
    if utf16_length(text) <= room:
        return [html]
    found, start = [], 0
    while start < len(text):
        end = _cut(text, start, room)
        if text[start:end].strip():
            found.append(_between(text, reader.spans, start, end))
        start = end
    return found


def whole(methods: Methods, *, mark: str = "", room: int = LONGEST) -> Methods:
    """The same calls, with what no single message holds in several: the first replies, the last has the buttons.

    `mark`: a line for the end of the first message, and of each of its parts.
    """
    calls: Methods = []
    for method in methods:
        if not isinstance(method, SendMessage) or method.parse_mode != HTML:
            calls.append(method)
            continue
        line, mark = (f"\n{mark}" if mark else ""), ""
        parts = in_parts(method.text, room - utf16_length(line))
        for n, part in enumerate(parts):
            changed: dict[str, object] = {"text": part + line}
            if n > 0:
                changed["reply_parameters"] = None
            if n < len(parts) - 1:
                changed["reply_markup"] = None
            calls.append(method.model_copy(update=changed))
    return calls


def _cut(text: str, start: int, room: int) -> int:
    """Where the part that begins at `start` ends: at the last good place in its second half, or where the room ends."""
    end = min(len(text), start + room)
    while utf16_length(text[start:end]) > room:
        end -= max(1, (utf16_length(text[start:end]) - room) // 2)
    if end == len(text):
        return end
    half = start + (end - start) // 2
    if (line := text.rfind("\n", half, end + 1)) >= 0:
        return line + 1 if line < end else end
    if sentences := [found.end() for found in _SENTENCE.finditer(text, half, end)]:
        return sentences[-1]
    if (word := text.rfind(" ", half, end + 1)) >= 0:
        return word + 1 if word < end else end
    while end > half and (text[end] in _JOINERS or text[end - 1] == "\u200d" or unicodedata.combining(text[end])):
        end -= 1
    return end


def _between(text: str, spans: list[_Span], start: int, end: int) -> str:
    """The stretch of text with the tags that cover it, without blanks at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    here = [
        _Span(span.tag, span.opening, max(span.start, start), min(len(text) if span.end < 0 else span.end, end))
        for span in spans
    ]
    out, at, still_open = "", start, list[_Span]()

    def close(until: int) -> None:
        nonlocal out, at
        while still_open and still_open[-1].end <= until:
            span = still_open.pop()
            out += escape(text[at : span.end], quote=False) + f"</{span.tag}>"
            at = span.end

    for span in here:
        if span.start >= span.end:
            continue
        close(span.start)
        out += escape(text[at : span.start], quote=False) + span.opening
        at = span.start
        still_open.append(span)
    close(end)
    return out + escape(text[at:end], quote=False)
