"""The letter slot: a mail server hands letters over by LMTP (RFC 2033), and is told 250 only once they are kept for good.

Each recipient gets an answer of its own; while the register or the disk is away the answer is 4xx, and the server brings the
letter again. It is a door for the own mail server: it asks for no password, so it listens on this machine unless it is told
to listen elsewhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from pathlib import Path
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.logs import where
from bot.mail.raw import LARGEST, RawLetters
from bot.settings import LOOPBACK
from domain.ports import Clerk
from domain.usecases.keep_letter import Came, keep_letter

log = logging.getLogger(__name__)

MAILBOX = "lmtp"
# Seconds until a server hears that the register does not answer; it waits ten minutes (RFC 5321, 4.5.3.2.6).
PATIENCE = 60.0
# Bytes of one line of a letter. RFC 5322 allows 998; letters that are one long line of HTML are common.
LINE = 2**20
KEPT = "250 2.0.0 kept"
LATER = "451 4.3.0 cannot be kept just now, try again"
FULL = "452 4.3.1 cannot be kept just now, try again"
TOO_LARGE = "552 5.3.4 larger than this desk takes"


class _Talk:
    """How the two protocols answer here. Mixed into aiosmtpd's servers."""

    line_length_limit = LINE
    envelope: Envelope | None

    async def push(self, status: Any) -> None:
        """What is too large is refused for each recipient too: one answer less, and the two sides misunderstand each other."""
        if isinstance(self, LMTP) and isinstance(status, str) and status.startswith(("552 Error: Too", "500 Line too")):
            recipients = len(self.envelope.rcpt_tos) if self.envelope else 0
            status = "\r\n".join([TOO_LARGE] * max(recipients, 1))
        await super().push(status)  # type: ignore[misc]


class _Lmtp(_Talk, LMTP):
    pass


class _Smtp(_Talk, SMTP):
    pass


class Slot:
    """Takes letters in at one place: `host:port`, `unix:/path`; `smtp:host:port` speaks plain SMTP there."""

    def __init__(self, place: str, clerk: Clerk, raws: RawLetters) -> None:
        self._smtp, self._place = place.startswith("smtp:"), place.removeprefix("smtp:")
        self._clerk, self._raws = clerk, raws
        self._server: asyncio.Server | None = None
        self._open: list[SMTP] = []
        self.address = ""
        """Where it listens: `host:port` or `unix:/path`."""

    @property
    def is_private(self) -> bool:
        """Whether nobody but this machine can reach it; it asks for no password."""
        return self._place.startswith("unix:") or self._place.rpartition(":")[0].strip("[]") in LOOPBACK

    async def start(self) -> None:
        """Listen; OSError if the place is taken or not ours."""
        loop = asyncio.get_running_loop()
        if self._place.startswith("unix:"):
            path = Path(self._place.removeprefix("unix:"))
            await asyncio.to_thread(_clear, path)
            self._server = await loop.create_unix_server(self._visitor, str(path))
            await asyncio.to_thread(path.chmod, 0o660)
            self.address = self._place
        else:
            host, _, port = self._place.rpartition(":")
            self._server = await loop.create_server(self._visitor, host.strip("[]"), int(port))
            self.address = f"{host}:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        """Take nothing more; who was not answered brings it again."""
        if self._server is None:
            return
        self._server.close()
        for visitor in self._open:
            if isinstance(visitor.transport, asyncio.WriteTransport):
                visitor.transport.abort()
        await self._server.wait_closed()
        await asyncio.sleep(0)  # lets the visitors' own tasks end
        self._server = None
        if self._place.startswith("unix:"):
            await asyncio.to_thread(_clear, Path(self._place.removeprefix("unix:")))

    def _visitor(self) -> SMTP:
        kind = _Smtp if self._smtp else _Lmtp
        protocol = kind(
            self,
            data_size_limit=LARGEST,
            enable_SMTPUTF8=True,
            hostname="frontdesk",
            ident="Frontdesk",
            loop=asyncio.get_running_loop(),
        )
        self._open = [other for other in self._open if other.transport is not None]
        self._open.append(protocol)
        return protocol

    # What aiosmtpd calls

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the letter for each recipient: the bytes, then the rows, and only then the answers."""
        raw = envelope.original_content or b""
        sender, recipients = (envelope.mail_from or "").strip("<>"), list(dict.fromkeys(envelope.rcpt_tos))
        answers: dict[str, str] = {}
        try:
            async with asyncio.timeout(PATIENCE), self._raws.keeping():
                sha = await self._raws.keep(raw)
                for recipient in recipients:
                    answers[recipient] = await self._entered(sha, len(raw), sender, recipient)
        except TimeoutError:
            log.error("a letter could not be kept: the register does not answer")
        except OSError as error:
            log.error("a letter could not be kept: %s", where(error))
            answers = dict.fromkeys(recipients, FULL) | answers
        said = [answers.get(recipient, LATER) for recipient in envelope.rcpt_tos]
        if self._smtp:  # one answer for all; what was kept is known when it comes again
            return next((one for one in said if one != KEPT), KEPT)
        return "\r\n".join(said)

    async def _entered(self, sha: str, size: int, sender: str, recipient: str) -> str:
        key = f"lmtp:{recipient}:{sha}"
        came = Came(key, sha, size, MAILBOX, envelope_from=sender, envelope_to=recipient)
        try:
            await self._clerk.do(keep_letter, came)
        except Exception as error:  # the register is away
            log.error("a letter could not be entered: %s", where(error))
            return LATER
        return KEPT

    async def handle_exception(self, error: Exception) -> str:
        """A mistake of ours is no reason to refuse a letter for good."""
        log.error("a mail server could not be answered: %s", where(error))
        return LATER


def _clear(path: Path) -> None:
    """Remove the socket, such as one that a killed process left there."""
    with contextlib.suppress(FileNotFoundError):
        if path.is_socket():
            path.unlink()
