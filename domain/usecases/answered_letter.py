"""Answered letter: which ticket a letter replies to, and as what its sender takes part in it.

A signed reply address or a Message-ID of ours finds the ticket, and then only for those who take part: whoever a letter was
passed on to is a stranger. A number in the subject is a label: staff see it, nothing joins by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from domain.customers import same_address
from domain.incoming import Incoming
from domain.ports import Desk
from domain.refusals import NotYours
from domain.reply_address import belongs, read_reply_address
from domain.ticket import Ticket
from domain.usecases.part_with import was_removed
from domain.usecases.telling import MAIL

_NUMBER = re.compile(r"(?<![A-Za-z0-9-])[A-Za-z][A-Za-z0-9]{0,9}-[0-9]{3,9}(?![0-9A-Za-z])", re.ASCII)
MOST = 20
"""Signed addresses, and Message-IDs, of one letter that are looked at."""
SUBJECT = 500


@dataclass(frozen=True)
class Answers:
    """`ticket`: what it replies to, where its sender takes part; as its requester, or (`outside`) as somebody brought in.

    `token`: it came by the reply address that was made for this sender, so it is theirs who reads that mailbox. `linked`: the
    ticket that it seems to be about, for staff alone; `removed`: its sender took part there once, and does so no more.
    """

    ticket: Ticket | None = None
    outside: bool = False
    token: bool = False
    linked: Ticket | None = None
    removed: bool = False


def what_it_answers(desk: Desk, said: Incoming) -> Answers:
    """Of several tickets the first that its sender takes part in: by reply addresses, then by Message-IDs."""
    sender, linked = said.by.address, None
    for ticket, sign in _by_address(desk, said):
        if belongs(desk.tokens, ticket.number, sender, sign) and takes_part(desk, ticket, sender):
            return Answers(ticket, outside=not is_requesters(desk, ticket, sender), token=True)
        if belongs(desk.tokens, ticket.number, sender, sign) and was_removed(desk, ticket, sender):
            return Answers(linked=ticket, removed=True)
        if any(belongs(desk.tokens, ticket.number, other, sign) for other in parties(desk, ticket)):
            linked = linked or ticket
    for ticket in _by_message(desk, said):
        if takes_part(desk, ticket, sender):
            return Answers(ticket, outside=not is_requesters(desk, ticket, sender))
        if was_removed(desk, ticket, sender):
            return Answers(linked=ticket, removed=True)
        linked = linked or ticket
    return Answers(linked=linked or _by_their_letter(desk, said) or _by_label(desk, said.subject))


def is_requesters(desk: Desk, ticket: Ticket, address: str) -> bool:
    """Whether it is the ticket's address, or one that its requester has proved."""
    if same_address(ticket.email, address):
        return True
    return any(same_address(one, address) for one in desk.people.proved_addresses(ticket.requester_id, MAIL))


def takes_part(desk: Desk, ticket: Ticket, address: str) -> bool:
    """Whether letters about it go there."""
    return any(same_address(one, address) for one in parties(desk, ticket))


def parties(desk: Desk, ticket: Ticket) -> list[str]:
    """The addresses of those who take part."""
    own = [ticket.email, ticket.second_email, *desk.people.proved_addresses(ticket.requester_id, MAIL)]
    return [address for address in [*own, *(one.address for one in desk.participants.of(ticket.number))] if address]


def found(desk: Desk, number: str) -> Ticket | None:
    """A ticket by number, unless there is none, or it is erased."""
    try:
        ticket = desk.tickets.get(number)
    except NotYours:
        return None
    return ticket if ticket.erased_at is None else None


def _by_address(desk: Desk, said: Incoming) -> Iterator[tuple[Ticket, str]]:
    signed = filter(None, map(read_reply_address, said.to))  # it may stand behind many others
    for number, sign in islice(signed, MOST):
        if ticket := found(desk, number):
            yield ticket, sign


def _by_message(desk: Desk, said: Incoming) -> Iterator[Ticket]:
    for one in said.answers[:MOST]:
        for delivery in desk.deliveries.by_remote(MAIL, one):
            if delivery.ticket and (ticket := found(desk, delivery.ticket)):
                yield ticket


def _by_their_letter(desk: Desk, said: Incoming) -> Ticket | None:
    """The ticket of a letter that it answers: somebody who got a copy answers all."""
    for one in said.answers[:MOST]:
        for letter in desk.letters.by_message_id(one):
            if letter.ticket and (ticket := found(desk, letter.ticket)):
                return ticket
    return None


def _by_label(desk: Desk, subject: str) -> Ticket | None:
    for number in _NUMBER.findall(subject[:SUBJECT])[:3]:
        if ticket := found(desk, number.upper()):
            return ticket
    return None
