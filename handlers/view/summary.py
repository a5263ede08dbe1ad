"""Summary: the files of an intake, the last look before it is sent, and what may be corrected there."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from aiogram.methods import SendMessage
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)

from domain import apart
from domain.claims import MATCH
from domain.draft import DESCRIBED, Attachment, Conversation, Draft, FileState, steps
from domain.regulation import Regulation
from domain.ticket import Ticket
from handlers.callbacks import IntakeButton
from handlers.view.clauses import clause_words
from handlers.view.pages import visible
from handlers.view.say import LONGEST, bold, button, message, quote, rows, shortened
from handlers.view.words import _, language, ngettext

SHOWN_ANSWER = 600
CHOSEN = ("kind", "impact", "product", "protected")
FIRST_WORDS = 80
"""What is shown of a colleague's request."""


def surely_another(chat: str, draft_id: str, words: str) -> SendMessage:
    """Many requests in one day: this one is sent only on purpose."""
    return message(
        chat,
        words,
        rows(
            [button(_("Yes, it is a new problem"), IntakeButton(draft=draft_id, verb="sure"), "primary")],
            [button(_("No, back"), IntakeButton(draft=draft_id, verb="go_on"))],
        ),
    )


def files_question(talk: Conversation) -> str:
    """What may be attached, and what came so far."""
    lines = [bold(_("Screenshots, if you have any")), *taken_files(talk.regulation)]
    lines.append(_("Send them here, then tap the button."))
    if talk.files:
        lines.append(attached(talk))
    return "\n".join(lines)


def taken_files(regulation: Regulation) -> list[str]:
    """Which kinds of files are taken, and how."""
    rules = regulation.attachments
    plain = {k: e[0].upper() for k, e in rules.kinds.items() if k not in rules.archives}
    named = [name for kind, name in plain.items() if kind not in rules.assumed] or list(plain.values())
    others = [name for name in plain.values() if name not in named]
    lines = [_("{kinds} are fine{clause}.").format(kinds=", ".join(named), clause=clause_words(rules.clause))]
    if rules.only_inside_archive and rules.archives:
        inside, archives = (", ".join(kinds).upper() for kinds in (rules.only_inside_archive, rules.archives))
        lines.append(_("{inside} only inside an archive: {archives}.").format(inside=inside, archives=archives))
    if others:
        lines.append(_("Documents too: {kinds}.").format(kinds=", ".join(others)))
    return lines


def attached(talk: Conversation) -> str:
    """How many files go with it, by name."""
    kept = [f for f in talk.files if f.state is not FileState.REFUSED]
    if not kept:
        return _("No files.")
    names = ", ".join(escape(f.name) for f in kept)
    return ngettext("{n} file: {names}", "{n} files: {names}", len(kept)).format(n=len(kept), names=names)


def is_thing(file: Attachment) -> bool:
    """Whether it is no file to attach, but kept as described."""
    return (file.problem or {}).get("reason") == DESCRIBED


def files_keyboard(talk: Conversation, draft: Draft) -> InlineKeyboardMarkup:
    """«Готово», or «Без файлов» while there are none."""
    some = any(f.state is not FileState.REFUSED for f in talk.files)
    done = button(_("That is all") if some else _("No files"), IntakeButton(draft=draft.id, verb="files", value="done"))
    return rows([done], back_and_cancel(draft))


def summary(talk: Conversation, draft: Draft, requests: Sequence[str] = (), *, room: float = 1.0) -> str:
    """Everything that is about to be registered, for a last look; `requests`: what it becomes, where it is several.

    Where it would not fit into a message, the long answers get a quarter of the `room`.
    """
    spoken = language()
    rules = talk.regulation
    lines = [bold(_("Please check it, then send it")), "", *requests]
    for field in rules.fields:
        answer = draft.answers.get(field.key) or (field.skip.in_(spoken) if field.skip else "")
        label = bold(field.label.in_(spoken))
        if field.kind == "long" and draft.answers.get(field.key):
            lines.append(f"{label}:\n{quote(shortened(answer, int(SHOWN_ANSWER * 2 * room)))}")
        else:
            lines.append(f"{label}: {escape(answer)}")
    if (match := draft.answers.get(MATCH)) and draft.answers.get("claim"):
        said = _("Yes") if draft.answers["claim"] == "yes" else _("No, another one")
        lines.append(f"{bold(_('Is it {name}?').format(name=match['name']))} {escape(said)}")
    about = ("" if requests and key in ("kind", "impact") else draft.answers.get(key, "") for key in CHOSEN)
    lines += chosen(rules, *about)
    if draft.answers.get("_article"):
        lines.append(f"{bold(_('Article'))}: {escape(shortened(draft.answers['_article'], SHOWN_ANSWER))}")
    if head := rules.queue.head:
        answer = head.yes if draft.answers.get("head") == "yes" else head.no
        lines.append(f"{bold(head.ask.in_(spoken))} {escape(answer.in_(spoken))}")
    if rules.attachments.max_count:
        lines.append(f"{bold(_('Files'))}: {attached(talk)}")
    if things := ", ".join(f.name for f in talk.files if is_thing(f)):
        lines.append(_("Also sent: {names}").format(names=escape(shortened(things, SHOWN_ANSWER))))
    text = "\n".join(lines)
    return text if room < 1 or visible(text) <= LONGEST else summary(talk, draft, requests, room=0.25)


def chosen(rules: Regulation, kind: str, impact: str, product: str = "", protected: str = "") -> list[str]:
    """What was chosen by buttons."""
    spoken = language()
    lines = [f"{bold(_('Product'))}: {escape(shortened(product, 100))}"] if product else []
    if kind:
        lines.append(f"{bold(_('Request'))}: {escape(rules.kind(kind).label.in_(spoken))}")
    if impact:
        lines.append(f"{bold(_('Impact'))}: {escape(rules.impact(impact).label.in_(spoken))}")
    label = next((item.label.in_(spoken) for item in rules.protected if item.key == protected), "")
    return [*lines, f"{bold(_('Owner only'))}: {escape(label)}"] if label else lines


def summary_keyboard(draft: Draft) -> InlineKeyboardMarkup:
    several = len(apart.split(draft.answers))
    send = _("Send the requests ({n})").format(n=several) if several else _("Send the request")
    return rows(
        [button(send, IntakeButton(draft=draft.id, verb="send"), "success")],
        [
            button(_("Correct"), IntakeButton(draft=draft.id, verb="fix")),
            button(cancel_words(), IntakeButton(draft=draft.id, verb="cancel")),
        ],
    )


def duplicate(talk: Conversation, draft: Draft, ticket: Ticket, chat: str) -> SendMessage:
    """An open request seems to tell of the same: shown before this one is sent (insales); of a colleague's only the beginning."""
    own = ticket.requester_id == talk.person.id
    demand = talk.regulation.demand("duplicates" if own else "colleagues")
    ask = escape(_("You have a similar request open already. Add this to it, and it is solved in one go?"))
    if demand:
        ask = escape(demand.text.in_(language()).rstrip(".")) + clause_words(demand.clause) + "."
    lines = [
        f"{bold(ticket.number)} · {escape(ticket.regulation.statuses[ticket.status].in_(language()))}",
        quote(shortened(ticket.answers.get("description", ""), SHOWN_ANSWER if own else FIRST_WORDS)),
        ask,
    ]
    add = _("Add to {number}").format(number=ticket.number)
    return message(
        chat,
        "\n".join(lines),
        rows(
            [button(add, IntakeButton(draft=draft.id, verb="join", value=ticket.number), "primary")],
            [button(_("That is another matter"), IntakeButton(draft=draft.id, verb="other", value=ticket.number))],
            back_and_cancel(draft),
        ),
    )


def correction_keyboard(talk: Conversation, draft: Draft) -> InlineKeyboardMarkup:
    """Each answer as a button."""
    spoken = language()
    names = [(f.key, f.label.in_(spoken)) for f in talk.regulation.fields]
    order = steps(talk.regulation, draft.answers)
    head = talk.regulation.queue.head
    taps = {
        "claim": _("Customer"),
        "kind": _("Request"),
        "product": _("Product"),
        "protected": _("Owner only"),
        "impact": _("Impact"),
        "head": head.ask.in_(spoken) if head else "",
        "files": _("Files"),
        "parts": _("Problems"),
        "whose": _("Files by request"),
    }
    names += [(step, name) for step, name in taps.items() if step in order]
    # Of several requests each has a kind and an impact of its own.
    names += [(step, f"{taps[base]} · {n + 1}") for step in order for base, n in [apart.place(step)] if n]
    buttons = [button(name, IntakeButton(draft=draft.id, verb="fix", value=key)) for key, name in names]
    pairs = [buttons[i : i + 2] for i in range(0, len(buttons), 2)]
    return rows(*pairs, [button(back_words(), IntakeButton(draft=draft.id, verb="summary"))])


def back_and_cancel(draft: Draft) -> list[InlineKeyboardButton]:
    return [
        button(back_words(), IntakeButton(draft=draft.id, verb="back")),
        button(cancel_words(), IntakeButton(draft=draft.id, verb="cancel")),
    ]


def back_words() -> str:
    return _("« Back")


def cancel_words() -> str:
    return _("Cancel")
