"""Failures: what went wrong with the database, whether trying again may help, and what a door gets to hear."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

# What tells another session's write from a broken statement: serialization failure and deadlock; SQLite's BUSY and LOCKED.
_LOST_RACES = {"40001", "40P01"}
_LOCKED = {5, 6}


class RegisterAway(Exception):
    """The database cannot be written or read now (gone, locked, full). Nothing was done; the same may be tried later."""


def worth_repeating(error: BaseException) -> bool:
    """Whether somebody else's write, or a connection gone stale, is to blame: then fresh data may help."""
    if isinstance(error, StaleDataError | IntegrityError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    return error.connection_invalidated or state in _LOST_RACES or code in _LOCKED


def presentable(error: BaseException | None) -> BaseException | None:
    """The error as a door may get it."""
    if isinstance(error, OperationalError):
        away = RegisterAway(f"the register cannot be used now: {error.orig}")
        away.__cause__ = error
        return away
    if isinstance(error, StopIteration) or not isinstance(error, Exception | None):
        # What would end the door's own loop or task instead of its waiting.
        wrapped = RuntimeError(f"the use case raised {type(error).__name__}")
        wrapped.__cause__ = error
        return wrapped
    return error
