"""Who is believed: only what our own server says on top, of the very domain that the letter says it is from."""

from __future__ import annotations

import pytest

from bot.mail.reading import read
from bot.mail.trust import vouched

OWN, PETR = "mx.desk.example", "petr@vasilek.example"
PASS = "dmarc=3Dpass_header.from=3Dvasilek.example"


@pytest.mark.parametrize(
    "results",
    [
        "mx.desk.example; dmarc=pass (p=none) header.from=vasilek.example",
        "MX.desk.example 1; dmarc=pass header.from=Vasilek.example; spf=fail smtp.mailfrom=x.example",
        "mx.desk.example; spf=pass smtp.mailfrom=petr@vasilek.example",
        "mx.desk.example; spf=pass smtp.mailfrom=vasilek.example",
        "mx.desk.example;\r\n\tdkim=pass header.d=vasilek.example header.s=s1",
        "mx.desk.example; dkim=pass header.i=@vasilek.example",
    ],
)
def test_what_our_server_checked_is_believed(results: str) -> None:
    assert vouched([results, "mx.desk.example; dmarc=fail header.from=vasilek.example"], PETR, OWN)


@pytest.mark.parametrize(
    "results",
    [
        [],
        ["mx.desk.example; none"],
        ["mx.evil.example; dmarc=pass header.from=vasilek.example"],
        ["mx.desk.example.evil.example; dmarc=pass header.from=vasilek.example"],
        ["mx.desk.example; dmarc=fail header.from=vasilek.example", "mx.desk.example; dmarc=pass header.from=vasilek.example"],
        ["mx.desk.example; ((((", "mx.desk.example; dmarc=pass header.from=vasilek.example"],
        ["mx.desk.example; dmarc=pass header.from=evil.example"],
        ["mx.desk.example; spf=pass smtp.mailfrom=bounce@mailer.example; dkim=pass header.d=mailer.example"],
        ["mx.desk.example; dkim=pass header.d=sub.vasilek.example"],
        ["mx.desk.example; dkim=pass header.d=example"],
        ["mx.desk.example; dkim=neutral header.d=vasilek.example; spf=softfail smtp.mailfrom=vasilek.example"],
        ["mx.desk.example; x-spf=pass smtp.mailfrom=vasilek.example"],
        ["\0", "; ; ;", "mx.desk.example" * 3000],
        # A name that our server does not know for its own, and so does not take away from what comes in.
        ["(x) mx.desk.example; dmarc=pass header.from=vasilek.example"],
        ['"mx.desk.example"; dmarc=pass header.from=vasilek.example'],
        ["=?utf-8?q?mx.desk.example?=; dmarc=pass header.from=vasilek.example"],
        ["mx.desk.example\0; dmarc=pass header.from=vasilek.example"],
        # The sender's own local part as our server writes it, an encoded word; and as one that does not escape it does.
        [f"mx.desk.example; spf=pass smtp.mailfrom==?utf-8?q?x=3B_{PASS}=3B_spf=3Dfail_smtp.mailfrom=3Dx?=@evil.example"],
        ['mx.desk.example; spf=pass (of "a); dmarc=pass (" is) smtp.mailfrom=a@evil.example; dmarc=none header.from=vasilek.example'],
        ["mx.desk.example; spf=pass smtp.mailfrom=vasilek.example; dmarc=fail header.from=vasilek.example"],
    ],
)  # fmt: skip
def test_nothing_else_is(results: list[str]) -> None:
    """Also as they are read out of a letter."""
    assert not vouched(results, PETR, OWN)
    fields = "".join(f"Authentication-Results: {one}\r\n" for one in results)
    assert not vouched(read(f"{fields}From: {PETR}\r\n\r\nx".encode()).results, PETR, OWN)


def test_without_a_name_of_our_own_nobody_is_believed() -> None:
    assert not vouched(
        ["; dmarc=pass header.from=vasilek.example", " ; spf=pass smtp.mailfrom=vasilek.example"], PETR, ""
    )
    assert not vouched(["mx.desk.example; dmarc=pass"], "petr", OWN)


def test_who_signs_for_a_domain_signs_for_those_below_it() -> None:
    assert vouched(["mx.desk.example; dkim=pass header.d=vasilek.example"], "petr@mail.vasilek.example", OWN)
