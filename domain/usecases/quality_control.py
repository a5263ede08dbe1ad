"""Quality control: what it keeps of complaints and low ratings, whom it tells, and how their deadlines ring."""

from __future__ import annotations

from domain.complaint import Complaint
from domain.durations import Duration
from domain.journal import EntryKind
from domain.notices import Code, Notice, Parcel
from domain.people import Agent, Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import NothingToAnswer
from domain.ticket import Ticket
from domain.usecases.colleagues import in_charge
from domain.usecases.staff_place import anywhere, chat_of, member_of, must_be_here
from domain.usecases.telling import tell_lead, tell_staff


def enter(
    desk: Desk, ticket: Ticket, person_id: str, *, letter: str, text: str, within: Duration | None, series: str
) -> Complaint:
    """Into the register, with a number of its own: BAR-Q00001 is a letter, BAR-R00001 a rating. A deadline rings."""
    rules, now = ticket.regulation, desk.now()
    number = f"{rules.prefix}-{series}{desk.counters.next(f'{rules.prefix}-{series}'):05}"
    hours = rules.hours_for(ticket.priority)
    due = hours.add(now, within) if within else None
    complaint = Complaint(number, ticket.number, person_id, letter, text, now, due)
    desk.complaints.add(complaint)
    if within and due:
        desk.timers.set(number, TimerKind.COMPLAINT, due)
        desk.timers.set(number, TimerKind.COMPLAINT_WARN, hours.add(now, within * rules.warn_share))
    return complaint


def settle(desk: Desk, complaint: Complaint, answer: str) -> None:
    """It is answered: nothing rings for it any more."""
    complaint.answered_at, complaint.answer = desk.now(), answer
    desk.timers.cancel(complaint.number, TimerKind.COMPLAINT, TimerKind.COMPLAINT_WARN)


def unanswered(desk: Desk, ticket: Ticket, number: str) -> Complaint:
    """That complaint or rating of the ticket; NothingToAnswer if it is another's, or is answered."""
    complaint = desk.complaints.get(number)
    if complaint.ticket != ticket.number or complaint.answered_at is not None:
        raise NothingToAnswer
    return complaint


def lead_of(desk: Desk, by: Speaker, ticket: Ticket) -> Agent:
    """The speaker as a lead: in a group of that one, in private of the group that works on the ticket. NotStaff, OnlyLead, OtherLine."""
    if not by.private:
        return desk.people.agent(by).must_lead()
    anywhere(desk, by)
    must_be_here(desk, by=by, number=ticket.number)
    agent = member_of(desk, by, chat_of(desk, ticket))
    assert agent is not None
    return agent.must_lead()


def ask_lead(desk: Desk, *, by: Speaker, number: str, complaint: str, code: Code, key: str) -> None:
    """Ask a lead for words on a complaint or a rating, where they pressed. NotStaff, OnlyLead, NothingToAnswer."""
    ticket = desk.tickets.get(number)
    agent = lead_of(desk, by, ticket)
    if code is Code.PROMPT_CONTACTED and desk.complaints.get(complaint).stars is None:
        raise NothingToAnswer
    unanswered(desk, ticket, complaint)
    facts = {"agent": agent.name, "username": agent.username, "address": by.address, "complaint": complaint}
    if by.private:
        tell_lead(desk, ticket, by.place.chat, Notice(code, facts), mark=key)
    else:
        tell_staff(desk, ticket, Notice(code, facts), mark=key)


def tell_leads(desk: Desk, ticket: Ticket, notice: Notice, *, mark: str, in_private: str = "") -> None:
    """Leads who are there hear of it, past the assignee: in private who has a chat with the desk; else by name in the group.

    `in_private`: the requester's words, which only a private chat shows.
    """
    group = chat_of(desk, ticket)
    leads = [agent for agent in in_charge(desk, group) if agent.lead]
    leads = [agent for agent in leads if agent.person_id != ticket.assignee_id] or leads
    chats = [chat for agent in leads if (chat := desk.people.get(agent.person_id).chat)]
    told = Notice(notice.code, notice.facts | {"text": in_private})
    for chat in dict.fromkeys(chats):
        tell_lead(desk, ticket, chat, told, mark=mark)
    if not chats:
        tell_staff(desk, ticket, notice, mark=mark)


def lead_not_told(desk: Desk, parcel: Parcel) -> None:
    """A lead has closed their chat with the desk: the group hears of it instead, without the words."""
    if parcel.ticket is None or parcel.address.startswith("-"):
        return
    ticket = desk.tickets.get(parcel.ticket)
    facts = {name: fact for name, fact in parcel.facts.items() if name not in ("text", "quiet")}
    tell_staff(desk, ticket, Notice(parcel.code, facts), mark=str(parcel.facts.get("complaint", "")))


def complaint_rings(desk: Desk, number: str, *, warns: bool) -> None:
    """Its answer will soon be due, or is: leads hear of it, once each."""
    try:
        complaint = desk.complaints.get(number)
    except NothingToAnswer:
        return
    if complaint.answered_at is not None or complaint.due is None:
        return
    ticket = desk.tickets.get(complaint.ticket)
    facts = {"complaint": number, "due": complaint.due.isoformat()}
    ticket.record(desk.now(), EntryKind.WARNED if warns else EntryKind.BREACHED, facts | {"target": "complaint"})
    rated = {"stars": complaint.stars} if complaint.stars else {}
    code = Code.COMPLAINT_SOON if warns else Code.COMPLAINT_LATE
    tell_leads(desk, ticket, Notice(code, facts | rated), mark=number)
