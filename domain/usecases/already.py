"""Already: what is there already on a problem that was just told, and may spare its writer a request.

First a failure that hits many and is known, then an open ticket that tells of the same, then the articles of the FAQ.
Each is a step of the intake that is there only if something was found.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from domain.apart import Judge
from domain.article import Article, in_language
from domain.draft import ALIKE, ARTICLES, EARLY, INCIDENTS, Draft, steps
from domain.incidents import Incident
from domain.people import Person
from domain.ports import Desk
from domain.refusals import NotYours
from domain.ticket import Ticket
from domain.usecases.alike import alike, told
from domain.usecases.articles import fitting

_LOOKED = "_looked"
"""Among an intake's answers: for what words was looked."""
NOT_MINE = "other"
"""The answer that it is none of the failures that are known."""


def look(desk: Desk, person: Person, draft: Draft, judge: Judge) -> None:
    """Look once for what was told, and again for a duplicate once it is told otherwise; articles are offered only once.

    `judge`: whoever has judged the same text in this step already.
    """
    _forget_gone(desk, person, draft)
    said, mark = told(draft.answers), _mark(draft.answers)
    if "description" not in draft.answers or draft.at == "description" or draft.answers.get(_LOOKED) == mark:
        return
    first = _LOOKED not in draft.answers
    found = {_LOOKED: mark, ALIKE: "", EARLY: draft.answers.get(EARLY, first and _told_first(desk, draft))}
    if first:
        found[INCIDENTS] = [incident.id for incident in desk.incidents.open()]
    mine = draft.answers.get("incident", NOT_MINE) != NOT_MINE
    if not mine and (ticket := alike(desk, person, draft)) is not None:
        found[ALIKE] = ticket.number
    tried = draft.answers.get("_article")
    articles = [one for one in fitting(desk, said, person.language) if one.title != tried] if first else []
    if articles and judge(said).issues == 1:
        found[ARTICLES] = [article.slug for article in articles]
        for article in articles:
            desk.articles.offered(article)
    kept = {key: answer for key, answer in draft.answers.items() if key != "alike"}
    draft.answers = kept | found


def enough(draft: Draft) -> None:
    """What is being shown stays, though its reader has just said more."""
    draft.answers = {**draft.answers, _LOOKED: _mark(draft.answers)}


def alike_found(desk: Desk, draft: Draft) -> Ticket | None:
    """The ticket that is being shown."""
    try:
        return desk.tickets.get(draft.answers.get(ALIKE, ""))
    except NotYours:
        return None


def incidents_found(desk: Desk, draft: Draft) -> list[Incident]:
    """The failures that are being shown and are not over yet."""
    shown = draft.answers.get(INCIDENTS, [])
    return [incident for incident in desk.incidents.open() if incident.id in shown] if shown else []


def articles_found(desk: Desk, person: Person, draft: Draft) -> list[Article]:
    """The articles that are being offered, as they are now."""
    everything = desk.articles.all()
    offered = (in_language(everything, slug, person.language) for slug in draft.answers.get(ARTICLES, []))
    return [article for article in offered if article]


def _mark(answers: dict[str, Any]) -> str:
    return sha256(told(answers).encode()).hexdigest()[:16]


def _told_first(desk: Desk, draft: Draft) -> bool:
    """Whether the problem was told before anything else was asked: then there is no reason to ask the rest first."""
    order = steps(desk.regulation, draft.answers)
    before = order[: order.index("description")] if "description" in order else []
    return any(step not in draft.answers for step in before if step != "faq")


def _forget_gone(desk: Desk, person: Person, draft: Draft) -> None:
    """A ticket that was closed meanwhile takes no more words, an article that was dropped cannot be read."""
    answers = draft.answers
    if answers.get(ALIKE) and not ((ticket := alike_found(desk, draft)) and ticket.is_open):
        draft.answers = {**draft.answers, ALIKE: ""}
    if answers.get(INCIDENTS) and "incident" not in answers and not incidents_found(desk, draft):
        draft.answers = {**draft.answers, INCIDENTS: []}
    if answers.get(ARTICLES) and "articles" not in answers and not articles_found(desk, person, draft):
        draft.answers = {**draft.answers, ARTICLES: []}
