"""Things: what is neither words nor a file that may be attached: a voice message, a place, a sticker. Described, kept, shown.

The regulation takes words and certain files (barier 7.6). A thing is put on record as a description with the channel's own
address of it; it answers no question, and its sender is told what would.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.draft import DESCRIBED, Attachment, Conversation, Draft, DraftKind, FileState
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NoFilesInConfidence
from domain.regulation import Regulation
from domain.ticket import Status, Ticket
from domain.usecases.arise import Added, Arisen, added, arisen, ask_in_chat
from domain.usecases.files import IncomingFile, Received, attach
from domain.usecases.follow import goes_on_as
from domain.usecases.hand_over import described
from domain.usecases.heard import Thanked
from domain.usecases.loosen import loosen, loosened
from domain.usecases.meeting import conversation, meet, own_ticket, with_open_tickets
from domain.usecases.say import say
from domain.usecases.thank import overhear, polite
from domain.usecases.uttered import CAPTION, replied_to, utter
from domain.usecases.without_cards import without_cards

_NO_PLACE = (DraftKind.COMMENT, DraftKind.EMAIL, DraftKind.COMPLAINT)


@dataclass(frozen=True)
class Thing:
    """A message that is no text. `words` describe it, `remote` is where the channel keeps it (a file's id, a geo: URI of RFC 5870).

    `file`: the same as a file, if it is one, with the `extension` of its kind. `sign`: the emoji that it shows.
    """

    kind: str
    words: str
    remote: str
    caption: str = ""
    sign: str = ""
    extension: str = ""
    file: IncomingFile | None = None


@dataclass(frozen=True)
class Noted:
    """A thing is on record: on the ticket, or in what is still being talked about. `arisen`, `added`: see `heard.Said`."""

    person: Person
    thing: Thing
    rules: Regulation
    ticket: Ticket | None = None
    talk: Conversation | None = None
    arisen: tuple[Arisen, ...] = ()
    added: tuple[Added, ...] = ()


def note_thing(desk: Desk, *, by: Speaker, thing: Thing, reply_to: str | None = None) -> Noted | Received | Thanked:
    """Take a thing to where a text would go. One whose kind may be attached is attached; a sticker that says thanks is thanks.

    NoFilesInConfidence where only words can be kept; TooLong for its caption.
    """
    if thing.file and thing.extension in desk.regulation.attachments.extensions():
        return attach(desk, by=by, file=thing.file, reply_to=reply_to)
    person = meet(desk, by)
    delivery = replied_to(desk, by, reply_to)
    top = next(iter(desk.drafts.of(by, person)), None)
    if thing.sign and (said := polite(desk, by=by, person=person, draft=top, delivery=delivery, text=thing.sign)):
        return Thanked(person=person, polite=said)
    if delivery and delivery.ticket:
        ticket = goes_on_as(desk, person, own_ticket(desk, person, delivery.ticket))
        if any(d.kind is DraftKind.SECRET for d in desk.drafts.for_ticket(person.id, ticket.number)):
            raise NoFilesInConfidence
        if ticket.is_open:
            return _on_ticket(desk, by, person, ticket, thing)
        return _loose(desk, by, person, thing, loosen(desk, by.place, person, [], closed=ticket.number))
    draft = next((d for d in desk.drafts.of(by, person) if d.kind not in _NO_PLACE), None)
    if draft is None or draft.kind is DraftKind.LOOSE:
        return _loose(desk, by, person, thing, loosen(desk, by.place, person, []))
    if draft.kind is DraftKind.SECRET:
        raise NoFilesInConfidence
    if draft.ticket:
        ticket = own_ticket(desk, person, draft.ticket)
        if ticket.is_open:
            return _on_ticket(desk, by, person, ticket, thing)
        return _loose(desk, by, person, thing, loosened(desk, person, draft, []))
    if caption := _keep(desk, by, person, thing, draft=draft):
        utter(desk, by, person, draft=draft, step=CAPTION, said=caption)
    return Noted(person, thing, desk.regulation, talk=conversation(desk, person, draft))


def tell_things(desk: Desk, by: Speaker, person: Person, ticket: Ticket, files: Iterable[Attachment]) -> None:
    """What was sent in an intake is on record with the ticket that came of it, and the words under files that were not taken."""
    files = list(files)
    refused = (f for f in files if f.state is FileState.REFUSED and (f.problem or {}).get("reason") != DESCRIBED)
    words = [f.caption for f in refused if f.caption]
    if things := [*described(files), *words]:
        before, written = ticket.entries, words or any(f.caption for f in files if f.state is FileState.REFUSED)
        overhear(desk, by, person, ticket, "\n".join(things))
        if written:
            ask_in_chat(desk, ticket, after=before)


def _on_ticket(desk: Desk, by: Speaker, person: Person, ticket: Ticket, thing: Thing) -> Noted:
    """Words under it are said; without any it is no answer to our question, but a verdict may have been meant by it."""
    caption = _keep(desk, by, person, thing, ticket=ticket)
    text = "\n".join(filter(None, [thing.words, caption]))
    if caption or ticket.status is Status.COMPLETED:
        say(desk, by=by, person=person, ticket=ticket, text=text)
    else:
        overhear(desk, by, person, ticket, text)
    said = added(desk, ticket, words=caption) if caption else ()
    draft = next(iter(desk.drafts.for_ticket(person.id, ticket.number)), None)
    waits = draft is not None and draft.kind in (DraftKind.ANSWER, DraftKind.ARGUMENT)
    talk = conversation(desk, person, draft) if waits else None
    return Noted(person, thing, ticket.regulation, ticket, talk, arisen(said), said)


def _loose(desk: Desk, by: Speaker, person: Person, thing: Thing, draft: Draft) -> Noted:
    if caption := _keep(desk, by, person, thing, draft=draft):
        loosen(desk, by.place, person, [caption])
        utter(desk, by, person, draft=draft, step=CAPTION, said=caption)
    talk = with_open_tickets(desk, conversation(desk, person, draft))
    return Noted(person, thing, desk.regulation, talk=talk)


def _keep(
    desk: Desk, by: Speaker, person: Person, thing: Thing, *, draft: Draft | None = None, ticket: Ticket | None = None
) -> str:
    """Enter it beside the files, as one that is not taken; its caption as it may be kept."""
    number = ticket.number if ticket else None
    caption = without_cards(desk, person, thing.caption, ticket=number, message=by.message)
    desk.files.add(
        Attachment(
            person_id=person.id,
            channel=by.place.channel,
            remote=thing.remote,
            name=thing.words,
            size=thing.file.size if thing.file else 0,
            received_at=by.said_at,
            form=thing.kind,
            # Among loose words the caption is one of them; with a ticket it is in the entry.
            caption=caption if draft and draft.kind is DraftKind.INTAKE else "",
            group=f"{by.place.chat}:{by.message}",
            position=int(by.message) if by.message.isdecimal() else 0,
            draft_id=draft.id if draft else None,
            ticket=number,
            state=FileState.REFUSED,
            problem={"reason": DESCRIBED, "name": thing.words},
            told=True,
        )
    )
    return caption
