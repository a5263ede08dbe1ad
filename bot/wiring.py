"""Wiring: `build(settings)` is the only function that knows everyone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from aiogram import Bot

from bot.app import App
from bot.channels import Channel
from bot.channels.email import EmailChannel
from bot.channels.limits import Limiter
from bot.channels.session import session_of
from bot.channels.telegram import TelegramChannel
from bot.clerk import RegisterClerk
from bot.clock import Clock, SandboxClock, SystemClock
from bot.courier import Courier
from bot.fetcher import Fetcher
from bot.files import Store
from bot.importer import Importer
from bot.journal_sending import Writing
from bot.judge import ask, endpoint_of
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
from bot.ticker import Ticker
from bot.tokens import tokens_of
from bot.vault import FernetVault
from bot.web import Web, Webhook
from domain.ports import Clerk, Staff
from domain.regulation import Regulation, load
from domain.usecases.telling import CHAT, MAIL
from handlers import again, doors, menu
from handlers import clock as alarm
from handlers.view import chat, letters
from handlers.view.letter_page import Letter, Mailing

log = logging.getLogger(__name__)

NO_MAIL = "no mail server is configured"


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
    bot = Bot(settings.bot_token.get_secret_value(), session=session_of(settings, limiter))
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


def _intake(settings: Settings, bot: Bot, reception: Reception, limiter: Limiter) -> Poller | Webhook:
    if settings.webhook_url and settings.webhook_secret:
        secret = settings.webhook_secret.get_secret_value()
        return Webhook(bot, reception, limiter, url=settings.webhook_url, secret=secret)
    return Poller(bot, reception)
