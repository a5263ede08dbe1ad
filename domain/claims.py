"""Claims: which customer somebody seems to speak for, by what they typed. It gives no right; it saves staff the search.

A name is echoed to whoever typed it nearly letter by letter, and never more than that: who the other customers are, and
their contracts, is nobody's business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from domain.customers import Organization, bare_name, mail_domain

CLAIMED = "_organization"
"""Among the answers: the id of the customer that somebody says they belong to."""
MATCH = "_match"
"""Among an intake's answers: the customer that is to be confirmed, as far as its name was typed."""
NEAR = 90.0
"""Of 100: so alike are names that differ by a slip of the finger."""
_SHORTEST_NAME, _SHORTEST_CONTRACT = 3, 3
_AROUND = re.compile(r"договор\w*|contract|№|#|\s|от\b", re.IGNORECASE)


def named(organizations: Sequence[Organization], typed: str) -> Organization | None:
    """The one customer whose name was typed, but for slips, case and legal form; None if that is none, or not clear."""
    said = bare_name(typed)
    if len(said) < _SHORTEST_NAME:
        return None
    rated = [(_alike(said, bare_name(o.name)), o) for o in organizations]
    best = max((score for score, _ in rated), default=0.0)
    found = [o for score, o in rated if score == best]
    return found[0] if best >= NEAR and len(found) == 1 else None


def spelt_so(organization: Organization, typed: str) -> bool:
    """Whether the very name was typed, legal form and all, whatever its quotes and case: then there is nothing to ask."""
    one, other = (re.sub(r"\W+", " ", name.casefold().replace("ё", "е")).split() for name in (organization.name, typed))
    return one == other


def by_contract(organizations: Sequence[Organization], typed: str) -> Organization | None:
    """The one customer whose contract number was typed, alone or among other words."""
    found = [o for o in organizations if o.contract and _names_contract(typed, o.contract)]
    return found[0] if len(found) == 1 else None


def claimed(organizations: Sequence[Organization], typed: str, address: str) -> Organization | None:
    """Whose it may well be, for staff to confirm: by the contract, the very name, or the mail domain, though not proved."""
    if found := by_contract(organizations, typed) or named(organizations, typed):
        return found
    domain = mail_domain(address)
    fitting = [o for o in organizations if domain and domain in o.domains]
    return fitting[0] if len(fitting) == 1 else None


def _alike(said: str, name: str) -> float:
    """Numbers are no slips: «Школа 17» is not «Школа 18»."""
    if re.findall(r"\d+", said) != re.findall(r"\d+", name):
        return 0.0
    return max(fuzz.ratio(said, name), fuzz.token_sort_ratio(said, name))


def _names_contract(typed: str, contract: str) -> bool:
    said, number = typed.casefold(), contract.casefold()
    if _AROUND.sub("", said) == _AROUND.sub("", number):
        return True
    telling = len(number) >= _SHORTEST_CONTRACT and any(sign.isdigit() for sign in number)
    return telling and re.search(rf"(?<![\w/-]){re.escape(number)}(?![\w/-])", said) is not None
