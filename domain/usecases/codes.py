"""House codes: leads keep a list of how requests end; staff put one of them on a request that has ended, for themselves alone."""

from __future__ import annotations

from domain.answers import Text
from domain.codes import MOST, HouseCode, kept, read_code, read_kept
from domain.journal import EntryKind
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import DataErased, NothingToAnswer
from domain.staff_refusals import WrongCode
from domain.ticket import Ticket
from domain.usecases.meeting import colleague
from domain.usecases.remark import ENDED
from domain.usecases.telling import refresh_card

CODES = "house_codes"


def house_codes(desk: Desk) -> list[HouseCode]:
    """All of them, in the order they were added."""
    return read_kept(desk.settings.get(CODES))


def all_codes(desk: Desk, *, by: Speaker) -> list[HouseCode]:
    """/codes. NotStaff."""
    desk.people.agent(by)
    return house_codes(desk)


def add_code(desk: Desk, *, by: Speaker, text: str) -> HouseCode:
    """/codes add: a new one, or the other names of one that there is. NotStaff, OnlyLead, WrongCode."""
    desk.people.agent(by).must_lead()
    code, codes = read_code(text), house_codes(desk)
    others = [one for one in codes if one.key != code.key]
    if len(others) >= MOST:
        raise WrongCode("many", MOST)
    new = [code if one.key == code.key else one for one in codes] if len(others) < len(codes) else [*codes, code]
    desk.settings.put(CODES, kept(new))
    return code


def drop_code(desk: Desk, *, by: Speaker, text: str) -> HouseCode:
    """/codes drop: requests that have it keep it. NotStaff, OnlyLead, WrongCode."""
    desk.people.agent(by).must_lead()
    wanted, codes = " ".join(text.split()).casefold(), house_codes(desk)
    gone = next((one for one in codes if wanted in {name.casefold() for name in one.name.words.values()}), None)
    if gone is None:
        raise WrongCode("missing")
    desk.settings.put(CODES, kept(one for one in codes if one is not gone))
    return gone


def to_choose_from(desk: Desk, *, by: Speaker, number: str) -> tuple[Ticket, list[HouseCode]]:
    """The codes for a request that has ended. NotStaff, NotYours; NothingToAnswer while it is open; DataErased."""
    return _ended(desk, by, number), house_codes(desk)


def put_code(desk: Desk, *, by: Speaker, number: str, key: str) -> Ticket:
    """It ended so; the last one counts. As above; NothingToAnswer for a code that there is none of, or that it has already."""
    ticket = _ended(desk, by, number)
    code = next((one for one in house_codes(desk) if one.key == key), None)
    if code is None or last_code(desk, ticket) == code.name:
        raise NothingToAnswer
    names = {"names": dict(code.name.words)}
    ticket.record(desk.now(), EntryKind.CODED, names, colleague(desk.people.agent(by), by))
    refresh_card(desk, ticket)
    return ticket


def last_code(desk: Desk, ticket: Ticket) -> Text | None:
    """The names of the code it has, as they were then; None while it is open, or has none."""
    if ticket.status not in ENDED:
        return None
    coded = next((e for e in reversed(desk.journal.of(ticket.number)) if e.kind is EntryKind.CODED), None)
    return Text(coded.facts["names"]) if coded and coded.facts.get("names") else None


def _ended(desk: Desk, by: Speaker, number: str) -> Ticket:
    desk.people.agent(by)
    ticket = desk.tickets.get(number)
    if ticket.erased_at:
        raise DataErased(number=number)
    if ticket.status not in ENDED:
        raise NothingToAnswer
    return ticket
