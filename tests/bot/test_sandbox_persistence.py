"""What the sandbox knows survives a restart, and kill -9."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.sandbox.cast import ANNA, SANDBOX_TOKEN
from bot.sandbox.person import Person
from bot.sandbox.server import PortBusy, Sandbox

ROOT = Path(__file__).parents[2]


async def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    """Messages, pending updates, files, letters, the clock and the supergroup; numbers go on."""
    async with Sandbox(tmp_path) as before:
        anna = Person.of(before, "Анна")
        await anna.says("раз")
        (file,) = await anna.attaches(("a.txt", b"body"), as_="document")
        before.world.mailbox.add("desk@x", ["anna@x"], b"Subject: hi\r\nMessage-ID: <1@x>\r\n\r\nbody\r\n")
        await before.forward(hours=4)
        await before.do("migrate")
        staff, pending, seq = before.staff_chat_id, dict(before.world.updates.pending), before.world.seq
    async with Sandbox(tmp_path) as after:
        assert [m.get("text") for m in Person.of(after, "Анна").messages()] == ["раз", None]
        assert after.world.updates.pending == pending
        assert after.world.files.body(after.world.files.find(file["document"]["file_id"])["path"]) == b"body"
        assert [one["subject"] for one in after.world.mailbox.letters] == ["hi"]
        assert after.world.clock.offset == 4 * 3600
        assert after.staff_chat_id == staff
        assert after.world.seq >= seq
        await Person.of(after, "Анна").says("два")
        assert max(after.world.updates.pending) > max(pending)


async def _start(folder: Path) -> tuple[asyncio.subprocess.Process, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.sandbox", str(folder), "0", stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    return process, line.split()[2]


async def test_what_was_answered_survives_kill_9(tmp_path: Path) -> None:
    """A message that got its 200 is there, and its update is still to be fetched."""
    process, url = await _start(tmp_path)
    async with ClientSession() as http:
        for text in ("раз", "два"):
            async with http.post(f"{url}/sandbox/say", json={"person": ANNA, "text": text}) as response:
                assert response.status == 200
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()
        process, url = await _start(tmp_path)
        async with http.get(f"{url}/bot{SANDBOX_TOKEN}/getUpdates") as response:
            updates = (await response.json())["result"]
        assert [update["message"]["text"] for update in updates] == ["раз", "два"]
    process.terminate()
    assert await process.wait() == 0


async def test_reset_forgets_but_update_numbers_go_on(tmp_path: Path) -> None:
    """After a reset the first cast is there again; a desk that remembers old numbers is not confused."""
    async with Sandbox(tmp_path) as sandbox:
        await Person.of(sandbox, "Анна").says("раз")
        (old,) = sandbox.world.updates.pending
        await sandbox.do("reset")
        assert Person.of(sandbox, "Анна").messages() == []
        await Person.of(sandbox, "Анна").says("снова")
        (new,) = sandbox.world.updates.pending
        assert new > old


async def test_a_busy_port_names_the_setting(tmp_path: Path) -> None:
    """Whoever starts a second sandbox is told which setting to change."""
    async with Sandbox() as first:
        port = int(first.url.rsplit(":", 1)[1])
        with pytest.raises(PortBusy, match="FRONTDESK_SANDBOX_PORT"):
            await Sandbox().start(port=port)


async def test_a_chat_in_which_nothing_was_said_is_there_after_a_restart(tmp_path: Path) -> None:
    """The page reads all chats, the silent ones too."""
    async with Sandbox(tmp_path) as before:
        silent = {chat["id"] for chat in before.world.state()["chats"]}
    async with Sandbox(tmp_path) as after:
        assert {chat["id"] for chat in after.world.state()["chats"]} == silent
