"""Consultations: advice given by phone that became no request (barier 7.1, insales). It has no number and no clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4


@dataclass(eq=False)
class Consultation:
    """One call: when it was written down (UTC), who of staff advised whom, and what was said."""

    at: datetime
    agent: str
    caller: str
    text: str
    organization_id: str | None = None
    id: str = field(default_factory=lambda: uuid4().hex)
