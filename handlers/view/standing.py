"""Standing: where a ticket is now, in words: its state, its priority, what is promised and until when."""

from __future__ import annotations

from datetime import datetime

from domain.regulation import Regulation
from domain.sla import Target
from domain.ticket import Status, Ticket
from handlers.view.clauses import clause_words, demanded, inside
from handlers.view.times import day, when
from handlers.view.words import _, language


def in_confidence(ticket: Ticket) -> list[str]:
    """What is learnt here stays here, where the regulation wants that said under answers (intervale 3.2)."""
    demand = ticket.regulation.demand("confidentiality")
    return [demanded(demand.text, demand.clause)] if demand else []


def level_words(rules: Regulation, tier: str, client: str) -> str:
    """Tier and category of client by the regulation's names, where it has such."""
    spoken = language()
    named = [g for g in rules.tiers if g.key == tier] + [g for g in rules.clients if g.key == client]
    return ", ".join(group.label.in_(spoken) for group in named)


def status(ticket: Ticket) -> str:
    """The state by the name the regulation gives it."""
    return ticket.regulation.statuses[ticket.status].in_(language())


def staff_status(ticket: Ticket) -> str:
    """The same for staff: where the name is our own it speaks to the requester, whose answer is awaited."""
    ours = {"statuses", f"statuses.{ticket.status}"} & set(ticket.regulation.assumed)
    return _("Waiting for the requester") if ours and ticket.status is Status.CLARIFICATION else status(ticket)


def priority(ticket: Ticket, key: str | None = None) -> str:
    """The priority's name."""
    return ticket.regulation.priority(key or ticket.priority).name.in_(language())


def priority_words(name: str) -> str:
    """«Приоритет: низкий» where the name alone would not say what it is; «Приоритет 2» does."""
    itself = any(word in name.lower() for word in (_("priority"), _("level")))
    return name if itself else _("Priority: {name}").format(name=inside(name))


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
        return words.format(at=at, clause=clause_words(aim.clause))
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


def erased(ticket: Ticket) -> str:
    """That its personal data are gone, and since when; empty while they are there."""
    return erased_words(ticket.erased_at, ticket.regulation)


def erased_words(at: datetime | None, rules: Regulation) -> str:
    """The same of an instant, where there is one."""
    if at is None:
        return ""
    return _("Personal data erased on {day}.").format(day=day(at.astimezone(rules.zone).date()))


def why_erased(why: str) -> str:
    """Why a ticket's personal data are gone."""
    return {
        "asked": _("The requester asked for it."),
        "withdrawn": _("The consent was withdrawn."),
        "kept": _("They were kept as long as they should be."),
    }.get(why, "")


def late_words(ticket: Ticket) -> str:
    """«полное описание проблемы»: what is sent beside the expected term; empty where the regulation does not say."""
    late = ticket.regulation.priority(ticket.priority).late if ticket.priority else None
    return late.in_(language()) if late else ""
