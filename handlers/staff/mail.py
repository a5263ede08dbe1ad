"""Mail: an agent says in private where their letters go, or that they want none; a lead sees who gets them."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from domain.ports import Clerk, Staff
from domain.usecases.meeting import language_of
from domain.usecases.staff_mailbox import mailboxes, own_mailbox, set_mailbox
from handlers.speaker import speaker_of
from handlers.staff.membership import OfStaff
from handlers.view.say import Methods, reply
from handlers.view.staff_mail import mailbox_words, mailboxes_words, where_mail_is
from handlers.view.words import speaking

router = Router(name="mail")
alone = Router(name="mail in private")
COMMAND = Command("mail")


@alone.message(COMMAND, OfStaff())
async def on_mail(event: Message, command: CommandObject, clerk: Clerk, arrived_at: datetime) -> Methods:
    """How it stands; with an address or «off» it is set."""
    by, said = speaker_of(event, arrived_at), (command.args or "").strip()
    shown = await (clerk.do(set_mailbox, by=by, said=said) if said else clerk.read(own_mailbox, by=by))
    every = [] if said else await clerk.read(mailboxes, by=by)
    with speaking(await clerk.read(language_of, by=by)):
        return [reply(event, "\n\n".join([mailbox_words(shown), *([mailboxes_words(every)] if every else [])]))]


@router.message(COMMAND)
async def on_mail_here(
    event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """A lead sees how it stands with everybody; an address that was typed here is taken from nobody."""
    with speaking(staff.language):
        every = [] if command.args else await clerk.read(mailboxes, by=speaker_of(event, arrived_at))
        return [reply(event, mailboxes_words(every) if every else where_mail_is())]
