"""The desk's side: its own web server as the sandbox sees it. What links of letters open is fetched from there, so that one
address serves everything and links outlast a restart.
"""

from __future__ import annotations

import hashlib
from typing import Any

import aiohttp
from aiohttp import web
from yarl import URL

from handlers.view.deed_links import unavailable_page

Json = dict[str, Any]

TIMEOUT = aiohttp.ClientTimeout(total=120, connect=5)
ASKS = ("Accept-Language", "Content-Type", "Range", "If-Range")
TELLS = (
    "Accept-Ranges",
    "Cache-Control",
    "Content-Disposition",
    "Content-Length",
    "Content-Range",
    "Content-Security-Policy",
    "Content-Type",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "X-Robots-Tag",
)
GONE: Json = {"state": "unknown", "outcome": "", "ticket": None}


class DeskSide:
    """`url`: where the desk's web server is; empty: nowhere yet. `address`: where the desk gets its letters, if that is known."""

    def __init__(self, url: str = "", address: str = "") -> None:
        self.url, self.address = url, address
        self._http: aiohttp.ClientSession | None = None

    def routes(self) -> list[web.RouteDef]:
        """The pages that letters link to."""
        return [
            web.get("/v/{token}", self.passed),
            web.post("/v/{token}", self.passed),
            web.get("/f/{token}", self.passed),
        ]

    async def stop(self) -> None:
        if self._http is not None:
            await self._http.close()
            self._http = None

    async def fate(self, raw: bytes) -> Json | None:
        """What became of a letter: `state`, `outcome`, `ticket`; None: the desk cannot be asked now."""
        if not self.url:
            return None
        whole = raw if raw.endswith(b"\r\n") else raw + b"\r\n"  # as smtplib sends it
        try:
            async with self._session().get(f"{self.url}/letters/{hashlib.sha256(whole).hexdigest()}") as response:
                return await response.json() if response.status == 200 else GONE
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return None

    async def passed(self, request: web.Request) -> web.StreamResponse:
        """What the desk answers."""
        if not self.url:
            raise web.HTTPNotFound
        asked = {name: request.headers[name] for name in ASKS if name in request.headers}
        there = URL(self.url + request.raw_path, encoded=True)
        body = await request.read() if request.method == "POST" else None
        try:
            got = await self._session().request(request.method, there, data=body, headers=asked, allow_redirects=False)
        except (aiohttp.ClientError, TimeoutError):
            return web.Response(status=503, text=unavailable_page(), content_type="text/html", charset="utf-8")
        async with got:
            told = {name: got.headers[name] for name in TELLS if name in got.headers}
            response = web.StreamResponse(status=got.status, headers=told)
            await response.prepare(request)
            if request.method != "HEAD":
                async for piece in got.content.iter_chunked(2**16):
                    await response.write(piece)
            await response.write_eof()
            return response

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=TIMEOUT, auto_decompress=False)
        return self._http
