"""Letters that nobody wrote: bounces, automatic replies, complaints and our own; and those that say nothing, or too much."""

from __future__ import annotations

from bot.sandbox.person import Json
from domain.journal import EntryKind
from domain.ticket import Status
from tests.stories.conftest import MORNING, Town
from tests.stories.moves import answers
from tests.stories.posts import DESK, PETR, answer, letter, outcomes, posts
from tests.stories.test_doors import caller, numbers

BOUNCE = """\
From: Mail Delivery System <MAILER-DAEMON@mx.vasilek.example>
To: {desk}
Subject: Undelivered Mail Returned to Sender
Message-ID: <b1@mx.vasilek.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.vasilek.example. I'm sorry to have to inform you that your message could not be delivered.
<{to}>: host mx.vasilek.example said: 550 5.1.1 User unknown

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.vasilek.example

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: message/rfc822

From: Support <{desk}>
To: {to}
Subject: x
Message-ID: {about}

x
--b--
"""


def bounce(about: str, to: str = PETR) -> bytes:
    return BOUNCE.format(desk=DESK, to=to, about=about).replace("\n", "\r\n").encode()


async def registered(town: Town) -> Json:
    await town.set_clock(MORNING)
    await posts(town, letter(caller().split("\n", 1)[1]))
    return await town.mailbox.gets("[BAR-000001]", to=PETR)


async def state(town: Town) -> tuple[int, Status]:
    ticket = await town.app.clerk.read(lambda desk: desk.tickets.get("BAR-000001"))
    return ticket.entries, ticket.status


async def test_a_bounce_of_our_letter_is_told_a_forged_one_is_noted(town: Town) -> None:
    """By the Message-ID that only whom we wrote to can know."""
    told = await registered(town)
    before = await state(town)
    await posts(town, bounce("<bar-000001.1.registered@barier.example>"), by="<>")
    await posts(town, bounce(told["message_id"], to="boss@vasilek.example"), by="<>")
    assert await outcomes(town) == ["registered", "not_ours", "not_ours"]
    assert await state(town) == before
    await posts(town, bounce(told["message_id"]), by="<>")
    assert (await outcomes(town))[-1] == "bounce"
    await town.boris.sees("BAR-000001", "не дошло", "такого почтового ящика нет")
    assert len(town.mailbox.letters()) == 1

    # Whoever got the letter passed on knows its name as well: who writes from the address has it, and is not silenced.
    await posts(town, answer(told, "И второй склад не открывается"), to=told["reply_to"])
    await answers(town.boris, "BAR-000001", "Проверьте замок")
    told = await town.mailbox.gets("[BAR-000001]", "Проверьте замок", to=PETR)
    await posts(town, bounce(told["message_id"]), by="<>")
    await posts(town, letter("Не включается касса"))
    await town.mailbox.gets("[BAR-000002]", to=PETR)


async def test_a_letter_that_came_back_makes_nothing_official(town: Town) -> None:
    """barier 7.10: it was taken at first; once it has come back the chat does not call the request accepted any more."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    told = await town.mailbox.gets("[BAR-000001]", to="anna@romashka.example")
    await town.anna.sees("Заявка зарегистрирована", "официально принята")
    await posts(town, bounce(told["message_id"], to="anna@romashka.example"), by="<>")
    await town.anna.sees("не дошло", "такого почтового ящика нет")
    await town.anna.sees("BAR-000001", "Заявка зарегистрирована")
    town.anna.does_not_see("официально принята")


async def test_an_automatic_reply_answers_nothing_and_our_own_letters_end_here(town: Town) -> None:
    """Not in the record, no clock moved, nobody answered, staff see it; one that answers no letter of ours is listed quietly."""
    told = await registered(town)
    await town.boris.presses("Взять")
    await town.boris.presses("Спросить")
    await town.boris.says("Какая версия?", reply_to=await town.boris.sees_new("вопросом по"))
    await town.settled()
    sent = len(town.mailbox.letters())
    away = answer(told, "Я в отпуске до 30 ноября", Auto_Submitted="auto-replied")
    await posts(town, away, to=told["reply_to"])
    await posts(town, letter("Рассылка", Auto_Submitted="auto-generated", Precedence="bulk"))
    await town.boris.sees("BAR-000001", "Автоответ: Я в отпуске до 30 ноября")
    assert (await state(town))[1] is Status.CLARIFICATION
    assert len(town.mailbox.letters()) == sent
    assert (await outcomes(town))[1:] == ["auto_reply", "auto"]
    noted = await town.app.clerk.read(lambda desk: desk.journal.of("BAR-000001"))
    assert [e.audience for e in noted if e.kind is EntryKind.AUTO_REPLY] == ["staff"]

    # Anybody who knows the letter's name can write one: whose it is stands beside it.
    await posts(
        town, answer(told, "Всё решено", by="eve@elsewhere.example", name="Пётр", Auto_Submitted="auto-replied")
    )
    await town.boris.sees("BAR-000001", "Автоответ: eve@elsewhere.example: Всё решено")

    # Our own letter, forwarded to ourselves by whatever rule: seen by the mark that only this desk makes.
    raw = town.sandbox.world.mailbox.raw(told["id"])
    await posts(town, raw)
    assert (await outcomes(town))[-1] == "loop"
    await posts(town, letter("Мы тоже Фронтдеск", subject="Чужая отметка", X_Frontdesk_Loop="abcdefghabcdefgh"))
    assert (await outcomes(town))[-1] != "loop"


async def test_a_letter_without_words_is_answered_politely_and_one_of_megabytes_is_taken(town: Town) -> None:
    """Empty: nothing is registered, and the answer has the form. An answer with nothing but the quotation moves no clock."""
    await town.set_clock(MORNING)
    await posts(town, letter("", subject=""))
    await posts(town, letter(" \n ", subject="", Date="Mon, 23 Nov 2026 10:31:00 +0300"))
    told = await town.mailbox.gets("без текста", "Описание:", to=PETR)
    assert told["subject"] == "Ваше письмо пришло без текста"
    assert len(town.mailbox.letters(to=PETR)) == 1
    assert await numbers(town) == []

    await posts(town, letter(caller().split("\n", 1)[1]))
    told = await town.mailbox.gets("[BAR-000001]", to=PETR)
    await town.boris.presses("Взять")
    await town.boris.presses("Спросить")
    await town.boris.says("Какая версия?", reply_to=await town.boris.sees_new("вопросом по"))
    await town.settled()
    await posts(town, answer(told, ""), to=told["reply_to"])
    await town.boris.sees("Заявитель пишет письмом", "Ничего нового")
    assert (await state(town))[1] is Status.CLARIFICATION

    # Megabytes of text: the beginning is the description, the letter is kept whole, the answer comes as ever.
    await posts(town, letter("Не открывается склад\n" + "и вот ещё что\n" * 80_000))
    await town.mailbox.gets("[BAR-000002]", to=PETR)
    size = await town.app.clerk.read(lambda desk: len(desk.tickets.get("BAR-000002").answers["description"]))
    assert size < 20_000
