"""Files that go with a letter: which are ready, and which fit in."""

from __future__ import annotations

from domain.draft import Attachment, FileState
from handlers.view.ready import NotReadyError

MAX_ATTACHED = 15 * 1024 * 1024
"""Bytes of attachments in one letter; providers refuse more than about 20 MB once encoded."""


def all_ready(files: list[Attachment]) -> list[Attachment]:
    """The same files. NotReadyError while one of them is being fetched."""
    if any(file.state is FileState.WAITING for file in files):
        raise NotReadyError
    return files


def fitting(files: list[Attachment]) -> list[Attachment]:
    """Those that one letter takes, in their order; a smaller one may go where a larger one did not."""
    total, taken = 0, []
    for file in files:
        if total + file.size <= MAX_ATTACHED:
            total += file.size
            taken.append(file)
    return taken


def names(files: list[Attachment]) -> tuple[tuple[str, str, str], ...]:
    """Name, media type and SHA-256 of each, as a letter carries them."""
    return tuple((file.name, file.type or "application/octet-stream", file.sha256) for file in files)
