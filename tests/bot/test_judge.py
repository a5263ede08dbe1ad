"""The judge behind an endpoint: its verdict counts if it is one; else the desk's own judge answers."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.cli import app
from bot.judge import Endpoint, configured, local, remote
from bot.settings import Settings, SettingsError
from domain.one_issue import judge
from tests.endpoint import Answer, Model, listening, raw, said, wrote

TEXT = "Не печатает принтер в приёмной. Кстати, нужен доступ к CRM новому менеджеру."
OTHER = ("Не печатает принтер", "доступ к CRM")
"""Parts that the desk's own judge would not choose, so that it is seen who answered."""


@pytest.fixture
async def model() -> AsyncIterator[Model]:
    async with listening() as server:
        server.answer = said(list(OTHER))
        yield server


async def test_a_verdict_of_several_is_taken(model: Model) -> None:
    """The parts as it named them, where they stand in the text; the key and the text were sent, the text as data."""
    found = await remote(Endpoint(model.url, "small", SecretStr("k-123")), TEXT)

    assert found.parts == OTHER != judge(TEXT).parts
    assert tuple(TEXT[start:end] for start, end in found.spans) == OTHER
    assert (found.issues, found.likelihood) == (2, 1.0)
    [(key, question)] = model.asked
    assert key == "Bearer k-123"
    assert question["model"] == "small"
    assert json.loads(question["messages"][-1]["content"]) == {"text": TEXT}


async def test_a_verdict_of_one_is_taken(model: Model) -> None:
    """Even where the desk's own judge sees two; also when it is wrapped in words."""
    model.answer = wrote('Sure:\n```json\n{"parts": []}\n```')

    found = await remote(Endpoint(model.url, "small"), TEXT)

    assert judge(TEXT).issues == 2
    assert (found.issues, found.parts) == (1, (TEXT,))
    assert model.asked[0][0] == ""


@pytest.mark.parametrize(
    "answer",
    [
        raw(500),
        raw(429, b'{"error": "slow down"}'),
        raw(307, location="/v1/elsewhere"),
        raw(200, b""),
        raw(200, b"<html>"),
        raw(200, b"\xff\xfe"),
        raw(200, b'{"choices": []}'),
        raw(200, b'{"choices": [{"message": {"content": null}}]}'),
        raw(200, b" " * 1_000_000 + b"{}"),
        wrote(""),
        wrote("I see two problems."),
        wrote('{"parts": ['),
        said("Не печатает принтер"),
        said([1, 2]),
        said(list(reversed(OTHER))),
        said(["Не печатает принтер", "сканер"]),
        said(["Не печатает принтер", ""]),
        said(["Не печатает принтер", "Не печатает принтер"]),
    ],
)
async def test_no_verdict_leaves_it_to_the_desk(model: Model, answer: Answer, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever the endpoint did instead; and the log names neither the text nor the key."""
    model.answer = answer
    with caplog.at_level(logging.DEBUG):
        found = await remote(Endpoint(model.url, "small", SecretStr("k-123")), TEXT)

    assert len(model.asked) == 1
    assert found == judge(TEXT)
    assert "gave no verdict" in caplog.text
    assert "принтер" not in caplog.text
    assert "k-123" not in caplog.text


async def test_a_late_verdict_is_not_waited_for(model: Model) -> None:
    """The endpoint has heard the question and says nothing."""
    heard, judged = asyncio.Event(), asyncio.Event()

    async def silent(_: web.Request) -> web.StreamResponse:
        heard.set()
        await judged.wait()
        return web.Response()

    model.answer = silent

    found = await remote(Endpoint(model.url, "small", patience=0.2), TEXT)

    assert heard.is_set()
    judged.set()
    assert found == judge(TEXT)


async def test_an_endpoint_that_is_not_there_leaves_it_to_the_desk(unused_tcp_port: int) -> None:
    """Nobody listens."""
    assert await remote(Endpoint(f"http://127.0.0.1:{unused_tcp_port}/v1", "small"), TEXT) == judge(TEXT)


async def test_a_text_too_long_is_not_sent(model: Model) -> None:
    """A pasted log costs the endpoint nothing."""
    text = TEXT + "\n" + "x" * 10_000

    assert await remote(Endpoint(model.url, "small"), text) == judge(text)
    assert model.asked == []


async def test_the_settings_say_who_judges(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody outside unless an endpoint is named; a key shows nowhere."""
    assert configured(Settings.load(env_file=None)) is local
    monkeypatch.setenv("FRONTDESK_JUDGE_URL", model.url + "/")
    monkeypatch.setenv("FRONTDESK_JUDGE_MODEL", "small")
    monkeypatch.setenv("FRONTDESK_JUDGE_KEY", "k-123")
    settings = Settings.load(env_file=None)

    found = await configured(settings)(TEXT, None)

    assert found.parts == OTHER
    assert model.asked[0][0] == "Bearer k-123"
    assert "k-123" not in repr(settings)


async def test_the_command_asks_whom_the_settings_name(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """`frontdesk one-issue`, for one text and for a batch."""
    monkeypatch.setenv("FRONTDESK_JUDGE_URL", model.url)
    monkeypatch.setenv("FRONTDESK_JUDGE_MODEL", "small")
    line = json.dumps({"text": TEXT})

    shown = await asyncio.to_thread(CliRunner().invoke, app, ["one-issue", TEXT])
    batch = await asyncio.to_thread(CliRunner().invoke, app, ["one-issue", "--batch", "-"], input=f"{line}\n{line}\n")

    assert shown.output.endswith("1. Не печатает принтер\n2. доступ к CRM\n")
    assert [json.loads(row) for row in batch.output.splitlines()] == [{"issues": 2, "parts": list(OTHER)}] * 2
    assert len(model.asked) == 3


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"judge_url": "https://host/v1"}, "FRONTDESK_JUDGE_MODEL: missing"),
        ({"judge_model": "small"}, "FRONTDESK_JUDGE_URL: missing"),
        ({"judge_key": "k-123"}, "FRONTDESK_JUDGE_URL: missing"),
    ],
)
def test_half_a_judge_is_no_judge(given: dict[str, str], missing: str) -> None:
    """It is said what is missing."""
    with pytest.raises(SettingsError, match=missing):
        Settings.load(env_file=None, **given)
