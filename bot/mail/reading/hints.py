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
_THANKS = re.compile(
    r"(?:(?:заранее )?(?:большое )?спасибо|благодар(?:ю|им)|всего доброго|хорошего дня|(?:many |best )?thanks(?: a lot)?"
    r"|thank you(?: in advance)?|cheers|best|рақмет|рахмет|mit freundlichen grüßen|viele grüße)[ !.,]*",
    re.IGNORECASE,
)
# Who asks for a form to be filled in, or says that others cannot, has not filled one in below.
_FILLED = (
    r"\b(?:до)?заполн[ия]л[аи]?\b|\b(?:до)?заполнен\w?\b|\bзаполняю\b|\bзаполняем\b|с заполнением\b"
    r"|\bанкет\w{0,3} (?:[\w-]+ )?(?:готов|ниже|внутри|сдел)"
    r"|данные (?:внес|вн[её]с|указ)|\bfilled\b|толтырд|толтырыл|толтырып жібер"
)
_REMARK = r"\b(?:см|смотр|посмотр|ответ|отвеч|коммент|замет|замеч|напис|написал|дописа|приписа|вписа|добав|жауап)[а-яёәіңғүұқөһ]{0,6}\b\.?"
_BELOW = re.compile(
    "|".join(
        (
            # answers stand in the text below, told apart by a place or a colour that plain text has lost
            r"ниже|в тексте|по тексту|по пунктам|отвечаю по|между строк|внутри (?:письма|текста)|в теле письма|пометил",
            r"в (?:вашем|твоем|твоём) (?:письме|тексте)|отве(?:т|ч)\w{0,5} (?:[\w-]+ ){0,2}(?:в письме|внутри)",
            r"(?:красн|син|зел[её]н|ж[её]лт)\w{2,4} (?:цвет|шрифт)|красным|синим|зел[её]ным|цветом|жирным|курсивом|капсом",
            r"под (?:вашим|твоим) (?:письмом|текстом|сообщением)|(?:внизу|снизу|конц[еу]) (?:[\w-]+ )?(?:письма|текста|сообщения)",
            rf"{_REMARK} (?:[\w-]+ ){{0,4}}(?:внизу|снизу|в конце|соңында)|(?:внизу|снизу|в конце) (?:[\w-]+ ){{0,3}}{_REMARK}",
            r"bottom of (?:the|this|your) (?:mail|letter|message|e-?mail|text)|(?:see|notes?|answers?|comments?|repl\w{1,3}|wrote|written"
            r"|added|put|remarks?) (?:[\w'-]+ ){0,5}(?:bottom|underneath|end)\b",
            r"(?:под|после|рядом с|возле|напротив|против|около) (?:[\w-]+ )?(?:вопрос(?!ы|\b)|пункт(?!ы|\b)|строк|кажд\w+ вопрос)",
            r"в скобках|подчеркн|выделил|выделен\w? (?:[\w-]+ )?(?:цвет|жирн|красн|син|зел|ж[её]лт|в тексте)|в самом письме|прямо в",
            r"(?:under|after|next to|beside|against|behind) (?:each|every|the|your|all) (?:[\w-]+ )?(?:question|point|item|line)",
            r"in (?:all )?caps|brackets|marked with|starting with|italic|underlined",
            r"inside (?:the|your) (?:mail|letter|message|e-?mail|text)",
            r"\bbelow\b|\binline\b|in red|in blue|in green|in bold|in colou?r|highlight|between the lines",
            r"(?:with)?in your (?:text|mail|letter|message|e-mail)|төмен|қызыл|көк түс|хат ішінде|мәтін ішінде",
            r"комментари|my (?:answers|comments|replies|remarks)|see (?:my )?comments|embedded|вписал|дописал|ответы (?:выделен|дан|внес)",
            # a form that stands below is filled in
            _FILLED,
        )
    )
)
_SHOWN = re.compile(
    "|".join(
        (
            # another's letter is shown
            r"пересыла|перенаправля|переадресу[юе]|переадресова[нл]|пересла|переписк|прошу ознаком|для (?:информации|сведения)|қайта жібер",
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
# A light that is red, a print that is bold and what is below zero are what the letter is about, not where its answers stand.
_OTHERWISE = re.compile(
    r"(?:гор(?:ит|ят|ел[аио]?|ел)|мига(?:ет|ют|л[аио]?)|морга(?:ет|ют|л[аио]?)|свет(?:ится|ятся|ит|ят|ил\w{1,4}))(?: [\w-]{1,20})?"
    r" (?:красным|синим|зел[её]ным|ж[её]лтым)(?: (?:цветом|светом))?"
    r"|(?:красным|синим|зел[её]ным)(?: цветом)? (?:гор(?:ит|ят)|мига(?:ет|ют)|морга(?:ет|ют)|свет(?:ится|ятся))"
    r"|\bprint(?:s|ed|ing)?\b(?: [\w-]{1,20}){0,3} in (?:colou?r|bold)"
    r"|в (?:папк\w )?[«\"]?спам\w{0,2}\b|(?:получил[аи]?|пришл[оаи]|пришел|пришёл) (?:от вас |ваш\w* )(?:[\w-]+ )?(?:письм|ответ|сообщени)"
    r"|(?:got|received) your (?:e-?mail|letter|message)"
    r"|(?:blink(?:s|ing)|flash(?:es|ing)|lit|glow(?:s|ing)) (?:up )?(?:in )?(?:red|blue|green)"
    r"|\b(?:ниже|below) (?:[+−-]?\d[\d.,]{0,9} ?(?:%|°|градус|руб|тыс|тенге|мбит|мб\b|гб\b|бар\b|mbit|mb\b|gb\b|degrees)|нуля\b|нормы\b"
    r"|среднего\b|себестоимост|закупочн|рынка\b|рыночн|лимита\b|zero\b|average\b|freezing\b)"
)
# Nothing but this stands above: the answers must be somewhere.
_ANNOUNCES = re.compile(
    r"\b(?:отвечаю|отвечаем|ответил[аи]?|(?:мои|наши|все|вот) ответы|ответы(?= на|[.!:]|$)|(?:my|our|here are(?: the)?) answers"
    r"|answers(?= to|[.!:]|$)|answered|жауаптар\w*|жауап бер\w+)"
)
ANNOUNCED = 80
# What is said to stand below begins right there, in the sender's own words.
_LISTED = re.compile(
    r"\b(?:ниже|по пунктам|below)(?: (?:ответы|answers))? ?[:.]? (?=1 ?[.):-] ?\S.*\b2 ?[.):-])", re.DOTALL
)
_ANSWERS = re.compile(r"ответ|отвеч|коммент|замеч|пометил|выдел|answer|comment|repl(?:y|ied|ies)|remark|жауап")
_LETTER = r"(?:\bпис[ье]м|\be?-?mails?\b|\bmessages?\b|\bletters?\b|хат|пошта)"
_LOST = (
    r"(?:\bне (?:[\w-]+ )?(?:до(?:шл|шел|шёл|ход|ставл)|уш(?:л|ел|ёл)|уход|отправл)|возвращ|верну|в спам|отклон|отбой"
    r"|потерял|пропал|bounce|reject|returned|undeliver|lost|\bspam|(?:not|never|n't) (?:[\w-]+ )?(?:deliver|arrive|receive|sen[dt])"
    r"|жетпе|келмей)"
)
_UNDELIVERED = re.compile(rf"{_LETTER}[^.!?]{{0,60}}{_LOST}|{_LOST}[^.!?]{{0,60}}{_LETTER}")
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


def closes(said: str) -> bool:
    """Whether a line is one that letters close with: «С уважением», «Спасибо!», «Thanks,», dashes."""
    return said in {"--", "—"} or bool(_REGARDS.match(said) or _THANKS.fullmatch(said))


def signs_off(said: str) -> bool:
    """Whether a line begins with «С уважением»."""
    return bool(_REGARDS.match(said))


def points_below(words: str) -> bool:
    """Whether the words (in lower case) may speak of the text below them."""
    if len(words) <= ANNOUNCED and _ANNOUNCES.search(words):
        return True
    words = _sifted(words)
    return bool(_BELOW.search(words) or _SHOWN.search(words))


def answers_below(words: str) -> bool:
    """Whether the words (in lower case) may say that answers stand in the text below them."""
    if len(words) <= ANNOUNCED and _ANNOUNCES.search(words):
        return True
    return bool(_BELOW.search(_sifted(words)))


def _sifted(words: str) -> str:
    """Without what only sounds as if it spoke of the text below."""
    words = _LISTED.sub(" ", words)
    return words if _ANSWERS.search(words) else _OTHERWISE.sub(" ", words)


def tells_of_letters(words: str) -> bool:
    """Whether the words (in lower case) say that letters do not arrive: headers below may be those of such a one."""
    return bool(_UNDELIVERED.search(words))


def passes_on(words: str) -> bool:
    """Whether the words (in lower case) plainly pass on the letter below them."""
    return bool(_PASSES_ON.search(words))


def is_forward(subject: str) -> bool:
    """Whether a subject says that the letter passes another one on (`FW:`, `Fwd:`, `ПЕР:`); an answer to such a letter does not."""
    return bool(_FORWARD.match(subject))
