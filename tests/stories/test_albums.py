"""Albums and pictures that come before any words: one message in order, each picture and each caption once."""

from __future__ import annotations

from tests.stories.conftest import ANNA, Town
from tests.stories.moves import asks
from tests.stories.pictures import picture
from tests.stories.seen import count
from tests.stories.test_dialogue import taken
from tests.stories.test_files import at_files


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
