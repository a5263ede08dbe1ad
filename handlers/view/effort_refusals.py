"""Why the time of an answer cannot be corrected so."""

from __future__ import annotations

from domain.refusals import Refusal
from domain.staff_refusals import NotYourAnswer, WrongMinutes
from handlers.view.clauses import clause_words
from handlers.view.words import _


def effort_refusal(refusal: Refusal) -> str:
    """Whose it is, or what is too little."""
    match refusal:
        case NotYourAnswer():
            return _("{name} gave this answer: only they or a lead correct its time.").format(name=refusal.by)
        case WrongMinutes() if refusal.least:
            return _("In minutes, please, and no fewer than {n} an answer{clause}: /effort 17 45").format(
                n=refusal.least, clause=clause_words(refusal.clause)
            )
    return _("In minutes, please: /effort 17 45")
