"""Internal: what is answered to staff whose words stay among us, and why they do."""

from __future__ import annotations

from domain.internal import Why
from handlers.view.say import bold
from handlers.view.words import _


def internal_words(number: str, why: Why) -> str:
    """It is a note, and by which sign."""
    words = {
        Why.BEGINS: _("A note on {number}, for us only."),
        Why.CALLS: _("A note on {number}, for us only: it calls a colleague. The requester gets nothing of it."),
        Why.REPLIES: _("A note on {number}, for us only: it replies to a colleague. The requester gets nothing of it."),
    }
    return "🔒 " + words[why].format(number=bold(number))
