"""A desk that takes no letters in: its own ask for no reply by letter, and say where to go on instead."""

from __future__ import annotations

from collections.abc import AsyncIterator
from email import message_from_bytes
from email.policy import default

import pytest

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from tests.stories.conftest import Town, on_monday
from tests.stories.moves import answers
from tests.stories.test_mishaps import proves
from tests.stories.test_now import asks

ANNAS = "anna@romashka.example"
DESK = "support@barier.example"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is told here does not depend on the database."""
    return sqlite_url


@pytest.fixture
async def deaf(request: pytest.FixtureRequest, sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    """A town whose desk writes letters and reads none."""
    given = settings.model_copy(update={"lmtp_listen": None, "regulation": request.param})
    async with on_monday(sandbox, given) as town:
        yield town


@pytest.mark.parametrize("deaf", ["barier"], indirect=True)
async def test_letters_of_a_desk_that_reads_none_ask_for_no_reply(deaf: Town) -> None:
    """No reply address, no line to write above, no invitation to answer by letter, in each letter of a conversation."""
    assert deaf.app.letters_in == []
    number = await deaf.registers(deaf.anna)
    await proves(deaf)
    await deaf.boris.presses("Взять")
    await answers(deaf.boris, number, "Заглянем завтра утром")
    await deaf.mailbox.gets(number, "Заглянем завтра утром", to=ANNAS)
    await deaf.settled()
    letters = deaf.mailbox.letters(to=ANNAS)
    assert len(letters) > 3
    for one in letters:
        message = message_from_bytes(deaf.sandbox.world.mailbox.raw(one["id"]), policy=default)
        assert message["Reply-To"] is None, one["subject"]
        assert DESK in message["From"]
        for text in (part.get_content() for part in message.walk() if part.get_content_maintype() == "text"):
            assert "##-" not in text
            assert "+bar-" not in text
            assert "тветьте на это письмо" not in text
    assert all("Чтобы ответить, напишите в чат" in one["text"] for one in letters)


@pytest.mark.parametrize("deaf", ["barier"], indirect=True)
async def test_leads_see_nothing_of_incoming_mail_where_there_is_none(deaf: Town) -> None:
    """Neither that it works nor that it does not."""
    card = await asks(deaf, deaf.boris)
    for words in ("Письма к нам", "Входящая почта", "ждут прочтения"):
        assert words not in card["text"]
