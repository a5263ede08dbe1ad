"""Albums and pictures that come before any words: one message in order, each picture and each caption once."""

from __future__ import annotations

from bot.wiring import build
from tests.stories.conftest import ANNA, Town
from tests.stories.moves import asks
from tests.stories.pictures import picture
from tests.stories.seen import count, in_order, letters, shown_pictures
from tests.stories.test_confidence import proves
from tests.stories.test_dialogue import taken
from tests.stories.test_files import at_files
from tests.stories.test_intruders import set_aside


async def test_an_album_in_pieces_is_one_answer_and_its_caption_is_read_once(town: Town) -> None:
    """Parts come seconds apart: staff get the words once, and each picture once."""
    await taken(town)
    await asks(town, "Пришлите снимки")
    await town.anna.sees("У нас вопрос")
    await town.anna.attaches(picture(colour="red"), album="42", caption="Вот так мигает")
    await town.anna.attaches(picture(colour="blue"), album="42")
    await town.boris.sees("Заявитель отвечает", "Вот так мигает")
    await town.settled()
    await town.forward(seconds=5)
    await town.anna.attaches(picture(colour="green"), album="42")
    while len([m for m in town.boris.messages() if "photo" in m]) < 3:
        assert await town.anna.stage.changed(10)
        await town.settled()
    await town.settled()
    assert count(town.boris, "Вот так мигает") == 1
    shown = [m for m in town.boris.messages() if "photo" in m]
    assert len(shown) == 3
    assert shown[0]["media_group_id"] == shown[1]["media_group_id"]
    assert count(town.anna, "К чему это отнести?") == 0


async def test_a_picture_before_start_is_kept_and_goes_with_the_request(town: Town) -> None:
    """Photo first, without a word: it is offered, and stands in the summary of the intake that follows."""
    await town.anna.attaches(picture())
    await town.anna.sees("Ещё прислано: photo-", "Пока не зарегистрировано")
    await town.settled()
    await town.anna.says("/start")
    await town.settled()
    await town.anna.presses("Даю согласие")
    for words in ANNA.values():
        await town.settled()
        await town.anna.says(words)
    for caption in ("Что-то не работает", "частично"):
        await town.settled()
        await town.anna.presses(caption)
    await town.anna.sees_new("1 файл: photo-")


async def test_a_hundred_files_at_once_do_no_harm(town: Town) -> None:
    """Ten albums of ten: ten files stay, the others are refused by name, and the intake goes on."""
    await at_files(town)
    for album in range(10):
        await town.anna.attaches(*[picture(size=(9 + n, 9 + album)) for n in range(10)])
    await town.anna.sees("Не принято", timeout=60)
    await town.settled()
    await town.forward(seconds=5)
    await town.settled()
    await town.anna.presses("Готово")
    await town.anna.sees_new("Проверьте", "10 файлов", timeout=60)
    await town.anna.presses("Отправить заявку")
    await town.boris.sees("BAR-000001", "Вложения: 10", timeout=60)


def captions_of(town: Town) -> list[str]:
    """What stands under the pictures that staff have, in their order."""
    return [str(m.get("caption", "")) for m in shown_pictures(town)]


async def arrived(town: Town, pictures: int) -> None:
    """Wait until staff have so many pictures, and nothing more is under way."""
    while len(shown_pictures(town)) < pictures:
        assert await town.anna.stage.changed(10), town.boris.transcript()
        await town.settled()
    await town.settled()


def names_of(town: Town) -> list[str]:
    """The names of the documents that staff have, in their order."""
    return [str(m["document"]["file_name"]) for m in town.boris.messages() if "document" in m]


async def test_a_caption_that_comes_with_the_last_part_is_read_once(town: Town) -> None:
    """Documents carry it on the last one, which comes after the others were shown: one message of words, each file once, in order."""
    await taken(town)
    await proves(town)
    await asks(town, "Пришлите снимки")
    await town.anna.sees("У нас вопрос")
    await town.anna.attaches(("1.png", picture(colour="red")), as_="document", album="42")
    await town.anna.attaches(("2.png", picture(colour="blue")), as_="document", album="42")
    await town.settled()
    await town.forward(seconds=5)
    await town.anna.attaches(
        ("3.png", picture(colour="green")), as_="document", album="42", caption="Вот так мигает, слева направо"
    )
    await town.boris.sees("Вот так мигает, слева направо")
    while len(names_of(town)) < 3:
        assert await town.anna.stage.changed(10), town.boris.transcript()
    await town.settled()
    assert names_of(town) == ["1.png", "2.png", "3.png"]
    assert count(town.boris, "Вот так мигает") == 1
    assert count(town.anna, "К чему это отнести?") == 0
    assert await set_aside(town) == 0


async def test_parts_that_arrive_in_the_wrong_order_are_shown_in_the_right_one(town: Town) -> None:
    """Over a webhook the third may be first: staff have them as they were sent, under one caption."""
    await taken(town)
    await asks(town, "Пришлите снимки")
    await town.anna.sees("У нас вопрос")
    await town.settled()
    await town.app.stop()
    parts = [(f"{n}.png", picture(size=(20 + n, 20))) for n in (1, 2, 3)]
    await town.anna.attaches(*parts, as_="document", caption="Слева направо")
    pending = list(town.sandbox.world.updates.pending.values())
    bodies = [held["update"]["message"] for held in pending]
    for held, body in zip(pending, reversed(bodies), strict=True):
        held["update"]["message"] = body
    async with build(town.settings, limits=False) as town.app:
        await town.boris.sees("Заявитель отвечает", "Слева направо")
        while len(names_of(town)) < 3:
            assert await town.anna.stage.changed(10), town.boris.transcript()
        await town.settled()
        assert names_of(town) == ["1.png", "2.png", "3.png"]
        assert count(town.boris, "Слева направо") == 1
        assert count(town.anna, "Добавлено") <= 1


async def test_a_picture_with_words_comes_first_and_is_registered_with_both(town: Town) -> None:
    """Its caption is the description; staff have the picture and the words once, and so has the record."""
    await town.anna.attaches(picture(), caption="Не открывается отчёт за октябрь")
    await town.anna.sees("Не открывается отчёт за октябрь", "Пока не зарегистрировано")
    await town.settled()
    await town.anna.presses("Оформить заявку")
    await town.anna.sees_new("персональных данных")
    await town.anna.presses("Даю согласие")
    for n, words in enumerate(list(ANNA.values())[:5], start=1):
        await town.anna.sees_new(f"{n} из 7")
        await town.anna.says(words)
    await town.anna.sees_new("7 из 7")
    await town.anna.says(ANNA["steps"])
    for caption in ("Что-то не работает", "частично"):
        await town.settled()
        await town.anna.presses(caption)
    await town.anna.sees_new("1 файл: photo-")
    await town.anna.presses("Готово")
    summary = await town.anna.sees_new("Проверьте", "1 файл")
    assert in_order(summary["text"], "Не открывается отчёт за октябрь", ANNA["steps"])
    await town.anna.presses("Отправить заявку")
    await town.anna.sees_new("Заявка зарегистрирована")
    await arrived(town, 1)
    card = await town.boris.sees("BAR-000001", "Вложения: 1")
    assert card["text"].count("Не открывается отчёт за октябрь") == 1
    assert len(shown_pictures(town)) == 1
    assert letters(town, "BAR-000001. Заявка зарегистрирована") == 1


async def test_a_picture_first_and_words_after_go_to_the_open_request_together(town: Town) -> None:
    """Nobody said where: both wait under one question, and one press sends the words and then the picture, once."""
    number = await taken(town)
    await proves(town)
    await town.anna.attaches(picture())
    await town.anna.sees_new("К чему это отнести?")
    await town.anna.says("Вот что на экране")
    await town.anna.sees_new("К чему это отнести?", "Вот что на экране", "photo-")
    await town.settled()
    town.boris.does_not_see("Вот что на экране")
    assert shown_pictures(town) == []
    await town.anna.presses(f"Добавить к {number}")
    await town.boris.sees("Заявитель пишет", "Вот что на экране")
    await arrived(town, 1)
    assert count(town.boris, "Вот что на экране") == 1
    assert letters(town, "Вот что на экране") == 1
    assert len(shown_pictures(town)) == 1
