"""The lines that mail programs put above what they quote: «21.11.2026, 14:05, X <a@b>:», «От: … Отправлено: …», and our own mark."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

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


LONGEST = 400
FOLDS = 4
MOST_HEADERS = 20
MOST_FOLDS = 3

_MARKS = tuple(words.strip("#- ").casefold() for words in REPLY_ABOVE.values())
_MARKS_BEGIN = tuple("##- " + " ".join(words.split()[:2]) for words in _MARKS)

# Words in front of a date, by no order: «On», «В письме от», «Am», «Le» ...
_INTRO = (
    r"-{2,8} ?on|on|at|в|во|у|в письме от|в сообщении от|сообщение от|письмо от|am|le|el|il|em|op|den|dnia|w dniu|на|датою"
)
_WEEKDAY = (
    r"(?:понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье|пн|вт|ср|чт|пт|сб|вс"
    r"|понеділок|вівторок|середа|четвер|п'ятниця|субота|неділя"
    r"|дүйсенбі|сейсенбі|сәрсенбі|бейсенбі|жұма|сенбі|жексенбі|дс|сс|ср|бс|жм|сб|жс"
    r"|mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs?)?(?:day)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    r"|mo|di|mi|do|fr|sa|so|lun|mar|mer|mié|jeu|jue|ven|vie|sam|sáb|sab|dim|dom"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo|pon|wt|śr|czw|pt|sob|niedz|ndz)"
)
_DATE = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
    r"|\d{1,2}\.?(?:-?(?:го|е|st|nd|rd|th))? (?:de |of )?[^\W\d_]{3,12}\.?,? (?:de |del )?(?:19|20)\d\d"
    r"|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
    r"|(?:19|20)\d\d ?(?:ж\.?|жыл\w{0,4})?,? ?\d{1,2}[- ]?(?:ші |шы )?[^\W\d_]{3,12}\.?"
    r"|\d{4}年\d{1,2}月\d{1,2}日)"
)
_YEAR = r"(?: ?(?:года|г|ж|р|жылы)(?![^\W\d_])\.?)?"
_TIME = r"\d{1,2}(?:[:.]\d{2}){1,2}"
_HALF = r"(?: ?(?:[ap]\.? ?m\.?|uhr|nachm\.|vorm\.)(?![^\W\d_]))?"
_ZONE = r"(?: ?\(?(?:gmt|utc|msk|мск)?(?: ?[+-]\d{1,2}(?::?\d{2})?)?\)?(?![\w]))?(?: ?\([a-z+\d:]{2,9}\))?"
# As logs write it: with seconds, or by numbers alone.
_LOGGED = re.compile(r"[\d./-]+$|.*\d:\d\d:\d\d")
_OFFSET = r"[+-]\d\d:?\d\d"
_AT = r"(?:в|во|at|сағат|сағ\.?|um|om|à|a las|alle|o godz\.|kl\.|às|о|ob)"
_WHEN = re.compile(
    rf"(?:(?:{_INTRO})\s)?(?:{_WEEKDAY}(?![^\W\d_])[.,]{{0,2}} )?(?P<early>{_TIME}{_HALF}{_ZONE},? )?(?P<date>{_DATE}){_YEAR}"
    rf"(?P<time>[,. ]{{0,3}}(?:{_WEEKDAY}(?![^\W\d_])[., ]{{1,3}})?(?:{_AT} )?{_TIME}{_HALF}{_ZONE})?"
)
_DAY = re.compile(_DATE)
_CLOCK = re.compile(_TIME)
_VERB = (
    r"(?:написал(?:а|и|\(-?а\)|/а)?|пишет|писал(?:а|и|\(-?а\)|/а)?|пише|написав(?:\(ла\))?|писав(?:\(ла\))?|wrote|writes"
    r"|(?:былай деп |деп )?жаз(?:ды|ған|ып жіберді)|schrieb|het volgende geschreven|geschreven|a écrit|escribió|escreveu"
    r"|ha scritto|napisał(?:a|\(a\))?|skrev|schreef|yazdı|写道)"
)
_ENDS = re.compile(rf"(?:^|[\s,>\"»])({_VERB})(?: ?-{{2,8}}| ?следующее)? ?$")
_FIRST_VERB = re.compile(r"(?:schrieb|skrev|schreef|heeft) ")
_OPENS = re.compile(r"(?:от|from|пользователь|користувач|user|by) ")
_ADDRESS = re.compile(r"<? ?(?:mailto: ?[^<>@]{0,80}<? ?)?[^\s<>@\"',;:]{1,100}@[^\s<>@\"',;:]{1,100} ?>*")
_IN_BRACKETS = re.compile(r"<[^<>]{0,120}@[^<>]{1,120}>")
_YOU_WROTE = re.compile(r"(?:вы (?:на)?писали|you wrote|сіз (?:былай деп )?жазды(?:ң|ңыз))(?: (?:мне|нам|to us|to me))?\b")
_ON_WROTE = re.compile(r"on [^!?]{0,40}\d[^!?]{3,250} wrote ?:")
_QUOTING = re.compile(r"(?:цитирую|цитата|quoting|citando|zitat von) ")
_VERB_THEN_WHEN = re.compile(rf"({_VERB}) (?:on |am |в |a las )?(?=.{{0,40}}\d)")
_GROUPWISE = re.compile(r">>> .{3,160} (?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}).{0,12}\d{1,2}:\d{2}.{0,12} >>>")
_SENTENCE = re.compile(r"[!?;:={}]|\.\s+\S+\s+\S+\s+\S+|\.\.\.")
_ONLY_VERB = re.compile(rf"(?:{_VERB} ?)?:")
_LINKED = re.compile(r"<mailto:[^<>]{1,120}>|\[mailto:[^\[\]]{1,120}\]")

_ORIGINAL = (
    "исходное сообщение|исходное письмо|оригинальное сообщение|первоначальное сообщение|original message|original email"
    "|original appointment|reply message|бастапқы хабарлама|бастапқы хат|түпнұсқа хабарлама|вихідне повідомлення"
    "|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale|oprindelig (?:meddelelse|besked)"
    "|wiadomość oryginalna|oorspronkelijk bericht|mensagem original|цитируемое сообщение|ответное сообщение"
)
_FORWARDED = (
    "пересылаемое сообщение|пересылаемое письмо|пересланное сообщение|пересланное письмо|перенаправленное сообщение"
    "|переадресованное сообщение|forwarded message|forwarded by .{1,80}|forwarded email|forwarded"
    "|қайта жіберілген хабарлама|жіберілген хабарлама|бағытталған хабарлама|переслане повідомлення"
)
_RULED = re.compile(rf"[-_=–—]{{2,60}} ?(?:{_ORIGINAL})(?: from .{{1,60}})? ?[-_=–—]{{2,60}}")
_PASSED_ON = re.compile(
    rf"[-_=–—<]{{2,60}} ?(?:{_FORWARDED}) ?[-_=–—>]{{1,60}}|(?:begin forwarded message|начало переадресованного (?:сообщения|письма)"
    r"|начало пересылаемого (?:сообщения|письма)|это пересылаемое сообщение|this is a forwarded message"
    r"|қайта жіберілген хабарламаның басы|пересылаемое сообщение|пересланное сообщение|forwarded message) ?:?"
)
_AS_SENT = re.compile(r"\d:\d\d:\d\d [+-]\d{4}")
_SOURCE = re.compile(r"[A-Za-z][A-Za-z-]{1,40}: ?\S")
_RULE = re.compile(r"[-_=–—]{3,}")

_LABELS = {
    "from": "от|от кого|from|отправитель|кімнен|жіберуші|від|von|de|da|från|od|van|fra",
    "sent": "отправлено|отправленные|отправлен|дата|дата отправки|sent|date|жіберілген|жіберілді|жіберілген күні|күні|уақыты|надіслано"
    "|gesendet|datum|dato|envoyé|envoyé le|message du|enviado|fecha|data|inviato|skickat|wysłano|verzonden|sendt",
    "to": "кому|to|кімге|an|à|para|a|till|do|aan|til",
    "subject": "тема|subject|тақырыбы|тақырып|betreff|objet|sujet|asunto|assunto|oggetto|ämne|temat|onderwerp|emne",
    "other": "копия|cc|скрытая копия|bcc|көшірме|көшірмесі|копія|kopie|copie à|reply-to|ответить|ответ-кому|risposta|важность|importance|priority"
    "|приоритет|вложения|attachments|organization|организация отправителя",
}
_ROLE = {label: role for role, labels in _LABELS.items() for label in labels.split("|")}


def find(lines: Sequence[Line], at: int) -> Boundary | None:
    """What begins at this line and introduces quoted text, if anything does."""
    return _ours(lines, at) or _block(lines, at) or _attribution(lines, at)


def passed_on(line: Line) -> bool:
    """Whether the line says that a forwarded letter follows."""
    said = line.said
    return 8 < len(said) < 160 and bool(_PASSED_ON.fullmatch(said.casefold()))


def is_mark(line: Line) -> bool:
    """Whether the line is our own «write above», however mangled."""
    said = line.said
    if not 12 < len(said) < 160:
        return False
    folded = said.casefold()
    return folded.startswith(_MARKS_BEGIN) or folded.strip("#->|_ ") in _MARKS


def is_banner(line: Line) -> bool:
    """Whether the line is GroupWise's `>>> X <a@b> 21.11.2026 14:05 >>>`, which is no marked quote."""
    return line.depth == 3 and line.said.endswith(">>>") and bool(_GROUPWISE.fullmatch(line.raw.strip()[:LONGEST]))


def is_rule(line: Line) -> bool:
    """Whether the line is nothing but a rule."""
    return bool(_RULE.fullmatch(line.said))


def _ours(lines: Sequence[Line], at: int) -> Boundary | None:
    if is_mark(lines[at]):
        return Boundary(at + 1, sure=True, ours=True)
    return None


# Blocks of headers


def _block(lines: Sequence[Line], at: int) -> Boundary | None:
    """A rule that says «original message», or «От: … Отправлено: … Кому: … Тема: …», with a rule above it or without."""
    said = lines[at].said
    if not said or len(said) > LONGEST:
        return None
    folded = said.casefold()
    if _RULED.fullmatch(folded):
        following = after_blanks(lines, at + 1)
        end = _headers(lines, following, ruled=True) if following < len(lines) else 0
        return Boundary(end or at + 1, sure=True, block=True, ruled=True)
    if _RULE.fullmatch(said):
        following = after_blanks(lines, at + 1)
        end = _headers(lines, following, ruled=True) if following < len(lines) else 0
    else:
        end = _headers(lines, at, ruled=False)
    return Boundary(end, sure=True, block=True) if end else None


def _label(line: Line) -> tuple[str, str]:
    label, colon, value = line.said.partition(":")
    if not colon or len(label) > 24:
        return "", ""
    return _ROLE.get(label.strip("_ ").casefold(), ""), value.strip("_ ")


def _headers(lines: Sequence[Line], at: int, *, ruled: bool) -> int:
    """Where the block of headers that begins at this line ends; 0 if none does. The first must say from whom, and one when."""
    role, sender = _label(lines[at])
    if role != "from" or (at and _SOURCE.match(lines[at - 1].said)):
        return 0
    depth, end, unlabelled = lines[at].depth, at + 1, 0
    found = {"from": sender}
    for after in range(at + 1, min(len(lines), at + MOST_HEADERS)):
        role, value = _label(lines[after])
        if role == "from":
            break
        if role and role not in found and lines[after].depth == depth:
            found[role], unlabelled, end = value, 0, after + 1
        else:
            unlabelled += 1
        if unlabelled > MOST_FOLDS:
            break
    return end if _is_letter(found, ruled=ruled) else 0


def _is_letter(found: Mapping[str, str], *, ruled: bool) -> bool:
    """Whether such headers are those of a letter, and not a form that somebody filled in: forms give no time of day."""
    when = found.get("sent", "").casefold()
    if not when or "to" not in found:
        return False
    dated = bool(_DAY.search(when)) or "=" in when
    if _AS_SENT.search(when) and not ruled:
        return False  # the source of a letter, which somebody shows
    if dated and _CLOCK.search(_DAY.sub(" ", when)):
        return True
    return dated and "subject" in found and (ruled or "@" in found["from"])


# One sentence: who wrote when


def _attribution(lines: Sequence[Line], at: int) -> Boundary | None:
    """A sentence such as «21.11.2026, 14:05, X <a@b>:» that begins at this line, folded or not."""
    first = lines[at]
    if not first.said or len(first.said) > LONGEST:
        return None
    if is_banner(first):
        return Boundary(at + 1, sure=True)
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
            sure = _says_who_wrote(_LINKED.sub("", said).strip(), first.said, second=lines[min(at + 1, end)].said, closed=closed)
            if sure is not None:
                return Boundary(end + 1, sure=sure)
        if line.depth != first.depth:
            return None
    return None


def _quote_follows(lines: Sequence[Line], at: int, depth: int) -> bool:
    at = after_blanks(lines, at) if at < len(lines) else at
    return at < len(lines) and (lines[at].depth > depth or lines[at].said.startswith("| "))


def _says_who_wrote(said: str, first: str, *, second: str, closed: bool) -> bool | None:
    """Whether the sentence surely says so; None if it does not. `first`, `second`: lines it is made of."""
    low, folded = said.casefold(), len(first) < len(said)
    when = _WHEN.match(low)
    if when and when.end("date") > len(first):
        return None  # programs fold behind the date: a weekday on a line of its own is an answer
    if when:
        if len(low) != len(said):  # a rare letter changed its length: positions would not agree
            said = low
        return _dated(low[when.end() :], said[when.end() :], when, closed=closed)
    if not closed:
        return None
    if _ON_WROTE.fullmatch(low):
        return False
    if _YOU_WROTE.match(low):
        rest = _YOU_WROTE.sub("", low, count=1).strip(" :,.")
        return False if not rest or (_DAY.search(rest) and len(rest) < 80) else None
    if _QUOTING.match(low) and _ADDRESS.search(low) and len(low) < 160:
        return False
    return _named(said, low, folded=folded, second=second)


def _dated(low: str, rest: str, when: re.Match[str], *, closed: bool) -> bool | None:
    """Of what stands behind the date: «, X <a@b>:», «, X пишет:», «пользователь X <a@b> написал:»."""
    comma = rest.lstrip(" ").startswith(",") or not _LOGGED.match(when["date"])
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
    address = None
    for address in _ADDRESS.finditer(tail):
        pass  # the last one: a name may be an address too
    timed = bool(when["time"] or when["early"])
    behind = tail[address.end() :].strip(" ,<>\"'") if address else ""
    if behind:  # a verb in a language that is not known here, or a sentence
        return False if closed and timed and bracketed and not verb and len(behind.split()) <= 2 and "." not in behind else None
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
        return timed and (bool(opened) or bracketed and comma and not _LOGGED.match(when[0]) and _is_name(name, free=False, typed=True))
    if not closed or not name.strip(" ,\""):
        return None
    if not verb:
        return False if opened and timed and re.search(_OFFSET, when[0]) else None
    return timed and (begins or by_machine) if timed or opened or begins or comma else None


def _named(said: str, low: str, *, folded: bool, second: str) -> bool | None:
    """«X <a@b> пишет:», «X писал 2026-11-21 14:05:»."""
    body = low.rstrip(" :-–—")
    address = _ADDRESS.search(said)
    if folded and not second.startswith(("<", ">")) and "<" not in said[: len(said) - len(second)]:
        return None
    if address:
        rest = body[address.end() :].strip(" ,>")
        verb = re.match(_VERB, rest)
        if not verb or not _is_name(said[: address.start()], free=False) or said[address.start()] != "<":
            return None
        behind = rest[verb.end() :].strip(" ,")
        return True if not behind or (_DAY.search(behind) and len(behind) < 60) else None
    then = _VERB_THEN_WHEN.search(body)
    if then and _is_name(said[: then.start()], free=False):
        behind = body[then.end() :].strip(" ,")
        when = _WHEN.match(behind)
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
    return free or not first or first.isupper() or not first.isalpha() or (first.isascii() and not (typed and bare[:1] == first and "@" not in words))
