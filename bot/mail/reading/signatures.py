"""What closes a letter without belonging to it: «Отправлено с iPhone», a virus scanner's line, a disclaimer, a signature below `--`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.mail.reading.devices import APP, FOOTER, LINK, SENT, is_device, is_plea
from bot.mail.reading.footers import footer
from bot.mail.reading.headers import is_rule
from bot.mail.reading.hints import closes, greets
from bot.mail.reading.lines import Line, before_blanks

MOST = 50
DISCLAIMER = 4000
DISCLAIMER_LINES = 30
UNDER_REGARDS = 6
SIGNATURE_LINES = 14
SIGNATURE_WIDTH = 110
SHORT = 5
"""Lines of a signature that is known by the organization in it."""

_SIGNED_IN_A_LINE = re.compile(
    r"(?:-- |— ) ?(?i:с (?:уважением|наилучшими пожеланиями)|құрметпен|(?:best |kind )?regards),?"
    r"(?: (?:[^\W\d_a-zа-яё][\w.-]{0,30},?|(?:mailto:)?[^\s@]{1,60}@\S{1,60}|\+?[\d()-]{1,20},?)){1,8}"
)

_NAME_IN_A_LINE = re.compile(r"-- [^\W\d_a-zа-яё][^\W\d_]{0,20}(?: [^\W\d_a-zа-яё](?:[^\W\d_]{1,20}|\.)){1,2}")

_SCANNED = re.compile(
    "|".join(
        (
            r"(?:это|данное|настоящее) (?:сообщение|письмо)(?: электронной почты)? (?:было )?проверено "
            r"(?:на (?:наличие )?вирус(?:ы|ов) )?(?:программой |антивирусом |антивирусной программой |с помощью )?"
            r"(?:avast|касперск|kaspersky|dr\.? ?web|eset|nod32|avg)[\w .\-]{0,60}",
            r"проверено (?:антивирусом |на вирусы |программой )?(?:avast|касперск|kaspersky|dr\.? ?web|eset|nod32|avg)[\w .,\-]{0,60}",
            r"(?:this|the) (?:e-?mail|message) (?:has been|was|is) (?:checked|scanned)(?: for viruses)? by "
            r"(?:avast|avg|kaspersky|eset|dr\.? ?web)[\w .,\-']{0,60}",
            r"(?:scanned|checked) by (?:avast|avg|kaspersky|eset|dr\.? ?web)[\w .,\-]{0,40}",
        )
    )
)
_VIRUS_FREE = re.compile(r"(?:без вирусов|virus-free)[ .]{1,3}[<(\[]{0,2}(?:https?://)?www\.\S{3,100}")

_SCANNERS_LINK = re.compile(r"[<(\[]{0,2}https?://(?:www\.)?(?:avast|avg)\.com/\S{0,40}sig-email\S*")
_ANCHOR = re.compile(r"[<\[]#[0-9A-Za-z_-]{4,60}[>\]]")

_DISCLAIMER_OPENS = re.compile(
    r"[\W_]{0,6}(?:(?:внимание|важно|notice|warning|important|note)[!:]{1,3} ?)?(?:"
    r"(?:настоящее|данное|это) (?:электронное )?(?:сообщение|письмо|послание)\b|содержание (?:настоящего|данного|этого) "
    r"|электронное (?:сообщение|письмо) и |(?:сообщение|письмо) предназначено (?:только|исключительно) "
    r"|(?:эта|данная) (?:электронная )?(?:переписка|информация) |если вы (?:получили|не являетесь) "
    r"|информация, (?:содержащаяся|содержащейся) |(?:уведомление|предупреждение|оговорка) о конфиденциальности|конфиденциальность[:.]"
    r"|this (?:e-?mail|message|communication|electronic|transmission)\b"
    r"|the (?:information|content|contents) (?:contained |transmitted )?(?:in|of) this |(?:the|any) (?:views|opinions) expressed "
    r"|if you (?:are not the|have received this|received this)"
    r"|confidentiality (?:notice|note|statement)|disclaimer\b|confidential(?:ity)?:|privileged and confidential|important notice:"
    r"|осы (?:электрондық )?(?:хабарлама|хат)|бұл (?:электрондық )?(?:хабарлама|хат)|құпиялылық)"
)
_DISCLAIMER_STEMS = (
    re.compile("конфиденциальн|confidential|құпия"),
    re.compile("адресат|получател|intended|recipient|addressee|named above|алушы|арналған"),
    re.compile(
        "по ошибке|ошибочн|не являетесь|не предназначен[оа] (?:для )?вам|не вам|in error|by mistake|not the intended|қате"
    ),
    re.compile("удалит|уничтож|delete|destroy|жойыңыз|жоюыңыз|өшір"),
    re.compile("запрещ|не допуска|prohibited|unlawful|must not|may not|unauthori[sz]ed|тыйым"),
    re.compile("уведомит|сообщите отправителю|известит|notify|advise the sender|хабарлаңыз"),
    re.compile("не является офертой|не может рассматриваться|privileged|вложени|attachment|қоса берілген"),
)
# This a sender says of their own letter; a disclaimer speaks of who has received it.
_SENT_BY_MISTAKE = re.compile(
    r"(?:отправ|посл|высл)\w+ (?:\w+ ){0,3}(?:по ошибке|ошибочно)|(?:по ошибке|ошибочно) (?:\w+ ){0,2}(?:отправ|посл|высл)"
    r"|\b(?:i|we) (?:have )?(?:\w+ )?sent\b|жаңылыс жібер|қате жібер"
)
_ENOUGH = 3
UNASKED, UNDER_PROSE = 200, 10
"""Characters of a disclaimer that is known right below prose, and lines above it that must not speak of such lines."""
_ABOUT_LINES = re.compile(r"строк|строч|подпис|приписк|дисклеймер|внизу|disclaimer|footer|signature|bottom|қолтаңба")

_DASHES = frozenset({"--", "—", "––"})
_CLOSING = re.compile(
    r"(?:с (?:наилучшими |глубоким |искренним |большим )?(?:уважением|пожеланиями|почтением)|всего (?:доброго|хорошего)|best|kind|warm"
    r"|(?:best |kind |warm )?regards|sincerely|yours|thanks|cheers|құрметпен|ізгі ниетпен|з повагою|mit (?:lieben|freundlichen|besten)"
    r"|viele grü(?:ß|ss)e|cordialement|saludos)\b"
)
_ORGANIZATION = re.compile(
    r"(?:ООО|АО|ПАО|ЗАО|ОАО|ИП|ТОО|ЖШС|АҚ|М?[БКА]У|ГБУ|ГКУ|ФГБУ|ФГУП|МУП|ГУП|ТСЖ|СНТ|НКО|АНО|ЖК|КГУ|КГП|РГП|ГКП)"
    r"(?: [А-ЯЁA-Z]{2,6})? [«\"“][^«»\"“”]{2,80}[»\"”]"
)
_MOTTO = re.compile(r"[\"«“„'].{1,200}[\"»”“']")
_POSTSCRIPT = re.compile(r"p\.? ?s\b|п\.? ?с\b|з\.? ?ы\b")
_CONTACT = re.compile(
    r"[^\s@]@[^\s@]{1,60}\.\w|https?://|www\.|\+?\d[\d ()\-.]{8,}\d|(?:тел|моб|факс|phone|tel|mobile|e-mail)\b[.:]"
)


def closing(lines: Sequence[Line], start: int, end: int) -> int:
    """Where, between the two, the text ends once what surely is no part of it is left off; `end` if all of it may be."""
    for _ in range(MOST):
        last = before_blanks(lines, end, start)
        if last <= start or lines[last - 1].depth:
            return end
        cut = (
            _footer(lines, start, last)
            or footer(lines, start, last)
            or _disclaimer(lines, start, last)
            or _signature(lines, start, last)
        )
        if not cut or _is_shown(lines, start, cut - 1):
            return end
        end = cut - 1
        above = before_blanks(lines, end, start)
        if above > start and is_rule(lines[above - 1]) and not lines[above - 1].depth:
            end = above - 1
    return end


def _is_shown(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether the line above ends with a colon: then what follows it is shown, and closes nothing."""
    above = before_blanks(lines, end, start)
    return above > start and lines[above - 1].said.endswith(":")


# Each of these tells the line where the closing words begin, counted from one; 0 if there are none.


def _footer(lines: Sequence[Line], start: int, end: int) -> int:
    said = lines[end - 1].said
    apart = end - 1 == start or lines[end - 2].blank or is_rule(lines[end - 2])
    if is_device(said) or (apart and is_scanner(said)):
        return end
    if end - 2 >= start and lines[end - 2].said in _DASHES and APP.fullmatch(said.casefold().strip(" .")):
        return end
    if apart and (
        is_plea(said)
        or _SIGNED_IN_A_LINE.fullmatch(said)
        or (_is_above_device(lines, end) and _NAME_IN_A_LINE.fullmatch(said))
    ):
        return end
    if _ANCHOR.fullmatch(said) and end - 1 > start:
        return _footer(lines, start, end - 1)
    above = lines[end - 2].said if end - 2 >= start and not lines[end - 2].depth else ""
    if LINK.fullmatch(said):
        if is_scanner(above) or is_device(above):
            return end - 1
        if end - 3 >= start and not lines[end - 3].depth and is_scanner(f"{lines[end - 3].said} {above}"):
            return end - 2
        if _SCANNERS_LINK.fullmatch(said):
            return end
    return end - 1 if SENT.match(f"{above} ".casefold()) and is_device(f"{above} {said}") else 0


def _is_above_device(lines: Sequence[Line], end: int) -> bool:
    return end < len(lines) and is_device(lines[end].said)


def is_scanner(said: str) -> bool:
    """Whether a virus scanner wrote this line."""
    if not 6 < len(said) < FOOTER:
        return False
    folded = said.casefold()
    return bool(_VIRUS_FREE.match(folded) or _SCANNED.fullmatch(LINK.sub("", folded).strip(" .,!<>()[]*_~-")))


def _disclaimer(lines: Sequence[Line], start: int, end: int) -> int:
    top = end - 1
    while (
        top > start
        and not lines[top - 1].blank
        and not lines[top - 1].depth
        and not is_rule(lines[top - 1])
        and not is_device(lines[top - 1].said)
        and not _opens_by_itself(lines, start, top, end)
    ):
        top -= 1
        if end - top > DISCLAIMER_LINES:
            return 0
    if end - top == 1 and len(lines[top].said) < 80:
        return 0
    said = " ".join(line.said for line in lines[top:end]).casefold()
    if len(said) > DISCLAIMER or not _DISCLAIMER_OPENS.match(said) or _SENT_BY_MISTAKE.search(said):
        return 0
    if greets(" ".join(line.said for line in lines[start:top][:DISCLAIMER_LINES] if line.said)):
        return 0  # nothing else is said: then this is what the letter is about
    return top + 1 if sum(bool(stem.search(said)) for stem in _DISCLAIMER_STEMS) >= _ENOUGH else 0


def _opens_by_itself(lines: Sequence[Line], start: int, top: int, end: int) -> bool:
    """Whether a disclaimer opens at this line though no blank one stands above: below a name and «С уважением», or as one that
    holds more of what they all hold than anybody would say."""
    if not _DISCLAIMER_OPENS.match(lines[top].said.casefold()):
        return False
    if any(closes(one.said) for one in lines[max(start, top - UNDER_REGARDS) : top]):
        return True
    above = top
    while above > start and not lines[above - 1].blank and top - above < UNDER_PROSE:
        above -= 1
        if _DISCLAIMER_OPENS.match(lines[above].said.casefold()) or _ABOUT_LINES.search(lines[above].said.casefold()):
            return False
    said = " ".join(line.said for line in lines[top:end])[:DISCLAIMER].casefold()
    return len(said) >= UNASKED and sum(bool(stem.search(said)) for stem in _DISCLAIMER_STEMS) > _ENOUGH


def _signature(lines: Sequence[Line], start: int, end: int) -> int:
    for at in range(end - 1, max(start, end - SIGNATURE_LINES) - 1, -1):
        if lines[at].depth:
            return 0
        if lines[at].said in _DASHES and lines[at].raw.strip("\u00a0 \t*") in _DASHES:
            below = [_first_cell(line) for line in lines[at + 1 : end] if not line.blank]
            exact = lines[at].raw.rstrip("\u00a0") == "-- " or lines[at].raw == "-- "
            return (
                at + 1
                if not any(sign.isalnum() for said in below for sign in said) or _is_signature(below, exact=exact)
                else 0
            )
    return 0


def _first_cell(line: Line) -> str:
    """What the line says; without a motto or an address that stands far off to the right."""
    head, gap, rest = line.raw.strip().partition(" " * 6)
    rest = rest.strip()
    apart = gap and "\t" not in head and (_CONTACT.match(rest.removeprefix("mailto:")) or _MOTTO.fullmatch(rest))
    return " ".join(head.split()) if apart else line.said


def _is_signature(below: Sequence[str], *, exact: bool) -> bool:
    if any(len(said) > SIGNATURE_WIDTH or said.startswith("--") or _is_prose(said) for said in below):
        return False
    first = below[0]
    if _CLOSING.match(first.casefold()) or (exact and _ORGANIZATION.fullmatch(first)):
        return True
    if _POSTSCRIPT.match(first.casefold()):
        return False
    if len(below) <= SHORT and any(_ORGANIZATION.fullmatch(said) for said in below):
        return True
    if any(_CONTACT.search(said) for said in below):
        return _is_proper(first) or (exact and len(first.split()) <= 9)
    return _is_proper(first) and (exact or len(first.split()) > 1) and len(below) <= 6


def _is_prose(said: str) -> bool:
    """Whether a line is more likely said to the reader than said about the sender."""
    if _CONTACT.search(said):
        return len(said.split()) > 14
    return (
        said.endswith(("?", "!", ":", ";")) or (len(said.split()) > 6 and said.endswith(".")) or len(said.split()) > 12
    )


def _is_proper(said: str) -> bool:
    """Whether each word begins with a capital, as those of a name do."""
    words = said.replace(".", ". ").strip(" ,").split()
    return 0 < len(words) <= 5 and all(
        word.strip("«»\"'(),.-–|/")[:1].isupper() or not word[:1].isalpha() for word in words
    )
