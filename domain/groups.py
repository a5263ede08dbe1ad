"""Groups: chats of customers' own, each bound to an organization by a lead; what is said there is kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(eq=False)
class Group:
    """A customer's group chat. `organization_id` None: a lead is still choosing whose it is.

    `bound_by` is the person who said so; `posts`: changes of state of the tickets that began there are told there.
    """

    channel: str
    chat: str
    title: str
    organization_id: str | None
    bound_by: str
    bound_at: datetime
    posts: bool = True
