"""Terminal: what the commands share: settings, tables, and mistakes said in plain lines without a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from rich.console import Console

from bot.settings import Settings, SettingsError

# Wide enough not to wrap tables when the output goes into a file.
FILE_WIDTH = 140


def settings(env_file: str | None = ".env") -> Settings:
    """The settings of the environment and `.env`; wrong ones are said, and the command ends."""
    try:
        return Settings.load(env_file)
    except SettingsError as error:
        fail(*error.lines)


@contextmanager
def plainly() -> Iterator[None]:
    """What the person who started the desk can put right is said in plain lines."""
    from bot.storage.engine import DatabaseUnusable
    from domain.regulation import RegulationError

    try:
        yield
    except SettingsError as error:
        fail(*error.lines)
    except (RegulationError, DatabaseUnusable) as error:
        fail(*str(error).splitlines())
    except PermissionError as error:
        fail(f"FRONTDESK_DATA_DIR: {error.filename or 'the folder'} cannot be written")


def fail(*lines: str, status: int = 2) -> NoReturn:
    """Say what is wrong, one line each, and end with this exit status."""
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(status)


def console() -> Console:
    """Where tables are printed."""
    return Console() if sys.stdout.isatty() else Console(width=FILE_WIDTH)


def not_blank(value: str | None) -> str | None:
    """An option that names one thing: an empty variable of a shell must not mean all of them. BadParameter."""
    if value is not None and not value.strip():
        raise typer.BadParameter("it is empty; leave the option out to mean all")
    return value
