"""Proof in words: a letter with a code is on its way, or why none is and when the next may be asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any

from babel.dates import format_datetime

from domain.refusals import CodeLater
from domain.regulation import Regulation
from domain.usecases.code_letters import ADDRESSES
from handlers.view.words import _, language, ngettext


def code_on_its_way(address: str) -> str:
    """What to do with it. In HTML."""
    return _(
        "A letter with a six-digit code goes to {address}. Send me the code, and the whole conversation will come there too."
    ).format(address=escape(address))


def no_code(address: str, facts: Mapping[str, Any], rules: Regulation) -> str:
    """Why the letter that was just sent has none, from the facts of a notice. In HTML."""
    until = datetime.fromisoformat(facts["code_from"]).astimezone(rules.zone)
    return escape(later(CodeLater(address, facts["no_code"], until, bool(facts.get("code_good")))))


def later(refusal: CodeLater) -> str:
    """No code goes there now."""
    at = format_datetime(refusal.until, _("d MMMM, HH:mm"), tzinfo=refusal.until.tzinfo, locale=language())
    if refusal.why == "addresses":
        return ngettext(
            "Codes went to {n} address of yours within a day, and that is all for now. The next one can go from {at}.",
            "Codes went to {n} addresses of yours within a day, and that is all for now. The next one can go from {at}.",
            ADDRESSES,
        ).format(n=ADDRESSES, at=at)
    if refusal.good:
        return _(
            "The code went to {address} not long ago and is still good: look for it in that letter. A new one can go from {at}."
        ).format(address=refusal.address, at=at)
    return _("A code for {address} was asked for within the last day. A new one can go from {at}.").format(
        address=refusal.address, at=at
    )
