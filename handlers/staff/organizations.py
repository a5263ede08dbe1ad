"""Organizations: /customers lists, adds, imports and exports them, /customer shows one or changes it; in the staff group and in private."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import SendDocument
from aiogram.types import CallbackQuery, Document, InlineKeyboardMarkup, Message

from domain.people import Speaker
from domain.ports import Clerk, Desk, Staff
from domain.usecases.customers_at_hand import add_by_lines, all_customers, change_by_line, look_at, wait_for_import
from domain.usecases.roles import agent_anywhere
from handlers.callbacks import CustomerButton
from handlers.filters import Presses
from handlers.speaker import speaker_of
from handlers.view.customer_cards import customer_card, customers_page, usage
from handlers.view.customer_sheet import Table, as_file, everybody
from handlers.view.pdf import Printed
from handlers.view.say import Methods, chat_number, edit, reply
from handlers.view.words import _, speaking

router = Router(name="organizations")
ADD, IMPORT, EXPORT = ("add", "добавить"), ("import", "импорт"), ("export", "экспорт")


@router.message(Command("customers"))
async def on_customers(
    event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """The list; `add`, `import` (with a file, or as a reply to one), `export`."""
    if event.sender_chat is not None or event.from_user is None:
        return []
    by = speaker_of(event, arrived_at)
    word, __, rest = (command.args or "").strip().partition("\n" if "\n" in (command.args or "") else " ")
    first, __, name = word.partition(" ")
    with speaking(staff.language):
        match first.casefold():
            case "":
                return _answer(event, *customers_page(await clerk.read(all_customers, by=by)))
            case verb if verb in ADD and (name or rest).strip():
                text = "\n".join(filter(None, [name, rest]))
                return _answer(event, *customer_card(await clerk.do(add_by_lines, by=by, text=text)))
            case verb if verb in IMPORT:
                return await _import(event, by, clerk)
            case verb if verb in EXPORT:
                return await _export(event, by, clerk, staff)
        await clerk.read(_must_work_here, by=by)
        return [reply(event, usage())]


@router.message(Command("customer"))
async def on_customer(
    event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """Its card; with a field behind it, changed."""
    if event.sender_chat is not None or event.from_user is None:
        return []
    by, text = speaker_of(event, arrived_at), (command.args or "").strip()
    with speaking(staff.language):
        if not text:
            await clerk.read(_must_work_here, by=by)
            words = _("Whose card? Write the customer's name or contract number: /customer 12-34")
            return [reply(event, words)]
        return _answer(event, *customer_card(await clerk.do(change_by_line, by=by, text=text)))


@router.callback_query(CustomerButton.filter(), Presses("page"))
async def on_page(
    event: CallbackQuery, callback_data: CustomerButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """Turned over in place."""
    by = speaker_of(event, arrived_at)
    with speaking(staff.language):
        return _instead(event, *customers_page(await clerk.read(all_customers, by=by, page=callback_data.page)))


@router.callback_query(CustomerButton.filter(), Presses("card"))
async def on_card(
    event: CallbackQuery, callback_data: CustomerButton, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """One of the list, in its place."""
    by = speaker_of(event, arrived_at)
    with speaking(staff.language):
        shown = await clerk.read(look_at, by=by, customer_id=callback_data.customer)
        return _instead(event, *customer_card(shown, callback_data.page))


def _must_work_here(desk: Desk, *, by: Speaker) -> None:
    """Pass staff only. NotStaff."""
    agent_anywhere(desk, by)


async def _import(event: Message, by: Speaker, clerk: Clerk) -> Methods:
    file: Document | None = event.document
    if file is None and event.reply_to_message is not None:
        file = event.reply_to_message.document
    if file is None:
        await clerk.read(_must_lead, by=by)
        return [reply(event, usage())]
    name, size = (file.file_name or "")[:200], file.file_size or 0
    if not await clerk.do(wait_for_import, by=by, remote=file.file_id, name=name, size=size):
        return [reply(event, _("Several sheets wait already. Please send this one when they are done."))]
    return []  # how far it is, and what became of it, is said as it is read


async def _export(event: Message, by: Speaker, clerk: Clerk, staff: Staff) -> Methods:
    table, chat = await clerk.read(_everybody, by=by)
    language = staff.language

    def make() -> bytes:
        with speaking(language):
            return as_file(table, "xlsx")

    if not chat:
        return [reply(event, _("Write to me in private first: the sheet goes there and nowhere else."))]
    name = _("customers") + ".xlsx"
    made = SendDocument(chat_id=chat_number(chat), document=Printed(name, make))
    return [made] if by.private else [made, reply(event, _("I sent you the sheet in our private chat."))]


def _everybody(desk: Desk, *, by: Speaker) -> tuple[Table, str]:
    lead = agent_anywhere(desk, by).must_lead()
    return everybody(desk), desk.people.get(lead.person_id).chat or (by.place.chat if by.private else "")


def _must_lead(desk: Desk, *, by: Speaker) -> None:
    agent_anywhere(desk, by).must_lead()


def _answer(event: Message, words: str, keyboard: InlineKeyboardMarkup) -> Methods:
    said = reply(event, words)
    said.reply_markup = keyboard
    return [said]


def _instead(event: CallbackQuery, words: str, keyboard: InlineKeyboardMarkup) -> Methods:
    if not isinstance(event.message, Message):
        return []
    return [edit(event.message.chat.id, event.message.message_id, words, keyboard)]
