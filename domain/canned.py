"""Canned answers: words that staff send often, with variables, one text for each language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(eq=False)
class Canned:
    """One answer in one language, called by its name; `updated_at` is UTC, `used` counts how often it was sent."""

    name: str
    language: str
    text: str
    author: str
    updated_at: datetime
    used: int = 0
