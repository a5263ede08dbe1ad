"""Customer cards: the list of customers, one of them, and how they are changed by one line; for staff."""

from __future__ import annotations

from datetime import date
from html import escape

from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from domain.customers import Organization
from domain.usecases.customers_at_hand import Shelf, Shown
from handlers.callbacks import CustomerButton
from handlers.view.customer_sheet import hours_words, state_words
from handlers.view.effort import as_hours
from handlers.view.pages import place, turning
from handlers.view.say import bold, button, rows, shortened
from handlers.view.times import day
from handlers.view.words import _, ngettext

MOST_PEOPLE = 15
Page = tuple[str, InlineKeyboardMarkup]


def customers_page(shown: Shelf) -> Page:
    """Name, contract, state and hours of each; a button to each card."""
    if not shown.count:
        return "\n\n".join([_("There are no customers yet."), usage()]), rows()
    blocks = [bold(_("Customers: {n}").format(n=shown.count)), *(_brief(one, shown.today) for one in shown.customers)]
    buttons = [
        [button(shortened(one.name, 40), CustomerButton(verb="card", customer=one.id, page=shown.page))]
        for one in shown.customers
    ]
    turn = turning(shown.page, shown.pages, lambda n: CustomerButton(verb="page", page=n))
    return "\n\n".join(blocks) + place(shown.page, shown.pages), rows(*buttons, turn)


def customer_card(shown: Shown, page: int = 0) -> Page:
    """All that is known of one; who leads gets the ways to change it."""
    one = shown.customer
    hours = "" if one.prepaid_minutes is None else hours_words(one.prepaid_minutes)
    if hours and shown.used:
        hours = _("{hours} · used: {used}").format(hours=hours, used=as_hours(shown.used))
    fields = [
        (_("Contract number"), one.contract),
        (_("Term"), term_words(one)),
        (_("State"), state_words(one, shown.today)),
        (_("Support tier"), one.tier),
        (_("Client category"), one.client),
        (_("Products"), "; ".join(one.products)),
        (_("Mail domains"), ", ".join(one.domains)),
        (_("Contact people"), ", ".join(one.contacts)),
        (_("Owner e-mail"), one.owner_email),
        (_("Prepaid hours"), hours),
        (_("People"), _people(shown)),
        (_("Open requests"), str(shown.open_tickets)),
    ]
    lines = [bold(one.name), *(f"{name}: {escape(shortened(text, 250))}" for name, text in fields if text)]
    keys = []
    if shown.lead:
        which = one.contract or one.name
        if shown.suspends:
            word = "restore" if one.suspended_at else "suspend"
            words = _("Restore support…") if one.suspended_at else _("Suspend support…")
            keys.append([_copies(words, f"/customer {which} {word} ")])
        keys.append([_copies(_("Invite"), f"/invite {which}"), _copies(_("Change"), f"/customer {which} ")])
        lines += ["", _example(which, suspends=shown.suspends, suspended=one.suspended_at is not None)]
    back = button(_("« All customers"), CustomerButton(verb="page", page=page))
    return "\n".join(lines), rows(*keys, [back])


def usage() -> str:
    """How a lead enters customers, by example."""
    return _(
        "One more, a field a line:\n"
        "<code>/customers add Romashka LLC\ncontract 12-34\nterm 2026-01-01..2026-12-31\ndomains romashka.ru\nhours 10.5</code>\n"
        "Many at once: send an XLSX or CSV with the caption <code>/customers import</code>. All as a sheet: /customers export"
    )


def term_words(one: Organization) -> str:
    """«с 1 января 2026 до 31 декабря 2026»; empty where it is open."""
    since = _("from {day}").format(day=day(one.since)) if one.since else ""
    until = _("until {day}").format(day=day(one.until)) if one.until else ""
    return " ".join(filter(None, [since, until]))


def _brief(one: Organization, today: date) -> str:
    contract = _("contract {number}").format(number=shortened(one.contract, 40)) if one.contract else ""
    hours = ""
    if one.prepaid_minutes is not None:
        hours = _("hours paid for: {hours}").format(hours=hours_words(one.prepaid_minutes))
    sign = "⛔ " if one.suspended_at else "" if one.is_entitled(today) else "⚠ "
    parts = filter(None, [contract, state_words(one, today), hours])
    return f"{sign}{bold(shortened(one.name, 80))}\n{escape(shortened(' · '.join(parts), 200))}"


def _people(shown: Shown) -> str:
    names = [person.name for person in shown.people if person.name]
    more = len(names) - MOST_PEOPLE
    text = ", ".join(names[:MOST_PEOPLE])
    return text + " " + ngettext("and {n} more", "and {n} more", more).format(n=more) if more > 0 else text


def _example(which: str, *, suspends: bool, suspended: bool) -> str:
    named = escape(shortened(which, 80))
    lines = [
        _("To change it, one line: <code>/customer {which} term 2026-01-01..2026-12-31</code>").format(which=named),
        _("As well: name, contract, tier, client, products, domains, contacts, owner, hours; «-» takes it away."),
    ]
    if suspends and not suspended:
        words = _("To suspend: <code>/customer {which} suspend the reason</code>; their people read the reason.")
        lines.append(words.format(which=named))
    if suspends and suspended:
        words = _("To restore: <code>/customer {which} restore the reason</code>; their people read the reason.")
        lines.append(words.format(which=named))
    return "\n".join(lines)


def _copies(words: str, text: str) -> InlineKeyboardButton:
    """A touch copies the beginning of the line (Bot API: `copy_text` holds 1 to 256 characters)."""
    return InlineKeyboardButton(text=words, copy_text=CopyTextButton(text=text[:256]))
