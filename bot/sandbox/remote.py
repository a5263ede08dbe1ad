"""The stage of a story behind HTTP: a copy of the sandbox's state, kept fresh by its events."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp

from bot.sandbox.errors import Mistake
from bot.sandbox.schema import Upload

Json = dict[str, Any]


class RemoteStage:
    """A sandbox in another process. Open it with `await RemoteStage.open(url)`, close it with `await stage.close()`."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._http = aiohttp.ClientSession()
        self._changed = asyncio.Event()
        self._people: list[Json] = []
        self._chats: dict[int, Json] = {}
        self._messages: dict[int, dict[int, Json]] = {}
        self._letters: list[Json] = []
        self._listener: asyncio.Task[None] | None = None
        self.seq = 0
        self.staff_chat_id = 0

    @classmethod
    async def open(cls, url: str) -> RemoteStage:
        """Read the state and follow the events of the sandbox at `url`."""
        stage = cls(url)
        try:
            await stage._read()
        except BaseException:
            await stage.close()
            raise
        stage._listener = asyncio.create_task(stage._listen())
        return stage

    async def close(self) -> None:
        if self._listener is not None:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)
        await self._http.close()

    async def _read(self) -> None:
        async with self._http.get(f"{self._url}/sandbox/state") as response:
            state = await response.json()
        self._people, self._letters = state["people"], state["letters"]
        self.staff_chat_id = state["staff_chat_id"]
        self._chats = {chat["id"]: chat for chat in state["chats"]}
        self._messages = {chat["id"]: {m["message_id"]: m for m in chat["messages"]} for chat in state["chats"]}
        self.seq = state["seq"]

    async def _listen(self) -> None:
        while True:
            try:
                query = {"after": str(self.seq), "wait": "25"}
                async with self._http.get(f"{self._url}/sandbox/events", params=query) as response:
                    news = await response.json()
                if news.get("reset"):
                    await self._read()
                self._take(news["events"])
                self.seq = max(self.seq, news["seq"])
            except aiohttp.ClientError:
                await asyncio.sleep(0.2)  # the sandbox is being started again
                continue
            self._changed.set()
            self._changed = asyncio.Event()

    def _take(self, events: list[Json]) -> None:
        for event in events:
            kind = event["kind"]
            if kind in {"message", "edited"}:
                self._messages.setdefault(event["chat"], {})[event["message"]["message_id"]] = event["message"]
            elif kind == "deleted":
                self._messages.get(event["chat"], {}).pop(event["message_id"], None)
            elif kind == "chat":
                chat = event["chat"]
                self._chats[chat["id"]] = chat
                if chat["staff"]:
                    self.staff_chat_id = chat["id"]
            elif kind == "people":
                self._people = event["people"]
            elif kind == "letter":
                self._letters.append(event["letter"])

    def people(self) -> list[Json]:
        return self._people

    def chat(self, chat_id: int) -> Json:
        return self._chats[chat_id]

    def messages(self, chat_id: int) -> list[Json]:
        return list(self._messages.get(chat_id, {}).values())

    def letters(self) -> list[Json]:
        return self._letters

    async def changed(self, wait: float) -> bool:
        try:
            async with asyncio.timeout(wait):
                await self._changed.wait()
        except TimeoutError:
            return False
        return True

    async def do(self, deed: str, asked: Json) -> Json:
        """POST /sandbox/<deed>. Raises Mistake with the server's words."""
        async with self._http.post(f"{self._url}/sandbox/{deed}", json=asked) as response:
            return await self._result(response)

    async def attach(self, asked: Json, files: list[Upload]) -> Json:
        form = aiohttp.FormData({key: str(value) for key, value in asked.items()}, quote_fields=False)
        for file in files:
            form.add_field("file", file.body, filename=file.name, content_type=file.mime or "application/octet-stream")
        async with self._http.post(f"{self._url}/sandbox/attach", data=form) as response:
            return await self._result(response)

    @staticmethod
    async def _result(response: aiohttp.ClientResponse) -> Json:
        body: Json = await response.json()
        if response.status != 200:
            raise Mistake(body.get("error", f"HTTP {response.status}"))
        return body
