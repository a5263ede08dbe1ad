"""Articles: what staff write, change and drop, what comes from files, and which of them fit what somebody said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.article import BY_HAND, FROM_FILE, Article, in_language, read_name, read_text
from domain.finding import MOST, Source, find
from domain.marked import plain
from domain.notices import Code, Parcel
from domain.people import Speaker
from domain.ports import Delivery, Desk
from domain.refusals import WrongArticle
from domain.ticket import Ticket

PAGE = 10


@dataclass(frozen=True)
class Written:
    """The article is there; `new`: it was not before."""

    article: Article
    new: bool


@dataclass(frozen=True)
class TakenIn:
    """What became of the articles of a folder, by name; `kept`: those of staff, which no file replaces."""

    added: list[str]
    changed: list[str]
    kept: list[str]
    dropped: list[str]


@dataclass(frozen=True)
class Shelf:
    """A page of all articles; pages count from 0."""

    articles: list[Article]
    page: int
    pages: int


@dataclass(frozen=True)
class OnFile:
    """An article as it stands in a file."""

    slug: str
    language: str
    title: str
    body: str


def fitting(desk: Desk, text: str, language: str, *, most: int = MOST, loosely: bool = False) -> list[Article]:
    """The articles that answer it, the best first, each in that language where it is written in it."""
    everything = desk.articles.all()
    if not everything:
        return []
    sources = [Source(one.slug, one.title, plain(one.body)) for one in everything]
    found = find(sources, text, most=most, loosely=loosely)
    return [one for hit in found if (one := in_language(everything, hit.slug, language))]


def about(ticket: Ticket) -> str:
    """What a request tells of its problem, to find articles by."""
    return "\n".join(filter(None, (ticket.answers.get(key) for key in ("subject", "description", "steps"))))


def shelf(articles: Sequence[Article], page: int) -> Shelf:
    """A page of them; the last one for a number beyond it."""
    pages = max(1, -(-len(articles) // PAGE))
    page = min(max(page, 0), pages - 1)
    return Shelf(list(articles[page * PAGE : (page + 1) * PAGE]), page, pages)


def all_for_staff(desk: Desk, *, by: Speaker, page: int = 0) -> Shelf:
    """/faq in the staff group. NotStaff."""
    desk.people.agent(by)
    return shelf(desk.articles.all(), page)


def show_to_staff(desk: Desk, *, by: Speaker, name: str) -> Article:
    """/faq show. NotStaff, WrongArticle."""
    desk.people.agent(by)
    return _known(desk, name)


def ask_for_article(desk: Desk, *, by: Speaker, name: str, edits: bool, key: str) -> None:
    """/faq add, /faq edit: the text is asked for by a message to reply to.

    NotStaff; WrongArticle for a bad name, one to add that is there already, one to edit that is not.
    """
    agent = desk.people.agent(by)
    slug, language = read_name(name, desk.staff.language)
    known = desk.articles.get(slug, language)
    if edits and known is None:
        raise WrongArticle("missing", name)
    if known is not None and not edits:
        raise WrongArticle("exists", known.name)
    place = by.place
    facts = {"agent": agent.name, "address": by.address, "slug": slug, "language": language}
    desk.outbox.post(
        Parcel(
            key=f"{Code.PROMPT_FAQ}:{place.chat}:{key}",
            channel=place.channel,
            address=place.chat,
            thread=place.thread,
            code=Code.PROMPT_FAQ,
            facts=facts | {"markdown": known.markdown if known else ""},
            language="",
            created=desk.wall(),
            due=desk.wall(),
        )
    )


def write_article(desk: Desk, *, by: Speaker, delivery: Delivery, text: str) -> Written:
    """The reply to that: the first line is the title. A second reply writes it anew. NotStaff, WrongArticle."""
    agent = desk.people.agent(by)
    parcel = desk.outbox.by_key(delivery.key)
    facts = parcel.facts if parcel else {}
    slug, language = read_name(f"{facts.get('slug', '')}.{facts.get('language', '')}")
    title, body = read_text(text)
    return _put(desk, OnFile(slug, language, title, body), agent.name)


def drop_article(desk: Desk, *, by: Speaker, name: str) -> Article:
    """/faq drop. OnlyLead, NotStaff, WrongArticle."""
    desk.people.agent(by).must_lead()
    article = _known(desk, name)
    desk.articles.drop(article)
    return article


def take_in(desk: Desk, *, found: Sequence[OnFile], author: str = FROM_FILE, whole: bool = False) -> TakenIn:
    """The articles of a folder: they replace what came from a file, never what staff wrote.

    `author`: FROM_FILE for the folder that is read at start; BY_HAND for one that was named on the command line, whose
    articles that other folder neither drops nor changes.
    `whole`: the folder is all there is, and what came from a file of it that is gone goes too.
    """
    done = TakenIn([], [], [], [])
    for one in found:
        known = desk.articles.get(one.slug, one.language)
        name = f"{one.slug}.{one.language}"
        same = known is not None and (known.title, known.body) == (one.title, one.body)
        if known is not None and same and known.author == BY_HAND:
            known.author = author  # this folder has it too
        elif known is not None and known.author not in (FROM_FILE, author):
            done.kept.append(name)
        elif not same:
            (done.added if known is None else done.changed).append(name)
            _put(desk, one, author)
    if whole and found:
        names = {(one.slug, one.language) for one in found}
        for article in desk.articles.all():
            if article.author == FROM_FILE and (article.slug, article.language) not in names:
                done.dropped.append(article.name)
                desk.articles.drop(article)
    return done


def _put(desk: Desk, one: OnFile, author: str) -> Written:
    article = desk.articles.get(one.slug, one.language)
    if article is None:
        article = Article(one.slug, one.language, one.title, one.body, author, desk.now())
        desk.articles.put(article)
        return Written(article, new=True)
    article.title, article.body, article.author, article.updated_at = one.title, one.body, author, desk.now()
    return Written(article, new=False)


def _known(desk: Desk, name: str) -> Article:
    slug, language = read_name(name, desk.staff.language)
    article = desk.articles.get(slug, language)
    if article is None and "." not in name:
        article = in_language(desk.articles.all(), slug, language)
    if article is None:
        raise WrongArticle("missing", name)
    return article
