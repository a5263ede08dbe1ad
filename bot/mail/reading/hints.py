"""What the sender's own words say about the text below them: that they answer in it, that they pass it on, that they only greet."""

from __future__ import annotations

import re

_GREETING = re.compile(
    r"(?:(?i:здравствуйте|добрый (?:день|вечер)|доброе утро|доброго (?:дня|времени суток|вечера|утра)|приветствую|привет"
    r"|день добрый|всем|уважаем(?:ый|ая|ые)|коллеги|hello|hi|hey|dear|all|team|good (?:day|morning|afternoon|evening)"
    r"|сәлеметсіз бе|сәлем|қайырлы (?:күн|таң|кеш)|құрметті)"
    r"(?:,? (?!\d)[^\W\d_a-zа-яё][\w-]*\.?){0,3}[.!,:;]?\s*){1,3}"
)
_REGARDS = re.compile(
    r"(?:с (?:[\w-]+ )?(?:уважением|почтением)|(?:best |kind |warm )?regards|sincerely|yours|құрметпен)\b",
    re.IGNORECASE,
)
_FILLED = r"заполн|анкет|данные (?:внес|вн[её]с|указ)|filled|толтыр"
_BELOW = re.compile(
    "|".join(
        (
            # answers stand in the text below, told apart by a place or a colour that plain text has lost
            r"ниже|в тексте|по тексту|по пунктам|отвечаю по|между строк|внутри (?:письма|текста)|в теле письма|пометил",
            r"в (?:вашем|твоем|твоём) (?:письме|тексте)|отве(?:т|ч)\w{0,5} (?:[\w-]+ ){0,2}(?:в письме|внутри)",
            r"(?:красн|син|зел[её]н|ж[её]лт)\w{2,4} (?:цвет|шрифт)|красным|синим|зел[её]ным|цветом|жирным|курсивом|капсом",
            r"\bbelow\b|\binline\b|in red|in blue|in green|in bold|in colou?r|highlight|between the lines",
            r"(?:with)?in your (?:text|mail|letter|message|e-mail)|төмен|қызыл|көк түс|хат ішінде|мәтін ішінде",
            r"комментари|my (?:answers|comments|replies|remarks)|see (?:my )?comments|embedded|вписал|дописал|ответы (?:выделен|дан|внес)",
            # a form that stands below is filled in
            _FILLED,
            # another's letter is shown
            r"пересыла|перенаправля|переадрес|пересла|переписк|прошу ознаком|для (?:информации|сведения)|қайта жібер",
            r"\bfyi\b|forward(?:ing|ed)|\bfwd\b|see (?:the )?(?:thread|mail|letter|message)",
            # a letter is what it is about
            r"фишинг|\bспам|мошенни|phishing|\bspam\b|scam|мынадай хат|хат келді",
            r"(?:это|этого|этому|таки?е|такое|вот|следующее|странное) письм|письм\w (?:от|из) |this (?:e-?mail|letter|message)",
            r"(?:пришл[оиа]|пришел|пришёл|получил[аи]?|приходят|приходит) (?:[\w-]+ ){0,3}(?:письм|ответ|сообщени|уведомлени)",
            r"вот (?:что|как|так|такое|их|его|её|ее)\b|(?:мне|нам) (?:ответил|написал|прислал|пришл[оиа])",
            r"(?:got|received) (?:[\w-]+ ){0,3}(?:e-?mail|letter|message)",
        )
    )
)
_PASSES_ON = re.compile(
    "|".join(
        (
            r"пересылаю|перенаправляю|переадресую|пересылаем|перешлю|переслал|для информации",
            r"(?:см\.?|смотри(?:те)?|посмотрите|прочитайте|почитайте|гляньте|вот|прошу рассмотреть) (?:[\w-]+ ){0,3}ниже",
            r"ниже (?:[\w-]+ ){0,3}(?:письмо|переписк|сообщени|ответ|обращени)",
            r"(?:письмо|переписк\w|сообщение|ответ|обращение) (?:[\w-]+ ){0,3}ниже",
            r"\bfyi\b|forwarding|forwarded|forward this|see below|(?:mail|letter|message|thread|correspondence) below",
            _FILLED,
            r"төмендегі хат|төмендегі хабарлама|хатты қараңыз|қайта жібер",
        )
    )
)
_FORWARD = re.compile(
    r"\s*(?:fwd?|fw|пер|перес|пересл|пересылка|переслано|қж|wg|tr)\s?(?:\[\d{1,3}\])?\s?[:：]", re.IGNORECASE
)


def greets(said: str) -> bool:
    """Whether the words are a greeting and nothing else."""
    return bool(_GREETING.fullmatch(said))


def signs_off(said: str) -> bool:
    """Whether a line begins with «С уважением»."""
    return bool(_REGARDS.match(said))


def points_below(words: str) -> bool:
    """Whether the words (in lower case) may speak of the text below them."""
    return bool(_BELOW.search(words))


def passes_on(words: str) -> bool:
    """Whether the words (in lower case) plainly pass on the letter below them."""
    return bool(_PASSES_ON.search(words))


def is_forward(subject: str) -> bool:
    """Whether a subject says that the letter passes another one on (`FW:`, `Fwd:`, `ПЕР:`); an answer to such a letter does not."""
    return bool(_FORWARD.match(subject))
