"""What is made once for the whole run, because it never changes: tests make a whole desk thousands of times in one process."""

from __future__ import annotations

import gc
import ssl
from functools import cache
from typing import Any

import certifi
import sqlalchemy as sa
from aiogram.dispatcher.event import telegram as observing
from aiogram.dispatcher.event.handler import HandlerObject

from bot.storage import engine as storage_engine

FEW_COLLECTIONS = (10_000, 20, 50)
"""Objects before a garbage collection of the youngest, of the middle and of all generations."""


def keep() -> None:
    """From now on these are made once: what trusts certificates, the dummies of aiogram's observers, compiled SQL."""
    _keep_certificates()
    _keep_dummies()
    _keep_dialects()


def leave_alone() -> None:
    """What is loaded by now stays: a full collection walks over all tests' code again and again for nothing."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*FEW_COLLECTIONS)


def _keep_certificates() -> None:
    make, usual = ssl.create_default_context, certifi.where()

    @cache
    def trusting() -> ssl.SSLContext:
        return make(cafile=usual)

    def made(*args: Any, **options: Any) -> ssl.SSLContext:
        return trusting() if not args and options == {"cafile": usual} else make(*args, **options)

    ssl.create_default_context = made


def _keep_dummies() -> None:
    """Each observer of each router holds a handler that is never called, and looks at its signature."""
    dummy = HandlerObject(callback=lambda: True, filters=[])

    def made(callback: Any, filters: Any = None, **options: Any) -> HandlerObject:
        if options or filters or callback.__module__ != observing.__name__:
            return HandlerObject(callback=callback, filters=filters, **options)
        another = object.__new__(HandlerObject)
        another.__dict__ |= dummy.__dict__ | {"filters": [], "flags": {}}
        return another

    observing.HandlerObject = made  # type: ignore[assignment, misc]


def _keep_dialects() -> None:
    """SQLAlchemy keeps compiled statements by engine; an engine of a test is like the one before it, but for its address."""
    make = storage_engine._engine
    first: dict[str, sa.Engine] = {}

    def made(address: sa.URL, **options: Any) -> sa.Engine:
        engine = make(address, **options)
        like = first.get(address.drivername)
        if like is None or not hasattr(like.dialect, "default_isolation_level"):
            first[address.drivername] = engine  # the one before never connected, and knows nothing of its server
        else:
            engine.dialect = engine.pool._dialect = like.dialect
            engine._compiled_cache = like._compiled_cache
        return engine

    storage_engine._engine = made
