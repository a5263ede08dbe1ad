"""Profile: what the desk knows of somebody, shown to them, and corrected one by one."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from domain.ports import Clerk
from domain.refusals import NothingToAnswer
from domain.usecases.account import open_account
from domain.usecases.code_letters import send_code
from domain.usecases.merge_people import say_yes
from domain.usecases.profile import open_correction, own_profile
from handlers.callbacks import ProfileButton
from handlers.speaker import speaker_of
from handlers.view.codes import code_sent
from handlers.view.profile import profile_words
from handlers.view.prompts import prompt
from handlers.view.say import Methods, without_buttons
from handlers.view.words import speaking

router = Router(name="profile")


@router.message(Command("profile"))
async def on_profile(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    known = await clerk.do(own_profile, by=speaker_of(event, arrived_at))
    with speaking(known.person.language):
        return profile_words(known, str(event.chat.id))


@router.message(Command("account"))
async def on_account(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    """Requests move to this Telegram account by a code from a letter."""
    talk = await clerk.do(open_account, by=speaker_of(event, arrived_at))
    with speaking(talk.person.language):
        return prompt(talk, str(event.chat.id))


@router.callback_query(ProfileButton.filter(F.verb == "same"))
async def on_same(event: CallbackQuery, callback_data: ProfileButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """They say that somebody else is them too: a code goes to the other side."""
    talk = await clerk.do(say_yes, by=speaker_of(event, arrived_at), token=callback_data.field)
    with speaking(talk.person.language):
        return [*prompt(talk, talk.person.chat), *without_buttons(event)]


@router.callback_query(ProfileButton.filter(F.verb == "fix"))
async def on_fix(event: CallbackQuery, callback_data: ProfileButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    talk = await clerk.do(open_correction, by=speaker_of(event, arrived_at), field=callback_data.field)
    with speaking(talk.person.language):
        return prompt(talk, talk.person.chat)


@router.callback_query(ProfileButton.filter(F.verb.in_({"prove", "again"})))
async def on_prove(event: CallbackQuery, callback_data: ProfileButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """A letter with a code, to the address in the profile or again to the one that awaits it."""
    if callback_data.verb == "prove" and not callback_data.field:
        raise NothingToAnswer
    sent = await clerk.do(send_code, by=speaker_of(event, arrived_at), field=callback_data.field)
    with speaking(sent.talk.person.language):
        return code_sent(sent)
