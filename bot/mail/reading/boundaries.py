"""Where quoted text begins: at our own mark, at a block of headers, or at a sentence that says who wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.mail.reading import layouts
from bot.mail.reading.attributions import attribution
from bot.mail.reading.headers import block
from bot.mail.reading.lines import Line, after_blanks

REPLY_ABOVE: Mapping[str, str] = MappingProxyType(
    {
        "ru": "##- Пишите ответ выше этой черты -##",
        "en": "##- Please write your reply above this line -##",
        "kk": "##- Жауабыңызды осы сызықтан жоғары жазыңыз -##",
    }
)
"""The line that stands on top of each of our letters, by language."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """Quoted text begins here. `end`: the first line behind the words that introduce it. `sure`: also where the quoted lines bear
    no mark. `block`: it is a block of headers. `ruled`: a rule says «original message». `ours`: it is our own mark."""

    end: int
    sure: bool
    block: bool = False
    ruled: bool = False
    ours: bool = False


_MARKS = tuple(words.strip("#- ").casefold() for words in REPLY_ABOVE.values())
_MARKS_BEGIN = tuple("##- " + " ".join(words.split()[:2]) for words in _MARKS)
# The same words in another order or an older wording: it asks for an answer above itself.
_LIKE_OURS = re.compile(r"##- ?(?=.{0,80}(?:ответ|reply|жауа(?:п|б)))(?=.{0,80}(?:выше|above|жоғары))[^#]{10,100} ?-##")


def find(lines: Sequence[Line], at: int) -> Boundary | None:
    """What begins at this line and introduces quoted text, if anything does."""
    if is_mark(lines[at]):
        return Boundary(at + 1, sure=True, ours=True)
    if headers := block(lines, at):
        end, ruled = headers
        return Boundary(end, sure=True, block=True, ruled=ruled)
    if sentence := attribution(lines, at):
        end, sure = sentence
        return Boundary(end, sure=sure)
    return _unusual(lines, at)


def _unusual(lines: Sequence[Line], at: int) -> Boundary | None:
    one = lines[at]
    if not one.said:
        return None
    if (end := layouts.trailer(lines, at)) and (sentence := attribution(lines, end)):
        end, sure = sentence
        return Boundary(end, sure=sure)
    if layouts.glued(one):
        return Boundary(at + 1, sure=True, block=True)
    if end := layouts.bare(lines, at):
        return Boundary(end, sure=True, block=True)
    following = after_blanks(lines, at + 1)
    if following < len(lines) and layouts.notes(one) and (headers := block(lines, following)):
        return Boundary(headers[0], sure=True, block=True)
    return None


def is_mark(line: Line) -> bool:
    """Whether the line is our own «write above», however mangled."""
    said = line.said
    if not 12 < len(said) < 160:
        return False
    folded = said.casefold()
    return folded.startswith(_MARKS_BEGIN) or folded.strip("#->|_ ") in _MARKS or bool(_LIKE_OURS.fullmatch(folded))
