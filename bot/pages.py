"""Pages: what a link from a letter opens. Looking changes nothing, so programs that follow links by themselves do no harm;
only the button does it. No script, nothing from elsewhere, nothing kept by the browser.
"""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from aiohttp import web
from aiohttp.web_exceptions import HTTPException

from bot.files import Store
from bot.logs import where
from domain.ports import Clerk
from domain.refusals import Refusal
from domain.usecases.by_link import Linked, LinkOver, NoSuchLink, do_by_link, linked_file, look_at_link
from handlers.view.deed_links import LONGEST, STYLE, deed_page, no_page, unavailable_page
from handlers.view.refusals import refusal_words
from handlers.view.words import speaking, supported

log = logging.getLogger(__name__)

_STYLE = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
GUARDED = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
PAGE = GUARDED | {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE}'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
}
# Nothing that comes out of a request is ever shown as a page of the desk's.
FILE = GUARDED | {"Content-Security-Policy": "default-src 'none'; sandbox"}


class Pages:
    """`/v/<token>`: confirm, dispute or rate. `/f/<token>`: a file that was too large for a letter."""

    def __init__(self, clerk: Clerk, store: Store) -> None:
        self._clerk, self._store = clerk, store

    def add_to(self, app: web.Application) -> None:
        """Serve them; HEAD is answered as GET is, without the words."""
        app.router.add_get("/v/{token}", self._look)
        app.router.add_post("/v/{token}", self._do)
        app.router.add_get("/f/{token}", self._file)

    async def _look(self, request: web.Request) -> web.StreamResponse:
        return await _answered(request, self._looked)

    async def _looked(self, request: web.Request) -> web.Response:
        linked = await self._clerk.read(look_at_link, token=request.match_info["token"])
        with speaking(linked.person.language):
            return _page(deed_page(linked))

    async def _do(self, request: web.Request) -> web.StreamResponse:
        return await _answered(request, self._done)

    async def _done(self, request: web.Request) -> web.Response:
        token, text = request.match_info["token"], await _words(request)
        try:
            linked: Linked = await self._clerk.do(do_by_link, token=token, text=text)
        except Refusal as refusal:
            linked = await self._clerk.read(look_at_link, token=token)
            with speaking(linked.person.language):
                return _page(deed_page(linked, wrong=refusal_words(refusal), text=text), 422)
        with speaking(linked.person.language):
            return _page(deed_page(linked))

    async def _file(self, request: web.Request) -> web.StreamResponse:
        return await _answered(request, self._sent)

    async def _sent(self, request: web.Request) -> web.StreamResponse:
        file = await self._clerk.read(linked_file, token=request.match_info["token"])
        named = f"attachment; filename*=UTF-8''{quote(file.name[:120] or 'file', safe='')}"
        headers = FILE | {"Content-Disposition": named, "Content-Type": "application/octet-stream"}
        return web.FileResponse(self._store.path(file.sha256), headers=headers)


Serving = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def _answered(request: web.Request, serve: Serving) -> web.StreamResponse:
    """Whatever happens there is a page: what goes wrong is said politely."""
    try:
        return await serve(request)
    except (NoSuchLink, LinkOver) as error:
        return _none(request, over=isinstance(error, LinkOver))
    except HTTPException:
        raise
    except Exception as error:  # the register is away: the button works again in a moment
        log.error("a page could not be served: %s", where(error))
        with speaking(_language_of(request)):
            return _page(unavailable_page(), 503)


def _none(request: web.Request, *, over: bool) -> web.Response:
    with speaking(_language_of(request)):
        return _page(no_page(over=over), 410 if over else 404)


def _page(html: str, status: int = 200) -> web.Response:
    return web.Response(text=html, status=status, content_type="text/html", charset="utf-8", headers=PAGE)


def _language_of(request: web.Request) -> str:
    """The browser's, where the requester is not known."""
    first = request.headers.get("Accept-Language", "").split(",")[0].split(";")[0].strip()
    return supported(first or None)


async def _words(request: web.Request) -> str:
    """What was written on the page, whose form has no other type; a little more than it lets in, so that what is too long is
    said to be so."""
    if request.content_type != "application/x-www-form-urlencoded":
        return ""
    try:
        text = (await request.post()).get("text", "")
    except (ValueError, LookupError):  # no text in any charset that there is
        return ""
    return "\n".join(str(text)[: 4 * LONGEST].splitlines())
