"""What lists and virus scanners put below a letter: more lines than one, known by how they begin and by what may stand in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.mail.reading.headers import is_rule
from bot.mail.reading.lines import Line

MOST_LINES = 12
WIDEST = 300

_LIST_OPENS = re.compile(
    "|".join(
        (
            r"you(?:'ve| have)? received this (?:message|e-?mail) because you (?:are|were) (?:subscribed|a member)",
            r"you are receiving this (?:message|e-?mail)? ?because you (?:are|were) (?:subscribed|a member)",
            r"вы получили это (?:сообщение|письмо), (?:поскольку|потому что|так как) (?:вы )?(?:подписаны|состоите)",
            r"сіз бұл (?:хабарды|хабарламаны|хатты) .{1,80}(?:жазыл|мүше)",
            r"to unsubscribe from this (?:list|group)[:,]? ?",
            r"\S{1,60} mailing list(?: --? \S{1,80}@\S{1,80})?$",
            r"список рассылки \S{1,80}$",
        )
    )
)
_LIST_GOES_ON = re.compile(
    r"to (?:unsubscribe|post|view|stop|subscribe|manage)\b|for more options|more (?:majordomo )?info|visit this (?:group|list)"
    r"|чтобы (?:отменить|отписаться|посмотреть|просмотреть|добавлять|оставить|настроить)|подробнее|дополнительные (?:сведения|параметры)"
    r"|жазылуды|the body of a message to|this (?:group|list)|.{0,60}unsubscribe",
)
_PLACE = re.compile(r"[<(]?(?:mailto:|https?://|www\.)?\S{1,250}[@/]\S{1,250}[>)]?[.,]?")
_ESET = re.compile(r"_{4,40} ?(?:information from|информация от) eset .{1,120}_{4,40}")


def footer(lines: Sequence[Line], start: int, end: int) -> int:
    """Where the footer of a list or a scanner begins that ends there, counted from one; 0 if there is none."""
    for top in range(end - 1, max(start, end - MOST_LINES) - 1, -1):
        one = lines[top]
        if one.depth or len(one.said) > WIDEST:
            return 0
        said = one.said.casefold()
        if _ESET.fullmatch(said):
            return top + 1 if all(_of_eset(line) for line in lines[top + 1 : end]) else 0
        ruled = (
            top > start and not lines[top - 1].depth and (is_rule(lines[top - 1]) or lines[top - 1].said in {"--", "—"})
        )
        if ruled and _LIST_OPENS.match(said):
            return top if all(_of_list(line) for line in lines[top + 1 : end]) else 0
    return 0


def _of_list(line: Line) -> bool:
    said = line.said.casefold()
    return not said or bool(
        _LIST_GOES_ON.match(said) or _PLACE.fullmatch(said) or is_rule(line) or _LIST_OPENS.match(said)
    )


def _of_eset(line: Line) -> bool:
    said = line.said.casefold()
    return not said or bool(_PLACE.fullmatch(said)) or "eset" in said
