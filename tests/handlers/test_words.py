"""Every word is there in every language, and reads well."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from domain.answers import Text
from domain.journal import EntryKind
from domain.notices import BOTH_WAYS, BY_LETTER, IN_CHAT, ON_NO_TICKET, TO_GROUPS, TO_STAFF, Code
from domain.refusals import NothingToAnswer, Refusal, WrongAnswer
from domain.regulation import load
from domain.ticket import Resolution, Status
from handlers.view import chat, notices, staff_chat, staff_desk
from handlers.view.events import event
from handlers.view.refusals import refusal_words
from handlers.view.times import hours
from handlers.view.words import LANGUAGES, speaking, supported
from locales.collect import used

ROOT = Path(__file__).parents[2]


def catalog(language: str) -> dict[str, Message]:
    with (ROOT / "locales" / language / "LC_MESSAGES" / "frontdesk.po").open("rb") as source:
        messages = list(read_po(source, locale=language))
    return {m.id if isinstance(m.id, str) else m.id[0]: m for m in messages if m.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_lacks_its_translation(language: str) -> None:
    """A string without words would come out in English in the middle of a Russian sentence."""
    known = catalog(language)
    assert sorted(used() - known.keys()) == []
    empty = [key for key, m in known.items() if not all(m.string if isinstance(m.string, tuple) else [m.string])]
    assert empty == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_facts(language: str) -> None:
    """A translation that drops {number} would send a letter without its number."""
    for key, message in catalog(language).items():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = {name for one in ids for name in re.findall(r"{(\w+)}", one)}
        for form in message.string if isinstance(message.string, tuple) else (message.string,):
            assert set(re.findall(r"{(\w+)}", form)) <= wanted, key
            assert wanted - {"n"} <= set(re.findall(r"{(\w+)}", form)), key


def test_every_notice_has_words() -> None:
    """No notice can be posted that nobody knows how to say."""
    assert notices._WORDS.keys() >= BOTH_WAYS | (BY_LETTER - {Code.RECORD, Code.PROOF, Code.ACCOUNT_CODE})
    assert staff_chat.STAFF.keys() | staff_desk.ON_NO_TICKET.keys() == TO_STAFF
    assert staff_desk.ON_NO_TICKET.keys() == ON_NO_TICKET
    on_a_ticket = {Code.LETTER_FAILED, Code.LETTER_ACCEPTED, Code.GROUP_STATE, Code.TOPIC, Code.ARISEN}
    assert chat._TICKETLESS.keys() | on_a_ticket == IN_CHAT | TO_GROUPS
    with speaking("ru"):
        for kind in EntryKind:
            assert event(kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_words_of_its_own(language: str) -> None:
    """A refusal says what is wrong, never just «no»."""
    with speaking(language):
        plain = refusal_words(Refusal())
        for kind in Refusal.__subclasses__():
            facts = dict.fromkeys(getattr(kind, "__dataclass_fields__", {}), "x")
            facts |= {name: 3 for name in ("over", "limit") if name in facts}
            facts |= {name: Text({"ru": "x"}) for name in ("text",) if name in facts}
            facts |= {name: datetime(2026, 11, 24, 10, tzinfo=UTC) for name in ("until", "at") if name in facts}
            facts |= {name: ((1, "x", "past"),) for name in ("faults",) if name in facts}
            facts |= {name: EntryKind.CLOSED for name in ("what",) if name in facts}
            facts |= {name: NothingToAnswer() for name in ("refusal",) if name in facts}
            if kind.__name__ == "WrongDate":
                continue
            words = refusal_words(kind(**facts))
            assert words
            if kind not in (WrongAnswer,):
                assert words != plain, kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_a_name_in_the_preset(language: str) -> None:
    """A card never shows a key of ours where the regulation has a word."""
    rules = load("barier")
    for status in Status:
        assert rules.statuses[status].words[language]
    for resolution in Resolution:
        assert rules.resolutions[resolution].words[language]


@pytest.mark.parametrize(
    ("n", "words"), [(1, "1 час"), (2, "2 часа"), (5, "5 часов"), (11, "11 часов"), (21, "21 час"), (24, "24 часа")]
)
def test_russian_plurals_are_right(n: int, words: str) -> None:
    """1 час, 2 часа, 5 часов; 11 часов, 21 час."""
    with speaking("ru"):
        assert hours(n) == words


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("ru", "ru"),
        ("en-GB", "en"),
        ("kk", "kk"),
        ("kk-KZ", "kk"),
        ("uk", "ru"),
        ("de", "en"),
        (None, "ru"),
        ("", "ru"),
    ],
)
def test_the_language_is_telegrams_or_the_nearest_we_speak(tag: str | None, language: str) -> None:
    """Somebody with a German Telegram is not addressed in Russian."""
    assert supported(tag) == language
