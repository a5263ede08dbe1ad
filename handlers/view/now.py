"""Now in words: how the desk stands, on one card."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from html import escape

from babel.dates import format_time

from domain import versions
from domain.notices import Parcel
from domain.ports import Desk
from domain.usecases.now import NEWER, OF, OVER, Overview, Standing, groups_at, is_latest, overview
from handlers.view.left import lasting
from handlers.view.mail_in import mail_in_lines
from handlers.view.say import Methods, bold, edit, message
from handlers.view.standing import priority_words
from handlers.view.times import moment, zone_name
from handlers.view.words import _, language

GAP = "\n"


def now_out(desk: Desk, parcel: Parcel) -> Methods:
    """The card; drawn anew in its place; or what stands there once it is not kept any more. Nothing for one that was replaced."""
    facts, chat = parcel.facts, parcel.address
    shown = desk.outbox.by_key(facts[OF]) if OF in facts else parcel
    if shown is None:
        return []
    over = facts.get(OVER)
    if over == NEWER:
        return [edit(chat, int(shown.remote), _("A newer card is below ↓"))]
    if not is_latest(desk, shown.key, chat):
        return []
    seen = overview(desk, groups_at(desk, chat))
    text = card(desk, seen, until=None if over else datetime.fromisoformat(shown.facts["until"]))
    return [edit(chat, int(shown.remote), text) if OF in facts else message(chat, text, thread=parcel.thread)]


def card(desk: Desk, seen: Overview, *, until: datetime | None) -> str:
    """All of it. `until`: how long it is kept up to date; None: no longer."""
    rules = desk.regulation
    made = _("{title} · {at} ({zone})").format(
        title=bold(_("How we stand")), at=moment(seen.at, rules), zone=zone_name(rules)
    )
    blocks = [made, GAP.join(_work(seen.total, seen.at)), GAP.join(_lines(seen.lines)), GAP.join(_people(desk, seen))]
    blocks += [GAP.join(_traffic(desk, seen))]
    if until is None:
        blocks.append(_("The card stands still from here on. A new one: /now"))
    else:
        lasts = _("Drawn anew every five minutes if something has changed, until {at}. A new one: /now")
        blocks.append(lasts.format(at=moment(until, rules)))
    return "\n\n".join(filter(None, blocks))


def _work(all_: Standing, now: datetime) -> list[str]:
    if not all_.open:
        return [_("Nothing is open: all requests are closed.")]
    lines = [bold(_("Open: {n}").format(n=all_.open))]
    lines += [f"• {_priority(edition, key)} — {count}" for edition, key, count in all_.priorities]
    late = _("Late: {n}").format(n=all_.late)
    lines.append(" · ".join([bold(late) if all_.late else late, _("soon due: {n}").format(n=all_.near)]))
    if all_.untaken and all_.oldest:
        words = _("Taken by nobody: {n}, the oldest waits {span}")
        lines.append(words.format(n=bold(str(all_.untaken)), span=lasting(max(now - all_.oldest, timedelta()))))
    else:
        lines.append(_("Taken by nobody: {n}").format(n=0))
    lines.append(_("Awaiting the requester: {n} · put off: {m}").format(n=all_.asked, m=all_.held))
    lines += [_("Completed, awaiting the verdict: {n}").format(n=all_.completed)] if all_.completed else []
    return lines


def _priority(edition: str, key: str) -> str:
    if not key:
        return _("no priority")
    return escape(priority_words(versions.version(edition).priority(key).name.in_(language())))


def _lines(lines: tuple[Standing, ...]) -> list[str]:
    if not lines:
        return []
    words = _("{name}: {n} open, {late} late, {untaken} taken by nobody")
    said = [
        words.format(name=bold(one.name or _("First group")), n=one.open, late=one.late, untaken=one.untaken)
        for one in lines
    ]
    return [_("By line:"), *said]


def _people(desk: Desk, seen: Overview) -> list[str]:
    rules = desk.regulation
    names = ", ".join(bold(name) for name in seen.duty)
    duty = _("On duty: {names}").format(names=names) if names else _("Nobody is on duty now.")
    if seen.opens is not None:
        return [duty, _("Closed until {at}").format(at=moment(seen.opens, rules))]
    if seen.closes is None:
        return [duty, _("Open round the clock")]
    return [duty, _("Open until {at}").format(at=moment(seen.closes, rules))]


def _traffic(desk: Desk, seen: Overview) -> list[str]:
    traffic = seen.traffic
    waiting = _("Outgoing: {n} waiting").format(n=traffic.waiting)
    if traffic.waiting and traffic.oldest is not None:
        span = lasting(timedelta(seconds=max(desk.wall() - traffic.oldest, 0)))
        waiting = _("Outgoing: {n} waiting, the oldest for {span}").format(n=traffic.waiting, span=span)
    failed = _("{n} failed within a day").format(n=traffic.failed)
    lines = [" · ".join([waiting, bold(failed) if traffic.failed else failed])]
    mail = [_("last letter accepted {at}").format(at=_at(desk, traffic.letter))] if traffic.letter else []
    mail += [_("last refused {at}").format(at=_at(desk, traffic.letter_failed))] if traffic.letter_failed else []
    mail += [_("last one to us {at}").format(at=_when(desk, traffic.heard))] if traffic.heard else []
    lines.append(_("Mail: {facts}").format(facts=", ".join(mail) or _("no letters yet")))
    lines += mail_in_lines(seen.mail, traffic, partial(_when, desk))
    if traffic.quarantined:
        lines.append(bold(_("Errors of the bot within a day: {n}").format(n=traffic.quarantined)))
    if traffic.files:
        lines.append(bold(_("Files that cannot be fetched yet: {n}").format(n=traffic.files)))
    if not traffic.quarantined and not traffic.files:
        lines.append(_("The bot had no errors within a day."))
    return lines


def _at(desk: Desk, wall: float) -> str:
    """An instant of the wall clock as the regulation's clock shows it."""
    return _when(desk, desk.now() - timedelta(seconds=desk.wall() - wall))


def _when(desk: Desk, at: datetime) -> str:
    """The time today, else the day too."""
    zone = desk.regulation.zone
    if at.astimezone(zone).date() == desk.now().astimezone(zone).date():
        return format_time(at, "HH:mm", zone, language())
    return moment(at, desk.regulation)
