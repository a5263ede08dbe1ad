"""Letter list: the latest letters, two lines each, with what became of them."""

from __future__ import annotations

from html import escape

from aiogram.types import InlineKeyboardMarkup

from domain.incoming import Doubt
from domain.letters import Letter, LetterState
from domain.notices import Parcel
from domain.ports import Desk
from domain.usecases.letter_list import PAGE, Shown, letters_shown
from handlers.callbacks import MailListButton, MailRawButton
from handlers.view.letter_staff import why_held
from handlers.view.pages import place, turning
from handlers.view.say import Methods, bold, button, message, rows, shortened
from handlers.view.times import when
from handlers.view.words import _

SUBJECT, ADDRESS = 80, 80


def letters_out(desk: Desk, parcel: Parcel) -> Methods:
    """Its first page."""
    text, keyboard = letters_page(desk, letters_shown(desk))
    to = str(parcel.facts.get("reply_to") or "")
    return [message(parcel.address, text, keyboard, thread=parcel.thread, reply_to=int(to) if to.isdecimal() else None)]


def letters_page(desk: Desk, shown: Shown) -> tuple[str, InlineKeyboardMarkup]:
    """A page, with buttons to turn it over and to release what was held back."""
    first = shown.page * PAGE + 1
    blocks = [bold(_("The latest letters: {n}").format(n=shown.count))]
    blocks += ["\n".join(_lines(desk, n, one, shown)) for n, one in enumerate(shown.letters, start=first)]
    release = []
    for n, one in enumerate(shown.letters, start=first):
        if draft := shown.held.get(one.id):
            words = _("It is a request: {n}").format(n=n)
            release.append([button(words, MailListButton(page=shown.page, draft=draft.id))])
        if (one.state is LetterState.FAILED or one.id in shown.waiting) and one.sha256:
            words = _("The letter itself (.eml): {n}").format(n=n)
            release.append([button(words, MailRawButton(letter=one.id))])
    keyboard = rows(*release, turning(shown.page, shown.pages, lambda n: MailListButton(page=n)))
    return "\n\n".join(blocks) + place(shown.page, shown.pages), keyboard


def _lines(desk: Desk, n: int, letter: Letter, shown: Shown) -> list[str]:
    sender = escape(shortened(letter.author or letter.envelope_from, ADDRESS)) or "—"
    subject = escape(shortened(" ".join(letter.subject.split()), SUBJECT))
    at = escape(when(letter.received_at, desk.regulation))
    return [
        f"{n}. {at} · {sender}",
        " · ".join(filter(None, [subject, _became(letter, shown), _why(letter, shown)])),
    ]


def _why(letter: Letter, shown: Shown) -> str:
    """Why it waits, where it is known."""
    draft = shown.waiting.get(letter.id)
    facts = draft.answers if draft else {}
    return (
        why_held(facts | {"closed": facts.get("number") if facts["why"] == Doubt.CLOSED else ""})
        if facts.get("why")
        else ""
    )


def _became(letter: Letter, shown: Shown) -> str:
    """What became of it."""
    if letter.state is LetterState.WAITING:
        return _("being read")
    if letter.state is LetterState.FAILED:
        return _("could not be taken in")
    number = letter.ticket or ""
    words = {
        "registered": _("registered: {number}"),
        "released": _("registered by you: {number}"),
        "joined": _("added to {number}"),
        "by_staff": _("by one of us, done on {number}"),
        "outside": _("from somebody brought in, on {number}"),
        "held": _("waits for you") if letter.id in shown.held else _("nothing was done"),
        "repeat": _("came once more: {number}"),
        "turned_away": _("not registered, answered"),
        "empty": _("empty, answered"),
        "bounce": _("our letter did not arrive: {number}"),
        "not_ours": _("a report about a letter that is not ours"),
        "auto": _("automatic, not answered"),
        "auto_reply": _("automatic reply on {number}"),
        "complaint": _("taken for spam, says a provider"),
        "loop": _("our own letter, come back"),
    }.get(letter.outcome, "")
    return words.format(number=number or "—")
