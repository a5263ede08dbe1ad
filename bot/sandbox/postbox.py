"""The postbox: letters that people write are handed to the desk by LMTP, as a mail server would; while it is away they wait."""

from __future__ import annotations

import asyncio
import smtplib
from collections.abc import Callable
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.desk_side import DeskSide
from bot.sandbox.mailbox import shown
from bot.sandbox.store import Store
from bot.sandbox.writing import Written

Json = dict[str, Any]

# Seconds: what one delivery may take, until the next try of what the desk did not take, and until it is asked again what
# became of a letter that it is reading.
TIMEOUT, AGAIN, SOON = 30.0, 1.0, 0.3
# How many of the latest letters it is asked about.
ASKED = 30
WAITING = "waiting"


class Postbox:
    """All letters that were written here, oldest first; each with `taken`: whether the desk has it, and `became`: what became
    of it there."""

    def __init__(self, store: Store, clock: Clock, note: Callable[..., int]) -> None:
        self._store, self._clock, self._note = store, clock, note
        self.letters: list[Json] = sorted(store.load("written").values(), key=lambda letter: letter["id"])

    def post(self, written: Written) -> Json:
        """Put a letter in."""
        number = self.letters[-1]["id"] + 1 if self.letters else 1
        at = self._clock.now().isoformat(timespec="seconds")
        letter: Json = {"id": number, "mail_from": written.sender, "recipients": written.recipients, "written": at}
        letter |= {
            "mailbox": written.mailbox,
            "how": written.how,
            **shown(written.raw),
            "taken": False,
            "answer": "",
            "became": None,
        }
        with self._store.together():
            self._store.keep_body(f"written/{number}", written.raw)
            self._store.save("written", number, letter)
        self.letters.append(letter)
        self._note("written", letter=letter)
        return letter

    def raw(self, number: int) -> bytes | None:
        """A letter as it was written."""
        return self._store.body(f"written/{number}")

    def unsettled(self) -> list[Json]:
        """Those of the latest that the desk has, and has not decided on."""
        return [one for one in self.letters[-ASKED:] if one["taken"] and not _final(one.get("became"))]

    def note_fate(self, letter: Json, became: Json) -> None:
        """Note what became of it."""
        if letter.get("became") != became:
            letter["became"] = became
            self._store.save("written", letter["id"], letter)
            self._note("written", letter=letter)

    async def carry(self, letter: Json, slot: str) -> None:
        """Hand a letter over; what the desk said is noted with it."""
        raw = self.raw(letter["id"]) or b""
        try:
            answer = await asyncio.to_thread(_handed, slot, letter["mail_from"], letter["recipients"], raw)
        except (OSError, smtplib.SMTPException) as error:
            letter["answer"] = type(error).__name__
            return
        letter |= {"taken": answer == "", "answer": answer}
        self._store.save("written", letter["id"], letter)
        self._note("written", letter=letter)


class Carrier:
    """Brings the desk what lies in the postbox until it is stopped, and asks what became of it. `slot`: where the desk takes
    letters; empty: nowhere yet."""

    def __init__(self, postbox: Callable[[], Postbox], desk: DeskSide) -> None:
        self._postbox, self._desk = postbox, desk
        self._main: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self.slot = ""

    async def start(self) -> None:
        self._main = asyncio.create_task(self._run(), name="carrier")

    async def stop(self) -> None:
        if self._main is not None:
            self._main.cancel()
            await asyncio.gather(self._main, return_exceptions=True)

    async def round(self) -> None:
        """Try once with all that was not taken, oldest first; what was refused for good is not tried again."""
        async with self._turn:
            for letter in list(self._postbox().letters):
                if self.slot and not letter["taken"] and not letter["answer"].startswith("5"):
                    await self._postbox().carry(letter, self.slot)

    async def _run(self) -> None:
        while True:
            await self.round()
            read = await self._ask()
            await asyncio.sleep(AGAIN if read else SOON)

    async def _ask(self) -> bool:
        """Whether the desk has read all that it took, as far as it can be asked."""
        postbox, read = self._postbox(), True
        for letter in postbox.unsettled():
            became = await self._desk.fate(postbox.raw(letter["id"]) or b"")
            if became is not None:
                postbox.note_fate(letter, became)
                read = read and became["state"] != WAITING
        return read


def _final(became: Json | None) -> bool:
    """Whether nothing will change it; staff decide on what is held."""
    return became is not None and became["state"] != WAITING and became["outcome"] != "held"


def _handed(slot: str, sender: str, recipients: list[str], raw: bytes) -> str:
    """What the desk answered to the recipients it does not take; empty: it has it all."""
    if slot.startswith("unix:"):
        server = smtplib.LMTP(slot.removeprefix("unix:"), timeout=TIMEOUT)
    else:
        host, _, port = slot.rpartition(":")
        server = smtplib.LMTP(host, int(port), timeout=TIMEOUT)
    with server:
        server.ehlo_or_helo_if_needed()
        server.mail(sender)
        for recipient in recipients:
            code, words = server.rcpt(recipient)  # tells as well if the sender was refused
            if code != 250:
                return f"{code} {words.decode('utf-8', 'replace')}"
        code, words = server.data(raw)
        answers = [(code, words), *(server.getreply() for _ in recipients[1:])]
    return next((f"{code} {words.decode('utf-8', 'replace')}" for code, words in answers if code != 250), "")
