"""Text with HTML tags -> text and entities, as strictly as Telegram reads it (Bot API, "HTML style").

Offsets and lengths are in UTF-16 code units, as everywhere in the Bot API.
"""

from __future__ import annotations

import html
import re
from typing import Any

from bot.sandbox.errors import BadRequest

Json = dict[str, Any]

PLAIN = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
# Tags that say nothing without an attribute, or that take one.
OTHER = {"a", "span", "tg-emoji", "tg-time"}

_TOKEN = re.compile(r"<[^>]*>?|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|lt|gt|amp|quot);|[^<&]+|&")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*)\s*>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_NOTICED = re.compile(
    r"(?P<bot_command>(?<![^\s(«\"])/[A-Za-z0-9_]{1,32}(?:@\w{3,32})?(?![\w/]))"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31})"
    r"|(?P<url>https?://[^\s<>\"«»]+[^\s<>\"«».,;:!?)])"
)


def units(text: str) -> int:
    """The length in UTF-16 code units."""
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)


def from_html(source: str) -> tuple[str, list[Json]]:
    """Text and entities. Raises BadRequest ("can't parse entities: ...") on a tag that is unknown or not closed."""
    pieces: list[str] = []
    entities: list[Json] = []
    open_tags: list[tuple[str, Json | None]] = []
    at = 0
    for token in _TOKEN.finditer(source):
        word = token.group()
        if not word.startswith("<"):
            said = html.unescape(word) if word.startswith("&") and len(word) > 1 else word
            pieces.append(said)
            at += units(said)
            continue
        where = f"at byte offset {len(source[: token.start()].encode())}"
        tag = _TAG.fullmatch(word)
        if tag is None:
            raise _cannot(f'Unclosed start tag or malformed tag "{word[:32]}" {where}')
        closing, name, attributes = tag.group(1), tag.group(2).lower(), _attributes(tag.group(3))
        if name not in PLAIN and name not in OTHER:
            raise _cannot(f'Unsupported start tag "{name}" {where}')
        if closing:
            if not open_tags:
                raise _cannot(f'Unexpected end tag "</{name}>" {where}')
            expected, entity = open_tags.pop()
            if expected != name:
                raise _cannot(f'Unmatched end tag {where}, expected "</{expected}>", found "</{name}>"')
            if entity is not None:
                entity["length"] = at - entity["offset"]
            continue
        entity = _entity(name, attributes, where)
        if name == "code" and entity is not None and open_tags and open_tags[-1][0] == "pre":
            # <pre><code class="language-python"> is one block that knows its language
            outer = open_tags[-1][1]
            language = attributes.get("class", "")
            if outer is not None and language.startswith("language-"):
                outer["language"] = language.removeprefix("language-")
            entity = None
        if entity is not None:
            entity["offset"] = at
            entities.append(entity)
        open_tags.append((name, entity))
    if open_tags:
        raise _cannot(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    return _trimmed("".join(pieces), [e for e in entities if e["length"]])


def plain(text: str, entities: list[Json] | None = None) -> tuple[str, list[Json]]:
    """Text without tags, trimmed as Telegram trims."""
    return _trimmed(text, [dict(e) for e in entities or []])


def noticed(text: str, entities: list[Json]) -> list[Json]:
    """The entities and those that Telegram finds by itself: commands, addresses, mentions, links."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _CLOSED]
    found = list(entities)
    for match in _NOTICED.finditer(text):
        start = units(text[: match.start()])
        end = start + units(match.group())
        if not any(a < end and start < b for a, b in taken):
            found.append({"type": match.lastgroup, "offset": start, "length": end - start})
    return sorted(found, key=lambda e: (e["offset"], -e["length"]))


_CLOSED = {"code", "pre", "text_link", "text_mention", "custom_emoji"}


def _cannot(why: str) -> BadRequest:
    return BadRequest(f"can't parse entities: {why}")


def _attributes(source: str) -> dict[str, str]:
    return {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(source)}


def _entity(name: str, attributes: dict[str, str], where: str) -> Json | None:
    if name in PLAIN:
        kind = PLAIN[name]
        if kind == "blockquote" and "expandable" in attributes:
            kind = "expandable_blockquote"
        return {"type": kind, "offset": 0, "length": 0}
    if name == "span":
        if attributes.get("class") != "tg-spoiler":
            raise _cannot(f'Tag "span" must have class "tg-spoiler" {where}')
        return {"type": "spoiler", "offset": 0, "length": 0}
    if name == "a":
        url = attributes.get("href", "")
        # A link to nowhere stays plain text at Telegram.
        return {"type": "text_link", "offset": 0, "length": 0, "url": url} if url else None
    if name == "tg-emoji":
        if not attributes.get("emoji-id", "").isdigit():
            raise _cannot(f'Tag "tg-emoji" must have attribute "emoji-id" {where}')
        return {"type": "custom_emoji", "offset": 0, "length": 0, "custom_emoji_id": attributes["emoji-id"]}
    if not re.fullmatch(r"\d{1,12}", attributes.get("unix", "")):
        raise _cannot(f'Tag "tg-time" must have attribute "unix" with a number {where}')
    entity: Json = {"type": "date_time", "offset": 0, "length": 0, "unix_time": int(attributes["unix"])}
    if attributes.get("format"):
        entity["date_time_format"] = attributes["format"]
    return entity


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    body = text.strip()
    before = units(text[: len(text) - len(text.lstrip())])
    total = units(body)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - before)
        end = min(total, entity["offset"] + entity["length"] - before)
        if start < end:
            kept.append({**entity, "offset": start, "length": end - start})
    return body, kept
