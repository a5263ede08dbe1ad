"""Conversation in the staff group: a reply to a ticket's message goes to the requester; all other talk stays there."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.types import Message

from domain.ports import Clerk, Staff
from domain.usecases.among_staff import note_to_colleague, talked_of
from domain.usecases.answer import PLAINLY, Answered, Internal, Joined, answer
from domain.usecases.articles import Written
from domain.usecases.canned import Kept
from domain.usecases.correct import correct, is_on_record
from domain.usecases.incidents import Ended, LinkedTo, Opened, ToldAll
from domain.usecases.phone import Advised, TakenDown
from handlers.called import called_in
from handlers.markdown import markdown_of
from handlers.recorded import reply_to
from handlers.requester.conversation import file_of
from handlers.speaker import speaker_of
from handlers.staff.addressed import is_addressed, is_command, really_replied, replies_elsewhere
from handlers.view.articles import written
from handlers.view.calls import advised_words, taken_down_words
from handlers.view.canned import kept_words
from handlers.view.corrected import correction_words
from handlers.view.form_names import names
from handlers.view.incidents import done_words
from handlers.view.internal import internal_words
from handlers.view.rota import anonymous
from handlers.view.say import Methods, bold, reply
from handlers.view.staff_work import work_words
from handlers.view.words import _, speaking

router = Router(name="staff conversation")


@router.message()
async def on_message(event: Message, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """A reply to one of the desk's messages is work, and so is what is written in a ticket's topic; a reply to a colleague's words on
    a ticket is a note; other talk is not kept."""
    to = really_replied(event)
    if event.bot is not None and to is not None and to.from_user is not None and to.from_user.id != event.bot.id:
        return await _to_colleague(event, to, clerk, staff, arrived_at)
    if event.from_user is None or not await is_addressed(event, clerk, arrived_at):
        return []
    if event.sender_chat is not None:
        with speaking(staff.language):
            return [reply(event, anonymous())]
    if event.from_user is None or event.from_user.is_bot:
        return []
    if replies_elsewhere(event):
        with speaking(staff.language):
            return [reply(event, _which())]
    has_file = bool(event.photo or event.document)
    text = event.text or event.caption or ""
    if is_command(event):
        with speaking(staff.language):
            return [reply(event, _("I do not know this command. Nothing was sent."))]
    if not text and not has_file:
        with speaking(staff.language):
            return [reply(event, _("Only texts, pictures and documents can be sent on. Nothing was sent."))]
    by = speaker_of(event, arrived_at)
    done = await clerk.do(
        answer,
        by=by,
        reply_to="" if really_replied(event) is None else await reply_to(event, by, clerk) or "",
        text=text,
        names=names(),
        file=file_of(event) if has_file else None,
        markdown=markdown_of(event),
        called=called_in(event),
    )
    with speaking(staff.language):
        match done:
            case Answered() if done.move in PLAINLY:
                words = {
                    "suspend": _(
                        "{number}: support is suspended; those concerned hear of it. What is registered goes on."
                    ),
                    "restore": _("{number}: support is restored; those concerned hear of it."),
                    **work_words(),
                }[done.move]
                return [reply(event, words.format(number=bold(done.ticket.number)))]
            case Answered():
                return []  # what becomes of it is told through the outbox, and told anew as it changes
            case Joined() | None:
                return []
            case TakenDown():
                return [reply(event, taken_down_words(done))]
            case Advised():
                return [reply(event, advised_words(done))]
            case Written():
                return [reply(event, written(done))]
            case Kept():
                return [reply(event, kept_words(done))]
            case Opened() | ToldAll() | LinkedTo() | Ended():
                return [reply(event, done_words(done))]
            case Internal():
                return [reply(event, internal_words(done.ticket.number, done.why))]
        return [reply(event, _which())]


def _which() -> str:
    return _("Which request is this for? Reply to its card, please. Nothing was sent.")


async def _to_colleague(event: Message, to: Message, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """Nothing of it goes out. What colleagues say to each other about no ticket is not kept."""
    if event.sender_chat is not None or event.from_user is None or event.from_user.is_bot:
        return []
    by, remote = speaker_of(event, arrived_at), str(to.message_id)
    words = event.text or event.caption or ""
    if not words or not await clerk.read(talked_of, at=by.place, remote=remote):
        return []
    noted = await clerk.do(note_to_colleague, by=by, reply_to=remote, text=words)
    with speaking(staff.language):
        return [reply(event, internal_words(noted[0].number, noted[1]))] if noted else []


@router.edited_message()
async def on_edit(event: Message, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """What went out is corrected, a note stays one; whoever edits what went nowhere that can be followed must know."""
    text, to = event.text or event.caption, really_replied(event)
    if not text or event.sender_chat is not None or event.from_user is None or event.from_user.is_bot:
        return []
    by = speaker_of(event, arrived_at)
    to_desk = await is_addressed(event, clerk, arrived_at)
    if not await clerk.read(is_on_record, channel=by.place.channel, chat=by.place.chat, remote=by.message):
        with speaking(staff.language):
            words = _("Edits are not sent on. To correct it, reply to the card again.")
            return [reply(event, words)] if to_desk else []
    to_colleague = to is not None and not to_desk
    done = await clerk.do(correct, by=by, text=text, called=called_in(event), to_colleague=to_colleague)
    with speaking(staff.language):
        words = correction_words(done) if done else ""
        return [reply(event, words)] if words else []
