"""The sentence that a mail program puts above what it quotes: «21.11.2026, 14:05, X <a@b>:», «On …, X wrote:», «X жазды:»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.mail.reading.dates import DAY, LOGGED, OFFSET, WHEN
from bot.mail.reading.lines import Line, after_blanks

LONGEST = 400
FOLDS = 4

_VERB = (
    r"(?:написал(?:а|и|\(-?а\)|/а)?|пишет|писал(?:а|и|\(-?а\)|/а)?|пише|написав(?:\(ла\))?|писав(?:\(ла\))?|wrote|writes"
    r"|(?:былай деп |деп )?жаз(?:ды|ған|ып жіберді)|schrieb|het volgende geschreven|geschreven|a écrit|escribió|escreveu"
    r"|ha scritto|napisał(?:a|\(a\))?|skrev|schreef|yazdı|写道)"
)
_ENDS = re.compile(rf"(?:^|[\s,>\"»])({_VERB})(?: ?-{{2,8}}| ?следующее)? ?$")
_FIRST_VERB = re.compile(r"(?:schrieb|skrev|schreef|heeft) ")
_OPENS = re.compile(r"(?:от|від|from|пользователь|користувач|автор|күні|user|by) ")
_ADDRESS = re.compile(r"<? ?(?:mailto: ?[^<>@]{0,80}<? ?)?[^\s<>@\"',;:]{1,100}@[^\s<>@\"',;:]{1,100} ?>*")
_IN_BRACKETS = re.compile(r"<[^<>]{0,120}@[^<>]{1,120}>")
_YOU_WROTE = re.compile(
    r"(?:вы (?:на)?писали|you wrote|сіз (?:былай деп )?жазды(?:ң|ңыз))(?: (?:мне|нам|to us|to me))?\b"
)
_ON_WROTE = re.compile(r"on [^!?]{0,40}\d[^!?]{3,250} wrote ?:")
_YOU_WROTE_IN = re.compile(
    r"(?:вы (?:на)?писали|you wrote|сіз жазды(?:ң|ңыз)) (?:(?:в|in) )?[\"«„“].{1,250}[\"»“”]$", re.DOTALL
)
_QUOTING = re.compile(r"(?:цитирую|цитата|цитирование|quoting|citando|zitat von) ")
_VERB_THEN_WHEN = re.compile(rf"({_VERB}) (?:on |am |в |a las )?(?=.{{0,40}}\d)")
_GROUPWISE = re.compile(r">>> .{3,160} (?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}).{0,12}\d{1,2}:\d{2}.{0,12} >>>")
_NOTES = re.compile(
    r"[^<>:!?]{2,80} <[^<>\s]{1,100}@[^<>\s]{1,100}> on \d{1,2}[/.]\d{1,2}[/.]\d{2,4} \d{1,2}:\d\d:\d\d(?: [ap]m)?"
)
_SENTENCE = re.compile(r"[!?;:={}]|\.\s+\S+\s+\S+\s+\S+|\.\.\.")
_ONLY_VERB = re.compile(rf"(?:{_VERB} ?)?:")
_LINKED = re.compile(r"<mailto:[^<>]{1,120}>|\[mailto:[^\[\]]{1,120}\]")


def is_banner(line: Line) -> bool:
    """Whether the line is GroupWise's `>>> X <a@b> 21.11.2026 14:05 >>>`, which is no marked quote."""
    return line.depth == 3 and line.said.endswith(">>>") and bool(_GROUPWISE.fullmatch(line.raw.strip()[:LONGEST]))


def attribution(lines: Sequence[Line], at: int) -> tuple[int, bool] | None:
    """Where the sentence ends that begins at this line, folded or not, and whether it is sure above unmarked text too."""
    first = lines[at]
    if not first.said or len(first.said) > LONGEST:
        return None
    if is_banner(first):
        return at + 1, True
    said = ""
    for end in range(at, min(at + FOLDS, len(lines))):
        line = lines[end]
        if end > at and line.depth == first.depth + 1 and _ONLY_VERB.fullmatch(line.said.casefold()):
            said += " > " + line.said  # the bracket behind the address was folded to the start of the line
        elif line.depth != first.depth or not line.said:
            return None
        else:
            said += " " + line.said
        if len(said) > LONGEST:
            return None
        closed = said.endswith((":", "--"))
        if closed or said.endswith("wrote") or _quote_follows(lines, end + 1, first.depth):
            sure = _says_who_wrote(
                _LINKED.sub("", said).strip(), first.said, second=lines[min(at + 1, end)].said, closed=closed
            )
            if sure is not None:
                return end + 1, sure
        if line.depth != first.depth:
            return None
    return None


def _quote_follows(lines: Sequence[Line], at: int, depth: int) -> bool:
    at = after_blanks(lines, at) if at < len(lines) else at
    return at < len(lines) and (lines[at].depth > depth or lines[at].said.startswith("| "))


def _says_who_wrote(said: str, first: str, *, second: str, closed: bool) -> bool | None:
    """Whether the sentence surely says so; None if it does not. `first`, `second`: lines it is made of."""
    low, folded = said.casefold(), len(first) < len(said)
    when = WHEN.match(low)
    if when and when.end("date") > len(first):
        return None  # programs fold behind the date: a weekday on a line of its own is an answer
    if when:
        if len(low) != len(said):  # a rare letter changed its length: positions would not agree
            said = low
        return _dated(low[when.end() :], said[when.end() :], when, closed=closed)
    if not closed:
        return False if _NOTES.fullmatch(low) else None
    if folded and "<" not in first and not second.startswith("<"):
        return None  # these fold at the address only: a line above them is an answer
    if _ON_WROTE.fullmatch(low):
        return False
    if _YOU_WROTE.match(low):
        rest = _YOU_WROTE.sub("", low, count=1).strip(" :,.")
        return False if not rest or (DAY.search(rest) and len(rest) < 80) else None
    if _QUOTING.match(low) and _ADDRESS.search(low) and len(low) < 160:
        return False
    return _named(said, low)


def _dated(low: str, rest: str, when: re.Match[str], *, closed: bool) -> bool | None:
    """Of what stands behind the date: «, X <a@b>:», «, X пишет:», «пользователь X <a@b> написал:»."""
    if _YOU_WROTE_IN.fullmatch(rest.casefold().strip(" ,:")):
        return False if when["time"] else None
    comma = rest.lstrip(" ").startswith(",") or not LOGGED.match(when["date"])
    tail = rest.strip(" ,:：-–—")
    low = tail.casefold()
    opened = _OPENS.match(low)
    if opened:
        tail, low = tail[opened.end() :], low[opened.end() :]
    verb = _ENDS.search(low)
    if verb:
        tail = tail[: verb.start(1)].rstrip(" ,")
    elif leading := _FIRST_VERB.match(low):
        verb, tail = leading, tail[leading.end() :]
    bracketed = bool(_IN_BRACKETS.search(tail))
    addresses = list(_ADDRESS.finditer(tail))
    address = addresses[-1] if addresses else None  # the last one: a name may be an address too
    timed = bool(when["time"] or when["early"])
    behind = tail[address.end() :].strip(" ,<>\"'") if address else ""
    if behind:  # a verb in a language that is not known here, or a sentence
        return (
            False
            if closed and timed and bracketed and not verb and len(behind.split()) <= 2 and "." not in behind
            else None
        )
    name = tail[: address.start()] if address else tail
    by_machine = bool(verb and "(" in verb[0])
    if not _is_name(name, free=bool(address) or bool(opened) or by_machine):
        return None
    begins = when[0].startswith(("on ", "-"))
    if address:
        if not closed:
            return (timed and bool(verb)) if bracketed else None
        if verb:
            return bracketed or timed
        return timed and (
            bool(opened)
            or (bracketed and comma and not LOGGED.match(when[0]) and _is_name(name, free=False, typed=True))
        )
    if not closed or not name.strip(' ,"'):
        return None
    if not verb:
        return False if opened and timed and re.search(OFFSET, when[0]) else None
    return timed and (begins or by_machine) if timed or opened or begins or comma else None


def _named(said: str, low: str) -> bool | None:
    """«X <a@b> пишет:», «X писал 2026-11-21 14:05:»."""
    body = low.rstrip(" :-–—")
    address = _ADDRESS.search(said)
    if address:
        rest = body[address.end() :].strip(" ,>")
        name = said[: address.start()]
        if address.start() == 0 and said[0] != "<":  # Notes: «a@b wrote on 11/21/2026 02:05:00 PM:»
            then = _VERB_THEN_WHEN.match(rest)
            when = WHEN.fullmatch(rest[then.end() :].strip(" ,")) if then else None
            return False if when and when["time"] else None
        if name[:3].casefold() == "on " and len(name) > 3:
            name = name[3:]
        if said[address.start()] != "<" or not _is_name(name, free=False):
            return None
        if when := WHEN.match(rest):
            ends = rest[when.end() :].strip(" ,.")
            if not (when["time"] or when["early"]):
                return None
            return True if re.fullmatch(_VERB, ends) else None if ends else False
        verb = re.match(_VERB, rest)
        if not verb:
            return None
        behind = rest[verb.end() :].strip(" ,")
        return True if not behind or (DAY.search(behind) and len(behind) < 60) else None
    then = _VERB_THEN_WHEN.search(body)
    if then and _is_name(said[: then.start()], free=False):
        behind = body[then.end() :].strip(" ,")
        when = WHEN.match(behind)
        return False if when and when["time"] and not behind[when.end() :].strip(" .,") else None
    return None


def _is_name(words: str, *, free: bool, typed: bool = False) -> bool:
    """Whether the words can be a name: few, no sentence; unless something else vouches for them they begin like a name.

    `typed`: a Latin word must do so too, if it is not in quotes and no address.
    """
    bare = words.strip(" ,<")
    words = bare.strip("\"'«»()[]")
    if len(words) > 90 or len(words.split()) > 9 or _SENTENCE.search(words):
        return False
    first = words[:1]
    return (
        free
        or not first
        or first.isupper()
        or not first.isalpha()
        or (first.isascii() and not (typed and bare[:1] == first and "@" not in words))
    )
