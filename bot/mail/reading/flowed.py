"""Flowed text (RFC 3676): lines that a mail program broke become paragraphs again, quotes keep their marks."""

from __future__ import annotations

QUOTES = 20


def unflowed(text: str, delsp: bool = False) -> str:
    """The paragraphs. `delsp`: the blank at a soft break is no part of the text."""
    out: list[str] = []
    paragraph: list[str] = []
    depth = 0

    def flush() -> None:
        if paragraph:
            out.append("> " * min(depth, QUOTES) + "".join(paragraph))
            paragraph.clear()

    for line in text.split("\n"):
        bare = line.lstrip(">")
        deep = len(line) - len(bare)
        bare = bare[1:] if bare.startswith(" ") else bare
        soft = bare.endswith(" ") and bare != "-- "
        if deep != depth or bare == "-- ":
            flush()
        depth = deep
        if soft:
            paragraph.append(bare[:-1] if delsp else bare)
        else:
            paragraph.append(bare)
            flush()
    flush()
    return "\n".join(out)
