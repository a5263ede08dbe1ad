"""Rules: the regulation in force, in short; its sections are a tap away."""

from __future__ import annotations

from html import escape

from aiogram.types import InlineKeyboardMarkup

from domain.refusals import NothingToAnswer
from domain.regulation import Regulation
from domain.rules import UNNUMBERED
from handlers.callbacks import RulesButton
from handlers.view.pages import place, turning
from handlers.view.rule_sections import sections
from handlers.view.say import bold, button, italic, rows
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
            lines.append(italic(_deadline(priority.resolution.clause)))
    lines += ["", escape(rules.link)]
    return "\n".join(lines)


def _deadline(clause: str) -> str:
    if clause == UNNUMBERED:
        return _("Deadline by the Regulation")
    return _("Deadline by clause {clause}").format(clause=clause)


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
