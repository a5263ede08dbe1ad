"""Cards: numbers of bank cards in what somebody wrote, masked before anything is kept (gravity 3.5)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import phonenumbers

SHORTEST, LONGEST = 13, 19
"""Digits of a card's number (ISO/IEC 7812-1)."""
LONGEST_PHONE = 15
"""Digits of a phone number with its country code (E.164)."""

_BLANKS = "[ \\t\\u00a0\\u2000-\\u200f\\u202f\\u2060\\ufeff\\u00ad]"
_BETWEEN = f"(?:{_BLANKS}{{0,3}}[-\u2010-\u2014]{_BLANKS}{{0,3}}|{_BLANKS}{{1,3}})"
_RUN = re.compile(rf"\d+(?:{_BETWEEN}\d+)*")
_DIGITS = re.compile(r"\d+")
_FRACTION = re.compile(r"\d[.,]$")

# Card-like groupings that are looked for beside other numbers too: a card is often followed by its date.
_SHAPES = frozenset({(4, 4, 4, 4), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (4, 6, 5), (4, 6, 4), (4, 4, 5), (6, 10), (6, 13)})


def mask(text: str) -> str:
    """The text with each card's number as «•••• 1234»; the same text if there is none.

    A number has 13 to 19 digits, perhaps with blanks or hyphens between them, a check digit that fits (Luhn) and a beginning
    that banks give out. Parts of longer numbers, fractions and valid phone numbers are left alone.
    """
    return _RUN.sub(lambda run: _masked_run(run, text), text)


def passes_luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        twice = int(digit) * (1 + place % 2)
        total += twice - 9 if twice > 9 else twice
    return total % 10 == 0


def _masked_run(run: re.Match[str], text: str) -> str:
    """Numbers side by side: all of them together may be one card's, or some of them in a card's usual groups."""
    found = run.group()
    if _FRACTION.search(text[max(0, run.start() - 2) : run.start()]):
        return found
    groups = list(_DIGITS.finditer(found))
    out, kept_to, first = "", 0, 0
    while first < len(groups):
        after_plus = text[max(0, run.start() + groups[first].start() - 1)] == "+"
        for last in _ends(groups, first):
            part = groups[first:last]
            whole = last - first == len(groups)
            if not _looks_like_one(tuple(len(group.group()) for group in part), whole=whole):
                continue
            digits = "".join(str(unicodedata.digit(d)) for group in part for d in group.group())
            if _is_card(digits, after_plus=after_plus):
                out += found[kept_to : part[0].start()] + f"•••• {digits[-4:]}"
                kept_to, first = part[-1].end(), last - 1
                break
        first += 1
    return out + found[kept_to:]


def _ends(groups: Sequence[re.Match[str]], first: int) -> list[int]:
    """Behind which groups a number may end that begins with this one, the longest first: it has as many digits as cards have."""
    ends, digits = [], 0
    for last in range(first, min(len(groups), first + LONGEST)):
        digits += groups[last].end() - groups[last].start()
        if digits > LONGEST:
            break
        if digits >= SHORTEST:
            ends.append(last + 1)
    return ends[::-1]


def _looks_like_one(shape: tuple[int, ...], *, whole: bool) -> bool:
    """Whether a card's digits are grouped so."""
    return len(shape) == 1 or shape in _SHAPES or (whole and max(shape) <= 6)


def _is_card(digits: str, *, after_plus: bool) -> bool:
    if not (_is_given_out(digits) and passes_luhn(digits)):
        return False
    return not ((after_plus or len(digits) <= LONGEST_PHONE) and _is_phone(digits))


def _is_given_out(digits: str) -> bool:
    """Whether a payment system numbers its cards so: by the first digits (IIN) and the length."""
    length, two, four = len(digits), int(digits[:2]), int(digits[:4])
    return (
        (digits[0] == "4" and length in (13, 16, 18, 19))  # Visa
        or ((51 <= two <= 55 or 2221 <= four <= 2720) and length == 16)  # Mastercard
        or (2200 <= four <= 2204 and length >= 16)  # Mir
        or (two in (34, 37) and length == 15)  # American Express
        or ((300 <= four // 10 <= 305 or two in (36, 38, 39)) and length in (14, 16))  # Diners Club
        or (3528 <= four <= 3589 and length >= 16)  # JCB
        or ((two in (50, 56, 57, 58, 62, 65) or four in (6011, 6304) or 644 <= four // 10 <= 649) and length >= 16)
        or (two in (60, 61, 63, 64, 66, 67, 68, 69) and length in (16, 18, 19))  # Maestro
        or (four in (8600, 9792, 9860) and length == 16)  # Uzcard, Troy, Humo
        or (two == 81 and length >= 16)  # UnionPay
    )


def _is_phone(digits: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return False
