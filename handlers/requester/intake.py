"""Intake: from Start to a registered number, one question at a time."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandStart
from aiogram.types import CallbackQuery, Message

from domain.apart import place
from domain.people import Speaker
from domain.ports import Clerk
from domain.refusals import AnotherTicket, NothingToAnswer, OwnerOnly
from domain.usecases.accept import accept
from domain.usecases.agree import agree
from domain.usecases.cancel import cancel
from domain.usecases.choose import choose, keep
from domain.usecases.duplicates import tell_apart
from domain.usecases.faq import found, none_found, not_so
from domain.usecases.go_back import correct, go_back
from domain.usecases.heard import Said
from domain.usecases.join import join_intake, join_loose
from domain.usecases.known_failure import tell_whether_known
from domain.usecases.meeting import language_of, standing, turn_to
from domain.usecases.own import ask_for_proof, is_proved
from domain.usecases.profile import Profile
from domain.usecases.register import register
from domain.usecases.set_language import set_language
from domain.usecases.start import start, start_with_text
from domain.usecases.topics import has_topics
from handlers.callbacks import IntakeButton, LanguageButton, StartButton
from handlers.filters import Says
from handlers.speaker import speaker_of
from handlers.view import apart, prompts, rights, summary
from handlers.view.faq import glad
from handlers.view.greeting import greeting
from handlers.view.heard import heard_words
from handlers.view.invite import welcome
from handlers.view.profile import left_alone
from handlers.view.refusals import another_words
from handlers.view.say import Methods, button, edit, message, rows, toast, without_buttons
from handlers.view.topics import registered_words
from handlers.view.words import _, speaking

router = Router(name="intake")

NAMES = {"ru": "Русский", "kk": "Қазақша", "en": "English"}


@router.message(CommandStart())
async def on_start(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    talk = await clerk.do(start, by=speaker_of(event, arrived_at))
    chat = str(event.chat.id)
    with speaking(talk.person.language):
        if talk.step == "consent":
            return greeting(talk, chat) + prompts.prompt(talk, chat)
        return prompts.prompt(talk, chat)


@router.message(Command("new"))
async def on_new(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    talk = await clerk.do(start, by=speaker_of(event, arrived_at))
    with speaking(talk.person.language):
        return prompts.prompt(talk, str(event.chat.id))


@router.callback_query(StartButton.filter(F.verb == "new"))
async def on_new_button(event: CallbackQuery, clerk: Clerk, arrived_at: datetime) -> Methods:
    talk = await clerk.do(start, by=speaker_of(event, arrived_at))
    with speaking(talk.person.language):
        return [*without_buttons(event), *prompts.prompt(talk, talk.person.chat)]


@router.message(Command("cancel"))
async def on_cancel(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    return await ask_to_cancel(event, clerk, arrived_at)


@router.message(Says(summary.cancel_words))
async def on_cancel_words(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    return await ask_to_cancel(event, clerk, arrived_at)


async def ask_to_cancel(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    """Nothing is thrown away by one tap."""
    talk = await clerk.do(standing, by=speaker_of(event, arrived_at))
    chat = str(event.chat.id)
    with speaking(talk.person.language):
        if talk.draft is None:
            return prompts.prompt(talk, chat)
        return [prompts.cancel_question(chat, talk.draft.id)]


@router.message(Says(summary.back_words))
async def on_back(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    talk = await clerk.do(go_back, by=speaker_of(event, arrived_at))
    with speaking(talk.person.language):
        return prompts.prompt(talk, str(event.chat.id), typed=True)


@router.message(Says(prompts.keep_words))
async def on_keep(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    talk = await clerk.do(keep, by=speaker_of(event, arrived_at))
    with speaking(talk.person.language):
        if isinstance(talk, Profile):
            return left_alone(talk, str(event.chat.id))
        return prompts.prompt(talk, str(event.chat.id), typed=True)


@router.message(Command("language"))
async def on_language(event: Message, clerk: Clerk, arrived_at: datetime) -> Methods:
    talk = await clerk.do(standing, by=speaker_of(event, arrived_at))
    with speaking(talk.person.language):
        keyboard = rows([button(name, LanguageButton(code=code)) for code, name in NAMES.items()])
        return [message(event.chat.id, _("Which language shall we speak?"), keyboard)]


@router.callback_query(LanguageButton.filter())
async def on_language_button(
    event: CallbackQuery, callback_data: LanguageButton, clerk: Clerk, arrived_at: datetime
) -> Methods:
    if callback_data.code not in NAMES:
        raise NothingToAnswer
    talk = await clerk.do(set_language, by=speaker_of(event, arrived_at), language=callback_data.code)
    with speaking(talk.person.language):
        return [
            toast(event, _("From now on in English.")),
            *without_buttons(event),
            *prompts.prompt(talk, talk.person.chat),
        ]


@router.callback_query(IntakeButton.filter())
async def on_intake_button(
    event: CallbackQuery, callback_data: IntakeButton, clerk: Clerk, arrived_at: datetime
) -> Methods:
    """A button of an intake: it acts on the draft it names, if that is still the presser's own and open."""
    by = speaker_of(event, arrived_at)
    draft, value = callback_data.draft, callback_data.value
    match callback_data.verb:
        case "agree":
            talk = await clerk.do(agree, by=by, draft_id=draft, shown=value)
            if talk.joined:
                with speaking(talk.person.language):
                    told = welcome("joined", talk.joined, talk.person.chat)
                    return [*without_buttons(event), *told, *prompts.prompt(talk, talk.person.chat)]
        case "accept":
            talk = await clerk.do(accept, by=by, draft_id=draft, shown=value)
        case "profile" | "claim" | "product" | "protected" | "head" | "files":
            talk = await clerk.do(choose, by=by, draft_id=draft, step=callback_data.verb, value=value)
        case verb if place(verb)[0] in ("kind", "impact"):
            talk = await clerk.do(choose, by=by, draft_id=draft, step=verb, value=value)
        case "faq":
            talk = await clerk.do(none_found, by=by, draft_id=draft)
        case "anyway":
            talk = await clerk.do(not_so, by=by, draft_id=draft)
        case "found":
            return await _found(event, callback_data, clerk, arrived_at)
        case "other":
            talk = await clerk.do(tell_apart, by=by, draft_id=draft, number=value)
        case "known":
            talk = await clerk.do(tell_whether_known, by=by, draft_id=draft, which=value)
        case "join":
            return _added(event, await clerk.do(join_intake, by=by, draft_id=draft, number=value))
        case "back":
            talk = await clerk.do(go_back, by=by, draft_id=draft)
        case "from":
            talk = await clerk.do(start_with_text, by=by, draft_id=draft)
        case "drop":
            talk = await clerk.do(cancel, by=by, draft_id=draft)
            with speaking(talk.person.language):
                gone = prompts.let_go(talk.person.chat) if value else prompts.gone(talk.person.chat)
                return [*without_buttons(event), *gone, *(prompts.prompt(talk, talk.person.chat) if talk.draft else [])]
        case "send" | "sure":
            return await _send(event, callback_data, clerk, arrived_at)
        case "prove":
            talk = await clerk.do(ask_for_proof, by=by, draft_id=draft)
            assert talk.draft is not None
            with speaking(talk.person.language):
                return [*without_buttons(event), rights.code_sent(talk, talk.draft)]
        case "to":
            return _added(event, await clerk.do(join_loose, by=by, draft_id=draft, number=value))
        case _:
            return await _look(event, callback_data, clerk, arrived_at)
    with speaking(talk.person.language):
        return [*without_buttons(event), *prompts.prompt(talk, talk.person.chat)]


async def _found(event: CallbackQuery, pressed: IntakeButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """The answer was in an article: the intake ends, and what was written in it can be taken up again."""
    ended = await clerk.do(found, by=speaker_of(event, arrived_at), draft_id=pressed.draft)
    talk, chat = ended.talk, ended.talk.person.chat
    with speaking(talk.person.language):
        told = glad(chat, talk.regulation, ended.kept)
        return [*without_buttons(event), *told, *(prompts.prompt(talk, chat) if talk.draft else [])]


async def _send(event: CallbackQuery, pressed: IntakeButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """Register it; or say what is still asked, where that has changed since, or that only the owner may ask for it."""
    by = speaker_of(event, arrived_at)
    try:
        tickets = await clerk.do(register, by=by, draft_id=pressed.draft, sure=pressed.verb == "sure")
    except AnotherTicket as refusal:
        talk = await clerk.do(turn_to, by=by, draft_id=pressed.draft)
        with speaking(talk.person.language):
            return [summary.surely_another(talk.person.chat, pressed.draft, another_words(refusal))]
    except (NothingToAnswer, OwnerOnly) as refusal:
        talk = await clerk.do(turn_to, by=by, draft_id=pressed.draft)
        draft = talk.draft
        if draft is None or draft.id != pressed.draft:
            raise
        with speaking(talk.person.language):
            if isinstance(refusal, NothingToAnswer):
                return prompts.prompt(talk, talk.person.chat)
            proved = await clerk.read(is_proved, person=talk.person, address=draft.answers.get("email", ""))
            return [rights.owners_only(talk, draft, refusal, proved=proved)]
    numbers = ", ".join(ticket.number for ticket in tickets)
    return [toast(event, numbers), *without_buttons(event), *await _said_here(by, numbers, clerk)]


async def _said_here(by: Speaker, numbers: str, clerk: Clerk) -> Methods:
    """Where each ticket has a topic, all that is told of it stands there; here stands that it was registered."""
    if not await clerk.read(has_topics):
        return []
    with speaking(await clerk.read(language_of, by=by)):
        return [message(by.place.chat, registered_words(numbers))]


async def _look(event: CallbackQuery, pressed: IntakeButton, clerk: Clerk, arrived_at: datetime) -> Methods:
    """Buttons that decide nothing yet: cancel?, go on, which answer to correct."""
    by = speaker_of(event, arrived_at)
    if pressed.verb == "fix" and pressed.value:
        talk = await clerk.do(correct, by=by, draft_id=pressed.draft, step=pressed.value)
        with speaking(talk.person.language):
            return [*without_buttons(event), *prompts.prompt(talk, talk.person.chat)]
    talk = await clerk.do(turn_to, by=by, draft_id=pressed.draft)
    draft, chat = talk.draft, talk.person.chat
    with speaking(talk.person.language):
        if draft is None or draft.id != pressed.draft or not isinstance(event.message, Message):
            return [*without_buttons(event), *prompts.prompt(talk, chat)]
        here, requests = event.message.message_id, apart.requests(talk, draft)
        match pressed.verb:
            case "cancel":
                return [prompts.cancel_question(chat, draft.id)]
            case "fix" if talk.step == "summary":
                return [
                    edit(chat, here, summary.summary(talk, draft, requests), summary.correction_keyboard(talk, draft))
                ]
            case "summary" if talk.step == "summary":
                return [edit(chat, here, summary.summary(talk, draft, requests), summary.summary_keyboard(draft))]
        return [*without_buttons(event), *prompts.prompt(talk, chat)]


def _added(event: CallbackQuery, said: Said) -> Methods:
    return [toast(event), *without_buttons(event), *heard_words(said, said.person.chat)]
