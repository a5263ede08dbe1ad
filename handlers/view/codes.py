"""Codes in words: one is on its way because somebody asked for it; one was typed and is not right."""

from __future__ import annotations

from domain.usecases.code_letters import CodeSent
from handlers.callbacks import ProfileButton
from handlers.view.prompts import prompt
from handlers.view.say import Methods, bold, button, message, rows
from handlers.view.words import _, ngettext


def code_sent(sent: CodeSent) -> Methods:
    """It was asked for, and goes; and what else is being asked."""
    chat = sent.talk.person.chat
    text = _("A letter with a six-digit code goes to {address}. Send me the code here.").format(
        address=bold(sent.address)
    )
    return [message(chat, text), *(prompt(sent.talk, chat) if sent.talk.draft else [])]


def wrong_digits(left: int, chat: str) -> Methods:
    """The code was not that one."""
    if left:
        text = ngettext(
            "That is not the code from the letter. {n} try is left.",
            "That is not the code from the letter. {n} tries are left.",
            left,
        ).format(n=left)
        return [message(chat, text)]
    text = _("That is not the code, and it was the last try. The chat works all the same; letters stay short.")
    again = button(_("Send a new code"), ProfileButton(verb="again", field=""))
    return [message(chat, text, rows([again]))]
