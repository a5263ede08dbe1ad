"""Nonsense: every command of staff with garbage behind it, every kind of button with garbage in it. Each is answered by how it is
meant or by a clear refusal; nothing changes, and nothing breaks.
"""

from __future__ import annotations

import logging

import pytest

from domain.rights import TABLE, Where
from tests.handlers.doors import doors
from tests.stories.conftest import Town
from tests.stories.matrix_town import Cast, Role, cast
from tests.stories.rehearsal import Rehearsal
from tests.stories.test_rights_matrix import HARMLESS, press, said

COMMANDS = sorted({right.name for right in TABLE if right.name.startswith("/") and right.where is Where.STAFF})
FREE_WORDS = {"/call": {"consultations"}, "/incident": {"incidents"}, "/new": {"drafts"}}
"""Whatever stands behind these is what they are to note; the form of a caller is the agent's own."""
OUT = {"outbox", "timers"}
"""What answers by a message of its own, such as one to reply to."""


def garbage(foreign: str) -> list[str]:
    """What people and machines put behind a command."""
    return [
        "",
        "😀🙈",
        "я" * 4000,
        "'; DROP TABLE tickets; --",
        "1 OR 1=1",
        foreign,
        f"{foreign} @nobody",
        "BAR-999999 x",
        "BAR-999999999999999999999",
        "\u202etfel ot thgir\u202c",
        "\u0661\u0667 \u0643\u0627\u0633\u0629",
        "-1",
        "\u2028\u2029 \u200b",
        "{number} %s <b>",
        "BAR-００００１７ касса",
    ]


JUNK = [
    "",
    ":",
    ":::::::",
    ":" + "x" * 60,
    ":😀:😀",
    ":1:2:3:4:5:6:7",
    ":nobody:nothing:0",
    ":\u202e:take:",
    ":-1",
    ":BAR-999999:no_such_verb:1",
]


@pytest.mark.parametrize("who", ["requester", "stranger", "agent", "lead", "agent in private"])
async def test_nonsense_is_answered_and_changes_nothing(town: Town, who: str, caplog: pytest.LogCaptureFixture) -> None:
    """In the staff group it is said and pressed, in one's own chat pressed."""
    made = await cast(town)
    stage = Rehearsal(town.app)
    for role in made.roles:
        stage.is_known(role.chat, role.user)
    (role,) = (one for one in made.roles if one.name == who)
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        wrong = await _commands(stage, made, role) if role.where is Where.STAFF else []
        wrong += await _buttons(stage, role)
    stage.close()
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong)
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


async def _commands(stage: Rehearsal, made: Cast, role: Role) -> list[str]:
    wrong = []
    for command in COMMANDS:
        for words in garbage(made.numbers["of another line"]):
            heard = await stage.hears("message", said(role, f"{command} {words}".rstrip(" ")))
            shown = f"{role.name}: {command} {words[:40]!r}"
            if not heard.words.strip() and "outbox" not in heard.wrote:
                wrong.append(f"silent: {shown}")
            if left := heard.wrote - HARMLESS - OUT - FREE_WORDS.get(command, set()):
                wrong.append(f"changed {sorted(left)}: {shown}")
    return wrong


async def _buttons(stage: Rehearsal, role: Role) -> list[str]:
    wrong = []
    prefixes = {name.partition(":")[0] for name, _where in doors().names if not name.startswith("/")}
    assert len(prefixes) > 15
    for data in (f"{prefix}{junk}" for prefix in sorted(prefixes) for junk in JUNK):
        if data == "n:":  # a new request, as its button says it without a verb
            continue
        heard = await stage.hears("callback_query", press(role, data))
        if not heard.words.strip():
            wrong.append(f"silent: {role.name} presses {data!r}")
        if left := heard.wrote - HARMLESS:
            wrong.append(f"changed {sorted(left)}: {role.name} presses {data!r}")
    return wrong


def test_every_kind_of_button_that_there_is_is_pressed() -> None:
    """A class of buttons whose door is not hung in would be walked by nobody."""
    from aiogram.filters.callback_data import CallbackData

    kinds = {kind.__prefix__ for kind in CallbackData.__subclasses__() if kind.__module__.startswith("handlers")}
    assert kinds == {name.partition(":")[0] for name, _where in doors().names if not name.startswith("/")}
