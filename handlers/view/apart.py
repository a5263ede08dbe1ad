"""Apart: several problems in one intake: the parts to be ticked, whose the files are, and what will be registered."""

from __future__ import annotations

from html import escape

from aiogram.methods import SendMessage

from domain import apart
from domain.draft import Conversation, Draft, FileState
from domain.notices import Parcel
from domain.ports import Desk
from domain.regulation import Regulation
from domain.ticket import Ticket
from domain.usecases.arise import Arisen, undecided
from handlers.callbacks import IntakeButton, TicketButton
from handlers.view.clauses import clause_words
from handlers.view.say import Methods, bold, button, italic, message, rows, shortened
from handlers.view.summary import back_and_cancel, chosen
from handlers.view.told import Page
from handlers.view.words import _, ngettext

SHOWN, IN_SUMMARY, FILES, ON_A_BUTTON = 300, 100, 60, 48


def offer(talk: Conversation, draft: Draft) -> Page:
    """The parts, a tick each; what becomes of them is said above the buttons."""
    mark, found = draft.answers[apart.JUDGED], draft.answers[apart.PARTS]
    stays, n = set(draft.answers.get(apart.STAYS, [])), len(apart.sides(draft.answers)[0])
    lines = [bold(_("It looks like several problems")), *_numbered(found), "", rule_words(talk.regulation)]
    lines.append(_("✅ becomes a request of its own, ⬜ stays with the first one."))
    separately = _("Register separately ({n})").format(n=n)
    if n < 2:
        lines.append(_("To register them separately, tick at least two."))
    ticks = [
        button(
            f"{'⬜' if at in stays else '✅'} {at + 1}. {shortened(part, ON_A_BUTTON)}", _press(draft, "tick", mark, at)
        )
        for at, part in enumerate(found)
    ]
    return "\n".join(lines), rows(
        *([tick] for tick in ticks),
        [button(separately, _press(draft, "apart", mark), "primary")] if n > 1 else [],
        [
            button(_("It is one problem"), _press(draft, "one", mark)),
            button(_("Correct"), _press(draft, "rewrite", mark)),
        ],
        back_and_cancel(draft),
    )


def rule_words(rules: Regulation) -> str:
    """Why it is asked: by the regulation's rule where it has one, else only what is gained."""
    own = _("Registered separately, each has a number of its own and waits for no other.")
    cited = rules.clause("one_issue")
    return _("One request, one problem{clause}.").format(clause=clause_words(cited)) + " " + own if cited else own


def whose(talk: Conversation, draft: Draft) -> Page:
    """A row per file: pressed, it goes with the next request, and after the last one with all."""
    lines = [bold(_("Which request do the files belong to?")), *_numbered(apart.split(draft.answers)), ""]
    lines.append(_("Tap a file to change it."))
    files = [f for f in talk.files if f.state is not FileState.REFUSED]
    taps = [
        [
            button(
                f"{shortened(file.name, ON_A_BUTTON)} → {_owner(draft, file.id)}",
                IntakeButton(draft=draft.id, verb="file", value=str(at)),
            )
        ]
        for at, file in enumerate(files)
    ]
    done = button(_("That is all"), IntakeButton(draft=draft.id, verb="sorted"), "primary")
    return "\n".join(lines), rows(*taps, [done], back_and_cancel(draft))


def about(draft: Draft, step: str) -> str:
    """Which of the requests a question is about, as a line above it; empty while there is one."""
    parts, (_base, n) = apart.split(draft.answers), apart.place(step)
    if not parts:
        return ""
    which = _("Request {n} of {all}").format(n=n + 1, all=len(parts))
    return f"{which}: {italic('«' + shortened(_line(parts[n]), SHOWN) + '»')}\n"


def requests(talk: Conversation, draft: Draft) -> list[str]:
    """What will be registered, one after the other: its words, its kind, its files; nothing while it is one."""
    parts = apart.split(draft.answers)
    if not parts:
        return []
    lines = [bold(ngettext("This becomes {n} request:", "This becomes {n} requests:", len(parts)).format(n=len(parts)))]
    for n, part in enumerate(parts):
        lines.append(f"{n + 1}. {italic('«' + shortened(_line(part), IN_SUMMARY) + '»')}")
        kind, impact = (apart.answered(draft.answers, key, n) for key in ("kind", "impact"))
        lines += chosen(talk.regulation, kind, impact)
        kept = [f for f in talk.files if f.state is not FileState.REFUSED]
        names = ", ".join(f.name for f in kept if apart.belongs(draft.answers, f.id, n))
        lines += [f"{bold(_('Files'))}: {escape(shortened(names, FILES))}"] if names else []
    return [*lines, ""]


def arisen(found: Arisen, ticket: Ticket, chat: str) -> SendMessage:
    """What was added to a ticket seems to be another problem: it is there, and may be registered by itself."""
    number, cited = ticket.number, clause_words(ticket.regulation.clause("one_issue"))
    lines = [
        _("It looks like a problem of its own{clause}:").format(clause=cited),
        italic("«" + shortened(_line(found.part), SHOWN) + "»"),
    ]
    value = str(found.entry)
    keyboard = rows(
        [button(_("Register separately"), TicketButton(number=number, verb="separate", value=value), "primary")],
        [button(_("No, it is about {number}").format(number=number), _same(number, value))],
    )
    return message(chat, "\n".join(lines), keyboard)


def arisen_by_the_way(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """The same for what came by a letter or under files; nothing once it is decided, or if no judge has found anything."""
    found = Arisen(parcel.facts["part"], parcel.facts["entry"])
    asks = found.part and undecided(desk, ticket.number, found.entry)
    return [arisen(found, ticket, parcel.address)] if asks else []


def _same(number: str, value: str) -> TicketButton:
    return TicketButton(number=number, verb="same", value=value)


def part_words(part: str, room: int) -> str:
    """A part of a text in a list that is read by itself: with a capital letter, and no full stop."""
    line = shortened(_line(part), room).removesuffix(".")
    return line[:1].upper() + line[1:] if line.split(" ")[0].islower() else line


def _numbered(parts: list[str]) -> list[str]:
    return [f"{n}. {italic('«' + shortened(_line(part), SHOWN) + '»')}" for n, part in enumerate(parts, start=1)]


def _owner(draft: Draft, file_id: str) -> str:
    owner = apart.owner(draft.answers, file_id)
    return _("to all") if owner == apart.ALL else str(int(owner) + 1)


def _press(draft: Draft, verb: str, mark: str, at: int | None = None) -> IntakeButton:
    return IntakeButton(draft=draft.id, verb=verb, value=mark if at is None else f"{mark}.{at}")


def _line(words: str) -> str:
    return " ".join(words.split())
