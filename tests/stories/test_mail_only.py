"""Who lives by mail alone: each answer in the conversation it belongs to, verdict and rating in words, the form filled in anywhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from email import message_from_bytes

import pytest

from bot.sandbox.person import Json
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from domain.ticket import Status, Ticket
from tests.stories.conftest import Town, at_work, on_monday
from tests.stories.moves import completes
from tests.stories.posts import PETR, SERVER, answer, letter, outcomes, posts
from tests.stories.test_doors import caller, numbers

FORM = caller().split("\n", 1)[1]


@pytest.fixture
async def town(sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    """A town that has pages, and whose mail server says whom it believes, on a Monday morning."""
    given = settings.model_copy(update={"mail_authserv": SERVER, "public_url": "https://desk.example"})
    async with on_monday(sandbox, given) as town:
        yield town


def header(town: Town, told: Json, name: str) -> str:
    """A header of a letter as it went out, unfolded."""
    raw = town.sandbox.world.mailbox.raw(told["id"]) or b""
    return " ".join(str(message_from_bytes(raw)[name] or "").split())


def named(raw: bytes) -> str:
    """The Message-ID of a letter."""
    return str(message_from_bytes(raw)["Message-ID"])


async def request(town: Town) -> Ticket:
    return await town.app.clerk.read(lambda desk: desk.tickets.get("BAR-000001"))


async def closed(town: Town) -> Json:
    """Pyotr's request is done, and he has confirmed it by letter: the letter that asks for a rating."""
    await posts(town, letter(FORM))
    told = await town.mailbox.gets("[BAR-000001]", to=PETR)
    await completes(town, "Заменили замок на складе")
    await posts(town, answer(told, "Подтверждаю"), to=told["reply_to"])
    return await town.mailbox.gets("Заявка закрыта", to=PETR)


# -- answers to letters are replies


async def test_what_the_desk_answers_by_itself_is_a_reply_to_the_letter(town: Town) -> None:
    """RFC 3834: In-Reply-To and References name it, the subject is theirs, and it says that no person wrote it."""
    blank = letter("", subject="")
    await posts(town, blank)
    told = await town.mailbox.gets("без текста", to=PETR)
    assert told["in_reply_to"] == told["references"] == named(blank)
    assert header(town, told, "Auto-Submitted") == "auto-replied"
    assert header(town, told, "X-Auto-Response-Suppress") == "All"

    first = letter(FORM)
    await posts(town, first)
    told = await town.mailbox.gets("[BAR-000001]", to=PETR)
    assert told["in_reply_to"] == told["references"] == named(first)
    assert header(town, told, "Auto-Submitted") == "auto-replied"


@pytest.mark.parametrize("city", ["insales"], indirect=True)
async def test_a_letter_that_is_none_is_answered_under_its_own_subject(city: Town) -> None:
    """insales: the conversation stays together; of a stranger's subject nothing is sent on that could lead anybody anywhere."""
    raw = letter("Не видно корзину", subject="RE: Корзина")
    await posts(city, raw)
    told = await city.mailbox.gets("не зарегистрировано", to=PETR)
    assert told["subject"] == "Re: Корзина"
    assert told["in_reply_to"] == told["references"] == named(raw)
    assert header(city, told, "Auto-Submitted") == "auto-replied"

    for n, subject in enumerate(("Зайдите на evil.example", "Звоните 8 (800) 555-35-35", "Пишите @evil")):
        address = f"victim{n}@else.example"
        await posts(city, letter("Выигрыш", subject=subject, by=address), by=address)
        told = await city.mailbox.gets("не зарегистрировано", to=address)
        assert "evil" not in told["subject"] + told["text"]
        assert "800" not in told["subject"] + told["text"]
        assert told["in_reply_to"]


async def test_later_letters_of_theirs_are_woven_into_the_thread_and_nobody_elses(town: Town) -> None:
    """RFC 5322, 3.6.4: an answer names the letter it answers; what Eve wrote to other requests is not named to Pyotr."""
    first = letter(FORM)
    await posts(town, first)
    told = await town.mailbox.gets("[BAR-000001]", to=PETR)
    second = answer(told, "Теперь и второй склад")
    await posts(town, second, to=told["reply_to"])
    stranger = answer(told, "И у меня", by="eve@elsewhere.example", name="Ева")
    await posts(town, stranger)
    card = await town.boris.sees("BAR-000001", "ООО «Василёк»")
    await town.boris.says("Перезапустите службу", reply_to=card)
    reply = await town.mailbox.gets("Перезапустите службу", to=PETR)
    started = await town.mailbox.gets("Взяли в работу", to=PETR)
    assert started["in_reply_to"] == named(second)
    assert started["references"].split() == [named(first), told["message_id"], named(second)]
    assert reply["references"].split() == [*started["references"].split(), started["message_id"]]
    assert header(town, reply, "Auto-Submitted") == "auto-generated"

    # Of a long thread the first letter and the newest are named.
    for n in range(9):
        await posts(town, answer(reply, f"Проверил ещё раз, узел {n}"), to=reply["reply_to"])
    await town.boris.says("Спасибо, смотрим", reply_to=card)
    reply = await town.mailbox.gets("Спасибо, смотрим", to=PETR)
    ids = reply["references"].split()
    assert (len(ids), ids[0], ids[-1]) == (9, named(first), reply["in_reply_to"])

    refused = answer(reply, "Вот файл", files=(("запуск.exe", b"MZ" + b"\0" * 300),))  # type: ignore[arg-type]
    await posts(town, refused, to=reply["reply_to"])
    told = await town.mailbox.gets("Приняты не все файлы", to=PETR)
    assert told["in_reply_to"] == named(refused)
    assert header(town, told, "Auto-Submitted") == "auto-replied"


# -- verdict and rating in words


async def test_the_letters_say_how_to_answer_them_in_words(town: Town) -> None:
    """barier 4.8, 4.9: one line beside the links; and the answer to the verdict is a reply to it."""
    await posts(town, letter(FORM))
    told = await town.mailbox.gets("[BAR-000001]", to=PETR)
    await completes(town, "Заменили замок на складе")
    done = await town.mailbox.gets("Заменили замок", "Подтвердить решение", to=PETR)
    line = "Можно и просто ответить на это письмо: «Подтверждаю» или «Не решено:» и что осталось."
    assert line in done["text"]
    assert line in done["html"]
    again = answer(done, "Не решено: второй замок заклинило")
    await posts(town, again, to=done["reply_to"])
    told = await town.mailbox.gets("Снова в работе", to=PETR)
    assert told["in_reply_to"] == named(again)
    assert header(town, told, "Auto-Submitted") == "auto-replied"


async def test_a_rating_is_a_digit_in_the_answer(town: Town) -> None:
    """One rating, the words after it are the comment; a digit elsewhere, or without the reply address, is none."""
    told = await closed(town)
    assert "Оценить можно и ответом на это письмо: цифра от 1 до 5, а ниже, если хотите, пара слов." in told["text"]
    await posts(town, answer(told, "4", token=False))
    await town.boris.sees("Письмо по закрытой BAR-000001")
    first = town.mailbox.letters(to=PETR)[0]
    await posts(town, answer(first, "2"), to=first["reply_to"])
    await posts(town, answer(told, "5 замков осталось"), to=told["reply_to"])
    assert (await request(town)).rating is None

    stars = answer(told, "4\nБыстро, но без звонка")
    await posts(town, stars, to=told["reply_to"])
    assert (await request(town)).rating == 4
    await town.boris.sees("Оценка ★★★★☆", "Быстро, но без звонка")
    thanks = await town.mailbox.gets("4 из 5", "Быстро, но без звонка", to=PETR)
    assert thanks["in_reply_to"] == named(stars)
    assert header(town, thanks, "Auto-Submitted") == "auto-replied"
    assert sum("4 из 5" in one["text"] for one in town.mailbox.letters(to=PETR)) == 1
    await town.forward(hours=25)
    await posts(town, answer(told, "Оценка 1"), to=told["reply_to"])
    assert (await request(town)).rating == 4


async def test_without_pages_the_words_are_the_only_way_and_without_letters_in_they_are_not_told(
    sandbox: Sandbox, settings: Settings
) -> None:
    """No public address: words only. No incoming mail: not a word of replies."""
    silent = settings.model_copy(update={"lmtp_listen": None})
    for given, told in ((settings, True), (silent, False)):
        home = given.model_copy(update={"data_dir": settings.data_dir / str(told)})
        async with build(home, limits=False) as app:
            town = await at_work(Town(sandbox, app, home))
            number = await phoned(town)
            await completes(town, "Заменили замок на складе")
            done = await town.mailbox.gets(f"[{number}]", "Заменили замок", to=PETR)
            assert ("Можно и просто ответить на это письмо" in done["text"]) is told
            assert "http" not in done["text"]


async def phoned(town: Town) -> str:
    """Boris takes Pyotr's request down by phone; its number."""
    await town.boris.says("/new")
    form = await town.boris.sees_new("заявка по телефону")
    await town.boris.says(caller(), reply_to=form)
    told = await town.boris.sees_new("зарегистрирована")
    await town.settled()
    return str(next(word for word in told["text"].replace("·", " ").split() if word.startswith("BAR-"))).strip(".,")


# -- the form, filled in where it stands


def filled(told: Json, mark: str, **lines: str) -> str:
    """The desk's letter as it is quoted, with words typed behind the colons."""
    shown = []
    for line in told["text"].splitlines():
        label = line.rstrip(":")
        shown.append(f"{mark}{line} {lines[label]}" if label in lines and line.endswith(":") else f"{mark}{line}")
    return "\n".join(shown)


GIVEN = {
    "Организация": "ООО «Василёк»",
    "ФИО": "Ромашкин Пётр Ильич",
    "Должность": "Кладовщик",
    "Телефон": "8 916 765-43-21",
    "Вид заявки": "1",
    "Влияние": "1",
}


@pytest.mark.parametrize("mark", ["> ", ""])
@pytest.mark.parametrize("words", ["", "Заполнил ниже", "Спасибо!"])
async def test_a_form_filled_in_inside_the_quotation_counts(town: Town, mark: str, words: str) -> None:
    """barier 4.2, 7.7: as Gmail (marked) and Outlook (unmarked) quote; the rest of our letter is nobody's answer."""
    await posts(town, letter("Не открывается склад, помогите"))
    told = await town.mailbox.gets("[BAR-000001]", "Организация:", to=PETR)
    await town.forward(minutes=5)
    head = '21.11.2026, 14:05, "Поддержка" <support@barier.example>:'
    raw = letter(
        f"{words}\n\n{head}\n{filled(told, mark, **GIVEN)}",
        subject=f"Re: {told['subject']}",
        to=told["reply_to"],
        In_Reply_To=told["message_id"],
    )
    await posts(town, raw, to=told["reply_to"])
    ticket = await request(town)
    assert ticket.status is Status.REGISTERED
    assert ticket.answers["organization"] == "ООО «Василёк»"
    assert ticket.answers["phone"] == "+79167654321"
    assert (ticket.answers["name"], ticket.answers["position"]) == ("Ромашкин Пётр Ильич", "Кладовщик")
    assert ticket.impact == "down"
    told = await town.mailbox.gets("Спасибо, это всё, что нужно", "Срок: 23 ноября, 14:35", to=PETR)
    assert told["in_reply_to"] == named(raw)
    assert header(town, told, "Auto-Submitted") == "auto-replied"
    await town.boris.sees("BAR-000001 · Зарегистрирована", "ООО «Василёк»")


async def test_an_untouched_quotation_answers_nothing(town: Town) -> None:
    """Our own form comes back in every reply: with nothing in it the clock goes on standing; a question's words are no value."""
    await posts(town, letter("Не открывается склад, помогите"))
    told = await town.mailbox.gets("[BAR-000001]", "Организация:", to=PETR)
    raw = letter(filled(told, "> "), subject="Re", to=told["reply_to"], In_Reply_To=told["message_id"])
    await posts(town, raw, to=told["reply_to"])
    await town.boris.sees("Ничего нового")
    ticket = await request(town)
    assert ticket.status is Status.CLARIFICATION
    assert not ticket.answers["organization"]


async def test_the_form_of_a_letter_on_no_request_counts_as_well(town: Town) -> None:
    """Whoever sent an empty letter fills in the form that came back, inside the quotation, and is registered by that."""
    await posts(town, letter("", subject=""))
    told = await town.mailbox.gets("без текста", "Описание:", to=PETR)
    lines = GIVEN | {"Описание": "Не открывается склад с утра"}
    raw = letter(
        f"Вот\n\n{filled(told, '> ', **lines)}", subject=f"Re: {told['subject']}", In_Reply_To=told["message_id"]
    )
    await posts(town, raw)
    assert await numbers(town) == ["BAR-000001"]
    ticket = await request(town)
    assert ticket.answers["organization"] == "ООО «Василёк»"
    assert "Не открывается склад с утра" in ticket.answers["description"]
    assert "##-" not in ticket.answers["description"]
    assert await outcomes(town) == ["empty", "registered"]
