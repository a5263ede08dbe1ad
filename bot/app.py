"""The app: the desk, ready to be opened, and everything it is made of, opened and closed in order.

It opens from the register outwards and closes from the door inwards: nothing is taken in that could not be written down,
and nothing that was taken is lost on the way out.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiogram import Bot
from sqlalchemy import Engine

from bot import articles
from bot.channels.limits import Limiter
from bot.clerk import RegisterClerk
from bot.clock import Clock
from bot.courier import Courier
from bot.fetcher import Fetcher
from bot.importer import Importer
from bot.logs import where
from bot.mail.inbox import Inbox
from bot.mail.lmtp import Slot
from bot.mail.postman import Postman
from bot.poller import Poller
from bot.reception import Reception
from bot.roster import Roster
from bot.settings import Settings, SettingsError
from bot.storage.schema import upgrade
from bot.storage.scrub import scrub
from bot.ticker import Ticker
from bot.web import Web, Webhook
from domain.ports import Desk
from domain.usecases.announce import announce
from domain.usecases.customers_at_hand import WAITING
from domain.usecases.fill_words import begin_filling
from domain.usecases.keep_house import begin_housekeeping
from domain.usecases.mail_comes import WayIn, mail_state, open_ways, way_works
from domain.usecases.quality_month import begin_months

log = logging.getLogger(__name__)

OPEN_TO_OTHERS = (
    "other machines may reach it, and LMTP asks nobody for a password: whoever reaches that port hands in letters in anybody's "
    "name. Let a firewall admit your mail server alone, or listen on 127.0.0.1 or unix:/path"
)


class App:
    """The desk: everything it is made of, opened and closed in order."""

    def __init__(
        self,
        *,
        settings: Settings,
        clock: Clock,
        engine: Engine,
        clerk: RegisterClerk,
        bot: Bot,
        limiter: Limiter,
        reception: Reception,
        courier: Courier,
        fetcher: Fetcher,
        importer: Importer,
        postman: Postman,
        letters_in: list[Inbox | Slot],
        ticker: Ticker,
        roster: Roster,
        web: Web,
        intake: Poller | Webhook,
    ) -> None:
        self.settings, self.clock, self.engine, self.clerk = settings, clock, engine, clerk
        self.bot, self.limiter, self.reception = bot, limiter, reception
        self.importer, self.postman, self.letters_in = importer, postman, letters_in
        self.courier, self.fetcher, self.ticker, self.roster = courier, fetcher, ticker, roster
        self.web, self.intake = web, intake
        self._commits = 0
        self._scrubbing: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Bring the database to the newest schema and open the desk."""
        try:
            await self.clock.start()
            await asyncio.to_thread(upgrade, self.engine)
            await self.clerk.start()
            await self.clerk.do(announce)
            await self.clerk.do(begin_housekeeping)
            await self.clerk.do(begin_months)
            await self.clerk.do(begin_filling)
            await self.clerk.do(open_ways, [_way(one) for one in self.letters_in])
            if self.settings.articles_dir:
                await articles.take_in(self.clerk, self.settings.articles_dir)
            self.clerk.on_commit(self._committed)
            await self.courier.start()
            await self.fetcher.start()
            await self.importer.start()
            await self.postman.start()
            await self.ticker.start()
            await self._open_web()
            await self.intake.start()
            await self._open_letters()
            await self.roster.start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Take nothing more, finish what was taken, then close; a desk that was never opened closes too."""
        doors = (
            [self.web.stop, self.intake.stop] if isinstance(self.intake, Webhook) else [self.intake.stop, self.web.stop]
        )
        inwards = [
            self.reception.close,
            self.ticker.stop,
            self.importer.stop,
            self.postman.stop,
            self.fetcher.stop,
            self.courier.stop,
            self.clerk.close,
        ]
        letters = [one.stop for one in self.letters_in]
        for close in (self.roster.stop, *letters, *doors, *inwards, self.clock.close, self.bot.session.close):
            try:
                await close()
            except Exception as error:  # what is left must be closed all the same
                log.error("could not be closed properly: %s", where(error))
        if self._scrubbing is not None:
            await self._scrubbing
        self.engine.dispose()

    async def __aenter__(self) -> App:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def ready(self) -> bool:
        """Whether the desk works: the register answers, and updates come in."""
        if not self.intake.working:
            return False
        try:
            async with asyncio.timeout(5):
                await self.clerk.read(_looks)
        except Exception as error:  # whatever it is, the desk cannot work with it
            log.error("the register does not answer: %s", type(error).__name__)
            return False
        return True

    async def mail(self) -> dict[str, Any] | None:
        """How letters come in, for whoever watches over the desk; None: the register does not answer, or no letters do."""
        try:
            async with asyncio.timeout(5):
                return await self.clerk.read(mail_state)
        except Exception:  # `ready` says and logs it
            return None

    async def settled(self) -> None:
        """Return when all that was taken in is done: said, delivered, fetched, and no timer is due."""
        while True:
            before = self._commits
            if isinstance(self.intake, Poller):
                await self.intake.idle()
            await self.reception.idle()
            await self.fetcher.idle()
            await self.importer.idle()
            await self.postman.idle()
            await self.ticker.idle()
            await self.courier.idle()
            if self._scrubbing is not None:
                await self._scrubbing
            if before == self._commits:
                return

    async def _open_web(self) -> None:
        try:
            await self.web.start()
        except OSError:
            if isinstance(self.intake, Webhook):
                raise SettingsError([f"FRONTDESK_LISTEN: {self.settings.listen} is taken or not ours"]) from None
            log.warning("%s is taken: /health and /ready are not served", self.settings.listen)

    async def _open_letters(self) -> None:
        for one in self.letters_in:
            try:
                await one.start()
            except OSError:
                place = self.settings.lmtp_listen
                raise SettingsError([f"FRONTDESK_LMTP_LISTEN: {place} is taken or not ours"]) from None
            if isinstance(one, Slot):
                await self.clerk.do(way_works, WayIn.LMTP)
                if not one.is_private:
                    log.warning("FRONTDESK_LMTP_LISTEN: %s; %s", self.settings.lmtp_listen, OPEN_TO_OTHERS)

    async def _scrub(self, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        await scrub(self.engine)

    def _committed(self, topics: frozenset[str]) -> None:
        self._commits += 1
        wakes = {
            "outbox": self.courier.wake,
            "files": self.fetcher.wake,
            "timers": self.ticker.wake,
            WAITING: self.importer.wake,
            "letters": self.postman.wake,
            "erased": self.postman.tidy,
        }
        for topic in topics & wakes.keys():
            wakes[topic]()
        if "erased" in topics:
            self._scrubbing = asyncio.create_task(self._scrub(self._scrubbing), name="scrub")


def _way(one: Inbox | Slot) -> WayIn:
    return WayIn.LMTP if isinstance(one, Slot) else WayIn.IMAP


def _looks(desk: Desk) -> None:
    """The cheapest question that only a working register answers."""
    desk.settings.get("staff_chat")
