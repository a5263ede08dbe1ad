"""The page in a real browser: the desk as `make run` opens it, and Chromium."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

OPENED = re.compile(r"Frontdesk sandbox: (http://127\.0\.0\.1:\d+)")
WAIT = 30_000
"""Milliseconds."""


@pytest.fixture
def sandbox_url(tmp_path: Path) -> Iterator[str]:
    """The desk as `make run` opens it, on a free port and an empty folder."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("FRONTDESK_")}
    environment |= {"FRONTDESK_SANDBOX_PORT": "0", "FRONTDESK_DATA_DIR": str(tmp_path / "data")}
    environment["FRONTDESK_SANDBOX_LIMITS"] = "false"
    desk = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert desk.stdout is not None
        line = desk.stdout.readline()
        found = OPENED.match(line)
        assert found, f"the desk did not open: {line!r}"
        yield found[1]
    finally:
        desk.send_signal(signal.SIGTERM)
        desk.communicate(timeout=30)


@pytest.fixture
async def blank() -> AsyncIterator[Page]:
    """A page that shows nothing yet."""
    chromium = os.environ.get("FRONTDESK_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        # Without gliding: a press would miss what has moved on by then.
        page = await browser.new_page(viewport={"width": 1600, "height": 950}, locale="ru-RU", reduced_motion="reduce")
        page.set_default_timeout(WAIT)
        expect.set_options(timeout=WAIT)
        yield page
        await browser.close()


@pytest.fixture
async def page(blank: Page, sandbox_url: str) -> Page:
    """The sandbox's page, with a desk behind it."""
    await blank.goto(sandbox_url)
    return blank
