"""Staff desk: parcels for the staff group that belong to no ticket, as Telegram messages."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from aiogram.methods import DeleteMessages, SendMessage
from aiogram.types import ForceReply

from domain.form import CALL
from domain.notices import Code, Parcel
from domain.ports import Desk
from domain.refusals import WrongAnswer
from domain.usecases.hold_letter import BY_AGENTS
from handlers.view.assigned import left_open, opening
from handlers.view.canned import text_prompt
from handlers.view.clauses import clause
from handlers.view.form import copied, form, wrong_lines
from handlers.view.incidents import prompt_incident
from handlers.view.letter_staff import held_keyboard, mail_complained, raw_held, why_held
from handlers.view.letter_unread import letter_unread, letters_held, letters_unread
from handlers.view.mail_in import mail_away, mail_back
from handlers.view.now import now_out
from handlers.view.quality_month import month_out
from handlers.view.report_charts import report_out
from handlers.view.say import Methods, bold, chat_number, message, quote, shortened
from handlers.view.staff_lines import may_open_no_topics, new_ones
from handlers.view.staff_lists import list_out
from handlers.view.times import when
from handlers.view.words import _

LETTER = 1000


def _new(desk: Desk, parcel: Parcel) -> Methods:
    """The form of a request by phone; when it was answered already, only what is wrong or missing still."""
    rules = desk.regulation
    wrong = [WrongAnswer(**one) for one in parcel.facts.get("wrong", [])]
    if wrong:
        lacking = [one.field for one in wrong]
        lines = [
            _("{who}, the rest is kept. What is lacking still:").format(who=_who(parcel)),
            *wrong_lines(rules, wrong),
            _("Reply to this message with these lines:"),
            copied(form(rules, lacking, call=CALL in lacking)),
        ]
    else:
        cited = clause(rules.clause("phone"))
        lines = [
            _("{who}, a request by phone{clause}: reply to this message with the form filled in.").format(
                who=_who(parcel), clause=cited
            ),
            _("In the line on the call goes when it was, such as 21.11 14:05; left empty, it is now."),
            _("Please ask the caller whether they agree to the processing of their personal data."),
            copied(form(rules, call=True)),
        ]
    return [_asking(parcel, lines)]


def _call(desk: Desk, parcel: Parcel) -> Methods:
    text = _(
        "{who}, reply to this message: who called, and what you advised. For example: Ivanov, Romashka LLC — how to "
        "reset a password"
    )
    return [_asking(parcel, [text.format(who=_who(parcel))])]


def _letter_held(desk: Desk, parcel: Parcel) -> Methods:
    """A letter that is no request yet, with the button that makes one of it."""
    facts = parcel.facts
    title = why_held(facts)
    sender = f"{facts['name']} <{facts['address']}>" if facts["name"] != facts["address"] else facts["address"]
    by_agent = facts.get("why") in BY_AGENTS
    words = _("Received {at}. Nothing was done.") if by_agent else _("Received {at}. Nothing is registered.")
    lines = [
        f"{title}: {escape(shortened(sender, 200))}",
        bold(shortened(facts["subject"], 200)),
        quote(shortened(facts["text"], LETTER)),
        words.format(at=escape(when(facts["received_at"], desk.regulation))),
    ]
    return _softly(parcel, message(parcel.address, "\n".join(lines), held_keyboard(facts), thread=parcel.thread))


def _softly(parcel: Parcel, method: SendMessage) -> Methods:
    """Without a sound, if it came while the desk was shut."""
    method.disable_notification = parcel.facts.get("quiet") or None
    return [method]


def _joined(desk: Desk, parcel: Parcel) -> Methods:
    """Whose people somebody is now, by a link; nothing of whoever was forgotten meanwhile."""
    facts = parcel.facts
    person = desk.people.get(facts["person"])
    if person.erased_at is not None:
        return []
    customer = desk.customers.get(facts["organization"]).name
    text = _("{customer}: {name} has joined by an invitation.")
    if facts["by"]:
        text = _("{customer}: {name} has joined by an invitation of {by}.")
    words = text.format(customer=bold(customer), name=bold(person.name), by=escape(facts["by"]))
    return _softly(parcel, message(parcel.address, words, thread=parcel.thread))


def _wipe(desk: Desk, parcel: Parcel) -> Methods:
    """Messages that hold personal data which were erased."""
    messages = [int(one) for one in parcel.facts["messages"]]
    return [DeleteMessages(chat_id=chat_number(parcel.address), message_ids=messages)]


def _wipe_failed(desk: Desk, parcel: Parcel) -> Methods:
    text = _(
        "{number}: personal data were erased, but I may not delete the messages here that show them. Please delete them, "
        "and make me an administrator who may delete messages."
    )
    return [message(parcel.address, text.format(number=bold(parcel.facts["of"])), thread=parcel.thread)]


def _faq(desk: Desk, parcel: Parcel) -> Methods:
    """The text of an article; of one that is to be changed, what it says now, to be copied."""
    facts = parcel.facts
    name = f"<code>{escape(facts['slug'])}.{escape(facts['language'])}</code>"
    lines = [
        _(
            "{who}, reply to this message with the article {name}: its title in the first line, the text below it. "
            "Bold, lists and links are kept."
        ).format(who=_who(parcel), name=name)
    ]
    if facts.get("markdown"):
        lines += [_("It says now:"), copied(facts["markdown"])]
    return [_asking(parcel, lines)]


ON_NO_TICKET: dict[Code, Callable[[Desk, Parcel], Methods]] = {
    Code.PROMPT_NEW: _new,
    Code.PROMPT_CALL: _call,
    Code.PROMPT_FAQ: _faq,
    Code.PROMPT_TEMPLATE: text_prompt,
    Code.PROMPT_INCIDENT: prompt_incident,
    Code.LETTER_HELD: _letter_held,
    Code.LETTERS_HELD: letters_held,
    Code.LETTER_UNREAD: letter_unread,
    Code.LETTERS_UNREAD: letters_unread,
    Code.MAIL_COMPLAINED: mail_complained,
    Code.MAIL_AWAY: mail_away,
    Code.MAIL_BACK: mail_back,
    Code.RAW_HELD: raw_held,
    Code.JOINED: _joined,
    Code.NEW_ONES: new_ones,
    Code.NO_TOPICS: may_open_no_topics,
    Code.OPENING: opening,
    Code.LEFT_OPEN: left_open,
    Code.WIPE: _wipe,
    Code.WIPE_FAILED: _wipe_failed,
    Code.STAFF_LIST: list_out,
    Code.NOW: now_out,
    Code.QUALITY_MONTH: month_out,
    Code.REPORT: report_out,
}


def _asking(parcel: Parcel, lines: list[str]) -> SendMessage:
    method = message(parcel.address, "\n".join(lines), thread=parcel.thread)
    method.reply_markup = ForceReply(force_reply=True, selective=True)
    return method


def _who(parcel: Parcel) -> str:
    return f'<a href="tg://user?id={escape(parcel.facts["address"])}">{escape(parcel.facts["agent"])}</a>'
