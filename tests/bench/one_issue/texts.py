"""The labelled texts, and texts composed of scenarios: problems with their details, problems in passing, what is said anywhere."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

from domain.parting.words import Language

FOLDER = Path(__file__).parent
COMPOSED = 400


@dataclass(frozen=True)
class Text:
    """A text and where in it each problem is stated; with one problem perhaps nowhere. Siblings share a group."""

    id: str
    lang: Language
    text: str
    issues: int
    spans: tuple[tuple[int, int], ...]
    kind: str
    group: str
    weight: float = 1.0


def labelled(name: str) -> list[Text]:
    """The texts of a file here."""
    return [_read(json.loads(line)) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]


def own() -> list[Text]:
    """The texts of all files that are learnt from while tuning."""
    return [text for file in sorted(FOLDER.glob("own*.jsonl")) for text in labelled(file.stem)]


def _read(row: dict) -> Text:
    spans, at = [], 0
    for part in row.get("parts", []):
        at = row["text"].index(part, at)
        spans.append((at, at + len(part)))
        at += len(part)
    kind = row["note"][1:3]
    return Text(row["id"], row["lang"], row["text"], row["issues"], tuple(spans), kind, row.get("group", row["id"]))


def composed(count: int = COMPOSED, seed: int = 0) -> list[Text]:
    """Texts put together at random from the scenarios, one half of them with several problems."""
    dice = random.Random(seed)
    languages: list[Language] = ["ru", "en", "kk"]
    scenarios = {language: _Scenarios(language) for language in languages}
    return [scenarios[dice.choices(languages, [66, 20, 14])[0]].compose(dice, number) for number in range(count)]


GREETINGS = {
    "ru": ["", "", "", "Здравствуйте! ", "Добрый день. ", "Коллеги, ", "привет, ", "Добрый день! "],
    "en": ["", "", "", "Hi, ", "Hello. ", "Morning! "],
    "kk": ["", "", "", "Сәлеметсіз бе! ", "Қайырлы күн. "],
}
JOINTS = {
    "ru": "Кстати, |Также |Ещё |А ещё |Кроме того, |Заодно |И ещё: |Плюс |Помимо этого |Вместе с тем |P.S. |Дополнительно |К тому же "
    "|Во-вторых, |Одновременно |И |Отдельно: ",
    "en": "Also, |Also |By the way, |btw |In addition, |Plus |And |P.S. |Besides, |Furthermore, |Secondly, |One more thing: |Oh, and ",
    "kk": "Сонымен қатар |Тағы |Айтпақшы, |Сондай-ақ |Оған қоса |P.S. |Және |Бұдан бөлек, |Екіншіден, ",
}
SPOKEN = {
    "ru": "|и ещё |потом |ну и |а ещё ||кстати |и вот ",
    "en": "|and also |and then ||oh and |and ",
    "kk": "|содан кейін |тағы |және |",
}
JOINED = {
    "ru": [" и ", ", а ", " и ещё ", "; "],
    "en": [" and ", ", and ", ", also ", "; "],
    "kk": [" және ", ", сонымен қатар ", "; "],
}
HEADINGS = {
    "ru": [
        "Накопилось:",
        "Несколько вопросов:",
        "Прошу помочь:",
        "Наблюдаем:",
        "Добрый день!",
        "Коллеги, просьба посмотреть:",
    ],
    "en": ["A few things:", "We see this:", "Hello,", "Please look:"],
    "kk": ["Өтініштер:", "Мынаны қараңыздар:", "Сәлем!"],
}
ASKS = re.compile(
    r"(?:как|где|когда|почему|сколько|можно|кто|какой|какие|из-за чего|how|where|when|why|can|could|who|what|may)\b"
    r"|.*(?:бола ма|қанша|қашан|қалай|неге|сіздер ме|сақталады)",
    re.IGNORECASE,
)
STYLES = ["sentences"] * 6 + ["careless"] * 3 + ["commas"] * 2 + ["spoken"] + ["lines"] * 2 + ["list"] * 2
Told = tuple[bool, str]
"""Whether it states a problem, and the words."""


class _Scenarios:
    """The scenarios of one language, and how a text is put together from them."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.problems: list[tuple[str, list[str]]] = []
        self.passing: list[str] = []
        self.anywhere: list[str] = []
        for line in (FOLDER / "scenarios" / f"{language}.txt").read_text("utf-8").splitlines():
            problem, found, details = line.partition("||")
            if found:
                self.problems.append((problem.strip(), [detail.strip() for detail in details.split("|")]))
            elif line.startswith("*"):
                self.anywhere.append(line.removeprefix("*").strip())
            elif line.strip():
                self.passing.append(line.strip())

    def compose(self, dice: random.Random, number: int) -> Text:
        told = self._told(dice)
        several = sum(problem for problem, _ in told) > 1
        style = dice.choice(STYLES)
        text, spans = (self._list if style == "list" else self._prose)(dice, told, style)
        return Text(
            f"composed-{number}",
            self.language,
            text,
            len(spans),
            tuple(spans),
            "HP" if several else "HN",
            f"composed-{number}",
            0.35,
        )

    def _told(self, dice: random.Random) -> list[Told]:
        problem, details = dice.choice(self.problems)
        details = dice.sample(details, dice.randint(0 if dice.random() < 0.15 else 1, len(details)))
        if dice.random() < 0.15:
            problem, details = dice.choice(self.passing), []
        for said in dice.sample(self.anywhere, dice.choice([0, 0, 1, 1, 2])):
            details.insert(dice.randint(0, len(details)), said)
        told = [(True, problem), *((False, detail) for detail in details)]
        if dice.random() < 0.5:
            return told
        for _ in range(1 + (dice.random() < 0.3)):
            other: list[Told] = [(True, dice.choice(self.passing))]
            if dice.random() >= 0.55:
                second, its = dice.choice([row for row in self.problems if row[0] != problem])
                other = [(True, second)] + ([(False, dice.choice(its))] if dice.random() < 0.4 else [])
            at = dice.choice([len(told)] * 3 + list(range(1, len(told) + 1)))
            told[at:at] = other
        return told

    def _list(self, dice: random.Random, told: list[Told], _: str) -> tuple[str, list[tuple[int, int]]]:
        bullet = dice.choice(["- ", "• ", "%d. ", "%d) ", "— "])
        several = sum(problem for problem, _ in told) > 1
        text, spans, rows = (dice.choice(HEADINGS[self.language]) if several else ""), [], 0
        for problem, said in told:
            if problem or not several:
                rows += not (problem and not several)
                text += "\n" * bool(text) + (
                    "" if problem and not several else bullet % rows if "%" in bullet else bullet
                )
                said = dice.choice([_upper, _lower])(said)
            else:
                text, said = text + dice.choice([", ", ". "]), _lower(said)
            if problem:
                spans.append((len(text), len(text) + len(said)))
            text += said + (":" if problem and not several and len(told) > 1 else "")
        return text, spans

    def _prose(self, dice: random.Random, told: list[Told], style: str) -> tuple[str, list[tuple[int, int]]]:
        text, spans = dice.choice(GREETINGS[self.language]), []
        small = style in ("careless", "spoken", "lines") or (style == "commas" and dice.random() < 0.5)
        text = text.lower() if small else text
        for number, (problem, said) in enumerate(told):
            joint = ""
            if number and style == "spoken":
                joint = dice.choice(SPOKEN[self.language].split("|"))
            elif number and style != "lines" and dice.random() < (0.45 if problem else 0.3):
                joint = dice.choice(JOINTS[self.language].split("|"))
            asks = said.endswith("?") or ASKS.match(said) is not None
            said = said.rstrip("?")
            if style == "sentences" and problem and number and dice.random() < 0.25:
                text, joint, said = text.rstrip(" .?"), dice.choice(JOINED[self.language]), _lower(said)
            else:
                if joint == "P.S. " and dice.random() < 0.7:
                    text = text.rstrip() + "\n"
                goes_on = (joint and joint != "P.S. ") or small or (style == "commas" and number) or text.endswith(", ")
                said = (_lower if goes_on else _upper)(said)
                joint = joint.lower() if small or style == "commas" else joint
            text += joint
            if problem:
                spans.append((len(text), len(text) + len(said)))
            ends = {"lines": "\n", "spoken": " ", "commas": ", "}.get(style, "? " if asks else ". ")
            text += said + ends
        return text.rstrip(", \n"), spans


def _upper(said: str) -> str:
    return said[:1].upper() + said[1:]


def _lower(said: str) -> str:
    return said if said[:2].isupper() else said[:1].lower() + said[1:]
