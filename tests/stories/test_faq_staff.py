"""FAQ in the staff group: articles are written, changed and dropped there, and requests are answered with them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.articles import read_folder
from bot.wiring import build
from domain.article import BY_HAND, Article
from domain.ports import Desk
from domain.usecases.articles import OnFile, take_in
from tests.stories.articles import OTHER
from tests.stories.bookshelf import told
from tests.stories.conftest import ANNA, Town, captions
from tests.stories.moves import ends_intake, presses_more
from tests.stories.pictures import picture
from tests.stories.test_intruders import forge, set_aside


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


async def test_staff_send_an_article_as_the_standard_answer(library: Town) -> None:
    """«Статья» offers the best matches; the text reaches chat and mailbox, marked as the standard answer of the regulation."""
    anna, boris = library.anna, library.boris
    await told(library, ANNA["description"])
    await anna.sees_new("Похоже, ответ уже есть")
    await anna.presses("Не то, оформляем дальше")
    await anna.sees_new("7 из 7")
    await ends_intake(library)
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
