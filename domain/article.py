"""An article of the FAQ: a short text in Markdown that may spare somebody a request, one in each language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from domain.answers import utf16_length
from domain.cleaning import clean_text
from domain.marked import plain
from domain.refusals import WrongArticle

LANGUAGES = ("ru", "en", "kk")
FROM_FILE = ""
"""The author of an article that came from a file; the file wins over it, and over no other."""
BY_HAND = "frontdesk faq load"
"""The author of one that was loaded on the command line: no folder that is read at start says anything of it."""
LONGEST = 3500
"""UTF-16 units of an article: it is read in one message."""
LONGEST_TITLE = 60
"""What fits on a button."""
_NAME = re.compile(r"([a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?)(?:\.([a-z]{2}))?")
"""`reset-password.en`; 32 signs at most, because a button carries the name."""


@dataclass(eq=False)
class Article:
    """`offered` in intakes and opened by searching, so many times; `helped` so many of those."""

    slug: str
    language: str
    title: str
    body: str
    author: str
    updated_at: datetime
    offered: int = 0
    helped: int = 0

    @property
    def name(self) -> str:
        """`reset-password.ru`"""
        return f"{self.slug}.{self.language}"

    @property
    def markdown(self) -> str:
        """As it stands in a file."""
        return f"# {self.title}\n\n{self.body}\n"


def read_name(name: str, language: str = "") -> tuple[str, str]:
    """Slug and language of a name such as `reset-password.en`; without one it is `language`. WrongArticle."""
    found = _NAME.fullmatch(name.strip().lower())
    if found is None:
        raise WrongArticle("name", name)
    spoken = found[2] or language
    if spoken not in LANGUAGES:
        raise WrongArticle("language", name)
    return found[1], spoken


def read_text(markdown: str) -> tuple[str, str]:
    """Title and body: the first line is the title, with or without its `#`. WrongArticle says what is wrong with it."""
    first, _, rest = clean_text(markdown).replace("\r\n", "\n").lstrip("\ufeff \n").partition("\n")
    title, body = " ".join(first.lstrip("#").split()), rest.strip()
    if not title:
        raise WrongArticle("title")
    if utf16_length(title) > LONGEST_TITLE:
        raise WrongArticle("long title", title, over=utf16_length(title) - LONGEST_TITLE)
    if not plain(body):
        raise WrongArticle("body", title)
    length = utf16_length(title) + max(utf16_length(body), utf16_length(plain(body)))
    if length > LONGEST:
        raise WrongArticle("long", title, over=length - LONGEST)
    return title, body


def in_language(articles: list[Article], slug: str, language: str) -> Article | None:
    """The article in that language, else in the first there is of ours; None if there is none."""
    mine = [article for article in articles if article.slug == slug]
    order = (language, *LANGUAGES)
    return min(mine, key=lambda article: order.index(article.language), default=None)
