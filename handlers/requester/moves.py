"""Moves: a requester withdraws a ticket, or hands it over to a colleague who takes it by a link."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from domain.ports import Clerk
from domain.usecases.pass_on import DOOR, open_link, take_over
from domain.usecases.withdraw import withdraw
from handlers.callbacks import TakeButton, TicketButton
from handlers.filters import Presses
from handlers.speaker import speaker_of
from handlers.view.own import offered
from handlers.view.say import Methods, message, without_buttons
from handlers.view.words import speaking

router = Router(name="moves")


@router.message(CommandStart(deep_link=True, magic=F.args.startswith(DOOR)))
async def on_link(event: Message, command: CommandObject, clerk: Clerk, arrived_at: datetime) -> Methods:
    """A colleague's link was opened."""
    token = (command.args or "").removeprefix(DOOR)
    found = await clerk.do(open_link, by=speaker_of(event, arrived_at), token=token)
    with speaking(found.person.language):
        return [message(event.chat.id, *offered(found))]


@router.callback_query(TakeButton.filter())
async def on_take_over(event: CallbackQuery, callback_data: TakeButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    await clerk.do(take_over, by=speaker_of(event, arrived_at), token=callback_data.token)
    return without_buttons(event)


@router.callback_query(TicketButton.filter(), Presses("withdraw"))
async def on_withdraw(event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    await clerk.do(withdraw, by=speaker_of(event, arrived_at), number=callback_data.number)
    return without_buttons(event)
