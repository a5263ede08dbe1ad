"""Conversation in the staff group: a reply to a ticket's message goes to the requester; all other talk stays there."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.types import Message

from domain.ports import Clerk, Staff
from domain.usecases.answer import Answered, Internal, Joined, answer
from domain.usecases.articles import Written
from domain.usecases.incidents import Ended, LinkedTo, Opened, ToldAll
from domain.usecases.phone import Advised, TakenDown
from handlers.markdown import markdown_of
from handlers.recorded import reply_to
from handlers.requester.conversation import file_of
from handlers.speaker import speaker_of
from handlers.view.articles import written
from handlers.view.calls import advised_words, taken_down_words
from handlers.view.form import names
from handlers.view.incidents import done_words
from handlers.view.say import Methods, bold, reply
from handlers.view.words import _, speaking

router = Router(name="staff conversation")


@router.message()
async def on_message(event: Message, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """Only a reply to one of the desk's messages is work; what colleagues say to each other is not stored."""
    to = event.reply_to_message
    if to is None or to.from_user is None or event.bot is None or to.from_user.id != event.bot.id:
        return []
    if event.sender_chat is not None:
        with speaking(staff.language):
            return [reply(event, _("I cannot see who is writing. Please write as yourself. Nothing was sent."))]
    if event.from_user is None or event.from_user.is_bot:
        return []
    has_file = bool(event.photo or event.document)
    text = event.text or event.caption or ""
    if not text and not has_file:
        with speaking(staff.language):
            return [reply(event, _("Only texts, pictures and documents can be sent on. Nothing was sent."))]
    by = speaker_of(event, arrived_at)
    done = await clerk.do(
        answer,
        by=by,
        reply_to=await reply_to(event, by, clerk) or "",
        text=text,
        names=names(),
        file=file_of(event) if has_file else None,
        markdown=markdown_of(event),
    )
    with speaking(staff.language):
        match done:
            case Answered():
                words = {
                    "ask": _("Question on {number} recorded, on its way to the requester."),
                    "secret": _("Question on {number} recorded; the requester will answer in confidence."),
                    "complete": _("{number} is completed; the answer is on its way to the requester."),
                    "promise": _("The new date on {number} is on its way to the requester."),
                    "hold": _("{number} is put off; the reason is on its way to the requester."),
                    "refuse": _("{number} is refused; the reason is on its way to the requester."),
                    "article": _("The article on {number} is on its way to the requester."),
                    "involve": _("The letter on {number} is on its way."),
                    "suspend": _(
                        "{number}: support is suspended; those concerned hear of it. What is registered goes on."
                    ),
                    "restore": _("{number}: support is restored; those concerned hear of it."),
                    "call": _("The answer on {number} is recorded; the requester gets it in writing too."),
                    "offer": _("The offer on {number} is on its way to the requester."),
                    "hand_on": _("{number} is handed on; the requester is told."),
                    "complaint": _("The answer to the complaint is on its way to the requester."),
                    "reply": _("Answer on {number} recorded, on its way to the requester."),
                }[done.move]
                # No name: this message is in no delivery, so nothing could erase it.
                return [reply(event, words.format(number=bold(done.ticket.number)))]
            case Joined() | None:
                return []
            case TakenDown():
                return [reply(event, taken_down_words(done))]
            case Advised():
                return [reply(event, advised_words(done))]
            case Written():
                return [reply(event, written(done))]
            case Opened() | ToldAll() | LinkedTo() | Ended():
                return [reply(event, done_words(done))]
            case Internal():
                return [reply(event, _("A note on {number}, for us only.").format(number=bold(done.ticket.number)))]
        return [reply(event, _("Which request is this for? Reply to its card, please. Nothing was sent."))]


@router.edited_message()
async def on_edit(event: Message, staff: Staff) -> Methods:
    """What was sent to a requester stays as it was sent; whoever edits their reply must know."""
    to = event.reply_to_message
    if to is None or to.from_user is None or event.bot is None or to.from_user.id != event.bot.id:
        return []
    if event.sender_chat is not None or not (event.text or event.caption):
        return []
    with speaking(staff.language):
        return [reply(event, _("Edits are not sent on. To correct it, reply to the card again."))]
