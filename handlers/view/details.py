"""Details: the lines that a letter lacked, asked for in the chat as an intake asks its questions."""

from __future__ import annotations

from aiogram.types import InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove

from domain.answers import Field
from domain.draft import Draft
from domain.form import KIND
from domain.regulation import Regulation
from domain.usecases.details import asked_line, asked_lines, choices
from handlers.callbacks import DetailButton
from handlers.view.say import bold, button, rows, shortened
from handlers.view.words import _, language


def where_it_stands(rules: Regulation, draft: Draft) -> str:
    """«BAR-000017 · 2 из 4»"""
    lines, line = asked_lines(rules, draft), asked_line(rules, draft)
    n = lines.index(line) + 1 if line else len(lines)
    return f"{bold(draft.ticket or '')} · " + _("{n} of {all}").format(n=n, all=len(lines))


def asked_field(rules: Regulation, draft: Draft) -> Field | None:
    """The field that is asked for; None where something is to be chosen."""
    return next((one for one in rules.fields if one.key == asked_line(rules, draft)), None)


def field_keyboard(field: Field) -> ReplyKeyboardMarkup | ReplyKeyboardRemove:
    """The button for one's own number, where that is asked for."""
    if field.kind != "phone":
        return ReplyKeyboardRemove()
    return ReplyKeyboardMarkup(
        keyboard=[[KeyboardButton(text=_("Send my phone number"), request_contact=True)]],
        resize_keyboard=True,
        input_field_placeholder=shortened(field.label.in_(language()), 64),
    )


def choice(rules: Regulation, draft: Draft) -> tuple[str, InlineKeyboardMarkup]:
    """What it is about, or how hard it hits."""
    line = asked_line(rules, draft)
    asked = _("What is it about?") if line == KIND else _("How badly does it affect your work?")
    labels = (
        [button(thing.label.in_(language()), DetailButton(draft=draft.id, value=f"{line}={thing.key}"))]
        for thing in choices(rules, line)
    )
    return f"{where_it_stands(rules, draft)}\n{bold(asked)}", rows(*labels)
