"""Topics: a ticket's own place in a chat that has such. Where there are none, nothing here is asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class Topic:
    """A ticket's topic in one chat: `thread` is the channel's id of it, `name` what it was called last."""

    channel: str
    chat: str
    ticket: str
    thread: int
    name: str
    icon: str = ""
    closed: bool = False
