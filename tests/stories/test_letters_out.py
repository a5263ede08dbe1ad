"""Letters that go out: one thread for each address, a way back that is signed, and deeds by link that need no chat."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import parseaddr
from html import unescape
from typing import Any

import aiohttp
import pytest

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from domain.incoming import Incoming
from domain.letters import Letter, LetterState
from domain.people import Place, Speaker
from domain.reply_address import belongs, read_reply_address
from domain.usecases.receive_letter import Registered, receive_letter
from handlers.view.form_names import names
from tests.stories.conftest import Town, at_work
from tests.stories.moves import answers, presses_more, registers
from tests.stories.test_dialogue import complete, completed, taken
from tests.stories.test_files import PDF
from tests.stories.test_mishaps import proves

ANNAS = "anna@romashka.example"
PETR = "petr@vasilek.example"
Fetched = tuple[int, str, dict[str, str]]


@pytest.fixture
async def office(sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    """A town whose desk takes letters in and has a public address."""
    told = settings.model_copy(update={"public_url": "https://desk.example"})
    async with build(told, limits=False, mail_comes_in=True) as app:
        yield await at_work(Town(sandbox, app, told))


async def fetched(town: Town, url: str, method: str = "GET", **form: str) -> Fetched:
    """What somebody gets who follows a link of a letter."""
    there = url.replace("https://desk.example", f"http://127.0.0.1:{town.app.web.port}")
    async with aiohttp.ClientSession() as session, session.request(method, there, data=form or None) as answer:
        text = await answer.text(errors="replace")
        await town.settled()
        return answer.status, re.sub(r"<style>.*?</style>", "", text, flags=re.S), dict(answer.headers)


def links(letter: dict[str, Any]) -> dict[str, str]:
    """Captions and addresses of the links of a letter, as its plain text tells them."""
    return dict(re.findall(r"^(.+): (https://desk\.example/\S+)$", letter["text"], re.M))


def of_text(text: str) -> list[str]:
    """The words of a letter's plain text, without its marks of quotation and the addresses behind its buttons."""
    bare = re.sub(r": https://desk\.example/\S+$|^> ?|^-- $", "", text, flags=re.M)
    return bare.split()


def of_html(html: str) -> list[str]:
    """The words of its HTML that are seen."""
    seen = re.sub(r"<head>.*?</head>|<div style=\"display:none.*?</div>", "", html, flags=re.S)
    return unescape(re.sub(r"<[^>]+>", " ", seen.replace("</a>.", "."))).split()


async def at_home(town: Town, words: str = "Готово, проверьте") -> dict[str, Any]:
    """Anna has proved her address; her ticket is completed. The letter that tells so."""
    await taken(town)
    await proves(town)
    await complete(town, words)
    return await town.mailbox.gets("Заявка завершена", words, to=ANNAS)


# -- one thread


async def test_all_letters_of_a_ticket_are_one_thread(town: Town) -> None:
    """The subject never changes, though the address is proved on the way; each letter answers the one before it.

    The next request of somebody known has its own words there, from the first letter on.
    """
    await completed(town)
    await proves(town)
    await answers(town.boris, "BAR-000001", "Заглянем ещё раз в пятницу")
    last = await town.mailbox.gets("Заглянем ещё раз")
    letters = town.mailbox.letters(ANNAS)
    assert {one["subject"] for one in letters} == {"[BAR-000001] Ваша заявка"}
    first, *later = letters
    assert first["in_reply_to"] == first["references"] == ""
    for before, one in zip(letters, later, strict=False):
        assert one["in_reply_to"] == before["message_id"]
        assert one["references"].split()[0] == first["message_id"]
    assert len(last["references"].split()) == len(letters) - 1
    for one in letters:
        assert of_html(one["html"]) == of_text(one["text"])
        assert parseaddr(one["reply_to"])[1].startswith("support+bar-000001.")
        assert "##- Пишите ответ выше этой черты -##" in one["text"]
        # There is no public address: no links.
        assert "http" not in one["text"] + one["html"]

    number = await town.registers(town.anna, first=False)
    await town.mailbox.gets(f"[{number}] Не подписывается договор: сервис подписи отвечает ошибкой 500", to=ANNAS)


async def test_a_second_address_and_somebody_from_outside_have_threads_of_their_own(
    sandbox: Sandbox, settings: Settings
) -> None:
    """e-doc: what goes to Pavel goes on from what went to Pavel; the requester's thread is nothing to him."""
    async with build(settings.model_copy(update={"regulation": "e-doc"}), limits=False, mail_comes_in=True) as app:
        town = await at_work(Town(sandbox, app, settings))
        number = await registers(town, "e-doc")
        for words in (
            "pavel@vendor.example Павел\nСервис подписи отвечает 500.",
            "pavel@vendor.example\nА теперь 502.",
        ):
            await presses_more(town.boris, "Привлечь")
            ask = await town.boris.sees_new("в первой строке почта и имя")
            await town.boris.says(words, reply_to=ask)
            await town.mailbox.gets(words.split("\n")[1], to="pavel@vendor.example")
            await town.settled()
        one, two = town.mailbox.letters("pavel@vendor.example")
        assert one["references"] == ""
        assert two["references"] == two["in_reply_to"] == one["message_id"]
        assert one["subject"] == two["subject"] == f"[{number}] Просим вашей помощи"
        assert "500" not in two["text"] + two["html"]

        await presses_more(town.boris, "Убрать привлечённого")
        await town.boris.presses("Убрать: Павел")
        await town.settled()
        card = await town.boris.sees(number, "В работе")
        assert "pavel@vendor.example" not in card["text"]
        said = await town.app.clerk.read(lambda desk: [e.facts for e in desk.journal.of(number)])
        assert any(facts.get("removed") for facts in said)


async def test_a_letter_that_became_a_request_heads_its_thread(office: Town) -> None:
    """Petr's mail program shows his letter and our answer as one conversation; the answer says that no person wrote it."""
    theirs = "<CAJ+long-Id_123@mail.example>"

    def came(desk: Any) -> str:
        now = desk.now()
        by = Speaker(Place("email", PETR), PETR, "Пётр", now)
        said = Incoming(by, subject="Склад", text="Не открывается склад", trusted=True)
        became = receive_letter(desk, said=said, received_at=now, names=names())
        assert isinstance(became, Registered)
        number = became.ticket.number
        kept = Letter("k", "0" * 64, 9, "inbox", now, now, author=PETR, message_id=theirs, ticket=number, entry=1)
        kept.state = LetterState.DONE
        desk.letters.add(kept)
        return number

    number = await office.app.clerk.do(came)
    first = await office.mailbox.gets(f"[{number}]", to=PETR)
    assert first["references"] == first["in_reply_to"] == theirs
    assert first["auto_submitted"] == "auto-replied"
    await office.settled()
    await office.boris.presses("Спросить")
    await office.boris.says("Перезапустите службу", reply_to=await office.boris.sees_new("вопросом по"))
    second = await office.mailbox.gets("Перезапустите службу", to=PETR)
    assert second["references"].split() == [theirs, *second["references"].split()[1:]]
    assert first["message_id"] in second["references"].split()
    assert second["auto_submitted"] == "auto-generated"


async def test_the_way_back_is_signed_for_each_correspondent(office: Town) -> None:
    """Reply-To finds the ticket for Anna, in any case of letters, and for nobody else; the line for replies stands on top."""
    await taken(office)
    letter = await office.mailbox.gets("Взяли в работу", to=ANNAS)
    assert letter["text"].startswith("##- Пишите ответ выше этой черты -##\n")
    address = parseaddr(letter["reply_to"])[1]
    assert len(address.split("@")[0]) <= 64
    assert address.startswith("support+bar-000001.")
    tokens = await office.app.clerk.read(lambda desk: desk.tokens)
    for written in (address, address.upper(), f"<{address}>"):
        found = read_reply_address(written)
        assert found is not None
        assert belongs(tokens, found[0], "Anna@Romashka.example", found[1])
        assert not belongs(tokens, found[0], PETR, found[1])
        assert not belongs(tokens, "BAR-000002", ANNAS, found[1])
    raw = (office.sandbox.world.mailbox.raw(letter["id"]) or b"").decode()
    assert "X-Frontdesk-Loop: " in raw
    assert "List-Unsubscribe" not in raw

    await complete(office, "Готово, проверьте")  # nobody proved this address: nothing is decided from there
    assert not [one for one in office.mailbox.letters(ANNAS) if "/v/" in one["text"] + one["html"]]


# -- deeds by link


async def test_a_link_confirms_only_when_its_button_is_pressed(office: Town) -> None:
    """Whatever follows links by itself changes nothing; a second press says that it is done; the rating follows."""
    letter = await at_home(office)
    url = links(letter)["Подтвердить решение"]
    assert of_html(letter["html"]) == of_text(letter["text"])
    for method in ("GET", "HEAD", "GET"):
        status, _, headers = await fetched(office, url, method)
        assert status == 200
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
    _, page, _ = await fetched(office, url)
    assert "Проблема решена?" in page
    assert not any(word in page for word in ("Анна", "Соколова", "Ромашка", "romashka", "принтер", "Готово, проверьте"))
    await office.boris.sees("BAR-000001 · Завершена")

    status, page, _ = await fetched(office, url, "POST")
    assert (status, "заявка закрыта как решённая" in page) == (200, True)
    await office.anna.sees("Заявка закрыта")
    status, page, _ = await fetched(office, url, "POST")
    assert (status, "Готово: заявка закрыта" in page) == (200, True)
    closed = await office.mailbox.gets("Заявка закрыта", "Как мы справились", to=ANNAS)
    assert sum("Заявка закрыта" in str(m.get("text")) for m in office.anna.messages()) == 1

    stars = links(closed)["4 ★"]
    await fetched(office, stars)
    office.boris.does_not_see("Оценка ★")
    status, page, _ = await fetched(office, stars, "POST", text="Быстро & <вежливо>")
    assert (status, "ваша оценка — 4 из 5" in page) == (200, True)
    await office.boris.sees("Оценка ★★★★☆", "Быстро & <вежливо>")
    _, page, _ = await fetched(office, url)
    assert "<form" not in page


async def test_a_link_disputes_with_words(office: Town) -> None:
    """Too few words are asked for again, and kept; then the work goes on, and the other link is of the past."""
    letter = await at_home(office)
    url = links(letter)["Не решено"]
    status, page, _ = await fetched(office, url, "POST", text="нет <b>")
    assert status == 422
    assert "нет &lt;b&gt;</textarea>" in page
    await office.boris.sees("BAR-000001 · Завершена")
    status, page, _ = await fetched(office, url, "POST", text="Печатает только первую страницу")
    assert (status, "заявка снова в работе" in page) == (200, True)
    await office.boris.sees("Заявитель: не решено", "Печатает только первую страницу")
    status, page, _ = await fetched(office, links(letter)["Подтвердить решение"], "POST")
    assert (status, "<form" in page) == (200, False)
    await office.boris.sees("BAR-000001 · В работе")
    status, page, _ = await fetched(office, url, "POST", text="Печатает только первую страницу, опять")
    office.boris.does_not_see("опять")


async def test_links_that_were_made_up_or_are_over_are_told_politely(office: Town) -> None:
    """404 for what was never ours, 410 for what has expired, or is of an address that was corrected."""
    letter = await at_home(office)
    url = links(letter)["Подтвердить решение"]
    for forged in (url[:-1] + ("A" if url[-1] != "A" else "B"), url[:-9], url.replace("/v/", "/f/"), url + "x" * 900):
        status, page, _ = await fetched(office, forged)
        assert (status, "Такой страницы нет" in page) == (404, True)
        assert (await fetched(office, forged, "POST"))[0] in (404, 405)

    def moves(desk: Any) -> None:
        ticket = desk.tickets.get("BAR-000001")
        ticket.answers = {**ticket.answers, "email": "other@romashka.example"}

    await office.app.clerk.do(moves)
    assert (await fetched(office, url, "POST"))[0] == 410
    await office.forward(hours=31 * 24)
    status, page, _ = await fetched(office, url)
    assert (status, "Ссылка больше не действует" in page) == (410, True)
    await office.boris.sees("BAR-000001 · Закрыта")


async def test_what_is_too_large_for_a_letter_is_fetched_by_a_link(office: Town) -> None:
    """16 MB: a letter without it, and a link for a month; what it opens is never a page of the desk's."""
    await taken(office)
    await proves(office)
    card = await office.boris.sees("BAR-000001", "ООО «Ромашка»")
    large = PDF + b"\n%" + b"x" * (16 * 1024 * 1024)
    await office.boris.attaches(("Схема сети.pdf", large), as_="document", caption="Вот схема", reply_to=card)
    letter = await office.mailbox.gets("Вот схема", to=ANNAS)
    assert letter["attachments"] == []
    url = links(letter)["Схема сети.pdf"]
    status, content, headers = await fetched(office, url)
    assert (status, len(content)) == (200, len(large))
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%D0%A1")
    assert "sandbox" in headers["Content-Security-Policy"]
    await office.set_clock((office.app.clock.now() + timedelta(days=31)).isoformat())
    assert (await fetched(office, url))[0] == 410
