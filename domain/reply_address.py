"""Reply addresses: where an answer to one of our letters goes, signed for one ticket and one correspondent (RFC 5233, subaddressing)."""

from __future__ import annotations

import re

from domain.ports import Tokens

LOCAL_MAX = 64
"""Octets before the @ (RFC 5321, 4.5.3.1.1)."""
_PURPOSE, _LOOP = "reply", "loop"
# The last «+» begins the sign, so that a sender may have one of its own: desk+ru+bar-000123.aaaabbbbccccdddd@example.org
_SIGNED = re.compile(r"\+([A-Za-z][A-Za-z0-9]{0,9}-[0-9]{1,9})\.([A-Za-z2-7]{16})@[^\s<>@]{1,255}\Z", re.ASCII)


def reply_address(tokens: Tokens, sender: str, number: str, address: str) -> str:
    """Where `address` may answer about a ticket: `desk+bar-000123.<sign>@example.org`; empty if that gets too long."""
    local, _, domain = sender.rpartition("@")
    signed = f"{local}+{number.lower()}.{tokens.mark(_PURPOSE, _subject(number, address))}"
    return f"{signed}@{domain}" if local and len(signed) <= LOCAL_MAX else ""


def read_reply_address(text: str) -> tuple[str, str] | None:
    """The number and the sign that an address holds; None if it holds none. Nothing is proved by it: see `belongs`."""
    text = text.strip().strip("<>")
    found = _SIGNED.search(text[-400:])
    return (found[1].upper(), found[2].lower()) if found else None


def belongs(tokens: Tokens, number: str, address: str, sign: str) -> bool:
    """Whether the sign was made for this ticket and this correspondent. Whatever is given is hostile."""
    return tokens.marked(_PURPOSE, _subject(number, address), sign)


def loop_mark(tokens: Tokens, sender: str) -> str:
    """What this desk marks its letters with, so that it knows its own when they come back (`X-Frontdesk-Loop`)."""
    return tokens.mark(_LOOP, sender.casefold())


def _subject(number: str, address: str) -> str:
    whole = f"{number.upper()}:{address.casefold()}"
    return whole.encode("utf-8", "replace").decode()  # a lone surrogate has no bytes to be signed
