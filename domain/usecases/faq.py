"""Articles first: whoever finds the answer there needs no request. The regulation's own (demand `faq_first`) before all
questions, those of the desk once the problem is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from domain import lemmas
from domain.article import Article, in_language
from domain.draft import Conversation, Draft, DraftKind, article_field
from domain.links import find_link
from domain.people import Person, Speaker
from domain.ports import Desk, TimerKind
from domain.refusals import NothingToAnswer
from domain.regulation import Regulation
from domain.usecases.already import articles_found, enough
from domain.usecases.articles import Shelf, fitting, shelf
from domain.usecases.meeting import conversation, meet, open_draft
from domain.usecases.put_by import put_by, take_up
from domain.usecases.start import start

FOUND = "faq_found"
"""The counter of intakes that ended because the answer was in an article."""
OFFERED = ("faq", "articles")
"""The steps at which articles are offered."""
A_DAY = timedelta(days=1)
_TELLING = 2
"""So many words that say something tell something of a problem."""
_SHOWN = "_shown"
"""Among an intake's answers: the article of the desk that was opened last."""


@dataclass(frozen=True)
class Found:
    """The answer was in an article, and the intake has ended. `kept`: what was written in it, for a while."""

    talk: Conversation
    kept: Draft | None


@dataclass(frozen=True)
class Opened:
    """An article of those that are offered was opened."""

    talk: Conversation
    article: Article


@dataclass(frozen=True)
class Searched:
    """What /faq found for these words; for none, a page of all there is."""

    person: Person
    regulation: Regulation
    words: str
    shelf: Shelf


def found(desk: Desk, *, by: Speaker, draft_id: str) -> Found:
    """«Нашлось», «Помогло»: end the intake and count it; words and files in it are kept as long as those of any draft.

    NothingToAnswer if articles are not what is being offered.
    """
    person, draft = _offered(desk, by, draft_id)
    if article := _opened_last(desk, person, draft):
        desk.articles.helped(article)
    desk.counters.add(FOUND)
    talk = put_by(desk, by=by, person=person, draft=draft)
    return Found(talk, draft if draft.kind is DraftKind.HELPED else None)


def not_so(desk: Desk, *, by: Speaker, draft_id: str) -> Conversation:
    """«Всё-таки зарегистрировать»: it did not help, as it turned out. What `take_up` raises."""
    person, draft = take_up(desk, by=by, draft_id=draft_id)
    if draft.awaits(desk.regulation, person) in OFFERED:
        return none_found(desk, by=by, draft_id=draft_id)
    return conversation(desk, person, draft)


def start_in_spite_of(desk: Desk, *, by: Speaker, slug: str) -> Conversation:
    """«Не помогло» under an article that was found by searching: an intake, and the article goes with it. Suspended.

    One that is open already goes on, and keeps the article that it has.
    """
    talk = start(desk, by=by)
    article = in_language(desk.articles.all(), slug, talk.person.language)
    if article and talk.draft and not talk.draft.answers.get("_article"):
        talk.draft.answers = {**talk.draft.answers, "_article": article.title}
    return talk


def none_found(desk: Desk, *, by: Speaker, draft_id: str) -> Conversation:
    """«Не нашлось», «Не помогло»: on to the questions; the article of ours that was opened last goes with the request.

    NothingToAnswer if articles are not what is being offered.
    """
    person, draft = _offered(desk, by, draft_id)
    if draft.awaits(desk.regulation, person) == "faq":
        pass_articles(desk.regulation, draft)
    else:
        _pass_own(desk, person, draft)
    return conversation(desk, person, draft)


def open_article(desk: Desk, *, by: Speaker, draft_id: str, slug: str) -> Opened:
    """One of the articles that are offered is opened. NothingToAnswer if it is not, or no more."""
    person, draft = _offered(desk, by, draft_id)
    article = next((one for one in articles_found(desk, person, draft) if one.slug == slug), None)
    if article is None or draft.awaits(desk.regulation, person) != "articles":
        raise NothingToAnswer
    draft.answers = {**draft.answers, _SHOWN: slug}
    return Opened(conversation(desk, person, draft), article)


def search(desk: Desk, *, by: Speaker, words: str = "", page: int = 0) -> Searched:
    """/faq: by words, or all there is."""
    person = meet(desk, by)
    words = " ".join(words.split())
    if words:
        articles = fitting(desk, words, person.language, most=5, loosely=True)
        return Searched(person, desk.regulation, words, Shelf(articles, 0, 1))
    everything = desk.articles.all()
    slugs = dict.fromkeys(article.slug for article in everything)
    mine = [one for slug in slugs if (one := in_language(everything, slug, person.language))]
    return Searched(person, desk.regulation, "", shelf(sorted(mine, key=lambda one: one.title.casefold()), page))


def look_into(desk: Desk, *, by: Speaker, slug: str) -> tuple[Person, Article]:
    """An article that was found by searching is opened. NothingToAnswer if it is gone."""
    person = meet(desk, by)
    article = in_language(desk.articles.all(), slug, person.language)
    if article is None:
        raise NothingToAnswer
    desk.articles.offered(article)
    return person, article


def was_of_help(desk: Desk, *, by: Speaker, slug: str) -> tuple[Person, Article]:
    """«Помогло», without an intake; counted once a day for each person, however often it is tapped. NothingToAnswer if it is gone."""
    person = meet(desk, by)
    article = in_language(desk.articles.all(), slug, person.language)
    if article is None:
        raise NothingToAnswer
    counted = f"{TimerKind.HELPED}:{slug}"
    if not desk.timers.is_set(person.id, counted):
        desk.timers.set(person.id, counted, desk.now() + A_DAY)
        desk.articles.helped(article)
    return person, article


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


def tell_more(rules: Regulation, draft: Draft, step: str, text: str) -> bool:
    """Words in place of a press, where a duplicate or our articles are shown: they belong to the description.

    Whoever goes on telling has no use for the articles. False for a word or two, such as «нет»: they tell nothing of the
    problem, and a button is meant. WrongAnswer if the description takes no more.
    """
    if len(lemmas.words(text)) < _TELLING:
        return False
    whole = f"{draft.answers.get('description', '')}\n{text.strip()}"
    draft.answers = {**draft.answers, "description": rules.field("description").accept(whole)}
    if step == "articles":
        draft.put("articles", "seen")
    else:
        enough(draft)
    return True


def pass_articles(rules: Regulation, draft: Draft) -> None:
    """Articles were offered; the field that asks for one is answered by that too."""
    field = article_field(rules)
    if field and field.key not in draft.answers:
        draft.answers = {**draft.answers, field.key: ""}
    draft.put("faq", "seen")


def _pass_own(desk: Desk, person: Person, draft: Draft) -> None:
    article = _opened_last(desk, person, draft)
    if article and not draft.answers.get("_article"):
        draft.answers = {**draft.answers, "_article": article.title}
    draft.put("articles", "seen")


def _opened_last(desk: Desk, person: Person, draft: Draft) -> Article | None:
    """The article of the desk that was opened last, where those are offered."""
    shown = draft.answers.get(_SHOWN)
    if not shown or draft.awaits(desk.regulation, person) != "articles":
        return None
    return in_language(desk.articles.all(), shown, person.language)


def _offered(desk: Desk, by: Speaker, draft_id: str) -> tuple[Person, Draft]:
    person, draft = open_draft(desk, by, draft_id, DraftKind.INTAKE)
    if draft.awaits(desk.regulation, person) not in OFFERED:
        raise NothingToAnswer
    return person, draft
