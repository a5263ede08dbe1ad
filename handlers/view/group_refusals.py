"""Refusals of who works here and where, in words; nothing of the bot is needed to say them."""

from __future__ import annotations

from datetime import time, timedelta

from domain.refusals import NoLine, OtherLine, Refusal
from domain.staff_refusals import ColleagueAway, HeldByAnother, NoSuchColleague, WrongRota
from handlers.view.typed import typed
from handlers.view.words import _

MIDNIGHT = time()
MOMENT = timedelta(seconds=1)


def of_colleagues(refusal: Refusal) -> str:
    """Who is meant, why not them, and which lines of a rota are wrong."""
    match refusal:
        case NoSuchColleague(left=True):
            return _("{name} works here no more.").format(name=typed(refusal.name))
        case NoSuchColleague():
            known = ", ".join(refusal.known)
            words = _("Whom do you mean by “{name}”? I know: {known}. Whoever is missing says a word here first.")
            return words.format(name=typed(refusal.name), known=known)
        case ColleagueAway():
            whole = refusal.until.time() == MIDNIGHT
            last = f"{refusal.until - MOMENT:%d.%m}" if whole else f"{refusal.until:%d.%m %H:%M}"
            away = _("{name} is away through {at}.") if whole else _("{name} is away until {at}.")
            text = away.format(name=refusal.name, at=last)
            instead = ", ".join(refusal.instead)
            return f"{text} " + _("Standing in: {names}").format(names=instead) if instead else text
        case HeldByAnother():
            return _("{name} holds this request; they or a lead can hand it over.").format(name=refusal.by)
        case WrongRota():
            return _wrong_lines(refusal)
    return _("That is not possible.")


def _wrong_lines(refusal: WrongRota) -> str:
    why = {
        "unreadable": _("I cannot read when. Write it like this: 25.11 18:00 - 26.11 09:00, or 01.12-14.12"),
        "day": _("there is no such day or time"),
        "past": _("that is over already"),
        "backwards": _("it ends before it begins"),
        "who": _("nobody here is called that, or several are"),
        "left": _("they work here no more"),
        "away": _("they are away then"),
        "none": _("they are not on duty then"),
    }
    lines = [_("Nothing was entered.")]
    for n, line, fault in refusal.faults:
        lines.append(_("Line {n}, “{line}”: {why}").format(n=n, line=typed(line, 80), why=why[fault]))
    if not refusal.faults:
        lines.append(why["unreadable"])
    return "\n".join(lines)


def line_words(refusal: OtherLine | NoLine) -> str:
    """Why it is not done here, or is no line."""
    if isinstance(refusal, OtherLine):
        line = refusal.line or _("the first group")
        return _("Another line has {number}: {line}. Nothing was done here.").format(number=refusal.number, line=line)
    return {
        "here": _("This group is no line. A lead makes it one with /line and a name."),
        "first": _("Here is the first group. Send /line and a name in the group that is to be a line."),
        "customer": _("This is a customer's group: it cannot be a line. /unbind unties it."),
        "admin": _("Only an administrator of this group can make it a line."),
        "name": _("A line needs a name of at most 40 signs, for example: /line Payments"),
        "taken": _("Another line has this name already."),
    }.get(refusal.why, _("There is no such line, or it has the request already."))
