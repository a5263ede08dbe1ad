"""Tables: where each thing of the domain is kept, and the mapping that makes its plain dataclasses rows.

Foreign keys are checked at the commit, so that nobody has to write parents before children.
"""

from bot.storage.tables.basis import metadata
from bot.storage.tables.mapping import map_domain
from bot.storage.tables.of_mail import UNREAD, letters
from bot.storage.tables.of_people import (
    agents,
    code_letters,
    consents,
    email_proofs,
    groups,
    identities,
    lines,
    organizations,
    people,
    shifts,
)
from bot.storage.tables.of_talk import WAITING, attachments, drafts, messages
from bot.storage.tables.of_tickets import (
    OPEN,
    complaints,
    consultations,
    efforts,
    entries,
    incidents,
    links,
    participants,
    secrets,
    ticket_words,
    tickets,
)
from bot.storage.tables.of_traffic import (
    UNDERWAY,
    articles,
    canned,
    counters,
    deliveries,
    outbox,
    quarantine,
    regulations,
    settings,
    timers,
    topics,
    updates_seen,
)

__all__ = [
    "OPEN",
    "UNDERWAY",
    "UNREAD",
    "WAITING",
    "agents",
    "articles",
    "attachments",
    "canned",
    "code_letters",
    "complaints",
    "consents",
    "consultations",
    "counters",
    "deliveries",
    "drafts",
    "efforts",
    "email_proofs",
    "entries",
    "groups",
    "identities",
    "incidents",
    "letters",
    "lines",
    "links",
    "map_domain",
    "messages",
    "metadata",
    "organizations",
    "outbox",
    "participants",
    "people",
    "quarantine",
    "regulations",
    "secrets",
    "settings",
    "shifts",
    "ticket_words",
    "tickets",
    "timers",
    "topics",
    "updates_seen",
]

# At import, because the statements of the ports are built at import and name the classes.
map_domain()
