"""Privacy in words: what is kept, why and how long, and what follows from each button before it is pressed."""

from __future__ import annotations

from html import escape

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.answers import Text
from domain.notices import Code
from domain.regulation import Regulation
from domain.usecases.privacy import Forgotten, Kept
from handlers.callbacks import LookButton, PrivacyButton, StartButton
from handlers.view.clauses import clause
from handlers.view.say import bold, button, rows
from handlers.view.times import lasting, when
from handlers.view.words import _, language, ngettext

Page = tuple[str, InlineKeyboardMarkup | None]

MOST_NUMBERS = 10


def front(kept: Kept) -> Page:
    """Who keeps what, why and how long, and which words were agreed to when."""
    rules = kept.regulation
    lines = [
        bold(_("Your data with us")),
        "",
        _("Kept by: {operator}.").format(operator=escape(operator(rules))),
        _("What for: to solve your requests and to keep their journal. Nothing else."),
        "",
        bold(_("What there is")),
        *(f"• {line}" for line in _holdings(kept)),
        "",
        bold(_("How long")),
        *(f"• {line}" for line in terms(rules, withdrawn=kept.withdrawn)),
        "",
        _consent(kept),
    ]
    if kept.leaving:
        lines += ["", _waits(kept.open)]
    return "\n".join(lines), rows(
        [button(_("Get my data"), PrivacyButton(verb="export"), "primary")],
        [button(_("Withdraw my consent"), PrivacyButton(verb="withdraw"))] if kept.consent else [],
        [button(_("Leave it as it stands"), PrivacyButton(verb="stay"), "success")]
        if kept.leaving
        else [button(_("Erase my data"), PrivacyButton(verb="erase"))],
    )


def before_withdrawing(kept: Kept) -> Page:
    """What follows when the consent is taken back."""
    if not kept.consent:
        return front(kept)
    lines = [bold(_("Withdraw your consent?")), "", _("If you do:")]
    if kept.closed:
        lines.append("• " + _("what you told us in closed requests is erased at once, with the files;"))
        if kept.topics:
            lines.append("• " + _("their topics in this chat are deleted;"))
    lines.append("• " + _("drafts and saved answers are thrown away;"))
    if kept.open:
        lines.append(
            "• "
            + ngettext(
                "{numbers} goes on to its end, as the contract has it, and is erased a day after it is closed;",
                "{numbers} go on to their end, as the contract has it, and are erased a day after they are closed;",
                len(kept.open),
            ).format(numbers=_numbers(kept.open))
        )
    lines += [
        "• " + _("before your next request I ask for your consent again."),
        "",
        _("Your name in Telegram and the language stay, or we could not talk; “Erase my data” takes them too."),
        "",
        _("This cannot be undone. If you need anything of it, get your data first."),
    ]
    return "\n".join(lines), rows(
        [button(_("Get my data"), PrivacyButton(verb="export"))],
        [button(_("Yes, withdraw it"), PrivacyButton(verb="withdrawn"), "danger")],
        [_back()],
    )


def withdrawn(kept: Kept) -> Page:
    """The consent was taken back."""
    lines = [bold(_("Your consent is withdrawn")), _("What need not be kept is erased.")]
    if kept.open:
        lines.append(
            ngettext(
                "{numbers} goes on; it is erased a day after it is closed.",
                "{numbers} go on; they are erased a day after they are closed.",
                len(kept.open),
            ).format(numbers=_numbers(kept.open))
        )
    return "\n".join(lines), rows([button(_("New request"), StartButton())], [_back()])


def before_erasing(kept: Kept) -> Page:
    """What follows when somebody wants to be forgotten; not before their requests are closed."""
    if kept.open:
        lines = [
            bold(_("First your open requests")),
            "",
            ngettext(
                "Still open: {numbers}. Without your data we could not answer you.",
                "Still open: {numbers}. Without your data we could not answer you.",
                len(kept.open),
            ).format(numbers=_numbers(kept.open)),
            _(
                "Wait until they are closed, or close them yourself in “My requests”. Or tap “Erase once closed”: closed "
                "requests and drafts are erased now, and all the rest a day after the last one is closed."
            ),
        ]
        return "\n".join(lines), rows(
            [button(_("Erase once closed"), PrivacyButton(verb="later"), "danger")],
            [button(_("My requests"), LookButton(view="list"))],
            [_back()],
        )
    lines = [
        bold(_("Erase everything about you?")),
        "",
        _("Gone for good: your name and contacts, what you wrote and sent, our answers to you, your files."),
        _("What stays is a line in the register for each request: its number, dates, kind, deadlines and rating."),
        *(
            [_("I delete the topics of your requests in this chat, with all that was said in them.")]
            if kept.topics
            else []
        ),
        _("Letters that were sent cannot be called back."),
        _(
            "In this chat Telegram lets me delete only what is younger than 48 hours; the rest stays in your Telegram, and you "
            "can clear it yourself."
        ),
        _("If you write again, we meet as strangers: requests of yours will not be found any more."),
        "",
        _("This cannot be undone. If you need anything of it, get your data first."),
    ]
    return "\n".join(lines), rows(
        [button(_("Get my data"), PrivacyButton(verb="export"))],
        [button(_("Yes, erase everything"), PrivacyButton(verb="erased"), "danger")],
        [_back()],
    )


def erased(done: Forgotten, *, later: bool) -> Page:
    """The last word; or what it waits for."""
    if not done.open:
        return forgotten(), None
    if later:
        return _waits(done.open), rows([button(_("Leave it as it stands"), PrivacyButton(verb="stay"), "success")])
    text = _("Meanwhile there is an open request: {numbers}. Nothing was erased.").format(numbers=_numbers(done.open))
    return text, rows([_back()])


def forgotten() -> str:
    """To whom nothing more will be said."""
    return "\n".join(
        [
            bold(_("Your data are erased")),
            _("Thank you for having been with us."),
            _(
                "What is left in this chat is only in your Telegram now; I may not delete it. You can: “Clear history” in the "
                "menu of the chat."
            ),
            _("Should you need us again: /start"),
        ]
    )


def last_words(code: Code) -> tuple[str, list[str]]:
    """The same by letter: its title, and what it says."""
    if code is Code.CONSENT_WITHDRAWN:
        return _("Your consent is withdrawn"), [
            _("You have withdrawn your consent to the processing of your personal data."),
            _("Closed requests are erased; what is open goes on to its end and is erased a day after it is closed."),
            _("Letters that were sent cannot be called back: they stay in your mailbox."),
        ]
    return _("Your data are erased"), [
        _("Your personal data are erased: name, contacts, messages, files."),
        _("What stays is a line in the register for each request: its number, dates, kind, deadlines and rating."),
        _("Letters that were sent cannot be called back: they stay in your mailbox."),
    ]


def packing() -> str:
    """The export was asked for."""
    return _("I am packing everything we keep about you. It comes here as a file in a moment.")


def terms(rules: Regulation, *, withdrawn: bool = False) -> list[str]:
    """What is kept how long; the terms are ours where the regulation gives none. `withdrawn`: the consent was taken back."""
    kept, cited = rules.retention, clause(rules.retention.clause)
    requests = _("requests: {term} after they are closed{clause}").format(
        term=lasting(kept.personal_data), clause=cited
    )
    return [
        _("requests: a day after they are closed, for the consent is withdrawn") if withdrawn else requests,
        _("what was begun and not sent: {term}{clause}").format(term=lasting(kept.drafts), clause=cited),
        _("technical notes on messages: {term}{clause}").format(term=lasting(kept.messages), clause=cited),
    ]


def operator(rules: Regulation) -> str:
    """Who keeps the data, with an address if there is one."""
    named, email = rules.contacts.get("operator", ""), rules.contacts.get("email", "")
    name, address = (one.in_(language()) if isinstance(one, Text) else one for one in (named, email))
    return f"{name} ({address})" if address else name


def _holdings(kept: Kept) -> list[str]:
    lines = [_("your name in Telegram: {name}").format(name=escape(kept.person.name))]
    if kept.addresses:
        lines.append(_("proved addresses: {addresses}").format(addresses=escape(", ".join(kept.addresses))))
    if kept.person.profile:
        lines.append(_("answers saved for the next request"))
    if kept.open:
        lines.append(_("open requests: {numbers}").format(numbers=_numbers(kept.open)))
    if kept.closed:
        lines.append(ngettext("{n} closed request", "{n} closed requests", kept.closed).format(n=kept.closed))
    if kept.files:
        lines.append(ngettext("{n} file of yours", "{n} files of yours", kept.files).format(n=kept.files))
    if kept.drafts:
        lines.append(ngettext("{n} draft", "{n} drafts", kept.drafts).format(n=kept.drafts))
    return lines


def _consent(kept: Kept) -> str:
    if kept.consent is None:
        return _("There is no consent of yours now: I ask for it before the next request.")
    return _("Your consent: version {version}, given {at}.").format(
        version=escape(kept.consent.version), at=when(kept.consent.at, kept.regulation)
    )


def _waits(numbers: tuple[str, ...]) -> str:
    if not numbers:
        return _("All is closed: in a day at the latest your data are erased.")
    return _(
        "Agreed: your data are erased a day after {numbers} is closed. You can change your mind until then."
    ).format(numbers=_numbers(numbers))


def _numbers(numbers: tuple[str, ...]) -> str:
    return ", ".join(bold(number) for number in numbers[:MOST_NUMBERS]) + ("…" if numbers[MOST_NUMBERS:] else "")


def _back() -> InlineKeyboardButton:
    return button(_("« Back"), PrivacyButton(verb="front"))
