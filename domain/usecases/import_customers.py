"""Import customers: lines of a sheet become customers, or change those there are; each line by itself, and none twice.

A sheet is handed in piece by piece, so that the desk goes on serving. Whatever came to nothing may come again: what stands
there already is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from domain.customer_sheet import IDENTITY, Line
from domain.customers import Organization
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import Refusal, WrongCustomer
from domain.terms import Group
from domain.usecases.customers import checked, put
from domain.usecases.staff_place import anywhere

PIECE = 500
"""Lines of one transaction."""
What = Literal["added", "changed", "same", "refused"]


@dataclass(frozen=True)
class Outcome:
    """What became of a line."""

    line: Line
    what: What
    refusal: Refusal | None = None


def import_lines(
    desk: Desk, lines: Sequence[Line], *, by: Speaker | None = None, only_look: bool = False
) -> list[Outcome]:
    """By contract number, else by the exact name. `only_look`: say what would become of them. NotStaff, OnlyLead.

    Whoever starts the desk is nobody's speaker: their `by` is None.
    """
    if by is not None:
        anywhere(desk, by).must_lead()
    known = _Known(desk.customers.named())
    return [_take(desk, line, known, only_look=only_look) for line in lines]


def groups_of(desk: Desk) -> Mapping[str, Sequence[Group]]:
    """The tiers and categories that a sheet may name."""
    return {"tier": desk.regulation.tiers, "client": desk.regulation.clients}


class Twice:
    """Refuses a line of a sheet that speaks of the same customer as one before it."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], int] = {}

    def checked(self, line: Line) -> Line:
        """The line, or the same refused."""
        if line.refusal:
            return line
        for key in IDENTITY:
            said = str(line.facts.get(key, "")).casefold()
            before = self._seen.setdefault((key, said), line.n) if said else line.n
            if before != line.n:
                return Line(line.n, line.cells, {}, WrongCustomer(key, "twice", line.facts[key], str(before)))
        return line


class _Known:
    """Who is there, by name and by contract in lower case."""

    def __init__(self, named: Iterable[tuple[str, str, str]]) -> None:
        self.ids: dict[str, dict[str, str]] = {"name": {}, "contract": {}}
        self.several: set[str] = set()
        for customer_id, name, contract in named:
            self.ids["name"][name.casefold()] = customer_id
            if contract:
                if contract.casefold() in self.ids["contract"]:
                    self.several.add(contract.casefold())
                self.ids["contract"][contract.casefold()] = customer_id

    def find(self, name: str, contract: str) -> str | None:
        """WrongCustomer for a contract that several have."""
        if contract.casefold() in self.several:
            raise WrongCustomer("contract", "several", contract)
        return self.ids["contract"].get(contract.casefold()) or self.ids["name"].get(name.casefold())

    def others(self, organization: Organization) -> Mapping[str, _Others]:
        return {key: _Others(ids, organization.id) for key, ids in self.ids.items()}

    def note(self, organization: Organization, name: str, contract: str) -> None:
        for key, before, now in (("name", organization.name, name), ("contract", organization.contract, contract)):
            if self.ids[key].get(before.casefold()) == organization.id:
                del self.ids[key][before.casefold()]
            if now:
                self.ids[key][now.casefold()] = organization.id


class _Others:
    """The names, or contracts, that belong to somebody else."""

    def __init__(self, ids: Mapping[str, str], own: str) -> None:
        self._ids, self._own = ids, own

    def __contains__(self, said: object) -> bool:
        return self._ids.get(str(said), self._own) != self._own


def _take(desk: Desk, line: Line, known: _Known, *, only_look: bool) -> Outcome:
    if line.refusal:
        return Outcome(line, "refused", line.refusal)
    try:
        found = known.find(str(line.facts.get("name", "")), str(line.facts.get("contract", "")))
        organization = desk.customers.get(found) if found else Organization("")
        new = checked(desk, organization, line.facts, known.others(organization))
    except WrongCustomer as refusal:
        return Outcome(line, "refused", refusal)
    if not new:
        return Outcome(line, "same")
    if not only_look:
        known.note(organization, new.get("name", organization.name), new.get("contract", organization.contract))
        put(desk, organization, new)
        if found is None:
            desk.customers.add(organization)
    return Outcome(line, "changed" if found else "added")
