"""Trust: whether our own mail server vouches for the sender of a letter (RFC 8601, Authentication-Results).

Such a header says what was checked where it was written; anybody can write one. Only the topmost that begins with our own
server's name, letter by letter as that server writes it, is believed: it was put there last. A name behind a comment, in quotes
or in an encoded word is none, for the server takes no such header away from letters that come in. Without that name nothing is.
"""

from __future__ import annotations

from collections.abc import Sequence

from authres import AuthenticationResultsHeader
from authres.core import AuthResError, NoneAuthenticationResult

LONGEST = 4000
"""Characters of such a header that are looked at."""


def vouched(results: Sequence[str], sender: str, server: str) -> bool:
    """Whether DMARC passed for the sender's domain, or SPF or DKIM for that domain or one above it.

    `results`: the headers, topmost first. `server`: our own server's name in them (authserv-id); empty: nobody's.
    """
    domain = sender.rpartition("@")[2].casefold().rstrip(".")
    own = _own(results, server) if server and "." in domain else None
    if own is None:
        return False
    dmarc = [result.result for result in own.results if result.method == "dmarc"]
    if len(dmarc) > 1 or "fail" in dmarc:
        return False  # it is checked once; whatever else is said beside that
    return any(_passes(result, domain) for result in own.results)


def _own(results: Sequence[str], server: str) -> AuthenticationResultsHeader | None:
    value = next((one for one in results if _named(one) == server.casefold()), None)
    if value is None:
        return None
    try:
        return AuthenticationResultsHeader.parse(f"Authentication-Results: {value[:LONGEST]}")
    except (AuthResError, ValueError, IndexError):
        return None  # ours, and spoilt: nothing below it is any better


def _named(value: str) -> str:
    words = value.strip().split(";", 1)[0].split()
    return words[0].casefold() if words else ""


def _passes(result: object, domain: str) -> bool:
    if isinstance(result, NoneAuthenticationResult) or getattr(result, "result", "") != "pass":
        return False
    said = {(one.type, one.name): str(one.value).casefold().strip() for one in getattr(result, "properties", [])}
    match getattr(result, "method", ""):
        case "dmarc":
            checked = said.get(("header", "from"), domain)
            return _domain(checked) == domain
        case "spf":
            return _aligned(_domain(said.get(("smtp", "mailfrom"), "")), domain)
        case "dkim":
            return _aligned(said.get(("header", "d")) or _domain(said.get(("header", "i"), "")), domain)
    return False


def _domain(said: str) -> str:
    return said.rpartition("@")[2].rstrip(".").strip('"<>')


def _aligned(checked: str, domain: str) -> bool:
    """The same domain, or one above it: who holds that holds this too."""
    checked = checked.rstrip(".").strip('"<>')
    return "." in checked and (checked == domain or domain.endswith(f".{checked}"))
