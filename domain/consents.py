"""Consents: each consent to the processing of personal data as it was given, so that it can be shown (152-ФЗ, article 9)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from domain.terms import Consent


@dataclass(eq=False)
class Consented:
    """Somebody agreed to these very words, in their language, at `at` (UTC); `withdrawn_at` once they took it back."""

    person_id: str
    version: str
    text: str
    channel: str
    at: datetime
    withdrawn_at: datetime | None = None
    id: int | None = None


def mark(words: str) -> str:
    """What a button carries of the words it stands under, so that nobody agrees to others: the beginning of their SHA-256."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def words_of(consent: Consent, marked: str) -> str | None:
    """The words of the consent that a mark stands for; None if it is that of others."""
    return next((words for words in consent.text.words.values() if mark(words) == marked), None)
