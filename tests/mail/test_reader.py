"""The child that reads letters: it dies alone, the next letter finds another, and nothing of it is left."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.mail.reader import LARGEST, Reader, Unreadable
from bot.mail.reading import read
from bot.mail.reading.model import Read

LETTERS = Path(__file__).parent / "letters"
KEYS = """file subject from kind new_text quoted_text attachments message_id in_reply_to references
failed_recipient problems"""
PLAIN = b"From: Anna <anna@example.org>\r\nSubject: hello\r\n\r\ntext"


def children() -> set[int]:
    """Processes that read letters for this one."""
    listed = subprocess.run(["ps", "-o", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 3) for line in listed.splitlines()]
    return {
        int(row[0])
        for row in rows
        if len(row) == 4 and row[1] == str(os.getpid()) and ("bot.mail.reading" in row[3] or row[2].startswith("Z"))
    }


def descriptors() -> int:
    gc.collect()
    return len(list(Path("/dev/fd").iterdir()))


async def _other_than(old: int, gone: bool = False) -> int:
    """Wait for another child, or until the old one is gone."""
    async with asyncio.timeout(20):
        while True:
            found = children()
            if gone and old not in found:
                return 0
            if not gone and found - {old}:
                return (found - {old}).pop()
            await asyncio.sleep(0)


async def test_what_the_child_reads_is_what_was_read() -> None:
    """Nothing is lost on the way, files included."""
    async with Reader() as reader:
        for path in sorted(LETTERS.glob("*.eml")):
            assert await reader.read(path.read_bytes()) == read(path.read_bytes()), path.name


async def test_a_child_that_ends_delays_no_other_letter() -> None:
    """Ended from outside, a letter is tried once more; ended again, it is unreadable with the reason; the next one is read."""
    async with Reader() as reader:
        await reader.read(PLAIN)
        (old,) = children()
        large = asyncio.create_task(reader.read(b"Subject: large\n\n" + b"x" * (LARGEST - 100)))
        await asyncio.sleep(0)
        os.kill(old, signal.SIGKILL)
        os.kill(await _other_than(old), signal.SIGKILL)
        found = await large
        assert isinstance(found, Unreadable)
        assert "SIGKILL" in found.reason
        again = await reader.read(PLAIN)
        assert isinstance(again, Read)
        assert again.subject == "hello"
        assert len(children()) == 1


async def test_a_child_that_died_while_nothing_was_read_is_not_missed() -> None:
    """The next letter is read all the same."""
    async with Reader() as reader:
        await reader.read(PLAIN)
        (old,) = children()
        os.kill(old, signal.SIGKILL)
        await _other_than(old, gone=True)
        assert isinstance(await reader.read(PLAIN), Read)


async def test_two_letters_at_a_time_and_no_more() -> None:
    """Ten letters at once are read by two children."""
    async with Reader() as reader:
        found = await asyncio.gather(*(reader.read(PLAIN) for _ in range(10)))
        assert all(isinstance(one, Read) for one in found)
        assert len(children()) == 2


async def test_nothing_is_left_of_it() -> None:
    """No process, no zombie, no open file: after closing, after a cancelled letter, after a killed child."""
    async with Reader() as reader:  # the loop keeps what it opens for its first child
        await reader.read(PLAIN)
    before = descriptors()
    for _ in range(3):
        async with Reader() as reader:
            await reader.read(PLAIN)
            task = asyncio.create_task(reader.read(b"Subject: large\n\n" + b"x" * (30 * 2**20)))
            await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert isinstance(await reader.read(PLAIN), Read)
        assert children() == set()
    await asyncio.sleep(0)
    assert descriptors() <= before


async def test_closing_ends_a_letter_that_is_being_read() -> None:
    """The desk need not wait for it."""
    reader = Reader()
    task = asyncio.create_task(reader.read(b"Subject: large\n\n" + b"x" * (60 * 2**20)))
    await asyncio.sleep(0.05)
    await reader.close()
    assert isinstance(await task, Unreadable | Read)
    assert children() == set()


async def test_an_interrupt_of_the_terminal_does_not_end_it() -> None:
    """Ctrl-C goes to the whole group; the desk decides what ends."""
    async with Reader() as reader:
        await reader.read(PLAIN)
        (child,) = children()
        os.kill(child, signal.SIGINT)
        assert isinstance(await reader.read(PLAIN), Read)
        assert children() == {child}


async def test_a_letter_that_is_too_large_is_not_read() -> None:
    """It is kept, and said so."""
    async with Reader() as reader:
        assert await reader.read(bytes(LARGEST + 1)) == Unreadable("it is larger than 64 MB")


def test_the_child_has_its_limits() -> None:
    """2 s of processor end it, and 200 MB beyond what it has when it is ready; it imports nothing of the desk."""
    code = """
import resource, signal, sys
from bot.mail.reading import __main__ as child
child._limit()
assert not {"aiogram", "sqlalchemy", "pydantic", "asyncio", "typer"} & set(sys.modules), sorted(sys.modules)
try:
    held = bytearray(190 * 2**20)
    del held
except MemoryError:
    sys.exit("too little")
try:
    held = bytearray(215 * 2**20)
except MemoryError:
    print("limited", flush=True)
signal.setitimer(signal.ITIMER_PROF, child.CPU / 10)
while True:
    pass
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == -signal.SIGPROF, done.stderr
    if sys.platform == "linux":
        assert done.stdout == "limited\n"


def parse(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "bot", "mail", "parse", *arguments], capture_output=True, timeout=60)


def test_the_command_prints_an_object_per_file(tmp_path: Path) -> None:
    """Also of an empty file, and of one that is no letter; the keys are the ones that are promised."""
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "noise").write_bytes(os.urandom(5000))
    files = [str(LETTERS / "name-2231-koi8.eml"), str(tmp_path / "empty"), str(tmp_path / "noise")]
    done = parse(*files, "--json")
    assert done.returncode == 0
    assert done.stderr == b""
    said = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert [one["file"] for one in said] == files
    for one in said:
        assert list(one) == KEYS.split()
    assert said[0]["subject"] == "Не работает принтер в бухгалтерии"
    assert said[0]["from"] == "Анна Петрова <anna@example.org>"
    assert said[0]["attachments"] == [{"name": "Договор 5.pdf", "type": "application/pdf", "size": 19}]
    assert "Не работает".encode() in done.stdout


def test_what_is_no_file_is_said_after_the_rest(tmp_path: Path) -> None:
    """The others are printed; the status tells."""
    done = parse(str(tmp_path), str(tmp_path / "none"), str(LETTERS / "alternative.eml"), "--json")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr.decode().splitlines() == [
        f"{tmp_path}: is no file",
        f"{tmp_path / 'none'}: No such file or directory",
    ]


def test_a_large_file_is_no_reason_to_fail(tmp_path: Path) -> None:
    """60 MB of anything: status 0, within the limits; and more than that is said to be too large."""
    (tmp_path / "large").write_bytes(os.urandom(60 * 2**20))
    with (tmp_path / "larger").open("wb") as file:
        file.truncate(2**33)
    done = parse(str(tmp_path / "large"), str(tmp_path / "larger"), "--json")
    assert done.returncode == 0, done.stderr
    large, larger = (json.loads(line) for line in done.stdout.splitlines())
    assert large["attachments"] == [{"name": "", "type": "application/octet-stream", "size": 60 * 2**20}]
    assert larger["problems"] == ["it cannot be read: it is larger than 64 MB"]


def test_the_page_is_readable() -> None:
    """Without --json: who, what, the new words, the files, the problems."""
    page = parse(str(LETTERS / "base64-that-is-text.eml"), str(LETTERS / "name-2231.eml")).stdout.decode()
    assert "Subject:  Не работает принтер в бухгалтерии" in page
    assert "From:     Анна Петрова <anna@example.org>" in page
    assert "Problem:  said to be base64, but is not" in page
    assert "Attached: Договор №5 (копия).pdf (application/pdf, 19 bytes)" in page


def test_the_command_needs_no_bot() -> None:
    """Neither aiogram nor the database is imported to read a letter."""
    code = (
        "import sys; from typer.testing import CliRunner; from bot.cli import app; "
        f"done = CliRunner().invoke(app, ['mail', 'parse', {str(LETTERS / 'alternative.eml')!r}, '--json']); "
        "print(done.exit_code, {'aiogram', 'sqlalchemy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "0 set()", done.stderr
