"""Merge: a ticket repeats another one, which goes on for both. Of a stranger's ticket the requester learns nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import uuid4

from domain.draft import DraftKind
from domain.journal import Actor, EntryKind
from domain.linked import LinkKind
from domain.notices import Code, Notice
from domain.people import Agent, Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import NothingToAnswer, WrongState
from domain.staff_refusals import WrongBond
from domain.ticket import Ticket
from domain.usecases.close import after_closing
from domain.usecases.complete import complete
from domain.usecases.hand_over import throw_away
from domain.usecases.limits import must_fit
from domain.usecases.link import link
from domain.usecases.meeting import colleague
from domain.usecases.queue import others_move
from domain.usecases.related import named
from domain.usecases.repeats import end_of, shares
from domain.usecases.telling import refresh_card, tell_requester, tell_staff


@dataclass(frozen=True)
class Merged:
    """What became of it: closed, or (`open`) only known to repeat `main`, whose requester is another."""

    ticket: Ticket
    main: Ticket
    open: bool


def merge(desk: Desk, *, by: Speaker, number: str, text: str) -> Merged:
    """«Дубль»: the text names the ticket that goes on, and may say why. Where both requesters may see both, this one is closed.

    NotStaff, NotYours, TooLong, WrongState once completed; NoSuchTicket; WrongBond: itself, so already, or closed.
    """
    must_fit(text)
    agent, ticket = _mergeable(desk, by, number)
    found, why = named(desk, ticket, text)
    main = _main_of(desk, ticket, found)
    if shares(desk, ticket, main):
        _close(desk, agent, by, ticket, main, why)
        return Merged(ticket, main, open=False)
    if any(one.other == main.number and one.kind == LinkKind.MAIN for one in desk.links.of(number)):
        raise WrongBond("tied", main.number)
    actor = colleague(agent, by)
    _tie(desk, actor, ticket, main, why)
    entry = ticket.known(desk.now(), actor)
    tell_requester(desk, ticket, Notice(Code.KNOWN), entry)
    tell_staff(desk, ticket, Notice(Code.STRANGERS, {"main": main.number}))
    refresh_card(desk, ticket)
    refresh_card(desk, main)
    return Merged(ticket, main, open=True)


def merge_all_the_same(desk: Desk, *, by: Speaker, number: str, main: str) -> Merged:
    """A lead says that it is closed though the requesters are strangers. NotStaff, OnlyLead, NotYours, WrongState, WrongBond;
    NothingToAnswer where staff have not tied the two."""
    desk.people.agent(by).must_lead()
    agent, ticket = _mergeable(desk, by, number)
    if not any(one.other == main and one.kind == LinkKind.MAIN for one in desk.links.of(number)):
        raise NothingToAnswer
    goes_on = _main_of(desk, ticket, desk.tickets.get(main))
    _close(desk, agent, by, ticket, goes_on, "")
    return Merged(ticket, goes_on, open=False)


def same_answer(desk: Desk, *, by: Speaker, number: str, main: str) -> Ticket:
    """What the main ticket was completed with completes this one too, under its own number.

    NotStaff, NotYours, WrongState; NothingToAnswer where the two are not tied, or the main one is in work again.
    """
    agent = desk.people.agent(by)
    if not any(one.other == main and one.kind == LinkKind.MAIN for one in desk.links.of(number)):
        raise NothingToAnswer
    goes_on = desk.tickets.get(main)
    done = next((e for e in reversed(desk.journal.of(main)) if e.kind is EntryKind.COMPLETED), None)
    if done is None or goes_on.completed_at is None or not done.facts.get("text"):
        raise NothingToAnswer
    files = [file for file in desk.files.of_ticket(main) if file.id in done.facts.get("files", ())]
    twins = [replace(file, id=uuid4().hex, ticket=number, person_id=agent.person_id, told=True) for file in files]
    for twin in twins:
        desk.files.add(twin)
    resolution = goes_on.resolution or ""
    text = str(done.facts["text"])
    return complete(desk, by=by, number=number, text=text, files=[t.id for t in twins], resolution=resolution)


def _mergeable(desk: Desk, by: Speaker, number: str) -> tuple[Agent, Ticket]:
    agent, ticket = desk.people.agent(by), desk.tickets.get(number)
    if not ticket.allows("merge"):
        raise WrongState(status=ticket.status, move="merge")
    return agent, ticket


def _main_of(desk: Desk, ticket: Ticket, found: Ticket) -> Ticket:
    """The end of the chain: what goes on for a ticket that was merged itself. WrongBond: this very one, or it is closed."""
    main = end_of(desk, found)
    if main is ticket:
        raise WrongBond("self", found.number)
    if not main.is_open:
        raise WrongBond("closed", main.number)
    return main


def _tie(desk: Desk, actor: Actor, ticket: Ticket, main: Ticket, why: str) -> None:
    link(desk, ticket, main, LinkKind.MAIN)
    ticket.relate(desk.now(), actor, main.number, LinkKind.MAIN, why)
    main.relate(desk.now(), actor, ticket.number, LinkKind.DUPLICATE, why)


def _close(desk: Desk, agent: Agent, by: Speaker, ticket: Ticket, main: Ticket, why: str) -> None:
    """It is closed, and its requester told where it goes on, as far as that is theirs to see."""
    actor, shown, untaken = colleague(agent, by), shares(desk, ticket, main), ticket.assignee_id is None
    _tie(desk, actor, ticket, main, why)
    entry = ticket.merge(desk.now(), actor, main.number, shown=shown)
    main.watchers = list(dict.fromkeys([*main.watchers, *ticket.watchers]))
    for draft in desk.drafts.for_ticket(ticket.requester_id, ticket.number):
        if draft.kind not in (DraftKind.EMAIL, DraftKind.COMPLAINT) and not desk.files.of_draft(draft.id):
            throw_away(desk, draft)
    same = ticket.requester_id == main.requester_id
    after_closing(desk, ticket, entry, code=Code.MERGED, main=main.number if shown else "", same=same)
    desk.timers.cancel(ticket.number, TimerKind.ESCALATE)
    if untaken:
        others_move(desk, ticket)
    said = ticket.answers.get("description", "")
    tell_staff(desk, main, Notice(Code.MERGED_IN, {"other": ticket.number, "text": said}), mark=ticket.number)
    refresh_card(desk, main)
