"""Whom a server's text is about and why: flufl.bounce knows the old forms; what it lacks, Russian above all, is read here."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from email.message import Message

from flufl.bounce import all_failures

from bot.mail.reading import servers
from bot.mail.reading.outside import Outside, address_in, addresses_in, content, type_of
from bot.mail.reading.returned import cut, lines_of, only_recipient

# The library logs what it could not read, addresses and all; these belong in no log.
logging.getLogger("flufl.bounce").disabled = True

LINES = 200
"""Lines of a bounce's own words: the library tries some hundred patterns on each, so they are few and short."""
WIDTH = 200
CHILDREN = 4
_CODE = re.compile(r"(?<![\d.])(?:[45]\d\d[ -]|#?[45]\.\d{1,3}\.\d{1,3}(?![.\d]))")


@dataclass(frozen=True)
class Told:
    """What a text says: whom it is about, the server's own line, and whether the library took it for a failure or a delay."""

    recipient: str = ""
    reason: str = ""
    failed: bool = False
    delayed: bool = False


def told(letter: Outside, recipient: str = "") -> Told:
    """Read the words of a bounce; `recipient` if it is known already."""
    lines = own_lines(letter)
    failed, delayed = ((), ()) if "@" in recipient else _by_library(letter, lines)
    marked = [address for address in addresses_in(letter.get("x-failed-recipients")) if address.isprintable()]
    ours = _ours(letter)
    listed = marked or _in_order(failed, lines) or _in_order(delayed, lines)
    whom = recipient if "@" in recipient else next(iter(listed), "") or _named(lines, ours) or only_recipient(letter)
    return Told(whom, _reason(lines, whom), bool(failed or marked), bool(delayed))


def own_lines(letter: Outside) -> list[str]:
    """The lines that a server wrote itself, without the letter that came back below them."""
    lines = lines_of(letter.text)
    return [line[:WIDTH] for line in lines[: cut(lines)]][:LINES]


def _is_text(part: Message) -> bool:
    return type_of(part).startswith("text/")


def _by_library(letter: Outside, lines: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What flufl.bounce finds, permanent and temporary, in a copy that is short and not nested."""
    try:
        temporary, permanent = all_failures(_lean(letter, lines))
    except Exception:
        # It was not written for hostile letters; what it cannot read it does not know.
        return (), ()
    return _texts(permanent), _texts(temporary)


def _texts(found: frozenset[bytes]) -> tuple[str, ...]:
    named = sorted(raw.decode("ascii", "replace").strip(" <>\"'.,;:") for raw in found)
    return tuple(
        address for address in named if address.count("@") == 1 and address.isprintable() and len(address) <= 320
    )


def _lean(letter: Outside, lines: list[str]) -> Message:
    """The letter again: a few headers, its own words, and parts by their types only."""
    lean = Message()
    lean["From"] = letter.sender.encode("ascii", "replace").decode("ascii")
    for name in ("Subject", "Content-Type", "X-Mailer"):
        if name.lower() in letter.headers:
            lean[name] = letter.get(name.lower()).encode("ascii", "replace").decode("ascii")
    words = "\n".join([*lines, ""])
    if not letter.type.startswith("multipart/"):
        lean.set_payload(words)
        return lean
    spoken = Message()
    spoken["Content-Type"] = "text/plain"
    spoken.set_payload(words)
    lean.attach(spoken)
    for part in letter.parts[1:CHILDREN]:
        text = "\n".join(line[:WIDTH] for line in lines_of(content(part))[:LINES]) if _is_text(part) else ""
        child = Message()
        child["Content-Type"] = type_of(part) if _is_text(part) else "application/octet-stream"
        child.set_payload(f"{text}\n")
        lean.attach(child)
    return lean


def _in_order(found: tuple[str, ...], lines: list[str]) -> list[str]:
    """Addresses as the text names them: the first is the one that is told."""
    text = "\n".join(lines).lower()
    return sorted(found, key=lambda address: place if (place := text.find(address.lower())) >= 0 else len(text))


def _ours(letter: Outside) -> set[str]:
    """Addresses that a bounce names and is not about: its sender, and to whom it came."""
    known = {letter.sender}
    known.update(address_in(value) for value in letter.headers.get("to", [])[:20])
    return known - {""}


def _named(lines: list[str], ours: set[str]) -> str:
    """The first address below the words of failure, else the first of all; those of helpers last."""
    low = [line.lower() for line in lines]
    begin = next((at for at, line in enumerate(low) if any(said in line for said in _SAID)), 0)
    helping = [any(word in line for word in _HELPERS) for line in low]
    for start, helpers in ((begin, False), (0, False), (0, True)):
        for line, helps in list(zip(lines, helping, strict=True))[start:]:
            if helps is helpers and (found := _first(line, ours)):
                return found
    return ""


def _first(line: str, ours: set[str]) -> str:
    """The first address of a line that a bounce may be about."""
    for address in addresses_in(line):
        shown = address.removeprefix("mailto:").strip(".")
        if _fit(shown) and shown.lower() not in ours and shown.partition("@")[0].lower() not in servers.DAEMONS:
            return shown
    return ""


# Lines that name who helps, and not whom it is about.
_HELPERS = ("contact", "assistance", "support", "обратитесь", "обращайтесь", "свяжитесь", "message-id")
_SAID = servers.FAILURE_WORDS + servers.DELAY_WORDS


def _fit(address: str) -> bool:
    """An address, no Message-ID or host's name: a domain with letters at its end, no digits galore before the @."""
    local, _, domain = address.partition("@")
    end = domain.rpartition(".")[2]
    return (
        bool(local) and address.isprintable() and "." in domain and not end.isdigit() and local.lower() != "postmaster"
    )


def _reason(lines: list[str], whom: str) -> str:
    """The server's own line: one with a code, else what stands beside or below the address."""
    if not lines:
        return ""
    at = next((number for number, line in enumerate(lines) if whom and whom.lower() in line.lower()), 0)
    for start in (at, 0):
        for number in range(start, len(lines)):
            if _CODE.search(lines[number]):
                return _joined(lines, number)
    if not whom:
        return ""
    beside = lines[at].lower().replace(whom.lower(), "").strip(" <>:'\"()-")
    if len(beside) > 8 and "@" not in beside and not beside.endswith(":") and not _NO_REASON.match(lines[at]):
        return lines[at]
    below = [line.strip() for line in lines[at + 1 :] if line.strip(" -=*_#") and not _NO_REASON.match(line)]
    return " ".join(below[:2]) if below and below[0].endswith(":") else next(iter(below), "")


# Headings and fields beside an address, which say nothing of why.
_NO_REASON = re.compile(
    r"\s*(?:[^@]{0,60}@\S{1,100}\s*$|original address|(?:to|cc|subject|date|sent|from|кому|тема|отправлено|дата|от)\s?:)",
    re.IGNORECASE,
)


def _joined(lines: list[str], number: int) -> str:
    """A line and those that are folded under it."""
    folded = [lines[number].strip()]
    for line in lines[number + 1 : number + 3]:
        if not line.startswith(("    ", "\t")) or not line.strip():
            break
        folded.append(line.strip())
    return " ".join(folded)
