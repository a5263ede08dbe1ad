"""E-DOC's regulation (source 004), row by row."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.silence import reminder_at
from tests.regulations.conftest import Hold
from tests.regulations.rows import Check, Rows, due, rules

row = Rows("e-doc")
mine = rules("e-doc")


@row("2")
def _() -> None:
    """For everybody who needs the Portal: guests too."""
    demand = mine.demand("guests")
    assert demand is not None
    assert demand.clause == "2"


@row("3")
def _() -> None:
    """Twelve pairs of targets by client and category, all ours."""
    found = {
        client.key: [due("e-doc", "2026-06-01 09:00", client=client.key, category=kind.key)[:2] for kind in mine.kinds]
        for client in mine.clients
    }
    assert found == {
        "vip": [
            ("01.06.2026 10:00", "01.06.2026 13:00"),
            ("01.06.2026 10:00", "01.06.2026 13:00"),
            ("01.06.2026 11:00", "01.06.2026 17:00"),
            ("01.06.2026 18:00", "12.06.2026 18:00"),
        ],
        "standard": [
            ("01.06.2026 11:00", "01.06.2026 17:00"),
            ("01.06.2026 11:00", "01.06.2026 17:00"),
            ("01.06.2026 13:00", "02.06.2026 18:00"),
            ("02.06.2026 18:00", "26.06.2026 18:00"),
        ],
        "guest": [
            ("01.06.2026 13:00", "03.06.2026 18:00"),
            ("01.06.2026 13:00", "02.06.2026 18:00"),
            ("01.06.2026 18:00", "03.06.2026 18:00"),
            ("02.06.2026 18:00", "26.06.2026 18:00"),
        ],
    }
    targets = [target for row in mine.target_rows for target in (row.targets.response, row.targets.resolution)]
    assert all(target and target.assumed for target in targets)


@row("4")
def _() -> None:
    """Error is named by 13; the other categories are ours."""
    assert [(kind.key, kind.clause) for kind in mine.kinds] == [
        ("error", "13"),
        ("access", None),
        ("consultation", None),
        ("proposal", None),
    ]


@row("5")
def _() -> None:
    """Working days 9-18 by the capital's time, Kazakhstan's days off; UTC+6 until 1 March 2024, UTC+5 since."""
    assert mine.zone == ZoneInfo("Asia/Almaty")
    vip = {"client": "vip", "category": "error"}
    assert due("e-doc", "2026-03-20 17:15", **vip)[:2] == ("26.03.2026 09:15", "26.03.2026 12:15")
    assert due("e-doc", "2024-02-29 17:00", **vip)[1] == "01.03.2024 12:00"
    opens = [mine.calendar().next_opening(datetime(2024, *day, tzinfo=UTC)) for day in ((2, 26), (3, 4))]
    assert [at.hour for at in opens] == [3, 4]
    assert mine.clause("hours") == "5"
    assert "calendars.working.days_off" in mine.assumed


@row("6 / 12")
def _() -> None:
    """Name, e-mail, organization if any, description, link: ours, but the link of 10."""
    assert [(f.key, f.required, f.clause) for f in mine.fields] == [
        ("name", True, None),
        ("email", True, None),
        ("organization", False, None),
        ("description", True, None),
        ("link", False, "10"),
    ]
    assert mine.scope_of("solved")
    assert mine.scope_of("not_solved")


@row("7")
def _() -> None:
    """A user or a guest: guest unless known otherwise."""
    assert [(c.key, c.default) for c in mine.clients] == [("vip", False), ("standard", False), ("guest", True)]


@row("8")
def _() -> None:
    """Chat and e-mail, ours."""
    assert [(door.key, door.assumed) for door in mine.doors] == [("chat", True), ("email", True)]


@row("9")
def _() -> None:
    """Reasons as Barier's seven, cited by no clause."""
    seven = [reason.key for reason in rules("barier").reasons][:7]
    assert [(reason.key, reason.assumed) for reason in mine.reasons][:7] == [(key, True) for key in seven]


@row("10")
def _() -> None:
    """Help and FAQ first; the link of what did not help is asked for."""
    demand = mine.demand("faq_first")
    assert demand is not None
    assert demand.clause == mine.field("link").clause == "10"


@row("11")
def _() -> None:
    """Identifying data, else support may be refused."""
    assert mine.reason("no_identity").clause == mine.clause("identity") == "11"
    assert mine.field("name").required


@row("13")
def _() -> None:
    """Staff set a priority for errors alone, for the queue alone; every ticket has a number."""
    assert [kind.key for kind in mine.kinds if mine.sets_priority(kind.key)] == ["error"]
    assert not mine.promises_by_priority
    assert mine.number(1) == "EDOC-000001"
    assert (mine.clause("priority"), mine.clause("number")) == ("13", "13")


@row("14")
def _() -> None:
    """Standard answers are links."""
    assert mine.clause("faq") == "14"


@row("15")
def _() -> None:
    """Eight working hours without the information asked for: «ответ от клиента не получен», with what was done."""
    case = {"client": "guest", "category": "error"}
    assert due("e-doc", "2026-05-06 09:00", clarification="2026-05-06 09:00", **case)[2] == "06.05.2026 17:00"
    assert due("e-doc", "2026-05-06 09:00", clarification="2026-05-08 15:00", **case)[2] == "12.05.2026 14:00"
    assert due("e-doc", "2026-05-06 09:00", completed="2026-05-06 09:00", **case)[2] is None
    silence = mine.silence_after_asking
    assert silence is not None
    assert silence.names_actions
    assert mine.resolutions["no_reply"].in_("ru") == "Ответ от клиента не получен"
    assert mine.clause("silence") == "15"
    asked, closes = datetime(2026, 5, 13, 7, tzinfo=UTC), datetime(2026, 5, 14, 6, tzinfo=UTC)  # 12:00, then 11:00
    reminder = reminder_at(mine, completed=asked, due=closes, silence=silence)
    assert reminder == datetime(2026, 5, 13, 13, tzinfo=UTC)  # four hours before it is shut: at 18:00 the day before


@row("16 staff")
def _() -> None:
    """Insults: support stops at once, the lead is told."""
    assert mine.conduct is not None
    assert mine.conduct.tell_lead
    assert mine.reason(mine.conduct.reason).clause == "16"


@row("16 user")
def _() -> None:
    """The user may write to quality control."""
    assert mine.quality is not None
    assert (mine.quality.email, mine.quality.letters) == ("support@mitwork.kz", ("complaint",))


@row("17")
def _() -> None:
    """Third parties may be involved."""
    demand = mine.demand("third_parties")
    assert demand is not None
    assert demand.clause == "17"


@pytest.mark.parametrize("check", row.params())
async def test_row(check: Check, hold: Hold) -> None:
    """A person gets what the row demands."""
    await hold("e-doc", check)
