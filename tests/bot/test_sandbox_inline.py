"""The sandbox's inline mode: a query is answered once, by results Telegram would take, and a chosen one is posted as its sender's."""

from __future__ import annotations

import asyncio

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent

from bot.sandbox.errors import Mistake
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox


def article(key: str) -> InlineQueryResultArticle:
    content = InputTextMessageContent(message_text=f"<b>{key}</b>", parse_mode="HTML")
    return InlineQueryResultArticle(id=key, title=key, input_message_content=content)


async def test_a_query_is_answered_and_a_result_sent() -> None:
    async with Sandbox(limits=False) as sandbox:
        bot = Bot(sandbox.token, session=AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url)))
        boris = Person.of(sandbox, "Борис")
        asking = asyncio.create_task(boris.asks_inline("17"))
        (update,) = await bot.get_updates(timeout=5)
        query = update.inline_query
        assert query is not None
        assert (query.query, query.from_user.id) == ("17", boris.id)

        refused = {
            "RESULT_ID_INVALID": {"results": [article("one"), article("one")]},
            "START_PARAM_INVALID": {"results": [], "button": InlineQueryResultsButton(text="x", start_parameter="a b")},
        }
        for why, call in refused.items():
            with pytest.raises(TelegramBadRequest, match=why):
                await bot.answer_inline_query(query.id, **call)  # type: ignore[arg-type]
        await bot.answer_inline_query(query.id, [article("one"), article("two")], cache_time=0, is_personal=True)
        with pytest.raises(TelegramBadRequest, match="query is too old"):
            await bot.answer_inline_query(query.id, [])

        answer = await asking
        assert [one["id"] for one in answer["results"]] == ["one", "two"]
        posted = await boris.sends_inline(answer, "two")
        assert (posted["text"], posted["chat"]["id"]) == ("two", sandbox.staff_chat_id)
        assert posted["via_bot"]["id"] == bot.id
        with pytest.raises(Mistake):
            await boris.sends_inline(answer, "three")
        with pytest.raises(Mistake):
            await Person.of(sandbox, "Анна").sends_inline(answer, "one")
        await bot.session.close()


async def test_nobody_answers() -> None:
    """Whoever asks does not wait for ever."""
    async with Sandbox(limits=False) as sandbox:
        assert not (await Person.of(sandbox, "Анна").asks_inline("", wait=0.05))["answered"]
