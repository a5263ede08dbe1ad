"""The bot's updates: waiting until they are confirmed, by polling or by a webhook (Bot API, "Getting updates")."""

from __future__ import annotations

import asyncio
from typing import Any

from telegram import Update

from bot.sandbox.errors import BadRequest, Conflict, Failure
from bot.sandbox.store import Store

Json = dict[str, Any]

# These come only to a bot that asked for them by name.
ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
FIRST_ID = 500_000_001


class Updates:
    """The queue of what the bot has not confirmed yet; it survives a restart."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._allowed: list[str] = store.load("bot").get("allowed_updates", [])
        self.webhook: Json = store.load("bot").get("webhook", {})
        self._next: int = store.load("counters").get("update", FIRST_ID)
        self.pending: dict[int, Json] = {int(k): v for k, v in store.load("updates").items()}
        self.pending = dict(sorted(self.pending.items()))
        self._came = asyncio.Event()
        self._none = asyncio.Event()
        if not self.pending:
            self._none.set()
        self._released = False
        self._poll = 0  # which long poll is the newest; an older one gives way
        self.last_error: tuple[int, str] | None = None

    def push(self, kind: str, body: Json, lane: int) -> None:
        """Queue an update; `lane` is the chat whose order a webhook keeps."""
        if self._allowed and kind not in self._allowed:
            return
        if not self._allowed and kind in ON_REQUEST:
            return
        number = self._next
        update = {"update_id": number, kind: body}
        if Update.de_json(update, None) is None:
            raise ValueError(f"not an update: {kind}")
        self._next += 1
        with self._store.together():
            self._store.save("counters", "update", self._next)
            self._store.save("updates", number, {"lane": lane, "update": update})
        self.pending[number] = {"lane": lane, "update": update}
        self._none.clear()
        self.wake()

    def wake(self) -> None:
        self._came.set()
        self._came = asyncio.Event()

    async def came(self) -> None:
        """Return when something was queued, or the webhook was changed."""
        await self._came.wait()

    async def confirmed(self) -> None:
        """Return when the bot has confirmed every update there is."""
        await self._none.wait()

    def allow(self, kinds: list[str] | None) -> None:
        """What to queue from now on; None leaves it as it is, an empty list means the usual kinds."""
        if kinds is not None and kinds != self._allowed:
            self._allowed = kinds
            self._store.save("bot", "allowed_updates", kinds)

    @property
    def allowed(self) -> list[str]:
        return self._allowed

    def confirm(self, update_id: int) -> None:
        """Forget one update: the bot has it."""
        if self.pending.pop(update_id, None) is not None:
            self._store.drop("updates", update_id)
            if not self.pending:
                self._none.set()

    def _confirm_below(self, offset: int) -> None:
        done = [update_id for update_id in self.pending if update_id < offset]
        if done:
            with self._store.together():
                for update_id in done:
                    self.confirm(update_id)

    async def get(self, *, offset: int, limit: int, wait: float) -> list[Json]:
        """getUpdates: everything before `offset` is confirmed; waits up to `wait` seconds for the first one.

        A negative offset counts from the end of the queue and forgets what lies before it.
        Raises Conflict while a webhook is set, or when a newer getUpdates comes.
        """
        if self.webhook.get("url"):
            raise Conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete it first")
        if not 1 <= limit <= 100:
            limit = 100
        if offset < 0:
            newest = list(self.pending)[offset:]
            offset = newest[0] if newest else 0
        self._confirm_below(offset)
        self._poll += 1
        mine = self._poll
        self.wake()
        loop = asyncio.get_running_loop()
        until = loop.time() + min(max(wait, 0), 50)
        while True:
            ready = [held["update"] for held in self.pending.values() if held["update"]["update_id"] >= offset]
            if ready:
                return ready[:limit]
            left = until - loop.time()
            if left <= 0:
                return []
            try:
                async with asyncio.timeout(left):
                    await self.came()
            except TimeoutError:
                return []
            if self._released:
                raise Failure("Bad Gateway", code=502)
            if mine != self._poll:
                raise Conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                )

    def resume(self, before: Updates) -> None:
        """Go on where another queue stops: the same webhook and wishes, the next number."""
        self._next = before._next
        self._store.save("counters", "update", self._next)
        self.allow(before.allowed)
        self.set_webhook(before.webhook, drop=False)

    def release(self) -> None:
        """Let a waiting getUpdates go, with an error that a poller takes its time over: the server stops."""
        self._released = True
        self.wake()

    def set_webhook(self, webhook: Json, *, drop: bool) -> None:
        """Set or, with an empty dict, delete the webhook."""
        url = webhook.get("url", "")
        if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
            raise BadRequest("bad webhook: An HTTPS URL must be provided for webhook")
        if drop:
            self._confirm_below(self._next)
        if webhook != self.webhook:
            self.last_error = None
        self.webhook = webhook
        self._store.save("bot", "webhook", webhook)
        self.wake()

    def webhook_info(self) -> Json:
        """getWebhookInfo."""
        info: Json = {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self.pending),
        }
        if self.webhook.get("url"):
            info["max_connections"] = self.webhook.get("max_connections", 40)
            info["ip_address"] = "127.0.0.1"
        if self._allowed:
            info["allowed_updates"] = self._allowed
        if self.last_error:
            info["last_error_date"], info["last_error_message"] = self.last_error
        return info
