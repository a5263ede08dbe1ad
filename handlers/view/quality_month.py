"""Quality of a month in words: the same ones for the chat, for the letter and for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from domain.complaint import Complaint
from domain.notices import Parcel
from domain.ports import Desk
from domain.usecases.complain import SPEED_UP
from domain.usecases.quality_month import Month, QualityMonth, quality_month, running
from handlers.view.pages import visible
from handlers.view.say import LONGEST, Methods, bold, message, shortened
from handlers.view.times import moment
from handlers.view.words import _, language

WORDS = 300
SHORT = ((12, 160), (8, 120), (5, 80), (2, 40), (0, 0))
"""How many of each kind, and how much of their words, a chat is tried to be shown in one message."""


@dataclass(frozen=True)
class Report:
    """A title, and sections: a heading and its lines."""

    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]


def told(desk: Desk, month: Month, *, most: int | None = None, room: int = WORDS) -> Report:
    """All of it, or only the first `most` of each kind; `room`: so much of anybody's words."""
    return _report(desk, quality_month(desk, month), most, room)


def month_out(desk: Desk, parcel: Parcel) -> Methods:
    """In one message, however much there was: what has no room is counted."""
    found = quality_month(desk, Month.of(parcel.facts["month"]))
    text = ""
    for most, room in SHORT:
        report = _report(desk, found, most, room, in_group=parcel.address.startswith("-"))
        blocks = [bold(report.title)]
        blocks += ["\n".join([bold(head), *(f"• {escape(line)}" for line in lines)]) for head, lines in report.sections]
        text = "\n\n".join(blocks)
        if visible(text) <= LONGEST:
            break
    return [message(parcel.address, text, thread=parcel.thread)]


def how_to_ask() -> str:
    """By an example."""
    return _("Name a month that has begun, such as /quality 2026-10; alone it is the month that runs.")


def _report(desk: Desk, found: QualityMonth, most: int | None, room: int, *, in_group: bool = False) -> Report:
    """`in_group`: whom a complaint may be about reads along, so its words are left out."""
    month = found.month
    name = format_date(date(month.year, month.month, 1), _("LLLL y"), locale=language())
    title = _("Quality control: {month}").format(month=name)
    if month == running(desk):
        title = _("Quality control: {month}, up to now").format(month=name)
    complaints = [_complaint(desk, found, one, 0 if in_group else room) for one in found.complaints]
    if in_group and complaints:
        complaints.append(_("What they say is in the letter, and in private: /quality there."))
    ratings = [_rating(desk, found, one, room) for one in found.ratings]
    sections = [
        (
            _("Complaints: {n}").format(n=len(found.complaints)),
            _first(complaints, most + 1 if most is not None else None) or (_("No complaints came."),),
        ),
        (_("Low ratings: {n}").format(n=len(ratings)), _first(ratings, most) or (_("No low ratings were given."),)),
        (_("Marks and disputes"), tuple(_marks(desk, found))),
    ]
    return Report(title, tuple(sections))


def _first(lines: Sequence[str], most: int | None) -> tuple[str, ...]:
    if most is None or len(lines) <= most:
        return tuple(lines)
    more = _("and {n} more: in the letter to quality control").format(n=len(lines) - most)
    return (*lines[:most], more)


def _complaint(desk: Desk, found: QualityMonth, one: Complaint, room: int) -> str:
    what = _("a wish to be quicker") if one.letter == SPEED_UP else _("a complaint")
    head = _("{complaint} on {number}, {at}, {what}").format(
        complaint=one.number, number=one.ticket, at=moment(one.at, desk.regulation), what=what
    )
    return " ".join([f"{head}{_words(found, one, room)}.", *_answered(desk, found, one, room)])


def _rating(desk: Desk, found: QualityMonth, one: Complaint, room: int) -> str:
    stars = _("{n} of {most}").format(n=one.stars, most=desk.tickets.get(one.ticket).regulation.rating[1])
    head = _("{complaint} on {number}, {at}: {stars}").format(
        complaint=one.number, number=one.ticket, at=moment(one.at, desk.regulation), stars=stars
    )
    if one.answered_at and one.stars and one.stars > (desk.tickets.get(one.ticket).regulation.low_rating or 0):
        return f"{head}{_words(found, one, room)}. " + _("The requester has raised it since.")
    return " ".join([f"{head}{_words(found, one, room)}.", *_answered(desk, found, one, room)])


def _words(found: QualityMonth, one: Complaint, room: int) -> str:
    """«: „Долго ждали“»."""
    if one.ticket in found.erased:
        erased = _("the words are erased")
        return f" ({erased})"
    text = shortened(" ".join(one.text.split()), room) if room else ""
    quoted = _("“{words}”").format(words=text.rstrip("."))
    return f": {quoted}" if text else ""


def _answered(desk: Desk, found: QualityMonth, one: Complaint, room: int) -> list[str]:
    """In time or not, and what was said."""
    late = one.is_late(found.at)
    if one.answered_at is None:
        if one.due is None:
            return []
        due = moment(one.due, desk.regulation)
        said = _("No answer; it was due by {at}.") if late else _("No answer yet; it is due by {at}.")
        if one.stars is not None:
            said = _("No word; it was due by {at}.") if late else _("No word yet; it is due by {at}.")
        return [said.format(at=due)]
    rated = one.stars is not None
    if rated:
        said = _("Dealt with late") if late else _("Dealt with in time")
    else:
        said = _("Answered late") if late else _("Answered in time")
    answer = shortened(" ".join(one.answer.split()), room) if room else ""
    return [_("{said}: “{words}”.").format(said=said, words=answer.rstrip(".")) if answer else f"{said}."]


def _marks(desk: Desk, found: QualityMonth) -> list[str]:
    ended, most = found.ended, desk.regulation.rating[1]
    if not ended.closed:
        lines = [_("No request was closed.")]
    else:
        share = format_percent(ended.rated / ended.closed, locale=language())
        words = _("Requests closed: {n}; rated of them: {rated} ({share})")
        lines = [words.format(n=ended.closed, rated=ended.rated, share=share)]
    if ended.rated:
        mean = format_decimal(ended.stars / ended.rated, "0.0", locale=language())
        lines.append(_("Mean rating: {mean} of {most}").format(mean=mean, most=most))
    lines.append(
        _("Requesters did not agree that it is done: {n}; opened again: {m}").format(n=found.disputes, m=found.reopened)
    )
    return lines
