"""Menu: the commands Telegram shows, in each language."""

from __future__ import annotations

from typing import Any

from aiogram.methods import SetChatMenuButton, SetMyCommands, TelegramMethod
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
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
                BotCommand(command="queue", description=_("Open requests, in the order of work")),
                BotCommand(command="mine", description=_("Requests that I hold")),
                BotCommand(command="late", description=_("Late, or nearly so")),
                BotCommand(command="find", description=_("Search: number, name, phone, words")),
                BotCommand(command="new", description=_("Take a request down by phone")),
                BotCommand(command="call", description=_("Note advice given by phone")),
                BotCommand(command="incident", description=_("Failures that hit many: open, write, end (leads)")),
                BotCommand(command="invite", description=_("Invite a customer's people (leads)")),
                BotCommand(command="faq", description=_("Articles: list, add, change")),
                BotCommand(command="tag", description=_("Tag a request: /tag 17 till, urgent")),
                BotCommand(command="untag", description=_("Take a tag off a request")),
                BotCommand(command="move", description=_("Hand a request to another line")),
                BotCommand(command="line", description=_("What comes to this line (leads)")),
                BotCommand(command="canned", description=_("Canned answers: list, add, change")),
                BotCommand(command="assign", description=_("Hand a request over: reply to its card")),
                BotCommand(command="duty", description=_("Who is on duty, now and next")),
                BotCommand(command="away", description=_("Who is away; say that you will be")),
                BotCommand(command="back", description=_("I am there again")),
                BotCommand(command="report", description=_("A week or a month in figures (leads)")),
                BotCommand(command="auto", description=_("Assign new requests by themselves (leads)")),
            ]
            if complain:
                menu.insert(2, BotCommand(command="complain", description=_("Complain to quality control")))
        methods.append(SetMyCommands(commands=menu, scope=BotCommandScopeAllPrivateChats(), language_code=code))
        groups = [BotCommand(command="ticket", description=_("Make a request of a message: reply to it with this"))]
        methods.append(SetMyCommands(commands=groups, scope=BotCommandScopeAllGroupChats(), language_code=code))
        here = BotCommandScopeChat(chat_id=chat_number(staff_chat))
        methods.append(SetMyCommands(commands=staff, scope=here, language_code=code))
    # Said expressly: somebody may have given the bot a button of another kind, and the menu is the way to all of it.
    return [*methods, SetChatMenuButton(menu_button=MenuButtonCommands())]
