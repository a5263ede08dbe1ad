"""Prompts: what the desk asks the requester next, and the summary before an intake is sent."""

from __future__ import annotations

from html import escape

from aiogram.methods import SendMessage
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from domain.answers import Field
from domain.apart import place
from domain.consents import mark
from domain.draft import KNOWN, NOT_PROTECTED, PRODUCTS, Conversation, Draft, DraftKind, FileState, article_field
from domain.usecases.complain import SPEED_UP
from domain.usecases.confide import LONGEST as LONGEST_SECRET
from domain.usecases.details import asked_line
from domain.usecases.rate import Rated
from handlers.callbacks import IntakeButton, LookButton, StartButton, TicketButton
from handlers.view import apart, details
from handlers.view.account import account
from handlers.view.articles import articles_offer
from handlers.view.clauses import clause_words
from handlers.view.faq import faq_hint, faq_offer
from handlers.view.incidents import we_know
from handlers.view.profile import claim, known_card
from handlers.view.rights import acceptance
from handlers.view.say import Card, Methods, bold, button, italic, message, quote, rows, shortened
from handlers.view.summary import (
    SHOWN_ANSWER,
    back_and_cancel,
    back_words,
    cancel_words,
    duplicate,
    files_keyboard,
    files_question,
    is_thing,
    summary,
    summary_keyboard,
)
from handlers.view.words import _, language, ngettext

MOST_NUMBERS = 20
MOST_OFFERED = 8


def keep_words() -> str:
    return _("Leave it as it is")


def prompt(talk: Conversation, chat: str, *, typed: bool = False) -> Methods:
    """What is asked of the person now. `typed`: they answered by writing, so the keyboard below may still be there."""
    draft = talk.draft
    if talk.again:
        return []
    if draft is None:
        mine = button(_("My requests"), LookButton(view="list"))
        return [message(chat, idle(talk), rows([button(_("New request"), StartButton())], [mine]))]
    match draft.kind:
        case DraftKind.INTAKE:
            return _beside(_intake(talk, draft, chat, typed), draft.thread)
        case DraftKind.LOOSE:
            return [Card.of(loose(talk, draft, chat), draft.id)]
        case DraftKind.ARGUMENT:
            text = _("What exactly is not solved in {number}? Describe it in a message, add a screenshot if you like.")
            return [_awaiting(chat, draft, text)]
        case DraftKind.OBJECTION:
            text = _("Why is the new priority of {number} not right? Write your argument in a message; we answer it.")
            return [_awaiting(chat, draft, text)]
        case DraftKind.ANSWER:
            return [_awaiting(chat, draft, _("Write your answer for {number}. A text or a screenshot will do."))]
        case DraftKind.COMMENT:
            text = _("Would you like to add a few words on {number}? Just write them.")
            return [_awaiting(chat, draft, text, give_up=_("No, thank you"))]
        case DraftKind.SECRET:
            return [_awaiting(chat, draft, in_confidence())]
        case DraftKind.COMPLAINT:
            return [complaint(draft, chat)]
        case DraftKind.ACCOUNT:
            return [account(talk, draft, chat) or consent(talk, draft, chat)]
        case DraftKind.PROFILE:
            field = next((f for f in talk.regulation.fields if f.key == draft.answers["field"]), None)
            return [message(chat, question(talk, draft, field), _field_keyboard(draft, field))] if field else []
        case DraftKind.EMAIL:
            return [_awaiting(chat, draft, _("Which e-mail address should letters on {number} go to?"))]
        case DraftKind.DETAILS:
            return _details(talk, draft, chat, typed)
        case DraftKind.CALL | DraftKind.LETTER | DraftKind.FROM_GROUP | DraftKind.HELPED | DraftKind.SPLIT:
            return []


def _details(talk: Conversation, draft: Draft, chat: str, typed: bool) -> Methods:
    rules, field = talk.regulation, details.asked_field(talk.regulation, draft)
    if field is not None:
        text = f"{details.where_it_stands(rules, draft)}\n{question(talk, draft, field)}"
        return [message(chat, text, details.field_keyboard(field))]
    if not asked_line(rules, draft):
        return []
    said = _("Please tap one of the buttons: words are not taken down here.") if talk.unheard else ""
    said = said or _("Thank you! The rest is a matter of a few taps.")
    # A keyboard below the chat can only be taken away by a message of its own.
    thanks = [message(chat, said, ReplyKeyboardRemove())] if typed else []
    return [*thanks, message(chat, *details.choice(rules, draft))]


def _beside(methods: Methods, thread: int) -> Methods:
    """An intake goes on where it began, wherever its button stands: not in the topic of another ticket."""
    for method in methods:
        if isinstance(method, SendMessage):
            method.message_thread_id = thread
    return methods


def in_confidence() -> str:
    """How to answer in confidence, for the ticket {number}."""
    return ngettext(
        "Write the sign-in data for {{number}} in one message, {n} character at most. I seal them at once and delete the "
        "message from the chat. No files, please.",
        "Write the sign-in data for {{number}} in one message, {n} characters at most. I seal them at once and delete the "
        "message from the chat. No files, please.",
        LONGEST_SECRET,
    ).format(n=LONGEST_SECRET)


def complaint(draft: Draft, chat: str) -> SendMessage:
    """Words to quality control; a wish to be quicker needs none."""
    number = draft.ticket or ""
    never = button(_("Never mind"), IntakeButton(draft=draft.id, verb="drop", value="ok"))
    if draft.answers.get("letter") == SPEED_UP:
        text = _("Why is {number} urgent? Write it in a message, or send the wish without words.")
        send = button(_("Send without words"), TicketButton(number=number, verb=SPEED_UP, value="send"), "primary")
        return message(chat, text.format(number=bold(number)), rows([send], [never]))
    text = _("What went wrong with {number}? Your words go to quality control, past the person who works on it.")
    return message(chat, text.format(number=bold(number)), rows([never]))


def idle(talk: Conversation) -> str:
    """Nothing is being asked."""
    if talk.open_tickets:
        numbers = ", ".join(bold(number) for number in talk.open_tickets[-MOST_NUMBERS:])
        return _("Your open requests: {numbers}. To add something, reply to a message about it.").format(
            numbers=numbers
        )
    return _("Nothing is open at the moment. Shall we register a request?")


def _awaiting(chat: str, draft: Draft, text: str, give_up: str = "") -> SendMessage:
    return message(
        chat,
        text.format(number=bold(draft.ticket or "")),
        rows([button(give_up or _("Never mind"), IntakeButton(draft=draft.id, verb="drop", value="ok"))]),
    )


def _intake(talk: Conversation, draft: Draft, chat: str, typed: bool) -> Methods:
    step = talk.step
    field = next((f for f in talk.regulation.fields if f.key == step), None)
    if field is not None:
        return [message(chat, question(talk, draft, field), _field_keyboard(draft, field))]
    methods: Methods = []
    if typed:
        # A keyboard below the chat can only be taken away by a message of its own.
        taps = step in ("parts", "product", "kind") and not talk.regulation.kind_first
        done = _("Thank you! The rest is a matter of a few taps.") if taps else _("Noted.")
        if step == "profile":
            done = _("All right.")
        if talk.unheard:
            done = _("Please tap one of the buttons: words are not taken down here.")
        methods.append(message(chat, done, ReplyKeyboardRemove()))
    match place(step)[0]:
        case "consent":
            methods.append(consent(talk, draft, chat))
        case "profile":
            methods.append(message(chat, *known_card(talk, draft)))
        case "claim":
            text, answers = claim(draft)
            methods.append(message(chat, text, _choices(draft, "claim", answers)))
        case "faq":
            methods.append(faq_offer(talk, draft, chat))
        case "acceptance":
            methods.append(acceptance(talk, draft, chat))
        case "parts":
            methods.append(message(chat, *apart.offer(talk, draft)))
        case "whose":
            methods.append(message(chat, *apart.whose(talk, draft)))
        case "product":
            labels = [(str(n), shortened(name, 60)) for n, name in enumerate(draft.answers.get(PRODUCTS, []))]
            methods.append(message(chat, bold(_("Which product is it about?")), _choices(draft, "product", labels)))
        case "protected":
            labels = [(p.key, p.label.in_(language())) for p in talk.regulation.protected]
            labels.append((NOT_PROTECTED, _("None of these")))
            methods.append(message(chat, bold(_("Is it one of these?")), _choices(draft, "protected", labels)))
        case "kind":
            labels = [(k.key, k.label.in_(language())) for k in talk.regulation.kinds]
            text = apart.about(draft, step) + bold(_("What is it about?"))
            methods.append(message(chat, text, _choices(draft, step, labels)))
        case "impact":
            labels = [(i.key, i.label.in_(language())) for i in talk.regulation.impacts]
            text = apart.about(draft, step) + bold(_("How badly does it affect your work?"))
            methods.append(message(chat, text, _choices(draft, step, labels)))
        case "head" if talk.regulation.queue.head:
            head = talk.regulation.queue.head
            answers = [("yes", head.yes.in_(language())), ("no", head.no.in_(language()))]
            methods.append(message(chat, bold(head.ask.in_(language())), _choices(draft, "head", answers)))
        case "files":
            methods.append(message(chat, files_question(talk), files_keyboard(talk, draft)))
        case "incident" if talk.incidents:
            methods.append(we_know(talk, draft, chat))
        case "alike" if talk.alike:
            methods.append(duplicate(talk, draft, talk.alike, chat))
        case "articles":
            methods.append(message(chat, *articles_offer(talk, draft)))
        case _:
            methods.append(message(chat, summary(talk, draft, apart.requests(talk, draft)), summary_keyboard(draft)))
    return methods


def consent(talk: Conversation, draft: Draft, chat: str) -> SendMessage:
    """The words agreed to before the first question (152-ФЗ)."""
    words = talk.regulation.consent.text.in_(language())
    return message(
        chat,
        escape(words),
        rows(
            [button(_("I agree"), IntakeButton(draft=draft.id, verb="agree", value=mark(words)), "success")],
            [button(cancel_words(), IntakeButton(draft=draft.id, verb="cancel"))],
        ),
    )


def question(talk: Conversation, draft: Draft, field: Field) -> str:
    """«3 из 7 · Должность», the question, a hint and an example; the earlier answer where there is one."""
    fields = counted(talk)
    spoken = language()
    title = escape(field.label.in_(spoken))
    if field in fields:
        title = _("{n} of {all}").format(n=fields.index(field) + 1, all=len(fields)) + " · " + title
    lines = [
        f"<b>{title}</b>",
        escape(field.ask.in_(spoken)) + " " + escape(field.hint.in_(spoken)),
        italic(_("For example: {example}").format(example=field.example.in_(spoken))),
    ]
    if draft.answers.get(field.key):
        lines.append(_("Now:") + "\n" + quote(shortened(draft.answers[field.key], SHOWN_ANSWER)))
    elif field.key == "description" and draft.answers.get("_said"):
        lines.append(_("You wrote:") + "\n" + quote(shortened(draft.answers["_said"], SHOWN_ANSWER)))
    if field in fields[:1]:
        lines += faq_hint(talk.regulation)
    return "\n".join(lines)


def counted(talk: Conversation) -> list[Field]:
    """The fields that this intake asks for, one after another; none outside an intake."""
    if talk.draft is not None and talk.draft.kind is not DraftKind.INTAKE:
        return []
    known = talk.draft.answers.get(KNOWN, ()) if talk.draft else ()
    article = article_field(talk.regulation)
    return [f for f in talk.regulation.fields if f is not article and f.key not in known]


def _field_keyboard(draft: Draft, field: Field) -> ReplyKeyboardMarkup:
    lines = []
    if field.kind == "phone":
        lines.append([KeyboardButton(text=_("Send my phone number"), request_contact=True)])
    if field.skip:
        lines.append([KeyboardButton(text=field.skip.in_(language()))])
    if field.key in draft.answers or (field.key == "description" and draft.answers.get("_said")):
        lines.append([KeyboardButton(text=keep_words())])
    if draft.kind is DraftKind.INTAKE:
        lines.append([KeyboardButton(text=back_words()), KeyboardButton(text=cancel_words())])
    return ReplyKeyboardMarkup(
        keyboard=lines,
        resize_keyboard=True,
        input_field_placeholder=shortened(field.label.in_(language()), 64),
    )


def _choices(draft: Draft, step: str, labels: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return rows(
        *([button(label, IntakeButton(draft=draft.id, verb=step, value=key))] for key, label in labels),
        back_and_cancel(draft),
    )


def cancel_question(chat: str, draft_id: str) -> SendMessage:
    """A tap on Cancel throws nothing away by itself."""
    return message(
        chat,
        _("Throw this draft away? What you have written so far would be gone."),
        rows(
            [
                button(_("Throw away"), IntakeButton(draft=draft_id, verb="drop"), "danger"),
                button(_("Go on"), IntakeButton(draft=draft_id, verb="go_on")),
            ]
        ),
    )


def commenting(rated: Rated, thanks: str) -> Methods:
    """After the stars, room for a word."""
    number = bold(rated.ticket.number)
    ask = _("Would you like to add a few words on {number}? Just write them.").format(number=number)
    nothing = button(_("No, thank you"), IntakeButton(draft=rated.draft.id, verb="drop", value="ok"))
    return [message(rated.person.chat, f"{thanks} {ask}", rows([nothing]))]


def gone(chat: str) -> Methods:
    """The draft was thrown away."""
    return [message(chat, _("Thrown away. Whenever you like: /new"), ReplyKeyboardRemove())]


def let_go(chat: str) -> Methods:
    """Nothing more is awaited, and nothing was lost by it."""
    return [message(chat, _("All right."), ReplyKeyboardRemove())]


def verdict_row(number: str) -> list[InlineKeyboardButton]:
    """Solved, or not."""
    return [
        button(_("Yes, solved"), TicketButton(number=number, verb="confirm"), "success"),
        button(_("No, not solved"), TicketButton(number=number, verb="dispute")),
    ]


def loose(talk: Conversation, draft: Draft, chat: str) -> SendMessage:
    """Words that belong to no ticket: they are not registered, and here is how they can be (barier 7.5)."""
    lines = (
        [italic("«" + shortened(" ".join(draft.answers.get("texts", [])), 200) + "»")]
        if draft.answers.get("texts")
        else []
    )
    if (several := len(draft.answers.get("texts", []))) > 1:
        words = ngettext("{n} message, decided together.", "{n} messages, decided together.", several)
        lines.append(words.format(n=several))
    if talk.files:
        names = ", ".join(f.name for f in talk.files if f.state is not FileState.REFUSED or is_thing(f))
        lines += [_("Also sent: {names}").format(names=escape(shortened(names, SHOWN_ANSWER)))] if names else []
    if draft.answers.get("closed"):
        lines.append(_("{number} is closed and takes no more.").format(number=bold(draft.answers["closed"])))
    if talk.open_tickets:
        lines.append(_("Where does this belong?"))
        shown = talk.open_tickets[: -MOST_OFFERED - 1 : -1]
        subjects = ((number, shortened(" ".join(talk.subjects.get(number, "").split()), 60)) for number in shown)
        lines += [f"{bold(number)} — {escape(subject)}" for number, subject in subjects if subject]
        if len(talk.open_tickets) > MOST_OFFERED:
            lines.append(_("These are the newest; for an older one, reply to any message about it."))
    else:
        cited = clause_words(talk.regulation.clause("unofficial"))
        lines.append(
            _("This is not registered yet: a message on its own is no official request{cited}.").format(cited=cited)
        )
        lines.append(_("Shall I make a request of it? I will ask for the rest."))
    add = [
        [
            button(
                _("Add to {number}").format(number=number),
                IntakeButton(draft=draft.id, verb="to", value=number),
                "primary" if len(talk.open_tickets) == 1 else None,
            )
        ]
        for number in talk.open_tickets[: -MOST_OFFERED - 1 : -1]
    ]
    new = _("It is a new problem") if talk.open_tickets else _("Make a request of it")
    return message(
        chat,
        "\n".join(lines),
        rows(
            *add,
            [button(new, IntakeButton(draft=draft.id, verb="from"), None if talk.open_tickets else "primary")],
            [button(_("Never mind"), IntakeButton(draft=draft.id, verb="drop", value="ok"))],
        ),
    )
