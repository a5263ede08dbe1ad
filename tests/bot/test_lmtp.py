"""The letter slot: what a mail server is answered, recipient by recipient."""

from __future__ import annotations

import asyncio
import smtplib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.clerk import RegisterClerk
from bot.files import Store
from bot.mail import lmtp
from bot.mail.lmtp import Slot
from bot.mail.raw import RawLetters
from domain.usecases.read_letters import waiting_letters
from tests.bot.building import register

RAW = b"From: petr@vasilek.example\r\nSubject: x\r\n\r\n..dots\r\n"
TO = ["help@x.example", "desk@x.example"]


@asynccontextmanager
async def slot(folder: Path, place: str = "127.0.0.1:0") -> AsyncIterator[tuple[Slot, RegisterClerk]]:
    async with register(f"sqlite:///{folder / 'r.sqlite'}") as clerk:
        one = Slot(place, clerk, RawLetters(Store(folder / "letters"), clerk))
        await one.start()
        try:
            yield one, clerk
        finally:
            await one.stop()


def talk(to: str, kind: Callable[..., smtplib.SMTP], raw: bytes, answers: int) -> list[int]:
    """A mail server's side of it; the codes it is answered."""
    host, _, port = to.rpartition(":")
    with kind(host, int(port)) if not to.startswith("unix:") else kind(to.removeprefix("unix:")) as server:
        server.ehlo_or_helo_if_needed()
        assert server.esmtp_features["size"] == str(lmtp.LARGEST)
        server.mail("petr@vasilek.example")
        for one in TO:
            server.rcpt(one)
        found = [server.data(raw)[0], *(server.getreply()[0] for _ in range(answers - 1))]
        assert server.noop()[0] == 250  # nobody waits for an answer that does not come
        return found


@pytest.mark.parametrize("place", ["127.0.0.1:0", "unix", "smtp:127.0.0.1:0"])
async def test_each_recipient_is_answered(tmp_path: Path, place: str) -> None:
    """By LMTP each of its own, by SMTP all together; the bytes are there, dot for dot, and the row."""
    place = f"unix:{tmp_path / 'slot'}" if place == "unix" else place
    kind, answers = (smtplib.SMTP, 1) if place.startswith("smtp:") else (smtplib.LMTP, 2)
    async with slot(tmp_path, place) as (one, clerk):
        assert await asyncio.to_thread(talk, one.address, kind, RAW, answers) == [250] * answers
        (kept,) = await clerk.read(waiting_letters)
        letter = await clerk.read(lambda desk: desk.letters.get(kept))
        assert (tmp_path / "letters" / letter.sha256[:2] / letter.sha256).read_bytes() == RAW
        assert letter.envelope_from == "petr@vasilek.example"
        assert await asyncio.to_thread(talk, one.address, kind, RAW, answers) == [250] * answers
        assert await clerk.read(waiting_letters) == [kept]


async def test_what_is_too_large_is_refused_to_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For good, so that its sender hears of it; and one long line is no reason to refuse a letter."""
    monkeypatch.setattr(lmtp, "LARGEST", 200_000)
    async with slot(tmp_path) as (one, clerk):
        large = RAW + b"x" * 70 + b"\r\n" + (b"y" * 70 + b"\r\n") * 3000
        assert await asyncio.to_thread(talk, one.address, smtplib.LMTP, large, 2) == [552, 552]
        assert await clerk.read(waiting_letters) == []
        long = RAW + b"x" * 100_000 + b"\r\n"
        assert await asyncio.to_thread(talk, one.address, smtplib.LMTP, long, 2) == [250, 250]


async def test_a_disk_that_is_full_is_no_refusal(tmp_path: Path) -> None:
    """The server brings it again."""
    (tmp_path / "letters").write_text("in the way of the folder")
    async with slot(tmp_path) as (one, clerk):
        assert await asyncio.to_thread(talk, one.address, smtplib.LMTP, RAW, 2) == [452, 452]
        assert await clerk.read(waiting_letters) == []


@pytest.mark.parametrize(
    ("place", "private"),
    [
        *((one, True) for one in ("127.0.0.1:2424", "[::1]:2424", "smtp:localhost:25", "unix:/run/x")),
        *((one, False) for one in ("0.0.0.0:2424", "[::]:2424", "smtp:10.0.0.7:25", "desk.example.org:2424")),
    ],
)
def test_a_door_that_others_can_reach_is_known(place: str, private: bool) -> None:
    """It asks for no password."""
    assert Slot(place, None, None).is_private is private  # type: ignore[arg-type]
