"""What closes a letter without belonging to it: «Отправлено с iPhone», a virus scanner's line, a disclaimer, a signature below `--`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.mail.reading.attributions import is_rule
from bot.mail.reading.lines import Line, before_blanks

MOST = 50
FOOTER = 200
DISCLAIMER = 4000
DISCLAIMER_LINES = 30
SIGNATURE_LINES = 14
SIGNATURE_WIDTH = 110

# A device's line is made of nothing but these words, names in Latin letters and numbers, and holds one of `_THINGS`.
_SMALL = frozenset(
    """с со из через от моего моей моих моём мобильного мобильной мобильных нового приложения приложение для на и помощью версии устройств
    устройствах by from via with using my the a an for on in of mobile new work new app client and through secure""".split()
)
_THINGS = (
    "iphone ipad ipod айфон айпад android андроид samsung galaxy xiaomi redmi poco huawei honor realme nokia htc alcatel oneplus pixel lg"
    " телефон смартфон планшет устройств почт outlook gmail mail mailru yandex яндекс spark thunderbird blackberry windows airmail mailbox"
    " yahoo protonmail proton phone cell device tablet mobile mymail edison tutanota zimbra myoffice мойофис r7 vk"
).split()
_SENT = re.compile(r"(?:отправлено|послано|written|sent|verzonden|envoyé|from my)\s")
_EXCUSE = re.compile(r"[.,;]?\s*(?:,? ?please )?(?:excuse|forgive|извините за|простите за).{0,60}$")
_LINK = re.compile(r"[<(\[]{0,2}(?:https?://|www\.)\S*")
_LINES = re.compile(
    "|".join(
        (
            r"(?:get|download|получить|скачать|загрузить|установить) outlook (?:for|для) \w+(?: \w+)?",
            r"outlook (?:үшін|қолданбасын)[\w ]{0,40}(?:алу|жүктеу)",
            r"(?:менің )?(?:iphone|ipad|android|samsung|xiaomi|huawei|телефон|смартфон|планшет)[\w \-.]{0,40}(?:жіберілді|жіберілген|жолданды)",
            r"[\w .\-]{0,40}(?:пошта|почта|mail|outlook)[\w \-.]{0,40}(?:жіберілді|жіберілген|жолданды)",
            r"(?:надіслано|відправлено) (?:з|із|через|за допомогою) [\w .\-]{1,50}",
            r"envoyé (?:de|depuis) mon [\w ]{2,30}|von meinem [\w\- ]{2,40} gesendet|gesendet von (?:mail|outlook|meinem)[\w\- ]{0,30}"
            r"|diese nachricht wurde von meinem [\w\- ]{2,60} gesendet|sendt fra min [\w ]{2,30}|inviato da [\w ]{2,30}phone"
            r"|enviado desde mi [\w ]{2,30}|wysłane z [\w ]{2,30}|skickat från min [\w ]{2,30}",
            r"(?:без вирусов|virus-free|вирусов нет|вирустар жоқ)",
            r"(?:это|данное|настоящее) (?:сообщение|письмо)(?: электронной почты)? (?:было )?проверено (?:на (?:наличие )?вирус(?:ы|ов) )?"
            r"(?:программой |антивирусом |антивирусной программой |с помощью )?(?:avast|касперск|kaspersky|dr\.? ?web|eset|nod32|avg)[\w .\-]{0,60}",
            r"проверено (?:антивирусом |на вирусы |программой )?(?:avast|касперск|kaspersky|dr\.? ?web|eset|nod32|avg)[\w .,\-]{0,60}",
            r"(?:this|the) (?:e-?mail|message) (?:has been|was|is) (?:checked|scanned)(?: for viruses)? by (?:avast|avg|kaspersky|eset|dr\.? ?web)"
            r"[\w .,\-']{0,60}",
            r"(?:scanned|checked) by (?:avast|avg|kaspersky|eset|dr\.? ?web)[\w .,\-]{0,40}",
        )
    )
)

_DISCLAIMER_OPENS = re.compile(
    r"[\W_]{0,6}(?:(?:настоящее|данное|это) (?:электронное )?(?:сообщение|письмо|послание)\b|содержание (?:настоящего|данного|этого) "
    r"|информация, (?:содержащаяся|содержащейся) |(?:уведомление|предупреждение|оговорка) о конфиденциальности"
    r"|конфиденциальность[:.]|внимание! (?:это|данное|настоящее) (?:сообщение|письмо)"
    r"|this (?:e-?mail|message|communication|electronic)\b|the (?:information|content|contents) (?:contained |transmitted )?(?:in|of) this "
    r"|confidentiality (?:notice|note|statement)|disclaimer\b|confidential(?:ity)?:|privileged and confidential|important notice:"
    r"|осы (?:электрондық )?(?:хабарлама|хат)|бұл (?:электрондық )?(?:хабарлама|хат)|құпиялылық)"
)
_DISCLAIMER_STEMS = (
    re.compile("конфиденциальн|confidential|құпия"),
    re.compile("адресат|получател|intended|recipient|addressee|named above|алушы|арналған"),
    re.compile("по ошибке|ошибочн|не являетесь|in error|by mistake|not the intended|қате"),
    re.compile("удалит|уничтож|delete|destroy|жойыңыз|жоюыңыз|өшір"),
    re.compile("запрещ|не допуска|prohibited|unlawful|must not|may not|unauthori[sz]ed|тыйым"),
    re.compile("уведомит|сообщите отправителю|известит|notify|advise the sender|хабарлаңыз"),
    re.compile("не является офертой|не может рассматриваться|privileged|вложени|attachment|қоса берілген"),
)
_ENOUGH = 3

_DASHES = frozenset({"--", "—", "––"})
_CLOSING = re.compile(
    r"(?:с (?:наилучшими |глубоким |искренним |большим )?(?:уважением|пожеланиями|почтением)|всего (?:доброго|хорошего)|best|kind|warm|regards"
    r"|(?:best |kind |warm )?regards|sincerely|yours|thanks|cheers|құрметпен|ізгі ниетпен|з повагою|mit (?:lieben|freundlichen|besten)"
    r"|viele grü(?:ß|ss)e|cordialement|saludos)\b"
)
_CONTACT = re.compile(r"[^\s@]@[^\s@]{1,60}\.\w|https?://|www\.|\+?\d[\d ()\-.]{8,}\d|(?:тел|моб|факс|phone|tel|mobile|e-mail)\b[.:]")


def closing(lines: Sequence[Line], start: int, end: int) -> int:
    """Where, between the two, the text ends once what surely is no part of it is left off; `end` if all of it may be."""
    for _ in range(MOST):
        last = before_blanks(lines, end, start)
        if last <= start or lines[last - 1].depth:
            return end
        cut = _footer(lines, start, last) or _disclaimer(lines, start, last) or _signature(lines, start, last)
        if not cut:
            return end
        end = cut - 1
        above = before_blanks(lines, end, start)
        if above > start and is_rule(lines[above - 1]) and not lines[above - 1].depth:
            end = above - 1
    return end


# Each of these tells the line where the closing words begin, counted from one; 0 if there are none.


def _footer(lines: Sequence[Line], start: int, end: int) -> int:
    said = lines[end - 1].said
    if is_footer(said):
        return end
    above = lines[end - 2].said if end - 2 >= start and not lines[end - 2].depth else ""
    return end - 1 if above and is_footer(f"{above} {said}") else 0


def is_footer(said: str) -> bool:
    """Whether a program or a telephone wrote this line, and nobody else would."""
    if not 6 < len(said) < FOOTER:
        return False
    bare = _LINK.sub("", said).strip(" .,!<>()[]*_~-").casefold().replace("[", "").replace("]", "")
    if _LINES.fullmatch(bare):
        return True
    if not _SENT.match(bare):
        return False
    words = re.split(r"[\s/]+", _EXCUSE.sub("", bare))[1:]
    return (
        0 < len(words) <= 12
        and any(thing in word for word in words for thing in _THINGS)
        and all(_is_device_word(word.strip("().,«»\"'")) for word in words)
    )


def _is_device_word(word: str) -> bool:
    if not word or word in _SMALL or any(sign.isdigit() for sign in word):
        return True
    if any(thing in word for thing in _THINGS):
        return "@" not in word and len(word) < 24
    return word in {"ios", "pro", "max", "plus", "mini", "ultra", "note", "lite", "edge", "octacore", "flash", "pc", "smartphone", "s", "se", "air"}


def _disclaimer(lines: Sequence[Line], start: int, end: int) -> int:
    top = end - 1
    while top > start and not lines[top - 1].blank and not lines[top - 1].depth and not is_rule(lines[top - 1]):
        top -= 1
        if end - top > DISCLAIMER_LINES:
            return 0
    if end - top == 1 and len(lines[top].said) < 80:
        return 0
    said = " ".join(line.said for line in lines[top:end]).casefold()
    if len(said) > DISCLAIMER or not _DISCLAIMER_OPENS.match(said):
        return 0
    return top + 1 if sum(bool(stem.search(said)) for stem in _DISCLAIMER_STEMS) >= _ENOUGH else 0


def _signature(lines: Sequence[Line], start: int, end: int) -> int:
    for at in range(end - 1, max(start, end - SIGNATURE_LINES) - 1, -1):
        if lines[at].depth:
            return 0
        if lines[at].said in _DASHES and lines[at].raw.strip("\u00a0 \t*") in _DASHES:
            below = [line.said for line in lines[at + 1 : end] if not line.blank]
            exact = lines[at].raw.rstrip("\u00a0") == "-- " or lines[at].raw == "-- "
            return at + 1 if not any(sign.isalnum() for said in below for sign in said) or _is_signature(below, exact=exact) else 0
    return 0


def _is_signature(below: Sequence[str], *, exact: bool) -> bool:
    if any(len(said) > SIGNATURE_WIDTH or said.startswith("--") or _is_prose(said) for said in below):
        return False
    first = below[0]
    if _CLOSING.match(first.casefold()):
        return True
    if any(_CONTACT.search(said) for said in below):
        return len(first.split()) <= 9
    return _is_proper(first) and (exact or len(first.split()) > 1) and len(below) <= 6


def _is_prose(said: str) -> bool:
    """Whether a line is more likely said to the reader than said about the sender."""
    if _CONTACT.search(said):
        return len(said.split()) > 14
    return said.endswith(("?", "!", ":", ";")) or (len(said.split()) > 6 and said.endswith(".")) or len(said.split()) > 12


def _is_proper(said: str) -> bool:
    """Whether each word begins with a capital, as those of a name do."""
    words = said.replace(".", ". ").strip(" ,").split()
    return 0 < len(words) <= 5 and all(word.strip("«»\"'(),.-–|/")[:1].isupper() or not word[:1].isalnum() for word in words)
