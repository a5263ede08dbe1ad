"""Effort: how many minutes an answer is accounted with (barier 5.2: at least 30 each)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.journal import EntryKind
from domain.regulation import Regulation

COUNTED = frozenset({EntryKind.ANSWER, EntryKind.COMPLETED})
"""What takes minutes: an answer that was given, an exhaustive one too."""
MOST = 9999
"""Minutes that one answer may take: four digits, as an agent may type."""

LAST_LINE = re.compile(r"\n\s*//\s*(\d{1,4})\s*(?:мин\w*\.?|м|min\w*\.?|m)\s*$", re.IGNORECASE)
"""An agent says how long it took in a last line that stays internal: «// 45 мин»."""


@dataclass(eq=False)
class Effort:
    """The minutes that an answer counts with: entry `n` of the ticket's journal, given at that instant (UTC) by an agent.

    `organization_id`: the customer the ticket belonged to then; None: nobody knew.
    """

    ticket: str
    n: int
    at: datetime
    minutes: int
    agent_id: str
    agent_name: str
    organization_id: str | None = None


def split(text: str) -> tuple[str, int | None]:
    """The words for the requester, and the minutes an agent gave after them: "Готово\\n// 45 мин" -> ("Готово", 45)."""
    found = LAST_LINE.search(text)
    if found is None:
        return text, None
    return text[: found.start()].rstrip(), int(found[1])


def least(regulation: Regulation) -> int:
    """The fewest minutes that an answer counts with; 0 where the regulation does not say."""
    return int(regulation.effort_at_least / timedelta(minutes=1))


def accounted(regulation: Regulation, minutes: int | None) -> int:
    """The minutes that count: those given, but no fewer than the regulation's least."""
    return max(least(regulation), minutes or 0)
