"""Reports: /report for leads, in a staff group and in private: charts, the sheet behind them, and reports that come by themselves."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import SendDocument
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.people import Speaker
from domain.periods import MONTH, WEEK
from domain.ports import Clerk, Desk, Staff
from domain.usecases.report import look_at_report, post_report, schedule, set_schedule, whose_reports
from handlers.callbacks import ReportButton
from handlers.filters import Presses, Private
from handlers.speaker import speaker_of, thread_of
from handlers.staff.membership import OfStaff
from handlers.view.pdf import Printed
from handlers.view.report_menu import customers, menu, switched
from handlers.view.report_pdf import report_pdf
from handlers.view.report_sheet import report_sheet
from handlers.view.say import Methods, chat_number, edit, message, reply, toast
from handlers.view.words import _, speaking

router = Router(name="reports")
COMMAND = Command("report")
EVERY = {"weekly": WEEK, "monthly": MONTH}
ON, OFF = "on", "off"


@router.message(COMMAND)
async def on_report(
    event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """`/report month Romashka`; `/report weekly on`; alone it shows what there is. The report comes through the outbox."""
    with speaking(staff.language):
        if event.sender_chat is not None:
            return [reply(event, _("I cannot see who is writing. Please write as yourself. Nothing was sent."))]
        by, words = speaker_of(event, arrived_at), (command.args or "").split()
        match [word.casefold() for word in words]:
            case []:
                text, keyboard = await clerk.read(_menu, by=by)
                return [message(event.chat.id, text, keyboard, thread=thread_of(event))]
            case ["weekly" | "monthly" as every, "on" | "off" as way]:
                at = await clerk.do(set_schedule, by=by, every=EVERY[every], on=way == ON)
                return [reply(event, await clerk.read(switched, every=EVERY[every], at=at))]
        await clerk.do(post_report, by=by, words=" ".join(words), key=str(event.message_id))
        return []


@router.callback_query(ReportButton.filter(), Presses("week", "month"))
async def on_ask(
    event: CallbackQuery, callback_data: ReportButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """The same as the command."""
    by = speaker_of(event, arrived_at)
    await clerk.do(post_report, by=by, words=callback_data.verb, key=event.id)
    with speaking(staff.language):
        return [toast(event, _("The report is being drawn."))]


@router.callback_query(ReportButton.filter(), Presses("weekly", "monthly"))
async def on_switch(
    event: CallbackQuery, callback_data: ReportButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """Whether one comes by itself: the other way than it is."""
    by, every = speaker_of(event, arrived_at), EVERY[callback_data.verb]
    now = await clerk.read(schedule, by=by)
    at = await clerk.do(set_schedule, by=by, every=every, on=now[every] is None)
    with speaking(staff.language):
        said: Methods = [toast(event, await clerk.read(switched, every=every, at=at), alert=True)]
        if isinstance(event.message, Message):
            said.append(edit(event.message.chat.id, event.message.message_id, *await clerk.read(_menu, by=by)))
        return said


@router.callback_query(ReportButton.filter(), Presses("xlsx", "pdf"))
async def on_document(
    event: CallbackQuery, callback_data: ReportButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """Of the same period, as the register has it now."""
    by, place = speaker_of(event, arrived_at), event.message
    if place is None:
        return []
    with speaking(staff.language):
        made = await clerk.read(_document, by=by, pressed=callback_data)
    return [SendDocument(chat_id=chat_number(place.chat.id), document=made, message_thread_id=thread_of(place) or None)]


@router.callback_query(ReportButton.filter(), Presses("pick"))
async def on_pick(
    event: CallbackQuery, callback_data: ReportButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """Whose PDF: the customers that the period concerns."""
    by = speaker_of(event, arrived_at)
    found = await clerk.read(whose_reports, by=by, first=callback_data.first, last=callback_data.last)
    if not isinstance(event.message, Message):
        return []
    with speaking(staff.language):
        if not found:
            return [toast(event, _("No request of these days belongs to a customer that is entered."), alert=True)]
        text, keyboard = customers(found, callback_data)
        return [message(event.message.chat.id, text, keyboard, thread=thread_of(event.message))]


def _menu(desk: Desk, *, by: Speaker) -> tuple[str, InlineKeyboardMarkup]:
    return menu(schedule(desk, by=by), desk.regulation)


def _document(desk: Desk, *, by: Speaker, pressed: ReportButton) -> Printed:
    report = look_at_report(desk, by=by, first=pressed.first, last=pressed.last, organization_id=pressed.org)
    return report_pdf(desk, report) if pressed.verb == "pdf" else report_sheet(report, desk.regulation)


def in_private(reports: Router) -> Router:
    """The same doors in an agent's private chat. For anybody else they do not exist."""
    private = Router(name="reports in private")
    private.message.filter(Private(), COMMAND, OfStaff())
    private.callback_query.filter(Private(), ReportButton.filter(), OfStaff())
    private.include_router(reports)
    return private
