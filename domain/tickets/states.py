"""States: what a ticket may be, how it may end, and which moves staff may make when."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    REGISTERED = "registered"
    IN_PROGRESS = "in_progress"
    CLARIFICATION = "clarification"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CLOSED = "closed"


class Resolution(StrEnum):
    SOLVED = "solved"
    REFUSED = "refused"
    DUPLICATE = "duplicate"
    NO_REPLY = "no_reply"
    WITHDRAWN = "withdrawn"


NO_LEVEL = "no_level"
"""The mark of a request that came as a plain letter, until staff confirm its level (barier 7.7)."""

WORKABLE = (Status.REGISTERED, Status.IN_PROGRESS, Status.CLARIFICATION, Status.ON_HOLD)

ABUSE = "abuse"
"""The mark of a ticket in which obscene words or insults were found."""

ONE_ISSUE = "one_issue"
"""The mark of a ticket that seemed to hold several problems, and is one, as its requester says."""

STAFF_MOVES = {
    "take": WORKABLE,
    "priority": WORKABLE,
    "ask": (Status.REGISTERED, Status.IN_PROGRESS, Status.CLARIFICATION),
    "complete": WORKABLE,
    "hold": (Status.REGISTERED, Status.IN_PROGRESS, Status.CLARIFICATION),
    "resume": (Status.ON_HOLD,),
    "refuse": (*WORKABLE, Status.COMPLETED),
    "promise": WORKABLE,
    "article": WORKABLE,
    "involve": WORKABLE,
    "call": WORKABLE,
    "back_to_work": (Status.COMPLETED,),
    "keep_waiting": (Status.COMPLETED,),
    "limit": WORKABLE,
    "offer": (Status.REGISTERED, Status.IN_PROGRESS, Status.CLARIFICATION),
    "hand_on": WORKABLE,
    "first": WORKABLE,
    "merge": WORKABLE,
    "split": WORKABLE,
    "relate": (*WORKABLE, Status.COMPLETED),
    "tag": (*WORKABLE, Status.COMPLETED),
    "watch": (*WORKABLE, Status.COMPLETED),
    "assign": (*WORKABLE, Status.COMPLETED),
    "address": (*WORKABLE, Status.COMPLETED),
}
