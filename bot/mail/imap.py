"""IMAP: one connection to one mailbox, which is only looked at. Every call blocks; `cut()` alone may come from another thread.

`imaps://` is TLS from the first byte (port 993, RFC 8314), `imap://` must upgrade by STARTTLS before anything is said,
`imap+insecure://` stays plain: for a server on the same machine. The mailbox is opened by EXAMINE, so that no flag changes.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError

PORTS = {"imaps": 993, "imap": 143, "imap+insecure": 143}
TIMEOUT = SocketTimeout(connect=15, read=60)
LISTED = 500
"""Letters whose size and date are asked for at once."""
WINDOW = 50_000
"""Letters that are searched at once: the answer is one line, and imaplib takes no line of more than a million bytes."""


@dataclass(frozen=True)
class Account:
    """A mailbox and the way to it."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str

    @classmethod
    def of(cls, url: str) -> Account:
        """`imaps://user:password@host:993/INBOX`, user and password percent-encoded."""
        parts = urlsplit(url)
        return cls(
            scheme=parts.scheme,
            host=parts.hostname or "",
            port=parts.port or PORTS[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            folder=unquote(parts.path.strip("/")) or "INBOX",
        )

    @property
    def name(self) -> str:
        """The mailbox's name in the register: the same however it is reached."""
        return f"{self.user}@{self.host}/{self.folder}"


@dataclass(frozen=True)
class Listed:
    """A letter in the mailbox. `at` (aware): INTERNALDATE; None if the server says none that makes sense."""

    uid: int
    size: int
    at: datetime | None


class Connection:
    """Open, logged in, the mailbox examined. Raises OSError and IMAPClientError, here and everywhere."""

    def __init__(self, account: Account) -> None:
        self._busy = threading.Lock()
        secure = account.scheme == "imaps"
        context = ssl.create_default_context()
        self._client = IMAPClient(
            account.host, account.port, ssl=secure, ssl_context=context if secure else None, timeout=TIMEOUT
        )
        try:
            self._client.normalise_times = False
            if account.scheme == "imap":
                self._client.starttls(context)
            if self._client.has_capability("AUTH=PLAIN"):
                self._client.plain_login(account.user, account.password)  # takes any sign in a password
            else:
                self._client.login(account.user, account.password)
            found = self._client.select_folder(account.folder, readonly=True)
            self.validity = int(found.get(b"UIDVALIDITY", 0))
            self._count = int(found[b"EXISTS"])
            self.idles = bool(self._client.has_capability("IDLE"))
            self.next_uid = int(found.get(b"UIDNEXT", 0)) or self._last_uid() + 1
        except BaseException:
            self.cut()
            raise

    def _last_uid(self) -> int:
        return max(self._client.search(["UID", "*"]), default=0) if self._count else 0

    def uids(self, ranges: str) -> list[int]:
        """Those that are there of a set such as `3,5:7,20:*`, in order; a set that ends in * names the last one too (RFC 9051)."""
        with self._busy:
            return self._searched(ranges)

    def _searched(self, ranges: str) -> list[int]:
        self._client.noop()
        found: set[int] = set()
        starts = range(1, max(self._count, 1) + 1, WINDOW)
        for start in starts:
            window = [f"{start}:{start + WINDOW - 1 if start != starts[-1] else '*'}"] if len(starts) > 1 else []
            found.update(self._client.search([*window, "UID", ranges]))
        return sorted(found)

    def listed(self, uids: Sequence[int]) -> list[Listed]:
        """Sizes and dates of those that are there still."""
        found: list[Listed] = []
        for at in range(0, len(uids), LISTED):
            with self._busy:
                found += self._facts_of(uids[at : at + LISTED])
        return found

    def _facts_of(self, uids: Sequence[int]) -> list[Listed]:
        try:
            return self._facts(uids, "INTERNALDATE")
        except ValueError:  # of a letter the server tells a date that makes no sense
            if len(uids) == 1:
                return self._facts(uids)
            return [facts for uid in uids for facts in self._facts_of([uid])]

    def _facts(self, uids: Sequence[int], *date: str) -> list[Listed]:
        said = self._client.fetch(list(uids), ["RFC822.SIZE", *date])
        return [
            Listed(uid, int(facts[b"RFC822.SIZE"]), facts.get(b"INTERNALDATE"))
            for uid, facts in sorted(said.items())
            if b"RFC822.SIZE" in facts
        ]

    def bodies(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Whole letters, of those that are there still; no flag changes."""
        with self._busy:
            said = self._client.fetch(list(uids), ["BODY.PEEK[]"])
        return {uid: facts[b"BODY[]"] for uid, facts in said.items() if facts.get(b"BODY[]")}

    def idle(self, seconds: float) -> None:
        """Return when something may have come, or that time is over (RFC 2177)."""
        with self._busy:
            self._client.idle()
            until = time.monotonic() + seconds
            while (left := until - time.monotonic()) > 0:
                said = self._client.idle_check(left)
                if not said or any(b"EXISTS" in one for one in said):
                    break  # nothing said: the time is over, or the connection is, which the end of IDLE tells
            self._client.idle_done()

    def cut(self) -> None:
        """End the connection at once: whatever waits in it fails, and then it is closed."""
        with contextlib.suppress(OSError):
            # Not the TLS socket's own way, which would take the session from under whoever reads from it.
            socket.socket.shutdown(self._client.socket(), socket.SHUT_RDWR)
        with self._busy, contextlib.suppress(OSError, IMAPClientError):
            self._client.shutdown()
