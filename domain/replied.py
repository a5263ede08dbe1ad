"""Replied: what of somebody's letter an automatic answer on no ticket repeats, so that their mail program shows the two together."""

from __future__ import annotations

import re
from typing import Any

from domain.incoming import Incoming

MOST = 120
"""Characters of a subject that are repeated."""
_REPLIES = re.compile(r"^(?:\s{0,9}(?:re|aw|fwd?|отв?|на|жауап)\s{0,9}:)+", re.IGNORECASE)
# An address, a link, or a number that could be dialled.
_CALLS = re.compile(r"[@/\\]|\w\.\w{2}|(?:\d[\s().-]{0,3}){6}")


def facts_of_reply(said: Incoming) -> dict[str, Any]:
    """The facts of a notice that answers it: its Message-ID and its subject (RFC 3834, 3.1.5 and 3.1.6)."""
    return {"answers": said.message_id, "subject": repeated(said.subject, trusted=said.trusted)}


def repeated(subject: str, *, trusted: bool) -> str:
    """A subject without the marks of a reply. Empty where nobody vouches for the sender and it would lead a reader somewhere:
    with a forged address the desk would send a stranger's advertisement to whomever they like."""
    plain = " ".join(without_marks(subject).split())[:MOST]
    return plain if trusted or not _CALLS.search(plain) else ""


def without_marks(subject: str) -> str:
    """A subject without «Re:» and its like in front."""
    return _REPLIES.sub("", subject).strip()
