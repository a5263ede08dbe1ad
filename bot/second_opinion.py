"""Second opinion: a clerk for the doors who, where a judge behind an endpoint is configured, asks it what the desk has just judged.

It is asked between transactions and never within one: what was said is committed, with the desk's own verdict, and stands
whatever becomes of the endpoint.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, Concatenate, ParamSpec, TypeVar

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.exceptions import AiogramError
from aiogram.methods import SendChatAction

from bot.logs import where
from domain.draft import Conversation
from domain.notices import Parcel
from domain.one_issue import Judgement
from domain.people import Speaker
from domain.ports import Clerk, Desk
from domain.usecases.arise import to_judge
from domain.usecases.go_on import More
from domain.usecases.heard import Said
from domain.usecases.revise import Replaced
from domain.usecases.things import Noted
from domain.usecases.weigh_again import weigh_again

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Ask = Callable[[str], Coroutine[Any, Any, Judgement | None]]
"""The verdict on a text; None if there is none in time."""


AddedTo = TypeVar("AddedTo", Said, Noted)


async def advised(clerk: Clerk, ask: Ask, parcel: Parcel) -> Parcel:
    """The same for what no door has judged: words under files, letters. Asked as the notice goes out; without a verdict it
    says what the desk itself has found."""
    one = await clerk.read(to_judge, parcel)
    verdict = await ask(one.text) if one else None
    if one is None or verdict is None:
        return parcel
    found = one.arisen(verdict)
    return replace(parcel, facts={**parcel.facts, "part": found.part if found else ""})


class SecondOpinion:
    """`domain.ports.Clerk`: what comes of a use case is what the endpoint's verdict makes of it, if there is one."""

    def __init__(self, clerk: Clerk, ask: Ask, bot: Bot) -> None:
        self._clerk, self._ask, self._bot = clerk, ask, bot

    async def do(self, usecase: Callable[Concatenate[Desk, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As the clerk does it; only then the endpoint is asked."""
        result = await self._clerk.do(usecase, *args, **kwargs)
        by = kwargs.get("by")
        if not isinstance(by, Speaker) or not by.private:
            return result
        try:
            advised: Any = await self._advised(by, result)
        except (
            Exception
        ) as error:  # it is carried out and committed; whatever fails now must not make it look as if it were not
            log.error("a second opinion came to nothing: %s", where(error))
            return result
        return advised  # type: ignore[no-any-return]

    async def aside(self, usecase: Callable[Concatenate[Desk, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._clerk.aside(usecase, *args, **kwargs)

    async def read(self, query: Callable[Concatenate[Desk, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._clerk.read(query, *args, **kwargs)

    async def _advised(self, by: Speaker, result: Any) -> Any:
        match result:
            case Conversation():
                return await self._weighed(by, result)
            case More(talk=Conversation() as talk) | Replaced(talk=talk):
                return replace(result, talk=await self._weighed(by, talk))
            case Said() | Noted():
                return await self._heard(by, result)
        return result

    async def _weighed(self, by: Speaker, talk: Conversation) -> Conversation:
        """An intake, by the endpoint's verdict on what it tells."""
        if not talk.judged or talk.draft is None:
            return talk
        [verdict] = await self._verdicts(by, [talk.judged])
        if verdict is None:
            return talk
        again = await self._clerk.do(weigh_again, by=by, draft_id=talk.draft.id, text=talk.judged, verdict=verdict)
        return replace(again, joined=talk.joined) if again else talk

    async def _heard(self, by: Speaker, said: AddedTo) -> AddedTo:
        """Words on a ticket. A journal's words do not change, so nothing need be looked up again."""
        if not said.added:
            return said
        verdicts = await self._verdicts(by, [one.text for one in said.added])
        own = {one.entry: one for one in said.arisen}
        found = [
            own.get(one.entry) if verdict is None else one.arisen(verdict)
            for one, verdict in zip(said.added, verdicts, strict=True)
        ]
        return replace(said, arisen=tuple(one for one in found if one))

    async def _verdicts(self, by: Speaker, texts: list[str]) -> list[Judgement | None]:
        """All at once, so that several texts take no longer than one; they see that somebody is at it."""
        typing = asyncio.create_task(self._type(by))
        try:
            return await asyncio.gather(*map(self._ask, texts))
        finally:
            typing.cancel()

    async def _type(self, by: Speaker) -> None:
        action = SendChatAction(
            chat_id=int(by.place.chat), action=ChatAction.TYPING, message_thread_id=by.place.thread or None
        )
        try:
            await self._bot(action)
        except AiogramError as error:
            log.debug("nobody saw that the desk was thinking: %s", type(error).__name__)
