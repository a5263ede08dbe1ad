"""`make conformance`: a line for each row of each regulation that a test holds (preset, row, demand, outcome), and totals."""

from __future__ import annotations

import contextlib
import io
import sys
from collections import Counter
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table


class Tally:
    """Listens to a test run and keeps what became of each row."""

    def __init__(self) -> None:
        self.demands: dict[str, str] = {}
        self.outcomes: dict[str, str] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            check = item.callspec.params.get("check") if hasattr(item, "callspec") else None
            if check is not None:
                self.demands[item.nodeid] = " ".join((check.__doc__ or "").split())

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.nodeid in self.demands and (report.when == "call" or report.failed):
            self.outcomes[report.nodeid] = report.outcome


def main() -> int:
    """Print the rows and totals; the exit status is the test run's."""
    tally = Tally()
    with contextlib.redirect_stdout(io.StringIO()):
        status = pytest.main([str(Path(__file__).parent)], [tally])
    table = Table("Preset", "Row", "Demand", "", title="Rows held by a test", title_justify="left")
    passed: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    for node, demand in tally.demands.items():
        preset, _, row = node.partition("[")[2].rstrip("]").partition(":")
        outcome = tally.outcomes.get(node, "not run")
        rows[preset] += 1
        passed[preset] += outcome == "passed"
        table.add_row(preset, row, demand, outcome)
    console = Console()
    console.print(table)
    for preset, n in sorted(rows.items()):
        console.print(f"{preset}: {passed[preset]} of {n} passed")
    console.print(f"{sum(passed.values())} passed, {sum(rows.values()) - sum(passed.values())} failed")
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
