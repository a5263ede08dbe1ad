"""Letters on the command line: what the desk sees of them."""

from __future__ import annotations

import asyncio
import json
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.terminal import console

if TYPE_CHECKING:
    from bot.mail.reader import Unreadable
    from bot.mail.reading.model import Mailbox, Read

app = typer.Typer(help="Letters.", no_args_is_help=True)


@app.callback()
def _mail() -> None:
    """Letters."""


@app.command("parse")
def parse(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Letters as they came (RFC 5322); any bytes will do.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line and file.")] = False,
) -> None:
    """Print what the desk sees of letters: who writes, what is new in it and what is quoted, the files, what is wrong with it."""
    if not asyncio.run(_parse(files, as_json)):
        raise typer.Exit(1)


async def _parse(files: list[str], as_json: bool) -> bool:
    """Print each; whether all were files."""
    from bot.mail.reader import LARGEST, Reader, Unreadable

    good = True
    async with Reader(children=1) as reader:
        for name in files:
            try:
                raw = _content(Path(name), LARGEST)
            except (OSError, ValueError) as error:
                typer.echo(f"{name}: {getattr(error, 'strerror', None) or error}", err=True)
                good = False
                continue
            too_large = Unreadable(f"it is larger than {LARGEST // 2**20} MB")
            found = too_large if raw is None else await reader.read(raw)
            if as_json:
                line = json.dumps(shown(name, found), ensure_ascii=False)
                sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
                sys.stdout.buffer.flush()
            else:
                _print(name, found)
    return good


def _content(path: Path, most: int) -> bytes | None:
    """What is in a file, None if it is more than that. Raises OSError, and ValueError for what is no file."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise ValueError("is no file")
    return None if found.st_size > most else path.read_bytes()


def shown(name: str, found: Read | Unreadable) -> dict[str, Any]:
    """What is printed of a file as JSON."""
    from bot.mail.reader import Unreadable
    from bot.mail.reading.model import Kind, Read, Verdict

    problems = list(found.problems) if isinstance(found, Read) else [f"it cannot be read: {found.reason}"]
    read = Read(Verdict(Kind.LETTER)) if isinstance(found, Unreadable) else found
    return {
        "file": name,
        "subject": read.subject,
        "from": _from(read.sender),
        "kind": str(read.kind),
        "new_text": read.new_text,
        "quoted_text": read.quoted_text,
        "attachments": [{"name": one.name, "type": one.type, "size": one.size} for one in read.attachments],
        "message_id": read.message_id,
        "in_reply_to": read.in_reply_to,
        "references": list(read.references),
        "failed_recipient": read.verdict.failed_recipient,
        "problems": problems,
    }


def _from(sender: Mailbox) -> str:
    if not sender.address or not sender.name:
        return sender.address or sender.name
    return f"{sender.name} <{sender.address}>"


def _print(name: str, found: Read | Unreadable) -> None:
    from rich.rule import Rule
    from rich.text import Text

    page = console()
    seen = shown(name, found)
    page.print(Rule(Text(name)))
    for label, value in (
        ("Subject", seen["subject"]),
        ("From", seen["from"]),
        ("Kind", seen["kind"]),
        ("Not delivered to", seen["failed_recipient"]),
    ):
        if value or label != "Not delivered to":
            page.print(Text.assemble((f"{label + ':':<9} ", "bold"), value or "-"))
    page.print()
    page.print(Text(seen["new_text"]) if seen["new_text"].strip() else Text("no text", "dim"))
    page.print()
    lines = len(seen["quoted_text"].strip("\n").split("\n")) if seen["quoted_text"].strip() else 0
    if lines:
        page.print(Text(f"quoted ({lines} {'line' if lines == 1 else 'lines'})", "dim"))
    for one in seen["attachments"]:
        page.print(
            Text.assemble(
                ("Attached: ", "bold"), f"{one['name'] or 'without a name'} ({one['type']}, {one['size']} bytes)"
            )
        )
    for problem in seen["problems"]:
        page.print(Text.assemble(("Problem:  ", "bold"), problem))
