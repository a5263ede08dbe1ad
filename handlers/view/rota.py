"""Rota in words: who is on duty or away, what was entered, and what is wrong with which line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from html import escape

from domain.regulation import Regulation
from domain.shifts import ShiftKind
from domain.usecases.auto import Auto
from domain.usecases.rota import Entered, Rota
from handlers.view.say import bold
from handlers.view.times import day, moment, zone_name
from handlers.view.words import _

MIDNIGHT = time()
MOMENT = timedelta(seconds=1)


def shown(found: Rota, kind: ShiftKind, rules: Regulation) -> str:
    """Who is on duty, or away: now, and next."""
    if kind == "duty":
        none, now, later = _("Nobody is on duty now."), _("On duty now:"), _("Next:")
        usage = duty_usage()
    else:
        none, now, later = _("Nobody is away now."), _("Away now:"), _("Will be away:")
        usage = away_usage()
    lines = [now, *_listed(found.now, rules)] if found.now else [none]
    lines += [later, *_listed(found.later, rules)] if found.later else []
    zone = _("Times are those of {zone}.").format(zone=zone_name(rules))
    return "\n".join([*lines, zone, "", escape(usage)])


def entered(shifts: Sequence[Entered], kind: ShiftKind, rules: Regulation) -> str:
    """What was entered, as it was understood."""
    title = _("Entered, on duty:") if kind == "duty" else _("Entered, away:")
    lines = [title, *_listed(shifts, rules)]
    if kind == "away":
        lines.append(_("Nobody calls them or assigns anything to them in that time. Back earlier: /back"))
    return "\n".join(lines)


def dropped(shifts: Sequence[Entered], rules: Regulation) -> str:
    """What holds no more."""
    return "\n".join([_("Taken off duty:"), *_listed(shifts, rules)])


def back(name: str, ended: bool) -> str:
    """Somebody is there again."""
    if ended:
        return _("{name} is there again.").format(name=bold(name))
    return _("{name} was not away.").format(name=bold(name))


def duty_usage() -> str:
    """How duty is entered, by an example."""
    return _(
        "A lead enters duty, a line each: /duty @olga 25.11 18:00 - 26.11 09:00, and takes somebody off it: /duty off @olga"
    )


def away_usage() -> str:
    """How absence is entered, by an example."""
    return _("Absence is entered like this: /away 01.12-14.12, a lead does it for others: /away @olga 01.12-14.12")


def assign_usage() -> str:
    """How a request is handed over, by an example."""
    return _("Reply to the card of a request with /assign @olga, or name it: /assign 17 @olga")


def anonymous() -> str:
    """To somebody who writes as the group: what keeps them from working, and how to change that (Bot API: sender_chat)."""
    return _(
        "I cannot see who you are: you write anonymously, as the group. Please switch off “Remain anonymous” in your "
        "administrator rights and do it again. Nothing was done."
    )


def auto_words(auto: Auto, *, usage: bool = False, of_house: bool = False) -> str:
    """How new requests are assigned in this group, or in the whole house; and how a lead changes that."""
    lines = [_way(auto.house if of_house else auto.way)]
    if of_house:
        lines.append(_("So it is in every group that has no way of its own."))
        lines += [_("This group has one: {way}").format(way=_way(auto.way))] if auto.own else []
    elif auto.lines and auto.own:
        lines.append(_("So it is in this group alone."))
    elif auto.lines:
        lines.append(_("This group has no way of its own: it does as the whole house does."))
    return "\n".join([*lines, *([auto_usage(lines=auto.lines)] if usage else [])])


def _way(way: str) -> str:
    return {
        "fewest": _("A new request is assigned to who has the fewest open; they still have to take it."),
        "round": _("New requests are assigned in turn; they still have to be taken."),
    }.get(way) or _("New requests are not assigned by themselves: whoever is free takes one.")


def auto_usage(*, lines: bool) -> str:
    """How a lead changes it, by examples; `lines`: there are several groups."""
    change = _("A lead changes it: /auto fewest (to who has the fewest), /auto round (in turn) or /auto off")
    every = _("For all groups at once: /auto all fewest. This group as all the others: /auto house")
    return f"{change}\n{every}" if lines else change


def _listed(shifts: Sequence[Entered], rules: Regulation) -> list[str]:
    return [f"• {bold(one.name)}: {_span(one.shift.starts_at, one.shift.ends_at, rules)}" for one in shifts]


def _span(starts: datetime, ends: datetime, rules: Regulation) -> str:
    """«с 28 ноября, 18:00 до 29 ноября, 09:00»; whole days by the days alone."""
    first, last = starts.astimezone(rules.zone), ends.astimezone(rules.zone)
    if (first.time(), last.time()) != (MIDNIGHT, MIDNIGHT):
        return _("{start} to {end}").format(start=moment(starts, rules), end=moment(ends, rules))
    final = (last - MOMENT).date()
    if final == first.date():
        return day(final)
    return _("from {start} through {end}").format(start=day(first.date()), end=day(final))


def until(at: datetime, rules: Regulation) -> str:
    """«до 14 декабря, 15:00», or, where whole days end with it, «по 14 декабря 2026»."""
    local = at.astimezone(rules.zone)
    if local.time() == MIDNIGHT:
        return _("through {day}").format(day=day((local - MOMENT).date()))
    return _("until {at}").format(at=moment(at, rules))
