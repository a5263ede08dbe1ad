"""Notices in words: the same ones for the chat and for the letter. Somebody's own words stand apart from the desk's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from domain.linked import LinkKind
from domain.notices import Code, Parcel
from domain.ports import Desk
from domain.ticket import Status, Ticket
from domain.usecases.complain import COMPLAINT
from domain.usecases.confide import LONGEST as LONGEST_SECRET
from handlers.view.clauses import clause, demanded, inside
from handlers.view.corrected import corrected
from handlers.view.decided import closed, held, limited, paid_answered, paid_offered
from handlers.view.incidents import incident_told, known_failures, part_of_failure
from handlers.view.letter_told import (
    came_late,
    copied_told,
    details_taken,
    files_refused,
    lacking_lines,
    mail_proved,
    refused_lines,
    several_lines,
)
from handlers.view.linked import linked_words
from handlers.view.phone import phone_proved
from handlers.view.standing import (
    due,
    in_confidence,
    late_words,
    level_words,
    priority,
    priority_words,
    promised,
    target,
)
from handlers.view.times import day, span, when
from handlers.view.told import Told
from handlers.view.words import _, language, ngettext
from handlers.view.work_told import WORK_TOLD, agreed, why


def told(desk: Desk, ticket: Ticket, parcel: Parcel) -> Told:
    """The words for one notice to the requester, in the language being spoken."""
    words = _WORDS[parcel.code](desk, ticket, parcel.facts)
    before, after, facts = (list(filter(None, lines)) for lines in (words.before, words.after, words.facts))
    return replace(words, before=before, after=after, facts=facts)


def _registered(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    rules = ticket.regulation
    lines = [due(ticket)]
    unsure = rules.demand("no_guarantee")
    guarantee = demanded(unsure.text, unsure.clause) if unsure else ""
    if ticket.priority:
        lines.insert(0, _("{priority}, provisional until confirmed.").format(priority=priority_words(priority(ticket))))
    if not facts.get("open", True):
        lines.append(
            _("We are closed now and start on {at}{clause}.").format(
                at=when(facts["opens"], rules), clause=clause(rules.clause("hours"))
            )
        )
    if facts.get("head") and rules.queue.head:
        lines.append(_("You are served out of turn{clause}.").format(clause=clause(rules.queue.head.clause)))
    if ticket.response_due and not rules.promises_by_priority:
        at, cited = when(ticket.response_due, rules), clause(rules.clause("response"))
        lines.append(_("What happens next: you hear from us by {at}{clause}.").format(at=at, clause=cited))
    elif ticket.response_due:
        lines.append(
            _(
                "What happens next: by {at} a specialist takes it and confirms the priority and the deadline{clause}."
            ).format(at=when(ticket.response_due, rules), clause=clause(rules.clause("response")))
        )
    lines.append(guarantee)
    linked = _linked(rules.clause("one_issue"), facts)
    lines += linked
    failure = part_of_failure(facts) or known_failures(facts, rules)
    lines += failure
    after = []
    if facts.get("code"):
        after = [
            _("Code: {code}").format(code=facts["code"]),
            _(
                "Send this code to the bot in Telegram: that proves the address, and from then on the whole "
                "conversation will come here too. If you did not ask for support, just ignore this letter."
            ),
        ]
    several = several_lines(facts.get("several") or [], rules, repeated=not facts.get("unproved"))
    own = [*refused_lines(facts.get("refused") or [], rules), *several]
    after += lacking_lines(facts.get("lacking") or [], rules)
    bare = [due(ticket), guarantee, *linked, *failure, *after]
    return Told(_("Your request is registered"), lines, after=[*own, *after], facts=bare)


def _linked(cited: str | None, facts: dict[str, Any]) -> list[str]:
    """The requests that were registered with it, and the one in which it came up."""
    lines = [linked_words(LinkKind.PART, facts["apart"], cited)] if facts.get("apart") else []
    lines += [linked_words(LinkKind.ORIGIN, [facts["origin"]], cited)] if facts.get("origin") else []
    return [f"{line}." for line in lines]


def _started(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    lines = [_("{name} is working on it{clause}.").format(name=facts["assignee"], clause=clause(facts.get("clause")))]
    return Told(_("Work has begun"), lines)


def _handed_over(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    """Somebody else works on it now; one who has yet to take it is only responsible for it."""
    cited = clause(facts.get("clause"))
    if facts.get("begun"):
        line = _("{name} is working on it now{clause}.").format(name=facts["assignee"], clause=cited)
        return Told(_("Another specialist works on your request"), [line])
    line = _("{name} is responsible for it{clause}. We tell you when the work begins.")
    return Told(_("Your request has an assignee"), [line.format(name=facts["assignee"], clause=cited)])


def _priority(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    now = priority_words(priority(ticket, facts["priority"]))
    rules = ticket.regulation
    at = when(facts["due"], rules) if facts.get("due") else None
    cited = clause(rules.clause("priority"))
    if facts["before"] and facts["before"] != facts["priority"]:
        title = _("The priority was changed")
        first = _("{now}, it was: {before}{clause}.").format(
            now=now, before=inside(priority(ticket, facts["before"])), clause=cited
        )
    else:
        title = _("The priority is confirmed") if facts["before"] else _("The priority is set")
        first = _("{now}{clause}.").format(now=now, clause=cited)
    aim = target(ticket)
    promise = at and (aim is None or not aim.norm)
    deadline = _("Deadline: {at}.").format(at=at) if promise else due(ticket)
    return Told(
        title, [*agreed(facts), first, deadline, promised(ticket), *why(facts)], facts.get("text", ""), facts=[first]
    )


def _question(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    return Told(
        _("We have a question"),
        words=facts["text"],
        after=[_("The clock stands until you answer.")] if target(ticket) else [],
    )


def _secret_asked(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    demand = ticket.regulation.demand("secrets")
    after = [demanded(demand.text, facts.get("clause"))] if demand else []
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
    if facts.get("lines"):
        return Told(_("We are waiting for your answer"), lines, after=lacking_lines(facts["lines"], ticket.regulation))
    after = [_only_in_the_chat()] if facts.get("in_confidence") else []
    return Told(_("We are waiting for your answer"), lines, words=facts.get("text", ""), after=after)


def _answer(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    titles = {
        "phone": _("{name} answered you by phone on {at}"),
        "remote": _("{name} helped you by remote access on {at}"),
    }
    cited, confidence = clause(facts.get("clause")), in_confidence(ticket)
    if facts.get("means") in titles:
        at = when(facts["told_at"], ticket.regulation)
        title = titles[facts["means"]].format(name=facts["by"], at=at)
        after = [_("This is the same in writing{clause}.").format(clause=cited), *confidence]
        return Told(title, words=facts["text"], after=after, bare=_("We have answered"))
    title, bare = _("{name} answers").format(name=facts["by"]), _("We have answered")
    before = [_("A standard answer{clause}.").format(clause=cited)] if facts.get("article") else []
    return Told(title, before, words=facts["text"], after=confidence, bare=bare)


def _completed(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    after = [_("Is the problem solved? If not, tell us what is left.")]
    if facts.get("silence"):
        after.append(
            _("If we hear nothing within {time}, the request will be closed{clause}.").format(
                time=span(facts["silence"]), clause=clause(facts.get("silence_clause"))
            )
        )
    facts_only, before = after[1:], []
    if facts.get("resolution"):
        ending = ticket.regulation.resolutions[facts["resolution"]].in_(language())
        before = [_("Resolution: {resolution}{clause}.").format(resolution=ending, clause=clause(facts.get("clause")))]
    after += in_confidence(ticket)
    return Told(_("We think it is done"), before, words=facts["text"], after=after, facts=[*before, *facts_only])


def _silence_reminder(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    line = _("If we hear nothing by {at}, the request will be closed{clause}.").format(
        at=when(facts["closes"], ticket.regulation), clause=clause(facts.get("clause"))
    )
    title = _("We are waiting for your answer") if facts.get("asked") else _("Is it solved?")
    return Told(title, [line], facts=[line])


def _resumed(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    cited, why = clause(facts.get("clause")), ""
    if facts.get("text"):
        why = _("Your objection is accepted{clause}.").format(clause=cited)
    elif facts.get("reopened"):
        why = _("It is open again under the same number{clause}.").format(clause=cited)
    elif facts.get("clause"):
        why = _("Your words brought it back to work{clause}.").format(clause=cited)
    return Told(_("Back in work"), [why, due(ticket), promised(ticket)], words=facts.get("text", ""), facts=[why])


def _promised(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    line = _("We expect the solution by {at}{clause}.").format(
        at=when(facts["until"], ticket.regulation), clause=clause(facts.get("clause"))
    )
    after = [line, due(ticket)]
    return Told(_("It takes longer"), _sent_when_late(ticket), words=facts["text"], after=after, facts=[line])


def _sent_when_late(ticket: Ticket) -> list[str]:
    """What the regulation wants sent when the time does not suffice, as a heading of the words (barier 6.3)."""
    wanted = late_words(ticket)
    return [_("{What}:").format(What=wanted[0].upper() + wanted[1:])] if wanted else []


def _work_resumed(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    return Told(_("We go on"), [due(ticket), promised(ticket)])


def _new_rules(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    lines = [
        _("Version {version} is in force from {day}{clause}: {link}").format(
            version=facts["version"],
            day=day(date.fromisoformat(facts["valid_from"])),
            clause=clause(facts.get("clause")),
            link=facts["link"],
        ),
        _("What you have open goes on under the version it was registered by."),
    ]
    return Told(_("The support regulation has changed"), lines, facts=lines)


def _involved(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    if facts.get("address"):
        return copied_told(facts)
    return Told(_("More hands at work"), [brought_in(ticket)])


def brought_in(ticket: Ticket) -> str:
    """That somebody from outside takes part, by the regulation's words; not who (e-doc 17)."""
    demand = ticket.regulation.demand("third_parties")
    return demanded(demand.text, demand.clause) if demand else ""


def _identified(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    """Whose it is, and the deadlines that follow."""
    rules = ticket.regulation
    cited = clause(facts.get("clause"))
    lines = [_("The request counts as {customer}'s{clause}.").format(customer=facts["organization"], clause=cited)]
    if named := level_words(rules, ticket.tier, ticket.client):
        lines.append(_("Level: {level}").format(level=named) + ".")
    if ticket.response_due and ticket.responded_at is None:
        at = when(ticket.response_due, rules)
        lines.append(_("You hear from us by {at}{clause}.").format(at=at, clause=clause(rules.clause("response"))))
    if ticket.status is not Status.COMPLETED:
        lines.append(due(ticket))
    return Told(_("Your organization is recognized"), lines)


def _taken_over(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    lines = [due(ticket)] if ticket.is_open and due(ticket) else []
    after = [] if ticket.email else [_("There is no e-mail address for letters yet.")]
    title = _("The request is yours now: {name} has handed it over").format(name=facts["from"])
    return Told(title, lines, after=after, bare=_("The request has been handed over"))


def _colleague(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    """Tickets are shared within the organization: who has the same problem adds to the one there is."""
    demand = ticket.regulation.demand("colleagues")
    after = _("The answers go on coming to you{clause}.").format(clause=clause(demand.clause if demand else None))
    title = _("Your colleague {name} adds").format(name=facts["by"])
    return Told(title, words=facts["text"], after=[after], bare=_("Your colleague adds something"))


def _complaint_sent(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    cited = clause(facts.get("clause"))
    line = _("Your letter is on its way to quality control, past the person who works on the request{clause}.")
    title = _("We pass your complaint on") if facts["letter"] == COMPLAINT else _("We pass your wish for speed on")
    lines = [line.format(clause=cited)]
    if facts.get("due"):
        at = when(facts["due"], ticket.regulation)
        lines.append(_("Its number is {number}. You get an answer by {at}.").format(number=facts["complaint"], at=at))
    elif facts.get("complaint"):
        lines.append(_("Its number is {number}.").format(number=facts["complaint"]))
    return Told(title, lines, words=facts["text"], facts=lines)


def _complaint_answered(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    title = _("The answer to your complaint {number}").format(number=facts["complaint"])
    if facts.get("rated"):
        title = _("About your rating")
    return Told(title, [_("{name} answers.").format(name=facts["by"])], words=facts["text"])


def _you_wrote(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    if facts.get("in_confidence"):
        lines = [_("The words themselves are in no letter and in no journal: the assignee can look at them once.")]
        return Told(_("You told us something in confidence"), lines)
    if facts.get("stars"):
        return Told(_("You rated us: {stars} of 5").format(stars=facts["stars"]), words=facts["text"])
    if facts.get("edited"):
        was = [_("Before: {words}").format(words=facts["before"])] if facts.get("before") else []
        return Told(_("You corrected a message"), was, words=facts["text"])
    if facts.get("objects"):
        return Told(_("You objected to the priority"), words=facts["text"])
    title = _("You wrote a letter") if facts.get("by_letter") else _("You wrote in the chat")
    return Told(title, words=facts["text"])


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
    Code.HELD: held,
    Code.WORK_RESUMED: _work_resumed,
    Code.CLOSED: closed,
    Code.LIMITED: limited,
    Code.PAID_OFFERED: paid_offered,
    Code.PAID_ANSWERED: paid_answered,
    Code.TAKEN_OVER: _taken_over,
    Code.COMPLAINT_SENT: _complaint_sent,
    Code.COMPLAINT_ANSWERED: _complaint_answered,
    Code.NEW_RULES: _new_rules,
    Code.INVOLVED: _involved,
    Code.IDENTIFIED: _identified,
    Code.COLLEAGUE: _colleague,
    Code.CORRECTED: corrected,
    Code.HANDED_OVER: _handed_over,
    Code.INCIDENT: incident_told,
    Code.PHONE_PROVED: phone_proved,
    Code.FILES_REFUSED: files_refused,
    Code.MAIL_PROVED: mail_proved,
    Code.DETAILS_TAKEN: details_taken,
    Code.CAME_LATE: came_late,
    Code.YOU_WROTE: _you_wrote,
    **WORK_TOLD,
}
