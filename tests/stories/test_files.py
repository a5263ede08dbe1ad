"""Pictures and documents: judged by what they hold, answered once per album, and never lost."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from tests.stories.conftest import Town
from tests.stories.pictures import archive, picture


async def at_files(town: Town) -> None:
    """An intake up to the question for screenshots."""
    await town.answers_all(town.anna)
    await town.anna.sees_new("О чём заявка?")
    await town.anna.presses("Что-то не работает")
    await town.anna.sees_new("Насколько")
    await town.anna.presses("Ничего не работает")
    await town.anna.sees_new("Скриншоты")


async def test_an_album_is_one_step_and_reaches_staff_as_an_album(town: Town) -> None:
    """Two screenshots sent together are answered once, registered with the ticket, and shown to staff under the card."""
    await at_files(town)
    await town.anna.attaches(picture(), picture(colour="red"), caption="вот так выглядит")
    await town.anna.sees_new("Получил все 2")
    await town.anna.sees_new("2 файла:")
    await town.anna.presses("Готово")
    await town.anna.sees_new("Проверьте", "2 файла")
    await town.anna.presses("Отправить заявку")
    await town.anna.sees_new("Заявка зарегистрирована")
    await town.settled()

    assert sum("Получил" in str(m.get("text")) for m in town.anna.messages()) == 1
    await town.boris.sees("BAR-000001", "Вложения: 2")
    photos = [m for m in town.boris.messages() if "photo" in m]
    assert len(photos) == 2
    assert len({m["media_group_id"] for m in photos}) == 1


async def test_a_file_is_judged_by_its_content_and_the_rest_is_kept(town: Town) -> None:
    """A page that calls itself PNG is refused by name with what to do; the good ones beside it stay (п. 7.6)."""
    await at_files(town)
    await town.anna.attaches(
        ("схема.png", b"<html><script>alert(1)</script></html>"),
        ("снимок.bin", picture()),
        ("экран.bmp", picture("BMP")),
        ("экран.zip", archive(screen_bmp=picture("BMP"))),
        ("набор.zip", archive(virus_exe=b"MZ" + b"\0" * 200)),
        as_="document",
    )

    told = str((await town.anna.sees_new("Не принято"))["text"])
    assert "Получил все 2: снимок.bin, экран.zip" in told
    assert "схема.png — такие файлы не принимаем" in told
    assert "экран.bmp — упакуйте BMP в архив" in told
    assert "набор.zip — в архиве могут быть только картинки" in told
    assert told.count("п. 7.6") == 3
    await town.anna.sees_new("2 файла: снимок.bin, экран.zip")


async def test_a_picture_before_any_question_is_not_lost(town: Town) -> None:
    """Somebody who sends the screenshot first finds it in the request they then make."""
    await town.anna.says("/help")
    await town.anna.sees("/new")
    await town.anna.attaches(picture())
    await town.anna.sees_new("Получил")
    await town.anna.sees_new("Пока не зарегистрировано")
    await town.anna.presses("Оформить заявку")
    await town.anna.sees_new("персональных данных")
    await town.anna.presses("Даю согласие")
    for label, key in (
        ("1 из 7", "ООО «Ромашка»"),
        ("2 из 7", "Соколова Анна"),
        ("3 из 7", "Бухгалтер"),
        ("4 из 7", "+7 916 123-45-67"),
        ("5 из 7", "anna@romashka.example"),
        ("6 из 7", "Не открывается отчёт за октябрь"),
        ("7 из 7", "Открыть отчёты, выбрать октябрь"),
    ):
        await town.anna.sees_new(label)
        await town.anna.says(key)
    await town.anna.sees_new("О чём заявка?")
    await town.anna.presses("Изменить настройки")
    await town.anna.sees_new("1 файл: photo-")


async def test_a_screenshot_answers_a_question(town: Town) -> None:
    """Asked for a picture, the requester sends one with a caption; staff get both and the clock goes on."""
    await town.set_clock("2026-11-23T10:00:00+03:00")
    await town.registers(town.anna)
    await town.boris.presses("Спросить")
    ask = await town.boris.sees_new("вопросом по BAR-000001")
    await town.boris.says("Пришлите снимок экрана", reply_to=ask)
    await town.anna.sees("У нас вопрос")
    await town.settled()

    await town.anna.attaches(picture(), caption="Вот он")
    await town.boris.sees("Заявитель отвечает", "Вот он")
    await town.settled()
    assert any("photo" in m for m in town.boris.messages())
    await town.boris.sees("BAR-000001", "В работе")


async def test_files_of_staff_reach_the_requester_by_chat_and_letter(town: Town) -> None:
    """A document in reply to the card goes to the chat, and into the letter with its Russian name."""
    await town.registers(town.anna)
    code = str((await town.mailbox.gets("Код:"))["text"]).split("Код: ")[1][:6]
    await town.anna.says(code)
    await town.anna.sees_new("подтверждён")
    await town.settled()
    card = await town.boris.sees("BAR-000001", "ООО «Ромашка»")

    await town.boris.attaches(("Инструкция по печати.pdf", PDF), as_="document", caption="См. стр. 2", reply_to=card)
    await town.anna.sees("Отвечает Борис Иванов", "См. стр. 2")
    await town.anna.sees("[Инструкция по печати.pdf]")
    letter = await town.mailbox.gets("Отвечает Борис Иванов", "См. стр. 2", to="anna@romashka.example")
    await town.settled()

    assert [one["name"] for one in letter["attachments"]] == ["Инструкция по печати.pdf"]


async def test_a_letter_in_the_mailbox_is_a_proper_one(town: Town) -> None:
    """Number in the subject, stable Message-ID, thread, Auto-Submitted, and the same words in text and HTML."""
    await town.registers(town.anna)
    await town.boris.presses("Взять")
    await town.settled()
    one = raw(town, await town.mailbox.gets("Код:"))
    two = raw(town, await town.mailbox.gets("Взяли в работу"))

    assert re.fullmatch(r"<bar-000001\.1\.registered\.[a-z2-7]{10}@barier\.example>", one["Message-ID"])
    assert two["In-Reply-To"] == two["References"] == one["Message-ID"]
    assert one["Auto-Submitted"] == "auto-generated"
    assert str(one["Subject"]) == str(two["Subject"]) == "[BAR-000001] Ваша заявка"
    plain, html = (one.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    code = plain.get_content().split("Код: ")[1][:6]
    assert code in html.get_content()
    for hidden in ("Ромашка", "Соколова", "принтер", "916"):
        assert hidden not in plain.get_content() + html.get_content()


def raw(town: Town, letter: dict[str, Any]) -> EmailMessage:
    """The letter as it came over the wire."""
    found = message_from_bytes(town.sandbox.world.mailbox.raw(letter["id"]) or b"", policy=default)
    assert isinstance(found, EmailMessage)
    return found


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
