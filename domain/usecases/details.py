"""Details: what a letter did not say is asked for in the chat line by line; the answers go to the request together (barier 4.2, 7.7)."""

from __future__ import annotations

from domain.draft import Conversation, Draft, DraftKind, steps
from domain.form import IMPACT, KIND, choose
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.regulation import Regulation
from domain.terms import Impact, Kind
from domain.ticket import Status, Ticket
from domain.usecases.heard import Detailed
from domain.usecases.join_letter import in_parts
from domain.usecases.meeting import conversation, open_draft, own_ticket, requester
from domain.usecases.register import proposed
from domain.usecases.say import say_all
from domain.usecases.telling import CHAT
from domain.usecases.topics import place_of
from domain.usecases.uttered import answer_uttered, end_utterances

LINES = "_lines"
"""Among the answers of such a draft: the lines that are asked for, in order."""


def lacking(desk: Desk, ticket: Ticket) -> list[str]:
    """The lines of the form that are awaited still."""
    if ticket.status is not Status.CLARIFICATION:
        return []
    asked = [entry.facts["lines"] for entry in desk.journal.of(ticket.number) if entry.facts.get("lines")]
    have = {KIND: ticket.kind, IMPACT: ticket.impact} | ticket.answers
    return [line for line in (asked[-1] if asked else []) if not have.get(line)]


def await_details(desk: Desk, ticket: Ticket) -> Draft | None:
    """From now on what the requester writes in their chat answers the first line that lacks; None if none does."""
    lines, person = lacking(desk, ticket), desk.people.get(ticket.requester_id)
    if not lines or not person.chat:
        return None
    draft = next((d for d in desk.drafts.for_ticket(person.id, ticket.number) if d.kind is DraftKind.DETAILS), None)
    if draft is None:
        place, given = place_of(desk, person, ticket.number), {LINES: lines}
        draft = Draft(
            DraftKind.DETAILS,
            CHAT,
            place.chat,
            place.thread,
            person.id,
            desk.now(),
            ticket=ticket.number,
            answers=given,
        )
        desk.drafts.open(draft)
    draft.opened_at = desk.now()
    return draft


def asked_line(rules: Regulation, draft: Draft) -> str:
    """The line that is asked for now; empty once all are there."""
    return next((line for line in asked_lines(rules, draft) if line not in draft.answers), "")


def asked_lines(rules: Regulation, draft: Draft) -> list[str]:
    """All of them. How hard it hits is not asked where the kind that was chosen settles it."""
    lines: list[str] = draft.answers.get(LINES, [])
    known = {one.key for one in rules.fields} | {KIND, IMPACT}
    settled = KIND in draft.answers and IMPACT not in steps(rules, {KIND: draft.answers[KIND]})
    return [line for line in lines if line in known and not (line == IMPACT and settled)]


def choices(rules: Regulation, line: str) -> tuple[Kind | Impact, ...]:
    """What there is to choose from; nothing where words are wanted."""
    if line == KIND:
        return tuple(rules.kinds)
    return tuple(rules.impacts) if line == IMPACT else ()


def are_awaited(desk: Desk, person: Person, draft: Draft) -> bool:
    """Whether its request still waits for them: a letter may have brought them meanwhile, or it is closed."""
    ticket = own_ticket(desk, person, draft.ticket or "")
    return bool(lacking(desk, ticket)) and bool(asked_line(ticket.regulation, draft))


def take_detail(desk: Desk, *, by: Speaker, person: Person, draft: Draft, text: str) -> Conversation | Detailed:
    """Words for the line that is asked for; a choice may be typed too, as by letter. WrongAnswer."""
    ticket = own_ticket(desk, person, draft.ticket or "")
    rules = ticket.regulation
    line = asked_line(rules, draft)
    if things := choices(rules, line):
        chosen = choose(things, text)
        if chosen is None:
            talk = conversation(desk, person, draft)
            talk.unheard = True
            return talk
        draft.put(line, chosen)
    else:
        answer = rules.field(line).accept_or_skip(text)
        answer_uttered(desk, by, person, draft, line, text)
        draft.put(line, answer)
    return _go_on(desk, by, person, ticket, draft)


def choose_detail(desk: Desk, *, by: Speaker, draft_id: str, value: str) -> Conversation | Detailed:
    """The same by a button. NothingToAnswer if another line is asked for, or nothing more."""
    person, draft = open_draft(desk, by, draft_id, DraftKind.DETAILS)
    ticket = own_ticket(desk, person, draft.ticket or "")
    line, _, key = value.partition("=")
    things = choices(ticket.regulation, line)
    if asked_line(ticket.regulation, draft) != line or key not in {thing.key for thing in things}:
        raise NothingToAnswer
    draft.put(line, key)
    return _go_on(desk, by, person, ticket, draft)


def _go_on(desk: Desk, by: Speaker, person: Person, ticket: Ticket, draft: Draft) -> Conversation | Detailed:
    """The next question; or all is there, and the request has it."""
    rules = ticket.regulation
    if asked_line(rules, draft):
        return conversation(desk, person, draft)
    given, told = dict[str, str](), list[str]()
    for line in asked_lines(rules, draft):
        answer = draft.answers[line]
        if things := choices(rules, line):
            told += [thing.label.in_(person.language) for thing in things if thing.key == answer]
        else:
            given[line] = answer
            told += [f"{rules.field(line).label.in_(person.language)}: {answer}"] if answer else []
    kind, impact = draft.answers.get(KIND, ticket.kind), draft.answers.get(IMPACT, ticket.impact)
    actor = requester(person, by)
    entry = ticket.fill_in(desk.now(), actor, given, kind, impact, proposed(rules, kind, impact))
    end_utterances(desk, draft, ticket.number, entry.n)
    desk.drafts.discard(draft)
    # The words of the last message alone are in the journal already: an edit of it corrects that line.
    say_all(desk, _silent(by), person, ticket, in_parts("\n".join(told)), [])
    return Detailed(person=person, ticket=ticket)


def _silent(by: Speaker) -> Speaker:
    """The same speaker, whose message is not what is said."""
    return Speaker(by.place, by.address, by.name, by.said_at, by.username, by.language, by.private)
