"""Left: how long until a deadline, or since: «через 2 ч 15 мин», «опоздание 1 день 3 ч»."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.view.words import _, ngettext

_MINUTE = timedelta(minutes=1)


def left(at: datetime, now: datetime) -> str:
    """Until a deadline, or how late it is by now."""
    words = _("{span} late") if at < now else _("in {span}")
    return words.format(span=lasting(abs(at - now)))


def usual_left(at: datetime, now: datetime) -> str:
    """The same of a usual time, which is no promise and cannot be missed (gravity 2.3)."""
    words = _("the usual time was over {span} ago") if at < now else _("the usual time is over in {span}")
    return words.format(span=lasting(abs(at - now)))


def lasting(span: timedelta) -> str:
    """In its two largest units; minutes are of no concern once there are days."""
    if span < _MINUTE:
        return _("less than a minute")
    days, rest = span.days, span.seconds
    n, minutes = rest // 3600, rest % 3600 // 60
    parts = [ngettext("{n} day", "{n} days", days).format(n=days)] if days else []
    parts += [_("{n} h").format(n=n)] if n else []
    parts += [_("{n} min").format(n=minutes)] if minutes and not days else []
    return " ".join(parts)
