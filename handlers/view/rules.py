"""Rules: the regulation in force, in short."""

from __future__ import annotations

from html import escape

from babel.dates import format_date

from domain.regulation import Regulation
from domain.rules import UNNUMBERED
from domain.terms import ScopeItem
from handlers.view.say import bold, italic
from handlers.view.words import _, language

ROOM = 3500
"""Of the 4096 of a message; a line of the list is far shorter than the rest."""


def rules_words(rules: Regulation) -> str:
    """Title, version and date; what each priority means; where to read the whole of it."""
    spoken = language()
    day = format_date(rules.valid_from, "long", locale=spoken)
    lines = [
        bold(rules.title.in_(spoken)),
        _("Version {version}, in force from {day}.").format(version=escape(rules.version), day=day),
        "",
    ]
    for priority in rules.priorities:
        lines.append(f"{bold(priority.name.in_(spoken))}: {escape(priority.definition.in_(spoken))}")
        target = priority.resolution
        if target and target.clause:
            cited = _("Usual time by clause {clause}") if target.norm else _("Deadline by clause {clause}")
            lines.append(italic(cited.format(clause=target.clause)))
    lines += ["", escape(rules.link)]
    return "\n".join(lines)


def scope_words(rules: Regulation) -> list[str]:
    """What is solved and what is not, each with the key or clause it is refused by, as messages; none without such a list."""
    heads = {
        "solved": _("What we solve"),
        "limited": _("What we do in a limited way"),
        "paid": _("What is paid for separately"),
        "handed_over": _("What we hand on"),
        "not_solved": _("What we do not solve"),
    }
    lines: list[str] = []
    for decision, head in heads.items():
        items = [f"• {escape(_item(item))}" for item in rules.scope if item.decision == decision]
        lines += [bold(head), *items, ""] if items else []
    messages: list[str] = []
    for line in lines:
        if messages and len(messages[-1]) + len(line) < ROOM:
            messages[-1] += f"\n{line}"
        else:
            messages.append(line)
    return messages


def _item(item: ScopeItem) -> str:
    numbered = item.cited if item.cited != UNNUMBERED else None
    text = item.text.in_(language())
    return f"{numbered} {text}" if numbered else text
