"""Stars: a rating given by letter: «Оценка 5», or a digit that stands alone; words after it are the comment."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = r"(?:моя\s+оценка|оценка|ставлю|оцениваю\s+на|my\s+rating|rating|i\s+rate\s+it|бағам|бағаңыз|бағасы|баға)"
_OF = r"(?:\s{0,3}(?:/|из|of|дан)\s{0,3}\d{1,2})?(?:\s{0,3}(?:звезд\w{0,2}|звёзд\w{0,2}|балл\w{0,3}|stars?|points?|жұлдыз|ұпай|★|⭐))?"
_NAMED = re.compile(
    rf"[\s«\"]{{0,5}}{_WORD}[\s:—–-]{{0,5}}(\d{{1,2}})(?![\d.,]\d){_OF}(?!\w)[\s.,;:!—–)»\"-]{{0,9}}", re.IGNORECASE
)
# «5», «5/5», «5!», and «5, спасибо» or a comment on the next line; «5 принтеров» and «1. Принтер» are no rating.
_ALONE = re.compile(rf"(\d{{1,2}}){_OF}(?:[.!]{{0,3}}\s{{0,9}}(?:\n|\Z)|\s{{0,2}}[,;—–]\s|\s{{1,2}}-\s)", re.IGNORECASE)
_SIGNS = re.compile(r"((?:[★⭐]\ufe0f?){1,10})☆{0,9}(?![★⭐])[\s.,;:!—–-]{0,9}")


@dataclass(frozen=True)
class Stars:
    """`named`: it says by a word or by stars that it is a rating; a digit alone may be the answer to anything."""

    stars: int
    comment: str
    named: bool


def read_stars(text: str) -> Stars | None:
    """The rating that a text begins with; None if it does not. Whether so many stars are on the scale is not looked at."""
    text = text.strip()
    if found := _NAMED.match(text):
        return Stars(int(found[1]), text[found.end() :].strip(), named=True)
    if found := _SIGNS.match(text):
        return Stars(sum(sign in "★⭐" for sign in found[1]), text[found.end() :].strip(), named=True)
    if found := _ALONE.match(text):
        return Stars(int(found[1]), text[found.end() :].strip(), named=False)
    return None
