"""Refusals of articles in words: what is wrong with one, and what would be right."""

from __future__ import annotations

from domain.article import LANGUAGES
from domain.refusals import WrongArticle
from handlers.view.words import _, ngettext


def wrong_article(refusal: WrongArticle) -> str:
    """One sentence or two."""
    value, over = refusal.value, refusal.over
    match refusal.problem:
        case "name":
            return _(
                "{name} cannot be an article's name. Take Latin letters, digits and hyphens, such as reset-password."
            ).format(name=value)
        case "language":
            return _("{name}: the language at the end must be one of {known}.").format(
                name=value, known=", ".join(LANGUAGES)
            )
        case "title":
            return _("The article has no title: write it in the first line. Nothing was changed.")
        case "long title":
            return ngettext(
                "The title is {n} character too long for a button. Nothing was changed.",
                "The title is {n} characters too long for a button. Nothing was changed.",
                over,
            ).format(n=over)
        case "body":
            return _("Below the title the text is missing. Nothing was changed.")
        case "long":
            return ngettext(
                "The article is {n} character too long for one message. Nothing was changed.",
                "The article is {n} characters too long for one message. Nothing was changed.",
                over,
            ).format(n=over)
        case "exists":
            return _("{name} is there already. To change it: /faq edit {name}").format(name=value)
        case "missing":
            return _("There is no article {name}. All of them: /faq").format(name=value)
    return _("The article cannot be kept like this.")
