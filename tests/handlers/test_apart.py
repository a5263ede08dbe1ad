"""Several problems in one intake: however many and long they are, every message fits Telegram, and so does every button."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from aiogram.types import InlineKeyboardMarkup

from domain import apart
from domain.draft import Attachment, Conversation, Draft, DraftKind, FileState, steps
from domain.one_issue import Judgement
from domain.people import Person
from domain.regulation import load
from handlers.view.apart import about, offer, requests, whose
from handlers.view.pages import visible
from handlers.view.say import LONGEST
from handlers.view.summary import correction_keyboard, summary, summary_keyboard
from handlers.view.words import speaking

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
FILES = [
    Attachment("anna", "telegram", str(n), f"{'<' * 75}.png", 10, NOW, state=FileState.KEPT, id=f"file{n}")
    for n in range(10)
]


def conversation(parts: int) -> tuple[Conversation, Draft]:
    """Somebody who wrote as much as is taken, of so many problems, with files that belong to all."""
    rules, person = load("barier"), Person("Анна")
    person.agrees(rules.consent.version, NOW)
    told = {f.key: "ж" * (2000 if f.kind == "long" else 120) for f in rules.fields}
    found = Judgement(parts, tuple("ж" * 600 for _ in range(parts)), tuple((0, 1) for _ in range(parts)), 1.0)
    draft = Draft(DraftKind.INTAKE, "telegram", "1", 0, person.id, NOW, answers=apart.weigh(rules, told, found))
    draft.put("parts", apart.APART)
    for step in ("kind", "impact", *(step for step in steps(rules, draft.answers) if "@" in step)):
        draft.put(step, {"kind": "failure", "impact": "partly"}[apart.place(step)[0]])
    draft.answers |= {"files": "done", apart.WHOSE: {f.id: apart.ALL for f in FILES}, apart.SORT: True, "whose": "done"}
    return Conversation(person, rules, draft, FILES), draft


def fits(keyboard: InlineKeyboardMarkup) -> bool:
    data = [button.callback_data or "" for row in keyboard.inline_keyboard for button in row]
    return max(len(one.encode()) for one in data) <= 64


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("parts", [2, apart.MOST, apart.MOST + 5])
def test_however_much_was_written_every_message_fits(parts: int, language: str) -> None:
    """4096 UTF-16 units of a message, 64 bytes of a button (Bot API: sendMessage, InlineKeyboardButton)."""
    talk, draft = conversation(parts)
    with speaking(language):
        for text, keyboard in (offer(talk, draft), whose(talk, draft)):
            assert visible(text) <= LONGEST
            assert fits(keyboard)
        assert visible(summary(talk, draft, requests(talk, draft))) <= LONGEST
        assert fits(summary_keyboard(draft))
        assert fits(correction_keyboard(talk, draft))
        assert len(requests(talk, draft)) == 2 + 4 * min(parts, apart.MOST)
        assert visible(about(draft, "kind@1")) < 400
