"""Refusals in words: what cannot be done, and what to do instead."""

from __future__ import annotations

from domain.refusals import (
    AlreadyTaken,
    ComplainedAlready,
    NoChat,
    NoFilesInConfidence,
    NoSecretKey,
    NothingToAnswer,
    NotStaff,
    NotYours,
    OnlyAssignee,
    OnlyLead,
    Refusal,
    ShownAlready,
    TooLong,
    TooLongToHide,
    WrongAnswer,
    WrongDate,
    WrongState,
)
from handlers.view.words import _, ngettext


def refusal_words(refusal: Refusal) -> str:
    """One or two sentences for the person who was refused."""
    match refusal:
        case WrongAnswer():
            return _wrong_answer(refusal)
        case NotYours():
            return _("There is no such request of yours.")
        case NotStaff():
            return _("Only members of the support group may do that.")
        case OnlyLead():
            return _("Only a lead may do that.")
        case AlreadyTaken():
            return _("{name} holds this request already.").format(name=refusal.by)
        case WrongState():
            return _wrong_state(refusal)
        case NothingToAnswer():
            return _("This button is out of date. Please use the newest message.")
        case OnlyAssignee() | ShownAlready() | NoSecretKey() | NoChat() | NoFilesInConfidence() | TooLongToHide():
            return _confidential(refusal)
        case ComplainedAlready():
            if refusal.letter == "speed_up":
                return _("You have asked for speed today already. If nothing changes, you can again tomorrow.")
            return _("Your complaint of today is with quality control already. You can write again tomorrow.")
        case TooLong():
            return ngettext(
                "The text is {n} character too long to be sent. Please shorten it; nothing was sent.",
                "The text is {n} characters too long to be sent. Please shorten it; nothing was sent.",
                refusal.over,
            ).format(n=refusal.over)
        case WrongDate():
            return _(
                "Please end with a date and time that lie ahead, for example: Waiting for a part. {example}"
            ).format(example=refusal.example.strftime("%d.%m %H:%M"))
    return _("That is not possible.")


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


def _wrong_answer(refusal: WrongAnswer) -> str:
    """What is wrong and what to write instead; the clause, where it is the regulation and not our own limit that asks."""
    words = _wrong(refusal)
    if refusal.clause and refusal.problem not in ("long", "short"):
        words += " " + _("Clause {clause} of the Regulation asks for it.").format(clause=refusal.clause)
    return words


def _wrong(refusal: WrongAnswer) -> str:
    match refusal.problem:
        case "phone":
            return _(
                "That does not look like a phone number. Write it with the area code, for example +7 473 202-24-64."
            )
        case "email":
            return _("That does not look like an e-mail address. Write it like this: name@company.com")
        case "long":
            return ngettext(
                "That is {n} character too long. Please shorten it and send it again.",
                "That is {n} characters too long. Please shorten it and send it again.",
                refusal.over,
            ).format(n=refusal.over)
        case "short":
            return _("A little more, please: it is too short to work with.")
        case "meaningless":
            return _("I cannot make out what this means. Please write it in words.")
    return _("That is empty. Please write it in words.")


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
