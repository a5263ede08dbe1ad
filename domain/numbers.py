"""Numbers: a ticket's number as people type it: 17, №17, bar-17 or BAR-000017."""

from __future__ import annotations

import re

from domain.rulebook import Regulation

_TYPED = re.compile(r"\s*(?:№\s*|#\s*)?(?:([A-Za-z][A-Za-z0-9]{0,9})-)?([0-9]{1,9})(?![0-9A-Za-zА-Яа-яЁё])[\s.,:;—–-]*")


def number_at(rules: Regulation, text: str) -> tuple[str, str]:
    """The number that a text begins with, as the register writes it, and the words after it. ("", text) if there is none."""
    found = _TYPED.match(text)
    if found is None or int(found[2]) == 0:
        return "", text.strip()
    number = rules.number(int(found[2]))
    if found[1]:
        number = found[1].upper() + number.removeprefix(rules.prefix)
    return number, text[found.end() :].strip()
