"""Find person: somebody whom a lead names by a request of theirs, a proved address, or their Telegram account."""

from __future__ import annotations

from domain import sought, versions
from domain.people import Person
from domain.ports import Desk
from domain.refusals import NoSuchPerson, NotYours
from domain.usecases.telling import CHAT, MAIL


def find_person(desk: Desk, *, which: str) -> Person:
    """By a number («BAR-000017», «17»), an e-mail address that they have proved, or a Telegram id. NoSuchPerson.

    Several who have proved one address are nobody in particular. Who is another person now is that other one.
    """
    wanted = which.strip()
    found = _by_number(desk, wanted)
    if found is None and "@" in wanted:
        provers = desk.people.provers(MAIL, wanted)
        found = provers[0] if len(provers) == 1 else None
    if found is None and wanted.isdecimal():
        found = desk.people.by_address(CHAT, wanted)
    while found is not None and found.merged_into:
        found = desk.people.get(found.merged_into)
    if found is None or found.erased_at is not None:
        raise NoSuchPerson(which)
    return found


def _by_number(desk: Desk, wanted: str) -> Person | None:
    typed = sought.numbered(wanted)
    if typed is None:
        return None
    prefix, n = typed
    for rules in versions.every():
        if prefix in ("", rules.prefix):
            try:
                return desk.people.get(desk.tickets.get(rules.number(n)).requester_id)
            except NotYours:
                continue
    return None
