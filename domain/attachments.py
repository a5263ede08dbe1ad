"""Attachments: what may be attached, judged from what was found in the content, never from a name (barier 7.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from domain.terms import AttachmentRules

ARCHIVES = frozenset(["zip", "rar", "7z", "gz", "bz2", "xz", "tar", "lz", "Z", "cab", "zst"])

ProblemReason = Literal[
    "empty",
    "too_large",
    "broken",
    "unpacks_too_large",
    "bmp_needs_archive",
    "type_not_accepted",
    "archive_encrypted",
    "archive_nested",
    "archive_empty",
    "archive_member",
]


@dataclass(frozen=True)
class Member:
    """A file inside an archive. `by_name`: it is packed so that only its name could be judged."""

    name: str
    kind: str
    size: int
    by_name: bool = False


@dataclass(frozen=True)
class Facts:
    """What `bot/files.py` found in a file: its kind by content, its size in bytes, and what an archive holds.

    `broken`: it is not what it begins as, or cut short. `oversized`: unpacked it exceeds what the desk will unpack
    (pixels of a picture; number or size of members), so nothing more was looked at.
    """

    name: str
    kind: str
    size: int
    members: tuple[Member, ...] = ()
    encrypted: bool = False
    nested: bool = False
    broken: bool = False
    oversized: bool = False


@dataclass(frozen=True)
class Problem:
    """Why a file cannot be taken. `kind`: of the file, or of the member that is in the way; `limit` in bytes."""

    reason: ProblemReason
    name: str
    kind: str
    member: str | None = None
    limit: int | None = None


def judge(facts: Facts, rules: AttachmentRules) -> Problem | None:
    """The first reason not to take the file, or None; a name that does not fit the content is no reason."""

    def problem(reason: ProblemReason, *, member: Member | None = None, limit: int | None = None) -> Problem:
        if member is None:
            return Problem(reason, facts.name, facts.kind, limit=limit)
        return Problem(reason, facts.name, member.kind, member.name)

    if not facts.size:
        return problem("empty")
    if facts.kind not in rules.kinds:
        in_archive = facts.kind in rules.only_inside_archive and bool(rules.archives)
        return problem("bmp_needs_archive" if in_archive else "type_not_accepted")
    if facts.size > rules.max_size_bytes:
        return problem("too_large", limit=rules.max_size_bytes)
    if facts.encrypted:
        return problem("archive_encrypted")
    if facts.oversized:
        return problem("unpacks_too_large")
    if facts.broken:
        return problem("broken")
    if facts.kind not in rules.archives:
        return None
    nested = next((member for member in facts.members if member.kind in ARCHIVES), None)
    if facts.nested or nested:
        return problem("archive_nested", member=nested)
    if not facts.members:
        return problem("archive_empty")
    allowed = {*rules.archive_members, *rules.only_inside_archive}
    wrong = next((member for member in facts.members if member.kind not in allowed), None)
    return problem("archive_member", member=wrong) if wrong else None
