"""The desk's own web server: the webhook, what links from letters open, and whether the desk lives and works; for a sandbox
what became of letters. No other route.

Telegram repeats an update until it is answered with 2XX, so 200 is said only after the commit. Requests without the secret
are strangers; the comparison takes the same time however much of it they guessed.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import AnswerCallbackQuery, SendMessage, SetWebhook
from aiohttp import web

from bot.channels.limits import Limiter
from bot.logs import where
from bot.mail.fates import Fates
from bot.pages import Pages
from bot.poller import ALLOWED
from bot.reception import Method, Reception, lane_of
from handlers.view.say import Passing

log = logging.getLogger(__name__)

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name (Bot API, setWebhook)
# Bytes: no update comes near it.
BODY_LIMIT = 1024 * 1024
# Seconds between attempts to register the webhook.
PATIENCE = (1.0, 5.0, 30.0, 120.0)
# How many updates Telegram may deliver at once; chats stay in order whatever it is.
CONNECTIONS = 40


class Web:
    """Serves `/health` and `/ready`, with a webhook `/telegram`, and where the desk has a public address its pages."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        ready: Callable[[], Awaitable[bool]],
        mail: Callable[[], Awaitable[dict[str, Any] | None]],
        webhook: Webhook | None = None,
        pages: Pages | None = None,
        fates: Fates | None = None,
    ) -> None:
        self._host, self._port, self._ready, self._webhook = host, port, ready, webhook
        self._mail, self._pages, self.fates = mail, pages, fates
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def start(self) -> None:
        """Listen; OSError if the port is taken."""
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_get("/health", self._health)
        app.router.add_get("/ready", self._is_ready)
        if self._webhook is not None:
            app.router.add_post("/telegram", self._webhook.update)
        if self._pages is not None:
            self._pages.add_to(app)
        if self.fates is not None:
            self.fates.add_to(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=10.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError:
            await self.stop()
            raise
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Take nothing more; what was taken is carried out and answered."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _health(self, _: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def _is_ready(self, request: web.Request) -> web.Response:
        """Whether updates are taken. A mail server's fault is told, to who accepts JSON, and does not close the desk."""
        ready = await self._ready()
        status = 200 if ready else 503
        if "application/json" in request.headers.get("Accept", ""):
            said = {"ready": ready, "mail_in": await self._mail()}
            return web.Response(body=orjson.dumps(said), content_type="application/json", status=status)
        return web.Response(text="ready\n" if ready else "not ready\n", status=status)


class Webhook:
    """Telegram's way in, registered under `url` (setWebhook) and opened by `secret` alone."""

    def __init__(self, bot: Bot, reception: Reception, limiter: Limiter, *, url: str, secret: str) -> None:
        self._bot, self._reception, self._limiter = bot, reception, limiter
        self._url, self._secret = url, secret
        self._registering: asyncio.Task[None] | None = None
        self.working = False
        self.opened = asyncio.Event()
        """It was registered."""

    async def start(self) -> None:
        """Register in the background, with patience."""
        self._registering = asyncio.create_task(self._register(), name="webhook")

    async def stop(self) -> None:
        """The webhook stays registered: Telegram keeps what comes until the desk is back."""
        if self._registering is not None:
            self._registering.cancel()
            await asyncio.gather(self._registering, return_exceptions=True)

    async def update(self, request: web.Request) -> web.Response:
        """POST /telegram: one update. 200 after the commit, 503 if the register cannot be written: then it comes again."""
        given = request.headers.get(SECRET, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret.encode()):
            return web.Response(status=401)
        try:
            raw = orjson.loads(await request.read())
        except orjson.JSONDecodeError:
            return web.Response(status=400)
        if not isinstance(raw, dict):
            return web.Response(status=400)
        try:
            methods = await self._reception.take(raw)
        except Exception as error:  # not taken: Telegram brings it again
            log.error("the register cannot be written: %s", where(error))
            return web.Response(status=503)
        lane = lane_of(raw)
        if self._may_ride(lane, methods):
            if isinstance(methods[0], SendMessage):
                self._reception.lost_count(lane)
            return web.Response(body=orjson.dumps(riding(self._bot, methods[0])), content_type="application/json")
        if methods:
            self._reception.say(lane, methods)
        return web.Response()

    def _may_ride(self, lane: str, methods: list[Method]) -> bool:
        """Only a lone message of which nobody will ask the number, for Telegram tells none of what rides: by the number of our
        last message is told what somebody had seen when they wrote. Nor must it overtake what is still to be said."""
        if len(methods) != 1 or not self._reception.silent(lane):
            return False
        method = methods[0]
        if isinstance(method, AnswerCallbackQuery):
            return True
        if not (isinstance(methods, Passing) and methods.unnumbered and isinstance(method, SendMessage)):
            return False
        return isinstance(method.chat_id, int) and method.chat_id > 0 and self._limiter.free(method.chat_id)

    async def _register(self) -> None:
        attempt = 0
        call = SetWebhook(
            url=self._url, secret_token=self._secret, allowed_updates=ALLOWED, max_connections=CONNECTIONS
        )
        while not self.working:
            try:
                await self._bot(call, request_timeout=20)
                self.working = True
                self.opened.set()
            except AiogramError as error:
                pause = PATIENCE[min(attempt, len(PATIENCE) - 1)]
                attempt += 1
                log.error("the webhook could not be registered, next attempt in %.0f s: %s", pause, where(error))
                await asyncio.sleep(pause)
        log.info("the webhook is registered")


def riding(bot: Bot, method: Method) -> dict[str, Any]:
    """A call as it rides on the answer to an update: its name among its fields, defaults resolved, nothing unset."""
    files: dict[str, Any] = {}
    fields = {
        name: bot.session.prepare_value(value, bot=bot, files=files, _dumps_json=False)
        for name, value in method.model_dump(warnings=False).items()
    }
    assert not files, "a call with files cannot ride"
    return {"method": method.__api_method__, **{name: value for name, value in fields.items() if value is not None}}
