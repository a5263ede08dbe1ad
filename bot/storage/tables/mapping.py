"""The mapping that makes the domain's plain dataclasses rows of the tables."""

from __future__ import annotations

from sqlalchemy.orm import registry, relationship

from bot.storage.tables.basis import metadata
from bot.storage.tables.of_mail import letters
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
from bot.storage.tables.of_talk import attachments, drafts, messages
from bot.storage.tables.of_tickets import (
    complaints,
    consultations,
    efforts,
    entries,
    incidents,
    links,
    participants,
    secrets,
    tickets,
)
from bot.storage.tables.of_traffic import articles, canned, deliveries, outbox, timers, topics
from domain.article import Article
from domain.canned import Canned
from domain.complaint import Complaint
from domain.consents import Consented
from domain.consultation import Consultation
from domain.customers import Organization
from domain.draft import Attachment, Draft
from domain.effort import Effort
from domain.groups import Group
from domain.incidents import Incident
from domain.journal import Entry
from domain.letters import Letter
from domain.lines import Line
from domain.linked import Link
from domain.notices import Parcel
from domain.participants import Participant
from domain.people import Agent, CodeLetter, EmailProof, Identity, Person
from domain.ports import Delivery, Secret, Timer, Utterance
from domain.shifts import Shift
from domain.ticket import Ticket
from domain.topics import Topic

_registry = registry(metadata=metadata)


def map_domain() -> None:
    """Make the domain's dataclasses rows of these tables; a second call does nothing."""
    if any(True for _ in _registry.mappers):
        return
    mapped = _registry.map_imperatively
    unseen = {"exclude_properties": ["sequence"]}
    mapped(Organization, organizations, version_id_col=organizations.c.version)
    mapped(Consultation, consultations)
    mapped(Complaint, complaints)
    mapped(Person, people, version_id_col=people.c.version)
    mapped(Identity, identities)
    mapped(Agent, agents)
    mapped(EmailProof, email_proofs)
    mapped(Consented, consents)
    mapped(CodeLetter, code_letters)
    mapped(Draft, drafts, version_id_col=drafts.c.version, **unseen)
    mapped(Attachment, attachments, **unseen)
    mapped(Utterance, messages)
    mapped(Entry, entries)
    # Write only: entries are added without loading any; whoever reads them asks the journal.
    journal = relationship(Entry, lazy="write_only", cascade="save-update, merge", passive_deletes="all")
    counted = relationship(Effort, lazy="write_only", cascade="save-update, merge", passive_deletes="all")
    mapped(Ticket, tickets, version_id_col=tickets.c.version, properties={"journal": journal, "efforts": counted})
    mapped(Participant, participants)
    mapped(Link, links)
    mapped(Secret, secrets)
    mapped(Article, articles)
    mapped(Parcel, outbox)
    mapped(Timer, timers)
    mapped(Delivery, deliveries, **unseen)
    mapped(Group, groups)
    mapped(Topic, topics)
    mapped(Line, lines)
    mapped(Shift, shifts)
    mapped(Incident, incidents)
    mapped(Canned, canned)
    mapped(Effort, efforts)
    mapped(Letter, letters)
    _registry.configure()
