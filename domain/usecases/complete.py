"""Complete: the exhaustive answer is given; the requester confirms or disputes (barier 4.8)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.draft import DraftKind
from domain.effort import accounted, split
from domain.given import read
from domain.journal import Entry, EntryKind
from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import NothingToAnswer
from domain.ticket import Resolution, Ticket
from domain.usecases.ask import no_longer_clear
from domain.usecases.close import after_closing
from domain.usecases.deadlines import set_deadline_timers
from domain.usecases.fate import mark_sent, posted
from domain.usecases.hours import count_hours
from domain.usecases.limits import must_fit
from domain.usecases.meeting import colleague
from domain.usecases.repeats import offer_same_answer
from domain.usecases.take import for_work
from domain.usecases.telling import refresh_card, tell_requester


def complete(
    desk: Desk,
    *,
    by: Speaker,
    number: str,
    text: str,
    files: Sequence[str] = (),
    resolution: str = "",
    again: bool = False,
) -> Ticket:
    """Give the final answer. The silence timer starts when a channel accepts it; where the regulation closes at once,
    `resolution` says how it ended (gravity 5.1). `again`: it was given before,
    and took its time then. NotStaff, NotYours, WrongState, TooLong; NothingToAnswer: no such
    resolution; NotGiven: it must be explained.
    """
    text, minutes = split(must_fit(text))
    agent, ticket = for_work(desk, by, number)
    rules = ticket.regulation
    resolution = resolution or Resolution.SOLVED
    if resolution not in rules.completion.resolutions and resolution != Resolution.SOLVED:
        raise NothingToAnswer
    if resolution in rules.completion.explained:
        read(text, ("explanation",), desk.now(), rules)
    effort = 0 if again else accounted(rules, minutes)
    entry = ticket.complete(desk.now(), colleague(agent, by), text, files, effort, resolution)
    desk.timers.cancel(number, TimerKind.ASK_REMINDER)
    for draft in desk.drafts.for_ticket(ticket.requester_id, number):
        if draft.kind is DraftKind.ANSWER and not desk.files.of_draft(draft.id):
            desk.drafts.discard(draft)
    no_longer_clear(desk, ticket)
    set_deadline_timers(desk, ticket)
    silence = ticket.regulation.silence_after_completed
    facts = {
        "text": text,
        "by": agent.name,
        "files": list(files),
        "clause": ticket.regulation.clause("completed"),
        "resolution": resolution if rules.asks_how_it_ended else None,
        "silence": str(silence.after) if silence else None,
        "silence_clause": silence.clause if silence else None,
    }
    offer_same_answer(desk, ticket)
    if rules.completion.closes:
        after_closing(desk, ticket, entry, text=text, by=agent.name, files=list(files))
        count_hours(desk, ticket)
        return ticket
    tell_requester(desk, ticket, Notice(Code.COMPLETED, facts), entry)
    count_hours(desk, ticket)
    refresh_card(desk, ticket)
    return ticket


def last_answers(desk: Desk, number: str) -> list[Entry]:
    """What was answered since the ticket came into work, or back to it."""
    answers: list[Entry] = []
    for entry in desk.journal.of(number):
        if entry.kind is EntryKind.ANSWER:
            answers.append(entry)
        elif entry.kind in (EntryKind.COMPLETED, EntryKind.DISPUTED):
            answers.clear()
    return answers


def complete_with_last_answer(desk: Desk, *, by: Speaker, number: str, resolution: str = "") -> Ticket:
    """What was answered last was exhaustive. NothingToAnswer if nothing was answered yet; else as `complete`."""
    agent = desk.people.agent(by)
    answers = last_answers(desk, number)
    if not answers:
        raise NothingToAnswer
    before, text = posted(desk, number), answers[-1].facts.get("text", "")
    ticket = complete(desk, by=by, number=number, text=text, resolution=resolution, again=True)
    mark_sent(desk, by, agent, ticket, "complete", before)
    return ticket
