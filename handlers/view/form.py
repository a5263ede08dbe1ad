"""The form in words: what its own lines are called, and what is wrong with a filled one, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from domain.form import label, render
from domain.refusals import WrongAnswer
from domain.regulation import Regulation
from handlers.view.form_names import names
from handlers.view.refusals import refusal_words
from handlers.view.say import bold
from handlers.view.words import _, language


def form(rules: Regulation, only: Iterable[str] | None = None, *, call: bool = False) -> str:
    """The form in the language being spoken, as plain text."""
    return render(rules, names(), language(), only, call=call)


def copied(text: str) -> str:
    """Words that one tap copies."""
    return f"<pre>{escape(text)}</pre>"


def wrong_lines(rules: Regulation, wrong: Iterable[WrongAnswer]) -> list[str]:
    """What is missing or wrong, a line each."""
    return [f"• {bold(label(rules, names(), one.field, language()))}: {escape(_what(one))}" for one in wrong]


def _what(wrong: WrongAnswer) -> str:
    return _("is missing.") if wrong.problem == "empty" else refusal_words(wrong)
