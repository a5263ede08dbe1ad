"""The clerk writes the register: one writer, to whom everybody hands their use cases as slips and waits for the commit.

Slips that come while a commit is under way form the next list, and a list is one transaction; so the busier the desk is,
the less each slip costs. Nothing is said before the commit, and that is why anything may be run again: a list that fails
is undone and its slips are run one by one, and a slip that lost a race is run once more on fresh data.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from bot.storage import bookkeeping
from bot.storage.desk import SqlDesk, open_session
from bot.storage.engine import in_memory, reading
from bot.storage.failures import RegisterAway, presentable, worth_repeating
from bot.tokens import PASSING
from domain.people import Speaker
from domain.ports import Seen, Staff, Tokens, Vault
from domain.regulation import Regulation

P = ParamSpec("P")
T = TypeVar("T")
Topics = frozenset[str]

__all__ = ["Handled", "RegisterAway", "RegisterClerk", "Slip", "current_update", "handling"]

LONGEST_LIST = 64
READERS = 4
HOUSEKEEPING = timedelta(days=1)

log = logging.getLogger(__name__)


class Handled:
    """The update that is being handled; the first use case that is carried out for it marks it as seen."""

    def __init__(self, update_id: int) -> None:
        self.update_id: int | None = update_id

    def take(self) -> int | None:
        """The mark to set, once."""
        update_id, self.update_id = self.update_id, None
        return update_id


current_update: ContextVar[Handled | None] = ContextVar("current_update", default=None)


@contextmanager
def handling(update_id: int) -> Iterator[None]:
    """Within this block the first `do` stands for this update: it marks it as seen, or raises `Seen`."""
    token = current_update.set(Handled(update_id))
    try:
        yield
    finally:
        current_update.reset(token)


@dataclass(slots=True, eq=False)
class Slip:
    """One use case, the door that waits for it, and what came of it."""

    work: Callable[[SqlDesk], Any]
    door: asyncio.Future[Any]
    speaker: Speaker | None
    update_id: int | None
    arrived: datetime
    result: Any = None
    error: BaseException | None = None

    @property
    def chat(self) -> tuple[str, str] | None:
        """Whose order it keeps; None: nobody's."""
        return (self.speaker.place.channel, self.speaker.place.chat) if self.speaker else None


class _CommitUnknown(Exception):
    """The connection broke during the commit: it may have been carried out or not."""


class RegisterClerk:
    """`domain.ports.Clerk` over a database.

    `now` tells the regulation's time (aware), `wall` the wall clock (Unix time, seconds). `staff` is what the
    configuration says; `clerk.staff` is where the group is now. `vault`, `tokens`, `quality_email` and `advised`: see `SqlDesk`.
    """

    def __init__(
        self,
        engine: sa.Engine,
        *,
        now: Callable[[], datetime],
        regulation: Regulation,
        staff: Staff,
        wall: Callable[[], float] = time.time,
        vault: Vault | None = None,
        tokens: Tokens = PASSING,
        quality_email: str = "",
        advised: bool = False,
    ) -> None:
        self.regulation = regulation
        self.staff = staff
        self._vault, self._tokens, self._quality_email, self._advised = vault, tokens, quality_email, advised
        self._configured = {"staff_chat": staff.chat}
        self._engine, self._reading = engine, reading(engine)
        self._now, self._wall = now, wall
        self._writer = ThreadPoolExecutor(1, "clerk")
        self._readers = self._writer if in_memory(engine) else ThreadPoolExecutor(READERS, "clerk-reader")
        self._waiting: list[Slip] = []
        self._busy = self._closed = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._listeners: list[Callable[[Topics], None]] = []
        self._housekeeping: asyncio.TimerHandle | None = None

    # -- opening and closing

    async def start(self) -> None:
        """Enter the regulation in force, learn the earlier versions and where staff are now. RegisterAway."""
        self._loop = asyncio.get_running_loop()
        learnt = await self._hand_in(partial(bookkeeping.open_register, since=self._now()))
        if learnt:
            self.staff = replace(self.staff, chat=learnt)
        await self._keep_house()

    async def close(self) -> None:
        """Write what was handed in, then stop. The engine belongs to whoever opened it."""
        self._closed = True
        if self._housekeeping:
            self._housekeeping.cancel()
        await self._idle.wait()
        for threads in {self._writer, self._readers}:
            await asyncio.to_thread(threads.shutdown)

    def on_commit(self, callback: Callable[[Topics], None]) -> None:
        """Call back in the event loop after each commit that touched any of: outbox, timers, files."""
        self._listeners.append(callback)

    # -- for the doors

    async def do(self, usecase: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run it in a transaction and return its result after the commit.

        The first one within `handling(update_id)` marks the update; `Seen` if it was marked before. Raises what the
        use case raises, with nothing written; StaleDataError if others were faster twice; RegisterAway.
        """
        handled = current_update.get()
        update_id = handled.take() if handled else None
        try:
            result: T = await self._hand_in(_call(usecase, args, kwargs), _speaker(kwargs), update_id)
        except Seen:
            raise
        except Exception:
            if handled and update_id is not None:
                handled.update_id = update_id  # nothing was marked; the next use case is the update's first
            raise
        return result

    async def aside(self, usecase: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Like `do`, for what is learnt on the way: the update that is being handled is not thereby marked as carried out."""
        result: T = await self._hand_in(_call(usecase, args, kwargs), _speaker(kwargs))
        return result

    async def read(self, query: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run something that only looks, outside the writer's queue; whatever it would write is forgotten. RegisterAway."""
        look = partial(self._look, _call(query, args, kwargs), _speaker(kwargs))
        result: T = await asyncio.get_running_loop().run_in_executor(self._readers, look)
        return result

    async def quarantine(self, update_id: int | None, body: str, error: str) -> int:
        """Keep an update that could not be carried out, for 30 days, and mark it as seen. Returns the number to quote.

        The same update again gets the same number.
        """
        number: int = await self._hand_in(
            lambda desk: bookkeeping.quarantine(desk, update_id, body, error, self._wall_time())
        )
        return number

    # -- in the event loop: forming lists

    def _hand_in(
        self, work: Callable[[SqlDesk], Any], speaker: Speaker | None = None, update_id: int | None = None
    ) -> asyncio.Future[Any]:
        if self._closed:
            raise RegisterAway("the clerk has gone home")
        slip = Slip(work, self._loop.create_future(), speaker, update_id, self._now())
        self._waiting.append(slip)
        if not self._busy:
            self._busy = True
            self._idle.clear()
            self._loop.call_soon(self._next_list)  # not at once: what else was read in this turn comes along
        return slip.door

    def _next_list(self) -> None:
        """Hand the next list to the writer: at most one slip of each chat, in the order they came."""
        chosen: list[Slip] = []
        rest: list[Slip] = []
        chats: set[tuple[str, str]] = set()
        for slip in self._waiting:
            if slip.door.cancelled():
                continue
            chat = slip.chat
            if len(chosen) == LONGEST_LIST or chat in chats:
                rest.append(slip)
            else:
                chosen.append(slip)
            if chat is not None:
                chats.add(chat)
        self._waiting = rest
        if chosen:
            self._writer.submit(self._write, chosen)
        else:
            self._busy = False
            self._idle.set()

    def _wake(self, slips: Sequence[Slip], topics: Topics, learnt: dict[str, str]) -> None:
        if "staff_chat" in learnt:
            self.staff = replace(self.staff, chat=learnt["staff_chat"])
        if "lines" in learnt:
            self.staff = replace(self.staff, lines=tuple(filter(None, learnt["lines"].split(","))))
        for slip in slips:
            if slip.door.done():
                continue
            if slip.error is None:
                slip.door.set_result(slip.result)
            else:
                slip.door.set_exception(slip.error)
        if topics:
            for callback in self._listeners:
                try:
                    callback(topics)
                except Exception:
                    log.exception("a listener of the register failed")
        self._loop.call_soon(self._next_list)  # after the doors woke: what they hand in next comes along

    def _keep_house(self) -> asyncio.Future[None]:
        door = self._hand_in(lambda desk: bookkeeping.forget_old(desk, self._wall_time()))
        door.add_done_callback(self._house_kept)
        return door

    def _house_kept(self, door: asyncio.Future[None]) -> None:
        if not door.cancelled() and (error := door.exception()):
            log.warning("old marks were not forgotten: %s", error)
        if not self._closed:
            self._housekeeping = self._loop.call_later(HOUSEKEEPING.total_seconds(), self._keep_house)

    def _wall_time(self) -> datetime:
        return datetime.fromtimestamp(self._wall(), UTC)

    # -- in the writer's thread

    def _write(self, slips: list[Slip]) -> None:
        done = _Done()
        try:
            self._write_list(slips, done)
        except BaseException as error:  # the writer outlives everything; whoever waits must hear
            log.exception("the clerk could not write a list")
            for slip in slips:
                slip.error = slip.error or error
        for slip in slips:
            slip.error = presentable(slip.error)
        self._loop.call_soon_threadsafe(self._wake, slips, frozenset(done.topics), done.learnt)

    def _write_list(self, slips: list[Slip], done: _Done) -> None:
        alone = slips
        if len(slips) > 1:
            try:
                self._transact(slips, done)
            except _CommitUnknown as error:
                # Marked ones may be tried again: if they were carried out, the mark says so. The others' doors must decide.
                alone = [slip for slip in slips if slip.update_id is not None]
                for slip in slips:
                    slip.error = error.__cause__ if slip.update_id is None else None
            except BaseException as error:
                log.debug("a list of %d is run one by one: %s", len(slips), type(error).__name__)
            else:
                return
        for slip in alone:
            self._write_alone(slip, done)

    def _write_alone(self, slip: Slip, done: _Done) -> None:
        for last in (False, True):
            slip.result = slip.error = None
            try:
                self._transact([slip], done)
            except _CommitUnknown as error:
                slip.error = error.__cause__
                if slip.update_id is None:
                    return
            except BaseException as error:
                slip.error = error
                if last or not worth_repeating(error):
                    return
            else:
                return

    def _transact(self, slips: Sequence[Slip], done: _Done) -> None:
        """Run the slips in one transaction. Whatever goes wrong: nothing is written, and it is raised."""
        with open_session(self._engine) as session:
            desk = self._desk(session)
            try:
                marks = [slip.update_id for slip in slips if slip.update_id is not None]
                fresh = bookkeeping.mark_seen(desk, marks, self._wall_time()) if marks else set()
                desk.meet([slip.speaker for slip in slips if slip.speaker])
                for slip in slips:
                    if slip.update_id is not None:
                        if slip.update_id not in fresh:
                            slip.error = Seen()
                            continue
                        fresh.remove(slip.update_id)
                    desk.arrived(slip.arrived)
                    slip.result = slip.work(desk)
                desk.transaction.flush()
            except BaseException:
                session.rollback()  # and not only closed: what was added becomes new again, and can be added again
                raise
            try:
                session.commit()
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise _CommitUnknown from error
                raise
        done.topics |= desk.transaction.topics
        done.learnt |= desk.transaction.learnt

    def _desk(self, session: sa.orm.Session, *, reads: bool = False) -> SqlDesk:
        return SqlDesk(
            session,
            now=self._now,
            wall=self._wall,
            regulation=self.regulation,
            staff=self.staff,
            configured=self._configured,
            vault=self._vault,
            tokens=self._tokens,
            quality_email=self._quality_email,
            advised=self._advised,
            reads=reads,
        )

    # -- in a reader's thread

    def _look(self, query: Callable[[SqlDesk], T], speaker: Speaker | None) -> T:
        try:
            try:
                return self._look_once(query, speaker)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                return self._look_once(query, speaker)
        except Exception as error:
            raise presentable(error) or error from error.__cause__

    def _look_once(self, query: Callable[[SqlDesk], T], speaker: Speaker | None) -> T:
        with open_session(self._reading) as session:
            desk = self._desk(session, reads=True)
            if speaker:
                desk.transaction.meet([speaker])
            return query(desk)


@dataclass(slots=True)
class _Done:
    """What a list has touched."""

    topics: set[str] = field(default_factory=set)
    learnt: dict[str, str] = field(default_factory=dict)


def _call(usecase: Callable[..., T], args: Any, kwargs: Any) -> Callable[[SqlDesk], T]:
    return lambda desk: usecase(desk, *args, **kwargs)


def _speaker(kwargs: dict[str, Any]) -> Speaker | None:
    by = kwargs.get("by")
    return by if isinstance(by, Speaker) else None
