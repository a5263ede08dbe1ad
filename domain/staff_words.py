"""Staff words: what a letter of staff asks for, by its first line: an answer, a note, taking it, a question, the final answer.

A command is one of few words alone on the first line, or before a colon. What only looks like one is no answer either: words
that were meant for colleagues must not go out by a slip of the finger.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum

from domain.internal import INTERNAL


class Move(StrEnum):
    ANSWER = "answer"
    NOTE = "note"
    TAKE = "take"
    ASK = "ask"
    COMPLETE = "complete"
    PROMISE = "promise"


class Unclear(StrEnum):
    """Why nothing is done. Values are stored."""

    EMPTY = "empty"
    """No word in it is new."""
    ALIKE = "alike"
    """Its first line looks like a command, and is none."""
    WORDLESS = "wordless"
    """Its command needs words."""
    WORDS = "words"
    """Its command takes no words, and some follow."""
    QUOTED = "quoted"
    """What it quotes could not be told from what it says, and not all of that is for the requester."""


@dataclass(frozen=True)
class Meant:
    """What is to be done, with these words; the final answer without any is the one that was given last."""

    move: Move
    text: str = ""


WORDS = {
    "внутр": Move.NOTE,
    "внутренняя": Move.NOTE,
    "внутреннее": Move.NOTE,
    "заметка": Move.NOTE,
    "note": Move.NOTE,
    "internal": Move.NOTE,
    "ішкі": Move.NOTE,
    "беру": Move.TAKE,
    "take": Move.TAKE,
    "аламын": Move.TAKE,
    "ждем": Move.ASK,
    "ask": Move.ASK,
    "күтеміз": Move.ASK,
    "решено": Move.COMPLETE,
    "done": Move.COMPLETE,
    "шешілді": Move.COMPLETE,
    "срок": Move.PROMISE,
    "late": Move.PROMISE,
    "мерзім": Move.PROMISE,
}
"""«ё» counts as «е»."""
_TAKEN_FOR_ONE = """
закрыть|закрыто|закрываю|закрой|завершить|завершаю|завершено|взять|возьму|берусь|принимаю|отказать|отказ|вернуть
|close|closed|finish|finished|accept|reject|жабу|жабамын
""".replace("\n", "")
_NO_COMMAND = re.compile(rf"(?:{_TAKEN_FOR_ONE})[.!]?\s*\Z", re.IGNORECASE)
"""What a command is taken to be called: alone in a letter such a word is for nobody else."""
ALIKE = 0.75
"""How near a word before a colon must be to a command to be taken for a slip (`difflib`)."""
# A word alone on its line, with a full stop or not; or before a colon, and what stands behind that.
_ALONE = re.compile(r"([^\W\d_]{3,12})[.!]?\s*\Z")
_BEFORE = re.compile(r"([^\W\d_]{3,12})\s*[:：]\s*(.*)\Z", re.DOTALL)
# A command with another sign behind it: «решено — …», «внутр. …».
_BADLY = re.compile(r"([^\W\d_]{3,12})(?:\s+[-–—=>]|[-–—=>]\s|([.;,!/]))")
_SHORT = re.compile(r"внутр\b", re.IGNORECASE)
"""It begins no sentence that somebody would be sent."""
# The line above which replies are written, in every language; and what mail programs put before a line that they quote.
_QUOTED = re.compile(r"^[^\S\n]*(?:>|##-)", re.MULTILINE)
_REGARDS = re.compile(
    r"(?:с (?:[\w-]+ )?(?:уважением|почтением)|(?:best |kind |warm )?regards|sincerely|құрметпен|--)(?:\b|\Z|\s)",
    re.IGNORECASE,
)


def meant(text: str) -> Meant | Unclear:
    """What the new words of a letter ask for. In doubt nothing: `Unclear` says why."""
    text = text.strip()
    if not text:
        return Unclear.EMPTY
    if _QUOTED.search(text):
        return Unclear.QUOTED
    if text.startswith(INTERNAL):
        words = text.removeprefix(INTERNAL).strip()
        return Meant(Move.NOTE, words) if words else Unclear.WORDLESS
    first, _, rest = text.partition("\n")
    first, rest = first.strip(), rest.strip()
    if first.startswith("/"):
        return Unclear.ALIKE
    if (found := _ALONE.match(first)) and (move := _move(found[1])):
        return _alone(move, rest)
    if _NO_COMMAND.match(first) and _only_closes(rest):
        return Unclear.ALIKE
    if found := _BEFORE.match(first):
        if move := _move(found[1]):
            return _with(move, f"{found[2]}\n{rest}".strip())
        return Unclear.ALIKE if _near(found[1]) else Meant(Move.ANSWER, text)
    return Unclear.ALIKE if _is_slip(first) else Meant(Move.ANSWER, text)


def _is_slip(first: str) -> bool:
    """Whether a command was meant, with a dash for a colon; of a note any other sign, as nobody else may read it; of the final
    answer none at all, as whoever forgot the colon takes the request for done."""
    if _move(first.split(maxsplit=1)[0].rstrip(",.;!")) is Move.COMPLETE:
        return True
    found = _BADLY.match(first)
    move = _move(found[1]) if found else None
    slip = found is not None and move is not None and (not found[2] or move is Move.NOTE)
    return slip or _SHORT.match(first) is not None


def _alone(move: Move, rest: str) -> Meant | Unclear:
    """A command without a colon: what stands below it are its words."""
    if move is Move.COMPLETE and _only_closes(rest):
        return Meant(move)
    return _with(move, rest)


def _with(move: Move, words: str) -> Meant | Unclear:
    if move is Move.TAKE:
        return Meant(move) if _only_closes(words) else Unclear.WORDS
    return Meant(move, words) if words and not _only_closes(words) else Unclear.WORDLESS


def _only_closes(words: str) -> bool:
    """Whether nothing is said but «С уважением, …»."""
    return not words or _REGARDS.match(words) is not None


def _plain(word: str) -> str:
    return word.casefold().replace("ё", "е")


def _move(word: str) -> Move | None:
    return WORDS.get(_plain(word))


def _near(word: str) -> bool:
    return bool(difflib.get_close_matches(_plain(word), WORDS, n=1, cutoff=ALIKE))
