"""Menu: the commands Telegram shows, in each language."""

from __future__ import annotations

from typing import Any

from aiogram.methods import SetMyCommands, TelegramMethod
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from handlers.view.say import chat_number
from handlers.view.words import LANGUAGES, _, speaking


def commands(staff_chat: str, *, complain: bool = False) -> list[TelegramMethod[Any]]:
    """One setMyCommands per language, and one for everybody else: for private chats, the staff group, and all other groups.

    `staff_chat` is where the staff group is now: what its people may do is no other group's.

    `complain`: there is a quality control to write to.
    """
    methods: list[TelegramMethod[Any]] = []
    for code in (None, *LANGUAGES):
        with speaking(code or "en"):
            menu = [
                BotCommand(command="new", description=_("Register a request")),
                BotCommand(command="my", description=_("My requests")),
                BotCommand(command="profile", description=_("My details")),
                BotCommand(command="account", description=_("Take my requests to this account")),
                BotCommand(command="faq", description=_("Answers to usual questions")),
                BotCommand(command="cancel", description=_("Throw the draft away")),
                BotCommand(command="rules", description=_("The support regulation")),
                BotCommand(command="hours", description=_("When we work")),
                BotCommand(command="contacts", description=_("Official ways to ask")),
                BotCommand(command="language", description=_("Change the language")),
                BotCommand(command="privacy", description=_("My data: see, get, erase")),
                BotCommand(command="mydata", description=_("Get all my data")),
                BotCommand(command="help", description=_("How this works")),
            ]
            staff = [
                BotCommand(command="new", description=_("Take a request down by phone")),
                BotCommand(command="call", description=_("Note advice given by phone")),
                BotCommand(command="incident", description=_("Failures that hit many: open, write, end (leads)")),
                BotCommand(command="invite", description=_("Invite a customer's people (leads)")),
                BotCommand(command="faq", description=_("Articles: list, add, change")),
            ]
            if complain:
                menu.insert(2, BotCommand(command="complain", description=_("Complain to quality control")))
        methods.append(SetMyCommands(commands=menu, scope=BotCommandScopeAllPrivateChats(), language_code=code))
        groups = [BotCommand(command="ticket", description=_("Make a request of a message: reply to it with this"))]
        methods.append(SetMyCommands(commands=groups, scope=BotCommandScopeAllGroupChats(), language_code=code))
        here = BotCommandScopeChat(chat_id=chat_number(staff_chat))
        methods.append(SetMyCommands(commands=staff, scope=here, language_code=code))
    return methods
