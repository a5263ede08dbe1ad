"""New letters: with files, several problems, a customer's domain; and the way on into the chat."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from domain.customers import Organization
from domain.incoming import Doubt, Incoming
from domain.letters import Letter, LetterState
from domain.people import Place, Speaker
from domain.ports import Desk
from domain.usecases.hold_letter import hold
from domain.usecases.receive_letter import facts_of
from tests.stories.conftest import Town, captions, on_monday
from tests.stories.pictures import picture
from tests.stories.posts import PETR, SERVER, answer, letter, link_in, outcomes, posts, vouched
from tests.stories.test_doors import caller, numbers

TWO = "Не печатает принтер на втором этаже, мигает красная лампа.\n\nЕщё не приходят письма на почту отдела продаж, ошибка 550."


@pytest.fixture
async def town(sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    given = settings.model_copy(update={"mail_authserv": SERVER})
    async with on_monday(sandbox, given) as town:
        yield town


async def test_files_come_along_those_refused_are_named_and_robots_are_held(town: Town) -> None:
    """barier 7.6: judged by content; the answer names each that was not taken, the reason and the clause; staff get the rest."""
    shot = picture()
    files = (("экран.png", shot), ("запуск.exe", b"MZ" + b"\0" * 300))
    await posts(town, letter(caller().split("\n", 1)[1], files=files))
    await town.mailbox.gets("[BAR-000001]", "запуск.exe", "такие файлы не принимаем", "п. 7.6", to=PETR)
    await town.boris.sees("BAR-000001", "Вложения: 1")
    sent = [m for m in town.boris.messages() if m.get("document")]
    assert [m["document"]["file_name"] for m in sent] == ["экран.png"]
    kept = town.sandbox.world.files.known[sent[0]["document"]["file_id"]]
    assert town.sandbox.world.files.body(kept["path"]) == shot

    told = town.mailbox.letters(to=PETR)[-1]
    more = letter("Ещё файлы", subject="Re", to=told["reply_to"], files=(("вирус.exe", b"MZ" + b"\0" * 300),))
    await posts(town, more, to=told["reply_to"])
    await town.mailbox.gets("Приняты не все файлы", "вирус.exe", to=PETR)

    # A second one on that day is not told of by letter again; staff see each on the card, and it is on record.
    sent = len(town.mailbox.letters())
    again = letter("И ещё", subject="Re", to=told["reply_to"], files=(("троян.exe", b"MZ" + b"\0" * 301),))
    await posts(town, again, to=told["reply_to"])
    assert len(town.mailbox.letters()) == sent
    refused = (
        "Не приняты из писем: запуск.exe: такие файлы не принимаем; вирус.exe: такие файлы не принимаем; троян.exe"
    )
    await town.boris.sees("BAR-000001", refused)
    noted = await town.app.clerk.read(lambda desk: [e.facts for e in desk.journal.of("BAR-000001")])
    problems = [one for facts in noted for one in facts.get("refused", [])]
    assert [(one["name"], one["reason"]) for one in problems] == [
        (name, "type_not_accepted") for name in ("запуск.exe", "вирус.exe", "троян.exe")
    ]

    # After a day's measure new letters are listed to staff: two robots do not write to each other for ever.
    await town.app.clerk.do(_twenty_before)
    for n in range(2):
        await posts(town, letter(f"Узел {n * 7} молчит", subject=f"Сбой {n}"))
    await posts(town, letter("Не открывается склад", by="anna@romashka.example"))
    assert (await outcomes(town))[-3:] == ["held", "held", "registered"]
    await town.boris.sees("написали очень много")

    # Of many held back the first are shown, the others counted: hundreds would keep the cards from the group.
    await town.app.clerk.do(_eight_held)
    await posts(town, letter("Узел 28 молчит", subject="Сбой 28"))
    await town.boris.sees("Ждёт вашего решения ещё 1 письмо", "/letters")
    town.boris.does_not_see("Узел 28 молчит")
    await town.boris.says("/letters")
    shown = await town.boris.sees("Последние письма", "Сбой 28", "ждёт вас")
    assert {"Это заявка: 1", "Письмо целиком (.eml): 1"} <= set(captions(shown))


async def test_a_customers_person_need_not_tell_whose_they_are(town: Town) -> None:
    """Their domain, for which our own server vouches, shows the customer: level, product and organization are known at once."""
    known = Organization("ООО «Василёк»", contract="12-34", domains=["vasilek.example"], products=["Касса"])
    await town.app.clerk.do(lambda desk: desk.customers.add(known))
    await posts(town, letter("Не открывается склад, помогите", Authentication_Results=vouched(PETR)))
    told = await town.mailbox.gets("[BAR-000001]", "ФИО:", "Вид заявки:", to=PETR)
    assert "Организация:" not in told["text"]
    card = await town.boris.sees("BAR-000001", "ООО «Василёк»", "Касса")
    assert "Без уровня" not in card["text"]
    await posts(town, letter("Не закрывается склад, помогите"))
    await town.boris.sees("BAR-000002", "Без уровня обслуживания", "Отправитель не подтверждён")


async def test_what_lacks_is_asked_back_and_the_chat_goes_on_with_it(town: Town) -> None:
    """The link of the letter proves the mailbox: the request is Anna's in the chat, what lacks is told there, and the link is spent."""
    await posts(town, letter("Не открывается склад, помогите", by="anna@romashka.example"))
    told = await town.mailbox.gets("[BAR-000001]", "Телефон:", "Telegram", to="anna@romashka.example")
    payload = link_in(told)
    await town.anna.says(f"/start {payload[:-2]}xx")
    await town.anna.sees("больше не действует")
    await town.anna.says(f"/start {payload}")
    await town.anna.sees("BAR-000001", "anna@romashka.example", "персональных данных")
    await town.anna.presses("Даю согласие, сюда")
    await town.anna.sees("код", "anna@romashka.example")
    # Whoever else has the letter, quoted or passed on, gets nothing but this question.
    john = Person.of(town.sandbox, "John")
    await john.says(f"/start {payload}")
    await john.sees("BAR-000001")
    answered = await john.presses("I agree, here")
    assert "anna@romashka.example" in answered["text"], answered
    sent = await town.mailbox.gets("Код:", "BAR-000001", to="anna@romashka.example")
    code = sent["text"].split("Код: ")[1][:6]
    await town.anna.says("000000" if code != "000000" else "000001")
    await town.anna.sees_new("Код не тот")
    await town.anna.says("А если письма нет?")
    asked = await town.anna.sees_new("Пока не зарегистрировано", "А если письма нет?")
    await town.anna.presses("Не нужно", on=asked)
    await town.anna.says(code)
    await town.settled()
    await town.anna.sees("Заявка теперь и в Telegram", "п. 4.2")
    card = await town.boris.sees("BAR-000001", "почта подтверждена")
    assert "Отправитель не подтверждён" not in card["text"]

    # What lacks is asked line by line, as an intake asks; words on something else go to the request meanwhile.
    for n, (asked, words) in enumerate(
        (("Организация", "ООО «Василёк»"), ("ФИО", "Ромашкин Пётр Ильич"), ("Должность", "Кладовщик")), start=1
    ):
        await town.anna.sees_new(f"BAR-000001 · {n} из 6", asked)
        await town.anna.says(words)
    await town.anna.sees_new("BAR-000001 · 4 из 6", "Телефон")
    assert "Отправить мой номер" in town.anna.captions()
    await town.anna.says("12345")
    await town.anna.sees_new("не похоже на телефон")
    await town.anna.says("8 916 765-43-21")
    await town.anna.sees_new("BAR-000001 · 5 из 6", "О чём заявка?")
    await town.anna.says("так себе")
    await town.anna.sees_new("слова здесь не записываются")
    await town.boris.sees("BAR-000001 · Ждём ответа заявителя")
    await town.anna.presses("Что-то не работает")
    await town.anna.sees_new("BAR-000001 · 6 из 6", "Насколько")
    await town.anna.presses("Ничего не работает")
    await town.anna.sees_new("BAR-000001", "всё, чего не хватало")
    await town.settled()
    card = await town.boris.sees("BAR-000001 · Зарегистрирована", "ООО «Василёк»", "+79167654321", "Ничего не работает")
    assert "часы стоят" not in card["text"]
    await town.boris.sees("BAR-000001", "Телефон: +79167654321")
    await town.mailbox.gets("Должность: Кладовщик", to="anna@romashka.example")
    assert (
        await town.app.clerk.read(lambda desk: desk.drafts.of_person(desk.tickets.get("BAR-000001").requester_id))
    ) == []
    await town.anna.says(f"/start {payload}")
    await town.anna.sees_new("больше не действует")


@pytest.mark.parametrize("is_vouched", [True, False])
async def test_a_letter_with_several_problems_is_asked_about_and_told_apart_by_one_sign(
    town: Town, is_vouched: bool
) -> None:
    """barier 4.3: one request until its writer says; «отдельно» or «1», and each has a number with the letter's receipt. What
    the same answer fills in, and whom it has in copy, is not lost.

    Where nobody vouches for the sender, their words are not carried to the address that they gave for theirs.
    """
    proof = {"Authentication_Results": vouched(PETR)} if is_vouched else {}
    await posts(town, letter(TWO, subject="Две беды", **proof))
    told = await town.mailbox.gets("[BAR-000001]", "несколько проблем", "п. 4.3", "«отдельно»", to=PETR)
    assert ("Не приходят письма" in told["text"]) is is_vouched
    await town.boris.sees("BAR-000001", "Похоже, проблем несколько")
    assert await numbers(town) == ["BAR-000001"]
    await town.forward(hours=1)
    words = "Отдельно, пожалуйста\n\nОрганизация: ООО «Василёк»" if is_vouched else "1"
    await posts(town, answer(told, words, Cc="Зоя <zoya@vasilek.example>"), to=told["reply_to"])
    assert await numbers(town) == ["BAR-000001", "BAR-000002"]
    await town.mailbox.gets("[BAR-000002]", "BAR-000001", to=PETR)
    card = await town.boris.sees("BAR-000002", "Пришла письмом 23 ноября, 10:3", "не приходят письма")
    assert "BAR-000001" in card["text"]
    assert ("ООО «Василёк»" in card["text"]) is is_vouched
    if is_vouched:
        await town.boris.sees("BAR-000001 · Зарегистрирована", "ООО «Василёк»", "zoya@vasilek.example")
    await posts(town, answer(told, "1", token=False))
    assert await numbers(town) == ["BAR-000001", "BAR-000002"]


def _eight_held(desk: Desk) -> None:
    for n in range(8):
        said = Incoming(Speaker(Place("email", PETR), PETR, "Пётр", desk.now()), subject=f"Сбой {n}", text="Молчит")
        hold(desk, said.by, facts_of(said, said.by, ""), Doubt.MANY)


def _twenty_before(desk: Desk) -> None:
    now = desk.now()
    for n in range(20):
        one = Letter(f"before:{n}", "", 1, "m", now, now, state=LetterState.DONE, outcome="registered", author=PETR)
        desk.letters.add(one)
