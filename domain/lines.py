"""Lines: the staff groups beside the first one, each with what it works on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(eq=False)
class Line:
    """A staff group: `kinds` of requests and customers (`organizations`, by id) come to it; neither: only what is handed over.

    `forum`: it has topics, one for each ticket (Bot API: Chat.is_forum). `added_at` is UTC.
    """

    channel: str
    chat: str
    name: str
    forum: bool
    added_by: str
    added_at: datetime
    kinds: list[str] = field(default_factory=list)
    organizations: list[str] = field(default_factory=list)
