"""Set the language: the requester chooses it, whatever their Telegram says."""

from __future__ import annotations

from domain.draft import Conversation
from domain.people import Speaker
from domain.ports import Desk
from domain.usecases.meeting import meet, standing


def set_language(desk: Desk, *, by: Speaker, language: str) -> Conversation:
    """From now on everything is said in this language, letters too."""
    meet(desk, by).chooses(language)
    return standing(desk, by=by)
