"""Rules: the names by which the desk asks a regulation for a clause, and the demands that a regulation may make.

A rule is something every desk does, and the regulation may give the clause for it. A demand is done only where the
regulation has it: it then brings its own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

UNNUMBERED = "без номера"
"""The clause of a text that its source prints without a number (saveit, insales, megafon): cited, but by no number."""

RULES: Mapping[str, str] = MappingProxyType(
    {
        "answer": "by which means an answer goes out",
        "ask": "more information is asked for",
        "assignee": "one member of the staff is responsible",
        "attachments": "what may or should be attached",
        "changes": "changes of the regulation are published",
        "completed": "what completed means",
        "conduct": "insults and obscene words",
        "confirmation": "a confirmation closes the ticket",
        "contract": "who has the right to support",
        "definitions": "what the priorities or levels mean",
        "development": "what needs development goes into a release",
        "dispute": "what brings a completed ticket back to work",
        "doors": "the official ways to ask",
        "effort": "the least time accounted per answer",
        "faq": "standard answers are links",
        "fields": "what the intake asks",
        "forward": "what is out of scope is handed on",
        "hours": "when the desk works",
        "identity": "how the requester is identified",
        "incidental": "announced changes of the hours, and breaks",
        "journal": "what is done is written down",
        "journal_form": "the form of the journal",
        "kinds": "what a request may be about",
        "late": "what is said when the time does not suffice",
        "mirror": "when a letter counts as accepted",
        "number": "the registration number",
        "one_issue": "one ticket, one problem",
        "one_person": "one ticket, one person's problem",
        "owner": "what only the owner may ask for",
        "pauses": "when the clock stands",
        "people": "for whom the support is",
        "phone": "a call becomes a ticket",
        "precise": "a request must be put precisely",
        "priority": "who sets the priority, and that it may change",
        "quality": "a letter to quality control",
        "queue": "whose turn it is",
        "rating": "the rating",
        "reasons": "why solving is postponed, refused or impossible",
        "receipt": "the receipt is confirmed",
        "reminder": "a reminder before silence closes",
        "reopen": "a closed ticket is opened again",
        "request": "work begins on a request only",
        "resolution": "the time for solving",
        "response": "the time for the response",
        "scope": "what is solved and what is not",
        "silence": "silence closes the ticket",
        "started": "the start of the work is told",
        "thread": "later letters join the ticket",
        "unofficial": "other channels are not official",
        "warning": "staff are warned before the time is up",
    }
)

DEMANDS: Mapping[str, str] = MappingProxyType(
    {
        "acceptance": "before the first ticket the requester accepts the version in force, and again when it changes",
        "cards": "numbers of bank cards are never asked for, and masked on entry",
        "colleagues": "the open tickets of an organization are shared among its people, so that nothing is told twice",
        "confidentiality": "the requester keeps confidential what they learn; said at acceptance and under answers",
        "duplicates": "a request that is registered already must not be sent again",
        "faq_first": "articles are offered before the request is taken",
        "guests": "people without an account may ask",
        "no_guarantee": "the time is not guaranteed, and the desk says so",
        "phone_advice": "by phone there is advice only: a call is logged, and becomes no ticket",
        "secrets": "staff may ask for credentials: shown once, encrypted at rest, never mailed, erased at closing",
        "suspension": "support may be suspended; registered tickets go on",
        "third_parties": "people from outside may be brought in; they see only what is sent to them",
    }
)
