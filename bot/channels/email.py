"""The e-mail channel: a parcel becomes a letter, and the mail server's answer an outcome.

A letter that may have gone is sent again under the same Message-ID, so that the mailbox can tell. What is not about the
letter (no connection, wrong password, a refused sender) waits: somebody can put it right.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from bot.channels import Accepted, Dropped, Later, Outcome, Refused
from bot.clock import Clock, wall
from bot.mail.address import AddressError, Mailbox, mailbox
from bot.mail.letter import Files, build
from bot.mail.submission import Failure, Submission
from domain.notices import Parcel
from domain.ports import Clerk
from handlers.view.ready import NotReadyError

log = logging.getLogger(__name__)

# Seconds before the next try: 1, 5, 15 minutes, then every hour, five days long (RFC 5321, 4.5.4.1).
PATIENCE = (60.0, 300.0, 900.0, 3600.0)
GIVE_UP = 5 * 86400.0
# How long a letter waits for a file that is still being fetched, seconds.
FETCHING = 2.0

# `handlers.view.letters.compose`; its Letter is told by its shape.
Compose = Callable[..., Any]


class EmailChannel:
    """Sends parcels as letters through one mail server."""

    def __init__(
        self, clerk: Clerk, compose: Compose, submission: Submission, *, sender: Mailbox, store: Files, clock: Clock
    ) -> None:
        self._clerk, self._compose, self._submission = clerk, compose, submission
        self._sender, self._store, self._clock = sender, store, clock

    async def room(self, parcel: Parcel) -> None:
        """A mail server sets no pace that we know of."""

    async def send(self, parcel: Parcel) -> Outcome:
        """Write the letter as things stand now and hand it over."""
        try:
            letter = await self._clerk.read(self._compose, parcel)
        except NotReadyError:
            return Later(FETCHING, "a file is still being fetched", tried=False)
        if letter is None:
            return Dropped()
        try:
            mailbox(letter.to)
        except AddressError as error:
            return Refused(f"not a usable address: {error}")
        try:
            message = await asyncio.to_thread(
                build,
                letter,
                sender=self._sender,
                domain=self._sender.domain,
                store=self._store,
                date=self._clock.now(),
            )
            await self._submission.send(message, sender=self._sender.address, recipient=letter.to)
        except Failure as failure:
            return self._outcome(failure, parcel)
        return Accepted((str(message["Message-ID"]),))

    async def close(self) -> None:
        await self._submission.close()

    def _outcome(self, failure: Failure, parcel: Parcel) -> Outcome:
        if failure.kind == "recipient":
            return Refused(failure.error)
        if failure.kind == "server":
            log.error("letters do not go out: %s", failure.error)
        if wall() - parcel.created > GIVE_UP:
            return Refused(f"given up after five days: {failure.error}")
        pause = PATIENCE[min(max(parcel.attempts - 1, 0), len(PATIENCE) - 1)]
        return Later(pause, failure.error, uncertain=failure.uncertain)
