"""Read the desk: the parts of a regulation's file that say what is solved, by which doors, and how a ticket ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import cast, get_args

from domain.answers import Text
from domain.reading import Table
from domain.rules import DEMANDS, RULES
from domain.terms import (
    RESOLUTIONS,
    Completion,
    Conduct,
    Decision,
    Demand,
    Door,
    Head,
    OtherWay,
    Priority,
    Protected,
    Quality,
    QualityLetter,
    Queue,
    Reason,
    ReasonDemand,
    ReturnedBy,
    ScopeItem,
)

_CLAUSE = 'a clause such as "4.9"'


def read_door(row: Table, key: str) -> Door:
    """A way in."""
    if key not in ("chat", "email", "phone"):
        row.problem("key", f'"{key}" must be one of chat, email, phone')
    addresses = row.optional_table("addresses")
    by_address = {name: addresses.text(name, right=_CLAUSE) for name in addresses.free_keys()} if addresses else {}
    stands_for = row.maybe("stands_for", row.phrase)
    registers = row.flag("registers", default=True)
    return Door(key, row.clause(), row.is_assumed(), MappingProxyType(by_address), stands_for, registers)


def read_other_way(row: Table, key: str) -> OtherWay:
    """A way that is no door of the desk."""
    clause, assumed = row.cited()
    return OtherWay(key, row.phrase("label"), row.optional("address") or "", clause, assumed)


def read_reason(row: Table, key: str, priorities: Sequence[Priority]) -> Reason:
    """Why solving is postponed or impossible."""
    demands = row.maybe("demands", lambda name: row.words(name, allowed=get_args(ReasonDemand))) or ()
    known = [priority.key for priority in priorities]
    date_on = row.maybe("date_on", lambda name: row.words(name, allowed=known)) or ()
    clause, assumed, scope = row.clause(), row.is_assumed(), row.flag("scope")
    return Reason(key, clause, row.phrase("text"), assumed, cast(tuple[ReasonDemand, ...], demands), date_on, scope)


def read_reasons(top: Table, priorities: Sequence[Priority]) -> tuple[Reason, ...]:
    """The reasons in the file's order; at most one is that of the scope."""
    reasons = top.keyed("reasons", lambda row, key: read_reason(row, key, priorities))
    marked = [reason.key for reason in reasons if reason.scope]
    if len(marked) > 1:
        top.problem("reasons", f"only one of them can be that of the scope, not {' and '.join(marked)}")
    return reasons


def read_scope_item(row: Table, key: str) -> ScopeItem:
    """One thing that is solved or not."""
    clause, assumed = row.cited()
    decision = cast(Decision, row.one_of("decision", get_args(Decision)))
    addressee = row.maybe("addressee", row.phrase)
    if addressee and decision != "handed_over":
        row.problem("addressee", 'only goes with decision = "handed_over": to whom it is handed over')
    return ScopeItem(key, decision, row.phrase("text"), clause, assumed, row.flag("article"), addressee)


def read_protected(row: Table, key: str) -> Protected:
    """What only the owner may ask for."""
    clause, assumed = row.cited()
    return Protected(key, row.phrase("label"), row.phrase("refusal"), clause, assumed)


def read_completion(top: Table) -> tuple[Completion, tuple[str, ...]]:
    """How a ticket is completed, and the names of the resolutions that this regulation adds."""
    row = top.table("completion")
    by_argument = row.flag("dispute_needs_argument")  # as it was written before there were three ways
    said = row.maybe("returned_by", lambda name: row.one_of(name, get_args(ReturnedBy)))
    returned_by = cast(ReturnedBy, said or ("argument" if by_argument else "anything"))
    resolutions = row.maybe("resolutions", row.words)
    explained = row.maybe("explained", lambda name: row.words(name, allowed=resolutions or ("solved",))) or ()
    clause, assumed = row.clause(), row.is_assumed()
    if resolutions == ():
        row.problem("resolutions", 'needs at least one, such as ["solved"]')
    resolutions = resolutions or ("solved",)
    closes, reopen = row.flag("closes"), row.flag("reopen")
    found = Completion(closes, returned_by, reopen, resolutions, explained, clause, assumed)
    if closes and returned_by != "nothing":
        row.problem("returned_by", 'must be "nothing" where completing closes at once; reopen = true is another thing')
    row.done()
    return found, tuple(name for name in resolutions if name not in RESOLUTIONS)


def read_names(table: Table, demanded: Sequence[str]) -> Mapping[str, Text]:
    """A name in each language for each of the demanded keys, and no others."""
    names = MappingProxyType({key: table.phrase(key) for key in demanded})
    table.done()
    return names


def read_queue(top: Table, priorities: Sequence[Priority]) -> Queue:
    """Whose turn it is; without the table by priority, or by receipt where there are none."""
    row = top.optional_table("queue")
    if row is None:
        return Queue("priority" if priorities else "receipt", (), None, override=False, head=None, clause=None)
    known = [priority.key for priority in priorities]
    by = row.one_of("by", ["priority", "receipt"])
    clause, assumed = row.cited()
    head = row.optional_table("head")
    queue = Queue(
        by="priority" if by == "priority" else "receipt",
        first=row.maybe("first", lambda name: row.words(name, allowed=known)) or (),
        without=row.maybe("without", lambda name: row.one_of(name, known)),
        override=row.flag("override"),
        head=Head(head.phrase("ask"), head.phrase("yes"), head.phrase("no"), head.clause()) if head else None,
        clause=clause,
        assumed=assumed,
    )
    if by == "priority" and not known:
        row.problem("by", 'there are no priorities here; write by = "receipt"')
    if head:
        head.done()
    row.done()
    return queue


def read_quality(top: Table) -> Quality | None:
    """How quality control is reached, if the regulation has one."""
    row = top.optional_table("quality")
    if row is None:
        return None
    right = "an e-mail address; leave the key out where the settings give it"
    email = row.optional("email", pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+", right=right)
    letters = row.words("letters", allowed=("complaint", "speed_up"))
    within = row.maybe("answer_within", row.duration)
    clause, assumed = row.cited()
    row.done()
    kinds = tuple(cast(QualityLetter, word) for word in letters)
    return Quality(email, kinds, within, clause, assumed)


def read_conduct(top: Table, reasons: Sequence[Reason]) -> Conduct | None:
    """What follows on insults, if the regulation says so."""
    row = top.optional_table("conduct")
    if row is None:
        return None
    reason = row.one_of("reason", [reason.key for reason in reasons])
    clause, assumed = row.cited()
    found = Conduct(reason, row.flag("tell_lead"), clause, assumed)
    row.done()
    return found


def read_demands(top: Table) -> Mapping[str, Demand]:
    """What the regulation wants beyond what every desk does."""
    table = top.optional_table("demands")
    if table is None:
        return MappingProxyType({})
    for key in table.free_keys():
        if key not in DEMANDS:
            table.problem(key, f"no demand is called so; there are {', '.join(sorted(DEMANDS))}")
    found = table.free(lambda row: (row.phrase("text"), *row.cited()))
    return MappingProxyType({key: Demand(key, *parts) for key, parts in found.items()})


def read_clauses(table: Table) -> Mapping[str, str]:
    """The clause of each rule that has one."""
    for rule in table.free_keys():
        if rule not in RULES:
            table.problem(rule, f"no rule is called so; there are {', '.join(sorted(RULES))}")
    return MappingProxyType({rule: table.text(rule, right=_CLAUSE) for rule in table.free_keys()})
