"""Customers as staff see them on a card: whose request it is, by which contract and at which level; and who is not served now."""

from __future__ import annotations

from html import escape

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.claims import CLAIMED
from domain.customers import CONTRACT_OVER, NO_CUSTOMER, Organization
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.suspend import targets
from handlers.callbacks import TicketButton
from handlers.view.effort import hours_line
from handlers.view.say import bold, button, rows, shortened
from handlers.view.standing import level_words
from handlers.view.times import day
from handlers.view.words import _


def customer_lines(desk: Desk, ticket: Ticket) -> list[str]:
    """Customer, contract and term, level; what staff should see at a glance; whether support is suspended."""
    organization = desk.customers.get(ticket.organization_id) if ticket.organization_id else None
    lines = []
    if organization is not None:
        parts = [bold(shortened(organization.name, 80)), _contract(organization)]
        lines.append(_("Customer: {customer}").format(customer=", ".join(filter(None, parts))))
    lines += hours_line(desk, ticket)
    if named := level_words(ticket.regulation, ticket.tier, ticket.client):
        lines.append(_("Level: {level}").format(level=escape(named)))
    if NO_CUSTOMER in ticket.marks:
        lines.append(_("⚠ The customer is not recognized"))
    claims = _claimed(desk, ticket)
    if claims is not None:
        lines.append(_("Says to be of: {customer}; not confirmed").format(customer=bold(shortened(claims.name, 80))))
    if CONTRACT_OVER in ticket.marks:
        lines.append(_("⚠ {term}").format(term=_lapse(organization, ticket)))
    for _whom, target in targets(desk, ticket, suspends=False):
        lines.append(
            _("⛔ Support is suspended, {name}: {reason}").format(
                name=escape(shortened(target.name, 40)), reason=escape(shortened(target.suspended_for, 120))
            )
        )
    return lines


def customer_rows(desk: Desk, ticket: Ticket) -> list[list[InlineKeyboardButton]]:
    """«Клиент» while nobody is known, where that matters."""
    if ticket.regulation.knows_customers and ticket.is_open and ticket.organization_id is None:
        claims = _claimed(desk, ticket)
        yes = _("Confirm: {name}").format(name=shortened(claims.name, 40)) if claims else ""
        sure = [button(yes, TicketButton(number=ticket.number, verb="customer", value=claims.id))] if claims else []
        return [
            row for row in (sure, [button(_("Customer"), TicketButton(number=ticket.number, verb="customer"))]) if row
        ]
    return []


def _claimed(desk: Desk, ticket: Ticket) -> Organization | None:
    """The customer that the requester says they belong to, while nobody has confirmed that."""
    claim = ticket.answers.get(CLAIMED) if ticket.organization_id is None else None
    return next((o for o in desk.customers.all() if o.id == claim), None) if claim else None


def suspension_row(desk: Desk, ticket: Ticket) -> list[InlineKeyboardButton]:
    """«Приостановить», «Возобновить», where the regulation has that."""
    found = []
    if targets(desk, ticket, suspends=True):
        found.append(button(_("Suspend support"), TicketButton(number=ticket.number, verb="suspend")))
    if targets(desk, ticket, suspends=False):
        found.append(button(_("Restore support"), TicketButton(number=ticket.number, verb="restore")))
    return found


def customers_keyboard(ticket_number: str, organizations: list[Organization]) -> InlineKeyboardMarkup:
    """Whose it may be, to choose one."""
    return choice_keyboard(ticket_number, "customer", [(o.id, _named(o)) for o in organizations])


def choice_keyboard(ticket_number: str, verb: str, named: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    """Names to choose from, and the way back to the card."""
    lines = [
        [button(shortened(name, 60), TicketButton(number=ticket_number, verb=verb, value=key))] for key, name in named
    ]
    return rows(*lines, [button(_("« Back"), TicketButton(number=ticket_number, verb="card"))])


def _named(organization: Organization) -> str:
    return ", ".join(filter(None, [organization.name, organization.contract]))


def _contract(organization: Organization) -> str:
    """«договор 12-34, до 31 декабря 2026»"""
    parts = []
    if organization.contract:
        parts.append(_("contract {number}").format(number=escape(shortened(organization.contract, 40))))
    if organization.until:
        parts.append(_("until {day}").format(day=day(organization.until)))
    return ", ".join(parts)


def _lapse(organization: Organization | None, ticket: Ticket) -> str:
    """The contract did not hold on the day of receipt: it was over, or had not begun."""
    received = ticket.received_at.astimezone(ticket.regulation.zone).date()
    if organization and organization.since and received < organization.since:
        return _("The contract begins only on {day}").format(day=day(organization.since))
    return _("The contract is over")
