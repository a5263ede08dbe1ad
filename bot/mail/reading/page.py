"""Page: the text of an HTML document as it grows, line by line, with the depth of quoting that each line has."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.mail.reading import glued

# Deeper quotes than these look like the deepest.
QUOTES = 20
CELL = 200
"""A cell with more in its last line has its neighbour below it."""
_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass
class Page:
    """The text as it grows: lines with the depth of quoting each has."""

    lines: list[tuple[int, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    depth: int = 0
    space: bool = False
    cell: bool = False
    """A cell has begun beside another: what comes next stands in the same line."""
    bullet: bool = False
    """An item has begun, and has no words yet."""
    cells: int = 0
    held: bool | None = None
    """In a cell the end of a paragraph is not yet the end of the line; True: with a free line behind it."""

    def beside(self) -> None:
        """A cell begins: beside the one before, unless that is a whole text."""
        if self.words and sum(map(len, self.words[-20:])) < CELL:
            self.held, self.cell = None, True
        else:
            self.end()

    def add(self, text: str, keep: bool = False) -> None:
        """Words into the line."""
        if keep:
            first, *rest = text.split("\n")
            self._put(first)
            for one in rest:
                self.end(force=True)
                self._put(one)
            return
        shown = _SPACES.sub(" ", text)
        if shown == " " or not shown:
            self.space = self.space or bool(shown)
            return
        if shown[0] == " ":
            self.space = True
        self._put(shown.strip(" "), gap=True)
        self.space = shown[-1] == " "

    def _put(self, text: str, gap: bool = False) -> None:
        if not text:
            return
        if self.held is not None:
            self.end(apart=self.held)
        if self.cell and self.words:
            self.words.append(" | ")
        elif gap and self.space and self.words:
            self.words.append(" ")
        self.cell = self.space = self.bullet = False
        self.words.append(text)

    def end(self, force: bool = False, apart: bool = False) -> None:
        """End the line, if it has begun; `apart`: and leave one free."""
        apart, self.held = apart or bool(self.held), None
        if self.words or force:
            text = "".join(self.words).rstrip(" ")
            text = "-- " if text == "--" else text
            self.lines.append((self.depth, text))
        self.words = []
        self.space = self.cell = self.bullet = False
        if apart and self.lines and self.lines[-1][1]:
            self.lines.append((self.depth, ""))

    def quote(self) -> None:
        """A quote begins: the sentence that introduces it gets a line of its own."""
        if at := glued.begins_at(self.words):
            sentence, self.words = self.words[at:], self.words[:at]
            self.end()
            self.words = ["".join(sentence).strip(" ")]

    def text(self) -> str:
        """All the lines, quotes marked; never more than two of them free in a row."""
        self.end()
        shown, free = [], 0
        for depth, words in self.lines:
            if not words.strip(" \xa0|"):
                words = ""
            free = 0 if words else free + 1
            if free < 3:
                shown.append("> " * min(depth, QUOTES) + words if words else ("> " * min(depth, QUOTES)).rstrip(" "))
        return "\n".join(shown).strip("\n")
