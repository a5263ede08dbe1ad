"""The FAQ on the command line: which articles there are, and how they come from a folder and go into one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.at_desk import WRONG, at_desk
from bot.terminal import console, fail

app = typer.Typer(help="The articles of the FAQ.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="A folder of files such as reset-password.ru.md.")]


@app.command("list")
def list_articles() -> None:
    """Print all articles, and how often each was offered and helped."""
    from rich.markup import escape
    from rich.table import Table

    from domain.article import BY_HAND, FROM_FILE

    columns = ("Article", "Title", "By", "Changed", "Offered", "Helped")
    table = Table(*columns, title="Articles", title_justify="left", title_style="bold", header_style="dim")
    for one in at_desk(lambda desk: desk.articles.all()):
        changed = f"{one.updated_at:%Y-%m-%d %H:%M} UTC"
        author = {FROM_FILE: "a file", BY_HAND: "a file, by hand"}.get(one.author, one.author)
        texts = (one.name, one.title, author, changed)
        table.add_row(*map(escape, texts), str(one.offered), str(one.helped))
    console().print(table)


@app.command("load")
def load(folder: Folder) -> None:
    """Take the articles of a folder in; no other folder drops them. What staff wrote in the chat stays as it is."""
    from bot.articles import read_folder
    from domain.article import BY_HAND
    from domain.usecases.articles import take_in

    if not folder.is_dir():
        fail(f"{folder}: is no folder", status=WRONG)
    found, faults = read_folder(folder)
    done = at_desk(lambda desk: take_in(desk, found=found, author=BY_HAND))
    for name in done.kept:
        typer.echo(f"{name}: was written by staff, and stays as it is")
    typer.echo(f"{len(done.added)} new, {len(done.changed)} changed, {len(found)} in the folder")
    if faults:
        fail(*faults, status=WRONG)


@app.command("export")
def export(folder: Folder) -> None:
    """Write all articles into a folder, a file each."""
    from bot.articles import write_folder

    kept = at_desk(lambda desk: desk.articles.all())
    try:
        write_folder(folder, kept)
    except OSError as error:
        fail(f"{folder}: cannot be written: {error.strerror}", status=WRONG)
    typer.echo(f"{len(kept)} articles in {folder}")
