"""Body: of a letter's parts, the words that a person sees and the files beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.mail.reading import charsets, fields, mime, secured, tnef
from bot.mail.reading.calendar import in_a_line
from bot.mail.reading.charset_names import known
from bot.mail.reading.flowed import unflowed
from bot.mail.reading.html import text_of
from bot.mail.reading.mime import Part
from bot.mail.reading.model import Found
from bot.mail.reading.names import fit, name_of
from bot.mail.reading.texts import clean

# Bytes of a part that are read as words, signs of a letter that are shown; a part with more is attached as well.
BYTES, SIGNS = 6_000_000, 1_000_000
FILES, PROBLEMS = 500, 20
_CID = re.compile(rb"(?i)cid:([^\s\"'<>()]{1,200})")
_META = re.compile(rb"(?i)<meta[^>]{0,200}charset\s{0,5}=\s{0,5}[\"']?([a-z0-9_.:-]{1,40})")
_ENRICHED = re.compile(r"(?i)<param>[^<]{0,500}</param>|<(?!<)/?[a-z-]{1,40}>")
_MARKUP = re.compile(r"\s{0,200}(?:<!doctype html|<html[\s>]|<head[\s>]|<body[\s>])", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")
_SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
_PKCS7 = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}
_WORDS = {"text/plain", "text/html", "text/enriched", "text/richtext"}


@dataclass
class Seen:
    """What was found so far."""

    hint: str = ""
    texts: list[str] = field(default_factory=list)
    files: list[Found] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    secured: str = ""
    cids: set[str] = field(default_factory=set)
    within: list[str] = field(default_factory=list)
    """Words of what is attached (winmail.dat): shown if there are no others."""
    later: list[Part] = field(default_factory=list)
    """Letters within: looked into if there are no words but theirs."""
    words_only: bool = False

    @property
    def text(self) -> str:
        """All words, one part after the other."""
        texts = [text.strip("\n") for text in self.texts if text.strip()] or [
            text.strip("\n") for text in self.within if text.strip()
        ]
        return "\n\n".join(texts)

    def say(self, problem: str) -> None:
        if problem and problem not in self.problems and len(self.problems) < PROBLEMS:
            self.problems.append(problem)

    def attach(self, found: Found) -> None:
        if self.words_only:
            return
        if len(self.files) < FILES:
            self.files.append(found)
        else:
            self.say(f"more than {FILES} files: the rest is kept only with the letter")


def seen(top: Part, hint: str = "") -> Seen:
    """The words and files of a letter."""
    found = Seen(hint)
    for part in top.walk():
        if part.type == "text/html" and part.end - part.start < BYTES:
            found.cids |= {cid.decode("latin-1") for cid in _CID.findall(part.content()[:BYTES])[:500]}
    _see(top, found)
    _look_within(found)
    for part in top.walk():
        for problem in part.problems:
            found.say(problem)
    return found


def _look_within(found: Seen) -> None:
    waiting = found.later
    while waiting and not found.text.strip():
        inner = Seen(found.hint, words_only=True)
        _see(waiting[0], inner)
        found.within.append(inner.text)
        waiting = [*inner.later, *waiting[1:]]


def _see(part: Part, found: Seen) -> None:
    """Look at a part and those below it; they do not lie deeper than `mime.DEPTH`."""
    kind = part.type
    if part.main == "multipart" and part.children:
        _multipart(part, found)
    elif part.main == "message":
        _message(part, found)
    elif kind in _PKCS7:
        _smime(part, found)
    elif kind in _TNEF or (part.main == "application" and name_of(part).lower() == "winmail.dat"):
        _winmail(part, found)
    elif kind == "text/calendar":
        _invitation(part, found)
    elif kind in _WORDS and _is_body(part, found):
        _words(part, found)
    else:
        _file(part, found)


def _multipart(part: Part, found: Seen) -> None:
    children = part.children
    if part.type == "multipart/alternative":
        _alternative(children, found)
        return
    if part.type == "multipart/encrypted":
        found.secured = "encrypted"
        found.say("encrypted: it cannot be read here")
        for child in children[1:] or children:
            _file(child, found, "encrypted.asc")
        return
    if part.type == "multipart/signed":
        found.secured = found.secured or "signed"
        children = [child for child in children if child.type not in _SIGNATURES] or children
    elif part.type == "multipart/appledouble":
        children = [child for child in children if child.type != "application/applefile"] or children
    elif part.type == "multipart/related":
        start = part.param("start").strip("<>")
        children = sorted(children, key=lambda child: not start or _cid(child) != start)
    for child in children:
        _see(child, found)


def _alternative(children: list[Part], found: Seen) -> None:
    """The same said in several ways: what is marked is shown as plain text, unless the plain text says less."""
    plain, marked = "", ""
    shown = [child for child in children if child.type != "text/x-amp-html"]
    other: list[str] = []
    for child in shown:
        inner = Seen(found.hint, cids=found.cids)
        _see(child, inner)
        if child.type == "text/calendar":
            other += inner.texts
        elif child.type in {"text/plain", "text/enriched", "text/richtext"}:
            plain = plain or inner.text
        elif inner.texts:
            marked = inner.text
        for file in inner.files:
            found.attach(file)
        for problem in inner.problems:
            found.say(problem)
        found.within += inner.within
        found.later += inner.later
        found.secured = found.secured or inner.secured
    text = _better(plain, marked)
    found.texts.append(text)
    found.texts += [one for one in other if one not in text]


def _better(plain: str, marked: str) -> str:
    if not plain.strip() or not marked.strip():
        return plain if plain.strip() else marked
    few, many = len(_LETTERS.findall(plain[:SIGNS])), len(_LETTERS.findall(marked[:SIGNS]))
    if plain.count("?") * 2 > few and marked.count("?") * 4 < many:
        return marked  # somebody could not write these letters
    if few * 3 < many and many - few > 100:
        return marked
    if (
        not plain.isascii()
        and not marked.isascii()
        and charsets.reads(_odd(plain)) < 0 < 1 < charsets.reads(_odd(marked))
    ):
        return marked
    if marked.count("\n> ") > 1 and not plain.startswith(">") and "\n>" not in plain:
        return marked  # only there one sees what is quoted
    return plain


def _odd(text: str) -> str:
    return " ".join(word for word in text[:20_000].split() if not word.isascii())


def _is_body(part: Part, found: Seen) -> bool:
    if part.disposition == "attachment":
        return False
    named = bool(name_of(part))
    return (
        not named or part.depth == 0 or (not any(text.strip() for text in found.texts) and part.disposition != "inline")
    )


def _words(part: Part, found: Seen) -> None:
    content = part.content()
    if part.type != "text/html" and _binary(content):
        found.say("said to be text, but is not")
        found.attach(Found(name_of(part, found.hint), "application/octet-stream", len(content), content))
        return
    if part.type == "text/plain" and b"begin " in content:
        content = _without_uuencoded(content, found)
    text = _decoded(part, content, found)
    if part.type == "text/html" or _MARKUP.match(text):
        text = text_of(text)
    elif part.type in {"text/enriched", "text/richtext"}:
        text = _ENRICHED.sub("", text).replace("<<", "<")
    elif part.param("format").lower() == "flowed":
        text = unflowed(clean(text), part.param("delsp").lower() == "yes")
    text = clean(text)
    kind, words, block = secured.pgp(text) if "-----BEGIN PGP " in text else ("", text, "")
    found.secured = found.secured or kind
    if block:
        found.say("encrypted: it cannot be read here")
        found.attach(Found("encrypted.asc", "application/pgp-encrypted", len(block.encode()), block.encode()))
    if len(content) > BYTES or len(words) > SIGNS:
        found.say("the text is too long to be shown whole: it is attached")
        found.attach(Found("text.html" if part.type == "text/html" else "text.txt", part.type, len(content), content))
        words = words[:SIGNS]
    found.texts.append(words)


def _decoded(part: Part, content: bytes, found: Seen) -> str:
    declared = part.param("charset")
    if part.type == "text/html" and not known(declared) and (meta := _META.search(content[:20_000])) is not None:
        declared = meta[1].decode("ascii")
    read = charsets.decode(content[: BYTES if part.type == "text/html" else SIGNS * 3], declared, found.hint)
    found.say(read.problem)
    return read.text


def _binary(content: bytes) -> bool:
    """Bytes that no charset's text has so many of."""
    head = content[:4000]
    controls = sum(head.count(bytes([code])) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    controls += head.count(b"\0")
    return controls > 8 and controls * 20 > len(head) and not charsets.decode(head).charset.startswith("utf-16")


def _without_uuencoded(content: bytes, found: Seen) -> bytes:
    at, kept = 0, []
    for name, file, start, end in mime.uudecoded(content):
        kept.append(content[at:start])
        found.attach(
            Found(fit(charsets.decode(name, "", found.hint).text), "application/octet-stream", len(file), file)
        )
        at = end
    return b"".join([*kept, content[at:]])


def _message(part: Part, found: Seen) -> None:
    """A letter within: attached as it is, shown if nothing else is there to be read."""
    if part.type in {"message/delivery-status", "message/feedback-report", "message/disposition-notification"}:
        content = part.content()
        found.within.append(clean(charsets.decode(content[:BYTES]).text))
        if part.depth:
            found.attach(
                Found(
                    name_of(part, found.hint) or part.type.partition("/")[2] + ".txt", part.type, len(content), content
                )
            )
        return
    subject = ""
    if part.children:
        child = part.children[0]
        subject = fields.shown(child.first("subject"), found.hint)
        found.later.append(child)
        if part.type == "message/external-body":
            found.say("a file is not in the letter, only where it is kept")
        elif part.type == "message/partial":
            found.say("a piece of a letter that was cut into several")
    name = name_of(part, found.hint) or fit((subject or "message").translate(_NO_FOLDERS)[:150]) + ".eml"
    if not found.words_only:
        content = part.content()
        found.attach(Found(name, part.type, len(content), content))


_NO_FOLDERS = str.maketrans({"/": "_", "\\": "_"})


def _smime(part: Part, found: Seen) -> None:
    content = part.content()
    kind, inner = secured.pkcs7(content)
    if kind == "" and part.param("smime-type").lower() in {"enveloped-data", "authenveloped-data"}:
        kind = "encrypted"
    if kind == "":
        found.say("S/MIME that cannot be read")
    found.secured = kind or found.secured
    if kind == "signed" and inner and part.depth < mime.DEPTH // 2:
        top = mime.parse(inner)
        top.depth = part.depth + 1
        _see(top, found)
        for one in top.walk():
            for problem in one.problems:
                found.say(problem)
        return
    if kind == "encrypted":
        found.say("encrypted: it cannot be read here")
    _file(part, found, "smime.p7m")


def _winmail(part: Part, found: Seen) -> None:
    content = part.content()
    opened = tnef.opened(content)
    found.say(opened.problem)
    for file in opened.files:
        found.attach(Found(fit(file.name), file.type or "application/octet-stream", len(file.content), file.content))
    found.within.append(clean(opened.text))
    if not opened.files and (opened.problem or not opened.text):
        _file(part, found, "winmail.dat")


def _invitation(part: Part, found: Seen) -> None:
    content = part.content()
    shown = in_a_line(_decoded(part, content, found))
    if shown:
        found.texts.append(shown)
    found.attach(Found(name_of(part, found.hint) or "invite.ics", part.type, len(content), content))


def _file(part: Part, found: Seen, otherwise: str = "") -> None:
    if found.words_only:
        return
    content = part.content()
    name = name_of(part, found.hint) or otherwise
    if not content and not name:
        return
    cid = _cid(part)
    inline = part.disposition == "inline" or (bool(cid) and cid in found.cids)
    found.attach(Found(name, part.type, len(content), content, inline))


def _cid(part: Part) -> str:
    return part.first("content-id").decode("latin-1").strip().strip("<>")[:200]
