"""The person-side API and the page: plain JSON over HTTP, see README.md in this folder."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.sandbox.botapi import answer, read_request
from bot.sandbox.cast import BOT
from bot.sandbox.deeds import DEEDS, Deed, people, saying
from bot.sandbox.errors import Failure, Mistake
from bot.sandbox.mailbox import attachments, shown
from bot.sandbox.schema import Upload
from bot.sandbox.words import page_words
from bot.sandbox.world import World
from handlers.view.words import speaking

Json = dict[str, Any]

PAGE = Path(__file__).parent / "page"
MAX_WAIT = 25.0  # seconds a long poll lasts
# Letters are shown in a frame; nothing in them may run or load anything. A link opens a tab of its own, which knows nothing of
# this page.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-downloads"
)
LETTER_HEAD = '<!DOCTYPE html><base target="_blank">'
# A link into the chat with the bot leads to the chat of the page.
INTO_CHAT, IN_PAGE = f"https://t.me/{BOT['username']}?start=", "/?start="
PAGE_POLICY = "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'"
# Whatever a letter opens, even with rel=opener, has no way back to the page.
PAGE_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": PAGE_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
SHELF = "{shelf:letters|written}"


class PersonApi:
    """The routes a person's page or script uses."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.RouteDef]:
        routes = [
            web.get("/", self.page),
            web.get("/page/{name}", self.page),
            web.get("/sandbox/state", self.state),
            web.get("/sandbox/events", self.events),
            web.get("/sandbox/clock", self.clock),
            web.get("/sandbox/words", self.words),
            web.get("/sandbox/file/{file_id}", self.file),
            web.get(f"/sandbox/{SHELF}/{{number:\\d+}}/html", self.letter_html),
            web.get(f"/sandbox/{SHELF}/{{number:\\d+}}/raw", self.letter_raw),
            web.get(f"/sandbox/{SHELF}/{{number:\\d+}}/{{part:\\d+}}", self.letter_part),
            web.post("/sandbox/attach", self.attach),
            web.post("/sandbox/people/{person}/block", self.block),
        ]
        for name, deed in DEEDS.items():
            routes.append(web.post(f"/sandbox/{name}", self._door(deed)))
        return routes

    def _door(self, deed: Deed) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def door(request: web.Request) -> web.Response:
            return await self._did(deed(self.world, await _asked(request)))

        return door

    @staticmethod
    async def _did(doing: Awaitable[Json]) -> web.Response:
        return answer(200, await doing)

    async def block(self, request: web.Request) -> web.Response:
        asked = await _asked(request)
        return await self._did(people.block(self.world, {**asked, "person": request.match_info["person"]}))

    async def attach(self, request: web.Request) -> web.Response:
        form = await request.post()
        asked: Json = {name: value for name, value in form.items() if isinstance(value, str)}
        files = [
            Upload(value.filename, value.file.read(), value.content_type)
            for value in form.values()
            if isinstance(value, web.FileField)
        ]
        return await self._did(saying.attach(self.world, asked, files))

    async def state(self, request: web.Request) -> web.Response:
        return answer(200, self.world.state())

    async def events(self, request: web.Request) -> web.Response:
        after = _number(request, "after", self.world.seq)
        return answer(200, await self.world.news(int(after), _wait(request)))

    async def clock(self, request: web.Request) -> web.Response:
        if "offset" in request.query:
            await self.world.clock.differs(_number(request, "offset", 0.0), _wait(request))
        return answer(200, self.world.clock.face())

    async def words(self, request: web.Request) -> web.Response:
        with speaking(request.query.get("lang", "ru")):
            return answer(200, page_words())

    async def page(self, request: web.Request) -> web.StreamResponse:
        path = PAGE / request.match_info.get("name", "index.html")
        if path.parent != PAGE or not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path, headers=PAGE_HEADERS)

    async def file(self, request: web.Request) -> web.Response:
        held = self.world.files.known.get(request.match_info["file_id"])
        body = self.world.files.body(held["path"]) if held else None
        if held is None or body is None:
            raise web.HTTPNotFound
        photo = "width" in held["facts"]
        return _download(body, "image/jpeg" if photo else None, held["facts"].get("file_name"))

    async def letter_html(self, request: web.Request) -> web.Response:
        html = shown(self._letter(request))["html"].replace(INTO_CHAT, IN_PAGE)
        headers = {"Content-Security-Policy": LETTER_POLICY, "X-Content-Type-Options": "nosniff"}
        return web.Response(text=LETTER_HEAD + html, content_type="text/html", charset="utf-8", headers=headers)

    async def letter_raw(self, request: web.Request) -> web.Response:
        headers = {"Content-Security-Policy": LETTER_POLICY, "X-Content-Type-Options": "nosniff"}
        return web.Response(body=self._letter(request), content_type="text/plain", charset="utf-8", headers=headers)

    async def letter_part(self, request: web.Request) -> web.Response:
        parts, part = attachments(self._letter(request)), int(request.match_info["part"])
        if part >= len(parts):
            raise web.HTTPNotFound
        name, _, body = parts[part]
        return _download(body, None, name)

    def _letter(self, request: web.Request) -> bytes:
        """The letter that is asked for, as it came from the desk or was written to it."""
        number, came = int(request.match_info["number"]), request.match_info["shelf"] == "letters"
        raw = self.world.mailbox.raw(number) if came else self.world.postbox.raw(number)
        if raw is None:
            raise web.HTTPNotFound
        return raw


def _download(body: bytes, kind: str | None, name: str | None) -> web.Response:
    """A file that came from outside: pictures are shown, everything else is saved, nothing is run."""
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": LETTER_POLICY}
    if kind is None:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name or 'file')}"
    return web.Response(body=body, content_type=kind or "application/octet-stream", headers=headers)


async def _asked(request: web.Request) -> Json:
    try:
        given, _ = await read_request(request)
    except Failure as failure:
        raise Mistake(f"send a JSON object with Content-Type: application/json ({failure.description})") from None
    return given


def _number(request: web.Request, name: str, usual: float) -> float:
    try:
        return float(request.query.get(name, usual))
    except ValueError:
        raise Mistake(f"{name} must be a number") from None


def _wait(request: web.Request) -> float:
    return min(max(_number(request, "wait", 0.0), 0.0), MAX_WAIT)


@web.middleware
async def mistakes(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> Any:
    """A mistake on the person's side is a 400 that says what to write instead."""
    try:
        return await handler(request)
    except Mistake as mistake:
        return answer(400, {"error": str(mistake)})


@web.middleware
async def same_origin(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> Any:
    """A foreign web page in the same browser must not act here. What a letter links to is guarded by its token, and asks from
    a page that tells no origin."""
    origin = request.headers.get("Origin")
    linked = request.path.startswith("/v/")
    if request.method == "POST" and not linked and origin and origin.split("://")[-1] != request.host:
        return answer(403, {"error": "only the sandbox's own page may do this"})
    return await handler(request)
