"""Addresses: one strict mailbox each, because a mail library that is given a list sends to its first entry and says OK."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import formataddr

import idna

# RFC 5321, 4.5.3.1: octets in a local part, and in a path without its angle brackets.
LOCAL_MAX, WHOLE_MAX = 64, 254
# RFC 5322 dot-atom; quoted local parts and comments are legal there, seen nowhere, and how header injection begins.
_DOT_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")
_NAMED = re.compile(r"\s*(?P<name>[^<>]*?)\s*<(?P<address>[^<>]*)>\s*\Z")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)\Z")


class AddressError(ValueError):
    """This is not exactly one mailbox; the text says what is wrong and holds nothing of the address."""


@dataclass(frozen=True)
class Mailbox:
    """A mailbox with the name shown beside it; `address` is ASCII, its domain in lower case (IDNA 2008)."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def __str__(self) -> str:
        return formataddr((self.name, self.address))


def mailbox(text: str) -> str:
    """The one mailbox a text names: `Anna@пример.рф` -> `Anna@xn--e1afmkfd.xn--p1ai`.

    Raises AddressError for lists, control characters, quoted or non-ASCII local parts and anything longer than RFC 5321 allows.
    """
    address = text.strip(" ")
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in address):
        raise AddressError("an address has no control characters")
    if any(sign in address for sign in ' ,;<>()[]\\":'):
        raise AddressError("one address, without lists, names, quotes or spaces")
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain:
        raise AddressError("an address looks like name@example.org")
    if not _DOT_ATOM.match(local):
        raise AddressError("before the @ stand Latin letters, digits and single dots")
    ascii_domain = _ascii(domain)
    if len(local) > LOCAL_MAX or len(local) + 1 + len(ascii_domain) > WHOLE_MAX:
        raise AddressError("an address is at most 254 characters long, 64 of them before the @")
    return f"{local}@{ascii_domain}"


def named(text: str) -> Mailbox:
    """A mailbox with an optional name: `Поддержка <desk@example.org>` or `desk@example.org`. Raises AddressError."""
    match = _NAMED.match(text)
    if match is None:
        return Mailbox(mailbox(text))
    name = match["name"].strip().strip('"').strip()
    if not name.isprintable():
        raise AddressError("a name has no control characters")
    return Mailbox(mailbox(match["address"]), name)


def _ascii(domain: str) -> str:
    try:
        ascii_domain = domain.lower() if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise AddressError("after the @ stands a domain such as example.org") from None
    if not all(_LABEL.match(label) for label in ascii_domain.split(".")):
        raise AddressError("after the @ stands a domain such as example.org")
    return ascii_domain
