"""Filters: which door an update belongs to. All are asynchronous: aiogram runs a synchronous one in a thread."""

from __future__ import annotations

from collections.abc import Callable

from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from domain.ports import Staff
from handlers.callbacks import CustomerButton, IntakeButton, ListButton, ReportButton, TicketButton
from handlers.view.words import in_every_language


class Private(BaseFilter):
    """Said in a private chat with the desk."""

    async def __call__(self, event: Message | CallbackQuery) -> bool:
        message = event.message if isinstance(event, CallbackQuery) else event
        return message is not None and message.chat.type == "private"


class InStaffGroup(BaseFilter):
    """Said in a staff group, wherever it has moved to."""

    def __init__(self, staff: Callable[[], Staff]) -> None:
        self.staff = staff

    async def __call__(self, event: Message | CallbackQuery | ChatMemberUpdated) -> bool:
        message = event.message if isinstance(event, CallbackQuery) else event
        return message is not None and str(message.chat.id) in self.staff().chats


class Elsewhere(BaseFilter):
    """Said in a group that is none of staff's."""

    def __init__(self, staff: Callable[[], Staff]) -> None:
        self.staff = staff

    async def __call__(self, event: Message | ChatMemberUpdated) -> bool:
        return event.chat.type in ("group", "supergroup") and str(event.chat.id) not in self.staff().chats


class ViaUs(BaseFilter):
    """Was put together by the desk itself, and sent by somebody who chose it (Bot API: via_bot)."""

    async def __call__(self, event: Message) -> bool:
        return event.via_bot is not None and event.bot is not None and event.via_bot.id == event.bot.id


class Says(BaseFilter):
    """A button of the keyboard below the chat, in whatever language it was shown."""

    def __init__(self, words: Callable[[], str]) -> None:
        self.words = words
        self.known: frozenset[str] = frozenset()

    async def __call__(self, event: Message) -> bool:
        if not self.known:
            self.known = in_every_language(self.words)
        return event.text in self.known


class DeepLink(BaseFilter):
    """`/start` with a payload of this door (Bot API, deep linking); what follows the door's sign is the `payload`."""

    def __init__(self, door: str) -> None:
        self.door = door

    async def __call__(self, event: Message) -> bool | dict[str, str]:
        words = (event.text or "").split(maxsplit=1)
        if len(words) != 2 or words[0].partition("@")[0] != "/start" or not words[1].startswith(self.door):
            return False
        return {"payload": words[1].removeprefix(self.door)}


class SharesContact(BaseFilter):
    """Their own number, as the button sends it; somebody else's is a thing like any other."""

    async def __call__(self, event: Message) -> bool:
        user = event.from_user
        return event.contact is not None and user is not None and event.contact.user_id == user.id


class HasLeft(BaseFilter):
    """Says that somebody left the group."""

    async def __call__(self, event: Message) -> bool:
        return event.left_chat_member is not None


class HasJoined(BaseFilter):
    """Says that somebody came into the group."""

    async def __call__(self, event: Message) -> bool:
        return bool(event.new_chat_members)


class HasFile(BaseFilter):
    """A picture, or a document."""

    async def __call__(self, event: Message) -> bool:
        if event.animation:  # it comes with a document of its own, for old bots
            return False
        still = event.live_photo.photo if event.live_photo else None
        return bool(event.photo or still or event.document)


class HasText(BaseFilter):
    async def __call__(self, event: Message) -> bool:
        return event.text is not None


class Presses(BaseFilter):
    """One of these buttons of a ticket, an intake, or a list."""

    def __init__(self, *verbs: str) -> None:
        self.verbs = frozenset(verbs)

    async def __call__(
        self,
        event: CallbackQuery,
        callback_data: TicketButton | IntakeButton | ListButton | CustomerButton | ReportButton,
    ) -> bool:
        return callback_data.verb in self.verbs
