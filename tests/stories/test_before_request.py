"""Before a request is taken, and instead of one: articles first, answers that are links, help from outside."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.person import Person
from domain.ports import Desk
from domain.usecases.faq import FOUND
from tests.stories.conftest import Town
from tests.stories.moves import begins, presses_more, registers
from tests.stories.pictures import picture
from tests.stories.test_dialogue import taken
from tests.stories.test_intruders import forge, set_aside

ARTICLE = "https://help.example.org/podpis"


def _found(desk: Desk) -> int:
    return desk.counters.get(FOUND)


def _has(who: Person, message: dict[str, Any], caption: str) -> bool:
    """Whether the message has such a button now."""
    now = next(m for m in who.messages() if m["message_id"] == message["message_id"])
    return caption in str(now.get("reply_markup"))


# -- articles first


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_articles_are_offered_first_and_may_make_the_request_needless(city: Town) -> None:
    """gravity 1.2: the manual and the FAQ before anything is asked; whoever finds the answer there is done."""
    anna = city.anna
    await begins(city)
    offer = await anna.sees_new("инструкцию", "п. 1.2 Регламента", "https://bell-api-management.ru")
    assert "1 из" not in offer["text"]
    await anna.presses("Нашлось, спасибо")
    await anna.sees_new("Рады, что нашлось")
    await city.settled()
    assert await city.app.clerk.read(_found) == 1

    assert not _has(anna, offer, "Нашлось")
    await begins(city, first=False)
    await anna.sees_new("п. 1.2 Регламента")
    await anna.presses("Не нашлось, дальше")
    await anna.sees_new("1 из 5")
    await anna.presses("Назад")
    await anna.sees_new("п. 1.2 Регламента")
    assert await city.app.clerk.read(_found) == 1


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_what_was_written_before_the_articles_is_kept(city: Town) -> None:
    """A request that began with words shows them beside the articles; nothing is thrown away unasked, nothing asked twice."""
    anna = city.anna
    await anna.says("Не открывается список API, ошибка 502")
    await anna.sees_new("Оформить")
    await anna.presses("Оформить заявку")
    await anna.sees_new("согл")
    await anna.presses("Даю согласие")
    offer = await anna.sees_new("п. 1.2", "Вы написали", "ошибка 502")
    await anna.presses("Нашлось, спасибо")
    await anna.sees_new("Рады, что помогло", "30 дней")
    assert await city.app.clerk.read(_found) == 1
    await anna.presses("Всё-таки зарегистрировать")
    await anna.sees_new("2 из 5")
    assert not _has(anna, offer, "Нашлось")


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_words_in_place_of_a_tap_wait_for_the_description(city: Town) -> None:
    """Somebody who tells their problem where articles are offered has told it: it is shown when it is asked for."""
    anna = city.anna
    await begins(city)
    await anna.sees_new("п. 1.2")
    await anna.says("Не открывается список API, ошибка 502")
    await anna.sees_new("1 из 5", "Вы написали", "ошибка 502")
    await anna.presses("Оставить как есть")
    await anna.sees_new("2 из 5")


@pytest.mark.parametrize("city", ["megafon"], indirect=True)
async def test_a_hint_is_skipped_by_one_tap(city: Town) -> None:
    """megafon: the portal may be looked at first, and no number is cited where the source has none."""
    anna = city.anna
    await begins(city)
    told = await anna.sees_new("портале", "по Регламенту", "https://www.megafon.ru")
    assert "без номера" not in told["text"]
    await anna.presses("Не нашлось, дальше")
    await anna.sees_new("1 из 4")


@pytest.mark.parametrize("city", ["e-doc"], indirect=True)
async def test_the_article_that_did_not_help_goes_with_the_request(city: Town) -> None:
    """e-doc 10: its link, sent where articles are offered, is not asked for again; staff and the record have it."""
    anna = city.anna
    await begins(city)
    await anna.sees_new("Справочный центр", "п. 10 Регламента")
    await anna.says(ARTICLE)
    await anna.sees_new("О чём заявка?")
    await anna.presses("Ошибка, недоработка")
    for n, words in enumerate(("Анна Соколова", "anna@romashka.example", "ООО «Ромашка»", "Не подписывается"), start=1):
        await anna.sees_new(f"{n} из 4")
        await anna.says(words + (" договор" if n == 4 else ""))
    await anna.sees_new("Скриншоты")
    await anna.presses("Без файлов")
    summary = await anna.sees_new("Проверьте", ARTICLE)
    assert summary["text"].count(ARTICLE) == 1
    await anna.presses("Отправить заявку")
    await anna.sees_new("Заявка зарегистрирована")
    await city.settled()
    card = await city.boris.sees("EDOC-000001", ARTICLE)
    assert card["text"].count(ARTICLE) == 1
    assert await city.app.clerk.read(lambda desk: desk.tickets.get("EDOC-000001").article) == ARTICLE


async def test_usual_questions_are_a_line_where_the_regulation_demands_no_more(town: Town) -> None:
    """barier 7.8: the FAQ is offered at the intake, beside the first question only."""
    await town.anna.says("/start")
    await town.anna.sees_new("персональных данных")
    await town.anna.presses("Даю согласие")
    await town.anna.sees_new("1 из 7", "http://support.barier.pro/", "п. 7.8")
    await town.anna.says("ООО «Ромашка»")
    second = await town.anna.sees_new("2 из 7")
    assert "support.barier.pro" not in second["text"]


# -- answers that are links


async def test_a_standard_answer_is_a_link_with_its_clause(town: Town) -> None:
    """barier 7.8: «Статья», a link, and the requester reads that it is the standard answer; without a link nothing goes out."""
    number = await taken(town)
    await presses_more(town.boris, "Статья")
    ask = await town.boris.sees_new("ссылкой на статью по BAR-000001")
    await town.boris.says("Посмотрите в инструкции", reply_to=ask)
    await town.boris.sees_new("Здесь нет ссылки")
    await town.boris.says(f"Всё описано здесь: {ARTICLE}.", reply_to=ask)
    await town.boris.sees_new("Статья по BAR-000001")
    await town.anna.sees("Борис Иванов", "Стандартный ответ (п. 7.8 Регламента).", ARTICLE)
    town.anna.does_not_see("Посмотрите в инструкции")
    await town.settled()
    entries = await town.app.clerk.read(lambda desk: desk.journal.of(number))
    assert [(e.facts["article"], e.facts["clause"]) for e in entries if e.kind == "answer"] == [(ARTICLE, "7.8")]


# -- one request, one person


async def test_a_forwarded_message_opens_nothing_to_somebody_else(town: Town) -> None:
    """gravity 2.4, and everywhere: a reply to somebody else's notice, forwarded or forged, never reaches their request."""
    await taken(town)
    told = await town.anna.sees("Взяли в работу")
    john = Person(town.anna.stage, "John")
    forwarded = await john.says(told["text"])
    await john.sees_new("not registered yet")
    await john.says("And my printer too", reply_to=forwarded)
    shown = await john.sees_new("And my printer too")
    assert "Add to BAR" not in str(shown["reply_markup"])
    await forge(town, john, john.chat, shown["message_id"], "t:BAR-000001:answer:")
    await john.says("And mine")
    shown = await john.sees_new("And mine")
    await town.settled()
    town.boris.does_not_see("And m")
    draft = str(shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]).split(":")[1]
    assert "no such request" in await forge(town, john, john.chat, shown["message_id"], f"i:{draft}:to:BAR-000001")
    assert await set_aside(town) == 0
    entries = await town.app.clerk.read(lambda desk: desk.journal.of("BAR-000001"))
    assert not [e for e in entries if e.kind == "message"]


# -- help from outside


@pytest.mark.parametrize("city", ["e-doc"], indirect=True)
async def test_somebody_from_outside_sees_only_what_is_sent_to_them(city: Town) -> None:
    """e-doc 17: one letter with the number and the words; the requester hears that somebody helps, not who."""
    number = await registers(city, "e-doc", description="Не подписывается договор о поставке")
    boris, anna, mailbox = city.boris, city.anna, city.mailbox
    await presses_more(boris, "Привлечь")
    ask = await boris.sees_new("в первой строке почта и имя")
    await boris.says("Павел\nПосмотрите, пожалуйста", reply_to=ask)
    await boris.sees_new("почт")
    await boris.says("pavel@vendor.example Павел", reply_to=ask)
    await boris.sees_new("словами")
    await boris.attaches(picture(), caption="pavel@vendor.example Павел\nПосмотрите", reply_to=ask)
    await boris.sees_new("без файлов")
    assert mailbox.letters(to="pavel@vendor.example") == []

    await boris.says("pavel@vendor.example Павел\nСервис подписи отвечает 500.\nЧто это значит?", reply_to=ask)
    letter = await mailbox.gets(f"[{number}]", "Сервис подписи отвечает 500.", "Что это значит?")
    assert letter["recipients"] == ["pavel@vendor.example"]
    for secret in ("договор", "romashka", "Анна", "Соколова", "Борис"):
        assert secret not in letter["subject"] + letter["text"] + letter["html"]
    told = await anna.sees(number, "специалист со стороны", "п. 17 Регламента")
    assert "avel" not in told["text"]
    await city.settled()
    await boris.sees(number, "Со стороны: Павел pavel@vendor.example")

    await presses_more(boris, "Привлечь")
    again = await boris.sees_new("в первой строке почта и имя")
    await boris.says("pavel@vendor.example\nИ ещё вопрос", reply_to=again)
    await mailbox.gets(f"[{number}]", "И ещё вопрос", to="pavel@vendor.example")
    await city.settled()
    assert sum("специалист со стороны" in str(m.get("text")) for m in anna.messages()) == 1
    entries = await city.app.clerk.read(lambda desk: desk.journal.of(number))
    brought = [(e.audience, "pavel@vendor.example" in str(e.facts)) for e in entries if e.kind == "participant"]
    assert brought == [("public", False), ("staff", True), ("staff", True)]


@pytest.mark.parametrize("city", ["e-doc"], indirect=True)
async def test_a_letter_outside_that_bounces_is_known_to_staff(city: Town) -> None:
    """The requester has nothing to do with it: staff hear which address did not take it."""
    number = await registers(city, "e-doc")
    await city.anna.stage.do("mailbox/refuse", {"address": "pavel@vendor.example", "code": 550})
    await presses_more(city.boris, "Привлечь")
    ask = await city.boris.sees_new("в первой строке почта и имя")
    await city.boris.says("pavel@vendor.example\nПосмотрите", reply_to=ask)
    await city.boris.sees(number, "Письмо на pavel@vendor.example не дошло")
    await city.settled()
    city.anna.does_not_see("pavel@vendor.example")


async def test_where_the_regulation_knows_nobody_from_outside_nobody_is_brought_in(town: Town) -> None:
    """No button, and a forged one is refused."""
    await taken(town)
    shown = await town.boris.sees("BAR-000001", "ООО «Ромашка»")
    assert "Привлечь" not in town.boris.captions()
    await forge(town, town.boris, town.boris.chat, shown["message_id"], "t:BAR-000001:involve:")
    await town.settled()
    town.boris.does_not_see("в первой строке почта")
