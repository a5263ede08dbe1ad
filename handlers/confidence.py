"""Confidence: whether an update told something in confidence, so that no trace of its words may be kept if it fails later."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Confidence:
    """One for each update; its door sets `told`."""

    told: bool = False
