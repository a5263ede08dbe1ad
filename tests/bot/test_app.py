"""The whole desk: opens, works, closes, and goes on where it was."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from bot.settings import Settings, SettingsError
from bot.wiring import build
from tests.bot.building import ANNA, desk_in, parcel, settings_for, shown


async def leads(app: object) -> set[str]:
    return await app.clerk.read(lambda d: {a.name for a in d.people.agents(d.staff.chat) if a.lead})  # type: ignore[attr-defined,no-any-return]


async def test_a_conversation_goes_on_after_a_restart(tmp_path: Path) -> None:
    """Said while the desk was closed, answered when it opens, from where the conversation stood."""
    async with Sandbox(None, limits=False) as sandbox:
        anna = Person.of(sandbox, "Анна")
        async with desk_in(sandbox, tmp_path):
            await anna.says("/start")
            await anna.sees("Здравствуйте")
        await anna.presses("Даю согласие", wait=0)
        async with desk_in(sandbox, tmp_path):
            await anna.sees("Из какой вы организации?")


async def test_the_leads_are_the_group_s_administrators(tmp_path: Path) -> None:
    """Read at start, before anybody has pressed anything."""
    async with Sandbox(None, limits=False) as sandbox, desk_in(sandbox, tmp_path) as app:
        await asyncio.wait_for(app.roster.known.wait(), 10)

        assert await leads(app) == {"Борис Иванов"}


async def test_the_commands_are_in_telegram_s_menu(tmp_path: Path) -> None:
    """In each language the desk speaks."""
    async with Sandbox(None, limits=False) as sandbox, desk_in(sandbox, tmp_path) as app:
        await asyncio.wait_for(app.roster.known.wait(), 10)

        menu = sandbox.world.state()["commands"]
        assert {"all_private_chats/", "all_private_chats/ru", "all_private_chats/en", "all_private_chats/kk"} <= set(
            menu
        )
        assert [one["command"] for one in menu["all_group_chats/ru"]] == ["ticket"]
        assert sandbox.world.bot["menu_buttons"] == {"": {"type": "commands"}}
        for_staff = {one["command"] for one in menu[f"chat/{sandbox.staff_chat_id}/ru"]}
        assert {
            "queue",
            "mine",
            "late",
            "find",
            "new",
            "call",
            "invite",
            "faq",
            "tag",
            "untag",
            "move",
            "line",
        } <= for_staff


async def test_a_menu_that_is_not_taken_does_no_harm(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A server that does not know the method, say: the log has it, and the leads are known all the same."""
    async with Sandbox(None, limits=False) as sandbox:
        await sandbox.do("fail", method="setChatMenuButton", status=404, description="Not Found: method not found")
        async with desk_in(sandbox, tmp_path) as app:
            await asyncio.wait_for(app.roster.known.wait(), 10)
            assert await leads(app) == {"Борис Иванов"}
    assert "a menu of commands was not taken" in caplog.text


async def test_trouble_at_the_start_does_not_keep_the_desk_closed(tmp_path: Path) -> None:
    """Telegram does not say who administers the group: people are answered all the same."""
    async with Sandbox(None, limits=False) as sandbox:
        await sandbox.do("fail", method="getMe", status=500, times=3)
        async with desk_in(sandbox, tmp_path):
            anna = Person.of(sandbox, "Анна")
            await anna.says("/start")
            await anna.sees("Здравствуйте")


async def test_the_staff_group_may_move(tmp_path: Path) -> None:
    """It became a supergroup: what waits for it arrives there, and after a restart too."""
    async with Sandbox(None, limits=False) as sandbox:
        settings = settings_for(sandbox, tmp_path)
        new = (await sandbox.do("migrate"))["id"]
        async with build(settings, limits=False) as app:
            await asyncio.wait_for(app.roster.known.wait(), 10)
            assert await app.clerk.read(lambda d: d.staff.chat) == str(new)
        async with build(settings, limits=False) as app:
            await asyncio.wait_for(app.roster.known.wait(), 10)
            assert await app.clerk.read(lambda d: d.staff.chat) == str(new)
            assert await leads(app) == {"Борис Иванов"}


async def test_settled_means_that_nothing_is_left_to_do(tmp_path: Path) -> None:
    """Whatever was queued has been delivered."""
    async with Sandbox(None, limits=False) as sandbox, desk_in(sandbox, tmp_path) as app:
        await Person.of(sandbox, "Анна").says("/start")
        await Person.of(sandbox, "Анна").sees("Здравствуйте")
        facts = {"kept": [], "refused": [], "draft": None, "kind": None, "ticket": None}
        one = parcel("k", ANNA)
        one.facts = {**facts, "kept": ["снимок.png"]}
        await app.clerk.do(lambda desk: desk.outbox.post(one))
        await app.settled()

        assert "снимок.png" in shown(sandbox, ANNA)[-1]


class Heard(logging.Handler):
    """Keeps all lines, and tells when one says certain words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words, self.said, self.lines = words, asyncio.Event(), [""]

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
        if self.words in self.lines[-1]:
            self.said.set()


async def test_the_token_is_in_no_log(tmp_path: Path) -> None:
    """Not even when nothing works."""
    heard = Heard("no updates, next attempt")
    ours = logging.getLogger("bot")
    ours.addHandler(heard)
    try:
        async with Sandbox(None, limits=False) as sandbox:
            settings = settings_for(sandbox, tmp_path, telegram_api_url="http://127.0.0.1:1")
            async with build(settings, limits=False) as app:
                await asyncio.wait_for(heard.said.wait(), 20)
                assert not await app.ready()
            assert not [line for line in heard.lines if sandbox.token in line]
    finally:
        ours.removeHandler(heard)


def test_the_real_bot_needs_its_token(tmp_path: Path) -> None:
    """Said in words, before anything is opened."""
    with pytest.raises(SettingsError, match="FRONTDESK_BOT_TOKEN"):
        build(Settings.load(None, data_dir=tmp_path))
