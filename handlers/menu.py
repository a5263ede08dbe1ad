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

from handlers.view.menus import EACH, of_requesters, of_staff
from handlers.view.say import chat_number
from handlers.view.words import _, speaking


def commands(staff_chat: str, *, complain: bool = False, mail: bool = False) -> list[TelegramMethod[Any]]:
    """One setMyCommands per language, and one for everybody else: for private chats, the staff group, and all other groups.

    `staff_chat` is where the staff group is now: what its people may do is no other group's.

    `complain`: there is a quality control to write to. `mail`: staff may work by letter.
    """
    methods: list[TelegramMethod[Any]] = []
    here = BotCommandScopeChat(chat_id=chat_number(staff_chat))
    for code in EACH:
        with speaking(code or "en"):
            own, staff = of_requesters(complain=complain), of_staff(mail=mail)
            groups = [BotCommand(command="ticket", description=_("Make a request of a message: reply to it with this"))]
        methods.append(SetMyCommands(commands=own, scope=BotCommandScopeAllPrivateChats(), language_code=code))
        methods.append(SetMyCommands(commands=groups, scope=BotCommandScopeAllGroupChats(), language_code=code))
        methods.append(SetMyCommands(commands=staff, scope=here, language_code=code))
    # Said expressly: somebody may have given the bot a button of another kind, and the menu is the way to all of it.
    return [*methods, SetChatMenuButton(menu_button=MenuButtonCommands())]
