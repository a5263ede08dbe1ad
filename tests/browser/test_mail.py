"""The mailbox of the page: a request that lives by letters alone, one that comes back, and one that means harm."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from playwright.async_api import Page, expect

from bot.sandbox.server import Sandbox
from tests.browser.panes import Chat, Mail, look
from tests.stories.conftest import ANNA

PETR = "petr@vasilek.example"


@pytest.mark.timeout(400)
async def test_a_request_by_letter_from_the_first_word_to_the_rating(page: Page) -> None:
    """Written, registered, answered, completed, confirmed and rated by links, all in one thread and without a chat."""
    mail, staff = Mail(page), Chat(page, "staff-chat")
    await page.get_by_test_id("clock-monday").click()
    await mail.begins("Не открывается склад, помогите", name="Пётр", subject="Склад", **{"from": PETR})
    await mail.sees("Зарегистрирована заявка BAR-000001")
    await expect(mail.pane.get_by_test_id("letter")).to_have_count(2)
    await expect(mail.pane.get_by_test_id("letter-subject")).to_have_text("Склад")
    await staff.sees("BAR-000001", "Не открывается склад")

    tab = await mail.follows("Продолжить в Telegram")
    await tab.get_by_test_id("go-on-as").filter(has_text="Анна").click()
    await Chat(tab, "requester-chat").sees("BAR-000001")
    await tab.close()

    await mail.pane.get_by_test_id("letter-reply").last.click()
    await expect(mail.pane.get_by_test_id("mail-from")).to_have_value(PETR)
    await look(page, "8-reply")
    await mail.writes("Ошибка 500")
    replied = await mail.sees("Добавлено к заявке BAR-000001")
    await expect(replied.locator(".letter-text pre").first).to_have_text("Ошибка 500")
    told = await staff.sees("BAR-000001", "Ошибка 500")
    await expect(told.locator("blockquote").first).to_have_text("Ошибка 500")

    await staff.presses("Взять")
    await staff.sees("BAR-000001", "Ответственный: Борис Иванов")
    await staff.answers("Завершить", "итоговым ответом", "Перезапустили, проверьте")
    frame = page.frame_locator("[data-testid=letter-frame] >> nth=-1")
    await expect(frame.get_by_text("Перезапустили, проверьте")).to_be_visible()
    tab = await mail.follows("Подтвердить решение")
    await look(tab, "9-confirm")
    await tab.get_by_role("button").click()
    await expect(tab.get_by_text("Готово")).to_be_visible()
    await tab.close()
    await expect(frame.get_by_role("heading", name="Заявка закрыта")).to_be_visible()
    tab = await mail.follows("4 ★")
    await tab.get_by_role("textbox").fill("Быстро и вежливо")
    await tab.get_by_role("button").click()
    await expect(tab.get_by_text("4 из 5")).to_be_visible()
    await staff.sees("★★★★☆", "Быстро и вежливо")
    await look(page, "10-by-letter")

    await mail.pane.get_by_test_id("letter-back").click()
    await expect(mail.pane.get_by_test_id("thread-row")).to_have_count(1)


@pytest.mark.timeout(400)
async def test_a_letter_comes_back_and_the_chat_says_so(page: Page) -> None:
    """Delayed is no failure; a mailbox that does not exist is told in the chat with a button that corrects the address."""
    anna, staff, mail = Chat(page, "requester-chat"), Chat(page, "staff-chat"), Mail(page)
    await page.get_by_test_id("clock-monday").click()
    await anna.registers()

    await mail.opens(ANNA["email"])
    await mail.returns("delayed")
    await mail.sees("Отмечено в BAR-000001: письмо задерживается")
    await mail.returns("away")
    await mail.sees("Отмечено в BAR-000001 как автоответ")
    await expect(anna.pane.get_by_test_id("message").filter(has_text="не дошло")).to_have_count(0)
    await mail.returns("unknown")
    await mail.sees("Отмечено в BAR-000001: письмо не дошло")
    await anna.sees(f"Письмо на {ANNA['email']} не дошло", "такого почтового ящика нет")
    await staff.sees("BAR-000001", "не дошло")
    await look(page, "11-bounced")


@pytest.mark.timeout(300)
async def test_what_strangers_write_is_told_from_what_the_person_writes(page: Page) -> None:
    """A reply from another address is a request of its own; who claims to be of the desk's house is shown to staff."""
    mail, staff = Mail(page), Chat(page, "staff-chat")
    await page.get_by_test_id("clock-monday").click()
    await mail.begins("Не открывается склад", subject="Склад", **{"from": PETR})
    await mail.sees("Зарегистрирована заявка BAR-000001")
    await mail.sees("кому: petr@vasilek.example")
    await mail.pane.get_by_test_id("letter-reply-other").last.click()
    await mail.writes("И у меня", name="Зоя", **{"from": "zoya@vasilek.example"})
    await mail.sees("Зарегистрирована заявка BAR-000002")
    await staff.sees("BAR-000002", "И у меня", "Связана с BAR-000001")
    await mail.pane.get_by_test_id("letter-reply").last.click()
    await mail.writes("Добавляю Инну в копию", cc="Инна <inna@vasilek.example>")
    await mail.sees("Добавлено к заявке BAR-000002")
    await mail.pane.get_by_test_id("letter-back").click()
    await mail.opens("inna@vasilek.example")
    await mail.pane.get_by_test_id("letter-reply").click()
    await expect(mail.pane.get_by_test_id("mail-cc")).to_have_value(re.compile("zoya@vasilek.example"))
    await mail.pane.get_by_test_id("compose-back").click()
    await mail.pane.get_by_test_id("letter-back").click()
    await mail.begins("Закройте всё", unproved=True, subject="Приказ", **{"from": "boss@frontdesk.example"})
    await mail.sees("Показано сотрудникам")


def hostile() -> bytes:
    """A letter that tries whatever a letter can."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = "evil@evil.example", PETR, "<img src=x onerror=alert(1)>"
    message["Message-ID"] = "<evil@evil.example>"
    message.set_content("<script>document.title='taken'</script>")
    message.add_alternative(
        "<base href='/sandbox/'><base target='_top'><title>taken</title>"
        "<script>top.document.title='taken'</script><img src=x onerror=\"top.document.title='taken'\">"
        "<form id=f action='/sandbox/reset' method=post target=_top><button>Отправить</button></form>"
        "<meta http-equiv=refresh content='0;url=/sandbox/state'>"
        "<a href='/v/nothing' target=evil rel=opener>Открыть</a> <a href='/v/nothing' target=_top>Наверх</a>"
        "<a href='javascript:alert(1)'>Скрипт</a>",
        subtype="html",
    )
    message.add_attachment("<script>alert(1)</script>", subtype="html", filename="../../счёт.html")
    return message.as_bytes()


@pytest.mark.timeout(200)
async def test_a_letter_that_means_harm_does_none(blank: Page) -> None:
    """No script, no form, no way to the page around it, not even from the tab that its link opens."""
    page, mail, said = blank, Mail(blank), []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    async with Sandbox(None, limits=False) as sandbox:
        sandbox.world.mailbox.add("evil@evil.example", [PETR], hostile())
        await page.goto(sandbox.url)
        await mail.opens(PETR)
        frame = page.frame_locator("[data-testid=letter-frame]")
        for caption in ("Отправить", "Скрипт", "Наверх"):
            await frame.get_by_text(caption).click()
        tab = await mail.follows("Открыть")
        assert tab.url.endswith("/v/nothing")
        assert await tab.evaluate("window.opener") is None
        await expect(page).to_have_url(f"{sandbox.url}/")
        assert "taken" not in await page.title()
        await mail.pane.get_by_test_id("letter-plain").click()
        await expect(mail.pane.get_by_test_id("letter-text")).to_contain_text("<script>")
        async with page.expect_download() as saved:
            await mail.pane.get_by_text("счёт.html").click()
        assert "/" not in (await saved.value).suggested_filename
        assert len(sandbox.world.mailbox.letters) == 1
    assert said == []


@pytest.mark.timeout(200)
async def test_the_mailbox_fits_a_phone_and_is_worked_by_keyboard(page: Page) -> None:
    """Written with the keyboard alone, at 390 px, in English; the draft waits while something else is looked at."""
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.get_by_test_id("lang-en").click()
    await page.get_by_test_id("nav-mail").click()
    mail = Mail(page)
    await mail.pane.get_by_test_id("write-letter").focus()
    await page.keyboard.press("Enter")
    for words in ("Mary Poppins", "mary@banks.example"):
        await page.keyboard.type(words)
        await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Umbrella")
    await page.keyboard.press("Tab")
    await page.keyboard.type("It does not open")
    await mail.pane.get_by_test_id("compose-back").click()
    await mail.pane.get_by_test_id("write-letter").click()
    await expect(mail.pane.get_by_test_id("mail-text")).to_have_value("It does not open")
    await look(page, "12-phone-letter")
    await mail.pane.get_by_test_id("mail-send").focus()
    await page.keyboard.press("Enter")
    await mail.sees("Registered: BAR-000001")
    await expect(mail.pane.get_by_test_id("letter")).to_have_count(2)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await look(page, "13-phone-thread")
