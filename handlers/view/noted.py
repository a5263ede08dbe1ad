"""Noted: what is answered to somebody who sent a thing that is neither words nor a file to attach."""

from __future__ import annotations

from domain.usecases.things import Noted
from handlers.view.apart import arisen
from handlers.view.prompts import prompt
from handlers.view.say import Methods, bold, message
from handlers.view.summary import taken_files
from handlers.view.words import _, speaking


def noted_words(noted: Noted, chat: str) -> Methods:
    """That it is on record as described, what the regulation takes instead, and where things stand."""
    with speaking(noted.person.language):
        lines = [_("{thing}: noted.").format(thing=bold(noted.thing.words))]
        if noted.ticket:
            lines[0] += " " + _("The specialists of {number} see that you sent it.").format(
                number=bold(noted.ticket.number)
            )
        if noted.ticket and noted.thing.caption:
            lines.append(_("They read your words too, but what you attached does not reach them."))
        else:
            lines.append(_("But I cannot look into it: please say in words what matters."))
        if noted.rules.attachments.max_count:
            lines += taken_files(noted.rules)[:1]
        asked: Methods = [arisen(one, noted.ticket, chat) for one in noted.arisen] if noted.ticket else []
        return [message(chat, "\n".join(lines)), *asked, *(prompt(noted.talk, chat) if noted.talk else [])]
