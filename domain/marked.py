"""Marked: an article's Markdown, told in the marks of whoever shows it. Nothing of it is ever taken for HTML.

Titles, lists, quotes, code, emphasis and links are known; pictures become links; all else is plain words. A link leads to
http, https, tg or mailto, or is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = frozenset({"http", "https", "tg", "mailto"})
Mark = Callable[[str], str]
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
_STEP = "\u00a0" * 3
"""By how much a list within a list stands further in."""
_INLINE = {"strong": "strong", "em": "em", "s": "struck"}


def _same(text: str) -> str:
    return text


def _beside(words: str, link: str) -> str:
    shown = link.removeprefix("mailto:")
    return words if words in (link, shown) else f"{words} ({shown})"


@dataclass(frozen=True)
class Marks:
    """How words are marked. `words` makes plain words safe; all others get what is safe already."""

    words: Mark = _same
    strong: Mark = _same
    em: Mark = _same
    struck: Mark = _same
    code: Mark = _same
    block: Mark = _same
    quoted: Mark = _same
    link: Callable[[str, str], str] = _beside


def plain(markdown: str) -> str:
    """In plain words, links in brackets behind theirs: for letters, and for the search."""
    return told(markdown, Marks())


def told(markdown: str, marks: Marks) -> str:
    """The whole in these marks."""
    return _Teller(marks).tell(_PARSER.parse(markdown)).strip("\n")


@dataclass
class _Teller:
    """Goes through the blocks; `quotes` are not nested: Telegram has only one level."""

    marks: Marks

    def tell(self, tokens: Sequence[Token], *, depth: int = 0, quoted: bool = False) -> str:
        """Blocks with an empty line between them, the items of a list without."""
        parts: list[str] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            end = _closing(tokens, at) if token.nesting == 1 else at
            parts.append(self._block(token, tokens[at + 1 : end], depth, quoted))
            at = end + 1
        return "\n\n".join(part for part in parts if part)

    def _block(self, token: Token, inside: Sequence[Token], depth: int, quoted: bool) -> str:
        match token.type:
            case "heading_open":
                return self.marks.strong(self.tell(inside))
            case "bullet_list_open" | "ordered_list_open":
                return self._list(token, inside, depth, quoted)
            case "blockquote_open":
                words = self.tell(inside, depth=depth, quoted=True)
                return words if quoted or not words else self.marks.quoted(words)
            case "fence" | "code_block":
                return self.marks.block(self.marks.words(token.content.rstrip("\n")))
            case "hr":
                return "———"
            case "inline":
                return self._line(token.children or [])
        return self.tell(inside, depth=depth, quoted=quoted) if inside else self.marks.words(token.content)

    def _list(self, token: Token, inside: Sequence[Token], depth: int, quoted: bool) -> str:
        first = token.attrGet("start")
        number = int(first) if first is not None else 1
        lines, at = [], 0
        while at < len(inside):
            end = _closing(inside, at)
            mark = "•" if token.type == "bullet_list_open" else f"{number}."
            words = self.tell(inside[at + 1 : end], depth=depth + 1, quoted=quoted).replace("\n\n", "\n")
            lines.append(f"{_STEP * depth}{mark} {words}")
            number, at = number + 1, end + 1
        return "\n".join(lines)

    def _line(self, tokens: Sequence[Token]) -> str:
        said, at = "", 0
        while at < len(tokens):
            token = tokens[at]
            end = _closing(tokens, at) if token.nesting == 1 else at
            said += self._span(token, tokens[at + 1 : end])
            at = end + 1
        return said

    def _span(self, token: Token, inside: Sequence[Token]) -> str:
        kind = token.type.removesuffix("_open")
        if kind in _INLINE:
            mark: Mark = getattr(self.marks, _INLINE[kind])
            words = self._line(inside)
            return mark(words) if words else ""
        match token.type:
            case "code_inline":
                return self.marks.code(self.marks.words(token.content))
            case "softbreak" | "hardbreak":
                return "\n"
            case "link_open":
                return self._link(self._line(inside), str(token.attrGet("href") or ""))
            case "image":
                return self._link(self.marks.words(token.content), str(token.attrGet("src") or ""))
        return self.marks.words(token.content)

    def _link(self, words: str, link: str) -> str:
        try:
            scheme = urlsplit(link).scheme.lower()
        except ValueError:
            scheme = ""
        if scheme not in SCHEMES:
            return words
        return self.marks.link(words or self.marks.words(link), link)


def _closing(tokens: Sequence[Token], at: int) -> int:
    """Where what is opened there ends."""
    level = 0
    for place in range(at, len(tokens)):
        level += tokens[place].nesting
        if level == 0:
            return place
    return len(tokens) - 1
