"""Incidents in words: what staff see of a failure that hits many, and what those concerned read."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from aiogram.methods import SendMessage
from aiogram.types import ForceReply, InlineKeyboardMarkup

from domain.draft import Conversation, Draft
from domain.incidents import Incident
from domain.notices import Parcel
from domain.ports import Desk
from domain.regulation import Regulation
from domain.ticket import Ticket
from domain.usecases.incidents import Done, Ended, LinkedTo, Opened, Shown, ToldAll
from domain.usecases.known_failure import NONE
from handlers.callbacks import IncidentButton, IntakeButton, TicketButton
from handlers.view.say import Methods, bold, button, message, quote, rows, shortened
from handlers.view.summary import back_and_cancel, back_words
from handlers.view.times import when
from handlers.view.told import Page, Told
from handlers.view.under_card import mention, under_card
from handlers.view.words import _, ngettext

SHOWN = 600
CAPTION = 40
MOST_SHOWN = 8


# -- for staff


def incidents_page(found: Sequence[Shown], rules: Regulation) -> Page:
    """All that are open, each behind a button; one alone is shown at once."""
    new = [button(_("New failure"), IncidentButton(verb="open"))]
    if not found:
        text = _("No failure is open. To open one: /incident Letters have not been sent since 10:30, we are on it")
        return text, rows(new)
    if len(found) == 1:
        text, keyboard = incident_card(found[0], rules)
        return text, rows(*keyboard.inline_keyboard, new)
    lines = [bold(_("Open failures")), ""]
    buttons = []
    for n, one in enumerate(found[:MOST_SHOWN], start=1):
        words = shortened(" ".join(one.incident.text.split()), 200)
        lines.append(f"{n}. {escape(words)} · {_requests(one)}")
        caption = f"{n}. {shortened(words, CAPTION)}"
        buttons.append([button(caption, IncidentButton(verb="show", incident=one.incident.id))])
    return "\n".join(lines), rows(*buttons, new)


def incident_card(one: Shown, rules: Regulation) -> Page:
    """One failure with what can be done about it."""
    incident = one.incident
    since = when(incident.opened_at, rules)
    lines = [
        bold(_("Failure")),
        quote(shortened(incident.text, SHOWN)),
        _("Opened by {name}, {at}.").format(name=escape(incident.opened_name), at=escape(since)),
        _requests(one) + ".",
    ]

    def move(verb: str, words: str, style: str | None = None) -> list[Any]:
        return [button(words, IncidentButton(verb=verb, incident=incident.id), style)]

    return "\n".join(lines), rows(
        move("write", _("Write to all")),
        move("link", _("Link a request")),
        move("end", _("End it"), "primary"),
    )


def _requests(one: Shown) -> str:
    return ngettext("{n} open request", "{n} open requests", one.open_now).format(n=one.open_now)


def done_words(done: Done) -> str:
    """What became of the words that were asked for."""
    match done:
        case Opened():
            return _("The failure is open. Whoever begins a request now reads: {words}").format(
                words=quote(shortened(done.shown.incident.text, SHOWN))
            )
        case ToldAll():
            if not done.numbers:
                return _("No open request is linked to it: there is nobody to write to.")
            told = ngettext(
                "{n} requester is told: {numbers}.", "{n} requesters are told: {numbers}.", len(done.numbers)
            )
            return told.format(n=len(done.numbers), numbers=", ".join(done.numbers))
        case LinkedTo():
            return "\n".join(_linked(done))
        case Ended():
            return "\n".join(_ended(done))


def _linked(done: LinkedTo) -> list[str]:
    said = (
        (_("Linked, and the requester is told: {numbers}."), done.linked),
        (_("Linked before: {numbers}."), done.before),
        (_("Closed already: {numbers}."), done.closed),
        (_("There is no such request: {numbers}."), done.unknown),
    )
    return [escape(words.format(numbers=", ".join(numbers))) for words, numbers in said if numbers]


def _ended(done: Ended) -> list[str]:
    lines = [_("The failure is over.")]
    if done.completed:
        lines.append(_("Completed with your answer: {numbers}.").format(numbers=", ".join(done.completed)))
    if done.left:
        lines.append(
            _("Not completed, please look at them: {numbers}. Their requesters are told that it is over.").format(
                numbers=", ".join(done.left)
            )
        )
    return lines


def prompt_incident(desk: Desk, parcel: Parcel) -> Methods:
    """What is asked of whoever pressed a button of a failure."""
    facts = parcel.facts
    who = f'<a href="tg://user?id={escape(facts["address"])}">{escape(facts["agent"])}</a>'
    asks = {
        "open": _(
            "{who}, reply to this message with what has failed and what is being done: whoever begins a request reads it."
        ),
        "write": _("{who}, reply to this message with what all those concerned are to read."),
        "link": _("{who}, reply to this message with the numbers of the requests, for example: 17, 18"),
        "end": _("{who}, reply to this message with the answer: all linked requests are completed with it."),
    }
    lines = [asks[facts["does"]].format(who=who)]
    if facts.get("about"):
        lines.append(quote(shortened(facts["about"], 200)))
    method = message(parcel.address, "\n".join(lines), thread=parcel.thread)
    method.reply_markup = ForceReply(force_reply=True, selective=True)
    return [method]


def incident_choice(ticket: Ticket, found: Sequence[Incident]) -> InlineKeyboardMarkup:
    """Under a card: the failures it may tell of; the one it is linked to is marked, and can be taken off."""
    lines = []
    for incident in found[:MOST_SHOWN]:
        mark = "✓ " if incident.id == ticket.incident_id else ""
        words = mark + shortened(" ".join(incident.text.split()), CAPTION)
        lines.append([button(words, TicketButton(number=ticket.number, verb="incident", value=incident.id))])
    if ticket.incident_id:
        lines.append([button(_("Not this failure"), TicketButton(number=ticket.number, verb="incident", value=NONE))])
    return rows(*lines, [button(back_words(), TicketButton(number=ticket.number, verb="card"))])


def may_concern(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """A request by letter or phone during a failure: is it that one? Nothing once it is linked, or the failure is over."""
    found = [one for one in desk.incidents.open() if one.id in parcel.facts["incidents"]][:MOST_SHOWN]
    if not found or ticket.incident_id or not ticket.is_open:
        return []
    asks = ngettext(
        "{number} · A failure is known. Is it about that?",
        "{number} · Failures are known. Is it about one?",
        len(found),
    )
    lines = [asks.format(number=bold(ticket.number))]
    lines += [quote(shortened(incident.text, 200)) for incident in found]
    to = parcel.facts.get("to")
    if to and not parcel.facts.get("quiet"):
        lines.append(mention(desk, to, desk.people.get(to).name))
    keys = []
    for incident in found:
        caption = _("Link to the failure")
        if len(found) > 1:
            caption = shortened(" ".join(incident.text.split()), CAPTION)
        keys.append([button(caption, TicketButton(number=ticket.number, verb="incident", value=f"{incident.id}."))])
    return under_card(desk, parcel, ticket, lines, keyboard=rows(*keys), ping=not to)


# -- for requesters


def we_know(talk: Conversation, draft: Draft, chat: str) -> SendMessage:
    """«Мы уже знаем»: the failures that are known, before anything else is asked of whoever tells of a problem."""
    found = talk.incidents[:MOST_SHOWN]
    lines = [bold(_("We know of this already")) if len(found) == 1 else bold(_("We know of these failures already"))]
    buttons = []
    for n, incident in enumerate(found, start=1):
        since = _("Known since {at}.").format(at=when(incident.opened_at, talk.regulation))
        lines += [quote(shortened(incident.text, SHOWN)), escape(since)]
        mine = _("That is my problem") if len(found) == 1 else _("My problem: the {n}. one").format(n=n)
        buttons.append([button(mine, IntakeButton(draft=draft.id, verb="known", value=incident.id), "primary")])
    lines.append(
        _("If that is your problem, I register your request with it: it gets its number, and you hear when it is over.")
    )
    other = button(_("Another problem"), IntakeButton(draft=draft.id, verb="known", value=NONE))
    return message(chat, "\n".join(lines), rows(*buttons, [other], back_and_cancel(draft)))


def incident_told(desk: Desk, ticket: Ticket, facts: dict[str, Any]) -> Told:
    """What the requester reads of the failure that their request tells of."""
    match facts["how"]:
        case "linked":
            title = _("This is a failure that we know of")
            after = [_("You hear here when it is over.")]
        case "unlinked":
            title = _("It is not the failure that we thought of")
            after = [_("We look into your request by itself.")]
        case "over":
            title, after = _("The failure is over"), []
        case _:
            title, after = _("News of the failure"), []
    return Told(title, words=facts["text"], after=after)


def incident_entry(facts: dict[str, Any]) -> str:
    """The same in the record."""
    return {
        "linked": _("It tells of a failure that we know of."),
        "unlinked": _("It does not tell of this failure."),
        "over": _("The failure is over."),
        "news": _("News of the failure."),
    }.get(facts.get("how", ""), "")


def known_failures(facts: dict[str, Any], rules: Regulation) -> list[str]:
    """What a registration says of failures that are known, to somebody who was not asked whether it is theirs."""
    known = facts.get("known", [])[:MOST_SHOWN]
    if not known:
        return []
    lines = [
        ngettext("We know of a failure already:", "We know of failures already:", len(known)),
        *(
            f"«{_in_short(one['text'])}». " + _("Known since {at}.").format(at=when(one["since"], rules))
            for one in known
        ),
    ]
    last = _("If your request is about that, you need do nothing: we link it, and you hear when it is over.")
    if facts.get("lacking"):
        last = _("If your request is about that, just say so in your answer: we link it, and you hear when it is over.")
    return [*lines, last]


def _in_short(text: str) -> str:
    return shortened(" ".join(text.split()), 200).rstrip(".")


def part_of_failure(facts: dict[str, Any]) -> list[str]:
    """What a registration says of the failure it is linked to."""
    if not facts.get("incident"):
        return []
    words = _in_short(facts["incident"])
    return [_("It tells of a failure that we know of: {words}. You hear here when it is over.").format(words=words)]
