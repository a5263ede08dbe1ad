"""Inline mode: staff find a ticket from any chat and share what may be read by anybody there (Bot API: inline mode)."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.methods import AnswerInlineQuery
from aiogram.types import InlineQuery, InlineQueryResultsButton, Message

from domain.people import Place, Speaker
from domain.ports import Clerk, Desk, Staff
from domain.refusals import NotStaff
from domain.usecases.lists import card_of, in_brief
from domain.usecases.telling import CHAT
from handlers.filters import ViaUs
from handlers.staff.membership import OfStaff
from handlers.view.inline import Result, shared
from handlers.view.say import Methods
from handlers.view.words import _, speaking, supported

router = Router(name="inline")
strangers = Router(name="inline for others")
shares = Router(name="shared tickets")
START = "inline"


@router.inline_query(OfStaff())
async def on_inline(event: InlineQuery, clerk: Clerk, staff: Staff, arrived_at: datetime) -> Methods:
    """What was found, for whoever still belongs to staff."""
    with speaking(staff.language):
        try:
            results = await clerk.read(_found, by=inline_speaker(event, arrived_at), words=event.query)
        except NotStaff:  # left a moment ago
            results = []
        return [_answer(event, results)]


@strangers.inline_query()
async def on_inline_of_others(event: InlineQuery) -> Methods:
    """Nothing is found for them, and nothing says that there is something; the desk itself is one tap away."""
    with speaking(supported(event.from_user.language_code)):
        ask = InlineQueryResultsButton(text=_("Write to support"), start_parameter=START)
        return [_answer(event, [], ask)]


@shares.message(ViaUs())
@shares.edited_message(ViaUs())
async def on_shared(event: Message) -> None:
    """A ticket that an agent shared here is nobody's words: it answers nothing, even as a reply to a card."""


def inline_speaker(event: InlineQuery, arrived_at: datetime) -> Speaker:
    """Who types; the chat they type in is not told."""
    user = event.from_user
    return Speaker(Place(CHAT, str(user.id)), str(user.id), user.full_name, arrived_at, user.username or "")


def _found(desk: Desk, *, by: Speaker, words: str) -> list[Result]:
    now = desk.now()
    return [shared(ticket, card_of(desk, ticket), now) for ticket in in_brief(desk, by=by, words=words)]


def _answer(
    event: InlineQuery, results: list[Result], ask: InlineQueryResultsButton | None = None
) -> AnswerInlineQuery:
    """Kept nowhere: the next person's answer is another, and so is this one's in a moment."""
    return AnswerInlineQuery(
        inline_query_id=event.id, results=list(results), cache_time=0, is_personal=True, button=ask
    )
