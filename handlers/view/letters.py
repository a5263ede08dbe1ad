"""Letters: the mirror of the conversation, in the same words as the chat.

Until an address is proved a letter carries number, state and deadline only, never anybody's words: an address typed by a
stranger must not be written to on their behalf.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from domain.draft import Attachment, FileState
from domain.journal import Audience, Entry, EntryKind
from domain.notices import Code, Parcel
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.complain import SPEED_UP
from domain.usecases.telling import MAIL
from handlers.view.events import event
from handlers.view.notices import Told, clause, standing, told
from handlers.view.prompts import chosen
from handlers.view.ready import NotReadyError
from handlers.view.times import clock
from handlers.view.words import _, language, speaking

MAX_ATTACHED = 15 * 1024 * 1024
"""Bytes of attachments in one letter; providers refuse more than about 20 MB once encoded."""


@dataclass(frozen=True)
class Letter:
    """One letter, without a server's words in it. `ident` and `root` become Message-ID and References (RFC 5322)."""

    to: str
    subject: str
    text: str
    html: str
    ident: str
    root: str = ""
    attachments: tuple[tuple[str, str, str], ...] = ()


def compose(desk: Desk, parcel: Parcel) -> Letter | None:
    """The letter for a parcel, or None if there is nothing to write. NotReadyError while a file is being fetched."""
    if parcel.ticket is None:
        return None
    ticket = desk.tickets.get(parcel.ticket)
    if parcel.code is Code.COMPLAINT:
        with speaking(parcel.language):
            return _complaint(desk, ticket, parcel)
    with speaking(parcel.language):
        identity = desk.people.identity(ticket.requester_id, MAIL, parcel.address)
        proved = identity is not None and identity.proved_at is not None
        if parcel.code is Code.RECORD:
            if not proved:
                return None
            title, paragraphs = _("The whole record so far"), record(desk, ticket)
        else:
            if parcel.code is Code.YOU_WROTE and not proved:
                return None
            words = told(desk, ticket, parcel)
            title, paragraphs = (
                (words.title, full(words)) if proved else (words.bare or words.title, bare(ticket, words))
            )
        files = _files(desk, ticket, parcel) if proved else []
        attached = [f for f in files if f.state is FileState.KEPT]
        paragraphs += _left_out(attached)
        root = f"{ticket.number.lower()}.registered"
        ident = root if parcel.code is Code.REGISTERED and parcel.entry == 1 else _ident(parcel)
        text, html = _render(ticket, title, paragraphs)
        return Letter(
            to=parcel.address,
            subject=f"[{ticket.number}] {title}",
            text=text,
            html=html,
            ident=ident,
            root="" if ident == root else root,
            attachments=tuple((f.name, f.type or "application/octet-stream", f.sha256) for f in _fitting(attached)),
        )


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the desk's, or (`quoted`) somebody's own words, or (`heading`) a line that stands out."""

    text: str
    quoted: bool = False
    heading: bool = False


def full(words: Told) -> list[Paragraph]:
    """Everything the chat says."""
    quoted = [Paragraph(words.words, quoted=True)] if words.words else []
    return [*map(Paragraph, words.before), *quoted, *map(Paragraph, words.after)]


def bare(ticket: Ticket, words: Told) -> list[Paragraph]:
    """What an unproved address may see."""
    lines = [*standing(ticket), *[line for line in words.facts if line not in standing(ticket)]]
    if words.words:
        lines.append(_("The words are in the chat. Prove this address with the code, and letters will carry them too."))
    return [Paragraph(line) for line in lines]


def record(desk: Desk, ticket: Ticket) -> list[Paragraph]:
    """The public record up to now, so that the conversation can go on by mail alone."""
    rules = ticket.regulation
    spoken = language()
    paragraphs = [Paragraph(line) for line in standing(ticket)]
    for field in rules.fields:
        answer = ticket.answers.get(field.key) or (field.skip.in_(spoken) if field.skip else "")
        label = field.label.in_(spoken)
        if field.kind == "long":
            paragraphs += [Paragraph(f"{label}:", heading=True), Paragraph(answer, quoted=True)]
        else:
            paragraphs.append(Paragraph(f"{label}: {answer}"))
    plain = [line.replace("<b>", "").replace("</b>", "") for line in chosen(rules, ticket.kind, ticket.impact)]
    paragraphs += [Paragraph(line) for line in plain]
    for entry in desk.journal.of(ticket.number):
        if entry.audience is Audience.PUBLIC and entry.kind is not EntryKind.REGISTERED:
            paragraphs += _entry(ticket, entry)
    return paragraphs


def _complaint(desk: Desk, ticket: Ticket, parcel: Parcel) -> Letter:
    """To quality control: who writes, what they say, and the public record so far (gravity 6, e-doc 16)."""
    person = desk.people.get(ticket.requester_id)
    urgent = parcel.facts["letter"] == SPEED_UP
    title = _("A wish to be quicker") if urgent else _("A complaint about support")
    username = f"@{person.username}" if person.username else ""
    who = ", ".join(filter(None, [ticket.answers.get("organization", ""), person.name, username, ticket.email]))
    cited = clause(parcel.facts.get("clause"))
    paragraphs = [
        Paragraph(_("The requester writes to quality control, past the assignee{clause}.").format(clause=cited)),
        Paragraph(_("From: {who}").format(who=who)),
        Paragraph(parcel.facts["text"], quoted=True) if parcel.facts["text"] else Paragraph(_("Without words.")),
        Paragraph(_("The whole record so far"), heading=True),
        *record(desk, ticket),
    ]
    text, html = _render(ticket, title, paragraphs)
    return Letter(to=parcel.address, subject=f"[{ticket.number}] {title}", text=text, html=html, ident=_ident(parcel))


def _entry(ticket: Ticket, entry: Entry) -> list[Paragraph]:
    who = entry.actor_name or _("The desk")
    head = f"{clock(entry.at, ticket.regulation)} · {event(entry.kind)} · {who}"
    words = entry.facts.get("text", "")
    if entry.kind is EntryKind.RATED and entry.facts.get("stars"):
        head += f" · {entry.facts['stars']}"
    return [Paragraph(head, heading=True), *([Paragraph(words, quoted=True)] if words else [])]


def _files(desk: Desk, ticket: Ticket, parcel: Parcel) -> list[Attachment]:
    """The files that go with the notice: those it names; with the record all."""
    files = desk.files.of_ticket(ticket.number)
    if parcel.code is not Code.RECORD:
        named = set(parcel.facts.get("files", []))
        files = [f for f in files if f.id in named]
    if any(f.state is FileState.WAITING for f in files):
        raise NotReadyError
    return files


def _fitting(files: list[Attachment]) -> list[Attachment]:
    total, fitting = 0, []
    for file in files:
        if total + file.size <= MAX_ATTACHED:
            total += file.size
            fitting.append(file)
    return fitting


def _left_out(files: list[Attachment]) -> list[Paragraph]:
    left = [f.name for f in files if f not in _fitting(files)]
    if not left:
        return []
    return [Paragraph(_("Too large for a letter, to be seen in the chat: {names}.").format(names=", ".join(left)))]


def _ident(parcel: Parcel) -> str:
    """A Message-ID's left part that is the same however often the parcel is sent: `bar-000001.3.started`."""
    return f"{(parcel.ticket or '').lower()}.{parcel.entry}.{parcel.code}".replace("_", "-")


def _render(ticket: Ticket, title: str, paragraphs: list[Paragraph]) -> tuple[str, str]:
    """Plain text and modest HTML with the same words."""
    footer = _("Please keep {tag} in the subject: everything on this request goes by its number{clause}.").format(
        tag=f"[{ticket.number}]", clause=clause(ticket.regulation.clause("number"))
    )
    plain = [f"{ticket.number}. {title}"]
    html = [f"<h2>{escape(ticket.number)}. {escape(title)}</h2>"]
    for paragraph in paragraphs:
        safe = escape(paragraph.text).replace("\n", "<br>")
        if paragraph.quoted:
            plain.append("\n".join(f"> {line}" for line in paragraph.text.split("\n")))
            html.append(f"<blockquote>{safe}</blockquote>")
        elif paragraph.heading:
            plain.append(paragraph.text)
            html.append(f"<p><b>{safe}</b></p>")
        else:
            plain.append(paragraph.text)
            html.append(f"<p>{safe}</p>")
    plain += ["-- ", footer]
    html += [f"<hr><p><small>{escape(footer)}</small></p>"]
    page = "\n".join(html)
    return "\n\n".join(plain[:-2]) + "\n\n" + "\n".join(plain[-2:]) + "\n", f"<html><body>\n{page}\n</body></html>\n"
