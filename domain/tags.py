"""Tags: words that staff call tickets by; one word each, as a hashtag is written."""

from __future__ import annotations

import re

from domain.staff_refusals import WrongTag

LONGEST = 32
MOST = 10
"""Tags on one ticket: a card must stay readable."""
_BETWEEN = re.compile(r"[,;\n]+|(?=#)")
_WORD = re.compile(r"[^\W_][\w-]*")


def tags_in(text: str) -> list[str]:
    """What was typed, apart by commas or as hashtags: «касса, не работает» is касса and не_работает. WrongTag: what is none."""
    found: list[str] = []
    for part in _BETWEEN.split(text):
        tag = "_".join(part.strip().removeprefix("#").casefold().split())
        if not tag:
            continue
        if not _WORD.fullmatch(tag):
            raise WrongTag("sign", tag[:LONGEST])
        if len(tag) > LONGEST:
            raise WrongTag("long", tag[:LONGEST])
        if tag not in found:
            found.append(tag)
    if not found:
        raise WrongTag("empty")
    return found
