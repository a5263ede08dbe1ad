"""Code refusals: why a code of the house cannot be so; words that need no bot."""

from __future__ import annotations

from domain.staff_refusals import WrongCode
from handlers.view.words import _


def usage() -> str:
    """How the list is kept, by examples."""
    return _(
        "A lead keeps the list: /codes add Замена оборудования | Hardware replaced (Russian, then English if you like), "
        "/codes drop Замена оборудования"
    )


def wrong_code(refusal: WrongCode) -> str:
    """What is wrong, and an example of what is right."""
    words = {
        "empty": _("A code needs a name."),
        "long": _("A name may have {n} signs at most: it stands on a button."),
        "many": _("There are {n} codes already: drop one first."),
        "missing": _("There is no such code."),
    }.get(refusal.problem, _("That can be no code."))
    return f"{words.format(n=refusal.most)} {usage()}"
