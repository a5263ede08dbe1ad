"""Send an article: the answer to a standard question is a link to it, or one of our own (barier 7.8, gravity 4.7, e-doc 14)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.article import Article, in_language
from domain.effort import accounted
from domain.links import find_link
from domain.marked import plain
from domain.notices import Code, Notice
from domain.people import Speaker
from domain.ports import Desk
from domain.refusals import NoLink, NothingToAnswer, WrongState
from domain.ticket import Ticket
from domain.usecases.articles import about, fitting
from domain.usecases.fate import mark_sent, posted
from domain.usecases.hours import count_hours
from domain.usecases.meeting import colleague
from domain.usecases.reply import reply
from domain.usecases.take import for_work
from domain.usecases.telling import refresh_card, tell_requester

MOST = 5
"""Articles among which staff choose."""


def send_article(desk: Desk, *, by: Speaker, number: str, text: str, files: Sequence[str] = ()) -> Ticket:
    """Answer with a link, and words around it if there are any. NoLink; NotStaff, NotYours, WrongState, TooLong."""
    link = find_link(text)
    if link is None:
        raise NoLink
    return reply(desk, by=by, number=number, text=text, files=files, article=link)


def suitable(desk: Desk, *, by: Speaker, number: str) -> list[Article]:
    """The articles that may answer a ticket, the best first; none where none does. NotStaff, NotYours."""
    desk.people.agent(by)
    ticket = desk.tickets.get(number)
    return fitting(desk, about(ticket), desk.people.get(ticket.requester_id).language, most=MOST, loosely=True)


def send_own(desk: Desk, *, by: Speaker, number: str, slug: str) -> Ticket:
    """Answer with an article of ours, in the requester's language where there is one.

    NotStaff, NotYours, WrongState; NothingToAnswer if it was dropped.
    """
    desk.people.agent(by)
    language = desk.people.get(desk.tickets.get(number).requester_id).language
    article = in_language(desk.articles.all(), slug, language)
    if article is None:
        raise NothingToAnswer
    agent, ticket = for_work(desk, by, number)
    if not ticket.allows("article"):
        raise WrongState(status=ticket.status, move="article")
    text = f"{article.title}\n\n{plain(article.body)}"
    minutes, before = accounted(ticket.regulation, None), posted(desk, number)
    entry = ticket.answer(desk.now(), colleague(agent, by), text, (), minutes, article=article.title)
    facts = {"text": text, "markdown": article.markdown, "by": agent.name, "files": [], "article": article.title}
    tell_requester(desk, ticket, Notice(Code.ANSWER, facts | {"clause": entry.facts.get("clause")}), entry)
    mark_sent(desk, by, agent, ticket, "article", before)
    count_hours(desk, ticket)
    refresh_card(desk, ticket)
    return ticket
