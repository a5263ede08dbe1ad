"""Writes the letters and, beside them, what is to be read in them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.mail.letters import in_charsets, in_parts, with_files
from tests.mail.letters.making import CASES

HERE = Path(__file__).parent


def main() -> None:
    for make in (
        in_charsets.bodies,
        in_charsets.headers,
        with_files.names,
        in_parts.bodies,
        in_parts.letters_within,
        in_parts.outlook,
        in_parts.secured,
        in_parts.broken,
    ):
        make()
    for old in HERE.glob("*.eml"):
        old.unlink()
    for case in CASES:
        (HERE / f"{case.name}.eml").write_bytes(case.raw)
    assert len({case.name for case in CASES}) == len(CASES)
    expected = {case.name: case.expected for case in CASES}
    lines = [f"{json.dumps(name)}: {json.dumps(said, ensure_ascii=False)}" for name, said in sorted(expected.items())]
    (HERE / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
