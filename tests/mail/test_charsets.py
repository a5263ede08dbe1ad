"""Text comes back out of every charset, whatever the charset is said to be."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from bot.mail.reading.charset_names import known
from bot.mail.reading.charsets import decode

ROOT = Path(__file__).parents[2]
RUSSIAN = (
    "koi8-r",
    "cp1251",
    "cp866",
    "mac-cyrillic",
    "iso8859-5",
    "kz1048",
    "ptcp154",
    "utf-8",
    "utf-7",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
)
KAZAKH = ("kz1048", "ptcp154", "utf-8", "utf-7", "utf-16", "utf-16-le", "utf-16-be")
LABELS = (
    "",
    "us-ascii",
    "iso-8859-1",
    "utf-8",
    "x-unknown",
    "koi8-r",
    "windows-1251",
    "cp866",
    "mac-cyrillic",
    "iso-8859-5",
)


def words(language: str) -> list[str]:
    """Words that the reader did not learn from: the stories' and the sandbox's (Russian); the catalogue's (Kazakh)."""
    if language == "kk":
        said = re.findall(r'msgstr "([^"]+)"', (ROOT / "locales/kk/LC_MESSAGES/frontdesk.po").read_text())
        return re.findall("[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]+[.,!?]?", " ".join(said))
    texts = " ".join(
        path.read_text()
        for folder in ("tests/stories", "tests/domain", "bot/sandbox")
        for path in sorted((ROOT / folder).rglob("*.py"))
    )
    return re.findall("[А-Яа-яЁё]+[.,!?]?", texts)


@pytest.mark.parametrize(
    ("language", "many", "rate"),
    [
        ("ru", 1, 0.94),
        ("ru", 2, 0.99),
        ("ru", 3, 0.995),
        ("ru", 5, 0.998),
        ("kk", 1, 0.97),
        ("kk", 3, 0.995),
        ("kk", 5, 0.998),
    ],
)
def test_so_many_words_come_back(language: str, many: int, rate: float) -> None:
    """Labelled, unlabelled and mislabelled alike; the fewer the words, the more often two readings are as good."""
    source, by_chance = words(language), random.Random(7)
    good = every = 0
    wrong: list[tuple[str, str, str, str]] = []
    for _ in range(150):
        at = by_chance.randrange(len(source) - many)
        text = " ".join(source[at : at + many])
        for charset in RUSSIAN if language == "ru" else KAZAKH:
            for label in (charset, "", by_chance.choice(LABELS)):
                found = decode(text.encode(charset), label).text
                every += 1
                good += found == text
                if found != text:
                    wrong.append((text, charset, label, found))
    assert good / every >= rate, (good / every, wrong[:20])


NO_CHARSETS = (
    "rot13 rot_13 base64 hex zlib bz2 uu quopri idna punycode unicode_escape raw_unicode_escape undefined mbcs oem"
)


@pytest.mark.parametrize("name", [*NO_CHARSETS.split(), "utf_8_sig\0", "../x", "os", "", "a" * 10**6])
def test_a_codec_that_is_no_charset_is_none(name: str) -> None:
    """Python has codecs that are no charsets, and would import what it is named."""
    assert known(name) == ""


def test_nothing_is_lost_where_nothing_need_be() -> None:
    """Each byte of each one byte charset comes back as a sign of its own."""
    data = bytes(range(128, 256)) + "Помогите с принтером, пожалуйста".encode("koi8-r")
    assert "\ufffd" not in decode(data).text
