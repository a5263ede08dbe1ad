"""The wider format: targets by tier, client and category, several calendars, endings; refused with key and what would be right."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from domain.answers import utf16_length
from domain.regulation import FOLDER, LANGUAGES, RegulationError, load, loads, shipped
from domain.rules import DEMANDS, RULES
from domain.terms import Targets

SOURCES = {name: (FOLDER / f"{name}.toml").read_text(encoding="utf-8") for name in shipped()}
FIRST_ROW = '[[targets]]\nclient = "vip"\ncategory = "error"'


@pytest.mark.parametrize(
    ("preset", "old", "new", "key", "right"),
    [
        ("e-doc", FIRST_ROW,
         '[[targets]]\nclient = "vip"\ncategory = "access"',
         "targets", 'no row fits client = "vip"'),
        ("e-doc", FIRST_ROW, '[[targets]]\ncategory = "error"', "targets", "2 rows fit client"),
        ("e-doc", FIRST_ROW,
         '[[targets]]\nclient = "vop"\ncategory = "error"',
         "targets[1].client", "vip, standard, guest"),
        ("insales", 'tier = "premium"  ', 'tear = "premium"  ', "targets[1].tear", "no such key"),
        ("insales", 'category = "other"                       # no time is given for it\nassumed = true',
         'category = "other"',
         "targets[4].clause", "promises nothing"),
        ("insales", 'time = "36 hours"',
         'time = "36 working hours"',
         "targets[3].response.calendar", 'need one of "working"'),
        ("gravity", "[queue]  ",
         '[[targets]]\nresponse = { time = "1 hours", assumed = true }\n\n[queue]  ',
         "targets", "one of the two places"),
        ("gravity", 'complaint = { ru = "Жалоба", en = "Complaint", kk = "Шағым" }\n', "", "resolutions.complaint", "is missing"),
        ("gravity", 'complaint = { ru = "Жалоба", en = "Complaint", kk = "Шағым" }',
         'complaint = { ru = "Жалоба", en = "Complaint", kk = "Шағым" }\ncomplain = { ru = "Жалоба", en = "Complaint", kk = "Шағым" }',
         "resolutions.complain", "no such key"),
        ("gravity", 'explained = ["not_reproducible"]',
         'explained = ["spoilt"]',
         "completion.explained", "list of solved"),
        ("gravity", 'returned_by = "nothing"', 'returned_by = "anything"', "completion.returned_by", "closes at once"),
        ("gravity", 'returned_by = "nothing"',
         'returned_by = "shouting"',
         "completion.returned_by", "argument, anything, nothing"),
        ("gravity", 'first = ["high"]', 'first = ["highest"]', "queue.first", "high, medium, low"),
        ("gravity", 'reason = "abuse"', 'reason = "rude"', "conduct.reason", "abuse"),
        ("gravity", 'letters = ["complaint", "speed_up"]',
         'letters = ["praise"]',
         "quality.letters", "complaint, speed_up"),
        ("gravity", 'demands = ["release"]', 'demands = ["cake"]', "reasons[5].demands", "release"),
        ("gravity", "[demands.secrets]", "[demands.secret]", "demands.secret", "secrets"),
        ("gravity", 'key = "3.1-2"', 'key = "3.1-1"', "scope[2].key", "once"),
        ("gravity", 'decision = "not_solved"', 'decision = "never"', "scope[5].decision", "not_solved"),
        ("gravity", 'decision = "not_solved"\nclause = "3.1"',
         'decision = "not_solved"',
         "scope[5].clause", "assumed = true"),
        ("intervale", 'after = "3 civil working days"\ncalendar = "working"',
         'after = "3 civil working days"',
         "silence.completed.calendar", "need one of"),
        ("intervale", 'assumed = true\ndays_off = "ru"',
         'assumed = true\nzone = "Asia/Almaty"\ndays_off = "ru"',
         "silence.completed.calendar", "Europe/Moscow"),
        ("intervale", "[calendars.working]", "[calendars.office]", "calendars.working", "is missing"),
        ("intervale", 'time = "1 hours", calendar = "always"',
         'time = "1 hours", calendar = "never"',
         "priorities[1].response.calendar", "working, always"),
        ("intervale", 'sun = ["00:00-24:00"]', 'sun = ["00:00-24:01"]', "calendars.always.sun", "from 00:00 to 24:00"),
        ("intervale", 'accepts = ["нет", "no", "жоқ"]', "accepts = [1]", "fields[5].accepts", "list of texts"),
        ("intervale", '  "fields[5].accepts",', '  "fields[9].accepts",', "assumed", "no key of this file"),
        ("insales", 'same_as = "email"', 'same_as = "phone"', "fields[4].same_as", "before this one"),
        ("insales", 'registers = false', 'registers = "no"', "doors[2].registers", "true or false"),
        ("megafon", 'ends = "answer"', 'ends = "silence"', "response.ends", "taking, answer"),
        ("megafon", 'by = "receipt"', 'by = "priority"', "queue.by", 'write by = "receipt"'),
        ("megafon", 'yes = { ru = "Да, я в роуминге", en = "Yes, I am roaming", kk = "Иә, роумингтемін" }\n',
         "",
         "queue.head.yes", "is missing"),
        ("e-doc", 'priority_kinds = ["error"]',
         'priority_kinds = ["errors"]',
         "intake.priority_kinds", "error, access"),
        ("e-doc", 'without = "medium"', 'without = "middle"', "queue.without", "high, medium, low"),
        ("e-doc", 'days_off = "kz"',
         'shorter_before_holidays = "1 hour"',
         "calendars.working.shorter_before_holidays", "days_off"),
        ("e-doc", 'email = "support@mitwork.kz"\nletters',
         'email = "mitwork"\nletters',
         "quality.email", "an e-mail address"),
        ("barier", 'then = "not_constructive"', 'then = "tired"', "reminders.then", "not_constructive"),
        ("barier", 'date_on = ["4"]', 'date_on = ["5"]', "reasons[3].date_on", "1, 2, 3, 4"),
        ("barier", 'archives = ["zip", "rar"]', "archives = []", "attachments.archives", "taken only inside"),
        ("barier", 'time = "10 working days"',
         'time = "9000 working days"',
         "priorities[4].resolution.time", "more than five years"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_by_key_and_what_would_be_right(
    preset: str, old: str, new: str, key: str, right: str
) -> None:
    """One slip of the pen each, in a preset that is otherwise right."""
    assert old in SOURCES[preset], old

    with pytest.raises(RegulationError) as caught:
        loads(SOURCES[preset].replace(old, new, 1), file="ours.toml")

    found = [line for line in caught.value.problems if line.startswith(f"ours.toml: {key}: ")]
    assert any(right in line for line in found), caught.value.problems


def test_a_calendar_too_small_for_its_promise_is_refused() -> None:
    """One minute a week, and ten working days of nine hours: that is a hundred years."""
    tiny = re.sub(r"(?m)^(tue|wed|thu|fri) = .*$", r"\1 = []", SOURCES["barier"])
    tiny = tiny.replace('mon = ["09:00-18:00"]', 'mon = ["09:00-09:01"]\nday_length = "9 hours"')

    with pytest.raises(RegulationError, match=r"priorities\[4\]\.resolution\.time: .*five years"):
        loads(tiny, file="ours.toml")


def test_a_text_written_before_the_format_grew_still_loads() -> None:
    """A ticket stays under its version, so its version's text must be read for ever."""
    older = SOURCES["barier"]
    for new, old in (
        ('clause = "4.8"\nreturned_by = "argument"\n', "dispute_needs_argument = true\n"),
        ('\n[queue]\nby = "priority"\nclause = "4.5"\n', ""),
        ('then = "not_constructive"                # 7.9-7\n', ""),
        ('stands_for = { ru = "портал поддержки", en = "the support portal", kk = "қолдау порталы" }\n', ""),
        ('  "reasons[3].date_on",\n', ""),
    ):
        assert new in older, new
        older = older.replace(new, old)
    older = re.sub(r"(?m)^(date_on|addresses|demands) = .*\n", "", older)

    rules = loads(older, file="row 1")

    assert rules.dispute_needs_argument
    assert rules.completion.resolutions == ("solved",)
    assert rules.queue.by == "priority"
    assert rules.targets(priority="3") == Targets(rules.priority("3").response, rules.priority("3").resolution)


@pytest.mark.parametrize("name", shipped())
def test_every_text_of_every_preset_is_there_in_every_language_and_fits_a_button_or_message(name: str) -> None:
    """Labels fit buttons, questions fit a message, and nothing is left in another language."""
    rules = load(name)
    labels = [thing.label for thing in (*rules.kinds, *rules.impacts, *rules.fields, *rules.tiers, *rules.clients)]
    skips = [field.skip for field in rules.fields if field.skip]
    texts = [item.text for item in (*rules.scope, *rules.reasons, *rules.demands.values())]

    for text in (*labels, *skips, *rules.statuses.values(), *rules.resolutions.values()):
        assert max(map(utf16_length, text.words.values())) <= 45, text
    for text in (*labels, *skips, *texts):
        assert re.search("[а-яА-Я]|VIP", text.words["ru"]), text
        assert not re.search("[а-яА-Я]", text.words["en"]), text
        assert re.search("[а-яәіңғүұқөһ]|VIP", text.words["kk"], re.IGNORECASE), text
    for text in texts:
        assert text.words["kk"] != text.words["ru"], text


@pytest.mark.parametrize("name", shipped())
def test_what_is_assumed_cites_no_clause_and_what_is_not_has_one(name: str) -> None:
    """The two never stand together, and one of them always stands."""
    rules = load(name)
    cited = [
        *rules.fields, *rules.kinds, *rules.impacts, *rules.priorities, *rules.scope, *rules.protected, *rules.doors,
        *rules.tiers, *rules.clients, *rules.other_ways, *rules.demands.values(), *rules.calendars.values(),
        *(t for p in rules.priorities for t in (p.response, p.resolution) if t),
        *(t for row in rules.target_rows for t in (row.targets.response, row.targets.resolution) if t),
    ]  # fmt: skip

    assert [thing for thing in cited if bool(thing.clause) == thing.assumed] == []
    assert set(rules.clauses) <= set(RULES)
    assert set(rules.demands) <= set(DEMANDS)


@pytest.mark.parametrize("name", shipped())
def test_each_preset_shows_its_own_examples_as_good_answers(name: str) -> None:
    """An example that its own field would refuse would mislead."""
    for field in load(name).fields:
        for language in LANGUAGES:
            example = field.example.words[language]
            assert field.accept(example), (field.key, example)


def test_a_ticket_needs_what_its_promise_depends_on_and_nothing_else() -> None:
    """Premium is three hours whatever the type; standard needs the type."""
    insales = load("insales")

    assert insales.targets(tier="premium") == insales.targets(tier="premium", category="other")
    assert insales.targets(tier="standard", category="other") == Targets(None, None)
    for missing in ({}, {"category": "layout"}):
        with pytest.raises(KeyError, match="tier is missing; insales has premium, standard"):
            insales.targets(**missing)
    with pytest.raises(KeyError, match="promises nothing by client"):
        insales.targets(tier="premium", client="vip")


def test_whose_turn_it_is() -> None:
    """By priority and receipt, by receipt alone, high first, or travellers first."""
    early, late = datetime(2026, 5, 13, 9, tzinfo=UTC), datetime(2026, 5, 13, 10, tzinfo=UTC)

    def order(name: str, *tickets: tuple[str, str, datetime, bool]) -> list[str]:
        rules = load(name)
        return [
            ticket for ticket, *_ in sorted(tickets, key=lambda t: rules.turn(priority=t[1], received=t[2], head=t[3]))
        ]

    assert order("barier", ("late 1", "1", late, False), ("early 2", "2", early, False)) == ["late 1", "early 2"]
    assert (
        order("gravity", ("late medium", "medium", late, False), ("early low", "low", early, False))[0] == "early low"
    )
    assert order("gravity", ("late high", "high", late, False), ("early low", "low", early, False))[0] == "late high"
    assert order("insales", ("late", "", late, False), ("early", "", early, False)) == ["early", "late"]
    assert order("megafon", ("late roaming", "", late, True), ("early", "", early, False))[0] == "late roaming"
    assert order("e-doc", ("early none", "", early, False), ("late high", "high", late, False))[0] == "late high"
    assert order("e-doc", ("early low", "low", early, False), ("late none", "", late, False))[0] == "late none"


def test_an_accepted_word_is_an_answer_and_a_short_one_may_be_of_any_signs() -> None:
    """Intervale's last item takes «нет»; a version has no letters."""
    details = load("intervale").field("details")
    version = load("gravity").field("version")

    assert [details.accept(word) for word in ("нет", "Нет.", "No")] == ["нет", "Нет.", "No"]
    assert version.accept(" 2.4.1 ") == "2.4.1"


def test_loading_is_quick_enough_for_a_command() -> None:
    """All seven in the time of a breath, calendars and all."""
    began = datetime.now(UTC)  # noqa: TID251 - how long it takes, not what time it is
    for name in shipped():
        load(name)

    assert datetime.now(UTC) - began < timedelta(seconds=2)  # noqa: TID251
