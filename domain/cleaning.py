"""Cleaning: characters that no register keeps. Whatever is sealed or stored is the same text afterwards."""

from __future__ import annotations

from typing import Any


def clean_text(text: str) -> str:
    """The text without NUL and without halves of surrogate pairs: databases and UTF-8 have no place for them."""
    if "\0" in text:
        text = text.replace("\0", "")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="ignore").decode()
    return text


def clean(value: Any) -> Any:
    """The same for a value that JSON can hold, keys included."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean(key): clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value
