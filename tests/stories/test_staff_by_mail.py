"""Staff by mail: an agent who wants to gets what concerns them by letter, and what they reply is done; nothing else ever acts."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from bot.sandbox.person import Json
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from domain.journal import EntryKind
from domain.ticket import Status
from domain.usecases.staff import member_seen
from tests.stories.conftest import Town, on_monday
from tests.stories.moves import completes
from tests.stories.posts import DESK, SERVER, answer, outcomes, posts, vouched
from tests.stories.test_code_letters import code_in
from tests.stories.test_mail_kinds import bounce

BORIS, OLGA = "boris@barier.example", "olga@barier.example"
ANNA = "anna@romashka.example"
NUMBER = "BAR-000001"


@pytest.fixture
async def town(sandbox: Sandbox, settings: Settings) -> AsyncIterator[Town]:
    """A town where staff may work by letter, on a Monday morning."""
    given = settings.model_copy(update={"mail_authserv": SERVER, "staff_mail": True})
    async with on_monday(sandbox, given) as town:
        yield town


async def wants_mail(town: Town, who: str = "boris") -> None:
    """An agent says in private where their letters go, and proves it."""
    agent, address = getattr(town, who).alone(), {"boris": BORIS, "olga": OLGA}[who]
    await agent.says(f"/mail {address}")
    await agent.sees(address, "код")
    letter = await town.mailbox.gets("Код:", to=address)
    await agent.says(code_in(letter))
    await agent.sees(address, "подтверждён", "письмом", "/mail off")
    await town.settled()


async def taken(town: Town) -> Json:
    """Anna's request, which Boris has taken; the letter he got."""
    await wants_mail(town)
    await town.registers(town.anna)
    await town.anna.says(code_in(await town.mailbox.gets("Код:", to=ANNA)))
    await town.anna.sees("подтверждён")
    await town.boris.presses("Взять")
    await town.settled()
    return await town.mailbox.gets(f"[{NUMBER}]", "Заявка теперь ваша", to=BORIS)


async def replies(town: Town, told: Json, text: str, *, by: str = BORIS, vouch: bool = True, **more: str) -> None:
    """Somebody answers a letter to staff from this address."""
    headers = {"Authentication_Results": vouched(by)} if vouch else {}
    raw = answer(told, text, by=by, name="Борис", **headers, **more)
    await posts(town, raw, by=by, to=more.get("to", told["reply_to"]))


async def entries(town: Town, kind: EntryKind) -> list[Json]:
    def found(desk: object) -> list[Json]:
        journal = desk.journal.of(NUMBER)  # type: ignore[attr-defined]
        return [e.facts | {"actor": e.actor_name, "channel": e.channel} for e in journal if e.kind is kind]

    return list(await town.app.clerk.read(found))


async def status(town: Town) -> Status:
    return await town.app.clerk.read(lambda desk: desk.tickets.get(NUMBER).status)


async def test_a_letter_tells_what_the_card_tells_and_the_reply_answers_the_requester(town: Town) -> None:
    """In chat and by letter; the journal names the agent and the way; what the requester says comes into the same thread."""
    told = await taken(town)
    first = await town.mailbox.gets(f"[{NUMBER}]", "Новая заявка, её ещё никто не взял", to=BORIS)
    for words in (
        "ООО «Ромашка»",
        "Приоритет",
        "Решить до 24 ноября",
        "> Не печатает принтер",
        "// текст",
        "беру —",
        "решено:",
    ):
        assert words in first["text"], first["text"]
    assert first["message_id"] in told["references"]
    assert re.search(r"<support\+bar-000001\.staff\.[a-z2-7]{16}@barier\.example>$", told["reply_to"])
    await replies(town, told, "Посмотрите, есть ли бумага в лотке\n// 20 мин")
    heard = await town.anna.sees(NUMBER, "Посмотрите, есть ли бумага в лотке")
    letter = await town.mailbox.gets(f"[{NUMBER}]", "есть ли бумага в лотке", to=ANNA)
    assert "staff" not in letter["reply_to"]
    said = (await entries(town, EntryKind.ANSWER))[0]
    assert (said["channel"], said["text"]) == ("email", "Посмотрите, есть ли бумага в лотке")
    await town.boris.sees(f"{NUMBER} · Борис", "отвечает заявителю письмом", "есть ли бумага")
    assert await outcomes(town) == ["by_staff"]

    await town.anna.says("Бумага есть, лампа мигает", reply_to=heard)
    await town.settled()
    more = await town.mailbox.gets(f"[{NUMBER}]", "Заявитель пишет", "Бумага есть, лампа мигает", to=BORIS)
    assert told["message_id"] in more["references"]
    assert more["reply_to"] == told["reply_to"]
    assert more["subject"] == told["subject"]


async def test_a_new_request_goes_to_all_who_want_letters_and_a_reply_takes_it(town: Town) -> None:
    """Who has dropped the chat learns of it too; the second to reply reads who was first."""
    await wants_mail(town)
    await wants_mail(town, "olga")
    await town.registers(town.anna)
    to_boris = await town.mailbox.gets(f"[{NUMBER}]", "Новая заявка, её ещё никто не взял", "беру", to=BORIS)
    to_olga = await town.mailbox.gets(f"[{NUMBER}]", "Новая заявка, её ещё никто не взял", to=OLGA)
    assert to_boris["reply_to"] != to_olga["reply_to"]
    assert to_boris["message_id"] != to_olga["message_id"]
    await replies(town, to_olga, "Беру", by=OLGA)
    await town.anna.sees(NUMBER, "Взяли в работу", "Ольга")
    await town.mailbox.gets("Заявка теперь ваша", to=OLGA)
    await replies(town, to_boris, "беру")
    await town.mailbox.gets("не выполнено", "Ольга", to=BORIS)
    assert (await town.app.clerk.read(lambda desk: desk.tickets.get(NUMBER).assignee_name)).startswith("Ольга")


async def test_a_note_a_question_and_the_final_answer_are_commands(town: Town) -> None:
    """A note stays among us; a question stops the clock; «решено» completes; what only looks like a command does nothing."""
    told = await taken(town)
    await replies(town, told, "// Клиент нервничает, звоните сами")
    await town.boris.sees("только для своих", "Клиент нервничает")
    assert [e["text"] for e in await entries(town, EntryKind.NOTE)] == ["Клиент нервничает, звоните сами"]
    await replies(town, told, "Ждём: какая модель принтера?")
    await town.anna.sees("У нас вопрос", "какая модель принтера?")
    assert await status(town) is Status.CLARIFICATION
    await town.anna.says("HP LaserJet 1020")
    await town.settled()
    await town.mailbox.gets("Заявитель отвечает", "HP LaserJet 1020", to=BORIS)

    sent = len(town.mailbox.letters(to=ANNA))
    await replies(town, told, "Внутр. клиент путается в показаниях")
    why = await town.mailbox.gets("не выполнено", "похожа на команду", "> Внутр. клиент путается", to=BORIS)
    assert why["auto_submitted"] == "auto-replied"
    await replies(town, told, "решено — заменили")
    assert len([one for one in town.mailbox.letters(to=BORIS) if "не выполнено" in one["text"]]) == 1
    await town.boris.alone().sees(NUMBER, "не выполнено", "не удалось понять")
    assert len(town.mailbox.letters(to=ANNA)) == sent
    town.anna.does_not_see("путается")
    town.anna.does_not_see("нервничает")
    assert (await outcomes(town))[-2:] == ["held", "held"]

    await replies(town, told, "Решено: заменили картридж")
    await town.anna.sees("Заявка завершена", "заменили картридж")
    assert await status(town) is Status.COMPLETED
    await replies(town, told, "Ждём: точно печатает?")
    assert await status(town) is Status.COMPLETED
    await town.boris.says("/letters")
    await town.boris.sees("Последние письма", "от коллеги", "не удалось выполнить")


async def test_who_is_given_a_request_takes_it_by_letter(town: Town) -> None:
    """The assignment comes by letter to who is called, and to nobody else; «беру» takes it; an objection comes by letter too."""
    await wants_mail(town, "olga")
    await town.registers(town.anna)
    card = await town.boris.sees(NUMBER, "Взять до")
    await town.boris.says("/assign Ольга", reply_to=card)
    told = await town.mailbox.gets(f"[{NUMBER}]", "передаёт заявку вам", "срок реакции идёт", to=OLGA)
    await town.settled()
    await replies(town, told, "Беру\n\nС уважением,\nОльга", by=OLGA)
    taken_by = await entries(town, EntryKind.TAKEN)
    assert [one["channel"] for one in taken_by] == ["email"]
    await town.mailbox.gets("Заявка теперь ваша", to=OLGA)
    await replies(town, told, "решено: всё заменили", by=OLGA)
    await town.anna.sees("Заявка завершена")
    await town.anna.presses("Не решено")
    await town.anna.says("Лампа по-прежнему мигает красным")
    await town.settled()
    await town.mailbox.gets("Заявитель говорит: не решено", "> Лампа по-прежнему мигает красным", to=OLGA)
    assert town.mailbox.letters(to=BORIS) == []


async def test_a_deadline_that_comes_near_is_told_and_a_new_date_sent(town: Town) -> None:
    """barier 6.3: the warning comes by letter with how to answer it; a date that is none does nothing."""
    told = await taken(town)
    await town.set_clock("2026-11-24T09:20:00+03:00")
    letter = await town.mailbox.gets("три четверти времени на решение, срок 24 ноября, 09:30", "срок: ", to=BORIS)
    await replies(town, letter, "Срок: ждём деталь, когда-нибудь")
    await town.mailbox.gets("Ваше письмо не выполнено", "> Срок: ждём деталь, когда-нибудь", to=BORIS)
    assert await entries(town, EntryKind.PROMISED) == []
    await replies(town, told, "Срок: ждём деталь. 25.11 15:00")
    await town.anna.sees(NUMBER, "ждём деталь", "25 ноября, 15:00")
    assert [one["channel"] for one in await entries(town, EntryKind.PROMISED)] == ["email"]


async def test_files_go_along_and_come_along(town: Town) -> None:
    """What Anna attaches is in Boris's letter; what he attaches reaches her by both ways."""
    told = await taken(town)
    await town.anna.attaches(("лампа.txt", "Мигает".encode()), as_="document", caption="Вот так мигает")
    await town.anna.sees_new("К чему это отнести?")
    await town.anna.presses(f"Добавить к {NUMBER}")
    await town.settled()
    letter = await town.mailbox.gets("Заявитель пишет", "Вот так мигает", to=BORIS)
    assert [one["name"] for one in letter["attachments"]] == ["лампа.txt"]
    raw = answer(
        told,
        "Инструкция во вложении",
        by=BORIS,
        files=(("инструкция.txt", "Шаг 1".encode()),),  # type: ignore[arg-type]
        Authentication_Results=vouched(BORIS),
    )
    await posts(town, raw, by=BORIS, to=told["reply_to"])
    letter = await town.mailbox.gets("Инструкция во вложении", to=ANNA)
    assert [m["document"]["file_name"] for m in town.anna.messages() if m.get("document")][-1] == "инструкция.txt"


async def test_nobody_else_s_letter_does_anything(town: Town) -> None:
    """A forged From, another agent's address, a guessed sign, a reply past the address: held, and the agent is told once a day."""
    told = await taken(town)
    await wants_mail(town, "olga")
    sent = len(town.mailbox.letters())
    await replies(town, told, "решено: взломали", vouch=False)
    await town.boris.alone().sees(NUMBER, "не выполнено", "не подтверждает")
    await town.boris.sees("Письмо от имени коллеги", "взломали")
    await replies(town, told, "решено: взломали", by=OLGA)
    await town.olga.alone().sees(NUMBER, "не выполнено", "не на тот адрес")
    await replies(town, told, "решено: взломали", by="eve@elsewhere.example")
    forged = re.sub(r"staff\.[a-z2-7]+", f"staff.{'a' * 16}", told["reply_to"])
    await replies(town, told, "решено: взломали", to=forged)
    await replies(town, told, "решено: взломали", to=DESK)
    assert await outcomes(town) == ["held"] * 5
    assert await status(town) is Status.IN_PROGRESS
    assert len(town.mailbox.letters()) == sent
    assert len([m for m in town.boris.alone().messages() if "не выполнено" in str(m.get("text"))]) == 1
    town.anna.does_not_see("взломали")

    # What was carried out is not carried out again, however it is wrapped anew.
    await replies(town, told, "Проверьте кабель", Message_ID="<one@barier.example>")
    await replies(town, told, "Проверьте кабель", Message_ID="<one@barier.example>", X_More="1")
    assert len(await entries(town, EntryKind.ANSWER)) == 1
    automatic = answer(
        told, "Я в отпуске", by=BORIS, Authentication_Results=vouched(BORIS), Auto_Submitted="auto-replied"
    )
    await posts(town, automatic, by=BORIS, to=told["reply_to"])
    assert len(await entries(town, EntryKind.ANSWER)) == 1


async def test_it_is_over_with_the_request_the_job_and_the_wish(town: Town) -> None:
    """Closed, gone from the group, or «/mail off»: no letter comes, and no reply does anything."""
    told = await taken(town)
    await completes(town, "Заменили лампу")
    await replies(town, told, "Ждём: точно горит?")
    why = await town.mailbox.gets("Ваше письмо не выполнено", "Ничего не сделано", "> Ждём: точно горит?", to=BORIS)
    assert f"> {NUMBER}" not in why["text"]
    await town.anna.presses("Подтверждаю")
    await town.settled()
    await replies(town, told, "Ещё одно")
    await town.boris.sees("Письмо коллеги по закрытой заявке", "Ещё одно")

    await town.registers(town.anna, first=False)
    await town.boris.presses("Взять")
    told = await town.mailbox.gets("[BAR-000002]", "Заявка теперь ваша", to=BORIS)
    await town.settled()
    await town.boris.alone().says("/mail off")
    await town.boris.alone().sees("Писем вы не получаете")
    await replies(town, told, "решено: всё")
    await town.boris.sees("не этому отправителю", "решено: всё")
    sent = len(town.mailbox.letters(to=BORIS))
    await town.anna.says("Как дела с заявкой?", reply_to=await town.anna.sees("BAR-000002", "Взяли в работу"))
    await town.boris.sees("BAR-000002", "Как дела с заявкой?")
    await town.settled()
    assert len(town.mailbox.letters(to=BORIS)) == sent

    await town.boris.alone().says(f"/mail {BORIS}")
    await town.boris.alone().sees("приходит и письмом", BORIS)
    await town.settled()
    group = str(town.settings.staff_chat_id)
    gone = {"chat": group, "address": str(town.boris.id), "name": "Борис", "active": False}
    await town.app.clerk.do(lambda desk: member_seen(desk, **gone))
    await replies(town, told, "решено: всё же")
    await town.olga.sees("больше не занимается", "решено: всё же")
    assert await outcomes(town) == ["held"] * 4


async def test_a_letter_that_comes_back_is_told_in_the_chat(town: Town) -> None:
    """Its agent hears of it in private, and nothing more is written there until they say so."""
    told = await taken(town)
    await posts(town, bounce(told["message_id"], BORIS), by="<>", to=DESK)
    boris = town.boris.alone()
    await boris.sees("не дошло до", BORIS)
    sent = len(town.mailbox.letters(to=BORIS))
    heard = await town.anna.sees(NUMBER, "Взяли в работу")
    await town.anna.says("Лампа погасла сама", reply_to=heard)
    await town.boris.sees(NUMBER, "Лампа погасла сама")
    await town.settled()
    assert len(town.mailbox.letters(to=BORIS)) == sent
    await boris.says("/mail")
    await boris.sees_new("вернулось", BORIS)
    await boris.says(f"/mail {BORIS}")
    await boris.sees_new("приходит и письмом")
    await town.anna.says("И снова горит", reply_to=heard)
    await town.settled()
    await town.mailbox.gets("Заявитель пишет", "И снова горит", to=BORIS)


async def test_without_the_setting_there_is_none_of_it(sandbox: Sandbox, settings: Settings) -> None:
    """By default nothing is sent to staff, and a reply to an address of staff does nothing and is listed."""
    given = settings.model_copy(update={"mail_authserv": SERVER})
    async with on_monday(sandbox, given) as town:
        await town.boris.alone().says(f"/mail {BORIS}")
        await town.boris.alone().sees("не включена", "FRONTDESK_STAFF_MAIL")
        await town.registers(town.anna)
        await town.boris.presses("Взять")
        await town.settled()
        assert town.mailbox.letters(to=BORIS) == []
        told = {"text": "", "subject": f"[{NUMBER}] Заявка", "message_id": "<x@y.example>"}
        told["reply_to"] = f"support+bar-000001.staff.{'a' * 16}@barier.example"
        await replies(town, told, "решено: всё")
        await town.boris.sees("работа письмами здесь не включена", "решено: всё")
        assert await outcomes(town) == ["held"]
        assert await status(town) is Status.IN_PROGRESS
