"""Letters: the mirror of the conversation, in the same words as the chat.

Until an address is proved a letter carries number, state and deadline only, never anybody's words: an address typed by a
stranger must not be written to on their behalf.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape, unescape

from domain.answers import Text
from domain.apart import WHOLE
from domain.draft import Attachment, FileState
from domain.journal import Audience, Entry, EntryKind
from domain.notices import LAST_WORDS, Code, Parcel
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.complain import SPEED_UP
from domain.usecases.quality_month import Month
from domain.usecases.staff import chat_link
from domain.usecases.telling import MAIL, SECOND
from handlers.view import quality_month
from handlers.view.blocked import block_told
from handlers.view.clauses import clause
from handlers.view.effort import hours_told
from handlers.view.entries import details
from handlers.view.events import happened
from handlers.view.linked import whole_heading
from handlers.view.notices import told
from handlers.view.privacy import last_words
from handlers.view.ready import NotReadyError
from handlers.view.standing import erased, standing
from handlers.view.summary import chosen
from handlers.view.times import clock, when
from handlers.view.told import Told
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
    if parcel.code in (Code.PROOF, Code.ACCOUNT_CODE):
        return _proof(parcel)
    if parcel.code in LAST_WORDS:
        return _last_words(parcel)
    if parcel.code is Code.HOURS_USED:
        return _hours(parcel)
    if parcel.code is Code.QUALITY_MONTH:
        return _quality_month(desk, parcel)
    if parcel.code in (Code.BLOCKED, Code.UNBLOCKED):
        return _of_block(desk, parcel)
    if parcel.ticket is None:
        return _not_registered(desk, parcel) if parcel.code is Code.NOT_REGISTERED else None
    ticket = desk.tickets.get(parcel.ticket)
    if parcel.code is Code.TO_PARTICIPANT:
        return _to_participant(ticket, parcel)
    if parcel.code in (Code.COMPLAINT, Code.LOW_RATED):
        with speaking(parcel.language):
            return _complaint(desk, ticket, parcel) if parcel.code is Code.COMPLAINT else _low_rated(ticket, parcel)
    with speaking(parcel.language):
        proved = carries_words(desk, ticket, parcel.address)
        if parcel.code is Code.RECORD:
            if not proved:
                return None
            title, paragraphs = _("The whole record so far"), record(desk, ticket)
        else:
            if parcel.code is Code.YOU_WROTE and not proved:
                return None
            words = told(desk, ticket, parcel)
            title, paragraphs = (
                (words.title, full(words))
                if proved
                else (words.bare or words.title, bare(ticket, words, second=bool(parcel.facts.get(SECOND))))
            )
        files = _files(desk, ticket, parcel) if proved else []
        attached = [f for f in files if f.state is FileState.KEPT]
        paragraphs += _left_out(attached)
        # A second address has letters, and a thread, of its own.
        mine = f".{SECOND}" if parcel.facts.get(SECOND) else ""
        root = f"{ticket.number.lower()}.registered{mine}"
        ident = root if parcel.code is Code.REGISTERED and parcel.entry == 1 else _ident(parcel) + mine
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


def _quality_month(desk: Desk, parcel: Parcel) -> Letter:
    """To quality control: its month."""
    with speaking(parcel.language):
        report = quality_month.told(desk, Month.of(parcel.facts["month"]))
    text = [report.title]
    html = [f"<h2>{escape(report.title)}</h2>"]
    for heading, lines in report.sections:
        text.append("\n".join([heading, *lines]))
        items = "".join(f"<li>{escape(line)}</li>" for line in lines)
        html.append(f"<h3>{escape(heading)}</h3><ul>{items}</ul>")
    page = "\n".join(html)
    return Letter(
        to=parcel.address,
        subject=report.title,
        text="\n\n".join(text) + "\n",
        html=f"<html><body>\n{page}\n</body></html>\n",
        ident=f"quality.{parcel.facts['month']}",
    )


def _to_participant(ticket: Ticket, parcel: Parcel) -> Letter:
    """To somebody from outside: the number, the words meant for them, and nothing else of the ticket (e-doc 17)."""
    with speaking(parcel.language):
        operator = ticket.regulation.contacts.get("operator", "")
        name = operator.in_(language()) if isinstance(operator, Text) else operator
        title = _("We ask for your help")
        paragraphs = [Paragraph(parcel.facts["text"], quoted=True), *([Paragraph(name)] if name else [])]
        text, html = _render(ticket, title, paragraphs)
        return Letter(parcel.address, f"[{ticket.number}] {title}", text, html, _ident(parcel))


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the desk's, or (`quoted`) somebody's own words, or (`heading`) a line that stands out."""

    text: str
    quoted: bool = False
    heading: bool = False


def carries_words(desk: Desk, ticket: Ticket, address: str) -> bool:
    """Whether a letter to this address says more than where things stand: it is proved, or there is no other way.

    Whoever has no chat with the desk is answered by letter or not at all: staff took the address down, or it wrote to us.
    """
    identity = desk.people.identity(ticket.requester_id, MAIL, address)
    return (identity is not None and identity.proved_at is not None) or not _has_chat(desk, ticket)


def _has_chat(desk: Desk, ticket: Ticket) -> bool:
    return bool(desk.people.get(ticket.requester_id).chat)


def _not_registered(desk: Desk, parcel: Parcel) -> Letter:
    """To whoever wrote where no letter becomes a request: that it is none, by which clause, and how one is made."""
    rules = desk.regulation
    with speaking(parcel.language):
        title = _("Your letter is not registered")
        door = rules.door("chat")
        name = door.stands_for.in_(language()) if door and door.stands_for else _("the chat")
        paragraphs = [
            _("Here a letter is no official request, so no work begins by it{clause}.").format(
                clause=clause(parcel.facts.get("clause"))
            ),
            _("A request is registered in the Telegram chat with the bot ({name}). Please write there: {link}").format(
                name=name, link=chat_link(desk) or rules.link
            ),
            _("You wrote: {subject}").format(subject=parcel.facts["subject"]) if parcel.facts.get("subject") else "",
        ]
        said = [paragraph for paragraph in paragraphs if paragraph]
        html = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in said)
        subject = f"{title}: {parcel.facts['subject']}" if parcel.facts.get("subject") else title
        return Letter(
            to=parcel.address,
            subject=subject,
            text="\n\n".join(said) + "\n",
            html=f"<html><body>\n<h2>{escape(title)}</h2>\n{html}\n</body></html>\n",
            ident=f"not-registered.{parcel.id}",
        )


def full(words: Told) -> list[Paragraph]:
    """Everything the chat says."""
    quoted = [Paragraph(words.words, quoted=True)] if words.words else []
    return [*map(Paragraph, words.before), *quoted, *map(Paragraph, words.after)]


def _proof(parcel: Parcel) -> Letter:
    """A letter with nothing but a code: to prove an address by, or to move requests to another account."""
    with speaking(parcel.language):
        title = _("Prove your address")
        what = _("Send this code to the bot in Telegram: that proves the address.")
        if parcel.code is Code.ACCOUNT_CODE:
            title = _("Move your requests to another account")
            what = _(
                "Somebody asked to move your requests to another Telegram account. If that is you, type this code there. "
                "Whoever has the code gets your requests: tell it to nobody."
            )
        ignore = _("If you did not ask for that, just ignore this letter.")
        lines = [_("Code: {code}").format(code=parcel.facts["code"]), what, ignore]
    text = "\n\n".join([title, *lines]) + "\n"
    html = f"<html><body>\n<h2>{escape(title)}</h2>\n" + "\n".join(f"<p>{escape(line)}</p>" for line in lines)
    return Letter(parcel.address, title, text, html + "\n</body></html>\n", ident=f"proof.{parcel.id}")


def _of_block(desk: Desk, parcel: Parcel) -> Letter:
    """Nothing new of theirs is registered, or it is again."""
    with speaking(parcel.language):
        title, lines = block_told(desk, parcel)
    text = "\n\n".join([title, *lines]) + "\n"
    html = f"<html><body>\n<h2>{escape(title)}</h2>\n" + "\n".join(f"<p>{escape(line)}</p>" for line in lines)
    return Letter(parcel.address, title, text, html + "\n</body></html>\n", ident=f"block.{parcel.id}")


def _last_words(parcel: Parcel) -> Letter:
    """That the consent is withdrawn, or that nothing is kept any more: to an address that is forgotten with it."""
    with speaking(parcel.language):
        title, lines = last_words(parcel.code)
    text = "\n\n".join([title, *lines]) + "\n"
    html = f"<html><body>\n<h2>{escape(title)}</h2>\n" + "\n".join(f"<p>{escape(line)}</p>" for line in lines)
    return Letter(parcel.address, title, text, html + "\n</body></html>\n", ident=f"last-words.{parcel.id}")


def _hours(parcel: Parcel) -> Letter:
    """To a customer's people: how much of the prepaid hours is used; of no request."""
    with speaking(parcel.language):
        title, lines = hours_told(parcel.facts)
    text = "\n\n".join([title, *lines]) + "\n"
    html = f"<html><body>\n<h2>{escape(title)}</h2>\n" + "\n".join(f"<p>{escape(line)}</p>" for line in lines)
    return Letter(parcel.address, title, text, html + "\n</body></html>\n", ident=f"hours.{parcel.id}")


def bare(ticket: Ticket, words: Told, *, second: bool = False) -> list[Paragraph]:
    """What an unproved address may see; a `second` one has no code to prove itself with."""
    lines = [*standing(ticket), *[line for line in words.facts if line not in standing(ticket)]]
    if second:
        lines.append(_("You get this letter because the requester named your address; the words are in their chat."))
    elif words.words:
        lines.append(_("The words are in the chat. Prove this address with the code, and letters will carry them too."))
    return [Paragraph(line) for line in lines]


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


def _complaint(desk: Desk, ticket: Ticket, parcel: Parcel) -> Letter:
    """To quality control: who writes, what they say, and the public record so far (gravity 6, e-doc 16)."""
    person = desk.people.get(ticket.requester_id)
    if parcel.facts.get("answers"):
        return _answered(ticket, parcel)
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
    text, html = _render(ticket, title, paragraphs)
    return Letter(to=parcel.address, subject=f"[{ticket.number}] {title}", text=text, html=html, ident=_ident(parcel))


def _numbered(ticket: Ticket, parcel: Parcel) -> list[Paragraph]:
    """The letter's own number, and when its answer falls due."""
    number, due = parcel.facts.get("complaint"), parcel.facts.get("due")
    if number and due:
        line = _("{complaint}: to be answered by {at}.").format(complaint=number, at=when(due, ticket.regulation))
        return [Paragraph(line)]
    return [Paragraph(_("Its number is {number}.").format(number=number))] if number else []


def _answered(ticket: Ticket, parcel: Parcel) -> Letter:
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
    text, html = _render(ticket, title, paragraphs)
    return Letter(to=parcel.address, subject=f"[{ticket.number}] {title}", text=text, html=html, ident=_ident(parcel))


def _low_rated(ticket: Ticket, parcel: Parcel) -> Letter:
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
    text, html = _render(ticket, title, paragraphs)
    return Letter(to=parcel.address, subject=f"[{ticket.number}] {title}", text=text, html=html, ident=_ident(parcel))


def _entry(ticket: Ticket, entry: Entry, names: dict[str, str]) -> list[Paragraph]:
    unnamed = _("The requester") if entry.actor == ticket.requester_id else _("The desk")
    who = entry.actor_name or unnamed
    head = f"{clock(entry.at, ticket.regulation)} · {happened(entry)} · {who}"
    words = entry.facts.get("text", "")
    if entry.kind is EntryKind.RATED and entry.facts.get("stars"):
        head += f" · {entry.facts['stars']}"
    said = [Paragraph(words, quoted=True)] if words else []
    return [Paragraph(head, heading=True), *said, *map(Paragraph, details(ticket, entry, names))]


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
