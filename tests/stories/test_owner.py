"""Owners: what only the owner of a site may ask for, and the second address that gets letters and never the code."""

from __future__ import annotations

import pytest

from domain.journal import EntryKind
from tests.stories.conftest import Town
from tests.stories.moves import ANSWERS
from tests.stories.test_customers import anna_does, entered, facts_of, proves


async def asks_to_delete(town: Town, email: str) -> None:
    """An intake of insales for something protected, up to the summary."""
    await anna_does(
        town, "/start", "[Даю согласие]", "[Не нашлось, дальше]", "[Другое]", "[Удалить контент]", "Закрываем магазин"
    )
    await anna_does(town, "Удалите, пожалуйста, все товары магазина", email, "Это я", "[Без файлов]")
    await town.anna.sees("Проверьте", "Только от владельца: Удалить контент магазина")


@pytest.mark.parametrize("city", ["insales"], indirect=True)
async def test_the_owner_proves_the_address_and_goes_on(city: Town) -> None:
    """insales: refused until the owner's address is proved; the code comes by letter at once, and nothing typed is lost."""
    anna = city.anna
    await entered(city, owner_email="anna@romashka.example", tier="premium")
    await asks_to_delete(city, "Anna@romashka.example")
    await anna.presses("Отправить")
    await anna.sees_new("может просить только его владелец", "по Регламенту", "сохранено")
    await anna.presses("Подтвердить Anna@romashka.example")
    await anna.sees_new("идёт письмо с кодом")
    code = str((await city.mailbox.gets("Код:", to="Anna@romashka.example"))["text"]).split("Код: ")[1][:6]
    await anna.says(f"{(int(code) + 1) % 10**6:06d}")
    await anna.sees_new("4 попытки")
    await anna.says(code)
    await anna.sees_new("подтверждён")
    await anna.sees_new("Проверьте", "Удалите, пожалуйста, все товары")
    await anna.presses("Отправить")
    number = str((await anna.sees_new("Заявка зарегистрирована"))["text"]).split(" · ")[0]
    await city.settled()
    await city.boris.sees(number, "Только от владельца: Удалить контент магазина", "Уровень: Тариф «Премиум»")
    assert (await facts_of(city, number, EntryKind.REGISTERED))["protected"] == "delete_content"


@pytest.mark.parametrize("city", ["insales"], indirect=True)
async def test_others_may_ask_for_something_else(city: Town) -> None:
    """insales: a proved address that is not the owner's does not help; the request goes on as another kind."""
    anna = city.anna
    await entered(city, owner_email="owner@romashka.example")
    await asks_to_delete(city, "anna@romashka.example")
    await anna_does(city, "[Отправить]", "[Подтвердить anna@romashka.example]")
    await proves(city)
    await anna.presses("Отправить")
    await anna.sees_new("только его владелец", "не значится адресом владельца")
    assert not [c for c in anna.captions() if c.startswith("Подтвердить")]
    await anna.presses("Выбрать другое")
    await anna.sees_new("Это касается")
    await anna.presses("Ничего из этого")
    summary = await anna.sees_new("Проверьте", "Удалите, пожалуйста, все товары")
    assert "владельца" not in summary["text"]
    await anna.presses("Отправить")
    await anna.sees_new("Заявка зарегистрирована")


@pytest.mark.parametrize("city", ["insales"], indirect=True)
async def test_the_administrator_gets_letters_too_and_never_the_code(city: Town) -> None:
    """insales: each letter also goes to the site administrator's address, which nobody has proved: facts only."""
    anna = city.anna
    await anna_does(
        city,
        "/start",
        "[Даю согласие]",
        "[Не нашлось, дальше]",
        "[Вопрос по функционалу]",
        "[Ничего из этого]",
        "Корзина",
    )
    await anna_does(city, ANSWERS["description"], "anna@romashka.example", "admin@romashka.example")
    await anna_does(city, "[Без файлов]", "[Отправить]")
    number = str((await anna.sees("Заявка зарегистрирована"))["text"]).split(" · ")[0]
    mine = await city.mailbox.gets(number, "Код:", to="anna@romashka.example")
    theirs = await city.mailbox.gets(number, "зарегистрирована", to="admin@romashka.example")
    assert "Код:" not in theirs["text"]
    code = str(mine["text"]).split("Код: ")[1][:6]
    assert code not in theirs["text"] + theirs["html"]

    card = await city.boris.sees(number)
    await city.boris.says("Секретный ответ про корзину", reply_to=card)
    await anna.sees("Секретный ответ")
    await city.settled()
    theirs = await city.mailbox.gets(number, "указал ваш адрес", to="admin@romashka.example", after=theirs)
    assert "Секретный" not in theirs["text"]
    assert theirs["recipients"] == ["admin@romashka.example"]
    idents = [letter["message_id"] for letter in city.mailbox.letters()]
    assert len(idents) == len(set(idents))
