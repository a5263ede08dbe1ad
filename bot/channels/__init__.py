"""Channels: how a parcel of the outbox leaves the house. Each has one small face: wait for room, send, say what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from domain.notices import Parcel


@dataclass(frozen=True)
class Accepted:
    """The channel took it. `remotes` are its ids of what arrived (Telegram: message ids)."""

    remotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Later:
    """Not now: try again in so many seconds. `uncertain`: it may have arrived all the same. Not `tried`: it did not leave."""

    seconds: float
    error: str
    uncertain: bool = False
    tried: bool = True


@dataclass(frozen=True)
class Refused:
    """Never; `error` says why in a few words that staff and the journal may see."""

    error: str


@dataclass(frozen=True)
class Dropped:
    """There was nothing to say any more."""


Outcome = Accepted | Later | Refused | Dropped


class Channel(Protocol):
    """One way out."""

    async def room(self, parcel: Parcel) -> None:
        """Wait until the channel would take it; a parcel that waits here can still be superseded."""

    async def send(self, parcel: Parcel) -> Outcome:
        """Hand it over once. Raises only what is a mistake of ours."""

    async def close(self) -> None: ...
