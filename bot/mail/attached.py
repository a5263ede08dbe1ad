"""Attached: the files of a letter are judged by their content and kept, before anything is said of them (barier 7.6)."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.files import Store, examine, safe_name
from bot.mail.reading.model import Found
from domain.attachments import judge
from domain.incoming import Came
from domain.terms import AttachmentRules

SIGNATURE = 20_000
"""Bytes: a smaller picture that the text shows in its place is a logo or a sign in somebody's signature, and no file."""
MOST = 100
"""Files of one letter that are looked at."""


async def kept_files(store: Store, files: Sequence[Found], rules: AttachmentRules) -> tuple[Came, ...]:
    """What came with a letter, kept or refused with the reason. OSError if the disk does not take it."""
    return await asyncio.to_thread(_kept, store, [file for file in files if not _is_ornament(file)][:MOST], rules)


def _kept(store: Store, files: Sequence[Found], rules: AttachmentRules) -> tuple[Came, ...]:
    came: list[Came] = []
    with tempfile.TemporaryDirectory(prefix="frontdesk-") as folder:
        path = Path(folder) / "content"
        for file in files:
            name = safe_name(file.name)
            if sum(one.problem is None for one in came) >= rules.max_count:
                problem: dict[str, Any] | None = {"reason": "too_many", "name": name, "limit": rules.max_count}
                came.append(Came(name, "", file.size, problem=problem))
                continue
            path.write_bytes(file.content)
            facts = examine(path, name)
            found = judge(facts, rules)
            problem = {key: value for key, value in asdict(found).items() if value is not None} if found else None
            came.append(Came(name, facts.kind, facts.size, "" if found else store.put(path), problem))
    return tuple(came)


def _is_ornament(file: Found) -> bool:
    return file.inline and file.type.startswith("image/") and file.size < SIGNATURE
