"""Rule sections: what a requester may want to know of the regulation, each item with its clause unless it is our own."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from domain.regulation import Regulation
from domain.sla import Target
from domain.terms import Decision, ScopeItem, TargetRow, Targets
from handlers.view.clauses import clause_words
from handlers.view.pages import visible
from handlers.view.say import bold
from handlers.view.summary import taken_files
from handlers.view.times import span
from handlers.view.words import _, language, ngettext

ROOM = 1500
"""UTF-16 units on a page: less than Telegram takes, for nobody reads 4096 in a chat."""

Groups = list[tuple[str, list[str]]]
"""Headings, perhaps empty, with the lines below each."""


@dataclass(frozen=True)
class Section:
    """A section and its pages in HTML; only those that say something are made."""

    key: str
    title: str
    pages: list[str]


def sections(rules: Regulation) -> list[Section]:
    """The sections that this regulation fills."""
    made = [
        ("scope", _("What we solve and what not"), scope(rules)),
        ("files", _("What to attach"), files(rules)),
        ("times", _("How soon"), times(rules)),
        ("closing", _("How it is closed"), closing(rules)),
        ("reasons", _("Why we may refuse"), reasons(rules)),
    ]
    return [Section(key, title, _pages(title, filled)) for key, title, groups in made if (filled := _filled(groups))]


def scope(rules: Regulation) -> Groups:
    """What is solved and what is not, by what becomes of it; the items by the keys that refusals cite."""
    titles: dict[Decision, str] = {
        "solved": _("We solve"),
        "limited": _("We help within limits"),
        "paid": _("We do it for money"),
        "handed_over": _("We hand it on"),
        "not_solved": _("We do not solve"),
    }
    spoken = language()
    groups = [(title, [_scope_item(item) for item in rules.scope_of(decision)]) for decision, title in titles.items()]
    owner = [_item(one.refusal.in_(spoken), one.clause) for one in rules.protected]
    return [*groups, (_("Only the owner may ask for it"), owner)]


def files(rules: Regulation) -> Groups:
    """What may be attached, how many and how large; nothing where nothing is taken."""
    limits = rules.attachments
    if not limits.max_count:
        return []
    most = ngettext(
        "No more than {n} file, up to {megabytes} MB each.",
        "No more than {n} files, up to {megabytes} MB each.",
        limits.max_count,
    ).format(n=limits.max_count, megabytes=limits.max_size_bytes // 1_000_000)
    return [("", [*taken_files(rules), most])]


def times(rules: Regulation) -> Groups:
    """What is promised, or published as usual: by priority, or by who asks and what about."""
    spoken = language()
    groups = []
    if rules.promises_by_priority:
        for priority in rules.priorities:
            lines = _targets(rules, Targets(priority.response, priority.resolution))
            if priority.refusable:
                lines.append(_item(_("May be refused without another reason."), priority.refusable))
            groups.append((priority.name.in_(spoken), lines))
    groups += [(_whose(rules, row), _targets(rules, row.targets)) for row in rules.target_rows]
    demand = rules.demand("no_guarantee")
    return [*groups, ("", ["", _cited(demand.text.in_(spoken), demand.clause)])] if demand else groups


def closing(rules: Regulation) -> Groups:
    """What completed means, what brings it back, and what silence does."""
    done, spoken = rules.completion, language()
    blocks = []
    if done.closes:
        endings = ", ".join(rules.resolutions[key].in_(spoken) for key in done.resolutions)
        words = _("When the work is done, the request is closed at once. How it may end: {endings}.")
        blocks.append(_item(words.format(endings=endings), done.clause))
    else:
        status = rules.statuses["completed"].in_(spoken)
        words = _("When the final answer is given, the request is “{status}” and waits for your word.")
        blocks.append(_item(words.format(status=status), done.clause))
        blocks.append(_item(_("You confirm the solution: it is closed."), rules.clause("confirmation")))
    if done.returned_by == "argument":
        words = _("Not solved? Say what exactly is left, and the work goes on.")
        blocks.append(_item(words, rules.clause("dispute")))
    elif done.returned_by == "anything":
        blocks.append(_item(_("Any question or addition brings it back to work."), rules.clause("dispute")))
    if rules.silence_after_completed:
        silence = rules.silence_after_completed
        words = _("No word from you for {time} after the answer: it is closed.")
        blocks.append(_item(words.format(time=span(str(silence.after))), silence.clause))
    if rules.silence_after_asking:
        silence = rules.silence_after_asking
        words = _("No answer to our question for {time}: it is closed as “{resolution}”.")
        ending = rules.resolutions["no_reply"].in_(spoken)
        blocks.append(_item(words.format(time=span(str(silence.after)), resolution=ending), silence.clause))
    if rules.reopen:
        blocks.append(_item(_("Closed too early? You can open it again."), rules.clause("reopen")))
    else:
        blocks.append(_item(_("A closed request is not opened again: a new question is a new request."), None))
    rated = _("After that we ask for a rating from {least} to {most}.")
    blocks.append(_item(rated.format(least=rules.rating[0], most=rules.rating[1]), rules.rating_clause))
    return [("", blocks)]


def reasons(rules: Regulation) -> Groups:
    """Why solving may be put off or refused."""
    return [("", [_item(reason.text.in_(language()), reason.clause) for reason in rules.reasons])]


def _whose(rules: Regulation, row: TargetRow) -> str:
    names = [
        group.label.in_(language())
        for group in (
            rules.tier(row.tier) if row.tier else None,
            rules.client(row.client) if row.client else None,
            rules.kind(row.category) if row.category else None,
        )
        if group
    ]
    return " · ".join(names) or _("All requests")


def _targets(rules: Regulation, targets: Targets) -> list[str]:
    response = _("Answer: {time}.") if rules.response_ends == "answer" else _("Response: {time}.")
    lines = [_target(response, targets.response)] if targets.response else []
    if targets.resolution:
        words = _("Solution, the usual time: {time}.") if targets.resolution.norm else _("Solution: {time}.")
        lines.append(_target(words, targets.resolution))
    return lines or [_item(_("No time is set."), None)]


def _target(words: str, target: Target) -> str:
    return _item(words.format(time=span(str(target.duration))), target.clause)


def _filled(groups: Groups) -> Groups:
    return [(heading, lines) for heading, lines in groups if lines]


def _pages(title: str, groups: Groups) -> list[str]:
    """Each page begins with the title, and with the heading of what goes on there."""
    pages: list[str] = []
    page = bold(title)
    for heading, lines in groups:
        above = f"\n\n{bold(heading)}" if heading else ""
        for n, line in enumerate(lines):
            longer = f"{page}{above if n == 0 else ''}\n{line}"
            if visible(longer) > ROOM:
                pages.append(page)
                longer = f"{bold(title)}{above}\n{line}"
            page = longer
    return [*pages, page]


def _scope_item(item: ScopeItem) -> str:
    # A key that is a number of the source is cited; others are our own names, and mean nothing to people.
    key = f"{item.key}. " if item.key[:1].isdigit() and item.key != item.clause else ""
    return _item(key + item.text.in_(language()), item.clause)


def _item(words: str, clause: str | None) -> str:
    return "• " + _cited(words, clause)


def _cited(words: str, clause: str | None) -> str:
    return escape(words.rstrip(".")) + escape(clause_words(clause)) + "."
