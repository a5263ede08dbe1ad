"""Staff letters: to an agent, on a ticket of theirs: what happened, how the ticket stands, and what a reply can do."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from domain.draft import Attachment, FileState
from domain.journal import EntryKind
from domain.notices import Code, Parcel
from domain.ports import Desk
from domain.reply_address import loop_mark
from domain.staff_address import staff_address
from domain.staff_words import Unclear
from domain.ticket import Ticket
from domain.usecases.staff_letter import REFUSED
from domain.usecases.staff_mail import DEED, FILES_REFUSED, TAKEN, UNCLEAR, UNTAKEN, addressee, holder
from domain.usecases.thread import subject_of, thread_of
from handlers.view.cards import card, deadlines, fates
from handlers.view.clauses import clause_words
from handlers.view.errors import error_words
from handlers.view.letter_files import all_ready, fitting, names
from handlers.view.letter_page import Letter, Mailing, Paragraph, page, reply_above
from handlers.view.letter_parts import ident
from handlers.view.letter_told import refused_lines
from handlers.view.staff_deeds import completes, deed, deed_files
from handlers.view.standing import priority, priority_words, staff_status
from handlers.view.times import moment
from handlers.view.words import _, language, speaking

_QUOTE = re.compile(r"<blockquote[^>]*>(.*?)</blockquote>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
Said = tuple[str, list[Paragraph]]


def staff_letter(desk: Desk, ticket: Ticket, parcel: Parcel, mailing: Mailing) -> Letter | None:
    """The letter; None if its agent works there no more, wants no letters, or holds no more what a colleague did something on.
    NotReadyError while a file is being fetched."""
    facts, whom = parcel.facts, addressee(desk, ticket, parcel.facts["agent"])
    if whom is None or whom.address != parcel.address or ticket.erased_at:
        return None
    if facts["what"] == DEED and holder(ticket) != whom.person.id:
        return None
    reply_to = staff_address(desk.tokens, mailing.sender, ticket.number, whom.person.id, parcel.address)
    with speaking(parcel.language):
        title, paragraphs = _told(desk, ticket, facts)
        files = _files(desk, ticket, parcel)
        thread = thread_of(desk, ticket, parcel)
        if left := [one.name for one in files if one not in fitting(files)]:
            words = _("Too large for a letter, to be seen in the chat: {names}.")
            paragraphs.append(Paragraph(words.format(names=", ".join(left))))
        paragraphs.append(Paragraph(_("The request now"), heading=True))
        paragraphs += _briefly(desk, ticket, facts) if thread.references else plain(_card(desk, ticket))
        footer = commands(over=not ticket.is_open)
        text, html = page(f"{ticket.number}. {title}", paragraphs, footer=footer, above=reply_above())
        subject = subject_of(desk, ticket) or _("A request")
    answers = facts["what"] in (UNCLEAR, FILES_REFUSED)
    return Letter(
        to=parcel.address,
        subject=f"[{ticket.number}] {subject}",
        text=text,
        html=html,
        # Several agents may be told of one entry, and a bounce must find whose letter it was.
        ident=f"{ident(parcel)}.{facts['what']}.{parcel.id}".replace("_", "-"),
        references=thread.references,
        attachments=names(fitting(files)),
        reply_to=reply_to,
        answers=answers,
        loop=loop_mark(desk.tokens, mailing.sender) if mailing.sender else "",
    )


def commands(*, over: bool = False) -> str:
    """What a reply can do, at the foot of each. `over`: it is closed, so nothing."""
    if over:
        closed = _("The request is closed: a reply to this letter does nothing while it is.")
        return "\n".join([closed, _("No letters any more: /mail off in the chat with me.")])
    return "\n".join(
        [
            _(
                "Your reply goes to the requester, by chat and by letter. With a word on its first line it does something else:"
            ),
            _(
                "// text — a note for colleagues, the requester does not see it; files that you attach stay in your letter"
            ),
            _("take — the request is yours"),
            _("ask: text — a question to the requester, and the clock stands"),
            _("done: text — it is solved, and this is the final answer"),
            _("The address is for you alone. No letters any more: /mail off in the chat with me."),
        ]
    )


def plain(html: str) -> list[Paragraph]:
    """A message of the chat as paragraphs; what is quoted there stays so."""
    found = []
    for n, part in enumerate(_QUOTE.split(html)):
        text = unescape(_TAG.sub("", part)).strip("\n")
        found += [Paragraph(text, quoted=bool(n % 2))] if text.strip() else []
    return found


def _card(desk: Desk, ticket: Ticket) -> str:
    """The whole card, but for what became of the latest letters: that is no more true once this one is read."""
    return card(desk, ticket, reading=True).removesuffix(fates(desk, ticket))


def _briefly(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> list[Paragraph]:
    """State, priority, deadlines, and whose it is: the letter before told the rest."""
    times = deadlines(ticket, desk.now())
    if facts["what"] == DEED and completes(desk, ticket, facts["of"]):
        times.pop()  # silence counts once the answer is accepted: that it does not is no more true when this one is read
    lines = [
        staff_status(ticket),
        priority_words(priority(ticket)) if ticket.priority else "",
        *times,
        ", ".join(filter(None, [ticket.answers.get("organization", ""), ticket.answers.get("name", "")])),
    ]
    return plain("\n".join(filter(None, lines)))


def _told(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Said:
    return _WORDS[facts["what"]](desk, ticket, facts["of"])


def _taken(_desk: Desk, _ticket: Ticket, _facts: dict[str, Any]) -> Said:
    return _("You hold it now"), []


def _untaken(_desk: Desk, ticket: Ticket, _facts: dict[str, Any]) -> Said:
    if ticket.assignee_id is None:
        return _("A new request, nobody has taken it yet"), []
    return _("A new request, it is taken already"), []


def _assigned(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Said:
    if facts.get("before"):
        return _("{name} works on it now, and you do not").format(name=facts["name"]), []
    title = _("{name} hands it to you").format(name=facts["by"]) if facts["by"] else _("It is assigned to you")
    waits = ticket.offered_to == facts["to"]
    return title, [Paragraph(_("The clock of the response runs until it is taken."))] if waits else []


def _said(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Said:
    title = _("The requester answers") if facts.get("answers") else _("The requester writes")
    if facts.get("by_letter"):
        title = _("The requester writes a letter")
    if facts.get("colleague"):
        title = _("A colleague of the requester has the same: {name}").format(name=facts["colleague"])
    if facts.get("merged"):
        title = _("The requester of {merged}, which repeats it, writes").format(merged=facts["merged"])
    lines = [Paragraph(facts["text"], quoted=True)] if facts.get("text") else []
    if facts.get("in_confidence"):
        lines.append(Paragraph(_("Sign-in data, in confidence: they can be looked at in the chat alone, once.")))
    if facts.get("unproved"):
        lines.append(Paragraph(_("The sender's address is not proved: somebody else may have written this.")))
    if facts.get("nothing_new"):
        lines.append(Paragraph(_("Nothing new stands in it: it answers nothing, and no clock minds it.")))
    if facts.get("verdict_awaited"):
        words = _("This is neither a confirmation nor an objection: silence does not count until you decide.")
        lines.append(Paragraph(words))
    return title, lines


def _edited(_desk: Desk, _ticket: Ticket, facts: dict[str, Any]) -> Said:
    before = [Paragraph(_("Before:")), Paragraph(facts["before"], quoted=True)] if facts.get("before") else []
    now = [Paragraph(_("Now:")), Paragraph(facts["text"], quoted=True)]
    return _("The requester corrected a message"), [*before, *now]


def _new_files(_desk: Desk, _ticket: Ticket, _facts: dict[str, Any]) -> Said:
    return _("Files from the requester"), []


def _disputed(_desk: Desk, _ticket: Ticket, facts: dict[str, Any]) -> Said:
    return _("Not solved, says the requester"), [Paragraph(facts["text"], quoted=True)] if facts.get("text") else []


def _objected(_desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Said:
    title = _("The requester objects to the new priority{clause}")
    cited = clause_words(ticket.regulation.clause("priority"))
    return title.format(clause=cited), [Paragraph(facts["text"], quoted=True)]


def _paid(_desk: Desk, _ticket: Ticket, facts: dict[str, Any]) -> Said:
    agreed = _("The requester agrees to the paid work")
    return (agreed if facts["agreed"] else _("The requester declines the paid work")), []


def _outside(_desk: Desk, _ticket: Ticket, facts: dict[str, Any]) -> Said:
    title = _("{name} ({address}), brought in, writes a letter").format(name=facts["by"], address=facts["address"])
    lines = [Paragraph(facts["text"], quoted=True)] if facts["text"].strip() else []
    if facts.get("unproved"):
        lines.append(Paragraph(_("The sender's address is not proved: somebody else may have written this.")))
    return title, [*lines, Paragraph(_("The requester does not see it."))]


def _not_delivered(_desk: Desk, _ticket: Ticket, facts: dict[str, Any]) -> Said:
    mail = _("A letter did not reach the requester: {error}")
    chat = _("A chat message did not reach the requester: {error}")
    words = mail if facts["channel"] == "email" else chat
    return _("Not delivered"), [Paragraph(words.format(error=error_words(facts["error"])))]


def _warning(_desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Said:
    at = moment(facts["due"], ticket.regulation) if facts.get("due") else ""
    if facts["target"] != "resolution":
        return _("Three quarters of the response time are gone: it is due {at}").format(at=at), []
    title = _("Three quarters of the time are gone, the solution is due {at}")
    return title.format(at=at), _new_date(ticket, facts)


def _breach(_desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Said:
    at = moment(facts["due"], ticket.regulation) if facts.get("due") else ""
    cited = clause_words(facts.get("clause"))
    if facts["target"] != "resolution":
        return _("The response is late: it was due {at}{clause}").format(at=at, clause=cited), []
    return _("The solution is late: it was due {at}{clause}").format(at=at, clause=cited), _new_date(ticket, facts)


def _new_date(ticket: Ticket, facts: dict[str, Any]) -> list[Paragraph]:
    """How the requester is told why and by when, while that may be told."""
    if not ticket.allows("promise"):
        return []
    words = _(
        "Not in time? Tell the requester why and by when{clause}. Reply with: late: Waiting for a part. 25.11 15:00"
    )
    return [Paragraph(words.format(clause=clause_words(facts.get("clause"))))]


def _refused_files(_desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Said:
    if left := facts.get("left"):
        words = _(
            "{names}: a note, a new date and «take» go without files. Colleagues find yours in your letter itself, under "
            "«More…» on the card. To send them to the requester, attach them to an answer."
        )
        return _("Your files stay in your letter"), [Paragraph(words.format(names=", ".join(left)))]
    return _("Not all files were taken"), [Paragraph(one) for one in refused_lines(facts["refused"], ticket.regulation)]


def _unclear(_desk: Desk, _ticket: Ticket, facts: dict[str, Any]) -> Said:
    """What an agent wrote, sent back with what was not understood: nothing of it is lost, and nothing of it was done."""
    why = {
        Unclear.EMPTY: _("There is no word in it that is new."),
        Unclear.ALIKE: _("Its first line looks like a command, and is none that I know. Is it one, or an answer?"),
        Unclear.WORDLESS: _("Its command needs words."),
        Unclear.WORDS: _(
            "«take» takes no words. If they are an answer, send them alone: an answer takes the request too."
        ),
        Unclear.QUOTED: _(
            "I could not tell your words from what they quote, and not all of that is for the requester. Please write above "
            "the line, without quotations."
        ),
    }
    words = facts["refusal"].get(language()) if facts["why"] == REFUSED else why[Unclear(facts["why"])]
    lines = [Paragraph(words or ""), Paragraph(_("Nothing was done. You wrote:"))]
    lines = lines if facts["text"].strip() else [Paragraph(words or ""), Paragraph(_("Nothing was done."))]
    return _("Your letter was not carried out"), [
        *lines,
        *([Paragraph(facts["text"], quoted=True)] if facts["text"] else []),
    ]


_WORDS: dict[str, Callable[[Desk, Ticket, dict[str, Any]], Said]] = {
    TAKEN: _taken,
    UNTAKEN: _untaken,
    UNCLEAR: _unclear,
    FILES_REFUSED: _refused_files,
    DEED: deed,
    Code.ASSIGNED: _assigned,
    Code.SAID: _said,
    Code.EDITED: _edited,
    Code.STAFF_FILES: _new_files,
    Code.DISPUTED: _disputed,
    Code.OBJECTED: _objected,
    Code.PAID_DECIDED: _paid,
    Code.OUTSIDE_WROTE: _outside,
    Code.NOT_DELIVERED: _not_delivered,
    Code.WARNING: _warning,
    Code.BREACH: _breach,
}


def _files(desk: Desk, ticket: Ticket, parcel: Parcel) -> list[Attachment]:
    """What came with the words, or is what it tells of."""
    named = set(parcel.facts["of"].get("files") or [])
    if parcel.facts["what"] in (Code.SAID, Code.DISPUTED):
        with_files = (EntryKind.MESSAGE, EntryKind.DISPUTED)
        entries = (e for e in desk.journal.of(ticket.number) if e.n == parcel.entry and e.kind in with_files)
        named |= {file for entry in entries for file in entry.facts.get("files", [])}
    if parcel.facts["what"] == DEED:
        named = deed_files(desk, ticket, parcel.facts["of"])
    files = all_ready([one for one in desk.files.of_ticket(ticket.number) if one.id in named])
    return [one for one in files if one.state is FileState.KEPT]
