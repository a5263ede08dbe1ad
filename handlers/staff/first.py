"""First: whoever makes a move in vain because a colleague was first is told so, whichever move it was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Message, TelegramObject

from domain.refusals import Refusal
from domain.usecases.assign import meant
from domain.usecases.first import who_was_first
from handlers.callbacks import TicketButton
from handlers.recorded import replied
from handlers.speaker import speaker_of


class First(BaseMiddleware):
    """A refusal on a ticket names the colleague whose move it is because of, if it is."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        try:
            return await handler(event, data)
        except Refusal as refusal:
            assert isinstance(event, Message | CallbackQuery)
            number = await _number(event, data)
            by = speaker_of(event, data["arrived_at"])
            first = await data["clerk"].read(who_was_first, by=by, number=number, refusal=refusal) if number else None
            raise first or refusal from None


async def _number(event: Message | CallbackQuery, data: dict[str, Any]) -> str | None:
    """The ticket of a button, or of the message replied to."""
    if event.from_user is None:
        return None
    if isinstance(event, CallbackQuery):
        known = data.get("callback_data")
        return known.number if isinstance(known, TicketButton) else None
    if (to := replied(event)) is None:
        return None
    found: str | None = await data["clerk"].read(meant, by=speaker_of(event, data["arrived_at"]), reply_to=to, said="")
    return found
