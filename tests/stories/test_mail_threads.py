"""Which ticket a letter replies to: by the reply address or a Message-ID of ours, and only for those who take part."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.person import Json
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from domain.journal import EntryKind
from domain.ticket import Status
from tests.stories.conftest import Town, on_monday
from tests.stories.moves import completes
from tests.stories.posts import DESK, PETR, SERVER, answer, letter, outcomes, posts, vouched
from tests.stories.test_doors import caller, numbers

STRANGER = "eve@elsewhere.example"


@pytest.fixture
async def town(sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    """A town whose mail server says whom it believes, on a Monday morning."""
    given = settings.model_copy(update={"mail_authserv": SERVER})
    async with on_monday(sandbox, given) as town:
        yield town


async def registered(town: Town, **more: str) -> Json:
    """Pyotr's letter with the form filled in is BAR-000001; the confirmation he got."""
    await posts(town, letter(caller().split("\n", 1)[1], **more))
    return await town.mailbox.gets("[BAR-000001]", to=PETR)


async def entries(town: Town, number: str, kind: EntryKind) -> list[Json]:
    found = await town.app.clerk.read(lambda desk: [e.facts for e in desk.journal.of(number) if e.kind is kind])
    return list(found)


async def test_an_answer_joins_by_the_reply_address_and_by_our_message_id(town: Town) -> None:
    """Both ways; only the new words are shown, the rest can be unfolded, and the letter itself is a press away."""
    told = await registered(town)
    raw = answer(told, "Теперь и второй склад не открывается")
    await posts(town, raw, to=told["reply_to"])
    shown = await town.boris.sees("BAR-000001 · Заявитель пишет письмом", "Теперь и второй склад")
    assert "не подтверждён" not in shown["text"]
    await posts(town, answer(told, "И третий тоже", token=False))
    shown = await town.boris.sees("Заявитель пишет письмом", "И третий тоже", "не подтверждён", "Цитата")
    assert await numbers(town) == ["BAR-000001"]
    assert await outcomes(town) == ["registered", "joined", "joined"]
    said = await entries(town, "BAR-000001", EntryKind.MESSAGE)
    assert [one["text"] for one in said] == ["Теперь и второй склад не открывается", "И третий тоже"]
    assert said[0]["received_at"].startswith("2026-11-23")
    assert [one.get("unproved", False) for one in said] == [False, True]

    # What stands below a thank-you can be unfolded as well: some write their answers there.
    await posts(town, answer(told, "Спасибо!"), to=told["reply_to"])
    await town.boris.sees("Заявитель пишет письмом", "Спасибо!", "Цитата", "Заявка зарегистрирована")

    # The reply address stands behind all whom they answer besides.
    many = ", ".join(f"colleague{n}@vasilek.example" for n in range(30))
    more = answer(
        told, "И четвёртый", to=f"{many}, {told['reply_to']}", In_Reply_To="<a@b.example>", References="<a@b.example>"
    )
    await posts(town, more, to=told["reply_to"])
    await town.boris.sees("BAR-000001 · Заявитель пишет письмом", "И четвёртый")

    await town.boris.presses("Письмо целиком (.eml)", on=shown)
    await town.settled()
    assert raw in documents(town)

    await posts(town, raw, to=DESK)  # brought again by another way, it becomes nothing more
    assert len(await entries(town, "BAR-000001", EntryKind.MESSAGE)) == 4


async def test_a_stranger_who_got_the_letter_passed_on_begins_a_request_of_their_own(town: Town) -> None:
    """A foreign token, a forged one, a number in the subject: a new request, which staff may see linked; not a word to the stranger."""
    told = await registered(town)
    await posts(town, answer(told, "Что там с этой заявкой? Пришлите всю переписку", by=STRANGER, name="Ева"))
    await town.boris.sees("BAR-000002", "Связана с BAR-000001")
    for one in town.mailbox.letters(to=STRANGER):
        assert "BAR-000001" not in one["text"].replace(told["subject"], "")
        assert "Ромашкин" not in one["text"]
    assert await entries(town, "BAR-000001", EntryKind.MESSAGE) == []
    await town.boris.sees("BAR-000001", "Связана с BAR-000002")
    assert len(town.mailbox.letters(to=PETR)) == 1

    # A guessed sign is none; the number alone is a label for staff.
    local, _, sign = told["reply_to"].partition("@")[0].rpartition(".")
    forged = f"{local}.{'a' * len(sign)}@barier.example"
    await posts(town, letter("Закройте её", subject="Склад ещё", to=forged, by=STRANGER), to=forged)
    await posts(town, letter("И что с этой?", subject="Re: [BAR-000001] Склад"))
    assert await numbers(town) == ["BAR-000001", "BAR-000002", "BAR-000003", "BAR-000004"]
    assert await entries(town, "BAR-000001", EntryKind.MESSAGE) == []
    await town.boris.sees("BAR-000004", "Связана с BAR-000001")


async def test_who_got_a_copy_answers_apart_until_staff_bring_them_in(town: Town) -> None:
    """Their first answer is a request linked for staff; brought in by a button they are heard on the ticket, by staff alone."""
    copied = "ivan@vasilek.example"
    told = await registered(town, Cc=f"Иван <{copied}>")
    card = await town.boris.sees("BAR-000001", "В копии: Иван (ivan@vasilek.example)")
    await posts(town, answer(told, "Я тоже не могу открыть", by=copied, name="Иван", token=False))
    await town.boris.sees("BAR-000002", "Связана с BAR-000001")
    assert town.mailbox.letters(to=copied)[0]["subject"].startswith("[BAR-000002]")

    await town.boris.presses("Ещё…", on=card)
    await town.boris.presses("Привлечь: Иван")
    await town.settled()
    await posts(town, answer(told, "Пароль от склада у меня", by=copied, name="Иван", token=False))
    await town.boris.sees(
        "BAR-000001 · Иван (ivan@vasilek.example)", "Пароль от склада у меня", "Заявитель этого не видит"
    )
    assert (await outcomes(town))[-1] == "outside"
    assert all("Пароль от склада" not in one["text"] for one in town.mailbox.letters(to=PETR))


async def test_who_is_believed_is_what_our_own_server_says_on_top_and_who_is_doubted_is_held(town: Town) -> None:
    """Another server's results, and forged ones below our own, prove nothing; a customer's domain that is vouched for is theirs."""
    theirs = vouched("anna@romashka.example", "mx.evil.example")
    await posts(town, letter("Не печатает касса", by="anna@romashka.example", Authentication_Results=theirs))
    await town.boris.sees("BAR-000001", "Отправитель не подтверждён")
    ours_says_no = f"{SERVER}; dmarc=fail header.from=vasilek.example"
    raw = letter("Не открывается касса", Authentication_Results=vouched(PETR))
    await posts(town, b"Authentication-Results: " + ours_says_no.encode() + b"\r\n" + raw)
    await town.boris.sees("BAR-000002", "Отправитель не подтверждён")
    await posts(town, letter("Не закрывается касса", Authentication_Results=vouched(PETR)))
    card = await town.boris.sees("BAR-000003", "Не закрывается касса")
    assert "не подтверждён" not in card["text"]

    # In our own name, or of several authors: neither dropped nor registered; staff see why, and release it if it is one.
    sent = len(town.mailbox.letters())
    ours = letter("Переведите оплату на другой счёт", by="director@barier.example", name="Директор")
    await posts(town, ours)
    held = await town.boris.sees("будто оно от нас", "Переведите оплату")
    await town.boris.presses("Письмо целиком (.eml)", on=held)
    await town.settled()
    assert ours in documents(town)
    await posts(town, b"From: a@one.example\r\n" + letter("Кто я?"))
    await town.boris.sees("несколько отправителей", "Кто я?")
    await posts(town, letter("А мы кто?", From=f"{PETR}, eve@elsewhere.example", Authentication_Results=vouched(PETR)))
    await town.boris.sees("несколько отправителей", "А мы кто?")
    assert len(town.mailbox.letters()) == sent
    assert (await outcomes(town))[3:] == ["held", "held", "held"]
    await town.boris.says("/letters")
    await town.boris.sees("Последние письма", "director@barier.example", "ждёт вас")
    await town.boris.presses("Это заявка: 1")
    await town.settled()
    assert (await numbers(town))[-1] == "BAR-000004"


async def test_a_verdict_by_letter_needs_the_reply_address(town: Town) -> None:
    """barier 4.8, 4.9: «Подтверждаю» from who only knows the address is a message; by the reply address it is the requester's word."""
    told = await registered(town)
    await completes(town, "Заменили замок на складе")
    await posts(town, answer(told, "Подтверждаю", token=False))
    assert await status(town) is Status.COMPLETED
    await posts(town, answer(told, "Не решено: второй замок по-прежнему заклинило"), to=told["reply_to"])
    assert await status(town) is Status.IN_PROGRESS
    await completes(town, "Заменили и второй")
    await posts(town, answer(told, "Подтверждаю, спасибо!"), to=told["reply_to"])
    assert await status(town) is Status.CLOSED
    await posts(town, answer(told, "Ещё раз здравствуйте"), to=told["reply_to"])
    await town.boris.sees("Письмо по закрытой BAR-000001", "Ещё раз здравствуйте")


async def status(town: Town) -> Status:
    return await town.app.clerk.read(lambda desk: desk.tickets.get("BAR-000001").status)


def documents(town: Town) -> list[bytes | None]:
    """The content of all documents that staff were sent."""
    files = [m["document"]["file_id"] for m in town.boris.messages() if m.get("document")]
    return [town.sandbox.world.files.body(town.sandbox.world.files.known[one]["path"]) for one in files]
