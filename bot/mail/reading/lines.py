"""Lines of a letter as they are compared: how deep each is quoted, and what it says without the marks of quoting."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 3000
"""Signs of a line that are looked at: longer lines are prose, and are never cut for what stands behind that."""
_QUOTE = re.compile(r"[ \t\u00a0]{0,3}((?:(?:>|&gt;|\uff1e)[ \t\u00a0]?)+)")
_ENTITIES = (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))
# Marks that programs add and nobody sees: zero-width signs, marks of direction, soft hyphens.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2060\ufeff\u00ad"))

# An address that was made unreadable, as code hosts do with those of letters that answer their notices.
_MASKED = re.compile(r"<?[ ]?\*{3}@\*{3}\.\*{3}(?:[ ]?\*{3}@\*{3}\.\*{3})?[ ]?>?")


@dataclass(frozen=True, slots=True)
class Line:
    """`raw`: as it came. `depth`: how many `>` it starts with. `said`: the rest, tidied for comparing."""

    raw: str
    depth: int
    said: str

    @property
    def blank(self) -> bool:
        """Whether nothing at all stands there; a lone `>` is no blank line."""
        return not self.said and not self.depth


def read(text: str) -> list[Line]:
    """The lines of the text."""
    return [line(raw) for raw in text.split("\n")]


def line(raw: str) -> Line:
    """One line."""
    quote = _QUOTE.match(raw, 0, LONGEST)
    if not quote:
        return Line(raw, 0, plain(raw))
    marks = quote.group(1)
    return Line(raw, marks.count(">") + marks.count("\uff1e") + marks.count("&gt;"), plain(raw[quote.end() :]))


def plain(text: str) -> str:
    """The text with one kind of space, of colon and of digit, without entities, stars of bold type and unseen signs."""
    text = text[:LONGEST]
    if "***@***" in text:
        text = _MASKED.sub("<masked@masked>", text)
    if "&" in text:
        for entity, sign in _ENTITIES:
            text = text.replace(entity, sign)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_UNSEEN))
    return " ".join(text.replace("*", " ").split())


def after_blanks(lines: Sequence[Line], at: int) -> int:
    """The first line from `at` on that says something or is quoted; their number if there is none."""
    while at < len(lines) and lines[at].blank:
        at += 1
    return at


def before_blanks(lines: Sequence[Line], end: int, start: int = 0) -> int:
    """Where the lines before `end` end once blank ones are left off."""
    while end > start and lines[end - 1].blank:
        end -= 1
    return end
