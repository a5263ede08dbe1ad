"""Conversation: what a requester writes and sends, whatever it belongs to; and the buttons of their tickets."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.enums import ChatAction
from aiogram.filters import Command
from aiogram.methods import SendChatAction
from aiogram.types import CallbackQuery, Message

from domain.answers import Text
from domain.ports import Clerk
from domain.usecases.ask import open_answer
from domain.usecases.change_email import ask_for_email
from domain.usecases.confide import open_confidence
from domain.usecases.confirm import confirm
from domain.usecases.dispute import object_to
from domain.usecases.files import IncomingFile, attach
from domain.usecases.hear import hear
from domain.usecases.hear_with_form import hear_with_form
from domain.usecases.heard import Confided, Thanked
from domain.usecases.meeting import language_of, standing
from domain.usecases.object import ask_for_argument
from domain.usecases.offer import decide
from domain.usecases.rate import rate
from domain.usecases.reopen import reopen
from domain.usecases.revise import revise
from domain.usecases.start import start_with_comment
from domain.usecases.things import Noted, note_thing
from handlers.callbacks import TicketButton
from handlers.confidence import Confidence
from handlers.filters import HasFile, HasText, Presses
from handlers.recorded import reply_to
from handlers.speaker import speaker_of
from handlers.view import prompts
from handlers.view.described import rich_text, thing_of
from handlers.view.form_names import names
from handlers.view.heard import heard_words
from handlers.view.noted import noted_words
from handlers.view.revised import revised_words
from handlers.view.say import Methods, bold, message, toast, without_buttons
from handlers.view.words import _, language, speaking

router = Router(name="conversation")


@router.message(Command("help"))
async def on_help(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    talk = await clerk.do(standing, by=speaker_of(event, arrived_at))
    rules = talk.regulation
    with speaking(talk.person.language):
        contacts = [(name, value) for name, value in rules.contacts.items() if name in ("email", "phone")]
        lines = [
            bold(rules.title.in_(language())),
            _(
                "/new registers a request, /my shows yours, /rules shows the regulation, /language changes the language."
            ),
            _("/profile shows your details, /account moves your requests to this Telegram account."),
            _("/hours tells when we work, /contacts the official ways to us."),
            _("/privacy shows what we keep about you and erases it, /mydata sends you all of it."),
            _("To add something to a request, reply to any message about it."),
            *(value.in_(language()) if isinstance(value, Text) else value for _name, value in contacts),
            rules.link,
        ]
        return [message(event.chat.id, "\n".join(lines))]


@router.message(HasText())
async def on_text(
    event: Message,
    clerk: Clerk,
    arrived_at: datetime,
    confidence: Confidence | None = None,
    answered: int | None = None,
) -> Methods:
    assert event.text is not None
    by = speaker_of(event, arrived_at)
    to = await reply_to(event, by, clerk)
    heard = await clerk.do(hear_with_form, by=by, text=event.text, names=names(), reply_to=to, answered=answered)
    if confidence is not None:
        confidence.told = isinstance(heard, Confided)
    return heard_words(heard, str(event.chat.id))


@router.message(HasFile())
async def on_file(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    """Noted at once, judged when it was fetched; the answer then comes once per album."""
    by = speaker_of(event, arrived_at)
    await clerk.do(attach, by=by, file=file_of(event), reply_to=await reply_to(event, by, clerk))
    return [SendChatAction(chat_id=event.chat.id, action=ChatAction.UPLOAD_DOCUMENT)]


@router.message()
async def on_anything_else(event: Message, clerk: Clerk, arrived_at: datetime, answered: int | None = None) -> Methods:
    """Voice, video, stickers, places: described and kept. What Telegram itself notes in a chat is no talk."""
    by = speaker_of(event, arrived_at)
    to = await reply_to(event, by, clerk)
    if words := rich_text(event):
        return heard_words(await clerk.do(hear, by=by, text=words, reply_to=to, answered=answered), str(event.chat.id))
    with speaking(await clerk.read(language_of, by=by)):
        thing = thing_of(event)
    if thing is None:
        return []
    noted = await clerk.do(note_thing, by=by, thing=thing, reply_to=to)
    match noted:
        case Noted():
            return noted_words(noted, str(event.chat.id))
        case Thanked():
            return heard_words(noted, str(event.chat.id))
    return [SendChatAction(chat_id=event.chat.id, action=ChatAction.UPLOAD_DOCUMENT)]


@router.edited_message()
async def on_edit(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    """What is not sent yet is replaced, a ticket gets both versions. A place that moves is edited all the time, and says nothing."""
    text = event.text or event.caption
    if not text:
        return []
    revision = await clerk.do(revise, by=speaker_of(event, arrived_at), text=text)
    return revised_words(revision, str(event.chat.id), event.message_id) if revision else []


@router.callback_query(TicketButton.filter(), Presses("confirm"))
async def on_confirm(event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    await clerk.do(confirm, by=speaker_of(event, arrived_at), number=callback_data.number)
    return without_buttons(event)


@router.callback_query(TicketButton.filter(), Presses("accept", "decline"))
async def on_offer(event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """Paid work was offered; only this press is consent, or the lack of it."""
    by, pressed = speaker_of(event, arrived_at), callback_data
    agreed = pressed.verb == "accept"
    await clerk.do(decide, by=by, number=pressed.number, offered=pressed.value, agreed=agreed)
    return without_buttons(event)


@router.callback_query(TicketButton.filter(), Presses("reopen"))
async def on_reopen(event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    await clerk.do(reopen, by=speaker_of(event, arrived_at), number=callback_data.number)
    return without_buttons(event)


@router.callback_query(TicketButton.filter(), Presses("dispute"))
async def on_dispute(event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    talk = await clerk.do(object_to, by=speaker_of(event, arrived_at), number=callback_data.number)
    with speaking(talk.person.language):
        return prompts.prompt(talk, talk.person.chat)


@router.callback_query(TicketButton.filter(), Presses("answer"))
async def on_answer(event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    by = speaker_of(event, arrived_at)
    talk = await clerk.do(open_answer, by=by, number=callback_data.number)
    with speaking(talk.person.language):
        return prompts.prompt(talk, talk.person.chat)


@router.callback_query(TicketButton.filter(), Presses("confide"))
async def on_confide(event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """What they write next is sealed (gravity 4.3)."""
    talk = await clerk.do(open_confidence, by=speaker_of(event, arrived_at), number=callback_data.number)
    with speaking(talk.person.language):
        return prompts.prompt(talk, talk.person.chat)


@router.callback_query(TicketButton.filter(), Presses("object"))
async def on_object(event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """The priority was changed, and they do not agree."""
    by, value = speaker_of(event, arrived_at), callback_data.value
    n = int(value) if value.isdecimal() else 0
    talk = await clerk.do(ask_for_argument, by=by, number=callback_data.number, n=n)
    with speaking(talk.person.language):
        return prompts.prompt(talk, talk.person.chat)


@router.callback_query(TicketButton.filter(), Presses("email"))
async def on_email(event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    talk = await clerk.do(ask_for_email, by=speaker_of(event, arrived_at), number=callback_data.number)
    with speaking(talk.person.language):
        return prompts.prompt(talk, talk.person.chat)


@router.callback_query(TicketButton.filter(), Presses("rate"))
async def on_rate(event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    stars = int(callback_data.value) if callback_data.value.isdecimal() else 0
    rated = await clerk.do(rate, by=speaker_of(event, arrived_at), number=callback_data.number, stars=stars)
    with speaking(rated.person.language):
        thanks = _("Thank you for the rating!")
        return [toast(event, thanks), *without_buttons(event), *prompts.commenting(rated, thanks)]


@router.callback_query(TicketButton.filter(), Presses("renew"))
async def on_renew(event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """What they wrote to go with a rating is a new problem."""
    talk = await clerk.do(start_with_comment, by=speaker_of(event, arrived_at), number=callback_data.number)
    with speaking(talk.person.language):
        return [*without_buttons(event), *prompts.prompt(talk, talk.person.chat)]


def file_of(event: Message) -> IncomingFile:
    """The picture (its largest size) or document of a message."""
    album = event.media_group_id or ""
    caption = event.caption or ""
    sizes = event.photo or (event.live_photo.photo if event.live_photo else None)
    if sizes:
        photo = max(sizes, key=lambda size: size.width * size.height)
        name = _photo_name(event)
        return IncomingFile(photo.file_id, name, photo.file_size or 0, "photo", event.message_id, album, caption)
    document = event.document
    assert document is not None
    name = document.file_name or "file"
    return IncomingFile(document.file_id, name, document.file_size or 0, "document", event.message_id, album, caption)


def _photo_name(event: Message) -> str:
    # Photos come without a name; the message they came in tells them apart: photo-17.jpg
    return f"photo-{event.message_id}.jpg"
