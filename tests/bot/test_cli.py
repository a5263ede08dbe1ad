"""The command: plain words, no traceback, and quick where no bot is needed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from domain.regulation import FOLDER, LANGUAGES, load, shipped

FRONTDESK = (sys.executable, "-P", "-m", "bot")

pytestmark = pytest.mark.usefixtures("no_settings")


def frontdesk(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_commands_without_a_bot_do_not_load_one() -> None:
    """aiogram takes seconds to import; printing a regulation must not."""
    code = (
        "import sys; from typer.testing import CliRunner; from bot.cli import app;"
        "r = CliRunner(); "
        "assert r.invoke(app, ['regulation', 'show', 'barier']).exit_code == 0;"
        "assert r.invoke(app, ['regulation', 'schema']).exit_code == 0;"
        "assert r.invoke(app, ['due', '--regulation', 'megafon', '--received', '2026-01-01T00:00Z']).exit_code == 0;"
        "assert r.invoke(app, ['db', 'upgrade']).exit_code == 0;"
        "assert not {'aiogram', 'telegram', 'aiohttp'} & set(sys.modules), 'a bot was loaded'"
    )
    subprocess.run([sys.executable, "-P", "-c", code], check=True, timeout=60)


def test_a_regulation_is_shown_with_its_clauses() -> None:
    """Each value with the clause it comes from; what is ours is marked."""
    code, text = frontdesk("regulation", "show", "barier")

    assert code == 0
    for words in ("Mon-Fri 09:00-18:00", "3 working hours (6.3)", "after 24 hours, reminder 4 h before", "BAR-000001"):
        assert words in text
    assert "assumed" in text


def test_the_configured_regulation_is_shown_in_russian(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a name it is the one in force here."""
    monkeypatch.setenv("FRONTDESK_REGULATION", "barier")

    assert "Регламент" in frontdesk("regulation", "show", "--language", "ru")[1]


def test_presets_are_listed() -> None:
    """By the name they are asked for."""
    assert "barier: Barier technical support regulation" in frontdesk("regulation", "list")[1]


def test_a_broken_regulation_is_explained(tmp_path: Path) -> None:
    """Every problem on a line of its own; no traceback."""
    (tmp_path / "mine.toml").write_text('id = "mine"\nprefix = 5\n', encoding="utf-8")

    code, text = frontdesk("regulation", "show", "mine.toml")

    assert code == 2
    assert "mine.toml" in text
    assert "prefix" in text
    assert "Traceback" not in text


def test_an_unknown_regulation_is_explained() -> None:
    """With the names there are."""
    code, text = frontdesk("regulation", "show", "nonsense")

    assert code == 2
    assert "barier" in text


def test_the_sandbox_is_not_begun_with_a_broken_regulation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Said at once, before anything is started."""
    monkeypatch.setenv("FRONTDESK_REGULATION", "nonsense")

    code, text = frontdesk("sandbox")

    assert code == 2
    assert "barier" in text


@pytest.mark.parametrize("name", shipped())
def test_each_preset_is_shown_whole_in_each_language(name: str) -> None:
    """Nothing that the file says is missing: here the words of each reason, state and demand."""
    for language in LANGUAGES:
        code, text = frontdesk("regulation", "show", name, "--language", language)
        rules = load(name)

        assert code == 0
        shown = re.sub(r"[\s│]+", " ", text)
        for words in (*rules.statuses.values(), *rules.resolutions.values(), *(kind.label for kind in rules.kinds)):
            assert words.in_(language) in shown
        for key in (*(r.key for r in rules.reasons), *rules.demands, *(i.key for i in rules.scope), *rules.assumed):
            assert key in shown


def test_a_regulation_is_checked(tmp_path: Path) -> None:
    """In order, or each problem on a line."""
    assert frontdesk("regulation", "check", "gravity")[1].startswith("gravity, version 1: in order")
    source = (FOLDER / "gravity.toml").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(
        source.replace('"24 hours"', '"24 ours"').replace("rank = 3", "rank = 2"), "utf-8"
    )

    code, text = frontdesk("regulation", "check", "mine.toml")

    assert code == 2
    assert 'mine.toml: priorities[1].resolution.time: "24 ours" is no duration' in text


def test_a_starting_file_is_written_and_never_over_another(tmp_path: Path) -> None:
    """It is in order as it is."""
    assert "mine.toml" in frontdesk("regulation", "new", "mine.toml")[1]
    assert frontdesk("regulation", "check", "mine.toml")[0] == 0
    assert frontdesk("regulation", "new")[1] == (tmp_path / "mine.toml").read_text(encoding="utf-8")

    code, text = frontdesk("regulation", "new", "mine.toml")
    assert (code, text) == (2, "mine.toml is there already; name another file\n")
    assert frontdesk("regulation", "new", "no/such/folder.toml")[0] == 2


def test_the_schema_is_printed_as_json() -> None:
    """For an editor or a validator."""
    code, text = frontdesk("regulation", "schema")

    assert code == 0
    assert json.loads(text)["properties"]["prefix"]["description"].startswith("What registration numbers")


EXAMPLE = (
    *("due", "--regulation", "barier", "--priority", "1", "--received", "2026-05-08T17:30:00+03:00"),
    *("--pause", "2026-05-12T10:00:00+03:00/2026-05-12T11:30:00+03:00", "--change", "2026-05-12T12:00:00+03:00=2"),
)


def test_due_explains_itself() -> None:
    """Each day with what was counted and why not, pauses, and the result."""
    code, text = frontdesk(*EXAMPLE, "--completed", "2026-05-12T15:00:00+03:00")

    assert code == 0
    for words in (
        "Response: 3 working hours (clause 6.3)",
        "Victory Day",
        "day off in place of 2026-05-09",
        "1:30",
        "Response due: Tue 12 May 2026 13:00:00 +0300",
        "Resolution due: Tue 12 May 2026 18:00:00 +0300",
        "Closed by silence: Wed 13 May 2026 15:00:00 +0300",
    ):
        assert words in text


def test_due_says_what_is_not_promised() -> None:
    """No time, no closing, no end while a pause is open, a norm, a year that is not decided."""
    night = ("--received", "2026-05-08T23:30:00+03:00")
    assert "Resolution: the regulation promises no time" in frontdesk("due", "--regulation", "megafon", *night)[1]
    asked = frontdesk("due", "--regulation", "megafon", *night, "--clarification", "2026-05-09T00:00+03:00")[1]
    assert "silence never closes the ticket" in asked
    low = ("due", "--regulation", "gravity", "--priority", "low", *night)
    assert "no promise" in frontdesk(*low)[1]
    assert "while a pause is open" in frontdesk(*low, "--pause", "2026-05-09T00:00+03:00/")[1]
    late = ("due", "--regulation", "barier", "--priority", "4", "--received", "2027-12-30T10:00+03:00")
    assert "Provisional" in frontdesk(*late)[1]


def test_a_long_wait_is_shown_in_few_lines() -> None:
    """Half a year of a pause: days of one sort in one row."""
    code, text = frontdesk(
        *("due", "--regulation", "gravity", "--priority", "low", "--received", "2026-01-01T10:00:00+03:00"),
        *("--pause", "2026-01-02T00:00:00+03:00/2026-07-01T00:00:00+03:00"),
    )

    assert code == 0
    assert len(text.splitlines()) < 25
    assert "Fri 02 Jan 2026 - Tue 30 Jun 2026" in text


def test_due_in_one_line_of_json_and_in_the_configured_regulation(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a script with one case."""
    monkeypatch.setenv("FRONTDESK_REGULATION", "insales")

    code, text = frontdesk("due", "--tier", "premium", "--received", "2026-01-01T03:00:00+03:00", "--json")

    assert code == 0
    assert json.loads(text) == {
        "response_due": "2026-01-01T06:00:00+03:00",
        "resolution_due": None,
        "close_due": None,
    }


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--regulation", "none"), "cannot be read"),
        (("--tier", "premium"), "promises nothing by tier"),
        (("--pause", "2026-05-12T10:00:00+03:00"), "--pause 2026-05-12T10:00:00+03:00: must be two parts with /"),
        (("--change", "2"), "--change 2: must be two parts with ="),
        (("--received", "2026-05-12T10:00:00"), "no UTC offset"),
        (("--batch", "none.jsonl"), "none.jsonl cannot be read"),
    ],
)
def test_a_case_that_has_no_answer_is_explained(more: tuple[str, str], words: str) -> None:
    """In plain words, without a traceback."""
    code, text = frontdesk(*EXAMPLE, *more)

    assert code == 2
    assert words in text
    assert "Traceback" not in text


def test_a_batch_answers_line_by_line_and_says_which_are_bad(tmp_path: Path) -> None:
    """Exit status 1 for one bad line; the others are answered all the same, in order."""
    good = b'{"regulation": "megafon", "received": "2026-01-01T03:00:00+03:00"}'
    bad = (b"", b"nonsense", b"[1]", b"\xff", b"[" * 100_000, b'{"regulation": "\\ud800", "received": "x"}', b"{}")
    (tmp_path / "cases.jsonl").write_bytes(b"\r\n".join([good, *bad, b"\xef\xbb\xbf" + good, b"", b""]))

    code, text = frontdesk("due", "--batch", "cases.jsonl")

    lines = [json.loads(line) for line in text.splitlines()]
    assert code == 1
    assert [list(line) for line in lines[1:-1]] == [["error"]] * len(bad)
    assert (
        lines[0]
        == lines[-1]
        == {
            "response_due": "2026-01-02T03:00:00+03:00",
            "resolution_due": None,
            "close_due": None,
        }
    )


def test_a_thousand_cases_come_from_standard_input_in_two_seconds_with_the_start() -> None:
    """All regulations, pauses and changes among them; start of the interpreter included."""
    promises = [
        {"regulation": "barier", "priority": "4", "priority_changes": [["2026-05-12T10:00:00+03:00", "3"]]},
        {"regulation": "saveit", "priority": "3", "completed": "2026-05-20T10:00:00+03:00"},
        {"regulation": "intervale", "priority": "low", "completed": "2026-05-20T10:00:00+03:00"},
        {
            "regulation": "gravity",
            "priority": "low",
            "pauses": [["2026-05-09T10:00:00+03:00", "2026-05-10T10:00:00+03:00"]],
        },
        {"regulation": "insales", "tier": "standard", "category": "layout"},
        {"regulation": "megafon"},
        {
            "regulation": "e-doc",
            "client": "guest",
            "category": "proposal",
            "clarification": "2026-05-20T10:00:00+03:00",
        },
    ]
    cases = [
        promises[n % 7] | {"received": f"202{3 + n % 4}-{n % 4 + 1:02d}-{n % 28 + 1:02d}T12:{n % 60:02d}:00Z"}
        for n in range(1000)
    ]
    text = "\n".join(map(json.dumps, cases)).encode()

    began = time.monotonic()
    done = subprocess.run([*FRONTDESK, "due", "--batch", "-"], input=text, capture_output=True, check=True, timeout=60)
    took = time.monotonic() - began

    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == 1000
    assert not [answer for answer in answers if "error" in answer]
    assert took < 2, f"{took:.2f} s"


def test_days_off_are_written_as_data() -> None:
    """Ready for domain/calendars/."""
    code, text = frontdesk("regulation", "days-off", "ru", "2026", "2026")

    assert code == 0
    assert 'country = "ru"' in text
    assert frontdesk("regulation", "days-off", "xx", "2026", "2026")[0] == 2
    assert frontdesk("regulation", "days-off", "ru", "2027", "2026")[0] == 2


def test_the_database_is_brought_to_the_newest_schema(tmp_path: Path) -> None:
    """From nothing, and again without harm."""
    assert frontdesk("db", "upgrade") == (0, "The database has the newest schema.\n")
    assert frontdesk("db", "upgrade")[0] == 0
    assert (tmp_path / ".frontdesk/sandbox/frontdesk.sqlite").exists()


def test_an_unreachable_database_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line that says which setting."""
    monkeypatch.setenv("FRONTDESK_DATABASE_URL", "postgresql://desk:geheim@127.0.0.1:1/desk")

    code, text = frontdesk("db", "upgrade")

    assert code == 2
    assert "FRONTDESK_DATABASE_URL" in text
    assert "geheim" not in text


def test_wrong_settings_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each fault on a line, before anything is opened."""
    monkeypatch.setenv("FRONTDESK_BOT_TOKEN", "123456789:AAE-five-and-thirty-signs-long-enough")
    monkeypatch.setenv("FRONTDESK_LISTEN", "here")

    code, text = frontdesk("run")

    assert code == 2
    assert "FRONTDESK_LISTEN: must be host:port" in text
    assert "AAE" not in text


def test_help_names_what_there_is() -> None:
    """What is for the sandbox's own use is not offered."""
    text = frontdesk("--help")[1]

    for command in ("run", "sandbox", "db", "regulation", "due"):
        assert command in text
    assert "world" not in text


def test_a_batch_of_texts_is_judged_line_by_line(tmp_path: Path) -> None:
    """Exit status 1 for one bad line; the others are answered all the same, in order."""
    one = json.dumps({"text": "Не печатает принтер."}).encode()
    two = json.dumps({"text": "1. The scanner doesn't work\n2. Please send the invoice for May", "lang": "en"}).encode()
    bad = (b"", b"nonsense", b"[1]", b"\xff", b"[" * 100_000, b"{}", b'{"text": " "}', b'{"text": "a", "lang": "de"}')
    (tmp_path / "texts.jsonl").write_bytes(b"\r\n".join([one, *bad, b"\xef\xbb\xbf" + two, b"", b""]))

    code, text = frontdesk("one-issue", "--batch", "texts.jsonl")

    lines = [json.loads(line) for line in text.splitlines()]
    assert code == 1
    assert [list(line) for line in lines[1:-1]] == [["error"]] * len(bad)
    assert lines[0] == {"issues": 1, "parts": ["Не печатает принтер."]}
    assert lines[-1] == {"issues": 2, "parts": ["The scanner doesn't work", "Please send the invoice for May"]}


def test_a_text_is_judged_and_its_parts_are_shown() -> None:
    """Each on a line of its own."""
    code, text = frontdesk("one-issue", "1. The scanner doesn't work\n2. Please send the invoice for May")

    assert code == 0
    assert "2 problems" in text
    assert text.endswith("1. The scanner doesn't work\n2. Please send the invoice for May\n")


def test_no_text_is_said_to_be_none() -> None:
    """In plain words."""
    code, text = frontdesk("one-issue", " ")

    assert code == 2
    assert "no text" in text


@pytest.mark.parametrize(
    "command",
    [
        ("report", "month", "--organization", ""),
        ("statement", "--output", "s.pdf", "--organization", " "),
        ("journal", "export", "--output", "j.csv", "--organization", ""),
        ("journal", "export", "--output", "j.csv", "--ticket", ""),
    ],
)
def test_an_empty_name_does_not_mean_everybody(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shell's variable may be empty: nobody's papers go to somebody else for that."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTDESK_DATA_DIR", str(tmp_path / "data"))
    code, said = frontdesk(*command)
    assert code == 2
    assert "empty" in said
    assert list(tmp_path.iterdir()) == []
