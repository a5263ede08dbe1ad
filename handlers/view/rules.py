"""Rules: the regulation in force, in short."""

from __future__ import annotations

from html import escape

from domain.regulation import Regulation
from handlers.view.say import bold, italic
from handlers.view.times import day
from handlers.view.words import _, language


def rules_words(rules: Regulation) -> str:
    """Title, version and date; what each priority means; where to read the whole of it."""
    spoken = language()
    lines = [
        bold(rules.title.in_(spoken)),
        _("Version {version}, in force from {day}.").format(version=escape(rules.version), day=day(rules.valid_from)),
        "",
    ]
    for priority in rules.priorities:
        lines.append(f"{bold(priority.name.in_(spoken))}: {escape(priority.definition.in_(spoken))}")
        if priority.resolution and priority.resolution.clause:
            lines.append(italic(_("Deadline by clause {clause}").format(clause=priority.resolution.clause)))
    lines += ["", escape(rules.link)]
    return "\n".join(lines)
