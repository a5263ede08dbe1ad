"""Files: what was sent, for which draft or ticket, and what became of it. Their content is kept elsewhere."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import WAITING, attachments
from bot.storage.transaction import Transaction
from domain.draft import Attachment, FileState

_IN_ORDER = (attachments.c.received_at, attachments.c.position, attachments.c.sequence)
_OF_DRAFT = sa.select(Attachment).where(attachments.c.draft_id == sa.bindparam("draft_id")).order_by(*_IN_ORDER)
_OF_TICKET = sa.select(Attachment).where(attachments.c.ticket == sa.bindparam("number")).order_by(*_IN_ORDER)
_OF_GROUP = (
    sa.select(Attachment)
    .where(attachments.c.group == sa.bindparam("album"))
    .order_by(attachments.c.position, attachments.c.sequence)
)
_SAME = sa.select(attachments.c.draft_id, attachments.c.ticket).where(
    attachments.c.person_id == sa.bindparam("person_id"),
    attachments.c.remote == sa.bindparam("remote"),
    attachments.c.channel == sa.bindparam("channel"),
)
_WAITING = sa.select(Attachment).where(WAITING).order_by(attachments.c.sequence).limit(sa.bindparam("most"))

_OF_PERSON = (
    sa.select(Attachment)
    .where(attachments.c.person_id == sa.bindparam("person_id"), ~attachments.c.by_staff)
    .order_by(*_IN_ORDER)
)
_ERASED = attachments.c.state == FileState.ERASED
_DIGESTS = sa.select(attachments.c.sha256).where(attachments.c.sha256 != "", ~_ERASED).distinct()
_TO_DELETE = sa.select(attachments.c.sha256).where(attachments.c.sha256 != "", _ERASED).distinct()
_GONE = sa.update(attachments).where(attachments.c.sha256 == sa.bindparam("digest"), _ERASED).values(sha256="")


class SqlFiles:
    """`domain.ports.Files` over the register."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session

    def add(self, attachment: Attachment) -> bool:
        """Enter a file; False if this one (same remote and draft or ticket) is already there."""
        self._transaction.settle(Attachment)
        same = {"person_id": attachment.person_id, "remote": attachment.remote, "channel": attachment.channel}
        belongs = (attachment.draft_id, attachment.ticket)
        if any((draft_id, ticket) == belongs for draft_id, ticket in self._transaction.run(_SAME, same)):
            return False
        self._session.add(attachment)
        if attachment.state is FileState.WAITING:
            self._transaction.topics.add("files")
        return True

    def get(self, attachment_id: str) -> Attachment | None:
        """By id."""
        self._transaction.settle(Attachment)
        return self._session.get(Attachment, attachment_id)

    def of_draft(self, draft_id: str) -> list[Attachment]:
        """In the order they were sent."""
        self._transaction.settle(Attachment)
        return self._transaction.all(_OF_DRAFT, {"draft_id": draft_id})

    def of_ticket(self, number: str) -> list[Attachment]:
        """In the order they were sent."""
        self._transaction.settle(Attachment)
        return self._transaction.all(_OF_TICKET, {"number": number})

    def of_group(self, group: str) -> list[Attachment]:
        """The parts of an album so far, in order."""
        self._transaction.settle(Attachment)
        return self._transaction.all(_OF_GROUP, {"album": group})

    def discard(self, attachment: Attachment) -> None:
        """Forget that it was ever sent."""
        if attachment in self._session.new:
            self._session.expunge(attachment)
        else:
            self._session.delete(attachment)

    def of_person(self, person_id: str) -> list[Attachment]:
        """All that a person sent, in order."""
        self._transaction.settle(Attachment)
        return [
            f for f in self._transaction.all(_OF_PERSON, {"person_id": person_id}) if f.state is not FileState.ERASED
        ]

    def erased(self) -> set[str]:
        """Digests of content that was erased and is still in the store."""
        self._transaction.settle(Attachment)
        return set(self._transaction.run(_TO_DELETE).scalars())

    def content_gone(self, digest: str) -> None:
        """The store does not hold it any more, as far as erased files go."""
        self._transaction.flush()
        self._transaction.run(_GONE, {"digest": digest})

    def digests(self) -> set[str]:
        """Of all content that some file still stands for."""
        self._transaction.settle(Attachment)
        return set(self._transaction.run(_DIGESTS).scalars())

    def waiting(self, limit: int = 20) -> list[Attachment]:
        """Files that were not fetched and judged yet, the one that waits longest first."""
        self._transaction.settle(Attachment)
        return self._transaction.all(_WAITING, {"most": limit})
