"""Marked: an article as Telegram shows it; the few tags it knows, and everything else escaped."""

from __future__ import annotations

from html import escape

from domain.article import Article
from domain.marked import Marks, told
from handlers.view.say import bold


def _tag(name: str) -> str:
    return f"<{name}>{{}}</{name}>"


_HTML = Marks(
    words=escape,
    strong=_tag("b").format,
    em=_tag("i").format,
    struck=_tag("s").format,
    code=_tag("code").format,
    block=_tag("pre").format,
    quoted=_tag("blockquote").format,
    link=lambda words, link: f'<a href="{escape(link)}">{words}</a>',
)


def marked(markdown: str) -> str:
    """Markdown as Telegram's HTML (Bot API, formatting options)."""
    return told(markdown, _HTML)


def article(one: Article) -> str:
    """The title, and the text below it."""
    return f"{bold(one.title)}\n\n{marked(one.body)}"
