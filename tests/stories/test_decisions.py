"""How staff decide what is done, refused, handed on or put off: each decision holds what its regulation demands."""

from __future__ import annotations

import pytest

from tests.stories.conftest import Town, captions
from tests.stories.moves import registers


async def entry(town: Town, number: str, kind: str) -> dict[str, object]:
    """The facts of the last entry of that kind."""
    entries = await town.app.clerk.read(lambda desk: desk.journal.of(number))
    return dict([e for e in entries if e.kind == kind][-1].facts)


async def card(town: Town, number: str) -> str:
    """What staff read on the card now."""
    await town.settled()
    return str((await town.boris.sees(number, "Заявителю:"))["text"])


async def presses(town: Town, *captions: str) -> None:
    """One button after another of the card."""
    for caption in captions:
        await town.settled()
        await town.boris.presses(caption)


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_out_of_scope_goes_to_somebody_or_expressly_to_nobody(city: Town) -> None:
    """gravity 1.3, 3.1: refused by an item of the scope, with its key; without an addressee nothing is sent."""
    number = await registers(city, "gravity")
    await presses(city, "Отказать", "4.8-8", "3.1-5 Установка")
    ask = await city.boris.sees_new(f"почему по {number} отказ", "3.1-5", "Укажите в ответе", "→ партнёру Альфа")

    await city.boris.says("Установку ведёт партнёр", reply_to=ask)
    await city.boris.sees_new("не хватает", "кому передано")
    city.anna.does_not_see("Установку ведёт партнёр")
    await city.boris.says("Установку ведёт партнёр\n→ партнёру Альфа", reply_to=ask)

    told = await city.anna.sees(
        number, "передана дальше", "п. 4.8-8", "Установка программного продукта (п. 3.1-5 Регламента)"
    )
    assert "Передано: партнёру Альфа (п. 1.3 Регламента)." in told["text"]
    assert "→" not in told["text"]
    await city.mailbox.gets(f"{number}. Заявка передана дальше")
    closed = await entry(city, number, "closed")
    assert (closed["addressee"], closed["item"], closed["clause"]) == ("партнёру Альфа", "3.1-5", "4.8-8")
    assert "Выполнено · Отказано" in await card(city, number)


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_an_installation_error_is_refused_with_a_link(city: Town) -> None:
    """gravity 3.3-3: known solutions are offered, so the refusal carries a link; nobody is an addressee too."""
    number = await registers(city, "gravity")
    await presses(city, "Отказать", "4.8-8", "3.3-3")
    ask = await city.boris.sees_new("ссылку на статью", "кому передано")
    await city.boris.says("Так бывает при старой Java\n-> никому", reply_to=ask)
    await city.boris.sees_new("не хватает", "ссылку на статью")
    await city.boris.says("Есть решение: https://bell-api-management.ru/faq/7.\n-> никому", reply_to=ask)

    await city.anna.sees(number, "закрыта без решения", "3.3-3", "faq/7", "Вопрос никому не передан (п. 1.3")
    closed = await entry(city, number, "closed")
    assert (closed["addressee"], closed["article"]) == ("", "https://bell-api-management.ru/faq/7")


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_what_no_item_names_may_be_out_of_scope_all_the_same(city: Town) -> None:
    """«Ничего из этого» refuses by the reason alone; «Назад» leads back to the reasons."""
    number = await registers(city, "gravity")
    await presses(city, "Отказать", "4.8-8", "« Назад")
    await city.settled()
    assert any("4.8-10" in caption for caption in city.boris.captions())
    await presses(city, "4.8-8", "Ничего из этого")
    ask = await city.boris.sees_new(f"почему по {number} отказ", "за рамки")
    await city.boris.says("Это вопрос к банку\n→ никому", reply_to=ask)
    await city.anna.sees(number, "закрыта без решения", "п. 4.8-8")
    assert "item" not in await entry(city, number, "closed")


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_development_waits_for_a_release_that_everybody_knows(city: Town) -> None:
    """gravity 2.2: put off with the planned version or date, on the card and told to the requester; it is no refusal."""
    number = await registers(city, "gravity")
    await presses(city, "Отказать")
    await city.settled()
    assert not any("4.8-5" in caption for caption in city.boris.captions())
    await presses(city, "« Назад", "Отложить", "4.8-5")
    ask = await city.boris.sees_new(f"почему {number} откладывается", "версию или будущую дату")
    await city.boris.says("Передали в разработку", reply_to=ask)
    await city.boris.sees_new("не хватает", "версию")
    await city.boris.says("Передали в разработку, войдёт в 2.5", reply_to=ask)

    await city.anna.sees(number, "Работа отложена", "п. 4.8-5", "Запланировано в версии 2.5 (п. 2.2)")
    await city.mailbox.gets(f"{number}. Работа отложена")
    shown = await card(city, number)
    assert "Запланировано в версии 2.5" in shown
    assert (await entry(city, number, "held"))["release"] == "2.5"

    await presses(city, "Возобновить")
    await city.anna.sees(number, "Продолжаем работу")
    await presses(city, "Отложить", "4.8-5")
    ask = await city.boris.sees_new("откладывается")
    await city.boris.says("Ждём обновления. 15.12", reply_to=ask)
    await city.anna.sees(number, "15 декабря, 22:00")
    assert "Обещано к 15 декабря, 22:00" in await card(city, number)


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_a_low_priority_is_refused_by_one_tap_once_it_is_confirmed(city: Town) -> None:
    """gravity 5.2: no other reason and no words are needed; the requester reads the clause and what low means."""
    number = await registers(city, "gravity")
    await presses(city, "Отказать")
    await city.settled()
    assert not any("п. 5.2" in caption for caption in city.boris.captions())
    await presses(city, "« Назад", "Подтвердить", "Отказать", "Низкий приоритет — п. 5.2")

    await city.anna.sees(number, "закрыта без решения", "вправе не решать (п. 5.2 Регламента)", "остаться без решения")
    await city.mailbox.gets(f"{number}. Заявка закрыта без решения")
    closed = await entry(city, number, "closed")
    assert (closed["clause"], closed["priority"], "reason" in closed) == ("5.2", "low", False)


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_a_medium_priority_is_not_refused_like_that_even_by_a_forged_press(city: Town) -> None:
    """Only the priority that the regulation names."""
    number = await registers(city, "gravity", impact=1)
    await presses(city, "Подтвердить")
    shown = await city.boris.sees(number, "Заявителю:")
    forged = {"person": city.boris.id, "chat": city.boris.chat, "message_id": shown["message_id"], "forged": True}
    answer = await city.boris.stage.do("press", forged | {"data": f"t:{number}:refuse_low:"})
    assert "нельзя" in answer["text"] or "невозможно" in answer["text"]
    assert "В работе" in await card(city, number)


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_not_reproducible_is_explained(city: Town) -> None:
    """gravity 5.1 v: closing with it demands an explanation; the ending is on the card."""
    number = await registers(city, "gravity")
    await presses(city, "Завершить", "Не воспроизводится")
    ask = await city.boris.sees_new("итоговым ответом", "объяснение")
    await city.boris.says("нет", reply_to=ask)
    await city.boris.sees_new("не хватает", "объяснение")
    await city.boris.says("На версии 2.4 список открывается в трёх браузерах", reply_to=ask)
    await city.anna.sees(number, "Заявка закрыта", "Не воспроизводится", "в трёх браузерах")
    assert "Выполнено · Не воспроизводится" in await card(city, number)


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_the_last_answer_ends_it_as_was_chosen(city: Town) -> None:
    """«Последний ответ — итоговый» keeps the resolution that was chosen before."""
    number = await registers(city, "gravity")
    await city.boris.says("Сеть провайдера недоступна", reply_to=await city.boris.sees(number, "Место в очереди: 1"))
    await city.anna.sees("Сеть провайдера недоступна")
    await presses(city, "Завершить", "Инфраструктура", "Последний ответ")
    await city.anna.sees(number, "Заявка закрыта", "Инфраструктура")


@pytest.mark.parametrize("city", ["insales"], indirect=True)
async def test_other_reasons_and_several_problems_want_their_words(city: Town) -> None:
    """insales: several problems are named one by one; another reason is explained."""
    number = await registers(city, "insales")
    await presses(city, "Отложить", "несколько вопросов")
    ask = await city.boris.sees_new("откладывается", "«1. …»")
    await city.boris.says("Тут два вопроса", reply_to=ask)
    await city.boris.sees_new("не хватает", "части")
    await city.boris.says("Разделим так:\n1. Корзина\n2. Оплата", reply_to=ask)
    await city.anna.sees(number, "Работа отложена", "1. Корзина")
    await presses(city, "Отказать", "Другая причина")
    ask = await city.boris.sees_new("отказ", "объяснение")
    await city.boris.says("...........", reply_to=ask)
    await city.boris.sees_new("не хватает", "объяснение")
    await city.boris.says("Магазин уже удалён владельцем", reply_to=ask)
    await city.anna.sees(number, "закрыта без решения", "Магазин уже удалён")


@pytest.mark.parametrize("city", ["insales"], indirect=True)
async def test_some_questions_are_answered_in_a_limited_way(city: Town) -> None:
    """insales: the requester hears it with the words of the regulation, and the work goes on."""
    number = await registers(city, "insales")
    await presses(city, "Ещё…", "Рамки", "SEO")
    await city.anna.sees(number, "Этим занимаемся ограниченно", "SEO", "по Регламенту", "работа продолжается")
    await city.mailbox.gets(f"{number}. Этим занимаемся ограниченно")
    assert "В работе" in await card(city, number)
    assert (await entry(city, number, "scope"))["item"] == "seo"


async def _offered(city: Town) -> str:
    number = await registers(city, "insales")
    await presses(city, "Ещё…", "Рамки", "Платная доработка")
    ask = await city.boris.sees_new("платная работа", "цену и срок")
    await city.boris.says("Переделаем шаблон", reply_to=ask)
    await city.boris.sees_new("не хватает", "цену и срок")
    await city.boris.says("Переделаем шаблон за 12 000 ₽, 5 рабочих дней", reply_to=ask)
    await city.anna.sees(number, "платная", "12 000 ₽", "Платная доработка")
    assert "ответа пока нет" in await card(city, number)
    return number


@pytest.mark.parametrize("city", ["insales"], indirect=True)
async def test_paid_work_begins_with_the_requesters_consent(city: Town) -> None:
    """insales: price and term are offered, the requester agrees by a button; both are in the journal."""
    number = await _offered(city)
    await city.anna.presses("Согласен")
    await city.anna.sees(number, "Согласие на платную работу записано")
    await city.boris.sees(number, "согласен на платную работу", "@boris_ivanov")
    await city.mailbox.gets(f"{number}. Согласие на платную работу")
    shown = await card(city, number)
    assert "Платная работа: заявитель согласен" in shown
    assert "В работе" in shown
    assert (await entry(city, number, "paid_answered"))["agreed"] is True


@pytest.mark.parametrize("city", ["insales"], indirect=True)
async def test_without_consent_the_paid_work_may_be_refused(city: Town) -> None:
    """The requester asks first, then declines; staff are told that they may refuse, and do. A second press is out of date."""
    number = await _offered(city)
    offer = await city.anna.sees(number, "12 000 ₽")
    decline = offer["reply_markup"]["inline_keyboard"][0][1]["callback_data"]
    await city.anna.says("А дешевле нельзя?")
    await city.boris.sees(number, "А дешевле нельзя?")
    await city.anna.presses("Не согласен")
    await city.anna.sees(number, "Отказ от платной работы записан")
    await city.boris.sees(number, "не согласен на платную работу", "можно отказать")
    forged = {"person": city.anna.id, "chat": city.anna.chat, "message_id": offer["message_id"], "forged": True}
    assert "устарела" in (await city.anna.stage.do("press", forged | {"data": decline}))["text"]
    await presses(city, "Отказать", "Другая причина")
    ask = await city.boris.sees_new("отказ")
    await city.boris.says("Без оплаты такую доработку не делаем", reply_to=ask)
    await city.anna.sees(number, "закрыта без решения")


@pytest.mark.parametrize("city", ["insales"], indirect=True)
async def test_a_big_task_is_handed_over_to_sales(city: Town) -> None:
    """insales: the requester is told to whom; here the request is closed, for support has no more to do on it."""
    number = await registers(city, "insales")
    await presses(city, "Ещё…", "Рамки", "передаём в отдел продаж")
    ask = await city.boris.sees_new(f"почему {number} передаём дальше")
    await city.boris.says("Коллеги посчитают и позвонят вам", reply_to=ask)
    await city.anna.sees(number, "передана дальше", "Передано: в отдел продаж", "Коллеги посчитают")
    await city.mailbox.gets(f"{number}. Заявка передана дальше")
    assert (await entry(city, number, "closed"))["item"] == "sales"


@pytest.mark.parametrize("city", ["gravity"], indirect=True)
async def test_a_norm_is_no_promise(city: Town) -> None:
    """gravity 2.3, 5.2: the usual time is told as such, nothing is promised for the reaction, and the desk says so."""
    number = await registers(city, "gravity", impact=1)
    told = (await city.anna.sees(number, "Заявка зарегистрирована"))["text"]
    assert "Норма решения: до 25 ноября" in told
    assert "(п. 5.2)" in told
    assert "не гарантируется" in told
    assert "(п. 2.3 Регламента)" in told
    assert "Срок" not in told
    assert "Что дальше" not in told
    await city.mailbox.gets(f"[{number}]", "Норма решения", "не гарантируется")
    await presses(city, "Подтвердить")
    told = (await city.anna.sees(number, "Приоритет подтверждён"))["text"]
    assert "Норма решения: до 25 ноября" in told
    assert "Срок" not in told
    assert "Норма решения: до 25 ноября" in await card(city, number)


@pytest.mark.parametrize("city", ["insales", "megafon"], indirect=True)
async def test_where_no_time_for_solving_is_set_none_is_spoken_of(city: Town, request: pytest.FixtureRequest) -> None:
    """insales, megafon: the notices read naturally without a deadline; insales says that none is guaranteed."""
    preset = city.app.settings.regulation
    number = await registers(city, preset)
    greeting = (await city.anna.sees("Здравствуйте"))["text"]
    told = (await city.anna.sees(number, "Заявка зарегистрирована"))["text"]
    assert "срок" not in greeting
    assert "Срок" not in told
    assert "мы ответим до 24 ноября" in told
    assert ("не гарантируется" in told) == (preset == "insales")
    assert "\n\n" not in told
    await presses(city, "Спросить")
    ask = await city.boris.sees_new("вопросом по")
    await city.boris.says("Какой у вас тариф?", reply_to=ask)
    assert "часы" not in (await city.anna.sees("Какой у вас тариф?"))["text"]
    await city.anna.says("Обычный")
    await city.boris.sees("Обычный")
    await presses(city, "Отложить", "Не хватает сведений")
    ask = await city.boris.sees_new("откладывается")
    await city.boris.says("Ждём ответа смежников", reply_to=ask)
    assert "часы" not in (await city.anna.sees("Работа отложена"))["text"]
    assert "часы" not in (await city.boris.sees(number, "Заявителю:"))["text"]
    await presses(city, "Возобновить")
    assert "Срок" not in (await city.anna.sees(number, "Продолжаем работу"))["text"]


async def test_a_late_solution_is_described_as_its_priority_wants(town: Town) -> None:
    """barier 6.3: priority 3 wants a full description; the promise stands beside the deadline, and the lead hears of the breach."""
    await town.set_clock("2026-11-23T09:30:00+03:00")
    number = await town.registers(town.anna, impact="консультация")
    await town.boris.presses("Взять")
    await town.settled()
    await town.forward(hours=24 * 4)
    await town.boris.sees(number, "три четверти", "полное описание проблемы", "п. 6.3")
    await town.boris.presses("Причина и новый срок")
    ask = await town.boris.sees_new("причина и новый срок", "полное описание проблемы")
    await town.boris.says("Отчёт строится по старой схеме, нужна новая выгрузка. 10.12", reply_to=ask)
    told = (await town.anna.sees(number, "Нужно больше времени", "Полное описание проблемы:"))["text"]
    assert "10 декабря, 18:00" in told
    assert "Срок: 30 ноября" in told
    await town.mailbox.gets(f"{number}. Нужно больше времени", "10 декабря, 18:00")
    shown = await card(town, number)
    assert "Обещано к 10 декабря, 18:00" in shown
    assert "Решить до 30 ноября" in shown
    await town.forward(hours=24 * 5)
    breach = await town.boris.sees(number, "Решение просрочено", "@boris_ivanov")
    assert "Причина и новый срок" not in captions(breach)

    await town.boris.presses("Отложить")
    await town.settled()
    await town.boris.presses("7.9-1")
    ask = await town.boris.sees_new("откладывается")
    await town.boris.says("Ждём доступ", reply_to=ask)
    await town.anna.sees("Работа отложена")
    await town.settled()
    await town.boris.presses("Возобновить")
    await town.anna.sees("Продолжаем работу", "Обещали к 10 декабря, 18:00")


async def test_a_breach_without_a_promise_asks_for_one(town: Town) -> None:
    """The lead is told, and one tap leads to cause and date: other priorities want a description only."""
    await town.set_clock("2026-11-23T09:30:00+03:00")
    number = await town.registers(town.anna)
    await town.boris.presses("Взять")
    await town.settled()
    await town.forward(hours=24)
    breach = await town.boris.sees(number, "Решение просрочено", "Отправьте заявителю описание проблемы")
    assert "полное" not in breach["text"]
    await town.boris.presses("Причина и новый срок", on=breach)
    await town.boris.sees_new("причина и новый срок")


async def test_development_of_priority_four_wants_a_date(town: Town) -> None:
    """barier 7.9-3: the prompt says so, and a day alone is a date."""
    await town.set_clock("2026-11-23T09:30:00+03:00")
    number = await town.registers(town.anna, impact="доработка")
    await town.boris.presses("Отложить")
    await town.settled()
    await town.boris.presses("7.9-3")
    ask = await town.boris.sees_new(f"почему {number} откладывается", "в конце — дату")
    await town.boris.says("Передали в разработку", reply_to=ask)
    await town.boris.sees_new("будущей датой")
    await town.boris.says("Передали в разработку. 04.12", reply_to=ask)
    await town.anna.sees(number, "Работа отложена", "4 декабря, 18:00")
