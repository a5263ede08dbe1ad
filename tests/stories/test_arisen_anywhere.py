"""Another problem is seen however it was said on a ticket: in a burst, under a video, under a file that is not taken, late; and
where a judge behind an endpoint is configured, that one reads it all too."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from tests.endpoint import Model, listening, raw, said, silent
from tests.stories.conftest import ANNA, Town
from tests.stories.pictures import picture
from tests.stories.quickly import registered
from tests.stories.seen import count, in_order, told
from tests.stories.test_arisen import OFFER, SEPARATELY, offers
from tests.stories.test_intruders import set_aside
from tests.stories.test_letters_in import writes
from tests.stories.test_one_issue import ANOTHER

BANK = "обмен с банком"


async def test_in_a_burst_it_is_the_message_that_tells_of_it(town: Town) -> None:
    """Of four messages without a pause the third raises it; the fourth only says more of that, and asks nothing again."""
    number = await registered(town)
    burst = ("Добрый день!", "Принтер пока так же, лампа мигает", ANOTHER, "обмен нужен сегодня до вечера")
    await town.anna.says(burst[0], reply_to=await town.anna.sees(number, "зарегистрирована"))
    for words in burst[1:]:
        await town.anna.says(words)
    await town.anna.sees_new(OFFER, BANK)
    await town.settled()
    assert len(offers(town.anna)) == 1
    assert [text.split("\n")[1] for text in told(town.boris, "Заявитель пишет")] == list(burst)
    await town.anna.presses(SEPARATELY)
    await town.anna.sees_new("Ваши данные")
    assert await set_aside(town) == 0


async def test_under_a_video_and_under_a_file_that_is_not_taken(town: Town) -> None:
    """The words are said whatever becomes of the file; staff read them, and what is sent in its place needs no question."""
    number = await registered(town)
    said_of_it = await town.anna.sees(number, "зарегистрирована")
    await town.anna.sends("video", duration=34, caption=ANOTHER, reply_to=said_of_it)
    await town.anna.sees_new("Видео", "Ваши слова они тоже прочтут")
    offer = await town.anna.sees_new(OFFER, BANK)
    assert "Видео" not in offer["text"]
    await town.anna.presses(f"Нет, это про {number}")
    await town.settled()

    words = "И ещё не открывается склад в программе, пишет «нет доступа»"
    await town.anna.attaches(("log.exe", b"MZ" + b"\0" * 200), caption=words, as_="document", reply_to=said_of_it)
    await town.anna.sees_new("Не принято", "log.exe", f"Ваши слова уже у специалистов по {number}")
    await town.boris.sees("Заявитель пишет", words)
    await town.anna.sees_new(OFFER, "склад")
    await town.anna.attaches(("log.png", picture()), as_="document")
    await town.anna.sees_new("Получил")
    await town.settled()
    assert len(offers(town.anna)) == 2
    assert count(town.boris, words) == 1
    assert count(town.anna, "К чему это отнести?") == 0
    assert await set_aside(town) == 0


async def test_a_caption_that_comes_late_is_a_message_of_its_own(town: Town) -> None:
    """The album was taken for whole when its last part came, with the words: they are on record, read once, and judged."""
    number = await registered(town)
    said_of_it = await town.anna.sees(number, "зарегистрирована")
    await town.anna.attaches(picture(colour="red"), album="42", reply_to=said_of_it)
    await town.anna.sees_new("Получил")
    await town.forward(seconds=5)
    await town.anna.attaches(picture(colour="green"), album="42", caption=ANOTHER)
    await town.anna.sees_new(OFFER, BANK)
    await town.settled()
    assert count(town.boris, ANOTHER) == 1
    assert len(offers(town.anna)) == 1
    journal = await town.app.clerk.read(lambda desk: [e for e in desk.journal.of(number) if e.kind == "message"])
    assert [entry.facts["text"] for entry in journal] == ["", ANOTHER]


async def test_words_under_a_file_of_the_intake_that_is_not_taken_are_not_lost(town: Town) -> None:
    """They go with the request, as words."""
    await town.answers_all(town.anna)
    for caption in ("Что-то не работает", "частично"):
        await town.settled()
        await town.anna.presses(caption)
    await town.anna.sees_new("Скриншоты")
    await town.anna.attaches(("log.exe", b"MZ" + b"\0" * 200), caption="Журнал драйвера принтера", as_="document")
    await town.anna.sees_new("Не принято")
    await town.anna.presses("Без файлов")
    await town.anna.sees_new("Проверьте")
    await town.anna.presses("Отправить заявку")
    await town.boris.sees("BAR-000001", "Журнал драйвера принтера")
    await town.settled()
    assert count(town.boris, "Журнал драйвера") == 1


# -- a judge behind an endpoint


@pytest.fixture
async def model() -> AsyncIterator[Model]:
    async with listening() as server:
        yield server


@pytest.fixture
async def advised(sandbox: Sandbox, settings: Settings, model: Model) -> AsyncIterator[Town]:
    changed = settings.model_copy(update={"judge_url": model.url, "judge_model": "small"})
    async with build(changed, limits=False) as app:
        yield Town(sandbox, app, changed)


async def test_the_endpoint_reads_captions_bursts_and_letters_too(advised: Town, model: Model) -> None:
    """Its verdict is what is asked, where the desk sees nothing; and where it sees one problem nothing is asked."""
    town, anna = advised, advised.anna
    number = await registered(town)
    shown = await anna.sees(number, "зарегистрирована")
    await anna.attaches(picture(), caption=ANOTHER, reply_to=shown)
    await town.boris.sees(ANOTHER)
    await writes(town, f"Re: [{number}]", ANOTHER, sender="anna@romashka.example", reply_number=number)
    await town.settled()
    assert not offers(anna)

    words = "И ещё: это у всех пользователей филиала"
    model.answer = said(["мигает красная лампа", words])
    await writes(town, f"Re: [{number}]", words, sender="anna@romashka.example", reply_number=number)
    await anna.sees_new(OFFER, words)
    await anna.sends("video", duration=3, caption=words, reply_to=shown)
    await anna.sees_new(OFFER, words)
    told_before = f"{ANNA['description']}\n\n"
    assert model.texts() == [told_before + text for text in (ANOTHER, ANOTHER, words, words)]
    await anna.says("Здравствуйте, это снова Анна", reply_to=shown)
    await anna.says(words)
    await anna.sees_new(OFFER, words)
    assert in_order(model.texts()[-1], told_before, "Здравствуйте, это снова Анна", words)
    assert await set_aside(town) == 0


async def test_without_its_verdict_the_desks_own_goes_out(advised: Town, model: Model) -> None:
    """It fails at first, and then says nothing at all: within a few seconds she is asked all the same, once each."""
    town, anna = advised, advised.anna
    number = await registered(town)
    model.answer = raw(500)
    await anna.attaches(picture(), caption=ANOTHER, reply_to=await anna.sees(number, "зарегистрирована"))
    await anna.sees_new(OFFER, BANK)
    await anna.presses(f"Нет, это про {number}")
    await town.settled()
    model.answer = silent(model)
    model.was_asked.clear()
    await anna.attaches(picture(), caption=ANOTHER, reply_to=await anna.sees(number, "зарегистрирована"))
    await model.was_asked.wait()
    assert len(offers(anna)) == 1
    await anna.sees_new(OFFER, BANK)
    await town.settled()
    assert len(offers(anna)) == 2
