"""Parting: several problems in one intake are told apart, and what came up in a ticket becomes a request of its own (barier 4.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from domain.draft import Conversation, Draft
from domain.people import Speaker
from domain.ports import Clerk
from domain.refusals import NothingToAnswer
from domain.usecases.arise import same_problem, start_apart
from domain.usecases.meeting import language_of
from domain.usecases.part import files_handed, hand_file, one_problem, rewrite, take_apart, toggle
from handlers.callbacks import IntakeButton, TicketButton
from handlers.filters import Presses
from handlers.speaker import speaker_of
from handlers.view import apart
from handlers.view.prompts import cancel_question, prompt
from handlers.view.refusals import refusal_words
from handlers.view.say import Methods, edit, toast, without_buttons
from handlers.view.told import Page
from handlers.view.words import _, speaking

router = Router(name="parting")


@router.callback_query(IntakeButton.filter(), Presses("tick"))
async def on_tick(event: CallbackQuery, callback_data: IntakeButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    mark, _dot, n = callback_data.value.partition(".")
    by = speaker_of(event, arrived_at)
    talk = await clerk.do(toggle, by=by, draft_id=callback_data.draft, mark=mark, n=_number(n))
    return _in_place(event, talk, apart.offer)


@router.callback_query(IntakeButton.filter(), Presses("apart", "one", "rewrite"))
async def on_decided(event: CallbackQuery, callback_data: IntakeButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    usecase = {"apart": take_apart, "one": one_problem, "rewrite": rewrite}[callback_data.verb]
    by = speaker_of(event, arrived_at)
    talk = await clerk.do(usecase, by=by, draft_id=callback_data.draft, mark=callback_data.value)
    return _next(event, talk)


@router.callback_query(IntakeButton.filter(), Presses("file"))
async def on_file(event: CallbackQuery, callback_data: IntakeButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    by = speaker_of(event, arrived_at)
    talk = await clerk.do(hand_file, by=by, draft_id=callback_data.draft, n=_number(callback_data.value))
    return _in_place(event, talk, apart.whose)


@router.callback_query(IntakeButton.filter(), Presses("sorted"))
async def on_sorted(event: CallbackQuery, callback_data: IntakeButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    talk = await clerk.do(files_handed, by=speaker_of(event, arrived_at), draft_id=callback_data.draft)
    return _next(event, talk)


@router.callback_query(TicketButton.filter(), Presses("separate"))
async def on_separate(event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """The buttons stay until it is registered, or is one problem after all: whoever cancels the intake may begin it again."""
    by, n = speaker_of(event, arrived_at), _number(callback_data.value)
    try:
        talk = await clerk.do(start_apart, by=by, number=callback_data.number, n=n)
    except NothingToAnswer as refusal:
        return await _decided_before(event, refusal, by, clerk)
    with speaking(talk.person.language):
        return prompt(talk, talk.person.chat)


@router.callback_query(TicketButton.filter(), Presses("same"))
async def on_same(event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    by, n = speaker_of(event, arrived_at), _number(callback_data.value)
    try:
        one = await clerk.do(same_problem, by=by, number=callback_data.number, n=n)
    except NothingToAnswer as refusal:
        return await _decided_before(event, refusal, by, clerk)
    with speaking(one.person.language):
        said = _("All right, it stays with {number}.").format(number=one.ticket.number)
        asked: Methods = [toast(event, said), *without_buttons(event)]
        if one.intake:
            question = cancel_question(one.person.chat, one.intake.id)
            question.message_thread_id = one.intake.thread  # beside the intake, which may not be here
            asked.append(question)
        return asked


async def _decided_before(event: CallbackQuery, refusal: NothingToAnswer, by: Speaker, clerk: Clerk) -> Methods:
    with speaking(await clerk.read(language_of, by=by)):
        return [toast(event, refusal_words(refusal), alert=True), *without_buttons(event)]


def _next(event: CallbackQuery, talk: Conversation) -> Methods:
    with speaking(talk.person.language):
        return [*without_buttons(event), *prompt(talk, talk.person.chat)]


def _in_place(event: CallbackQuery, talk: Conversation, page: Callable[[Conversation, Draft], Page]) -> Methods:
    """The same card as it is now; anew where it cannot be changed any more."""
    assert talk.draft is not None
    with speaking(talk.person.language):
        if not isinstance(event.message, Message):
            return prompt(talk, talk.person.chat)
        text, keyboard = page(talk, talk.draft)
        return [edit(event.message.chat.id, event.message.message_id, text, keyboard)]


def _number(text: str) -> int:
    """A place in a list, as a button carries it. NothingToAnswer for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise NothingToAnswer
    return int(text)
