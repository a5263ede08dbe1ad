"""Change the e-mail address that a ticket's letters go to, after one could not be delivered (barier 7.10)."""

from __future__ import annotations

from typing import Any

from domain.draft import Conversation, Draft, DraftKind
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.code_letters import mailed_code
from domain.usecases.dead_addresses import revive
from domain.usecases.meeting import ask_once, meet, own_ticket, requester
from domain.usecases.telling import refresh_card, tell_by_letter


def ask_for_email(desk: Desk, *, by: Speaker, number: str) -> Conversation:
    """«Исправить адрес» was pressed: await the right one. NotYours."""
    person = meet(desk, by)
    own_ticket(desk, person, number)
    return ask_once(desk, by, person, number, DraftKind.EMAIL)


def change_email(
    desk: Desk, *, by: Speaker, person: Person, draft: Draft, address: str
) -> tuple[Ticket, dict[str, Any]]:
    """Letters go to the new address from now on; the registration letter goes there at once, with its own code.

    Returns the ticket, and the code's facts: that one goes out, or why none does.
    """
    ticket = own_ticket(desk, person, draft.ticket or "")
    address = ticket.regulation.field("email").accept(address)
    entry = ticket.change_email(desk.now(), requester(person, by), address)
    desk.drafts.discard(draft)
    revive(desk, address)
    code = mailed_code(desk, person, address)
    tell_by_letter(desk, ticket, Notice(Code.REGISTERED, code) if code else Notice(Code.RECORD), entry, again=True)
    refresh_card(desk, ticket)
    return ticket, code
