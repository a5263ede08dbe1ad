"""Answer refusals: why an answer cannot be taken as it stands, and what to write instead."""

from __future__ import annotations

from domain.refusals import WrongAnswer
from handlers.view.clauses import asked_by
from handlers.view.words import _, ngettext


def wrong_answer(refusal: WrongAnswer) -> str:
    """What is wrong and what to write instead; the clause, where it is the regulation and not our own limit that asks."""
    words = _wrong(refusal)
    if refusal.clause and refusal.problem not in ("long", "short"):
        words += " " + asked_by(refusal.clause)
    return words


def _wrong(refusal: WrongAnswer) -> str:
    match refusal.problem:
        case "phone":
            return _(
                "That does not look like a phone number. Write it with the area code, for example +7 473 202-24-64."
            )
        case "email":
            return _("That does not look like an e-mail address. Write it like this: name@company.com.")
        case "long":
            return ngettext(
                "That is {n} character too long. Please shorten it and send it again.",
                "That is {n} characters too long. Please shorten it and send it again.",
                refusal.over,
            ).format(n=refusal.over)
        case "short":
            return _("A little more, please: it is too short to work with.")
        case "choice":
            return _("Please give its number in the list, or its words.")
        case "time":
            return _("I cannot read the time. Write it like this: 21.11 14:05")
        case "future":
            return _("That time still lies ahead. Write when the call was, like this: 21.11 14:05")
        case "meaningless":
            return _("I cannot make out what this means. Please write it in words.")
    return _("That is empty. Please write it in words.")
