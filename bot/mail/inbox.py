"""The inbox: letters that come into a mailbox on an IMAP server are kept as they are, with the server's date of receipt.

How far the mailbox was read is written together with the letters: UIDs and content count, flags never do. A mailbox that is
seen for the first time is read from its next letter on; what lay there before is nobody's request to this desk.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import random
import ssl
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC
from typing import Any, TypeVar

from imapclient.exceptions import CapabilityError, IMAPClientAbortError, IMAPClientError, LoginError

from bot.logs import where
from bot.mail.imap import Account, Connection, Listed
from bot.mail.raw import LARGEST, RawLetters
from domain.ports import Clerk, Desk
from domain.usecases.keep_letter import TOO_LARGE, UNFETCHED, Bookmark, Came, keep_letters
from domain.usecases.mail_comes import Fault, WayIn, way_fails, way_works

log = logging.getLogger(__name__)

T = TypeVar("T")

# Seconds: how often the mailbox is looked into where the server cannot IDLE, how long one IDLE lasts (RFC 2177: below 29
# minutes, but what stands between closes sooner), and how long the first after a letter: more may have come just before it.
EVERY, IDLE, FIRST_IDLE = 60.0, 280.0, 10.0
# Seconds before the next connection: doubled from the first to the last, with jitter. A wrong password is not tried often.
SHORTEST, LONGEST, REFUSED = 1.0, 300.0, 60.0
# Letters, and bytes, that are fetched and entered at once.
AT_ONCE, BYTES = 20, 8 * 2**20
# How often a connection may break over one letter before it is passed over.
MOST_BREAKS = 5
# How many UIDs back letters are looked for that were not there when later ones were, and in how many gaps.
BACK, GAPS = 1000, 50


@dataclass
class Cursor:
    """How far a mailbox is read.

    `since` (Unix time): when the desk first looked; of letters below the UID `again`, which are read anew, those that were
    received before are not its. `gaps`: UIDs below `last` that were not there; a server that takes in side by side may show a
    later one first.
    """

    validity: int
    last: int
    since: int
    gaps: list[tuple[int, int]]
    again: int = 0

    @classmethod
    def of(cls, noted: str) -> Cursor:
        """As it was written down."""
        facts = json.loads(noted)
        return cls(**facts | {"gaps": [(first, last) for first, last in facts["gaps"]]})

    def ranges(self) -> str:
        """What to ask for, as an IMAP set."""
        return ",".join([*(f"{first}:{last}" for first, last in self.gaps), f"{self.last + 1}:*"])

    def wants(self, uid: int) -> bool:
        """Whether that one is not read yet."""
        return uid > self.last or any(first <= uid <= last for first, last in self.gaps)

    def after(self, uids: Sequence[int]) -> Cursor:
        """The cursor once these were read."""
        top = max([self.last, *uids])
        open_ = [*self.gaps, (self.last + 1, top)] if top > self.last else self.gaps
        read, gaps = sorted(uids), []
        for first, last in open_:
            for uid in (one for one in read if first <= one <= last):
                gaps.append((first, uid - 1))
                first = uid + 1
            gaps.append((first, last))
        near = [(max(first, top - BACK), last) for first, last in gaps if first <= last and last >= top - BACK]
        return replace(self, last=top, gaps=near[-GAPS:])

    def is_old(self, letter: Listed) -> bool:
        """Whether it lay there before the desk first looked."""
        return letter.uid < self.again and letter.at is not None and letter.at.timestamp() < self.since


class Inbox:
    """Reads one mailbox until it is stopped."""

    def __init__(self, account: Account, clerk: Clerk, raws: RawLetters, *, every: float = EVERY) -> None:
        self._account, self._clerk, self._raws, self.every = account, clerk, raws, every
        self._bookmark = f"imap:{hashlib.sha256(account.name.encode()).hexdigest()[:32]}"
        self._main: asyncio.Task[None] | None = None
        self._breaks: dict[int, int] = {}
        self._fetching: Sequence[int] = ()
        self._failures = 0
        self._said: str | None = None  # what the register says of this mailbox: why it fails, "" if it works
        self.working = False
        """The mailbox was read to its end, and the connection stands."""
        self.opened = asyncio.Event()
        """It was so once."""

    async def start(self) -> None:
        self._main = asyncio.create_task(self._run(), name="inbox")

    async def stop(self) -> None:
        """Stop at once; what was not entered is fetched again at the next start."""
        if self._main is not None:
            self._main.cancel()
            await asyncio.gather(self._main, return_exceptions=True)
            self._main = None

    async def _run(self) -> None:
        while True:
            error: Exception | None = None
            try:
                await self._session()
            except Exception as problem:  # whatever it is, only a new connection can help
                error = problem
            pause = self._pause(error)
            level = logging.ERROR if self._failures else logging.INFO
            log.log(level, "letters do not come in, next attempt in %.0f s: %s", pause, _words(error))
            self._failures += 1
            await self._say(_fault(error))
            await asyncio.sleep(pause)

    async def _say(self, fault: str) -> None:
        """Note that it works, or why not, if that has changed."""
        if fault == self._said:
            return
        try:
            await (self._clerk.do(way_fails, WayIn.IMAP, fault) if fault else self._clerk.do(way_works, WayIn.IMAP))
            self._said = fault
        except Exception as error:  # the register is away; it is noted the next time
            log.error("how letters come in could not be noted: %s", where(error))

    def _pause(self, error: Exception | None) -> float:
        longest = min(SHORTEST * 2.0 ** min(self._failures, 20), LONGEST)
        if isinstance(error, LoginError):
            longest = max(longest, REFUSED)
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - so that desks do not come back all at once

    async def _session(self) -> None:
        """One connection, from its beginning to its end."""
        connection = await _in_thread(Connection, self._account, dropped=Connection.cut)
        try:
            cursor = await self._opened(connection)
            while True:
                cursor, came = await self._catch_up(connection, cursor)
                self.working, self._failures = True, 0
                await self._say("")
                self.opened.set()
                if not connection.idles:
                    await asyncio.sleep(self.every)
                else:
                    await _in_thread(connection.idle, FIRST_IDLE if came else IDLE)
        except (OSError, IMAPClientError):
            for uid in self._fetching:
                self._breaks[uid] = self._breaks.get(uid, 0) + 1
            raise
        finally:
            self.working, self._fetching = False, ()
            await _in_thread(connection.cut)

    async def _opened(self, connection: Connection) -> Cursor:
        """The cursor in this mailbox: a new one starts at its end; one that was numbered anew is read anew, and known by content."""
        known = await self._clerk.read(_noted, self._bookmark)
        if known is None:
            wall = await self._clerk.read(_wall)
            cursor = Cursor(connection.validity, connection.next_uid - 1, int(wall), [])
            await self._enter([], cursor)
            log.info("a mailbox is read from its next letter on")
            return cursor
        cursor = Cursor.of(known)
        if cursor.validity != connection.validity:
            log.warning(
                "the mailbox was numbered anew by its server: it is read anew, and what is known is passed over"
            )
            cursor = Cursor(connection.validity, 0, cursor.since, [], again=connection.next_uid)
        return cursor

    async def _catch_up(self, connection: Connection, cursor: Cursor) -> tuple[Cursor, bool]:
        """Keep whatever is there and not read yet; returns the cursor, and whether anything was."""
        found = await _in_thread(connection.uids, cursor.ranges())
        fresh = [uid for uid in found if cursor.wants(uid)]
        before = cursor
        for batch in _batches(await _in_thread(connection.listed, fresh), self._breaks):
            cursor = await self._keep(connection, cursor, batch)
        return cursor, cursor != before

    async def _keep(self, connection: Connection, cursor: Cursor, batch: Sequence[Listed]) -> Cursor:
        """Load and enter some letters, together with the cursor after them."""
        ours = [one for one in batch if not cursor.is_old(one)]
        stubs = [stub for one in ours if (stub := self._stub(cursor, one))]
        loaded = [one for one in ours if not self._stub(cursor, one)]
        bodies = await self._bodies(connection, [one.uid for one in loaded])
        async with self._raws.keeping():
            came = await asyncio.gather(
                *(self._kept(cursor, one, bodies[one.uid]) for one in loaded if one.uid in bodies)
            )
            # One that the server names and does not give out stays a gap, and is asked for again.
            read = [one.uid for one in batch if one not in loaded or one.uid in bodies]
            return await self._enter([*stubs, *came], cursor.after(read)) if read else cursor

    async def _bodies(self, connection: Connection, uids: Sequence[int]) -> dict[int, bytes]:
        """What the server gives out; one that it refuses does not keep the others."""
        if not uids:
            return {}
        self._fetching = uids
        try:
            found = await _in_thread(connection.bodies, uids)
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            if len(uids) == 1:
                log.warning("the mail server does not give out a letter")
                return {}
            found = {}
            for uid in uids:
                found |= await self._bodies(connection, [uid])
        self._fetching = ()
        for uid in uids:
            self._breaks.pop(uid, None)
        return found

    def _stub(self, cursor: Cursor, letter: Listed) -> Came | None:
        """What is entered of a letter that is not loaded; None: it is."""
        if letter.size > LARGEST:
            # A name that outlasts another numbering: it is told once.
            day = letter.at.astimezone(UTC).isoformat() if letter.at else ""
            return Came(f"imap:{self._account.name}:{day}:{letter.size}", "", letter.size, self._account.name, letter.at,
                        failed=TOO_LARGE)  # fmt: skip
        if self._breaks.get(letter.uid, 0) >= MOST_BREAKS:
            key = f"{self._key(cursor, letter)}:{UNFETCHED}"
            return Came(key, "", letter.size, self._account.name, letter.at, failed=UNFETCHED)
        return None

    async def _kept(self, cursor: Cursor, letter: Listed, raw: bytes) -> Came:
        sha = await self._raws.keep(raw)
        return Came(f"{self._key(cursor, letter)}:{sha[:16]}", sha, len(raw), self._account.name, letter.at)

    def _key(self, cursor: Cursor, letter: Listed) -> str:
        return f"imap:{self._account.name}:{cursor.validity}:{letter.uid}"

    async def _enter(self, came: Sequence[Came], cursor: Cursor) -> Cursor:
        await self._clerk.do(keep_letters, came, Bookmark(self._bookmark, json.dumps(asdict(cursor))))
        return cursor


def _batches(letters: Sequence[Listed], suspects: Collection[int]) -> Iterator[list[Listed]]:
    """In order, so many at once; one over which a connection broke comes alone."""
    batch: list[Listed] = []
    for letter in letters:
        alone = letter.uid in suspects or letter.size > LARGEST
        full = len(batch) == AT_ONCE or sum(one.size for one in batch) + letter.size > BYTES
        if batch and (alone or full):
            yield batch
            batch = []
        batch.append(letter)
        if alone:
            yield batch
            batch = []
    if batch:
        yield batch


async def _in_thread(work: Callable[..., T], *given: Any, dropped: Callable[[T], object] | None = None) -> T:
    """Run what blocks in a thread that nobody waits for at the end; `dropped` gets what it brings when nobody wants it any more."""
    loop = asyncio.get_running_loop()
    door: asyncio.Future[T] = loop.create_future()

    def hand_over(result: T | None, error: Exception | None) -> None:
        if not door.done():
            if error is None:
                door.set_result(result)  # type: ignore[arg-type]
            else:
                door.set_exception(error)
        elif error is None and dropped is not None:
            dropped(result)  # type: ignore[arg-type]

    def run() -> None:
        result, problem = None, None
        try:
            result = work(*given)
        except Exception as error:
            problem = error
        with contextlib.suppress(RuntimeError):  # the loop is closed: the desk has ended
            loop.call_soon_threadsafe(hand_over, result, problem)

    threading.Thread(target=run, name="inbox", daemon=True).start()
    return await door


def _words(error: Exception | None) -> str:
    """What the log may say of it: never the server's own words, which may name the account."""
    if isinstance(error, LoginError):
        return "the server refuses the user or the password"
    return where(error) if error else "the connection is over"


def _fault(error: Exception | None) -> Fault:
    """The same for staff."""
    match error:
        case LoginError():
            return Fault.LOGIN
        case ssl.SSLError() | CapabilityError():
            return Fault.TRUST
        case None | OSError() | IMAPClientAbortError():
            return Fault.AWAY
        case IMAPClientError():
            return Fault.MAILBOX
    return Fault.OURS


def _noted(desk: Desk, name: str) -> str | None:
    return desk.settings.get(name)


def _wall(desk: Desk) -> float:
    return desk.wall()
