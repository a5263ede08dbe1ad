"""Work: the buttons of a card. Each press is checked against who pressed it, on the server's side."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.methods import EditMessageReplyMarkup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.notices import Code
from domain.people import Speaker
from domain.ports import Clerk, Desk, Staff
from domain.refusals import NothingToAnswer, WrongState
from domain.ticket import Status, Ticket
from domain.usecases.ask_for_words import ask_for_words
from domain.usecases.block import ask_until_when, unblock
from domain.usecases.complete import complete_with_last_answer
from domain.usecases.confide import prompt_for_secret, show_secret
from domain.usecases.confirm_level import confirm_level
from domain.usecases.hold import resume
from domain.usecases.identify import candidates, identify
from domain.usecases.limit import limit
from domain.usecases.merge_people import ask_for_other
from domain.usecases.quality_control import ask_lead
from domain.usecases.queue import go_first
from domain.usecases.raw_letter import bring_in_copy, post_letters
from domain.usecases.refuse import refuse_by_priority, refuse_for_conduct
from domain.usecases.remark import ask_for_remark
from domain.usecases.resume import back_to_work, count_silence
from domain.usecases.send_article import send_own, suitable
from domain.usecases.set_priority import needs_reason, set_priority
from domain.usecases.staff import prompt
from domain.usecases.suspend import ask_why, choices
from domain.usecases.take import take
from handlers.callbacks import TicketButton
from handlers.speaker import speaker_of
from handlers.staff.lines import on_line_button
from handlers.view.articles import articles_keyboard
from handlers.view.card_keys import (
    card_keyboard,
    conduct_keyboard,
    means_keyboard,
    more_keyboard,
    priorities_keyboard,
    rare_moves,
    reasons_keyboard,
    resolutions_keyboard,
    scope_buttons,
    scope_keyboard,
    unsolved_keyboard,
)
from handlers.view.customers import choice_keyboard, customers_keyboard
from handlers.view.refusals import refusal_words
from handlers.view.say import Methods, toast, without_buttons
from handlers.view.words import _, speaking

router = Router(name="work")

PROMPTS = {
    "ask": Code.PROMPT_ASK,
    "complete": Code.PROMPT_COMPLETE,
    "promise": Code.PROMPT_PROMISE,
    "hold": Code.PROMPT_HOLD,
    "refuse": Code.PROMPT_REFUSE,
    "article": Code.PROMPT_ARTICLE,
    "involve": Code.PROMPT_INVOLVE,
    "call": Code.PROMPT_PHONE,
    "offer": Code.PROMPT_OFFER,
    "hand_on": Code.PROMPT_HAND_ON,
}

QUALITY = {"answer_complaint": Code.PROMPT_COMPLAINT, "contacted": Code.PROMPT_CONTACTED}
SUSPENSION = {"suspend": Code.PROMPT_SUSPEND, "restore": Code.PROMPT_RESTORE}


@router.callback_query(TicketButton.filter())
async def on_button(
    event: CallbackQuery, callback_data: TicketButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """One move on one ticket; the card is drawn anew by the courier."""
    by = speaker_of(event, arrived_at)
    number, value = callback_data.number, callback_data.value
    with speaking(staff.language):
        match callback_data.verb:
            case "take":
                await clerk.do(take, by=by, number=number)
                return [toast(event, _("{number} is yours.").format(number=number))]
            case "priority" if await clerk.read(needs_reason, by=by, number=number, priority=value):
                code = Code.PROMPT_PRIORITY
                await clerk.do(ask_for_words, by=by, number=number, code=code, key=event.id, reason=value)
                return [toast(event)]
            case "priority":
                await clerk.do(set_priority, by=by, number=number, priority=value)
                return [toast(event, _("The requester is told."))]
            case "refuse" if await clerk.read(_by_scope, number=number, reason=value):
                return await _turn_card(event, by, TicketButton(number=number, verb="items", value="0"), clerk)
            case "unsolved":
                reason, item = await clerk.read(_scope_reason, number=number), value.removeprefix("-")
                code = Code.PROMPT_REFUSE
                await clerk.do(prompt, by=by, number=number, code=code, key=event.id, reason=reason, item=item)
                return [toast(event)]
            case ("offer" | "hand_on") as move:
                await clerk.do(prompt, by=by, number=number, code=PROMPTS[move], key=event.id, item=value or "-")
                return [toast(event)]
            case ("hold" | "refuse" | "complete" | "call") as move if value:
                await clerk.do(prompt, by=by, number=number, code=PROMPTS[move], key=event.id, reason=value)
                return [toast(event)]
            case "complete" if await clerk.read(_asks_how, number=number):
                return await _turn_card(event, by, callback_data, clerk)
            case "article" if value:
                await clerk.do(send_own, by=by, number=number, slug=value)
                return [toast(event, _("The requester is told.")), *await _turn_card(event, by, callback_data, clerk)]
            case "article" if found_articles := await clerk.read(suitable, by=by, number=number):
                return _under(event, articles_keyboard(number, found_articles))
            case "link":
                await clerk.do(prompt, by=by, number=number, code=PROMPTS["article"], key=event.id)
                return [toast(event)]
            case "ask" | "complete" | "promise" | "article" | "involve":
                await clerk.do(prompt, by=by, number=number, code=PROMPTS[callback_data.verb], key=event.id)
                return [toast(event)]
            case "complete_last":
                await clerk.do(complete_with_last_answer, by=by, number=number, resolution=value)
                return without_buttons(event)
            case "back":
                await clerk.do(back_to_work, by=by, number=number)
            case "count":
                await clerk.do(count_silence, by=by, number=number)
            case "resume":
                await clerk.do(resume, by=by, number=number)
            case "refuse_low":
                await clerk.do(refuse_by_priority, by=by, number=number)
                return [toast(event, _("The requester is told."))]
            case "limit":
                await clerk.do(limit, by=by, number=number, item=value)
                return [toast(event, _("The requester is told."))]
            case "first" | "last":
                await clerk.do(go_first, by=by, number=number, first=callback_data.verb == "first")
            case "customer" if value:
                await clerk.do(identify, by=by, number=number, organization_id=value)
                return [toast(event, _("The requester is told."))]
            case "customer":
                return await _choose_customer(event, by, number, clerk)
            case ("suspend" | "restore") as move if value:
                code = SUSPENSION[move]
                await clerk.do(ask_why, by=by, number=number, code=code, whom=value, key=event.id)
                return [toast(event)]
            case ("suspend" | "restore") as move:
                found = await clerk.read(choices, by=by, number=number, suspends=move == "suspend")
                return _under(event, choice_keyboard(number, move, found))
            case "block":
                await clerk.do(ask_until_when, by=by, number=number, key=event.id)
                return [toast(event)]
            case "same_person":
                await clerk.do(ask_for_other, by=by, number=number, key=event.id)
                return [toast(event)]
            case "unblock":
                await clerk.do(unblock, by=by, number=number)
                return [toast(event, _("The block has ended; the requester is told."))]
            case "lines" | "line" if value or callback_data.verb == "lines":
                return await on_line_button(event, by, callback_data, clerk)
            case "level":
                await clerk.do(confirm_level, by=by, number=number)
            case "secret":
                await clerk.do(prompt_for_secret, by=by, number=number, key=event.id)
            case ("answer_complaint" | "contacted") as move:
                await clerk.do(ask_lead, by=by, number=number, complaint=value, code=QUALITY[move], key=event.id)
                return [toast(event)]
            case "eml":
                await clerk.do(post_letters, by=by, number=number, key=event.id)
                return [toast(event)]
            case "copy":
                await clerk.do(bring_in_copy, by=by, number=number, n=int(value) if value.isdecimal() else -1)
                return await _turn_card(event, by, TicketButton(number=number, verb="more"), clerk)
            case "remark":
                await clerk.do(ask_for_remark, by=by, number=number, key=event.id)
                return [toast(event)]
            case "show_secret":
                shown = await clerk.do(show_secret, by=by, number=number, n=int(value) if value.isdecimal() else 0)
                return [toast(event, shown.words, alert=True)]
            case "conduct" if value == "sure":
                await clerk.do(refuse_for_conduct, by=by, number=number)
            case "priorities" | "card" | "hold" | "refuse" | "call" | "more" | "frames" | "items" | "conduct":
                return await _turn_card(event, by, callback_data, clerk)
            case _:
                raise NothingToAnswer
    return []


async def _turn_card(event: CallbackQuery, by: Speaker, pressed: TicketButton, clerk: Clerk) -> Methods:
    """Show a choice under the card (priorities, reasons, items of the scope), or its usual buttons again; nothing is decided by that."""

    def choice(desk: Desk, ticket: Ticket) -> InlineKeyboardMarkup | None:
        if pressed.verb == "priorities" and ticket.allows("priority"):
            return priorities_keyboard(ticket)
        if pressed.verb == "complete" and ticket.allows("complete"):
            return resolutions_keyboard(ticket)
        if pressed.verb == "call" and ticket.allows("call"):
            return means_keyboard(ticket)
        if pressed.verb == "conduct" and ticket.allows("refuse") and ticket.regulation.conduct:
            return conduct_keyboard(ticket, ticket.regulation.conduct)
        if pressed.verb in ("hold", "refuse") and ticket.allows(pressed.verb):
            return reasons_keyboard(ticket, pressed.verb)
        if pressed.verb == "items" and ticket.allows("refuse") and ticket.regulation.scope_of("not_solved"):
            return unsolved_keyboard(ticket, int(pressed.value) if pressed.value.isdecimal() else 0)
        if pressed.verb == "frames" and scope_buttons(ticket):
            return scope_keyboard(ticket)
        if pressed.verb == "more" and rare_moves(desk, ticket):
            return more_keyboard(desk, ticket)
        return None

    def keyboard(desk: Desk) -> tuple[InlineKeyboardMarkup | None, Status | None]:
        desk.people.agent(by)
        ticket: Ticket = desk.tickets.get(pressed.number)
        found = choice(desk, ticket)
        stale = ticket.status if found is None and pressed.verb not in ("card", "more", "article") else None
        return found or card_keyboard(desk, ticket), stale

    markup, stale = await clerk.read(keyboard)
    if stale is None:
        return _under(event, markup)
    # The buttons are those of now again, and the presser hears why there is nothing to choose.
    return [toast(event, refusal_words(WrongState(stale, pressed.verb)), alert=True), *_under(event, markup)]


async def _choose_customer(event: CallbackQuery, by: Speaker, number: str, clerk: Clerk) -> Methods:
    """Whose it may be, under the card; or how to enter the customer, where none resembles."""
    found = await clerk.read(candidates, by=by, number=number)
    if not found:
        words = _("No customer resembles it. Enter one first: frontdesk customers add")
        return [toast(event, words, alert=True)]
    return _under(event, customers_keyboard(number, found))


def _under(event: CallbackQuery, markup: InlineKeyboardMarkup | None) -> Methods:
    """Other buttons under the message that was pressed."""
    if not isinstance(event.message, Message):
        return []
    return [
        EditMessageReplyMarkup(chat_id=event.message.chat.id, message_id=event.message.message_id, reply_markup=markup)
    ]


def _asks_how(desk: Desk, *, number: str) -> bool:
    """Whether there is a choice of how it ended (gravity 5.1)."""
    return desk.tickets.get(number).regulation.asks_how_it_ended


def _by_scope(desk: Desk, *, number: str, reason: str) -> bool:
    """Whether that reason is the one of the scope, and there are items to choose from."""
    rules = desk.tickets.get(number).regulation
    marked = rules.scope_reason
    return marked is not None and marked.key == reason and bool(rules.scope_of("not_solved"))


def _scope_reason(desk: Desk, *, number: str) -> str:
    """The reason by which what is out of scope is refused. NothingToAnswer where there is none."""
    marked = desk.tickets.get(number).regulation.scope_reason
    if marked is None:
        raise NothingToAnswer
    return marked.key
