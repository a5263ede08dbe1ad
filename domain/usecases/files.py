"""Files: somebody sends some; they are fetched and judged later, and answered once per album (barier 7.6).

A file belongs to the draft or ticket it was sent for. Parts of an album come singly and without an end mark, so a short
timer, set anew by each part, says when the album is whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from domain.answers import clean
from domain.draft import Attachment, Draft, DraftKind, FileState
from domain.journal import Actor, EntryKind
from domain.notices import Code, Notice
from domain.people import Person, Place, Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import NoFilesInConfidence
from domain.usecases.answer_merged import is_aside, say_aside
from domain.usecases.arise import ask_in_chat
from domain.usecases.dispute import ARGUMENT, dispute
from domain.usecases.floods import must_have_room
from domain.usecases.follow import follow_with, goes_on, goes_on_as
from domain.usecases.hand_over import hand_over
from domain.usecases.limits import must_fit
from domain.usecases.loosen import loose_draft, loosened
from domain.usecases.meeting import awaiting, meet, own_ticket
from domain.usecases.object import object_to_priority, still_counts
from domain.usecases.say import say_all
from domain.usecases.staff_place import employed
from domain.usecases.telling import refresh_card, tell_person, tell_requester, tell_staff
from domain.usecases.topics import as_reply
from domain.usecases.uttered import CAPTION, replied_to, utter
from domain.usecases.without_cards import without_cards

ALBUM_QUIET = timedelta(seconds=2)
LONGEST_NAME, LONGEST_EXTENSION = 80, 10


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

    def group(self, by: Speaker) -> str:
        """What holds an album together; a single file is one by itself."""
        return f"{by.place.chat}:{self.album or self.position}"

    def noted(self, by: Speaker, person_id: str, group: str) -> Attachment:
        """The same as a row that waits to be fetched and judged."""
        return Attachment(
            person_id=person_id,
            channel=by.place.channel,
            remote=self.remote,
            name=tidy(self.name),
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

    One more than the regulation allows is refused like any other: once per album, by name. TooLong for its caption;
    NoFilesInConfidence where only words can be kept; TooMuchWaits.
    """
    must_fit(file.caption)
    person = meet(desk, by)
    group = file.group(by)
    together = [f for f in desk.files.of_group(group) if file.album and f.person_id == person.id]
    # The rest of its album may have been sent off meanwhile: it follows.
    sent_off = together[0].ticket if together else None
    draft = None if sent_off else _draft_for(desk, by, person, reply_to)
    about, message = draft.ticket if draft else sent_off, str(file.position)
    file = replace(file, caption=without_cards(desk, person, file.caption, ticket=about, message=message))
    noted = file.noted(by, person.id, group)
    if draft is None:
        noted.ticket = sent_off
    else:
        must_have_room(desk, draft)
        noted.draft_id = draft.id
        limit = desk.regulation.attachments.max_count
        if sum(f.state is not FileState.REFUSED for f in desk.files.of_draft(draft.id)) >= limit:
            noted.state, noted.problem = FileState.REFUSED, {"reason": "too_many", "name": noted.name, "limit": limit}
        if draft.kind is DraftKind.LOOSE and file.caption:
            draft.answers = {**draft.answers, "texts": [*draft.answers.get("texts", []), file.caption]}
    desk.files.add(noted)
    if file.caption:
        utter(desk, by, person, draft=draft, step=CAPTION, said=file.caption if draft else "", ticket=sent_off)
    if file.album:
        desk.timers.set(group, TimerKind.ALBUM, desk.now() + ALBUM_QUIET)
    elif noted.state is FileState.REFUSED:
        settle(desk, group)
    return Received(person)


def tidy(name: str) -> str:
    """A file's name as it is shown: no folders, nothing invisible, at most 80 characters; its extension stays."""
    shown = clean(name.replace("\\", "/").rsplit("/", 1)[-1], lines=False) or "file"
    stem, dot, extension = shown.rpartition(".")
    if not dot or len(extension) > LONGEST_EXTENSION:
        stem, dot, extension = shown, "", ""
    return stem[: LONGEST_NAME - len(dot + extension)].rstrip() + dot + extension


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


def content_gone(desk: Desk, *, digest: str) -> None:
    """Erased content is in the store no more, or somebody else's file stands for it."""
    desk.files.content_gone(digest)


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
        send_on(desk, first.ticket or "", files)
        return
    person = desk.people.get(first.person_id)
    draft = desk.drafts.get(first.draft_id) if first.draft_id else None
    if draft is not None and draft.kind in (DraftKind.FROM_GROUP, DraftKind.HELPED):
        for file in files:
            file.told = False  # its sender hears of it once they take the draft up
        return
    kept = [f for f in files if f.state is FileState.KEPT]
    late = first.ticket and draft is None
    # What was written under a file is said, though the file may not be taken.
    says = kept or any(f.caption for f in files)
    answered = desk.tickets.get(draft.ticket) if draft is not None and draft.ticket and says else None
    before = answered.entries if answered else 0
    if draft is not None and draft.ticket and says:
        draft = _answer_with(desk, person, draft, files)
    facts = {
        "kept": [f.name for f in {f.remote: f for f in kept}.values()],
        "refused": [f.problem for f in {f.remote: f for f in files}.values() if f.problem],
        "draft": draft.id if draft else None,
        "kind": draft.kind if draft else None,
        "ticket": ", ".join(sorted({f.ticket for f in kept if f.ticket})) or None,
    }
    if answered and not kept:
        facts["words"] = answered.number
    tell_person(desk, person, Notice(Code.FILES, facts), key=f"files:{group}:{first.id}:telegram")
    if answered and answered.is_open:
        ask_in_chat(desk, answered, after=before)
    if late:
        # Several tickets, where the intake they were sent for was told apart.
        for number in dict.fromkeys(f.ticket for f in files if f.ticket):
            _joined_late(desk, person, number, [f for f in files if f.ticket == number])


def _answer_with(desk: Desk, person: Person, draft: Draft, files: list[Attachment]) -> Draft | None:
    """Pictures sent in answer to a question are the answer, their captions its words; with an argument likewise.

    Returns the draft that still waits for words: the same one, or loose words if the ticket is closed by now.
    """
    ticket = own_ticket(desk, person, draft.ticket or "")
    place = Place(draft.channel, draft.chat, draft.thread)
    by = Speaker(place, draft.chat, person.name, files[0].received_at, person.username, person.language)
    captions = [f.caption for f in files if f.caption]
    if draft.kind is DraftKind.ARGUMENT and ticket.may_be_disputed(by.said_at):
        if not ARGUMENT.takes("\n".join(captions)):
            return draft
        dispute(desk, by=by, person=person, draft=draft, argument="\n".join(captions))
        return None
    if draft.kind is DraftKind.OBJECTION and still_counts(desk, ticket, draft):
        if not ARGUMENT.takes("\n".join(captions)):
            return draft
        object_to_priority(desk, by=by, person=person, draft=draft, argument="\n".join(captions))
        return None
    if ticket.merged_into and follow_with(desk, by, person, ticket, draft, captions):
        return None
    if not ticket.is_open:
        return loosened(desk, person, draft, captions)
    theirs = hand_over(desk, draft, ticket)
    say_all(desk, by, person, ticket, captions, [f for f in theirs if f.told] or theirs)
    if draft.kind is not DraftKind.ANSWER:
        desk.drafts.discard(draft)
    if all(f.state is FileState.REFUSED for f in files):
        return awaiting(
            desk, by, person, ticket.number, DraftKind.ANSWER
        )  # what they send in its place belongs there too
    return None


def send_on(desk: Desk, number: str, files: list[Attachment]) -> None:
    """The further parts of an album of ours, whose first part was the answer: they are one more answer."""
    ticket, first = desk.tickets.get(number), files[0]
    agent = employed(desk, desk.people.get(first.person_id))
    if agent is None or not (ticket.is_open or is_aside(desk, ticket)):
        return
    ids, text = [f.id for f in files], "\n".join(f.caption for f in files if f.caption)
    who = Actor(agent.person_id, agent.name, first.channel)
    if not ticket.is_open:
        say_aside(desk, ticket, who, text, ids)
        return
    entry = ticket.answer(desk.now(), who, text, ids)
    tell_requester(desk, ticket, Notice(Code.ANSWER, {"text": text, "by": agent.name, "files": ids}), entry)
    refresh_card(desk, ticket)


def _joined_late(desk: Desk, person: Person, number: str, files: list[Attachment]) -> None:
    """The ticket was registered while its files were still being fetched: staff get them now. What was written under one
    that came only after that is one more message."""
    ticket, first = desk.tickets.get(number), files[0]
    kept = [f.id for f in files if f.state is FileState.KEPT]
    captions = [f.caption for f in files if f.caption and f.received_at > ticket.registered_at]
    if captions and ticket.is_open and ticket.requester_id == person.id:
        before, place = ticket.entries, Place(first.channel, person.chat)
        by = Speaker(place, person.chat, person.name, first.received_at, person.username, person.language)
        say_all(desk, by, person, ticket, captions, [f for f in files if f.id in kept])
        ask_in_chat(desk, ticket, after=before)
        return
    ticket.record(desk.now(), EntryKind.FILE, {"files": kept})
    if kept:
        tell_staff(desk, ticket, Notice(Code.STAFF_FILES, {"files": kept}), mark=kept[0])
    refresh_card(desk, ticket)


def _draft_for(desk: Desk, by: Speaker, person: Person, reply_to: str | None) -> Draft:
    delivery = replied_to(desk, by, reply_to)
    delivery = delivery or as_reply(desk, by.place, next(iter(desk.drafts.of(by, person)), None))
    if delivery and delivery.ticket:
        ticket = goes_on_as(desk, person, own_ticket(desk, person, delivery.ticket))
        if ticket.is_open or goes_on(desk, person, ticket):
            return _answer_draft(desk, by, person, ticket.number)
    without = (DraftKind.COMMENT, DraftKind.EMAIL, DraftKind.COMPLAINT, DraftKind.PROFILE, DraftKind.ACCOUNT)
    top = next((d for d in desk.drafts.of(by, person) if d.kind not in without), None)
    if top is not None and top.kind is DraftKind.SECRET:
        raise NoFilesInConfidence
    if top is not None and top.kind is DraftKind.DETAILS:
        return _answer_draft(desk, by, person, top.ticket or "")
    return top or loose_draft(desk, by.place, person)


def _answer_draft(desk: Desk, by: Speaker, person: Person, number: str) -> Draft:
    kinds = [d.kind for d in desk.drafts.for_ticket(person.id, number)]
    if kinds[:1] == [DraftKind.SECRET]:
        raise NoFilesInConfidence
    arguing = DraftKind.ARGUMENT in kinds
    return awaiting(desk, by, person, number, DraftKind.ARGUMENT if arguing else DraftKind.ANSWER)
