"""HTML: the words that a person sees, as plain text with lists, tables, links and quotes; a single pass, whatever is nested in what."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from html import unescape

from bot.mail.reading import css
from bot.mail.reading.page import Page
from bot.mail.reading.tags import attributes_of, tokens

# Signs of a document that are read.
LENGTH = 6_000_000
# Signs without a shape that fill the line which mail programs show beside the subject.
_SHAPELESS = re.compile("[\u00ad\u034f\u200b\u2060\ufeff]+")
_DATA = re.compile(r"(?i)(?<=[\"'(])data:[a-z0-9.+/-]{0,60}[;,][^\"'()<>]{200,}")
_BASE = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_UNSEEN = frozenset(["style", "script", "title", "template", "object", "applet", "noframes", "iframe", "datalist"])
_BLOCKS_NAMES = """
address article aside body center dd details dialog dir div dl dt fieldset figcaption figure footer form header
html legend li main menu nav ol section summary table tbody tfoot thead tr ul caption
"""
_BLOCKS = frozenset(_BLOCKS_NAMES.split())
_APART = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"])
_LOOKS = frozenset({"style", "class", "id", "hidden", "color", "bgcolor", "size"})
_RULE = "_" * 32


@dataclass
class _Open:
    name: str
    look: css.Look
    quote: bool = False
    link: str = ""
    link_at: tuple[int, int] = (0, 0)
    items: int = -1
    """The number of the last item of a numbered list; -1: dots."""
    keep: bool = False
    cell: bool = False
    line: bool = False
    """A paragraph without free lines around it."""


def text_of(source: str) -> str:
    """What a person sees of a document. Never raises."""
    source = _DATA.sub("", source[:LENGTH]) if "data:" in source else source[:LENGTH]
    page, opened, counts = Page(), [_Open("", css.Look())], Counter[str]()
    rules: dict[str, dict[str, str]] = {}
    paint = True
    for kind, name, rest in tokens(source):
        top = opened[-1]
        if kind == "style":
            rules |= {key: {**rules.get(key, {}), **said} for key, said in css.sheet(rest).items()}
            paint = paint and "background" not in rest.lower()
        elif kind == "text":
            if top.look.seen:
                page.add(_SHAPELESS.sub("", unescape(rest)) if "&" in rest or not rest.isascii() else rest, top.keep)
        elif kind == "open":
            _opened(page, opened, counts, name, rest, rules, paint)
        elif counts[name]:
            while True:
                last = opened.pop()
                counts[last.name] -= 1
                _closed(page, last, opened[-1])
                if last.name == name:
                    break
    return page.text()


def _opened(
    page: Page,
    opened: list[_Open],
    counts: Counter[str],
    name: str,
    rest: str,
    rules: dict[str, dict[str, str]],
    paint: bool,
) -> None:
    top = opened[-1]
    attributes = attributes_of(rest) if rest.strip(" /") else {}
    look = _look(top.look, name, attributes, rules, paint)
    if name in _BASE:
        if look.seen:
            _alone(page, name, attributes)
        return
    _implied_end(page, opened, counts, name)
    top = opened[-1]
    entry = _Open(name, look, keep=name in {"pre", "xmp"} or (top.keep and name not in _APART), items=top.items)
    if name in _UNSEEN:
        entry.look = replace(look, hidden=True)
    elif look.seen or name in _BLOCKS:
        _begin(page, entry, top, attributes)
    opened.append(entry)
    counts[name] += 1


# What an opening tag ends that was left open, within what.
_ENDED_BY = {
    "li": ({"li"}, {"ul", "ol", "menu"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "tr": ({"tr"}, {"table", "tbody", "thead", "tfoot"}),
    "p": ({"p"}, set()),
    "option": ({"option"}, {"select"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
}


def _implied_end(page: Page, opened: list[_Open], counts: Counter[str], name: str) -> None:
    """`<li>a<li>b`: the second ends the first. Only the innermost few are looked at."""
    ended, within = _ENDED_BY.get(name, (set(), set()))
    if not ended or not any(counts[one] for one in ended):
        return
    for back in range(1, min(6, len(opened))):
        if opened[-back].name in within:
            return
        if opened[-back].name in ended:
            for _ in range(back):
                last = opened.pop()
                counts[last.name] -= 1
                _closed(page, last, opened[-1])
            return


def _look(
    look: css.Look, name: str, attributes: dict[str, str], rules: dict[str, dict[str, str]], paint: bool
) -> css.Look:
    if rules:
        said = dict(rules.get(name, {}))
        for word in attributes.get("class", "").lower().split()[:20]:
            said |= rules.get("." + word, {}) | rules.get(f"{name}.{word}", {})
        if "id" in attributes:
            ident = attributes["id"].lower()
            said |= rules.get("#" + ident, {}) | rules.get(f"{name}#{ident}", {})
        look = css.styled(look, said, paint=False)
    if not attributes.keys() & _LOOKS and "background" not in attributes:
        return replace(look, plain=False) if look.plain else look
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        look = replace(look, hidden=True)
    if "background" in attributes:
        look = replace(look, ground="?")
    if "bgcolor" in attributes:
        look = css.styled(look, {"background": attributes["bgcolor"].lower()})
    if name == "font" and "color" in attributes:
        look = css.styled(look, {"color": attributes["color"].lower()}, paint)
    style = attributes.get("style", "")
    if style:
        said = css.declarations(style)
        look = css.styled(look, said, paint or "background" in style)
        bare = said.get("border") in {"none", "0", "0px"} and not any(key.startswith("border-") for key in said)
        look = replace(look, plain=bare)
    return look


def _alone(page: Page, name: str, attributes: dict[str, str]) -> None:
    if name == "br":
        page.end(force=True)
    elif name == "hr":
        page.end()
        page.lines.append((page.depth, _RULE))
    elif name == "img":
        source, said = attributes.get("src", ""), attributes.get("alt", "").strip()
        if said and not source.lower().startswith("cid:") and attributes.get("width") not in {"0", "1"}:
            page.add(f"[{said[:300]}]" if len(said) > 1 else said)


def _begin(page: Page, entry: _Open, top: _Open, attributes: dict[str, str]) -> None:
    name = entry.name
    entry.line = name == "p" and _is_line(attributes)
    if name == "blockquote":
        page.quote()
    if name in {"td", "th"}:
        page.beside()
        page.cells += 1
        entry.cell = True
    elif (page.cell or page.bullet) and name in {"p", "div"}:
        pass
    elif name in _APART:
        page.end(apart=not entry.line)
    elif name in _BLOCKS:
        page.end()
    if name == "blockquote" and not (
        entry.look.plain and attributes.get("type") != "cite" and "class" not in attributes
    ):
        entry.quote = True
        page.depth += 1
    elif name == "ol":
        entry.items = _number(attributes.get("start", "1")) - 1
    elif name in {"ul", "menu", "dir"}:
        entry.items = -1
    elif name == "li":
        if top.items >= 0:
            top.items += 1
        page.add(f"{top.items}. " if top.items >= 0 else "- ")
        page.space = page.bullet = True
    elif name == "a":
        if page.held is not None:
            page.end()
        entry.link, entry.link_at = attributes.get("href", "").strip(), (len(page.lines), len(page.words))


def _is_line(attributes: dict[str, str]) -> bool:
    """Outlook writes a paragraph without margins for each line."""
    style = attributes.get("style", "").lower().replace(" ", "")
    return "mso" in attributes.get("class", "").lower() or "margin:0" in style


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _closed(page: Page, entry: _Open, top: _Open) -> None:
    name = entry.name
    if name == "a" and entry.link and entry.look.seen:
        _link(page, entry)
    elif entry.cell:
        page.cells -= 1
    elif page.cells and name in {"p", "div"} and page.words:
        page.held = bool(page.held) or (name == "p" and not entry.line)
    elif name in _APART:
        if entry.look.seen or entry.quote:
            page.end(apart=not entry.quote and not entry.line)
    elif name in _BLOCKS:
        page.end()
    if entry.quote:
        page.end()
        while page.lines and page.lines[-1] == (page.depth, ""):
            page.lines.pop()
        page.depth -= 1
        page.lines.append((page.depth, ""))


def _link(page: Page, entry: _Open) -> None:
    """Where a link leads, if its words do not say it."""
    href = entry.link
    lines, words = entry.link_at
    said = "".join(page.words[words:])[:3000].strip() if len(page.lines) == lines else ""
    if href.lower().startswith("mailto:"):
        href = href[7:].partition("?")[0]
    elif not href.lower().startswith(("http://", "https://", "ftp://", "tel:")):
        return
    href = href.removeprefix("tel:")
    plain = href.rstrip("/").partition("://")[2] or href.rstrip("/")
    if not plain or len(href) > 2000 or not said or plain.lower() in said.lower():
        return
    page.space = False
    page.add(f" <{href}>")
