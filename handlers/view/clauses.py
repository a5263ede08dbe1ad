"""Clauses: how the place in the regulation that a rule comes from is named."""

from __future__ import annotations

from domain.rules import UNNUMBERED
from handlers.view.words import _


def clause(number: str | None) -> str:
    """« (п. 4.9 Регламента)», or nothing for a rule that is our own."""
    if number == UNNUMBERED:
        return _(" (by the Regulation)")
    return _(" (clause {number} of the Regulation)").format(number=number) if number else ""
