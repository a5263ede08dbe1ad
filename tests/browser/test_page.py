"""The page, in a real browser: what a newcomer does after `make run`, from Start to the rating, with pictures left behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.panes import Chat, look
from tests.stories.conftest import ANNA
from tests.stories.pictures import picture


@pytest.mark.timeout(400)
async def test_a_newcomer_walks_a_request_from_start_to_rating(page: Page, tmp_path: Path) -> None:
    """Steps 1 to 5 of the first story: consent, seven questions, two screenshots, number, staff, dispute, rating."""
    anna, staff, mail = Chat(page, "requester-chat"), Chat(page, "staff-chat"), page.get_by_test_id("mailbox")
    await page.get_by_test_id("clock-monday").click()

    await anna.pane.get_by_test_id("start").click()
    await anna.sees("персональных данных")
    await anna.presses("Даю согласие")
    for n, key in enumerate(("organization", "name", "position"), start=1):
        await anna.sees(f"{n} из 7")
        await anna.says(ANNA[key])
    await anna.sees("4 из 7")
    await anna.says("позвоните")
    await anna.sees("не похоже на телефон")
    await look(page, "1-intake")
    await anna.presses("Отправить мой номер")
    for n, key in enumerate(("email", "description", "steps"), start=5):
        await anna.sees(f"{n} из 7")
        await anna.says(ANNA[key])
    await anna.sees("О чём заявка?")
    await anna.presses("Что-то не работает")
    await anna.sees("Насколько это мешает")
    await anna.presses("частично")

    await anna.sees("Скриншоты")
    shots = [tmp_path / "один.png", tmp_path / "два.png"]
    for shot, colour in zip(shots, ("teal", "orange"), strict=True):
        shot.write_bytes(picture(colour=colour))
    await anna.pane.get_by_test_id("attach-input").set_input_files(shots)
    await page.get_by_test_id("attach-send").click()
    await anna.sees("2 файла:")
    await anna.presses("Готово")
    await anna.sees("Проверьте, пожалуйста", "2 файла")
    await look(page, "2-summary")
    await anna.presses("Отправить заявку")

    await anna.sees("BAR-000001", "Заявка зарегистрирована", "предварительно, до подтверждения")
    await mail.get_by_test_id("thread-row").filter(has_text="Заявка зарегистрирована").click()
    await expect(mail.get_by_test_id("letter-subject")).to_contain_text("[BAR-000001]")
    await mail.get_by_test_id("letter-plain").click()
    text = await mail.get_by_test_id("letter-text").inner_text()
    code = text.split("Код: ")[1][:6]
    assert "принтер" not in text
    await look(page, "3-registered")
    await mail.get_by_test_id("letter-back").click()
    await anna.says(code)
    await anna.sees("подтверждён")

    card = await staff.sees("BAR-000001", "ООО «Ромашка»", "Вложения: 2")
    await staff.sees("Новая заявка BAR-000001")
    await staff.presses("Взять")
    await anna.sees("Взяли в работу")
    await staff.presses("Подтвердить")
    await anna.sees("Приоритет подтверждён")
    await staff.answers("Спросить", "вопросом по BAR-000001", "Какая модель принтера?")
    await anna.sees("У нас вопрос", "Какая модель принтера?")
    await expect(card).to_contain_text("часы стоят")
    await anna.says("HP LaserJet 1020")
    await staff.sees("Заявитель отвечает", "HP LaserJet 1020")
    await staff.replies(card, "Выезжаем к вам")
    await anna.sees("Выезжаем к вам")
    await staff.answers("Завершить", "итоговым ответом", "Заменили картридж")
    await anna.sees("Заявка завершена", "Заменили картридж", "п. 4.9")
    await look(page, "4-completed")

    await anna.presses("Не решено")
    await anna.sees("Что именно не решено")
    await anna.says("Печатает только первую страницу")
    await anna.sees("Снова в работе")
    await staff.sees("Заявитель: не решено")
    await staff.answers("Завершить", "итоговым ответом", "Почистили ролики, печатает всё")
    await anna.sees("Почистили ролики")
    await anna.presses("Подтверждаю")
    await anna.sees("Заявка закрыта")
    await anna.presses("4 ★")
    await anna.sees("Спасибо за оценку")
    await anna.says("Быстро и вежливо")
    await staff.sees("★★★★☆", "Быстро и вежливо")
    await look(page, "5-rated")

    thread = mail.get_by_test_id("thread-row").filter(has_text="[BAR-000001]")
    await expect(thread).to_have_count(1)
    await thread.click()
    for plain in await mail.get_by_test_id("letter-plain").all():
        await plain.click()
    await expect(mail.get_by_test_id("letter").filter(has_text="Заявка закрыта").first).to_be_visible()


@pytest.mark.timeout(400)
async def test_silence_closes_the_request_after_a_day(page: Page) -> None:
    """The clock on the page goes forward a day, and the ticket is closed by clause 4.9, with the reminder before."""
    anna, staff = Chat(page, "requester-chat"), Chat(page, "staff-chat")
    await page.get_by_test_id("clock-monday").click()
    await anna.registers()
    await staff.answers("Завершить", "итоговым ответом", "Настроили")
    await anna.sees("Заявка завершена")
    await page.get_by_test_id("clock-day").click()

    await anna.sees("Всё решилось?", "п. 4.9")
    await anna.sees("Заявка закрыта", "по п. 4.9 Регламента")
    await look(page, "6-closed-by-silence")


@pytest.mark.timeout(200)
async def test_a_press_counts_although_the_card_changes_under_the_finger(page: Page) -> None:
    """Between pressing and letting go the card gets a reaction: it is drawn afterwards, and the button does its work."""
    anna, staff = Chat(page, "requester-chat"), Chat(page, "staff-chat")
    await page.get_by_test_id("clock-monday").click()
    await anna.registers()
    card = await staff.sees(
        "BAR-000001", "чат — доставлено", "почта — доставлено"
    )  # nothing else is about to change it
    await card.get_by_test_id("key").filter(has_text="Взять").hover()
    await page.mouse.down()
    async with page.expect_response(lambda response: "/sandbox/events" in response.url):
        await page.evaluate(
            """async ([person, message_id]) => {
                const state = await (await fetch("/sandbox/state")).json();
                const body = { person, chat: state.staff_chat_id, message_id, emoji: "👍" };
                await fetch("/sandbox/react", { method: "POST", body: JSON.stringify(body),
                    headers: { "Content-Type": "application/json" } });
            }""",
            [
                int(await staff.pane.get_by_test_id("acting-as").input_value()),
                int(await card.get_attribute("data-id") or ""),
            ],
        )
    await page.evaluate("() => new Promise(requestAnimationFrame)")
    await expect(staff.pane.locator(".reactions")).to_have_count(0)
    await page.mouse.up()
    await staff.sees("BAR-000001", "Ответственный: Борис Иванов")
    await expect(staff.pane.locator(".reactions")).to_have_count(1)


@pytest.mark.timeout(120)
async def test_the_page_fits_a_phone_and_speaks_english(page: Page) -> None:
    """On a phone the panes become tabs; the words follow the switch."""
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.get_by_test_id("lang-en").click()
    await page.get_by_test_id("nav-mail").click()
    await expect(page.get_by_test_id("mailbox")).to_contain_text("No letters yet.")
    await page.get_by_test_id("nav-requester").click()
    await page.get_by_test_id("person-tab").filter(has_text="John").click()
    john = Chat(page, "requester-chat")
    await john.pane.get_by_test_id("start").click()
    await john.sees("Hello!")
    await john.presses("I agree")
    await john.sees("1 of 7")
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    await look(page, "7-phone")
