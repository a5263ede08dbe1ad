"""Refusals in words: what cannot be done, and what to do instead."""

from __future__ import annotations

from domain.answers import Text
from domain.refusals import (
    AlreadyTaken,
    AnotherBegun,
    AnotherTicket,
    Blocked,
    CallUnclear,
    CodeLater,
    ComplainedAlready,
    DataErased,
    DoorClosed,
    ExportedLately,
    FormIsDone,
    IncidentIsOver,
    IntakeOpen,
    LinkIsOver,
    MailLinkIsOver,
    NoChat,
    NoFilesInConfidence,
    NoLine,
    NoLink,
    NoLinkYet,
    NoSecretKey,
    NoSuchPerson,
    NotBound,
    NotGiven,
    NothingKept,
    NothingToAnswer,
    NotSameCustomer,
    NotStaff,
    NotTheAuthor,
    NotYours,
    OnlyAssignee,
    OnlyLead,
    OtherLine,
    OwnerOnly,
    RatedAlready,
    Refusal,
    ShownAlready,
    Suspended,
    TooLong,
    TooLongToHide,
    TooManyTickets,
    TooManyWait,
    TooMuchWaits,
    WordsOnly,
    WorksHere,
    WrongAnswer,
    WrongArticle,
    WrongBlock,
    WrongCustomer,
    WrongDate,
    WrongState,
)
from domain.staff_refusals import (
    ChosenByAnother,
    ColleagueAway,
    HeldByAnother,
    NoStaffMail,
    NoSuchColleague,
    NoSuchTicket,
    NothingChosen,
    NotSuspended,
    NotYourAnswer,
    WasFirst,
    WrongBond,
    WrongCanned,
    WrongCode,
    WrongDays,
    WrongMinutes,
    WrongPeriod,
    WrongRota,
    WrongTag,
)
from handlers.view.answer_refusals import wrong_answer
from handlers.view.article_refusals import wrong_article
from handlers.view.block_refusals import blocked_words, not_suspended, wrong_block
from handlers.view.canned_refusals import wrong_canned
from handlers.view.clauses import clause, demanded
from handlers.view.code_refusals import wrong_code
from handlers.view.days_refusals import wrong_days
from handlers.view.effort_refusals import effort_refusal
from handlers.view.group_refusals import line_words, of_colleagues
from handlers.view.proof import later
from handlers.view.typed import typed
from handlers.view.words import _, language, ngettext
from handlers.view.work_refusals import first_words, press_again, work_refusal


def refusal_words(refusal: Refusal) -> str:
    """One or two sentences for the person who was refused."""
    match refusal:
        case WrongAnswer():
            return wrong_answer(refusal)
        case NotYours():
            return _("There is no such request of yours.")
        case NotStaff():
            return _("Only members of the support group may do that.")
        case OnlyLead():
            return _("Only a lead may do that.")
        case OtherLine() | NoLine():
            return line_words(refusal)
        case AlreadyTaken():
            return _("{name} holds this request already.").format(name=refusal.by)
        case WrongCode():
            return wrong_code(refusal)
        case WasFirst():
            why = refusal_words(refusal.refusal) if refusal.refusal else press_again()
            return f"{first_words(refusal)} {why}"
        case WrongState():
            return _wrong_state(refusal)
        case NoSuchColleague() | ColleagueAway() | HeldByAnother() | WrongRota():
            return of_colleagues(refusal)
        case IncidentIsOver():
            return _("This failure is over already.")
        case NotBound():
            return _("This group is tied to no customer. A lead can do that: /bind and the customer's name.")
        case NotTheAuthor():
            return _("This is for the author of the message alone. To register a problem of your own: /new")
        case TooManyWait():
            return _(
                "So many messages wait to be taken up already that I could not keep another. Please write in private."
            )
        case AnotherTicket():
            return another_words(refusal)
        case TooManyTickets():
            ways = ", ".join(way.in_(language()) if isinstance(way, Text) else way for way in refusal.contacts)
            kept = _("You have registered {n} requests within a day; I cannot take more today. Your draft is kept.")
            text = kept.format(n=refusal.limit)
            return f"{text} " + _("If it is urgent: {ways}").format(ways=ways) if ways else text
        case TooMuchWaits():
            return _(
                "So much waits here without a request that I could not keep this. "
                "Please make a request of it first, or throw it away: /cancel"
            )
        case AnotherBegun():
            return _(
                "You have begun another request. Please send it or throw it away first, then press again: "
                "what you wrote before waits."
            )
        case IntakeOpen():
            return _(
                "You have begun another request. Please send it or throw it away first, then press again: "
                "your message from the group waits for 30 days."
            )
        case NothingToAnswer():
            return _("This button is out of date. Please use the newest message.")
        case OnlyAssignee() | ShownAlready() | NoSecretKey() | NoChat() | NoFilesInConfidence() | TooLongToHide():
            return _confidential(refusal)
        case DataErased() | WorksHere() | ExportedLately() | NothingKept():
            return _of_personal_data(refusal)
        case ComplainedAlready():
            if refusal.letter == "speed_up":
                return _("You have asked for speed today already. If nothing changes, you can again tomorrow.")
            return _("Your complaint of today is with quality control already. You can write again tomorrow.")
        case MailLinkIsOver():
            return _("This link holds no more. Please reply to our latest letter: it reaches us as surely.")
        case LinkIsOver():
            return _("This link holds no more. Please ask your colleague for a new one.")
        case NotSameCustomer():
            return _("This request belongs to another organization, so it cannot be handed over to you.")
        case RatedAlready():
            return _("You have rated it already; a rating can be changed for a day.")
        case TooLong():
            return ngettext(
                "The text is {n} character too long to be sent. Please shorten it; nothing was sent.",
                "The text is {n} characters too long to be sent. Please shorten it; nothing was sent.",
                refusal.over,
            ).format(n=refusal.over)
        case NoLink():
            return _("There is no link in it. Please send one that begins with http:// or https://; nothing was sent.")
        case WordsOnly():
            return _("Only words can go this way, without files. Nothing was sent.")
        case WrongDate():
            return _(
                "Please end with a date and time that lie ahead, for example: Waiting for a part. {example}"
            ).format(example=refusal.example.strftime("%d.%m %H:%M"))
        case NoLinkYet():
            return _("What the bot is called is not known yet: start the desk once, then make the link.")
        case CodeLater():
            return later(refusal)
        case Suspended():
            told = demanded(refusal.text, refusal.clause)
            return told + "\n" + _("The reason given: {reason}").format(reason=refusal.reason)
        case Blocked():
            return blocked_words(refusal)
        case WrongBlock():
            return wrong_block(refusal)
        case NoSuchPerson():
            return _no_such_person(refusal)
        case OwnerOnly():
            return demanded(refusal.text, refusal.clause)
        case WrongArticle():
            return wrong_article(refusal)
        case WrongCanned():
            return wrong_canned(refusal)
        case ChosenByAnother():
            return _("{name} has chosen this one. Please choose it yourself: it names who sends it.").format(
                name=refusal.by
            )
        case WrongCustomer():
            return _wrong_customer(refusal)
        case DoorClosed():
            return _door_closed(refusal)
        case WrongDays():
            return wrong_days(refusal)
        case FormIsDone():
            return _("This form has become a request already. For another call: /new")
        case NoSuchTicket() | WrongBond() | WrongTag() | WrongPeriod() | NothingChosen():
            return work_refusal(refusal)
        case NoStaffMail():
            return _("Staff do not work by mail here. Whoever runs the desk can switch that on: FRONTDESK_STAFF_MAIL.")
        case NotSuspended():
            return not_suspended(refusal)
        case NotYourAnswer() | WrongMinutes():
            return effort_refusal(refusal)
        case NotGiven():
            wanted = [f"• {demand_words(demand)}" for demand in refusal.missing]
            return "\n".join(
                [_("Something is still missing; nothing was sent. Please reply once more, with:"), *wanted]
            )
        case CallUnclear():
            return _(
                "Who called, and what did you advise? For example: Ivanov, Romashka LLC — how to reset a password. "
                "Nothing was written down yet."
            )
    return _("That is not possible.")


def another_words(refusal: AnotherTicket) -> str:
    """To somebody who has registered many requests today: do they mean it?"""
    return _("This would be your request no. {n} within a day. Is it really a new problem?").format(n=refusal.count)


def field_words(field: str) -> str:
    """A field of a customer, as it is called in the middle of a sentence."""
    return {
        "name": _("name"),
        "contract": _("contract"),
        "since": _("the contract's first day"),
        "until": _("the contract's last day"),
        "tier": _("tier"),
        "client": _("client"),
        "domain": _("domain"),
        "owner-email": _("address"),
        "prepaid_minutes": _("hours"),
        "products": _("products"),
        "domains": _("domains"),
        "contacts": _("contacts"),
        "owner_email": _("owner"),
    }.get(field, field)


def _wrong_customer(refusal: WrongCustomer) -> str:
    words = {
        "missing": _("{field} is missing."),
        "taken": _("{field} {value}: another customer has it."),
        "unknown": _("{field} {value}: the regulation has no such; there are {known}."),
        "backwards": _("{field} {value}: that lies before the contract begins."),
        "malformed": _("{field} {value}: that cannot be read; right would be {known}."),
        "public": _("{field} {value}: anybody may have a mailbox there, so it shows no customer."),
        "no_such": _("{value}: no customer has this name or contract number."),
        "several": _("{value}: several customers have this contract number; give the name."),
        "no_field": _(
            "{value}: no such field. There are name, contract, term, tier, client, products, domains, contacts, owner, hours."
        ),
        "formula": _(
            "{field} {value}: a formula; please put its value there, or an apostrophe before it if it is the very text."
        ),
        "long": _("{field} {value}…: too long for a cell."),
        "encoding": _("{field} {value}: signs are lost; please save the file as UTF-8."),
        "twice": _("{field} {value}: line {known} of the sheet has the same."),
        "quote": _("A quotation mark in this line is not closed, or is not doubled within its cell."),
        "beyond": _("This line and those after it were not read: a file holds {value} lines at most."),
        "same": _("{value}: that is how it stands already, or the regulation does not know it."),
    }.get(refusal.problem, _("{field} {value}: that cannot be right."))
    if refusal.problem == "unknown" and not refusal.known:
        words = _("{field} {value}: the regulation has none of these at all, so leave it empty.")
    return words.format(field=field_words(refusal.field), value=typed(refusal.value), known=refusal.known or _("none"))


def _no_such_person(refusal: NoSuchPerson) -> str:
    words = {
        "same": _("{which}: that is this very person already."),
        "unproved": _(
            "{which}: no code could prove that both are one. One needs a chat, the other a chat or a proved address."
        ),
    }.get(
        refusal.problem,
        _("{which}: nobody is known by that. Name a request, a proved e-mail address, or a Telegram id."),
    )
    return words.format(which=typed(refusal.which))


def _door_closed(refusal: DoorClosed) -> str:
    """By which clause nothing is registered there, and what to do instead."""
    cited = clause(refusal.clause)
    if refusal.door != "phone":
        return _("Letters are not registered here{clause}. Please answer that requests come by the chat.").format(
            clause=cited
        )
    if refusal.advice:
        text = _("By phone there is advice only, and no request{clause}. Note the call: /call.").format(clause=cited)
    else:
        text = _("The phone is no official way to ask, so nothing is registered{clause}.").format(clause=cited)
    if refusal.emails:
        addresses = ", ".join(refusal.emails)
        return f"{text} " + _("Please ask the caller to write to the chat or to {addresses}.").format(
            addresses=addresses
        )
    return f"{text} " + _("Please ask the caller to write to the chat.")


def demand_words(demand: str) -> str:
    """What a reply must hold by the regulation, and how it is written."""
    return {
        "addressee": _("a line that says to whom it is handed on: → to the partner Alfa, or → nobody"),
        "article": _("a link to the article: https://…"),
        "explanation": _("an explanation, at least a few words"),
        "release": _("the version it is planned for, or the date, at the end: version 2.5, or 25.11"),
        "date": _("the date at the end: 25.11 or 25.11 15:00"),
        "split": _("the parts, each in a line of its own with its number: 1. … 2. …"),
        "price": _("the price and the term, in figures"),
    }.get(demand, demand)


def _of_personal_data(refusal: Refusal) -> str:
    match refusal:
        case DataErased():
            return _("The personal data of {number} are erased, so it cannot go on. Please make a new request.").format(
                number=refusal.number
            )
        case WorksHere():
            return _(
                "You work in the support group, so your name is needed here. Once you have left the group you can be erased."
            )
        case ExportedLately():
            return _("Your data can be packed once an hour; the file you asked for is in this chat, or on its way.")
    return _("There is nothing of you here.")


def _confidential(refusal: Refusal) -> str:
    match refusal:
        case OnlyAssignee():
            name = refusal.by or _("the assignee")
            return _("Only {name} may look at these data. Whoever holds the request sees them.").format(name=name)
        case ShownAlready():
            return _(
                "These data are not kept any more: they can be shown once only. If you still need them, ask again."
            )
        case NoSecretKey():
            return _(
                "Nothing can be taken or shown in confidence: the setting {setting} is missing or holds another key. "
                "Whoever runs the desk can put that right."
            ).format(setting=refusal.setting)
        case NoChat():
            return _("The requester does not write in the chat, and sign-in data must not go by mail.")
        case NoFilesInConfidence():
            return _("Only words can be sealed: no file was kept. Please write the data, and delete the file here.")
        case TooLongToHide():
            return ngettext(
                "That is {n} character too long to be sealed; nothing was kept. Please send {limit} at most, and delete this one.",
                "That is {n} characters too long to be sealed; nothing was kept. Please send {limit} at most, and delete this one.",
                refusal.over,
            ).format(n=refusal.over, limit=refusal.limit)
    return _("That is not possible.")


def _wrong_state(refusal: WrongState) -> str:
    if refusal.status == "closed":
        return _("This request is closed already.")
    if refusal.status == "completed":
        return _("This request is completed and awaits the requester's verdict.")
    if refusal.move == "take":
        return _("You hold this request already.")
    if refusal.move in ("confirm", "dispute"):
        return _("This request is in work again; there is nothing to confirm yet.")
    return _("That is not possible in the present state of the request.")
