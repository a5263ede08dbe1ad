"""Opening words: what a text is about, in as many whole words as fit; whoever greets first comes to the point later."""

from __future__ import annotations

import re

_TO = r"(?:(?:уважаемые |дорогие |dear )?(?:коллеги|друзья|команда|поддержка|all|colleagues|team|support|әріптестер)\b[\s,.!]*)?"
_GREETING = re.compile(
    rf"{_TO}(?:здравствуйте|здравствуй|добр(?:ый|ого) (?:день|дня|вечер|вечера|времени суток)|доброе утро|доброго утра|приветствую|"
    r"привет|hello|hi|good (?:day|morning|afternoon|evening)|сәлеметсіз(?:дер)? бе|қайырлы (?:күн|таң|кеш)|сәлем)"
    rf"\b[\s,.!:)—–-]*{_TO}",
    re.IGNORECASE,
)


def opening(text: str, most: int) -> str:
    """The first words, `most` signs or fewer, with an ellipsis where there are more; a greeting is passed over."""
    text = " ".join(text.split())
    if (greeting := _GREETING.match(text)) and (rest := text[greeting.end() :]):
        text = rest[0].upper() + rest[1:]
    if len(text) <= most:
        return text
    kept = re.sub(r"(\s+\S{1,2})+$", "", text[: most + 1].rpartition(" ")[0]) or text[:most]
    return kept.rstrip(" .,:;—–-") + "…"
