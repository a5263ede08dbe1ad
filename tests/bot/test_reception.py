"""Reception: nothing that comes in is lost, done twice, or stops what comes after it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.methods import AnswerCallbackQuery, SendMessage, TelegramMethod
from aiogram.types import Message, Update
from sqlalchemy import text as sql

from bot.clerk import RegisterAway, RegisterClerk
from bot.clock import SystemClock
from bot.reception import Reception, lane_of, outline_of
from bot.sandbox.server import Sandbox
from domain.ports import Desk
from handlers import again
from handlers.confidence import Confidence
from tests.bot.building import ANNA, JOHN, register, sandbox_bot, shown


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests need not wait as long as people do."""
    monkeypatch.setattr("bot.reception.RETRIES", (0.05, 0.05))


def raw(number: int, text: str = "привет", person: str = ANNA) -> dict[str, Any]:
    """An update as Telegram sends it."""
    user = {"id": int(person), "is_bot": False, "first_name": "Анна", "language_code": "ru"}
    chat = {"id": int(person), "type": "private", "first_name": "Анна"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": int(time.time()), "chat": chat, "from": user, "text": text},
    }


def note(desk: Desk, *, text: str) -> str:
    """A use case: remember all that was said."""
    heard = (desk.settings.get("heard") or "") + text + "|"
    desk.settings.put("heard", heard)
    return heard


def doors() -> Dispatcher:
    """Doors that do what the text says."""
    dispatcher = Dispatcher(disable_fsm=True)

    @dispatcher.message()
    async def on_message(event: Message, clerk: RegisterClerk, confidence: Confidence) -> Any:
        if event.text == "сломайся":
            raise KeyError("Анна Петрова, +79161234567")
        if event.text == "реестра нет":
            raise RegisterAway("gone")
        if event.text == "секрет Жар-птица":
            await clerk.do(note, text="секрет")
            confidence.told = True
            raise KeyError("Жар-птица")
        heard = await clerk.do(note, text=event.text or "")
        if event.text == "сломайся после записи":
            raise KeyError("too late")
        return SendMessage(chat_id=event.chat.id, text=f"услышал {heard}")

    return dispatcher


async def where_things_stand(update: Update, clerk: Any, arrived_at: Any) -> list[TelegramMethod[Any]]:
    assert update.message is not None
    return [SendMessage(chat_id=update.message.chat.id, text="вы остановились здесь")]


def apology(update: Update, number: int) -> list[TelegramMethod[Any]]:
    assert update.message is not None
    return [SendMessage(chat_id=update.message.chat.id, text=f"извините, номер {number}")]


class House:
    """A reception with its register and a bot in a sandbox."""

    def __init__(self, sandbox: Sandbox, bot: Bot, clerk: RegisterClerk) -> None:
        self.sandbox, self.clerk = sandbox, clerk
        dispatcher = doors()
        dispatcher["clerk"] = clerk
        self.reception = Reception(
            bot,
            dispatcher,
            clerk,
            SystemClock(),
            where_things_stand=where_things_stand,
            apology=apology,
            summed=again.summed,
        )

    async def handles(self, update: dict[str, Any]) -> list[str]:
        """What is said to an update."""
        return [getattr(method, "text", "") for method in await self.reception.take(update)]

    async def quarantine(self) -> list[Any]:
        query = sql("SELECT body, error FROM quarantine ORDER BY id")
        return await self.clerk.read(lambda desk: list(desk.transaction.session.execute(query)))


@asynccontextmanager
async def house() -> AsyncIterator[House]:
    async with sandbox_bot() as (sandbox, bot), register() as clerk:
        opened = House(sandbox, bot, clerk)
        yield opened
        await opened.reception.close()


async def test_what_is_said_is_answered_after_the_commit() -> None:
    """When the answer is known, the register knows it already."""
    async with house() as h:
        assert await h.handles(raw(1, "раз")) == ["услышал раз|"]
        assert await h.clerk.read(lambda desk: desk.settings.get("heard")) == "раз|"


async def test_the_same_update_again_is_told_where_things_stand() -> None:
    """A repetition changes nothing, and nobody is left without an answer."""
    async with house() as h:
        await h.handles(raw(1))

        assert await h.handles(raw(1)) == ["вы остановились здесь"]
        assert await h.clerk.read(lambda desk: desk.settings.get("heard")) == "привет|"


async def test_numbers_may_jump_back() -> None:
    """After a quiet week Telegram begins at a random number: a smaller one is as new as any."""
    async with house() as h:
        await h.handles(raw(900))

        assert await h.handles(raw(7, "раз")) == ["услышал привет|раз|"]


async def test_a_failure_is_set_aside_and_the_next_update_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    """The person hears a number, the body is kept, and the log shows nobody's data."""
    async with house() as h:
        with caplog.at_level(logging.INFO):
            assert await h.handles(raw(1, "сломайся")) == ["извините, номер 1"]
        assert await h.handles(raw(2, "раз")) == ["услышал раз|"]

        [(body, error)] = await h.quarantine()
        assert "сломайся" in body
        assert "KeyError" in error
        assert "set aside as no. 1" in caplog.text
        assert "KeyError at test_reception.py" in caplog.text
        assert "Анна" not in caplog.text


async def test_an_update_set_aside_is_not_carried_out_when_it_comes_again() -> None:
    """It has its number; repeating it would fail for ever."""
    async with house() as h:
        first = await h.handles(raw(1, "сломайся"))
        await h.handles(raw(1, "сломайся"))

        assert first == ["извините, номер 1"]
        assert len(await h.quarantine()) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        {"message": {"message_id": "x", "date": None}},
        {"message": {"text": "привет"}},
        {"message": []},
        {"a_kind_of_the_future": {"id": 1}},
        {},
    ],
)
async def test_an_unreadable_update_is_kept(spoil: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    """No update is so strange that it gets lost, or into the log."""
    async with house() as h:
        with caplog.at_level(logging.DEBUG):
            await h.handles({"update_id": 5, **spoil})

        assert len(await h.quarantine()) == 1
        assert "привет" not in caplog.text


async def test_the_person_behind_an_unreadable_update_is_answered() -> None:
    """As long as it says who and where, they hear a number to quote."""
    async with house() as h:
        update = raw(1)
        update["message"]["entities"] = "nonsense"

        assert await h.handles(update) == ["извините, номер 1"]


async def test_without_the_register_nothing_is_taken() -> None:
    """Then it is nobody's fault: the update comes again, and is carried out then."""
    async with house() as h:
        with pytest.raises(RegisterAway):
            await h.reception.take(raw(1, "реестра нет"))

        assert await h.quarantine() == []


async def test_something_without_a_number_is_left_out() -> None:
    """It could not be recognized again."""
    async with house() as h:
        assert await h.reception.take({"message": {}}) == []


async def test_answers_keep_their_order_and_chats_do_not_wait_for_each_other() -> None:
    """Anna's answer is held up for a second; John has his at once, and hers come in order."""
    async with house() as h:
        await h.sandbox.do("fail", method="sendMessage", retry_after=1)
        for text in ("раз", "два"):
            h.reception.say(ANNA, [SendMessage(chat_id=int(ANNA), text=text)])
        await asyncio.sleep(0)
        await h.reception.say(JOHN, [SendMessage(chat_id=int(JOHN), text="one")])

        assert shown(h.sandbox, JOHN) == ["one"]
        assert shown(h.sandbox, ANNA) == []
        await h.reception.idle()
        assert shown(h.sandbox, ANNA) == ["раз", "два"]


async def test_what_telegram_refuses_does_not_hold_up_the_rest(caplog: pytest.LogCaptureFixture) -> None:
    """A refused answer is logged by its code, without its words."""
    async with house() as h:
        too_long = SendMessage(chat_id=int(ANNA), text="тайна" * 1000)

        await h.reception.answer([too_long, SendMessage(chat_id=int(ANNA), text="раз")])

        assert shown(h.sandbox, ANNA) == ["раз"]
        assert "message is too long" in caplog.text
        assert "тайна" not in caplog.text


async def test_a_short_outage_does_not_cost_the_answer() -> None:
    """One failure of the network is got over."""
    async with house() as h:
        await h.sandbox.do("fail", method="sendMessage", status=0)

        await h.reception.answer([SendMessage(chat_id=int(ANNA), text="раз")])

        assert shown(h.sandbox, ANNA) == ["раз"]


async def test_a_press_does_not_wait_in_the_queue(caplog: pytest.LogCaptureFixture) -> None:
    """The hourglass of a button is taken away even while messages wait; one that came too late is only logged."""
    async with house() as h:
        await h.sandbox.do("fail", method="sendMessage", retry_after=1)
        h.reception.say(ANNA, [SendMessage(chat_id=int(ANNA), text="раз")])
        h.reception.say(ANNA, [AnswerCallbackQuery(callback_query_id="gone")])
        await h.reception.idle()

        assert "answerCallbackQuery was not taken" in caplog.text
        assert shown(h.sandbox, ANNA) == ["раз"]


def test_each_update_has_its_lane() -> None:
    """Presses and messages of one chat are one lane."""
    press = {"update_id": 1, "callback_query": {"from": {"id": 5}, "message": {"chat": {"id": -7}}}}
    assert lane_of(raw(1)) == ANNA
    assert lane_of(press) == "-7"
    assert lane_of({"update_id": 1, "callback_query": {"from": {"id": 5}}}) == "5"
    assert lane_of({"update_id": 1, "poll": {}}) == "update 1"


@pytest.mark.parametrize("nonsense", [{}, {"message": None}, {"message": {"chat": 1, "from": {}}}, {"message": "x"}])
def test_no_outline_of_nothing(nonsense: dict[str, Any]) -> None:
    """Where nobody can be made out, nobody is answered."""
    assert outline_of({"update_id": 1, **nonsense}) is None


async def test_what_was_told_in_confidence_is_not_set_aside(caplog: pytest.LogCaptureFixture) -> None:
    """It was sealed and committed, then the answer failed: body, error and log hold nothing of the words."""
    caplog.set_level(logging.DEBUG)
    async with house() as h:
        assert await h.handles(raw(1, "секрет Жар-птица")) == ["извините, номер 1"]
        [(body, error)] = await h.quarantine()
        assert "Жар-птица" not in body + error + caplog.text
        assert f'"id":{ANNA}' in body
        assert "KeyError" in error
