"""Wiring: `build(settings)` is the only function that knows everyone. An `App` is the desk, ready to be opened.

It opens from the register outwards and closes from the door inwards: nothing is taken in that could not be written down,
and nothing that was taken is lost on the way out.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

import orjson
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from sqlalchemy import Engine

from bot import articles
from bot.channels import Channel
from bot.channels.email import EmailChannel
from bot.channels.latest import Latest
from bot.channels.limits import Limiter
from bot.channels.telegram import TelegramChannel
from bot.clerk import RegisterClerk
from bot.clock import Clock, SandboxClock, SystemClock
from bot.courier import Courier
from bot.fetcher import Fetcher
from bot.files import Store
from bot.importer import Importer
from bot.journal_sending import Writing
from bot.judge import ask, endpoint_of
from bot.logs import where
from bot.mail.door import Door
from bot.mail.fates import Fates
from bot.mail.imap import Account
from bot.mail.inbox import Inbox
from bot.mail.lmtp import Slot
from bot.mail.postman import Postman
from bot.mail.raw import RawLetters
from bot.mail.reader import Reader
from bot.mail.repeats import Repeats
from bot.mail.submission import Submission
from bot.packing import OutOfStore, packing
from bot.pages import Pages
from bot.poller import Poller
from bot.reception import Reception
from bot.roster import Roster
from bot.second_opinion import SecondOpinion, advised
from bot.settings import Settings, SettingsError
from bot.storage.engine import open_engine
from bot.storage.schema import upgrade
from bot.storage.scrub import scrub
from bot.ticker import Ticker
from bot.tokens import tokens_of
from bot.vault import FernetVault
from bot.web import Web, Webhook
from domain.ports import Clerk, Desk, Staff
from domain.regulation import Regulation, load
from domain.usecases.announce import announce
from domain.usecases.customers_at_hand import WAITING
from domain.usecases.fill_words import begin_filling
from domain.usecases.keep_house import begin_housekeeping
from domain.usecases.mail_comes import WayIn, mail_state, open_ways, way_works
from domain.usecases.quality_month import begin_months
from domain.usecases.telling import CHAT, MAIL
from handlers import again, doors, menu
from handlers import clock as alarm
from handlers.view import chat, letters
from handlers.view.letter_page import Letter, Mailing

log = logging.getLogger(__name__)

# How long a busy thread may keep another from the interpreter, seconds. The clerk lets go of it at every statement, and at
# Python's own 5 ms would wait that long, each time, for an event loop that has something to do.
TURN = 0.0003
NO_MAIL = "no mail server is configured"
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


async def serve(settings: Settings, ready: Callable[[], None] | None = None) -> None:
    """Open the desk and keep it open until SIGTERM or SIGINT; `ready` is called once updates come in."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    # Only a sandbox, which has its own clock, can do without limits.
    app = build(settings, limits=settings.sandbox_limits or settings.clock_url is None)
    async with app:
        settle_in()
        opened, ending = asyncio.create_task(app.intake.opened.wait()), asyncio.create_task(stopped.wait())
        await asyncio.wait({opened, ending}, return_when=asyncio.FIRST_COMPLETED)
        if opened.done():
            log.info("the desk is open")
            if ready is not None:
                ready()
        opened.cancel()
        await ending
        log.info("the desk closes")


def settle_in() -> None:
    """Make the process fit for a long day, once everything is loaded."""
    # What is there now stays: a full collection would walk over it again and again for nothing.
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(TURN)


def build(
    settings: Settings, clock: Clock | None = None, *, limits: bool = True, mail_comes_in: bool | None = None
) -> App:
    """The desk these settings describe. Raises SettingsError, RegulationError and what opening the database raises.

    `clock` takes the place of the one the settings name; `limits=False` sends as fast as it can, for a server that allows it;
    `mail_comes_in` says whether letters reach the desk, where the settings do not.
    """
    if settings.bot_token is None or settings.staff_chat_id is None:
        raise SettingsError(["FRONTDESK_BOT_TOKEN and FRONTDESK_STAFF_CHAT_ID: missing; the desk needs both"])
    regulation = load(settings.regulation)
    staff = Staff(
        CHAT,
        str(settings.staff_chat_id),
        language=settings.staff_language,
        leads=settings.listed_leads,
        mail=settings.staff_mail,
    )
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if clock is None:
        clock = SandboxClock(settings.clock_url) if settings.clock_url else SystemClock()
    engine = open_engine(settings.database)
    clerk = RegisterClerk(
        engine,
        now=clock.now,
        regulation=regulation,
        staff=staff,
        vault=FernetVault(settings.secret_key.get_secret_value()) if settings.secret_key else None,
        tokens=tokens_of(settings),
        quality_email=settings.quality_email or "",
        advised=endpoint_of(settings) is not None,
    )
    limiter = Limiter(on=limits)
    store, letter_store = Store(settings.home / "files"), Store(settings.home / "letters")
    raws = RawLetters(letter_store, clerk)
    bot = Bot(settings.bot_token.get_secret_value(), session=_session(settings, limiter))
    bot.session.middleware(OutOfStore(store.open))
    roster = Roster(
        bot,
        clerk,
        partial(menu.commands, complain=_hears_complaints(settings, regulation), mail=settings.staff_mail),
        lambda: clerk.staff,
    )
    reception = Reception(
        bot,
        doors.dispatcher(clerk=_advised(settings, clerk, bot), staff=lambda: clerk.staff),
        clerk,
        clock,
        where_things_stand=again.where_things_stand,
        apology=again.apology,
        summed=again.summed,
        heard=roster.heard,
    )
    channels: dict[str, Channel] = {CHAT: _chat(settings, bot, clerk, store, letter_store, limiter)}
    composing: Callable[..., Letter | None] = letters.compose
    if settings.smtp_url and settings.sender:
        submission = Submission(settings.smtp_url.get_secret_value())
        replies = settings.mail_comes_in if mail_comes_in is None else mail_comes_in
        finds = replies and settings.mail_plus
        mailing = Mailing(settings.sender.address, finds, settings.public_url or "", comes_in=replies)
        composing = partial(letters.compose, mailing=mailing)
        channels[MAIL] = EmailChannel(clerk, composing, submission, sender=settings.sender, store=store, clock=clock)
    intake = _intake(settings, bot, reception, limiter)
    host, port = settings.listens_at
    reader = Reader()
    repeats = Repeats(clerk, raws, reader)
    door = Door(clerk, store, settings.sender, settings.mail_authserv or "", compose=composing, repeats=repeats)
    app = App(
        settings=settings,
        clock=clock,
        engine=engine,
        clerk=clerk,
        bot=bot,
        limiter=limiter,
        reception=reception,
        courier=Courier(clerk, channels, absent={MAIL: NO_MAIL}),
        fetcher=Fetcher(bot, clerk, store),
        importer=Importer(bot, clerk),
        postman=Postman(clerk, raws, reader, door),
        letters_in=_letters_in(settings, clerk, raws),
        ticker=Ticker(clerk, clock, tick=alarm.tick, next_ring=alarm.next_ring),
        roster=roster,
        web=Web(
            host,
            port,
            ready=lambda: app.ready(),
            mail=lambda: app.mail(),
            webhook=intake if isinstance(intake, Webhook) else None,
            pages=Pages(clerk, store) if settings.public_url else None,
            fates=Fates(clerk) if settings.clock_url else None,
        ),
        intake=intake,
    )
    return app


def _letters_in(settings: Settings, clerk: RegisterClerk, raws: RawLetters) -> list[Inbox | Slot]:
    """The ways by which letters come in."""
    ways: list[Inbox | Slot] = []
    if settings.imap_url:
        ways.append(Inbox(Account.of(settings.imap_url.get_secret_value()), clerk, raws))
    if settings.lmtp_listen:
        ways.append(Slot(settings.lmtp_listen, clerk, raws))
    return ways


def _way(one: Inbox | Slot) -> WayIn:
    return WayIn.LMTP if isinstance(one, Slot) else WayIn.IMAP


def _chat(
    settings: Settings, bot: Bot, clerk: RegisterClerk, store: Store, letters: Store, limiter: Limiter
) -> TelegramChannel:
    """The chat; where a judge is configured, it is asked of what arose before that is told."""
    endpoint = endpoint_of(settings)
    advise = partial(advised, clerk, partial(ask, endpoint)) if endpoint else None
    composing, writing = packing(chat.compose, store.open, letters.open), Writing(clerk, store.open)
    return TelegramChannel(bot, clerk, composing, limiter, advise, writing)


def _advised(settings: Settings, clerk: RegisterClerk, bot: Bot) -> Clerk:
    """Whom the doors hand their use cases to."""
    endpoint = endpoint_of(settings)
    return SecondOpinion(clerk, partial(ask, endpoint), bot) if endpoint else clerk


def _hears_complaints(settings: Settings, regulation: Regulation) -> bool:
    """Whether requesters can write to quality control; if only an address is missing, the log says so."""
    if regulation.quality is None:
        return False
    known = bool(regulation.quality.email or settings.quality_email)
    if not known:
        log.warning("FRONTDESK_QUALITY_EMAIL is not set: no complaint can be sent, so none is offered")
    return known


@cache
def _shape(returns: Any) -> Any:
    """How an answer that holds this is read; pydantic forgets what nobody holds, and would build it anew for a later call."""
    return Response[returns]


class _Session(AiohttpSession):
    """It keeps how each kind of answer is read."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        _shape(method.__returning__)
        return super().check_response(bot, method, status_code, content)


class _PlainSession(_Session):
    """Without TLS nothing has to be waited for at the end, as aiogram's does."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def _session(settings: Settings, limiter: Limiter) -> AiohttpSession:
    options: Mapping[str, Any] = {
        "api": TelegramAPIServer.from_base(settings.telegram_api_url),
        "json_loads": orjson.loads,
        "json_dumps": lambda value: orjson.dumps(value).decode(),
    }
    proxy = settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else None
    kind = _Session if settings.telegram_api_url.startswith("https://") else _PlainSession
    session = kind(proxy=proxy, **options)
    session.middleware(Latest())
    session.middleware(limiter)
    return session


def _intake(settings: Settings, bot: Bot, reception: Reception, limiter: Limiter) -> Poller | Webhook:
    if settings.webhook_url and settings.webhook_secret:
        secret = settings.webhook_secret.get_secret_value()
        return Webhook(bot, reception, limiter, url=settings.webhook_url, secret=secret)
    return Poller(bot, reception)


def _looks(desk: Desk) -> None:
    """The cheapest question that only a working register answers."""
    desk.settings.get("staff_chat")
