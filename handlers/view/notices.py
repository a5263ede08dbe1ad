"""Notices in words: the same ones for the chat and for the letter. Somebody's own words stand apart from the desk's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from domain.journal import EntryKind
from domain.notices import Code, Parcel
from domain.ports import Desk
from domain.regulation import Regulation
from domain.rules import UNNUMBERED
from domain.sla import Target
from domain.terms import ScopeItem
from domain.ticket import Status, Ticket
from domain.usecases.complain import COMPLAINT
from domain.usecases.confide import LONGEST as LONGEST_SECRET
from handlers.view.clauses import clause, demanded
from handlers.view.events import event
from handlers.view.form import form
from handlers.view.times import day, span, when
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
    words = _WORDS[parcel.code](desk, ticket, parcel.facts)
    before, after, facts = (list(filter(None, lines)) for lines in (words.before, words.after, words.facts))
    return replace(words, before=before, after=after, facts=facts)


def in_confidence(ticket: Ticket) -> list[str]:
    """What is learnt here stays here, where the regulation wants that said under answers (intervale 3.2)."""
    demand = ticket.regulation.demand("confidentiality")
    return [demanded(demand.text, demand.clause)] if demand else []


def level_words(rules: Regulation, tier: str, client: str) -> str:
    """Tier and category of client by the regulation's names, where it has such."""
    spoken = language()
    named = [g for g in rules.tiers if g.key == tier] + [g for g in rules.clients if g.key == client]
    return ", ".join(group.label.in_(spoken) for group in named)


def short_clause(number: str | None) -> str:
    """« (п. 4.9)», or nothing for a rule that is our own."""
    if number == UNNUMBERED:
        return clause(number)
    return _(" (clause {clause})").format(clause=number) if number else ""


def status(ticket: Ticket) -> str:
    """The state by the name the regulation gives it."""
    return ticket.regulation.statuses[ticket.status].in_(language())


def priority(ticket: Ticket, key: str | None = None) -> str:
    """The priority's name."""
    return ticket.regulation.priority(key or ticket.priority).name.in_(language())


def target(ticket: Ticket) -> Target | None:
    """The time for solving that holds for the ticket now; None where the regulation gives none, or none yet."""
    rules = ticket.regulation
    try:
        known = {"tier": ticket.tier, "client": ticket.client, "category": ticket.kind}
        return rules.targets(priority=ticket.priority, **known).resolution
    except KeyError:
        return None


def due(ticket: Ticket) -> str:
    """When the solution is due, provisional until staff have confirmed the priority; empty where no time is given for it.

    A norm is told as the usual time, never as a promise (gravity 2.3, 5.2).
    """
    aim = target(ticket)
    if aim is None:
        return ""
    if ticket.resolution_due is None:
        if ticket.status is Status.CLARIFICATION:
            waits = _("Usual time: the clock stands while we wait for your answer.")
            return waits if aim.norm else _("Deadline: the clock stands while we wait for your answer.")
        if ticket.status is Status.ON_HOLD:
            stands = _("Usual time: the clock stands until we go on.")
            return stands if aim.norm else _("Deadline: the clock stands until we go on.")
        return ""
    at, rules = when(ticket.resolution_due, ticket.regulation), ticket.regulation
    settled = ticket.priority_confirmed or not rules.promises_by_priority
    if aim.norm:
        words = _("Usual time: by {at}{clause}.") if settled else _("Usual time: by {at}{clause}, until confirmed.")
        return words.format(at=at, clause=short_clause(aim.clause))
    if settled:
        return _("Deadline: {at}.").format(at=at)
    return _("Deadline: {at}, provisional until confirmed.").format(at=at)


def promised(ticket: Ticket) -> str:
    """The date that was promised when the deadline could not be kept, to be shown beside it (barier 6.3)."""
    if ticket.promised_at is None:
        return ""
    return _("Promised by {at}.").format(at=when(ticket.promised_at, ticket.regulation))


def standing(ticket: Ticket) -> list[str]:
    """Number, state and deadline: what may be said to anybody who holds the number."""
    lines = [_("State: {status}.").format(status=status(ticket))]
    if ticket.is_open and ticket.status is not Status.COMPLETED:
        lines += filter(None, [due(ticket), promised(ticket)])
    return lines


def _registered(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    rules = ticket.regulation
    lines = [due(ticket)]
    unsure = rules.demand("no_guarantee")
    guarantee = unsure.text.in_(language()).rstrip(".") + clause(unsure.clause) + "." if unsure else ""
    if ticket.priority:
        lines.insert(0, _("{priority}, provisional until confirmed.").format(priority=priority(ticket)))
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
    after = []
    if facts.get("code"):
        after = [
            _("Code: {code}").format(code=facts["code"]),
            _(
                "Send this code to the bot in Telegram: that proves the address, and from then on the whole "
                "conversation will come here too. If you did not ask for support, just ignore this letter."
            ),
        ]
    if facts.get("lacking"):
        after += _lacking(ticket, facts["lacking"])
    return Told(_("Your request is registered"), lines, after=after, facts=[due(ticket), guarantee, *after])


def _lacking(ticket: Ticket, lines: list[str]) -> list[str]:
    """What a letter did not say, asked back: lines to fill in and send as the answer (barier 4.2, 7.7)."""
    rules = ticket.regulation
    ask = _("To begin we need a little more{clause}. Please fill in these lines and send them as your answer:")
    return [ask.format(clause=clause(rules.clause("fields"))), form(rules, lines)]


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
        title = _("The priority is confirmed") if facts["before"] else _("The priority is set")
        first = _("{now}{clause}.").format(now=now, clause=cited)
    aim = target(ticket)
    promise = at and (aim is None or not aim.norm)
    deadline = _("Deadline: {at}.").format(at=at) if promise else due(ticket)
    return Told(title, [first, deadline, promised(ticket)], facts=[first])


def _question(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    return Told(
        _("We have a question"),
        words=facts["text"],
        after=[_("The clock stands until you answer.")] if target(ticket) else [],
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
    if facts.get("lines"):
        return Told(_("We are waiting for your answer"), lines, after=_lacking(ticket, facts["lines"]))
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
    facts_only = after[1:]
    return Told(_("We think it is done"), words=facts["text"], after=after + in_confidence(ticket), facts=facts_only)


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


def late_words(ticket: Ticket) -> str:
    """«полное описание проблемы»: what is sent beside the expected term; empty where the regulation does not say."""
    late = ticket.regulation.priority(ticket.priority).late if ticket.priority else None
    return late.in_(language()) if late else ""


def _held(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    before = [because(ticket, facts)]
    after = [*handed_on(ticket, facts), planned(ticket, facts)]
    if facts.get("until"):
        after.append(_("We expect the solution by {at}.").format(at=when(facts["until"], ticket.regulation)))
    if facts.get("clock_stands") and target(ticket):
        after.append(_("Until we go on, the clock stands."))
    return Told(_("The work is put off"), before, words=facts["text"], after=after, facts=after)


def _work_resumed(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    return Told(_("We go on"), [due(ticket), promised(ticket)])


def because(ticket: Ticket, facts: dict[str, Any]) -> str:
    """The regulation's reason, with its clause; or the priority, where that alone is one (gravity 5.2)."""
    if not facts.get("reason"):
        return _("{priority} priority: such requests we may leave unsolved{clause}.").format(
            priority=priority(ticket, facts["priority"]), clause=clause(facts.get("clause"))
        )
    reason = ticket.regulation.reason(facts["reason"])
    return _("Reason: {reason}{clause}.").format(
        reason=reason.text.in_(language()).rstrip("."), clause=clause(facts.get("clause"))
    )


def planned(ticket: Ticket, facts: Mapping[str, Any]) -> str:
    """The version that the solution is planned for (gravity 2.2)."""
    cited = short_clause(ticket.regulation.clause("development"))
    words = _("Planned for version {version}{clause}.")
    return words.format(version=facts["release"], clause=cited) if facts.get("release") else ""


def handed_on(ticket: Ticket, facts: Mapping[str, Any]) -> list[str]:
    """To whom it was handed on, or that it was to nobody (gravity 1.3, insales)."""
    item = _item(ticket, facts)
    cited = clause(facts.get("forward"))
    if item is not None and item.addressee:
        return [_("Handed on: {whom}{clause}.").format(whom=item.addressee.in_(language()), clause=cited)]
    if facts.get("addressee"):
        return [_("Handed on: {whom}{clause}.").format(whom=facts["addressee"].rstrip("."), clause=cited)]
    return [_("It was handed on to nobody{clause}.").format(clause=cited)] if "addressee" in facts else []


def _item(ticket: Ticket, facts: Mapping[str, Any]) -> ScopeItem | None:
    """The item of the scope that the facts name."""
    return ticket.regulation.scope_item(facts["item"]) if facts.get("item") else None


def _item_words(ticket: Ticket, facts: Mapping[str, Any]) -> str:
    """«Установка программного продукта (п. 3.1-5 Регламента).»"""
    item = _item(ticket, facts)
    return item.text.in_(language()).rstrip(".") + clause(item.cited) + "." if item else ""


def _limited(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    lines = [_item_words(ticket, facts), _("With this we help as far as we can; the work goes on.")]
    return Told(_("We do this in a limited way"), lines, facts=lines)


def _paid_offered(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    after = [_("We begin once you agree."), *([_("Until you answer, the clock stands.")] if target(ticket) else [])]
    return Told(_("This is paid for separately"), [_item_words(ticket, facts)], words=facts["text"], after=after)


def _paid_answered(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    if facts["agreed"]:
        return Told(_("Your consent to the paid work is recorded"), [_("Thank you. We go on."), due(ticket)])
    return Told(_("Your refusal of the paid work is recorded"), [_("We look at what can be done without it.")])


def _closed(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    if facts.get("how") == "silence":
        silence = ticket.regulation.silence_after_completed
        assert silence is not None
        line = {
            None: _("There was no answer for {time}, so the request is closed."),
            UNNUMBERED: _("There was no answer for {time}, so the request is closed by the Regulation."),
        }.get(
            facts.get("clause"),
            _("There was no answer for {time}, so the request is closed under clause {clause} of the Regulation."),
        )
        line = line.format(time=span(str(silence.after)), clause=facts.get("clause"))
    elif facts.get("how") == "no_reply":
        return _no_reply(ticket, facts)
    elif facts.get("how") == "completed":
        ending = ticket.regulation.resolutions[facts["resolution"]].in_(language())
        line = _("Resolution: {resolution}{clause}.").format(resolution=ending, clause=clause(facts.get("clause")))
        after = in_confidence(ticket) if facts.get("text") else []
        return Told(_("The request is closed"), [line], words=facts.get("text", ""), after=after, facts=[line])
    elif facts.get("how") == "refused":
        return _refused(ticket, facts)
    else:
        line = _("You confirmed the solution{clause}. Thank you!").format(clause=clause(facts.get("clause")))
    return Told(_("The request is closed"), [line], facts=[line])


def _refused(ticket: Ticket, facts: dict[str, Any]) -> Told:
    """Closed unsolved: the reason, what of the scope it is, and to whom it was handed on."""
    item, whom = _item(ticket, facts), handed_on(ticket, facts)
    to_somebody = bool(facts.get("addressee") or (item and item.addressee))
    title = (
        _("The request is handed on, and closed here") if to_somebody else _("The request is closed without a solution")
    )
    lines = [because(ticket, facts)]
    if item is not None:
        words = _item_words(ticket, facts)
        lines.append(words if item.addressee else _("Not solved by support: {item}").format(item=words))
    if not facts.get("reason"):
        lines.append(ticket.regulation.priority(facts["priority"]).definition.in_(language()))
    return Told(title, lines, words=facts.get("text", ""), after=whom)


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
            day=day(date.fromisoformat(facts["valid_from"])),
            clause=clause(facts.get("clause")),
            link=facts["link"],
        ),
        _("What you have open goes on under the version it was registered by."),
    ]
    return Told(_("The support regulation has changed"), lines, facts=lines)


def _involved(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    return Told(_("More hands at work"), [brought_in(ticket)])


def brought_in(ticket: Ticket) -> str:
    """That somebody from outside takes part, by the regulation's words; not who (e-doc 17)."""
    demand = ticket.regulation.demand("third_parties")
    return demand.text.in_(language()).rstrip(".") + clause(demand.clause) + "." if demand else ""


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
    Code.HELD: _held,
    Code.WORK_RESUMED: _work_resumed,
    Code.CLOSED: _closed,
    Code.LIMITED: _limited,
    Code.PAID_OFFERED: _paid_offered,
    Code.PAID_ANSWERED: _paid_answered,
    Code.COMPLAINT_SENT: _complaint_sent,
    Code.NEW_RULES: _new_rules,
    Code.INVOLVED: _involved,
    Code.IDENTIFIED: _identified,
    Code.YOU_WROTE: _you_wrote,
}
