"""In which order: whose turn it is, who goes first, and what happens while nobody takes a request."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from domain.regulation import FOLDER
from tests.stories.conftest import Town, on_monday
from tests.stories.moves import hears_of, registers


async def card(town: Town, number: str) -> str:
    """What staff read on the card now."""
    await town.settled()
    return str((await town.boris.sees(number, "Заявителю:"))["text"])


@pytest.mark.parametrize("city", ["megafon"], indirect=True)
async def test_who_is_abroad_goes_first(city: Town) -> None:
    """megafon: one question, and its yes leads to the head of the queue; requester, card, ping and journal say so."""
    home = await registers(city, "megafon")
    assert "Место в очереди: 1" in await card(city, home)
    abroad = await registers(city, "megafon", head=True, first=False)

    await city.anna.sees(abroad, "Ваша очередь — первая (по Регламенту)")
    await hears_of(city.boris, abroad, "Вне очереди (по Регламенту)", "Место в очереди: 1")
    assert "Место в очереди: 1 · Вне очереди" in await card(city, abroad)
    await city.boris.sees(home, "Место в очереди: 2")

    def queued(desk):  # type: ignore[no-untyped-def]
        return [(e.audience, e.facts) for e in desk.journal.of(abroad) if e.kind == "queued_first"]

    assert await city.app.clerk.read(queued) == [("public", {"first": True, "clause": "без номера"})]
    await city.boris.presses("Взять", on=await city.boris.sees(abroad, "Вне очереди", "Пока никто"))
    await city.boris.sees(home, "Место в очереди: 1")


@pytest.mark.parametrize("city", ["megafon"], indirect=True)
async def test_the_answer_to_that_question_can_be_corrected(city: Town) -> None:
    """The summary shows question and answer; one tap asks it again. Nothing else that has no question is offered."""
    await registers(city, "megafon")
    await city.anna.says("/new")
    await city.anna.sees_new("http")
    await city.anna.presses("Не нашлось, дальше")
    await city.anna.sees_new("Ваши данные")
    await city.anna.presses("Всё верно")
    await city.anna.sees_new("1 из 1")
    await city.anna.says("Нет связи в роуминге с утра")
    await city.anna.sees_new("за границей")
    await city.anna.says("да")
    await city.anna.sees_new("за границей")
    await city.anna.presses("Нет")
    await city.anna.sees_new("Проверьте", "за границей? Нет")
    await city.anna.presses("Исправить")
    await city.settled()
    assert not {"О чём", "Файлы", "Обращение", "Заявка"} & set(city.anna.captions())
    await city.anna.presses("Вы сейчас за границей?")
    await city.anna.sees_new("за границей")
    await city.anna.presses("Да, я в роуминге")
    await city.anna.sees_new("Проверьте", "Да, я в роуминге")
    await city.anna.presses("Отправить заявку")
    await city.anna.sees_new("Ваша очередь — первая")
    await city.settled()


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_staff_may_put_a_request_first_and_back(city: Town) -> None:
    """gravity 2.1: by arrival, high goes first, and staff decide; it need not be taken, and only staff read who did it."""
    first = await registers(city, "gravity")
    second = await registers(city, "gravity", first=False)
    high = await registers(city, "gravity", impact=0, first=False)
    await city.settled()
    for number, place in ((high, 1), (first, 2), (second, 3)):
        await city.boris.sees(number, f"Место в очереди: {place}", "Заявителю:")

    shown = await city.boris.sees(second, "Заявителю:")
    await city.boris.presses("Ещё…", on=shown)
    await city.settled()
    await city.boris.presses("Вне очереди", on=shown)
    await city.boris.sees(second, "Место в очереди: 1 · Вне очереди (п. 2.1)", "Пока никто не взял")
    await city.boris.sees(high, "Место в очереди: 2")
    await city.boris.sees(first, "Место в очереди: 3")
    city.anna.does_not_see("очередь — первая")

    await city.boris.presses("Ещё…", on=shown)
    await city.settled()
    await city.boris.presses("В общую очередь", on=shown)
    await city.boris.sees(second, "Место в очереди: 3")

    def moved(desk):  # type: ignore[no-untyped-def]
        entries = [e for e in desk.journal.of(second) if e.kind == "queued_first"]
        return [(e.facts["first"], e.facts["clause"], e.audience, e.actor_name) for e in entries]

    who = "Борис Иванов"
    assert await city.app.clerk.read(moved) == [(True, "2.1", "staff", who), (False, "2.1", "staff", who)]


@pytest.mark.parametrize("city", ["insales"], indirect=True)
async def test_insales_knows_no_order_but_that_of_receipt(city: Town) -> None:
    """insales: nothing puts a request first, not even a forged press."""
    await registers(city, "insales")
    number = await registers(city, "insales", first=False, description="Письма о заказах не приходят покупателям")
    await hears_of(city.boris, number, "Вопрос по функционалу", "Место в очереди: 2")
    shown = await city.boris.sees(number, "Заявителю:")
    forged = {"person": city.boris.id, "chat": city.boris.chat, "message_id": shown["message_id"], "forged": True}
    assert "устарела" in (await city.boris.stage.do("press", forged | {"data": f"t:{number}:first:"}))["text"]


@pytest.mark.parametrize("city", ["e-doc"], indirect=True)
async def test_only_errors_have_a_priority_and_it_moves_no_deadline(city: Town) -> None:
    """e-doc 13: staff set it for an error, the requester is told; other kinds are never offered one."""
    number = await registers(city, "e-doc")
    told = (await city.anna.sees(number, "Заявка зарегистрирована"))["text"]
    assert "предварительно" not in told
    deadline = told.split("Срок: ")[1].split(".")[0]
    await city.settled()
    await city.boris.presses("Назначить приоритет")
    await city.settled()
    await city.boris.presses("Высокий")
    await city.anna.sees(number, "Приоритет назначен", "Приоритет: высокий (п. 13 Регламента)", f"Срок: {deadline}.")
    await city.mailbox.gets(f"{number}. Приоритет назначен")

    other = await registers(city, "e-doc", kind=2, first=False)
    shown = await city.boris.sees(other, "Заявителю:")
    await city.settled()
    shown = await city.boris.sees(other, "Заявителю:")
    assert not any("приоритет" in b["text"] for row in shown["reply_markup"]["inline_keyboard"] for b in row)
    forged = {"person": city.boris.id, "chat": city.boris.chat, "message_id": shown["message_id"], "forged": True}
    assert "устарела" in (await city.boris.stage.do("press", forged | {"data": f"t:{other}:priority:high"}))["text"]


@pytest.mark.parametrize("city", ["intervale"], indirect=True)
async def test_a_request_that_nobody_is_responsible_for_calls_the_lead_once(city: Town) -> None:
    """intervale 5.6: past the response target the leads are called by name, in one message."""
    number = await registers(city, "intervale")
    await city.settled()
    await city.forward(hours=24)
    call = await city.boris.sees(number, "Ответственного всё ещё нет", "п. 5.6", "@boris_ivanov")
    assert "@olga_petrova" not in call["text"]
    city.boris.does_not_see(number, "Реакция просрочена")
    await city.forward(hours=24)
    assert sum("Ответственного всё ещё нет" in str(m.get("text")) for m in city.boris.messages()) == 1

    def breached(desk):  # type: ignore[no-untyped-def]
        return [e.facts["clause"] for e in desk.journal.of(number) if e.kind == "breached"]

    assert (await city.app.clerk.read(breached))[0] == "5.6"


async def test_the_lead_is_called_again_until_it_is_taken(sandbox: Sandbox, settings: Settings, tmp_path: Path) -> None:
    """Where the regulation says how often; a request that somebody holds calls nobody."""
    text = (FOLDER / "intervale.toml").read_text(encoding="utf-8")
    often = tmp_path / "often.toml"
    often.write_text(text + '\n[escalation]\nevery = "1 working hours"\nassumed = true\n', "utf-8")
    async with on_monday(sandbox, settings.model_copy(update={"regulation": str(often)})) as town:
        number = await registers(town, "intervale")

        def calls() -> int:
            return sum("Ответственного всё ещё нет" in str(m.get("text")) for m in town.boris.messages())

        await town.settled()
        await town.forward(hours=4, minutes=5)
        await town.boris.sees(number, "Ответственного всё ещё нет")
        await town.forward(hours=1, minutes=1)
        assert calls() == 2
        assert "до 23 ноября, 14:30 (п. 5.6)" in (await town.boris.sees("Ответственного всё ещё нет"))["text"]
        await town.boris.presses("Взять")
        await town.settled()
        await town.forward(hours=30)
        assert calls() == 2
