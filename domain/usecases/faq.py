"""Articles first: they are offered before a request is taken; whoever finds the answer there needs no request (demand `faq_first`)."""

from __future__ import annotations

from dataclasses import dataclass

from domain.draft import Conversation, Draft, DraftKind, article_field
from domain.links import find_link
from domain.people import Person, Speaker
from domain.ports import Desk
from domain.refusals import NothingToAnswer
from domain.regulation import Regulation
from domain.usecases.cancel import cancel
from domain.usecases.meeting import conversation, open_draft

FOUND = "faq_found"
"""The counter of intakes that ended because the answer was in an article."""
NOT_WORDS = frozenset({"faq", "kind"})
"""Answers that cost nobody anything to give again."""


@dataclass(frozen=True)
class Found:
    """The answer was in an article. `done`: the intake has ended; else it holds words, and its writer is asked first."""

    talk: Conversation
    done: bool


def found(desk: Desk, *, by: Speaker, draft_id: str, sure: bool = False) -> Found:
    """«Нашлось»: end the intake and count it; one with words or files in it ends only if they are `sure`.

    NothingToAnswer if articles are not what is being offered.
    """
    person, draft = _offered(desk, by, draft_id)
    begun = any(words for key, words in draft.answers.items() if key not in NOT_WORDS)
    if not sure and (begun or desk.files.of_draft(draft.id)):
        return Found(conversation(desk, person, draft), done=False)
    desk.counters.add(FOUND)
    return Found(cancel(desk, by=by, draft_id=draft_id), done=True)


def none_found(desk: Desk, *, by: Speaker, draft_id: str) -> Conversation:
    """«Не нашлось»: on to the questions. NothingToAnswer if articles are not what is being offered."""
    person, draft = _offered(desk, by, draft_id)
    pass_articles(desk.regulation, draft)
    return conversation(desk, person, draft)


def take_article(rules: Regulation, draft: Draft, text: str) -> None:
    """Words in place of a press: a link is the article that did not help (e-doc 10); all else is kept for the description.

    WrongAnswer if the link does not fit the field for it.
    """
    link, field = find_link(text), article_field(rules)
    words = text.strip()
    if link and field:
        whole = field.takes(words)
        draft.answers = {**draft.answers, field.key: field.accept(words if whole else link)}
        words = "" if whole else words
    elif link:
        draft.answers = {**draft.answers, "_article": link}
        words = "" if words == link else words
    if words:
        said = "\n".join(filter(None, [draft.answers.get("_said", ""), words]))
        draft.answers = {**draft.answers, "_said": said}
    pass_articles(rules, draft)


def pass_articles(rules: Regulation, draft: Draft) -> None:
    """Articles were offered; the field that asks for one is answered by that too."""
    field = article_field(rules)
    if field and field.key not in draft.answers:
        draft.answers = {**draft.answers, field.key: ""}
    draft.put("faq", "seen")


def _offered(desk: Desk, by: Speaker, draft_id: str) -> tuple[Person, Draft]:
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE)
    if draft.awaits(desk.regulation, person) != "faq":
        raise NothingToAnswer
    return person, draft
