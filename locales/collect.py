"""Collect: `make words` brings the catalogues in step with the code: new strings come in, gone ones go, the rest stays.

English words are the keys, so the English catalogue needs no translator. What another language lacks is listed at the end,
and `tests/handlers/test_words.py` fails until it is there.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
ROOMS = ("handlers", "bot")
KEYWORDS = {"_": None, "ngettext": (1, 2)}


def used() -> dict[str, str | tuple[str, str]]:
    """Every string in the code that somebody is to read, by its key; one with a plural is a pair."""
    found: dict[str, str | tuple[str, str]] = {}
    for room in ROOMS:
        for _file, _line, message, _comments, _context in extract_from_dir(HERE.parent / room, keywords=KEYWORDS):
            found[message if isinstance(message, str) else message[0]] = message
    return found


def collect(language: str) -> list[str]:
    """Rewrite one catalogue; returns the strings that lack words in it."""
    path = HERE / language / "LC_MESSAGES" / "frontdesk.po"
    with path.open("rb") as source:
        known = {m.id if isinstance(m.id, str) else m.id[0]: m.string for m in read_po(source, locale=language) if m.id}
    catalog, missing = Catalog(locale=language), []
    for key, message in used().items():
        words = known.get(key) or (message if language == "en" else "")
        if not all(words if isinstance(words, tuple) else [words]):
            missing.append(key)
        catalog.add(message, string=words)
    plural = get_plural(language)
    out = BytesIO()
    write_po(out, catalog, omit_header=True, sort_output=True, no_location=True, width=110)
    header = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {language}\\n"\n"Plural-Forms: nplurals={plural.num_plurals}; plural={plural.plural_expr};\\n"\n\n'
    )
    path.write_text(header + out.getvalue().decode(), encoding="utf-8")
    return missing


def main() -> int:
    """All languages there are; the exit status is 1 while something lacks words."""
    lacking = {path.name: collect(path.name) for path in sorted(HERE.iterdir()) if (path / "LC_MESSAGES").is_dir()}
    for language, missing in lacking.items():
        sys.stdout.write(f"{language}: {len(missing)} without words\n" + "".join(f"  {key}\n" for key in missing))
    return int(any(lacking.values()))


if __name__ == "__main__":
    sys.exit(main())
