"""The sandbox as a newcomer meets it: one line, two processes, and neither death nor Ctrl-C makes a mess."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest

from bot.sandbox.person import Person
from bot.sandbox.remote import RemoteStage
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.supervisor import Child, Died, desk_environment

Process = asyncio.subprocess.Process


async def frontdesk(folder: Path, *arguments: str, **environment: str) -> Process:
    """`frontdesk ...` in a folder of its own."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("FRONTDESK_")}
    usual = {"FRONTDESK_SANDBOX_PORT": "0", "FRONTDESK_SANDBOX_LIMITS": "0"}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "bot", *arguments),
        cwd=folder,
        env=plain | usual | environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


def parts(process: Process) -> dict[str, psutil.Process]:
    """The processes below, by what they are."""
    return {child.cmdline()[4]: child for child in psutil.Process(process.pid).children()}


async def gone(*processes: psutil.Process) -> None:
    """Return once these have ended."""
    await asyncio.to_thread(psutil.wait_procs, processes, timeout=20)
    assert not [process for process in processes if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[tuple[Process, str]]:
    """`frontdesk run`, open; yields its address."""
    process = await frontdesk(folder, "run")
    assert process.stdout is not None
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
        found = re.fullmatch(r"Frontdesk sandbox: (http://127\.0\.0\.1:\d+)\n", line)
        assert found, line or (await process.stderr.read()).decode()  # type: ignore[union-attr]
        yield process, found[1]
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        await asyncio.wait_for(process.communicate(), 40)


async def test_one_line_a_conversation_a_killed_desk_and_a_clean_end(tmp_path: Path) -> None:
    """The desk is killed in the middle: it is back by itself, and Anna goes on. Ctrl-C ends everything."""
    async with opened(tmp_path) as (process, url):
        stage = await RemoteStage.open(url)
        anna = Person(stage, "Анна")
        await anna.says("/start")
        await anna.sees("Здравствуйте")

        parts(process)["desk"].kill()
        await anna.says("/help")
        await anna.sees("/new", timeout=40)
        await stage.close()

        below = list(parts(process).values())
        process.send_signal(signal.SIGINT)
        out, err = await asyncio.wait_for(process.communicate(), 40)

        assert process.returncode == 0
        assert out == b""
        assert b"The desk ended (signal 9); it is started again" in err
        await gone(*below)
    log = (tmp_path / ".frontdesk/desk.log").read_text("utf-8")
    assert "the desk is open" in log
    assert "Анна" not in log


async def test_nothing_outlives_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    """No orphan keeps the port, even if it was killed while it was still starting."""
    process = await frontdesk(tmp_path, "sandbox")
    below: list[psutil.Process] = []
    while not below:
        await asyncio.sleep(0.02)  # another process: there is nothing to wait for but its children
        below = psutil.Process(process.pid).children()
    process.kill()
    await process.communicate()
    await gone(*below)


async def test_the_same_command_runs_the_real_bot(tmp_path: Path) -> None:
    """With a token it is the bot itself, by long polling; asked to end, it ends cleanly."""
    async with Sandbox(None, limits=False) as telegram:
        process = await frontdesk(
            tmp_path,
            "run",
            FRONTDESK_BOT_TOKEN=telegram.token,
            FRONTDESK_STAFF_CHAT_ID=str(telegram.staff_chat_id),
            FRONTDESK_TELEGRAM_API_URL=telegram.url,
            FRONTDESK_LISTEN="127.0.0.1:0",
        )
        anna = Person.of(telegram, "Анна")
        await anna.says("/start")
        await anna.sees("Здравствуйте", timeout=40)
        process.terminate()
        out, err = await asyncio.wait_for(process.communicate(), 40)

    assert (process.returncode, out) == (0, b"")
    assert b"the desk closes" in err
    assert telegram.token.encode() not in err
    assert (tmp_path / ".frontdesk/frontdesk.sqlite").exists()


async def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    """It names the setting that chooses another."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = await frontdesk(tmp_path, "sandbox", FRONTDESK_SANDBOX_PORT=str(port))
        out, err = await asyncio.wait_for(process.communicate(), 30)

    assert (process.returncode, out) == (2, b"")
    assert err.decode() == f"Port {port} is taken: choose another one with FRONTDESK_SANDBOX_PORT\n"


async def test_a_process_that_cannot_start_says_why(tmp_path: Path) -> None:
    """The end of its log tells."""
    child = Child("desk", ["no-such-command"], dict(os.environ), tmp_path)

    with pytest.raises(Died, match=r"The desk ended at its start \(exit code 2\)"):
        await child.start()

    assert any("no-such-command" in line for line in child.last_words())


def test_play_never_reaches_the_real_register(tmp_path: Path) -> None:
    """With a real bot configured, the sandbox keeps away from its database, its mail server and its token."""
    token = "123456789:AAE-five-and-thirty-signs-long-enough"
    real = Settings.load(
        None,
        bot_token=token,
        staff_chat_id=-1,
        database_url="postgresql://db/real",
        smtp_url="smtps://h",
        mail_from="a@b.org",
    )
    facts = {
        "url": "http://127.0.0.1:1",
        "smtp_url": "smtp+insecure://127.0.0.1:2",
        "token": "42:x",
        "staff_chat_id": -5,
    }

    told = desk_environment(real, tmp_path, facts)

    assert "FRONTDESK_DATABASE_URL" not in told
    assert told["FRONTDESK_BOT_TOKEN"] == "42:x"
    assert told["FRONTDESK_SMTP_URL"] == "smtp+insecure://127.0.0.1:2"
    assert told["FRONTDESK_DATA_DIR"] == str(tmp_path)
    assert told["FRONTDESK_SECRET_KEY"] == desk_environment(real, tmp_path, facts)["FRONTDESK_SECRET_KEY"]
