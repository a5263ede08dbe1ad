"""At the desk: one use case from the command line, on the settings' database, beside a desk that may be open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from bot.settings import Settings
from bot.terminal import fail, plainly, settings

if TYPE_CHECKING:
    from bot.storage.desk import SqlDesk

T = TypeVar("T")


class CarryOut(Protocol):
    """Carries one use case out, and returns its result after the commit."""

    def __call__(self, usecase: Callable[[SqlDesk], T]) -> T: ...


WRONG = 1
"""The exit status for what was asked for and cannot be."""


def at_desk(usecase: Callable[[SqlDesk], T], *, found: Settings | None = None) -> T:
    """Carry it out on the database, which gets the newest schema first; a refusal is said in one line.

    What it posts goes out when a desk is open.
    """
    with carrying_out(found=found) as carry_out:
        return carry_out(usecase)


@contextmanager
def carrying_out(*, found: Settings | None = None) -> Iterator[CarryOut]:
    """The same for many use cases, each in a transaction of its own: a desk that is open writes in between."""
    found = found or settings()
    with plainly():
        from bot.clock import SystemClock, wall
        from bot.storage.bookkeeping import open_register
        from bot.storage.desk import SqlDesk, open_session
        from bot.storage.engine import open_engine
        from bot.storage.schema import upgrade
        from bot.tokens import tokens_of
        from domain.ports import Staff
        from domain.refusals import NothingToAnswer, Refusal, WrongCustomer
        from domain.regulation import load
        from handlers.view.refusals import refusal_words
        from handlers.view.words import speaking

        rules = load(found.regulation)
        staff = Staff("telegram", str(found.staff_chat_id or ""), language=found.staff_language)
        found.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        engine = open_engine(found.database)

        def carry_out(usecase: Callable[[SqlDesk], T]) -> T:
            with open_session(engine) as session:
                desk = SqlDesk(
                    session,
                    now=SystemClock().now,
                    wall=wall,
                    regulation=rules,
                    staff=staff,
                    configured={"staff_chat": staff.chat},
                    tokens=tokens_of(found),
                )
                desk.staff = replace(staff, chat=open_register(desk, since=desk.now()) or staff.chat)
                try:
                    result = usecase(desk)
                except Refusal as refusal:
                    said = WrongCustomer("", "same", "this") if isinstance(refusal, NothingToAnswer) else refusal
                    with speaking("en"):
                        fail(refusal_words(said), status=WRONG)
                desk.transaction.flush()
                session.commit()
                return result

        try:
            upgrade(engine)
            yield carry_out
        finally:
            engine.dispose()
