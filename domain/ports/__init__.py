"""Ports: what the rules need of the building. `Desk` is the register inside one transaction; `Clerk` is the way to it."""

from domain.ports.desk import Clerk, Desk, Seen
from domain.ports.kept import Delivery, Secret, Staff, Timer, TimerKind, Utterance
from domain.ports.of_people import Consents, Consultations, Customers, Erasure, Groups, Participants, People
from domain.ports.of_tickets import Articles, Complaints, Drafts, Files, Journal, Links, Secrets, Tickets
from domain.ports.of_traffic import Counters, Deliveries, Messages, Outbox, Settings, Timers, Tokens, Topics, Vault

__all__ = [
    "Articles",
    "Clerk",
    "Complaints",
    "Consents",
    "Consultations",
    "Counters",
    "Customers",
    "Deliveries",
    "Delivery",
    "Desk",
    "Drafts",
    "Erasure",
    "Files",
    "Groups",
    "Journal",
    "Links",
    "Messages",
    "Outbox",
    "Participants",
    "People",
    "Secret",
    "Secrets",
    "Seen",
    "Settings",
    "Staff",
    "Tickets",
    "Timer",
    "TimerKind",
    "Timers",
    "Tokens",
    "Topics",
    "Utterance",
    "Vault",
]
