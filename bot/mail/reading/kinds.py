"""Kinds: what kind of letter it is."""

from __future__ import annotations

import email.message

from bot.mail.reading.model import Kind, Verdict


def classify(message: email.message.Message, text: str) -> Verdict:
    """A stand-in: what names another letter is a reply."""
    return Verdict(Kind.REPLY if message.get("In-Reply-To") or message.get("References") else Kind.LETTER)
