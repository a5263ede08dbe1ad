"""Account: requests move to another Telegram account by a code mailed to the proved address, and by nothing else."""

from __future__ import annotations

from bot.sandbox.person import Person
from domain.journal import EntryKind
from domain.ports import Desk
from tests.stories.conftest import MORNING, Town
from tests.stories.pictures import picture
from tests.stories.seen import told
from tests.stories.test_code_letters import code_in, wrong
from tests.stories.test_customers import entered, facts_of, proves
from tests.stories.test_invite import newcomer

ANSWER = "Если за anna@romashka.example есть заявки"


async def asks_to_move(town: Town, who: Person, address: str = "anna@romashka.example") -> None:
    """`/account`, consent, the address."""
    await who.says("/account")
    if await who.sees_one_of("персональных данных", "Какую почту") == "персональных данных":
        await who.presses("Даю согласие")
        await who.sees_new("Какую почту вы подтвердили")
    await who.says(address)
    await who.sees_new("есть заявки, туда уже идёт письмо")
    await town.settled()


async def test_requests_profile_and_customer_move_and_the_old_account_is_told(town: Town) -> None:
    """All that was Anna's is at the new account; the old one sees nothing of it any more, and says nothing into it."""
    await town.set_clock(MORNING)
    await entered(town)
    number = await town.registers(town.anna)
    await proves(town)
    told = await town.anna.sees(number, "Заявка зарегистрирована")
    await town.forward(hours=24)
    new = await newcomer(town, "Анна-2")
    await asks_to_move(town, new)
    letter = await town.mailbox.gets("Перенос заявок", "никому его не сообщайте", to="anna@romashka.example")
    await new.says(code_in(letter))
    await new.sees_new("Готово: 1 заявка теперь здесь")
    await new.presses("Мои заявки")
    await new.sees_new(number)
    await town.anna.sees("перенесены в другой аккаунт", "Если это были не вы")
    await facts_of(town, number, EntryKind.ACCOUNT_MOVED)
    await town.settled()

    await town.anna.says("/my")
    await town.settled()
    assert number not in str(town.anna.messages()[-1]["text"])
    await town.anna.says("Это я, Анна, что с заявкой?", reply_to=told)
    await town.settled()
    town.boris.does_not_see("Это я, Анна")
    await town.anna.says("/profile")
    await town.anna.sees_new("Пока я ничего о вас не знаю")

    card = await town.boris.sees(number, "Клиент: ООО «Ромашка»")
    await town.boris.says("Замените картридж", reply_to=card)
    await new.sees(number, "Замените картридж")
    await town.settled()
    town.anna.does_not_see("Замените картридж")
    await new.says("/new")
    await new.sees_new("Ваши данные", "Главный бухгалтер", "anna@romashka.example (подтверждена)")


async def test_whether_an_address_is_known_is_not_told(town: Town) -> None:
    """The same words, the same tries, and no letter where there is nothing to move; an unproved address counts as unknown."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    await town.mailbox.gets("Код:")
    before = len(town.mailbox.letters())
    new = await newcomer(town, "Чужой")
    for address in ("anna@romashka.example", "nobody@romashka.example"):
        await asks_to_move(town, new, address)
        for left in (4, 3):
            await new.says("123456")
            await new.sees_new("Код не тот", f"{left} попытки" if left > 1 else "попытка")
    await town.settled()
    assert len(town.mailbox.letters()) == before
    town.anna.does_not_see("перенесены")


async def test_five_tries_and_the_code_is_worth_nothing(town: Town) -> None:
    """Guessing ends after five; so does the right one, wherever it is typed."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    await proves(town)
    await town.forward(hours=24)
    new = await newcomer(town, "Чужой")
    await asks_to_move(town, new)
    code = code_in(await town.mailbox.gets("Перенос заявок"))
    await town.anna.says(code)  # somebody else's chat: it is not theirs to type
    await town.settled()
    for n in range(1, 6):
        await new.says(wrong(code, n))
        await town.settled()
    await new.sees("последняя попытка")
    await new.says(code)
    await town.settled()
    new.does_not_see("Готово")
    await asks_to_move(town, new)  # within a day there is no second letter
    await new.says(code)
    await new.sees_new("Код не тот", "4 попытки")
    assert len([one for one in town.mailbox.letters() if "Перенос" in one["subject"]]) == 1
    town.anna.does_not_see("перенесены")


async def test_suspension_moves_along_and_staff_rights_do_not(town: Town) -> None:
    """Nobody gets rid of a suspension, and nobody becomes staff, by a code."""
    await town.set_clock(MORNING)
    await town.app.roster.known.wait()
    boris = town.boris.alone()
    await town.registers(boris)
    letter = await town.mailbox.gets("Код:")
    await boris.says(code_in(letter))
    await boris.sees_new("подтверждён")
    await town.settled()

    def suspended(desk: Desk) -> None:
        person = desk.people.by_address("telegram", str(boris.id))
        assert person is not None
        person.suspended_at, person.suspended_for = desk.now(), "Спам"

    await town.app.clerk.do(suspended)
    await town.forward(hours=24)
    new = await newcomer(town, "Новый")
    await asks_to_move(town, new)
    await new.says(code_in(await town.mailbox.gets("Перенос заявок")))
    await new.sees_new("Готово")
    await town.settled()

    def known(desk: Desk) -> tuple[str, bool, bool]:
        moved = desk.people.by_address("telegram", str(new.id))
        old = desk.people.by_address("telegram", str(boris.id))
        assert moved is not None
        assert old is not None
        staff = [desk.people.staff_member(desk.staff.chat, one.id) is not None for one in (moved, old)]
        return moved.suspended_for, staff[0], staff[1]

    assert await town.app.clerk.read(known) == ("Спам", False, True)


async def begun(town: Town, words: str) -> None:
    """Anna has a request and a proved address, and has begun another one."""
    await town.set_clock(MORNING)
    await town.registers(town.anna)
    await proves(town)
    await town.forward(hours=24)
    await town.anna.says("/new")
    await town.anna.sees_new("Ваши данные")
    await town.anna.presses("Всё верно")
    await town.anna.sees_new("1 из 2")
    await town.anna.says(words)
    await town.anna.sees_new("2 из 2")


async def test_an_unfinished_request_moves_along_with_its_words_and_files(town: Town) -> None:
    """It goes on at the new account where it stood, and is nobody else's any more: its old buttons open nothing."""
    await begun(town, "Сканер не видит компьютер, пишет «нет связи»")
    await town.anna.says("Нажать «Сканировать» в приложении")
    await town.anna.sees_new("О чём заявка?")
    await town.anna.presses("Что-то не работает")
    await town.anna.sees_new("Насколько")
    await town.anna.presses("частично")
    await town.anna.sees_new("Скриншоты")
    await town.anna.attaches(picture())
    old = await town.anna.sees_new("1 файл")
    new = await newcomer(town, "Анна-2")
    await asks_to_move(town, new)
    await new.says(code_in(await town.mailbox.gets("Перенос заявок")))
    await new.sees_new("Готово: 1 заявка", "Начатая заявка тоже здесь")
    await new.sees_new("1 файл")
    stale = await town.anna.presses("Готово", on=old)
    assert "устарела" in stale["text"]
    await new.presses("Готово")
    await new.sees_new("Проверьте", "Сканер не видит компьютер", "Нажать «Сканировать»")
    await new.presses("Отправить заявку")
    await new.sees("BAR-000002", "Заявка зарегистрирована")
    await town.settled()
    await town.boris.sees("BAR-000002", "Сканер не видит компьютер")
    kept = await town.app.clerk.read(lambda desk: desk.files.of_ticket("BAR-000002"))
    assert [file.person_id for file in kept] == [await town.app.clerk.read(person_of, address=new.id)]
    await town.anna.says("/start")
    await town.settled()
    town.anna.does_not_see("BAR-000002")


async def test_who_has_begun_another_request_here_keeps_both(town: Town) -> None:
    """Two problems must not become one: the old one stays where it is, whole, and its writer is told."""
    await begun(town, "Сканер не видит компьютер, пишет «нет связи»")
    new = await newcomer(town, "Анна-2")
    await new.says("/start")
    await new.sees_new("персональных данных")
    await new.presses("Даю согласие")
    await new.sees_new("1 из 7")
    await new.says("ООО «Ромашка»")
    await new.sees_new("2 из 7")
    await asks_to_move(town, new)
    await new.says(code_in(await town.mailbox.gets("Перенос заявок")))
    await new.sees_new("Готово: 1 заявка", "осталась там", "/cancel")
    await new.sees_new("2 из 7")
    await town.anna.says("Нажать «Сканировать» в приложении")
    await town.anna.sees_new("О чём заявка?")


async def test_an_intake_without_a_word_is_no_obstacle(town: Town) -> None:
    """Whoever only pressed Start here has begun nothing; and what the desk merely knew of them stays at neither account."""
    await begun(town, "Сканер не видит компьютер, пишет «нет связи»")
    new = await newcomer(town, "Анна-2")
    await new.says("/start")
    await new.sees_new("персональных данных")
    await new.presses("Даю согласие")
    await new.sees_new("1 из 7")
    await asks_to_move(town, new)
    await new.says(code_in(await town.mailbox.gets("Перенос заявок")))
    await new.sees_new("Начатая заявка тоже здесь")
    await new.sees_new("2 из 2")


def person_of(desk: Desk, *, address: int) -> str:
    person = desk.people.by_address("telegram", str(address))
    assert person is not None
    return person.id


async def test_loose_words_move_along_and_join_those_that_are_here(town: Town) -> None:
    """Words and a picture that belonged to no request are asked about at the new account, before what was said there; once."""
    await town.set_clock(MORNING)
    number = await town.registers(town.anna)
    await proves(town)
    await town.forward(hours=24)
    await town.anna.says("Лампа теперь мигает зелёным")
    await town.anna.attaches(picture())
    card = await town.anna.sees_new("К чему это отнести?", "photo-")
    await town.settled()
    new = await newcomer(town, "Анна-2")
    await new.says("И бумага кончилась")
    await new.sees_new("Пока не зарегистрировано")
    await asks_to_move(town, new)
    await new.says(code_in(await town.mailbox.gets("Перенос заявок")))
    await new.sees_new("Готово: 1 заявка", "без заявки", "ниже")
    await new.sees_new("К чему это отнести?", "Лампа теперь мигает зелёным", "И бумага кончилась", "photo-")
    stale = await town.anna.presses(f"Добавить к {number}", on=card)
    assert "устарела" in stale["text"]
    await new.presses(f"Добавить к {number}")
    await new.sees_new(f"Добавлено к {number}")
    await town.boris.sees("И бумага кончилась")
    await town.settled()
    said_there = [text.split("\n")[1] for text in told(town.boris, "Заявитель пишет")]
    assert said_there == ["Лампа теперь мигает зелёным", "И бумага кончилась"]
    kept = await town.app.clerk.read(lambda desk: desk.files.of_ticket(number))
    assert [file.person_id for file in kept] == [await town.app.clerk.read(person_of, address=new.id)]
