"""Menus: what Telegram offers behind «/», for each kind of chat."""

from __future__ import annotations

from aiogram.methods import DeleteMyCommands, SetMyCommands
from aiogram.types import BotCommand, BotCommandScopeChat

from domain.notices import Parcel
from domain.ports import Desk
from domain.usecases.menus import shows_staff
from handlers.view.say import Methods, chat_number
from handlers.view.words import LANGUAGES, _, speaking

EACH = (None, *LANGUAGES)
"""For each language, and for whoever speaks another."""


def of_requesters(*, complain: bool) -> list[BotCommand]:
    """`complain`: there is a quality control to write to."""
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
    if complain:
        menu.insert(2, BotCommand(command="complain", description=_("Complain to quality control")))
    return menu


def of_staff(*, mail: bool) -> list[BotCommand]:
    """In a staff group: what is used most comes first, what only leads may comes last. `mail`: staff may work by letter."""
    letters = [BotCommand(command="mail", description=_("Who of us gets letters too (leads)"))] if mail else []
    return [
        *_lists(),
        BotCommand(command="new", description=_("Take a request down by phone")),
        BotCommand(command="call", description=_("Note advice given by phone")),
        BotCommand(command="letters", description=_("Letters that came in, and what became of each")),
        BotCommand(command="assign", description=_("Hand a request over: reply to its card")),
        BotCommand(command="move", description=_("Hand a request to another line")),
        BotCommand(command="tag", description=_("Tag a request: /tag 17 till, urgent")),
        BotCommand(command="untag", description=_("Take a tag off a request")),
        BotCommand(command="effort", description=_("How long an answer took: /effort 17 45")),
        BotCommand(command="canned", description=_("Canned answers: list, add, change")),
        BotCommand(command="faq", description=_("Articles: list, add, change")),
        BotCommand(command="codes", description=_("Codes of how requests end: list; leads change it")),
        *_customers(),
        *_rota(),
        BotCommand(command="incident", description=_("Failures that hit many: open, write, end (leads)")),
        *_figures(),
        BotCommand(command="invite", description=_("Invite a customer's people (leads)")),
        BotCommand(command="line", description=_("What comes to this line (leads)")),
        BotCommand(command="auto", description=_("Assign new requests by themselves (leads)")),
        *letters,
    ]


def of_an_agent(*, complain: bool, mail: bool) -> list[BotCommand]:
    """In an agent's private chat: what staff may do there, and what everybody may. `mail`: staff may work by letter."""
    own = [one for one in of_requesters(complain=complain) if one.command != "new"]
    new = BotCommand(command="new", description=_("Register a request: by phone for a caller, or your own"))
    letters = [BotCommand(command="mail", description=_("Work by letter too: /mail name@company.com"))] if mail else []
    return [*_lists(), new, *_customers(), *_rota(), *letters, *_figures(), *own]


def menu_of_staff(desk: Desk, parcel: Parcel) -> Methods:
    """Show an agent's private chat the commands of staff, or take them away (Bot API: setMyCommands, deleteMyCommands)."""
    scope = BotCommandScopeChat(chat_id=chat_number(parcel.address))
    if not shows_staff(desk, parcel.facts["person"]):
        return [DeleteMyCommands(scope=scope, language_code=code) for code in EACH]
    quality = desk.regulation.quality
    complain = quality is not None and bool(quality.email or desk.quality_email)
    methods: Methods = []
    for code in EACH:
        with speaking(code or "en"):
            methods.append(
                SetMyCommands(
                    commands=of_an_agent(complain=complain, mail=desk.staff.mail), scope=scope, language_code=code
                )
            )
    return methods


def _lists() -> list[BotCommand]:
    return [
        BotCommand(command="queue", description=_("Open requests, in the order of work")),
        BotCommand(command="mine", description=_("Requests that I hold")),
        BotCommand(command="late", description=_("Late, or nearly so")),
        BotCommand(command="find", description=_("Search: number, name, phone, words")),
    ]


def _customers() -> list[BotCommand]:
    return [
        BotCommand(command="customers", description=_("Customers: list, add, import, export")),
        BotCommand(command="customer", description=_("One customer: /customer 12-34")),
    ]


def _figures() -> list[BotCommand]:
    return [
        BotCommand(command="now", description=_("How the desk stands now (leads)")),
        BotCommand(command="report", description=_("A week or a month in figures (leads)")),
        BotCommand(command="journal", description=_("The journal as a file (leads)")),
        BotCommand(command="statement", description=_("A customer's hours in a month, to print (leads)")),
        BotCommand(command="quality", description=_("Quality control of a month: /quality 2026-10 (leads)")),
    ]


def _rota() -> list[BotCommand]:
    return [
        BotCommand(command="duty", description=_("Who is on duty, now and next")),
        BotCommand(command="away", description=_("Who is away; say that you will be")),
        BotCommand(command="back", description=_("I am there again")),
    ]
