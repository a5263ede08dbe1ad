"""The wire: HTTP/1.1 as light as it gets, so that Telegram's side takes as little of the machine as it can."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import parse_qsl

import httptools
import orjson

Answer = Callable[[bytes, dict[str, Any]], bytes]
"""Called with the path and the fields of a request; returns JSON."""
Done = Callable[[int, dict[str, Any]], None]
"""Called with the status and the fields of a response."""


def fields(content_type: bytes, body: bytes) -> dict[str, Any]:
    """The fields of a body, urlencoded or JSON. ValueError for anything else."""
    if not body:
        return {}
    if content_type.startswith(b"application/json"):
        found = orjson.loads(body)
        if isinstance(found, dict):
            return found
    elif content_type.startswith(b"application/x-www-form-urlencoded"):
        return dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
    raise ValueError(f"a body of {content_type!r} was not expected")


class _Message(asyncio.Protocol):
    """What requests and responses have in common."""

    transport: asyncio.Transport
    parser: Any

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def on_message_begin(self) -> None:
        self.path, self.content_type, self.body = b"", b"", b""

    def on_url(self, url: bytes) -> None:
        self.path += url

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"content-type":
            self.content_type = value

    def on_body(self, body: bytes) -> None:
        self.body += body


class Served(_Message):
    """A connection to our server."""

    def __init__(self, answer: Answer) -> None:
        self.parser = httptools.HttpRequestParser(self)
        self._answer = answer

    def on_message_complete(self) -> None:
        body = self._answer(self.path, fields(self.content_type, self.body))
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        self.transport.write(head % len(body) + body)


class _Called(_Message):
    """A connection of ours to a server; one request at a time."""

    def __init__(self, client: Client) -> None:
        self.parser = httptools.HttpResponseParser(self)
        self.client = client
        self.done: Done | None = None

    def on_message_complete(self) -> None:
        status, said = self.parser.get_status_code(), fields(self.content_type, self.body)
        done, self.done = self.done, None
        assert done is not None
        self.client.free(self)
        done(status, said)

    def connection_lost(self, _: Exception | None) -> None:
        self.client.lost(self)


class Client:
    """Posts JSON to one address over connections that stay open; a request that finds them all busy waits its turn.

    `broken` is called if the other side hangs up.
    """

    def __init__(self, port: int, path: str, headers: dict[str, str], broken: Callable[[str], None]) -> None:
        self._port, self._broken = port, broken
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n{lines}"
        ).encode() + b"Content-Length: %d\r\n\r\n"
        self._free: list[_Called] = []
        self._all: list[_Called] = []
        self._waiting: deque[tuple[bytes, Done]] = deque()
        self._closed = False

    async def open(self, connections: int) -> None:
        """Connect so many times."""
        loop = asyncio.get_running_loop()
        for _ in range(connections):
            _transport, call = await loop.create_connection(lambda: _Called(self), "127.0.0.1", self._port)
            self._all.append(call)
            self._free.append(call)

    def close(self) -> None:
        self._closed = True
        for call in self._all:
            call.transport.close()

    def post(self, body: bytes, done: Done) -> None:
        """Send it as soon as a connection is free."""
        if self._free:
            self._send(self._free.pop(), body, done)
        else:
            self._waiting.append((body, done))

    def free(self, call: _Called) -> None:
        if self._waiting:
            self._send(call, *self._waiting.popleft())
        else:
            self._free.append(call)

    def lost(self, call: _Called) -> None:
        if not self._closed:
            self._broken("the bot hung up on Telegram" + (" in the middle of an update" if call.done else ""))

    def _send(self, call: _Called, body: bytes, done: Done) -> None:
        call.done = done
        call.transport.write(self._head % len(body) + body)
