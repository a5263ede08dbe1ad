"""`frontdesk`, the command: opens the desk, keeps its database, shows the rules it works by.

Commands that need no bot import none: aiogram alone takes seconds. What goes wrong is said in plain lines, without a traceback.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot import customer_files, customers, faq, journal, logs, privacy, report, statement
from bot.demo import command as demo
from bot.mail import command as mail
from bot.settings import Settings
from bot.terminal import console as _console
from bot.terminal import fail as _fail
from bot.terminal import plainly as _plainly
from bot.terminal import settings as _settings

app = typer.Typer(
    name="frontdesk",
    help="A Telegram support desk that turns a chat into a formally registered support channel.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
database = typer.Typer(help="The database.", no_args_is_help=True)
regulation = typer.Typer(help="The rules the desk works by.", no_args_is_help=True)
app.add_typer(database, name="db")
app.add_typer(regulation, name="regulation")
customer_files.add_to(customers.app)
app.add_typer(customers.app, name="customers")
app.add_typer(privacy.app, name="privacy")
app.add_typer(journal.app, name="journal")
app.add_typer(faq.app, name="faq")
app.add_typer(mail.app, name="mail")
app.command("statement")(statement.statement)
app.command("demo")(demo.demo)
app.command("report")(report.report)


def main() -> None:
    """The entry point of the console script."""
    app()


@app.command()
def run() -> None:
    """Open the desk: the real bot if FRONTDESK_BOT_TOKEN is set, otherwise the sandbox."""
    settings = _settings()
    if settings.bot_token is None:
        _open_sandbox(settings)
    else:
        _open_desk(settings)


@app.command()
def sandbox() -> None:
    """Open the sandbox: the desk with a page in place of Telegram; no token, nothing leaves this machine."""
    _open_sandbox(_settings())


@database.command("upgrade")
def upgrade() -> None:
    """Bring the database of the settings to the newest schema."""
    settings = _settings()
    with _plainly():
        from bot.storage.engine import open_engine
        from bot.storage.schema import upgrade as to_newest

        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        engine = open_engine(settings.database)
        try:
            to_newest(engine)
        finally:
            engine.dispose()
    typer.echo("The database has the newest schema.")


@regulation.command("list")
def list_presets() -> None:
    """Name the presets that come with the desk."""
    from domain.regulation import load, shipped

    with _plainly():
        for name in shipped():
            typer.echo(f"{name}: {load(name).title.in_('en')}")


@regulation.command("show")
def show(
    name: Annotated[
        str | None, typer.Argument(help="A preset's name or a TOML file; the configured one if left out.")
    ] = None,
    language: Annotated[Literal["ru", "en", "kk"], typer.Option(help="The language of the texts.")] = "en",
) -> None:
    """Print a regulation readably: each value with its clause, assumed ones marked."""
    from bot import preset
    from domain.regulation import load

    with _plainly():
        rules = load(name or _settings().regulation)
    preset.show(rules, _console(), language)


@regulation.command("days-off")
def days_off(
    country: Annotated[str, typer.Argument(help="Two letters, such as ru.")],
    first: Annotated[int, typer.Argument(metavar="FROM", help="The first year.", min=1990, max=2100)],
    last: Annotated[int, typer.Argument(metavar="TO", help="The last year.", min=1990, max=2100)],
) -> None:
    """Write the official days off of a country as TOML, for domain/calendars/."""
    if last < first:
        _fail("TO must not be before FROM")
    from bot.daysoff import generate

    try:
        text = generate(country.lower(), range(first, last + 1))
    except KeyError as error:
        _fail(str(error.args[0]))
    typer.echo(text, nl=False)


@regulation.command("check")
def check(file: Annotated[str, typer.Argument(help="A TOML file, or a preset's name.")]) -> None:
    """Say everything that is wrong with a regulation, by key and what would be right; or that nothing is."""
    from domain.regulation import load

    with _plainly():
        rules = load(file)
    assumed = f"{len(rules.assumed)} values assumed" if rules.assumed else "nothing assumed"
    typer.echo(f"{rules.id}, version {rules.version}: in order; {assumed}; SHA-256 {rules.digest}")


@regulation.command("new")
def new(
    file: Annotated[Path | None, typer.Argument(help="Where to write it; to the screen if left out.")] = None,
) -> None:
    """Write a commented starting file for a regulation of your own."""
    from domain.schema import starting_file

    if file is None:
        typer.echo(starting_file(), nl=False)
        return
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(starting_file())
    except FileExistsError:
        _fail(f"{file} is there already; name another file")
    except OSError as error:
        _fail(f"{file} cannot be written: {error.strerror}")
    typer.echo(f"{file}: change it, then see `frontdesk regulation check {file}`")


@regulation.command("schema")
def schema() -> None:
    """Print the JSON Schema of a regulation's file: each key, what it means and what it may be."""
    from domain.schema import json_schema

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@app.command()
def due(
    regulation: Annotated[
        str | None, typer.Option(help="A preset's name or a TOML file; the configured one if left out.")
    ] = None,
    received: Annotated[str | None, typer.Option(help="When it was received: 2026-05-08T17:30:00+03:00.")] = None,
    priority: Annotated[str | None, typer.Option(help="The priority at receipt.")] = None,
    tier: Annotated[str | None, typer.Option(help="The tier, such as premium.")] = None,
    client: Annotated[str | None, typer.Option(help="The category of the client, such as vip.")] = None,
    category: Annotated[str | None, typer.Option(help="The category of the request, such as error.")] = None,
    pause: Annotated[
        list[str] | None, typer.Option(help="A pause, START/END; START/ for one that is still open. Repeatable.")
    ] = None,
    change: Annotated[list[str] | None, typer.Option(help="A change of priority, TIME=PRIORITY. Repeatable.")] = None,
    completed: Annotated[str | None, typer.Option(help="When it was completed: says when silence closes it.")] = None,
    clarification: Annotated[str | None, typer.Option(help="When the requester was asked for more.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as one line of JSON.")] = False,
    batch: Annotated[
        str | None, typer.Option(metavar="FILE", help="Cases as lines of JSON, - for standard input.")
    ] = None,
) -> None:
    """Say when response and resolution fall due and when silence closes a ticket: for one case, or for many."""
    from bot import due as deadlines
    from domain.due import CaseError, answer, read_case
    from domain.regulation import RegulationError, load

    if batch is not None:
        _batch(batch, deadlines.batch)
        return
    values = {
        "regulation": regulation or _settings().regulation,
        "priority": priority,
        "received": received,
        "tier": tier,
        "client": client,
        "category": category,
        "pauses": [_halves(text, "/", "--pause") for text in pause or []],
        "priority_changes": [_halves(text, "=", "--change") for text in change or []],
        "completed": completed,
        "clarification": clarification,
    }
    try:
        name, case = read_case(values)
        rules = load(name)
        if as_json:
            typer.echo(json.dumps(answer(rules, case).as_json()))
        else:
            deadlines.explain(rules, case, _console())
    except (CaseError, RegulationError) as error:
        _fail(*str(error).splitlines())


def _batch(file: str, answer: Callable[[Iterable[bytes]], Iterator[tuple[str, bool]]]) -> None:
    """Print an answer for each line of a file; exit status 1 if one of them is an error."""
    try:
        lines = sys.stdin.buffer if file == "-" else Path(file).open("rb")  # noqa: SIM115 - closed below
    except OSError as error:
        _fail(f"{file} cannot be read: {error.strerror}")
    good = True
    with lines:
        for line, is_answer in answer(lines):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
            good = good and is_answer
    if not good:
        raise typer.Exit(1)


def _halves(text: str, sign: str, option: str) -> list[str | None]:
    """The two parts of an option's value; an empty second part is None."""
    first, found, second = text.rpartition(sign) if sign == "=" else text.partition(sign)
    if not found:
        _fail(f"{option} {text}: must be two parts with {sign} between them")
    return [first, second or None]


@app.command("quality")
def quality(
    month: Annotated[str | None, typer.Option(help="Such as 2026-10; the month that runs if left out.")] = None,
) -> None:
    """Say what quality control saw in a month: complaints, low ratings and what was done, marks, disputes."""
    from bot.quality import show

    show(month)


@app.command("one-issue")
def one_issue(
    text: Annotated[str | None, typer.Argument(help="The request's text; from standard input if left out.")] = None,
    lang: Annotated[Literal["ru", "en", "kk"] | None, typer.Option(help="Its language, if known.")] = None,
    batch: Annotated[
        str | None, typer.Option(metavar="FILE", help="Texts as lines of JSON, - for standard input.")
    ] = None,
) -> None:
    """Say how many separate problems a request holds, and show the words that state each."""
    import asyncio
    from functools import partial

    from bot import one_issue as parting
    from bot.judge import configured
    from domain.one_issue import Judgement
    from domain.parting.words import Language

    asked = configured(_settings())

    def judge(text: str, lang: Language | None) -> Judgement:
        return asyncio.run(asked(text, lang))

    if batch is not None:
        _batch(batch, partial(parting.batch, judge=judge))
        return
    said = text if text is not None else sys.stdin.buffer.read().decode("utf-8", "replace")
    if not said.strip():
        _fail("there is no text to judge")
    parting.explain(said.strip(), judge(said.strip(), lang), _console())


@app.command("desk", hidden=True)
def desk(parent: Annotated[int, typer.Option(help="Stop when this process ends.")] = 0) -> None:
    """The desk as the sandbox runs it: everything from the environment, nothing from .env; says "ready" once it works."""
    from bot.supervisor import follow

    follow(parent)
    _open_desk(_settings(env_file=None), ready=lambda: typer.echo("{}"))


@app.command("world", hidden=True)
def world(
    folder: Annotated[Path, typer.Option()],
    port: Annotated[int, typer.Option()],
    smtp_port: Annotated[int, typer.Option()],
    slot: Annotated[str, typer.Option()] = "",
    desk: Annotated[str, typer.Option()] = "",
    address: Annotated[str, typer.Option()] = "",
    limits: Annotated[bool, typer.Option()] = True,
    topics: Annotated[bool | None, typer.Option()] = None,
    forum: Annotated[bool | None, typer.Option()] = None,
    parent: Annotated[int, typer.Option(help="Stop when this process ends.")] = 0,
) -> None:
    """The sandbox's server; says where it is, as JSON on one line, once it works."""
    from bot.supervisor import follow, serve_world

    follow(parent)
    logs.set_up("INFO")
    of_desk = {"slot": slot, "desk": desk, "address": address}
    serve_world(folder, port, smtp_port, limits=limits, topics=topics, forum=forum, **of_desk)


def _open_desk(settings: Settings, ready: Callable[[], None] | None = None) -> None:
    logs.set_up(settings.log_level)
    with _plainly():
        import uvloop

        from bot.serving import serve

        uvloop.run(serve(settings, ready))


def _open_sandbox(settings: Settings) -> None:
    from bot.supervisor import supervise
    from domain.regulation import load

    with _plainly():
        load(settings.regulation)  # better said here than found in a log
        code = asyncio.run(supervise(settings))
    if code:
        raise typer.Exit(code)
