"""Secured: what was signed or encrypted by S/MIME (RFC 8551) or PGP (RFC 4880): signed words are read, nothing is proved by it."""

from __future__ import annotations

SIGNED = bytes.fromhex("06092a864886f70d010702")
ENVELOPED = bytes.fromhex("06092a864886f70d010703")
AUTH_ENVELOPED = bytes.fromhex("060b2a864886f70d0109100117")
COMPRESSED = bytes.fromhex("060b2a864886f70d0109100109")
_BEGIN_SIGNED, _BEGIN_SIGNATURE = "-----BEGIN PGP SIGNED MESSAGE-----", "-----BEGIN PGP SIGNATURE-----"
_END_SIGNATURE = "-----END PGP SIGNATURE-----"
_BEGIN_MESSAGE, _END_MESSAGE = "-----BEGIN PGP MESSAGE-----", "-----END PGP MESSAGE-----"
PIECES = 100_000


def pkcs7(data: bytes) -> tuple[str, bytes]:
    """What a PKCS #7 object is («signed», «encrypted», "" if neither) and the signed content, b"" if it is not within."""
    head = data[:200]
    if ENVELOPED in head or AUTH_ENVELOPED in head:
        return "encrypted", b""
    if SIGNED not in head:
        return "", b""
    return "signed", _signed_content(data)


def _signed_content(data: bytes) -> bytes:
    """The content octets: ContentInfo{OID, [0]{SignedData{version, digests, {OID, [0]{OCTET STRING}}}}}."""
    try:
        at, _ = _enter(data, 0, 0x30)
        at = _past(data, at)  # the OID
        at, _ = _enter(data, at, 0xA0)
        at, _ = _enter(data, at, 0x30)
        at = _past(data, _past(data, at))  # version, digest algorithms
        at, _ = _enter(data, at, 0x30)
        at = _past(data, at)
        at, _ = _enter(data, at, 0xA0)
        return _octets(data, at)
    except (IndexError, ValueError):
        return b""


def _header(data: bytes, at: int) -> tuple[int, int, int]:
    """Tag, where the content begins, its length (-1: until the end mark)."""
    tag, length = data[at], data[at + 1]
    at += 2
    if length == 0x80:
        return tag, at, -1
    if length & 0x80:
        many = length & 0x7F
        if many > 5 or at + many > len(data):
            raise ValueError("a length that is none")
        length = int.from_bytes(data[at : at + many], "big")
        at += many
    return tag, at, length


def _enter(data: bytes, at: int, tag: int) -> tuple[int, int]:
    found, at, length = _header(data, at)
    if found != tag:
        raise ValueError("not what stands there")
    return at, length


def _past(data: bytes, at: int) -> int:
    """Behind an element; one of unknown length is walked through without recursion."""
    depth, many = 0, 0
    while True:
        many += 1
        if many > PIECES:
            raise ValueError("too many pieces")
        tag, begin, length = _header(data, at)
        if tag == 0 and length == 0:
            depth -= 1
            at = begin
        elif length < 0:
            depth += 1
            at = begin
        else:
            at = begin + length
        if at > len(data):
            raise ValueError("cut off")
        if depth <= 0:
            return at


def _octets(data: bytes, at: int) -> bytes:
    """An octet string in one piece or in many."""
    tag, begin, length = _header(data, at)
    if tag == 0x04 and length >= 0:
        return data[begin : begin + length]
    if tag != 0x24:
        raise ValueError("no octets")
    end = len(data) if length < 0 else min(len(data), begin + length)
    pieces, at = [], begin
    while at + 1 < end and len(pieces) < PIECES:
        tag, begin, length = _header(data, at)
        if tag != 0x04 or length < 0:
            break
        pieces.append(data[begin : begin + length])
        at = begin + length
    return b"".join(pieces)


def pgp(text: str) -> tuple[str, str, str]:
    """«signed», «encrypted» or "", the words without the armour, and the encrypted block."""
    begin = text.find(_BEGIN_MESSAGE)
    if begin >= 0 and text[:begin].endswith(("", "\n")):
        end = text.find(_END_MESSAGE, begin)
        if end >= 0:
            end += len(_END_MESSAGE)
            return "encrypted", (text[:begin].rstrip() + "\n\n" + text[end:].lstrip()).strip(), text[begin:end] + "\n"
    begin = text.find(_BEGIN_SIGNED)
    if begin < 0 or (begin and text[begin - 1] != "\n"):
        return "", text, ""
    signature = text.find(_BEGIN_SIGNATURE, begin)
    words = text.find("\n\n", begin)
    if signature < 0 or words < 0 or words > signature:
        return "", text, ""
    end = text.find(_END_SIGNATURE, signature)
    rest = text[end + len(_END_SIGNATURE) :] if end >= 0 else ""
    lines = [line[2:] if line.startswith("- ") else line for line in text[words + 2 : signature].split("\n")]
    return "signed", (text[:begin] + "\n".join(lines).rstrip("\n") + "\n" + rest.lstrip("\n")).rstrip("\n"), ""
