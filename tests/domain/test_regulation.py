"""The regulation: Barier's is read as it was published, nonsense is refused with file, key, and what would be right."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.regulation import FOLDER, LANGUAGES, Regulation, RegulationError, load, loads, shipped
from domain.worktime import Duration

BARIER = load("barier")
SOURCE = (FOLDER / "barier.toml").read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------------------ what barier says


def test_the_intake_asks_for_what_clause_4_2_names_and_for_steps() -> None:
    asked = [(field.key, field.kind, field.required, field.clause) for field in BARIER.fields]

    assert asked == [
        ("organization", "text", True, "4.2"),
        ("name", "text", True, "4.2"),
        ("position", "text", True, "4.2"),
        ("phone", "phone", True, "4.2"),
        ("email", "email", True, "4.2"),
        ("description", "long", True, "4.2"),
        ("steps", "long", False, None),
    ]
    skip = BARIER.field("steps").skip
    assert skip is not None
    assert skip.in_("ru") == "Это вопрос, шагов нет"
    assert skip.in_("en") == "It is a question, no steps"


def test_each_priority_has_the_targets_of_clause_6_3() -> None:
    said = {
        p.key: (p.rank, str(p.response and p.response.duration), str(p.resolution and p.resolution.duration))
        for p in BARIER.priorities
    }

    assert said == {
        "1": (1, "3 working hours", "4 working hours"),
        "2": (2, "3 working hours", "8 working hours"),
        "3": (3, "3 working hours", "5 working days"),
        "4": (4, "3 working hours", "10 working days"),
    }
    targets = [target for p in BARIER.priorities for target in (p.response, p.resolution)]
    assert all(target and target.clause == "6.3" and target.calendar_name == "working" for target in targets)
    assert [p.key for p in BARIER.priorities if p.ping_all] == ["1"]


@pytest.mark.parametrize(
    ("kind", "impact", "priority"),
    [
        ("failure", "down", "1"),
        ("failure", "partly", "2"),
        ("information", "consultation", "3"),
        ("information", "extension", "4"),
        ("change", None, "3"),
        ("change", "down", "3"),
    ],
)
def test_the_proposed_priority_follows_from_the_impact_but_a_change_of_settings_is_3(
    kind: str, impact: str | None, priority: str
) -> None:
    assert BARIER.proposed_priority(kind, impact).key == priority


@pytest.mark.parametrize(
    ("rule", "clause"),
    [
        ("fields", "4.2"),
        ("one_issue", "4.3"),
        ("number", "4.4"),
        ("ask", "4.6"),
        ("completed", "4.8"),
        ("confirmation", "4.9"),
        ("dispute", "4.8"),
        ("silence", "4.9"),
        ("hours", "5.1"),
        ("effort", "5.2"),
        ("priority", "6.1"),
        ("response", "6.3"),
        ("late", "6.3"),
        ("receipt", "7.3"),
        ("started", "7.4"),
        ("unofficial", "7.5"),
        ("attachments", "7.6"),
        ("reasons", "7.9"),
        ("mirror", "7.10"),
        ("rating", None),
        ("reminder", None),
        ("warning", None),
        ("pauses", None),
    ],
)
def test_each_rule_cites_its_clause_and_our_own_rules_cite_none(rule: str, clause: str | None) -> None:
    assert BARIER.clause(rule) == clause


def test_asking_for_a_rule_or_an_entry_that_does_not_exist_names_those_that_do() -> None:
    with pytest.raises(KeyError, match="silence"):
        BARIER.clause("silense")
    with pytest.raises(KeyError, match="organization"):
        BARIER.field("organisation")
    with pytest.raises(KeyError, match="failure"):
        BARIER.kind("fail")
    with pytest.raises(KeyError, match="down"):
        BARIER.proposed_priority("failure", None)
    with pytest.raises(KeyError, match="working"):
        BARIER.calendar("night")


def test_twenty_four_hours_of_silence_close_after_completion_and_never_while_waiting_for_an_answer() -> None:
    silence = BARIER.silence_after_completed

    assert silence is not None
    assert (silence.after, silence.clause, silence.remind_before) == (Duration("hours", 24), "4.9", timedelta(hours=4))
    assert BARIER.silence_after_asking is None
    assert BARIER.ask_reminder == Duration("working hours", 8)


def test_the_seven_reasons_of_7_9_have_their_own_numbers_and_other_has_none() -> None:
    assert [reason.clause for reason in BARIER.reasons] == [*(f"7.9-{n}" for n in range(1, 8)), None]
    assert BARIER.reason("other").clause is None
    assert BARIER.reason("needs_development").clause == "7.9-3"


def test_pictures_are_accepted_by_7_6_and_documents_by_our_own_list() -> None:
    rules = BARIER.attachments

    assert rules.clause == "7.6"
    assert set(rules.kinds) == {"jpeg", "gif", "png", "zip", "rar", "pdf", "txt", "docx", "xlsx"}
    assert rules.assumed == {"pdf", "txt", "docx", "xlsx"}
    assert rules.only_inside_archive == ("bmp",)
    assert set(rules.archive_members) == {"bmp", "jpeg", "gif", "png"}
    assert rules.extensions()[:3] == ("jpg", "jpeg", "gif")


def test_the_desk_works_monday_to_friday_nine_to_six_in_moscow() -> None:
    calendar = BARIER.calendar()

    assert (calendar.zone, calendar.clause, calendar.day_length) == (ZoneInfo("Europe/Moscow"), "5.1", 9 * 3600)
    assert calendar.next_opening(datetime(2026, 5, 8, 15, tzinfo=UTC)).isoformat() == "2026-05-12T06:00:00+00:00"


def test_numbers_have_six_digits_and_more_when_they_run_out() -> None:
    assert [BARIER.number(n) for n in (1, 123, 1_000_000)] == ["BAR-000001", "BAR-000123", "BAR-1000000"]


def test_the_rest_is_as_published() -> None:
    assert BARIER.effort_at_least == timedelta(minutes=30)
    assert BARIER.rating == (1, 5)
    assert BARIER.warn_share == 0.75
    assert BARIER.dispute_needs_argument
    assert not BARIER.reopen
    assert [(door.key, door.clause) for door in BARIER.doors] == [("chat", None), ("email", "4.1"), ("phone", "4.1")]
    assert BARIER.contacts["email"] == "support@barier.pro"
    assert set(BARIER.statuses) == {"registered", "in_progress", "clarification", "on_hold", "completed", "closed"}
    assert set(BARIER.resolutions) == {"solved", "refused", "duplicate", "no_reply", "withdrawn"}
    assert BARIER.digest == hashlib.sha256(SOURCE.encode()).hexdigest()
    assert loads(BARIER.source, file="row 1").digest == BARIER.digest


def test_what_the_source_does_not_say_is_listed_as_assumed_and_has_no_clause() -> None:
    assert {"kinds[2]", "fields[7]", "doors[1]", "rating", "reminders", "warning", "prefix"} <= set(BARIER.assumed)
    assert "silence.completed.remind_before" in BARIER.assumed
    assert BARIER.kind("change").assumed
    assert BARIER.kind("change").clause is None
    assert not BARIER.kind("failure").assumed


def test_the_consent_names_who_processes_the_data() -> None:
    for language, operator in (("ru", "Центр технической поддержки Барьер"), ("en", "Barier technical support centre")):
        text = BARIER.consent.text.in_(language)
        assert operator in text
        assert "support@barier.pro" in text
        assert "{" not in text
    assert "152-ФЗ" in BARIER.consent.text.in_("ru")
    assert BARIER.consent.version


# ---------------------------------------------------------------------------------------------- what is refused whole


def without(line: str) -> Callable[[str], str]:
    return lambda source: source.replace(line, "", 1)


def put(old: str, new: str) -> Callable[[str], str]:
    def change(source: str) -> str:
        assert old in source, old
        return source.replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("change", "key", "right"),
    [
        (put('prefix = "BAR"', 'prefix = "BAR"\ncolour = "red"'), "colour", "no such key; known here are"),
        (put('clause = "4.2"', 'clause = "4.2"\nclauses = "4.3"'), "fields[1].clauses", "no such key"),
        (put('zone = "Europe/Moscow"', 'zone = "Europe/Moskow"'), "zone", "IANA name such as"),
        (put('zone = "Europe/Moscow"', 'zone = "../../etc/passwd"'), "zone", "IANA name such as"),
        (put("2016-11-21", '"21.11.2016"'), "valid_from", "a date such as 2026-01-31"),
        (put("2016-11-21", "2016-11-21T10:00:00"), "valid_from", "without a time"),
        (put('version = "1"\n', ""), "version", "is missing; it must be"),
        (put('version = "1"', "version = 1"), "version", "must be a text"),
        (put('prefix = "BAR"', 'prefix = "бар"'), "prefix", "capital letters"),
        (put('link = "http:', 'link = "ftp:'), "link", "http:// or https://"),
        (put('mon = ["09:00-18:00"]', 'mon = ["09:00-25:00"]'), "calendars.working.mon", "from 00:00 to 24:00"),
        (put('mon = ["09:00-18:00"]', 'mon = ["18:00-09:00"]'), "calendars.working.mon", "end after it begins"),
        (put('mon = ["09:00-18:00"]', 'mon = ["9-18"]'), "calendars.working.mon", "such as 09:00-18:00"),
        (put('mon = ["09:00-18:00"]', "mon = [9]"), "calendars.working.mon", "such as 09:00-18:00"),
        (put('mon = ["09:00-18:00"]', 'mon = "09:00-18:00"'), "calendars.working.mon", "must be a list"),
        (put('mon = ["09:00-18:00"]', 'mon = ["09:00-13:00", "12:00-18:00"]'), "calendars.working.mon", "overlaps"),
        (put('mon = ["09:00-18:00"]', 'mon = ["09:00-16:00"]'), "calendars.working.day_length", '"8 hours"'),
        (put('days_off = "ru"', 'days_off = "xx"'), "calendars.working.days_off", "one of kz, ru"),
        (
            put('days_off = "ru"', 'days_off = "ru"\nexceptions = { 2026-13-01 = [] }'),
            "calendars.working.exceptions.2026-13-01",
            "a date such as",
        ),
        (
            put('response = { time = "3 working hours", calendar = "working"', 'response = { time = "3 working hours"'),
            "priorities[1].response.calendar",
            'need one of "working"',
        ),
        (
            put('response = { time = "3 working hours", calendar = "working"', 'response = { time = "3 hours", calendar = "x"'),
            "priorities[1].response.calendar",
            "one of working",
        ),
        (put('"4 working hours"', '"4 weeks"'), "priorities[1].resolution.time", "write it as"),
        (put('"4 working hours"', '"0 working hours"'), "priorities[1].resolution.time", "no time at all"),
        (put('"4 working hours"', '"3 civil working days"'), "priorities[1].resolution.time", "cannot be paused"),
        (
            put('resolution = { time = "4 working hours", calendar = "working", clause = "6.3" }',
                'resolution = { time = "4 working hours", calendar = "working" }'),
            "priorities[1].resolution.clause",
            "assumed = true",
        ),
        (put("rank = 2", "rank = 1"), "priorities", "the same rank"),
        (put('key = "2"\nrank', 'key = "1"\nrank'), "priorities[2].key", "once"),
        (put('on_hold = { ru = "Отложена", en = "On hold", kk = "Кейінге қалдырылды" }\n', ""), "statuses.on_hold", "is missing"),
        (put(', en = "On hold", kk', ", kk"), "statuses.on_hold.en", "missing"),
        (put('en = "On hold"', 'en = ""'), "statuses.on_hold.en", "missing"),
        (put('en = "On hold"', 'en = "On hold", de = "Wartet"'), "statuses.on_hold.de", "no such language"),
        (put('{ ru = "Отложена", en = "On hold", kk = "Кейінге қалдырылды" }', '"Отложена"'), "statuses.on_hold", "must be a table"),
        (put('solved = { ru = "Решена", en = "Solved", kk = "Шешілді" }\n', ""), "resolutions.solved", "is missing"),
        (put('key = "down"\npriority = "1"', 'key = "down"\npriority = "9"'), "impacts[1].priority", "1, 2, 3, 4"),
        (put('key = "change"\npriority = "3"', 'key = "change"\npriority = "low"'), "kinds[2].priority", "1, 2, 3, 4"),
        (put('kind = "phone"', 'kind = "fax"'), "fields[4].kind", "text, phone, email, long"),
        (put("max_length = 2000", "max_length = 3500"), "fields", "fit one message"),
        (put("max_length = 2000", "max_length = 5"), "fields[6].min_length", "at most max_length"),
        (put("max_length = 2000", "max_length = true"), "fields[6].max_length", "a whole number"),
        (
            put('skip = { ru = "Это вопрос, шагов нет", en = "It is a question, no steps", kk = "Бұл — сұрақ, қадамдары жоқ" }\n', ""),
            "fields[7].skip",
            "button",
        ),
        (put("required = false\nassumed = true", "required = true\nassumed = true"), "fields[7].skip", "required = false"),
        (put("required = false\nassumed = true", 'required = false\nclause = "4.2"\nassumed = true'), "fields[7].assumed", "not both"),
        (put('silence = "4.9"', 'silense = "4.9"'), "clauses.silense", "silence"),
        (put('after = "24 hours"', 'after = "a day"'), "silence.completed.after", "write it as"),
        (put('remind_before = "4 hours"', 'remind_before = "4 working hours"'), "silence.completed.remind_before", "clock time"),
        (put("share = 0.75", "share = 75.0"), "warning.share", "between 0 and 1"),
        (put('only_inside_archive = ["bmp"]', 'only_inside_archive = ["tiff"]'), "attachments.only_inside_archive", "bmp"),
        (put('pdf = ["pdf"]', 'pdf = ["pdf"]\nexe = ["exe"]'), "attachments.kinds.exe", "known are"),
        (put('assumed_kinds = ["pdf", ', 'assumed_kinds = ["odt", '), "attachments.assumed_kinds", "list of"),
        (put('key = "phone"\nclause = "4.1"', 'key = "fax"\nclause = "4.1"'), "doors[3].key", "chat, email, phone"),
        (put("Обрабатывает их {operator}", "Обрабатывает их {owner}"), "consent.text.ru", "one of the contacts"),
        (put('  "prefix",\n', '  "prefiks",\n'), "assumed", "no key of this file"),
        (put("[rating]", "[ratings]"), "ratings", "no such key"),
        (put("[[kinds]]", "[[kind]]"), "kind", "no such key"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_by_file_and_key_and_what_would_be_right(
    change: Callable[[str], str], key: str, right: str
) -> None:
    with pytest.raises(RegulationError) as caught:
        loads(change(SOURCE), file="ours.toml")

    found = [line for line in str(caught.value).splitlines() if line.startswith(f"ours.toml: {key}: ")]
    assert found, str(caught.value)
    assert any(right in line for line in found), found


def test_a_calendar_that_never_opens_is_refused() -> None:
    closed = re.sub(r"(?m)^(mon|tue|wed|thu|fri) = .*$", r"\1 = []", SOURCE)

    with pytest.raises(RegulationError, match=r"ours\.toml: calendars\.working\.mon: the calendar never opens"):
        loads(closed, file="ours.toml")


def test_kazakh_is_needed_in_what_comes_with_the_desk_and_optional_in_a_file_of_ones_own() -> None:
    """Who has no Kazakh text is read in Russian there; a shipped regulation must not fall silent in it."""
    without = SOURCE.replace(', kk = "Кейінге қалдырылды" }', " }")
    assert without != SOURCE

    assert loads(without, file="ours.toml").statuses["on_hold"].in_("kk") == "Отложена"
    with pytest.raises(
        RegulationError, match=r"barier\.toml: statuses\.on_hold\.kk: the text in this language is missing"
    ):
        loads(without, file="barier.toml", languages=LANGUAGES)
    assert load("barier").statuses["on_hold"].in_("kk") == "Кейінге қалдырылды"


def test_no_calendar_at_all_is_refused() -> None:
    none = re.sub(r"(?s)\[calendars\.working\].*?\n\n", "", SOURCE)

    with pytest.raises(RegulationError, match=r"ours\.toml: calendars: is missing"):
        loads(none, file="ours.toml")


def test_all_problems_are_told_at_once() -> None:
    broken = (
        SOURCE.replace('zone = "Europe/Moscow"', 'zone = "Mars"')
        .replace("rank = 2", "rank = 0")
        .replace("[effort]", "[effort]\nx = 1")
    )

    with pytest.raises(RegulationError) as caught:
        loads(broken, file="ours.toml")

    assert [line.split(": ")[1] for line in caught.value.problems] == ["zone", "priorities[2].rank", "effort.x"]


def test_a_file_that_is_no_toml_is_refused_with_the_place() -> None:
    with pytest.raises(RegulationError, match=r"ours\.toml: is no TOML: .*line 2"):
        loads("id = 'x'\nversion = oops\n", file="ours.toml")


def test_an_empty_file_is_refused_and_says_what_it_needs() -> None:
    with pytest.raises(RegulationError) as caught:
        loads("", file="ours.toml")

    assert {"id", "zone", "fields", "calendars", "statuses"} <= {line.split(": ")[1] for line in caught.value.problems}


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, SOURCE.count("\n") - 1), st.sampled_from(["", "x = 1", "[x]", "key = 3", "clause = []", "ru = {}"])
)
def test_a_file_with_one_line_spoilt_is_read_or_refused_and_nothing_else(number: int, line: str) -> None:
    lines = SOURCE.split("\n")
    lines[number] = line
    problems: tuple[str, ...] = ()
    try:
        assert isinstance(loads("\n".join(lines), file="ours.toml"), Regulation)
    except RegulationError as error:
        problems = error.problems

    assert all(problem.startswith("ours.toml: ") for problem in problems)


def test_a_preset_is_loaded_by_name_and_any_file_by_its_path(tmp_path: Path) -> None:
    ours = tmp_path / "ours.toml"
    ours.write_text(SOURCE.replace('id = "barier"', 'id = "ours"'), encoding="utf-8")

    assert "barier" in shipped()
    assert load("barier").id == "barier"
    assert load(ours).id == load(str(ours)).id == "ours"


def test_a_preset_or_file_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    for missing in ("barrier", str(tmp_path / "none.toml"), "", str(tmp_path), "a\0b"):
        with pytest.raises(RegulationError, match="barier"):
            load(missing)
    (tmp_path / "latin.toml").write_bytes('id = "é"'.encode("latin-1"))
    with pytest.raises(RegulationError, match="UTF-8"):
        load(tmp_path / "latin.toml")
