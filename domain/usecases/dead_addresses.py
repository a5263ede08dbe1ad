"""Dead addresses: where a letter came back from for good nothing more is written to, until the address is corrected, proved anew,
or written from."""

from __future__ import annotations

import re

from domain.notices import Code
from domain.ports import Desk

ASKED_FOR = frozenset({Code.PROOF, Code.ACCOUNT_CODE})
"""Somebody asks for these themselves: they may show that the address is alive again."""
_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_UNKNOWN = re.compile(
    r"user unknown|unknown user|no such (?:user|mailbox|recipient|address)|(?:user|mailbox|recipient) not found", re.I
)
_GONE = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"})
"""Codes by which there is no such mailbox, or no such domain, or it is closed (RFC 3463; 5.1.10: RFC 7505)."""


def enhanced(text: str) -> str:
    """The enhanced status code in a server's words, such as 5.1.1 (RFC 3463); a well-known phrase stands for it. Empty if there is none."""
    found = _ENHANCED.search(text[:500])
    if found:
        return found[0]
    return "5.1.1" if _UNKNOWN.search(text[:500]) else ""


def is_gone(status: str, reason: str) -> bool:
    """Whether the address itself is at fault: a full mailbox or a letter taken for spam says nothing against it."""
    code = status if status and status not in ("5.0.0", "5.5.0") else enhanced(reason) or status
    return code in _GONE


def note_dead(desk: Desk, address: str, why: str) -> None:
    """Nothing is written there from now on."""
    desk.settings.put(_name(desk, address), why[:200])


def revive(desk: Desk, address: str) -> None:
    """It was corrected, proved or written from: letters go there again."""
    if why_dead(desk, address):
        desk.settings.put(_name(desk, address), "")


def why_dead(desk: Desk, address: str) -> str:
    """Why nothing is written there; empty for an address that is well."""
    return desk.settings.get(_name(desk, address)) or ""


def _name(desk: Desk, address: str) -> str:
    """By its mark: what is kept beside people's data must not hold their addresses."""
    return f"dead:{desk.tokens.mark('dead', address.casefold())}"
