"""Block refusals: to whoever is blocked, and to the lead whose words name no date or no reason, or suspend nothing."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_datetime

from domain.refusals import Blocked, WrongBlock
from domain.staff_refusals import NotSuspended
from handlers.view.words import _, language


def blocked_words(refusal: Blocked) -> str:
    """To whoever begins something new meanwhile."""
    return _(
        "Until {at} we take no new requests from you. The reason: {reason}\n"
        "What is registered goes on as usual: you can write on it, and we answer."
    ).format(at=instant(refusal.until), reason=refusal.reason)


def wrong_block(refusal: WrongBlock) -> str:
    """To the lead, with an example that would do."""
    example = _("until {day} for insults").format(day=f"{refusal.until:%d.%m}")
    if refusal.problem == "reason":
        return _("For what? Please reply once more with date and reason, for example: {example}").format(
            example=example
        )
    return _("Please begin with a date that lies ahead, for example: {example}").format(example=example)


def not_suspended(refusal: NotSuspended) -> str:
    """To the lead who suspends support, or restores it, where that changes nothing."""
    return {
        "unknown": _("This regulation does not know a suspension of support. Nothing was changed."),
        "already": _("Support is suspended already. Nothing was changed."),
    }.get(refusal.problem, _("Support is not suspended. Nothing was changed."))


def instant(at: datetime) -> str:
    """With its year, as a block may be long: «1 декабря 2026, 00:00»."""
    return format_datetime(at, _("d MMMM y, HH:mm"), tzinfo=at.tzinfo, locale=language())
