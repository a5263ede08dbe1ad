"""Greeting: what somebody reads first, before anything is asked."""

from __future__ import annotations

from html import escape

from aiogram.types import (
    ReplyKeyboardRemove,
)

from domain.answers import Text
from domain.draft import Conversation
from domain.regulation import Regulation
from handlers.view.clauses import demanded
from handlers.view.prompts import counted
from handlers.view.say import Methods, bold, message
from handlers.view.words import _, language, ngettext


def greeting(talk: Conversation, chat: str) -> Methods:
    """The first words to somebody who pressed Start."""
    operator = talk.regulation.contacts.get("operator")
    name = operator.in_(language()) if isinstance(operator, Text) else str(operator or "")
    questions = len(counted(talk))
    text = "\n\n".join(
        [
            bold(_("Hello! This is {operator}.").format(operator=name)),
            _what_comes_of_it(talk.regulation),
            ngettext(
                "There is {n} short question. It takes about two minutes.",
                "There are {n} short questions. It takes about two minutes.",
                questions,
            ).format(n=questions),
            *_for_guests(talk.regulation),
        ]
    )
    return [message(chat, text, ReplyKeyboardRemove())]


def _for_guests(rules: Regulation) -> list[str]:
    """That nobody needs an account, where the regulation says so (e-doc 2)."""
    demand = rules.demand("guests")
    return [escape(demanded(demand.text, demand.clause))] if demand else []


def _what_comes_of_it(rules: Regulation) -> str:
    """A deadline is announced only where the regulation sets one, letters only where an address is asked for."""
    targets = [row.targets.resolution for row in rules.target_rows] + [p.resolution for p in rules.priorities]
    deadline = any(target and not target.norm for target in targets)
    by_mail = any(field.kind == "email" for field in rules.fields)
    if deadline and by_mail:
        return _(
            "Here you can register a request officially: it gets a number and a deadline, "
            "and every step is also sent to you by e-mail."
        )
    first = (
        _("Here you can register a request officially: it gets a number and a deadline.")
        if deadline
        else _("Here you can register a request officially: it gets a number, and you see each step.")
    )
    return first + " " + _("Letters go to your e-mail too.") if by_mail else first
