"""A form in words: what the intake asks as lines to fill in, and the same lines read back out of whatever somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from domain.answers import Field, Text
from domain.draft import steps
from domain.refusals import WrongAnswer
from domain.regulation import Regulation
from domain.terms import Impact, Kind

KIND, IMPACT, CALL = "kind", "impact", "call"
"""The lines of a form that are no field of the regulation."""

_BEFORE = r"[\s>*•·-]*(?:\d{1,2}[.)]\s+)?"
"""What may stand before a label: the marks of a quotation or of a list."""
_AFTER = r"\s*(?:\([^)]*\)\s*)?(?::|[—–])"
_CALL_AT = re.compile(
    r"(?:(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?(?:\s*г\.)?[ ,]+)?(?:(?:в|сағат)\s+)?(\d{1,2})[:.](\d{2})",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\s*(\d{1,2})\s*[—–.):-]\s*(.+)")
Labels = list[tuple[re.Pattern[str], str]]
"""How each line of a form may begin, and its key."""


@dataclass(frozen=True)
class Names:
    """What the lines that are no field are called, and the remark beside what may be left empty. The words are the view's."""

    kind: Text
    impact: Text
    call: Text
    optional: Text


@dataclass(frozen=True)
class Filled:
    """What was read: the answers that were accepted (an empty one was left out, as it may be), and what is wrong or missing.

    `call` is when the call was, as it was written. `labelled`: at least one line of the form was there.
    """

    answers: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    impact: str = ""
    call: str = ""
    wrong: tuple[WrongAnswer, ...] = ()
    labelled: bool = False

    def lacking(self) -> list[str]:
        """The lines that must be filled in still."""
        return [wrong.field for wrong in self.wrong]


@dataclass
class _Found:
    """Raw values by line, and what stood in no line."""

    values: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    """Choices left standing below the line of kind or impact."""
    rest: list[str] = field(default_factory=list)

    def value(self, key: str) -> str:
        left = self.choices.get(key, [])
        return "\n".join(self.values.get(key, [])).strip() or (left[0] if len(left) == 1 else "")


def render(
    rules: Regulation, names: Names, language: str, only: Iterable[str] | None = None, *, call: bool = False
) -> str:
    """The form to fill in. `only` these lines of it; `call`: with a line for the time of a call."""
    wanted = None if only is None else set(only)
    lines = []
    for key in _keys(rules, call=call):
        if wanted is None or key in wanted:
            lines.append(_label(rules, names, key, language) + ":")
            lines += [f"{n} — {thing.label.in_(language)}" for n, thing in enumerate(_choices(rules, key), start=1)]
    return "\n".join(lines)


def label(rules: Regulation, names: Names, key: str, language: str) -> str:
    """What a line of the form is called."""
    own = {KIND: names.kind, IMPACT: names.impact, CALL: names.call}
    return (own[key] if key in own else rules.field(key).label).in_(language)


def read(
    rules: Regulation, names: Names, text: str, before: Filled | None = None, *, awaited: Sequence[str] = ()
) -> Filled:
    """Read a form that somebody filled in; labels count in any language, unknown lines go to the description.

    `before` is what was accepted earlier: it stays unless the line is there again. Where one line alone is `awaited`,
    words without any label are its answer.
    """
    found = _found(rules, names, text)
    labelled = bool(found.values)
    if not labelled and len(awaited) == 1:
        found = _Found({awaited[0]: [text]})
    earlier = before or Filled()
    rest = "\n".join(found.rest).strip()
    answers: dict[str, str] = {}
    wrong: list[WrongAnswer] = []
    for one in rules.fields:
        raw = found.value(one.key)
        if one.key == "description" and rest:
            raw = "\n".join(filter(None, [raw or earlier.answers.get(one.key, ""), rest]))
        if not raw and one.key in earlier.answers:
            answers[one.key] = earlier.answers[one.key]
            continue
        try:
            answers[one.key] = _accepted(one, raw)
        except WrongAnswer as refusal:
            wrong.append(refusal)
    kind = _choice(rules, KIND, found, earlier.kind, wrong) if rules.kinds else ""
    impact = ""
    if IMPACT in steps(rules, {KIND: kind}):
        impact = _choice(rules, IMPACT, found, earlier.impact, wrong)
    return Filled(answers, kind, impact, found.value(CALL) or earlier.call, tuple(wrong), labelled)


def _accepted(one: Field, raw: str) -> str:
    """The answer as it is kept; nothing, where it may be left out."""
    skips = one.skip.words.values() if one.skip else ()
    if not one.required and (not raw or raw in skips):
        return ""
    return one.accept(raw)


def _choice(rules: Regulation, key: str, found: _Found, earlier: str, wrong: list[WrongAnswer]) -> str:
    raw = found.value(key)
    if not raw and earlier:
        return earlier
    chosen = choose(_choices(rules, key), raw)
    if chosen is None:
        wrong.append(WrongAnswer(key, "choice" if raw else "empty"))
    return chosen or ""


def call_line(names: Names, text: str) -> tuple[str, str]:
    """A line with the time of a call, taken out of a text: «Звонок: 14:05» -> ("14:05", what is left). Empty if there is none."""
    patterns = [re.compile(_BEFORE + re.escape(words) + _AFTER, re.IGNORECASE) for words in names.call.words.values()]
    lines = text.splitlines()
    for i, line in enumerate(lines):
        for pattern in patterns:
            begun = pattern.match(line)
            if begun:
                return line[begun.end() :].strip(), "\n".join(lines[:i] + lines[i + 1 :]).strip()
    return "", text


def call_time(words: str, now: datetime, rules: Regulation) -> datetime:
    """When a call was (UTC): «21.11 14:05», «21.11.2026 14:05» or «14:05» for today, in the regulation's zone; nothing: now.

    A day without a year is the last such day. WrongAnswer: time (it cannot be read) or future.
    """
    if not words:
        return now
    found = _CALL_AT.fullmatch(words.strip().rstrip("."))
    if found is None:
        raise WrongAnswer(CALL, "time")
    local = now.astimezone(rules.zone)
    day, month, year, hour, minute = found.groups()
    try:
        at = datetime(
            (int(year) + 2000 if len(year) == 2 else int(year)) if year else local.year,
            int(month or local.month),
            int(day or local.day),
            int(hour),
            int(minute),
            tzinfo=rules.zone,
        )
        if not year and at > local + timedelta(days=180):
            at = at.replace(year=at.year - 1)
    except ValueError:
        raise WrongAnswer(CALL, "time") from None
    if at > local:
        raise WrongAnswer(CALL, "future")
    return at.astimezone(UTC)


def choose(things: Sequence[Kind | Impact], raw: str) -> str | None:
    """A kind or impact by its number in the list, its label, or the beginning of one label and no other; its key."""
    said = " ".join(raw.casefold().split()).rstrip(".!;,")
    numbered = re.match(r"(\d{1,2})(?!\d)", said)
    if numbered:
        n = int(numbered[1])
        return things[n - 1].key if 1 <= n <= len(things) else None
    labels = [(thing.key, words.casefold()) for thing in things for words in thing.label.words.values()]
    for fits in (str.__eq__, str.startswith):
        keys = {key for key, words in labels if said and fits(words, said)}
        if len(keys) == 1:
            return keys.pop()
    return None


def _found(rules: Regulation, names: Names, text: str) -> _Found:
    """Sort the lines: those with a label, what follows them, and the rest."""
    found = _Found()
    labels = labels_of(rules, names)
    current = ""
    for line in text.splitlines():
        key, value = begins(labels, line)
        if key and not found.value(key):
            current, found.values[key] = key, [value] if value else []
            if value and not _takes_lines(rules, key):
                current = ""
        elif current in (KIND, IMPACT) and is_choice(rules, current, line):
            found.choices.setdefault(current, []).append(line)
        elif current and (line.strip() or found.values[current]):
            found.values[current].append(line.strip() if not is_long(rules, current) else line)
            current = current if _takes_lines(rules, current) else ""
        elif not current and (line.strip() or found.rest):
            found.rest.append(line)
    for key in (KIND, IMPACT):  # one line is the answer; what stood below it belongs to nobody
        values = [line for line in found.values.get(key, []) if line.strip()]
        found.values[key], beyond = values[:1], values[1:]
        found.rest += beyond
        if not found.values[key] and not found.choices.get(key):
            del found.values[key]
    return found


def begins(labels: Labels, line: str) -> tuple[str, str]:
    """The line of the form that begins here, and what stands in it."""
    for pattern, key in labels:
        begun = pattern.match(line)
        if begun:
            return key, line[begun.end() :].strip()
    return "", ""


def labels_of(rules: Regulation, names: Names) -> Labels:
    """How each line may begin, the longest labels first."""
    named = [(words, key) for key in _keys(rules, call=True) for words in _words(rules, names, key)]
    longest_first = sorted(named, key=lambda pair: -len(pair[0]))
    return [(re.compile(_BEFORE + re.escape(words) + _AFTER, re.IGNORECASE), key) for words, key in longest_first]


def _words(rules: Regulation, names: Names, key: str) -> Iterator[str]:
    own = {KIND: names.kind, IMPACT: names.impact, CALL: names.call}
    yield from (own[key] if key in own else rules.field(key).label).words.values()


def _label(rules: Regulation, names: Names, key: str, language: str) -> str:
    words = label(rules, names, key, language)
    left_out = key == CALL or (key not in (KIND, IMPACT) and not rules.field(key).required)
    return f"{words} ({names.optional.in_(language)})" if left_out else words


def _keys(rules: Regulation, *, call: bool) -> list[str]:
    keys = [one.key for one in rules.fields]
    keys += [KIND] if rules.kinds else []
    keys += [IMPACT] if rules.impacts else []
    return [*([CALL] if call else []), *keys]


def _choices(rules: Regulation, key: str) -> Sequence[Kind | Impact]:
    if key == KIND:
        return rules.kinds
    return rules.impacts if key == IMPACT else ()


def is_choice(rules: Regulation, key: str, line: str) -> bool:
    """Whether the line is one of the printed list, as it was printed."""
    printed = _CHOICE.fullmatch(line.rstrip())
    if printed is None:
        return False
    n, words, things = int(printed[1]), printed[2].strip(), _choices(rules, key)
    return 1 <= n <= len(things) and words in things[n - 1].label.words.values()


def is_long(rules: Regulation, key: str) -> bool:
    """Whether the line takes several lines of text."""
    return any(one.key == key and one.kind == "long" for one in rules.fields)


def _takes_lines(rules: Regulation, key: str) -> bool:
    """Whether more lines may follow the first one: those of a long answer, and the printed choices."""
    return key in (KIND, IMPACT) or is_long(rules, key)
