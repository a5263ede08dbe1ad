"""The trainer: learns the three functions of domain/parting/model.py from labelled texts, and their thresholds from texts kept apart."""

from __future__ import annotations

import json
import lzma
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import prod
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

import domain.parting
from domain.parting.features import Features, Reading, read
from domain.parting.model import Model, dense, surroundings
from tests.bench.one_issue.texts import Text, composed, labelled, own

FOLDS = 6
SEEDS, ROUNDS = 2, 150
"""Forests whose mean is taken, and the trees of each."""
SELDOM = 30
"""What is seen of fewer units tells the trees nothing."""
FALSE_ALARMS = 0.08
"""The share of single problems that may be taken for several where the threshold is chosen: less than is promised."""


@dataclass(frozen=True)
class Example:
    """A text as the judge reads it, and for each unit what is true of it."""

    text: Text
    reading: Reading
    states: tuple[bool, ...]
    begins: tuple[bool, ...]
    goes_on: tuple[bool | None, ...]

    @property
    def several(self) -> bool:
        return self.text.issues > 1


@cache
def example(text: Text) -> Example:
    """Which units state, begin, go on with a problem of this text; None: nobody asks."""
    reading = read(text.text, text.lang)
    units = reading.units
    holders = [
        next((at for at, unit in enumerate(units) if unit.start <= start < unit.end), None) for start, _ in text.spans
    ]
    states = [at in holders for at in range(len(units))]
    begins = [text.issues > 1 and at in holders[1:] and at != holders[0] for at in range(len(units))]
    goes_on: list[bool | None] = [None] * len(units)
    for holder, (_, end) in zip(holders, text.spans, strict=True):
        if holder is None:
            continue
        for at in range(holder + 1, len(units)):
            if units[at].sentence != units[holder].sentence or states[at]:
                break
            goes_on[at] = units[at].head < end - 2
            if not goes_on[at]:
                break
    return Example(text, reading, tuple(states), tuple(begins), tuple(goes_on))


def learn(texts: Sequence[Text], **thresholds: float) -> Model:
    """A model from these texts. The second function learns from what the first says of texts it has not seen."""
    examples = [example(text) for text in texts]
    features = [unit for one in examples for unit in one.reading.features]
    weights = np.array([one.text.weight for one in examples for _ in one.states])
    groups = np.array([one.text.group for one in examples for _ in one.states])
    states = np.array([unit for one in examples for unit in one.states])
    marked = np.array([bool(one.text.spans) for one in examples for _ in one.states])
    kept = {name for name, times in Counter(name for unit in features for name in unit).items() if times >= 2}
    words = DictVectorizer()
    rows = words.fit_transform([{name: value for name, value in unit.items() if name in kept} for unit in features])
    unseen = np.zeros(len(states))
    for train, test in GroupKFold(5).split(rows, states, groups):
        train = train[marked[train]]
        fold = _linear(0.3).fit(rows[train], states[train], sample_weight=weights[train])
        unseen[test] = fold.predict_proba(rows[test])[:, 1]
    first = _linear(0.3).fit(rows[marked], states[marked], sample_weight=weights[marked])

    around: list[Features] = []
    for one in examples:
        around += surroundings(
            one.reading, [float(chance) for chance in unseen[len(around) : len(around) + len(one.states)]]
        )
    seen = [dense(unit | near) for unit, near in zip(features, around, strict=True)]
    often = {
        name
        for name, times in Counter(name for unit in seen for name, value in unit.items() if value).items()
        if times >= SELDOM
    }
    table = DictVectorizer(sparse=False)
    rest = table.fit_transform([{name: value for name, value in unit.items() if name in often} for unit in seen])
    begins = np.array([unit for one in examples for unit in one.begins])
    forests = [_trees(seed).fit(rest, begins, sample_weight=weights) for seed in range(SEEDS)]

    asked = [unit is not None for one in examples for unit in one.goes_on]
    going = np.array([bool(unit) for one in examples for unit in one.goes_on if unit is not None])
    last = _linear(0.1).fit(rows[np.array(asked)], going, sample_weight=weights[np.array(asked)])
    return Model.from_json(
        {
            "states": _weights(first, words),
            "goes_on": _weights(last, words),
            "begins": [_tree(row[0].nodes) for forest in forests for row in forest._predictors],
            "names": list(table.feature_names_),
            "base": round(float(np.mean([np.ravel(forest._baseline_prediction)[0] for forest in forests])), 5),
            "several": 0.5,
            "part": 0.5,
        }
        | thresholds
    )


def unseen(texts: Sequence[Text], extra: Sequence[Text] = (), seed: int = 1) -> list[tuple[Text, Model]]:
    """Each text with a model that has seen neither it nor its siblings; `extra` texts are always learnt from."""
    out: list[tuple[Text, Model]] = []
    split = GroupKFold(FOLDS, shuffle=True, random_state=seed).split(texts, groups=[text.group for text in texts])
    for train, test in split:
        model = learn([*(texts[at] for at in train), *extra])
        out += [(texts[at], model) for at in test]
    return out


def chances(text: Text, model: Model) -> list[float]:
    """For each unit how probably it begins another problem."""
    reading = example(text).reading
    return model.beginning(reading, model.stating(reading))


def choose(judged: Sequence[tuple[Text, Model]], allowed: float = FALSE_ALARMS) -> dict[str, float]:
    """The thresholds with the best F1 whose false alarms are within what is allowed, and the most exact parts."""
    found = [(text, chances(text, model)) for text, model in judged]
    scored = [(1 - prod(1 - chance for chance in row), text.issues > 1) for text, row in found]

    def f1(limit: float) -> float:
        hits = sum(score >= limit and true for score, true in scored)
        alarms = sum(score >= limit and not true for score, true in scored)
        if alarms > allowed * sum(not true for _, true in scored):
            return 0.0
        return 2 * hits / max(1, hits + alarms + sum(true for _, true in scored))

    several = _best(f1, [score for score, _ in scored])
    lists = [(text, row) for (text, row), (score, true) in zip(found, scored, strict=True) if true and score >= several]

    def exact_counts(limit: float) -> float:
        return sum(max(1, sum(c >= limit for c in row[1:])) == text.issues - 1 for text, row in lists)

    return {"several": several, "part": _best(exact_counts, [step / 20 for step in range(2, 19)])}


def _best(worth: Callable[[float], float], limits: Sequence[float]) -> float:
    return round(max(sorted(set(limits)), key=worth), 4)


def _trees(seed: int) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=ROUNDS,
        learning_rate=0.05,
        max_leaf_nodes=8,
        min_samples_leaf=25,
        l2_regularization=1.0,
        max_features=0.3,
        random_state=seed,
    )


def _linear(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=60)


def _weights(fitted: LogisticRegression, names: DictVectorizer) -> dict[str, float]:
    weights = dict(zip(names.feature_names_, map(float, fitted.coef_[0]), strict=True))
    weights["bias"] = weights.get("bias", 0.0) + float(fitted.intercept_[0])
    return {name: round(weight, 3) for name, weight in weights.items() if abs(weight) >= 0.01}


def _tree(nodes: Any) -> list[list[float]]:
    return [
        [-1, round(float(node["value"]) / SEEDS, 5)]
        if node["is_leaf"]
        else [int(node["feature_idx"]), float(node["num_threshold"]), int(node["left"]), int(node["right"])]
        for node in nodes
    ]


def main() -> None:
    """Learn from everything there is and write what the desk ships."""
    import warnings
    from pathlib import Path

    warnings.filterwarnings("ignore")
    texts = own() + labelled("held_out") + labelled("dev")
    more = composed()
    thresholds = choose(unseen(texts, more))
    model = replace(learn([*texts, *more]), **thresholds)
    data = {**model.__dict__, "names": list(model.names)}
    packed = lzma.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), preset=9)
    target = Path(next(iter(domain.parting.__path__))) / "weights.json.xz"
    target.write_bytes(packed)
    print(f"{target.name}: {len(packed) // 1024} KB, thresholds {thresholds}")  # noqa: T201 - a tool for the terminal


if __name__ == "__main__":
    main()
