"""InSales' regulation (source 003), row by row."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.regulations.conftest import Hold
from tests.regulations.rows import UNNUMBERED, Check, Rows, due, rules
from tests.stories.conftest import Town
from tests.stories.moves import ANSWERS, answers_all, registers
from tests.stories.pictures import picture
from tests.stories.test_customers import anna_does, entered, proves
from tests.stories.test_decisions import presses
from tests.stories.test_doors import numbers
from tests.stories.test_letters_in import writes
from tests.stories.test_owner import asks_to_delete

row = Rows("insales")
mine = rules("insales")


@row("types")
async def _(town: Town) -> None:
    """The type first; then subject (optional), description and files (optional)."""
    assert [kind.assumed for kind in mine.kinds] == [False, False, True]
    await anna_does(town, "/start", "[Даю согласие]", "[Не нашлось, дальше]")
    await town.anna.sees("О чём заявка?")
    assert town.anna.captions()[:3] == ["Вопрос по функционалу", "Вёрстка", "Другое"]
    await anna_does(town, "[Вёрстка]", "[Ничего из этого]")
    await town.anna.sees("1 из 4 · Тема")
    await anna_does(town, "[Без темы]", "...")
    await town.anna.sees_new("Этого требует Регламент")
    await anna_does(town, "Съехала шапка сайта", "anna@romashka.example", "[Это я]")
    await town.anna.sees("Скриншоты, если есть")
    await town.anna.attaches(picture())
    await town.anna.sees_new("1 файл")
    await anna_does(town, "[Готово]")
    await town.anna.sees("Проверьте", "Вид заявки: Вёрстка", "Файлы: 1 файл")


@row("doors")
async def _(town: Town) -> None:
    """Only the back office, which the chat stands for; a letter is not registered and told where to go."""
    await writes(town, "Корзина", "Не видно корзину")
    to = {"to": "petr@vasilek.example"}
    await town.mailbox.gets("не зарегистрировано", "по Регламенту", "бэк-офис", "https://t.me/", **to)
    await town.anna.says("Не видно корзину на телефоне")
    await town.anna.sees_new("не зарегистрировано", "Регламент")
    await town.anna.says("/contacts")
    assert "По почте" not in (await town.anna.sees_new("Официальные способы обратиться", "бэк-офис"))["text"]
    assert await numbers(town) == []


@row("history")
async def _(town: Town) -> None:
    """All own requests with their states and the correspondence."""
    first = await registers(town, "insales")
    await town.boris.says("Обновите страницу", reply_to=await town.boris.sees(first, "Заявителю"))
    await town.anna.sees(first, "Обновите страницу")
    second = await registers(town, "insales", first=False, description="Письма о заказах не приходят покупателям")
    await town.settled()
    await town.anna.says("/my")
    await town.anna.sees_new("Ваши заявки", f"{first} · В работе", f"{second} · Принято")
    await town.anna.presses(first)
    await town.anna.sees_new(first, "Ответственный: Борис Иванов")
    await town.anna.presses("Переписка")
    await town.anna.sees_new("Переписка", ANSWERS["description"], "Ответ поддержки · Борис Иванов", "Обновите страницу")


@row("notice")
async def _(town: Town) -> None:
    """Acceptance to the sender; each answer also to the administrator, whose address is the sender's unless given."""
    assert (mine.field("admin_email").same_as, mine.field("admin_email").required) == ("email", False)
    await anna_does(town, "/start", "[Даю согласие]", "[Не нашлось, дальше]", "[Вопрос по функционалу]")
    await anna_does(town, "[Ничего из этого]", "Корзина", ANSWERS["description"], "anna@romashka.example")
    await anna_does(town, "admin@romashka.example", "[Без файлов]", "[Отправить заявку]")
    number = str((await town.anna.sees("Заявка зарегистрирована"))["text"]).split(" · ")[0]
    await proves(town)
    accepted = await town.mailbox.gets(f"{number}. Заявка зарегистрирована", to="admin@romashka.example")
    await town.boris.says("Обновите страницу", reply_to=await town.boris.sees(number, "Заявителю"))
    await town.mailbox.gets(f"[{number}]", "Обновите страницу", to="anna@romashka.example")
    await town.mailbox.gets(f"{number}. Мы ответили", "указал ваш адрес", to="admin@romashka.example", after=accepted)


@row("hours")
async def _(town: Town) -> None:
    """24/7; reaction in 24 h (function), 36 h (layout), 3 h (Premium, any type); none for other at standard."""
    night = "2026-01-01 03:00:07"
    assert mine.calendar().is_open(datetime(2026, 1, 1, tzinfo=UTC))
    assert due("insales", night, tier="standard", category="function")[0] == "02.01.2026 03:00:07"
    assert due("insales", night, tier="standard", category="layout")[0] == "02.01.2026 15:00:07"
    assert {due("insales", night, tier="premium", category=kind.key)[0] for kind in mine.kinds} == {
        "01.01.2026 06:00:07"
    }
    assert due("insales", night, tier="standard", category="other") == (None, None, None)
    pause = [["2026-01-01 04:00", "2026-01-01 05:30"]]
    assert due("insales", night, tier="premium", pauses=pause)[0] == "01.01.2026 07:30:07"
    await town.anna.says("/hours")
    await town.anna.sees_new("по Регламенту", "круглосуточно")
    function = await registers(town, "insales", kind=0)
    await town.anna.sees(function, "ответим до 24 ноября, 10:3", "по Регламенту")
    layout = await registers(town, "insales", kind=1, first=False, description="Съехала шапка сайта")
    await town.anna.sees(layout, "ответим до 24 ноября, 22:3", "по Регламенту")
    other = await registers(town, "insales", kind=2, first=False, description="Спасибо за новый тариф!")
    assert "ответим до" not in (await town.anna.sees(other, "Заявка зарегистрирована"))["text"]
    await entered(town, tier="premium")
    await proves(town)
    await town.anna.sees(function, "Тариф «Премиум»", "Мы ответим до 23 ноября, 13:3")


@row("no guarantee")
async def _(town: Town) -> None:
    """The time for solving is not guaranteed: no deadline is told, and that none is guaranteed is."""
    assert all(target.targets.resolution is None for target in mine.target_rows)
    number = await registers(town, "insales")
    told = await town.anna.sees(number, "Время решения не гарантируется", "по Регламенту")
    assert "Срок" not in told["text"]
    assert "Решить до" not in (await town.boris.sees(number, "Заявителю"))["text"]
    await proves(town)
    await town.anna.says("/rules")
    await town.anna.sees_new("Регламент технической поддержки InSales")
    await town.anna.presses("Сроки")
    await town.anna.sees_new("не гарантируется", "по Регламенту")


@row("phone")
async def _(town: Town) -> None:
    """By phone there is advice only: a call is noted and is no request; changes need a written one."""
    await town.boris.says("/new")
    await town.boris.sees_new("только консультации", "по Регламенту", "/call")
    await town.boris.says("/call Иванов: где менять валюту")
    await town.boris.sees_new("Консультация по телефону (по Регламенту)", "Заявка нужна письменная")
    assert await numbers(town) == []
    await town.anna.says("/contacts")
    await town.anna.sees_new("По телефону", "только по письменной заявке")


@row("owner")
async def _(town: Town) -> None:
    """Deleting content, transferring shop or domain: by the owner only, from a proved address."""
    await entered(town, owner_email="owner@romashka.example")
    await asks_to_delete(town, "anna@romashka.example")
    await anna_does(town, "[Отправить заявку]")
    await town.anna.sees("Удалить контент магазина может просить только его владелец", "по Регламенту", "сохранено")
    await anna_does(town, "[Подтвердить anna@romashka.example]")
    await proves(town)
    for n, wish in enumerate(mine.protected):
        if n:
            await anna_does(town, "[Исправить]", "[Только от владельца]", f"[{wish.label.in_('ru')}]")
        await town.anna.sees("Проверьте", f"Только от владельца: {wish.label.in_('ru')}")
        await anna_does(town, "[Отправить заявку]")
        await town.anna.sees(wish.refusal.in_("ru").split(", письменно")[0], "не значится адресом владельца")
    assert await numbers(town) == []


@row("reasons")
async def _(town: Town) -> None:
    """Seven reasons, told with their words; several problems in one letter are named one by one."""
    number = await registers(town, "insales")
    await presses(town, "Отложить")
    await town.settled()
    seven = [reason.text.in_("ru") for reason in mine.reasons if reason.clause == UNNUMBERED]
    assert len(seven) == 7
    offered = [caption.rstrip("…") for caption in town.boris.captions()]
    assert all(any(len(o) > 15 and text.startswith(o) for o in offered) for text in seven)
    await town.boris.presses("несколько вопросов")
    ask = await town.boris.sees_new("откладывается", "«1. …»")
    await town.boris.says("Тут два вопроса", reply_to=ask)
    await town.boris.sees_new("не хватает", "части")
    await town.boris.says("Разделим так:\n1. Корзина\n2. Оплата", reply_to=ask)
    await town.anna.sees(number, "Работа отложена", "несколько вопросов", "по Регламенту", "1. Корзина", "2. Оплата")


@row("scope")
async def _(town: Town) -> None:
    """Eight things are solved; layout is not; four kinds are limited; large rework is paid; a big task goes to sales."""
    keys = {decision: len(mine.scope_of(decision)) for decision in ("solved", "not_solved", "limited")}
    assert keys == {"solved": 8, "not_solved": 1, "limited": 4}
    await town.anna.says("/rules")
    await town.anna.sees_new("действует с")
    await town.anna.presses("Что решаем и что нет")
    await town.anna.sees_new(
        "Решаем", "шаблонизатору liquid", "Не решаем", "Вёрстка, не связанная с функционалом InSales"
    )
    number = await registers(town, "insales")
    await presses(town, "Ещё…", "Рамки", "SEO")
    await town.anna.sees(number, "Этим занимаемся ограниченно", "SEO", "по Регламенту", "работа продолжается")
    await presses(town, "Ещё…", "Рамки", "Платная доработка")
    ask = await town.boris.sees_new("платная работа", "цену и срок")
    await town.boris.says("Переделаем шаблон за 12 000 ₽, 5 рабочих дней", reply_to=ask)
    await town.anna.sees(number, "Платная доработка", "12 000 ₽", "по Регламенту")
    await town.anna.presses("Согласен")
    await town.boris.sees(number, "согласен на платную работу")
    await presses(town, "Ещё…", "Рамки", "передаём в отдел продаж")
    ask = await town.boris.sees_new(f"почему {number} передаём дальше")
    await town.boris.says("Коллеги посчитают и позвонят вам", reply_to=ask)
    await town.anna.sees(number, "передана дальше", "Передано: в отдел продаж", "по Регламенту")
    second = await registers(town, "insales", kind=1, first=False, description="Сверстайте лендинг")
    await presses(town, "Отказать", "за рамки", "Вёрстка")
    await town.boris.says("Это не к нам", reply_to=await town.boris.sees_new(f"почему по {second} отказ"))
    await town.anna.sees(second, "закрыта без решения", "Вёрстка, не связанная с функционалом InSales", "по Регламенту")


@row("base first")
async def _(town: Town) -> None:
    """The knowledge base comes before a request, and may make it needless."""
    await anna_does(town, "/start", "[Даю согласие]")
    await town.anna.sees("базу знаний", "по Регламенту", "https://www.insales.ru")
    town.anna.does_not_see("О чём заявка?")
    await anna_does(town, "[Нашлось, спасибо]")
    await town.anna.sees("Рады, что нашлось")


@row("duplicates")
async def _(town: Town) -> None:
    """A confirmed request must not be sent again: the likely duplicate is shown, and the words join it."""
    number = await registers(town, "insales", description="Не видно корзину на телефоне, айфон 12")
    again = "Корзины не видно с телефона"
    await answers_all(town, "insales", first=False, until="description", subject="Опять", description=again)
    await town.anna.sees_new(number, "айфон 12", "Похожая ваша заявка уже принята", "по Регламенту")
    await town.anna.presses(f"Добавить к {number}")
    await town.anna.sees_new(f"Добавлено к {number}")
    await town.boris.sees(number, "Заявитель пишет", "Корзины не видно с телефона")
    assert await numbers(town) == [number]


@row("order")
async def _(town: Town) -> None:
    """By the time of receipt alone: nothing puts a request first."""
    nine, ten = datetime(2026, 5, 13, 9, tzinfo=UTC), datetime(2026, 5, 13, 10, tzinfo=UTC)
    assert mine.turn(priority="", received=nine) < mine.turn(priority="", received=ten)
    first = await registers(town, "insales")
    second = await registers(town, "insales", first=False, description="Письма о заказах не приходят покупателям")
    await town.boris.sees(f"Новая заявка {second}", "Место в очереди: 2 из 2")
    await town.boris.presses("Ещё…", on=await town.boris.sees(second, "Заявителю"))
    await town.settled()
    assert "Вне очереди" not in town.boris.captions()
    await town.boris.sees(first, "Место в очереди: 1")


@pytest.mark.parametrize("check", row.params())
async def test_row(check: Check, hold: Hold) -> None:
    """A person gets what the row demands."""
    await hold("insales", check)
