"""Letters that come by a list, complaints that a provider passes on, and what is encrypted."""

from __future__ import annotations

import pytest

from domain.customers import Organization
from tests.stories.conftest import MORNING, Town
from tests.stories.posts import DESK, PETR, answer, letter, outcomes, posts
from tests.stories.test_doors import numbers
from tests.stories.test_mail_kinds import registered, state

GROUP = "kassa@vasilek.example"
BY_GROUP = {
    "Precedence": "list",
    "List_Id": "<kassa.vasilek.example>",
    "List_Post": f"<https://groups.example/g/kassa/post>, <mailto:{GROUP}>",
    "List_Unsubscribe": "<mailto:groups-manage+7+unsubscribe@groups.example>",
}
ARF = """\
From: Abuse <fbl@provider.example>
To: {desk}
Subject: Email Feedback Report for IP 192.0.2.7
Message-ID: <fbl7@provider.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is an email abuse report for an email message received from IP 192.0.2.7.

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider-FBL/1.0
Version: 1
Original-Rcpt-To: <{to}>
Arrival-Date: Mon, 23 Nov 2026 10:31:00 +0300

--b
Content-Type: message/rfc822

From: Support <{desk}>
To: {to}
Subject: x
Message-ID: {about}

x
--b--
"""
SMIME = """\
From: =?utf-8?b?0J/RkdGC0YA=?= <{by}>
To: {to}
Subject: =?utf-8?b?0KHQutC70LDQtA==?=
Message-ID: <sealed-smime@vasilek.example>
MIME-Version: 1.0
Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"
Content-Disposition: attachment; filename="smime.p7m"
Content-Transfer-Encoding: base64

MIIBngYJKoZIhvcNAQcDoIIBjzCCAYsCAQAxggE2MIIBMgIBADAaMBUxEzARBgNV
BAMMClZhc2lsZWsgQ0ECAQEwDQYJKoZIhvcNAQEBBQAEggEAAAAAAAAAAAAAAAAA
"""
PGP = """\
From: =?utf-8?b?0J/RkdGC0YA=?= <{by}>
To: {to}
Subject: =?utf-8?b?0KHQutC70LDQtA==?=
Message-ID: <sealed-pgp@vasilek.example>
MIME-Version: 1.0
Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="p"

--p
Content-Type: application/pgp-encrypted

Version: 1

--p
Content-Type: application/octet-stream; name="encrypted.asc"

-----BEGIN PGP MESSAGE-----

hQEMA0c2y2p3AAAAAQf/ZmFrZSBidXQgd2VsbCBmb3JtZWQ=
=abcd
-----END PGP MESSAGE-----
--p--
"""


def made(form: str, **words: str) -> bytes:
    return form.format(**words).replace("\n", "\r\n").encode()


async def test_a_persons_letter_by_their_group_is_a_request(town: Town) -> None:
    """It names the desk beside the group. Its writer is answered, the group never; their answer by the group joins it."""
    await town.set_clock(MORNING)
    await posts(
        town, letter("Касса номер два не включается", to=f"{GROUP}, {DESK}", **BY_GROUP), by="bounces@groups.example"
    )
    assert await outcomes(town) == ["registered"]
    told = await town.mailbox.gets("[BAR-000001]", to=PETR)
    more = answer(told, "Уже включилась, но не печатает", token=False, to=f"{DESK}, {GROUP}", **BY_GROUP)
    await posts(town, more, by="bounces@groups.example")
    assert await outcomes(town) == ["registered", "joined"]
    await town.boris.sees("BAR-000001", "Уже включилась, но не печатает")
    assert {one["to"] for one in _recipients(town)} == {PETR}


async def test_the_desk_as_a_hidden_member_of_a_group(town: Town) -> None:
    """Only the group is named: a letter of a customer's person by their own group counts, any other list's is listed and no more."""
    await town.set_clock(MORNING)
    by_group = letter("Касса номер два не включается", to=GROUP, **BY_GROUP)
    await posts(town, by_group)
    assert await outcomes(town) == ["auto"]
    known = Organization("ООО «Василёк»", domains=["vasilek.example"])
    await town.app.clerk.do(lambda desk: desk.customers.add(known))
    await posts(town, letter("Касса номер три не включается", to=GROUP, **BY_GROUP))
    stranger = letter("Касса номер три не включается", to=GROUP, by="eve@elsewhere.example", **BY_GROUP)
    await posts(town, stranger)
    assert await outcomes(town) == ["auto", "registered", "auto"]
    assert {one["to"] for one in _recipients(town)} == {PETR}


@pytest.mark.parametrize(
    "headers",
    [
        {"Precedence": "bulk"},
        {"Feedback_ID": "1:2:3:us"},
        {"List_Unsubscribe_Post": "List-Unsubscribe=One-Click"},
        {"Auto_Submitted": "auto-generated"},
        {"From": f"Пётр через Кассу <{GROUP}>"},
        {"From": "Касса <noreply@vasilek.example>"},
        {"To": DESK},
    ],
    ids=lambda given: next(iter(given)),
)
async def test_what_no_person_wrote_by_a_list_is_answered_by_nobody(town: Town, headers: dict[str, str]) -> None:
    """Newsletters, programs, and what the list sends under its own name, though the desk is named."""
    await town.set_clock(MORNING)
    text = "Главное за неделю. Отписаться от рассылки: https://vasilek.example/u. Это письмо отправлено автоматически."
    to = {"To": f"{GROUP}, {DESK}"}
    await posts(town, letter(text, **(BY_GROUP | to | headers)))
    assert await outcomes(town) == ["auto"]
    assert town.mailbox.letters() == []
    assert await numbers(town) == []


async def test_a_complaint_that_a_provider_passes_on_is_for_staff(town: Town) -> None:
    """On a letter of ours: its request, who pressed, and that letters go on. Of a letter that is not ours: no request is named."""
    told = await registered(town)
    before = await state(town)
    await posts(town, made(ARF, desk=DESK, to=PETR, about=told["message_id"]), by="<>")
    assert (await outcomes(town))[-1] == "complaint"
    await town.boris.sees("BAR-000001", f"{PETR} отметил наше письмо как спам")
    assert await state(town) == before
    other = made(ARF, desk=DESK, to=PETR, about="<never-sent@barier.example>").replace(b"fbl7@", b"fbl8@")
    await posts(town, other, by="<>")
    seen = await town.boris.sees("жалоб", "Email Feedback Report")
    assert "BAR-" not in seen["text"]
    assert len(town.mailbox.letters()) == 1


@pytest.mark.parametrize("form", [SMIME, PGP], ids=["S/MIME", "PGP"])
async def test_an_encrypted_letter_is_held_for_staff(town: Town, form: str) -> None:
    """It is kept, said to be encrypted, and can be had as it came; staff make a request of it if they know what it is."""
    await town.set_clock(MORNING)
    raw = made(form, by=PETR, to=DESK)
    await posts(town, raw)
    assert await outcomes(town) == ["held"]
    assert town.mailbox.letters() == []
    held = await town.boris.sees("зашифровано", PETR, "Склад")
    await town.boris.presses("Письмо целиком", on=held)
    await town.settled()
    sent = town.boris.messages()[-1]["document"]
    assert town.sandbox.world.files.body(town.sandbox.world.files.known[sent["file_id"]]["path"]) == raw
    await town.boris.presses("Это заявка", on=held)
    await town.mailbox.gets("[BAR-000001]", to=PETR)

    told = town.mailbox.letters(to=PETR)[0]
    await posts(town, made(form, by=PETR, to=told["reply_to"]).replace(b"sealed-", b"again-"), to=told["reply_to"])
    assert (await outcomes(town))[-1] == "held"
    await town.boris.sees("BAR-000001", "зашифрован")


def _recipients(town: Town) -> list[dict[str, str]]:
    return [{"to": to} for one in town.mailbox.letters() for to in one["recipients"]]
