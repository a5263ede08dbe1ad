"""Tokens: what only the desk can have written, small enough for a Telegram deep link. Signed and expiring; nothing is stored."""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.vault import listed, own_key

if TYPE_CHECKING:
    from bot.settings import Settings

LONGEST = 62
"""Signs of a token: a deep link carries 64 of A-Z a-z 0-9 _ - (Bot API, deep linking), two of which name the door."""
MAC = 16
"""Bytes of HMAC-SHA256 that are kept: 128 bits (RFC 2104, section 5)."""
_AT = 4
_ROOM = LONGEST * 6 // 8 - MAC - _AT - 1
_TEXT, _HEX = b"\0", b"\1"
_HEX_ID = re.compile(r"(?:[0-9a-f]{2})+")


class SignedTokens:
    """`domain.ports.Tokens`. The first key signs; all of them are believed, so that keys can be changed."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = [HKDF(SHA256(), 32, None, b"frontdesk tokens").derive(key) for key in keys]

    def issue(self, purpose: str, subject: str, until: datetime) -> str:
        """A token that says `subject` for this purpose and no other, until then. ValueError for a subject that is too long."""
        packed = _packed(subject)
        if len(packed) > _ROOM + 1:
            raise ValueError(f"a token has room for {_ROOM} bytes, not for {len(packed) - 1}")
        body = int(until.timestamp()).to_bytes(_AT, "big") + packed
        return _encoded(body + _mac(self._keys[0], purpose, body))

    def mark(self, purpose: str, subject: str) -> str:
        """A short sign of a subject for this purpose and no other: 80 bits, the same whenever it is asked for."""
        return _sign(self._keys[0], purpose, subject)

    def marked(self, purpose: str, subject: str, sign: str) -> bool:
        """Whether it is that; upper case is as good as lower."""
        if not re.fullmatch(r"[A-Za-z2-7]{16}", sign, re.ASCII):
            return False
        return any(hmac.compare_digest(_sign(key, purpose, subject), sign.lower()) for key in self._keys)

    def read(self, purpose: str, token: str, now: datetime) -> str | None:
        """What it says; None if it was not issued here for this purpose, or is over."""
        if not re.fullmatch(rf"[A-Za-z0-9_-]{{1,{LONGEST}}}", token, re.ASCII):
            return None
        try:
            signed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except binascii.Error:
            return None
        body, mac = signed[:-MAC], signed[-MAC:]
        if _encoded(signed) != token or len(body) <= _AT:
            return None
        if not any(hmac.compare_digest(_mac(key, purpose, body), mac) for key in self._keys):
            return None
        until = datetime.fromtimestamp(int.from_bytes(body[:_AT], "big"), UTC)
        return _unpacked(body[_AT:]) if now < until else None


def tokens_of(settings: Settings) -> SignedTokens:
    """Signed with the setting's keys; without that setting with a key of the desk's own, in its folder."""
    if settings.secret_key:
        keys = listed(settings.secret_key.get_secret_value())
    else:
        keys = [own_key(Path(settings.home) / "links.key")]
    return SignedTokens([key.encode() for key in keys])


PASSING = SignedTokens([os.urandom(32)])
"""With a key that nobody else has and that ends with the process."""


def _encoded(signed: bytes) -> str:
    return base64.urlsafe_b64encode(signed).rstrip(b"=").decode()


def _mac(key: bytes, purpose: str, body: bytes) -> bytes:
    return hmac.digest(key, purpose.encode() + b"\0" + body, "sha256")[:MAC]


def _sign(key: bytes, purpose: str, subject: str) -> str:
    """Base 32 (RFC 4648): what handles mail may change the case of an address."""
    mac = hmac.digest(key, b"sign\0" + purpose.encode() + b"\0" + subject.encode(), "sha256")
    return base64.b32encode(mac[:10]).decode().lower()


def _packed(subject: str) -> bytes:
    """Ids are hexadecimal, and take half the room as bytes."""
    return _HEX + bytes.fromhex(subject) if _HEX_ID.fullmatch(subject) else _TEXT + subject.encode()


def _unpacked(packed: bytes) -> str:
    return packed[1:].hex() if packed[:1] == _HEX else packed[1:].decode()
