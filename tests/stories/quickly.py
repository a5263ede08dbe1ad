"""Quickly: a request is registered without typing, for stories that are about what comes after."""

from __future__ import annotations

from bot.sandbox.person import Person
from domain.consents import mark
from domain.draft import Conversation
from domain.people import Place, Speaker
from domain.ports import Desk
from domain.regulation import Regulation
from domain.usecases.accept import accept
from domain.usecases.agree import agree
from domain.usecases.choose import choose
from domain.usecases.duplicates import tell_apart
from domain.usecases.faq import none_found
from domain.usecases.hear import hear
from domain.usecases.known_failure import NONE, tell_whether_known
from domain.usecases.meeting import standing
from domain.usecases.register import register
from domain.usecases.start import start
from tests.stories.conftest import Town
from tests.stories.moves import ANSWERS


async def registered(town: Town, who: Person | None = None, *, kind: int = 0, impact: int = -1, **changed: str) -> str:
    """The number of a new ticket: what an intake in the chat does, by whichever regulation the desk works, in one go.

    When it returns the registration is told, and the card stands. `kind` and `impact`: places of the choices; `changed`:
    answers other than Anna's. Whoever registers another time keeps their details and tells of another problem.
    """
    person = who or town.anna
    answers = ANSWERS | ({"description": town.another()} if person.messages() else {}) | changed
    if not person.messages():
        await person.says("/start")
        await town.settled()

    def deed(desk: Desk) -> str:
        by = Speaker(Place("telegram", str(person.id)), str(person.id), person.name, desk.now())
        return _register(desk, by, answers, kind, impact)

    number = await town.app.clerk.do(deed)
    await town.settled()
    return number


def _register(desk: Desk, by: Speaker, answers: dict[str, str], kind: int, impact: int) -> str:
    start(desk, by=by)
    while (talk := standing(desk, by=by)).step != "summary":
        _answer(desk, by, talk, answers, kind, impact)
    assert talk.draft is not None
    (ticket,) = register(desk, by=by, draft_id=talk.draft.id, sure=True)
    return ticket.number


def _answer(desk: Desk, by: Speaker, talk: Conversation, answers: dict[str, str], kind: int, impact: int) -> None:
    rules, draft, step = desk.regulation, talk.draft, talk.step
    assert draft is not None
    match step:
        case "consent":
            agree(desk, by=by, draft_id=draft.id, shown=mark(rules.consent.text.in_("ru")))
        case "acceptance":
            accept(desk, by=by, draft_id=draft.id, shown=rules.digest[:16])
        case "faq" | "articles":
            none_found(desk, by=by, draft_id=draft.id)
        case "incident":
            tell_whether_known(desk, by=by, draft_id=draft.id, which=NONE)
        case "alike":
            tell_apart(desk, by=by, draft_id=draft.id, number=talk.alike.number if talk.alike else "")
        case _ if choice := _choice(rules, step, kind, impact):
            choose(desk, by=by, draft_id=draft.id, step=step, value=choice)
        case _:
            hear(desk, by=by, text=answers.get(step) or ANSWERS["email"])


def _choice(rules: Regulation, step: str, kind: int, impact: int) -> str:
    usual = {"claim": "yes", "profile": "ok", "product": "0", "protected": "none", "head": "no", "files": "done"}
    if step == "kind":
        return rules.kinds[kind].key
    if step == "impact":
        return rules.impacts[impact].key
    return usual.get(step, "")
