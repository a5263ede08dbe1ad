"""Signs: what the words of a clause may be evidence of (a failure, an attempt, a request), and the topics they touch."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


def signs(clause: str) -> frozenset[str]:
    """The signs found in a clause, by name; signs.toml says what each means."""
    return frozenset(name for name, pattern in _patterns()[0].items() if pattern.search(clause))


def topics(clause: str) -> frozenset[str]:
    """The topics a clause touches, by name."""
    return frozenset(name for name, pattern in _patterns()[1].items() if pattern.search(clause))


@cache
def _patterns() -> tuple[dict[str, re.Pattern[str]], dict[str, re.Pattern[str]]]:
    written = tomllib.loads(files("domain.parting").joinpath("signs.toml").read_text("utf-8"))
    read = [
        {name: re.compile(text, re.IGNORECASE) for name, text in written[part].items()} for part in ("signs", "topics")
    ]
    return read[0], read[1]
