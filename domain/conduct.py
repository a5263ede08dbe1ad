"""Conduct: obscene words and insults in what somebody wrote (gravity 4.2, e-doc 16). It only flags; people decide.

Precision comes first: a word is matched whole, by its stem and the endings that make it one, so that «страхуй», «команда»
or Scunthorpe are no finds. Masks people put on are taken off before: look-alike letters of the other alphabet, digits for
letters, letters drawn out, letters set apart, stars.
"""

from __future__ import annotations

import re
import unicodedata

_TOKEN = re.compile(r"[^\W_](?:[\w*@$]*[^\W_])?")
_SET_APART = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .\-_*]+[^\W\d_](?![^\W_])){2,}")
_DRAWN_OUT = re.compile(r"(.)\1+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")

# Latin letters, digits and signs that pass for Cyrillic letters; some are read in two ways.
_LOOKS = str.maketrans("adekmhopctyxirnbu0346@$1", "адекмнорстухигпвиозчбаси")
_OTHER_LOOKS = _LOOKS | str.maketrans("rnbu3", "рнбуе")
_LEET = str.maketrans("013457@$", "oieastas")
_PLAIN_KAZAKH = str.maketrans("іқңөұүғәһ", "икноуугах")

_BEFORE = "(?:за|на|по|пере|вы|от[оъь]?|обо?|об[ъь]|о|до|при|про|у|раз[ъь]?|рас|ис|из[ъь]?|под[ъь]|с[ъь]|в[ъь]|недо|не|ни|никто)"
_RUSSIAN = re.compile(
    "|".join(
        [
            # obscene
            rf"{_BEFORE}?ху[йиеяю]\w*",
            r"\w*пизд\w*|(?:о|за|на|вы|по)?пезд(?:ец|юк|а|ит|ят|ош)\w*",
            rf"(?:{_BEFORE}|долбо|долба|мозго|козло)+еб\w*",
            r"еб(?:а|у|ут|уч\w*|ущ\w*|ун\w*|а[нтлшц]\w*|л[аоиыяе]|лан\w*|лищ\w*|ен[ьяоиыу]\w*|ет(?:е|ь|ся)?|ешь\w*)",
            r"еб(?:ите?|ич\w*|ош\w*|ырь\w*|ну\w*|ись\w*|аш\w*)",
            rf"{_BEFORE}?бля(?:д\w*|т[ьи]?|тск\w*)?|бладь",
            r"муд(?:а[кч]\w*|ил[аоы]\w*|ел[аоы]|озвон\w*|охат\w*)",
            r"г[ао]ндон\w*|пид[оа]р\w*|пидр\w*|педик[иа]?|педиков|залуп\w*|манд(?:а|ой|авошк\w*)",
            r"(?:по|на|за)?дроч(?:и|ат|у|ер|к|ил)\w*|шлюх\w*|шалав\w*|курв(?:а|ы|е|у|ой)",
            r"(?:на|по|ни|до|о)?хер(?:|а|у|ом|н[яиею]\w*|ов\w*|ач\w*|е[тлю]\w*)",
            r"г[ао]вн(?:о|а|у|е|я|юк|ищ|ец|ом|ян|ок)\w*|дерьм\w*|жоп(?:а|у|ы|е|ой|н\w*|ок\w*|ец)|хитрожоп\w*",
            rf"{_BEFORE}?сра(?:ть|л|ла|ли|ло|н(?:ый|ая|ое|ые|ого|ой|ую|ым|ых)?)|засран\w*|обосра\w*",
            # insults
            r"сук(?:а|и|е|у|ой)|суч(?:ка|ки|ку|кой|ара|ары|еныш\w*)",
            r"дебил(?:|а|ы|ам|ов|у|ами|оид\w*|ка|ки)|идиот(?:|ы|ов|у|ам|ами|ка|ки)|кретин(?:|ы|ов|ам|ка)|имбецил\w*",
            r"придур(?:ок|к\w+)|дура(?:к|ки|чь[ея])?|дуры|дурой|тупиц\w*|тупорыл\w*|безмозгл\w*|рукожоп\w*|криворук\w*",
            r"ублюд\w*|выродк\w*|выродок|подонок|подонк\w*|сволоч(?:ь|и|ью|ей|уг\w*)|мраз(?:ь|и|ью|от\w*)|твар(?:ь|и|ью|ей)",
            r"гнид\w*|чмо|чмошн\w*|недоум(?:ок|к\w*)|дегенерат(?:|а|ы|ов|ам|ка|ки)|олигофрен\w*|ничтожество|мерзав(?:ец|к\w*|ц\w*)|негодя[йи]",
            r"бездар(?:ь|и|ей)|болван(?:|ы|а|ов|у|ом)|скотин\w*|козлин(?:а|ы|е|у|ой)|хамло|мудло|падл(?:а|ы|ой|юк\w*)|паскуд\w*|шваль",
            r"быдл\w*|ушлепок|ушлепк\w*|урод(?:|ы|а|ов|ам|ами)|заткни(?:сь|тесь)|сдохни(?:те)?",
        ]
    )
)
_KAZAKH = re.compile(
    r"сиктир\w*|сигей\w*|котак(?:|бас\w*|тар\w*|ым\w*|тын\w*)|жалеп\w*|каншык\w*"
    r"|акымак(?:|сын\w*|тар\w*)|топас(?:|сын\w*|тар)|онбаган\w*|есуас\w*|сумырай\w*"
)
"""Typed without the Kazakh letters, too."""
_KAZAKH_SPELT = re.compile("көт(?:|ің|іңе|іңді|іңнің)")
"""Without its own letters this is a Russian cat."""
_ENGLISH = re.compile(
    r"(?:mother|cluster)?fuck\w*|(?:bull?|dip|horse)?shit(?:|s|t?y|head|hole)|bitch(?:|es|y|ing)|bastards?|ass?holes?"
    r"|arseholes?|cunts?|dickheads?|cocksuckers?|wankers?|twats?|whores?|sluts?|morons?|idiots?|imbeciles?|retards?"
    r"|dumbass|jackass|douchebags?|faggots?|nigg(?:er|a)s?|scumbags?"
    r"|suka|cyka|blya[td]?|bliad|pizd\w*|pidora?s?|mudaki?|mudila|nahu[iy]|pohu[iy]|zaebal\w*|dolboeb\w*|gandon"
)
_STARRED = re.compile(
    r"(?:на|по|о)?х\*+[йеяию]\w*|п\*+зд\w*|п\*+е?ц|бл\*+[дт]?ь\w*|(?:за|на|вы|долбо)?[её]\*+(?:ть|н\w*|т\w*)"
    r"|(?:mother)?f\*+(?:k|ck)\w*|s\*+t|sh\*+t|b\*+tch\w*|c\*+nt|ass\*+ole"
)
_PHRASES = re.compile(
    r"\bпошел (?:ты|вон)(?= (?:на|в|к|со|отсюда)\b|\s*$|\s*[.!?,])"
    r"|\bпошли (?:вы|вон)(?= (?:все|на|в|к|со|отсюда)\b|\s*$|\s*[.!?,])"
    r"|\bпошел на (?:хрен|фиг)|\bиди(?:те)? (?:ты |вы )?(?:в задницу|на хрен|к черту|лесом)"
    r"|\bсукин\w* (?:сын|дет)\w*|\bиттің (?:баласы|күшігі)"
    r"|\bgo to hell\b|\bscrew you\b|\bpiss off\b|\bshut the \w+ up\b"
)
_INNOCENT = re.compile(r"[«\"]идиот[»\"]|\bidiots?[- ]proof", re.IGNORECASE)
"""What a find is not, by what stands around it: a novel, a quality of machines."""


def rude_words(text: str) -> tuple[str, ...]:
    """The obscene words and insults in a text, as they are written, each once; empty for nearly every text."""
    plain = unicodedata.normalize("NFKC", text)
    plain = _INNOCENT.sub(" ", "".join(c for c in plain if unicodedata.category(c) != "Cf"))
    found = [token for token in _TOKEN.findall(plain) if _is_rude(token)]
    found += [m.group() for m in _SET_APART.finditer(plain) if _is_rude("".join(filter(str.isalpha, m.group())))]
    found += [m.group() for m in _PHRASES.finditer(_unmasked(plain))]
    return tuple(dict.fromkeys(found))


def _is_rude(token: str) -> bool:
    word = token.casefold()
    if len(word) < 3 or word.isdecimal():
        return False
    if "*" in word:
        return _STARRED.fullmatch(word) is not None
    if not _CYRILLIC.search(word):
        leet = word.translate(_LEET)
        return any(_ENGLISH.fullmatch(one) for one in (word, leet, _DRAWN_OUT.sub(r"\1", leet)))
    if _KAZAKH_SPELT.fullmatch(word):
        return True
    return any(
        _RUSSIAN.fullmatch(reading) or _KAZAKH.fullmatch(reading.translate(_PLAIN_KAZAKH))
        for reading in _readings(word)
    )


def _readings(word: str) -> list[str]:
    """What a Cyrillic word may stand for, with strangers among its letters and letters drawn out; as it stands first."""
    word = word.replace("ё", "е")
    masked = [word.translate(_LOOKS), word.translate(_OTHER_LOOKS)]
    return list(dict.fromkeys([*masked, *(_DRAWN_OUT.sub(r"\1", one) for one in masked)]))


def _unmasked(text: str) -> str:
    """A text with the masks taken off its Cyrillic words, for what is said in several."""
    return _TOKEN.sub(lambda m: _readings(w)[0] if _CYRILLIC.search(w := m.group().casefold()) else w, text)
