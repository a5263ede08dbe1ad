"""Days refusals: why that is no period to report on, and an example of one that is."""

from __future__ import annotations

from domain.staff_refusals import WrongDays
from handlers.view.words import _


def wrong_days(refusal: WrongDays) -> str:
    """What is wrong, and how to ask."""
    words = {
        "day": _("There is no day {value}."),
        "backwards": _("{value}: the period ends before it begins."),
        "turned": _(
            "{value}: the period ends before it begins. If it goes over the New Year, name the years: "
            "20.12.2025-10.01.2026."
        ),
        "ahead": _("{value} lies ahead: there is nothing to tell of it yet."),
        "long": _("{value} is longer than a year."),
    }.get(refusal.problem, "")
    return " ".join(filter(None, [words.format(value=refusal.value), how_to_ask()]))


def how_to_ask() -> str:
    """By examples."""
    return _(
        "A report: /report week, /report month, /report 1.11-15.11 or /report 2026-10; of one customer: "
        "/report month Romashka"
    )
