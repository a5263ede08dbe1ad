"""FAQ: the articles of the desk: those offered in an intake, and /faq, which searches them."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.ports import Clerk
from domain.usecases.faq import look_into, open_article, search, start_in_spite_of, was_of_help
from domain.usecases.meeting import turn_to
from handlers.callbacks import FaqButton, IntakeButton
from handlers.filters import Presses
from handlers.speaker import speaker_of
from handlers.view import prompts
from handlers.view.articles import articles_offer, opened, read, searched
from handlers.view.say import Methods, edit, message, toast, without_buttons
from handlers.view.words import _, speaking

router = Router(name="faq")


@router.message(Command("faq"))
async def on_faq(event: Message, command: CommandObject, clerk: Clerk, arrived_at: datetime) -> Methods:
    """With words behind it: what fits them; without: everything."""
    found = await clerk.do(search, by=speaker_of(event, arrived_at), words=command.args or "")
    with speaking(found.person.language):
        return [message(event.chat.id, *searched(found))]


@router.callback_query(FaqButton.filter())
async def on_faq_button(event: CallbackQuery, callback_data: FaqButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    by, slug = speaker_of(event, arrived_at), callback_data.slug
    match callback_data.view:
        case "show":
            person, article = await clerk.do(look_into, by=by, slug=slug)
            with speaking(person.language):
                return _in_place(event, *read(article, callback_data.page))
        case "helped":
            person, _article = await clerk.do(was_of_help, by=by, slug=slug)
            with speaking(person.language):
                return [toast(event, _("Glad it helped!")), *without_buttons(event)]
        case "new":
            talk = await clerk.do(start_in_spite_of, by=by, slug=slug)
            with speaking(talk.person.language):
                return [*without_buttons(event), *prompts.prompt(talk, talk.person.chat)]
    found = await clerk.do(search, by=by, page=callback_data.page)
    with speaking(found.person.language):
        if callback_data.view == "all":
            return [message(event.from_user.id, *searched(found))]
        return _in_place(event, *searched(found))


@router.callback_query(IntakeButton.filter(), Presses("article"))
async def on_article(event: CallbackQuery, callback_data: IntakeButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    by, pressed = speaker_of(event, arrived_at), callback_data
    shown = await clerk.do(open_article, by=by, draft_id=pressed.draft, slug=pressed.value)
    assert shown.talk.draft is not None
    with speaking(shown.talk.person.language):
        return _in_place(event, *opened(shown.talk.draft, shown.article))


@router.callback_query(IntakeButton.filter(), Presses("articles"))
async def on_articles(event: CallbackQuery, callback_data: IntakeButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """Back to the titles, if they are still being offered."""
    talk = await clerk.do(turn_to, by=speaker_of(event, arrived_at), draft_id=callback_data.draft)
    with speaking(talk.person.language):
        if talk.draft is None or talk.draft.id != callback_data.draft or talk.step != "articles":
            return [*without_buttons(event), *prompts.prompt(talk, talk.person.chat)]
        return _in_place(event, *articles_offer(talk, talk.draft))


def _in_place(event: CallbackQuery, text: str, keyboard: InlineKeyboardMarkup) -> Methods:
    """Where it was pressed; anew where that cannot be changed any more."""
    if isinstance(event.message, Message):
        return [edit(event.message.chat.id, event.message.message_id, text, keyboard)]
    return [message(event.from_user.id, text, keyboard)]
