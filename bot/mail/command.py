"""Letters on the command line: what the desk sees of them."""

from __future__ import annotations

import asyncio
import json
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
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Letters as they came (RFC 5322); any bytes will do.")],
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
            path = Path(name)
            try:
                size = path.stat().st_size if path.is_file() else -1
                raw = b"" if size < 0 or size > LARGEST else path.read_bytes()
            except (OSError, ValueError) as error:
                typer.echo(f"{name}: {getattr(error, 'strerror', None) or 'cannot be read'}", err=True)
                good = False
                continue
            if size < 0:
                typer.echo(f"{name}: {'is no file' if path.exists() else 'there is no such file'}", err=True)
                good = False
                continue
            found = Unreadable(f"it is larger than {LARGEST // 2**20} MB") if size > LARGEST else await reader.read(raw)
            if as_json:
                sys.stdout.buffer.write(json.dumps(shown(name, found), ensure_ascii=False).encode("utf-8", "replace") + b"\n")
                sys.stdout.buffer.flush()
            else:
                _print(name, found)
    return good


def shown(name: str, found: Read | Unreadable) -> dict[str, Any]:
    """What is printed of a file as JSON."""
    from bot.mail.reader import Unreadable
    from bot.mail.reading.model import Read, Verdict
    from bot.mail.reading.model import Kind

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
        page.print(Text.assemble(("Attached: ", "bold"), f"{one['name'] or 'without a name'} ({one['type']}, {one['size']} bytes)"))
    for problem in seen["problems"]:
        page.print(Text.assemble(("Problem:  ", "bold"), problem))
