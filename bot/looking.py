"""Looking: many queries from the command line, each in a transaction of its own that cannot write and holds nobody up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bot.at_desk import WRONG, at_desk
from bot.settings import Settings
from bot.terminal import fail

if TYPE_CHECKING:
    from bot.storage.desk import SqlDesk

Read = Callable[[Callable[["SqlDesk"], Any]], Any]


@contextmanager
def looking(found: Settings) -> Iterator[Read]:
    """Within this block `read(query)` runs a query on the database; a refusal is said in one line, and the command ends."""
    staff, regulation = at_desk(lambda desk: (desk.staff, desk.regulation), found=found)  # the newest schema, too

    from bot.clock import SystemClock, wall
    from bot.storage.desk import SqlDesk, open_session
    from bot.storage.engine import open_engine, reading
    from domain.refusals import Refusal
    from handlers.view.refusals import refusal_words
    from handlers.view.words import speaking

    engine = open_engine(found.database)
    looks = reading(engine)

    def read(query: Callable[[SqlDesk], Any]) -> Any:
        with open_session(looks) as session:
            clock = SystemClock().now
            desk = SqlDesk(session, now=clock, wall=wall, regulation=regulation, staff=staff, configured={}, reads=True)
            try:
                return query(desk)
            except Refusal as refusal:
                with speaking("en"):
                    fail(refusal_words(refusal), status=WRONG)

    try:
        yield read
    finally:
        engine.dispose()
