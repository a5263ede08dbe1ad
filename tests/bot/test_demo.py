"""The demo month: the same for the same seed, in the order of life, and only where nothing real is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot.cli import app
from bot.demo.month import Made, month
from bot.demo.register import NoPlaceForDemo, beside, make_room
from bot.storage.desk import SqlDesk, open_session
from bot.storage.engine import open_engine, reading
from domain.journal import Entry, EntryKind, first_broken
from domain.notices import Fate
from domain.ports import Staff
from domain.regulation import load, shipped
from domain.ticket import Status, Ticket

BARIER = load("barier")
STAFF = Staff("telegram", "-4000000001")


def play(engine: sa.Engine, **options: Any) -> Made:
    return month(engine, **({"rules": BARIER, "staff": STAFF, "tickets": 12} | options))


def look(engine: sa.Engine, query: Callable[[SqlDesk], Any]) -> Any:
    with open_session(reading(engine)) as session:
        desk = SqlDesk(
            session, now=lambda: pytest.fail("no clock"), wall=lambda: 0, regulation=BARIER, staff=STAFF, configured={}
        )
        return query(desk)


def journals(engine: sa.Engine) -> dict[str, list[Entry]]:
    return look(engine, lambda desk: {number: desk.journal.of(number) for number in desk.journal.numbers()})


def lived(engine: sa.Engine) -> list[tuple[Any, ...]]:
    """What happened, without the ids and salts that chance gives."""
    names: dict[str, str] = defaultdict(lambda: f"id {len(names)}")
    told = []
    for number, entries in journals(engine).items():
        for entry in entries:
            facts = {
                key: names[fact] if key in ("of_person", "incident") else fact for key, fact in entry.facts.items()
            }
            told.append((number, entry.n, entry.at, entry.kind, entry.actor_name, entry.channel, repr(facts)))
    return told


def test_the_same_seed_gives_the_same_journal(engine: sa.Engine) -> None:
    """On whichever database, to the second and to the word; another seed gives another one. Its chains are whole."""
    made = play(engine)
    first = lived(engine)
    assert made.tickets == 12
    assert made.entries == len(first) > 100
    assert all(first_broken(entries) is None for entries in journals(engine).values())
    make_room(engine)
    play(engine)
    assert lived(engine) == first
    make_room(engine)
    play(engine, seed=2)
    assert lived(engine) != first


@pytest.mark.parametrize("preset", shipped())
def test_no_request_is_out_of_order(preset: str, sqlite_url: str) -> None:
    """By every regulation: time runs forwards, work begins before it ends, nothing lies outside the month, all is accepted."""
    engine = open_engine(sqlite_url)
    made = play(engine, rules=load(preset), tickets=25, seed=7)
    for number, entries in journals(engine).items():
        kinds = [entry.kind for entry in entries]
        assert kinds[0] is EntryKind.REGISTERED, number
        # What silence closes is stamped with the instant that the regulation names, which is not later.
        told = [entry for entry in entries if entry.facts.get("how") not in ("silence", "no_reply")]
        assert all(one.at <= other.at for one, other in pairwise(told)), number
        assert entries[-1].at <= made.until
        if EntryKind.COMPLETED in kinds:
            assert EntryKind.TAKEN in kinds[: kinds.index(EntryKind.COMPLETED)], number
    tickets: list[Ticket] = look(engine, lambda desk: [desk.tickets.get(n) for n in desk.journal.numbers()])
    for ticket in tickets:
        assert ticket.received_at <= ticket.registered_at <= (ticket.closed_at or made.until), ticket.number
        assert (ticket.status is Status.CLOSED) == (ticket.closed_at is not None)
    with engine.connect() as connection:
        fates = set(connection.scalars(sa.text("SELECT DISTINCT fate FROM outbox")))
    assert fates <= {Fate.SENT, Fate.FAILED}
    engine.dispose()


def test_what_is_in_use_is_refused(engine: sa.Engine) -> None:
    """A register with requests is left as it is, and so is a demo in which somebody has registered one since."""
    play(engine, tickets=3)
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM settings WHERE name = 'demo'"))
    with pytest.raises(NoPlaceForDemo, match="3 requests and 8 customers"):
        make_room(engine)
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO settings (name, value) VALUES ('demo', 'barier 2026-10 1 2')"))
    with pytest.raises(NoPlaceForDemo, match="used since: 3 requests"):
        make_room(engine)
    assert len(journals(engine)) == 3


def test_a_database_for_each_preset(postgres_url: str) -> None:
    """`--all` puts them beside the configured one."""
    assert beside("sqlite:////srv/desk/frontdesk.sqlite", "e-doc") == "sqlite:////srv/desk/frontdesk-e-doc.sqlite"
    assert beside("postgresql://anna:pw@db.example/desk", "e-doc") == "postgresql://anna:pw@db.example/desk_e_doc"
    with pytest.raises(NoPlaceForDemo, match="memory"):
        beside("sqlite://", "barier")


def test_the_command(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what was made and where; the next time it begins anew."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTDESK_DATA_DIR", str(tmp_path))
    for _again in range(2):
        result = CliRunner().invoke(app, ["demo", "--month", "2026-10", "--tickets", "2"])
        assert result.exit_code == 0, result.output
        assert "barier, 2026-10, seed 1: 2 requests" in result.output
    assert CliRunner().invoke(app, ["journal", "verify"]).output.startswith("2 requests")
    wrong = CliRunner().invoke(app, ["demo", "2026-13"])
    assert (wrong.exit_code, wrong.output) == (1, "2026-13: must be a month such as 2026-10\n")
