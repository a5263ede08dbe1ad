"""Clauses: how the place in the regulation that a rule comes from is named, and the regulation's own words with it."""

from __future__ import annotations

from domain.answers import Text
from domain.rules import UNNUMBERED
from handlers.view.words import _, language


def clause(number: str | None) -> str:
    """« (п. 4.9 Регламента)», or nothing for a rule that is our own."""
    if number == UNNUMBERED:
        return _(" (by the Regulation)")
    return _(" (clause {number} of the Regulation)").format(number=number) if number else ""


def clause_words(number: str | None) -> str:
    """« (п. 7.6)», for where it is plain that the regulation is meant; nothing for a rule that is our own."""
    if number == UNNUMBERED:
        return _(" (by the Regulation)")
    return _(" (clause {clause})").format(clause=number) if number else ""


def demanded(text: Text, number: str | None) -> str:
    """The regulation's own words, with their clause before the final stop."""
    return text.in_(language()).rstrip(".") + clause(number) + "."


def asked_by(number: str | None) -> str:
    """«Этого требует п. 2.4 Регламента.», or nothing for a rule that is our own."""
    if number == UNNUMBERED:
        return _("The Regulation asks for it.")
    return _("Clause {clause} of the Regulation asks for it.").format(clause=number) if number else ""


def inside(sentence: str) -> str:
    """A sentence of the regulation, to stand inside one of ours: no capital at its beginning, no stop at its end.

    Abbreviations keep their capitals.
    """
    words = sentence.rstrip(".")
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
