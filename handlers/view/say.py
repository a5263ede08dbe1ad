"""How a method is made: Telegram's HTML, and the few shapes of message the desk sends."""

from __future__ import annotations

from html import escape
from typing import Any

from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from pydantic import PrivateAttr

from domain.answers import utf16_length

Methods = list[TelegramMethod[Any]]
HTML = "HTML"


class Passing(list[TelegramMethod[Any]]):
    """An answer that only says where things stand with something: a later one about the same makes it needless.

    `unnumbered`: nobody will ask what its number in the chat was.
    """

    def __init__(self, methods: Methods, about: str, language: str, *, unnumbered: bool = False) -> None:
        super().__init__(methods)
        self.about, self.language, self.unnumbered = about, language, unnumbered

    @property
    def shows_all(self) -> bool:
        """Whether it is nothing but a card that shows whatever was said: those before it need not be said, nor counted."""
        return all(isinstance(method, Card) for method in self)


class Card(SendMessage):
    """A message of which only the latest about the same stands in its chat (see `bot.channels.latest`)."""

    _about: str = PrivateAttr(default="")

    @property
    def about(self) -> str:
        """What tells it from other cards, such as a draft's id."""
        return self._about

    @classmethod
    def of(cls, said: SendMessage, about: str) -> Card:
        """The same message as such a card."""
        card = cls(**{name: getattr(said, name) for name in type(said).model_fields})
        card._about = about
        return card


LONGEST = 4096
ALERT = 200
THREAD = "message_thread_id"
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def bold(text: str) -> str:
    return f"<b>{escape(text)}</b>"


def italic(text: str) -> str:
    return f"<i>{escape(text)}</i>"


def quote(text: str) -> str:
    """Somebody's own words."""
    return f"<blockquote>{escape(text)}</blockquote>"


def shortened(text: str, room: int) -> str:
    """The text, cut with an ellipsis if it takes more than `room` UTF-16 units. For cards only: the journal keeps all."""
    if utf16_length(text) <= room:
        return text
    kept = text[:room]
    while utf16_length(kept) > room - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def chat_number(address: int | str) -> int | str:
    """A chat as the Bot API and its limits know it: by number. In the domain an address is text."""
    return int(address) if isinstance(address, str) and address.lstrip("-").isdecimal() else address


def message(
    chat: int | str,
    html: str,
    keyboard: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None = None,
    *,
    thread: int = 0,
    reply_to: int | None = None,
) -> SendMessage:
    """A message in HTML, without link previews: what a requester typed must not fetch anything."""
    return SendMessage(
        chat_id=chat_number(chat),
        text=html,
        parse_mode=HTML,
        reply_markup=keyboard,
        link_preview_options=NO_PREVIEW,
        message_thread_id=thread or None,
        reply_parameters=ReplyParameters(message_id=reply_to, allow_sending_without_reply=True) if reply_to else None,
    )


def in_thread(methods: Methods, thread: int) -> Methods:
    """Put what has no place yet into a thread of its chat (0: none); 0 says that something belongs into none."""
    for method in methods:
        if THREAD in type(method).model_fields:
            placed = getattr(method, THREAD)
            setattr(method, THREAD, (thread if placed is None else placed) or None)
    return methods


def edit(chat: int | str, message_id: int, html: str, keyboard: InlineKeyboardMarkup | None = None) -> EditMessageText:
    """The same message with other words."""
    return EditMessageText(
        chat_id=chat_number(chat),
        message_id=message_id,
        text=html,
        parse_mode=HTML,
        reply_markup=keyboard,
        link_preview_options=NO_PREVIEW,
    )


def reply(to: Message, html: str) -> SendMessage:
    """An answer to the very message, in its chat and topic."""
    thread = to.message_thread_id if to.is_topic_message and to.message_thread_id else 0
    return message(to.chat.id, html, thread=thread, reply_to=to.message_id)


def toast(query: CallbackQuery, text: str = "", *, alert: bool = False) -> AnswerCallbackQuery:
    """What only the person who pressed sees."""
    return AnswerCallbackQuery(
        callback_query_id=query.id, text=shortened(text, ALERT) or None, show_alert=alert or None
    )


def without_buttons(query: CallbackQuery) -> Methods:
    """Take the buttons off the message that was pressed: the press was carried out."""
    if not isinstance(query.message, Message):
        return []
    return [EditMessageReplyMarkup(chat_id=query.message.chat.id, message_id=query.message.message_id)]


def button(text: str, data: Any, style: str | None = None) -> InlineKeyboardButton:
    """A button; `style` (success, danger, primary) colours it where the app knows that."""
    return InlineKeyboardButton(text=text, callback_data=data.pack(), style=style)


def rows(*lines: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    """A keyboard of these rows; empty ones are left out."""
    return InlineKeyboardMarkup(inline_keyboard=[line for line in lines if line])
