"""The Bot API over HTTP: `/bot<token>/<method>` in all four encodings clients use, and `/file/bot<token>/<path>`."""

from __future__ import annotations

import hmac
from typing import Any

import orjson
from aiohttp import web

from bot.sandbox import asking, inline, schema, sending, topics
from bot.sandbox.errors import BadRequest, Failure, Unauthorized, UnknownMethod
from bot.sandbox.schema import Upload
from bot.sandbox.world import World

Json = dict[str, Any]

METHODS = {**asking.METHODS, **sending.METHODS, **topics.METHODS, **inline.METHODS}
BODY_LIMIT = 55 * 1024 * 1024  # bytes: a 50 MB file and its form


async def perform(world: World, method: str, given: Json, files: dict[str, Upload]) -> Any:
    """Read, check and do one method; returns its result. Raises Failure as Telegram would answer."""
    call = schema.read(method, given, files)
    name = schema.methods()[method.lower()]
    if name == "getUpdates":
        world.updates.allow(call.get("allowed_updates"))
        return await world.updates.get(
            offset=call.get("offset", 0), limit=call.get("limit", 100), wait=call.get("timeout", 0)
        )
    with world.store.together():
        return METHODS[name](world, call)


def answer(status: int, body: Json) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json")


def refused(failure: Failure) -> web.Response:
    """`ok: false` with the code as HTTP status, as Telegram does."""
    body: Json = {"ok": False, "error_code": failure.code, "description": failure.description}
    if failure.parameters:
        body["parameters"] = failure.parameters
    return answer(failure.code, body)


class BotApi:
    """The routes of one bot with one token."""

    def __init__(self, world: World, token: str) -> None:
        self.world, self.token = world, token

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token}/{method}", self.call),
            web.get("/file/bot{token}/{path:.+}", self.file),
        ]

    def _opens(self, request: web.Request) -> bool:
        return hmac.compare_digest(request.match_info["token"].encode(), self.token.encode())

    async def call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if not self._opens(request):
            return refused(Unauthorized("Unauthorized"))
        name = schema.methods().get(method.lower(), method)
        fault = self.world.faults.take(name)
        if fault is not None and not fault.after_accepting:
            return refused(fault.failure()) if fault.status else self._dropped(request)
        try:
            if name not in METHODS and name != "getUpdates":
                raise UnknownMethod(f"Not Found: the sandbox does not know the method {method!r}")
            given, files = await read_request(request)
            result = await perform(self.world, name, given, files)
        except Failure as failure:
            return refused(failure)
        if fault is not None:
            return self._dropped(request)
        return answer(200, {"ok": True, "result": result})

    @staticmethod
    def _dropped(request: web.Request) -> web.Response:
        """No answer: the connection is gone."""
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)

    async def file(self, request: web.Request) -> web.Response:
        if not self._opens(request):
            return refused(Unauthorized("Unauthorized"))
        path = request.match_info["path"]
        body = self.world.files.body(path)
        if body is None:
            return refused(UnknownMethod("Not Found: no such file"))
        return web.Response(body=body, content_type="application/octet-stream")


async def read_request(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """Fields and files of a request, whatever its encoding. Raises BadRequest on a body that cannot be read."""
    given: Json = dict(request.query)
    files: dict[str, Upload] = {}
    if request.method == "GET":
        return given, files
    kind = request.content_type
    if kind == "application/json":
        body = await request.read()
        try:
            loaded = orjson.loads(body) if body else {}
        except orjson.JSONDecodeError:
            raise BadRequest("can't parse JSON object") from None
        if not isinstance(loaded, dict):
            raise BadRequest("expected a JSON object")
        return given | loaded, files
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = Upload(value.filename, value.file.read(), value.content_type)
        elif isinstance(value, str):
            given[name] = value
        else:
            files[name] = Upload(name, bytes(value), None)
    return given, files
