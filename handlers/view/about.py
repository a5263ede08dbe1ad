"""About in words: the hours of the desk, and the ways to it."""

from __future__ import annotations

from datetime import date, datetime
from html import escape
from itertools import groupby

from babel.dates import format_date, format_skeleton

from domain.answers import Text
from domain.opening import Opening, Shift, openings
from domain.regulation import Regulation
from domain.terms import Door
from domain.worktime import DAY, Hours
from handlers.view.clauses import clause
from handlers.view.say import bold
from handlers.view.times import moment, zone_name
from handlers.view.words import _, language


def hours_words(rules: Regulation, now: datetime) -> str:
    """Open or not, today and this week, the next days off, and what differs from the usual hours, by each calendar."""
    parts = [_opening(rules, opening) for opening in openings(rules, now)]
    lines = [_("All times are those of {zone}.").format(zone=escape(zone_name(rules)))]
    if info := rules.contacts.get("info"):
        cited = clause(rules.clause("incidental"))
        lines.append(_("On changes and breaks ask {address}{clause}.").format(address=_words(info), clause=cited))
    return "\n\n".join([*parts, "\n".join(lines)])


def _opening(rules: Regulation, opening: Opening) -> str:
    cited = "" if opening.calendar.assumed else clause(opening.calendar.clause)
    title = _("When we work{clause}").format(clause=cited)
    if opening.priorities:
        names = ", ".join(rules.priority(key).name.in_(language()) for key in opening.priorities)
        title = _("When we work on {priorities}{clause}").format(priorities=names, clause=cited)
    lines = [bold(title)]
    if opening.opens is not None:
        lines.append(_("Closed now, we open on {at}.").format(at=moment(opening.opens, rules)))
    elif opening.until is not None:
        lines.append(_("Open now, until {at}.").format(at=moment(opening.until, rules)))
    else:
        lines.append(_("Open now, round the clock."))
        if not opening.days_off and not opening.exceptions:
            return "\n".join(lines)
    today = next(day for at, day in opening.week if at == opening.today)
    lines.append(_("Today, {day}: {hours}").format(day=_day(opening.today), hours=_hours(today.hours)))
    lines.append(_("This week: {days}").format(days="; ".join(_week(opening))))
    if opening.days_off:
        lines.append(_("Next days off: {days}").format(days=", ".join(map(_days, opening.days_off))))
    if opening.exceptions:
        told = ", ".join(f"{_days(shift)}: {_hours(shift.day.hours)}" for shift in opening.exceptions)
        cited = clause(rules.clause("incidental"))
        lines.append(_("Not as usual{clause}: {days}").format(clause=cited, days=told))
    return "\n".join([lines[0], *map(escape, lines[1:])])


def _week(opening: Opening) -> list[str]:
    """«пн–пт 9:00–18:00», days with the same hours joined."""
    told = []
    for hours, group in groupby(opening.week, key=lambda pair: pair[1].hours):
        days = [format_date(day, "ccc", locale=language()) for day, _known in group]
        name = days[0] if len(days) == 1 else f"{days[0]}–{days[-1]}"
        told.append(f"{name} {_hours(hours)}")
    return told


def _hours(hours: Hours) -> str:
    if not hours:
        return _("closed")
    if hours == ((0, DAY),):
        return _("round the clock")
    return ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in hours)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}"


def _day(day: date) -> str:
    return format_skeleton("MMMMd", day, locale=language())


def _days(shift: Shift) -> str:
    if shift.first == shift.last:
        return _day(shift.first)
    return _("{first} to {last}").format(first=_day(shift.first), last=_day(shift.last))


def contacts_words(rules: Regulation, link: str) -> str:
    """The official ways, each with its clause; then those that the regulation names and that lead elsewhere."""
    title = _("Official ways to ask{clause}").format(clause=clause(rules.clause("doors")))
    lines = [bold(title), *(line for door in rules.doors for line in _door(rules, door, link))]
    if rules.other_ways:
        lines += ["", bold(_("Other ways, not registered here"))]
        for way in rules.other_ways:
            address = f": {way.address}" if way.address else ""
            lines.append(escape(f"• {way.label.in_(language())}{address}{clause(way.clause)}"))
    unofficial = rules.clause("unofficial")
    if unofficial:
        lines += [
            "",
            escape(_("What is asked elsewhere is no official request{clause}.").format(clause=clause(unofficial))),
        ]
    lines += ["", escape(rules.link)]
    return "\n".join(lines)


def contact_lines(rules: Regulation) -> list[str]:
    """The mail address and the phone of the desk, as far as it has them, and where its regulation is. In HTML."""
    ways = [rules.contacts[name] for name in ("email", "phone") if name in rules.contacts]
    return [*(escape(_words(way)) for way in ways), escape(rules.link)]


def _door(rules: Regulation, door: Door, link: str) -> list[str]:
    if door.key == "chat":
        name = door.stands_for.in_(language()) if door.stands_for else ""
        here = _("• Here in this chat ({name}): /new") if name else _("• Here in this chat: /new")
        return [escape(here.format(name=name)), *([escape(link)] if link else [])]
    names = {"email": _("By e-mail"), "phone": _("By phone")}
    known = rules.contacts.get(door.key)
    addresses: dict[str, str | None] = {**door.addresses}
    if not addresses and known:
        addresses = {_words(known): door.clause}
    ways = ", ".join(f"{address}{clause(number)}" for address, number in addresses.items())
    line = f"• {names[door.key]}: {ways}" if ways else f"• {names[door.key]}{clause(door.clause)}"
    if not door.registers:
        advice = rules.demand("phone_advice")
        line += ". " + (advice.text.in_(language()) if advice else _("Advice only."))
    return [escape(line)]


def _words(value: str | Text) -> str:
    return value.in_(language()) if isinstance(value, Text) else value
