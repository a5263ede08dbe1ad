"""Cards: a ticket as staff see it in their group, with the moves that are possible now and no others."""

from __future__ import annotations

from datetime import datetime
from html import escape

from domain.answers import utf16_length
from domain.draft import FileState
from domain.journal import EntryKind
from domain.notices import BOTH_WAYS, Fate
from domain.ports import Desk
from domain.ticket import ABUSE, NO_LEVEL, ONE_ISSUE, Status, Ticket
from domain.usecases.codes import last_code
from domain.usecases.confide import unseen
from domain.usecases.offer import last_word
from domain.usecases.queue import SHOWN, place
from domain.usecases.remark import last_remark
from domain.usecases.staff_place import chat_of, is_forum
from domain.usecases.telling import CHAT, MAIL, SECOND
from handlers.view.blocked import block_lines
from handlers.view.clauses import clause, clause_words
from handlers.view.customers import customer_lines
from handlers.view.decided import handed_on, planned
from handlers.view.errors import error_words
from handlers.view.groups import group_lines
from handlers.view.letter_staff import letter_lines
from handlers.view.letter_trouble import letter_trouble
from handlers.view.linked import linked_lines, one_problem, whole
from handlers.view.say import LONGEST, bold, quote, shortened
from handlers.view.standing import erased, priority, priority_words, staff_status, target
from handlers.view.summary import chosen
from handlers.view.times import left, moment, timed
from handlers.view.words import _, language
from handlers.view.work_keys import work_lines

DESCRIPTION = 1400
STEPS = 700
PAGE = 8
HEAD = frozenset({"organization", "name", "position", "phone", "email", "description"})
"""The answers that have their own place on the card; all others follow with their labels."""


def card(desk: Desk, ticket: Ticket, *, room: float = 1.0, reading: bool = False) -> str:
    """The whole ticket on one card; where it would not fit, the long answers get half the `room`.

    `reading`: at a place where no reply to it is an answer.
    """
    rules = ticket.regulation
    answers = {key: escape(shortened(value, 200)) for key, value in ticket.answers.items()}
    lines = [
        f"{bold(ticket.number)} · {escape(' · '.join(filter(None, [staff_status(ticket), _ending(ticket)])))}",
        _priority_line(ticket),
        *deadlines(ticket, desk.now()),
        *_decided(desk, ticket),
        _assignee(desk, ticket),
        _door(ticket),
        _turn(desk, ticket),
        "",
        bold(ticket.answers["organization"]) if ticket.answers.get("organization") else None,
        ", ".join(filter(None, [answers.get("name"), answers.get("position")])) or None,
        " · ".join(filter(None, [answers.get("phone"), _email(desk, ticket)])) or None,
        *customer_lines(desk, ticket),
        *block_lines(desk, ticket),
        *group_lines(desk, ticket),
        *chosen(rules, ticket.kind, ticket.impact, ticket.product, ticket.answers.get("protected", "")),
        erased(ticket) or quote(shortened(ticket.answers.get("description", ""), int(DESCRIPTION * room))),
        *whole(ticket, int(STEPS * room)),
    ]
    for field in rules.fields:
        if field.key not in HEAD and ticket.answers.get(field.key):
            answer = shortened(ticket.answers[field.key], int(STEPS * room))
            label = bold(field.label.in_(language()))
            lines.append(f"{label}:\n{quote(answer)}" if field.kind == "long" else f"{label}: {escape(answer)}")
    if ticket.article and ticket.article not in ticket.answers.get("link", ""):
        lines.append(_("Did not help: {article}").format(article=escape(shortened(ticket.article, STEPS))))
    lines += letter_lines(desk, ticket)
    kept = [f for f in desk.files.of_ticket(ticket.number) if f.state is FileState.KEPT and not f.by_staff]
    if kept:
        lines.append(_("Attachments: {n}").format(n=len(kept)))
    if outside := desk.participants.of(ticket.number):
        names = ", ".join(filter(None, [escape(f"{one.name} {one.address}".strip()) for one in outside]))
        lines.append(_("From outside: {names}").format(names=names))
    if code := None if ticket.erased_at else last_code(desk, ticket):
        lines.append(_("Ending code: {code}").format(code=escape(code.in_(language()))))
    if said := "" if ticket.erased_at else last_remark(desk, ticket):
        title = bold(_("Remark"))
        lines.append(f"{title}: {escape(shortened(said, STEPS))}")
    lines += [*linked_lines(desk, ticket), *work_lines(desk, ticket)]
    lines += _warnings(desk, ticket)
    if ticket.rating:
        lines.append(_("Rating: {stars}").format(stars="★" * ticket.rating + "☆" * (5 - ticket.rating)))
    lines.append("" if ticket.erased_at else fates(desk, ticket))
    if ticket.is_open and not reading:
        here = _("Write in this topic: the requester gets it.")
        reply = _("Reply to this message: the requester gets it.")
        apart = _("With // first, a colleague called by name, or in reply to a colleague it stays among us.")
        lines.append(f"{here if is_forum(desk, chat_of(desk, ticket)) else reply} {apart}")
    text = "\n".join(line for line in lines if line is not None)
    return text if room < 1 or utf16_length(text) <= LONGEST else card(desk, ticket, room=0.5, reading=reading)


def _ending(ticket: Ticket) -> str:
    """How it ended, by the regulation's word for it."""
    ended = not ticket.is_open or (ticket.status is Status.COMPLETED and ticket.regulation.asks_how_it_ended)
    if not ended or not ticket.resolution:
        return ""
    return ticket.regulation.resolutions[ticket.resolution].in_(language())


def _turn(desk: Desk, ticket: Ticket) -> str | None:
    """Its place among those that nobody has taken, while it is one of the first; and that it goes first."""
    at = place(desk, ticket)
    words = [_("Place in the queue: {n}").format(n=at[0])] if at and at[0] <= SHOWN else []
    if ticket.at_head and ticket.is_open:
        queue = ticket.regulation.queue
        words.append(_("Out of turn{clause}").format(clause=clause_words((queue.head or queue).clause)))
    return " · ".join(words) or None


def _decided(desk: Desk, ticket: Ticket) -> list[str]:
    """Why it was put off and what for; what became of an offer to do it for money."""
    lines: list[str] = []
    rules = ticket.regulation
    if ticket.status is Status.ON_HOLD:
        held = next((e for e in reversed(desk.journal.of(ticket.number)) if e.kind is EntryKind.HELD), None)
        if held is not None and held.facts.get("reason"):
            reason = rules.reason(held.facts["reason"])
            words = f"{reason.text.in_(language()).rstrip('.')}{clause_words(reason.clause)}"
            lines = [words, planned(ticket, held.facts), *handed_on(ticket, held.facts)]
    if rules.scope_of("paid") and ticket.is_open:
        last = last_word(desk, ticket)
        if last is not None and last.kind is EntryKind.PAID_OFFERED:
            lines.append(_("Paid work is offered; no answer yet"))
        elif last is not None:
            lines.append(_("Paid work: agreed") if last.facts.get("agreed") else _("Paid work: declined"))
    return [escape(line) for line in lines if line]


def _warnings(desk: Desk, ticket: Ticket) -> list[str]:
    """What must be seen at a glance, beyond the state."""
    lines = []
    conduct = ticket.regulation.conduct
    if conduct and ABUSE in ticket.marks:
        cited = clause_words(conduct.clause)
        lines.append(_("It seems to hold obscene words or insults{clause}. You decide.").format(clause=cited))
    if ONE_ISSUE in ticket.marks:
        lines.append(one_problem(ticket.regulation.clause("one_issue")))
    if unseen(desk, ticket):
        lines.append(_("Sign-in data were received; {name} can look at them once.").format(name=_holder(ticket)))
    return lines


def _holder(ticket: Ticket) -> str:
    return escape(ticket.assignee_name) or _("the assignee")


def _priority_line(ticket: Ticket) -> str | None:
    if not ticket.priority:
        return None
    name = escape(priority_words(priority(ticket)))
    return name if ticket.priority_confirmed else _("{priority}, proposed").format(priority=name)


def deadlines(ticket: Ticket, now: datetime) -> list[str]:
    """Both targets: when they fall due, met, missed, or standing still."""
    rules = ticket.regulation
    response = ticket.response_due
    lines = []
    if ticket.responded_at:
        lines.append(_("Response: given {at}").format(at=timed(ticket.responded_at, rules)))
    elif response:
        late = _(", late") if response < now else _left(ticket, response, now)
        by = _("Response by {at}{late}") if rules.response_ends == "taking" else _("Answer by {at}{late}")
        lines.append(by.format(at=timed(response, rules), late=late))
    due, aim = ticket.resolution_due, target(ticket)
    if ticket.completed_at:
        lines.append(_("Completed {at}").format(at=timed(ticket.completed_at, rules)))
    elif aim is None:
        pass
    elif ticket.status is Status.ON_HOLD and due is None:
        lines.append(_("Solution: put off, the clock stands"))
    elif ticket.status is Status.CLARIFICATION:
        lines.append(_("Solution: the clock stands"))
    elif due and ticket.is_open and aim and aim.norm:
        late = _(", over") if due < now else ""
        usual = _("Usual time: by {at}{late}{clause}")
        lines.append(usual.format(at=timed(due, rules), late=late, clause=clause_words(aim.clause)))
    elif due and ticket.is_open:
        late = _(", late") if due < now else _left(ticket, due, now)
        lines.append(_("Solution by {at}{late}").format(at=timed(due, rules), late=late))
    if ticket.promised_at and ticket.is_open:
        lines.append(_("Promised by {at}").format(at=timed(ticket.promised_at, rules)))
    if ticket.status is Status.COMPLETED:
        if ticket.close_due:
            lines.append(_("Silence closes it {at}").format(at=timed(ticket.close_due, rules)))
        else:
            lines.append(_("Silence does not count now"))
    return lines


def _left(ticket: Ticket, due: datetime, now: datetime) -> str:
    return f" ({left(due, now, ticket.regulation)})"


def _assignee(desk: Desk, ticket: Ticket) -> str:
    if ticket.assignee_name:
        return _("Assignee: {name}").format(name=bold(ticket.assignee_name))
    if ticket.offered_to:
        return _("Assigned to {to}; not taken yet.").format(to=bold(desk.people.get(ticket.offered_to).name))
    return _("Nobody has taken it yet")


def _door(ticket: Ticket) -> str | None:
    """By which door it came, where that is not the chat; and what staff must know of a plain letter (barier 7.7)."""
    doors = {"phone": _("Taken down by phone {at}"), MAIL: _("Came by letter {at}")}
    if ticket.door not in doors:
        return None
    line = doors[ticket.door].format(at=moment(ticket.received_at, ticket.regulation))
    if NO_LEVEL in ticket.marks:
        cited = clause(ticket.regulation.clause("identity"))
        line += ". " + _("Without a level of service until you confirm it{clause}").format(clause=cited)
    return line


def _email(desk: Desk, ticket: Ticket) -> str:
    if not ticket.email:
        return ""
    identity = desk.people.identity(ticket.requester_id, MAIL, ticket.email)
    proved = identity is not None and identity.proved_at is not None
    mark = _("proved") if proved else _("not proved")
    return f"{escape(ticket.email)} ({mark})"


def fates(desk: Desk, ticket: Ticket) -> str:
    """What became of what we told the requester: per channel the latest word, and what failed."""
    parts = []
    parcels = [p for p in desk.outbox.of(ticket.number) if p.code in BOTH_WAYS]
    for channel, name in ((CHAT, _("chat")), (MAIL, _("mail"))):
        mine = [p for p in parcels if p.channel == channel and p.fate is not Fate.DROPPED and not p.facts.get(SECOND)]
        if not mine:
            continue
        failed = [p for p in mine if p.fate is Fate.FAILED]
        doubtful = [p for p in mine if p.uncertain and p.fate is Fate.SENT]
        if failed and failed[-1] is mine[-1]:
            parts.append(
                _("{channel}: not delivered ({error})").format(
                    channel=name, error=escape(error_words(failed[-1].error, code=False)[:160])
                )
            )
        elif channel == MAIL and (trouble := letter_trouble(mine, ticket.regulation)):
            parts.append(trouble)
        elif any(p.fate in (Fate.QUEUED, Fate.SENDING) for p in mine):
            parts.append(_("{channel}: on its way").format(channel=name))
        elif doubtful and doubtful[-1] is mine[-1]:
            parts.append(_("{channel}: delivered, possibly twice").format(channel=name))
        else:
            parts.append(_("{channel}: delivered").format(channel=name))
    return _("Told the requester: {fates}").format(fates="; ".join(parts)) if parts else ""
