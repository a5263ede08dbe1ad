"""The supervisor: under the sandbox, two processes as in life. The world outside is one, the desk the other.

Each can be killed and is started again; what it was doing goes on. The person who started them sees one line; what the
processes log goes to files beside the data.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import errno
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from bot.mail.address import named
from bot.sandbox.cast import AUTHSERV
from bot.settings import PREFIX, Settings, SettingsError
from bot.vault import own_key

HOST = "127.0.0.1"
# Seconds: for a process to say that it works, for it to end when asked to, and before it is started again.
START, END = 60.0, 15.0
PATIENCE = (1.0, 2.0, 5.0, 15.0, 30.0)
# A process that lived so long (seconds) is started again at once when it dies.
LIVED = 60.0
# Bytes of a log above which it is begun anew, and lines of it that are shown after a crash.
LOG_MAX, LOG_SHOWN = 5_000_000, 6
SENDER = "Frontdesk <desk@frontdesk.example>"
PR_SET_PDEATHSIG = 1  # prctl(2)


class Died(Exception):
    """A process ended before it worked."""


class Child:
    """A process of ours: started, watched, ended."""

    def __init__(self, name: str, arguments: list[str], environment: Mapping[str, str], folder: Path) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        self._arguments, self._environment = arguments, environment
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> dict[str, Any]:
        """Start it and wait until it says that it works; returns what it said. Raises Died."""
        if self.log.exists() and self.log.stat().st_size > LOG_MAX:
            self.log.unlink()
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-P", "-m", "bot", *self._arguments, "--parent", str(os.getpid())),
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which ends the desk before the world
            )
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(START):
                line = await self._process.stdout.readline()
        except TimeoutError:
            await self.stop()
            raise Died(f"The {self.name} did not start within {START:.0f} s.") from None
        if not line:
            code = await self._process.wait()
            raise Died(f"The {self.name} ended at its start ({_how(code)}).")
        said: dict[str, Any] = json.loads(line)
        return said

    async def ended(self) -> str:
        """Wait until it ends by itself; returns how."""
        assert self._process is not None
        return _how(await self._process.wait())

    async def stop(self) -> None:
        """Ask it to end; after some seconds it is not asked any more."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(END):
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def last_words(self) -> list[str]:
        """The end of its log."""
        try:
            lines = self.log.read_text("utf-8", "replace").splitlines()
        except OSError:
            return []
        return [line for line in lines if line.strip()][-LOG_SHOWN:]


async def supervise(settings: Settings) -> int:
    """Run the sandbox until SIGINT or SIGTERM; returns the exit code. Raises SettingsError for a busy port."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    folder = settings.data_dir / "sandbox"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    port, smtp_port = free_port(settings.sandbox_port), free_port(0)
    slot, listen = f"{HOST}:{free_port(0)}", f"{HOST}:{free_port(0)}"
    limits = "--limits" if settings.sandbox_limits else "--no-limits"
    topics = ["--topics"] if settings.sandbox_topics else []
    topics += ["--forum"] if settings.sandbox_forum else []
    where = ["--folder", str(folder / "world"), "--port", str(port), "--smtp-port", str(smtp_port), "--slot", slot]
    where += ["--desk", f"http://{listen}", "--address", named(settings.mail_from or SENDER).address]
    plain = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    world = Child("sandbox", ["world", *where, limits, *topics], plain, settings.data_dir)
    desk: Child | None = None
    keepers: list[asyncio.Task[None]] = []
    ending = asyncio.create_task(stopped.wait())
    try:
        facts = await _or_end(world.start(), ending)
        if facts is None:
            return 0
        desk = Child(
            "desk", ["desk"], plain | desk_environment(settings, folder, facts, slot, listen), settings.data_dir
        )
        if await _or_end(desk.start(), ending) is None:
            return 0
        print(f"Frontdesk sandbox: {facts['url']}", flush=True)  # noqa: T201 - the one line this command prints
        keepers = [asyncio.create_task(_keep(child)) for child in (world, desk)]
        await stopped.wait()
    except Died as died:
        _tell(str(died), *(desk or world).last_words())
        return 1
    finally:
        for task in (*keepers, ending):
            task.cancel()
        await asyncio.gather(*keepers, ending, return_exceptions=True)
        if desk is not None:
            await desk.stop()
        await world.stop()
    return 0


def desk_environment(
    settings: Settings, folder: Path, facts: Mapping[str, Any], slot: str = f"{HOST}:0", listen: str = f"{HOST}:0"
) -> dict[str, str]:
    """The desk's settings in this world. A database of the real bot is not touched: it must not fill with play.

    What links of letters open is served at the sandbox's own address, unless another that leads there was set.
    """
    told = {
        "bot_token": facts["token"],
        "staff_chat_id": facts["staff_chat_id"],
        "telegram_api_url": facts["url"],
        "clock_url": f"{facts['url']}/sandbox/clock",
        "smtp_url": facts["smtp_url"],
        "mail_from": settings.mail_from or SENDER,
        "lmtp_listen": slot,
        "data_dir": folder,
        "mail_authserv": AUTHSERV,
        "public_url": settings.public_url or facts["url"],
        "listen": listen,
        "regulation": settings.regulation,
        "staff_language": settings.staff_language,
        "log_level": settings.log_level,
        "sandbox_limits": int(settings.sandbox_limits),
        "secret_key": own_key(folder / "secret.key"),
    }
    if settings.staff_mail:
        told["staff_mail"] = 1
    if settings.quality_email:
        told["quality_email"] = settings.quality_email
    if settings.database_url and settings.bot_token is None:
        told["database_url"] = settings.database_url.get_secret_value()
    return {f"{PREFIX}{name.upper()}": str(value) for name, value in told.items()}


def serve_world(
    folder: Path,
    port: int,
    smtp_port: int,
    *,
    limits: bool,
    topics: bool | None,
    forum: bool | None = None,
    slot: str = "",
    desk: str = "",
    address: str = "",
) -> None:
    """The sandbox's server, in the process that calls this; says where it is once it works."""
    from bot.sandbox.__main__ import run
    from bot.sandbox.server import Sandbox

    def ready(sandbox: Sandbox) -> None:
        facts = {
            "url": sandbox.url,
            "smtp_url": sandbox.smtp_url,
            "token": sandbox.token,
            "staff_chat_id": sandbox.staff_chat_id,
        }
        print(json.dumps(facts), flush=True)  # noqa: T201 - the supervisor reads it

    of_desk = {"slot": slot, "desk": desk, "address": address}
    run(folder, port, limits, topics=topics, forum=forum, smtp_port=smtp_port, **of_desk, ready=ready)


def follow(parent: int) -> None:
    """End with the process that started this one, however it ended (Linux: prctl(2)); elsewhere only a plain end is seen."""
    if not parent or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(0)  # it ended before we asked


def free_port(wanted: int) -> int:
    """The port if it is free, any free one for 0. Raises SettingsError if it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted))
        except OSError as error:
            why = "is taken" if error.errno == errno.EADDRINUSE else "may not be used"
            raise SettingsError([f"Port {wanted} {why}: choose another one with FRONTDESK_SANDBOX_PORT"]) from None
        port: int = probe.getsockname()[1]
        return port


async def _keep(child: Child) -> None:
    """Start a process again whenever it ends."""
    failures = 0
    while True:
        since = time.monotonic()
        how = await child.ended()
        while True:
            failures = 0 if time.monotonic() - since > LIVED else failures + 1
            pause = PATIENCE[min(failures, len(PATIENCE)) - 1] if failures else 0.0
            _tell(f"The {child.name} ended ({how}); it is started again in {pause:.0f} s.", *child.last_words())
            await asyncio.sleep(pause)
            since = time.monotonic()
            try:
                await child.start()
                break
            except Died as died:
                how = str(died).rstrip(".")


async def _or_end(starting: Any, ending: asyncio.Task[Any]) -> dict[str, Any] | None:
    """What a start says, or None if the end is asked for first."""
    task: asyncio.Task[dict[str, Any]] = asyncio.ensure_future(starting)
    await asyncio.wait({task, ending}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        return task.result()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return None


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _tell(*lines: str) -> None:
    stream: IO[str] = sys.stderr
    for line in lines:
        stream.write(f"{line}\n")
    stream.flush()
