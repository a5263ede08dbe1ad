"""Letters come: what is handed in at the desk's letter slot becomes a request, once, whatever happens on the way."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from bot.mail.reader import Unreadable
from bot.mail.reading.model import Read
from bot.wiring import build
from domain.ports import Desk
from tests.stories.conftest import MORNING, Town, at_work
from tests.stories.test_doors import numbers

PETR, DESK = "petr@vasilek.example", "support@barier.example"


def letter(subject: str = "Склад", text: str = "Не открывается склад, помогите", **headers: str) -> bytes:
    """What Pyotr's mail program writes."""
    message = EmailMessage(policy=SMTP)
    usual = {"From": f"Пётр <{PETR}>", "To": DESK, "Subject": subject, "Message-ID": "<1@vasilek.example>"}
    for name, value in (usual | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        message[name] = value
    message.set_content(text)
    return message.as_bytes()


class Frail:
    """The reader, but for letters that it dies of."""

    def __init__(self, town: Town) -> None:
        self._reader = town.app.postman.reader
        self.died = 0

    async def read(self, raw: bytes) -> Read | Unreadable:
        if b"deadly" not in raw:
            return await self._reader.read(raw)
        self.died += 1
        return Unreadable("reading it took more than 2 s")

    async def close(self) -> None:
        await self._reader.close()


async def test_a_letter_is_answered_by_letter(town: Town) -> None:
    """In at one door and out at the other: registered when it came, with the number in the answer, and in its own language."""
    await town.set_clock(MORNING)
    written = await town.mailbox.writes("Склад", "Не открывается склад, помогите", by=PETR, to=DESK, name="Пётр")
    assert written["taken"]
    await town.settled()
    await town.mailbox.gets("[BAR-000001]", to=PETR)
    await town.boris.sees("BAR-000001", "Пришла письмом 23 ноября, 10:3", "Не открывается склад")
    mary = "mary@banks.example"
    await town.mailbox.writes("Help", "The warehouse does not open, please help", by=mary, to=DESK, name="Mary")
    await town.settled()
    told = await town.mailbox.gets("[BAR-000002]", "Please fill in these lines", to=mary)
    assert told["subject"] == "[BAR-000002] Your request"


async def test_the_same_letter_twice_is_one_request(town: Town) -> None:
    """A server whose answer was lost brings it again; to a second of our addresses it is the same letter too."""
    for to in (DESK, DESK, f"help@barier.example, {DESK}"):
        written = await town.mailbox.hands_in(letter(), by=PETR, to=to)
        assert written["taken"]
        await town.settled()
    assert await numbers(town) == ["BAR-000001"]
    assert len(town.mailbox.letters(to=PETR)) == 1


async def test_a_letter_that_its_reader_dies_of_delays_no_other(town: Town) -> None:
    """It is kept whole and staff get it; the next one is a request meanwhile."""
    town.app.postman.reader = reader = Frail(town)  # type: ignore[assignment]
    deadly = letter("deadly", "((((((((((((((((")
    await town.mailbox.hands_in(deadly, by=PETR, to=DESK)
    await town.mailbox.hands_in(letter(), by=PETR, to=DESK)
    await town.settled()
    assert await numbers(town) == ["BAR-000001"]

    told = await town.boris.sees("не удалось прочитать", PETR, "Заявки нет")
    assert "<b>" not in told["caption"]
    assert reader.died == 2
    held = town.sandbox.world.files.known[told["document"]["file_id"]]
    assert town.sandbox.world.files.body(held["path"]) == deadly
    await town.settled()
    assert len(town.mailbox.letters(to=PETR)) == 1


async def test_an_automatic_letter_is_no_request(town: Town) -> None:
    """Nothing is registered and nobody is answered, or two robots would talk for ever; the same for our own letters."""
    await town.mailbox.hands_in(letter(Auto_Submitted="auto-replied"), by=PETR, to=DESK)
    await town.mailbox.hands_in(letter(From=DESK), by=PETR, to=DESK)
    await town.settled()
    assert await numbers(town) == []
    assert town.mailbox.letters() == []


async def test_a_letter_without_a_sender_is_shown_to_staff(town: Town) -> None:
    """Nobody can be answered; nothing is dropped."""
    await town.mailbox.hands_in(letter(From="undisclosed"), by="<>", to=DESK)
    told = await town.boris.sees("без адреса отправителя", "Заявки нет")
    assert "От:" not in told["caption"]


async def test_a_desk_that_died_before_it_read_a_letter_reads_it_later(town: Town) -> None:
    """Kept and committed, the server was told 250; then the process ends before the letter is read."""
    await town.app.postman.stop()
    written = await town.mailbox.hands_in(letter(), by=PETR, to=DESK)
    assert written["taken"]
    await town.app.stop()
    async with build(town.settings, limits=False) as app:
        again = await at_work(Town(town.sandbox, app, town.settings))
        await again.mailbox.gets("[BAR-000001]", to=PETR)
        await again.settled()
        assert await numbers(again) == ["BAR-000001"]


async def test_a_letter_waits_while_the_desk_is_away(town: Town) -> None:
    """The server keeps what the desk does not take, and brings it later."""
    await town.app.stop()
    written = await town.mailbox.hands_in(letter(), by=PETR, to=DESK)
    assert not written["taken"]
    async with build(town.settings, limits=False) as app:
        again = await at_work(Town(town.sandbox, app, town.settings))
        await again.mailbox.gets("[BAR-000001]", to=PETR)
        assert len(again.mailbox.letters(to=PETR)) == 1


async def test_what_was_kept_and_not_entered_is_brought_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the register is away the server hears «later»; the bytes alone are no letter yet."""

    async def away(*_: object, **__: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(town.app.clerk, "do", away)
        written = await town.mailbox.hands_in(letter(), by=PETR, to=DESK)
    assert not written["taken"]
    assert written["answer"].startswith("451")
    await town.mailbox.gets("[BAR-000001]", to=PETR)
    await town.settled()
    assert await numbers(town) == ["BAR-000001"]


async def test_an_erased_letter_leaves_no_bytes(town: Town) -> None:
    """What is forgotten of a person is forgotten of their letters, on the disk as well."""
    await town.mailbox.hands_in(letter(), by=PETR, to=DESK)
    await town.settled()
    folder = town.settings.home / "letters"
    assert len(list(folder.glob("??/*"))) == 1
    await town.app.clerk.do(_forget)
    await town.settled()
    assert not list(folder.glob("??/*"))


def _forget(desk: Desk) -> None:
    desk.erasure.forget_ticket("BAR-000001")


async def test_a_flood_of_unreadable_letters_makes_a_handful_of_messages(town: Town) -> None:
    """Three come as they are, the others are counted in one message; all are in the list, and can be had from there."""
    await town.set_clock(MORNING)
    town.app.postman.reader = Frail(town)  # type: ignore[assignment]
    raws = [letter("deadly", f"((((({n}") for n in range(12)]
    for raw in raws:
        await town.mailbox.hands_in(raw, by=PETR, to=DESK)
    told = await town.boris.sees("удалось прочитать ещё 9 писем", "/letters", timeout=30)
    await town.settled()
    shown = [m for m in town.boris.messages() if "удалось прочитать" in str(m.get("caption") or m.get("text"))]
    assert len(shown) == 4
    assert sum("document" in m for m in shown) == 3
    assert "<" not in told["text"]
    await town.boris.says("/letters")
    await town.boris.sees("Последние письма: 12", "принять не удалось")
    await town.boris.presses("Письмо целиком (.eml): 1")
    await town.settled()
    sent = town.boris.messages()[-1]["document"]
    held = town.sandbox.world.files.known[sent["file_id"]]
    assert town.sandbox.world.files.body(held["path"]) in raws
