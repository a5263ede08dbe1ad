"""Letters to quality control: what a requester complains about or rates low, what became of it, and its month."""

from __future__ import annotations

from domain.notices import Parcel
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.complain import SPEED_UP
from domain.usecases.quality_month import Month
from domain.usecases.thread import thread_of
from handlers.view.clauses import clause
from handlers.view.letter_page import Letter, Paragraph, page
from handlers.view.letter_parts import footer, ident
from handlers.view.quality_month import told as month_told
from handlers.view.record import record
from handlers.view.times import when
from handlers.view.words import _, speaking


def month_letter(desk: Desk, parcel: Parcel) -> Letter:
    """To quality control: its month."""
    with speaking(parcel.language):
        report = month_told(desk, Month.of(parcel.facts["month"]))
        paragraphs = [
            part
            for heading, lines in report.sections
            for part in (Paragraph(heading, heading=True), Paragraph("\n".join(lines)))
        ]
        text, html = page(report.title, paragraphs)
    return Letter(
        to=parcel.address,
        subject=report.title,
        text=text,
        html=html,
        ident=f"quality.{parcel.facts['month']}",
    )


def complaint_letter(desk: Desk, ticket: Ticket, parcel: Parcel) -> Letter:
    """To quality control: who writes, what they say, and the public record so far (gravity 6, e-doc 16)."""
    person = desk.people.get(ticket.requester_id)
    if parcel.facts.get("answers"):
        return _answered(desk, ticket, parcel)
    urgent = parcel.facts["letter"] == SPEED_UP
    title = _("A wish to be quicker") if urgent else _("A complaint about support")
    username = f"@{person.username}" if person.username else ""
    who = ", ".join(filter(None, [ticket.answers.get("organization", ""), person.name, username, ticket.email]))
    cited = clause(parcel.facts.get("clause"))
    paragraphs = [
        Paragraph(_("The requester writes to quality control, past the assignee{clause}.").format(clause=cited)),
        Paragraph(_("From: {who}").format(who=who)),
        *_numbered(ticket, parcel),
        Paragraph(parcel.facts["text"], quoted=True) if parcel.facts["text"] else Paragraph(_("Without words.")),
        Paragraph(_("The whole record so far"), heading=True),
        *record(desk, ticket),
    ]
    return _letter(desk, ticket, parcel, title, paragraphs)


def _numbered(ticket: Ticket, parcel: Parcel) -> list[Paragraph]:
    """The letter's own number, and when its answer falls due."""
    number, due = parcel.facts.get("complaint"), parcel.facts.get("due")
    if number and due:
        line = _("{complaint}: to be answered by {at}.").format(complaint=number, at=when(due, ticket.regulation))
        return [Paragraph(line)]
    return [Paragraph(_("Its number is {number}.").format(number=number))] if number else []


def _answered(desk: Desk, ticket: Ticket, parcel: Parcel) -> Letter:
    """To quality control: what its letter was answered."""
    title, said = _("The complaint {number} is answered"), _("{name} answers.")
    if parcel.facts.get("rated"):
        title = _("The requester was written to about the low rating {number}")
    if parcel.facts.get("contacted"):
        title = _("Somebody got in touch about the low rating {number}")
        said = _("{name} writes:")
    title = title.format(number=parcel.facts["complaint"])
    paragraphs = [
        Paragraph(said.format(name=parcel.facts["by"])),
        Paragraph(parcel.facts["text"], quoted=True),
    ]
    return _letter(desk, ticket, parcel, title, paragraphs)


def low_rating_letter(desk: Desk, ticket: Ticket, parcel: Parcel) -> Letter:
    """To quality control: how low it was rated, and the comment once there is one."""
    facts = parcel.facts
    most = ticket.regulation.rating[1]
    stars = _("{n} of {most}").format(n=facts["stars"], most=most)
    title = _("A low rating: {stars}").format(stars=stars)
    if facts["raised"]:
        title = _("The low rating was changed: {stars}").format(stars=stars)
    elif facts["text"]:
        title = _("A comment on the low rating: {stars}").format(stars=stars)
    paragraphs = [Paragraph(facts["text"], quoted=True)] if facts["text"] else []
    if facts["due"] and not facts["raised"]:
        line = _("{rating}: somebody gets in touch with the requester by {at}.")
        at = when(facts["due"], ticket.regulation)
        paragraphs.append(Paragraph(line.format(rating=facts["complaint"], at=at)))
    if ticket.assignee_name:
        paragraphs.append(Paragraph(_("Assignee: {name}").format(name=ticket.assignee_name)))
    return _letter(desk, ticket, parcel, title, paragraphs)


def _letter(desk: Desk, ticket: Ticket, parcel: Parcel, title: str, paragraphs: list[Paragraph]) -> Letter:
    """With the footer that names the number, in the thread of the same complaint or rating."""
    text, html = page(f"{ticket.number}. {title}", paragraphs, footer=footer(ticket))
    return Letter(
        to=parcel.address,
        subject=f"[{ticket.number}] {title}",
        text=text,
        html=html,
        ident=ident(parcel),
        references=thread_of(desk, ticket, parcel).references,
    )
