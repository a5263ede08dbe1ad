"""Notices in words: the same ones for the chat and for the letter. Somebody's own words stand apart from the desk's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel.dates import format_date

from domain.journal import EntryKind
from domain.notices import Code, Parcel
from domain.ports import Desk
from domain.rules import UNNUMBERED
from domain.ticket import Status, Ticket
from domain.usecases.complain import COMPLAINT
from domain.usecases.confide import LONGEST as LONGEST_SECRET
from handlers.view.events import event
from handlers.view.times import span, when
from handlers.view.words import _, language, ngettext


@dataclass(frozen=True)
class Told:
    """What is told: the desk's words before and after somebody's own `words`. `facts` may go to an unproved address too."""

    title: str
    before: list[str] = field(default_factory=list)
    words: str = ""
    after: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    bare: str = ""
    """The title for an unproved address, where the other one names somebody."""


def told(desk: Desk, ticket: Ticket, parcel: Parcel) -> Told:
    """The words for one notice to the requester, in the language being spoken."""
    return _WORDS[parcel.code](desk, ticket, parcel.facts)


def clause(number: str | None) -> str:
    """« (п. 4.9 Регламента)», or nothing for a rule that is our own."""
    if number == UNNUMBERED:
        return _(" (by the Regulation)")
    return _(" (clause {number} of the Regulation)").format(number=number) if number else ""


def status(ticket: Ticket) -> str:
    """The state by the name the regulation gives it."""
    return ticket.regulation.statuses[ticket.status].in_(language())


def priority(ticket: Ticket, key: str | None = None) -> str:
    """The priority's name."""
    return ticket.regulation.priority(key or ticket.priority).name.in_(language())


def due(ticket: Ticket) -> str:
    """When the solution is due, provisional until staff have confirmed the priority."""
    if ticket.resolution_due is None:
        if ticket.status is Status.CLARIFICATION:
            return _("Deadline: the clock stands while we wait for your answer.")
        if ticket.status is Status.ON_HOLD:
            return _("Deadline: the clock stands until we go on.")
        return _("No deadline is set.")
    at = when(ticket.resolution_due, ticket.regulation)
    if ticket.priority_confirmed:
        return _("Deadline: {at}.").format(at=at)
    return _("Deadline: {at}, provisional until confirmed.").format(at=at)


def standing(ticket: Ticket) -> list[str]:
    """Number, state and deadline: what may be said to anybody who holds the number."""
    lines = [_("State: {status}.").format(status=status(ticket))]
    if ticket.is_open and ticket.status is not Status.COMPLETED:
        lines.append(due(ticket))
    return lines


def _registered(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    rules = ticket.regulation
    lines = [due(ticket)]
    if ticket.priority:
        lines.insert(0, _("{priority}, provisional until confirmed.").format(priority=priority(ticket)))
    if not facts.get("open", True):
        lines.append(
            _("We are closed now and start on {at}{clause}.").format(
                at=when(facts["opens"], rules), clause=clause(rules.clause("hours"))
            )
        )
    if ticket.response_due and not rules.promises_by_priority:
        at, cited = when(ticket.response_due, rules), clause(rules.clause("response"))
        lines.append(_("What happens next: you hear from us by {at}{clause}.").format(at=at, clause=cited))
    elif ticket.response_due:
        lines.append(
            _(
                "What happens next: by {at} a specialist takes it and confirms the priority and the deadline{clause}."
            ).format(at=when(ticket.response_due, rules), clause=clause(rules.clause("response")))
        )
    after = []
    if facts.get("code"):
        after = [
            _("Code: {code}").format(code=facts["code"]),
            _(
                "Send this code to the bot in Telegram: that proves the address, and from then on the whole "
                "conversation will come here too. If you did not ask for support, just ignore this letter."
            ),
        ]
    return Told(_("Your request is registered"), lines, after=after, facts=[due(ticket), *after])


def _started(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    lines = [_("{name} is working on it{clause}.").format(name=facts["assignee"], clause=clause(facts.get("clause")))]
    return Told(_("Work has begun"), lines)


def _priority(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    now = priority(ticket, facts["priority"])
    rules = ticket.regulation
    at = when(facts["due"], rules) if facts.get("due") else None
    cited = clause(rules.clause("priority"))
    if facts["before"] and facts["before"] != facts["priority"]:
        title = _("The priority was changed")
        first = _("{now}, it was: {before}{clause}.").format(
            now=now, before=priority(ticket, facts["before"]), clause=cited
        )
    else:
        title = _("The priority is confirmed")
        first = _("{now}{clause}.").format(now=now, clause=cited)
    deadline = _("Deadline: {at}.").format(at=at) if at else due(ticket)
    return Told(title, [first, deadline], facts=[first])


def _question(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    return Told(
        _("We have a question"),
        words=facts["text"],
        after=[_("The clock stands until you answer.")],
    )


def _secret_asked(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    demand = ticket.regulation.demand("secrets")
    after = [demand.text.in_(language()).rstrip(".") + clause(facts.get("clause")) + "."] if demand else []
    after += [_only_in_the_chat(), _("The clock stands until you answer.")]
    return Told(_("We need sign-in data"), words=facts["text"], after=after)


def _only_in_the_chat() -> str:
    return ngettext(
        "Answer in the chat only, never by mail: in one message, {n} character at most. It is deleted from the chat at once.",
        "Answer in the chat only, never by mail: in one message, {n} characters at most. It is deleted from the chat at once.",
        LONGEST_SECRET,
    ).format(n=LONGEST_SECRET)


def _ask_reminder(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    lines = [_("Without your answer we cannot go on{clause}.").format(clause=clause(facts.get("clause")))]
    after = [_only_in_the_chat()] if facts.get("in_confidence") else []
    return Told(_("We are waiting for your answer"), lines, words=facts.get("text", ""), after=after)


def _answer(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    return Told(_("{name} answers").format(name=facts["by"]), words=facts["text"], bare=_("We have answered"))


def _completed(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    after = [_("Is the problem solved? If not, tell us what is left.")]
    if facts.get("silence"):
        after.append(
            _("If we hear nothing within {time}, the request will be closed{clause}.").format(
                time=span(facts["silence"]), clause=clause(facts.get("silence_clause"))
            )
        )
    return Told(_("We think it is done"), words=facts["text"], after=after, facts=after[1:])


def _silence_reminder(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    line = _("If we hear nothing by {at}, the request will be closed{clause}.").format(
        at=when(facts["closes"], ticket.regulation), clause=clause(facts.get("clause"))
    )
    title = _("We are waiting for your answer") if facts.get("asked") else _("Is it solved?")
    return Told(title, [line], facts=[line])


def _resumed(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    lines = [due(ticket)]
    if facts.get("text"):
        lines.insert(0, _("Your objection is accepted{clause}.").format(clause=clause(facts.get("clause"))))
    return Told(_("Back in work"), lines, words=facts.get("text", ""))


def _promised(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    line = _("We expect the solution by {at}{clause}.").format(
        at=when(facts["until"], ticket.regulation), clause=clause(facts.get("clause"))
    )
    after = [line, due(ticket)]
    return Told(_("It takes longer than promised"), words=facts["text"], after=after, facts=[line])


def _held(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    before = [_because(ticket, facts)]
    after = []
    if facts.get("until"):
        after.append(_("We expect the solution by {at}.").format(at=when(facts["until"], ticket.regulation)))
    if facts.get("clock_stands"):
        after.append(_("Until we go on, the clock stands."))
    return Told(_("The work is put off"), before, words=facts["text"], after=after, facts=after)


def _work_resumed(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    return Told(_("We go on"), [due(ticket)])


def _because(ticket: Ticket, facts: dict[str, Any]) -> str:
    """The regulation's reason, with its clause."""
    reason = ticket.regulation.reason(facts["reason"])
    return _("Reason: {reason}{clause}.").format(
        reason=reason.text.in_(language()).rstrip("."), clause=clause(facts.get("clause"))
    )


def _closed(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    if facts.get("how") == "silence":
        silence = ticket.regulation.silence_after_completed
        assert silence is not None
        line = _(
            "There was no answer for {time}, so the request is closed under clause {clause} of the Regulation."
        ).format(time=span(str(silence.after)), clause=facts.get("clause"))
        if not facts.get("clause"):
            line = _("There was no answer for {time}, so the request is closed.").format(time=span(str(silence.after)))
    elif facts.get("how") == "no_reply":
        return _no_reply(ticket, facts)
    elif facts.get("how") == "completed":
        ending = ticket.regulation.resolutions[facts["resolution"]].in_(language())
        line = _("Resolution: {resolution}{clause}.").format(resolution=ending, clause=clause(facts.get("clause")))
        return Told(_("The request is closed"), [line], words=facts.get("text", ""), facts=[line])
    elif facts.get("how") == "refused":
        line = _because(ticket, facts)
        return Told(_("The request is closed without a solution"), [line], words=facts.get("text", ""))
    else:
        line = _("You confirmed the solution{clause}. Thank you!").format(clause=clause(facts.get("clause")))
    return Told(_("The request is closed"), [line], facts=[line])


def _no_reply(ticket: Ticket, facts: dict[str, Any]) -> Told:
    """The question was not answered in time: closed, and what was done until then is listed (e-doc 15)."""
    silence = ticket.regulation.silence_after_asking
    assert silence is not None
    ending = ticket.regulation.resolutions["no_reply"].in_(language())
    line = _("Our question was not answered for {time}, so the request is closed{clause}: {resolution}.").format(
        time=span(str(silence.after)), clause=clause(facts.get("clause")), resolution=ending
    )
    done = ", ".join(dict.fromkeys(event(EntryKind(kind)) for kind in facts.get("done", [])))
    after = [_("What was done: {done}.").format(done=done)] if done and silence.names_actions else []
    return Told(_("The request is closed"), [line], after=after, facts=[line, *after])


def _new_rules(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    lines = [
        _("Version {version} is in force from {day}{clause}: {link}").format(
            version=facts["version"],
            day=format_date(date.fromisoformat(facts["valid_from"]), "long", locale=language()),
            clause=clause(facts.get("clause")),
            link=facts["link"],
        ),
        _("What you have open goes on under the version it was registered by."),
    ]
    return Told(_("The support regulation has changed"), lines, facts=lines)


def _complaint_sent(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    cited = clause(facts.get("clause"))
    line = _("Your letter is on its way to quality control, past the person who works on the request{clause}.")
    title = _("We pass your complaint on") if facts["letter"] == COMPLAINT else _("We pass your wish for speed on")
    return Told(title, [line.format(clause=cited)], words=facts["text"], facts=[line.format(clause=cited)])


def _you_wrote(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    if facts.get("in_confidence"):
        lines = [_("The words themselves are in no letter and in no journal: the assignee can look at them once.")]
        return Told(_("You told us something in confidence"), lines)
    if facts.get("stars"):
        return Told(_("You rated us: {stars} of 5").format(stars=facts["stars"]), words=facts["text"])
    return Told(_("You wrote in the chat"), words=facts["text"])


_WORDS: dict[Code, Callable[[Desk, Ticket, dict[str, Any]], Told]] = {
    Code.REGISTERED: _registered,
    Code.STARTED: _started,
    Code.PRIORITY: _priority,
    Code.QUESTION: _question,
    Code.SECRET_ASKED: _secret_asked,
    Code.ASK_REMINDER: _ask_reminder,
    Code.ANSWER: _answer,
    Code.COMPLETED: _completed,
    Code.SILENCE_REMINDER: _silence_reminder,
    Code.RESUMED: _resumed,
    Code.PROMISED: _promised,
    Code.HELD: _held,
    Code.WORK_RESUMED: _work_resumed,
    Code.CLOSED: _closed,
    Code.COMPLAINT_SENT: _complaint_sent,
    Code.NEW_RULES: _new_rules,
    Code.YOU_WROTE: _you_wrote,
}
