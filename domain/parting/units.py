"""Units: a request cut into clauses, list items and lines, each of which might be where another problem begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from domain.parting.words import CYRILLIC, WORD, Language, tag

LineKind = Literal["text", "item", "log", "quote", "blank"]
Cut = Literal["line", "item", "sent", "semi", "colon", "dash", "commaconj", "comma", "paren", "close", "conj", "weak"]


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_CUTS: tuple[Cut, ...] = (
    "line", "item", "sent", "semi", "colon", "dash", "commaconj", "comma", "paren", "close", "conj",
)  # fmt: skip
_STRONG = ("line", "item", "sent", "semi")
_ITEM = re.compile(
    r"\s{0,20}(?:[-–—•*·▪]\s{1,5}|[-–—•*·▪](?=[^\W\d])|\(?\d{1,2}[.)]\s{0,5}(?=\D)|[а-яёa-z]\)\s)"
)  # a dash, a bullet, a number
_INLINE_NUMBER = re.compile(r"(?:(?<=\s)|^)\(?\d{1,2}[.)]\s{1,5}(?=[^\W\d])")
_LOG = re.compile(
    r"""^\s{0,20}\[?\d{2,4}[-.:/]\d\d
    |\b(?:ERROR|WARN(?:ING)?|FATAL|INFO|DEBUG|Traceback|Exception|errno|npm\sERR|stack)\b
    |^\s{0,20}at\s[\w.$]+\(|^\s{0,20}File\s"|^\w{0,40}(?:Error|Exception|Aborted):|^\w{1,40}(?:\.\w{1,40})+(?:Error|Exception)
    |0x[0-9a-f]{4}|^\{|exit\scode|\b\w{1,40}\[\d+\]:|^[a-z]{1,40}/[\w/-]{1,40}:\s""",
    re.VERBOSE,
)
_STAMP = re.compile(r"\s{0,20}[\[{(]?\d\d|\s{0,20}\{")
_SENTENCE = re.compile(r"[.!?…]+[\"»)]?\s+|\s?[\U0001F300-\U0001FAFF☀-➿]+\s?")
_WITHIN = re.compile(
    r";\s+|:\s+|\s[—–-]+\s|,\s*|\s[(]|\)\s|\s[/+|]\s|,?\s(?=(?:и|а|да|and|және|но|плюс)\s)", re.IGNORECASE
)
_JOINING = re.compile(r"(?:и|а|да|and|және|но|плюс)\s", re.IGNORECASE)
_SHORT = re.compile(
    r"\b(?:т\.?\s?[едп]|др|ул|г|исх|вх|арт|каб|тел|руб|тыс|млн|им|пр|стр|рис|см|доп|гос|инв|e\.g|i\.e|no|dr|mr|mrs|vs|p|ps|p\.p|п)\.$"
    r"|\b(?-i:[А-ЯЁA-Z])\.$",
    re.IGNORECASE,
)  # abbreviations whose full stop ends no sentence
_QUOTES = {"«": "»", "“": "”", "(": ")", '"': '"', "[": "]", "„": "“"}
_SIGNS = {";": "semi", ":": "colon", "(": "paren", ")": "close", "/": "semi", "+": "semi", "|": "semi"}
_SUBORDINATE = _set_of(
    "что чтобы чтоб который которая которое которые которого которой которую которых которым хотя если когда "
    "потому поскольку так ведь но однако где куда как откуда пока зато или либо ни хоть то раз словно будто "
    "после кроме кто чей какой какая какие причем причём поэтому отсюда иначе якобы пусть that which who "
    "because although though since if when while but so or where unless until than after деп себебі егер бірақ"
)
_GREETING = re.compile(
    r"(?:здравствуйте|привет(?:ствую)?(?:\s+всем)?|доброго?\s+(?:дня|утра|вечера|времени(?:\s+суток)?)"
    r"|добр(?:ый|ое|ого)(?:\s+(?:день|утро|вечер|дня))?|(?:утро|вечер|день)\s+добр(?:ый|ое)|коллеги|ребята|ребят|девочки"
    r"|уважаемые\s+\w+|здрасьте|всем\s+привет|алло|алё"
    r"|hello|hi(?:\s+(?:there|team|all|guys))?|hey|morning|good\s+(?:morning|afternoon|day)|dear\s+\w+"
    r"|сәлем(?:етсіз(?:дер)?\s*бе)?|қайырлы\s+(?:күн|таң|кеш)|құрметті\s+\w+)",
    re.IGNORECASE,
)
_JOINT = (
    r"кстати(?:\s+о\s+\w+)?|также|ещ[её]\s+(?:одно|вопрос|момент|раз)|ещ[её]|заодно(?:\s+раз\s+уж\s+пишу)?"
    r"|раз\s+уж\s+(?:пишу|зашла\s+речь|речь\s+о\s+\w+)|кроме\s+(?:того|этого)|помимо\s+(?:того|этого|изложенного)"
    r"|вместе\s+с\s+тем|наряду\s+с\s+этим|одновременно(?:\s+с\s+этим)?|дополнительно|вдобавок|плюс(?:\s+(?:к\s+этому|ко\s+всему))?"
    r"|к\s+тому\s+же|отдельно|отдельной\s+строкой|во[- ]первых|во[- ]вторых|в[- ]третьих|в[- ]четв[её]ртых"
    r"|перв(?:ое|ый\s+вопрос|ая)|второ(?:е|й\s+(?:вопрос|момент))|третье|п\.?\s?п?\.?с\.?|p\.?\s?p?\.?s\.?|ах\s+да"
    r"|пока\s+не\s+забыла?|параллельно|потом|значит|короче|так|ну|вот|и|а|да"
    r"|by\s+the\s+way|btw|also|in\s+addition|additionally|furthermore|moreover|besides|firstly|secondly|thirdly"
    r"|one\s+more\s+thing|plus|oh|and|then|while\s+you're\s+at\s+it|second\s+question|my\s+second\s+question\s+is"
    r"|айтпақшы|сонымен\s+(?:қатар|бірге)|сондай[- ]ақ|тағы(?:\s+(?:бір\s+(?:сұрақ|айтарым)|да))?|оған\s+қоса|бұдан\s+бөлек"
    r"|оның\s+үстіне|біріншісі|екіншісі|бірінші\s+\w+|екінші\s+\w+|сосын|содан\s+кейін|және"
)
_INTRODUCTION = re.compile(
    rf"(?:{_GREETING.pattern}|(?:и\s+|а\s+|да\s+и\s+|ну\s+и\s+|oh,?\s+and\s+|and\s+)?(?:{_JOINT}))"
    r"(?=[\s,.:;!?—–-]|$)[\s,.:;!?—–()-]*",
    re.IGNORECASE,
)
_OPENERS = _set_of("и а но потом ещё еще также тоже значит кстати плюс заодно then and also but сосын тағы және")
_ENGLISH_OPENERS = _set_of("the i we my our please can could how she he they need there")
_JOINS = _set_of("и а да and және но плюс")
_NO_CLAUSE = _set_of("не то тот та те так")
"""After «и» these go on with the clause: «так и не», «один и тот же»."""
_BOUND = frozenset({"PREP", "ADJF", "CONJ", "PRCL", "NUMR"})
_LONG, _LONG_UNMARKED, _SPARSE = 18, 10, 0.08
"""From so many words a unit is cut without a sign; from fewer in a text that has hardly any punctuation."""
_MOST_JOINTS = 12
"""Nobody introduces a statement with more of them."""
MOST, MOST_UNITS = 8_000, 250
"""Characters and units that are looked at: nobody states a problem beyond them, but logs are pasted."""


@dataclass
class Unit:
    """A piece of the text that might state a problem; `head` is where it begins once greetings and joints are left out."""

    start: int
    end: int
    cut: Cut
    line: int
    line_kind: LineKind
    head: int = 0
    sentence: int = 0
    joints: tuple[str, ...] = ()


def units(text: str, language: Language) -> tuple[list[Unit], list[tuple[int, LineKind]]]:
    """The units in text order, and where each line begins with what it is."""
    found: list[Unit] = []
    lines: list[tuple[int, LineKind]] = []
    position = 0
    for number, raw in enumerate(text[:MOST].split("\n")):
        kind = _line_kind(raw, language)
        lines.append((position, kind))
        if kind != "blank":
            cuts = _cuts(raw, kind)
            ends = [at for at, _ in cuts[1:]] + [len(raw)]
            found += [
                Unit(position + at, position + end, cut, number, kind)
                for (at, cut), end in zip(cuts, ends, strict=True)
            ]
        position += len(raw) + 1
    merged = _without_weak_seams(text, found)
    return _finished(text, _with_weak_cuts(text[:MOST], merged, language)[:MOST_UNITS]), lines


def _line_kind(line: str, language: Language) -> LineKind:
    stripped = line.strip()
    if not stripped:
        return "blank"
    if stripped.startswith(">"):
        return "quote"
    cyrillic = bool(CYRILLIC.search(stripped))
    if _LOG.search(line) and (not cyrillic or _STAMP.match(line)):
        return "log"
    if language != "en" and not cyrillic and len(WORD.findall(stripped)) >= 3 and not _ITEM.match(line):
        return "log"
    return "item" if _ITEM.match(line) else "text"


def _cuts(raw: str, kind: LineKind) -> list[tuple[int, Cut]]:
    item = _ITEM.match(raw) if kind == "item" else None
    start = item.end() if item else len(raw) - len(raw.lstrip("> \t" if kind == "quote" else None))
    cuts: list[tuple[int, Cut]] = [(start, "item" if item else "line")]
    if kind == "log":
        return cuts
    quoted = _quoted(raw)
    numbers = list(_INLINE_NUMBER.finditer(raw))
    if len(numbers) >= 2 or (item and numbers):
        cuts += [(number.end(), "item") for number in numbers]
    for stop in _SENTENCE.finditer(raw):
        if stop.end() >= len(raw) or (stop[0].startswith(".") and _SHORT.search(raw[: stop.start() + 1][-12:])):
            continue
        if not (quoted[stop.start()] and (stop[0][0] not in ".!?…" or quoted[stop.end()])):
            cuts.append((stop.end(), "sent"))
    for seam in _WITHIN.finditer(raw):
        sign = seam[0].strip()
        if seam.end() < len(raw) and (not quoted[seam.start()] or sign in {"(", ")"}):
            cuts.append((seam.end(), _cut(sign, raw, seam.end())))
    by_strength = sorted(cuts, key=lambda found: -_CUTS.index(found[1]))
    strongest: dict[int, Cut] = {at: cut for at, cut in by_strength if at >= start}
    return sorted(strongest.items())


def _cut(sign: str, raw: str, end: int) -> Cut:
    if sign[:1] in _SIGNS:
        return _SIGNS[sign[0]]  # type: ignore[return-value]
    if sign and sign[0] in "—–-":
        return "dash"
    if _JOINING.match(raw, end):
        return "commaconj" if "," in sign else "conj"
    return "comma"


def _quoted(raw: str) -> bytearray:
    """For each character whether it stands inside quotation marks or brackets that are closed on the line."""
    mask = bytearray(len(raw))
    opened: tuple[str, int] | None = None
    for at, sign in enumerate(raw):
        if opened and sign == opened[0]:
            mask[opened[1] : at + 1] = b"\1" * (at + 1 - opened[1])
            opened = None
        elif opened is None and sign in _QUOTES:
            opened = (_QUOTES[sign], at)
    return mask


def _without_weak_seams(text: str, found: list[Unit]) -> list[Unit]:
    """Units without those that only introduce, depend on the one before, or hold too little to state anything."""
    kept: list[Unit] = []
    for unit in found:
        words = WORD.findall(text[unit.start : unit.end])
        before = kept[-1] if kept and kept[-1].line == unit.line else None
        if before is not None and _belongs(text, unit, words, before):
            before.end = unit.end
        else:
            kept.append(unit)
    return kept


def _belongs(text: str, unit: Unit, words: list[str], before: Unit) -> bool:
    said = len(WORD.findall(text[_head(text, before)[0] : before.end]))
    if unit.cut in ("line", "item"):
        return False
    if unit.cut in _STRONG:
        few = len(WORD.findall(text[before.start : before.end])) <= 3
        return (not words and unit.cut == "sent") or (
            said == 0 and few and not _GREETING.match(text[before.start : before.end])
        )
    if not words or words[0].lower() in _SUBORDINATE or said == 0 or len(words) < 2:
        return True
    if unit.cut == "close":
        return words[0].lower() not in _JOINS or len(words) < 4
    return unit.cut == "conj" and (len(words) < 3 or said < 2 or words[1].lower() in _NO_CLAUSE)


def _with_weak_cuts(text: str, found: list[Unit], language: Language) -> list[Unit]:
    words = len(WORD.findall(text))
    signs = len(re.findall(r"[.,;:!?\n—]", text))
    longest = _LONG_UNMARKED if signs < words * _SPARSE else _LONG
    out: list[Unit] = []
    for unit in found:
        tokens = [(token.start() + unit.start, token[0]) for token in WORD.finditer(text[unit.start : unit.end])]
        if unit.line_kind in ("log", "quote") or len(tokens) < longest:
            out.append(unit)
            continue
        starts = [unit.start, *(tokens[at][0] for at in _openings([word for _, word in tokens], language))]
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], unit.end], strict=True)):
            out.append(Unit(start, end, unit.cut if number == 0 else "weak", unit.line, unit.line_kind))
    return out


def _openings(words: list[str], language: Language) -> list[int]:
    """Where in a run of words without a sign a new clause could open."""
    found: list[int] = []
    last = 0
    for at in range(3, len(words) - 1):
        if at - last >= 3 and _opens(words[at], words[at - 1], language):
            found.append(at)
            last = at
    return found


def _opens(word: str, before: str, language: Language) -> bool:
    word = word.lower()
    if word in _OPENERS:
        return True
    if language != "ru":
        return language == "kk" or word in _ENGLISH_OPENERS
    this, other = tag(word, language), tag(before, language)
    if this is None or (other is not None and other.POS in _BOUND):
        return False
    return word == "не" or this.POS in ("PREP", "VERB") or (this.POS in ("NOUN", "ADJF", "NPRO") and "nomn" in this)


def _finished(text: str, found: list[Unit]) -> list[Unit]:
    sentence = -1
    for unit in found:
        sentence += unit.cut in _STRONG
        unit.sentence = sentence
        unit.head, unit.joints = _head(text, unit)
    return found


def _head(text: str, unit: Unit) -> tuple[int, tuple[str, ...]]:
    at = unit.start
    joints: list[str] = []
    while at < unit.end and len(joints) < _MOST_JOINTS:
        joint = _INTRODUCTION.match(text, at, unit.end)
        if not joint or not joint[0].strip():
            break
        joints.append(joint[0].strip(" ,.:;!?—–-()\n").lower())
        at = joint.end()
    return at, tuple(joints)
