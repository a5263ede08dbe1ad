"""Letters made to take a reader's time and memory do not; whatever the bytes are, something is read of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.mail.reader import Reader, Unreadable
from bot.mail.reading import read
from tests.mail.attacks import ATTACKS

LETTERS = sorted((Path(__file__).parent / "letters").glob("*.eml"))
BREAKING = set("\0\x0b\x0c\r\x85\u2028\u2029") | {chr(code) for code in range(0xD800, 0xE000)}
PIECES = [
    piece.encode("latin-1").decode("unicode_escape").encode("latin-1")
    for piece in r"""
\r\n|\n|\r\n\r\n|From:\x20|Subject:\x20|Content-Type:\x20|multipart/mixed; boundary=b|--b|--b--|message/rfc822|=?utf-8?B?|?=|text/html
charset=|koi8-r|utf-16|utf-7|+BB8|name*0*=|filename=\x22|%D0|<p>|<!--|<style>|</p>|Content-Transfer-Encoding:\x20|base64|quoted-printable
0J8=|=D0|\xd0\xbf|\xf0|\0|(|<a@b>|,|;|a|\x20|begin 644 x\n|application/ms-tnef|eJ8+Ig==|text/calendar|BEGIN:VEVENT\n|DTSTART:
format=flowed|>\x20|-----BEGIN PGP MESSAGE-----|\xff\xfe|\xe2\x80\xa8|multipart/alternative; boundary=b|application/pkcs7-mime
""".strip()
    .replace("\n", "|")
    .split("|")
]
quick = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.mark.parametrize("name", ATTACKS)
async def test_an_attack_is_read_within_the_limits(name: str) -> None:
    """None takes 2 s or 200 MB; each is read, not only survived."""
    async with Reader(children=1) as reader:
        found = await reader.read(ATTACKS[name]())
        assert not isinstance(found, Unreadable)
        assert reader.cost.cpu < 2
        assert reader.cost.peak < 200 * 2**20


def sound(raw: bytes) -> None:
    """It is read, and all that came of it can be shown and stored."""
    found = read(raw)
    names = [one.name for one in found.attachments]
    people = [one for box in (found.sender, *found.to, *found.cc, *found.reply_to) for one in (box.name, box.address)]
    lines = [
        found.subject,
        found.message_id,
        found.in_reply_to,
        found.date,
        *found.references,
        *found.results,
        *found.problems,
        *names,
        *people,
    ]
    for line in lines:
        assert not BREAKING & set(line), line
        assert "\n" not in line
    assert not BREAKING & set(found.text)
    assert all(one.size == len(one.content) for one in found.attachments)


@quick
@given(st.binary(max_size=3000))
def test_any_bytes_are_read(raw: bytes) -> None:
    sound(raw)


@quick
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_mixture_of_what_letters_are_made_of_is_read(pieces: list[bytes]) -> None:
    sound(b"".join(pieces))


@settings(quick, max_examples=600)
@given(st.data())
def test_any_damage_to_a_letter_is_survived(data: st.DataObject) -> None:
    """Bytes turned, lost, put in, and a letter cut off."""
    raw = bytearray(data.draw(st.sampled_from(LETTERS)).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(raw)))
        how = data.draw(st.integers(0, 3))
        if how == 0:
            raw[at : at + 1] = data.draw(st.binary(max_size=3))
        elif how == 1:
            del raw[at : at + data.draw(st.integers(0, 40))]
        elif how == 2:
            raw[at:at] = raw[: data.draw(st.integers(0, 200))]
        else:
            del raw[at:]
    sound(bytes(raw))
