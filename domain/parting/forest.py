"""Forest: decision trees that are all asked at once, level by level, about all rows."""

from __future__ import annotations

from collections.abc import Sequence

Tree = Sequence[Sequence[float]]
"""Rows of feature number, threshold, left row, right row; or -1 and the value of a leaf."""


class Forest:
    """Trees laid side by side; a leaf leads back to itself, so that short trees wait for long ones."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        import numpy as np  # takes a moment to load: only once something is judged

        widest = max((len(tree) for tree in trees), default=1)
        self._features = np.zeros((len(trees), widest), np.intp)
        self._limits = np.zeros((len(trees), widest))
        self._next = np.zeros((2, len(trees), widest), np.intp)
        self._leaves = np.zeros((len(trees), widest))
        for number, tree in enumerate(trees):
            for at, node in enumerate(tree):
                if node[0] < 0:
                    self._leaves[number, at] = node[1]
                    self._next[:, number, at] = at
                else:
                    self._features[number, at], self._limits[number, at] = node[:2]
                    self._next[:, number, at] = node[3], node[2]
        self._depth = max((_depth(tree) for tree in trees), default=0)
        self._trees = np.arange(len(trees))

    def values(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """For each row the sum of the leaves it comes to."""
        import numpy as np

        if not rows:
            return []
        table, one_each = np.asarray(rows), np.arange(len(rows))[:, None]
        at = np.zeros((len(rows), len(self._trees)), np.intp)
        for _ in range(self._depth):
            low = table[one_each, self._features[self._trees, at]] <= self._limits[self._trees, at]
            at = self._next[low.astype(np.intp), self._trees, at]
        return [float(value) for value in self._leaves[self._trees, at].sum(axis=1)]


def _depth(tree: Tree, at: int = 0) -> int:
    if tree[at][0] < 0:
        return 0
    return 1 + max(_depth(tree, int(tree[at][2])), _depth(tree, int(tree[at][3])))
