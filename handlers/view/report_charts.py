"""Report charts: what each picture shows, as plain data with all its words; drawn elsewhere, in a process of its own."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from datetime import date, timedelta
from typing import Any

from aiogram import Bot
from aiogram.methods import SendDocument, SendMediaGroup, SendPhoto
from aiogram.types import InputFile, InputMediaPhoto

from domain.cases import WHICH, Which
from domain.figures import AGES, Figures, Kept, order_of
from domain.notices import Parcel
from domain.ports import Desk
from domain.regulation import Regulation
from domain.usecases.report import Report, report_of
from handlers.view import report_words as words
from handlers.view.amounts import days, decimal, number, percent, short_day, weekday
from handlers.view.report_sheet import report_sheet
from handlers.view.say import Methods, chat_number, message, shortened
from handlers.view.words import _, ngettext

Panel = dict[str, Any]
MOST_DAYS = 31
"""Days beside each other; of more, weeks."""
MOST_AGENTS, MOST_GROUPS, MOST_TIMES = 9, 5, 5
"""So many are readable on a phone; the sheet has all of them."""
TOGETHER = 6
"""Rows of both promises that are readable in one picture; of more, each has a picture of its own."""
NAME = 26
OTHERS = "\0"
"""In place of a key: all groups for which there is no room."""


class Album:
    """Pictures that are drawn together, just before they go out; `pngs` are there from then on.

    `instead`: what goes out if they cannot be drawn.
    """

    def __init__(self, panels: list[Panel], instead: SendDocument | None = None) -> None:
        self.panels, self.instead = panels, instead
        self.pngs: list[bytes] = []


class Picture(InputFile):
    """One of an album (`bot/drawing.py` draws it)."""

    def __init__(self, album: Album, n: int) -> None:
        super().__init__(filename=f"{n + 1}-{album.panels[n]['kind']}.png")
        self.album, self.n = album, n

    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:
        """TypeError, should it go out undrawn."""
        if not self.album.pngs:
            raise TypeError("a picture is drawn before it goes out")
        yield self.album.pngs[self.n]


def report_out(desk: Desk, parcel: Parcel) -> Methods:
    """The words with their buttons, and the charts as an album below them."""
    report = report_of(desk, parcel.facts)
    text, keyboard = words.summary(desk, report)
    to = str(parcel.facts.get("reply_to") or "")
    said = message(parcel.address, text, keyboard, thread=parcel.thread, reply_to=int(to) if to.isdecimal() else None)
    panels = charts(desk, report)
    common: dict[str, Any] = {
        "chat_id": chat_number(parcel.address),
        "message_thread_id": parcel.thread or None,
        "disable_notification": True,
    }
    words_instead = _("The charts could not be drawn this time. All their figures are in this sheet.")
    sheet = report_sheet(report, desk.regulation)
    album = Album(panels, SendDocument(document=sheet, caption=words_instead, **common))
    pictures = [Picture(album, n) for n in range(len(panels))]
    if not pictures:
        return [said]
    if len(pictures) == 1:
        return [said, SendPhoto(photo=pictures[0], **common)]
    return [said, SendMediaGroup(media=[InputMediaPhoto(media=picture) for picture in pictures], **common)]


def charts(desk: Desk, report: Report) -> list[Panel]:
    """One for each figure there is something to say of; none for a period without data."""
    made, rules = report.figures, desk.regulation
    if made.is_empty:
        return []
    panels = [_flow(made, rules), _kept(made, rules), *_times(made, rules), _backlog(made, rules), _ratings(made)]
    foot = " · ".join(filter(None, [days(made.period), report.organization.name if report.organization else ""]))
    return [panel | {"foot": shortened(foot, 60)} for panel in (*panels, _load(made)) if panel]


def _flow(made: Figures, rules: Regulation) -> Panel:
    """Registered and closed per day; per week where the days are many."""
    bars = [(at, came, went) for at, (came, went) in made.days.items()]
    weekly = len(bars) > MOST_DAYS
    if weekly:
        weeks: dict[date, list[int]] = {}
        for at, came, went in bars:
            week = weeks.setdefault(max(at - timedelta(days=at.weekday()), made.period.first), [0, 0])
            week[0] += came
            week[1] += went
        bars = [(at, came, went) for at, (came, went) in weeks.items()]
    few = len(bars) <= 7
    calendar = rules.hours_for()
    return {
        "kind": "flow",
        "title": words.flow(made),
        "note": words.balance(made),
        "labels": [f"{weekday(at)}\n{short_day(at)}" if few and not weekly else short_day(at) for at, *_n in bars],
        "series": [[came for _at, came, _went in bars], [went for _at, _came, went in bars]],
        "off": [not weekly and not calendar.is_working_day(at) for at, *_n in bars],
        "names": [words.came_in(), words.closed()],
        "off_name": _("a day off"),
        "axis": _("requests a week") if weekly else _("requests a day"),
    }


def _kept(made: Figures, rules: Regulation) -> Panel | None:
    rows = []
    for which in WHICH:
        groups = order_of((key for of, key in made.kept_by if of == which), rules)
        kept = [(None, made.kept[which]), *((key, made.kept_by[which, key]) for key in groups)]
        kept = [(key, one) for key, one in kept if one.decided or one.pending]
        if len(kept) == 2:
            kept = kept[:1]  # one group is all there is
        shown = kept if len(kept) <= MOST_GROUPS + 1 else [*kept[:MOST_GROUPS], (OTHERS, _together(kept[MOST_GROUPS:]))]
        for key, one in shown:
            name = words.what(which).capitalize() if key is None else _group(key, rules)
            share = one.share
            rows.append(
                {
                    "name": shortened(name, 40),
                    "head": key is None,
                    "parts": [one.met, one.missed, one.pending],
                    "big": "" if share is None else percent(share),
                    "said": words.counts(one),
                }
            )
    if not rows:
        return None
    note = _("By the regulation: the share of those decided in these days")
    if made.norms:
        note = _("Usual times of the regulation are counted as if promised")
    names = list(words.states())
    return {"kind": "kept", "title": words.kept(made), "note": note, "rows": rows, "names": names}


def _together(kept: Sequence[tuple[str | None, Kept]]) -> Kept:
    return Kept(*(sum(getattr(one, name) for _key, one in kept) for name in ("met", "missed", "pending")))


def _group(key: str, rules: Regulation) -> str:
    return _("others") if key == OTHERS else words.group(key, rules)


def _times(made: Figures, rules: Regulation) -> list[Panel]:
    """One picture of both promises, or where they are too many for that, one of each."""
    many = sum(min(MOST_TIMES, sum(one.which == which for one in made.timings)) for which in WHICH)
    if many <= TOGETHER:
        return _timed(made, rules, WHICH, words.typical(made, rules))
    return [panel for which in WHICH for panel in _timed(made, rules, (which,), words.typical(made, rules, which))]


def _timed(made: Figures, rules: Regulation, of: Sequence[Which], title: str) -> list[Panel]:
    """Each row to the scale of its own target, so that hours and working days stand beside each other."""
    rows, left = [], 0
    for which in of:
        every = sorted((one for one in made.timings if one.which == which), key=lambda one: -one.n)
        mine = every[:MOST_TIMES]
        left += len(every) - len(mine)
        order = order_of((timing.group for timing in mine), rules)
        for n, timing in enumerate(sorted(mine, key=lambda one: order.index(one.group))):
            scale = timing.promised or 0
            rows.append(
                {
                    "section": words.what(which).capitalize() if n == 0 else "",
                    "name": shortened(words.timed(timing, rules), 56),
                    "n": ngettext("{n} request", "{n} requests", timing.n).format(n=number(timing.n)),
                    "median": timing.median / scale if scale else 0,
                    "ninety": timing.ninety / scale if scale else 0,
                    "said": _("half: {half}, 9 of 10: {most}").format(
                        half=words.span_of(timing), most=words.span_of(timing, timing.ninety)
                    ),
                    "promised": words.span_of(timing, timing.promised) if timing.promised else "",
                }
            )
    if not rows:
        return []
    note = ". ".join(filter(None, [_("Time as the regulation counts it, without pauses"), words.too_late(made)]))
    if left:
        more = ngettext("{n} more line is in the sheet", "{n} more lines are in the sheet", left)
        note = f"{note}. {more.format(n=number(left))}"
    names = [_("half of them"), _("9 of 10"), _("usual time") if made.norms else _("target")]
    return [{"kind": "times", "title": title, "note": note, "rows": rows, "names": names}]


def _backlog(made: Figures, rules: Regulation) -> Panel | None:
    if not made.backlog:
        return None
    groups = order_of((key for _age, key in made.backlog), rules)
    shown = groups if len(groups) <= MOST_GROUPS else [*groups[: MOST_GROUPS - 1], None]
    parts = []
    for n in range(len(AGES) + 1):
        many = {key: made.backlog[n, key] for key in groups}
        named = [many[key] for key in shown if key is not None]
        parts.append([*named, *([sum(many.values()) - sum(named)] if None in shown else [])])
    note = ""
    if made.awaiting:
        note = ngettext("{n} more is solved and awaits a word", "{n} more are solved and await a word", made.awaiting)
        note = note.format(n=number(made.awaiting))
    return {
        "kind": "backlog",
        "title": words.left(made),
        "note": note or _at_the_end(groups, rules),
        "labels": [words.age(n) for n in range(len(AGES) + 1)],
        "parts": parts,
        "names": [shortened(words.group(key, rules), NAME) if key is not None else _("others") for key in shown],
        "totals": [number(sum(one)) for one in parts],
    }


def _at_the_end(groups: Sequence[str], rules: Regulation) -> str:
    if not any(groups):
        return _("At the end of the period, by age")
    if set(groups) <= {one.key for one in rules.priorities}:
        return _("At the end of the period, by age and priority")
    return _("At the end of the period, by age and kind")


def _ratings(made: Figures) -> Panel | None:
    if not made.rated:
        return None
    least, most = 1, max(5, *made.ratings)
    stars = list(range(most, least - 1, -1))
    closed = ngettext("{n} request closed", "{n} requests closed", made.closed).format(n=number(made.closed))
    return {
        "kind": "ratings",
        "title": words.rated(made),
        "note": closed,
        "labels": [f"{n} ★" for n in stars],
        "values": [made.ratings[n] for n in stars],
        "said": [f"{number(made.ratings[n])} · {percent(made.ratings[n] / made.rated)}" for n in stars],
        "mean": decimal(made.mean_rating or 0),
    }


def _load(made: Figures) -> Panel | None:
    if not made.load:
        return None
    rows = [(one.name or "?", one.closed, one.answers, one.minutes) for one in made.load]
    if len(rows) > MOST_AGENTS:
        rest = rows[MOST_AGENTS - 1 :]
        closed, answers, minutes = (sum(each) for each in zip(*(row[1:] for row in rest), strict=True))
        rows = [*rows[: MOST_AGENTS - 1], (_("others"), closed, answers, minutes)]
    told = [ngettext("{n} answer", "{n} answers", row[2]).format(n=number(row[2])) for row in rows]
    return {
        "kind": "load",
        "title": words.busiest(made),
        "note": _("Altogether: {span} of work").format(span=words.effort(made.minutes)) if made.minutes else "",
        "labels": [shortened(row[0], NAME) for row in rows],
        "values": [[row[1], row[2]] for row in rows],
        "said": [
            " · ".join([said, *([words.effort(row[3])] if row[3] else [])])
            for said, row in zip(told, rows, strict=True)
        ],
        "names": [words.closed(), words.answers()],
    }
