"""Profile in words: what is known of a person, on the card of an intake and outside one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html import escape

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardRemove

from domain.answers import Field
from domain.claims import MATCH
from domain.draft import KNOWN, Conversation, Draft
from domain.regulation import Regulation
from domain.usecases.profile import Profile
from handlers.callbacks import IntakeButton, ProfileButton, StartButton
from handlers.view.say import Methods, bold, button, message, rows, shortened
from handlers.view.words import _, language

LONGEST = 300
TWO_IN_A_ROW = 22
"""Signs of a caption beside which another button still has room on a phone."""


def known_card(talk: Conversation, draft: Draft) -> tuple[str, InlineKeyboardMarkup]:
    """«Ваши данные — верно?»: all that is known at once, and one press to go on."""
    fields = _known(talk.regulation, draft.answers.get(KNOWN, ()))
    lines = [bold(_("Your details: are they right?")), "", *_answers(fields, draft.answers, talk.proved)]
    fixes = [button(_fix(f), IntakeButton(draft=draft.id, verb="fix", value=f.key)) for f in fields]
    right = button(_("All right, go on"), IntakeButton(draft=draft.id, verb="profile", value="ok"), "success")
    cancel = button(_("Cancel"), IntakeButton(draft=draft.id, verb="cancel"))
    return "\n".join(lines), rows([right], *_folded(fixes), [cancel])


def claim(draft: Draft) -> tuple[str, list[tuple[str, str]]]:
    """«Это ООО «Ромашка»?» and the two answers."""
    match = draft.answers[MATCH]
    name = bold(match["name"])
    text = _("Is it {name}?").format(name=name)
    if match["contract"]:
        text = _("Is it {name} (contract {contract})?").format(name=name, contract=escape(match["contract"]))
    return text, [("yes", _("Yes")), ("no", _("No, another one"))]


def profile_words(profile: Profile, chat: str) -> Methods:
    """`/profile`: the same outside an intake."""
    fields = _known(profile.regulation, profile.answers)
    if not fields:
        text = _("I know nothing of you yet. With your first request I keep your details, and do not ask again.")
        return [message(chat, text, rows([button(_("New request"), StartButton())]))]
    lines = [bold(_("Your details")), "", *_answers(fields, profile.answers, profile.proved), ""]
    lines.append(_("They go with your next request; what is registered stays as it was."))
    keyboard = None
    if profile.open:
        fixes = [button(_fix(f), ProfileButton(verb="fix", field=f.key)) for f in fields]
        unproved = [f for f in _mails(fields, profile.answers) if profile.answers[f.key] not in profile.proved]
        proves = [
            [button(_prove(profile.answers[f.key]), ProfileButton(verb="prove", field=f.key), "primary")]
            for f in unproved
        ]
        keyboard = rows(*proves, *_folded(fixes))
    return [message(chat, "\n".join(lines), keyboard)]


def corrected(profile: Profile, chat: str) -> Methods:
    """An answer was corrected. The keyboard below the chat can only be taken away by a message of its own."""
    return [message(chat, _("Corrected."), ReplyKeyboardRemove()), *profile_words(profile, chat)]


def left_alone(profile: Profile, chat: str) -> Methods:
    """It was right after all."""
    return [message(chat, _("All right."), ReplyKeyboardRemove()), *profile_words(profile, chat)]


def _known(rules: Regulation, keys: Collection[str]) -> list[Field]:
    return [f for f in rules.fields if f.key in keys]


def _mails(fields: list[Field], answers: Mapping[str, str]) -> list[Field]:
    return [f for f in fields if f.kind == "email" and answers.get(f.key)]


def _answers(fields: list[Field], answers: Mapping[str, str], proved: Collection[str]) -> list[str]:
    """Each answer with its label; of an address, whether it is proved."""
    spoken = language()
    lines = []
    for field in fields:
        answer = answers.get(field.key) or (field.skip.in_(spoken) if field.skip else "")
        line = f"{bold(field.label.in_(spoken))}: {escape(shortened(answer, LONGEST))}"
        if field.kind == "email" and answers.get(field.key):
            line += f" ({_('proved') if answers[field.key] in proved else _('not proved')})"
        lines.append(line)
    return lines


def _fix(field: Field) -> str:
    return f"✎ {field.label.in_(language())}"


def _prove(address: str) -> str:
    return _("Prove {address}").format(address=shortened(address, 60))


def _folded(buttons: list[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """Two in a row where both are short."""
    lines: list[list[InlineKeyboardButton]] = []
    for one in buttons:
        room = lines and len(lines[-1]) == 1 and max(len(one.text), len(lines[-1][0].text)) <= TWO_IN_A_ROW
        if room:
            lines[-1].append(one)
        else:
            lines.append([one])
    return lines
