"""The chat channel: parcels become calls of the Bot API, and every way a call can fail becomes an outcome.

The Bot API has no idempotency key. A call whose answer was lost may have been carried out; it is repeated all the same, and
what then arrives is marked as possibly there twice. Texts of network and decoding errors are never used: they hold the
address with the token, or the person's words.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import (
    DeleteMessage,
    DeleteMessages,
    EditMessageCaption,
    EditMessageReplyMarkup,
    EditMessageText,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import InputFile, Message, MessageId

from bot.channels import Accepted, Dropped, Later, Outcome, Refused
from bot.channels.acting import uploading
from bot.channels.limits import Limiter
from bot.channels.plainer import plainer
from bot.channels.topics import Topics, is_closed, is_gone
from bot.drawing import drawn
from domain.notices import TO_STAFF, Code, Parcel
from domain.ports import Clerk, Desk
from domain.usecases.newcomers import LISTS
from domain.usecases.now import NOWS
from domain.usecases.staff import group_moved
from domain.usecases.telling import CARDS, NEW
from domain.usecases.topics import TOPICS, has_no_place, lacks_topic, thread_of, topic_reopened
from handlers.view.ready import NotReadyError
from handlers.view.say import THREAD

log = logging.getLogger(__name__)

Method = TelegramMethod[Any]
SPARED = {LISTS: 1, NEW: 7, CARDS: 9, TOPICS: 9, NOWS: 12}
"""How many of the 20 messages a minute a queue leaves to what must be seen at once in a group."""
Compose = Callable[[Desk, Parcel], list[Method]]
Advise = Callable[[Parcel], Awaitable[Parcel]]
"""The parcel by what another judge says of what it tells."""
Writing = Callable[[Method], AbstractAsyncContextManager[Method]]
"""Makes the file that a call carries, where that takes long, and keeps it until the call is done."""

# Seconds before the next try, by how many were made; then every five minutes for as long as it takes.
PATIENCE = (1, 2, 5, 15, 30, 60, 120, 300)
# After so many tries to find a parcel's topic, or to open one, no more is done in haste.
MOST_TOPICS = 5
# After a wrong token nothing helps but a restart with the right one; the parcels wait for it. Seconds.
WRONG_TOKEN = 60.0
# How long a call may take before its answer is given up, and one that carries a file, seconds.
TIMEOUT, UPLOADING = 25, 300

# Bot API descriptions -> our words for the journal and the card. The Bot API promises neither, so the rest goes as it is.
CODES = {
    "bot was blocked": "blocked",
    "user is deactivated": "account deleted",
    "bot was kicked": "bot removed from the group",
    "bot is not a member": "bot removed from the group",
    "chat not found": "chat not found",
    "message thread not found": "topic deleted",
    "have no rights to send": "bot may not write there",
    "not enough rights": "bot may not write there",
    "message is too long": "too long",
    "topic_closed": "topic closed",
}
# What somebody can put right in the staff group: what is for staff waits for that, and none of it is lost.
MENDABLE = frozenset(CODES.values()) - {"blocked", "account deleted", "too long"}
SAME = "message is not modified"
VANISHED = ("message to edit not found", "message can't be edited", "message to delete not found", "message_id_invalid")


class TelegramChannel:
    """Sends parcels through one bot. What a failed parcel had already got through is not sent again."""

    def __init__(
        self,
        bot: Bot,
        clerk: Clerk,
        compose: Compose,
        limiter: Limiter,
        advise: Advise | None = None,
        writing: Writing = nullcontext,
    ) -> None:
        self._bot, self._clerk, self._compose, self._limiter, self._advise = bot, clerk, compose, limiter, advise
        self._writing = writing
        self._topics = Topics(bot, clerk)
        # Parcels that went out in part: how many calls they had, and the ids of those that were carried out.
        self._partly: dict[str, tuple[int, list[list[str]]]] = {}

    async def room(self, parcel: Parcel) -> None:
        """Wait until the limits let a message to this chat pass; what may wait leaves room for what may not."""
        await self._limiter.room(chat_id(parcel.address), spare=SPARED.get(parcel.queue, 0))

    async def send(self, parcel: Parcel) -> Outcome:
        """Compose the parcel's calls as things stand now and make them in order."""
        try:
            if parcel.code in (Code.TOPIC, Code.STAFF_TOPIC):
                return await self._topics.rename(parcel)
            if parcel.code is Code.TOPIC_EMPTIED:
                return await self._topics.empty(parcel)
            if parcel.code is Code.CHAT_LEFT:
                return await self._topics.leave(parcel)
            if parcel.code is Code.ARISEN and self._advise is not None:
                parcel = await self._advise(parcel)
            lacks, methods = await self._clerk.read(self._look, parcel)
            if lacks:
                waits = await self._topics.open(parcel)
                if waits is not None:
                    return waits
                lacks, methods = await self._clerk.read(self._look, parcel)
                if lacks and parcel.code in TO_STAFF:
                    return Later(1.0, "its topic is being opened")
        except NotReadyError:
            return Later(1.0, "the first card is still going out")
        except (TelegramAPIError, ClientDecodeError) as error:
            return outcome_of(error, parcel.attempts)
        if not methods:
            return Dropped()
        count, done = self._partly.pop(parcel.key, (len(methods), []))
        if count != len(methods):
            done = []  # it is written otherwise than when it was begun
        for method in methods[len(done) :]:
            outcome = self._for_staff(parcel, await self._call(method, parcel))
            if not isinstance(outcome, Accepted):
                if done and isinstance(outcome, Later):
                    self._partly[parcel.key] = (len(methods), done)
                return outcome
            done.append(list(outcome.remotes))
        return Accepted(tuple(remote for remotes in done for remote in remotes))

    def _look(self, desk: Desk, parcel: Parcel) -> tuple[bool, list[Method]]:
        """Whether the parcel's ticket lacks a topic, and what to call; without its topic nothing new is said of a ticket."""
        methods = self._compose(desk, parcel)
        if has_no_place(desk, parcel):
            methods = [one for one in methods if THREAD not in type(one).model_fields]
        return lacks_topic(desk, parcel), methods

    def _for_staff(self, parcel: Parcel, outcome: Outcome) -> Outcome:
        if parcel.code in TO_STAFF and isinstance(outcome, Refused) and outcome.error in MENDABLE:
            log.error("the staff group cannot be written to, what is for it waits: %s", outcome.error)
            return Later(float(PATIENCE[min(max(parcel.attempts - 1, 0), len(PATIENCE) - 1)]), outcome.error)
        return outcome

    async def close(self) -> None:
        """The session belongs to the bot, which closes it."""

    async def _call(self, method: Method, parcel: Parcel) -> Outcome:
        try:
            sent = await self._carried_out(method)
            if not parcel.thread and await self._topics.strayed(method, sent):
                return await self._astray(method, parcel)
            return Accepted(remotes(sent))
        except TelegramMigrateToChat as error:
            await moved(self._clerk, old=parcel.address, new=error.migrate_to_chat_id)
            return Later(0.0, "the group has a new id")
        except TelegramBadRequest as error:
            return await self._bad_request(method, parcel, error)
        except (TelegramAPIError, ClientDecodeError) as error:
            return outcome_of(error, parcel.attempts)

    async def _carried_out(self, method: Method) -> Any:
        method = await drawn(method)
        if not isinstance(getattr(method, "document", None), InputFile):
            return await self._bot(method, request_timeout=TIMEOUT)
        thread: int | None = getattr(method, "message_thread_id", None)
        async with uploading(self._bot, method.chat_id, thread), self._writing(method) as call:  # type: ignore[attr-defined]
            return await self._bot(call, request_timeout=UPLOADING)

    async def _bad_request(self, method: Method, parcel: Parcel, error: TelegramBadRequest) -> Outcome:
        text = error.message.lower()
        if SAME in text:
            return Accepted((str(getattr(method, "message_id", "")),))
        if any(words in text for words in VANISHED):
            # Somebody deleted what was to be changed. A text is said anew; a keyboard or a deletion has no purpose now.
            if parcel.code is Code.NOW:
                return Dropped()
            if isinstance(method, EditMessageText):
                if await self._clerk.read(has_no_place, parcel):
                    lacks = await self._clerk.read(lacks_topic, parcel)
                    return Later(0.0, "the topic was deleted") if lacks else Accepted()
                return await self._call(anew(method, await self._clerk.read(thread_of, parcel)), parcel)
            if isinstance(method, EditMessageReplyMarkup | EditMessageCaption | DeleteMessage | DeleteMessages):
                return Accepted()
        shut = is_closed(error) and parcel.code in TO_STAFF
        if shut and parcel.attempts < MOST_TOPICS and await self._topics.reopen(parcel):
            await self._clerk.do(
                topic_reopened, channel=parcel.channel, chat=parcel.address, ticket=parcel.ticket or ""
            )
            return Later(0.0, "the topic was closed")
        if (is_gone(error) or shut) and getattr(method, "message_thread_id", None) and not parcel.thread:
            return await self._astray(method, parcel)
        if (plain := plainer(method, text)) is not None:
            return await self._call(plain, parcel)
        return Refused(code(error.message))

    async def _astray(self, method: Method, parcel: Parcel) -> Outcome:
        """The ticket's topic is not there any more: it is opened anew, and nothing of it is said where it does not belong."""
        await self._topics.lose(parcel.channel, parcel.address, method.message_thread_id)  # type: ignore[attr-defined]
        pause = 0.0 if parcel.attempts < MOST_TOPICS else PATIENCE[-1]
        return Later(pause, "the topic was deleted")


def outcome_of(error: Exception, attempts: int) -> Outcome:
    """What becomes of a parcel after an error of the session; `attempts` so far decides how long to wait."""
    pause = float(PATIENCE[min(max(attempts - 1, 0), len(PATIENCE) - 1)])
    match error:
        case TelegramRetryAfter():
            return Later(float(error.retry_after), f"Telegram asked to wait {error.retry_after} s")
        case TelegramUnauthorizedError() | TelegramNotFound():
            log.error("Telegram does not accept the token, check FRONTDESK_BOT_TOKEN: %s", error.message)
            return Later(WRONG_TOKEN, "Telegram does not accept the token")
        case TelegramForbiddenError() | TelegramEntityTooLarge():
            return Refused(code(error.message))
        case TelegramNetworkError():
            sent = not isinstance(error.__cause__, aiohttp.ClientConnectorError)
            return Later(pause, f"no answer from Telegram ({cause(error)})", uncertain=sent)
        case TelegramServerError():
            return Later(pause, "Telegram has an internal error")
        case ClientDecodeError():
            # A gateway's HTML page, or an answer newer than our types: it may have been carried out.
            return Later(max(pause, 5.0), "an unreadable answer from Telegram", uncertain=True)
        case TelegramAPIError():
            return Refused(code(error.message))
    raise error


async def moved(clerk: Clerk, *, old: str, new: int) -> None:
    """The group became a supergroup: everything queued for it, and every reply to what it holds, moves along."""
    log.warning("a group was upgraded to a supergroup and has a new id; if it is the staff group, update the settings")
    await clerk.do(group_moved, old=old, new=str(new))


def remotes(result: Any) -> tuple[str, ...]:
    """The message ids in what a call returned."""
    if isinstance(result, Message | MessageId):
        return (str(result.message_id),)
    if isinstance(result, list):
        return tuple(str(one.message_id) for one in result if isinstance(one, Message | MessageId))
    return ()


def anew(method: EditMessageText, thread: int) -> SendMessage:
    """The same words as a new message, in the same topic: without it they would land where everybody reads."""
    assert method.chat_id is not None
    return SendMessage(
        chat_id=method.chat_id,
        message_thread_id=thread or None,
        text=method.text or "",
        parse_mode=method.parse_mode,
        entities=method.entities,
        link_preview_options=method.link_preview_options,
        reply_markup=method.reply_markup,
    )


def code(description: str) -> str:
    """A short reason for the journal and the card, from a description of the Bot API."""
    lowered = description.lower()
    for words, ours in CODES.items():
        if words in lowered:
            return ours
    return description.removeprefix("Bad Request: ").removeprefix("Forbidden: ").splitlines()[0][:120]


def cause(error: BaseException) -> str:
    """The class behind a network error; its text may hold the token and is never used."""
    if isinstance(error.__cause__, asyncio.TimeoutError):
        return "timeout"
    return type(error.__cause__ or error).__name__


def chat_id(address: str) -> int | str:
    """An outbox address as the Bot API takes it."""
    return int(address) if address.lstrip("-").isdigit() else address
