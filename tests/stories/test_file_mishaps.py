"""Mishaps with files: too many, too late, with long names, in place of words. None is lost, none comes twice."""

from __future__ import annotations

from typing import Any

from bot.sandbox.person import said
from tests.stories.conftest import CARD, Town
from tests.stories.moves import asks_about
from tests.stories.pictures import picture
from tests.stories.seen import shown_pictures
from tests.stories.test_dialogue import completed, taken
from tests.stories.test_files import at_files


async def test_two_pictures_sent_one_by_one_both_answer(town: Town) -> None:
    """Two single photos in answer to a question, the second before the first was looked at: staff get both, and both captions."""
    await taken(town)
    await asks_about(town, "BAR-000001", "Пришлите снимок")
    town.sandbox.world.fail_next("getFile", status=429, description="Too Many Requests", retry_after=1, times=1)
    await town.anna.attaches(picture(colour="red"), caption="Первый")
    await town.anna.attaches(picture(colour="blue"), caption="Второй")
    await town.boris.sees("Первый")
    await town.boris.sees("Второй")
    await town.settled()
    while len(shown_pictures(town)) < 2:
        assert await town.anna.stage.changed(10)
        await town.settled()
    assert len(shown_pictures(town)) == 2


async def test_a_caption_of_a_screenshot_is_not_lost(town: Town) -> None:
    """What stands under a picture reaches staff with the picture."""
    await at_files(town)
    await town.anna.attaches(picture(), caption="Вот так мигает")
    await town.anna.sees_new("1 файл")
    await town.anna.presses("Готово")
    await town.anna.sees_new("Проверьте")
    await town.anna.presses("Отправить заявку")
    await town.anna.sees_new("Заявка зарегистрирована")
    await town.settled()
    assert [str(m.get("caption")) for m in shown_pictures(town)] == ["BAR-000001\nВот так мигает"]


async def test_a_picture_with_words_before_any_question_keeps_both(town: Town) -> None:
    """A screenshot whose caption is the problem: the caption becomes the description."""
    await town.anna.says("/help")
    await town.anna.sees("/new")
    await town.anna.attaches(picture(), caption="Не открывается отчёт за октябрь")
    await town.anna.sees_new("Не открывается отчёт за октябрь", "Пока не зарегистрировано")


async def test_a_screenshot_with_words_is_an_argument(town: Town) -> None:
    """«Не решено», then a screenshot that says why in its caption."""
    await completed(town)
    await town.anna.presses("Не решено")
    await town.anna.sees_new("Что именно не решено")
    await town.anna.attaches(picture(), caption="Печатает только первую страницу")
    await town.boris.sees("Заявитель: не решено", "Печатает только первую страницу")
    await town.settled()
    assert len(shown_pictures(town)) == 1


async def test_a_picture_instead_of_a_comment_is_not_lost(town: Town) -> None:
    """After the stars somebody sends a screenshot: it waits for its sender to say what it belongs to."""
    await completed(town)
    await town.anna.presses("Подтверждаю")
    await town.anna.sees_new("Как мы справились?")
    await town.anna.presses("5 ★")
    await town.anna.sees_new("Спасибо за оценку")
    await town.anna.attaches(picture())
    await town.anna.sees_new("Пока не зарегистрировано")
    await town.anna.presses("Оформить заявку")
    await town.anna.sees_new(CARD)


async def test_long_captions_of_an_album_all_arrive(town: Town) -> None:
    """Four captions of a thousand characters do not fit one message; they come in several."""
    await taken(town)
    await asks_about(town, "BAR-000001", "Пришлите снимки")
    told = await town.anna.sees("У нас вопрос")
    album = [("a.png", picture()), ("b.png", picture(colour="red"))]
    await town.anna.attaches(*album, as_="document", caption="о" * 1000, reply_to=told)
    await town.boris.sees("ооооо")
    await town.settled()
    await town.anna.sees("Получил все 2")


async def test_too_many_files_are_refused_in_one_message(town: Town) -> None:
    """Twelve pictures in two albums: ten stay, two are named once, with what to do."""
    await at_files(town)
    await town.anna.attaches(*[picture(size=(20 + n, 20)) for n in range(6)])
    await town.anna.sees_new("Получил все 6")
    await town.anna.attaches(*[picture(size=(40 + n, 20)) for n in range(6)])
    told = str((await town.anna.sees_new("Не принято"))["text"])
    await town.settled()
    assert "Получил все 4" in told
    assert "не больше 10 файлов" in told
    assert sum("не больше 10 файлов" in said(m) for m in town.anna.messages()) == 1
    await town.anna.sees("10 файлов")


async def test_staff_see_each_picture_once_though_some_came_late(town: Town) -> None:
    """Sent off while one picture is still being fetched: the others come at once, that one later, none twice."""
    await at_files(town)
    await town.anna.attaches(picture(colour="red"))
    await town.anna.sees_new("1 файл")
    town.sandbox.world.fail_next("getFile", status=429, description="Too Many Requests", retry_after=1, times=1)
    await town.anna.attaches(picture(colour="blue"))
    await town.settled()
    await town.anna.presses("Готово")
    await town.anna.sees_new("Проверьте", "2 файла")
    await town.anna.presses("Отправить заявку")
    await town.anna.sees_new("Заявка зарегистрирована")
    await town.boris.sees("Вложения: 2")
    await town.settled()
    while len(shown_pictures(town)) < 2:
        assert await town.anna.stage.changed(10)
        await town.settled()
    assert len(shown_pictures(town)) == 2


async def test_nothing_stays_of_a_draft_that_was_thrown_away(town: Town) -> None:
    """Cancelled: the files are forgotten with the words."""
    await at_files(town)
    await town.anna.attaches(picture())
    await town.anna.sees_new("1 файл")
    await town.anna.presses("Отменить")
    await town.anna.sees_new("Удалить черновик?")
    await town.anna.presses("Удалить")
    await town.anna.sees_new("Удалено")
    await town.settled()
    assert await town.app.clerk.read(lambda desk: desk.files.waiting()) == []
    kept = await town.app.clerk.read(_all_files)
    assert kept == 0


def _all_files(desk: Any) -> int:
    from sqlalchemy import func, select

    from bot.storage.tables import attachments

    return int(desk.transaction.run(select(func.count()).select_from(attachments)).scalar_one())


async def test_an_album_of_staff_completes_once_and_all_of_it_arrives(town: Town) -> None:
    """Three pictures as the final answer: one completion, and the requester has all three."""
    await taken(town)
    await town.boris.presses("Завершить")
    ask = await town.boris.sees_new("итоговым ответом")
    pictures = [picture(colour=c) for c in ("red", "green", "blue")]
    await town.boris.attaches(*pictures, caption="Сделано, смотрите", reply_to=ask)
    await town.anna.sees("Заявка завершена", "Сделано, смотрите")
    await town.settled()
    while sum("photo" in m for m in town.anna.messages()) < 3:
        assert await town.anna.stage.changed(10)
    assert sum("Заявка завершена" in said(m) for m in town.anna.messages()) == 1
    town.boris.does_not_see("ждёт ответа заявителя")
    assert sum("завершена, итоговый ответ" in said(m) for m in town.boris.messages()) == 1


async def test_an_internal_album_stays_internal_to_the_last_picture(town: Town) -> None:
    """Only the first picture carries the «//»: the others are no answer to the requester either."""
    await taken(town)
    shown = await town.boris.sees("BAR-000001", "ООО «Ромашка»")
    await town.boris.attaches(picture(colour="red"), picture(colour="blue"), caption="// наш сервер", reply_to=shown)
    await town.boris.sees_new("Заметка к BAR-000001")
    await town.settled()
    await town.forward(seconds=5)
    assert not any("photo" in m for m in town.anna.messages())


async def test_a_long_file_name_does_not_stop_the_summary(town: Town) -> None:
    """Names of a thousand characters, with brackets and a line separator in them: the summary still fits one message."""
    await at_files(town)
    names = [f"{n}{'<b>{x}' * 40}\u2028\u202e.png" for n in range(10)]
    await town.anna.attaches(*[(name, picture(size=(20 + n, 9))) for n, name in enumerate(names)], as_="document")
    await town.anna.sees_new("Получил все 10")
    await town.anna.sees_new("10 файлов:")
    await town.anna.presses("Готово")
    await town.anna.sees_new("Проверьте", "10 файлов")
