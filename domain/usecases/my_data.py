"""My data: everything that is kept of somebody, for themselves (152-ФЗ, article 14). It is put together when it is sent."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.consents import Consented
from domain.draft import Attachment, Draft, FileState
from domain.journal import Audience, Entry
from domain.notices import Code, Notice
from domain.people import Identity, Person, Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import ExportedLately
from domain.ticket import Ticket
from domain.usecases.forget import all_of
from domain.usecases.meeting import known
from domain.usecases.telling import tell_person

PAUSE = timedelta(hours=1)
OF_A_TICKET = (
    *(
        "number",
        "door",
        "answers",
        "kind",
        "impact",
        "priority",
        "received_at",
        "registered_at",
        "status",
        "resolution",
    ),
    *("completed_at", "closed_at", "resolution_due", "promised_at", "product", "rating", "article", "assignee_name"),
    "erased_at",
)


@dataclass(frozen=True)
class Everything:
    """All that is kept of a person, but for what staff noted among themselves. `journal`: public entries by ticket."""

    at: datetime
    person: Person
    identities: list[Identity]
    consents: list[Consented]
    tickets: list[Ticket]
    journal: dict[str, list[Entry]]
    drafts: list[Draft]
    complaints: list[dict[str, Any]]
    files: list[Attachment]
    """Those with content: their own, and what they were sent on their tickets."""


def ask_for_my_data(desk: Desk, *, by: Speaker) -> Person:
    """`/mydata`: it comes as a document. ExportedLately within an hour of the last; NothingKept."""
    person, now = known(desk, by), desk.now()
    if desk.timers.is_set(person.id, TimerKind.EXPORT):
        raise ExportedLately
    desk.timers.set(person.id, TimerKind.EXPORT, now + PAUSE)
    tell_person(desk, person, Notice(Code.MY_DATA, {"person": person.id}), key=f"my_data:{person.id}:{now.isoformat()}")
    return person


def gather(desk: Desk, person: Person) -> Everything:
    """Everything, as it is now."""
    tickets = sorted(all_of(desk, person), key=lambda ticket: (ticket.registered_at, ticket.number))
    public = {t.number: [e for e in desk.journal.of(t.number) if e.audience is Audience.PUBLIC] for t in tickets}
    sent = {
        file.id: file for ticket in tickets for file in desk.files.of_ticket(ticket.number) if _is_shown(file, public)
    }
    own = {file.id: file for file in desk.files.of_person(person.id)}
    return Everything(
        desk.now(),
        person,
        desk.erasure.identities(person.id),
        desk.consents.of(person.id),
        tickets,
        public,
        desk.drafts.of_person(person.id),
        desk.erasure.complaints(person.id),
        [file for file in (own | sent).values() if file.state is FileState.KEPT and file.sha256],
    )


def _is_shown(file: Attachment, public: dict[str, list[Entry]]) -> bool:
    """Whether a file of ours went to the requester; what is theirs anyhow is."""
    return not file.by_staff or any(file.id in entry.facts.get("files", []) for entry in public[file.ticket or ""])


def as_data(all_of_it: Everything) -> dict[str, Any]:
    """The same for machines: plain values, instants in ISO 8601 (UTC)."""
    person = all_of_it.person
    return {
        "at": _plain(all_of_it.at),
        "person": {
            name: _plain(getattr(person, name))
            for name in (
                "name",
                "username",
                "language",
                "chat",
                "accepted",
                "accepted_at",
                "organization_id",
                "profile",
            )
        },
        "identities": [
            {"channel": one.channel, "address": one.address, "proved_at": _plain(one.proved_at)}
            for one in all_of_it.identities
        ],
        "consents": [
            {name: _plain(fact) for name, fact in asdict(one).items() if name not in ("id", "person_id")}
            for one in all_of_it.consents
        ],
        "tickets": [_ticket(ticket, all_of_it.journal[ticket.number]) for ticket in all_of_it.tickets],
        "drafts": [
            {"kind": d.kind, "opened_at": _plain(d.opened_at), "ticket": d.ticket, "answers": d.answers}
            for d in all_of_it.drafts
        ],
        "complaints": [{name: _plain(fact) for name, fact in one.items()} for one in all_of_it.complaints],
        "files": [
            {"id": f.id, "name": f.name, "size": f.size, "ticket": f.ticket, "received_at": _plain(f.received_at)}
            for f in all_of_it.files
        ],
    }


def _ticket(ticket: Ticket, journal: list[Entry]) -> dict[str, Any]:
    return {name: _plain(getattr(ticket, name)) for name in OF_A_TICKET} | {
        "journal": [
            {"n": e.n, "at": _plain(e.at), "kind": e.kind, "by": e.actor_name, "channel": e.channel, "facts": e.facts}
            for e in journal
        ]
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
