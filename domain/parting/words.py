"""Words: a token's lemma, one vocabulary for three languages, and the grammar that can be seen without a parser."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.tagset import OpencorporaTag

Language = Literal["ru", "en", "kk"]
WORD = re.compile(r"[^\W_]+(?:[-'’`.@/_:\\][^\W_]+)*")
CYRILLIC = re.compile("[а-яёәіңғүұқөһ]", re.IGNORECASE)
_KAZAKH = re.compile("[әіңғүұқөһ]", re.IGNORECASE)
_LATIN = re.compile("[a-z]", re.IGNORECASE)
_RUSSIAN = re.compile("[а-яё]")
_ENOUGH_CYRILLIC = 40
_LONGEST = 40
"""A longer token is no word and tells nothing."""

_ENGLISH_I = {"i", "we", "i've", "we've", "i'm", "we're"}
_ENGLISH_NO = {"not", "cannot", "cant", "no"}
_ENGLISH_WANT = {"need", "want", "we'd", "i'd", "would"}
_ENGLISH_CLASSES = {
    "article": "the a an this that these those every each some any all both",
    "mine": "my our your his her its their",
    "pronoun": "i we you he she they it me us them there one someone nobody everybody everything",
    "be": "is are was were am be been being isn't aren't wasn't weren't it's that's there's",
    "have": "has have had hasn't haven't hadn't i've we've you've",
    "do": "do does did don't doesn't didn't",
    "modal": "can could will would should may might must shall can't cannot couldn't won't wouldn't shouldn't i'd we'd i'll",
    "asking": "how what when where why who which whose whether",
    "preposition": "in on at of for from to with by about after before since during without into over under between through",
    "conjunction": "and but or so because if while although though than as unless until",
    "not": "not no never nothing none neither nor",
    "please": "please pls kindly",
}
_ENGLISH_CLASS = {word: name for name, words in _ENGLISH_CLASSES.items() for word in words.split()}
_KAZAKH_ENDS = {
    "first": re.compile(r"(?:мын|мін|мыз|міз|дық|дік|тық|тік|дым|дім|тым|тім|ппын|ппін)$"),
    "negated": re.compile(r"[мпб][аей]й(?:ды|ді|мын|мін|мыз|міз)?$|(?:алмай|емес|жоқ)$"),
    "imperative": re.compile(r"(?:ңыз|ңіз)(?:дар|дер)?(?:шы|ші)?$"),
    "past": re.compile(r"(?:ды|ді|ты|ті)$"),
    "want": re.compile(r"(?:керек|қажет)$"),
}


def language_of(text: str) -> Language:
    """Which of the three a text is written in; a few Latin names do not make Russian English."""
    if _KAZAKH.search(text):
        return "kk"
    cyrillic = len(CYRILLIC.findall(text))
    return "ru" if cyrillic * 2 > len(_LATIN.findall(text)) or cyrillic > _ENOUGH_CYRILLIC else "en"


@lru_cache(20_000)
def lemma(word: str, language: Language) -> str:
    """A Russian lemma, also for the English and Kazakh words of the dictionary; otherwise a stem marked by its language."""
    word = word.lower()[:_LONGEST]
    if language == "ru":
        return _morph().parse(word)[0].normal_form.replace("ё", "е") if _RUSSIAN.search(word) else word
    if language == "en":
        stem = _stem(word)
        return _english().get(stem) or _english().get(word) or "en_" + stem
    kazakh = _kazakh()
    for length in range(len(word), 2, -1):
        if word[:length] in kazakh:
            return kazakh[word[:length]]
    return word if not CYRILLIC.search(word) else "kk_" + word[:5]


@lru_cache(20_000)
def tag(word: str, language: Language) -> OpencorporaTag | None:
    """What the dictionary of OpenCorpora says of a Russian word."""
    word = word.lower()[:_LONGEST]
    return _morph().parse(word)[0].tag if language == "ru" and _RUSSIAN.search(word) else None


@lru_cache(20_000)
def endings(word: str, language: Language) -> tuple[str, ...]:
    """The same few facts for an English or Kazakh word, by its form."""
    word = word.lower()
    if language == "kk":
        return tuple(name for name, end in _KAZAKH_ENDS.items() if end.search(word))
    found = {
        "first": word in _ENGLISH_I,
        "negated": word in _ENGLISH_NO or word.endswith(("n't", "n’t")),
        "imperative": word in {"please", "pls"},
        "past": word.endswith("ed"),
        "want": word in _ENGLISH_WANT,
    }
    return tuple(name for name, holds in found.items() if holds)


def kind(word: str) -> str:
    """What an English word does in its clause: one of a closed class, or a word with some ending."""
    word = word.lower().replace("’", "'")
    if word in _ENGLISH_CLASS:
        return _ENGLISH_CLASS[word]
    return next((ending for ending in ("n't", "ing", "ed", "ly", "s") if word.endswith(ending)), "word")


@cache
def _morph() -> MorphAnalyzer:
    from pymorphy3 import MorphAnalyzer  # its dictionary takes a moment to load: only once something is judged

    return MorphAnalyzer(lang="ru")


@cache
def _stemmer() -> object:
    from snowballstemmer import stemmer

    return stemmer("english")


@lru_cache(20_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))  # type: ignore[attr-defined]


@cache
def _dictionary() -> tuple[dict[str, str], dict[str, str]]:
    english: dict[str, str] = {}
    kazakh: dict[str, str] = {}
    for line in files("domain.parting").joinpath("dictionary.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        russian, of_english, of_kazakh = (part.strip() for part in line.split("|"))
        russian = russian.replace("ё", "е")
        for word in of_english.split():
            english.setdefault(_stem(word), russian)
        for beginning in of_kazakh.split():
            kazakh.setdefault(beginning, russian)
    return english, kazakh


def _english() -> dict[str, str]:
    return _dictionary()[0]


def _kazakh() -> dict[str, str]:
    return _dictionary()[1]
