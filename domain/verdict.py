"""Verdict: an answer by letter that says nothing but whether it is solved; judged narrowly, one word more and it is a message."""

from __future__ import annotations

import re

_SOLVED = """
подтверждаю|решено|всё решено|все решено|проблема решена|вопрос решён|вопрос решен|да, решено|да, всё решено|да, все решено
|confirmed|i confirm|solved|it is solved|yes, solved|resolved|растаймын|шешілді|мәселе шешілді
""".replace("\n", "")
_NOT = """
не решено|не решена|проблема не решена|вопрос не решён|вопрос не решен|не согласен|не согласна|не подтверждаю
|not solved|not resolved|i disagree|шешілмеді|мәселе шешілмеді|келіспеймін
""".replace("\n", "")
_POLITE = r"(?:[\s,.!]{1,5}(?:спасибо|большое спасибо|благодарю|thanks|thank you|рақмет|рахмет))?"
_YES = re.compile(rf"[\s«\"]{{0,5}}(?:{_SOLVED}){_POLITE}[\s.!»\")]{{0,9}}\Z", re.IGNORECASE)
_NO = re.compile(
    rf"[\s«\"]{{0,5}}(?:(?:нет|к сожалению|увы|no|жоқ)[\s,.!]{{1,5}}){{0,2}}(?:{_NOT})\b[\s:.,;!—–-]{{0,9}}",
    re.IGNORECASE,
)
LONGEST = 80


def says_solved(text: str) -> bool:
    """Whether the whole of it confirms."""
    return len(text.strip()) <= LONGEST and _YES.match(text.strip()) is not None


def objection(text: str) -> str:
    """What is said against it, where the text begins with «не решено» or the like; empty if it does not."""
    text = text.strip()
    found = _NO.match(text)
    return text[found.end() :].strip() if found else ""
