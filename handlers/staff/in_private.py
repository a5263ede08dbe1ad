"""In private: an agent who writes to the desk alone may take a request down for a caller there, look at the lists and at the rota."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import BaseFilter, Command, CommandObject, or_f
from aiogram.types import CallbackQuery, Message

from domain.ports import Clerk, Staff
from domain.rights import TABLE, Where
from domain.usecases.meeting import language_of
from domain.usecases.phone import fill_in_form, is_form, open_form
from domain.usecases.roles import works_here
from handlers.callbacks import CustomerButton, ListButton, StartButton
from handlers.filters import Private
from handlers.recorded import reply_to
from handlers.requester.intake import on_new as on_own
from handlers.speaker import speaker_of
from handlers.staff.membership import OfStaff
from handlers.view.calls import taken_down_words
from handlers.view.form_names import names
from handlers.view.groups import where_it_works
from handlers.view.phone import whose_request
from handlers.view.say import Methods, reply, toast, without_buttons
from handlers.view.words import _, speaking

router = Router(name="calls in private")
ALONE = ("queue", "mine", "late", "find", "now", "quality", "duty", "away", "back", "customers", "customer")
_COMMANDS = [right for right in TABLE if right.name.startswith("/") and right.for_staff]
ELSEWHERE = ("bind", "unbind", "posts")
"""What works in a customer's group alone."""
_OF_STAFF = [right.name.removeprefix("/") for right in _COMMANDS if right.where is Where.PRIVATE]
ONLY_IN_GROUP = Command(*(name for name in _OF_STAFF if name not in (*ALONE, *ELSEWHERE)))
"""What staff may type in their group alone: here it would be taken for words to the desk."""


class FillsIn(BaseFilter):
    """A reply to a form for a caller; `form`: which message that is."""

    async def __call__(self, event: Message, clerk: Clerk, arrived_at: datetime) -> bool | dict[str, str]:
        to = event.reply_to_message
        if event.text is None or to is None or to.from_user is None or not to.from_user.is_bot:
            return False
        by = speaker_of(event, arrived_at)
        if not await clerk.read(works_here, by=by):
            return False
        remote = await reply_to(event, by, clerk) or ""
        return {"form": remote} if await clerk.read(is_form, by=by, remote=remote) else False


@router.message(Command("new"), OfStaff())
async def on_new(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    """Whose request is it? Telegram was asked just now whether they still work here: who does not has a request of their own."""
    by = speaker_of(event, arrived_at)
    if not await clerk.read(works_here, by=by):
        own: Methods = await on_own(event, clerk, arrived_at)
        return own
    with speaking(await clerk.read(language_of, by=by)):
        return whose_request(by.place.chat)


@router.message(Command(*ELSEWHERE), OfStaff())
async def on_of_a_customers_group(
    event: Message, command: CommandObject, clerk: Clerk, arrived_at: datetime
) -> Methods:
    with speaking(await clerk.read(language_of, by=speaker_of(event, arrived_at))):
        return [reply(event, where_it_works(command.command.lower()))]


@router.message(ONLY_IN_GROUP, OfStaff())
async def on_of_the_group(event: Message, command: CommandObject, clerk: Clerk, arrived_at: datetime) -> Methods:
    """Where it works; nothing of it is kept."""
    with speaking(await clerk.read(language_of, by=speaker_of(event, arrived_at))):
        words = _("/{command} works in the staff group. Here: {commands}")
        return [
            reply(
                event,
                words.format(command=command.command.lower(), commands=", ".join(map("/{}".format, ("new", *ALONE)))),
            )
        ]


def alone(*routers: Router) -> Router:
    """Doors of the staff group that open in an agent's private chat too. For anybody else they do not exist."""
    private = Router(name="staff in private")
    private.message.filter(Private(), Command(*ALONE), OfStaff())
    private.callback_query.filter(Private(), or_f(ListButton.filter(), CustomerButton.filter()), OfStaff())
    private.include_routers(*routers)
    return private


@router.callback_query(StartButton.filter(F.verb == "call"))
async def on_for_a_caller(event: CallbackQuery, clerk: Clerk, arrived_at: datetime) -> Methods:
    """«Со слов клиента»: the form, to reply to."""
    await clerk.do(open_form, by=speaker_of(event, arrived_at), key=event.id)
    return [toast(event), *without_buttons(event)]


@router.message(FillsIn())
async def on_form(event: Message, form: str, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """The form, filled in; what lacks is asked for by one more message."""
    by, text = speaker_of(event, arrived_at), event.text or ""
    with speaking(staff.language):
        done = await clerk.do(fill_in_form, by=by, remote=form, text=text, names=names())
        return [reply(event, taken_down_words(done))] if done else []
