"""Doors: all of them behind one dispatcher. Whoever is refused hears why, in their language; every press is answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from html import escape
from typing import Any

from aiogram import BaseMiddleware, Dispatcher, Router
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery, Message, TelegramObject

from domain.answers import utf16_length
from domain.people import Speaker
from domain.ports import Clerk, Staff
from domain.refusals import Blocked, NothingToAnswer, Refusal, Suspended, TooManyTickets
from domain.rights import Where
from domain.usecases.meeting import language_of
from domain.usecases.staff import group_moved
from handlers import elsewhere
from handlers.filters import Elsewhere, InStaffGroup, Private
from handlers.permission import Permission
from handlers.requester import (
    about,
    by_letter,
    conversation,
    faq,
    groups,
    intake,
    invite,
    lookup,
    moves,
    parting,
    phone,
    privacy,
    profile,
    quality,
)
from handlers.speaker import private_thread, speaker_of
from handlers.staff import articles as staff_articles
from handlers.staff import (
    assigning,
    calls,
    canned,
    codes,
    customers,
    efforts,
    in_private,
    incidents,
    inline,
    journal,
    letters,
    lines,
    lists,
    mail,
    membership,
    now,
    organizations,
    outside,
    reports,
    rota,
    statement,
    tickets,
    work,
)
from handlers.staff import conversation as staff_conversation
from handlers.staff import quality as staff_quality
from handlers.staff.first import First
from handlers.staff.open_lists import OpenLists
from handlers.view.parts import whole
from handlers.view.refusals import refusal_words
from handlers.view.say import ALERT, Methods, in_thread, message, reply, toast
from handlers.view.words import speaking, supported


def dispatcher(*, clerk: Clerk, staff: Callable[[], Staff]) -> Dispatcher:
    """All doors. Feed it updates with `arrived_at` (UTC); handlers return what to say to the speaker, and send nothing."""
    known = membership.Membership()
    doors = Dispatcher(disable_fsm=True, clerk=clerk, membership=known, patience=elsewhere.Patience())
    doors.message.outer_middleware(Manners(staff))
    doors.edited_message.outer_middleware(Manners(staff))
    doors.callback_query.outer_middleware(Manners(staff))
    doors.chat_member.outer_middleware(Manners(staff))
    doors.my_chat_member.outer_middleware(Manners(staff))
    doors.inline_query.outer_middleware(Manners(staff))

    private = Router(name="requester")
    private.message.filter(Private())
    private.edited_message.filter(Private())
    private.callback_query.filter(Private())
    group = Router(name="staff")
    group.message.filter(InStaffGroup(staff))
    group.edited_message.filter(InStaffGroup(staff))
    group.callback_query.filter(InStaffGroup(staff))
    group.my_chat_member.filter(InStaffGroup(staff))
    group.message.middleware(First())
    group.callback_query.middleware(First())
    group.message.middleware(known)
    group.edited_message.middleware(known)
    group.callback_query.middleware(known)
    group.message.middleware(lines.Here())
    group.callback_query.middleware(lines.Here())
    # After membership: whoever was never seen here is entered first.
    for router, where in ((group, Where.STAFF), (private, Where.PRIVATE)):
        router.message.middleware(Permission(where))
        router.callback_query.middleware(Permission(where))
    group.callback_query.middleware(OpenLists())
    # Sub-routers are made anew for each dispatcher: aiogram lets a router have one parent only.
    asking = (
        invite.router,
        faq.router,
        moves.router,
        groups.router,
        parting.router,
        phone.router,
        by_letter.router,
        intake.router,
        lookup.router,
        about.router,
        quality.router,
        privacy.router,
        profile.router,
        conversation.router,
    )
    own_people = _copy(in_private.router, staff_quality.private)
    own_people.message.middleware(known)
    own_people.callback_query.middleware(known)
    # What a lead asks for in private, and an agent of their mail, before what says where it works instead.
    of_leads = _copy(journal.alone, statement.alone, mail.alone)
    for observer in (of_leads.message, of_leads.callback_query):
        observer.middleware(known)
    private.include_routers(of_leads, own_people, _copy(*asking))
    for_staff = (
        lines.router,
        canned.router,
        codes.router,
        efforts.router,
        tickets.router,
        outside.router,
        assigning.router,
        rota.router,
        now.router,
        staff_quality.router,
        incidents.router,
        calls.router,
        work.router,
        customers.router,
        journal.router,
        statement.router,
        organizations.router,
        staff_articles.router,
        lists.router,
        letters.router,
        mail.router,
        reports.router,
        staff_conversation.router,
    )
    group.include_router(_copy(*for_staff))
    alone = in_private.alone(
        _copy(lists.router), _copy(rota.router), _copy(organizations.router), _copy(now.router, staff_quality.router)
    )
    told = reports.in_private(_copy(reports.router))
    anywhere = _copy(inline.router)
    private_doors = (alone.message, alone.callback_query, told.message, told.callback_query)
    for observer in (*private_doors, anywhere.inline_query):
        observer.middleware(known)
    other = Router(name="elsewhere")
    other.message.filter(Elsewhere(staff))
    other.my_chat_member.filter(Elsewhere(staff))
    other.include_routers(_copy(lines.founding), _copy(elsewhere.router))
    # Private words are the most of what comes: they pass few doors on their way.
    doors.include_routers(
        _copy(inline.shares), alone, told, private, _moved_router(staff), _copy(membership.router), group, other
    )
    doors.include_routers(anywhere, _copy(inline.strangers), _rest())
    return doors


class Manners(BaseMiddleware):
    """What holds for every door: refusals in words, the staff group by its present address, no press left unanswered."""

    def __init__(self, staff: Callable[[], Staff]) -> None:
        self.staff = staff

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        data["staff"] = self.staff()
        try:
            said = await handler(event, data)
        except Refusal as refusal:
            said = await self._refused(refusal, event, data)
        if isinstance(said, list):
            said[:] = in_thread(whole(said), private_thread(event))  # in place: an answer may be more than a list
        if isinstance(event, CallbackQuery):
            said = said if isinstance(said, list) else []
            if not any(isinstance(method, AnswerCallbackQuery) for method in said):
                said = [toast(event), *said]
        return said

    async def _refused(self, refusal: Refusal, event: TelegramObject, data: dict[str, Any]) -> Methods:
        if not isinstance(event, Message | CallbackQuery):
            return []
        language = await self._language(event, data)
        with speaking(language):
            words = refusal_words(refusal)
        if isinstance(event, CallbackQuery):
            lasts = isinstance(refusal, Suspended | Blocked | TooManyTickets) or utf16_length(words) > ALERT
            if lasts and event.message is not None and event.message.chat.type == "private":
                return [toast(event), message(event.message.chat.id, escape(words))]
            return [toast(event, words, alert=True)]
        if event.chat.type == "private":
            return [message(event.chat.id, escape(words))]
        return [reply(event, escape(words))]

    async def _language(self, event: Message | CallbackQuery, data: dict[str, Any]) -> str:
        if isinstance(event, CallbackQuery) and event.message is None:
            return supported(event.from_user.language_code)
        by: Speaker = speaker_of(event, data["arrived_at"])
        if not by.private:
            return self.staff().language
        clerk: Clerk = data["clerk"]
        return await clerk.read(language_of, by=by)


def _moved_router(staff: Callable[[], Staff]) -> Router:
    router = Router(name="moved")

    async def moved(event: Message) -> bool:
        return event.migrate_to_chat_id is not None and str(event.chat.id) in staff().chats

    @router.message(moved)
    async def on_moved(event: Message, clerk: Clerk) -> None:
        """A staff group became a supergroup and has a new id."""
        await clerk.do(group_moved, old=str(event.chat.id), new=str(event.migrate_to_chat_id))

    return router


def _rest() -> Router:
    """Whatever nobody else answers: a press that leads nowhere, updates of no concern."""
    router = Router(name="rest")

    @router.callback_query()
    async def on_any_press(event: CallbackQuery) -> None:
        raise NothingToAnswer

    return router


def _copy(*routers: Router) -> Router:
    """The same handlers, in this order, on one router of their own: each router that is asked costs as much as ten handlers."""
    twin = Router(name=" ".join(router.name for router in routers))
    for router in routers:
        for name, observer in router.observers.items():
            twin.observers[name].handlers.extend(observer.handlers)
    return twin
