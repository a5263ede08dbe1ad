"""The record: what is public of a ticket up to now, as letters and papers show it."""

from __future__ import annotations

from html import unescape

from domain.apart import WHOLE
from domain.draft import FileState
from domain.journal import Audience, Entry, EntryKind
from domain.ports import Desk
from domain.ticket import Ticket
from handlers.view.entries import details
from handlers.view.events import happened
from handlers.view.letter_page import Paragraph
from handlers.view.linked import whole_heading
from handlers.view.standing import erased, standing
from handlers.view.summary import chosen
from handlers.view.times import clock
from handlers.view.words import _, language


def record(desk: Desk, ticket: Ticket) -> list[Paragraph]:
    """The public record up to now, so that the conversation can go on by mail alone."""
    rules = ticket.regulation
    spoken = language()
    paragraphs = [Paragraph(line) for line in standing(ticket)]
    if gone := erased(ticket):
        paragraphs.append(Paragraph(gone))
    for field in () if gone else rules.fields:
        answer = ticket.answers.get(field.key) or (field.skip.in_(spoken) if field.skip else "")
        label = field.label.in_(spoken)
        if field.kind == "long":
            paragraphs += [Paragraph(f"{label}:", heading=True), Paragraph(answer, quoted=True)]
            if field.key == "description" and (whole := ticket.answers.get(WHOLE)):
                paragraphs += [Paragraph(whole_heading(), heading=True), Paragraph(whole, quoted=True)]
        else:
            paragraphs.append(Paragraph(f"{label}: {answer}"))
    picked = chosen(rules, ticket.kind, ticket.impact, ticket.product, ticket.answers.get("protected", ""))
    paragraphs += [Paragraph(unescape(line.replace("<b>", "").replace("</b>", ""))) for line in picked]
    if ticket.article and ticket.article not in ticket.answers.get("link", ""):
        paragraphs.append(Paragraph(_("Did not help: {article}").format(article=ticket.article)))
    names = {f.id: f.name for f in desk.files.of_ticket(ticket.number) if f.state is FileState.KEPT}
    for entry in desk.journal.of(ticket.number):
        if entry.audience is Audience.PUBLIC and entry.kind is not EntryKind.REGISTERED:
            paragraphs += _entry(ticket, entry, names)
    return paragraphs


def _entry(ticket: Ticket, entry: Entry, names: dict[str, str]) -> list[Paragraph]:
    unnamed = _("The requester") if entry.actor == ticket.requester_id else _("The desk")
    who = entry.actor_name or unnamed
    head = f"{clock(entry.at, ticket.regulation)} · {happened(entry)} · {who}"
    words = entry.facts.get("text", "")
    if entry.kind is EntryKind.RATED and entry.facts.get("stars"):
        head += f" · {entry.facts['stars']}"
    said = [Paragraph(words, quoted=True)] if words else []
    return [Paragraph(head, heading=True), *said, *map(Paragraph, details(ticket, entry, names))]
