"""Where the sandbox keeps what it knows: one SQLite file of named shelves, or memory.

Each write is its own transaction unless several stand in one `with store.together():`. WAL with `synchronous=NORMAL`
survives the death of the process at any step; only a power cut may lose the last moments, which a sandbox can bear.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson


class Store:
    """Shelves of JSON values by key, and a heap of file bodies."""

    def __init__(self, folder: Path | None) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / "sandbox.sqlite" if folder else ":memory:", isolation_level=None)
        self._depth = 0
        self._db.executescript(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            CREATE TABLE IF NOT EXISTS things
                (shelf TEXT, key TEXT, value BLOB, PRIMARY KEY (shelf, key)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS bodies (key TEXT PRIMARY KEY, body BLOB);
            """
        )

    def save(self, shelf: str, key: object, value: Any) -> None:
        self._db.execute("INSERT OR REPLACE INTO things VALUES (?, ?, ?)", (shelf, str(key), orjson.dumps(value)))

    def drop(self, shelf: str, key: object) -> None:
        self._db.execute("DELETE FROM things WHERE shelf = ? AND key = ?", (shelf, str(key)))

    def load(self, shelf: str) -> dict[str, Any]:
        """Everything on a shelf, by key."""
        rows = self._db.execute("SELECT key, value FROM things WHERE shelf = ?", (shelf,))
        return {key: orjson.loads(value) for key, value in rows}

    def keep_body(self, key: str, body: bytes) -> None:
        self._db.execute("INSERT OR REPLACE INTO bodies VALUES (?, ?)", (key, body))

    def body(self, key: str) -> bytes | None:
        row = self._db.execute("SELECT body FROM bodies WHERE key = ?", (key,)).fetchone()
        return None if row is None else bytes(row[0])

    @contextmanager
    def together(self) -> Iterator[None]:
        """All writes inside happen, or none."""
        if self._depth:
            yield
            return
        self._db.execute("BEGIN")
        self._depth = 1
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        else:
            self._db.execute("COMMIT")
        finally:
            self._depth = 0

    def empty(self) -> None:
        """Forget everything."""
        with self.together():
            self._db.execute("DELETE FROM things")
            self._db.execute("DELETE FROM bodies")

    def close(self) -> None:
        self._db.close()
