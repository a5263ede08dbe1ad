"""The line that a telephone or a mail program puts below a letter: «Отправлено с iPhone», «Get Outlook for iOS»."""

from __future__ import annotations

import re

FOOTER = 200

# A device's line is made of nothing but these words, names in Latin letters and numbers, and holds one of `_THINGS`.
_SMALL = re.compile(
    r"моего|моей|моих|моём|мого|мобильно(?:го|й)|мобильных|нового|приложени[яе]|для|помощью|допомогою|версии|устройства?х?|электронной|защищ[её]нной"
    r"|with|using|my|the|met"
    r"|an?|for|on|in|of|mobile|new|work|app|client|secure|ios|pro|max|plus|mini|ultra|note|lite|edge|octacore|flash|pc|smartphone|se?|air|via"
)
_BRANDS = re.compile(
    r"iphone|ipad|ipod|айфон|айпад|android|андроид|samsung|galaxy|xiaomi|redmi|poco|huawei|honor|realme|nokia|htc|alcatel|oneplus|pixel|outlook"
    r"|gmail|mail\.ru|mymail|mailbox|airmail|yandex|яндекс|spark|thunderbird|blackberry|windows|yahoo|proton|edison|tutanota|zimbra|myoffice"
    r"|мойофис|workmail|bluemail|aqua mail|aquamail|k-9|fairemail|tuta|canary|newton|rambler|рамблер|mailion"
    r"|р7-органайзер|r7-organizer|битрикс|bitrix"
)
# «Отправлено с почты», «Sent from mail» may be an answer; «с моей почты», «из мобильной почты», «из Почты Mail» is a program's line.
_THINGS = re.compile(r"телефон|смартфон|планшет|устройств|почт|mail|phone|cell|device|tablet|mobile|lg|r7|vk")
_OWN = re.compile(
    r"\b(?:my|mobile|мо(?:его|ей|их|ём)|мобильно(?:го|й)|мобильных|приложени[яе])\b|почты mail|почта mail"
)
SENT = re.compile(
    r"(?:(?:отправлено|послано) (?:с|со|из)|(?:надіслано|відправлено) (?:з|із|за)|(?:sent|written) (?:from|with)|from my|verzonden met)\s"
)
# «RMX3085», «SM-G900»; not «1С».
_MODEL = re.compile(r"\b(?=[a-z-]{0,10}\d)[a-z][a-z\d-]{3,20}\b")
_FOR = re.compile(r" (?:for|для) (?:android|ios|iphone|ipad|windows phone|harmonyos)$")
# It pleads for the trees, below a signature.
_PLEA = re.compile(
    r"(?:пожалуйста, )?(?:подумайте|думайте|заботьтесь) об? (?:окружающей среде|природе|экологии),?"
    r" (?:прежде чем|перед тем,? как|и не) печатать.{0,80}"
    r"|(?=.{0,150}\b(?:environment|trees?|planet|paper)\b).{0,60}\bbefore printing this (?:e-?mail|message|letter).{0,40}"
    r"|(?:please )?consider the environment before (?:you )?print.{0,60}"
    r"|берегите природу.{0,60}печата.{0,60}|табиғатты қорға.{0,60}басып.{0,30}"
)
_EXCUSE = re.compile(r"[.,;]?\s*(?:,? ?please )?(?:excuse|forgive|извините за|простите за).{0,60}$")
_MARKDOWN = re.compile(r"\[([^\[\]]{1,60})\]\(https?://[^()\s]{1,200}\)")
LINK = re.compile(r"[<(\[]{0,2}(?:https?://|www\.)\S*")
_FROM, _KK_SENT = "(?:нан|нен|дан|ден|тан|тен)", "(?:жіберілді|жіберілген|жолданды)"
_LINES = re.compile(
    "|".join(
        (
            r"(?:get|download|получить|получите|скачать|скачайте|загрузить|установить)"
            r" (?:outlook|bluemail|typeapp|spark|tuta|mymail) (?:for|для) \w+(?: \w+)?",
            r"outlook (?:үшін|қолданбасын)[\w ]{0,40}(?:алу|жүктеу)",
            rf"(?:менің )?(?:iphone|ipad|android|samsung|galaxy|xiaomi|redmi|huawei)[\w \-.]{{0,40}}{_FROM} {_KK_SENT}",
            rf"(?:mail|outlook|gmail|yandex|яндекс)[\w \-.]{{0,40}}(?:{_FROM}| арқылы) {_KK_SENT}",
            r"(?:простите|извините) за краткость, (?:создано|отправлено|написано) (?:в|с|из) k-9 mail",
            r"(?:sent|secured) with tuta(?:nota|; enjoy [\w &\-]{3,40} emails:?)",
            r"envoyé (?:de|depuis) mon [\w ]{2,30}|von meinem [\w\- ]{2,40} gesendet|gesendet von (?:mail|outlook|meinem)[\w\- ]{0,30}"
            r"|diese nachricht wurde von meinem [\w\-. ]{2,60} gesendet|sendt fra min [\w ]{2,30}|inviato da [\w ]{2,30}phone"
            r"|enviado (?:desde mi|do meu|de mi|a partir do meu) [\w ]{2,30}|wysłane z [\w ]{2,30}|skickat från min [\w ]{2,30}",
        )
    )
)

APP = re.compile(
    r"отправлено (?:с|со|из) (?:мобильного (?:приложения|телефона|устройства)|телефона|смартфона|планшета)"
)


def is_device(said: str) -> bool:
    """Whether a telephone or a mail program wrote this line, and nobody else would."""
    if not 6 < len(said) < FOOTER:
        return False
    bare = LINK.sub("", _MARKDOWN.sub(r"\1", said)).strip(" .,!<>()[]*_~-").casefold().replace("[", "").replace("]", "")
    if _LINES.fullmatch(bare):
        return bool(_BRANDS.search(bare) or _THINGS.search(bare) or "mobil" in bare)
    sent = SENT.match(bare)
    if not sent:
        return False
    rest = _EXCUSE.sub("", bare[sent.end() :])
    if (program := _FOR.search(rest)) and len(rest[: program.start()].split()) <= 4 and "@" not in rest:
        return True
    words = re.split(r"[\s/]+", rest)
    owned = _BRANDS.search(rest) or (_OWN.search(bare) and _THINGS.search(rest)) or _MODEL.search(rest)
    return 0 < len(words) <= 12 and bool(owned) and all(_is_device_word(word.strip("().,«»\"'")) for word in words)


def _is_device_word(word: str) -> bool:
    known = not word or _SMALL.fullmatch(word) or (word.isascii() and any(sign.isdigit() for sign in word))
    named = _THINGS.search(word) or _BRANDS.search(word)
    return bool(known) or bool(named and "@" not in word and len(word) < 24)


def is_plea(said: str) -> bool:
    """Whether the line asks not to print the letter."""
    return len(said) < FOOTER and bool(_PLEA.fullmatch(said.casefold().strip(" .!*_")))
