"""Account: somebody who writes from a new Telegram account takes their requests along, by a code mailed to their proved address.

What is answered never tells whether an address is known: the same words, the same tries, and a letter or none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from domain.answers import Field, Text
from domain.draft import Conversation, Draft, DraftKind, gates
from domain.journal import EntryKind
from domain.notices import Code, Notice
from domain.people import CodeLetter, EmailProof, Identity, Person, Speaker
from domain.ports import Desk
from domain.ticket import Ticket
from domain.usecases.block import pass_on_block
from domain.usecases.code_letters import Limit, code_for, limit_of
from domain.usecases.hand_over import holds_words, throw_away
from domain.usecases.meeting import conversation, meet, requester
from domain.usecases.move_loose import move_loose
from domain.usecases.telling import CHAT, MAIL, refresh_card, tell_address, tell_person, tell_staff

OTHER = "_other"
"""Among the answers: the person whom a lead thinks to be this one too; the code goes to them, no address is asked for."""
MOST_NAMED = 20
LINK = "_link"
"""Among the answers: the token of the letter's link that was opened; its request comes here with the code."""
PROPOSED = "_proposed"
"""Among the answers: the request at which the lead said so; there staff hear what came of it."""
_NONE = Text({"ru": ""})
_ADDRESS = Field("email", "email", True, None, True, 0, 254, _NONE, _NONE, _NONE, _NONE, None)


@dataclass(frozen=True)
class Moved:
    """The requests are with the new account now. intake: what became of an unfinished one: moved, kept (one was begun here
    too), or empty if there was none. loose: the words without a request that came along."""

    person: Person
    tickets: tuple[str, ...]
    intake: str = ""
    loose: Conversation | None = None


@dataclass(frozen=True)
class NowHere:
    """The request of a letter is in this chat now; its requester hears so as they hear of everything on it."""

    ticket: Ticket


@dataclass(frozen=True)
class NotThatCode:
    """`left` tries remain; at 0 it must be asked for again: by the letter's link (`by_link`), or by /account."""

    person: Person
    left: int
    by_link: bool = False


def open_account(desk: Desk, *, by: Speaker) -> Conversation:
    """`/account`: ask for the address that was proved from the other account; consent comes first."""
    person = meet(desk, by)
    draft = next((d for d in desk.drafts.of(by, person) if d.kind is DraftKind.ACCOUNT), None)
    if draft is None:
        place = by.place
        draft = Draft(DraftKind.ACCOUNT, place.channel, place.chat, place.thread, person.id, desk.now())
        desk.drafts.open(draft)
    draft.opened_at, draft.answers = desk.now(), {}
    return conversation(desk, person, draft)


def asks_for_consent(talk: Conversation) -> bool:
    """Whether consent stands before the address (152-ФЗ)."""
    return "consent" in gates(talk.regulation, talk.person)


def take_address(desk: Desk, *, person: Person, draft: Draft, text: str) -> Conversation:
    """The address was typed: a letter with a code goes there if it is proved by one other person, and may go. WrongAnswer."""
    address = _ADDRESS.accept(text)
    proof = desk.people.proof(person.id)
    if proof is not None:
        desk.people.drop_proof(proof)  # whatever was out before must not tell the two cases apart
    draft.answers = {"email": address, "tries": 0, "sent": _send(desk, person, address)}
    draft.turn += 1
    return conversation(desk, person, draft)


def take_code(desk: Desk, *, by: Speaker, person: Person, draft: Draft, code: str) -> Moved | NotThatCode:
    """Six digits were typed. Each wrong code is a try, whether there is a right one or not."""
    other = _other(desk, person, draft)
    wrong = try_code(desk, person=person, draft=draft, code=code, counts=other is not None)
    if wrong or other is None:
        return wrong or NotThatCode(person, 0)
    numbers = tuple(_move(desk, by, other, person))
    if proposed := draft.answers.get(PROPOSED):
        tell_staff(desk, desk.tickets.get(proposed), Notice(Code.PEOPLE_MERGED, {"numbers": numbers[:MOST_NAMED]}))
    intake = _move_intake(desk, other, person)
    return Moved(person, numbers, intake, move_loose(desk, other, person))


def try_code(desk: Desk, *, person: Person, draft: Draft, code: str, counts: bool = True) -> NotThatCode | None:
    """None: it is the one that was sent for this draft, and both are spent. `counts`: whether any code can be right."""
    proof, sent = desk.people.proof(person.id), draft.answers.get("sent", "")
    good = proof is not None and bool(sent) and proof.sent_at.isoformat() == sent
    tries = int(draft.answers.get("tries", 0)) + 1
    if proof is not None and good:
        proof.tries += 1
        good = proof.tries <= EmailProof.MAX_TRIES
    if tries <= EmailProof.MAX_TRIES and proof is not None and good and counts and proof.code == code:
        desk.people.drop_proof(proof)
        desk.drafts.discard(draft)
        return None
    draft.answers = {**draft.answers, "tries": tries}
    left = max(0, EmailProof.MAX_TRIES - tries)
    if not left:
        desk.drafts.discard(draft)
        if good and proof is not None:
            desk.people.drop_proof(proof)
    return NotThatCode(person, left, by_link=LINK in draft.answers)


def _send(desk: Desk, person: Person, address: str) -> str:
    """Mail the code where that is right. Returns when it was made, which tells it from other codes; empty if none was."""
    if _holder(desk, person, address) is None:
        # It counts as if a letter had gone, or the limits would tell who is known.
        if not limit_of(desk, person, address):
            desk.people.note_code_letter(CodeLetter(person.id, address, desk.now()))
        return ""
    code = code_for(desk, person, address)
    proof = desk.people.proof(person.id)
    if isinstance(code, Limit) or proof is None:
        return ""
    key = f"{Code.ACCOUNT_CODE}:{person.id}:{proof.sent_at.isoformat()}"
    tell_address(desk, person, address, Notice(Code.ACCOUNT_CODE, {"code": code}), key=key)
    return proof.sent_at.isoformat()


def _other(desk: Desk, person: Person, draft: Draft) -> Person | None:
    """Whose requests the code moves here."""
    if OTHER not in draft.answers:
        return _holder(desk, person, draft.answers["email"])
    proposed = desk.people.get(draft.answers[OTHER])
    return None if proposed.merged_into or proposed.erased_at is not None else proposed


def _holder(desk: Desk, person: Person, address: str) -> Person | None:
    """The one other person who has proved the address; a mailbox that several share shows nobody."""
    others = [one for one in desk.people.provers(MAIL, address) if one.id != person.id]
    return others[0] if len(others) == 1 else None


def _move(desk: Desk, by: Speaker, old: Person, new: Person) -> list[str]:
    """All that is a requester's goes along: requests, profile, organization, proved addresses, suspension. Staff rights do not."""
    now = desk.now()
    moved = list(desk.tickets.of(old.id, limit=max(1, desk.tickets.count_of(old.id))))
    for ticket in moved:
        _hand_on(desk, ticket, old, new)
        if ticket.is_open:
            ticket.record(now, EntryKind.ACCOUNT_MOVED, {}, requester(new, by))
            refresh_card(desk, ticket)
    for address in desk.people.proved_addresses(old.id, MAIL):
        _pass_identity(desk, old, new, address, now)
    desk.people.pass_on(old.id, new.id)
    new.profile, old.profile = {**old.profile, **new.profile}, {}
    new.organization_id, old.organization_id = new.organization_id or old.organization_id, None
    if old.suspended_at and not new.suspended_at:
        new.suspended_at, new.suspended_for = old.suspended_at, old.suspended_for
    pass_on_block(desk, old, new)
    old.merged_into = new.id
    if old.chat:
        if new.chat:
            desk.outbox.readdress(CHAT, old.chat, new.chat)
        tell_person(desk, old, Notice(Code.ACCOUNT_MOVED), key=f"{Code.ACCOUNT_MOVED}:{old.id}:{now.isoformat()}")
    return [ticket.number for ticket in moved]


def _hand_on(desk: Desk, ticket: Ticket, old: Person, new: Person) -> None:
    ticket.requester_id = new.id
    for draft in desk.drafts.for_ticket(old.id, ticket.number):
        desk.drafts.discard(draft)
    for file in desk.files.of_ticket(ticket.number):
        if file.person_id == old.id and not file.by_staff:
            file.person_id = new.id


def _move_intake(desk: Desk, old: Person, new: Person) -> str:
    """What was being written down goes on here, unless another problem is: the two must not become one."""
    intakes = {one.id: [d for d in desk.drafts.of_person(one.id) if d.kind is DraftKind.INTAKE] for one in (old, new)}
    for draft in [*intakes[old.id], *intakes[new.id]]:
        if not holds_words(desk, draft):
            throw_away(desk, draft)
    unfinished, own = ([d for d in intakes[one.id] if d in desk.drafts.of_person(one.id)] for one in (old, new))
    if not unfinished or own:
        return "kept" if unfinished else ""
    intake = unfinished[0]
    # With a new id: a button in the old chat opens nothing any more.
    twin = replace(
        intake, id=uuid4().hex[:12], person_id=new.id, chat=new.chat, thread=0, opened_at=desk.now(), version=1
    )
    desk.drafts.open(twin)
    for file in desk.files.of_draft(intake.id):
        file.draft_id, file.person_id = twin.id, new.id
    for utterance in desk.messages.of_draft(intake.id):
        utterance.draft_id = twin.id
    desk.drafts.discard(intake)
    return "moved"


def _pass_identity(desk: Desk, old: Person, new: Person, address: str, now: datetime) -> None:
    theirs = desk.people.identity(new.id, MAIL, address)
    if theirs is None:
        desk.people.add_identity(Identity(MAIL, address, new.id, now))
    else:
        theirs.proved_at = now
    held = desk.people.identity(old.id, MAIL, address)
    if held is not None:
        desk.people.drop_identity(held)
