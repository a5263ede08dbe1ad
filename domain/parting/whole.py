"""Whole: what can be seen of a text once each of its units was judged: how sure, how many, how far apart, how alike."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import log, prod

from domain.parting.features import Features, Reading
from domain.parting.thesaurus import likeness

_SUREST = 4
"""So many of the surest units are looked at one by one."""
_STATES = 0.4
"""Units that are at least so sure to state a problem are compared with each other."""
_MOST = 12
"""So many of them: logs and long lists say no more after that."""
_OF_A_UNIT = (
    *("f=failure", "f=request", "f=question", "f=want", "f=tried", "f=same", "f=outcome", "f=guess", "f=aside"),
    *("q", "asks", "joint", "topic_new", "topic_same", "hard", "soft", "things_new", "things_like", "verb"),
    *("infinitive", "first", "negated", "again", "nothing_again", "aside_before", "after_log", "in_colon"),
)
"""What is taken of the unit that most surely begins another problem."""


def whole(reading: Reading, stating: Sequence[float], beginning: Sequence[float]) -> Features:
    """By the probability of each unit to state a problem, and to begin another one."""
    units, things = reading.units, reading.things
    found: Features = {f"lang={reading.language}": 1.0, "length": len(reading.text) / 100, "units": len(units)}
    if not units:
        return found
    for name, chances in (("begins", beginning), ("states", stating)):
        surest = sorted(chances, reverse=True)
        found |= {f"{name}{at}": _odds(chance) for at, chance in enumerate([*surest, *[0.0] * _SUREST][:_SUREST])}
        found |= {f"{name}_sum": sum(chances), f"{name}_half": sum(chance > 0.5 for chance in chances)}
    found |= {
        "begins_any": 1 - prod(1 - chance for chance in beginning),
        "begins_third": sum(chance > 0.3 for chance in beginning),
        "begins_late": max(beginning[len(units) * 2 // 3 :]),
        "sentences": units[-1].sentence + 1,
        "items": sum(unit.cut == "item" for unit in units),
        "logs": sum(unit.line_kind == "log" for unit in units),
    }
    at = max(range(len(units)), key=beginning.__getitem__)
    before = max(range(at), key=stating.__getitem__, default=None)
    found |= {name: reading.features[at].get(name, 0.0) for name in _OF_A_UNIT}
    found |= {"at": at / len(units), f"cut={units[at].cut}": 1.0, "own": stating[at], "own_things": len(things[at])}
    if before is not None:
        found |= {
            "before": _odds(stating[before]),
            "before_things": len(things[before]),
            "before_like": likeness(things[at], things[before]),
            "before_far": at - before,
            "before_beside": float(units[at].sentence == units[before].sentence),
        }
    told = [things[n] for n, chance in enumerate(stating) if chance > _STATES and things[n]][:_MOST]
    alike = [likeness(some, others) for some, others in combinations(told, 2)]
    if alike:
        found |= {"least_alike": min(alike), "most_alike": max(alike), "mean_alike": sum(alike) / len(alike)}
    return found | {"told": len(told), "compared": float(bool(alike))}


def _odds(chance: float) -> float:
    return log((chance + 1e-4) / (1 - chance + 1e-4))
