"""`frontdesk privacy` and `frontdesk journal`: what an operator does when somebody asks by letter."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot.cli import app
from bot.files import Store
from bot.settings import Settings
from bot.storage.tables import entries
from domain.draft import FileState
from domain.journal import Actor
from domain.people import Identity, Person
from handlers.view.my_data import packed
from tests.bot.storage_builders import at_desk, file, new_ticket
from tests.bot.tampering import unguard
from tests.conftest import Clock

ANNA, PETR = "anna@example.org", "petr@example.org"


def frontdesk(*arguments: str, says: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments), input=says)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.fixture
def two(own_register: None, engine: sa.Engine, clock: Clock, tmp_path: Path) -> tuple[str, str]:
    """Anna, who has proved her address, with a closed and an open request and a file; Пётр, who only typed her address."""
    source = tmp_path / "screen.png"
    source.write_bytes(b"content")
    sha = Store(Settings.load(env_file=None).home / "files").put(source)
    with at_desk(engine, clock) as desk:
        ids = []
        for name in ("Анна", "Пётр"):
            person = Person(name, chat=f"7{len(ids)}")
            desk.people.add(person)
            desk.people.add_identity(Identity("telegram", person.chat, person.id, clock.now()))
            ids.append(person.id)
            ticket = new_ticket(desk, person)
            ticket.refuse(clock.now(), Actor("boris", "Борис", "telegram"), ticket.regulation.reasons[0], "Нельзя")
            if name == "Анна":
                desk.people.add_identity(Identity("email", ANNA, person.id, clock.now()))
                new_ticket(desk, person)
                desk.files.add(file(person, clock.now(), ticket=ticket.number, state=FileState.KEPT, sha256=sha))
    return ids[0], ids[1]


def test_one_of_several_is_named_and_gets_everything(two: tuple[str, str], tmp_path: Path) -> None:
    """An address that somebody else typed must not hand over their data: the operator chooses."""
    code, said = frontdesk("privacy", "export", "--email", "Anna@example.org", "--output", "anna.zip")
    assert code == 1
    assert all(
        words in said for words in ("several people", f"{two[0]}: Анна; proved addresses: {ANNA}", f"{two[1]}: Пётр")
    )
    code, said = frontdesk("privacy", "export", "--person", two[0], "--output", "anna.zip")
    assert (code, said) == (0, "anna.zip: everything that is kept; files: 1\n")
    with zipfile.ZipFile(tmp_path / "anna.zip") as archive:
        assert archive.read("files/BAR-000001/01 screen.png") == b"content"
        assert [t["number"] for t in json.loads(archive.read("data.json"))["tickets"]] == ["BAR-000001", "BAR-000002"]
        assert "BAR-000003" not in archive.read("index.html").decode()
    assert "is there already" in frontdesk("privacy", "export", "--person", two[0], "--output", "anna.zip")[1]
    assert frontdesk("privacy", "show", "--email", "nobody@example.org") == (1, "nobody@example.org: nobody known\n")


def test_an_erasure_asks_and_waits_for_what_is_open(two: tuple[str, str], engine: sa.Engine, clock: Clock) -> None:
    """Nothing by one word; what is closed goes now; who has nothing open is forgotten at once, and found no more."""
    asked = frontdesk("privacy", "erase", "--person", two[0], says="n\n")
    assert asked[0] == 1
    assert "open requests: BAR-000002; closed: 1; files: 1" in asked[1]
    with at_desk(engine, clock) as desk:
        assert desk.tickets.get("BAR-000001").erased_at is None

    done = frontdesk("privacy", "erase", "--person", two[0], "--yes")
    assert "the rest goes a day after BAR-000002 is closed" in done[1]
    assert "erased; they are told" in frontdesk("privacy", "erase", "--person", two[1], "--yes")[1]
    with at_desk(engine, clock) as desk:
        assert desk.tickets.get("BAR-000001").answers == {}
        assert desk.tickets.get("BAR-000002").answers["name"] == "Анна"
        assert desk.people.get(two[1]).name == ""
        assert desk.people.get(two[0]).name == "Анна"
    assert f"{two[1]}" not in frontdesk("privacy", "show", "--email", ANNA)[1]
    assert frontdesk("journal", "verify") == (0, "3 requests, 7 entries, 4 of them erased: every chain is whole\n")


def test_one_closed_request_can_be_erased_alone(two: tuple[str, str], engine: sa.Engine, clock: Clock) -> None:
    """An open one cannot."""
    assert frontdesk("privacy", "erase", "--ticket", "BAR-000001", "--yes")[0] == 0
    code, said = frontdesk("privacy", "erase", "--ticket", "BAR-000002", "--yes")
    assert code == 1
    assert "not possible in the present state" in said
    with at_desk(engine, clock) as desk:
        assert desk.tickets.get("BAR-000001").erased_at is not None
        assert desk.people.get(two[0]).name == "Анна"


def test_a_tampered_journal_is_found(two: tuple[str, str], engine: sa.Engine) -> None:
    """Words that were changed, and last entries that were cut off."""
    assert frontdesk("journal", "verify", "BAR-000001")[0] == 0
    with engine.begin() as connection:
        unguard(connection)
        of = (entries.c.ticket == "BAR-000001", entries.c.n == 2)
        connection.execute(sa.update(entries).where(*of).values(payload={"text": "Можно"}))
        connection.execute(sa.delete(entries).where(entries.c.ticket == "BAR-000003", entries.c.n == 2))
    code, said = frontdesk("journal", "verify")
    assert code == 1
    assert "BAR-000001: entry 2 (closed, 2026-11-23 07:00:00 UTC) does not follow" in said
    assert "BAR-000003: the last entries are missing" in said


def test_many_files_come_in_several_archives(two: tuple[str, str], engine: sa.Engine, clock: Clock) -> None:
    """A bot may send 50 MB at once; the page and the data are in the first."""
    from domain.usecases.my_data import gather

    with at_desk(engine, clock) as desk:
        person = desk.people.get(two[0])
        for n in range(4):
            more = {"ticket": "BAR-000002", "state": FileState.KEPT, "sha256": f"{n}" * 64}
            desk.files.add(file(person, clock.now(), f"more-{n}", **more))
        packages = packed(desk, gather(desk, person), most=2500)
    assert [(len(one.contents), bool(one.texts)) for one in packages] == [(2, True), (2, False), (1, False)]
    assert len({content.name for one in packages for content in one.contents}) == 5
