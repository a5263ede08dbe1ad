"""Internal: which of the words that staff write stay among staff. One rule, for every place from which words could go out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

INTERNAL = "//"


class Why(StrEnum):
    """What makes words internal: they begin with «//», call a colleague by name, or reply to a colleague."""

    BEGINS = "begins"
    CALLS = "calls"
    REPLIES = "replies"


@dataclass(frozen=True)
class Called:
    """People by how a message can name them: @usernames (in lower case, without the @) and the channel's own addresses."""

    usernames: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    def __and__(self, other: Called) -> Called:
        return Called(self.usernames & other.usernames, self.addresses & other.addresses)

    def __bool__(self) -> bool:
        return bool(self.usernames or self.addresses)


NOBODY = Called()


def why_internal(text: str, called: Called, colleagues: Called, *, to_colleague: bool = False) -> Why | None:
    """Why words of staff are not for the requester; None: they are.

    `called`: whom the message names; `colleagues`: who works here, but for the writer; `to_colleague`: it replies to a message
    of a person, and not of the desk. «//» counts at the beginning only.
    """
    if text.lstrip().startswith(INTERNAL):
        return Why.BEGINS
    if to_colleague:
        return Why.REPLIES
    return Why.CALLS if called & colleagues else None


def without_mark(text: str) -> str:
    """The words of a note, without the «//» before them."""
    return text.lstrip().removeprefix(INTERNAL).strip()
