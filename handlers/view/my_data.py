"""My data: everything kept of somebody as a page to read, the same as JSON, and their files; what is sent for /mydata."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from html import escape

from aiogram import Bot
from aiogram.methods import SendDocument
from aiogram.types import InputFile

from domain.draft import Attachment
from domain.notices import Parcel
from domain.ports import Desk
from domain.regulation import Regulation
from domain.usecases.my_data import Everything, as_data, gather
from handlers.view.letter_page import Paragraph
from handlers.view.privacy import operator, terms
from handlers.view.record import record
from handlers.view.say import Methods, chat_number, shortened
from handlers.view.times import when
from handlers.view.words import _, language, ngettext

MOST_BYTES = 45_000_000
"""Of files in one archive: a bot may send documents of up to 50 MB (Bot API: sendDocument)."""
PAGE, DATA = "index.html", "data.json"
CAPTION = 1000
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "blockquote{margin:.3rem 0;padding:.2rem .8rem;border-left:3px solid #bbb;white-space:pre-wrap}"
    "section{border-top:1px solid #ccc;margin-top:2rem}"
)


@dataclass(frozen=True)
class Content:
    """A file to be packed: under which name, and the digest it is kept by."""

    name: str
    sha256: str


class Package(InputFile):
    """An archive that is put together only while it goes out: whoever keeps the files does that (`bot/packing.py`)."""

    def __init__(self, filename: str, texts: dict[str, str], contents: list[Content]) -> None:
        super().__init__(filename=filename)
        self.texts, self.contents = texts, contents

    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:
        """It has no bytes of its own: TypeError, should it ever go out as it is."""
        raise TypeError("an archive is packed before it goes out")
        yield b""


def my_data(desk: Desk, parcel: Parcel) -> Methods:
    """The documents to send: one, or several where the files are many. Nothing if they were forgotten meanwhile."""
    person = desk.people.get(parcel.facts["person"])
    if person.erased_at is not None:
        return []
    found = gather(desk, person)
    packages = packed(desk, found)
    methods: Methods = []
    for n, package in enumerate(packages, start=1):
        caption = shortened(_caption(n, len(packages)), CAPTION)
        methods.append(SendDocument(chat_id=chat_number(parcel.address), document=package, caption=caption))
    return methods


def packed(desk: Desk, found: Everything, most: int = MOST_BYTES) -> list[Package]:
    """The archives, each with `most` bytes of files and one at least; the first holds the page and the data."""
    names = _names(found.files)
    data = as_data(found)
    for one in data["files"]:
        one["in_archive"] = names[one.pop("id")]
    texts = {PAGE: _page(desk, found, names), DATA: json.dumps(data, ensure_ascii=False, indent=2)}
    day = found.at.astimezone(desk.regulation.zone).date().isoformat()
    parts = _parts(found.files, most)
    return [
        Package(
            f"my-data-{day}-{n}.zip" if len(parts) > 1 else f"my-data-{day}.zip",
            texts if n == 1 else {},
            [Content(names[file.id], file.sha256) for file in files],
        )
        for n, files in enumerate(parts, start=1)
    ]


def _caption(n: int, parts: int) -> str:
    if n > 1:
        return _("Part {n} of {all}: more of your files.").format(n=n, all=parts)
    lines = [_("Everything we keep about you. Open {page} to read it; {data} is the same for machines.")]
    if parts > 1:
        lines.append(_("The files did not fit into one archive: there are {all}.").format(all=parts))
    return "\n".join(lines).format(page=PAGE, data=DATA)


def _parts(files: list[Attachment], most: int) -> list[list[Attachment]]:
    """As many archives as it takes, each small enough to be sent; the first one even without files."""
    parts: list[list[Attachment]] = [[]]
    room = most
    for file in files:
        if file.size > room and parts[-1]:
            parts.append([])
            room = most
        parts[-1].append(file)
        room -= file.size
    return parts


def _names(files: list[Attachment]) -> dict[str, str]:
    """Where each file stands in the archive: files/BAR-000001/01 screen.png. Names come from outside and are made harmless."""
    names = {}
    for n, file in enumerate(files, start=1):
        name = "".join("_" if sign in '<>:"|?*/\\' or ord(sign) < 32 else sign for sign in file.name).strip(". ")
        names[file.id] = f"files/{file.ticket or 'drafts'}/{n:02d} {name or 'file'}"
    return names


def _page(desk: Desk, found: Everything, names: dict[str, str]) -> str:
    title = _("Your data with us")
    sections = [_about(desk.regulation, found), *(_ticket(desk, t.number, found, names) for t in found.tickets)]
    if found.drafts:
        said = [Paragraph(_plainly(draft.answers), quoted=True) for draft in found.drafts]
        sections.append(_section(_("Begun and not sent"), said))
    if found.complaints:
        said = [Paragraph(str(one["text"]), quoted=True) for one in found.complaints if one["text"]]
        sections.append(_section(_("Letters to quality control"), said))
    loose = [names[file.id] for file in found.files if file.ticket is None]
    body = "\n".join([*sections, _links(loose)])
    return (
        f'<!DOCTYPE html>\n<html lang="{language()}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>\n'
        f"<body><h1>{escape(title)}</h1>\n{body}\n</body></html>\n"
    )


def _about(rules: Regulation, found: Everything) -> str:
    person = found.person
    lines = [
        _("As of {at}. Kept by: {operator}.").format(at=when(found.at, rules), operator=operator(rules)),
        _("Name in Telegram: {name}").format(name=" ".join(filter(None, [person.name, _at(person.username)]))),
        *(f"{one.channel}: {one.address}" for one in found.identities),
        *(f"{key}: {words}" for key, words in person.profile.items()),
    ]
    for one in found.consents:
        line = _("Consent, version {version}, given {at}").format(version=one.version, at=when(one.at, rules))
        if one.withdrawn_at:
            line += _(", withdrawn {at}").format(at=when(one.withdrawn_at, rules))
        lines += [line, *([one.text] if one.text else [])]
    if person.accepted and person.accepted_at:
        at = when(person.accepted_at, rules)
        lines.append(_("Accepted the regulation {edition} {at}").format(edition=person.accepted, at=at))
    n = len(found.tickets)
    lines.append(ngettext("{n} request", "{n} requests", n).format(n=n))
    kept = [Paragraph(_("How long"), heading=True), *map(Paragraph, terms(rules))]
    return _section("", [*map(Paragraph, lines), *kept])


def _ticket(desk: Desk, number: str, found: Everything, names: dict[str, str]) -> str:
    """The record as in letters, and the ticket's files."""
    ticket = next(t for t in found.tickets if t.number == number)
    files = [names[file.id] for file in found.files if file.ticket == number]
    registered = Paragraph(_("Registered: {at}").format(at=when(ticket.registered_at, ticket.regulation)))
    return _section(number, [registered, *record(desk, ticket)]) + _links(files)


def _section(title: str, paragraphs: list[Paragraph]) -> str:
    parts = [f"<h2>{escape(title)}</h2>"] if title else []
    for paragraph in paragraphs:
        words = escape(paragraph.text).replace("\n", "<br>")
        tag = "blockquote" if paragraph.quoted else "h3" if paragraph.heading else "p"
        parts.append(f"<{tag}>{words}</{tag}>")
    return "<section>\n" + "\n".join(parts) + "\n</section>"


def _links(names: list[str]) -> str:
    return "\n".join(f'<p><a href="{escape(name)}">{escape(name)}</a></p>' for name in names)


def _plainly(answers: dict[str, object]) -> str:
    return "\n".join(str(words) for words in answers.values() if words and isinstance(words, str | list))


def _at(username: str) -> str:
    return f"@{username}" if username else ""
