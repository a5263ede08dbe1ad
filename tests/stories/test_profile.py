"""Profile: the second request asks only for what is new; what is known is confirmed on a card, and corrected one by one."""

from __future__ import annotations

import pytest

from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.wiring import build
from domain.regulation import FOLDER, load
from tests.stories.conftest import ANNA, CARD, LATER, Town, on_monday
from tests.stories.moves import answers_all, registers
from tests.stories.test_customers import anna_does, entered, proves, ticket_of

PRESETS = ("barier", "intervale", "gravity", "saveit", "insales", "megafon", "e-doc")


async def test_the_second_request_asks_only_for_what_is_new(town: Town) -> None:
    """One card, one press, two questions that are counted as two; the request holds all seven answers."""
    first = await town.registers(town.anna)
    await town.anna.says("/new")
    card = await town.anna.sees_new(CARD, "Организация: ООО «Ромашка»", "Телефон: +79161234567", "(не подтверждена)")
    assert ANNA["description"] not in card["text"]
    await town.anna.presses("Всё верно")
    await town.anna.sees_new("1 из 2 · Описание")
    await town.anna.says("Не открывается отчёт за октябрь, пишет «ошибка 17»")
    await town.anna.sees_new("2 из 2")
    await anna_does(town, ANNA["steps"], "[Изменить настройки]", "[Без файлов]")
    await town.anna.sees("Проверьте", "Главный бухгалтер", "ошибка 17")
    await anna_does(town, "[Отправить заявку]")
    one, two = await ticket_of(town, first), await ticket_of(town, first.replace("1", "2"))
    about = ("organization", "name", "position", "phone", "email")
    assert {key: one.answers[key] for key in about} == {key: two.answers[key] for key in about}


async def test_one_answer_is_corrected_on_the_card_and_known_the_next_time(town: Town) -> None:
    """The button asks that one question, without a number; then the card is there again, with the new answer."""
    await town.registers(town.anna)
    await town.anna.says("/new")
    await town.anna.sees_new(CARD)
    await town.anna.presses("✎ Должность")
    asked = await town.anna.sees_new("Кем вы работаете?", "Сейчас:", "Главный бухгалтер")
    assert " из " not in asked["text"]
    await town.anna.presses("« Назад")
    await town.anna.sees_new(CARD, "Главный бухгалтер")
    await town.anna.presses("✎ Должность")
    await town.anna.sees_new("Кем вы работаете?")
    await town.anna.says("…")
    await town.anna.sees_new("Не могу понять")
    await town.anna.says("Финансовый директор")
    await town.anna.sees_new(CARD, "Должность: Финансовый директор")
    await anna_does(town, "[Всё верно]", LATER[2], ANNA["steps"], "[Изменить настройки]", "[Без файлов]")
    await anna_does(town, "[Отправить заявку]", "/new")
    await town.anna.sees(CARD, "Должность: Финансовый директор")


async def test_back_from_the_first_question_is_the_card_and_the_summary_corrects_any(town: Town) -> None:
    """Nothing that was confirmed is out of reach later."""
    await town.registers(town.anna)
    await anna_does(town, "/new", "[Всё верно]", "[« Назад]")
    await town.anna.sees_new(CARD)
    await anna_does(town, "[Всё верно]", LATER[2], ANNA["steps"], "[Изменить настройки]", "[Без файлов]")
    await anna_does(town, "[Исправить]", "[ФИО]")
    await town.anna.sees_new("Как вас зовут?")
    await town.anna.says("Соколова-Петрова Анна")
    await town.anna.sees_new("Проверьте", "Соколова-Петрова Анна")


async def test_words_do_not_confirm_the_card(town: Town) -> None:
    """«да» is no press: the card is shown again, and nothing is taken for an answer."""
    await town.registers(town.anna)
    await anna_does(town, "/new")
    await town.anna.says("да, всё так")
    await town.anna.sees_new("Нажмите", "не записываются")
    await town.anna.sees_new(CARD)


@pytest.mark.parametrize("city", PRESETS, indirect=True)
async def test_each_regulation_asks_anew_only_what_it_must(city: Town, request: pytest.FixtureRequest) -> None:
    """Whoever they are is on the card, whatever happened is not."""
    preset = request.node.callspec.params["city"]
    await registers(city, preset)
    rules = load(preset)
    await city.anna.says("/new")
    if rules.demand("faq_first"):
        await city.anna.sees_new("http")
        await city.anna.presses("Не нашлось, дальше")
    card = await city.anna.sees_new(CARD)
    shown = [field.key for field in rules.fields if f"{field.label.in_('ru')}: " in card["text"]]
    personal = {"organization", "name", "position", "phone", "email", "admin_email", "contact"}
    assert shown == [field.key for field in rules.fields if field.key in personal]


async def test_an_answer_that_does_not_stand_any_more_is_asked_anew(sandbox: Sandbox, settings: Settings) -> None:
    """A new version takes shorter positions only: that one question is asked, and counted with the two that are new."""
    async with on_monday(sandbox, settings) as town:
        await town.registers(town.anna)
    source = (FOLDER / "barier.toml").read_text(encoding="utf-8")
    head, key, rest = source.partition('key = "position"')
    shorter = rest.replace("max_length = ", "max_length = 9 # ", 1)
    second = settings.data_dir / "second.toml"
    second.write_text(head.replace('version = "1"', 'version = "2"', 1) + key + shorter, encoding="utf-8")
    async with build(settings.model_copy(update={"regulation": str(second)}), limits=False) as app:
        town = Town(sandbox, app, settings)
        await town.anna.says("/new")
        card = await town.anna.sees_new(CARD, "ООО «Ромашка»")
        assert "Главный бухгалтер" not in card["text"]
        await town.anna.presses("Всё верно")
        await town.anna.sees_new("1 из 3 · Должность")


async def test_profile_shows_what_is_known_and_each_answer_can_be_corrected(town: Town) -> None:
    """`/profile` before and after the first request; an intake that is open has the correction too."""
    await town.anna.says("/profile")
    await town.anna.sees_new("Пока я ничего о вас не знаю")
    await town.registers(town.anna)
    await anna_does(town, "/new", "/profile")
    await town.anna.sees_new(CARD, "Должность: Главный бухгалтер", "всё останется как было")
    await town.anna.presses("✎ Должность")
    await town.anna.sees_new("Кем вы работаете?", "Сейчас:")
    await town.anna.presses("Оставить как есть")
    await town.anna.sees_new(CARD, "Должность: Главный бухгалтер", "всё останется как было")
    await town.anna.presses("✎ Должность")
    await town.anna.sees_new("Кем вы работаете?")
    await town.anna.says("Финансовый директор")
    await town.anna.sees_new("Исправлено")
    await town.anna.sees_new(CARD, "верно?", "Должность: Финансовый директор")
    assert (await ticket_of(town, "BAR-000001")).answers["position"] == "Главный бухгалтер"


async def test_an_address_corrected_in_the_profile_starts_unproved(town: Town) -> None:
    """Proved, then another one: not proved, until its own code was typed."""
    await town.registers(town.anna)
    await proves(town)
    await anna_does(town, "/profile")
    await town.anna.sees("anna@romashka.example (подтверждена)")
    await anna_does(town, "[✎ Почта]", "anna.new@romashka.example")
    await town.anna.sees("anna.new@romashka.example (не подтверждена)")
    await town.anna.presses("Подтвердить anna.new@romashka.example")
    await town.anna.sees_new("На anna.new@romashka.example уйдёт письмо")
    await proves(town, to="anna.new@romashka.example")
    await anna_does(town, "/profile")
    await town.anna.sees_new("anna.new@romashka.example (подтверждена)")


# -- whose people they are


async def test_a_name_with_a_slip_is_recognized_and_confirmed(town: Town) -> None:
    """The registered spelling is shown, not the contract; staff see a claim, and confirm it by one press."""
    await entered(town, name="ООО «Северный ветер»", contract="77-А", domains=[])
    await anna_does(town, "/start", "[Даю согласие]", "Северный ветер плюс")
    await town.anna.sees_new("2 из 7")
    await town.anna.presses("« Назад")
    await town.anna.sees_new("1 из 7")
    await town.anna.says("Сверный ветер")
    asked = await town.anna.sees_new("Это ООО «Северный ветер»?")
    assert "77-А" not in asked["text"]
    await town.anna.presses("Да")
    await town.anna.sees_new("2 из 7")
    for words in ("Соколова Анна", "Бухгалтер", "+7 916 123-45-67", "anna@mail.ru", ANNA["description"], ANNA["steps"]):
        await anna_does(town, words)
    await anna_does(town, "[Что-то не работает]", "[частично]", "[Без файлов]", "[Отправить заявку]")
    await town.boris.sees("Называет себя: ООО «Северный ветер» — не подтверждено", "Клиент не опознан")
    assert (await ticket_of(town, "BAR-000001")).organization_id is None
    await town.boris.presses("Да, это ООО «Северный ветер»")
    await town.anna.sees("Заявка учтена за клиентом ООО «Северный ветер»")
    card = await town.boris.sees("Клиент: ООО «Северный ветер», договор 77-А")
    assert "Называет себя" not in card["text"]


async def test_a_contract_number_is_no_key_to_whose_it_is(town: Town) -> None:
    """Who types a number learns no name; who types both is asked with both; «нет, другая» stands, after second thoughts too."""
    await entered(town, name="ООО «Северный ветер»", contract="77-А", domains=[])
    await anna_does(town, "/start", "[Даю согласие]", "Договор № 77-а")
    await town.anna.sees_new("2 из 7")
    assert "ветер" not in str(town.anna.messages())
    await anna_does(town, "[« Назад]", "Северный ветер, договор 77-А")
    await town.anna.sees_new("Это ООО «Северный ветер» (договор 77-А)?")
    await town.anna.presses("Нет, другая")
    await town.anna.sees_new("2 из 7")
    for words in ("Соколова Анна", "Бухгалтер", "+7 916 123-45-67", "anna@mail.ru", ANNA["description"], ANNA["steps"]):
        await anna_does(town, words)
    await anna_does(town, "[Что-то не работает]", "[частично]", "[Без файлов]")
    await town.anna.sees_new("Проверьте", "Это ООО «Северный ветер»? Нет, другая")
    # Who chose wrongly puts it right on the summary, either way, and what was typed comes back.
    await anna_does(town, "[Исправить]", "[Клиент]", "[Да]")
    await town.anna.sees_new("Проверьте", "Организация: ООО «Северный ветер»", "Это ООО «Северный ветер»? Да")
    await anna_does(town, "[Исправить]", "[Клиент]", "[Нет, другая]")
    await town.anna.sees_new("Проверьте", "Организация: Северный ветер, договор 77-А", "Нет, другая")
    await anna_does(town, "[Отправить заявку]")
    card = await town.boris.sees("Клиент не опознан")
    assert "Называет себя" not in card["text"]


@pytest.mark.parametrize("city", ["insales"], indirect=True)
async def test_a_kind_that_was_chosen_first_is_corrected_last(city: Town) -> None:
    """insales asks it before anything else; who chose wrongly chooses again on the summary, and nothing else is asked anew."""
    await answers_all(city, "insales")
    await city.anna.sees_new("Проверьте", "Вид заявки: Вопрос по функционалу")
    await anna_does(city, "[Исправить]", "[Вид заявки]", "[Вёрстка]")
    await city.anna.sees_new("Проверьте", "Вид заявки: Вёрстка")
    await anna_does(city, "[Отправить заявку]")
    number = str((await city.anna.sees("Заявка зарегистрирована"))["text"]).split(" · ")[0]
    assert (await ticket_of(city, number)).kind == "layout"
