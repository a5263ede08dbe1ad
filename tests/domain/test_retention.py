"""Terms of keeping are counted by the calendar, as the civil code counts them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.regulation import RegulationError, load, loads, shipped
from domain.retention import USUAL, Term

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    ("term", "begins", "ends"),
    [
        ("3 years", "2026-11-23T10:30:00+03:00", "2029-11-23T10:30:00+03:00"),
        ("3 years", "2024-02-29T12:00:00+03:00", "2027-02-28T12:00:00+03:00"),  # no such day: the month's last one
        ("1 month", "2026-01-31T00:00:00+03:00", "2026-02-28T00:00:00+03:00"),
        ("6 months", "2026-08-31T23:59:00+03:00", "2027-02-28T23:59:00+03:00"),
        ("1 month", "2026-12-31T22:30:00+00:00", "2027-01-31T22:30:00+00:00"),  # in Moscow it is January 1 already
        ("30 days", "2026-11-23T10:30:00+03:00", "2026-12-23T10:30:00+03:00"),
    ],
)
def test_a_term_ends_on_the_same_day_or_the_months_last(term: str, begins: str, ends: str) -> None:
    """ГК РФ, article 192."""
    assert Term.parse(term).after(datetime.fromisoformat(begins), MOSCOW) == datetime.fromisoformat(ends)
    assert str(Term.parse(term)) == term


def test_in_a_zone_with_summer_time_the_hour_stays() -> None:
    """Days are days, not 24 hours each."""
    begins = datetime.fromisoformat("2026-03-28T12:00:00+01:00")
    assert Term.parse("1 day").after(begins, ZoneInfo("Europe/Berlin")).isoformat() == "2026-03-29T10:00:00+00:00"
    assert Term.parse("1 day").before(begins, ZoneInfo("Europe/Berlin")).isoformat() == "2026-03-27T11:00:00+00:00"


@pytest.mark.parametrize("text", ["0 days", "3", "3 weeks", "three years", "-1 day", "3 years, about", "99999 days"])
def test_what_is_no_term_is_refused(text: str) -> None:
    """Nothing is kept for ever by a typing mistake."""
    with pytest.raises(ValueError, match="is no term"):
        Term.parse(text)


def test_a_file_that_says_nothing_has_the_usual_terms_and_a_wrong_one_is_named() -> None:
    """Versions registered before there were terms still load."""
    source = load("barier").source
    before, after = source.split("[retention]")
    without = before + "[consent]" + after.split("[consent]", 1)[1]
    assert loads(without, file="old.toml").retention == USUAL
    with pytest.raises(RegulationError, match=r"retention.drafts: .*is no term"):
        loads(source.replace('drafts = "30 days"', 'drafts = "a while"'), file="wrong.toml")


@pytest.mark.parametrize("preset", shipped())
def test_what_people_agree_to_says_how_long(preset: str) -> None:
    """The consent must not promise another term than the one that the desk keeps."""
    rules = load(preset)
    assert rules.retention.assumed
    assert rules.retention.clause is None
    assert "retention" in rules.assumed
    assert (rules.retention.personal_data.amount, rules.retention.personal_data.unit) == (3, "years")
    assert "3 года" in rules.consent.text.in_("ru")
    assert "3 years" in rules.consent.text.in_("en")
