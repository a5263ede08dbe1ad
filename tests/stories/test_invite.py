"""Invitations: a signed link, also as a QR code, makes whoever follows it a member of a customer; nothing else does."""

from __future__ import annotations

import re

from bot.sandbox.person import Person, said
from domain.usecases.invite import make_invitation
from tests.stories.conftest import ANNA, MORNING, Town
from tests.stories.test_customers import anna_does, entered, ticket_of


async def invited(town: Town, which: str = "12-34") -> str:
    """What Boris, a lead, gets for `/invite`: the payload of the link."""
    await town.app.roster.known.wait()
    await town.boris.says(f"/invite {which}")
    shown = await town.boris.sees_new("Приглашение для", "t.me/frontdesk_sandbox_bot?start=i-")
    found = re.search(r"\?start=([A-Za-z0-9_-]+)", said(shown))
    assert found
    assert len(found[1]) <= 64
    return found[1]


async def newcomer(town: Town, name: str = "Пётр") -> Person:
    await town.anna.stage.do("people", {"first_name": name})
    return Person.of(town.sandbox, name)


async def test_who_follows_the_link_belongs_to_the_customer(town: Town) -> None:
    """After consent; the organization is known then, so that it is not asked for, and the request is the customer's at once."""
    await town.set_clock(MORNING)
    await entered(town)
    link = await invited(town)
    petr = await newcomer(town)
    await petr.says(f"/start {link}")
    await petr.sees_new("персональных данных")
    await town.settled()
    petr.does_not_see("Ромашка")
    await petr.presses("Даю согласие")
    await petr.sees_new("Вы подключены", "числиться за ООО «Ромашка»")
    await petr.sees_new("Ваши данные", "Организация: ООО «Ромашка»")
    await petr.presses("Всё верно")
    for words in list(ANNA.values())[1:]:
        await petr.says(words)
        await town.settled()
    for button in ("Что-то не работает", "частично", "Без файлов", "Отправить заявку"):
        await petr.presses(button)
        await town.settled()
    await petr.sees("BAR-000001", "Заявка зарегистрирована")
    card = await town.boris.sees("BAR-000001", "Клиент: ООО «Ромашка», договор 12-34")
    assert "не опознан" not in card["text"]


async def test_what_is_open_counts_as_the_customers_too(town: Town) -> None:
    """Somebody registers first and follows the link then: requester and staff see whose it is; once more changes nothing."""
    await town.set_clock(MORNING)
    await entered(town)
    number = await town.registers(town.anna)
    link = await invited(town)
    await town.anna.says(f"/start {link}")
    await town.anna.sees_new("Вы подключены: ваши заявки", "ООО «Ромашка»")
    await town.anna.sees(number, "Заявка учтена за клиентом ООО «Ромашка»")
    await town.boris.sees(number, "Клиент: ООО «Ромашка»")
    await town.anna.says(f"/start {link}")
    await town.anna.sees_new("Вы уже подключены к ООО «Ромашка»")


async def test_a_link_that_has_ended_or_was_forged_reveals_nothing(town: Town) -> None:
    """Refused in the same words, and the intake begins all the same."""
    await town.set_clock(MORNING)
    customer = await entered(town)
    link = await invited(town)
    await town.forward(hours=14 * 24 + 1)
    forged = f"i-{'A' * 40}"
    for payload in (
        link,
        f"{link[:-1]}{'A' if link[-1] != 'A' else 'B'}",
        forged,
        f"i-{customer.id}",
        "i-",
        "i-%00<b>",
    ):
        await town.anna.says(f"/start {payload}")
        if payload == "i-":
            await town.anna.sees_new("больше не действует")
        else:
            await town.anna.sees_new("Эта ссылка больше не действует")
        await town.anna.sees_new("персональных данных")
    town.anna.does_not_see("Ромашка")
    await anna_does(town, "[Даю согласие]")
    await town.anna.sees("1 из 7")


async def test_who_belongs_to_another_customer_stays_there(town: Town) -> None:
    """A link is no way to move from one customer to another; neither name is told."""
    await town.set_clock(MORNING)
    await entered(town)
    await entered(town, name="АО «Медведь»", contract="77", domains=["bear.example"])
    first, second = await invited(town), await invited(town, "77")
    await anna_does(town, f"/start {first}", "[Даю согласие]")
    await town.anna.sees("Вы подключены")
    await town.anna.says(f"/start {second}")
    await town.anna.sees_new("уже числитесь за другой организацией")
    await town.settled()
    town.anna.does_not_see("Медведь")
    await anna_does(town, "[Всё верно]", *list(ANNA.values())[1:])
    await anna_does(town, "[Изменить настройки]", "[Без файлов]", "[Отправить заявку]")
    await town.boris.sees("BAR-000001", "Клиент: ООО «Ромашка»")
    assert (await ticket_of(town, "BAR-000001")).organization_id


async def test_only_a_lead_makes_a_link_and_gets_it_in_private(town: Town) -> None:
    """Olga works here and does not lead; a requester has no such command; an unknown customer is named as such."""
    await entered(town)
    await town.app.roster.known.wait()
    await town.olga.says("/invite 12-34")
    await town.olga.sees_new("руководител")
    await town.boris.says("/invite")
    await town.boris.sees_new("/invite 12-34")
    await town.boris.says("/invite Лютик")
    await town.boris.sees_new("Лютик")
    await town.boris.alone().says("/start")
    await town.settled()
    await town.boris.says("/invite ООО «Ромашка»")
    await town.boris.sees_new("отправил вам в личные сообщения")
    shown = await town.boris.alone().sees("Приглашение для ООО «Ромашка»", "?start=i-")
    assert shown["photo"]
    town.olga.does_not_see("?start=i-")
    await town.anna.says("/invite 12-34")
    await town.settled()
    town.anna.does_not_see("?start=i-")


async def test_staff_hear_once_who_has_joined_and_by_whose_link(town: Town) -> None:
    """Whether or not anything of theirs is open; not before the consent, and not again for who follows it twice."""
    await town.set_clock(MORNING)
    await entered(town)
    link = await invited(town)
    petr = await newcomer(town)
    await petr.says(f"/start {link}")
    await petr.sees_new("персональных данных")
    await town.settled()
    town.boris.does_not_see("Пётр")
    await petr.presses("Даю согласие")
    told = await town.boris.sees("ООО «Ромашка»: по приглашению подключён", "Пётр", "выдал сотрудник Борис Иванов")
    assert "reply_markup" not in told
    await petr.says(f"/start {link}")
    await petr.sees_new("Вы уже подключены")
    await town.anna.says(f"/start {await without_a_lead(town)}")
    await town.anna.sees_new("персональных данных")
    await town.anna.presses("Даю согласие")
    await town.boris.sees_new("подключён новый человек — Анна Соколова")
    await town.settled()
    joined = [said(m) for m in town.boris.messages() if "по приглашению подключён" in said(m)]
    assert ["Пётр" in one for one in joined] == [True, False]
    assert "сотрудник" not in joined[1]


async def test_who_is_forgotten_goes_from_there_too(town: Town) -> None:
    """However late: the name in the staff group is personal data like any other."""
    await town.set_clock(MORNING)
    await entered(town)
    link = await invited(town)
    petr = await newcomer(town)
    await petr.says(f"/start {link}")
    await petr.sees_new("персональных данных")
    await petr.presses("Даю согласие")
    await town.boris.sees("подключён новый человек — Пётр")
    await town.forward(hours=24 * 100)
    await petr.says("/privacy")
    await petr.sees_new("Ваши данные у нас")
    await petr.presses("Удалить мои данные")
    await petr.sees_new("Удалить всё о вас?")
    await petr.presses("Да, удалить всё")
    await petr.sees_new("Ваши данные удалены")
    await town.settled()
    town.boris.does_not_see("Пётр")


async def without_a_lead(town: Town) -> str:
    """The payload of a link made on the command line."""
    made = await town.app.clerk.do(make_invitation, which="12-34")
    return made.link.partition("?start=")[2]
