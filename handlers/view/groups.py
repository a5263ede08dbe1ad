"""Groups in words: what is said in a customer's group and in any other, and to whom a message of a group belongs."""

from __future__ import annotations

from html import escape

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message

from domain.groups import Group
from domain.notices import Parcel
from domain.ports import Desk
from domain.regulation import Regulation
from domain.ticket import Status, Ticket
from domain.usecases.bind_group import Asked, Bound
from domain.usecases.from_group import Offered
from domain.usecases.telling import CHAT
from handlers.callbacks import BindButton, GroupButton
from handlers.view.clauses import clause
from handlers.view.say import Methods, bold, button, message, quote, reply, rows, shortened
from handlers.view.words import _, language

SHOWN = 300
"""UTF-16 units of a message that its author is reminded of."""


def link_keyboard(link: str, words: str) -> InlineKeyboardMarkup | None:
    """A button that opens the private chat; none while the desk does not know its own name."""
    return rows([InlineKeyboardButton(text=words, url=link)]) if link else None


def not_here(event: Message, rules: Regulation, link: str) -> Methods:
    """In any other group: nothing is registered there, and where it is (barier 7.5)."""
    text = _("Nothing is registered here{clause}. Please write to me in private: it takes about two minutes.").format(
        clause=clause(rules.clause("unofficial"))
    )
    return [_with(reply(event, escape(text)), link_keyboard(link, _("Write in private")))]


def how_here(event: Message) -> Methods:
    """In a customer's group, to whoever turns to the desk without saying what for."""
    text = _("To make a request of a message, reply to it with /ticket. Or write: /ticket and what the problem is.")
    return [reply(event, escape(text))]


def nobody_wrote(event: Message) -> Methods:
    """A channel, a bot or somebody anonymous wrote it: there is nobody to ask for the rest."""
    return [reply(event, _("I cannot see who wrote that, so I could not ask them for the rest. Nothing was kept."))]


def nothing_to_take(event: Message) -> Methods:
    """Voice, stickers and the like."""
    return [reply(event, _("I can only take texts, pictures and documents. Nothing was kept."))]


def offered(event: Message, done: Offered) -> Methods:
    """The draft waits for its author; anybody may press, but only they get in."""
    text = (
        _("Noted. I have written to the author in private and will ask for the rest there.")
        if done.told
        else _("Noted, but not registered yet. The rest I ask the author in private.")
    )
    if not done.link and not done.told:
        text = _("Noted, but not registered yet. Would the author please write to me in private?")
    to = event.reply_to_message
    told = reply(to if to is not None and to.forum_topic_created is None else event, text)
    return [_with(told, link_keyboard(done.link, _("Go on in private (the author only)")))]


def _with(method: SendMessage, keyboard: InlineKeyboardMarkup | None) -> SendMessage:
    method.reply_markup = keyboard
    return method


def now_bound(event: Message, done: Bound | Asked, link: str) -> Methods:
    """Whose group it is now; or that the lead has to choose first, in private."""
    if isinstance(done, Bound):
        return [reply(event, bound_words(done.organization.name))]
    if done.reached:
        return [reply(event, _("Several customers are called alike. I have sent you the list in private."))]
    text = _("Several customers are called alike. Please open a private chat with me and repeat /bind here.")
    return [_with(reply(event, text), link_keyboard(link, _("Write in private")))]


def bound_words(customer: str) -> str:
    """What the people of the group have to know of it."""
    return "\n".join(
        [
            _("This group is now tied to {customer}.").format(customer=bold(customer)),
            _("To make a request of a message, reply to it with /ticket; the rest I ask its author in private."),
            _("Other talk I neither answer nor keep."),
        ]
    )


def how_to_bind(chat: int) -> Methods:
    """A lead added the desk to a group."""
    words = _("Whose group is this? /bind and the customer's name or contract number.")
    staff = _("A group of our own people? /line and its name, for example: /line Payments")
    return [message(chat, f"{words}\n{staff}")]


def where_it_works(command: str) -> str:
    """/bind and its like, where there is no customer's group."""
    return _("/{command} works in a customer's group: add me to it, and a lead writes it there.").format(
        command=command
    )


def posts_words(group: Group) -> str:
    if group.posts:
        return _("From now on I tell here how requests from this group go on: number and state, nothing else.")
    return _("From now on I tell nothing here about requests; their authors hear of each step as before.")


def bind_choice(desk: Desk, parcel: Parcel) -> Methods:
    """The lead chooses, in private: names of customers are nobody else's business."""
    facts = parcel.facts
    lines = [
        [button(shortened(name, 60), BindButton(chat=facts["chat"], customer=key))] for key, name in facts["customers"]
    ]
    text = _("Whose group is {title}?").format(title=bold(facts["title"]))
    return [message(parcel.address, text, rows(*lines))]


def group_bound(desk: Desk, parcel: Parcel) -> Methods:
    return [message(parcel.address, bound_words(parcel.facts["customer"]))]


def group_state(desk: Desk, parcel: Parcel, ticket: Ticket) -> Methods:
    """Number and state: nobody's words, nobody's name. Nothing once the group is another's, or wants none."""
    group = desk.groups.get(parcel.channel, parcel.address)
    if group is None or group.organization_id is None or not group.posts:
        return []
    state = ticket.regulation.statuses[Status(parcel.facts["status"])].in_(language())
    return [message(parcel.address, f"{bold(ticket.number)} · {escape(state)}")]


def from_group(desk: Desk, parcel: Parcel) -> Methods:
    """To the author, in private: somebody wants their message to become a request."""
    draft = desk.drafts.get(parcel.facts["draft"])
    if draft is None:
        return []
    lines = [
        _(
            "A request can be made of your message in {title}. It is not registered yet: I still need some answers."
        ).format(title=bold(parcel.facts["title"]))
    ]
    if draft.answers["texts"]:
        lines.append(quote(shortened("\n".join(draft.answers["texts"]), SHOWN)))
    go_on = button(_("Make a request of it"), GroupButton(draft=draft.id), "primary")
    return [message(parcel.address, "\n".join(lines), rows([go_on]))]


def group_lines(desk: Desk, ticket: Ticket) -> list[str]:
    """On the card of staff: from whose group it came. Whoever is in a group need not belong to its customer."""
    group = desk.groups.get(CHAT, ticket.group_chat) if ticket.group_chat else None
    if group is None or group.organization_id is None:
        return []
    title = bold(shortened(group.title, 60))
    if ticket.organization_id == group.organization_id:
        return [_("From the group {title}").format(title=title)]
    name = bold(shortened(desk.customers.get(group.organization_id).name, 80))
    return [_("From the group {title} of {customer}; not proved").format(title=title, customer=name)]
