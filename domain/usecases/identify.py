"""Identify: whose request it is. A proved address shows it, or staff say so; what anybody types never does (barier 1, 3.1, 7.7)."""

from __future__ import annotations

from domain.customers import Organization, likely, proved_by
from domain.draft import PRODUCTS, Draft
from domain.journal import Actor
from domain.notices import Code, Notice
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer, WrongState
from domain.ticket import Ticket
from domain.usecases.deadlines import forget_rung, set_deadline_timers
from domain.usecases.hours import count_hours
from domain.usecases.meeting import colleague
from domain.usecases.reroute import reroute
from domain.usecases.telling import MAIL, refresh_card, tell_requester


def customer_of(desk: Desk, person: Person) -> Organization | None:
    """The customer a person belongs to: known before, or shown by an address they have proved, and then remembered."""
    if person.organization_id:
        return desk.customers.get(person.organization_id)
    addresses = desk.people.proved_addresses(person.id, MAIL)
    found = proved_by(desk.customers.all(), addresses) if addresses else None
    if found is not None:
        person.organization_id = found.id
    return found


def offer_products(intake: Draft, organization: Organization | None) -> None:
    """Have the intake ask which product it is about, where the contract names several (barier 1)."""
    products = list(organization.products) if organization and not organization.sole_product else []
    if products != intake.answers.get(PRODUCTS, []):
        intake.answers = {**intake.answers, PRODUCTS: products}


def product_of(intake: Draft, organization: Organization | None) -> str:
    """The product that was chosen, or the only one of the contract; empty if none is known."""
    chosen = str(intake.answers.get("product", ""))
    products = organization.products if organization else []
    return chosen if chosen in products else organization.sole_product if organization else ""


def identify(desk: Desk, *, by: Speaker, number: str, organization_id: str) -> Ticket:
    """Staff say whose it is: the ticket and its requester get the customer. It need not be taken first: no work begins by that.

    NotStaff, NotYours, WrongState once closed; NothingToAnswer if it has a customer already, or there is no such one.
    """
    agent = desk.people.agent(by)
    ticket = desk.tickets.get(number)
    if ticket.organization_id:
        raise NothingToAnswer
    try:
        organization = desk.customers.get(organization_id)
    except KeyError:
        raise NothingToAnswer from None
    desk.people.get(ticket.requester_id).organization_id = organization.id
    belongs_to(desk, ticket, organization, colleague(agent, by))
    return ticket


def belongs_to(desk: Desk, ticket: Ticket, organization: Organization, actor: Actor) -> None:
    """Write it down; the deadlines follow, and requester and staff see them. WrongState once closed."""
    entry = ticket.identify(desk.now(), actor, organization, ticket.level_of(organization))
    for effort in desk.efforts.of_ticket(ticket.number):
        effort.organization_id = organization.id
    forget_rung(desk, ticket, response=True)
    set_deadline_timers(desk, ticket)
    facts = {"organization": organization.name, "clause": entry.facts.get("clause")}
    tell_requester(desk, ticket, Notice(Code.IDENTIFIED, facts), entry)
    count_hours(desk, ticket)
    reroute(desk, ticket, organization, actor)
    refresh_card(desk, ticket)


def candidates(desk: Desk, *, by: Speaker, number: str) -> list[Organization]:
    """Whose a ticket may be, for staff to choose. NotStaff, NotYours, WrongState; NothingToAnswer if it has a customer."""
    desk.people.agent(by)
    ticket = desk.tickets.get(number)
    if not ticket.is_open:
        raise WrongState(status=ticket.status, move="identify")
    if ticket.organization_id:
        raise NothingToAnswer
    return likely(desk.customers.all(), typed=ticket.answers.get("organization", ""), address=ticket.email)
