"""Letter files: what came with a letter, judged and kept before; here it is entered for a ticket (barier 7.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from domain.draft import Attachment, FileState
from domain.incoming import Came
from domain.journal import EntryKind
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.files import tidy
from domain.usecases.telling import MAIL, tell_by_letter

DAY = 86400.0
"""Seconds of the wall clock."""


def noted(files: Sequence[Came]) -> list[dict[str, Any]]:
    """As they are kept with a letter that is held back."""
    return [asdict(file) for file in files]


def enter_files(
    desk: Desk, by: Speaker, person: Person, ticket: Ticket, files: Sequence[Mapping[str, Any]], letter_id: str
) -> list[Attachment]:
    """The files of a letter are the ticket's; those that were refused are on record with the reason."""
    entered = []
    for n, file in enumerate(files):
        one = Attachment(
            person_id=person.id,
            channel=MAIL,
            remote=f"{letter_id}:{n}",
            name=tidy(file["name"]),
            size=file["size"],
            received_at=by.said_at,
            group=f"{MAIL}:{letter_id}",
            position=n,
            ticket=ticket.number,
            state=FileState.REFUSED if file["problem"] else FileState.KEPT,
            sha256=file["sha256"],
            type=file["kind"],
            problem=file["problem"],
            told=True,
        )
        if desk.files.add(one):
            entered.append(one)
    return entered


def kept(files: Sequence[Attachment]) -> list[Attachment]:
    """Those that were taken."""
    return [file for file in files if file.state is FileState.KEPT]


def refused(files: Sequence[Attachment]) -> list[dict[str, Any]]:
    """Why the others were not."""
    return [file.problem for file in files if file.problem]


def note_refused(desk: Desk, ticket: Ticket, files: Sequence[Attachment]) -> None:
    """Which files of a letter were not taken, and why, on record for staff: the sender hears of it once a day at most."""
    if problems := refused(files):
        ticket.record(desk.now(), EntryKind.FILE, {"files": [], "refused": problems})


def told_today(desk: Desk, ticket: Ticket, code: Code) -> bool:
    """Whether a letter of this kind went out on the ticket within a day: two robots must not write to each other."""
    letters = (one for one in desk.outbox.of(ticket.number) if one.code is code and one.channel == MAIL)
    return any(desk.wall() - one.created < DAY for one in letters)


def tell_refused(desk: Desk, ticket: Ticket, files: Sequence[Attachment]) -> None:
    """Say by letter which files of a letter were not taken, and why; once a day on a ticket, like all that the desk answers by itself."""
    note_refused(desk, ticket, files)
    problems = refused(files)
    if problems and not told_today(desk, ticket, Code.FILES_REFUSED):
        tell_by_letter(desk, ticket, Notice(Code.FILES_REFUSED, {"refused": problems}))
