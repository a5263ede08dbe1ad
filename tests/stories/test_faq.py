"""FAQ: an article may spare somebody the request; what did not help goes with it; staff keep articles and answer with them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.articles import read_folder
from bot.sandbox.person import Json, Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from domain.article import BY_HAND, Article
from domain.ports import Desk
from domain.usecases.articles import OnFile, take_in
from domain.usecases.faq import FOUND
from tests.stories.conftest import ANNA, Town
from tests.stories.moves import begins, presses_more
from tests.stories.pictures import picture
from tests.stories.test_intruders import forge, set_aside

PRINTER = """# Не печатает принтер

Проверьте, что **принтер** включён:

1. горит зелёная лампа
2. есть бумага

Подробно — [в инструкции](https://help.example.org/printer). <b>Не тег</b>
"""
ARTICLES = {
    "printer.ru": PRINTER,
    "printer.en": "# The printer does not print\n\nSwitch the **printer** on.\n",
    "reset-password.ru": "# Как сбросить пароль\n\nНажмите «Забыли пароль?» на странице входа.\n",
    "lamp.ru": "# Мигает красная лампа на принтере\n\nЗакончился тонер: замените картридж.\n",
}
OTHER = "Не открывается отчёт по продажам за октябрь"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    place.mkdir()
    for name, text in ARTICLES.items():
        (place / f"{name}.md").write_text(text, encoding="utf-8")
    return place


@pytest.fixture
async def library(
    request: pytest.FixtureRequest, sandbox: Sandbox, settings: Settings, folder: Path
) -> AsyncIterator[Town]:
    """A town whose desk has articles in a folder; the test may name its regulation."""
    rules = getattr(request, "param", "barier")
    given = settings.model_copy(update={"articles_dir": folder, "regulation": rules})
    async with build(given, limits=False) as app:
        yield Town(sandbox, app, given)


async def told(town: Town, description: str) -> None:
    """Anna's first intake up to her problem."""
    await begins(town)
    for n, words in enumerate([*list(ANNA.values())[:5], description], start=1):
        await town.anna.sees_new(f"{n} из 7")
        await town.anna.says(words)


async def counted(town: Town, name: str = "printer.ru") -> tuple[int, int]:
    """How often an article was offered, and helped."""
    slug, _, language = name.partition(".")

    def look(desk: Desk) -> tuple[int, int]:
        article = desk.articles.get(slug, language)
        assert article is not None
        return article.offered, article.helped

    return await town.app.clerk.read(look)


def found(desk: Desk) -> int:
    return desk.counters.get(FOUND)


def now(who: Person, message: Json) -> Json:
    return next(m for m in who.messages() if m["message_id"] == message["message_id"])


def captions(message: Json) -> list[str]:
    return [b["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for b in row]


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
    await anna.says(ANNA["steps"])
    await anna.sees_new("О чём заявка?")
    await anna.presses("Что-то не работает")
    await anna.sees_new("Насколько")
    await anna.presses("частично")
    await anna.sees_new("Скриншоты")
    await anna.presses("Без файлов")
    await anna.sees_new("Проверьте", "Мигает красная лампа на принтере")
    await anna.presses("Отправить заявку")
    await anna.sees_new("Заявка зарегистрирована")
    await library.settled()
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


# -- staff keep them


async def test_staff_write_show_change_and_drop_an_article(town: Town) -> None:
    """Typed marks and those of the app are kept; agents write, leads drop; the text of a dropped one is shown once more."""
    boris, olga, anna = town.boris, town.olga, town.anna
    await boris.says("/faq")
    await boris.sees_new("Статей пока нет", "/faq add")
    await boris.says("/faq add printer")
    ask = await boris.sees_new("текстом статьи printer.ru")
    await boris.says("Не печатает принтер", reply_to=ask)
    await boris.sees_new("Под названием нет текста")
    await boris.says("# Не печатает принтер\nВключите **его**.\n\n- и бумага", reply_to=ask)
    await boris.sees_new("Статья printer.ru сохранена", "Включите его.", "• и бумага")

    await anna.says("/faq принтер")
    await anna.sees_new("Возможно, это оно")
    await anna.presses("Не печатает принтер")
    await anna.sees_new("Включите его.")

    await boris.says("/faq add printer")
    await boris.sees_new("printer.ru уже есть", "/faq edit printer.ru")
    await boris.says("/faq edit printer")
    ask = await boris.sees_new("Сейчас в ней", "Включите **его**.")
    await boris.says(
        "Не печатает принтер\n[Смотрите](https://a.example.org) и [сюда](javascript:alert(1))", reply_to=ask
    )
    await boris.sees_new("Статья printer.ru изменена", "Смотрите")
    await boris.says("/faq show printer")
    await boris.sees_new("printer.ru", "Борис Иванов", "предложена: 1, помогла: 0")
    await boris.says("/faq add printer.en")
    ask = await boris.sees_new("текстом статьи printer.en")
    await boris.attaches(picture(), caption="The printer", reply_to=ask)
    await boris.sees_new("без файлов")
    await boris.says("The printer does not print\nSwitch it on", reply_to=ask)
    await boris.sees_new("Статья printer.en сохранена")

    await olga.says("/faq drop printer")
    await olga.sees_new("руководитель")
    await boris.says("/faq drop printer")
    await boris.sees_new("Статья printer.ru убрана", "Смотрите")
    await boris.says("/faq drop printer.ru")
    await boris.sees_new("Статьи printer.ru нет")
    await boris.says("/faq")
    shown = await boris.sees_new("printer.en", "The printer does not print")
    assert "printer.ru" not in shown["text"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("/faq add", "/faq add reset-password"),
        ("/faq nonsense", "/faq show reset-password"),
        ("/faq show a b", "/faq show reset-password"),
        ("/faq add сброс", "латинские буквы"),
        ("/faq add a.fr", "ru, en, kk"),
        ("/faq add ../../etc/passwd", "не годится для имени"),
        ("/faq add " + "a" * 33, "не годится для имени"),
        ("/faq edit nothing", "Статьи nothing нет"),
        ("/faq show <b>", "не годится для имени"),
    ],
)
async def test_nonsense_is_answered_with_what_would_be_right(town: Town, typed: str, says: str) -> None:
    """Nobody has to guess how the command goes."""
    await town.boris.says(typed)
    await town.boris.sees_new(says)


async def test_a_long_list_is_turned_over(town: Town) -> None:
    """Ten on a page, for staff and for requesters."""

    def fill(desk: Desk) -> None:
        for n in range(23):
            desk.articles.put(Article(f"article-{n:02}", "ru", f"Статья {n:02}", "Слова", "Борис", desk.now()))

    await town.app.clerk.do(fill)
    for who, first in ((town.boris, "article-00"), (town.anna, "Статья 00")):
        await who.says("/faq")
        shown = await who.sees_new("1/3")
        assert first in shown["text"] + str(captions(shown))
        await who.presses("›")
        await who.sees_new("2/3")
        await who.presses("›")
        shown = await who.sees_new("3/3")
        assert "22" in shown["text"] + str(captions(shown))
        assert "›" not in captions(shown)


async def test_files_win_over_files_and_not_over_staff(library: Town, folder: Path) -> None:
    """At start: new and changed ones come in, those that are gone go; what staff wrote or changed stays."""
    boris = library.boris
    await boris.says("/faq edit lamp")
    ask = await boris.sees_new("Сейчас в ней")
    await boris.says("Лампа\nСвой текст", reply_to=ask)
    await boris.sees_new("изменена")
    (folder / "printer.ru.md").write_text("# Принтер\n\nНовое", encoding="utf-8")
    (folder / "reset-password.ru.md").unlink()
    (folder / "Read me.md").write_text("ничего", encoding="utf-8")
    await library.settled()
    for _ in range(
        2
    ):  # the first start leaves everything as it is: a file that cannot be read may be one that was there
        async with build(library.settings, limits=False) as app:
            kept = await app.clerk.read(lambda desk: {a.name: a.body for a in desk.articles.all()})
        assert kept["printer.ru"] == "Новое"
        assert kept["lamp.ru"] == "Свой текст"
        assert ("reset-password.ru" in kept) is (folder / "Read me.md").exists()
        (folder / "Read me.md").unlink(missing_ok=True)


async def test_what_was_loaded_by_hand_outlives_the_folder_read_at_start(library: Town, tmp_path: Path) -> None:
    """`frontdesk faq load` of a second folder: the first drops only its own, and changes nothing that it does not hold."""
    scanner, printer = OnFile("scanner", "ru", "Сканер", "Включите"), OnFile("printer", "ru", "Принтер", "По-нашему")
    lamp = read_folder(library.settings.articles_dir or tmp_path)[0][0]
    assert lamp.slug == "lamp"
    done = await library.app.clerk.do(take_in, found=[scanner, printer, lamp], author=BY_HAND)
    assert (done.added, done.changed, done.kept) == (["scanner.ru"], ["printer.ru"], [])
    (tmp_path / "articles" / "lamp.ru.md").unlink()
    for _ in range(2):
        async with build(library.settings, limits=False) as app:
            kept = await app.clerk.read(lambda desk: {a.name: a.body for a in desk.articles.all()})
        assert (kept["scanner.ru"], kept["printer.ru"]) == ("Включите", "По-нашему")
        assert "lamp.ru" not in kept  # it is the folder's own, loaded once more
    changed = await library.app.clerk.do(
        take_in, found=[OnFile("scanner", "ru", "Сканер", "Выключите")], author=BY_HAND
    )
    assert changed.changed == ["scanner.ru"]


# -- staff answer with them


async def test_staff_send_an_article_as_the_standard_answer(library: Town) -> None:
    """«Статья» offers the best matches; the text reaches chat and mailbox, marked as the standard answer of the regulation."""
    anna, boris = library.anna, library.boris
    await told(library, ANNA["description"])
    await anna.sees_new("Похоже, ответ уже есть")
    await anna.presses("Не то, оформляем дальше")
    await anna.sees_new("7 из 7")
    await anna.says(ANNA["steps"])
    await anna.sees_new("О чём заявка?")
    await anna.presses("Что-то не работает")
    await anna.sees_new("Насколько")
    await anna.presses("частично")
    await anna.sees_new("Скриншоты")
    await anna.presses("Без файлов")
    await anna.sees_new("Проверьте")
    await anna.presses("Отправить заявку")
    await anna.sees_new("Заявка зарегистрирована")
    await library.settled()
    await presses_more(boris, "Статья")
    await library.settled()
    assert {"Не печатает принтер", "Другая (ссылка)"} <= set(boris.captions())
    await boris.presses("Не печатает принтер")
    read = await anna.sees("Борис Иванов", "Стандартный ответ (п. 7.8 Регламента).", "1. горит зелёная лампа")
    assert "text_link" in [e["type"] for e in read["entities"]]
    await library.settled()
    assert "Другая (ссылка)" not in boris.captions()
    entries = await library.app.clerk.read(lambda desk: desk.journal.of("BAR-000001"))
    answer = next(e for e in entries if e.kind == "answer")
    assert (answer.facts["article"], answer.facts["clause"]) == ("Не печатает принтер", "7.8")
    assert "в инструкции (https://help.example.org/printer)" in answer.facts["text"]
    assert "**" not in answer.facts["text"]


async def test_the_letter_holds_the_article_in_plain_words(library: Town) -> None:
    """Who has proved the address reads it there too."""
    anna, boris, mailbox = library.anna, library.boris, library.mailbox
    await library.registers(anna, description=OTHER, steps="Открыть отчёт по продажам")
    await boris.presses("Взять")
    await library.settled()
    letter = await mailbox.gets("Код:", to=ANNA["email"])
    code = re.search(r"Код: (\d{6})", letter["text"])
    assert code
    await anna.says(code[1])
    await anna.sees_new("подтвержд")
    await presses_more(boris, "Статья")
    ask = await boris.sees_new("ссылкой на статью")  # none fits: a link is asked for at once
    await boris.says("https://help.example.org/x", reply_to=ask)
    await boris.sees_new("Статья по BAR-000001")
    shown = await boris.sees("BAR-000001", "ООО «Ромашка»")
    await forge(library, boris, boris.chat, shown["message_id"], "t:BAR-000001:article:printer")
    letter = await mailbox.gets("горит зелёная лампа", "в инструкции (https://help.example.org/printer)")
    assert "**" not in letter["text"]
    hers = await anna.sees("BAR-000001")
    await forge(library, anna, anna.chat, hers["message_id"], "t:BAR-000001:article:printer")
    await forge(library, boris, boris.chat, shown["message_id"], "t:BAR-000001:article:nothing")
    assert await set_aside(library) == 0
