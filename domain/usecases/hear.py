"""Hear: somebody wrote something in private. It goes to what awaits it; nothing is ever delivered to «the last ticket»."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.answers import utf16_length
from domain.draft import Conversation, Draft, DraftKind, gates
from domain.notices import Code
from domain.people import EmailProof, Person, Speaker
from domain.ports import Delivery, Desk, Utterance
from domain.refusals import WrongAnswer
from domain.ticket import WORKABLE, Ticket
from domain.usecases.account import LINK, take_address, take_code
from domain.usecases.arise import added, arisen, went_on
from domain.usecases.by_letter import take_with_code
from domain.usecases.change_email import change_email
from domain.usecases.claim import ask_whose
from domain.usecases.complain import AWAITED as COMPLAINT_AWAITED
from domain.usecases.complain import complain
from domain.usecases.confide import asks_in_confidence, confide
from domain.usecases.details import are_awaited, take_detail
from domain.usecases.dispute import dispute
from domain.usecases.faq import take_article, tell_more
from domain.usecases.floods import must_have_room
from domain.usecases.follow import follow, follow_with
from domain.usecases.go_on import LONG_PART, More, Unfit, go_on, goes_on_with, said_elsewhere
from domain.usecases.hand_over import hand_over
from domain.usecases.heard import (
    AtAccount,
    Commented,
    Complained,
    Confided,
    Corrected,
    Disputed,
    Heard,
    Objected,
    Proved,
    Readdressed,
    Said,
    Settled,
    Thanked,
    WrongDigits,
)
from domain.usecases.limits import must_fit
from domain.usecases.loosen import loosen, loosened
from domain.usecases.meeting import conversation, meet, own_ticket, with_open_tickets
from domain.usecases.object import object_to_priority, still_counts
from domain.usecases.profile import correct_profile
from domain.usecases.prove_email import prove_email
from domain.usecases.rate import COMMENT_AWAITED, comment
from domain.usecases.say import say
from domain.usecases.staff_mail import mailbox_of
from domain.usecases.thank import polite
from domain.usecases.topics import as_reply
from domain.usecases.uttered import CODE, LOOSE, answer_uttered, replied_to, utter
from domain.usecases.without_cards import without_cards

SIX_DIGITS = re.compile(r"\s*(\d{3})[\s-]?(\d{3})\s*")


def hear(desk: Desk, *, by: Speaker, text: str, reply_to: str | None = None, answered: int | None = None) -> Heard:
    """Take the words to where they belong: the code that is out, the ticket they reply to, the draft that is open.

    Words that belong nowhere are kept in a loose draft until their writer says what they are (barier 7.5).
    `answered`: the number of our last message in the chat, if it is known; what was said before it goes on (see `go_on`).
    Raises WrongAnswer for an answer that a field of the intake does not take, and what the use cases raise.
    """
    person = meet(desk, by)
    drafts = desk.drafts.of(by, person)
    delivery = replied_to(desk, by, reply_to)
    delivery = delivery or as_reply(desk, by.place, drafts[0] if drafts else None)
    latest = desk.messages.latest(by.place.channel, by.place.chat) if by.message else None
    apart = latest is not None and said_elsewhere(desk, by, latest)
    before = None if reply_to or apart else goes_on_with(desk, by, person, latest, answered)
    heard = _heard(desk, by, person, drafts[0] if drafts else None, delivery, text, before)
    if isinstance(heard, More) and heard.ticket:
        said = went_on(desk, by, person, heard.ticket)
        return Said(person=person, ticket=heard.ticket, more=True, arisen=arisen(said), added=said)
    if isinstance(heard, Said) and not heard.followed:
        said = added(desk, heard.ticket)
        heard = replace(heard, arisen=arisen(said), added=said)
    if isinstance(heard, Settled):
        return replace(heard, rest=_rest(desk, by, person))
    return heard


def _in_confidence(
    desk: Desk, by: Speaker, person: Person, draft: Draft | None, delivery: Delivery | None, text: str
) -> Confided | None:
    """Words that are awaited in confidence, or reply to a question for such, come into nothing but their envelope."""
    number = delivery.ticket if delivery else draft.ticket if draft and draft.kind is DraftKind.SECRET else None
    if number is None:
        return None
    latest = next(iter(desk.drafts.for_ticket(person.id, number)), None)
    secret = latest if latest and latest.kind is DraftKind.SECRET else None
    if secret is None and not (delivery and asks_in_confidence(desk, delivery)):
        return None
    ticket = own_ticket(desk, person, number)
    needed = ticket.status in WORKABLE
    if needed:
        confide(desk, by=by, person=person, ticket=ticket, text=text, message=by.message)
    elif secret is not None:
        desk.drafts.discard(secret)
    return Confided(person=person, ticket=ticket, needed=needed)


def _without_cards(
    desk: Desk, by: Speaker, person: Person, draft: Draft | None, delivery: Delivery | None, text: str
) -> str:
    """What may be kept of the words; phones and addresses are long numbers too, and are checked by themselves."""
    ticket = (delivery.ticket if delivery else None) or (draft.ticket if draft else None)
    if ticket is None and draft is not None and draft.kind is DraftKind.INTAKE:
        step = draft.awaits(desk.regulation, person)
        if any(f.key == step and f.kind in ("phone", "email") for f in desk.regulation.fields):
            return text
    if draft is not None and draft.kind in (DraftKind.PROFILE, DraftKind.ACCOUNT):
        return text
    return without_cards(desk, person, text, ticket=ticket, message=by.message)


def _heard(
    desk: Desk,
    by: Speaker,
    person: Person,
    draft: Draft | None,
    delivery: Delivery | None,
    text: str,
    before: Utterance | None,
) -> Heard:
    digits = SIX_DIGITS.fullmatch(text)
    if digits and (moving := _moving(desk, by, person, None if delivery else draft)):
        code = "".join(digits.groups())
        take = take_with_code if LINK in moving.answers else take_code
        return AtAccount(person=person, outcome=take(desk, by=by, person=person, draft=moving, code=code))
    tried = _try_code(desk, by, person, "".join(digits.groups())) if digits else None
    if tried:
        utter(desk, by, person, step=CODE)
    # Six digits may be the answer to something else; but where the code is asked for they can only be that.
    asked = delivery.code is Code.REGISTERED if delivery else not _awaits_words(desk, person, draft)
    if isinstance(tried, Proved) or (tried and asked):
        return tried
    if confided := _in_confidence(desk, by, person, draft, delivery, text):
        return confided
    text = _without_cards(desk, by, person, draft, delivery, text)
    try:
        heard = _taken(desk, by, person, draft, delivery, text, before)
    except WrongAnswer:
        if tried is None:
            raise
        return tried  # a refusal would undo the try, and so the code could be guessed
    return tried if tried and isinstance(heard, Unfit) else heard


def _moving(desk: Desk, by: Speaker, person: Person, draft: Draft | None) -> Draft | None:
    """The draft that awaits the code by which an account moves: the open one, or one whose code is the one that is out."""
    proof = desk.people.proof(person.id)
    for one in desk.drafts.of(by, person):
        if one.kind is DraftKind.ACCOUNT and one.answers.get("email"):
            out = proof is not None and proof.sent_at.isoformat() == one.answers.get("sent")
            return one if one is draft or out else None
    return None


def _awaits_words(desk: Desk, person: Person, draft: Draft | None) -> bool:
    """Whether words are awaited; a choice among buttons takes none, so that digits can only be the code."""
    if draft is None or draft.kind is not DraftKind.INTAKE:
        return draft is not None
    return any(field.key == draft.awaits(desk.regulation, person) for field in desk.regulation.fields)


def _taken(
    desk: Desk,
    by: Speaker,
    person: Person,
    draft: Draft | None,
    delivery: Delivery | None,
    text: str,
    before: Utterance | None,
) -> Heard:
    if said := polite(desk, by=by, person=person, draft=draft, delivery=delivery, text=text):
        return Thanked(person=person, polite=said)
    if before is not None and (more := go_on(desk, by, person, draft, before, text)):
        return more
    if delivery and delivery.ticket:
        return _to_ticket(desk, by, person, own_ticket(desk, person, delivery.ticket), delivery.code, text)
    if draft is None:
        return _loose(desk, by, person, text)
    return _to_draft(desk, by, person, draft, text)


def _rest(desk: Desk, by: Speaker, person: Person) -> Conversation | None:
    """What was being asked when something else came between; nobody is pressed for a comment."""
    draft = next(iter(desk.drafts.of(by, person)), None)
    if draft is None or draft.kind in (DraftKind.LOOSE, DraftKind.COMMENT, DraftKind.COMPLAINT, DraftKind.ACCOUNT):
        return None
    if draft.kind is DraftKind.SECRET and own_ticket(desk, person, draft.ticket or "").status not in WORKABLE:
        return None
    return conversation(desk, person, draft)


def _to_draft(desk: Desk, by: Speaker, person: Person, draft: Draft, text: str) -> Heard:
    match draft.kind:
        case DraftKind.INTAKE:
            return _answer(desk, by, person, draft, text)
        case DraftKind.LOOSE:
            return _loose(desk, by, person, text)
        case DraftKind.ACCOUNT:
            if "consent" in gates(desk.regulation, person):
                return conversation(desk, person, draft)
            if LINK in draft.answers:
                return _loose(desk, by, person, text)
            return take_address(desk, person=person, draft=draft, text=text)
        case DraftKind.PROFILE:
            known = correct_profile(desk, by=by, person=person, draft=draft, text=text)
            return Corrected(person=person, profile=known)
        case DraftKind.EMAIL:
            ticket, code = change_email(desk, by=by, person=person, draft=draft, address=text)
            return Readdressed(person=person, ticket=ticket, code=code)
        case DraftKind.DETAILS if are_awaited(desk, person, draft):
            return take_detail(desk, by=by, person=person, draft=draft, text=text)
    return _to_own(desk, by, person, own_ticket(desk, person, draft.ticket or ""), draft, text)


def _to_own(desk: Desk, by: Speaker, person: Person, ticket: Ticket, draft: Draft, text: str) -> Heard:
    """To the answer, argument or comment that is awaited on a ticket, if the ticket still has a place for it."""
    if draft.kind is DraftKind.COMMENT:
        if not ticket.is_open and desk.now() - draft.opened_at <= COMMENT_AWAITED:
            return Commented(person=person, ticket=comment(desk, by=by, person=person, draft=draft, text=text))
        desk.drafts.discard(draft)
        return _loose(desk, by, person, text)
    if draft.kind is DraftKind.COMPLAINT:
        if desk.now() - draft.opened_at <= COMPLAINT_AWAITED:
            letter = draft.answers.get("letter", "")
            complain(desk, by=by, person=person, ticket=ticket, letter=letter, text=text)
            return Complained(person=person, ticket=ticket)
        desk.drafts.discard(draft)
        if not ticket.is_open:
            return _loose(desk, by, person, text)
        return Said(person=person, ticket=say(desk, by=by, person=person, ticket=ticket, text=text))
    if draft.kind is DraftKind.ARGUMENT and ticket.may_be_disputed(by.said_at):
        try:
            return Disputed(person=person, ticket=dispute(desk, by=by, person=person, draft=draft, argument=text))
        except WrongAnswer as wrong:
            utter(desk, by, person, draft=draft, step=DraftKind.ARGUMENT, said=text)
            return Unfit(person, wrong)
    if draft.kind is DraftKind.OBJECTION and still_counts(desk, ticket, draft):
        return Objected(
            person=person, ticket=object_to_priority(desk, by=by, person=person, draft=draft, argument=text)
        )
    if ticket.merged_into and (gone_on := follow_with(desk, by, person, ticket, draft, [text])):
        return Said(person=person, ticket=gone_on.ticket, followed=ticket.number)
    if not ticket.is_open:
        loose = loosened(desk, person, draft, [must_fit(text)])
        utter(desk, by, person, draft=loose, step=LOOSE, said=text)
        return _offer(desk, person, loose)
    files = hand_over(desk, draft, ticket)
    desk.drafts.discard(draft)
    return Said(person=person, ticket=say(desk, by=by, person=person, ticket=ticket, text=text, files=files))


def _answer(desk: Desk, by: Speaker, person: Person, draft: Draft, text: str) -> Conversation | Unfit:
    """An answer to the open field, or its «none» button. Words in place of a press change nothing: it is asked again."""
    step = draft.awaits(desk.regulation, person)
    field = next((f for f in desk.regulation.fields if f.key == step), None)
    if field is not None:
        try:
            answer = field.accept_or_skip(text)
        except WrongAnswer as wrong:
            if field.kind != "long" and utf16_length(text) < LONG_PART:
                raise
            answer_uttered(desk, by, person, draft, step, text)
            return Unfit(person, wrong)
        answer_uttered(desk, by, person, draft, step, text)
        draft.put(step, answer)
        if step == "organization":
            ask_whose(desk, person, draft)
    elif step == "faq":
        take_article(desk.regulation, draft, text)
    heard = field is not None or step == "faq"
    if step in ("incident", "alike", "articles"):
        heard = tell_more(desk.regulation, draft, step, text)
    talk = conversation(desk, person, draft)
    talk.unheard = not heard
    talk.whole = field is not None and field.kind != "long" and utf16_length(text) < LONG_PART
    return talk


def _to_ticket(desk: Desk, by: Speaker, person: Person, ticket: Ticket, code: Code, text: str) -> Heard:
    """A reply to one of the ticket's messages. After closing it is not the ticket's any more: a new one is offered."""
    for draft in desk.drafts.for_ticket(person.id, ticket.number):
        elsewhere = draft.kind is DraftKind.OBJECTION and code is not Code.PRIORITY
        elsewhere = elsewhere or draft.kind is DraftKind.DETAILS  # what replies to a message answers that
        if draft.kind is not DraftKind.EMAIL and not elsewhere:
            return _to_own(desk, by, person, ticket, draft, text)
        if code is Code.LETTER_FAILED and draft.kind is not DraftKind.DETAILS:
            return _to_draft(desk, by, person, draft, text)
    if ticket.merged_into and (gone_on := follow(desk, by, person, ticket, [text])):
        return Said(person=person, ticket=gone_on.ticket, followed=ticket.number)
    if not ticket.is_open:
        return _loose(desk, by, person, text, closed=ticket.number)
    return Said(person=person, ticket=say(desk, by=by, person=person, ticket=ticket, text=text))


def _try_code(desk: Desk, by: Speaker, person: Person, code: str) -> Proved | WrongDigits | None:
    """Each wrong code is a try, wherever it is typed, or it could be guessed. None: no code is out."""
    proof = desk.people.proof(person.id)
    if proof is None:
        return None
    if proof.tries < EmailProof.MAX_TRIES:
        if proof.code == code:
            address = prove_email(desk, by=by, person=person, proof=proof)
            return Proved(person=person, address=address, staff=mailbox_of(desk, person.id) == address)
        proof.tries += 1
    return WrongDigits(person=person, left=EmailProof.MAX_TRIES - proof.tries)


def _loose(desk: Desk, by: Speaker, person: Person, text: str, *, closed: str | None = None) -> Conversation:
    loose = loosen(desk, by.place, person, [must_fit(text)], closed=closed)
    must_have_room(desk, loose)
    utter(desk, by, person, draft=loose, step=LOOSE, said=text)
    return _offer(desk, person, loose)


def _offer(desk: Desk, person: Person, draft: Draft) -> Conversation:
    return with_open_tickets(desk, conversation(desk, person, draft))
