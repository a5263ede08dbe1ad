"""Versions of the regulation: a ticket stays under the one it was registered under.

The texts are rows of the database; here they are parsed once, by the digest of their text, and never change.
"""

from __future__ import annotations

from domain.regulation import Regulation

_known: dict[str, Regulation] = {}


def remember(regulation: Regulation) -> Regulation:
    """Make a version known by its digest."""
    return _known.setdefault(regulation.digest, regulation)


def version(digest: str) -> Regulation:
    """The version with this digest. KeyError if its text was never loaded."""
    return _known[digest]


def every() -> list[Regulation]:
    """All versions that are known."""
    return list(_known.values())
