"""Hand over: what becomes of the files of a draft when the draft ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import uuid4

from domain import apart
from domain.draft import DESCRIBED, KNOWN, Attachment, Draft, FileState
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.uttered import LOOSE, end_utterances, move_utterances


def hand_over(desk: Desk, draft: Draft, ticket: Ticket) -> list[Attachment]:
    """The draft was sent: its files are the ticket's from now on, and so are its words. Returns the files."""
    end_utterances(desk, draft, ticket.number)
    files = desk.files.of_draft(draft.id)
    for file in files:
        file.draft_id, file.ticket = None, ticket.number
    return files


def share_out(desk: Desk, draft: Draft, tickets: Sequence[Ticket]) -> dict[str, list[Attachment]]:
    """The same where the draft became several tickets: each file goes where its sender said, or to all; by number."""
    files: dict[str, list[Attachment]] = {ticket.number: [] for ticket in tickets}
    for file in desk.files.of_draft(draft.id):
        theirs = [t for n, t in enumerate(tickets) if apart.belongs(draft.answers, file.id, n)] or tickets[:1]
        for ticket in theirs[1:]:
            twin = replace(file, id=uuid4().hex, draft_id=None, ticket=ticket.number)
            desk.files.add(twin)
            files[ticket.number].append(twin)
        file.draft_id, file.ticket = None, theirs[0].number
        files[theirs[0].number].append(file)
    return files


def looked_at(files: Iterable[Attachment]) -> list[str]:
    """Those that can be shown now. The others are shown when they were looked at: none is lost, none comes twice."""
    return [f.id for f in files if f.told and f.state is FileState.KEPT]


def said_already(files: Iterable[Attachment], text: str) -> list[str]:
    """Those whose captions stand in the text already: nobody reads them twice."""
    return [f.id for f in files if f.caption and f.caption in text]


def described(files: Iterable[Attachment]) -> list[str]:
    """The descriptions of the things among these (see `things.py`), each with what was written under it."""
    things = (f for f in files if (f.problem or {}).get("reason") == DESCRIBED)
    return ["\n".join(filter(None, [f.name, f.caption])) for f in things]


def move_files(desk: Desk, draft: Draft, to: Draft, step: str = LOOSE) -> None:
    """The words went to another draft, and the files with them. `step`: what the words are there."""
    move_utterances(desk, draft, to, step)
    for file in desk.files.of_draft(draft.id):
        file.draft_id = to.id


def holds_words(desk: Desk, draft: Draft) -> bool:
    """Whether something was said or sent in it: what the desk knew already, and taps on articles, are nothing of that kind."""
    known = {*draft.answers.get(KNOWN, ()), "faq", "kind", "profile"}
    said = (answer for key, answer in draft.answers.items() if key == "_said" or (key[:1] != "_" and key not in known))
    return any(said) or bool(desk.files.of_draft(draft.id))


def throw_away(desk: Desk, draft: Draft) -> None:
    """Forget the draft and what was sent for it."""
    for file in desk.files.of_draft(draft.id):
        desk.files.discard(file)
    end_utterances(desk, draft)
    desk.drafts.discard(draft)
