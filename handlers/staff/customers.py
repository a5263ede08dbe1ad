"""Customers: /invite makes the link by which a customer's people show whose they are; for leads."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from domain.ports import Clerk, Desk, Staff
from domain.regulation import Regulation
from domain.usecases.invite import invite
from handlers.speaker import speaker_of, thread_of
from handlers.view.invite import invitation
from handlers.view.say import Methods, reply
from handlers.view.words import _, speaking

router = Router(name="customers")


@router.message(Command("invite"))
async def on_invite(
    event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """To the lead's private chat, if they have one with the desk; else here."""
    if event.sender_chat is not None or event.from_user is None:
        return []
    with speaking(staff.language):
        if not (command.args or "").strip():
            return [reply(event, _("Whose people? Write the customer's name or contract number: /invite 12-34"))]
        made = await clerk.do(invite, by=speaker_of(event, arrived_at), which=command.args or "")
        rules: Regulation = await clerk.read(_rules)
        if made.chat:
            return [*invitation(made, made.chat, rules), reply(event, _("I sent you the link in our private chat."))]
        return invitation(made, str(event.chat.id), rules, thread=thread_of(event))


def _rules(desk: Desk) -> Regulation:
    return desk.regulation
