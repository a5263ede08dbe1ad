"""Letter staff: what staff see of letters: who else wrote, what is quoted, who got a copy, and the letter as it came."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from aiogram.methods import SendDocument
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.customers import same_address
from domain.incoming import CC, QUOTED, Doubt
from domain.journal import EntryKind
from domain.notices import Parcel
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.correct_address import may_correct_address
from domain.usecases.letter_parts import parts_asked
from domain.usecases.raw_letter import copies, shown_letters
from domain.usecases.telling import MAIL
from handlers.callbacks import LetterButton, MailRawButton, TicketButton
from handlers.view.apart import part_words
from handlers.view.clauses import clause_words
from handlers.view.files import why_refused
from handlers.view.letter_unread import MOST_BYTES, NAME, RawLetter
from handlers.view.say import Methods, bold, button, chat_number, message, quote, rows, shortened
from handlers.view.staff_mail import staff_doubts
from handlers.view.under_card import under_card
from handlers.view.words import _

MOST_REFUSED = 5
"""Files of letters that the card names as not taken."""
REST, PART, NAMES = 1500, 120, 300
"""Characters that are shown of what a letter quotes, of a part of one, and of the names of who got a copy."""


_THEIR_LINK = re.compile(r"(?<=\bstart=l-)[\w-]{8,400}|(?<=/v/)[\w-]{8,400}", re.ASCII)
"""What makes a link of ours one person's own: it goes on in their chat, or confirms for them."""


def unfolded(text: str, room: int = REST) -> str:
    """What a letter quotes, to be unfolded by a tap (Bot API 7.4: expandable); empty where it quotes nothing."""
    shown = escape(shortened(_THEIR_LINK.sub("…", text), room))
    return f"<blockquote expandable>{shown}</blockquote>" if text.strip() else ""


def rest_lines(facts: dict[str, Any]) -> list[str]:
    """The same below a letter's new words."""
    rest = unfolded(facts.get("quoted") or "")
    return [_("Quoted:"), rest] if rest else []


def raw_row(desk: Desk, ticket: Ticket) -> list[InlineKeyboardButton]:
    """A button for each of the latest letters on the ticket, to get it as it came."""
    letters = shown_letters(desk, ticket)
    if not letters:
        return []
    return [button(_("The letter itself (.eml)"), TicketButton(number=ticket.number, verb="eml"))]


def address_row(desk: Desk, ticket: Ticket) -> list[InlineKeyboardButton]:
    """To put right where letters go, for a requester who cannot do it in a chat."""
    if not may_correct_address(desk, ticket):
        return []
    return [button(_("Correct the e-mail address"), TicketButton(number=ticket.number, verb="address"))]


def copy_rows(desk: Desk, ticket: Ticket) -> list[list[InlineKeyboardButton]]:
    """A button for each who got a copy and does not take part yet."""
    found = []
    for n, address, name in copies(desk, ticket):
        words = _("Bring in {name}").format(name=shortened(name or address, 40))
        found.append([button(words, TicketButton(number=ticket.number, verb="copy", value=str(n)))])
    return found


def letter_lines(desk: Desk, ticket: Ticket) -> list[str]:
    """What the card shows of the letter a ticket began with, and of automatic replies; HTML."""
    lines = [_("The sender is not confirmed: somebody else may have written it.")] if _is_unproved(desk, ticket) else []
    if rest := unfolded(ticket.answers.get(QUOTED, "")):
        lines += [_("Quoted in the letter:"), rest]
    if copied := ticket.answers.get(CC, ""):
        pairs = (line.partition(" ") for line in copied.split("\n"))
        names = shortened(", ".join(f"{name} ({address})" if name else address for address, _sep, name in pairs), NAMES)
        lines.append(_("Copy to: {names}").format(names=escape(names)))
    if parts := parts_asked(desk, ticket):
        listed = "; ".join(f"{n}. {part_words(part, PART)}" for n, part in enumerate(parts, start=1))
        cited = clause_words(ticket.regulation.clause("one_issue"))
        words = _("Several problems, it seems{clause}: {parts}. The sender is asked; you can split it yourselves.")
        lines.append(words.format(clause=cited, parts=escape(listed)))
    if ticket.is_open and any(letter.problems for letter in shown_letters(desk, ticket)):
        lines.append(_("Not all of a letter may be shown as it was written: the letter itself is under «More…»."))
    if refused := _refused(desk, ticket):
        lines.append(_("Not taken from letters: {files}").format(files=refused))
    if replied := last_automatic(desk, ticket):
        lines.append(_("Automatic reply: {words}").format(words=escape(replied)))
    return lines


def _refused(desk: Desk, ticket: Ticket) -> str:
    """The files of letters that were not taken, with the reasons; HTML."""
    found = [f.problem for f in desk.files.of_ticket(ticket.number) if f.channel == MAIL and f.problem]
    shown = "; ".join(why_refused(problem, ticket.regulation.attachments) for problem in found[:MOST_REFUSED])
    more = len(found) - MOST_REFUSED
    return f"{shown}; " + _("and {n} more").format(n=more) if more > 0 else shown


def _is_unproved(desk: Desk, ticket: Ticket) -> bool:
    """Whether nobody vouches for who wrote the letter that an open ticket began with."""
    if ticket.door != MAIL or not ticket.is_open:
        return False
    entries = desk.journal.of(ticket.number)
    if any(entry.kind is EntryKind.MAIL_PROVED for entry in entries):
        return False
    return any(entry.kind is EntryKind.REGISTERED and entry.facts.get("unproved") for entry in entries)


def last_automatic(desk: Desk, ticket: Ticket) -> str:
    """The words of the latest automatic reply, while nobody has written since; with the address, if it is not the ticket's."""
    if ticket.erased_at:
        return ""
    entries = [e for e in desk.journal.of(ticket.number) if e.kind in (EntryKind.AUTO_REPLY, EntryKind.MESSAGE)]
    latest = entries[-1] if entries else None
    if latest is None or latest.kind is not EntryKind.AUTO_REPLY:
        return ""
    words, address = shortened(latest.facts.get("text", ""), REST // 5), latest.facts.get("address", "")
    return words if same_address(address, ticket.email) else f"{address}: {words}"


def outside_wrote(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """Somebody who was brought in answers; nobody but staff sees it."""
    facts = parcel.facts
    title = _("{number} · {name} ({address}), brought in, writes a letter")
    lines = [title.format(number=bold(ticket.number), name=escape(facts["by"]), address=escape(facts["address"]))]
    lines += [quote(shortened(facts["text"], 3000))] if facts["text"].strip() else [_("Nothing new stands in it.")]
    lines += rest_lines(facts)
    if facts.get("unproved"):
        lines.append(_("The sender's address is not proved: somebody else may have written this."))
    lines.append(_("The requester does not see it."))
    return under_card(desk, parcel, ticket, lines, keyboard=rows(raw_row(desk, ticket)), ping=True)


def mail_complaint(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """A provider passes on that its user took a letter of ours for spam."""
    line = _(
        "{number} · {address} has marked our letter as spam, says their mail provider. Letters go on; better agree on another "
        "way with them."
    )
    words = line.format(number=bold(ticket.number), address=escape(parcel.facts["address"]))
    return under_card(desk, parcel, ticket, [words])


def mail_complained(desk: Desk, parcel: Parcel) -> Methods:
    """The same of a letter on no request."""
    line = _("A mail provider passes on a complaint about a letter of ours: {address}. {subject}")
    facts = {key: escape(str(parcel.facts.get(key, ""))) for key in ("address", "subject")}
    return [message(parcel.address, line.format(**facts), thread=parcel.thread)]


def raw_letter(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """A letter as it came, as a document; nothing of one that was erased meanwhile."""
    letter = desk.letters.get(parcel.facts["letter"])
    if letter is None or not letter.sha256:
        return []
    if letter.size > MOST_BYTES:
        words = _("{number} · The letter is larger than Telegram takes; it is kept here.")
        return under_card(desk, parcel, ticket, [words.format(number=bold(ticket.number))])
    return [
        SendDocument(
            chat_id=chat_number(parcel.address),
            document=RawLetter(NAME, letter.sha256),
            caption=ticket.number,
            message_thread_id=parcel.thread or None,
        )
    ]


def raw_held(desk: Desk, parcel: Parcel) -> Methods:
    """The same of one that belongs to no request yet."""
    letter = desk.letters.get(parcel.facts["letter"])
    if letter is None or not letter.sha256:
        return []
    if letter.size > MOST_BYTES:
        words = _("The letter is larger than Telegram takes; it is kept here.")
        return [message(parcel.address, words, thread=parcel.thread)]
    document = RawLetter(NAME, letter.sha256)
    chat, thread = chat_number(parcel.address), parcel.thread or None
    return [SendDocument(chat_id=chat, document=document, message_thread_id=thread)]


def held_keyboard(facts: dict[str, Any]) -> InlineKeyboardMarkup | None:
    """What staff can do with a letter that was held back."""
    release = [button(_("It is a request"), LetterButton(draft=facts["draft"]))] if facts["door"] else []
    itself = (
        [button(_("The letter itself (.eml)"), MailRawButton(letter=facts["letter"]))] if facts.get("letter") else []
    )
    return rows(release, itself) if release or itself else None


def why_held(facts: dict[str, Any]) -> str:
    """Why a letter became no request by itself."""
    if facts.get("closed"):
        return _("A letter on {number}, which is closed").format(number=bold(facts["closed"]))
    number, by_staff = facts.get("number", ""), staff_doubts(facts.get("number", ""))
    if facts.get("why") in by_staff:
        return by_staff[facts["why"]]
    words = {
        Doubt.OWN_NAME: _("A letter that says it is from us, which our mail server does not confirm"),
        Doubt.AUTHORS: _("A letter that names several authors"),
        Doubt.SEALED: _("A letter that is encrypted, so that it cannot be read here"),
        Doubt.MANY: _("One more letter from an address that wrote very many today"),
        Doubt.REMOVED: _("A letter on a request from somebody who was removed from it"),
        Doubt.SUSPENDED: _("A letter from somebody whose support is suspended"),
    }.get(facts.get("why", ""), _("A letter that looks like spam"))
    return f"{bold(number)} · {words}" if number else words
