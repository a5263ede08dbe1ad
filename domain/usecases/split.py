"""Split: staff choose what of a ticket is a problem of its own; it gets a number, and both sides are told (barier 4.3)."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from domain.answers import Field, utf16_length
from domain.claims import CLAIMED
from domain.customers import Organization
from domain.draft import Attachment, Draft, DraftKind, FileState
from domain.journal import Audience, Entry, EntryKind
from domain.linked import LinkKind
from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, WrongState
from domain.staff_refusals import NothingChosen
from domain.ticket import Ticket
from domain.usecases.link import link, note_links
from domain.usecases.meeting import colleague
from domain.usecases.register import new_ticket, proposed, tell_all
from domain.usecases.telling import refresh_card, tell_requester, tell_staff

SUBJECT = 80
_TOLD = (EntryKind.REGISTERED, EntryKind.MESSAGE, EntryKind.DISPUTED)
MESSAGES, FILES, PAGE, KIND = "messages", "files", "page", "kind"
"""Among the answers of the draft: entries and files that were chosen, the page that is shown, and whether the kind is asked."""


def begin(desk: Desk, *, by: Speaker, number: str, key: str) -> Draft:
    """«Выделить»: a message to choose in. One who began it before goes on with nothing chosen. NotStaff, NotYours, WrongState."""
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    if not ticket.allows("split"):
        raise WrongState(status=ticket.status, move="split")
    for old in desk.drafts.for_ticket(agent.person_id, number):
        if old.kind is DraftKind.SPLIT:
            desk.drafts.discard(old)
    place = by.place
    draft = Draft(DraftKind.SPLIT, place.channel, place.chat, place.thread, agent.person_id, desk.now(), ticket=number)
    draft.answers = {MESSAGES: [], FILES: [], PAGE: 0}
    desk.drafts.open(draft)
    tell_staff(desk, ticket, Notice(Code.SPLIT_CHOICE, {"draft": draft.id}), mark=key)
    return draft


def choosing(desk: Desk, *, by: Speaker, draft_id: str) -> tuple[Ticket, Draft]:
    """What is being chosen, for staff at its place. NotStaff; NothingToAnswer if it is over; WrongState once completed."""
    desk.people.agent(by)
    draft = desk.drafts.get(draft_id)
    if draft is None or draft.kind is not DraftKind.SPLIT or draft.chat != by.place.chat:
        raise NothingToAnswer
    ticket = desk.tickets.get(draft.ticket or "")
    if not ticket.allows("split"):
        raise WrongState(status=ticket.status, move="split")
    return ticket, draft


def choose(desk: Desk, *, by: Speaker, draft_id: str, verb: str, n: int) -> tuple[Ticket, Draft]:
    """A tap: the n-th message or file in or out, another page, on to the kind or back. What `choosing` raises; NothingChosen."""
    ticket, draft = choosing(desk, by=by, draft_id=draft_id)
    given = dict(draft.answers)
    match verb:
        case "message" if 0 <= n < len(told := messages(desk, ticket)):
            given[MESSAGES] = sorted(set(given[MESSAGES]) ^ {told[n].n})
        case "file" if 0 <= n < len(sent := files(desk, ticket)):
            given[FILES] = sorted(set(given[FILES]) ^ {sent[n].id})
        case "page":
            given[PAGE] = n
        case "kind":
            if not given[MESSAGES]:
                raise NothingChosen
            given[KIND] = True
        case "back":
            given.pop(KIND, None)
        case _:
            raise NothingToAnswer
    draft.answers = given
    return ticket, draft


def give_up(desk: Desk, *, by: Speaker, draft_id: str) -> Ticket:
    """Nothing is split off. What `choosing` raises."""
    ticket, draft = choosing(desk, by=by, draft_id=draft_id)
    desk.drafts.discard(draft)
    return ticket


def messages(desk: Desk, ticket: Ticket) -> list[Entry]:
    """What its requester said for everybody to read, in order; the description first."""
    mine = (e for e in desk.journal.of(ticket.number) if e.audience is Audience.PUBLIC and e.kind in _TOLD)
    return [entry for entry in mine if words_of(entry)]


def words_of(entry: Entry) -> str:
    """The words of such an entry."""
    if entry.kind is EntryKind.REGISTERED:
        return str(entry.facts.get("answers", {}).get("description") or "")
    return str(entry.facts.get("text") or "")


def files(desk: Desk, ticket: Ticket) -> list[Attachment]:
    """What its requester sent and the desk kept."""
    return [f for f in desk.files.of_ticket(ticket.number) if f.state is FileState.KEPT and not f.by_staff]


def split(desk: Desk, *, by: Speaker, draft_id: str, kind: str = "") -> tuple[Ticket, Ticket]:
    """Make the new ticket, of this kind or the old one's; returns the old one and it. The old one's journal keeps all.

    What `choosing` raises: so a second tap makes no second ticket; NothingChosen; NothingToAnswer for a kind that is none.
    """
    ticket, draft = choosing(desk, by=by, draft_id=draft_id)
    agent, rules = desk.people.agent(by), desk.regulation
    chosen = [entry for entry in messages(desk, ticket) if entry.n in draft.answers[MESSAGES]]
    if not chosen:
        raise NothingChosen
    kinds = {k.key for k in rules.kinds}
    if kind and kind not in kinds:
        raise NothingToAnswer
    desk.drafts.discard(draft)
    kind = kind or (ticket.kind if ticket.kind in kinds else "")
    impact = ticket.impact if any(i.key == ticket.impact for i in rules.impacts) else ""
    person = desk.people.get(ticket.requester_id)
    new = new_ticket(
        desk,
        person,
        ticket.door,
        told_anew(ticket, rules.fields, "\n".join(map(words_of, chosen))),
        kind,
        impact,
        received_at=desk.now(),
        priority=proposed(rules, kind, impact) or (ticket.priority if rules.promises_by_priority else ""),
        organization=_organization(desk, ticket),
    )
    new.product, new.line, new.group_chat = ticket.product, ticket.line, ticket.group_chat
    actor, entries = colleague(agent, by), [entry.n for entry in chosen]
    entry = new.register(
        desk.now(), actor, clause=rules.clause("receipt"), consent=person.consent_version, split_from=ticket.number
    )
    wanted = [file for file in files(desk, ticket) if file.id in draft.answers[FILES]]
    twins = [replace(file, id=uuid4().hex, draft_id=None, ticket=new.number, told=True) for file in wanted]
    for twin in twins:
        desk.files.add(twin)
    link(desk, new, ticket, LinkKind.ORIGIN)
    note_links(desk, new, [ticket], LinkKind.ORIGIN, actor)
    noted = note_links(desk, ticket, [new], LinkKind.OFFSHOOT, actor, entries=entries)
    tell_all(desk, new, entry, [twin.id for twin in twins], with_code=False, origin=ticket.number)
    facts = {"other": new.number, "clause": ticket.regulation.clause("one_issue")}
    tell_requester(desk, ticket, Notice(Code.SPLIT, facts), noted)
    refresh_card(desk, ticket)
    return ticket, new


def told_anew(ticket: Ticket, fields: tuple[Field, ...], description: str) -> dict[str, str]:
    """Who asks and from where stays; what the old one tells of its own problem does not."""
    given: dict[str, str] = {}
    for field in fields:
        told = field.key in ("description", "subject", "link") or field.kind == "long"
        if not told:
            given[field.key] = ticket.answers.get(field.key, "")
    given["description"] = description
    if ticket.answers.get(CLAIMED):
        given[CLAIMED] = ticket.answers[CLAIMED]
    if any(field.key == "subject" for field in fields):
        line = description.strip().split("\n")[0]
        while utf16_length(line) > SUBJECT:
            line = line[:-1]
        given["subject"] = line
    return given


def _organization(desk: Desk, ticket: Ticket) -> Organization | None:
    return desk.customers.get(ticket.organization_id) if ticket.organization_id else None
