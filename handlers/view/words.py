"""Words: which language is being spoken, and how to say a string in it."""

from __future__ import annotations

import gettext as _gettext
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TypeVar

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

T = TypeVar("T")

LANGUAGES = ("ru", "en", "kk")
DEFAULT = "ru"
LOCALES = Path(__file__).parents[2] / "locales"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


def supported(code: str | None) -> str:
    """The language we speak that is nearest to an IETF tag, e.g. Telegram's `language_code`: "en-GB" -> "en".

    Neighbours who mostly read Russian get Russian; everybody else English.
    """
    if not code:
        return DEFAULT
    base = code.replace("_", "-").split("-")[0].lower()
    if base in LANGUAGES:
        return base
    return "ru" if base in {"be", "ky", "tg", "uz", "uk"} else "en"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything said inside is said in this language. Rendering never awaits, so a context variable is enough."""
    token = _language.set(language if language in LANGUAGES else DEFAULT)
    try:
        yield
    finally:
        _language.reset(token)


def language() -> str:
    """The language being spoken now."""
    return _language.get()


@cache
def _catalog(code: str) -> _gettext.NullTranslations:
    """The catalogue of a language, compiled in memory: a wheel carries only the .po files."""
    with (LOCALES / code / "LC_MESSAGES" / "frontdesk.po").open("rb") as source:
        compiled = io.BytesIO()
        write_mo(compiled, read_po(source, locale=code))
    compiled.seek(0)
    return _gettext.GNUTranslations(compiled)


def _(message: str) -> str:
    """The message in the language being spoken; its English words are its key."""
    return _catalog(_language.get()).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """The right plural form in the language being spoken: 1 час, 2 часа, 5 часов."""
    return _catalog(_language.get()).ngettext(one, many, n)


def in_each_language(words: Callable[[T], str], of: T) -> dict[str, str]:
    """What is said of something, by language: for whoever is told later, in their own."""
    found = {}
    for code in LANGUAGES:
        with speaking(code):
            found[code] = words(of)
    return found


def in_every_language(words: Callable[[], str]) -> frozenset[str]:
    """What a button says in each language: the press of a keyboard below the chat comes back as a plain text."""
    found = set()
    for code in LANGUAGES:
        with speaking(code):
            found.add(words())
    return frozenset(found)
