"""Attacks: letters made to take a reader's time or memory; each is small or large for its own reason."""

from __future__ import annotations

import base64
import os
import struct
from collections.abc import Callable, Iterator

from tests.mail.letters.in_parts import winmail
from tests.mail.letters.making import b64, head

MB = 2**20


def _nested(depth: int) -> bytes:
    lines = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth))
    return b"Subject: x\r\n" + lines + b"\r\ntext"


def _letters_in_letters(depth: int) -> bytes:
    return b"Subject: x\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"text"


def _base64_in_base64(size: int) -> bytes:
    inner = os.urandom(size)
    for _ in range(6):
        inner = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(inner)
    return inner


def _deep_scan() -> bytes:
    lines = b"".join(b"Content-Type: multipart/mixed; boundary=%s%d\n\n--%s%d\n" % (b"a" * 50, n, b"a" * 50, n) for n in range(30))
    return lines + (b"\n--" + b"a" * 50) * (40 * MB // 53)


def _tnef_bomb(size: int) -> bytes:
    # References of the greatest length, one after another: 2 bytes become 17.
    squeezed = (b"\xff" + b"\x00\x0f" * 8) * (size // 17)
    rtf = struct.pack("<II4sI", len(squeezed) + 12, 2**31, b"LZFu", 0) + squeezed
    return head("Content-Type: application/ms-tnef; name=winmail.dat", "Content-Transfer-Encoding: base64") + b64(winmail(rtf=rtf))


def _tnef_of_nothing(many: int) -> bytes:
    data = b"\x78\x9f\x3e\x22\x01\x00" + struct.pack("<BIIH", 2, 0x00069002, 0, 0) * many
    return head("Content-Type: application/ms-tnef", "Content-Transfer-Encoding: base64") + b64(data)


def _html(text: str) -> bytes:
    return head("Content-Type: text/html; charset=utf-8") + text.encode()


def _plain(text: str) -> bytes:
    return head("Content-Type: text/plain; charset=utf-8") + text.encode()


ATTACKS: dict[str, Callable[[], bytes]] = {
    "comments": lambda: b"From: " + b"(" * 1000 + b"\r\n\r\ntext",
    "many comments": lambda: b"From: " + b"(" * MB + b"\r\n\r\ntext",
    "open brackets": lambda: b"From: " + b"<" * MB + b"\r\n\r\ntext",
    "open quotes": lambda: b"From: " + b'"(' * (MB // 2) + b"\r\n\r\ntext",
    "addresses": lambda: b"To: " + b"a@b.example, " * (MB // 13) + b"\r\n\r\ntext",
    "parameters": lambda: b"Content-Type: text/plain" + b"; a=b" * 180_000 + b"\r\n\r\ntext",
    "parameters in parts": lambda: b"Content-Type: text/plain" + b"".join(b"; name*%d*=%%41" % n for n in range(60_000)) + b"\r\n\r\ntext",
    "quotes in parameters": lambda: b"Content-Type: text/plain; name=\"" + b'"a' * (MB // 2) + b"\r\n\r\ntext",
    "folds": lambda: b"Subject: x" + b"\r\n y" * (MB // 4) + b"\r\n\r\ntext",
    "encoded words": lambda: b"Subject: " + b"=?utf-8?B?0J8=?= " * 20_000 + b"\r\n\r\ntext",
    "encoded words of all charsets": lambda: b"Subject: " + b"=?koi8-r?Q?=F0?= =?cp1251?Q?=CF?= " * 20_000 + b"\r\n\r\ntext",
    "open words": lambda: b"Subject: " + b"=?utf-8?Q?" * 100_000 + b"\r\n\r\ntext",
    "a field of 10 MB": lambda: b"Subject: " + b"x" * (10 * MB) + b"\r\n\r\ntext",
    "references": lambda: b"References: " + b"<a@b>" * 200_000 + b"\r\n\r\ntext",
    "fields": lambda: b"".join(b"X-A-%d: y\r\n" % n for n in range(100_000)) + b"\r\ntext",
    "results": lambda: b"Authentication-Results: x; dkim=pass\r\n" * 100_000 + b"\r\ntext",
    "charset of 1 MB": lambda: b"Content-Type: text/plain; charset=" + b"a" * MB + b"\r\n\r\n\xf0\xd2",
    "nested": lambda: _nested(3000),
    "letters in letters": lambda: _letters_in_letters(3000),
    "parts": lambda: head("Content-Type: multipart/mixed; boundary=b") + b"--b\r\n\r\ntext\r\n" * 100_000 + b"--b--",
    "parts of an alternative": lambda: head("Content-Type: multipart/alternative; boundary=b") + b"--b\r\nContent-Type: text/html\r\n\r\n<b>x\r\n" * 100_000,
    "letters in a row": lambda: head("Content-Type: multipart/digest; boundary=b") + b"--b\r\n\r\nSubject: x\r\n\r\ny\r\n" * 100_000,
    "boundaries that are none": lambda: head("Content-Type: multipart/mixed; boundary=b") + b"--b\r\n\r\n" + b"\n--b" * 5_000_000,
    "boundary of a dash": lambda: head("Content-Type: multipart/mixed; boundary=-") + b"\n---" * (2 * MB),
    "deep scan": _deep_scan,
    "blank boundary": lambda: head('Content-Type: multipart/mixed; boundary=" "') + b"--  \r\n\r\n" * 200_000,
    "a line of 10 MB": lambda: _plain("x" * (10 * MB)),
    "a word of 10 MB": lambda: head("Content-Type: text/plain") + b"\xf0\xd2\xc9\xd7\xc5\xd4" * (10 * MB // 6),
    "broken utf-8": lambda: head("Content-Type: text/plain; charset=utf-8") + b"\xd0\xbf\xd0\xbf\xff\n" * MB,
    "blank lines": lambda: _plain("\n" * (10 * MB)),
    "quote signs": lambda: _plain(">" * MB),
    "quoted lines": lambda: _plain("> x\n" * MB),
    "flowed": lambda: head("Content-Type: text/plain; format=flowed") + b">" * MB + b" \n" * MB,
    "combining marks": lambda: _plain("и" + "\u0306\u0327\u0301\u0323" * (MB // 4)),
    "zalgo": lambda: _plain(("й" + "\u0316\u0301" * 300 + " ") * 1000),
    "shifted utf-7": lambda: head("Content-Type: text/plain; charset=utf-7") + b"+BB8-" * (MB // 2) + b"+" * MB,
    "divs": lambda: _html("<div>" * (MB // 5)),
    "divs in 10 MB": lambda: _html("<div>" * (2 * MB)),
    "blockquotes": lambda: _html("<blockquote>" * 80_000 + "x<br>" * 80_000),
    "tables": lambda: _html("<table><tr><td>" * 70_000),
    "lists": lambda: _html("<ol><li>" * 120_000),
    "open tags": lambda: _html("<a " * 350_000),
    "open attributes": lambda: _html('<a href="' * 110_000),
    "open comments": lambda: _html("<!-- >" * 170_000),
    "open titles": lambda: _html("<title>" * 150_000),
    "attributes": lambda: _html("<p " + "a=b " * 260_000 + ">x"),
    "styles": lambda: _html("<style>" + ".a{display:none} " * 60_000 + "</style>" + '<p class="a">x' * 50_000),
    "style without an end": lambda: _html("<style>" + "{" * MB + "@a{" * 100_000),
    "style comments": lambda: _html("<style>" + "/*" * (MB // 2) + "</style>x"),
    "entities": lambda: _html("&#x110000;&amp" * 80_000 + "&" * MB),
    "links": lambda: _html('<a href="http://x.example/y">z</a>' * 30_000),
    "images": lambda: _html('<img src="data:image/png;base64,' + "A" * (8 * MB) + '">x'),
    "base64 bomb": lambda: _base64_in_base64(8 * MB),
    "base64 in pieces": lambda: head("Content-Transfer-Encoding: base64") + b"eA==\r\n" * 500_000,
    "equals signs": lambda: head("Content-Transfer-Encoding: base64") + b"eHh4eA==" + b"=" * (5 * MB) + b"x",
    "quoted-printable": lambda: head("Content-Transfer-Encoding: quoted-printable") + b"=\r\n" * (3 * MB) + b"= " * MB,
    "uuencode": lambda: head("Content-Type: text/plain") + b"begin 644 a\n" * 100_000 + b"M" * MB,
    "tnef bomb": lambda: _tnef_bomb(8 * MB),
    "tnef of nothing": lambda: _tnef_of_nothing(1_000_000),
    "der of nothing": lambda: head("Content-Type: application/pkcs7-mime", "Content-Transfer-Encoding: base64")
    + b64(b"\x30\x80" + bytes.fromhex("06092a864886f70d010702") + b"\xa0\x80" * (MB // 2)),
    "calendar": lambda: head("Content-Type: text/calendar") + b"BEGIN:VEVENT\n" * 20_000 + b'SUMMARY;A="' * 20_000 + b"\n x" * 300_000,
    "pgp": lambda: _plain("-----BEGIN PGP SIGNED MESSAGE-----\n" * 30_000),
    "delivery status": lambda: head("Content-Type: message/delivery-status") + b"Action: failed\r\n\r\n" * 100_000,
    "nul": lambda: b"\0" * (10 * MB),
    "line ends": lambda: b"\r" * (5 * MB) + b"\n" * (5 * MB),
    "random": lambda: os.urandom(10 * MB),
}


def attacks() -> Iterator[tuple[str, bytes]]:
    """Each, made when it is asked for."""
    for name, make in ATTACKS.items():
        yield name, make()
