"""The figures: own texts cross-validated, then texts the judge has not been tuned on, then how long it takes."""

from __future__ import annotations

import subprocess
import sys
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.console import Console
from rich.table import Table

from domain.one_issue import Judgement, judge, judged
from domain.parting.model import Model
from tests.bench.one_issue.texts import Text, composed, labelled, own
from tests.bench.one_issue.train import choose, example, learn, unseen

GOAL_F1, GOAL_ALARMS = 0.90, 0.10
KINDS = {
    "HN": "hard, one problem",
    "PN": "plain, one problem",
    "HP": "hard, several",
    "PP": "plain, several",
}


@dataclass(frozen=True)
class Row:
    """A text and what was made of it."""

    text: Text
    found: Judgement

    @property
    def several(self) -> bool:
        return self.text.issues > 1

    @property
    def said(self) -> bool:
        return self.found.issues > 1

    @property
    def exact(self) -> bool:
        """The same parts, whatever dots and blanks stand around them."""
        return [_bare(part) for part in self.found.parts] == [_bare(self.text.text[a:b]) for a, b in self.text.spans]


def main() -> int:
    """The exit status is 0 whatever the figures: they are for reading."""
    warnings.filterwarnings("ignore")
    console = Console() if sys.stdout.isatty() else Console(width=120)
    mine, dev, held_out, more = own(), labelled("dev"), labelled("held_out"), composed()
    with console.status("cross-validating"):
        folds = unseen(mine, more)
        thresholds = choose(folds)
        tuned = [Row(text, _judged(text, replace(model, **thresholds))) for text, model in folds]
    with console.status("learning from own texts"):
        model = replace(learn([*mine, *more]), **thresholds)
        others = [Row(text, _judged(text, model)) for text in dev]
        apart = [Row(text, _judged(text, model)) for text in held_out]
    table = Table(
        "", "Texts", "Precision", "Recall", "F1", "False alarms", "Exact parts", title="Of «several problems»"
    )
    for name, rows in (("own, 6-fold", tuned), ("dev, not learnt from", others), ("held out, never looked at", apart)):
        table.add_row(name, *_figures(rows), style="bold")
        for language in ("ru", "en", "kk"):
            table.add_row(f"  {language}", *_figures([row for row in rows if row.text.lang == language]))
        table.add_section()
    console.print(table)
    right = Table("Judged rightly", *KINDS.values())
    for name, rows in (("own, 6-fold", tuned), ("dev", others), ("held out", apart)):
        right.add_row(
            name, *(_share([row.said == row.several for row in rows if row.text.kind == kind]) for kind in KINDS)
        )
    console.print(right)
    console.print(
        f"Goal: F1 {GOAL_F1:.2f} with at most {GOAL_ALARMS:.0%} false alarms. Thresholds are chosen on own texts only."
    )
    console.print("The shipped weights are learnt from all of them, by the same trainer.")
    console.print(_speed([*mine, *dev, *held_out]), highlight=False)
    return 0


def _judged(text: Text, model: Model) -> Judgement:
    return judged(example(text).reading, model)


def _figures(rows: Sequence[Row]) -> list[str]:
    hits = [row for row in rows if row.said and row.several]
    said, several = sum(row.said for row in rows), sum(row.several for row in rows)
    precision, recall = len(hits) / max(1, said), len(hits) / max(1, several)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return [
        str(len(rows)),
        f"{precision:.2f}",
        f"{recall:.2f}",
        f"{f1:.2f}",
        _share([row.said for row in rows if not row.several]),
        _share([row.exact for row in rows if row.several]),
    ]


def _share(those: Sequence[bool]) -> str:
    return f"{sum(those) / len(those):.0%}" if those else "-"


def _bare(part: str) -> str:
    return part.strip(" .,;:!?\n").casefold()


ALONE = """
import time
from pathlib import Path
began = time.perf_counter()
from domain.one_issue import judge
judge("Не печатает принтер."); judge("The printer is dead."); judge("Принтер істемейді.")
taken = time.perf_counter() - began
status = Path("/proc/self/status")
print(taken, int(status.read_text().split("VmHWM:")[1].split()[0]) // 1024 if status.exists() else "?")
"""


def _speed(texts: Sequence[Text]) -> str:
    alone = subprocess.run([sys.executable, "-c", ALONE], check=True, capture_output=True, text=True)
    loading, memory = alone.stdout.split()
    took = []
    for text in texts:
        began = time.perf_counter()
        judge(text.text, text.lang)
        took.append(time.perf_counter() - began)
    took.sort()
    return (
        f"A text takes {1000 * sum(took) / len(took):.1f} ms on average, {1000 * took[-1]:.1f} ms at most. "
        f"In a process of its own the judge is ready after {float(loading):.2f} s and the process is {memory} MB big."
    )


if __name__ == "__main__":
    sys.exit(main())
