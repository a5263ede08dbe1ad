"""The desk over SQL: `domain.ports.Desk` inside one transaction of a plain session."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.storage.articles import SqlArticles
from bot.storage.canned import SqlCannedAnswers
from bot.storage.cases import SqlCases
from bot.storage.complaints import SqlComplaints
from bot.storage.consents import SqlConsents
from bot.storage.consultations import SqlConsultations
from bot.storage.counters import SqlCounters
from bot.storage.customers import SqlCustomers
from bot.storage.deliveries import SqlDeliveries
from bot.storage.drafts import SqlDrafts
from bot.storage.efforts import SqlEfforts
from bot.storage.erasure import SqlErasure
from bot.storage.files import SqlFiles
from bot.storage.groups import SqlGroups
from bot.storage.incidents import SqlIncidents
from bot.storage.journal import SqlJournal
from bot.storage.letters import SqlLetters
from bot.storage.lines import SqlLines
from bot.storage.links import SqlLinks
from bot.storage.messages import SqlMessages
from bot.storage.outbox import SqlOutbox
from bot.storage.participants import SqlParticipants
from bot.storage.people import SqlPeople
from bot.storage.preferences import SqlPreferences
from bot.storage.secrets import SqlSecrets
from bot.storage.shifts import SqlShifts
from bot.storage.sums import SqlSums
from bot.storage.tickets import SqlTickets
from bot.storage.timers import SqlTimers
from bot.storage.topics import SqlTopics
from bot.storage.transaction import Transaction
from bot.tokens import PASSING
from domain import ports
from domain.people import Speaker
from domain.ports import Staff, Tokens, Vault
from domain.regulation import Regulation


def open_session(engine: Engine) -> Session:
    """A session as the desk needs it: it writes when told to, and what it gave stays readable after the commit."""
    return Session(engine, autoflush=False, expire_on_commit=False)


class SqlDesk:
    """The register inside one transaction; whoever opened the session commits it, after `transaction.flush()`.

    `now` tells the regulation's time (aware), `wall` the wall clock (Unix time, seconds). `configured`: what the
    configuration says of things that the desk may learn better, e.g. {"staff_chat": "-100"}. `vault`: what is told in
    confidence is sealed by it; `tokens`: signs links; `quality_email`: where complaints go;
    `advised`: another judge is configured.
    """

    def __init__(
        self,
        session: Session,
        *,
        now: Callable[[], datetime],
        wall: Callable[[], float],
        regulation: Regulation,
        staff: Staff,
        configured: Mapping[str, str],
        vault: Vault | None = None,
        tokens: Tokens = PASSING,
        quality_email: str = "",
        advised: bool = False,
        reads: bool = False,
    ) -> None:
        self.transaction = transaction = Transaction(session, reads=reads)
        self.people: ports.People = SqlPeople(transaction)
        self.customers: ports.Customers = SqlCustomers(transaction)
        self.complaints: ports.Complaints = SqlComplaints(transaction)
        self.consultations: ports.Consultations = SqlConsultations(transaction)
        self.drafts: ports.Drafts = SqlDrafts(transaction)
        self.tickets: ports.Tickets = SqlTickets(transaction)
        self.journal: ports.Journal = SqlJournal(transaction)
        self.outbox: ports.Outbox = SqlOutbox(transaction)
        self.timers: ports.Timers = SqlTimers(transaction)
        self.files: ports.Files = SqlFiles(transaction)
        self.deliveries: ports.Deliveries = SqlDeliveries(transaction)
        self._messages = SqlMessages(transaction)
        self.messages: ports.Messages = self._messages
        self.letters: ports.Letters = SqlLetters(transaction)
        self.efforts: ports.Efforts = SqlEfforts(transaction)
        self.cases: ports.Cases = SqlCases(transaction)
        self.secrets: ports.Secrets = SqlSecrets(transaction)
        self.settings: ports.Settings = SqlPreferences(transaction, configured)
        self.participants: ports.Participants = SqlParticipants(transaction)
        self.links: ports.Links = SqlLinks(transaction)
        self.articles: ports.Articles = SqlArticles(transaction)
        self.counters: ports.Counters = SqlCounters(transaction)
        self.consents: ports.Consents = SqlConsents(transaction)
        self.erasure: ports.Erasure = SqlErasure(transaction)
        self.groups: ports.Groups = SqlGroups(transaction)
        self.topics: ports.Topics = SqlTopics(transaction)
        self.lines: ports.Lines = SqlLines(transaction)
        self.shifts: ports.Shifts = SqlShifts(transaction)
        self.incidents: ports.Incidents = SqlIncidents(transaction)
        self.sums: ports.Sums = SqlSums(transaction)
        self.canned: ports.CannedAnswers = SqlCannedAnswers(transaction)
        self.vault = vault
        self.tokens = tokens
        self.quality_email = quality_email
        self.advised = advised
        self.regulation = regulation
        self.staff = staff
        self.wall = wall
        self._clock = now
        self._latest: datetime | None = None

    def meet(self, speakers: Sequence[Speaker]) -> None:
        """Fetch what will be asked of each who speaks, for all of them at once."""
        self.transaction.meet(speakers)
        self._messages.expect(speakers)

    def arrived(self, at: datetime) -> None:
        """Somebody handed their wish in at this instant (aware): the desk's time is not before it."""
        if self._latest is None or self._latest < at:
            self._latest = at

    def now(self) -> datetime:
        """The regulation's time, UTC; never goes back within a transaction."""
        self.arrived(self._clock())
        assert self._latest is not None
        return self._latest
