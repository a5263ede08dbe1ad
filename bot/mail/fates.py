"""Fates: what became of a letter, told to the sandbox, which shows it beside the letter. A desk with a real bot tells nobody."""

from __future__ import annotations

from typing import Any

import orjson
from aiohttp import web

from domain.ports import Clerk, Desk
from domain.usecases.keep_letter import SEEN


class Fates:
    """`GET /letters/<sha256 of its bytes>`: `state`, `outcome`, `ticket` as the register has them; 404: no such letter came."""

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk

    def add_to(self, app: web.Application) -> None:
        """Serve them."""
        app.router.add_get("/letters/{sha256:[0-9a-f]{64}}", self._tell)

    async def _tell(self, request: web.Request) -> web.Response:
        fate = await self._clerk.read(_fate, request.match_info["sha256"])
        if fate is None:
            raise web.HTTPNotFound
        return web.Response(body=orjson.dumps(fate), content_type="application/json")


def _fate(desk: Desk, sha256: str) -> dict[str, Any] | None:
    found = desk.letters.same(sha256)
    letter = next((one for one in found if one.outcome != SEEN), None)
    return {"state": letter.state, "outcome": letter.outcome, "ticket": letter.ticket} if letter else None
