"""New text and quoted text: what the sender wrote is told from what their mail program put below, above or between it.

New text is never cut: where a rule is not sure, all is new. Marked quotes (`>`) are taken out line by line, so that answers below
and among them stay; an unmarked quote runs to the end, and is only believed below new words that do not point at it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from bot.mail.reading.answered import Answered
from bot.mail.reading.asked import asked
from bot.mail.reading.attributions import is_banner
from bot.mail.reading.boundaries import Boundary, find, is_mark
from bot.mail.reading.headers import passed_on
from bot.mail.reading.hints import answers_below, greets, passes_on, points_below, signs_off, tells_of_letters
from bot.mail.reading.lines import Line, after_blanks, before_blanks, line, read
from bot.mail.reading.model import Split
from bot.mail.reading.signatures import closing

MOST_LINES = 20_000
"""Longer texts were not typed by a person and are shown as they are."""
LOOKED_AT = 4000

NAMES_WITHIN = 20
_NAME = re.compile(r"\s{0,2}([^\W\d_a-zа-яё][\w.'-]{0,30}(?: [^\W\d_a-zа-яё][\w.'-]{0,30}){1,3})>(?=\s|$)")
_INITIALS = re.compile(r"\s{0,2}([^\W_][\w./&-]{0,11})>+(?=\s|$|>)")


class Place(Enum):
    """Whose a line is."""

    NEW = 1
    QUOTED = 2
    SIGNED = 3
    """It closes a letter: a signature, a telephone's line."""


def split(text: str, *, forwarded: bool = False, answered: Answered | None = None) -> Split:
    """The new words and the quoted ones. `forwarded`: the subject says that a letter is passed on: then only marked quotes count.

    `answered`: what is known of the letter it replies to.
    """
    whole = _trim(text.replace("\r\n", "\n").replace("\r", "\n"))
    if whole.count("\n") > MOST_LINES:
        return Split(whole)
    scan = _Scan(read(whole), forwarded=forwarded, answered=answered)
    scan.run()
    return Split(
        new=_put(scan.lines, scan.places, {Place.NEW}),
        quoted=_put(scan.lines, scan.places, {Place.QUOTED, Place.SIGNED}),
    )


def _trim(text: str) -> str:
    """Without blank lines around; the first line keeps its indent."""
    rest = text.rstrip()
    start = len(rest) - len(rest.lstrip())
    return rest[rest.rfind("\n", 0, start) + 1 :]


def _put(lines: Sequence[Line], places: Sequence[Place], wanted: set[Place]) -> str:
    """The lines of these places; what was between them leaves one blank line."""
    out: list[str] = []
    gap = False
    for one, place in zip(lines, places, strict=True):
        if place not in wanted:
            gap = True
        elif one.blank:
            if out and not (gap and not out[-1].strip()):
                out.append(one.raw)
        else:
            if gap and out and out[-1].strip():
                out.append("")
            gap = False
            out.append(one.raw)
    return _trim("\n".join(out))


class _Scan:
    """One way through the lines, from the top."""

    def __init__(self, lines: list[Line], *, forwarded: bool, answered: Answered | None) -> None:
        self.lines = lines
        self.forwarded, self.answered = forwarded, answered
        self.places = [Place.NEW] * len(lines)
        self.introductions: set[int] = set()
        """Lines that introduce a quote: never shown as what an answer answers."""
        self.inside = False
        """A marked quote was introduced: marked lines are quoted from here on."""
        self.initials = ""
        self.next_marked = 0
        """A marked line behind the place last asked about: it is looked for once, not once for each place."""

    def run(self) -> None:
        """Tells each line its place."""
        if all(one.depth or one.blank for one in self.lines) and not self._holds_forward(0, len(self.lines)):
            self._quote(0, len(self.lines))
            return
        end = self._walk()
        if self._shows_a_letter(end):
            self.places = [Place.NEW] * len(self.lines)
            return
        self._sign(end)
        self._give_context(end)

    def _walk(self) -> int:
        """Marks what is quoted; the line from which on all stays as it is."""
        at, size, top_is_quoted = 0, len(self.lines), False
        while (at := after_blanks(self.lines, at)) < size:
            one = self._marked(at)
            if one.depth and not is_banner(one):
                end = self._run_of_quotes(at)
                if not self.inside and self._holds_forward(at, end):
                    return at
                self._judge_quotes(at, end)
                at = end
                continue
            if passed_on(one):
                return at
            found = find(self.lines, at)
            if found is None:
                at += 1
                continue
            if self._introduces_marked(found.end):
                self._introduce(at, found.end)
                self.inside, at = True, found.end
            elif not found.sure or (self.inside and not found.ours):
                at += 1
            elif self._bare_quotes_follow(found):
                self._introduce(at, found.end)
                self.inside, at = True, found.end
            elif top_is_quoted or not self._says_something(at):
                top_is_quoted, at = True, found.end
            elif self._unsure(at, found):
                return at
            else:
                start = self._weak_introduction(at) if found.ours else at
                self._quote(start, size)
                return size
        return size

    # What is quoted

    def _quote(self, start: int, end: int) -> None:
        self.places[start:end] = [Place.QUOTED] * (end - start)

    def _introduce(self, start: int, end: int) -> None:
        self._quote(start, end)
        self.introductions.update(range(start, end))

    def _marked(self, at: int) -> Line:
        """The line, quoted if it bears the initials that mark this letter's quotes: «ИП> текст»."""
        one = self.lines[at]
        if self.initials and not one.depth and one.raw.lstrip(" ").startswith(self.initials):
            rest = one.raw.lstrip(" ")[len(self.initials) - 1 :]
            self.lines[at] = one = Line(one.raw, max(1, line(rest).depth), line(rest).said)
        return one

    def _run_of_quotes(self, at: int) -> int:
        """The end of the marked lines that begin here; blank lines among them do not end them."""
        end = at
        while (after := after_blanks(self.lines, end)) < len(self.lines) and self._marked(after).depth:
            end = after + 1
        return end

    def _judge_quotes(self, start: int, end: int) -> None:
        if not self.inside and not self._is_letter(start, end):
            return  # nobody introduced it: it may be a log, a prompt, a remark: it stays
        above = before_blanks(self.lines, start)
        if self.inside and above and self.places[above - 1] is Place.NEW and self.lines[above - 1].said.endswith(":"):
            return  # «Вот лог:» and then marked lines: they show something new
        self.inside = True
        self._quote(start, end)

    def _is_letter(self, start: int, end: int) -> bool:
        """Whether marked lines show by themselves that they are a letter: our mark, or an introduction, stands among them."""
        is_letter = False
        at = start
        while at < end:
            found = find(self.lines, at) if self.lines[at].said else None
            if found and (found.ours or at == start or (found.sure and not found.block)):
                is_letter = True
                self.introductions.update(range(at, found.end))
                at = found.end
            else:
                at += 1
        return is_letter

    def _introduces_marked(self, end: int) -> bool:
        """Whether marked lines follow: by `>`, by a bar, or by initials."""
        following = after_blanks(self.lines, end)
        if following >= len(self.lines):
            return False
        one = self._marked(following)
        if one.depth:
            return True
        if one.raw.startswith("| "):
            self.initials = "|"
            return True
        if initials := _INITIALS.match(one.raw):
            self.initials = f"{initials[1]}>"
            return True
        if (name := _NAME.match(one.raw)) and self._stands_twice(f"{name[1]}>", following):
            self.initials = f"{name[1]}>"
            return True
        return False

    def _stands_twice(self, mark: str, at: int) -> bool:
        """Whether a second line soon begins like this: one alone may be a path through a menu."""
        return any(one.raw.lstrip(" ").startswith(mark) for one in self.lines[at + 1 : at + NAMES_WITHIN])

    def _bare_quotes_follow(self, found: Boundary) -> bool:
        """Whether marked lines that nothing else introduces come later: then what is unmarked before them is an answer."""
        if found.block or found.ours:
            return False
        if self.next_marked < found.end:
            rest = range(found.end, len(self.lines))
            self.next_marked = next((at for at in rest if self.lines[at].depth), len(self.lines))
        if self.next_marked == len(self.lines):
            return False
        above = before_blanks(self.lines, self.next_marked)
        return not self.lines[above - 1].said.endswith((":", ">"))

    def _weak_introduction(self, at: int) -> int:
        """Above our own mark an introduction need not be one that we know: it ends with an address and a colon."""
        above = before_blanks(self.lines, at)
        start = above
        while start > 0 and above - start < 3 and self.lines[start - 1].said:
            start -= 1
        for first in range(above - 1, start - 1, -1):
            said = " ".join(one.said for one in self.lines[first:above])
            if not said.endswith(":") or len(said) > 300:
                return at
            if re.search(r"<\S{1,80}@\S{1,80}>[^.!?]{0,20}:$", said):
                return first
        return at

    # What must not be cut

    def _new(self, end: int) -> list[int]:
        return [at for at in range(end) if self.places[at] is Place.NEW and not self.lines[at].blank]

    def _says_something(self, end: int) -> bool:
        """Whether more than a greeting, regards and a telephone's line is new above this line."""
        words: list[str] = []
        mine = [at for at in self._new(closing(self.lines, 0, end)) if not self.lines[at].depth]
        for at in mine[:8]:
            said = self.lines[at].said
            if signs_off(said):
                break
            words.append(said)
        said = " ".join(words)[:LOOKED_AT]
        return bool(said) and not greets(said)

    def _unsure(self, at: int, found: Boundary) -> bool:
        """Whether the unmarked text below may be what the sender wants to show, or hold their answers."""
        if self.forwarded:
            return True
        above = self._new(closing(self.lines, 0, at)) or self._new(at)
        if not found.ours and self.lines[above[-1]].said.endswith(":"):
            return True
        if after_blanks(self.lines, found.end) >= len(self.lines) and not found.ours and not found.ruled:
            return True  # nothing is quoted: headers that somebody shows
        words = self._words(above)
        if found.block and self.answered and self.answered.heads(self.lines, at, found.end):
            return answers_below(words)
        return points_below(words) or (found.block and not found.ruled and tells_of_letters(words))

    def _shows_a_letter(self, end: int) -> bool:
        """Whether the words above a marked quote pass it on, and nothing stands below it."""
        if Place.QUOTED not in self.places:
            return False
        first = self.places.index(Place.QUOTED)
        above = self._new(first)
        if not above or end < len(self.lines) or not self.lines[before_blanks(self.lines, len(self.lines)) - 1].depth:
            return False
        if any(self.places[at] is Place.NEW and not self.lines[at].blank for at in range(first, len(self.lines))):
            return False
        ours = any(is_mark(self.lines[at]) for at in range(first, len(self.lines)))
        words = self._words(above)
        return not ours and (self.forwarded or self.lines[above[-1]].said.endswith(":") or passes_on(words))

    def _words(self, at: Sequence[int]) -> str:
        said = " ".join(self.lines[one].said for one in at[-200:]).casefold()
        return said if len(said) <= 2 * LOOKED_AT else f"{said[:LOOKED_AT]} {said[-LOOKED_AT:]}"

    def _holds_forward(self, start: int, end: int) -> bool:
        following = start
        while following < end and not self.lines[following].said:
            following += 1
        return following < end and passed_on(self.lines[following])

    # Signatures, and what an answer answers

    def _sign(self, end: int) -> None:
        """Takes off what closes the text above the quote and the text below it, unless nothing else would be left."""
        before = self.places.copy()
        if end == len(self.lines):
            last = before_blanks(self.lines, end)
            while last and self.places[last - 1] is Place.QUOTED:
                last = before_blanks(self.lines, last - 1)
            start = last
            while start and self.places[start - 1] is not Place.QUOTED:
                start -= 1
            self._close(start, last)
        if Place.QUOTED in self.places:
            self._close(0, self.places.index(Place.QUOTED))
        if not any(place is Place.NEW and one.said for place, one in zip(self.places, self.lines, strict=True)):
            self.places = before

    def _close(self, start: int, end: int) -> None:
        cut = closing(self.lines, start, end)
        self.places[cut:end] = [Place.SIGNED] * (end - cut)

    def _give_context(self, end: int) -> None:
        """Shows above each answer the marked lines that it answers; not where one answer stands below one whole letter."""
        places, answers = self.places.copy(), []
        for at in range(1, end):
            one = self.lines[at]
            if places[at] is not Place.NEW or one.depth or one.blank:
                continue
            above = at - 1
            while above >= 0 and self.lines[above].blank:
                above -= 1
            if above >= 0 and places[above] is Place.QUOTED and self.lines[above].depth:
                answers.append(above)
        if len(answers) == 1 and not any(
            places[at] is Place.QUOTED and self.lines[at].said for at in range(answers[0] + 1, end)
        ):
            return
        for last in answers:
            for at in asked(self.lines, last, self.introductions):
                self.places[at] = Place.NEW
