"""Errors in words: why a channel did not take something, for those who read the card. What is not ours stays as it was said."""

from __future__ import annotations

from handlers.view.letter_trouble import mail_words
from handlers.view.words import _


def error_words(error: str, *, code: bool = True) -> str:
    """The reason in the language being spoken; a server's own words unchanged where we know no better. `code`: with its code."""
    known = {
        "blocked": _("the bot is blocked"),
        "account deleted": _("the account is deleted"),
        "chat not found": _("there is no such chat"),
        "bot may not write there": _("the bot may not write there"),
        "too long": _("the message is too long"),
        "no mail server is configured": _("no mail server is configured"),
    }
    return known[error] if error in known else mail_words(error, code=code)
