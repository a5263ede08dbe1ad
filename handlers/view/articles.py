"""Articles of the desk: offered in an intake, found by searching, and as staff keep them."""

from __future__ import annotations

from html import escape

from aiogram.types import InlineKeyboardMarkup

from domain.article import BY_HAND, FROM_FILE, Article
from domain.draft import Conversation, Draft
from domain.usecases.articles import Shelf, Written
from domain.usecases.faq import Searched
from handlers.callbacks import FaqButton, IntakeButton, StartButton, TicketButton
from handlers.view.faq import faq_link
from handlers.view.form import copied
from handlers.view.marked import article as as_html
from handlers.view.pages import place, turning
from handlers.view.say import bold, button, rows, shortened
from handlers.view.summary import back_and_cancel, back_words
from handlers.view.words import _

Page = tuple[str, InlineKeyboardMarkup]


# -- in an intake


def articles_offer(talk: Conversation, draft: Draft) -> Page:
    """The answer may be there already: one to three titles, and a way on."""
    text = bold(_("The answer may be here already")) + "\n" + _("A minute of reading may spare you the request.")
    titles = [
        [button(one.title, IntakeButton(draft=draft.id, verb="article", value=one.slug))] for one in talk.articles
    ]
    none = button(_("None of these, go on"), IntakeButton(draft=draft.id, verb="faq"), "primary")
    return text, rows(*titles, [none], back_and_cancel(draft))


def opened(draft: Draft, one: Article) -> Page:
    """One of them, and what came of reading it."""
    helped = button(_("It helped"), IntakeButton(draft=draft.id, verb="found"), "success")
    not_so = button(_("It did not help"), IntakeButton(draft=draft.id, verb="faq"))
    return as_html(one), rows([helped, not_so], [button(back_words(), IntakeButton(draft=draft.id, verb="articles"))])


# -- by searching


def searched(found: Searched) -> Page:
    """What was found, or all there is; and where else to look."""
    hint = _("To find one quickly, write a few words behind the command: /faq how to reset a password")
    link = _("More answers: {link}").format(link=escape(faq_link(found.regulation)))
    new = [button(_("New request"), StartButton())]
    everything = [button(_("All articles"), FaqButton(view="list"))]
    articles = found.shelf.articles
    if found.words and not articles:
        text = _("Nothing was found for «{words}».").format(words=escape(shortened(found.words, 100)))
        return "\n".join([text, link]), rows(everything, new)
    if not articles:
        return _("Answers to usual questions: {link}").format(link=escape(faq_link(found.regulation))), rows(new)
    page, pages = found.shelf.page, found.shelf.pages
    titles = [[button(one.title, FaqButton(view="show", slug=one.slug, page=page))] for one in articles]
    if found.words:
        return bold(_("This may be it")), rows(*titles, everything, new)
    lines = [bold(_("Answers to usual questions")), hint, *([] if page else [link])]
    turn = turning(page, pages, lambda n: FaqButton(view="list", page=n))
    return "\n".join(lines) + place(page, pages), rows(*titles, turn)


def read(one: Article, page: int) -> Page:
    """One that was found by searching."""
    helped = button(_("It helped"), FaqButton(view="helped", slug=one.slug), "success")
    new = button(_("It did not help, register it"), FaqButton(view="new", slug=one.slug))
    return as_html(one), rows([helped], [new], [button(_("« All articles"), FaqButton(view="list", page=page))])


# -- for staff


def staff_shelf(kept: Shelf) -> tuple[str, InlineKeyboardMarkup | None]:
    """Names, titles, and how often each was offered and helped."""
    if not kept.articles:
        return _("There are no articles yet.") + "\n" + usage(), None
    lines = [bold(_("Articles"))]
    for one in kept.articles:
        counts = _("offered: {offered}, helped: {helped}").format(offered=one.offered, helped=one.helped)
        lines.append(f"<code>{one.name}</code> {escape(one.title)} · {counts}")
    text = "\n".join([*lines, "", usage()]) + place(kept.page, kept.pages)
    return text, rows(turning(kept.page, kept.pages, lambda n: FaqButton(view="list", page=n)))


def usage() -> str:
    """How staff keep articles."""
    lines = [
        _("/faq show reset-password: read it"),
        _("/faq add reset-password: write a new one; reset-password.en is the same in English"),
        _("/faq edit reset-password: change it"),
        _("/faq drop reset-password: take it out (leads only)"),
    ]
    return "\n".join(lines)


def staff_article(one: Article) -> str:
    """As requesters read it, with who wrote it."""
    author = _("from a file") if one.author in (FROM_FILE, BY_HAND) else escape(one.author)
    counts = _("offered: {offered}, helped: {helped}").format(offered=one.offered, helped=one.helped)
    return f"<code>{one.name}</code> · {author} · {counts}\n\n{as_html(one)}"


def written(done: Written) -> str:
    """It is kept, and this is how it reads."""
    words = _("The article {name} is kept.") if done.new else _("The article {name} is changed.")
    return words.format(name=f"<code>{done.article.name}</code>") + f"\n\n{as_html(done.article)}"


def dropped(one: Article) -> str:
    """Gone; its text is shown once more, so that nothing is lost by a slip."""
    lines = [_("The article {name} is dropped. It said:").format(name=f"<code>{one.name}</code>"), copied(one.markdown)]
    if one.author == FROM_FILE:
        lines.append(_("It came from a file: take that away too, or it is back at the next start."))
    return "\n".join(lines)


def articles_keyboard(number: str, found: list[Article]) -> InlineKeyboardMarkup:
    """Under a card: those that may answer the ticket; pressing one sends it."""
    titles = [[button(one.title, TicketButton(number=number, verb="article", value=one.slug))] for one in found]
    other = button(_("Another (a link)"), TicketButton(number=number, verb="link"))
    return rows(*titles, [other], [button(back_words(), TicketButton(number=number, verb="card"))])
