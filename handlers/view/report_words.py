"""Report in words: what each figure comes to in one sentence; the message over the charts; an honest one for no data."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from aiogram.types import InlineKeyboardMarkup

from domain.cases import Outcome, Which
from domain.figures import Figures, Kept, Timing, order_of
from domain.ports import Desk
from domain.regulation import Regulation
from domain.usecases.report import Report
from handlers.callbacks import ReportButton
from handlers.view.amounts import clock_span, days, decimal, number, percent, spent
from handlers.view.say import bold, button, rows
from handlers.view.standing import priority_words
from handlers.view.times import when
from handlers.view.words import _, language, ngettext

OLD = 3
"""The first class of age that is called old: over a week."""


def heading(report: Report) -> str:
    """«Отчёт за 16–22 ноября 2026» and whose."""
    title = _("Report for {days}").format(days=days(report.figures.period))
    return f"{title} · {report.organization.name}" if report.organization else title


def summary(desk: Desk, report: Report) -> tuple[str, InlineKeyboardMarkup | None]:
    """What the charts will say, in words; with the buttons for the documents behind them."""
    title, *lines = plainly(desk, report)
    keyboard = None if report.figures.is_empty else documents(report)
    return "\n".join([bold(title), *map(escape, lines)]), keyboard


def plainly(desk: Desk, report: Report) -> list[str]:
    """The heading, and a sentence for each figure."""
    made = report.figures
    if made.is_empty:
        return [heading(report), *nothing(report)]
    lines = [flow(made) + ". " + balance(made) + "."]
    lines += [
        line if line.endswith(".") else f"{line}."  # «2.8 working d.»
        for line in (kept(made), typical(made, desk.regulation), left(made), rated(made), busiest(made))
        if line
    ]
    return [heading(report), *as_of(desk, made), *lines]


def as_of(desk: Desk, made: Figures) -> list[str]:
    """That the period is not over yet."""
    if made.at >= made.period.ends(desk.regulation.zone):
        return []
    return [_("The period is not over: as of {at}.").format(at=when(made.at, desk.regulation))]


def nothing(report: Report) -> list[str]:
    """A period without data is said to be one."""
    whose = _(
        "No request of this customer was registered, closed, rated or open in these days: there is nothing to draw."
    )
    anybody = _("No request was registered, closed, rated or open in these days: there is nothing to draw.")
    return [whose if report.organization else anybody, _("Another period, for example: /report month")]


def documents(report: Report) -> InlineKeyboardMarkup:
    """The sheet behind the charts; for one customer also what may be sent to them."""
    period, whose = report.figures.period, report.organization.id if report.organization else ""
    at = {"first": f"{period.first:%Y%m%d}", "last": f"{period.last:%Y%m%d}", "org": whose}
    row = [button("XLSX", ReportButton(verb="xlsx", **at))]
    row.append(
        button("PDF", ReportButton(verb="pdf", **at))
        if whose
        else button(_("PDF for a customer"), ReportButton(verb="pick", **at))
    )
    return rows(row)


# -- what each figure comes to: the titles of the charts


def flow(made: Figures) -> str:
    """«Поступило 46, закрыто 41»."""
    return _("{n} came in, {m} closed").format(n=number(made.registered), m=number(made.closed))


def balance(made: Figures) -> str:
    """«Было открыто 12, осталось 17»."""
    before, after = number(made.open_before), number(made.open_after)
    if made.reopened:
        words = _("{before} were open before, {again} were opened again, {after} are left")
        return words.format(before=before, again=number(made.reopened), after=after)
    return _("{before} were open before, {after} are left").format(before=before, after=after)


def kept(made: Figures) -> str:
    """«В срок: реакция 96 %, решение 91 %»."""
    parts = [
        _("{what} {share}").format(what=what(which), share=percent(share)).replace(" ", "\u00a0")
        for which in ("response", "resolution")
        if (share := made.kept[which].share) is not None
    ]
    decided, met = (sum(getattr(one, name) for one in made.kept.values()) for name in ("decided", "met"))
    if not decided:
        return _("No deadline fell into these days")
    if met == decided:
        return _("Everything in time: {n} of {n}").format(n=number(met))
    return _("In time: {parts}").format(parts=", ".join(parts))


def what(which: Which) -> str:
    """Which promise, in one word."""
    return {"response": _("response"), "resolution": _("solution")}[which]


def states() -> tuple[str, str, str]:
    """What becomes of a promise: kept, broken, still to be kept."""
    return _("in time"), _("late"), _("still running")


def state(promise: Outcome) -> str:
    """What became of one; a dash where nobody was owed anything."""
    kept, broken, running = states()
    return {"met": kept, "missed": broken, "pending": running}.get(promise.state, "—")


def came_in() -> str:
    return _("came in")


def closed() -> str:
    return _("closed")


def answers() -> str:
    return _("answers")


def counts(one: Kept) -> str:
    """«44 из 46 в срок»."""
    if not one.decided:
        return ngettext("{n} is running", "{n} are running", one.pending).format(n=number(one.pending))
    return _("{n} of {all}").format(n=number(one.met), all=number(one.decided))


def typical(made: Figures, rules: Regulation, only: Which | None = None) -> str:
    """«Приоритет 2: половина решена за 5 ч 10 мин или быстрее»: of the largest group; where no time for solving is
    promised, of the answers; empty where nothing was timed. `only`: of this one."""
    for which, one_group, all_of_them in (
        ("resolution", _("{group} — half were solved within {span}"), _("Half were solved within {span}")),
        ("response", _("{group} — half were answered within {span}"), _("Half were answered within {span}")),
    ):
        found = [timing for timing in made.timings if timing.which == which and which == (only or which)]
        if found:
            most = max(found, key=lambda timing: timing.n)
            words = one_group if most.group else all_of_them
            return words.format(group=group(most.group, rules), span=span_of(most))
    return ""


def span_of(timing: Timing, seconds: int | None = None) -> str:
    """The median, or another span, in the target's own kind of time."""
    return spent(timing.median if seconds is None else seconds, timing.kind, timing.day)


def left(made: Figures) -> str:
    """«В работе 17, старше недели 3»."""
    n = sum(made.backlog.values())
    if not n:
        return _("Nothing is left to be done")
    old = sum(many for (age, _group), many in made.backlog.items() if age >= OLD)
    if not old:
        return _("{n} still to be done, none older than a week").format(n=number(n))
    return _("{n} still to be done, {old} older than a week").format(n=number(n), old=number(old))


def rated(made: Figures) -> str:
    """«Средняя оценка 4,6, оценок 23»."""
    mean = made.mean_rating
    if mean is None:
        return _("Nobody gave a rating")
    n = ngettext("{n} rating", "{n} ratings", made.rated).format(n=number(made.rated))
    return _("{mean} is the average of {ratings}").format(mean=decimal(mean), ratings=n)


def busiest(made: Figures) -> str:
    """«Больше всего закрыто: Борис, 17 из 41»."""
    done = [one for one in made.load if one.closed]
    if not done:
        return _("No agent closed a request")
    first = done[0]
    return _("Most closed: {name}, {n} of {all}").format(
        name=first.name or "?", n=number(first.closed), all=number(made.closed)
    )


def effort(minutes: int) -> str:
    """Of an agent, or all."""
    return clock_span(minutes)


def group(key: str, rules: Regulation) -> str:
    """A priority or kind by its name, as the regulation in force has it; else by its key."""
    for one in rules.priorities:
        if one.key == key:
            return priority_words(one.name.in_(language()))
    for kind in rules.kinds:
        if kind.key == key:
            return kind.label.in_(language())
    return key or (_("without priority") if rules.priorities or rules.kinds else _("all requests"))


def named(key: str, rules: Regulation) -> str:
    """The same where a heading says what it is: «Низкий»."""
    return next((one.name.in_(language()) for one in rules.priorities if one.key == key), group(key, rules))


def timed(one: Timing, rules: Regulation, *, heading: bool = False) -> str:
    """«Приоритет 3 (срок: Приоритет 1)»: whose times these are; where the priority was changed too late, whose target too.

    `heading`: a heading says already what they are.
    """
    say = named if heading else group
    if not one.under:
        return say(one.group, rules)
    other = ", ".join(say(key, rules) for key in order_of(one.under, rules))
    return _("{group} (target: {other})").format(group=say(one.group, rules), other=other)


def too_late(made: Figures) -> str:
    """What that means, where there is such a row."""
    if not any(one.under for one in made.timings):
        return ""
    return _("Where the priority was changed after the target was due or met, the earlier target counts")


def grouping(keys: Iterable[str], rules: Regulation) -> str:
    """What the groups of a table are: priorities, kinds or both."""
    priorities, keys = {one.key for one in rules.priorities}, set(filter(None, keys))
    if not keys:
        return _("Requests")
    if keys <= priorities:
        return _("Priority")
    return _("Priority or kind") if keys & priorities else _("Kind")


def age(n: int) -> str:
    """The n-th class of age."""
    return [
        _("up to a day"),
        _("1 to 3 days"),
        _("3 to 7 days"),
        _("7 to 30 days"),
        _("over 30 days"),
    ][n]
