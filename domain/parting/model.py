"""The model: three small functions learnt from labelled texts, and how they are asked one after the other.

`states` (linear, over words): does this unit state a problem? `begins` (trees, over everything but words): does it begin
another one, given what came before? `goes_on` (linear): does it still belong to the statement before it?
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import accumulate
from math import exp, log
from typing import Any

from domain.parting.features import WORDY, Features, Reading
from domain.parting.forest import Forest, Tree
from domain.parting.thesaurus import likeness

_BACK = 30
"""Units before one, or around it, that are looked at with it."""


def sigmoid(value: float) -> float:
    """The probability of these log-odds."""
    return 1 / (1 + exp(-value)) if value > -30 else 0.0


@dataclass(frozen=True)
class Model:
    """What was learnt, and the two thresholds that were chosen on texts it had not seen."""

    states: Mapping[str, float]
    goes_on: Mapping[str, float]
    begins: Sequence[Tree]
    names: Mapping[str, int]
    base: float
    several: float
    part: float

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Model:
        """As the trainer writes it."""
        return cls(**{**data, "names": {name: at for at, name in enumerate(data["names"])}})

    def stating(self, reading: Reading) -> list[float]:
        """For each unit how probably it states a problem."""
        return [sigmoid(linear(self.states, features)) for features in reading.features]

    def beginning(self, reading: Reading, stating: Sequence[float]) -> list[float]:
        """For each unit how probably it begins another problem than those before it."""
        rows = []
        for features, around in zip(reading.features, surroundings(reading, stating), strict=True):
            row = [0.0] * len(self.names)
            for name, value in (features | around).items():
                if name in self.names:
                    row[self.names[name]] = value
            rows.append(row)
        return [sigmoid(self.base + value) for value in self._forest.values(rows)]

    @cached_property
    def _forest(self) -> Forest:
        return Forest(self.begins)

    def going_on(self, features: Features) -> bool:
        """Whether a clause that follows a statement still belongs to it."""
        return linear(self.goes_on, features) > 0


def linear(weights: Mapping[str, float], features: Features) -> float:
    """The weighted sum; a feature that has no weight counts nothing."""
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def surroundings(reading: Reading, stating: Sequence[float]) -> list[Features]:
    """For each unit what the units before and after it say, by how probably they state a problem."""
    units, things = reading.units, reading.things
    out: list[Features] = []
    none, most, before, all_sum = 1.0, 0.0, 0.0, sum(stating)
    after = [*accumulate(reversed(stating), max, initial=0.0)][-2::-1]
    for at, (own, after_most) in enumerate(zip(stating, after, strict=True)):
        like = [(stating[i], likeness(things[i], things[at])) for i in range(max(0, at - _BACK), at) if things[i]]
        near = range(max(0, at - _BACK), min(at + _BACK, len(units)))
        beside = [i for i in near if units[i].sentence == units[at].sentence]
        out.append(
            {
                "before_none": none,
                "before_most": most,
                "before_sum": before,
                "own": own,
                "own_odds": log(own + 1e-4) - log(1 - own + 1e-4),
                "own_and_before": own * (1 - none),
                "after_most": after_most,
                "all_sum": all_sum,
                "previous": stating[at - 1] if at else 0.0,
                "next": stating[at + 1] if at + 1 < len(stating) else 0.0,
                "sentence_before": max((stating[i] for i in beside if i < at), default=0.0),
                "sentence_after": max((stating[i] for i in beside if i > at), default=0.0),
                "stated_so_far": sum(chance > 0.5 for chance in stating[:at]),
                "since_stated": next((back for back in range(1, min(at, 8) + 1) if stating[at - back] > 0.5), 9),
                "like_stated": max((chance * much for chance, much in like), default=0.0),
                "unlike_stated": max((chance * (1 - much) for chance, much in like if things[at]), default=0.0),
                "like_mean": sum(chance * much for chance, much in like) / (sum(chance for chance, _ in like) + 0.1),
            }
        )
        none, most, before = none * (1 - own), max(most, own), before + own
    return out


def dense(features: Features) -> Features:
    """Features without those that hold a word."""
    return {name: value for name, value in features.items() if not name.startswith(WORDY)}


@cache
def shipped() -> Model:
    """The model that comes with the desk; read once, when something is first judged."""
    packed = files("domain.parting").joinpath("weights.json.xz").read_bytes()
    return Model.from_json(json.loads(lzma.decompress(packed)))
