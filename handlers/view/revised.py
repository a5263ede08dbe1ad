"""Revised: what is answered to somebody who edited a message of theirs."""

from __future__ import annotations

from html import escape

from domain.usecases.revise import Kept, Replaced, Revised, Revision, TooLate, Untraced
from handlers.view.prompts import prompt
from handlers.view.refusals import refusal_words
from handlers.view.say import Methods, bold, message
from handlers.view.words import _, speaking


def revised_words(revision: Revision, chat: str, message_id: int) -> Methods:
    """The answer, in reply to the message itself; where several edits are gathered, to the first of them."""
    person = revision.talk.person if isinstance(revision, Replaced) else revision.person
    with speaking(person.language):
        match revision:
            case Replaced():
                text = _("Corrected.")
                rest = prompt(revision.talk, chat) if revision.talk.draft else []
                return [message(chat, text, reply_to=message_id), *rest]
            case Revised():
                if revision.told:
                    return []
                text = _("Your correction is added to {number}: the specialists see both versions.")
            case TooLate():
                text = _(
                    "{number} is closed, so its record stays as it was. If it matters, please write it as a new message."
                )
            case Kept():
                kept = _("What you wrote before stays as it was.")
                text = f"{escape(refusal_words(revision.wrong))} {kept}"
            case Untraced():
                text = _(
                    "I cannot follow this edit: what you wrote first is recorded. Please send the correction as a new message."
                )
        number = bold(revision.ticket.number) if isinstance(revision, Revised | TooLate) else ""
        return [message(chat, text.replace("{number}", number), reply_to=message_id)]
