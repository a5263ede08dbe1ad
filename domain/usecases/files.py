"""Files: somebody sends some; they are fetched and judged later, and answered once per album (barier 7.6).

A file belongs to the draft or ticket it was sent for. Parts of an album come singly and without an end mark, so a short
timer, set anew by each part, says when the album is whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain.draft import Attachment, Draft, DraftKind, FileState
from domain.journal import EntryKind
from domain.notices import Code, Notice
from domain.people import Person, Place, Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import TooManyFiles
from domain.ticket import Status
from domain.usecases.meeting import awaiting, meet, own_ticket
from domain.usecases.say import say
from domain.usecases.telling import refresh_card, tell_person, tell_staff

ALBUM_QUIET = timedelta(seconds=2)


@dataclass(frozen=True)
class IncomingFile:
    """A file as the channel announces it: nothing about it is believed but where to fetch it."""

    remote: str
    name: str
    size: int
    form: str
    position: int
    album: str = ""
    caption: str = ""

    def noted(self, by: Speaker, person_id: str, group: str) -> Attachment:
        """The same as a row that waits to be fetched and judged."""
        return Attachment(
            person_id=person_id,
            channel=by.place.channel,
            remote=self.remote,
            name=self.name,
            size=self.size,
            received_at=by.said_at,
            form=self.form,
            caption=self.caption,
            group=group,
            position=self.position,
        )


@dataclass(frozen=True)
class Received:
    """A file is noted; what it is worth is told once it was looked at."""

    person: Person


def attach(desk: Desk, *, by: Speaker, file: IncomingFile, reply_to: str | None = None) -> Received:
    """Note a file for what is being talked about: the open draft, the ticket replied to, or words yet without a ticket.

    TooManyFiles when the regulation's number is reached.
    """
    person = meet(desk, by)
    draft = _draft_for(desk, by, person, reply_to)
    limit = desk.regulation.attachments.max_count
    if sum(f.state is not FileState.REFUSED for f in desk.files.of_draft(draft.id)) >= limit:
        raise TooManyFiles(limit=limit)
    group = f"{by.place.chat}:{file.album or file.position}"
    noted = file.noted(by, person.id, group)
    noted.draft_id = draft.id
    desk.files.add(noted)
    if file.album:
        desk.timers.set(group, TimerKind.ALBUM, desk.now() + ALBUM_QUIET)
    return Received(person)


def to_fetch(desk: Desk) -> Sequence[Attachment]:
    """Files that nobody has looked at yet."""
    return desk.files.waiting()


def judged(desk: Desk, *, attachment_id: str, sha256: str, type: str, problem: dict[str, Any] | None) -> None:
    """A file was fetched and looked at: kept, or refused for a reason. Whoever sent it hears once per album."""
    file = desk.files.get(attachment_id)
    if file is None or file.state is not FileState.WAITING:
        return
    file.sha256, file.type, file.problem = sha256, type, problem
    file.state = FileState.REFUSED if problem else FileState.KEPT
    settle(desk, file.group)


def fetch_failed(desk: Desk, *, attachment_id: str, error: str, final: bool) -> None:
    """A file could not be fetched; when that is final its sender is asked to send it again."""
    file = desk.files.get(attachment_id)
    if file is None or file.state is not FileState.WAITING:
        return
    file.attempts += 1
    if final:
        file.state, file.problem = FileState.REFUSED, {"reason": "not_fetched", "name": file.name}
        settle(desk, file.group)


def settle(desk: Desk, group: str) -> None:
    """Once an album is whole and each part was looked at: tell its sender, and let it join what it was sent for."""
    if desk.timers.is_set(group, TimerKind.ALBUM):
        return
    files = [f for f in desk.files.of_group(group) if not f.told]
    if not files or any(f.state is FileState.WAITING for f in files):
        return
    for file in files:
        file.told = True
    first = files[0]
    if first.by_staff:
        return
    person = desk.people.get(first.person_id)
    draft = desk.drafts.get(first.draft_id) if first.draft_id else None
    kept = [f for f in files if f.state is FileState.KEPT]
    if draft is not None and draft.kind is DraftKind.ANSWER and kept:
        _answer_with(desk, person, draft, files)
    facts = {
        "kept": [f.name for f in kept],
        "refused": [f.problem for f in files if f.problem],
        "draft": draft.id if draft else None,
        "kind": draft.kind if draft else None,
        "ticket": first.ticket or (draft.ticket if draft else None),
    }
    tell_person(desk, person, Notice(Code.FILES, facts), key=f"files:{group}:{first.id}:telegram")
    if first.ticket and draft is None:
        _joined_late(desk, first.ticket, [f.id for f in kept])


def _answer_with(desk: Desk, person: Person, draft: Draft, files: list[Attachment]) -> None:
    """Pictures sent in answer to a question are the answer, their captions its words."""
    ticket = own_ticket(desk, person, draft.ticket or "")
    if ticket.status is Status.CLOSED:
        return
    place = Place(draft.channel, draft.chat, draft.thread)
    speaker = Speaker(place, draft.chat, person.name, files[0].received_at, person.username, person.language)
    text = "\n".join(f.caption for f in files if f.caption)
    kept = [f.id for f in files if f.state is FileState.KEPT]
    say(desk, by=speaker, person=person, ticket=ticket, text=text, files=kept)
    desk.drafts.discard(draft)


def _joined_late(desk: Desk, number: str, kept: list[str]) -> None:
    """The ticket was registered while its files were still being fetched: staff get them now."""
    ticket = desk.tickets.get(number)
    ticket.record(desk.now(), EntryKind.FILE, {"files": kept})
    if kept:
        tell_staff(desk, ticket, Notice(Code.STAFF_FILES, {"files": kept}), mark=kept[0])
    refresh_card(desk, ticket)


def _draft_for(desk: Desk, by: Speaker, person: Person, reply_to: str | None) -> Draft:
    if reply_to:
        delivery = desk.deliveries.find(by.place.channel, by.place.chat, reply_to)
        if delivery and delivery.ticket:
            ticket = own_ticket(desk, person, delivery.ticket)
            if ticket.is_open:
                return _answer_draft(desk, by, person, ticket.number)
    drafts = desk.drafts.of(by, person)
    if drafts:
        return drafts[0]
    place = by.place
    draft = Draft(DraftKind.LOOSE, place.channel, place.chat, place.thread, person.id, desk.now())
    desk.drafts.open(draft)
    return draft


def _answer_draft(desk: Desk, by: Speaker, person: Person, number: str) -> Draft:
    arguing = any(d.kind is DraftKind.ARGUMENT for d in desk.drafts.for_ticket(person.id, number))
    return awaiting(desk, by, person, number, DraftKind.ARGUMENT if arguing else DraftKind.ANSWER)
