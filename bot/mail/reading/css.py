"""CSS: the little of it that decides whether words are seen: display, visibility, size, colour; in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,4000})\}")
_SIMPLE = re.compile(r"[a-z0-9]{0,20}(?:[.#][a-z0-9_-]{1,80})?\Z")
_SIZE = re.compile(r"\s*(\d{0,4}(?:\.\d{0,6})?)\s*(px|pt|em|rem|%|ex|ch|mm|cm|in|pc|vw|vh)?\s*\Z")
_ZERO = re.compile(r"\s*0{0,4}(?:\.0{0,6})?\s*(?:px|pt|em|rem|%)?\s*\Z")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})")
_COLOURS = {"white": "ffffff", "black": "000000", "red": "ff0000", "gray": "808080", "grey": "808080", "silver": "c0c0c0"}
# Rules of a style sheet that are looked at.
RULES, LENGTH = 3000, 300_000


@dataclass(frozen=True)
class Look:
    """How an element's words look, as far as it is known; `ground` is "?" where it is not."""

    hidden: bool = False
    tiny: bool = False
    colour: str = "000000"
    ground: str = "ffffff"
    plain: bool = False
    """A blockquote without a border: somebody moved their own words to the right."""

    @property
    def seen(self) -> bool:
        return not (self.hidden or self.tiny or self.colour == self.ground)


def declarations(style: str) -> dict[str, str]:
    """The last value of each property."""
    found: dict[str, str] = {}
    for one in style[:4000].lower().split(";"):
        name, colon, value = one.partition(":")
        if colon:
            found[name.strip()] = value.replace("!important", "").strip()
    return found


def styled(look: Look, said: dict[str, str], paint: bool = True) -> Look:
    """The look of an element inside another, by what is said of it. `paint`: colours are believed."""
    if not said:
        return look
    hidden = look.hidden or said.get("display") == "none" or said.get("visibility") in {"hidden", "collapse"}
    hidden = hidden or ("opacity" in said and _is_zero(said["opacity"]))
    if said.get("overflow") == "hidden" and any(_is_zero(said.get(edge, "1")) for edge in ("max-height", "height", "max-width", "width")):
        hidden = True
    tiny = look.tiny
    size = said.get("font-size")
    if size is not None:
        tiny = _is_zero(size) or (tiny and size.strip().endswith(("em", "%")) and not size.strip().endswith("rem"))
    colour, ground = look.colour, look.ground
    if paint:
        colour = _colour(said["color"], look.colour) if "color" in said else colour
        for name in ("background", "background-color"):
            if name in said:
                ground = _ground(said[name], look.ground)
        if "background-image" in said and said["background-image"] != "none":
            ground = "?"
    return replace(look, hidden=hidden, tiny=tiny, colour=colour, ground=ground)


def sheet(text: str) -> dict[str, dict[str, str]]:
    """What a style sheet's plain selectors (`p`, `.a`, `#a`, `p.a`) say; what holds only for some screens is left out."""
    rules: dict[str, dict[str, str]] = {}
    text = _without_blocks(_without_comments(text[:LENGTH].lower()))
    for number, match in enumerate(_RULE.finditer(text)):
        if number > RULES:
            break
        said = {name: value for name, value in declarations(match[2]).items() if name in _LOOKED_AT}
        if said:
            for selector in match[1].split(",")[:50]:
                selector = selector.strip()
                if selector and _SIMPLE.match(selector):
                    rules.setdefault(selector, {}).update(said)
    return rules


_LOOKED_AT = {"display", "visibility", "font-size", "opacity", "overflow", "max-height", "height", "max-width", "width"}


def _without_comments(text: str) -> str:
    first, *rest = text.split("/*")
    return first + "".join(" " + part.partition("*/")[2] for part in rest)


def _without_blocks(text: str) -> str:
    """Without `@media {...}` and its like."""
    if "@" not in text:
        return text
    kept, at = [], 0
    while (rule := text.find("@", at)) >= 0:
        kept.append(text[at:rule])
        opened, ended = text.find("{", rule), text.find(";", rule)
        if 0 <= ended and (opened < 0 or ended < opened):
            at = ended + 1
            continue
        if opened < 0:
            at = len(text)
            break
        depth, at = 1, opened + 1
        while depth and at < len(text):
            brace = _BRACE.search(text, at)
            if brace is None:
                at = len(text)
                break
            depth += 1 if brace[0] == "{" else -1
            at = brace.end()
    kept.append(text[at:])
    return "".join(kept)


_BRACE = re.compile(r"[{}]")


def _is_zero(value: str) -> bool:
    match = _SIZE.match(value[:40])
    return match is not None and match[1] not in ("", ".") and float(match[1]) == 0


def _colour(value: str, otherwise: str) -> str:
    value = value.strip()[:60]
    if value.startswith("#"):
        digits = value[1:7].split(" ")[0]
        return "".join(sign * 2 for sign in digits) if len(digits) == 3 else digits
    match = _RGB.match(value)
    if match is not None:
        return "".join(f"{min(255, int(part)):02x}" for part in match.groups())
    return _COLOURS.get(value, otherwise if value in {"inherit", ""} else "!" + value)


def _ground(value: str, otherwise: str) -> str:
    if "url(" in value or "gradient" in value:
        return "?"
    word = value.strip().split(" ")[0] if not value.strip().startswith("rgb") else value
    if word in {"transparent", "none", "inherit", "initial", ""}:
        return otherwise
    found = _colour(word, otherwise)
    return "?" if found.startswith("!") else found
