"""Deeds of colleagues: whoever works by letter reads what somebody else did on their request; leads see who gets letters."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.person import Json
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from tests.stories.conftest import Town, on_monday
from tests.stories.moves import answers, asks_about, completes
from tests.stories.posts import DESK, SERVER, answer, posts, vouched
from tests.stories.test_code_letters import code_in
from tests.stories.test_mail_kinds import bounce
from tests.stories.test_staff_by_mail import ANNA, BORIS, NUMBER, OLGA, replies, wants_mail


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is told here does not depend on the database."""
    return sqlite_url


@pytest.fixture
async def town(sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    """A town where staff may work by letter, on a Monday morning."""
    given = settings.model_copy(update={"mail_authserv": SERVER, "staff_mail": True})
    async with on_monday(sandbox, given) as town:
        yield town


async def taken_by_olga(town: Town) -> Json:
    """Anna's request, which Olga has taken by letter and holds; the letter by which she learnt that."""
    await wants_mail(town, "olga")
    await town.registers(town.anna)
    await town.anna.says(code_in(await town.mailbox.gets("Код:", to=ANNA)))
    await town.anna.sees("подтверждён")
    await replies(town, await town.mailbox.gets(f"[{NUMBER}]", "Новая заявка", to=OLGA), "Беру", by=OLGA)
    return await town.mailbox.gets("Заявка теперь ваша", to=OLGA)


async def test_who_holds_a_request_reads_what_a_colleague_did_on_it(town: Town) -> None:
    """One letter a deed, in the thread of the request; nothing of one's own, nothing to the doer, nothing once it is not theirs."""
    told = await taken_by_olga(town)
    await wants_mail(town)
    told_boris = len(town.mailbox.letters(to=BORIS))

    async def reads(*words: str) -> Json:
        """The one letter that came to Olga since."""
        nonlocal told
        await town.settled()
        letter = await town.mailbox.gets(*words, to=OLGA, after=told)
        new = [one for one in town.mailbox.letters(to=OLGA) if one["id"] > told["id"]]
        assert [one["id"] for one in new] == [letter["id"]], [one["text"][:90] for one in new]
        assert told["message_id"] in letter["references"]
        assert letter["reply_to"] == told["reply_to"]
        told = letter
        return letter

    sent = await answers(town.boris, NUMBER, "Мастер выехал, будет к обеду")
    letter = await reads(f"{NUMBER}. Борис", "отвечает заявителю", "> Мастер выехал, будет к обеду")
    assert "не видит" not in letter["text"]
    await town.boris.edits(sent, "Мастер выехал, будет к двум")
    await reads(
        "исправляет сказанное заявителю", "Было:", "> Мастер выехал, будет к обеду", "> Мастер выехал, будет к двум"
    )
    await answers(town.boris, NUMBER, "// Клиент просил не звонить")
    await reads("только для своих", "> Клиент просил не звонить", "Заявитель этого не видит.")
    await asks_about(town, NUMBER, "Какая модель принтера?")
    await reads("спрашивает заявителя", "> Какая модель принтера?")
    await town.boris.presses("Подтвердить")
    await reads("устанавливает приоритет", "Приоритет 2 (п. 6.1")
    await town.boris.presses("Отложить")
    await town.boris.presses("7.9-1")
    ask = await town.boris.sees_new("откладывается")
    await town.boris.says("Ждём доступ к стенду. 25.11 15:00", reply_to=ask)
    await reads("откладывает работу", "> Ждём доступ к стенду", "п. 7.9-1", "25 ноября, 15:00")

    # What she does herself she knows; and what is not hers is none of her business.
    await replies(town, told, "Доступ получен", by=OLGA)
    await town.boris.says("/assign 1 @boris_ivanov")
    await reads("Теперь заявкой занимается Борис", "а не вы")
    await answers(town.boris, NUMBER, "Проверили кабель")
    await town.settled()
    await town.boris.says("/assign 1 Ольга")
    await reads("Борис", "передаёт заявку вам")
    await completes(town, "Заменили лампу")
    letter = await reads("завершает заявку", "> Заменили лампу")
    assert "Отсчёт" not in letter["text"]
    await town.anna.presses("Подтверждаю")
    letter = await reads("Заявитель подтвердил решение", "пока её не откроют снова")
    assert "беру —" not in letter["text"]

    await town.registers(town.anna, first=False)
    await replies(town, await town.mailbox.gets("[BAR-000002]", "Новая", to=OLGA), "Беру", by=OLGA)
    told = await town.mailbox.gets("[BAR-000002]", "Заявка теперь ваша", to=OLGA)
    await town.boris.presses("Отказать")
    await town.boris.presses("7.9-6")
    ask = await town.boris.sees_new("отказ")
    await town.boris.says("Ремонт мебели мы не делаем", reply_to=ask)
    await reads("BAR-000002. Борис", "закрывает заявку без решения", "> Ремонт мебели мы не делаем", "п. 7.9-6")
    assert len(town.mailbox.letters(to=BORIS)) == told_boris + 1  # that BAR-000002 is there to be taken


async def test_what_its_requester_decides_reaches_the_holder_too(town: Town) -> None:
    """An objection to a new priority, and that the request is withdrawn."""
    await taken_by_olga(town)
    for caption in ("Подтвердить", "Изменить приоритет", "Приоритет 3"):
        await town.boris.presses(caption)
        await town.settled()
    await town.boris.says("Работе не мешает", reply_to=await town.boris.sees_new("почему у"))
    await town.mailbox.gets("устанавливает приоритет", "> Работе не мешает", "Приоритет 3", to=OLGA)
    await town.anna.presses("Возразить", on=await town.anna.sees("Приоритет изменён"))
    await town.anna.sees_new("новый приоритет")
    await town.anna.says("Без печати стоит вся бухгалтерия")
    await town.mailbox.gets("возражает против нового приоритета (п. 6.1", "> Без печати стоит вся бухгалтерия", to=OLGA)
    await town.anna.says("/my 1")
    await town.anna.sees_new(NUMBER, "Ответственный")
    await town.anna.presses("Отозвать")
    await town.anna.presses("Да, отозвать")
    await town.mailbox.gets(f"{NUMBER}. Заявитель отозвал заявку", to=OLGA)


async def test_files_of_a_note_stay_in_its_letter_and_both_sides_are_told(town: Town) -> None:
    """Neither the agent nor their colleagues look for them in vain."""
    told = await taken_by_olga(town)
    raw = answer(
        told,
        "// Вот как это выглядело в прошлый раз",
        by=OLGA,
        name="Ольга",
        files=(("лампа.txt", b"!"),),  # type: ignore[arg-type]
        Authentication_Results=vouched(OLGA),
    )
    await posts(town, raw, by=OLGA, to=told["reply_to"])
    await town.mailbox.gets("Вложения остались в вашем письме", "лампа.txt: заметка", "приложите их к ответу", to=OLGA)
    await town.boris.sees("только для своих", "в прошлый раз", "К письму приложено: лампа.txt", "под «Ещё…»")
    await town.boris.presses("Ещё…")
    await town.boris.presses("Письмо целиком (.eml)")
    await town.boris.sees("letter.eml")
    assert all(not one["attachments"] for one in town.mailbox.letters(to=ANNA))


async def test_a_lead_sees_who_gets_letters_and_with_whom_that_fails(town: Town) -> None:
    """In the group and in private; of an address no more than tells it from others, and to leads alone."""
    await town.boris.says("/mail")
    await town.boris.sees("Писем не получает никто", "/mail name@company.com")
    told = await taken_by_olga(town)
    await town.boris.alone().says(f"/mail {BORIS}")
    await town.boris.alone().sees("письмо с кодом", BORIS)
    await town.boris.says("/mail")
    seen = await town.boris.sees_new(
        "Кому идут письма", "Ольга", "o•••@barier.example", "b•••@barier.example: не подтверждён"
    )
    assert OLGA not in seen["text"]
    assert BORIS not in seen["text"]
    await posts(town, bounce(told["message_id"], OLGA), by="<>", to=DESK)
    await town.boris.alone().says("/mail")
    await town.boris.alone().sees_new(BORIS, "Кому идут письма", "o•••@barier.example: письмо вернулось")
    await town.olga.says("/mail")
    await town.olga.sees_new("в личном чате")
    await town.olga.alone().says("/mail")
    assert "Кому идут" not in (await town.olga.alone().sees_new(OLGA, "вернулось"))["text"]
