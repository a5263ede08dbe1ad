"""Tags: HTML as a run of texts, opening and closing tags, however it is broken; in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

# Tags that are understood; of what comes after them only the words are left.
TAGS = 200_000
_TAG = re.compile(r"<(?:(/?)([a-zA-Z][^\s/>]{0,60})|!--|[!?])")
_ATTRIBUTE = re.compile(r"([^\s=>\"'/]{1,80})(?:\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_CRUDE = re.compile(r"<[^<>]{0,2000}>")
_QUOTED = re.compile(r"=\s{0,20}([\"'])")
_RAW = frozenset(["style", "script", "title", "textarea", "xmp", "iframe", "noframes"])


def tokens(source: str) -> Iterator[tuple[str, str, str]]:
    """Text, opening and closing tags; comments and what is between `<script>` and its end left out."""
    at, size, quotes = 0, len(source), True
    endless: set[str] = set()  # what is opened and, from here on, never closed: looked for once
    many = 0
    while at < size:
        many += 1
        if many > TAGS:
            yield "text", "", _CRUDE.sub(" ", source[at:])
            return
        match = _TAG.search(source, at)
        if match is None:
            yield "text", "", source[at:]
            return
        if match.start() > at:
            yield "text", "", source[at : match.start()]
        if match[2] is None:
            at = _past_comment(source, match, endless)
            continue
        name = match[2].lower()
        end = _tag_end(source, match.end(), quotes)
        if end < 0 and quotes:  # a quote that is never closed: from here on quotes mean nothing
            quotes = False
            end = _tag_end(source, match.end(), quotes)
        if end < 0:
            if source[match.end() :].strip() and not match[1]:
                yield "text", "", " " + source[match.end() :]
            return
        rest, at = source[match.end() : end], end + 1
        if match[1]:
            yield "close", name, ""
            continue
        yield "open", name, rest
        if name in _RAW and not rest.endswith("/"):
            stop = None if name in endless else re.compile(f"</{name}", re.IGNORECASE).search(source, at)
            if stop is None and name in {"title", "textarea"}:
                endless.add(name)
                continue
            inside = source[at : stop.start() if stop else size]
            if name == "style":
                yield "style", "", inside
            elif name in {"textarea", "xmp"}:
                yield "text", "", inside
            at = stop.start() if stop else size


def _past_comment(source: str, match: re.Match[str], endless: set[str]) -> int:
    if match[0] != "<!--":
        end = source.find(">", match.end())
        return len(source) if end < 0 else end + 1
    if source.startswith((">", "->"), match.end()):
        return source.index(">", match.end()) + 1
    end = -1 if "!--" in endless else source.find("-->", match.end())
    if end < 0:
        endless.add("!--")
        end = source.find(">", match.end())
        return len(source) if end < 0 else end + 1
    return end + 3


def _tag_end(source: str, at: int, quotes: bool) -> int:
    """Where a tag ends: at the first `>` outside of quotes."""
    while True:
        end = source.find(">", at)
        if end < 0 or not quotes:
            return end
        mark = _QUOTED.search(source, at, end)
        if mark is None:
            return end
        closed = source.find(mark[1], mark.end())
        if closed < 0:
            return -1
        at = closed + 1


def attributes_of(rest: str) -> dict[str, str]:
    """What stands in an opening tag, by name; the first of each name counts."""
    found: dict[str, str] = {}
    for number, match in enumerate(_ATTRIBUTE.finditer(rest[:20_000])):
        if number > 100:
            break
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), unescape(value) if "&" in value else value)
    return found
