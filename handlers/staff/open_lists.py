"""Open lists: whichever press shows a list under a card, the desk remembers it, so that drawing the card anew does not fold it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, TelegramObject

from domain.ports import Clerk, Desk
from domain.refusals import Refusal
from domain.usecases.open_lists import close_list, listed, open_list
from handlers.callbacks import TicketButton
from handlers.speaker import speaker_of
from handlers.view.open_lists import moves
from handlers.view.words import speaking

USUAL = "card"
"""The press that shows the usual buttons again."""


class OpenLists(BaseMiddleware):
    """A press closes the list that is open, and may open another one; one that is refused changes nothing."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        pressed = data.get("callback_data")
        if not isinstance(event, CallbackQuery) or not isinstance(pressed, TicketButton) or event.message is None:
            return await handler(event, data)
        clerk: Clerk = data["clerk"]
        by, number, remote = speaker_of(event, data["arrived_at"]), pressed.number, str(event.message.message_id)
        # Before the move: whatever it changes, the card must not be drawn with the list that it was chosen from.
        before = await clerk.read(listed, number=number, remote=remote)
        if before is not None:
            await clerk.aside(close_list, by=by, number=number)
        try:
            said = await handler(event, data)
        except Refusal:
            if before is not None:
                await clerk.aside(open_list, by=by, number=number, list_=before)
            raise
        keys = next((one.reply_markup for one in said or () if isinstance(one, EditMessageReplyMarkup)), None)
        if keys is not None and pressed.verb != USUAL:
            with speaking(data["staff"].language):
                now = await clerk.read(_moves, number=number)
            list_ = {"remote": remote, "keys": keys.model_dump(mode="json", exclude_none=True), "moves": now}
            await clerk.aside(open_list, by=by, number=number, list_=list_)
        return said


def _moves(desk: Desk, *, number: str) -> str:
    return moves(desk, desk.tickets.get(number))
