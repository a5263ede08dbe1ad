"""What is in the archive of one ticket's journal, and what is not: a list of its attachments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.draft import Attachment, FileState
from domain.ports import Desk
from handlers.view.times import clock, when
from handlers.view.words import _, speaking


@dataclass(frozen=True)
class Listed:
    """An attachment and its place in the archive; empty: it is not there. `gone`: it was kept, and the store has it no more."""

    place: str
    file: Attachment
    gone: bool = False


def listing(desk: Desk, *, number: str, files: list[Listed], now: datetime, spoken: str) -> str:
    """The list, one line each; with a mark at its beginning by which every editor knows the encoding."""
    rules = desk.tickets.get(number).regulation
    with speaking(spoken):
        lines = [_("{number}: journal and attachments, as of {at}").format(number=number, at=when(now, rules)), ""]
        lines += [f"{number}.pdf", f"{number}.xlsx"]
        for one in files:
            sender = _("staff") if one.file.by_staff else _("requester")
            lines.append(f"{_place(one)} ({clock(one.file.received_at, rules)}, {sender})")
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


def _place(one: Listed) -> str:
    if one.place:
        return one.place
    if one.file.state is FileState.ERASED:
        return _("an attachment: erased with the personal data")
    why = _("is not in the store any more") if one.gone else _("was not taken")
    if one.file.state is FileState.WAITING:
        why = _("is still being checked")
    return f"{one.file.name}: {why}"
