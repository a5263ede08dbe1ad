"""Rules: the regulation in force, in short; its sections are a tap away."""

from __future__ import annotations

from html import escape

from aiogram.types import InlineKeyboardMarkup

from domain.refusals import NothingToAnswer
from domain.regulation import Regulation
from domain.sla import Target
from handlers.callbacks import RulesButton
from handlers.view.clauses import clause_words
from handlers.view.pages import place, turning
from handlers.view.rule_sections import sections
from handlers.view.say import bold, button, italic, rows
from handlers.view.times import day, span
from handlers.view.words import _, language

ROOM = 3500
"""Of the 4096 of a message; a line of the list is far shorter than the rest."""


def rules_words(rules: Regulation) -> str:
    """Title, version and date; what each priority means; where to read the whole of it."""
    spoken = language()
    lines = [
        bold(rules.title.in_(spoken)),
        _("Version {version}, in force from {day}.").format(version=escape(rules.version), day=day(rules.valid_from)),
        *([""] if rules.priorities else []),
    ]
    for priority in rules.priorities:
        lines.append(f"{bold(priority.name.in_(spoken))}: {escape(priority.definition.in_(spoken))}")
        target = priority.resolution
        if target and target.clause:
            lines.append(italic(_deadline(target)))
    lines += ["", escape(rules.link)]
    return "\n".join(lines)


def _deadline(target: Target) -> str:
    cited = clause_words(target.clause)
    if target.norm:
        return _("Usual time: {time}{clause}").format(time=span(str(target.duration)), clause=cited)
    return _("Deadline: {time}{clause}").format(time=span(str(target.duration)), clause=cited)


def rules_keyboard(rules: Regulation) -> InlineKeyboardMarkup:
    """The sections that say something."""
    return rows(*([button(one.title, RulesButton(section=one.key))] for one in sections(rules)))


def section_page(rules: Regulation, key: str, page: int) -> tuple[str, InlineKeyboardMarkup]:
    """A page of a section, or the front without one; the last page for a number beyond it. NothingToAnswer: no such section."""
    if not key:
        return rules_words(rules), rules_keyboard(rules)
    found = next((one for one in sections(rules) if one.key == key), None)
    if found is None:
        raise NothingToAnswer
    page = min(page, len(found.pages) - 1)
    keyboard = rows(
        turning(page, len(found.pages), lambda n: RulesButton(section=key, page=n)),
        [button(_("« Back"), RulesButton())],
    )
    return found.pages[page] + place(page, len(found.pages)), keyboard
