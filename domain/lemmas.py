"""Lemmas: the words of a text that say something, each by its dictionary form and its root, whatever its ending.

Russian words by their lemma, English and Kazakh ones by a stem or, where our dictionary has them, by the Russian word:
so a question finds its article across languages.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.parting.words import CYRILLIC, WORD, language_of, lemma

_ROOT = 5
"""Letters of a root: «сохранить», «сохраняется» and «сохранение» begin alike, and are three lemmas."""
_RUSSIAN = (
    "а без бы в вот все да для до если есть еще же за и из или их к ко когда ли мне меня мой моя мы на над нас наш не нет "
    "ни но о об он она они от по под при с со так также там то тоже только у уже что чтобы это этот быть мочь можно нужно "
    "надо наш ваш вы ваша свой который такой очень просто почему как где"
)
_ENGLISH = (
    "a an and are as at be but by can cannot do does for from have how i in is it me my no not of on or our please so that "
    "the then there this to was we what when where why with you your"
)
_KAZAKH = "мен менің біз біздің бұл осы және үшін деп бар жоқ емес қалай неге"
_COURTEOUS = "здравствуйте привет добрый день вечер утро пожалуйста спасибо подсказать помочь помогите hello hi help"
_SMALL = frozenset(" ".join((_RUSSIAN, _ENGLISH, _KAZAKH, _COURTEOUS)).split())
"""Words that stand in any description."""
_IRREGULAR = {
    **{"shown": "show", "sent": "send", "lost": "lose", "forgot": "forget", "forgotten": "forget", "broke": "break"},
    **{"broken": "break", "froze": "freeze", "frozen": "freeze", "paid": "pay", "bought": "buy", "wrote": "write"},
    **{"written": "write", "chose": "choose", "chosen": "choose", "went": "go", "gone": "go", "came": "come"},
}
"""English forms that no stemmer brings back."""


@dataclass(frozen=True)
class Word:
    """A word of a text: its lemma, and the root that it has in common with its kin."""

    lemma: str
    root: str


def words(text: str) -> list[Word]:
    """What a text says, in order and with repetitions; small words are left out."""
    whole = language_of(text)
    found = []
    for token in WORD.findall(text.casefold()):
        language = "en" if not CYRILLIC.search(token) else "ru" if whole == "en" else whole
        form = lemma(_IRREGULAR.get(token, token), language).replace("ё", "е")
        if form not in _SMALL and token.replace("ё", "е") not in _SMALL:
            found.append(Word(form, _root(form)))
    return found


def _root(form: str) -> str:
    if not CYRILLIC.search(form):
        return form
    return form.removesuffix("ся").removesuffix("сь")[:_ROOT]
