"""The journal on the command line: whether its chains are whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.at_desk import WRONG, at_desk
from bot.terminal import fail

if TYPE_CHECKING:
    from bot.storage.desk import SqlDesk

app = typer.Typer(help="The journal of requests.", no_args_is_help=True)


@app.command("verify")
def verify(number: Annotated[str | None, typer.Argument(help="One request; all if left out.")] = None) -> None:
    """Check that nothing in the journal was changed, moved or left out; what was erased keeps its place in the chain."""

    def check(desk: SqlDesk) -> tuple[int, int, int, list[str]]:
        from domain.journal import first_broken

        numbers = [number] if number else desk.journal.numbers()
        total = erased = 0
        broken = []
        for one in numbers:
            entries, ticket = desk.journal.of(one), desk.tickets.get(one)
            total += len(entries)
            erased += sum(entry.payload is None for entry in entries)
            wrong = first_broken(entries)
            if wrong is not None:
                broken.append(f"{one}: entry {wrong.n} does not follow from the one before it")
            elif len(entries) != ticket.entries or (entries[-1].digest if entries else "") != ticket.head:
                broken.append(f"{one}: the last entries are missing")
            desk.transaction.session.expunge_all()
        return len(numbers), total, erased, broken

    requests, total, erased, broken = at_desk(check)
    if broken:
        fail(*broken, status=WRONG)
    typer.echo(f"{requests} requests, {total} entries, {erased} of them erased: every chain is whole")
