"""The e-mail channel: what a mail server's answer means for a parcel."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.channels import Accepted, Dropped, Later, Outcome, Refused
from bot.channels.email import EmailChannel
from bot.clock import SystemClock
from bot.files import Store
from bot.mail.address import Mailbox
from bot.mail.submission import Submission
from bot.sandbox.server import Sandbox
from domain.notices import Parcel
from handlers.view.letter_page import Letter
from handlers.view.ready import NotReadyError
from tests.bot.building import parcel, register

ANNA = "anna@example.org"
DAY = 86400


def letter(parcel: Parcel) -> Letter:
    return Letter(to=parcel.address, subject="[BAR-000001] x", text="Привет", html="<p>Привет</p>", ident=parcel.key)


class Desk:
    """A channel to one mail server; what it is given to write can be changed."""

    def __init__(self, clerk: Any, url: str) -> None:
        self.written: Any = letter
        self.channel = EmailChannel(
            clerk,
            lambda desk, parcel: self.written(parcel),
            Submission(url),
            sender=Mailbox("desk@frontdesk.example", "Поддержка"),
            store=Store(Path("/none")),
            clock=SystemClock(),
        )

    async def sends(self, to: str = ANNA, *, attempts: int = 1, age: float = 0) -> Outcome:
        one = parcel("bar-000001.2.started", to, channel="email", attempts=attempts)
        one.created = time.time() - age
        return await self.channel.send(one)


@asynccontextmanager
async def desk() -> AsyncIterator[tuple[Sandbox, Desk]]:
    async with Sandbox() as sandbox, register() as clerk:
        opened = Desk(clerk, sandbox.smtp_url)
        yield sandbox, opened
        await opened.channel.close()


async def test_a_letter_arrives_as_it_was_written() -> None:
    """From, To, the Message-ID of its ident, which is what comes back."""
    async with desk() as (sandbox, d):
        assert await d.sends() == Accepted(("<bar-000001.2.started@frontdesk.example>",))

        [arrived] = sandbox.world.mailbox.letters
        assert (arrived["recipients"], arrived["mail_from"]) == ([ANNA], "desk@frontdesk.example")
        assert arrived["message_id"] == "<bar-000001.2.started@frontdesk.example>"
        assert arrived["text"].strip() == "Привет"


async def test_nothing_to_write_is_dropped_and_a_file_on_its_way_is_waited_for() -> None:
    """A letter leaves when it is complete."""
    async with desk() as (_, d):
        d.written = lambda parcel: None
        assert await d.sends() == Dropped()

        def not_ready(parcel: Parcel) -> Letter:
            raise NotReadyError

        d.written = not_ready
        outcome = await d.sends()
        assert isinstance(outcome, Later)
        assert outcome.seconds <= 5


async def test_a_dead_address_is_told_and_a_busy_server_waited_for() -> None:
    """5xx is for good, in the server's words; 4xx comes again after 1, 5, 15, 60 minutes."""
    async with desk() as (sandbox, d):
        await sandbox.do("mailbox/refuse", address=ANNA, code=550, text="5.1.1 no such user")
        assert await d.sends() == Refused("550 5.1.1 no such user")

        await sandbox.do("mailbox/refuse", address=ANNA, code=451, text="greylisted")
        waits = [await d.sends(attempts=n) for n in (1, 2, 3, 4, 50)]
        assert [w.seconds / 60 for w in waits if isinstance(w, Later)] == [1, 5, 15, 60, 60]


async def test_patience_ends_after_five_days() -> None:
    """Then staff hear that it did not arrive."""
    async with desk() as (sandbox, d):
        await sandbox.do("mailbox/refuse", address=ANNA, code=451, text="greylisted")

        assert isinstance(await d.sends(attempts=99, age=5 * DAY - 60), Later)
        assert await d.sends(attempts=99, age=5 * DAY + 60) == Refused("given up after five days: 451 greylisted")


async def test_a_letter_in_doubt_repeats_under_its_name() -> None:
    """The server took it and fell silent: it comes again, and the mailbox sees that it is the same."""
    async with desk() as (sandbox, d):
        await sandbox.do("mailbox/drop", keep=True)

        lost = await d.sends()
        assert isinstance(lost, Later)
        assert lost.uncertain
        assert isinstance(await d.sends(), Accepted)
        assert [one["repeated"] for one in sandbox.world.mailbox.letters] == [False, True]


async def test_only_one_mailbox_is_written_to() -> None:
    """A list never goes out to its first entry."""
    async with desk() as (sandbox, d):
        outcome = await d.sends("a@example.org, b@example.org")

        assert isinstance(outcome, Refused)
        assert sandbox.world.mailbox.letters == []
