"""Known failure: whoever tells of a problem while a failure is known hears that it is; if it is theirs, the rest is short.

Every request is registered, so theirs is too, with a number and its clocks: linked, and without the questions that the
failure has answered. They hear how it goes on with all others concerned, of whom they learn nothing.
"""

from __future__ import annotations

from typing import Any

from domain.draft import ALIKE, ARTICLES, Conversation, Draft, DraftKind
from domain.incidents import Incident
from domain.likeness import likeness
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import IncidentIsOver, NothingToAnswer
from domain.ticket import Ticket
from domain.usecases.alike import told
from domain.usecases.already import NOT_MINE, incidents_found
from domain.usecases.incidents import concern, going_on
from domain.usecases.meeting import conversation, open_draft, requester
from domain.usecases.telling import tell_staff

LEFT_OUT = "—"
"""In place of an answer that was not asked for: the words of its button («это вопрос, шагов нет») would say what is not so."""
NONE = "-"
"""What the button «another problem» carries in place of a failure."""


def tell_whether_known(desk: Desk, *, by: Speaker, draft_id: str, which: str) -> Conversation:
    """«Это моя проблема» or «Другая проблема». NothingToAnswer if that is not being asked; IncidentIsOver if it ended meanwhile.

    Whoever has an open request linked to it already is shown that one before there are two.
    """
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE)
    if draft.awaits(desk.regulation, person) != "incident":
        raise NothingToAnswer
    if which == NONE:
        draft.put("incident", NOT_MINE)
        return conversation(desk, person, draft)
    shown = {incident.id: incident for incident in incidents_found(desk, draft)}
    if which not in shown:
        raise IncidentIsOver
    own = next((t for t in desk.tickets.open_of(person.id) if t.incident_id == which), None)
    _spare(desk, draft, own)
    draft.put("incident", which)
    return conversation(desk, person, draft)


def link_registered(desk: Desk, by: Speaker, person: Person, draft: Draft, tickets: list[Ticket]) -> dict[str, Any]:
    """The intake was about a known failure: its request is linked, of several the one that is most like it.

    Returns what each ticket's registration says of it, by number; nothing if the failure is over by now.
    """
    which = draft.answers.get("incident", NOT_MINE)
    if which == NOT_MINE:
        return {}
    try:
        incident: Incident = going_on(desk, which)
    except IncidentIsOver:
        return {}
    ticket = max(tickets, key=lambda one: likeness(incident.text, told(one.answers)))
    concern(desk, requester(person, by), ticket, incident, tells=False)
    return {ticket.number: {"incident": incident.text}}


def _spare(desk: Desk, draft: Draft, own: Ticket | None) -> None:
    """What is known need not be asked: no articles, no likely duplicate but their own, nothing that may be left out."""
    left_out = {
        f.key: LEFT_OUT if f.skip else ""
        for f in desk.regulation.fields
        if not f.required and f.key not in draft.answers
    }
    spared = {ARTICLES: [], ALIKE: own.number if own else "", **left_out}
    if desk.regulation.attachments.max_count and "files" not in draft.answers:
        spared["files"] = "done"
    draft.answers = {**draft.answers, **spared}


def may_concern(desk: Desk) -> dict[str, Any]:
    """What a registration by letter or phone says of the failures that are known: nobody could be asked whether it is theirs."""
    known = [{"text": one.text, "since": one.opened_at.isoformat()} for one in desk.incidents.open()]
    return {"known": known} if known else {}


def offer_to_link(desk: Desk, ticket: Ticket, *, to: str = "") -> None:
    """Staff say whether it tells of a failure that is known, by a button. `to`: who took it down, by id; else its assignee."""
    if found := [incident.id for incident in desk.incidents.open()]:
        tell_staff(desk, ticket, Notice(Code.MAY_CONCERN, {"incidents": found, "to": to}))
