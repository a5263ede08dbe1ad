"""Decided in words: put off, refused, handed on, offered for money, closed, each with its clause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.journal import EntryKind
from domain.ports import Desk
from domain.rules import UNNUMBERED
from domain.terms import ScopeItem
from domain.ticket import Ticket
from handlers.view.clauses import clause, clause_words, demanded, inside
from handlers.view.events import event
from handlers.view.standing import due, in_confidence, priority, target
from handlers.view.times import span, when
from handlers.view.told import Told
from handlers.view.words import _, language


def held(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    before = [because(ticket, facts)]
    after = [*handed_on(ticket, facts), planned(ticket, facts)]
    if facts.get("until"):
        after.append(_("We expect the solution by {at}.").format(at=when(facts["until"], ticket.regulation)))
    if facts.get("clock_stands") and target(ticket):
        after.append(_("Until we go on, the clock stands."))
    return Told(_("The work is put off"), before, words=facts["text"], after=after, facts=after)


def because(ticket: Ticket, facts: dict[str, Any]) -> str:
    """The regulation's reason, with its clause; or the priority, where that alone is one (gravity 5.2)."""
    if not facts.get("reason"):
        return _("{priority} priority: such requests we may leave unsolved{clause}.").format(
            priority=priority(ticket, facts["priority"]), clause=clause(facts.get("clause"))
        )
    reason = ticket.regulation.reason(facts["reason"])
    return _("Reason: {reason}{clause}.").format(
        reason=inside(reason.text.in_(language())), clause=clause(facts.get("clause"))
    )


def planned(ticket: Ticket, facts: Mapping[str, Any]) -> str:
    """The version that the solution is planned for (gravity 2.2)."""
    cited = clause_words(ticket.regulation.clause("development"))
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


def item_words(ticket: Ticket, facts: Mapping[str, Any]) -> str:
    """«Установка программного продукта (п. 3.1-5 Регламента).»"""
    item = _item(ticket, facts)
    return demanded(item.text, item.cited) if item else ""


def limited(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    lines = [item_words(ticket, facts), _("With this we help as far as we can; the work goes on.")]
    return Told(_("We do this in a limited way"), lines, facts=lines)


def paid_offered(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    after = [_("We begin once you agree."), *([_("Until you answer, the clock stands.")] if target(ticket) else [])]
    return Told(_("This is paid for separately"), [item_words(ticket, facts)], words=facts["text"], after=after)


def paid_answered(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    if facts["agreed"]:
        return Told(_("Your consent to the paid work is recorded"), [_("Thank you. We go on."), due(ticket)])
    return Told(_("Your refusal of the paid work is recorded"), [_("We look at what can be done without it.")])


def closed(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
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
    elif facts.get("how") == "withdrawn":
        line = _("You have withdrawn it.")
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
        words = item_words(ticket, facts)
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
