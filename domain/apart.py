"""Apart: an intake that tells of several problems: what was found in it, what becomes a request of its own, what each is asked.

All of it is kept among the intake's answers. Several requests of one intake are counted from 0; the kind of the first is
`kind`, that of the others `kind@1`, `kind@2`, and so it is with the impact.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from domain.one_issue import Judgement, judge
from domain.rulebook import Regulation

TEXTS = ("description", "steps")
"""The fields that tell of the problem, as one text."""
PARTS = "_parts"
"""The parts that were found, exact words in text order; absent where the text tells of one problem."""
STAYS = "_stays"
"""The places of those that shall not become requests of their own: they stay with the first."""
WHOSE = "_whose"
"""Which request each file belongs to, by the file's id: "0", "1", ... or ALL."""
SORT = "_sort"
"""There are files to be sorted."""
JUDGED = "_judged"
"""The mark of the text that was judged: it is judged again only once it has changed."""
ONE = "_one"
"""The mark of the text that is one problem, as its writer says."""
FROM = "_from"
"""The tickets, and their entries, in which it was first told, where it came up in a ticket."""
WHOLE = "whole"
"""Among a ticket's answers: the description it was a part of, so that nothing typed is lost."""
APART, TOGETHER, ALL = "apart", "one", "all"
SURE_OF_STEPS = 0.9
"""How sure the judge must be that another problem begins in the steps."""
MOST = 6
"""Parts that are shown, and so requests that one intake may become."""
_STATE = frozenset({PARTS, STAYS, WHOSE, SORT, JUDGED, "parts", "whose"})

Answers = dict[str, Any]
Judge = Callable[[str], Judgement]


class _File(Protocol):
    @property
    def id(self) -> str: ...


def cuts(rules: Regulation) -> bool:
    """Whether the regulation wants a request cut by problems, or at least by people (gravity 2.4; that cites nothing)."""
    return bool(rules.clause("one_issue") or rules.clause("one_person"))


def mark(text: str) -> str:
    """A short mark of a text: buttons made for one text do not serve another."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def text_of(rules: Regulation, answers: Answers) -> str:
    """What tells of the problem; empty until all of it is given."""
    asked = [f.key for f in rules.fields if f.key in TEXTS]
    if not asked or any(key not in answers for key in asked):
        return ""
    return "\n".join(filter(None, (answers[key] for key in asked)))


def weigh(rules: Regulation, answers: Answers, verdict: Judgement | None = None, judge: Judge = judge) -> Answers:
    """The answers with what the judge found in them; as they are, where nothing has changed since it read them.

    What was decided on an older text is forgotten with it. `verdict`: another judge's on this very text, while its writer
    has not decided yet.
    """
    text = text_of(rules, answers) if cuts(rules) else ""
    if not text:
        return answers
    now = mark(text)
    if answers.get(JUDGED) == now and (verdict is None or "parts" in answers):
        return answers
    found = verdict or _found(answers["description"], text, judge)
    kept = {key: value for key, value in answers.items() if key not in _STATE and "@" not in key} | {JUDGED: now}
    if found.issues > 1:
        kept[PARTS] = list(found.parts[:MOST])
        if answers.get(ONE) == now:
            kept["parts"] = TOGETHER
    return kept


def _found(description: str, text: str, judge: Judge) -> Judgement:
    """What the description tells by itself; where that is one problem, all of it, if the judge is sure: what is asked for
    as steps is mostly just that, and steps look like a list of problems."""
    alone = judge(description)
    if alone.issues > 1 or text == description:
        return alone
    whole = judge(text)
    return whole if whole.likelihood >= SURE_OF_STEPS else alone


def ordered(order: Sequence[str], rules: Regulation, answers: Answers) -> list[str]:
    """The questions of an intake with those that come of several problems, before its files."""
    if not answers.get(PARTS):
        return list(order)
    told = max(at for at, key in enumerate(order) if key in TEXTS)
    more = []
    for n in range(1, len(split(answers))):
        settled = any(k.key == answers.get(f"kind@{n}") and k.priority for k in rules.kinds)
        more += [f"kind@{n}"] if rules.kinds else []
        more += [f"impact@{n}"] if rules.impacts and not settled else []
    return [*order[: told + 1], "parts", *order[told + 1 :], *more]


def split(answers: Answers) -> list[str]:
    """What each request is about, in its writer's words; empty where the intake stays one request."""
    if answers.get("parts") != APART:
        return []
    on, off = sides(answers)
    return ["\n".join([on[0], *off]), *on[1:]]


def sides(answers: Answers) -> tuple[list[str], list[str]]:
    """The parts that become requests, and those that stay with the first."""
    found, stays = answers.get(PARTS, []), set(answers.get(STAYS, []))
    on = [part for at, part in enumerate(found) if at not in stays]
    return on, [part for at, part in enumerate(found) if at in stays]


def place(step: str) -> tuple[str, int]:
    """A question, and for which request it is asked: "kind@1" -> ("kind", 1)."""
    base, _, n = step.partition("@")
    return base, int(n or 0)


def answered(answers: Answers, key: str, n: int) -> str:
    """The answer to a question that each request is asked for itself."""
    return str(answers.get(f"{key}@{n}" if n else key, ""))


def sort_out(answers: Answers, files: Iterable[_File]) -> Answers:
    """The answers, with the question whose the files are while some of them are not sorted yet."""
    if not split(answers) or "files" not in answers:
        return answers
    sorted_already = answers.get(WHOSE, {}) if "whose" in answers else {}
    open_now = any(f.id not in sorted_already for f in files)
    if open_now == ("whose" not in answers and SORT in answers) or (not open_now and "whose" in answers):
        return answers
    rest = {key: value for key, value in answers.items() if key not in ("whose", SORT)}
    return rest | {SORT: True} if open_now else rest


def owner(answers: Answers, file_id: str) -> str:
    """Which request a file belongs to; the first, unless its sender says otherwise."""
    return str(answers.get(WHOSE, {}).get(file_id, "0"))


def belongs(answers: Answers, file_id: str, n: int) -> bool:
    """Whether a file goes with the n-th request."""
    return owner(answers, file_id) in (str(n), ALL)
