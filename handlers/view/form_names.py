"""What the lines of the form are called; apart from the form itself, so that who writes files need not load the bot's library."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from domain.answers import Text
from domain.form import Names
from handlers.view.words import LANGUAGES, _, speaking


@cache
def names() -> Names:
    """What the lines that are no field of the regulation are called, in each language."""
    return Names(
        kind=_text(lambda: _("Request")),
        impact=_text(lambda: _("Impact")),
        call=_text(lambda: _("Call")),
        optional=_text(lambda: _("may be left empty")),
    )


def _text(words: Callable[[], str]) -> Text:
    spoken = {}
    for code in LANGUAGES:
        with speaking(code):
            spoken[code] = words()
    return Text(spoken)
