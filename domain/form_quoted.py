"""A form filled in where it was quoted: many people answer by typing behind the colons of our own lines, below their new words.

What stands there counts only if we sent the line empty: our own words, and theirs from before, come back in every quotation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from domain.form import IMPACT, KIND, Labels, Names, begins, is_choice, is_long, labels_of
from domain.regulation import Regulation

_MARK = re.compile(r"^[\s>]{0,20}##-.{1,120}-##\s*$", re.MULTILINE)
"""The line above which replies are written, in any language."""
_QUOTE = re.compile(r"^[\s>|]{0,40}")
_BEHIND = re.compile(r"\s{0,3}<(?:mailto|tel|https?):[^<>\s]{1,300}>")
"""What mail programs put behind an address or a number."""


def apart(text: str, quoted: str) -> tuple[str, str]:
    """New words and quoted ones, where our mark shows that a quotation was taken for new."""
    mark = _MARK.search(text)
    return (text[: mark.start()].rstrip(), f"{text[mark.end() :]}\n{quoted}") if mark else (text, quoted)


def written_in(rules: Regulation, names: Names, quoted: str, wanted: Collection[str], ours: Iterable[str] = ()) -> str:
    """The wanted lines that were filled in inside a quotation, as `form.read` reads them; empty if there are none.

    `ours`: texts that were said before; a line that stands in one of them is no answer.
    """
    if not wanted:
        return ""
    known = {_plain(line) for text in ours for line in text.splitlines()}
    lines = [_QUOTE.sub("", _BEHIND.sub("", line)).rstrip() for line in quoted.splitlines()]
    labels, found = labels_of(rules, names), dict[str, str]()
    for at, line in enumerate(lines):
        key, value = begins(labels, line)
        if key not in wanted or key in found or _plain(line) in known:
            continue
        below = _below(rules, labels, lines, at, key, known)
        if value:
            found[key] = "\n".join([line, *(below if is_long(rules, key) else [])])
        elif below and _ends_at_our_line(rules, labels, lines, at + 1 + len(below), key):
            found[key] = "\n".join([line, *below])
    return "\n".join(found.values())


def _below(
    rules: Regulation, labels: Labels, lines: Sequence[str], at: int, key: str, known: Collection[str]
) -> list[str]:
    """What stands right below a line of the form and is neither ours nor another line; of a short answer one line."""
    found: list[str] = []
    for line in lines[at + 1 :]:
        ours = (
            begins(labels, line)[0] or _plain(line) in known or (key in (KIND, IMPACT) and is_choice(rules, key, line))
        )
        if not line or ours or (found and not is_long(rules, key)):
            break
        found.append(line)
    return found


def _ends_at_our_line(rules: Regulation, labels: Labels, lines: Sequence[str], at: int, key: str) -> bool:
    """Whether the form goes on there; what is below its last line may be the rest of our letter."""
    line = lines[at] if at < len(lines) else ""
    return bool(begins(labels, line)[0]) or (key in (KIND, IMPACT) and is_choice(rules, key, line))


def _plain(line: str) -> str:
    return " ".join(_QUOTE.sub("", line).split()).casefold()
