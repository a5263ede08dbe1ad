"""InSales' regulation (source 003), row by row."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.regulations.conftest import Hold
from tests.regulations.rows import UNNUMBERED, Check, Rows, due, rules

row = Rows("insales")
mine = rules("insales")


@row("types")
def _() -> None:
    """The type first; subject and files optional; the description."""
    assert mine.kind_first
    assert [(kind.key, kind.assumed) for kind in mine.kinds] == [
        ("function", False),
        ("layout", False),
        ("other", True),
    ]
    assert [(f.key, f.required) for f in mine.fields if not f.assumed] == [("subject", False), ("description", True)]
    assert mine.attachments.max_count > 0


@row("doors")
def _() -> None:
    """Only the back office, which the chat stands for; others are not registered."""
    assert [door.key for door in mine.doors if door.registers] == ["chat"]
    assert mine.door("email") is None
    assert mine.clause("unofficial") == UNNUMBERED


@row("notice")
def _() -> None:
    """To the sender, and to the administrator, whose address is the sender's unless another is given."""
    assert mine.field("email").required
    assert mine.field("admin_email").same_as == "email"
    assert not mine.field("admin_email").required


@row("hours")
def _() -> None:
    """24/7; reaction in 24 h (function), 36 h (layout), 3 h (Premium, any type); none for other at standard."""
    night = "2026-01-01 03:00:07"
    assert mine.calendar().is_open(datetime(2026, 1, 1, tzinfo=UTC))
    assert due("insales", night, tier="standard", category="function")[0] == "02.01.2026 03:00:07"
    assert due("insales", night, tier="standard", category="layout")[0] == "02.01.2026 15:00:07"
    assert {due("insales", night, tier="premium", category=kind.key)[0] for kind in mine.kinds} == {
        "01.01.2026 06:00:07"
    }
    assert due("insales", night, tier="standard", category="other") == (None, None, None)
    pause = [["2026-01-01 04:00", "2026-01-01 05:30"]]
    assert due("insales", night, tier="premium", pauses=pause)[0] == "01.01.2026 07:30:07"
    assert [(tier.key, tier.default) for tier in mine.tiers] == [("premium", False), ("standard", True)]


@row("no guarantee")
def _() -> None:
    """The time for solving is not guaranteed: no target, and words for it."""
    assert all(row.targets.resolution is None for row in mine.target_rows)
    demand = mine.demand("no_guarantee")
    assert demand is not None
    assert "не гарантируется" in demand.text.in_("ru")


@row("phone")
def _() -> None:
    """By phone there is advice only."""
    door, demand = mine.door("phone"), mine.demand("phone_advice")
    assert door is not None
    assert demand is not None
    assert not door.registers
    assert demand.clause == door.clause == UNNUMBERED


@row("owner")
def _() -> None:
    """Deleting content, transferring shop or domain: by the owner only."""
    assert [item.key for item in mine.protected] == ["delete_content", "transfer_shop", "transfer_domain"]
    assert all("владелец" in item.refusal.in_("ru") for item in mine.protected)


@row("reasons")
def _() -> None:
    """Seven reasons; several problems in one letter lead to a split."""
    assert len([reason for reason in mine.reasons if reason.clause == UNNUMBERED]) == 7
    assert mine.reason("several_problems").demands == ("split",)


@row("scope")
def _() -> None:
    """Eight things are solved; large rework is paid; layout is not; four kinds are limited; big tasks go to sales."""
    assert len(mine.scope_of("solved")) == 8
    others = {
        decision: [i.key for i in mine.scope_of(decision)]
        for decision in ("paid", "not_solved", "limited", "handed_over")
    }  # type: ignore[arg-type]
    assert others == {
        "paid": ["large_rework"],
        "not_solved": ["layout"],
        "limited": ["business", "legal", "advertising", "seo"],
        "handed_over": ["sales"],
    }
    assert "Платная доработка" in mine.scope_item("large_rework").text.in_("ru")


@row("base first")
def _() -> None:
    """The knowledge base comes before a request."""
    assert mine.demand("faq_first") is not None


@row("duplicates")
def _() -> None:
    """A confirmed request must not be sent again."""
    assert mine.demand("duplicates") is not None


@row("order")
def _() -> None:
    """By the time of receipt alone."""
    nine, ten = datetime(2026, 5, 13, 9, tzinfo=UTC), datetime(2026, 5, 13, 10, tzinfo=UTC)
    assert mine.turn(priority="", received=nine) < mine.turn(priority="", received=ten)
    assert mine.queue.by == "receipt"


@pytest.mark.parametrize("check", row.params())
async def test_row(check: Check, hold: Hold) -> None:
    """A person gets what the row demands."""
    await hold("insales", check)
