"""Statement: /statement sends a lead what a customer's answers took in a month, in private: PDF and XLSX."""

from __future__ import annotations

from datetime import datetime
from html import escape

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import SendDocument
from aiogram.types import Message

from domain.people import Speaker
from domain.ports import Clerk, Desk, Staff
from domain.usecases.staff import chat_link
from domain.usecases.statement import ask_statement
from handlers.speaker import speaker_of
from handlers.staff.membership import OfStaff
from handlers.view.pdf import Printed
from handlers.view.rota import anonymous
from handlers.view.say import Methods, chat_number, reply
from handlers.view.statement import paper
from handlers.view.statement_pdf import statement_pdf
from handlers.view.statement_xlsx import statement_xlsx
from handlers.view.words import _, speaking

router = Router(name="statement")
alone = Router(name="statement in private")
COMMAND = Command("statement")


@router.message(COMMAND)
async def on_statement(
    event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """`/statement Romashka 2026-10`; without a month, of the one before. In the group: it comes in private."""
    with speaking(staff.language):
        if event.sender_chat is not None or event.from_user is None:
            return [reply(event, anonymous())]
        if not (command.args or "").strip():
            return [reply(event, _usage())]
        chat, made, link = await clerk.read(_made, by=speaker_of(event, arrived_at), text=command.args or "")
        if not chat:
            words = _("I send statements in a private chat only. Please write /statement to me there: {link}")
            return [reply(event, escape(words.format(link=link)).strip())]
        sent: Methods = [SendDocument(chat_id=chat_number(chat), document=one) for one in made]
        return [*sent, reply(event, _("I sent it in our private chat."))]


@alone.message(COMMAND, OfStaff())
async def on_statement_alone(
    event: Message, command: CommandObject, clerk: Clerk, staff: Staff, arrived_at: datetime
) -> Methods:
    """In private: right here."""
    with speaking(staff.language):
        if not (command.args or "").strip():
            return [reply(event, _usage())]
        _chat, made, _link = await clerk.read(_made, by=speaker_of(event, arrived_at), text=command.args or "")
        return [SendDocument(chat_id=event.chat.id, document=one) for one in made]


def _made(desk: Desk, *, by: Speaker, text: str) -> tuple[str, list[Printed], str]:
    """The lead's private chat, the documents, which are drawn while they go out, and where to open such a chat."""
    found, chat = ask_statement(desk, by=by, text=text)
    sheet = paper(found, desk.regulation)
    drawn = [
        Printed(f"{sheet.name}.pdf", lambda: statement_pdf(sheet)),
        Printed(f"{sheet.name}.xlsx", lambda: statement_xlsx(sheet)),
    ]
    return chat, drawn, chat_link(desk)


def _usage() -> str:
    return _("Whose hours, and of which month? For example: /statement 12-34 2026-10")
