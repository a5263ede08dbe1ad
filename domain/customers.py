"""Customers: the organizations that have the right to support, by which contract, for how long, and at which level (barier 1, 3.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4


@dataclass(eq=False)
class Organization:
    """One customer. `since` and `until` are the first and last day of the contract in the regulation's zone; None: open.

    `products` are those the contract names (barier 1), `domains` the mail domains of its people, in lower case.
    `owner_email` is the address of who may ask for what only the owner may (insales). Empty `tier` and `client`: as usual.
    """

    name: str
    contract: str = ""
    since: date | None = None
    until: date | None = None
    tier: str = ""
    client: str = ""
    products: list[str] = field(default_factory=list)
    domains: list[str] = field(default_factory=list)
    owner_email: str = ""
    suspended_at: datetime | None = None
    suspended_for: str = ""
    id: str = field(default_factory=lambda: uuid4().hex)
    version: int = 1

    def is_entitled(self, day: date) -> bool:
        """Whether its contract holds on that day (in the regulation's zone)."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
