"""The journal for a lead in the chat: what there is of it, in which form it is wanted, and the file."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import date
from html import escape

from aiogram import Bot
from aiogram.methods import SendDocument, SendMessage
from aiogram.types import InlineKeyboardMarkup, InputFile

from domain.extract import Extract, Period, month_of
from domain.notices import Parcel
from domain.ports import Desk
from domain.usecases.extracts import Asked, may_have, wanted_by
from handlers.callbacks import JournalButton
from handlers.view.journal_rows import amount, period_words
from handlers.view.say import Methods, bold, button, chat_number, message, rows, shortened
from handlers.view.words import _, language

CAPTION = 1000
LONGEST_NAME = 60


class JournalFile(InputFile):
    """A sheet that is written only while it goes out: whoever sends it does that (`bot/journal_sending.py`)."""

    def __init__(self, filename: str, form: str, wanted: Extract) -> None:
        super().__init__(filename=filename)
        self.form, self.wanted, self.language = form, wanted, language()

    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:
        """It has no bytes of its own: TypeError, should it ever go out as it is."""
        raise TypeError("a journal is written before it goes out")
        yield b""


def offered(asked: Asked) -> tuple[str, InlineKeyboardMarkup]:
    """How much there is, and a button for each form."""
    lines = [bold(_title(asked.whose)), escape(_of(asked.wanted.period)), escape(amount(asked.tickets, asked.entries))]
    if not asked.entries:
        lines.append(_("Nothing was entered in this time: the sheet would hold its heading only."))
    lines += ["", _("In which form shall I send it?")]
    first, last = (day.strftime("%Y%m%d") for day in _days(asked.wanted.period)) if asked.wanted.period else ("", "")
    which = asked.wanted.number or asked.wanted.organization_id

    def form(name: str, key: str) -> list[object]:
        return [name, JournalButton(form=key, since=first, until=last, which=which)]

    sheets = [form("XLSX", "xlsx"), form("CSV", "csv"), form("PDF", "pdf")]
    archive = [form(_("ZIP with the attachments"), "zip")] if asked.wanted.number else []
    return "\n".join(lines), rows(
        [button(str(name), data) for name, data in sheets], [button(str(name), data) for name, data in archive]
    )


def journal_file(desk: Desk, parcel: Parcel) -> Methods:
    """The document to send; nothing if whoever asked is no lead any more, or there is no such ticket or customer now."""
    wanted = wanted_by(desk, parcel.facts)
    if wanted is None or not may_have(desk, parcel.facts["person"]):
        return []
    customer = desk.customers.get(wanted.organization_id).name if wanted.organization_id else ""
    whose = wanted.number or customer
    caption = shortened(f"{_title(whose)}\n{_of(wanted.period)}", CAPTION)
    form = parcel.facts["form"]
    document = JournalFile(f"{_file_name(whose, wanted.period)}.{form}", form, wanted)
    return [SendDocument(chat_id=chat_number(parcel.address), document=document, caption=caption)]


def too_large(chat: int | str, bytes_: int, most: int) -> SendMessage:
    """Said in place of a file that Telegram would not take."""
    text = _(
        "The file came out at {size} MB, and Telegram takes {most} MB from a bot at most. Ask for a shorter period or another "
        "form, or have it written on the server: {command}"
    ).format(
        size=-(-bytes_ // 1_000_000), most=most // 1_000_000, command="<code>frontdesk journal export --help</code>"
    )
    return message(chat, text)


def _title(whose: str) -> str:
    title = _("Journal of requests")
    return f"{title}: {whose}" if whose else title


def _of(period: Period | None) -> str:
    return _("Entries dated: {period}").format(period=period_words(period))


def _days(period: Period) -> tuple[date, date]:
    return period.first, period.last


def _file_name(whose: str, period: Period | None) -> str:
    """«journal 2026-10», «journal BAR-000017»: letters, digits, blanks and hyphens."""
    parts = [_("journal"), "".join(c for c in whose if c.isalnum() or c in " -_")[:LONGEST_NAME].strip()]
    if period is not None:
        month = period == month_of(period.first)
        parts.append(f"{period.first:%Y-%m}" if month else f"{period.first.isoformat()}_{period.last.isoformat()}")
    return " ".join(filter(None, parts))
