"""Letters that come back: what a server refuses, puts off or reports later is told as it is, and an address is put right."""

from __future__ import annotations

from typing import Any

from domain.usecases.bounced import bounced
from tests.stories.conftest import Town
from tests.stories.moves import answers
from tests.stories.posts import PETR
from tests.stories.test_dialogue import complete, taken
from tests.stories.test_doors import caller
from tests.stories.test_mishaps import proves

ANNAS = "anna@romashka.example"


async def comes_back(town: Town, letter: dict[str, Any], **facts: Any) -> bool:
    """A report as the mail side will hand it in."""
    said = {"recipient": ANNAS, "status": "5.1.1", "reason": "550 no such user", "delayed": False} | facts
    known = await town.app.clerk.do(bounced, **{"message_id": letter["message_id"]} | said)
    await town.settled()
    return bool(known)


async def test_a_letter_that_comes_back_is_told_and_the_address_corrected(town: Town) -> None:
    """Accepted is not arrived: the chat says which address and why, staff too; nothing goes there until it is put right."""
    await taken(town)
    letter = await town.mailbox.gets("Код:", to=ANNAS)
    for wrong in (
        {"recipient": "boss@romashka.example"},
        {"message_id": "<bar-000001.1.registered@barier.example>"},
        {"message_id": ""},
    ):
        assert not await comes_back(town, letter, **wrong)
    town.anna.does_not_see("не дошло")

    assert await comes_back(town, letter, recipient="<Anna@Romashka.EXAMPLE>")
    assert await comes_back(town, letter)
    told = await town.anna.sees(f"Письмо на {ANNAS} не дошло: такого почтового ящика нет", "п. 7.10")
    await town.boris.sees("Письмо не дошло до заявителя: такого почтового ящика нет (5.1.1)")
    assert sum("не дошло" in str(m.get("text")) for m in town.anna.messages()) == 1
    entries = await town.app.clerk.read(
        lambda desk: [e for e in desk.journal.of("BAR-000001") if e.kind == "undelivered"]
    )
    assert [e.facts["clause"] for e in entries if e.facts.get("bounced")] == ["7.10"]

    before = len(town.mailbox.letters())
    await answers(town.boris, "BAR-000001", "Заглянем в пятницу")
    await town.boris.sees("Ответ по BAR-000001", "туда больше не пишем", "такого почтового ящика нет")
    await town.settled()
    assert len(town.mailbox.letters()) == before
    card = await town.boris.sees("BAR-000001", "почта — не доставлено", "туда больше не пишем")
    assert card

    await town.anna.presses("Исправить адрес", on=told)
    await town.anna.says("anna.sokolova@romashka.example")
    await town.mailbox.gets("BAR-000001", "Код:", to="anna.sokolova@romashka.example")
    await town.anna.presses("Исправить адрес", on=told)
    await town.anna.says(ANNAS)
    await town.mailbox.gets("[BAR-000001]", to=ANNAS, after=letter)


async def test_what_is_not_the_address_s_fault_stops_no_letter(town: Town) -> None:
    """A full mailbox, a letter taken for spam: told once, and the next letter goes; what was read in the chat counts."""
    await taken(town)
    letter = await town.mailbox.gets("Код:", to=ANNAS)
    assert await comes_back(town, letter, status="5.2.2", reason="message refused")
    await town.anna.sees("не дошло", "почтовый ящик переполнен")
    for n, (status, words) in enumerate((("5.7.1", "счёл спамом"), ("", "message refused"))):
        await answers(town.boris, "BAR-000001", f"Заглянем в пятницу {n}")
        letter = await town.mailbox.gets("Мы ответили", to=ANNAS, after=letter)
        await town.settled()
        assert await comes_back(town, letter, status=status, reason="message refused")
        await town.boris.sees("Письмо не дошло до заявителя", words)
    await complete(town, "Готово")
    letter = await town.mailbox.gets("Заявка завершена", to=ANNAS, after=letter)
    assert await comes_back(town, letter, status="5.2.2", reason="over quota")
    await town.forward(hours=100)
    await town.anna.sees("Заявка закрыта")


async def test_what_is_late_stands_on_the_card_and_nowhere_else(town: Town) -> None:
    """Another server still tries; our own server that refuses for now is told with the time of the next try, from the second time."""
    await taken(town)
    letter = town.mailbox.letters(ANNAS)[-1]
    assert await comes_back(town, letter, status="4.4.1", reason="no route to host", delayed=True)
    await town.boris.sees("BAR-000001", "почта — принято, но задерживается в пути", "недоступен")
    town.anna.does_not_see("не дошло")

    await town.anna.stage.do("mailbox/refuse", {"address": ANNAS, "code": 451, "text": "4.7.1 greylisted"})
    await answers(town.boris, "BAR-000001", "Заглянем в пятницу")
    await town.settled()
    await town.boris.sees("BAR-000001", "почта — в пути")

    def again(desk: Any) -> None:
        for parcel in desk.outbox.of("BAR-000001"):
            if parcel.channel == "email" and parcel.fate == "queued":
                desk.outbox.hasten(parcel, desk.wall())

    await town.app.clerk.do(again)
    card = await town.boris.sees("почта — откладывается: почтовый сервер просит повторить позже, повтор в ")
    assert "BAR-000001" in card["text"]
    await town.settled()


async def test_silence_does_not_count_from_an_answer_that_reached_nobody(town: Town) -> None:
    """Anna has blocked the bot, and the letter comes back later: the request is not closed over her head (п. 4.9)."""
    await taken(town)
    await proves(town)
    await town.anna.blocks_the_bot()
    await town.boris.presses("Завершить")
    await town.boris.says("Готово", reply_to=await town.boris.sees_new("итоговым ответом"))
    letter = await town.mailbox.gets("Заявка завершена", to=ANNAS)
    await town.settled()
    await town.boris.sees("BAR-000001 · Завершена", "Без ответа закроется")
    assert await comes_back(town, letter)
    await town.boris.sees("BAR-000001 · Завершена", "Отсчёт тишины остановлен")
    await town.forward(hours=100)
    await town.boris.sees("BAR-000001 · Завершена")


async def test_the_address_of_a_caller_is_put_right_by_staff(town: Town) -> None:
    """Who has no chat has no button for it: staff have one, under the news and behind «Ещё…»; whoever has a chat is not theirs to mend."""
    await town.boris.says("/new")
    await town.boris.says(caller(), reply_to=await town.boris.sees_new("заявка по телефону"))
    letter = await town.mailbox.gets("[BAR-000001]", to=PETR)
    await town.settled()
    assert await comes_back(town, letter, recipient=PETR)
    told = await town.boris.sees("BAR-000001 · Письмо не дошло до заявителя", "такого почтового ящика нет")
    await town.boris.presses("Исправить почту", on=told)
    asked = await town.boris.sees_new("верным адресом почты")
    await town.boris.says("petr@vasilek", reply_to=asked)
    await town.boris.sees_new("не похоже на")
    await town.boris.says("p.romashkin@vasilek.example", reply_to=asked)
    await town.boris.sees_new("BAR-000001: адрес исправлен")
    await town.mailbox.gets("[BAR-000001]", "Заявка зарегистрирована", to="p.romashkin@vasilek.example")
    await town.settled()
    card = await town.boris.sees("BAR-000001", "p.romashkin@vasilek.example")
    assert "не доставлено" not in card["text"]
    number = await taken(town)
    for one, may in (("BAR-000001", True), (number, False)):
        await town.boris.presses("Ещё…", on=await town.boris.sees(f"{one} · ", "Заявителю: "))
        await town.settled()
        shown = (await town.boris.sees(f"{one} · ", "Заявителю: "))["reply_markup"]["inline_keyboard"]
        captions = [key["text"] for row in shown for key in row]
        assert "Связать" in captions
        assert ("Исправить почту" in captions) is may
