"""Rights: what a requester accepts before the first ticket, and how to show that they own what only the owner may ask for."""

from __future__ import annotations

from html import escape

from aiogram.methods import SendMessage

from domain.draft import Conversation, Draft
from domain.refusals import OwnerOnly
from handlers.callbacks import IntakeButton
from handlers.view.clauses import asked_by, demanded
from handlers.view.say import bold, button, message, rows, shortened
from handlers.view.times import day
from handlers.view.words import _, language


def acceptance(talk: Conversation, draft: Draft, chat: str) -> SendMessage:
    """The regulation that is accepted before the first ticket: version, date, link, and what follows from it (intervale 2.4)."""
    rules = talk.regulation
    accepts, confidence = rules.demand("acceptance"), rules.demand("confidentiality")
    assert accepts is not None
    parts = [
        "\n".join(
            [
                bold(rules.title.in_(language())),
                _("Version {version}, in force from {day}.").format(
                    version=escape(rules.version), day=day(rules.valid_from)
                ),
                escape(rules.link),
            ]
        ),
        "\n".join(filter(None, [escape(accepts.text.in_(language())), asked_by(accepts.clause)])),
        escape(demanded(confidence.text, confidence.clause)) if confidence else "",
    ]
    return message(
        chat,
        "\n\n".join(filter(None, parts)),
        rows(
            [button(_("I accept"), IntakeButton(draft=draft.id, verb="accept", value=rules.digest[:8]), "success")],
            [button(_("Cancel"), IntakeButton(draft=draft.id, verb="cancel"))],
        ),
    )


def owners_only(talk: Conversation, draft: Draft, refusal: OwnerOnly, *, proved: bool) -> SendMessage:
    """Why it is not registered, and how to go on: prove the address, or choose otherwise. All that was written stays (insales)."""
    address = draft.answers.get("email", "")
    lines = [escape(demanded(refusal.text, refusal.clause)), _("Everything you wrote is kept.")]
    if proved:
        lines.append(_("{address} is proved, but it is not known as the owner's.").format(address=bold(address)))
    prove = button(
        _("Prove {address}").format(address=shortened(address, 60)),
        IntakeButton(draft=draft.id, verb="prove"),
        "primary",
    )
    return message(
        talk.person.chat,
        "\n".join(lines),
        rows(
            [prove] if address and not proved else [],
            [button(_("Choose otherwise"), IntakeButton(draft=draft.id, verb="fix", value="protected"))],
            [button(_("Correct"), IntakeButton(draft=draft.id, verb="fix"))],
        ),
    )


def code_sent(talk: Conversation, draft: Draft) -> SendMessage:
    """A letter with six digits is on its way."""
    text = _("A letter with a six-digit code goes to {address}. Send me the code, then send the request.")
    otherwise = button(_("Choose otherwise"), IntakeButton(draft=draft.id, verb="fix", value="protected"))
    return message(talk.person.chat, text.format(address=bold(draft.answers.get("email", ""))), rows([otherwise]))
