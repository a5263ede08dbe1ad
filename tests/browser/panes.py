"""The panes of the sandbox's page, and what a person does in them."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.stories.conftest import ANNA

PICTURES = Path(__file__).parent / "pictures"


async def look(page: Page, name: str) -> None:
    """Leave a picture for somebody to look at."""
    PICTURES.mkdir(exist_ok=True)
    await expect(page.get_by_test_id("toast")).to_have_count(0)
    await page.screenshot(path=PICTURES / f"{name}.png")


class Chat:
    """One of the two chats on the page."""

    def __init__(self, page: Page, name: str) -> None:
        self.pane: Locator = page.get_by_test_id(name)

    async def says(self, text: str) -> None:
        await self.pane.get_by_test_id("composer-input").fill(text)
        await self.pane.get_by_test_id("send").click()

    async def presses(self, caption: str) -> None:
        await self.pane.get_by_test_id("key").filter(has_text=caption).last.click()

    async def sees(self, *words: str) -> Locator:
        """The newest message that holds all the words."""
        found = self.pane.get_by_test_id("message")
        for word in words:
            found = found.filter(has_text=word)
        await expect(found.last).to_be_visible()
        return found.last

    async def replies(self, to: Locator, text: str) -> None:
        await to.hover()
        await to.get_by_test_id("reply").click()
        await self.says(text)

    async def answers(self, caption: str, asked: str, text: str) -> None:
        """Press, and reply to what the desk asks then: not to what it asked in the same words before."""
        asking = self.pane.locator("[data-testid=message]:not(.mine)").filter(has_text=asked)
        before = await asking.count()
        await self.presses(caption)
        await expect(asking).to_have_count(before + 1)
        await self.replies(asking.last, text)

    async def registers(self) -> None:
        """Anna's request from Start to its number, in a pane where nothing was said yet."""
        await self.pane.get_by_test_id("start").click()
        await self.sees("персональных данных")
        await self.presses("Даю согласие")
        for n, key in enumerate(ANNA, start=1):
            await self.sees(f"{n} из 7")
            await self.says(ANNA[key])
        await self.sees("О чём заявка?")
        await self.presses("Изменить настройки")
        await self.sees("Скриншоты")
        await self.presses("Без файлов")
        await self.sees("Проверьте")
        await self.presses("Отправить заявку")
        await self.sees("Заявка зарегистрирована")


class Mail:
    """The mailbox."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pane: Locator = page.get_by_test_id("mailbox")

    async def writes(self, text: str, **fields: str) -> None:
        """Fill in the form that is open, and send it."""
        for name, value in fields.items():
            await self.pane.get_by_test_id(f"mail-{name}").fill(value)
        await self.pane.get_by_test_id("mail-text").fill(text)
        await self.pane.get_by_test_id("mail-send").click()

    async def begins(self, text: str, *, unproved: bool = False, **fields: str) -> None:
        """A new letter."""
        await self.pane.get_by_test_id("write-letter").click()
        if unproved:
            await self.pane.get_by_test_id("mail-unproved").check()
        await self.writes(text, **fields)

    async def returns(self, how: str) -> None:
        """The newest letter of the desk's comes back, or is answered by a program."""
        await self.pane.get_by_test_id("letter-return").last.click()
        await self.page.get_by_test_id(f"return-{how}").click()

    async def opens(self, address: str) -> None:
        await self.pane.locator(f'[data-address="{address}"]').get_by_test_id("thread-row").first.click()

    async def sees(self, *words: str) -> Locator:
        """The newest letter of the open thread that holds all the words."""
        found = self.pane.get_by_test_id("letter")
        for word in words:
            found = found.filter(has_text=word)
        await expect(found.last).to_be_visible()
        return found.last

    async def follows(self, caption: str) -> Page:
        """A link in the newest letter; the tab that it opens."""
        await self.page.bring_to_front()  # a press in a tab behind another opens nothing
        link = self.page.frame_locator("[data-testid=letter-frame] >> nth=-1").get_by_text(caption)
        async with self.page.expect_popup() as opened:
            await link.click()
        tab = await opened.value
        await tab.wait_for_load_state()
        return tab
