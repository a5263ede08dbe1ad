"""Letters are read as a person would read them: each in tests/mail/letters says one way in which that is hard."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.mail.reading import read

LETTERS = Path(__file__).parent / "letters"
EXPECTED: dict[str, dict[str, Any]] = json.loads((LETTERS / "expected.json").read_text())


def test_each_letter_has_its_expectation() -> None:
    """No letter lies there that nobody looks at."""
    assert {path.stem for path in LETTERS.glob("*.eml")} == set(EXPECTED)
    assert len(EXPECTED) > 200


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_letter_is_read(name: str) -> None:
    """Words, subject, sender, files and what was wrong."""
    found, expected = read((LETTERS / f"{name}.eml").read_bytes()), EXPECTED[name]
    seen: dict[str, Any] = {
        "subject": found.subject,
        "sender": [found.sender.name, found.sender.address],
        "text": found.text,
        "files": [[one.name, one.type, one.size] for one in found.attachments],
        "inline": [one.inline for one in found.attachments],
        "secured": found.secured,
        "message_id": found.message_id,
        "in_reply_to": found.in_reply_to,
        "references": list(found.references),
    }
    assert {key: seen[key] for key in expected if key in seen} == {key: value for key, value in expected.items() if key in seen}
    assert found.text.startswith(expected.get("text_begins", ""))
    for problem in expected.get("problems", []):
        assert any(problem in said for said in found.problems), found.problems
    if expected.get("problems") == []:
        assert found.problems == ()
