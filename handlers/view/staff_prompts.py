"""Staff prompts: after a button of a card, the words that a member of staff is asked for, and what those must hold."""

from __future__ import annotations

from html import escape

from aiogram.types import (
    ForceReply,
)

from domain.notices import Code, Parcel
from domain.ports import Desk
from domain.rules import UNNUMBERED
from domain.ticket import Ticket
from domain.usecases.complete import last_answers
from handlers.callbacks import TicketButton
from handlers.view.clauses import clause_words
from handlers.view.refusals import demand_words
from handlers.view.say import Methods, bold, button, message, rows
from handlers.view.standing import late_words
from handlers.view.words import _


def _prompt(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    who = f'<a href="tg://user?id={escape(parcel.facts["address"])}">{escape(parcel.facts["agent"])}</a>'
    asks = {
        Code.PROMPT_ASK: _("{who}, reply to this message with your question on {number}."),
        Code.PROMPT_SECRET: _(
            "{who}, reply to this message with what exactly you need to get into {number}. "
            "The requester answers in confidence: you will see it once."
        ),
        Code.PROMPT_COMPLETE: _("{who}, reply to this message with the final answer on {number}."),
        Code.PROMPT_PROMISE: _(
            "{who}, reply to this message with the cause and the new date on {number}, for example: Waiting for a part. 25.11 15:00"
        ),
        Code.PROMPT_OFFER: _(
            "{who}, reply to this message with what the paid work on {number} is, its price and its term: {reason}."
        ),
        Code.PROMPT_HAND_ON: _(
            "{who}, reply to this message with a word to the requester on why {number} is handed on: {reason}. It is closed here."
        ),
        Code.PROMPT_HOLD: _(
            "{who}, reply to this message with a word to the requester on why {number} is put off: {reason}. "
            "A date at the end is promised, for example: Waiting for a part. 25.11 15:00"
        ),
        Code.PROMPT_PHONE: {
            "remote": _("{who}, reply to this message with what you did by remote access on {number}."),
        }.get(
            parcel.facts.get("reason", ""),
            _(
                "{who}, reply to this message with what you told the requester by phone on {number}. "
                "If it was earlier, begin with a line such as: Call: 21.11 14:05"
            ),
        ),
        Code.PROMPT_REFUSE: _(
            "{who}, reply to this message with a word to the requester on why {number} is refused: {reason}."
        ),
        Code.PROMPT_ARTICLE: _(
            "{who}, reply to this message with a link to the article that answers {number}, with a few words if you like."
        ),
        Code.PROMPT_INVOLVE: _(
            "{who}, reply to this message: in the first line an e-mail address and a name, below it what they are to read. "
            "They see the number {number}, these words, and nothing else."
        ),
        Code.PROMPT_COMPLAINT: _(
            "{who}, reply to this message with the answer to the complaint {complaint}. It goes to the requester and to "
            "quality control."
        ),
        Code.PROMPT_CONTACTED: _(
            "{who}, reply to this message with what you did about the rating {complaint}: when you got in touch, and what "
            "came of it. It goes to quality control and stays among us."
        ),
        Code.PROMPT_REMARK: _(
            "{who}, reply to this message with a remark on how {number} ended. It stays among us and stands on the card."
        ),
        Code.PROMPT_SUSPEND: _("{who}, reply to this message with the reason why support is suspended for {name}."),
        Code.PROMPT_RESTORE: _("{who}, reply to this message with the reason why support is restored for {name}."),
        Code.PROMPT_SAME_PERSON: _(
            "{who}, reply to this message: who else is the requester ({name})? A request of the other one, a proved e-mail "
            "address, or a Telegram id. They are asked, and merged only once both sides are proved by a code."
        ),
        Code.PROMPT_BLOCK: _(
            "{who}, reply to this message: until when the requester ({name}) is blocked, and for what; they read it. "
            "For example: until 01.12 for insults"
        ),
    }
    why = escape(_chosen(parcel, ticket, desk.staff.language).rstrip("."))
    name = bold(parcel.facts.get("name", ""))
    complaint = bold(parcel.facts.get("complaint", ""))
    text = asks[parcel.code].format(who=who, number=bold(ticket.number), reason=why, name=name, complaint=complaint)
    wanted = [demand_words(demand) for demand in _demanded(parcel, ticket)]
    if parcel.code is Code.PROMPT_PROMISE and late_words(ticket):
        cited = clause_words(ticket.regulation.clause("late"))
        wanted.append(_("{wanted} for the requester{clause}").format(wanted=late_words(ticket), clause=cited))
    if wanted:
        text = "\n".join([text, _("The reply must hold:"), *(f"• {escape(one)}" for one in wanted)])
    shown = desk.deliveries.latest(parcel.channel, parcel.address, ticket.number, Code.CARD)
    method = message(parcel.address, text, thread=parcel.thread, reply_to=int(shown.remote) if shown else None)
    method.reply_markup = ForceReply(force_reply=True, selective=True)
    if parcel.code is Code.PROMPT_COMPLETE and last_answers(desk, ticket.number):
        last = TicketButton(number=ticket.number, verb="complete_last", value=parcel.facts.get("reason", ""))
        method.reply_markup = rows([button(_("The last answer was final"), last)])
    return [method]


def _chosen(parcel: Parcel, ticket: Ticket, language: str) -> str:
    """The item or the reason that was chosen before the words were asked for."""
    rules, reason, item = ticket.regulation, parcel.facts.get("reason"), parcel.facts.get("item")
    if item:
        named = rules.scope_item(item)
        numbered = named.cited if named.cited != UNNUMBERED else None
        return " ".join(filter(None, [numbered, named.text.in_(language)]))
    by_reason = parcel.code in (Code.PROMPT_HOLD, Code.PROMPT_REFUSE)
    return rules.reason(reason).text.in_(language) if reason and by_reason else ""


def _demanded(parcel: Parcel, ticket: Ticket) -> list[str]:
    """What the reply must hold, for the reason, the item or the ending that was chosen."""
    rules = ticket.regulation
    reason, item = parcel.facts.get("reason", ""), parcel.facts.get("item")
    if parcel.code is Code.PROMPT_COMPLETE:
        return ["explanation"] if reason in rules.completion.explained else []
    demands: list[str] = []
    if parcel.code in (Code.PROMPT_HOLD, Code.PROMPT_REFUSE) and reason:
        demands += rules.reason(reason).demands
        if parcel.code is Code.PROMPT_HOLD and ticket.priority in rules.reason(reason).date_on:
            demands.append("date")
    if item and rules.scope_item(item).article:
        demands.append("article")
    if parcel.code is Code.PROMPT_HAND_ON and item and not rules.scope_item(item).addressee:
        demands.append("addressee")
    return demands + (["price"] if parcel.code is Code.PROMPT_OFFER else [])


STAFF_PROMPTS = dict.fromkeys(
    (
        Code.PROMPT_ASK,
        Code.PROMPT_SECRET,
        Code.PROMPT_COMPLETE,
        Code.PROMPT_PROMISE,
        Code.PROMPT_HOLD,
        Code.PROMPT_REFUSE,
        Code.PROMPT_ARTICLE,
        Code.PROMPT_INVOLVE,
        Code.PROMPT_SUSPEND,
        Code.PROMPT_RESTORE,
        Code.PROMPT_PHONE,
        Code.PROMPT_OFFER,
        Code.PROMPT_HAND_ON,
        Code.PROMPT_COMPLAINT,
        Code.PROMPT_CONTACTED,
        Code.PROMPT_REMARK,
        Code.PROMPT_BLOCK,
        Code.PROMPT_SAME_PERSON,
    ),
    _prompt,
)
