"""Introductions that are no block of headers: Yandex' and Mail.ru's «Кому: …; Тема: …;», GMX' and Outlook Express' headers in one line,
those of eM Client without colons, the line that Notes puts above its block."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.mail.reading.dates import CLOCK, DAY
from bot.mail.reading.headers import LONGEST, ROLES, RULED, is_rule, label
from bot.mail.reading.lines import Line, after_blanks

MOST_LINES = 12

_GLUED = re.compile(rf"(?:^| )({'|'.join(sorted(ROLES, key=len, reverse=True))}): ")
_BARE = (
    re.compile(r"(?:from|от) .{0,120}<[^<>\s]{1,100}@[^<>\s]{1,100}>"),
    re.compile(r"(?:to|кому|кімге) .{0,300}@.{1,300}"),
)
_BARE_DATE = re.compile(r"(?:date|sent|дата|күні) (?=.{0,20}\d)")
_BARE_SUBJECT = re.compile(r"(?:subject|тема|тақырыбы) \S.{0,300}")
_NOTES = re.compile(r".{1,120}? ?---\d{1,4}[./-]\d{1,2}[./-]\d{2,4} \d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?---.{0,200}")


def trailer(lines: Sequence[Line], at: int) -> int:
    """Where «-----, Кому: …; Тема: …;» ends that begins at this line: the line of the sentence that says who wrote; 0 if none does."""
    first = lines[at]
    if first.depth or not (is_rule(first) or _ends_like_a_header(first)):
        return 0
    found, end = set[str](), at + is_rule(first)
    for _ in range(MOST_LINES):
        end = after_blanks(lines, end)
        if end >= len(lines) or lines[end].depth or not _ends_like_a_header(lines[end]):
            break
        role = label(lines[end])[0]
        if role in found:
            return 0
        found.add(role)
        end += 1
    return end if len(found) > 1 and end < len(lines) else 0


def _ends_like_a_header(line: Line) -> bool:
    return line.said.endswith(";") and len(line.said) <= LONGEST and bool(label(line)[0])


def glued(line: Line) -> bool:
    """Whether all headers of a letter stand in this line: from whom with an address, when with a clock, to whom and about what."""
    said = line.said.casefold()
    ruled = RULED.match(said)
    said = said[ruled.end() :].strip() if ruled else said
    if not 30 < len(said) <= LONGEST:
        return False
    found: dict[str, str] = {}
    marks = list(_GLUED.finditer(said))
    if not marks or marks[0].start():
        return False
    ends = [mark.start() for mark in marks[1:]] + [len(said)]
    for mark, end in zip(marks, ends, strict=True):
        found.setdefault(ROLES[mark[1]], said[mark.end() : end])
    return (
        {"from", "sent", "to", "subject"} <= found.keys()
        and bool(ruled or re.search(r"<[^<>\s]{1,100}@[^<>\s]{1,100}>", found["from"]))  # a log names bare addresses
        and bool(DAY.search(found["sent"]) and CLOCK.search(DAY.sub(" ", found["sent"])))
    )


def bare(lines: Sequence[Line], at: int) -> int:
    """Where eM Client's four headers without colons end that begin at this line; 0 if they do not."""
    if at + 4 > len(lines) or any(len(one.said) > LONGEST or one.depth for one in lines[at : at + 4]):
        return 0
    sender, to, when, subject = (one.said.casefold() for one in lines[at : at + 4])
    if not (_BARE[0].fullmatch(sender) and _BARE[1].fullmatch(to) and _BARE_SUBJECT.fullmatch(subject)):
        return 0
    dated = _BARE_DATE.match(when) and DAY.search(when) and CLOCK.search(DAY.sub(" ", when))
    return at + 4 if dated else 0


def notes(line: Line) -> bool:
    """Whether the line is the one that Notes puts above its block: «X ---21.11.2026 14:05:00---the first words»."""
    return not line.depth and len(line.said) <= LONGEST and bool(_NOTES.fullmatch(line.said.casefold()))
