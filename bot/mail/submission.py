"""Submission: handing one letter for one recipient to the mail server, over a connection that is kept for a while.

`smtps://` is TLS from the first byte (port 465, RFC 8314), `smtp://` must upgrade by STARTTLS before anything is said
(port 587), `smtp+insecure://` stays plain: for a server on the same machine.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal
from urllib.parse import unquote, urlsplit

import aiosmtplib

from bot.mail.address import mailbox

PORTS = {"smtps": 465, "smtp": 587, "smtp+insecure": 25}
# Seconds: to connect and for each command; RFC 5321 allows minutes, but a courier has other letters.
TIMEOUT = 30.0
# A letter with pictures over a slow line takes its time, and so does its filtering: RFC 5321, 4.5.3.2.6 asks for ten minutes.
DATA_TIMEOUT = 600.0
# How long a connection nobody uses is kept, seconds, and how many there are at most.
KEPT_FOR, CONNECTIONS = 30.0, 3


@dataclass(eq=False)
class Failure(Exception):
    """The letter was not taken, as far as we know.

    kind: `recipient` (this recipient or this letter is refused for good), `later` (the server asks to try again),
    `server` (it is not about the letter: no connection, wrong password, refused sender). `uncertain`: all was said
    and the answer was lost, so it may have been taken.
    """

    kind: Literal["recipient", "later", "server"]
    error: str
    uncertain: bool = False


class Submission:
    """One mail server."""

    def __init__(self, url: str, *, timeout: float = TIMEOUT, kept_for: float = KEPT_FOR) -> None:
        parts = urlsplit(url)
        assert parts.hostname is not None
        self._scheme, self._host = parts.scheme, parts.hostname
        self._port = parts.port or PORTS[parts.scheme]
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._timeout, self._kept_for = timeout, kept_for
        self._idle: list[tuple[aiosmtplib.SMTP, float]] = []
        self._room = asyncio.Semaphore(CONNECTIONS)
        self._sweeper: asyncio.TimerHandle | None = None
        self._farewells: set[asyncio.Task[None]] = set()

    async def send(self, message: EmailMessage, *, sender: str, recipient: str) -> str:
        """Hand the letter over; returns the server's words. Raises Failure, and AddressError for a recipient that is not one."""
        to = mailbox(recipient)
        body = message.as_bytes()
        async with self._room:
            smtp = await self._connection()
            try:
                words = await self._transaction(smtp, sender, to, body)
            except BaseException:
                smtp.close()
                raise
            self._keep(smtp)
            return words

    async def close(self) -> None:
        """Say goodbye on the kept connections."""
        if self._sweeper is not None:
            self._sweeper.cancel()
        kept, self._idle = self._idle, []
        await asyncio.gather(*(_quit(smtp) for smtp, _ in kept), *self._farewells)

    async def _transaction(self, smtp: aiosmtplib.SMTP, sender: str, to: str, body: bytes) -> str:
        """MAIL, RCPT, DATA. What fails before DATA is certain; an answer lost after it is not."""
        try:
            await smtp.mail(sender)
        except aiosmtplib.SMTPException as error:
            raise Failure("server", _words(error)) from None
        try:
            await smtp.rcpt(to)
        except aiosmtplib.SMTPException as error:
            raise _refusal(error) from None
        try:
            return (await smtp.data(body, timeout=DATA_TIMEOUT)).message
        except aiosmtplib.SMTPResponseException as error:
            raise _refusal(error) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Failure("later", _words(error), uncertain=True) from None

    async def _connection(self) -> aiosmtplib.SMTP:
        while self._idle:
            smtp, since = self._idle.pop()
            if time.monotonic() - since < self._kept_for and smtp.is_connected:
                try:
                    await smtp.rset(timeout=5)  # alive, and nothing of the last letter is left
                except (aiosmtplib.SMTPException, OSError):
                    smtp.close()
                else:
                    return smtp
            else:
                smtp.close()
        smtp = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            username=self._user,
            password=self._password,
            use_tls=self._scheme == "smtps",
            start_tls=self._scheme == "smtp",
            timeout=self._timeout,
        )
        try:
            await smtp.connect()
            if smtp.is_ehlo_or_helo_needed:
                await smtp.ehlo()
        except (aiosmtplib.SMTPException, OSError) as error:
            smtp.close()
            raise Failure("server", _words(error)) from None
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _keep(self, smtp: aiosmtplib.SMTP) -> None:
        self._idle.append((smtp, time.monotonic()))
        if self._sweeper is None:
            self._sweeper = asyncio.get_running_loop().call_later(self._kept_for, self._sweep)

    def _sweep(self) -> None:
        """Say goodbye on what nobody used for a while."""
        self._sweeper = None
        old = [smtp for smtp, since in self._idle if time.monotonic() - since >= self._kept_for * 0.9]
        self._idle = [(smtp, since) for smtp, since in self._idle if smtp not in old]
        for smtp in old:
            farewell = asyncio.create_task(_quit(smtp))
            self._farewells.add(farewell)
            farewell.add_done_callback(self._farewells.discard)
        if self._idle:
            self._sweeper = asyncio.get_running_loop().call_later(self._kept_for, self._sweep)


async def _quit(smtp: aiosmtplib.SMTP) -> None:
    with contextlib.suppress(aiosmtplib.SMTPException, OSError):
        await smtp.quit(timeout=2)
    smtp.close()


def _refusal(error: aiosmtplib.SMTPException) -> Failure:
    permanent = isinstance(error, aiosmtplib.SMTPResponseException) and 500 <= error.code < 600
    return Failure("recipient" if permanent else "later", _words(error))


def _words(error: Exception) -> str:
    """What the server said, on one line and short: `550 5.1.1 no such user`."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        text = f"{error.code} {error.message}"
    elif isinstance(error, aiosmtplib.SMTPServerDisconnected):
        text = "the mail server closed the connection"
    elif isinstance(error, TimeoutError):
        text = "the mail server does not answer"
    elif isinstance(error, aiosmtplib.SMTPConnectError | OSError):
        text = "no connection to the mail server"
    else:
        text = f"the mail server cannot be used ({type(error).__name__})"
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:160]
