"""Codes by letter: few of them, so that nobody can have strangers written to; whoever gets none is told when the next may go."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.draft import Conversation
from domain.notices import Code, Notice
from domain.people import CodeLetter, EmailProof, Person, Speaker
from domain.ports import Desk
from domain.refusals import CodeLater, NothingToAnswer
from domain.usecases.meeting import meet, standing
from domain.usecases.telling import MAIL, tell_address

DAY = timedelta(hours=24)
ADDRESSES = 3
"""Addresses that one person may have codes sent to within a day; each gets one letter."""


@dataclass(frozen=True)
class Limit:
    """No code goes out now. why: address (there was one), addresses (there were enough). `good`: the last one still counts."""

    why: str
    until: datetime
    good: bool = False


@dataclass(frozen=True)
class CodeSent:
    """A letter with a code is on its way."""

    talk: Conversation
    address: str


def mailed_code(desk: Desk, person: Person, address: str) -> dict[str, Any]:
    """Facts of a notice: the code that goes into the letter; or why none does, and until when. None if the address is proved."""
    if not address or _is_proved(desk, person, address):
        return {}
    code = code_for(desk, person, address)
    if isinstance(code, Limit):
        return {"no_code": code.why, "code_from": code.until.isoformat(), "code_good": code.good}
    return {"code": code}


def code_for(desk: Desk, person: Person, address: str) -> str | Limit:
    """The six digits to be mailed, if a letter may go; a code that is out and has tries left is sent again as it is."""
    proof = desk.people.proof(person.id)
    out = proof if proof and proof.address == address and proof.tries < EmailProof.MAX_TRIES else None
    if limit := limit_of(desk, person, address, good=out is not None):
        return limit
    if out is None:
        out = EmailProof(person.id, address, f"{secrets.randbelow(10**6):06d}", desk.now())
        desk.people.set_proof(out)
    desk.people.note_code_letter(CodeLetter(person.id, address, desk.now()))
    return out.code


def send_code(desk: Desk, *, by: Speaker, field: str = "") -> CodeSent:
    """«Подтвердить»: a letter of its own with the code, to the address in the profile, or again to the one that awaits it.

    NothingToAnswer if there is none, or it is proved; CodeLater.
    """
    person = meet(desk, by)
    proof = desk.people.proof(person.id)
    address = person.profile.get(field, "") if field else proof.address if proof else ""
    mail_code(desk, person, address)
    return CodeSent(standing(desk, by=by), address)


def mail_code(desk: Desk, person: Person, address: str) -> None:
    """Mail the code that proves an address, by itself. NothingToAnswer if there is nothing to prove; CodeLater."""
    if not address or _is_proved(desk, person, address):
        raise NothingToAnswer
    code = code_for(desk, person, address)
    if isinstance(code, Limit):
        raise CodeLater(address, code.why, code.until.astimezone(desk.regulation.zone), code.good)
    key = f"{Code.PROOF}:{person.id}:{desk.now().isoformat()}"
    tell_address(desk, person, address, Notice(Code.PROOF, {"code": code}), key=key)


def _is_proved(desk: Desk, person: Person, address: str) -> bool:
    identity = desk.people.identity(person.id, MAIL, address)
    return identity is not None and identity.proved_at is not None


def limit_of(desk: Desk, person: Person, address: str, *, good: bool = False) -> Limit | None:
    """What stands against one more letter within a day."""
    letters = desk.people.code_letters(person.id, address, desk.now() - DAY)
    there = [letter.at for letter in letters if letter.address == address]
    if there:
        return Limit("address", there[-1] + DAY, good)
    mine = [letter.at for letter in letters if letter.person_id == person.id]
    return Limit("addresses", mine[-ADDRESSES] + DAY) if len(mine) >= ADDRESSES else None
