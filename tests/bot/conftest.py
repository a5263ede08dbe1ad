"""What the tests of the building share: an environment of their own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting but those the test makes, in an empty folder."""
    for name in [name for name in os.environ if name.startswith("FRONTDESK_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def own_register(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str, no_settings: None) -> None:
    """The settings name a register of the test's own, and a folder for its files."""
    monkeypatch.setenv("FRONTDESK_DATABASE_URL", database_url)
    monkeypatch.setenv("FRONTDESK_DATA_DIR", str(tmp_path / "data"))
