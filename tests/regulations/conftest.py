"""What rows are held with: a town that works by the row's regulation, opened only for a row that lives in one."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.sandbox.server import Sandbox
from bot.wiring import build
from tests.regulations.life import QUALITY
from tests.regulations.rows import Check
from tests.stories.conftest import MORNING, Town, settings_for

Hold = Callable[[str, Check], Awaitable[None]]


@pytest.fixture
async def hold(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Hold]:
    """Carry out a row's check: one that asks for a town gets it, on Monday morning, with nobody having spoken yet."""
    async with AsyncExitStack() as stack:

        async def carry_out(preset: str, check: Check) -> None:
            if not inspect.iscoroutinefunction(check):
                check()
                return
            sandbox = Sandbox(None, limits=False)
            await sandbox.start()
            stack.push_async_callback(sandbox.stop)
            given = {
                "regulation": preset,
                "quality_email": QUALITY,  # no source but e-doc's prints one
                "secret_key": SecretStr(Fernet.generate_key().decode()),
            }
            settings = settings_for(sandbox, sqlite_url, tmp_path).model_copy(update=given)
            town = Town(sandbox, await stack.enter_async_context(build(settings, limits=False)), settings)
            await town.set_clock(MORNING)
            await check(town)

        yield carry_out
