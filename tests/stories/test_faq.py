"""FAQ: an article may spare somebody the request; what did not help goes with it; staff keep articles and answer with them."""

from __future__ import annotations

import pytest

from bot.sandbox.person import Person
from tests.stories.articles import OTHER
from tests.stories.bookshelf import counted, found, now, told
from tests.stories.conftest import ANNA, Town, captions
from tests.stories.moves import begins, ends_intake
from tests.stories.pictures import picture
from tests.stories.test_intruders import forge, set_aside

# -- in an intake


async def test_an_article_that_helps_spares_the_request(library: Town) -> None:
    """The best matches after the description; one is read in place, and «Помогло» ends the draft and is counted."""
    anna = library.anna
    await told(library, ANNA["description"])
    offer = await anna.sees_new("Похоже, ответ уже есть")
    assert {"Не печатает принтер", "Мигает красная лампа на принтере"} < set(captions(offer))
    assert "Как сбросить пароль" not in captions(offer)
    await anna.presses("Не печатает принтер")
    read = await anna.sees_new("1. горит зелёная лампа", "<b>Не тег</b>")
    assert read["message_id"] == offer["message_id"]
    marks = {read["text"][e["offset"] : e["offset"] + e["length"]]: e["type"] for e in read["entities"]}
    assert marks["принтер"] == "bold"
    assert marks["в инструкции"] == "text_link"
    await anna.presses("« Назад", on=read)
    await anna.sees_new("Похоже, ответ уже есть")
    await anna.presses("Не печатает принтер")
    await anna.presses("Помогло", on=read)
    await anna.sees_new("Рады, что помогло", "30 дней")
    await library.settled()
    assert await counted(library) == (1, 1)
    assert await counted(library, "lamp.ru") == (1, 0)
    assert await library.app.clerk.read(found) == 1
    assert await library.app.clerk.read(lambda desk: desk.tickets.open_all()) == []
    assert "Помогло" not in captions(now(anna, read))
    draft = read["reply_markup"]["inline_keyboard"][0][0]["callback_data"].split(":")[1]
    assert "устарела" in await forge(library, anna, anna.chat, read["message_id"], f"i:{draft}:found:")
    assert await counted(library) == (1, 1)


async def test_the_article_that_did_not_help_goes_with_the_request(library: Town) -> None:
    """The one read last is linked to the ticket: staff see what was tried; it is offered once."""
    anna, boris = library.anna, library.boris
    await told(library, ANNA["description"])
    await anna.sees_new("Похоже, ответ уже есть")
    await anna.presses("Мигает красная лампа на принтере")
    await anna.sees_new("замените картридж")
    await anna.presses("Не помогло")
    await anna.sees_new("7 из 7")
    await ends_intake(library, "Мигает красная лампа на принтере")
    await boris.sees("BAR-000001", "Не помогла статья: Мигает красная лампа на принтере")
    assert await counted(library, "lamp.ru") == (1, 0)


async def test_what_was_written_waits_in_case_it_did_not_help(library: Town) -> None:
    """Nothing is asked of them meanwhile, and what they write is no part of it; taken up, it goes on with words and file."""
    anna, boris = library.anna, library.boris
    await told(library, ANNA["description"])
    await anna.sees_new("Похоже, ответ уже есть")
    await anna.attaches(picture())
    await anna.sees_new("Похоже, ответ уже есть")
    await anna.presses("Не печатает принтер")
    await anna.sees_new("горит зелёная лампа")
    await anna.presses("Помогло")
    glad = await anna.sees_new("Рады, что помогло")
    await anna.says("Спасибо, а как сбросить пароль от почты?")
    await anna.sees_new("не зарегистрировано", "сбросить пароль")
    await anna.presses("Не нужно")
    await anna.sees_new("Хорошо")
    await library.forward(hours=24 * 29)
    await anna.presses("Всё-таки зарегистрировать", on=glad)
    await anna.sees_new("7 из 7")
    data = glad["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert "устарела" in await forge(library, anna, anna.chat, glad["message_id"], data)
    await anna.says(ANNA["steps"])
    await anna.sees_new("О чём заявка?")
    await anna.presses("Что-то не работает")
    await anna.sees_new("Насколько")
    await anna.presses("частично")
    await anna.sees_new("1 файл")
    await anna.presses("Готово")
    shown = await anna.sees_new("Проверьте", ANNA["description"], "Не печатает принтер")
    assert "пароль" not in shown["text"]
    await anna.presses("Отправить заявку")
    await anna.sees_new("Заявка зарегистрирована")
    await boris.sees("BAR-000001", "Не помогла статья: Не печатает принтер")


async def test_what_nobody_takes_up_goes_like_any_draft(library: Town) -> None:
    """After the thirty days of the regulation; and nobody else's button opens it."""
    anna = library.anna
    await told(library, ANNA["description"])
    await anna.sees_new("Похоже, ответ уже есть")
    await anna.presses("Не печатает принтер")
    await anna.presses("Помогло")
    glad = await anna.sees_new("Рады, что помогло")
    data = glad["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    john = Person(anna.stage, "John")
    await john.says("/start")
    hers = await john.sees_new("personal data")
    assert "out of date" in await forge(library, john, john.chat, hers["message_id"], data)
    await anna.says("/new")
    await anna.sees_new("1 из 7")
    await anna.says("ООО «Ромашка»")
    await anna.sees_new("2 из 7")
    refused = await anna.presses("Всё-таки зарегистрировать", on=glad)
    assert "устарела" not in refused["text"]
    assert "друг" in refused["text"]
    await library.forward(hours=24 * 31)
    assert await library.app.clerk.read(lambda desk: desk.drafts.get(data.split(":")[1])) is None
    stale = await anna.presses("Всё-таки зарегистрировать", on=glad)
    assert "устарела" in stale["text"]


async def test_no_article_is_offered_where_none_fits(library: Town) -> None:
    """Somebody in a hurry is not stopped for a poor match, nor for one of several problems."""
    await told(library, OTHER)
    await library.anna.sees_new("7 из 7")
    library.anna.does_not_see("Похоже, ответ уже есть")
    await library.anna.presses("Назад")
    await library.anna.sees_new("6 из 7")
    await library.anna.says("Не печатает принтер. И ещё: не открывается отчёт за октябрь, пишет ошибку 500")
    await library.anna.sees_new("7 из 7")
    library.anna.does_not_see("Похоже, ответ уже есть")


async def test_whoever_goes_on_writing_is_not_held_up(library: Town) -> None:
    """Words in place of a press belong to the problem; a picture waits with the draft; nothing is lost by a restart of thoughts."""
    anna = library.anna
    await told(library, ANNA["description"])
    await anna.sees_new("Похоже, ответ уже есть")
    await anna.attaches(picture())
    await anna.sees_new("Похоже, ответ уже есть")
    await anna.says("Лампа мигает третий день")
    await anna.sees_new("7 из 7")
    await anna.presses("Назад")
    offer = await anna.sees_new("Похоже, ответ уже есть")
    assert "Не печатает принтер" in captions(offer)
    await anna.presses("Назад", on=offer)
    await anna.sees_new("6 из 7", "Лампа мигает третий день")
    assert await counted(library) == (1, 0)


async def test_who_tells_the_problem_first_reads_before_any_question(library: Town) -> None:
    """Loose words that became a request are answered before name and phone are asked."""
    anna = library.anna
    await anna.says("Принтеры перестали печатать")
    await anna.sees_new("Оформить")
    await anna.presses("Оформить заявку")
    await anna.sees_new("согл")
    assert await counted(library) == (0, 0)
    await anna.presses("Даю согласие")
    await anna.sees_new("Похоже, ответ уже есть")
    await anna.presses("Не то, оформляем дальше")
    await anna.sees_new("1 из 7")
    assert await counted(library) == (1, 0)


async def test_an_english_reader_gets_the_english_article(library: Town) -> None:
    """The article is one in two languages; the question may be in either."""
    john = Person(library.anna.stage, "John")
    await john.says("Принтер не печатает с утра")
    await john.sees_new("not registered yet")
    await john.presses("Make a request of it")
    await john.sees_new("personal data")
    await john.presses("I agree")
    await john.sees_new("The answer may be here already")
    await john.presses("The printer does not print")
    await john.sees_new("Switch the printer on.")


async def test_forged_buttons_do_no_harm(library: Town) -> None:
    """Articles that were not offered, drafts of others, slugs that are none."""
    anna = library.anna
    await told(library, ANNA["description"])
    offer = await anna.sees_new("Похоже, ответ уже есть")
    draft = offer["reply_markup"]["inline_keyboard"][0][0]["callback_data"].split(":")[1]
    for data in (
        f"i:{draft}:article:reset-password",
        f"i:{draft}:article:../etc",
        f"i:{draft}:article:",
        "i:000000000000:article:printer",
        "f:show:nothing:0",
        "f:helped:nothing:0",
    ):
        assert "устарела" in await forge(library, anna, anna.chat, offer["message_id"], data)
    for data in ("f:show:A B:0", "f:list::-5", "f:list::99999999", f"i:{draft}:found:sure"):
        await forge(library, anna, anna.chat, offer["message_id"], data)
    assert await set_aside(library) == 0
    assert (await counted(library))[1] == 0


# -- by searching


async def test_anybody_may_search(library: Town) -> None:
    """/faq with words, without them, and where nothing is found; reading and «Помогло» are counted."""
    anna = library.anna
    await anna.says("/faq не печатает")
    shown = await anna.sees_new("Возможно, это оно")
    assert captions(shown)[0] == "Не печатает принтер"
    await anna.presses("Не печатает принтер")
    read = await anna.sees_new("горит зелёная лампа")
    assert read["message_id"] == shown["message_id"]
    await anna.presses("Помогло")
    await library.settled()
    assert "Помогло" not in captions(now(anna, read))
    assert await counted(library) == (1, 1)
    await forge(library, anna, anna.chat, read["message_id"], "f:helped:printer:0")
    await library.settled()
    assert await counted(library) == (1, 1)
    await library.forward(hours=25)
    await forge(library, anna, anna.chat, read["message_id"], "f:helped:printer:0")
    await library.settled()
    assert await counted(library) == (1, 2)

    await anna.says("/faq кракозябра")
    await anna.sees_new("«кракозябра» ничего не нашлось", "http://support.barier.pro/")
    await anna.presses("Все статьи")
    everything = await anna.sees_new("/faq как сбросить пароль")
    assert captions(everything)[:3] == [
        "Как сбросить пароль",
        "Мигает красная лампа на принтере",
        "Не печатает принтер",
    ]


async def test_a_request_begun_under_an_article_names_it(library: Town) -> None:
    """Found by searching, read, and of no help: it goes with the request, and is not offered once more."""
    anna, boris = library.anna, library.boris
    await anna.says("/faq не печатает")
    await anna.sees_new("Возможно, это оно")
    await anna.presses("Не печатает принтер")
    await anna.sees_new("горит зелёная лампа")
    await anna.presses("Не помогло, оформить заявку")
    await anna.sees_new("персональных данных")
    await anna.presses("Даю согласие")
    for n, words in enumerate([*list(ANNA.values())[:5], ANNA["description"]], start=1):
        await anna.sees_new(f"{n} из 7")
        await anna.says(words)
    offer = await anna.sees_new("Похоже, ответ уже есть")
    assert "Мигает красная лампа на принтере" in captions(offer)
    assert "Не печатает принтер" not in captions(offer)
    await anna.presses("Не то, оформляем дальше")
    await anna.sees_new("7 из 7")
    await anna.says(ANNA["steps"])
    for button in ("Что-то не работает", "частично", "Без файлов"):
        await library.settled()
        await anna.presses(button)
    await anna.sees_new("Проверьте", "Не печатает принтер")
    await anna.presses("Отправить заявку")
    await anna.sees_new("Заявка зарегистрирована")
    await boris.sees("BAR-000001", "Не помогла статья: Не печатает принтер")


async def test_without_articles_the_link_is_the_answer(town: Town) -> None:
    """/faq leads to where the regulation's own are."""
    await town.anna.says("/faq")
    shown = await town.anna.sees_new("Ответы на частые вопросы: http://support.barier.pro/")
    assert captions(shown) == ["Новая заявка"]
    await town.registers(town.anna)
    town.anna.does_not_see("Похоже, ответ уже есть")


@pytest.mark.parametrize("library", ["gravity"], indirect=True)
async def test_where_the_regulation_offers_its_own_ours_are_a_tap_away(library: Town) -> None:
    """gravity 1.2: the link first, and a look at our articles beside it."""
    anna = library.anna
    await begins(library)
    offer = await anna.sees_new("п. 1.2 Регламента")
    await anna.presses("Посмотреть наши статьи")
    await anna.sees_new("Ответы на частые вопросы")
    assert "Посмотреть наши статьи" in captions(now(anna, offer))
