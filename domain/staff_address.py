"""Staff addresses: where an agent answers a letter on a ticket, signed for that ticket, that agent and that mailbox (RFC 5233)."""

from __future__ import annotations

import re

from domain.ports import Tokens
from domain.reply_address import LOCAL_MAX

_PURPOSE, _MAILBOX = "staff reply", "staff mailbox"
# Another form than a requester's reply address has, so that neither is ever taken for the other.
_SIGNED = re.compile(
    r"\+([A-Za-z][A-Za-z0-9]{0,9}-[0-9]{1,9})\.staff\.([A-Za-z2-7]{16})@[^\s<>@]{1,255}\Z", re.ASCII | re.I
)


def staff_address(tokens: Tokens, sender: str, number: str, person_id: str, address: str) -> str:
    """Where an agent's letter from `address` acts on a ticket: `desk+bar-000123.staff.<sign>@example.org`; empty if too long.

    It says nothing of how long it counts: whoever reads it asks whether ticket, agent and mailbox are still what they were.
    """
    local, _, domain = sender.rpartition("@")
    signed = f"{local}+{number.lower()}.staff.{tokens.mark(_PURPOSE, _subject(number, person_id, address))}"
    return f"{signed}@{domain}" if local and len(signed) <= LOCAL_MAX else ""


def read_staff_address(text: str) -> tuple[str, str] | None:
    """The number and the sign that an address holds; None if it holds none. Nothing is proved by it: see `is_theirs`."""
    found = _SIGNED.search(text.strip().strip("<>")[-400:])
    return (found[1].upper(), found[2].lower()) if found else None


def is_theirs(tokens: Tokens, number: str, person_id: str, address: str, sign: str) -> bool:
    """Whether the sign was made for this ticket, this agent and this mailbox. Whatever is given is hostile."""
    return tokens.marked(_PURPOSE, _subject(number, person_id, address), sign)


def mailbox_mark(tokens: Tokens, person_id: str, address: str) -> str:
    """By what the desk knows which of an agent's addresses gets their letters, without keeping it once more."""
    return tokens.mark(_MAILBOX, _mailbox(person_id, address))


def is_mailbox(tokens: Tokens, person_id: str, address: str, mark: str) -> bool:
    """Whether it is that address."""
    return tokens.marked(_MAILBOX, _mailbox(person_id, address), mark)


def _mailbox(person_id: str, address: str) -> str:
    return f"{person_id}:{address.casefold()}"


def _subject(number: str, person_id: str, address: str) -> str:
    whole = f"{number.upper()}:{_mailbox(person_id, address)}"
    return whole.encode("utf-8", "replace").decode()  # a lone surrogate has no bytes to be signed
