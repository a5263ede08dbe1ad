"""A deed on the command line: one use case, carried out on the register that the settings name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from bot.settings import Settings
from bot.terminal import fail, plainly, settings

if TYPE_CHECKING:
    from bot.storage.desk import SqlDesk

T = TypeVar("T")

WRONG = 1
"""The exit status for what was said and cannot be right."""


def carry_out(usecase: Callable[[SqlDesk], T]) -> T:
    """Carry it out on the settings' database, which gets the newest schema first; a refusal is said in one line."""
    found = settings()
    with plainly():
        from bot.clock import SystemClock, wall
        from bot.storage.desk import SqlDesk, open_session
        from bot.storage.engine import open_engine
        from bot.storage.schema import upgrade
        from domain.ports import Staff
        from domain.refusals import NothingToAnswer, Refusal, WrongCustomer
        from domain.regulation import load
        from handlers.view.refusals import refusal_words
        from handlers.view.words import speaking

        rules, staff = load(found.regulation), Staff("telegram", _staff_chat(found), language=found.staff_language)
        found.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        engine = open_engine(found.database)
        try:
            upgrade(engine)
            with open_session(engine) as session:
                desk = SqlDesk(
                    session,
                    now=SystemClock().now,
                    wall=wall,
                    regulation=rules,
                    staff=staff,
                    configured={"staff_chat": staff.chat},
                )
                desk.staff = replace(staff, chat=desk.settings.get("staff_chat") or staff.chat)
                try:
                    result = usecase(desk)
                except Refusal as refusal:
                    said = WrongCustomer("", "same", "this") if isinstance(refusal, NothingToAnswer) else refusal
                    with speaking("en"):
                        fail(refusal_words(said), status=WRONG)
                desk.transaction.flush()
                session.commit()
                return result
        finally:
            engine.dispose()


def _staff_chat(found: Settings) -> str:
    return str(found.staff_chat_id or "")
