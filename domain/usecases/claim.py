"""Claim: whom somebody says they belong to. The person confirms the name, staff the rest; until then it gives no right."""

from __future__ import annotations

from typing import Any

from domain.claims import CLAIMED, MATCH, by_contract, claimed, named, spelt_so
from domain.draft import Draft
from domain.people import Person
from domain.ports import Desk


def ask_whose(desk: Desk, person: Person, intake: Draft) -> None:
    """An organization was typed: if it is nearly a customer's name, ask whether it is that one.

    The contract is echoed only if it was typed too.
    """
    kept = {key: answer for key, answer in intake.answers.items() if key not in (MATCH, CLAIMED, "claim")}
    typed = kept.get("organization", "")
    match: dict[str, Any] = {}
    if typed and not person.organization_id and desk.regulation.knows_customers:
        everybody = desk.customers.all()
        found = named(everybody, typed) or _with_contract(everybody, typed)
        if found is not None and not spelt_so(found, typed):
            typed_too = by_contract([found], typed) is not None
            contract = found.contract if typed_too else ""
            match = {MATCH: {"id": found.id, "name": found.name, "contract": contract, "typed": typed}}
    intake.answers = kept | match


def confirm_claim(desk: Desk, intake: Draft) -> None:
    """«Да»: the name as it is registered, and whom they claim to belong to. «Нет»: what was typed stays, or stands again
    where it was «Да» before."""
    match = intake.answers.get(MATCH, {})
    if not match:
        return
    if intake.answers.get("claim") != "yes":
        kept = {key: answer for key, answer in intake.answers.items() if key != CLAIMED}
        intake.answers = kept | ({"organization": match["typed"]} if match.get("typed") else {})
        return
    field = next((f for f in desk.regulation.fields if f.key == "organization"), None)
    name = {"organization": match["name"]} if field and field.takes(match["name"]) else {}
    intake.answers = {**intake.answers, **name, CLAIMED: match["id"]}


def claim_of(desk: Desk, intake: Draft) -> str:
    """The id of the customer they seem to speak for; empty if none, or they said that it is another."""
    answers = intake.answers
    if answers.get(CLAIMED):
        return str(answers[CLAIMED])
    if not desk.regulation.knows_customers or answers.get("claim") == "no":
        return ""
    found = claimed(desk.customers.all(), answers.get("organization", ""), answers.get("email", ""))
    return found.id if found else ""


def _with_contract(everybody: list[Any], typed: str) -> Any:
    """«ООО «Ромашка», договор 17-A»: the name stands there beside the contract."""
    found = by_contract(everybody, typed)
    if found is None:
        return None
    rest = typed.casefold().replace(found.contract.casefold(), " ")
    rest = rest.replace("договор", " ").replace("№", " ")
    return found if named([found], rest) is found else None
