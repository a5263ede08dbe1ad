"""Reception: a raw update in, what to say back out; the one way in for the webhook and the poller alike.

`take` returns after the commit. What cannot be carried out goes to quarantine with its body, the person hears a number to
quote, and the next update goes on. What was carried out before (`Seen`) is answered with where things stand.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import AnswerCallbackQuery, TelegramMethod
from aiogram.types import Message, Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.channels.plainer import plainer
from bot.channels.telegram import cause, moved
from bot.clerk import RegisterAway, RegisterClerk, handling
from bot.clock import Clock
from bot.discretion import HIDDEN, hidden, is_command, is_strangers, must_hide, outline, without_cards
from bot.logs import told, where
from domain.ports import Clerk, Seen
from handlers.confidence import Confidence
from handlers.view.say import Passing

log = logging.getLogger(__name__)

Method = TelegramMethod[Any]
Raw = dict[str, Any]

# Seconds before an answer is tried again after a network error; then it is given up, the person can ask again.
RETRIES = (1.0, 3.0)
# How often a 429 is waited out before the answer is given up.
MOST_WAITS = 5
# Who writes faster than may be answered: once so many answers wait in a chat, those that only say where things stand become one.
MOST_UNSAID = 3
# How long one call of an answer may take, seconds.
TIMEOUT = 15


# Of so many chats it is remembered which message we said last.
MOST_ANSWERED = 10_000
# So long after a call was made a message waits for Telegram's receipt of it, which it may have overtaken, seconds.
RECEIPT = 0.5


@dataclass
class Answer:
    """What is still to be said, who waits for that, and how many answers it stands for besides its own."""

    methods: list[Method]
    done: list[asyncio.Future[None]]
    spared: int = 0


class Unhandled(Exception):
    """No door took the update."""


class Reception:
    """Takes updates and says answers. Answers of one chat go out in order; no chat waits for another.

    `heard` is told the kind of each update that was carried out ("chat_member").
    """

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        clerk: RegisterClerk,
        clock: Clock,
        *,
        where_things_stand: Callable[[Update, Clerk, datetime], Awaitable[list[Method]]],
        apology: Callable[[Update, int], list[Method]],
        summed: Callable[[Passing, int], list[Method]],
        heard: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._bot, self._dispatcher, self._clerk, self._clock = bot, dispatcher, clerk, clock
        self._where_things_stand, self._apology, self._heard = where_things_stand, apology, heard
        self._summed = summed
        self._lanes: dict[str, deque[Answer]] = {}
        self._speaking: set[asyncio.Task[None]] = set()
        # The number of our last message in each chat, of those that were answered last.
        self._answered: dict[str, int] = {}
        # The calls that Telegram has got, perhaps, and not receipted yet; and since when, on the loop's clock.
        self._unreceipted: dict[str, tuple[asyncio.Future[None], float]] = {}
        self._taking = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    async def take(self, raw: Raw) -> list[Method]:
        """Carry an update out and return what to say to the speaker, in order.

        Raises only when the register itself cannot be written: then the update was not taken and must come again.
        """
        update_id = raw.get("update_id")
        if not isinstance(update_id, int) or isinstance(update_id, bool):
            log.error("something without an update_id was left out")
            return []
        self._taking += 1
        self._quiet.clear()
        try:
            return await self._take(update_id, raw)
        finally:
            self._taking -= 1
            self._settle()

    async def _take(self, update_id: int, raw: Raw) -> list[Method]:
        arrived_at = self._clock.now()
        update: Update | None = None
        confidence = Confidence()
        try:
            with handling(update_id):
                update = Update.model_validate(raw, context={"bot": self._bot})
                try:
                    event = update.event_type
                except UpdateTypeLookupError:
                    raise Unhandled("an unknown kind of update") from None
                lane = lane_of(raw)
                if update.message is not None and _private(update):
                    await self._receipt(lane)
                said = await self._dispatcher.feed_update(
                    self._bot,
                    update,
                    arrived_at=arrived_at,
                    confidence=confidence,
                    answered=self._answered.get(lane),
                )
                self._heard(event)
                if said is UNHANDLED:
                    if event not in {"message", "callback_query"} or not _private(update):
                        log.info("update %s: no door takes this %s", update_id, event)
                        return []
                    raise Unhandled(f"no door takes this {event}")
                return _listed(said)
        except Seen:
            assert update is not None
            return await self._repeated(update, arrived_at)
        except RegisterAway:
            raise
        except Exception as error:  # whatever a door fails with, the next update must go on
            if is_strangers(raw, *self._clerk.staff.chats):
                said = await self._set_aside(update_id, outline(raw), update, error, silent=True)
                return said if is_command(raw) else []
            if confidence.told or await must_hide(raw, self._clerk):
                return await self._set_aside(update_id, hidden(raw), update, error, silent=True)
            return await self._set_aside(update_id, without_cards(raw, self._clerk.regulation), update, error)

    async def _receipt(self, lane: str) -> None:
        """Wait a little for the number of what is being said there: by it is told whether this was said after seeing it."""
        if (under_way := self._unreceipted.get(lane)) is None:
            return
        receipted, since = under_way
        if (left := since + RECEIPT - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait({receipted}, timeout=left)

    async def answer(self, methods: Sequence[Method]) -> None:
        """Say these in order; returns when each was accepted or given up. Never raises for what Telegram answers."""
        for method in methods:
            await self._say(method)

    def say(self, lane: str, methods: Sequence[Method]) -> asyncio.Future[None]:
        """Say these after whatever is still to be said in the same lane (see `lane_of`); done when all were attempted."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        # A press shows an hourglass until it is answered, and its answer has no place in the order.
        presses = [method for method in methods if isinstance(method, AnswerCallbackQuery)]
        rest = (
            methods if isinstance(methods, Passing) else [m for m in methods if not isinstance(m, AnswerCallbackQuery)]
        )
        for press in presses:
            self._start(self._say(press))
        if not rest:
            done.set_result(None)
            return done
        queue = self._lanes.get(lane)
        if queue is None:
            queue = self._lanes[lane] = deque()
            self._start(self._speak(lane, queue))
        shows_all = isinstance(rest, Passing) and rest.shows_all
        if queue and (shows_all or len(queue) >= MOST_UNSAID) and _goes_with(queue[-1].methods, rest):
            last = queue[-1]
            last.methods, last.spared = rest, last.spared + (not shows_all)
            last.done.append(done)
        else:
            queue.append(Answer(rest, [done]))
        return done

    def lost_count(self, lane: str) -> None:
        """Something is said there whose number will not be known."""
        self._answered.pop(lane, None)

    def silent(self, lane: str) -> bool:
        """Whether nothing is left to say in a lane."""
        return lane not in self._lanes

    async def idle(self) -> None:
        """Return when no update is being carried out and nothing is left to say."""
        await self._quiet.wait()

    async def close(self, patience: float = 5.0) -> None:
        """Let what is being said go out, so many seconds long."""
        if self._speaking:
            _, late = await asyncio.wait(self._speaking, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _start(self, speaking: Any) -> None:
        self._quiet.clear()
        task: asyncio.Task[None] = asyncio.create_task(speaking)
        self._speaking.add(task)
        task.add_done_callback(self._finish)

    def _finish(self, task: asyncio.Task[None]) -> None:
        self._speaking.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("an answer was lost: %s", where(error))
        self._settle()

    def _settle(self) -> None:
        if not self._taking and not self._speaking:
            self._quiet.set()

    async def _speak(self, lane: str, queue: deque[Answer]) -> None:
        now: Answer | None = None
        try:
            while queue:
                now = queue.popleft()
                said = now.methods
                await self.answer(self._summed(said, now.spared) if now.spared and isinstance(said, Passing) else said)
                _fulfil(now)
        finally:
            self._lanes.pop(lane, None)
            for left in (*queue, *([now] if now else [])):
                _fulfil(left)

    async def _say(self, method: Method) -> None:
        """One call, with patience for 429 and the network. What cannot be said is logged by code, without its words."""
        waits, tries = 0, 0
        while True:
            try:
                self._note(await self._receipted(method))
            except TelegramRetryAfter as error:
                waits += 1
                if waits > MOST_WAITS:
                    return _given_up(method, error)
                await asyncio.sleep(error.retry_after)
            except TelegramMigrateToChat as error:
                if tries >= len(RETRIES):
                    return _given_up(method, error)
                tries += 1
                await moved(self._clerk, old=str(getattr(method, "chat_id", "")), new=error.migrate_to_chat_id)
                method = method.model_copy(update={"chat_id": error.migrate_to_chat_id})
            except (TelegramNetworkError, TelegramServerError, ClientDecodeError) as error:
                if tries >= len(RETRIES) or isinstance(method, AnswerCallbackQuery):
                    return _given_up(method, error)
                tries += 1
                await asyncio.sleep(RETRIES[tries - 1])
            except TelegramAPIError as error:
                if (plain := plainer(method, error.message)) is None:
                    return _given_up(method, error)
                method = plain
            else:
                return None

    async def _receipted(self, method: Method) -> Any:
        chat = str(getattr(method, "chat_id", ""))
        loop = asyncio.get_running_loop()
        under_way = self._unreceipted[chat] = (loop.create_future(), loop.time())
        try:
            return await self._bot(method, request_timeout=TIMEOUT)
        finally:
            if self._unreceipted.get(chat) is under_way:
                del self._unreceipted[chat]
            under_way[0].set_result(None)

    def _note(self, result: Any) -> None:
        """What was said before this message was said without having seen it."""
        if isinstance(result, Message):
            chat = str(result.chat.id)
            self._answered.pop(chat, None)
            self._answered[chat] = result.message_id
            if len(self._answered) > MOST_ANSWERED:
                self._answered.pop(next(iter(self._answered)))

    async def _repeated(self, update: Update, arrived_at: datetime) -> list[Method]:
        try:
            return await self._where_things_stand(update, self._clerk, arrived_at)
        except Exception as error:  # it was carried out long ago; only the reminder of it is lost
            log.error(
                "update %s came again, and where things stand could not be told: %s", update.update_id, where(error)
            )
            return []

    async def _set_aside(
        self, update_id: int, raw: Raw, update: Update | None, error: Exception, *, silent: bool = False
    ) -> list[Method]:
        why = f"{where(error)} {HIDDEN}" if silent else told(error)
        number = await self._clerk.quarantine(update_id, orjson.dumps(raw).decode(), why)
        log.error("update %s was set aside as no. %s: %s", update_id, number, where(error))
        outline = update or outline_of(raw)
        if outline is None:
            return []
        try:
            return self._apology(outline, number)
        except Exception as second:  # an apology that fails must not hold up the next update
            log.error("no apology could be made for no. %s: %s", number, where(second))
            return []


def lane_of(raw: Raw) -> str:
    """Whose order an update keeps: its chat, else the person, else none but its own."""
    for kind, event in raw.items():
        if kind == "update_id" or not isinstance(event, dict):
            continue
        message = event.get("message") if kind == "callback_query" else event
        for holder, key in ((message, "chat"), (event, "from"), (event, "user")):
            found = holder.get(key) if isinstance(holder, dict) else None
            if isinstance(found, dict) and "id" in found:
                return str(found["id"])
    return f"update {raw.get('update_id')}"


def outline_of(raw: Raw) -> Update | None:
    """As much of an unreadable update as an apology needs: who, in which chat, in which language. None if not even that."""
    event = raw.get("message") or raw.get("callback_query")
    if not isinstance(event, dict):
        return None
    message = event.get("message") if "callback_query" in raw else event
    try:
        outline = {
            "message_id": 0,
            "date": 0,
            "chat": {"id": message["chat"]["id"], "type": message["chat"]["type"]},  # type: ignore[index]
            "from": {"is_bot": False, "first_name": "-", **_of(event["from"], "id", "language_code")},
        }
        return Update.model_validate({"update_id": raw["update_id"], "message": outline})
    except (ValidationError, KeyError, TypeError):
        return None


def _of(source: Any, *keys: str) -> dict[str, Any]:
    return {key: source[key] for key in keys if key in source}


def _private(update: Update) -> bool:
    event: Any = update.event
    message = getattr(event, "message", None) or event
    return getattr(getattr(message, "chat", None), "type", "private") == "private"


def _listed(said: Any) -> list[Method]:
    if said is None:
        return []
    if isinstance(said, TelegramMethod):
        return [said]
    return said if isinstance(said, Passing) else list(said)


def _goes_with(waiting: list[Method], new: list[Method]) -> bool:
    """Whether a new answer makes one that waits needless: both only say where things stand with the same."""
    return isinstance(waiting, Passing) and isinstance(new, Passing) and waiting.about == new.about


def _fulfil(answer: Answer) -> None:
    for done in answer.done:
        if not done.done():
            done.set_result(None)


def _given_up(method: Method, error: Exception) -> None:
    if isinstance(error, TelegramNetworkError | ClientDecodeError):
        why = cause(error)
    else:
        why = getattr(error, "message", "").splitlines()[0]
    log.warning("an answer by %s was not taken: %s: %s", method.__api_method__, type(error).__name__, why)
