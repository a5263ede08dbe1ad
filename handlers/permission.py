"""Permission: before a door opens, the table of rights is asked; the use case behind it checks again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message, TelegramObject

from domain.people import Speaker
from domain.ports import Clerk, Desk
from domain.refusals import NothingToAnswer
from domain.rights import Right, Where, Who, of_button, of_command
from domain.usecases.roles import agent_anywhere
from handlers.speaker import speaker_of


class Permission(BaseMiddleware):
    """For all doors at one place. Raises NotStaff or OnlyLead to who may not; NothingToAnswer for a button of another place."""

    def __init__(self, where: Where) -> None:
        self.where = where

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        right = self._right(event, data)
        if isinstance(event, Message | CallbackQuery) and right is not None and right.for_staff and _is_one(event):
            clerk: Clerk = data["clerk"]
            await clerk.read(_must_be, by=speaker_of(event, data["arrived_at"]), right=right)
        return await handler(event, data)

    def _right(self, event: TelegramObject, data: dict[str, Any]) -> Right | None:
        if isinstance(event, CallbackQuery):
            right = of_button(event.data or "", self.where)
            elsewhere = (of_button(event.data or "", where) for where in Where if where is not self.where)
            if right is None and any(elsewhere):
                raise NothingToAnswer
            return right
        command = data.get("command")
        return of_command(command.command, self.where) if isinstance(command, CommandObject) else None


def _is_one(event: Message | CallbackQuery) -> bool:
    """Whether it is known who it was: whoever writes on behalf of a group is told so by the door itself."""
    if event.from_user is None or event.from_user.is_bot:
        return False
    return isinstance(event, CallbackQuery) or event.sender_chat is None


def _must_be(desk: Desk, *, by: Speaker, right: Right) -> None:
    agent = agent_anywhere(desk, by)
    if right.who is Who.LEAD:
        agent.must_lead()
