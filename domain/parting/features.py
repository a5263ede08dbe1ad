"""Features: what can be seen of each unit: its words, grammar, signs and place, and what is new in it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.parting.signs import signs, topics
from domain.parting.thesaurus import likeness, things, topics_among
from domain.parting.units import LineKind, Unit, units
from domain.parting.words import CYRILLIC, WORD, Language, endings, kind, language_of, lemma, tag

Features = dict[str, float]
_OWN, _WINDOW = 14, 12
"""Words of a unit that are looked at, and words from its head on that are seen beside it."""
_SENTENCE, _BESIDE = 400, 20
"""Characters of a sentence that are looked at, and units before one that can be beside it in a sentence."""
_ASKING = re.compile(
    r"\b(?:как|где|когда|почему|сколько|можно ли|кто|куда|какой|каков|зачем|how|where|when|why|who|what|is there|can|could"
    r"|does|қалай|қашан|қанша|қайда|бола ма)\b",
    re.IGNORECASE,
)
_SOFT = frozenset({"asking", "tried", "same", "outcome", "guess", "aside"})
_TOLD = frozenset({"verb", "infinitive", "first", "past", "now", "negated", "imperative", "q", "asks", "joint", "want"})
_TELLING = ("f=", "k=", "c=", "lk=")
"""What is told of a unit to the unit before it and, but for signs, which it knows, to the one behind."""
_STATING = ("failure", "request", "question")
WORDY = ("w=", "r=", "b1=", "b2=", "b3=", "bi=", "h=", "in=", "t01=", "end=", "u=", "u0=")
"""Features that hold a word begin with one of these."""


@dataclass(frozen=True)
class Reading:
    """A text cut into units, and for each what can be seen of it."""

    text: str
    language: Language
    units: Sequence[Unit]
    features: Sequence[Features]
    things: Sequence[frozenset[str]]
    """For each unit the topics its words speak of."""


def read(text: str, language: Language | None = None) -> Reading:
    """Cut a text and look at each unit."""
    language = language or language_of(text)
    found, lines = units(text, language)
    eye = _Eye(text, language, found, lines)
    return Reading(text, language, found, eye.look(), eye.things)


class _Eye:
    """Goes through the units in order and remembers what it saw."""

    def __init__(self, text: str, language: Language, found: list[Unit], lines: list[tuple[int, LineKind]]) -> None:
        self.text, self.language, self.units = text, language, found
        self.words = [WORD.findall(text[unit.head : unit.end]) for unit in found]
        self.items = [number for number, unit in enumerate(found) if unit.cut == "item"]
        self.spoken = [[things(word, language) for word in row[:_OWN]] for row in self.words]
        self.things = [topics_among(frozenset[str]().union(*row)) for row in self.spoken]
        self.told = [signs(text[unit.start : unit.end]) for unit in found]
        self.told_on = self._to_the_end_of_the_sentence()
        self.seen: set[str] = set()
        self.signs: set[str] = set()
        self.last: list[tuple[int, frozenset[str]]] = []
        self.topics: set[str] = set()
        self.touched: frozenset[str] = frozenset()
        self.sentence_ends: dict[int, int] = {}
        for unit in found:
            self.sentence_ends[unit.sentence] = unit.end
        self.log = next((at for at, kind in lines if kind == "log"), None)
        self.list = dict(self._of_the_list())

    def _to_the_end_of_the_sentence(self) -> list[frozenset[str]]:
        out: list[frozenset[str]] = []
        for at, own in reversed([*enumerate(self.told)]):
            goes_on = out and self.units[at + 1].sentence == self.units[at].sentence
            out.append(own | out[-1] if goes_on else own)
        return out[::-1]

    def _sentence_end(self, unit: Unit) -> int:
        return min(self.sentence_ends[unit.sentence], unit.head + _SENTENCE)

    def look(self) -> list[Features]:
        seen = [dict(self._of(number)) for number in range(len(self.units))]
        later: set[str] = set()
        for this, following in itertools.pairwise(reversed([*seen, {}])):
            following.update({"before_" + name: 1.0 for name in this if name in _TOLD or name.startswith(_TELLING)})
            following.update({"later_" + name: 1.0 for name in later})
            later |= {name for name in this if name.startswith("f=") and "&" not in name}
        for before, this in reversed([*itertools.pairwise(seen)]):
            this.update({"behind_" + name: 1.0 for name in before if name in _TOLD or name.startswith(_TELLING[1:])})
        return seen

    def _of(self, number: int) -> Iterator[tuple[str, float]]:
        unit, words = self.units[number], self.words[number][:_OWN]
        lemmas = [lemma(word, self.language) for word in words]
        yield "bias", 1
        yield from self._of_words(number, lemmas)
        yield from self._of_place(number, unit)
        grammar = dict(self._of_grammar(words))
        yield from grammar.items()
        yield from self._of_signs(number, unit, grammar)
        yield from self._of_novelty(lemmas, words)
        yield from self._of_things(number)
        if unit.cut == "item":
            place = self.items.index(number)
            yield f"item#{min(place, 9)}", 1
            for name in ("verb", "infinitive", "first"):
                yield "item_" + name, grammar.get(name, 0)
            yield from self.list.items()
        if unit.line_kind == "item":
            yield from self._of_heading(number, unit)

    def _of_words(self, number: int, lemmas: list[str]) -> Iterator[tuple[str, float]]:
        unit = self.units[number]
        window = list(self.words[number])
        for after in range(number + 1, len(self.units)):
            if self.units[after].sentence != unit.sentence or len(window) > _WINDOW:
                break
            window += self.words[after]
        own = set(lemmas)
        for name in own:
            yield "w=" + name, 1
        for name in {lemma(word, self.language) for word in window[:_WINDOW]} - own:
            yield "r=" + name, 0.5
        for length in (1, 2, 3):
            if len(lemmas) >= length:
                yield f"b{length}=" + " ".join(lemmas[:length]), 1
        for first, second in itertools.pairwise(lemmas):
            yield f"bi={first} {second}", 0.7

    def _of_place(self, number: int, unit: Unit) -> Iterator[tuple[str, float]]:
        text = self.text
        yield "k=" + unit.cut, 1
        yield "lk=" + unit.line_kind, 1
        for joint in unit.joints:
            yield "in=" + joint, 1
        yield "joint", float(bool(unit.joints))
        before = text[max(0, unit.start - 20) : unit.start].rstrip()[-1:]
        yield "prev=" + ("a" if before.isalnum() else before if before in set('.,:;!?)»"-') else "?"), 1
        yield "q", float("?" in text[unit.head : unit.end])
        yield "qs", float("?" in text[unit.head : self._sentence_end(unit)])
        if _ASKING.search(" ".join(self.words[number][:4])):
            yield "asks", 1
        yield f"len={min(len(self.words[number]) // 3, 5)}", 1
        yield "endcolon", float(text[unit.start : unit.end].rstrip().endswith(":"))
        yield "first_unit", float(number == 0)
        yield f"pos={min(number, 4)}", 1
        yield "rel", unit.start / max(1, len(text))
        yield "lang=" + self.language, 1
        yield f"nitems={min(len(self.items), 5)}", 1
        yield f"nu={min(len(self.units) // 2, 6)}", 1
        yield (
            "in_colon",
            float(any(other.sentence == unit.sentence and other.cut == "colon" for other in self.units[:number])),
        )
        yield "after_log", float(self.log is not None and self.log < unit.start)

    def _of_grammar(self, words: list[str]) -> Iterator[tuple[str, float]]:
        if self.language != "ru":
            for word in words:
                for name in endings(word, self.language):
                    yield name, 1
            if words and self.language == "kk":
                yield "end=" + words[-1].lower()[-4:], 1
            if words and self.language == "en":
                kinds = [kind(word) for word in words]
                yield "t0=" + kinds[0], 1
                for name in set(kinds):
                    yield "any_" + name, 1
                for length in (2, 3, 4):
                    yield "t01=" + " ".join(kinds[:length]), 1
                yield "predicate", float(any(name in ("be", "have", "do", "modal", "n't") for name in kinds[1:]))
            return
        tags = [found for found in (tag(word, "ru") for word in words) if found is not None]
        for at, found in enumerate(tags):
            part = str(found.POS)
            if part == "VERB":
                yield "verb", 1
                for gram, name in (("1per", "first"), ("2per", "second"), ("3per", "third"), ("impr", "imperative")):
                    if gram in found:
                        yield name, 1
                if "past" in found:
                    yield "past", 1
                    yield f"past_{found.number}", 1
                else:
                    yield "now", 1
                if at and tags[at - 1].POS == "PRCL":
                    yield "negated", 1
            elif part == "INFN":
                yield "infinitive", 1
            elif part == "PRTS":
                yield "participle", 1
            elif part == "NOUN" and "nomn" in found:
                yield "subject", 1
            elif part == "NPRO" and "1per" in found:
                yield f"me_{found.case}", 1
        if tags:
            yield f"t0={tags[0].POS}", 1
            yield "t01=" + " ".join(str(found.POS) for found in tags[:2]), 1
        yield "nouns", min(4, sum(found.POS == "NOUN" for found in tags))

    def _of_signs(self, number: int, unit: Unit, grammar: Features) -> Iterator[tuple[str, float]]:
        own = self.told[number]
        touched = topics(self.text[unit.start : unit.end])
        sentence = self.told_on[number]
        earlier = self.signs
        beside = [found for place, found in self.last if place == unit.sentence]
        joined = "joint" if unit.joints else "no"
        for name in own:
            yield "f=" + name, 1
            yield f"f={name}&{joined}", 1
        for name in sentence - own:
            yield "fs=" + name, 1
        for name in touched:
            yield "c=" + name, 1
        yield "opens_sentence", float(not beside)
        for name in earlier:
            yield "earlier_" + name, 1
        for name in frozenset[str]().union(*beside):
            yield "beside_" + name, 1
        for name in self.last[-1][1] if self.last else ():
            yield "after_" + name, 1
        yield "aside_before", float("aside" in earlier)
        yield "aside_beside", float(any("aside" in found for found in beside))
        yield "topic_new", float(bool(touched and self.topics) and not touched & self.topics)
        yield "topic_same", float(bool(touched & self.topics))
        states, soft = bool(own & set(_STATING)), bool(own & _SOFT)
        yield "hard", float(states and not soft)
        yield "soft", float(soft and not states)
        yield "both", float(soft and states)
        for name in _STATING:
            if name in own:
                yield "again_" + name, float(name in earlier)
                yield f"{name}_{unit.cut}", 1
                if not soft:
                    yield "hard_" + name, 1
                if unit.joints:
                    yield "joint_" + name, 1
        yield "asking_bare", float("asking" in own and "failure" not in own and not touched)
        yield "searched_after_question", float("searched" in own and "question" in earlier)
        if "pointer" in own:
            yield "points_only", float(grammar.get("nouns", 0) <= 1)
        self.signs |= own
        self.last = [*self.last[-_BESIDE:], (unit.sentence, own)]
        self.topics |= touched

    def _of_novelty(self, lemmas: list[str], words: list[str]) -> Iterator[tuple[str, float]]:
        content = [name for name, word in zip(lemmas, words, strict=True) if len(name) > 3 and self._is_content(word)]
        again = sum(name in self.seen for name in content)
        yield "again", min(again, 3)
        yield "nothing_again", float(again == 0)
        yield "content", min(len(content), 6)
        self.seen.update(content)

    def _of_things(self, number: int) -> Iterator[tuple[str, float]]:
        row, own = self.spoken[number], self.things[number]
        for name in frozenset[str]().union(*row):
            yield "u=" + name, 1
        if row and row[0]:
            for name in row[0]:
                yield "u0=" + name, 1
        earlier = self.touched
        yield "things", min(len(own), 5)
        yield "things_new", min(len(own - earlier), 5)
        yield "things_like", likeness(own, earlier)
        yield "things_like_first", likeness(own, next((found for found in self.things[:number] if found), frozenset()))
        self.touched |= own

    def _is_content(self, word: str) -> bool:
        found = tag(word, self.language)
        if self.language != "ru" or found is None:
            return True
        return str(found.POS) in ("NOUN", "ADJF", "INFN", "VERB")

    def _of_the_list(self) -> Iterator[tuple[str, float]]:
        rows = [self.words[number] for number in self.items]
        if not rows:
            return
        count = len(rows)
        yield "list_length", sum(map(len, rows)) / count / 10
        yield "list_alike", sum(bool(row and rows[0]) and row[0].lower() == rows[0][0].lower() for row in rows) / count
        if self.language != "ru":
            return
        tags = [[found for found in (tag(word, "ru") for word in row[:_OWN]) if found] for row in rows]
        yield "list_first", sum(any(found.POS == "VERB" and "1per" in found for found in row) for row in tags) / count
        yield "list_verb", sum(any(found.POS in ("VERB", "INFN", "PRTS") for found in row) for row in tags) / count
        yield "list_infinitive", sum(bool(row) and row[0].POS == "INFN" for row in tags) / count

    def _of_heading(self, number: int, unit: Unit) -> Iterator[tuple[str, float]]:
        above = (
            at
            for at in reversed(range(number))
            if self.units[at].line_kind != "item" and self.units[at].line < unit.line
        )
        heading = next(above, None)
        if heading is None:
            return
        said = self.text[self.units[heading].start : self.units[heading].end]
        for word in set(WORD.findall(said)):
            yield "h=" + lemma(word, self.language), 1
        yield "heading_colon", float(said.rstrip().endswith(":"))
        yield "heading_cyrillic", float(bool(CYRILLIC.search(said)))
