"""FAQ: articles are offered before a request is taken, by the regulation's words and with its clause."""

from __future__ import annotations

from html import escape

from aiogram.methods import SendMessage
from aiogram.types import ReplyKeyboardRemove

from domain.answers import Text
from domain.draft import Conversation, Draft
from domain.regulation import Regulation
from handlers.callbacks import FaqButton, IntakeButton
from handlers.view.clauses import clause
from handlers.view.say import Methods, button, message, quote, rows, shortened
from handlers.view.times import lasting
from handlers.view.words import _, language

SHOWN = 600


def faq_offer(talk: Conversation, draft: Draft, chat: str) -> SendMessage:
    """Where to look first. What was written so far is kept, and shown."""
    demand = talk.regulation.demand("faq_first")
    lines = []
    if demand:
        lines.append(escape(demand.text.in_(language()).rstrip(".")) + clause(demand.clause) + ".")
    lines.append(escape(faq_link(talk.regulation)))
    given = draft.answers.get("_article") or draft.answers.get("link")
    if given:
        lines.append(_("Now:") + "\n" + quote(shortened(given, SHOWN)))
    said = draft.answers.get("description") or draft.answers.get("_said")
    if said:
        lines.append(_("You wrote:") + "\n" + quote(shortened(said, SHOWN)))
    return message(
        chat,
        "\n".join(lines),
        rows(
            [button(_("Found nothing, go on"), IntakeButton(draft=draft.id, verb="faq"), "primary")],
            [button(_("Look through our articles"), FaqButton(view="all"))] if talk.articles else [],
            [button(_("Found it, thank you"), IntakeButton(draft=draft.id, verb="found"))],
        ),
    )


def faq_hint(rules: Regulation) -> list[str]:
    """Where usual questions are answered, in a line: for regulations that answer by links and demand no look there first."""
    if rules.demand("faq_first") or "faq" not in rules.contacts:
        return []
    words = _("Usual questions are answered here{clause}: {link}")
    return [words.format(clause=clause(rules.clause("faq")), link=escape(faq_link(rules)))]


def faq_link(rules: Regulation) -> str:
    """Where the articles are: by the contacts, or else where the regulation is published."""
    for name in ("faq", "portal"):
        found = rules.contacts.get(name)
        if found:
            return found.in_(language()) if isinstance(found, Text) else found
    return rules.link


def glad(chat: str, rules: Regulation, kept: Draft | None) -> Methods:
    """The answer was found without us; what was written until then waits for a while, should it not be the answer."""
    if kept is None:
        return [message(chat, _("Glad you found it! If something is left, we are here: /new"), ReplyKeyboardRemove())]
    text = _("Glad it helped! What you have written is kept for {term}, in case something is left{clause}.").format(
        term=lasting(rules.retention.drafts), clause=clause(rules.retention.clause)
    )
    return [message(chat, text, rows([button(_("Register it after all"), IntakeButton(draft=kept.id, verb="anyway"))]))]
