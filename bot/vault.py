"""The vault: seals what is told in confidence with keys that are in the settings and never in the database."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class FernetVault:
    """`domain.ports.Vault`. The first key seals; all of them open, so that keys can be changed (Fernet, key rotation)."""

    def __init__(self, keys: str) -> None:
        """`keys`: one or several, with commas between them. ValueError for what is no key."""
        self._fernet = MultiFernet([Fernet(key) for key in listed(keys)])

    def seal(self, words: str) -> str:
        return self._fernet.encrypt(words.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """The words; None if no key that we have opens them."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None


def listed(keys: str) -> list[str]:
    """The keys of a setting, one by one."""
    return [key.strip() for key in keys.split(",") if key.strip()]


def own_key(file: Path) -> str:
    """The key in a file that nobody else may read; made, with the file, the first time."""
    if file.exists() and (kept := file.read_text("ascii").strip()):
        return kept
    key = Fernet.generate_key().decode()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:
        out.write(key)
    return key
