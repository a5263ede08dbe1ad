"""Announce: a changed regulation is told once to everybody who has something open (barier 2)."""

from __future__ import annotations

from domain.notices import Code, Notice
from domain.ports import Desk
from domain.usecases.staff_place import note_lines
from domain.usecases.telling import tell_requester

TOLD = "regulation_told"


def announce(desk: Desk) -> int:
    """Tell of the version in force, if another one was before; their open tickets stay under theirs. Returns how many were told."""
    note_lines(desk)
    rules = desk.regulation
    version = rules.edition
    before = desk.settings.get(TOLD)
    if before == version:
        return 0
    desk.settings.put(TOLD, version)
    if before is None:
        return 0
    told: set[str] = set()
    for ticket in desk.tickets.open_all():
        if ticket.requester_id not in told:
            told.add(ticket.requester_id)
            facts = {"version": rules.version, "valid_from": rules.valid_from.isoformat(), "link": rules.link}
            tell_requester(desk, ticket, Notice(Code.NEW_RULES, facts | {"clause": rules.clause("changes")}))
    return len(told)
