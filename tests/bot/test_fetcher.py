"""The fetcher: what people attach is looked at, kept if it may be, and its sender hears which."""

from __future__ import annotations

import logging
import os
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.files import Store
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from domain.draft import Attachment, FileState
from tests.bot.building import ANNA, desk_in


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests need not wait as long as people do."""
    monkeypatch.setattr("bot.fetcher.PATIENCE", (0.05, 0.05))


def picture(kind: str = "PNG") -> bytes:
    content = BytesIO()
    Image.new("RGB", (20, 20), "navy").save(content, kind)
    return content.getvalue()


async def attached(app: Any) -> list[Attachment]:
    """All files of Anna's that the register knows."""

    def query(desk: Any) -> list[Attachment]:
        from sqlalchemy import select

        return list(desk.transaction.session.scalars(select(Attachment)))

    return await app.clerk.read(query)  # type: ignore[no-any-return]


async def judged(sandbox: Sandbox, app: Any, count: int = 1) -> list[Attachment]:
    """The files, once so many were looked at."""
    while True:
        files = [file for file in await attached(app) if file.state is not FileState.WAITING]
        if len(files) >= count:
            await app.settled()
            return files
        await sandbox.world.changed(0.05)


async def started(sandbox: Sandbox) -> Person:
    anna = Person.of(sandbox, "Анна")
    await anna.says("/start")
    await anna.sees("Здравствуйте")
    return anna


async def test_a_picture_is_kept_and_its_sender_told(tmp_path: Path) -> None:
    """Byte for byte, under its digest."""
    async with Sandbox(None, limits=False) as sandbox, desk_in(sandbox, tmp_path) as app:
        anna = await started(sandbox)
        await anna.attaches(("снимок.png", picture()), as_="document")

        [file] = await judged(sandbox, app)

        assert (file.state, file.type, file.problem) == (FileState.KEPT, "png", None)
        assert (tmp_path / "files" / file.sha256[:2] / file.sha256).read_bytes() == picture()
        await anna.sees("снимок.png")


async def test_a_file_of_the_wrong_kind_is_refused_by_its_content(tmp_path: Path) -> None:
    """A program is a program whatever it is called; it is not kept."""
    async with Sandbox(None, limits=False) as sandbox, desk_in(sandbox, tmp_path) as app:
        anna = await started(sandbox)
        await anna.attaches(("снимок.png", b"MZ\0\0" + b"\0" * 600), as_="document")

        [file] = await judged(sandbox, app)

        assert file.state is FileState.REFUSED
        assert file.problem is not None
        assert file.problem["reason"] == "type_not_accepted"
        assert not list((tmp_path / "files").rglob("*")) if (tmp_path / "files").exists() else True


async def test_what_is_too_large_is_refused_without_being_read(tmp_path: Path) -> None:
    """Twenty-one megabytes: Telegram would not give it out, and the person hears what is allowed."""
    async with Sandbox(None, limits=False) as sandbox, desk_in(sandbox, tmp_path) as app:
        anna = await started(sandbox)
        await anna.attaches(("видео.zip", b"PK\x03\x04" + bytes(21_000_000)), as_="document")

        [file] = await judged(sandbox, app)

        assert file.problem is not None
        assert (file.problem["reason"], file.problem["limit"]) == ("too_large", 20_000_000)


async def test_an_outage_is_got_over_and_shows_no_token(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The download fails once; it is tried again, and the log never holds the address."""
    async with Sandbox(None, limits=False) as sandbox, desk_in(sandbox, tmp_path) as app:
        anna = await started(sandbox)
        await sandbox.do("fail", method="getFile", status=0)
        with caplog.at_level(logging.INFO, logger="bot"):
            await anna.attaches(("снимок.png", picture()), as_="document")
            [file] = await judged(sandbox, app)

        assert file.state is FileState.KEPT
        assert file.attempts == 1
        assert "a file could not be fetched" in caplog.text
        assert sandbox.token not in "".join(
            record.getMessage() for record in caplog.records if record.name.startswith("bot")
        )


async def test_what_a_crash_left_is_fetched_at_the_next_start(tmp_path: Path) -> None:
    """The rows are the memory: a desk that died before fetching fetches when it is back."""
    async with Sandbox(None, limits=False) as sandbox:
        async with desk_in(sandbox, tmp_path) as app:
            anna = await started(sandbox)
            await app.fetcher.stop()
            await anna.attaches(("снимок.png", picture()), as_="document")
            while sandbox.world.updates.pending:
                await sandbox.world.updates.came()
            assert [file.state for file in await attached(app)] == [FileState.WAITING]

        async with desk_in(sandbox, tmp_path) as app:
            [file] = await judged(sandbox, app)
            assert file.state is FileState.KEPT
            assert file.person_id
            assert ANNA


async def test_content_that_no_file_stands_for_is_deleted_after_a_day(tmp_path: Path) -> None:
    """A draft was thrown away with its picture: the content goes too; what a file stands for stays."""
    async with Sandbox(None, limits=False) as sandbox:
        async with desk_in(sandbox, tmp_path) as app:
            anna = await started(sandbox)
            await anna.attaches(picture("PNG"))
            (kept,) = await judged(sandbox, app)
            store = Store(app.settings.home / "files")
            leftovers = []
            for n, age in enumerate((90_000, 60)):
                source = tmp_path / f"left-{n}"
                source.write_bytes(b"of nobody" * (n + 1))
                leftovers.append(store.path(store.put(source)))
                os.utime(leftovers[n], (time.time() - age,) * 2)
            os.utime(store.path(kept.sha256), (time.time() - 90_000,) * 2)
        async with desk_in(sandbox, tmp_path) as app:
            await app.settled()
            assert [path.exists() for path in (*leftovers, store.path(kept.sha256))] == [False, True, True]


async def test_erased_content_is_deleted_at_once_unless_somebody_else_sent_the_same(tmp_path: Path) -> None:
    """The content is kept once for all who sent it; it goes with the last of them."""
    async with Sandbox(None, limits=False) as sandbox, desk_in(sandbox, tmp_path) as app:
        anna = await started(sandbox)
        await anna.attaches(("one.png", picture()), as_="document")
        await judged(sandbox, app)
        await anna.attaches(("two.png", picture()), as_="document")
        one, two = await judged(sandbox, app, 2)
        path = Store(app.settings.home / "files").path(one.sha256)
        for file, stays in ((one, True), (two, False)):
            await app.clerk.do(_erase, attachment_id=file.id)
            await app.settled()
            assert path.exists() is stays
        assert [(f.name, f.remote, f.sha256) for f in await attached(app)] == [("", "", ""), ("", "", "")]


def _erase(desk: Any, *, attachment_id: str) -> None:
    desk.files.get(attachment_id).erase()
    desk.transaction.topics.add("files")
