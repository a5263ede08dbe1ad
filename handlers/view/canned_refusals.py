"""Refusals of canned answers in words: what is wrong with one, and what would be right."""

from __future__ import annotations

from domain.canned import LANGUAGES, VARIABLES
from domain.staff_refusals import WrongCanned
from handlers.view.words import _, ngettext


def wrong_canned(refusal: WrongCanned) -> str:
    """One sentence or two."""
    match refusal.problem:
        case "name":
            return _("{name} cannot be a name. Take one word of letters, digits and hyphens, such as hello.").format(
                name=refusal.value
            )
        case "language":
            return _("{name} is none of our languages. There are {known}.").format(
                name=refusal.value, known=", ".join(LANGUAGES)
            )
        case "long":
            return ngettext(
                "The text is {n} character too long for one message. Nothing was changed.",
                "The text is {n} characters too long for one message. Nothing was changed.",
                refusal.over,
            ).format(n=refusal.over)
        case "variable":
            known = ", ".join(f"{{{one}}}" for one in VARIABLES)
            words = _("There is no variable {value}. There are {known}. Nothing was changed.")
            return words.format(value=f"{{{refusal.value}}}", known=known)
        case "missing":
            return _("There is no canned answer {name}. All of them: /canned").format(name=refusal.value)
        case "lacking":
            return _("This request has no {name}: please put it right before it goes.").format(
                name=f"{{{refusal.value}}}"
            )
    return _("The text is empty. Nothing was changed.")
