"""Letters: the mirror of the conversation, in the same words as the chat.

Until an address is proved a letter carries number, state and deadline only, never anybody's words: an address typed by a
stranger must not be written to on their behalf.
"""

from __future__ import annotations

from dataclasses import replace

from domain.answers import Text
from domain.draft import Attachment, FileState
from domain.notices import LAST_WORDS, Code, Parcel
from domain.ports import Desk
from domain.reply_address import loop_mark, reply_address
from domain.ticket import Ticket
from domain.usecases.by_link import file_link, file_until
from domain.usecases.telling import MAIL, SECOND
from domain.usecases.thread import about, thread_of
from handlers.view.deed_links import by_reply, deeds
from handlers.view.letter_files import all_ready, fitting, names
from handlers.view.letter_page import Letter, Mailing, Paragraph, page, reply_above
from handlers.view.letter_parts import footer, ident
from handlers.view.letter_told import chat_paragraphs, empty_letter
from handlers.view.notices import told
from handlers.view.quality_letters import complaint_letter, low_rating_letter, month_letter
from handlers.view.record import record
from handlers.view.short_letters import hours, last_words, not_registered, of_block, of_suspension, proof
from handlers.view.staff_letters import staff_letter
from handlers.view.standing import standing
from handlers.view.times import day
from handlers.view.told import Told
from handlers.view.words import _, language, speaking

NOWHERE = Mailing()
UNGUESSED = 10
"""Signs of a letter's mark: whoever never got the letter cannot name it, and so no bounce or reply to it can be made up."""


def compose(desk: Desk, parcel: Parcel, mailing: Mailing = NOWHERE) -> Letter | None:
    """The letter for a parcel, or None if there is nothing to write. NotReadyError while a file is being fetched."""
    letter = _composed(desk, parcel, mailing)
    if letter is None:
        return None
    sign = desk.tokens.mark("letter", parcel.key)[:UNGUESSED]
    loop = loop_mark(desk.tokens, mailing.sender) if mailing.sender else ""
    return replace(letter, ident=f"{letter.ident}.{sign}", loop=loop)


def _composed(desk: Desk, parcel: Parcel, mailing: Mailing) -> Letter | None:
    if parcel.code in (Code.PROOF, Code.ACCOUNT_CODE):
        return proof(parcel)
    if parcel.code in LAST_WORDS:
        return last_words(parcel)
    if parcel.code is Code.HOURS_USED:
        return hours(parcel)
    if parcel.code is Code.QUALITY_MONTH:
        return month_letter(desk, parcel)
    if parcel.code in (Code.BLOCKED, Code.UNBLOCKED):
        return of_block(desk, parcel)
    if parcel.code in (Code.SUSPENDED, Code.RESTORED):
        return of_suspension(desk, parcel)
    if parcel.ticket is None:
        if parcel.code is Code.EMPTY_LETTER:
            return empty_letter(desk, parcel)
        return not_registered(desk, parcel) if parcel.code is Code.NOT_REGISTERED else None
    ticket = desk.tickets.get(parcel.ticket)
    if parcel.code is Code.STAFF_LETTER:
        return staff_letter(desk, ticket, parcel, mailing)
    with speaking(parcel.language):
        if parcel.code is Code.TO_PARTICIPANT:
            return _to_participant(desk, ticket, parcel, mailing)
        if parcel.code is Code.COMPLAINT:
            return complaint_letter(desk, ticket, parcel)
        if parcel.code is Code.LOW_RATED:
            return low_rating_letter(desk, ticket, parcel)
        return _to_requester(desk, ticket, parcel, mailing)


def _to_requester(desk: Desk, ticket: Ticket, parcel: Parcel, mailing: Mailing) -> Letter | None:
    """What happened, to the requester or the second address."""
    proved = carries_words(desk, ticket, parcel.address)
    if parcel.code in (Code.RECORD, Code.YOU_WROTE) and not proved:
        return None
    if parcel.code is Code.RECORD:
        title, paragraphs = _("The whole record so far"), record(desk, ticket)
    else:
        words = told(desk, ticket, parcel)
        title, paragraphs = (
            (words.title, full(words))
            if proved
            else (words.bare or words.title, bare(ticket, words, second=bool(parcel.facts.get(SECOND))))
        )
    files = _files(desk, ticket, parcel) if proved else []
    attached = [f for f in files if f.state is FileState.KEPT]
    paragraphs += _left_out(desk, attached, mailing)
    if proved and not parcel.facts.get(SECOND):
        paragraphs += deeds(desk, ticket, parcel, mailing) + by_reply(desk, ticket, parcel, mailing)
        paragraphs += chat_paragraphs(desk, ticket, parcel)
    if not mailing.comes_in and _has_chat(desk, ticket) and not parcel.facts.get(SECOND):
        paragraphs.append(Paragraph(_("To answer, please write in the chat: there it reaches your request at once.")))
    letter = _on_ticket(desk, ticket, parcel, mailing, title, paragraphs, _subject(desk, ticket, parcel))
    return replace(letter, attachments=names(fitting(attached)))


def _to_participant(desk: Desk, ticket: Ticket, parcel: Parcel, mailing: Mailing) -> Letter:
    """To somebody from outside: the number, the words meant for them, and nothing else of the ticket (e-doc 17)."""
    operator = ticket.regulation.contacts.get("operator", "")
    name = operator.in_(language()) if isinstance(operator, Text) else operator
    title = _("We ask for your help")
    paragraphs = [Paragraph(parcel.facts["text"], quoted=True), *([Paragraph(name)] if name else [])]
    return _on_ticket(desk, ticket, parcel, mailing, title, paragraphs, title)


def _on_ticket(
    desk: Desk,
    ticket: Ticket,
    parcel: Parcel,
    mailing: Mailing,
    title: str,
    paragraphs: list[Paragraph],
    subject: str,
) -> Letter:
    """A letter in the thread that a ticket has with an address; where replies are taken in, with the way back to it."""
    reply_to = reply_address(desk.tokens, mailing.sender, ticket.number, parcel.address) if mailing.replies else ""
    above = reply_above() if mailing.replies else ""
    text, html = page(f"{ticket.number}. {title}", paragraphs, footer=footer(ticket), above=above)
    thread = thread_of(desk, ticket, parcel)
    return Letter(
        to=parcel.address,
        subject=f"[{ticket.number}] {subject}",
        text=text,
        html=html,
        ident=ident(parcel),
        references=thread.references,
        reply_to=reply_to,
        answers=thread.answers,
    )


def _subject(desk: Desk, ticket: Ticket, parcel: Parcel) -> str:
    """The same for all letters of the ticket to this address, or mail programs would not keep them together."""
    if subject := about(desk, ticket, parcel.address):
        return subject
    with speaking(thread_of(desk, ticket, parcel).language):
        return _("Your request")


def carries_words(desk: Desk, ticket: Ticket, address: str) -> bool:
    """Whether a letter to this address says more than where things stand: it is proved, or there is no other way.

    Whoever has no chat with the desk is answered by letter or not at all: staff took the address down, or it wrote to us.
    """
    identity = desk.people.identity(ticket.requester_id, MAIL, address)
    return (identity is not None and identity.proved_at is not None) or not _has_chat(desk, ticket)


def _has_chat(desk: Desk, ticket: Ticket) -> bool:
    return bool(desk.people.get(ticket.requester_id).chat)


def full(words: Told) -> list[Paragraph]:
    """Everything the chat says."""
    quoted = [Paragraph(words.words, quoted=True)] if words.words else []
    return [*map(Paragraph, words.before), *quoted, *map(Paragraph, words.after)]


def bare(ticket: Ticket, words: Told, *, second: bool = False) -> list[Paragraph]:
    """What an unproved address may see; a `second` one has no code to prove itself with."""
    lines = [*standing(ticket), *[line for line in words.facts if line not in standing(ticket)]]
    if second:
        lines.append(_("You get this letter because the requester named your address; the words are in their chat."))
    elif words.words:
        lines.append(_("The words are in the chat. Prove this address with the code, and letters will carry them too."))
    return [Paragraph(line) for line in lines]


def _files(desk: Desk, ticket: Ticket, parcel: Parcel) -> list[Attachment]:
    """The files that go with the notice: those it names; with the record all."""
    files = desk.files.of_ticket(ticket.number)
    if parcel.code is not Code.RECORD:
        named = set(parcel.facts.get("files", []))
        files = [f for f in files if f.id in named]
    return all_ready(files)


def _left_out(desk: Desk, files: list[Attachment], mailing: Mailing) -> list[Paragraph]:
    """What is too large: where it can be fetched, for a time; without pages of our own, that it is in the chat."""
    left = [f for f in files if f not in fitting(files)]
    if not left:
        return []
    if not mailing.pages:
        left_names = ", ".join(f.name for f in left)
        return [Paragraph(_("Too large for a letter, to be seen in the chat: {names}.").format(names=left_names))]
    told = _("Too large for a letter. To be downloaded until {day}:").format(day=day(file_until(desk).date()))
    return [Paragraph(told, links=tuple((f.name, f"{mailing.pages}/f/{file_link(desk, f)}") for f in left))]
