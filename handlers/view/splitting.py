"""Splitting: the message in which staff choose what of a ticket becomes one of its own."""

from __future__ import annotations

from html import escape

from domain.draft import Draft
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.split import FILES, KIND, MESSAGES, PAGE, files, messages, words_of
from handlers.callbacks import SplitButton
from handlers.view.clauses import clause_words
from handlers.view.say import bold, button, rows, shortened
from handlers.view.summary import back_words
from handlers.view.times import clock
from handlers.view.told import Page
from handlers.view.words import _, language

SHOWN = 6
"""Messages and files on a page."""
LINE, CAPTION = 160, 40


def split_page(desk: Desk, ticket: Ticket, draft: Draft) -> Page:
    """What can be chosen, a page of it; or the kinds, once it is chosen."""
    return _kinds(desk, ticket, draft) if draft.answers.get(KIND) else _choice(desk, ticket, draft)


def split_words(ticket: Ticket, new: Ticket) -> str:
    """It is done."""
    text = _("{number}: {other} is registered of it{clause}. The requester is told on both.")
    cited = clause_words(ticket.regulation.clause("one_issue"))
    return text.format(number=bold(ticket.number), other=bold(new.number), clause=cited)


def given_up(ticket: Ticket) -> str:
    """Nothing was split off."""
    return _("{number}: nothing was split off.").format(number=bold(ticket.number))


def _choice(desk: Desk, ticket: Ticket, draft: Draft) -> Page:
    said, sent = messages(desk, ticket), files(desk, ticket)
    things = [("message", n) for n in range(len(said))] + [("file", n) for n in range(len(sent))]
    pages = max(1, -(-len(things) // SHOWN))
    page = min(max(draft.answers[PAGE], 0), pages - 1)
    cited = clause_words(ticket.regulation.clause("one_issue"))
    title = _("{number} · What becomes a request of its own{clause}?").format(number=bold(ticket.number), clause=cited)
    lines, keys = [title], []
    for verb, n in things[page * SHOWN : (page + 1) * SHOWN]:
        if verb == "message":
            entry = said[n]
            chosen, words = entry.n in draft.answers[MESSAGES], " ".join(words_of(entry).split())
            lines.append(f"{n + 1}. {clock(entry.at, ticket.regulation)} — {escape(shortened(words, LINE))}")
            label = f"{n + 1}. {shortened(words, CAPTION)}"
        else:
            chosen, label = sent[n].id in draft.answers[FILES], f"📎 {shortened(sent[n].name, CAPTION)}"
        mark = "✅" if chosen else "⬜"
        keys.append([button(f"{mark} {label}", SplitButton(draft=draft.id, verb=verb, value=str(n)))])
    turn = [
        button(words, SplitButton(draft=draft.id, verb="page", value=str(to)))
        for words, to in (("‹", page - 1), ("›", page + 1))
        if 0 <= to < pages
    ]
    never = button(_("Never mind"), SplitButton(draft=draft.id, verb="drop"))
    on = button(_("Go on"), SplitButton(draft=draft.id, verb=KIND if desk.regulation.kinds else "make"), "primary")
    return "\n".join(lines), rows(*keys, turn, [on] if draft.answers[MESSAGES] else [], [never])


def _kinds(desk: Desk, ticket: Ticket, draft: Draft) -> Page:
    title = _("{number} · What is the new request about? Its priority follows from that.")
    lines = []
    for kind in desk.regulation.kinds:
        same = kind.key == ticket.kind
        words = _("{kind} (as before)") if same else "{kind}"
        data = SplitButton(draft=draft.id, verb="make", value=kind.key)
        lines.append([button(words.format(kind=kind.label.in_(language())), data, "primary" if same else None)])
    back = button(back_words(), SplitButton(draft=draft.id, verb="back"))
    return title.format(number=bold(ticket.number)), rows(*lines, [back])
