"""Work refusals: why two tickets cannot be tied, what is no tag, and what to type instead."""

from __future__ import annotations

from domain.refusals import Refusal
from domain.staff_refusals import NoSuchTicket, NothingChosen, WasFirst, WrongBond, WrongPeriod, WrongTag
from handlers.view.events import event
from handlers.view.words import _


def first_words(refusal: WasFirst) -> str:
    """Who was first, with what, and when."""
    what = event(refusal.what)
    return _("{name} was first: “{what}”, {at}.").format(name=refusal.by, what=what, at=f"{refusal.at:%d.%m %H:%M}")


def press_again() -> str:
    """It may still be done, once that is known."""
    return _("Nothing was changed. If it should be otherwise, do it once more.")


def work_refusal(refusal: Refusal) -> str:
    """What is wrong, and an example of what is right."""
    match refusal:
        case NoSuchTicket():
            if not refusal.value:
                return _("Please begin with the number of a request, for example: 17. Nothing was changed.")
            return _("{value} is no request. Please begin with a number, for example: 17. Nothing was changed.").format(
                value=refusal.value
            )
        case WrongBond():
            words = {
                "self": _(
                    "{number}: that is this very request, or it goes on in this one already. Nothing was changed."
                ),
                "tied": _("{number}: the two are linked already."),
                "closed": _("{number} is closed, so nothing can go on there. Nothing was changed."),
            }.get(refusal.problem, _("{number}: these two cannot be linked."))
            return words.format(number=refusal.number)
        case WrongTag():
            words = {
                "empty": _(
                    "For example: /tag 17 till, urgent — or reply to a card with: /tag till. Off again: /untag."
                ),
                "sign": _("«{value}» can be no tag: letters, digits, - and _ only. For example: /tag 17 till, urgent"),
                "long": _("«{value}…» is too long for a tag. For example: /tag 17 till, urgent"),
                "many": _("That would be too many tags: {value} at most. Take one off first: /untag"),
                "same": _("Nothing to change: {value}."),
            }.get(refusal.problem, _("That can be no tag."))
            return words.format(value=refusal.value)
        case WrongPeriod():
            words = {
                "month": _("{value}: that is no month. For example: 2026-10"),
                "ahead": _("{value}: this month has not begun yet, so there is nothing to account for."),
            }.get(refusal.problem, _("{value}: that is no period. For example: 2026-10, or 01.10.2026-31.10.2026"))
            return words.format(value=refusal.value)
        case NothingChosen():
            return _("Choose at least one message for the new request.")
    return _("That is not possible.")
