"""Bounces: what a server says of a letter that was not, or is not yet, delivered; standard (RFC 3464) and older forms.

A person's letter that cites, forwards or answers a bounce is none: words alone never make a bounce, a server must have
sent it.
"""

from __future__ import annotations

import re
from email.message import Message

from bot.mail.reading import servers
from bot.mail.reading.model import Kind, Verdict
from bot.mail.reading.oldstyle import told
from bot.mail.reading.outside import Outside, content, look, one_line, type_of
from bot.mail.reading.returned import Fields, about, fields

_STATUS = re.compile(r"(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)")
_XTEXT = re.compile(r"\+([0-9A-F]{2})")
_UNICODE = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")
STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")


def bounce(letter: Outside) -> Verdict | None:
    """What a server says of a letter of ours, or None if no server says so. A receipt of success is Kind.AUTO."""
    blocks = _report(letter)
    if blocks and (_is_report(letter) or _by_server(letter)):
        return _standard(letter, blocks)
    inner = _wrapped(letter)
    if inner is not None:
        return _unwrapped(inner)
    return _in_words(letter)


def _unwrapped(letter: Outside) -> Verdict | None:
    """A report that a filter on the way put into a letter of its own."""
    blocks = _report(letter)
    return _standard(letter, blocks) if blocks else None


def _report(letter: Outside) -> list[Fields]:
    """The blocks of the recipients in the machine's part."""
    for part in letter.parts:
        if type_of(part) in STATUS_PARTS:
            return [block for block in fields(content(part)) if _recipient(block) or "action" in block]
    return []


def _is_report(letter: Outside) -> bool:
    """A whole letter is a report: persons do not write such, yet some programs forward them so."""
    if letter.type != "multipart/report" or letter.report not in {"delivery-status", "?"}:
        return False
    return _by_server(letter) or not letter.answers


def _by_server(letter: Outside) -> bool:
    """Did a mail server send it?"""
    return _surely(letter) or (
        not letter.answers and (_kept(letter) or not letter.sender or bool(letter.submitted) or letter.null_path)
    )


def _surely(letter: Outside) -> bool:
    """From an address, a name or with a mark that only servers have."""
    return (
        letter.local in servers.DAEMONS
        or letter.local.startswith("microsoftexchange")
        or letter.sender_name.startswith(servers.DAEMON_NAMES)
        or any(
            name in letter.headers for name in ("x-failed-recipients", "x-ms-exchange-message-is-ndr", "x-dsncontext")
        )
    )


def _kept(letter: Outside) -> bool:
    """From the address of a server that its administrator writes from as well."""
    return letter.local in servers.KEEPERS or letter.sender_name.startswith(servers.KEEPER_NAMES)


def _wrapped(letter: Outside) -> Outside | None:
    """The report inside the only letter that a server's filter passes on."""
    if not _by_server(letter) or not letter.subject.startswith(servers.FAILURE_SUBJECTS):
        return None
    for part in letter.parts:
        inner = part.get_payload()
        if type_of(part) == "message/rfc822" and isinstance(inner, list) and inner and isinstance(inner[0], Message):
            found = look(inner[0], "")
            if found.type == "multipart/report":
                return found
    return None


def _standard(letter: Outside, blocks: list[Fields]) -> Verdict | None:
    """What the machine's part says: the first recipient that failed, else the first that waits, else a receipt."""
    for wanted, delayed in (("failed", False), ("delayed", True)):
        for block in blocks:
            if _action(block) == wanted:
                return _of_block(letter, block, delayed=delayed)
    if not any(_action(block) for block in blocks):
        return None
    return Verdict(Kind.AUTO, "a delivery receipt (RFC 3464): it arrived", about=about(letter))


def _of_block(letter: Outside, block: Fields, *, delayed: bool) -> Verdict:
    reason = one_line(re.sub(r"^\s*[\w.-]{1,40}\s?;", "", block.get("diagnostic-code", "")))
    whom = _recipient(block)
    if not (reason and "@" in whom):
        words = told(letter, whom)
        reason, whom = reason or one_line(words.reason), whom if "@" in whom else words.recipient or whom
    code = _STATUS.search(block.get("status", ""))
    why = "a report that it is delayed (RFC 3464)" if delayed else "a report that it failed (RFC 3464)"
    return Verdict(
        Kind.BOUNCE,
        why,
        failed_recipient=whom,
        status=code[0] if code else _code_in(reason),
        reason=reason,
        about=about(letter),
        delayed=delayed,
    )


def _action(block: Fields) -> str:
    """Failed, delayed, done, or "" for a block that says nothing; where the action is missing its status tells."""
    action = block.get("action", "").strip().lower()
    if action.startswith(("fail", "error", "expire")):
        return "failed"
    if action.startswith("delay"):
        return "delayed"
    if action.startswith(("deliver", "relay", "expand")):
        return "done"
    return {"5": "failed", "4": "delayed", "2": "done"}.get(block.get("status", "").strip()[:1], "")


def _recipient(block: Fields) -> str:
    """Whom we wrote to, rather than where it was forwarded: the original recipient comes first (RFC 3464, 2.3)."""
    found = [
        _address(block[name])
        for name in ("original-recipient", "final-recipient", "x-actual-recipient")
        if name in block
    ]
    return next((address for address in found if "@" in address), next(iter(found), ""))


def _address(value: str) -> str:
    """The address in a recipient field: its type, comments, angle brackets, xtext and Unicode escapes undone (RFC 3461, 6533)."""
    kind, typed, rest = value.partition(";")
    bare = (rest if typed else kind).strip().split("(")[0].strip().strip("<>\"' ")
    if kind.strip().lower() == "utf-8":
        bare = _UNICODE.sub(_unicode, bare)
    elif "@" not in bare:
        bare = _XTEXT.sub(lambda found: chr(int(found[1], 16)), bare)
    else:
        # Most servers leave an address as it is, so only what must be encoded is taken for it.
        bare = bare.replace("+2B", "+").replace("+3D", "=")
    bare = bare.removeprefix("mailto:")
    return bare if bare.isprintable() and len(bare) <= 320 and " " not in bare else ""


def _unicode(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "�"


def _in_words(letter: Outside) -> Verdict | None:
    """Bounces without a machine's part. The less the sender is a server's for sure, the more its words must be."""
    failure = letter.subject.startswith(servers.FAILURE_SUBJECTS)
    delay = letter.subject.startswith(servers.DELAY_SUBJECTS)
    titled = failure or delay
    words = any(phrase in letter.opening for phrase in servers.FAILURE_WORDS + servers.DELAY_WORDS)
    if letter.local in servers.DAEMONS and not titled and not words:
        return _of_daemon(letter)
    if _surely(letter):
        enough = titled or words
    elif letter.null_path and (_kept(letter) or not letter.sender):
        enough = (titled or words) and not _pleads(letter)
    elif _by_server(letter):
        enough = titled and (words or told(letter).failed) and not _pleads(letter)
    else:
        enough = titled and words and _nameless(letter) and not _pleads(letter)
    if not enough:
        return None
    said = told(letter)
    if not words and not said.recipient:
        return None
    waits = any(phrase in letter.opening for phrase in servers.DELAY_WORDS)
    delayed = delay or (waits and not failure) or (said.delayed and not said.failed)
    return Verdict(
        Kind.BOUNCE,
        "a server says that it is delayed" if delayed else "a server says that it failed",
        failed_recipient=said.recipient,
        status=_code_in(said.reason) or _code_in(letter.opening),
        reason=one_line(said.reason),
        about=about(letter),
        delayed=delayed,
    )


def _of_daemon(letter: Outside) -> Verdict | None:
    """A mail server in a tongue unknown here, if the library finds whom it is about."""
    said = told(letter)
    if not (said.failed or said.delayed):
        return None
    return Verdict(
        Kind.BOUNCE,
        "a mail server names a recipient",
        failed_recipient=said.recipient,
        status=_code_in(said.reason),
        reason=one_line(said.reason),
        about=about(letter),
        delayed=not said.failed,
    )


def _nameless(letter: Outside) -> bool:
    """A gateway under its own address writes without a name, a mail program and a thread."""
    human = letter.sender_name or "x-mailer" in letter.headers or "user-agent" in letter.headers or letter.thread
    gateway = letter.local in servers.GATEWAYS_ALONE or any(word in letter.local for word in servers.GATEWAYS)
    return gateway and not human and not letter.answers


def _pleads(letter: Outside) -> bool:
    """A person speaks: greets, asks for help, wonders."""
    return any(word in letter.opening for word in servers.PLEAS)


def _code_in(text: str) -> str:
    found = _STATUS.search(text)
    return found[0] if found else ""
