"""Telegram, both its halves: it brings updates to a bot's webhook, and takes the bot's calls; so it knows what was answered.

A call may come to the Bot API server or ride on the answer to an update; here they are the same. Any method that the
bots have no reason to call is a failure.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from tests.bench.wire import Client, Served

SECRET = "bench"
CONNECTIONS = 40
"""Telegram's own number (setWebhook, max_connections), and the desk's."""
ME = {"id": 42, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
GROUP = {
    "id": -1,
    "type": "group",
    "title": "Поддержка",
    "accent_color_id": 0,
    "max_reaction_count": 11,
    "accepted_gift_types": dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    ),
}
"""What getChat tells of the staff group."""
_TRUE = b'{"ok":true,"result":true}'
_RESULTS = {
    "getMe": orjson.dumps({"ok": True, "result": ME}),
    "getChat": orjson.dumps({"ok": True, "result": GROUP}),
    "getChatAdministrators": b'{"ok":true,"result":[]}',
    **dict.fromkeys(
        ("setWebhook", "setMyCommands", "setChatMenuButton", "answerCallbackQuery", "sendChatAction"), _TRUE
    ),
}


class Wrong(Exception):
    """The bot did what it must not do, or did not do what it must: what was measured is worth nothing."""


@dataclass(slots=True, eq=False)
class Person:
    """Somebody who writes to a bot. `step` counts the answers they gave, `heard` what the bot said since they spoke."""

    id: int
    step: int = 0
    due: int = 0
    """How many messages they still wait for."""
    answered: bool = True
    """Whether the webhook has answered."""
    spoke_at: float = 0.0
    """Monotonic, seconds."""
    heard: list[dict[str, Any]] = field(default_factory=list)
    draft: str = ""


@dataclass(eq=False)
class Line:
    """Telegram's line to one bot. `on_answer` is called when a person has heard all they were to hear."""

    token: str
    on_answer: Callable[[Person, float], None] = lambda _person, _at: None
    people: dict[int, Person] = field(default_factory=dict)
    sent: int = 0
    rode: int = 0
    called: int = 0
    failed: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    client: Client | None = None

    async def open(self, port: int, path: str) -> None:
        """Begin to bring updates to a webhook."""
        self.client = Client(port, path, {"X-Telegram-Bot-Api-Secret-Token": SECRET}, self.fail)
        await self.client.open(CONNECTIONS)

    def close(self) -> None:
        if self.client is not None:
            self.client.close()
        if not self.failed.done():
            self.failed.cancel()

    def fail(self, why: str) -> None:
        """Nothing that follows counts."""
        if not self.failed.done():
            self.failed.set_exception(Wrong(why))

    def bring(self, person: Person, kind: str, event: dict[str, Any], *, due: int) -> None:
        """Bring an update that is to be answered by `due` messages."""
        if not person.answered or person.due:
            self.fail(f"{person.id} spoke before the bot had answered")
        self.sent += 1
        person.due, person.answered, person.heard = due, False, []
        person.spoke_at = time.perf_counter()
        assert self.client is not None
        body = orjson.dumps({"update_id": self.sent, kind: event})
        self.client.post(body, lambda status, said: self._webhook_answered(person, status, said))

    def _webhook_answered(self, person: Person, status: int, said: dict[str, Any]) -> None:
        if status != 200:
            self.fail(f"the webhook answered {status}")
            return
        person.answered = True
        if said:
            self.rode += 1
            self.take(said.pop("method", "nothing"), said)
        elif not person.due:
            self.on_answer(person, time.perf_counter())

    def take(self, method: str, call: dict[str, Any]) -> bytes:
        """A call of the bot's; returns what the Bot API answers."""
        if method in ("sendMessage", "editMessageReplyMarkup"):
            person = self.people.get(int(call["chat_id"]))
            if person is None:
                self.fail(f"{method} to the unknown chat {call['chat_id']}")
            said = _message(call)  # it has its number before anybody answers it
            if person is not None and method == "sendMessage":
                self._hear(person, call)
            return said
        if method not in _RESULTS:
            self.fail(f"the bot called {method}, for which it has no reason")
        return _RESULTS.get(method, _TRUE)

    def _hear(self, person: Person, call: dict[str, Any]) -> None:
        person.heard.append(call)
        person.due -= 1
        if person.due < 0:
            self.fail(f"{person.id} heard more than they should: {call.get('text', '')[:80]}")
        if not person.due and person.answered:
            self.on_answer(person, time.perf_counter())


class Telegram:
    """The Bot API server, light, for several bots at once; and the lines to them, by token."""

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}
        self._server: asyncio.Server | None = None
        self.url = ""

    async def __aenter__(self) -> Telegram:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Served(self._answer), "127.0.0.1", 0, backlog=256)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    def line(self, token: str) -> Line:
        """A new line, for the bot with this token."""
        self.lines[token] = line = Line(token)
        return line

    def _answer(self, path: bytes, call: dict[str, Any]) -> bytes:
        token, _, method = path.decode().removeprefix("/bot").partition("/")
        line = self.lines[token]
        line.called += 1
        return line.take(method, call)


_numbers = itertools.count(1)


def _message(call: dict[str, Any]) -> bytes:
    chat = {"id": int(call["chat_id"]), "type": "private", "first_name": "Анна"}
    message = {
        "message_id": next(_numbers),
        "from": ME,
        "chat": chat,
        "date": int(time.time()),
        "text": call.get("text", "-"),
    }
    return orjson.dumps({"ok": True, "result": message})


def written(person: Person, text: str) -> dict[str, Any]:
    """A message as Telegram brings it."""
    command = [{"offset": 0, "length": len(text), "type": "bot_command"}] if text.startswith("/") else []
    return {
        "message_id": next(_numbers),
        "from": _user(person),
        "chat": {"id": person.id, "first_name": "Анна", "last_name": "Соколова", "type": "private"},
        "date": int(time.time()),
        "text": text,
        **({"entities": command} if command else {}),
    }


def pressed(person: Person, data: str) -> dict[str, Any]:
    """The press of a button under a message of the bot's."""
    under = {"message_id": next(_numbers), "from": ME, "date": int(time.time()), "text": "?"}
    return {
        "id": str(next(_numbers)),
        "from": _user(person),
        "chat_instance": "1",
        "data": data,
        "message": {**under, "chat": {"id": person.id, "first_name": "Анна", "type": "private"}},
    }


def _user(person: Person) -> dict[str, Any]:
    named = {"first_name": "Анна", "last_name": "Соколова", "username": f"anna{person.id}"}
    return {"id": person.id, "is_bot": False, "language_code": "ru", **named}
