"""The block of headers that a mail program puts above what it quotes: «От: … Отправлено: … Кому: … Тема: …», ruled off or not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.mail.reading.dates import CLOCK, DAY
from bot.mail.reading.lines import Line, after_blanks

LONGEST = 400
MOST_HEADERS = 20
MOST_FOLDS = 3

_ORIGINAL = (
    "исходное сообщение|исходное письмо|оригинальное сообщение|первоначальное сообщение|original message|original email"
    "|original appointment|reply message|бастапқы хабар(?:лама)?|бастапқы хат|түпнұсқа хабарлама|вихідне повідомлення"
    "|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale|oprindelig (?:meddelelse|besked)"
    "|wiadomość oryginalna|oorspronkelijk bericht|mensagem original|цитируемое сообщение|ответное сообщение"
)
_FORWARDED = (
    "пересылаемое сообщение|пересылаемое письмо|пересланное сообщение|пересланное письмо|перенаправленное сообщение"
    "|переадресованное сообщение|forwarded message|forwarded by .{1,80}|forwarded email|forwarded"
    "|қайта жіберілген хабарлама|жіберілген хабарлама|бағытталған хабарлама|переслане повідомлення"
)
RULED = re.compile(
    rf"[-_=–—]{{2,60}} ?(?:{_ORIGINAL})(?: from .{{1,60}})? ?[-_=–—]{{2,60}}"
    r"|-{3,20} ?[^\s<>]{1,100}@\S{1,100} (?:wrote|пишет|написал(?:а|\(а\))?) ?: ?-{3,20}"
)
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
    "to": "кому|to|кімге|алушы|получатель|an|à|para|a|till|do|aan|til",
    "subject": "тема|subject|тақырыбы|тақырып|betreff|objet|sujet|asunto|assunto|oggetto|ämne|temat|onderwerp|emne",
    "other": "копия|cc|скрытая копия|bcc|көшірме|көшірмесі|копія|kopie|copie à|reply-to|ответить|ответ-кому|risposta|важность|importance"
    "|priority|приоритет|вложения|attachments|organization|организация отправителя",
}
_WHOLE = frozenset({"from", "sent", "to", "subject"})
ROLES = {name: role for role, names in _LABELS.items() for name in names.split("|")}


def block(lines: Sequence[Line], at: int) -> tuple[int, bool] | None:
    """Where the block of headers ends that begins at this line, and whether a rule that says «original message» begins it."""
    said = lines[at].said
    if not said or len(said) > LONGEST:
        return None
    folded = said.casefold()
    if RULED.fullmatch(folded):
        following = after_blanks(lines, at + 1)
        end = _headers(lines, following, ruled=True) if following < len(lines) else 0
        return end or at + 1, True
    if (ruled := RULED.match(folded)) and (end := _headers(lines, at, ruled=True, first=said[ruled.end() :].strip())):
        return end, True
    if _RULE.fullmatch(said):
        following = after_blanks(lines, at + 1)
        end = _headers(lines, following, ruled=True) if following < len(lines) else 0
    else:
        end = _headers(lines, at, ruled=False)
    return (end, False) if end else None


def label(line: Line) -> tuple[str, str]:
    """What header the line is (`from`, `sent`, `to`, `subject`, `other`; "" for none), and its value."""
    name, colon, value = line.said.partition(":")
    if not colon or len(name) > 24:
        return "", ""
    return ROLES.get(name.strip("_ ").casefold(), ""), value.strip("_ ")


def _headers(lines: Sequence[Line], at: int, *, ruled: bool, first: str = "") -> int:
    """Where the block of headers that begins at this line ends; 0 if none does. One must say from whom, and one when.

    `first`: the first of them, if it stands in one line with the rule.
    """
    role, value = label(Line("", 0, first) if first else lines[at])
    if not role or role == "other" or (at and _SOURCE.match(lines[at - 1].said)):
        return 0
    opening, depth, end, unlabelled = role, lines[at].depth, at + 1, 0
    found = {role: value}
    for after in range(at + 1, min(len(lines), at + MOST_HEADERS)):
        role, value = label(lines[after])
        if role == opening or (role == "from" and role in found):
            break
        if opening != "from" and not role:
            break
        if role and role not in found and lines[after].depth == depth:
            found[role], unlabelled, end = value, 0, after + 1
        else:
            unlabelled += 1
        if unlabelled > MOST_FOLDS:
            break
    if opening != "from" and not (found.keys() >= _WHOLE and "@" in found["from"]):
        return 0
    return end if _is_letter(found, ruled=ruled) else 0


def _is_letter(found: Mapping[str, str], *, ruled: bool) -> bool:
    """Whether such headers are those of a letter, and not a form that somebody filled in: forms give no time of day."""
    when = found.get("sent", "").casefold()
    if not when or "to" not in found:
        return False
    dated = bool(DAY.search(when)) or "=" in when
    if _AS_SENT.search(when) and not ruled:
        return False  # the source of a letter, which somebody shows
    if dated and CLOCK.search(DAY.sub(" ", when)):
        return True
    return dated and "subject" in found and (ruled or "@" in found["from"])


def passed_on(line: Line) -> bool:
    """Whether the line says that a forwarded letter follows."""
    said = line.said
    return 8 < len(said) < 160 and bool(_PASSED_ON.fullmatch(said.casefold()))


def is_rule(line: Line) -> bool:
    """Whether the line is nothing but a rule."""
    return bool(_RULE.fullmatch(line.said))
