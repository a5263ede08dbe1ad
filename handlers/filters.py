"""Filters: which door an update belongs to. All are asynchronous: aiogram runs a synchronous one in a thread."""

from __future__ import annotations

from collections.abc import Callable

from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from domain.ports import Staff
from handlers.callbacks import IntakeButton, TicketButton
from handlers.view.words import in_every_language


class Private(BaseFilter):
    """Said in a private chat with the desk."""

    async def __call__(self, event: Message | CallbackQuery) -> bool:
        message = event.message if isinstance(event, CallbackQuery) else event
        return message is not None and message.chat.type == "private"


class InStaffGroup(BaseFilter):
    """Said in the staff group, wherever it has moved to."""

    def __init__(self, staff: Callable[[], Staff]) -> None:
        self.staff = staff

    async def __call__(self, event: Message | CallbackQuery) -> bool:
        message = event.message if isinstance(event, CallbackQuery) else event
        return message is not None and str(message.chat.id) == self.staff().chat


class Says(BaseFilter):
    """A button of the keyboard below the chat, in whatever language it was shown."""

    def __init__(self, words: Callable[[], str]) -> None:
        self.words = words
        self.known: frozenset[str] = frozenset()

    async def __call__(self, event: Message) -> bool:
        if not self.known:
            self.known = in_every_language(self.words)
        return event.text in self.known


class SharesContact(BaseFilter):
    async def __call__(self, event: Message) -> bool:
        return event.contact is not None


class HasLeft(BaseFilter):
    """Says that somebody left the group."""

    async def __call__(self, event: Message) -> bool:
        return event.left_chat_member is not None


class HasFile(BaseFilter):
    """A picture, or a document."""

    async def __call__(self, event: Message) -> bool:
        return bool(event.photo or event.document)


class HasText(BaseFilter):
    async def __call__(self, event: Message) -> bool:
        return event.text is not None


class Presses(BaseFilter):
    """One of these buttons of a ticket or an intake."""

    def __init__(self, *verbs: str) -> None:
        self.verbs = frozenset(verbs)

    async def __call__(self, event: CallbackQuery, callback_data: TicketButton | IntakeButton) -> bool:
        return callback_data.verb in self.verbs
