"""Dates as mail programs write them above a quote, in the languages people write to us in and some of their neighbours'."""

from __future__ import annotations

import re

# Words in front of a date, by no order: «On», «В письме от», «Am», «Le» ...
_INTRO = r"-{1,8} ?on|on|at|в|во|у|в письме от|в сообщении от|сообщение от|письмо от|am|le|el|il|em|op|den|dnia|w dniu|на|датою"
_WEEKDAY = (
    r"(?:понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье|пн|вт|ср|чт|пт|сб|вс"
    r"|понеділок|вівторок|середа|четвер|п'ятниця|субота|неділя"
    r"|дүйсенбі|сейсенбі|сәрсенбі|бейсенбі|жұма|сенбі|жексенбі|дс|сс|ср|бс|жм|сб|жс"
    r"|mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs?)?(?:day)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    r"|mo|di|mi|do|fr|sa|so|lun|mar|mer|mié|jeu|jue|ven|vie|sam|sáb|sab|dim|dom"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo|fre|lör|sön|mån|tis|ons|tor|lør|søn|man|ma|wo|vr|za|zo|pon|wt|śr|czw|pt|sob|niedz|ndz)"
)
_DATE = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
    r"|\d{1,2}\.?(?:-?(?:го|е|st|nd|rd|th))? (?:de |of )?[^\W\d_]{3,12}\.?,? (?:de |del )?(?:19|20)\d\d"
    r"|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
    r"|(?:19|20)\d\d ?(?:ж\.?|жыл\w{0,4})?,? ?\d{1,2}[- ]?(?:ші |шы )?[^\W\d_]{3,12}\.?"
    r"|(?:19|20)\d\d ?ж\.,? ?\d{1,2}\.\d{1,2}\.?(?!\d)"
    r"|\d{4}年\d{1,2}月\d{1,2}日)"
)
_YEAR = r"(?: ?(?:года|г|ж|р|жылы)(?![^\W\d_])\.?)?"
_TIME = r"\d{1,2}(?:[:.]\d{2}){1,2}"
_HALF = r"(?: ?(?:[ap]\.? ?m\.?|uhr|nachm\.|vorm\.|上午|下午)(?![^\W\d_]))?"
_ZONE = r"(?: ?\(?(?:gmt|utc|msk|мск)?(?: ?[+-]\d{1,2}(?::?\d{2})?)?\)?(?![\w]))?(?: ?\([a-z+\d:]{2,9}\))?"
# As logs write it: with seconds, or by numbers alone.
LOGGED = re.compile(r"[\d./-]+$|.*\d:\d\d:\d\d")
OFFSET = r"[+-]\d\d:?\d\d"
_AT = r"(?:в|во|at|сағат|сағ\.?|um|om|à|a las|alle|o godz\.|kl\.|às|о|ob)"
WHEN = re.compile(
    rf"(?:(?:{_INTRO})\s)?(?:{_WEEKDAY}(?![^\W\d_])[.,]{{0,2}} )?(?P<early>{_TIME}{_HALF}{_ZONE},? )?(?P<date>{_DATE}){_YEAR}"
    rf"(?P<time>[,. ]{{0,3}}(?:{_WEEKDAY}(?![^\W\d_])[., ]{{1,3}})?(?:{_AT} )?{_TIME}{_HALF}{_ZONE})?"
)
DAY = re.compile(_DATE)
CLOCK = re.compile(_TIME)
