"""Bursts: several messages one after the other, or one that Telegram cut, are one thing said. Nothing lost, nothing twice, in order."""

from __future__ import annotations

import asyncio

from bot.sandbox.person import said
from tests.stories.conftest import ANNA, Town
from tests.stories.moves import BURST, asks, at_description, hears_of, to_summary
from tests.stories.pictures import picture
from tests.stories.quickly import registered
from tests.stories.seen import announced, count, in_order, shown_pictures, told
from tests.stories.test_confidence import proves
from tests.stories.test_dialogue import taken
from tests.stories.test_intruders import set_aside


async def test_five_quick_messages_are_one_description(town: Town) -> None:
    """All five were said before the next question was put: none answers that, and the summary has them in order."""
    await at_description(town)
    for words in BURST:
        await town.anna.says(words)
    await town.settled()
    assert count(town.anna, "7 из 7") == 1
    assert in_order(await to_summary(town), *BURST, ANNA["steps"])


async def test_a_greeting_too_short_to_be_the_answer_begins_it(town: Town) -> None:
    """«Привет» alone is no description; with what follows at once it is the first line of one."""
    await at_description(town)
    await town.anna.says("Привет")
    await town.anna.says("не печатает принтер")
    await town.settled()
    assert in_order(await to_summary(town), "Привет\nне печатает принтер", ANNA["steps"])


async def test_an_answer_in_five_messages_reaches_staff_whole(town: Town) -> None:
    """The first one answers; the others go where that went, and nobody asks what they belong to."""
    await taken(town)
    await asks(town, "Какой принтер?")
    await town.anna.sees("У нас вопрос")
    for words in BURST:
        await town.anna.says(words)
    await town.settled()
    assert [text.split("\n")[1] for text in told(town.boris, "Заявитель")] == list(BURST)
    assert not town.anna.captions() or "Добавить к BAR-000001" not in town.anna.captions()
    assert count(town.anna, "Добавлено") == 1


async def test_of_several_offers_only_the_latest_stays(town: Town) -> None:
    """Three messages written one after the other leave one card below them, with all the words."""
    for words in BURST[1:4]:
        await town.anna.says(words)
        await town.anna.sees_new("Пока не зарегистрировано", words)
        await town.settled()
    assert count(town.anna, "Пока не зарегистрировано") == 1
    assert in_order(told(town.anna, "Пока не зарегистрировано")[0], *BURST[1:4])


async def test_a_burst_of_loose_words_leaves_one_card_that_decides_about_all(town: Town) -> None:
    """Without a pause, and with a picture and a voice message between: one card stands, below all; a press takes all, in order."""
    number = await registered(town)
    for words in BURST[:2]:
        await town.anna.says(words)
    await town.anna.attaches(picture())
    await town.anna.sends("voice", duration=3)
    for words in BURST[2:]:
        await town.anna.says(words)
    await town.anna.sees("К чему это отнести?", "5 сообщений", "photo-", "Голосовое")
    await town.settled()
    assert count(town.anna, "К чему это отнести?") == 1
    assert "К чему это отнести?" in str(town.anna.messages()[-1]["text"])
    await town.anna.presses(f"Добавить к {number}")
    await town.anna.sees(f"Добавлено к {number}")
    await town.settled()
    said_there = [text.split("\n")[1] for text in told(town.boris, "Заявитель пишет")]
    assert said_there == [*BURST, "Голосовое сообщение, 0:03"]
    assert len(shown_pictures(town)) == 1
    assert await set_aside(town) == 0


async def test_loose_words_in_a_burst_are_kept_together(town: Town) -> None:
    """Before any request: five messages, one draft, one description."""
    for words in BURST:
        await town.anna.says(words)
    await town.settled()
    await town.anna.presses("Оформить заявку")
    await town.settled()
    await town.anna.presses("Даю согласие")
    await town.settled()
    for words in list(ANNA.values())[:5]:
        await town.anna.says(words)
        await town.settled()
    assert in_order(await to_summary(town), *BURST, ANNA["steps"])


async def test_a_text_that_telegram_cut_stays_one_answer(town: Town) -> None:
    """Too long for the field: both parts are refused together, by how much; the second is never taken for the whole."""
    await at_description(town)
    await town.anna.says("слово " * 680)
    await town.anna.sees_new("на 2079 знаков")
    await town.anna.says("и хвост, который прошёл бы сам по себе")
    await town.anna.sees_new("на 2118 знаков")
    await town.settled()
    assert count(town.anna, "7 из 7") == 0
    await town.forward(seconds=20)
    await town.anna.says("Не печатает принтер")
    text = await to_summary(town)
    assert "слово" not in text
    assert "хвост" not in text


async def test_both_parts_of_a_long_message_reach_staff_and_each_fits(town: Town) -> None:
    """4090 characters with their frame do not fit one message: two go out; the rest of the text follows them unasked."""
    await taken(town)
    shown = await town.anna.sees("Взяли в работу")
    first, rest = "раз-два " * 511, "конец длинного рассказа"
    await town.anna.says(first.strip(), reply_to=shown)
    await town.anna.says(rest)
    await town.boris.sees(rest)
    await town.settled()
    whole = " ".join(told(town.boris, "раз-два"))
    assert whole.count("раз-два") == 511
    assert count(town.boris, "раз-два") == 2
    assert count(town.anna, "К чему это отнести?") == 0


async def test_a_long_answer_arrives_whole_and_a_reply_to_any_part_finds_the_ticket(town: Town) -> None:
    """4090 characters and our title do not fit one message: nothing is refused, cut off or sent twice."""
    await taken(town)
    card = await town.boris.sees("BAR-000001", "ООО «Ромашка»")
    await town.boris.says("ответ ❤ " * 511, reply_to=card)
    await town.anna.sees("Отвечает Борис", "ответ ❤")
    await town.settled()
    parts = [m for m in town.anna.messages() if m["from"]["is_bot"] and "ответ ❤" in said(m)]
    assert len(parts) == 2
    assert [sum(said(part).count(sign) for part in parts) for sign in ("ответ", "❤")] == [511, 511]
    await town.anna.says("Помогло, но не всё", reply_to=parts[1])
    await town.boris.sees("BAR-000001 · Заявитель пишет", "Помогло, но не всё")


async def test_a_burst_in_a_request_reaches_the_mailbox_in_order_too(town: Town) -> None:
    """Five messages without a pause: five to staff, five letters, five entries, each once and in the order they were said."""
    number = await taken(town)
    await proves(town)
    before = len(town.mailbox.letters())
    await town.anna.says(BURST[0], reply_to=await town.anna.sees("Взяли в работу"))
    for words in BURST[1:]:
        await town.anna.says(words)
    await town.settled()
    assert [text.split("\n")[1] for text in told(town.boris, "Заявитель пишет")] == list(BURST)
    said_there = await town.app.clerk.read(lambda desk: [e for e in desk.journal.of(number) if e.kind == "message"])
    assert [entry.facts["text"] for entry in said_there] == list(BURST)
    letters = [one["text"] for one in town.mailbox.letters()[before:] if "Вы написали" in one["text"]]
    assert [text.split("> ")[1].split("\n")[0] for text in letters] == list(BURST)
    assert count(town.anna, "К чему это отнести?") == 0


async def test_a_burst_across_the_end_of_an_intake_loses_nothing(town: Town) -> None:
    """The button and two more messages at once: one number; the words wait below it, in order, and go where their writer says."""
    anna = town.anna
    await at_description(town)
    await anna.says(ANNA["description"])
    await to_summary(town)
    press = asyncio.create_task(anna.presses("Отправить заявку"))
    await asyncio.sleep(0)
    for words in ("Лампа теперь зелёная", "И бумага кончилась"):
        await anna.says(words)
    await press
    await anna.sees("BAR-000001 · Заявка зарегистрирована")
    await town.settled()
    assert count(anna, "Заявка зарегистрирована") == 1
    await hears_of(town.boris, "BAR-000001")
    assert len(announced(town.boris, "BAR-000001")) == 1
    waiting = told(anna, "К чему это отнести?")
    assert in_order(waiting[-1], "Лампа теперь зелёная", "И бумага кончилась")
    await anna.presses("Добавить к BAR-000001")
    await town.boris.sees("Заявитель пишет", "И бумага кончилась")
    await town.settled()
    whole = "\n".join(told(town.boris, "Заявитель пишет"))
    assert in_order(whole, "Лампа теперь зелёная", "И бумага кончилась")
    card = await town.boris.sees("BAR-000001", "ООО «Ромашка»")
    assert in_order(card["text"], ANNA["description"], ANNA["steps"])


async def test_a_burst_where_the_last_answer_is_awaited_is_that_answer(town: Town) -> None:
    """Three messages for the last question: one answer, one summary, and nothing is asked about them later."""
    anna = town.anna
    await at_description(town)
    await anna.says(ANNA["description"])
    await anna.sees_new("7 из 7")
    await town.settled()
    steps = ("Открыть документ", "нажать «Печать»", "ничего не происходит")
    for words in steps:
        await anna.says(words)
    for caption in ("Что-то не работает", "частично", "Без файлов"):
        await town.settled()
        await anna.presses(caption)
    summary = await anna.sees_new("Проверьте")
    assert in_order(summary["text"], ANNA["description"], *steps)
    await anna.presses("Отправить заявку")
    await anna.sees_new("Заявка зарегистрирована")
    await town.settled()
    assert count(anna, "О чём заявка?") == 1
    assert count(anna, "К чему это отнести?") == 0
