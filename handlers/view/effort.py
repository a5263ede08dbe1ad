"""Effort: how long an answer took, as staff see and correct it under the answer's fate; and what is left of prepaid hours."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from babel.numbers import format_decimal

from domain.effort import Effort, least
from domain.notices import Parcel
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.codes import house_codes
from domain.usecases.efforts import Corrected, of_mark
from domain.usecases.hours import used_minutes
from handlers.callbacks import TicketButton
from handlers.view.clauses import clause
from handlers.view.house_codes import ending_keyboard
from handlers.view.say import Methods, bold, button, message, rows, shortened
from handlers.view.summary import back_words
from handlers.view.times import day
from handlers.view.under_card import leads, under_card
from handlers.view.words import _, language

OFFERED = (15, 30, 45, 60, 90, 120, 180, 240, 360, 480)
"""Minutes to choose from; others are typed."""
IN_A_ROW = 4
NBSP = "\u00a0"


def as_hours(minutes: int) -> str:
    """«12,5», «0,75»: hours with a decimal comma, and a minus that is one."""
    return format_decimal(round(minutes / 60, 2), format="#,##0.##", locale=language()).replace("-", "−")


def exact_hours(minutes: int) -> str:
    """«12,50»: the same for a column of figures."""
    return format_decimal(round(minutes / 60, 2), format="#,##0.00", locale=language()).replace("-", "−")


def spent(minutes: int) -> str:
    """«45 мин», «1 ч 30 мин»."""
    hours, rest = divmod(minutes, 60)
    parts = [_("{n} h").format(n=hours)] if hours else []
    parts += [_("{n} min").format(n=rest)] if rest or not hours else []
    return " ".join(parts).replace(" ", NBSP)


def under_fate(desk: Desk, mark: Parcel, ticket: Ticket) -> InlineKeyboardMarkup | None:
    """What can be pressed under what became of an answer: how long it took; under a final one a remark and a code besides."""
    lines: list[list[InlineKeyboardButton]] = []
    if effort := of_mark(desk, ticket, mark):
        lines.append([_timed(ticket, effort)])
    if mark.facts["move"] == "complete" and not ticket.erased_at:
        lines += ending_keyboard(ticket, bool(house_codes(desk))).inline_keyboard
    return rows(*lines) if lines else None


def choice(ticket: Ticket, n: int) -> InlineKeyboardMarkup:
    """How long it took, no less than the regulation's least; and the way back."""
    fewest = least(ticket.regulation)
    keys = [
        button(spent(minutes), TicketButton(number=ticket.number, verb="effort", value=f"{n}-{minutes}"))
        for minutes in sorted({fewest, *OFFERED})
        if minutes >= max(fewest, 1)
    ]
    back = button(back_words(), TicketButton(number=ticket.number, verb="effort", value=f"{n}-"))
    return rows(*(keys[at : at + IN_A_ROW] for at in range(0, len(keys), IN_A_ROW)), [back])


def corrected_words(done: Corrected) -> str:
    """What the answer counts with now, and did before."""
    if done.before == done.effort.minutes:
        return _("{number}: it counts with {minutes}, as before.").format(
            number=bold(done.ticket.number), minutes=spent(done.before)
        )
    return _("{number}: the answer counts with {minutes} now, not {before}.").format(
        number=bold(done.ticket.number), minutes=spent(done.effort.minutes), before=spent(done.before)
    )


def effort_usage() -> str:
    """How it is typed."""
    return _("How long did the answer take? In minutes: /effort 17 45, or in reply to the answer: /effort 45")


def hours_line(desk: Desk, ticket: Ticket) -> list[str]:
    """«Часы: 12,5 из 20», where the customer has paid for some in advance."""
    organization = desk.customers.get(ticket.organization_id) if ticket.organization_id else None
    if organization is None or not organization.prepaid_minutes:
        return []
    used, prepaid = used_minutes(desk, organization), organization.prepaid_minutes
    words = _("Hours: {used} of {all}").format(used=as_hours(used), all=as_hours(prepaid))
    return [f"⚠ {words}" if used >= prepaid else words]


def hours_run(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """To staff: the leads are called, they decide what follows."""
    facts = parcel.facts
    lines = [
        f"{bold(ticket.number)} · {bold(_title(facts))}",
        escape(_("{name}: {used} of {all} hours.").format(name=shortened(facts["name"], 80), **_amounts(facts))),
        _("The customer is told; support goes on until you decide otherwise."),
        *leads(desk, parcel),
    ]
    return under_card(desk, parcel, ticket, lines)


def hours_told(facts: dict[str, Any]) -> tuple[str, list[str]]:
    """To the customer, by chat and letter alike: a title, and lines."""
    used = _("{name}: {used} of {all} hours are used{clause}.").format(
        name=facts["name"], clause=clause(facts.get("clause")), **_amounts(facts)
    )
    left = facts["prepaid"] - facts["used"]
    lines = [used]
    if left > 0:
        until = facts.get("until")
        lines.append(
            _("{n} h are left until {day}.").format(n=as_hours(left), day=day(date.fromisoformat(until)))
            if until
            else _("{n} h are left.").format(n=as_hours(left))
        )
    elif left < 0:
        lines.append(_("That is {n} h more than were paid for.").format(n=as_hours(-left)))
    lines.append(_("Your requests are taken and worked on as before. To add hours, please talk to your manager."))
    return _title(facts), lines


def hours_in_chat(desk: Desk, parcel: Parcel) -> Methods:
    """The same as a message."""
    title, lines = hours_told(parcel.facts)
    return [message(parcel.address, "\n".join([bold(title), *map(escape, lines)]))]


def _title(facts: dict[str, Any]) -> str:
    if facts.get("less"):
        return _("The prepaid hours were counted anew")
    if facts["percent"] >= 100:
        return _("The prepaid hours are used up")
    return _("{n}% of the prepaid hours are used").format(n=facts["percent"])


def _amounts(facts: dict[str, Any]) -> dict[str, str]:
    return {"used": as_hours(facts["used"]), "all": as_hours(facts["prepaid"])}


def _timed(ticket: Ticket, effort: Effort) -> InlineKeyboardButton:
    return button(f"⏱ {spent(effort.minutes)}", TicketButton(number=ticket.number, verb="effort", value=str(effort.n)))
