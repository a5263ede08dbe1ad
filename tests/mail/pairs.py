"""Counts which letter follows which in the desk's own Russian and Kazakh words: `python -m tests.mail.pairs` prints bot/mail/reading/pairs.py's table."""

from __future__ import annotations

import re
import sys
from collections import Counter
from math import log2
from pathlib import Path

from bot.mail.reading.pairs import LETTERS

ROOT = Path(__file__).parents[2]


def counted(language: str) -> Counter[tuple[str, str]]:
    """How often a letter follows another, word ends included as a space."""
    files = [ROOT / "locales" / language / "LC_MESSAGES" / "frontdesk.po"]
    files += sorted((ROOT / "domain").rglob("*.toml")) + [ROOT / "bot/demo/texts.toml"] if language == "ru" else []
    text = "\n".join(file.read_text() for file in files).lower()
    words = re.findall(f"[{LETTERS.strip()}]+", text)
    return Counter(pair for word in words for pair in zip(f" {word}", f"{word} ", strict=True))


def rows() -> list[str]:
    """A row per first letter, a digit per second: 0 is never, 4 and 5 are as often as by chance, 9 is most often."""
    tables = []
    for language in ("ru", "kk"):
        pairs = counted(language)
        firsts: Counter[str] = Counter()
        for (first, _), many in pairs.items():
            firsts[first] += many
        tables.append(
            {
                (a, b): log2((pairs[a, b] + 0.5) / (firsts[a] + 0.5 * len(LETTERS)) * len(LETTERS)) if firsts[a] else -4.5
                for a in LETTERS
                for b in LETTERS
            }
        )
    best = {pair: max(table[pair] for table in tables) for pair in tables[0]}
    return ["".join(str(min(9, max(0, round(best[a, b] + 4.5)))) for b in LETTERS) for a in LETTERS]


if __name__ == "__main__":
    sys.stdout.writelines(f'    "{row}",\n' for row in rows())
