"""Trouble with letters: a server's refusal in words people know (RFC 3463), and how a letter that is late stands on the card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

from babel.dates import format_time

from domain.notices import Fate, Parcel
from domain.regulation import Regulation
from domain.usecases.dead_addresses import enhanced
from domain.usecases.deliver import CAME_BACK, SHOWN_FROM
from handlers.view.words import _, language

GIVEN_UP = "given up after five days"
_NO_MAILBOX = ("5.1.0", "5.1.1", "5.1.3", "5.1.6")


def mail_words(error: str, *, code: bool = True) -> str:
    """What a mail server said, in words; unknown codes stay in the server's own. `code`: with the code behind it."""
    prefix, _colon, rest = error.partition(": ")
    if prefix == GIVEN_UP:
        return _("given up after five days: {error}").format(error=mail_words(rest, code=code))
    if prefix == CAME_BACK:
        return _("no letters go there since one came back: {error}").format(error=mail_words(rest, code=code))
    own = {
        "no connection to the mail server": _("no connection to the mail server"),
        "the mail server does not answer": _("the mail server does not answer"),
        "the mail server closed the connection": _("the mail server closed the connection"),
    }
    if error in own:
        return own[error]
    status = enhanced(error)
    words = _named(status)
    return (f"{words} ({status})" if code else words) if words else error


def letter_trouble(letters: Sequence[Parcel], rules: Regulation) -> str:
    """A letter that is put off, or late on its way to the mailbox; HTML. Empty if all goes well."""
    waits = [p for p in letters if p.fate is Fate.QUEUED and p.attempts >= SHOWN_FROM and p.error]
    if waits:
        at = format_time(datetime.fromtimestamp(waits[-1].due, UTC), "HH:mm", rules.zone, language())
        error = escape(mail_words(waits[-1].error, code=False)[:160])
        return _("mail: put off ({error}), again at {time}").format(error=error, time=at)
    if letters and letters[-1].fate is Fate.SENT and letters[-1].error:
        return _("mail: accepted, late on the way ({error})").format(
            error=escape(mail_words(letters[-1].error, code=False)[:160])
        )
    return ""


def _named(status: str) -> str:
    if status in _NO_MAILBOX:
        return _("there is no such mailbox")
    exact = {
        "5.1.2": _("there is no such mail domain"),
        "5.4.4": _("there is no such mail domain"),
        "5.1.10": _("this domain takes no mail"),
        "5.2.1": _("the mailbox is closed"),
        "5.2.2": _("the mailbox is full"),
        "4.2.2": _("the mailbox is full"),
        "5.2.3": _("the letter is too large for the mailbox"),
        "5.3.4": _("the letter is too large for the mail server"),
        "5.4.6": _("the mail servers pass it round in circles"),
        "5.4.7": _("the mail server could not be reached for too long"),
        "4.4.7": _("the mail server could not be reached for too long"),
        "4.7.1": _("the mail server asks to try again later"),
    }
    if status in exact:
        return exact[status]
    kinds = {
        "5.7.": _("the mail server refuses it as spam or by its policy"),
        "4.7.": _("the mail server asks to try again later"),
        "4.2.": _("the mailbox does not take letters for now"),
        "4.4.": _("the recipient's mail server cannot be reached for now"),
    }
    found = next((words for kind, words in kinds.items() if status.startswith(kind)), "")
    return found or (_("the mail server asks to try again later") if status.startswith("4.") else "")
