"""Privacy on the command line: somebody asks by letter what is kept of them, or to be forgotten (152-ФЗ, articles 14 and 21)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.at_desk import WRONG, at_desk
from bot.terminal import fail, settings

if TYPE_CHECKING:
    from bot.storage.desk import SqlDesk
    from domain.usecases.privacy import Kept

app = typer.Typer(help="Personal data: what is kept of somebody, and how it goes.", no_args_is_help=True)

Email = Annotated[str | None, typer.Option(help="The mail address they proved, or named in a request.")]
Who = Annotated[
    str | None, typer.Option("--person", help="One of several with this address, by the id that was shown.")
]


@app.command("show")
def show(email: Email = None, person: Who = None) -> None:
    """Say who has an address and what is kept of them."""
    for kept in at_desk(lambda desk: _found(desk, email, person)):
        typer.echo(_line(kept))


@app.command("export")
def export(
    output: Annotated[Path, typer.Option(help="The ZIP archive to write; it must not be there yet.")],
    email: Email = None,
    person: Who = None,
) -> None:
    """Write everything that is kept of somebody into an archive: a page to read, the same as JSON, their files."""
    from bot.files import Store
    from bot.packing import pack
    from domain.usecases.my_data import gather
    from handlers.view.my_data import Package, packed
    from handlers.view.words import speaking

    def packages(desk: SqlDesk) -> Package:
        found = _one(_found(desk, email, person))
        everything = gather(desk, found.person)
        with speaking(found.person.language):
            return packed(desk, everything, most=10**15)[0]

    found = settings()
    package = at_desk(packages, found=found)
    try:
        with output.open("xb") as out:
            lost = pack(package, Store(found.home / "files").open, out)
    except FileExistsError:
        fail(f"{output} is there already; name another file", status=WRONG)
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}", status=WRONG)
    typer.echo(f"{output}: everything that is kept; files: {len(package.contents) - len(lost)}")
    if lost:
        fail("not in the store any more:", *lost, status=WRONG)


@app.command("erase")
def erase(
    email: Email = None,
    person: Who = None,
    ticket: Annotated[str | None, typer.Option(help="The data of one closed request only, by its number.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase somebody's personal data, or those of one request; what is open is erased a day after it is closed."""
    from domain.usecases import privacy
    from domain.usecases.forget import forget_ticket

    if ticket is not None:
        if not yes:
            typer.confirm(f"{ticket}: erase its answers, words and files for good?", abort=True)
        at_desk(lambda desk: forget_ticket(desk, desk.tickets.get(ticket), "asked"))
        typer.echo(f"{ticket}: its personal data are erased")
        return
    chosen = _one(at_desk(lambda desk: _found(desk, email, person)))
    typer.echo(_line(chosen))
    if not yes:
        typer.confirm("Erase all of it for good? Letters that were sent cannot be called back", abort=True)
    done = at_desk(lambda desk: privacy.erase(desk, desk.people.get(chosen.person.id), later=True, by_chat=True))
    if done.open:
        typer.echo(f"what is closed is erased; the rest goes a day after {', '.join(done.open)} is closed")
    else:
        typer.echo("erased; they are told when the desk is open")


def _found(desk: SqlDesk, email: str | None, person: str | None) -> list[Kept]:
    """Who has the address, without those that were forgotten already."""
    from domain.usecases.privacy import kept_of

    if person is None and email is None:
        fail("--email is missing: whose data?", status=WRONG)
    ids = [person] if person is not None else desk.erasure.people_at(email or "")
    try:
        people = [one for one in map(desk.people.get, ids) if one.erased_at is None]
    except KeyError:
        people = []
    if not people:
        fail(f"{person or email}: nobody known", status=WRONG)
    return [kept_of(desk, one) for one in people]


def _one(found: list[Kept]) -> Kept:
    if len(found) > 1:
        fail("several people have this address; name one with --person:", *map(_line, found), status=WRONG)
    return found[0]


def _line(kept: Kept) -> str:
    proved = ", ".join(kept.addresses) or "none"
    opened = ", ".join(kept.open) or "none"
    return (
        f"{kept.person.id}: {kept.person.name or 'without a name'}; proved addresses: {proved}; open requests: {opened}; "
        f"closed: {kept.closed}; files: {kept.files}; drafts: {kept.drafts}"
    )
