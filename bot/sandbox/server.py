"""The sandbox: a Bot API server, a mailbox, a movable clock and a page, all on this machine and in this loop."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.sandbox.botapi import BODY_LIMIT, BotApi
from bot.sandbox.cast import SANDBOX_TOKEN
from bot.sandbox.deeds import DEEDS, staging
from bot.sandbox.mailbox import SmtpDoor
from bot.sandbox.person_api import PersonApi, mistakes, same_origin
from bot.sandbox.topics import make_forum, switch
from bot.sandbox.webhook import Deliverer
from bot.sandbox.world import World


class PortBusy(OSError):
    """The port is taken; the text names what to set."""


class Sandbox:
    """One sandbox. `folder` keeps it between starts; None keeps it in memory. `topics`: whether private chats have them;
    `forum`: whether the staff group has. `slot`: where the desk takes letters by LMTP, host:port or unix:/path; `desk`: where
    its web server is; `address`: its mail address."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        limits: bool = True,
        topics: bool | None = None,
        forum: bool | None = None,
        token: str = SANDBOX_TOKEN,
        slot: str = "",
        desk: str = "",
        address: str = "",
    ) -> None:
        self.world = World(folder, limits=limits)
        self.world.desk.url, self.world.desk.address = desk, address
        self.world.carrier.slot = slot
        if topics is not None:
            switch(self.world, topics)
        staff = self.world.chats[self.world.staff_chat_id]
        if forum is not None and bool(staff.get("is_forum")) is not forum:
            make_forum(self.world, staff, forum)
        self.token = token
        self._host = "127.0.0.1"
        self._port = self._smtp_port = 0
        self._runner: web.AppRunner | None = None
        self._smtp = SmtpDoor(lambda: self.world.mailbox)
        self._deliverer = Deliverer(self.world)

    async def start(self, host: str = "127.0.0.1", port: int = 0, smtp_port: int = 0) -> None:
        """Serve in the running loop; port 0 takes a free one. Raises PortBusy."""
        self._host = host
        app = web.Application(client_max_size=BODY_LIMIT, middlewares=[mistakes, same_origin])
        app.add_routes(BotApi(self.world, self.token).routes())
        app.add_routes(PersonApi(self.world).routes())
        app.add_routes(self.world.desk.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5, handler_cancellation=True)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
            self._smtp_port = await self._smtp.start(host, smtp_port)
        except OSError as error:
            await self.stop()
            if error.errno == errno.EADDRINUSE:
                raise PortBusy(
                    f"Port {port or smtp_port} is taken: choose another one with FRONTDESK_SANDBOX_PORT"
                ) from error
            raise
        self._port = self._runner.addresses[0][1]
        await self._deliverer.start()
        await self.world.carrier.start()

    async def stop(self) -> None:
        """Let everybody go and close what is open; what was kept stays in the folder."""
        self.world.release()
        await self._deliverer.stop()
        await self.world.carrier.stop()
        await self.world.desk.stop()
        await self._smtp.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        self.world.store.close()

    async def __aenter__(self) -> Sandbox:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        """Where the page and the Bot API are: http://127.0.0.1:port."""
        return f"http://{self._host}:{self._port}"

    @property
    def smtp_url(self) -> str:
        """Where letters go: smtp+insecure://127.0.0.1:port."""
        return f"smtp+insecure://{self._host}:{self._smtp_port}"

    @property
    def staff_chat_id(self) -> int:
        """The staff group's id now."""
        return self.world.staff_chat_id

    async def forward(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Move the clock on and wait until the desk, if it watches, has noticed."""
        total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        await staging.clock(self.world, {"forward": total})

    async def do(self, deed: str, **asked: Any) -> dict[str, Any]:
        """Do what `POST /sandbox/<deed>` does. Raises Mistake."""
        return await DEEDS[deed](self.world, asked)
