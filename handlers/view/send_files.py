"""Files, sent on: by the ids of those that Telegram has already, out of the store those that came with a letter."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection
from typing import Any

from aiogram import Bot
from aiogram.methods import SendDocument, SendMediaGroup, SendPhoto
from aiogram.types import (
    InputFile,
    InputMediaDocument,
    InputMediaPhoto,
    ReplyParameters,
)

from domain.draft import Attachment
from domain.usecases.telling import MAIL
from handlers.view.say import Methods, chat_number, shortened

ALBUM = 10
CAPTION = 1000


class Stored(InputFile):
    """A file of the desk's own store, by its digest; read only while it goes out: whoever keeps files does that (`bot/packing.py`)."""

    def __init__(self, filename: str, sha256: str) -> None:
        super().__init__(filename=filename)
        self.sha256 = sha256

    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:
        """It has no bytes of its own: TypeError, should it ever go out as it is."""
        raise TypeError("a file of the store is opened before it goes out")
        yield b""


def send_files(
    chat: str,
    files: list[Attachment],
    *,
    caption: str,
    said: Collection[str] = (),
    thread: int = 0,
    reply_to: int | None = None,
) -> Methods:
    """Files that Telegram has already, by their ids: pictures and documents apart, ten to an album; those of letters singly.

    What a requester wrote under one comes along, unless it was `said` already (by ids of files); what we wrote is the
    message's text.
    """

    def under(file: Attachment, first: bool) -> str | None:
        own = "" if file.by_staff or file.id in said else shortened(file.caption, CAPTION - len(caption))
        return "\n".join(filter(None, [caption if first else "", own])) or None

    reply = ReplyParameters(message_id=reply_to, allow_sending_without_reply=True) if reply_to else None
    common: dict[str, Any] = {
        "chat_id": chat_number(chat),
        "message_thread_id": thread or None,
        "reply_parameters": reply,
    }
    methods: Methods = []
    by_letter = [f for f in files if f.channel == MAIL]
    files = [f for f in files if f.channel != MAIL]
    methods += [SendDocument(document=Stored(f.name, f.sha256), caption=under(f, True), **common) for f in by_letter]
    for form in ("photo", "document"):
        alike = [f for f in files if (f.form == "photo") == (form == "photo")]
        for part in (alike[i : i + ALBUM] for i in range(0, len(alike), ALBUM)):
            if len(part) == 1 and form == "photo":
                methods.append(SendPhoto(photo=part[0].remote, caption=under(part[0], True), **common))
            elif len(part) == 1:
                methods.append(SendDocument(document=part[0].remote, caption=under(part[0], True), **common))
            else:
                kind = InputMediaPhoto if form == "photo" else InputMediaDocument
                media: list[Any] = [kind(media=f.remote, caption=under(f, n == 0)) for n, f in enumerate(part)]
                methods.append(SendMediaGroup(media=media, **common))
    return methods
