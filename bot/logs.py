"""Logs: English lines for whoever runs the desk, without secrets and without personal data.

What may hold either is never logged on purpose; the filter here is the second lock: tokens, addresses and phone numbers
that slipped into a line, or into an exception's text, are blotted out.
"""

from __future__ import annotations

import logging
import re
import sys
import time
import traceback
from typing import Any, TextIO

from pydantic import ValidationError

# 123456789:AAE... as it stands in a Bot API address or alone.
_TOKEN = re.compile(r"\b(?:bot)?\d{3,}:[A-Za-z0-9_-]{20,}")
_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*", re.UNICODE)
_PASSWORD = re.compile(r"(?<=://)[^/\s@]+(?=@)")
# Eleven digits or more with a plus or separators; plain numbers of that length are Telegram's ids.
_PHONE = re.compile(
    r"\+\d[\d\s().-]{8,}\d|\b[78][ -]?\(\d{3}\)[\d -]{7,}\d|\b[78][ -]\d{3}[ -]\d{3}[ -]?\d{2}[ -]?\d{2}"
)

QUIET = {
    "aiogram.event": logging.WARNING,
    "aiogram.dispatcher": logging.WARNING,
    "aiohttp.access": logging.WARNING,
    "asyncio": logging.WARNING,
    "mail.log": logging.WARNING,
    "imapclient": logging.WARNING,
    "alembic": logging.WARNING,
}


def blot(text: str) -> str:
    """The text with tokens, passwords of URLs, e-mail addresses and phone numbers blotted out."""
    text = _TOKEN.sub("[token]", text)
    text = _PASSWORD.sub("[password]", text)
    text = _MAIL.sub("[e-mail]", text)
    return _PHONE.sub("[phone]", text)


class Plain(logging.Formatter):
    """One line per event, time in UTC; whatever comes out is blotted, tracebacks too."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")
        self.converter = _utc

    def format(self, record: logging.LogRecord) -> str:
        return blot(super().format(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is the library's
        """The way an error took and its class; its text may quote what somebody wrote."""
        kind, _, way = ei
        return "".join(["Traceback:\n", *traceback.format_tb(way), getattr(kind, "__qualname__", "?")])


def set_up(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Log to a stream, standard error by default, in place of whatever was set up before."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Plain())
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelName(level)))


def told(error: BaseException) -> str:
    """An error as quarantine keeps it: class, reason and way, without the input it failed on."""
    way = "".join(traceback.format_tb(error.__traceback__)[-6:])
    return blot(f"{reason(error)}\n{way}")


def reason(error: BaseException) -> str:
    """An error's class and text; of an unreadable update only which places are wrong."""
    if isinstance(error, ValidationError):
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        return "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['type']}" for fault in faults[:5])
    return f"{type(error).__name__}: {error}"


def where(error: BaseException) -> str:
    """An error as the log may show it: its class and the last line of ours it passed; its text may hold somebody's words."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "site-packages" not in frame.filename] or list(frames)
    at = f" at {own[-1].filename.rsplit('/', 1)[-1]}:{own[-1].lineno}" if own else ""
    return f"{reason(error) if isinstance(error, ValidationError) else type(error).__name__}{at}"


def _utc(seconds: float | None) -> time.struct_time:
    return time.gmtime(seconds)
