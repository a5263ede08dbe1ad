"""Links: the address of an article within what somebody wrote."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LINK = re.compile(r"https?://[^\s<>\"«»]+", re.IGNORECASE)
_AFTER = ".,;:!?'…)]}"
"""What stands behind a link rather than in it."""


def find_link(text: str) -> str | None:
    """The first http(s) link in the text, without the punctuation of the sentence around it; None if there is none."""
    for found in _LINK.finditer(text):
        link = _trimmed(found[0])
        try:
            host = urlsplit(link).hostname or ""
        except ValueError:
            continue
        if "." in host.strip("."):
            return link
    return None


def _trimmed(link: str) -> str:
    while link and link[-1] in _AFTER:
        if link[-1] == ")" and link.count("(") >= link.count(")"):
            break
        link = link[:-1]
    return link
