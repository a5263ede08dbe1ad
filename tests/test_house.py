"""The house rules hold: imports go one way, the code is formatted and typed, and nothing of the workshop leaks into it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOP = {
    "bot",
    "handlers",
    "domain",
    "locales",
    "migrations",
    "tests",
}


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--no-cache", "--check", "."),
        ("mypy", "--no-incremental", "--cache-dir", "/dev/null"),
    ],
    ids=lambda command: command[0] + "-" + command[1].strip("-"),
)
def test_the_checks_of_make_check_pass(command: tuple[str, ...]) -> None:
    """What `make check` runs is green."""
    done = run(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_imports_go_only_from_the_building_to_the_doors_to_the_rules() -> None:
    """import-linter keeps bot -> handlers -> domain, and the domain free of I/O and frameworks."""
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_is_no_other_top_level_package() -> None:
    """A newcomer finds the rooms of the house and no others."""
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert found - {"locales"} <= TOP


def test_the_locks_hold_hashes_and_no_addresses() -> None:
    """Whoever installs gets what was tested, from wherever they get packages."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert not re.search(r"https?://", text)
        pins = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
        assert pins
        assert text.count("--hash=sha256:") >= len(pins)


def test_a_command_that_needs_no_bot_does_not_import_aiogram() -> None:
    """aiogram takes seconds to import; `frontdesk regulation show` must not wait for it."""
    code = "import sys, bot.cli; sys.exit('aiogram' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
