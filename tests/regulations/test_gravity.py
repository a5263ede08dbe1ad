"""Gravity's regulation (source 002), row by row."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.regulations.conftest import Hold
from tests.regulations.rows import Check, Rows, due, may_be_attached, rules, zipped

row = Rows("gravity")
mine = rules("gravity")


@row("1.2")
def _() -> None:
    """Documentation and FAQ come first."""
    demand = mine.demand("faq_first")
    assert demand is not None
    assert demand.clause == "1.2"
    assert mine.contacts["faq"] == "https://bell-api-management.ru"


@row("1.3")
def _() -> None:
    """Out of scope goes to specialists or partners: only with an addressee, or nobody."""
    assert mine.reason("out_of_scope").demands == ("addressee",)
    assert mine.clause("forward") == "1.3"


@row("1.4")
def _() -> None:
    """High, medium, low with their definitions; low may wait or stay unsolved."""
    assert [(p.key, p.name.in_("ru"), p.clause) for p in mine.priorities] == [
        ("high", "Высокий", "1.4"),
        ("medium", "Средний", "1.4"),
        ("low", "Низкий", "1.4"),
    ]
    assert [(i.priority, i.clause) for i in mine.impacts] == [(k, "1.4") for k in ("high", "medium", "low")]
    assert [p.refusable for p in mine.priorities] == [None, None, "5.2"]
    assert "остаться без решения" in mine.priority("low").definition.in_("ru")


@row("2.1")
def _() -> None:
    """Daily 10-22 Moscow, holidays too; order of arrival, high may go first, staff decide."""
    calendar = mine.calendar()
    moments = [datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in (6, 7, 18, 19)]
    assert [calendar.is_open(at) for at in moments] == [False, True, True, False]
    nine, ten = datetime(2026, 5, 13, 9, tzinfo=UTC), datetime(2026, 5, 13, 10, tzinfo=UTC)
    assert mine.turn(priority="high", received=ten) < mine.turn(priority="low", received=nine)
    assert mine.turn(priority="medium", received=ten) > mine.turn(priority="low", received=nine)
    assert mine.queue.override
    assert (mine.clause("hours"), mine.clause("queue")) == ("2.1", "2.1")


@row("2.2")
def _() -> None:
    """What needs development goes into a release: with its version or date."""
    assert mine.reason("needs_release").demands == ("release",)
    assert mine.clause("development") == "2.2"


@row("2.3")
def _() -> None:
    """No reaction is promised; the times of 5.2 are norms."""
    assert due("gravity", "2026-05-13 10:00", priority="high")[0] is None
    assert all(p.resolution and p.resolution.norm and p.resolution.clause == "5.2" for p in mine.priorities)
    demand = mine.demand("no_guarantee")
    assert demand is not None
    assert demand.clause == "2.3"


@row("2.4")
def _() -> None:
    """One request, one user; splitting by problem cites nothing."""
    assert (mine.clause("one_person"), mine.clause("one_issue")) == ("2.4", None)


@row("3.1")
def _() -> None:
    """Four things are solved, three are not."""
    assert _scope("3.1") == (["3.1-1", "3.1-2", "3.1-3", "3.1-4"], ["3.1-5", "3.1-6", "3.1-7"])
    assert (len(mine.scope_of("solved")), len(mine.scope_of("not_solved"))) == (14, 8)


@row("3.2")
def _() -> None:
    """Advice on performance, no setting up on users' devices."""
    assert _scope("3.2") == (["3.2-1"], ["3.2-2"])


@row("3.3")
def _() -> None:
    """Errors in use and of the product; refusing an installation error carries a link."""
    assert _scope("3.3") == (["3.3-1", "3.3-2"], ["3.3-3", "3.3-4"])
    assert [item.key for item in mine.scope if item.article] == ["3.3-3"]
    assert "Ошибки установки" in mine.scope_item("3.3-3").text.in_("ru")


@row("3.4")
def _() -> None:
    """Four questions of theory are solved."""
    assert _scope("3.4") == (["3.4-1", "3.4-2", "3.4-3", "3.4-4"], [])


@row("3.5")
def _() -> None:
    """Paying: three are solved, two are not; card numbers are masked and never asked for."""
    assert _scope("3.5") == (["3.5-1", "3.5-2", "3.5-3"], ["3.5-4", "3.5-5"])
    demand = mine.demand("cards")
    assert demand is not None
    assert demand.clause == "3.5"


@row("4.1")
def _() -> None:
    """E-mail is the only door, the chat its face; no phone."""
    assert [(door.key, door.clause) for door in mine.doors] == [("chat", None), ("email", "4.1")]
    assert mine.door("phone") is None


@row("4.2")
def _() -> None:
    """Description, steps, site, version: all skippable but the description; no insults."""
    assert [(f.key, f.required, f.clause) for f in mine.fields] == [
        ("description", True, "4.2"),
        ("steps", False, "4.2"),
        ("site", False, "4.2"),
        ("version", False, "4.2"),
        ("email", False, None),
    ]
    assert mine.conduct is not None
    assert (mine.conduct.clause, mine.conduct.reason, mine.conduct.tell_lead) == ("4.2", "abuse", False)


@row("4.3")
def _() -> None:
    """Staff may ask for credentials; no other preset lets them."""
    demand = mine.demand("secrets")
    assert demand is not None
    assert demand.clause == "4.3"
    assert rules("barier").demand("secrets") is None


@row("4.4")
def _() -> None:
    """A unique number; the start is told; later letters join."""
    assert mine.number(12) == "GRA-000012"
    assert {mine.clause(rule) for rule in ("number", "started", "thread")} == {"4.4"}


@row("4.5")
def _() -> None:
    """Other channels, the phone among them, are not official."""
    assert mine.clause("unofficial") == "4.5"


@row("4.6")
def _() -> None:
    """JPG, GIF, PNG; BMP not even in an archive."""
    taken = [kind for kind in ("jpeg", "gif", "png", "bmp", "pdf", "txt", "zip") if may_be_attached("gravity", kind)]
    assert taken == ["jpeg", "gif", "png"]
    assert not zipped("gravity", "bmp")
    assert mine.attachments.clause == "4.6"


@row("4.7")
def _() -> None:
    """Standard answers are links."""
    assert mine.clause("faq") == "4.7"


@row("4.8")
def _() -> None:
    """Ten reasons, each with its number."""
    assert [reason.clause for reason in mine.reasons] == [f"4.8-{n}" for n in range(1, 11)]


@row("4.9")
def _() -> None:
    """The receipt is confirmed: the clause that is cited."""
    assert mine.clause("receipt") == "4.9"


@row("5.1")
def _() -> None:
    """Создана, В работе, Уточнение, Выполнено; completing closes at once with one of five resolutions."""
    named = {key: mine.statuses[key].in_("ru") for key in ("registered", "in_progress", "clarification", "closed")}
    assert list(named.values()) == ["Создана", "В работе", "Уточнение", "Выполнено"]
    endings = [mine.resolutions[key].in_("ru") for key in mine.completion.resolutions]
    assert endings == ["Решена", "Не воспроизводится", "Ошибка пользователя", "Инфраструктура", "Жалоба"]
    assert mine.completion.closes
    assert mine.completion.explained == ("not_reproducible",)
    assert due("gravity", "2026-05-13 10:00", priority="high", completed="2026-05-13 12:00")[2] is None
    assert {"statuses.on_hold", "resolutions.refused"} <= set(mine.assumed)


@row("5.2")
def _() -> None:
    """24, 48 and 96 hours of the clock, nights and holidays too, pauses left out; low may be refused."""
    found = [due("gravity", "2026-05-08 21:00:30", priority=p)[1] for p in ("high", "medium", "low")]
    assert found == ["09.05.2026 21:00:30", "10.05.2026 21:00:30", "12.05.2026 21:00:30"]
    pause = [["2026-05-09 00:00", "2026-05-09 06:00"]]
    assert due("gravity", "2026-05-08 21:00", priority="high", pauses=pause)[1] == "10.05.2026 03:00"
    assert mine.priority("low").refusable == "5.2"


@row("6 rating")
def _() -> None:
    """A vote after solving; the scale is ours."""
    assert (mine.rating, mine.rating_clause) == ((1, 5), "6")
    assert {"rating.lowest", "rating.highest"} <= set(mine.assumed)


@row("6 reopen")
def _() -> None:
    """Closed too early: opened again, here and nowhere else."""
    names = ("barier", "saveit", "intervale", "gravity", "insales", "megafon", "e-doc")
    assert [name for name in names if rules(name).reopen] == ["gravity"]
    assert mine.clause("reopen") == "6"


@row("6 quality")
def _() -> None:
    """A letter to quality control: a comment or a speed-up; the address is in the settings."""
    assert mine.quality is not None
    assert (mine.quality.letters, mine.quality.email, mine.quality.clause) == (("complaint", "speed_up"), None, "6")


@row("7")
def _() -> None:
    """Hours, changes and breaks are told on request at the info address."""
    assert mine.contacts["info"] == "info@bellintegrator.ru"
    assert mine.clause("incidental") == "7"


def _scope(clause: str) -> tuple[list[str], list[str]]:
    mine_of = [item for item in mine.scope if item.clause == clause]
    return (
        [item.key for item in mine_of if item.decision == "solved"],
        [item.key for item in mine_of if item.decision == "not_solved"],
    )


@pytest.mark.parametrize("check", row.params())
async def test_row(check: Check, hold: Hold) -> None:
    """A person gets what the row demands."""
    await hold("gravity", check)
