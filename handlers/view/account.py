"""Account in words: how requests move to another Telegram account."""

from __future__ import annotations

from aiogram.methods import SendMessage

from domain.draft import Conversation, Draft
from domain.notices import Code, Parcel
from domain.ports import Desk
from domain.usecases.account import LINK, OTHER, Moved, NotThatCode, NowHere, asks_for_consent
from handlers.callbacks import IntakeButton, LookButton, ProfileButton
from handlers.view.about import contact_lines
from handlers.view.say import Methods, bold, button, message, rows
from handlers.view.words import _, ngettext


def account(talk: Conversation, draft: Draft, chat: str) -> SendMessage | None:
    """What is asked for now: the address, then the code. The same words whether or not the address is known."""
    if asks_for_consent(talk):
        return None
    never = rows([button(_("Never mind"), IntakeButton(draft=draft.id, verb="drop", value="ok"))])
    if OTHER in draft.answers:
        text = _(
            "A six-digit code is on its way to the other account or address. Send me the code here. "
            "If none comes, try again tomorrow: one such code goes out a day."
        )
        return message(chat, text, never)
    if LINK in draft.answers:
        text = _(
            "A letter with a six-digit code is on its way to {address}. Send me the code here, and the request goes on in "
            "this chat."
        )
        return message(chat, text.format(address=bold(draft.answers["email"])), never)
    if address := draft.answers.get("email"):
        text = _(
            "If requests belong to {address}, a letter with a six-digit code is on its way there. Send me the code here. "
            "An address gets one such letter a day."
        )
        return message(chat, text.format(address=bold(address)), never)
    text = _(
        "Your requests can move to this Telegram account. Which e-mail address did you prove from the other one? "
        "I send a code there."
    )
    return message(chat, text, never)


def same_person(desk: Desk, parcel: Parcel) -> Methods:
    """To whom a lead thinks to be two: nothing of the other one is told. Or the code, in the chat of the other side."""
    if parcel.code is Code.SAME_PERSON:
        text = _(
            "It seems that you also write to us from another account or address. If so, all your requests can be brought "
            "together here: press the button, and a code goes there. If that is not you, do nothing."
        )
        yes = button(_("Yes, that is me too"), ProfileButton(verb="same", field=parcel.facts["token"]))
        return [message(parcel.address, text, rows([yes]))]
    lines = [
        _("Code: {code}").format(code=parcel.facts["code"]),
        _(
            "Somebody asked to move your requests to another Telegram account. If that is you, type this code there. "
            "Whoever has the code gets your requests: tell it to nobody."
        ),
        _("If you did not ask for that, just ignore this message."),
    ]
    return [message(parcel.address, "\n".join(lines))]


def account_words(outcome: Moved | NowHere | NotThatCode, chat: str) -> Methods:
    """The code was right, or not."""
    if isinstance(outcome, NowHere):
        return []
    if isinstance(outcome, Moved):
        text = ngettext(
            "Done: {n} request is here now, with everything that belongs to it. The other account sees it no more.",
            "Done: {n} requests are here now, with everything that belongs to them. The other account sees them no more.",
            len(outcome.tickets),
        ).format(n=len(outcome.tickets))
        if not outcome.tickets:
            text = _("Done: both accounts are one now. There were no requests in the other one.")
        if outcome.intake == "moved":
            text += "\n" + _("The request you had begun is here too: we go on where you stopped.")
        if outcome.intake == "kept":
            text += "\n" + _(
                "A request you had begun there stays there, for you have begun another one here: "
                "finish it in the other account, or throw it away there with /cancel."
            )
        if outcome.loose:
            text += "\n" + _("What you had written there without a request is here too, below.")
        return [message(chat, text, rows([button(_("My requests"), LookButton(view="list"))]))]
    if outcome.left:
        text = ngettext(
            "That is not the code. {n} try is left.", "That is not the code. {n} tries are left.", outcome.left
        ).format(n=outcome.left)
    elif outcome.by_link:
        text = _("That is not the code, and it was the last try. Tomorrow you can open the link in our letter again.")
    else:
        text = _("That is not the code, and it was the last try. Tomorrow you can ask for another: /account")
    return [message(chat, text)]


def moved_away(desk: Desk, parcel: Parcel) -> Methods:
    """To the account that had them before."""
    lines = [
        _("Your requests have moved to another Telegram account: the code that we sent you was typed there."),
        _("If that was not you, tell us at once:"),
        *contact_lines(desk.regulation),
    ]
    return [message(parcel.address, "\n".join(lines))]
