"""An OpenAI-compatible endpoint for tests: a small real server that answers as it is told to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Model:
    """A small server that answers as it is told to."""

    def __init__(self) -> None:
        self.answer: Answer = said([])
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.url = ""
        self.was_asked, self.closing = asyncio.Event(), asyncio.Event()

    async def hear(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.headers.get("Authorization", ""), await request.json()))
        self.was_asked.set()
        return await self.answer(request)

    def texts(self) -> list[str]:
        """What it was asked to judge."""
        return [json.loads(question["messages"][-1]["content"])["text"] for _key, question in self.asked]


@asynccontextmanager
async def listening() -> AsyncIterator[Model]:
    """The server while it is there."""
    server = Model()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.hear)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield server
    finally:
        server.closing.set()
        await runner.cleanup()


def wrote(content: str) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.json_response({"choices": [{"message": {"role": "assistant", "content": content}}]})

    return answer


def said(parts: object) -> Answer:
    return wrote(json.dumps({"parts": parts}, ensure_ascii=False))


def raw(status: int = 200, body: bytes = b"", **headers: str) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=body, headers=headers)

    return answer


def silent(model: Model) -> Answer:
    """Nothing, as long as the server is there."""

    async def answer(_: web.Request) -> web.StreamResponse:
        await model.closing.wait()
        return web.Response()

    return answer
